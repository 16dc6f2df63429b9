"""A web server on loopback that serves byte ranges, as published releases lie on: nginx where it is installed, else a small one."""
from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_NGINX = """
daemon off;
{user}
worker_processes 1;
pid {work}/pid;
error_log {work}/error.log;
events {{ worker_connections 64; }}
http {{
    log_format sent '$status $body_bytes_sent $request_method $uri';
    access_log {work}/access.log sent;
    client_body_temp_path {work}/1; proxy_temp_path {work}/2; fastcgi_temp_path {work}/3; uwsgi_temp_path {work}/4; scgi_temp_path {work}/5;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@dataclass
class Site:
    """Where the folder is served, and a log of lines `status bytes method path`."""

    url: str
    log: Path

    def sent(self, path: str) -> int:
        """Bytes that were sent of a file so far."""
        time.sleep(0.2)  # the log is written when a request has ended
        lines = (line.split(" ", 3) for line in self.log.read_text().splitlines())
        return sum(int(sent) for _, sent, method, what in lines if what.endswith(path) and method == "GET")


@contextmanager
def serving(root: Path, work: Path) -> Iterator[Site]:
    """Serve a folder; ``work`` is a folder for the server's own files."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", work / "access.log"
    log.touch()
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    with (_nginx(nginx, root, work, port) if nginx else _plain(root, log, port)):
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/LATEST", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Site(url, log)


@contextmanager
def _nginx(program: str, root: Path, work: Path, port: int) -> Iterator[None]:
    config = work / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""  # its own user may not read folders of tests
    config.write_text(_NGINX.format(work=work, port=port, root=root, user=user))
    process = subprocess.Popen([program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


class _Ranges(SimpleHTTPRequestHandler):
    """Files, whole or the one range that is asked for."""

    log_file: Path

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        size = path.stat().st_size
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        start, end = 0, size
        if asked and any(asked.groups()):
            start = int(asked[1]) if asked[1] else max(size - int(asked[2]), 0)
            end = min(int(asked[2]) + 1, size) if asked[1] and asked[2] else size
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        if body:
            with path.open("rb") as f:
                f.seek(start)
                self.wfile.write(f.read(end - start))
        with self.log_file.open("a") as log:
            log.write(f"{206 if asked else 200} {end - start if body else 0} {self.command} {self.path}\n")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _plain(root: Path, log: Path, port: int) -> Iterator[None]:
    handler = type("Handler", (_Ranges,), {"log_file": log})
    server = ThreadingHTTPServer(("127.0.0.1", port), lambda *args: handler(*args, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
