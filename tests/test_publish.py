"""Publishing to a folder and to an object store: whole or not at all, nothing overwritten, LATEST last."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import fsspec
import pytest

from flows.cli import main
from flows.publish import CLAIMS, Refused, _Address, publish
from flows.release import build_release
from flows.validate import validate
from flows.writers.checksums import sha256_of, sums_of, write_sums
from tests.tiny import conversation, raw_folder


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """Two releases of sources that have a licence."""
    raw = raw_folder(tmp_path_factory.mktemp("raw"), bridges_txt=conversation(), humming_md=conversation(8))
    out = tmp_path_factory.mktemp("out")
    (raw / "sources.yaml").write_text("bridges.txt: {license: CC0-1.0}\nhumming.md: {license: CC0-1.0}\nstorms.txt: {license: CC0-1.0}\n")
    build_release(raw, out)
    raw_folder(raw, storms_txt=conversation(7))
    build_release(raw, out)
    return out


@pytest.fixture(scope="module")
def store():
    """A server that speaks S3, with an empty bucket; what fsspec needs to reach it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {"endpoint_url": f"http://{host}:{port}", "key": "test", "secret": "test"}
    yield options
    server.stop()


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.slow)])
def address(request, tmp_path):
    """An address that is empty, and the options to open it."""
    if request.param == "folder":
        return str(tmp_path / "public"), {}
    options = request.getfixturevalue("store")
    bucket = f"bucket-{tmp_path.name.replace('_', '-').lower()}"[:60].strip("-")
    fsspec.filesystem("s3", **options).mkdir(bucket)
    return f"s3://{bucket}/data", options


def _there(address):
    """Files at an address by name, without claims."""
    url, options = address
    fs, root = fsspec.core.url_to_fs(url, use_listings_cache=False, **options)
    return {p.split(root.rstrip("/") + "/", 1)[1]: fs.cat_file(p) for p in fs.find(root) if f"/{CLAIMS}/" not in p}


def _files(release):
    return {f.relative_to(release).as_posix(): f.read_bytes() for f in release.rglob("*") if f.is_file()}


def test_a_release_arrives_whole_with_latest(output, address):
    done = publish(output, address[0], options=address[1])
    assert (done.version, done.latest, done.there) == ("1.1.0", True, 0)
    there = _there(address)
    assert there.pop("LATEST") == b"1.1.0\n"
    assert there == {f"1.1.0/{name}": content for name, content in _files(output / "1.1.0").items()}
    again = publish(output, address[0], options=address[1])
    assert (again.sent, again.latest) == (0, True)


def test_other_bytes_under_a_version_are_refused(output, address, tmp_path):
    publish(output / "1.0.0", address[0], options=address[1])
    before = _there(address)
    other = tmp_path / "other"
    shutil.copytree(output / "1.0.0", other)
    (other / "README.md").write_text("Something else.")
    write_sums(other)
    with pytest.raises(Refused, match="holds other bytes"):
        publish(other, address[0], options=address[1])
    assert _there(address) == before


def test_what_was_interrupted_is_resumed(output, address):
    sent: list[str] = []

    def interrupted(name: str) -> None:
        if len(sent) == 5:
            raise KeyboardInterrupt
        sent.append(name)

    with pytest.raises(KeyboardInterrupt):
        publish(output / "1.0.0", address[0], options=address[1], say=interrupted)
    assert "LATEST" not in _there(address) and "1.0.0/SHA256SUMS" not in _there(address)
    done = publish(output / "1.0.0", address[0], options=address[1])
    assert done.there == 5
    assert _there(address)["LATEST"] == b"1.0.0\n"


def test_half_a_file_is_sent_again(output, address):
    fs, root = fsspec.core.url_to_fs(address[0], **address[1])
    fs.makedirs(f"{root}/1.0.0/jsonl/turns", exist_ok=True)
    whole = (output / "1.0.0/jsonl/turns/part-00000.jsonl").read_bytes()
    fs.pipe_file(f"{root}/1.0.0/jsonl/turns/part-00000.jsonl", whole[:-1] + b"x")
    publish(output / "1.0.0", address[0], options=address[1])
    assert _there(address)["1.0.0/jsonl/turns/part-00000.jsonl"] == whole


