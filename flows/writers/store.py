"""Where releases live: written aside, made visible in one step, never overwritten.

A release is written into a hidden folder beside the others. When it is complete it is flushed to the disk and renamed to its
version, and then the one line of LATEST is replaced. A process killed at any instant leaves either the old LATEST with the old
release or the new one with the new: a renamed folder that LATEST does not name yet is complete, and hidden folders of dead runs
are swept up by the next. One run at a time works on an output folder; the lock goes with the process that holds it.
"""
from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.writers.checksums import sums_of

_ASIDE = ".writing-"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_SEMANTIC = re.compile(r"(\d+)\.(\d+)\.(\d+)")
FIRST = "1.0.0"


class StoreError(Exception):
    """The output folder does not allow what was asked; says what, and what to do."""


class Store:
    """The releases in one output folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    @property
    def latest(self) -> str | None:
        """Version of the newest complete release."""
        try:
            return (self.folder / "LATEST").read_text("utf-8").strip() or None
        except FileNotFoundError:
            return None

    @property
    def newest(self) -> str | None:
        """What LATEST names; where that is missing, the highest version that is there (a folder with a version's name is complete)."""
        named = self.latest
        if named and (self.path(named) / "manifest.json").is_file():
            return named
        return self.highest

    @property
    def highest(self) -> str | None:
        """The highest semantic version that is there."""
        return next(reversed([v for v in self.versions() if parse(v)]), None)

    def path(self, version: str) -> Path:
        return self.folder / version

    def versions(self) -> list[str]:
        """Every version that is there, semantic ones in their order, others after them by name."""
        if not self.folder.is_dir():
            return []
        found = [p.name for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".") and (p / "manifest.json").is_file()]
        return sorted(found, key=lambda v: (parse(v) is None, parse(v) or (), v))

    @contextmanager
    def locked(self, wait_s: float | None = None, say: Callable[[str], None] = lambda _: None) -> Iterator[None]:
        """The output folder to oneself. Waits for a run that has it (and says so), at most ``wait_s`` seconds; then raises StoreError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                say(f"Another run is writing to {self.folder}; waiting for it to end.")
                lock.acquire(timeout=-1 if wait_s is None else wait_s)
        except Timeout as e:
            raise StoreError(f"Another run is still writing to {self.folder} after {wait_s:g} seconds. Run again when it has ended.") from e
        except OSError as e:
            raise StoreError(f"{self.folder} cannot be written to: {e.strerror}. Name another folder with --output.") from e
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def _sweep(self) -> None:
        """Remove what killed runs left; nobody else can be writing while the lock is held."""
        for left in self.folder.glob(f"{_ASIDE}*"):
            shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def aside(self) -> Iterator[Path]:
        """A hidden folder to work in, on the same disk as the releases; gone afterwards, but for what was made visible."""
        folder = self.folder / f"{_ASIDE}{os.getpid()}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def holds(self, version: str, written: Path) -> bool:
        """Whether ``version`` exists with the bytes that are ``written`` aside. Raises StoreError where it exists with other bytes."""
        there = self.path(version)
        if not there.exists():
            return False
        if sums_of(there) != sums_of(written):
            raise StoreError(f"{there} exists and holds other bytes. A release is never overwritten: give another --version.")
        return True

    def reveal(self, written: Path, version: str) -> Path:
        """Make a release that is complete aside visible under its version, and LATEST name it."""
        target = self.path(version)
        if not self.holds(version, written):
            _flush_tree(written)
            os.rename(written, target)
            _flush(self.folder)
        self.point(version)
        return target

    def point(self, version: str) -> None:
        """Make LATEST name a version, in one step."""
        if self.latest == version:
            return
        new = self.folder / f".LATEST-{os.getpid()}"
        with new.open("w", encoding="utf-8") as f:
            f.write(version + "\n")
            f.flush()
            os.fsync(f.fileno())
        os.replace(new, self.folder / "LATEST")
        _flush(self.folder)


# --- versions

def parse(version: str) -> tuple[int, int, int] | None:
    """Major, minor and patch of a semantic version, else None."""
    m = _SEMANTIC.fullmatch(version)
    return (int(m[1]), int(m[2]), int(m[3])) if m else None


def check_name(version: str) -> str:
    """The version, if it can name a release; raises StoreError."""
    if not _NAME.fullmatch(version) or version == "LATEST" or len(version) > 100:
        raise StoreError(f"{version!r} cannot name a release. Give a version such as 2.1.0.")
    return version


def versions_after(numbered: str | None, change: str) -> Iterator[str]:
    """Versions for a release that follows a semantic version (1.0.0 for the first), the best first.

    ``change`` is `edited` (major), `added` (minor) or `same` (patch). The others are patches of it, for where a version is taken by a
    release that LATEST never named.
    """
    base = parse(numbered or "")
    version = _step(base, change) if base else parse(FIRST)
    while True:
        yield ".".join(map(str, version))
        version = _step(version, "same")


def _step(v: tuple[int, int, int], change: str) -> tuple[int, int, int]:
    return {"edited": (v[0] + 1, 0, 0), "added": (v[0], v[1] + 1, 0), "same": (v[0], v[1], v[2] + 1)}[change]


# --- to the disk

def _flush_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    """Ask for the file's (or the folder's list of files') bytes to be on the disk."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
