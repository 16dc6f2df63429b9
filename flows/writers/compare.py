"""What changed between two releases, row by row, whatever their order."""
from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from flows.writers import checksums
from flows.writers.manifest import Written, read_manifest


def change_since(old: Path, new: Path, written: Mapping[str, Written]) -> str:
    """`same` where ``new`` has every row of ``old`` and none besides, `added` where rows came, `edited` where rows went or changed."""
    tables = read_manifest(old)["tables"]
    if any(name not in written for name in tables):
        return "edited"
    changes = {_change(old, new, name) for name, w in written.items() if tables.get(name, {}).get("row_hash") != w.row_hash}
    return "edited" if "edited" in changes else "added" if "added" in changes else "same"


def _change(old: Path, new: Path, table: str) -> str:
    before, after = _lines(old / "jsonl" / table), _lines(new / "jsonl" / table)
    return "edited" if before - after else "added" if after - before else "same"


def _lines(folder: Path) -> Counter[bytes]:
    """How often each row occurs, by a short hash: a million rows must not fill the memory with their text."""
    rows: Counter[bytes] = Counter()
    for path in sorted(folder.glob("part-*.jsonl")):
        with path.open("rb") as f:
            rows.update(hashlib.blake2b(line, digest_size=12).digest() for line in f)
    return rows


def intact(release: Path) -> bool:
    """Whether every file of a release is there as its SHA256SUMS says."""
    sums = checksums.sums_of(release)
    try:
        named = bool(sums) and set(checksums.files_of(release)) == set(sums)
        return named and all(checksums.sha256_of(release / f) == h for f, h in sums.items())
    except OSError:
        return False