def test_two_at_once_one_wins_whole(output, address, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(output / "1.1.0", other)
    (other / "README.md").write_text("Something else.")
    write_sums(other)
    ended: dict[str, object] = {}
    start = threading.Barrier(2)

    def run(name, release):
        start.wait()
        try:
            ended[name] = publish(release, address[0], options=address[1])
        except Refused as e:
            ended[name] = e

    threads = [threading.Thread(target=run, args=x) for x in (("a", output / "1.1.0"), ("b", other))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    refused = [n for n, e in ended.items() if isinstance(e, Refused)]
    assert len(refused) == 1
    winner = other if refused == ["a"] else output / "1.1.0"
    there = _there(address)
    assert {n.removeprefix("1.1.0/"): v for n, v in there.items() if n != "LATEST"} == _files(winner)


def test_latest_does_not_step_back_and_old_versions_stay_until_told(output, address):
    publish(output / "1.1.0", address[0], options=address[1])
    assert not publish(output / "1.0.0", address[0], options=address[1]).latest
    assert _there(address)["LATEST"] == b"1.1.0\n"
    assert {n.split("/")[0] for n in _there(address)} == {"LATEST", "1.0.0", "1.1.0"}
    assert publish(output / "1.1.0", address[0], options=address[1], keep=1).removed == ("1.0.0",)
    assert {n.split("/")[0] for n in _there(address)} == {"LATEST", "1.1.0"}


def test_what_is_kept_does_not_count_what_is_on_its_way(output, address):
    """A higher version that is half there is no reason to take a whole one away, and what a killed removal left goes."""
    fs, root = fsspec.core.url_to_fs(address[0], **address[1])
    for version in ("1.0.0", "1.1.0"):
        publish(output / version, address[0], options=address[1])
    for half in ("2.0.0", "0.9.0"):
        fs.makedirs(f"{root}/{half}", exist_ok=True)
        fs.pipe_file(f"{root}/{half}/README.md", b"half")
    assert publish(output / "1.1.0", address[0], options=address[1], keep=2).removed == ()
    assert {n.split("/")[0] for n in _there(address)} == {"LATEST", "1.0.0", "1.1.0", "2.0.0"}


def test_a_claim_that_was_lost_to_another_publisher_is_given_back(output, tmp_path, monkeypatch):
    """Between asking and claiming another may have published the version and be gone."""
    public, other = tmp_path / "public", tmp_path / "other"
    shutil.copytree(output / "1.0.0", other)
    (other / "README.md").write_text("Something else.")
    write_sums(other)
    asked = _Address.complete

    def slow(self, version, sums):
        answer = asked(self, version, sums)
        if not public.exists():
            monkeypatch.setattr(_Address, "complete", asked)
            publish(other, str(public))
        return answer

    monkeypatch.setattr(_Address, "complete", slow)
    with pytest.raises(Refused, match="holds other bytes"):
        publish(output / "1.0.0", str(public))
    assert publish(other, str(public)).latest, "the one who won is not kept out by what the other left"
    assert list((public / CLAIMS).iterdir()) == []


def test_whoever_is_killed_leaves_nothing_among_the_files_of_a_version(output, tmp_path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(output / "1.0.0", str(tmp_path / "public"))
    left, = (tmp_path / "public" / CLAIMS).glob("aside-*")
    os.utime(left, (0, 0))
    publish(output / "1.0.0", str(tmp_path / "public"))
    assert validate(tmp_path / "public").valid
    assert not left.exists(), "and what is left beside them goes in time"


def test_sources_without_a_licence_are_named_and_refused(tmp_path, capsys):
    raw = raw_folder(tmp_path / "raw")
    (raw / "sources.yaml").write_text("bridges.txt: {license: CC0-1.0}\n")
    build_release(raw, tmp_path / "out")
    assert main(["publish", str(tmp_path / "out"), str(tmp_path / "public")]) == 1
    said = capsys.readouterr().err
    assert "humming, storms" in said and "--allow-unlicensed" in said and "bridges" not in said
    assert not (tmp_path / "public").exists()
    assert main(["publish", str(tmp_path / "out"), str(tmp_path / "public"), "--allow-unlicensed"]) == 0
    assert (tmp_path / "public" / "LATEST").read_text() == "1.0.0\n"


def test_a_damaged_release_is_not_published(output, tmp_path):
    shutil.copytree(output / "1.0.0", tmp_path / "release")
    (tmp_path / "release" / "jsonl/turns/part-00000.jsonl").write_text("")
    with pytest.raises(Refused, match="SHA256SUMS"):
        publish(tmp_path / "release", str(tmp_path / "public"))


def test_an_address_that_cannot_be_reached(output, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["publish", str(output), str(tmp_path / "file" / "public")]) == 2
    assert main(["publish", str(output), "nosuch://bucket"]) == 2
    assert main(["publish", str(output), "http://127.0.0.1:9/data"]) == 2
    assert "cannot be published to" in capsys.readouterr().err


@pytest.mark.slow
def test_an_object_store_that_does_not_answer(output, capsys):
    options = ["--option", "endpoint_url=http://127.0.0.1:9", "--option", "key=a", "--option", "secret=b"]
    assert main(["publish", str(output), "s3://bucket/data", *options]) == 2
    assert "cannot be published to" in capsys.readouterr().err


@pytest.mark.slow
def test_killed_while_publishing_latest_never_names_half_a_version(output, tmp_path):
    public = tmp_path / "public"
    publish(output / "1.0.0", str(public))
    command = [sys.executable, "-m", "flows.cli", "publish", str(output / "1.1.0"), str(public)]
    for n in range(8):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        for _ in range(n * 4 + 1):
            process.stdout.readline()
        time.sleep(0.002 * n)
        process.send_signal(signal.SIGKILL)
        process.wait()
        latest = (public / "LATEST").read_text().strip()
        assert all(sha256_of(public / latest / f) == h for f, h in sums_of(public / latest).items())
    assert subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0
    assert (public / "LATEST").read_text() == "1.1.0\n"
