"""The six tables of a release: columns, key, references, and the order of rows."""
from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from schemas import columns
from schemas.columns import Column


@dataclass(frozen=True)
class Reference:
    """Values of ``column`` (items, where it is a list) are values of ``table``.``target``; null refers to nothing."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table. Rows are sorted by ``order`` (strings by code point) and no two agree in ``key``."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema that every file of the table has."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable, metadata={"description": c.meaning}) for c in self.columns])

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


_EPISODE = Reference("episode_id", "episodes", "episode_id")
_TURN = Reference("turn_id", "turns", "turn_id")

TABLES: dict[str, Table] = {t.name: t for t in (
    Table("episodes", "One row a raw file.", columns.EPISODES, ("episode_id",), ("episode_id",)),
    Table("turns", "One row a turn of one side: what one person says until someone else speaks.", columns.TURNS,
          ("turn_id",), ("episode_id", "lang", "position"), (_EPISODE,)),
    Table("pairs", "One row a stretch of speech and its translation.", columns.PAIRS, ("pair_id",), ("episode_id", "pair_id"),
          (_EPISODE, Reference("source_turn_ids", "turns", "turn_id"), Reference("target_turn_ids", "turns", "turn_id"))),
    Table("edits", "One row a change of raw characters.", columns.EDITS,
          ("episode_id", "start", "end"), ("episode_id", "start", "end"), (_EPISODE, _TURN)),
    Table("blocks", "One row a stretch of the raw text; the blocks of an episode tile it.", columns.BLOCKS,
          ("episode_id", "start"), ("episode_id", "start"), (_EPISODE, _TURN, Reference("duplicate_of", "turns", "turn_id"))),
    Table("suggestions", "What was not sure enough to change, for a person to decide.", columns.SUGGESTIONS,
          ("episode_id", "start", "end", "change", "after"), ("episode_id", "start", "end", "change", "after"), (_EPISODE, _TURN)),
)}


def to_arrow(name: str, rows: list[dict]) -> pa.Table:
    """Rows of a table (every key on every row) under its one schema.

    Raises pyarrow.ArrowInvalid or pyarrow.ArrowTypeError where a value has another type.
    """
    return pa.Table.from_pylist(rows, schema=TABLES[name].arrow)
