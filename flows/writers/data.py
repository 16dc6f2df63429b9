"""The data files of a release: every table as Parquet and as JSON Lines, its JSON Schema, and extracted raw text."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from flows.writers.jsonl import write_jsonl
from flows.writers.manifest import Written
from flows.writers.parquet import write_parquet
from schemas.export import json_schema_text
from schemas.tables import TABLES, Table


class Part(Protocol):
    """The rows of one episode, and the raw text that was extracted where its file is no text."""

    episode_id: str

    def table(self, name: str) -> pa.Table: ...

    def extracted(self) -> str | None: ...


def write_data(release: Path, parts: Sequence[Part]) -> dict[str, Written]:
    """Write all tables of ``parts`` (in the order of episode ids), schemas and extracted texts into an empty folder."""
    release.mkdir(parents=True)
    written = {name: _write_table(release, table, parts) for name, table in TABLES.items()}
    (release / "schemas").mkdir()
    for name, table in TABLES.items():
        (release / "schemas" / f"{name}.json").write_text(json_schema_text(table), "utf-8")
    for part in parts:
        text = part.extracted()
        if text is not None:
            (release / "raw").mkdir(exist_ok=True)
            (release / "raw" / f"{part.episode_id}.txt").write_bytes(text.encode("utf-8"))
    return written


def _write_table(release: Path, table: Table, parts: Sequence[Part]) -> Written:
    def rows() -> Iterator[pa.Table]:
        for part in parts:
            yield part.table(table.name)

    write_parquet(table, rows(), release / "parquet" / table.name)
    _, row_hash = write_jsonl(rows(), release / "jsonl" / table.name)
    return Written(sum(t.num_rows for t in rows()), row_hash)
