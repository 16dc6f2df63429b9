"""A release to an address: a folder, an object store, anything that fsspec knows. Data first, LATEST last, nothing overwritten.

At the address a version is complete when its SHA256SUMS is there, which is sent after all other files; LATEST is written after that.
Before the first file of a version, whoever publishes it claims it, in one step that only one can take, with the hash of what they will
send: a second publisher of the same bytes helps along, one of other bytes is refused. So an interrupted publication is taken up by
running it again.
"""
from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from flows.writers.checksums import NAME as SUMS
from flows.writers.checksums import sums_of
from flows.writers.compare import intact
from flows.writers.manifest import read_manifest
from flows.writers.store import Store, parse

CLAIMS = ".claims"
_ABANDONED_S = 86400  # after which a file that was being written when its publisher was killed is taken away
Say = Callable[[str], None]


class Refused(Exception):
    """A release that is not published, and why."""


@dataclass(frozen=True)
class Published:
    """How it went: files sent and files that were there already, whether LATEST now names the version, and old versions taken away."""

    version: str
    sent: int
    there: int
    latest: bool
    removed: tuple[str, ...] = ()


def publish(release: Path, url: str, *, allow_unlicensed: bool = False, keep: int | None = None,
            options: Mapping[str, object] | None = None, say: Say = lambda _: None) -> Published:
    """Send a release (or the newest of an output folder) to an address.

    keep      how many versions stay there, the newest ones; None leaves all.
    options   what fsspec needs to open the address (endpoint, credentials), where the environment does not say.
    Raises Refused, and OSError, ValueError or ImportError where the address cannot be reached or written to.
    """
    release = _release(release)
    _check(release, allow_unlicensed)
    with _reaching():
        fs, root = fsspec.core.url_to_fs(url, use_listings_cache=False, **(options or {}))
        return _send(release, _Address(fs, root.rstrip("/")), keep, say)


@contextmanager
def _reaching() -> Iterator[None]:
    """Whatever the library of an object store raises, as OSError: no credentials, no connection, an address that can only be read."""
    try:
        yield
    except (Refused, OSError, ValueError, ImportError):
        raise
    except Exception as e:
        raise OSError(f"{type(e).__name__}: {e}".rstrip(": ")) from e


def _send(release: Path, address: _Address, keep: int | None, say: Say) -> Published:
    version = str(read_manifest(release)["version"])
    sums = (release / SUMS).read_bytes()
    sent = 0
    if not address.complete(version, sums):
        mine = address.claim(version, hashlib.sha256(sums).hexdigest())
        try:
            whole = address.complete(version, sums)  # asked again: whoever had the claim before may have finished
        except Refused:
            if mine:
                address.release_claim(version)
            raise
        if not whole:
            for name, digest in sorted(sums_of(release).items(), key=lambda f: (f[0].count("/") == 0, f[0])):
                sent += address.send(release / name, f"{version}/{name}", digest, say)
            address.put(f"{version}/{SUMS}", sums)
        address.release_claim(version)
    latest = address.point(version)
    removed = address.keep_newest(keep) if keep else ()
    return Published(version, sent, len(sums_of(release)) - sent, latest, removed)


def _release(path: Path) -> Path:
    newest = Store(path).newest
    release = path / newest if newest and not (path / "manifest.json").exists() else path
    if not (release / "manifest.json").is_file():
        raise Refused(f"{path} is no release: it has neither manifest.json nor LATEST.")
    return release


def _check(release: Path, allow_unlicensed: bool) -> None:
    if not intact(release):
        raise Refused(f"{release} is not as its SHA256SUMS says. Validate it, and publish one that is whole.")
    if allow_unlicensed:
        return
    episodes = pq.read_table(release / "parquet" / "episodes", columns=["episode_id", "license"]).to_pylist()
    without = [e["episode_id"] for e in episodes if not e["license"]]
    if without:
        named = ", ".join(without[:10]) + (f" and {len(without) - 10} more" if len(without) > 10 else "")
        raise Refused(f"{len(without)} of {len(episodes)} sources have no licence: {named}. "
                      "State it in sources.yaml (`license: CC-BY-4.0`), or publish all the same with --allow-unlicensed.")


