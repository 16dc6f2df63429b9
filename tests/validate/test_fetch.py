"""Releases and files at addresses: over HTTP from this machine, and through fsspec."""
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from flows.validate import CannotRead, run, validate
from tests.bulk import release_of
from tests.talks import talk


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    release_of(folder / "1.0.0", [talk()])
    (folder / "LATEST").write_text("1.0.0\n")
    return folder


@pytest.fixture
def site(output: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Address and folder of a server that serves a copy of the output folder."""
    folder = Path(shutil.copytree(output, tmp_path / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


def test_a_release_over_http(site):
    url, folder = site
    assert validate(f"{url}/1.0.0").valid
    assert validate(f"{url}/1.0.0/").rows["turns"] == 7
    assert validate(url).valid  # by its LATEST


def test_one_file_over_http(site):
    url, _ = site
    assert validate(f"{url}/1.0.0/parquet/turns/part-00000.parquet").rows == {"turns": 7}
    assert validate(f"{url}/1.0.0/jsonl/pairs/part-00000.jsonl").rows == {"pairs": 3}


def test_names_in_any_script_over_http(tmp_path):
    extracted = talk("风筝-#1-50%-é", "风筝.docx")
    extracted = replace(extracted, raw=replace(extracted.raw, source_sha256="1" * 64))
    release_of(tmp_path / "发布 1.0" / "1.0.0", [extracted])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/发布 1.0/1.0.0"
        report = validate(url)
        assert report.valid, report.findings
        assert validate(f"{url}/parquet/turns/part-00000.parquet?signature=a.b").rows == {"turns": 7}
    finally:
        server.shutdown()
        server.server_close()


def test_what_is_wrong_at_an_address_is_found(site):
    url, folder = site
    (folder / "1.0.0" / "README.md").write_text("changed")
    (folder / "1.0.0" / "schemas" / "pairs.json").unlink()
    found = {(f.check, f.file) for f in validate(f"{url}/1.0.0").findings}
    assert {("hashes", "README.md"), ("files", "schemas/pairs.json")} <= found


def test_an_address_that_answers_nothing_cannot_be_read(site, capsys):
    url, _ = site
    assert run(f"{url}/2.0.0") == 2
    assert "2.0.0 cannot be read: HTTP Error 404" in capsys.readouterr().err
    with pytest.raises(CannotRead, match="cannot be read"):
        validate("http://127.0.0.1:9/release")


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "a/../../outside.txt", "a\\b"])
def test_an_address_may_not_choose_where_files_are_written(name, site, tmp_path):
    url, folder = site
    (folder / "1.0.0" / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n")
    with pytest.raises(CannotRead, match="no path inside a release"):
        validate(f"{url}/1.0.0")
    (folder / "LATEST").write_text(f"{name}\n")
    with pytest.raises(CannotRead, match="no path inside a release"):
        validate(url)
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_release_through_fsspec(output):
    store = fsspec.filesystem("memory")
    store.put(str(output / "1.0.0"), "/bucket/kites", recursive=True)
    assert validate("memory://bucket/kites").valid
    store.rm("/bucket/kites/parquet/edits/part-00000.parquet")
    assert ("files", "edits") in {(f.check, f.table) for f in validate("memory://bucket/kites").findings}
    with pytest.raises(CannotRead):
        validate("memory://bucket/none")
    with pytest.raises(CannotRead, match="nosuch"):
        validate("nosuch://bucket/kites")


def test_a_file_address_is_a_path(output):
    assert validate(f"file://{output / '1.0.0'}").valid


@pytest.mark.parametrize("address", ["http://localhost:abc/release", "nosuchstore://bucket/release"])
def test_an_address_that_is_none_is_said_to_be_unreadable(address):
    with pytest.raises(CannotRead, match="cannot be read"):
        validate(address)
