"""A release or a file at an address, brought to a folder of this machine so that it can be checked."""
from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

import fsspec

TIMEOUT_S = 60
_AS_THEY_ARE = "%/:?#[]@!$&'()*+,;=~"  # characters of an address; all others, as in names of episodes, are escaped
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class CannotRead(Exception):
    """What was to be validated cannot be reached, or is nothing that can be validated."""


@contextmanager
def local(target: str) -> Iterator[Path]:
    """A path on this machine for a path or an address; what was brought here is gone afterwards. Raises CannotRead."""
    if not _ADDRESS.match(target) or target.startswith("file://"):
        yield Path(target.removeprefix("file://"))
        return
    with TemporaryDirectory(prefix="interlinear-") as folder:
        try:
            yield _fetch(target.rstrip("/"), Path(folder))
        except Exception as e:  # noqa: BLE001  stores and addresses fail in ways of their own: no credentials, no such port
            raise CannotRead(f"{target} cannot be read: {_reason(e)}.") from e


def _reason(e: Exception) -> str:
    return f"HTTP {e.code} {e.reason} for {e.url}" if isinstance(e, urllib.error.HTTPError) else f"{e or type(e).__name__}".rstrip(".")


def _fetch(url: str, folder: Path) -> Path:
    """A file, a release by its SHA256SUMS, or the release that LATEST at the address names."""
    path = PurePosixPath(urllib.parse.urlsplit(url).path if _is_web(url) else url)  # a signed address goes on after its path
    if path.suffix in (".parquet", ".jsonl"):
        return _copy(url, folder / path.parent.name / path.name)
    if not _there(f"{url}/SHA256SUMS") and _there(f"{url}/LATEST"):
        version = _copy(f"{url}/LATEST", folder / "LATEST").read_text("utf-8").strip()
        url, folder = f"{url}/{_inside(version)}", folder / version
    sums = _copy(f"{url}/SHA256SUMS", folder / "SHA256SUMS").read_text("utf-8")
    for line in sums.splitlines():
        name = _inside(line.partition("  ")[2])
        try:
            _copy(f"{url}/{urllib.parse.quote(name) if _is_web(url) else name}", folder / name)
        except FileNotFoundError:
            continue  # the checks will miss it, and say so
    return folder


def _inside(name: str) -> str:
    """A relative path that stays below where it starts; whoever serves a release must not choose where files are written here."""
    if not stays_inside(name):
        raise ValueError(f"SHA256SUMS or LATEST names {name!r}, which is no path inside a release")
    return name


def stays_inside(name: str) -> bool:
    """Whether a path is relative and leads to nothing outside the folder from which it starts."""
    return bool(name) and not name.startswith("/") and "\\" not in name and ".." not in PurePosixPath(name).parts


def _there(url: str) -> bool:
    try:
        with _open(url):
            return True
    except (FileNotFoundError, PermissionError):  # a store that may not be listed says that what is missing may not be read
        return False


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _copy(url: str, to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    with _open(url) as source, to.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
    return to


@contextmanager
def _open(url: str) -> Iterator[BinaryIO]:
    if not _is_web(url):
        with fsspec.open(url, "rb") as f:
            yield f
        return
    try:
        with urllib.request.urlopen(urllib.parse.quote(url, safe=_AS_THEY_ARE), timeout=TIMEOUT_S) as f:
            yield f
    except urllib.error.HTTPError as e:
        raise FileNotFoundError(str(e)) if e.code in (403, 404, 410) else e from e