class _Address:
    """The releases at an address."""

    def __init__(self, fs: fsspec.AbstractFileSystem, root: str):
        self.fs, self.root = fs, root

    def _at(self, name: str) -> str:
        return f"{self.root}/{name}"

    def read(self, name: str) -> bytes | None:
        try:
            return self.fs.cat_file(self._at(name))
        except FileNotFoundError:
            return None

    def complete(self, version: str, sums: bytes) -> bool:
        """Whether the version is there, whole, with these bytes. Raises Refused where it holds others."""
        there = self.read(f"{version}/{SUMS}")
        if there is not None and there != sums:
            raise Refused(f"{self._at(version)} exists and holds other bytes. What is published is never overwritten: "
                          "release a new version.")
        return there is not None

    def claim(self, version: str, digest: str) -> bool:
        """Make it known that this version is being sent with this hash; whether nobody had. Raises Refused where other bytes are."""
        name = f"{CLAIMS}/{version}"
        if self._create(name, digest.encode()):
            return True
        theirs = self.read(name)
        if theirs not in (None, digest.encode()):
            raise Refused(f"{self._at(version)} is being published with other bytes. If that was given up, remove {self._at(name)} and "
                          f"{self._at(version)}, then run again.")
        return False

    def release_claim(self, version: str) -> None:
        try:
            self.fs.rm_file(self._at(f"{CLAIMS}/{version}"))
        except FileNotFoundError:
            pass  # a second publisher of the same bytes was faster

    def send(self, file: Path, name: str, digest: str, say: Say) -> bool:
        """Send a file and read it back; whether it had to be sent. What is there with the right hash stays."""
        if self._digest(name, file.stat().st_size) == digest:
            return False
        say(name)
        self.put(name, file)
        found = self._digest(name)
        if found != digest:
            raise OSError(f"{self._at(name)} has SHA-256 {found} after it was sent, and should have {digest}. Run again.")
        return True

    def _digest(self, name: str, size: int | None = None) -> str | None:
        """SHA-256 of what is at a name; None where nothing is, or something of another size."""
        try:
            if size is not None and self.fs.size(self._at(name)) != size:
                return None
            digest = hashlib.sha256()
            with self.fs.open(self._at(name), "rb") as f:
                while block := f.read(1 << 22):
                    digest.update(block)
            return digest.hexdigest()
        except FileNotFoundError:
            return None

    def put(self, name: str, content: bytes | Path) -> None:
        """Write a whole file, in one step where the address is a folder (object stores do so anyway)."""
        if not isinstance(self.fs, LocalFileSystem):
            if isinstance(content, Path):
                self.fs.put_file(str(content), self._at(name))
            else:
                self.fs.pipe_file(self._at(name), content)
            return
        target, aside = Path(self._at(name)), self._aside()
        target.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as f:
            if isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, f, 1 << 22)
            else:
                f.write(content)
            f.flush()
            os.fsync(f.fileno())
        os.replace(aside, target)

    def _aside(self) -> Path:
        """A file of one's own to write in a folder, not among those of a version: whoever is killed leaves nothing there."""
        folder = Path(self._at(CLAIMS))
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("aside-*"):
            try:
                if time.time() - left.stat().st_mtime > _ABANDONED_S:
                    left.unlink()
            except FileNotFoundError:
                pass  # its publisher was done with it, or another took it away
        return folder / f"aside-{uuid.uuid4().hex}"

    def _create(self, name: str, content: bytes) -> bool:
        """Write a file that is not there yet, in a step that only one of several can take; whether this one took it."""
        try:
            if isinstance(self.fs, LocalFileSystem):
                aside = self._aside()
                aside.write_bytes(content)
                try:
                    os.link(aside, self._at(name))  # with its content at once, or not at all
                finally:
                    aside.unlink()
            else:
                self.fs.pipe_file(self._at(name), content, mode="create")
        except FileExistsError:
            return False
        return True

    def point(self, version: str) -> bool:
        """Make LATEST name a version, unless it names a higher one; whether it names it now."""
        named = (self.read("LATEST") or b"").decode().strip()
        there, mine = parse(named), parse(version)
        if named == version:
            return True
        if there and mine and there > mine:
            return False
        self.put("LATEST", f"{version}\n".encode())
        return True

    def keep_newest(self, count: int) -> tuple[str, ...]:
        """Take away all complete versions but the newest and the one that LATEST names; SHA256SUMS first, so that none looks whole.

        A version that is still on its way counts for nothing. What an interrupted removal left of an older one goes, too.
        """
        latest = (self.read("LATEST") or b"").decode().strip()
        names = [path.rstrip("/").rsplit("/", 1)[-1] for path in self.fs.ls(self.root, detail=False)]
        versions = sorted(filter(parse, names), key=parse, reverse=True)
        whole = [v for v in versions if self.fs.exists(self._at(f"{v}/{SUMS}"))]
        removed = tuple(v for v in whole[count:] if v != latest)
        kept = [parse(v) for v in whole if v not in removed]
        remains = [v for v in versions if v not in whole and parse(v) < min(kept, default=(0,)) and self.read(f"{CLAIMS}/{v}") is None]
        for version in (*removed, *remains):
            if version in removed:
                self.fs.rm_file(self._at(f"{version}/{SUMS}"))
            self.fs.rm(self._at(version), recursive=True)
        return removed


