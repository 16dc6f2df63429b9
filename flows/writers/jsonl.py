"""JSON Lines of a table: the same rows in the same order as its Parquet files, every key on every line."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from schemas.rowhash import json_lines

SHARD_BYTES = 512 * 2**20


def write_jsonl(parts: Iterable[pa.Table], folder: Path) -> tuple[list[Path], str]:
    """Write ``part-00000.jsonl`` and so on; returns the files and the row hash, the SHA-256 of all lines."""
    folder.mkdir(parents=True)
    files = [folder / "part-00000.jsonl"]
    digest = hashlib.sha256()
    out = files[0].open("wb")
    try:
        for part in parts:
            for lines in json_lines(part):
                if out.tell() >= SHARD_BYTES:
                    out.close()
                    files.append(folder / f"part-{len(files):05d}.jsonl")
                    out = files[-1].open("wb")
                out.write(lines)
                digest.update(lines)
    finally:
        out.close()
    return files, digest.hexdigest()
