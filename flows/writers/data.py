"""The data files of a release: every table as Parquet and as JSON Lines, its JSON Schema, and extracted raw text."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from flows.writers.conversations import conversations
from flows.writers.jsonl import write_jsonl
from flows.writers.manifest import Written
from flows.writers.parquet import write_parquet
from schemas.export import json_schema_text
from schemas.tables import TABLES, Table
from schemas.views import CONVERSATIONS, EVERYTHING


class Part(Protocol):
    """The rows of one episode, and the raw text that was extracted where its file is no text."""

    episode_id: str

    def table(self, name: str) -> pa.Table: ...

    def extracted(self) -> str | None: ...


def write_data(release: Path, parts: Sequence[Part]) -> dict[str, Written]:
    """Write all tables and views of ``parts`` (in the order of episode ids), schemas and extracted texts into an empty folder."""
    release.mkdir(parents=True)
    written = {name: _write(release, table, lambda part, name=name: part.table(name), parts) for name, table in TABLES.items()}
    written[CONVERSATIONS.name] = _write(release, CONVERSATIONS, _conversation, parts)
    (release / "schemas").mkdir()
    for name, table in EVERYTHING.items():
        (release / "schemas" / f"{name}.json").write_text(json_schema_text(table), "utf-8")
    for part in parts:
        text = part.extracted()
        if text is not None:
            (release / "raw").mkdir(exist_ok=True)
            (release / "raw" / f"{part.episode_id}.txt").write_bytes(text.encode("utf-8"))
    return written


def _conversation(part: Part) -> pa.Table:
    return conversations(part.table("episodes"), part.table("turns"), part.table("pairs"))


def _write(release: Path, table: Table, rows_of: Callable[[Part], pa.Table], parts: Sequence[Part]) -> Written:
    """A table or view as Parquet and as JSON Lines; its rows are made once for each, for they may be more than memory holds."""
    count = 0

    def rows() -> Iterator[pa.Table]:
        nonlocal count
        for part in parts:
            made = rows_of(part)
            count += made.num_rows
            yield made

    write_parquet(table, rows(), release / "parquet" / table.name)
    count = 0
    _, row_hash = write_jsonl(rows(), release / "jsonl" / table.name)
    return Written(count, row_hash)
