"""SHA256SUMS: the hash of every file of a release, in the form that `sha256sum -c` reads."""
from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def sha256_of(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def files_of(release: Path) -> list[str]:
    """Every file of a release but SHA256SUMS itself, by path inside it, sorted."""
    return sorted(p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file() and p != release / NAME)


def write_sums(release: Path) -> None:
    (release / NAME).write_text("".join(f"{sha256_of(release / f)}  {f}\n" for f in files_of(release)), "utf-8")


def sums_of(release: Path) -> dict[str, str]:
    """Hash by file as SHA256SUMS says; empty where it is missing."""
    try:
        lines = (release / NAME).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
