"""The tables of a release as the rules want them: small columns whole, long texts in batches, ids as numbers.

A release may be larger than memory allows, so nothing here holds a text column of a table whole unless a caller asks for it.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

WIDE = 1 << 40  # an episode's offsets stay below this, so episode * WIDE + offset orders and compares both at once


class Rows(Protocol):
    """The rows of one table, wherever they lie."""

    num_rows: int
    schema: pa.Schema

    def take(self, *columns: str) -> pa.Table:
        """Some columns, all rows."""

    def batches(self, *columns: str) -> Iterator[pa.RecordBatch]:
        """Some columns (all, where none is named), some thousand rows at a time."""


@dataclass(frozen=True)
class InMemory:
    """Rows of an Arrow table."""

    table: pa.Table

    @property
    def num_rows(self) -> int:
        return self.table.num_rows

    @property
    def schema(self) -> pa.Schema:
        return self.table.schema

    def take(self, *columns: str) -> pa.Table:
        return self.table.select(columns)

    def batches(self, *columns: str) -> Iterator[pa.RecordBatch]:
        yield from (self.table.select(columns) if columns else self.table).to_batches(max_chunksize=16384)


@dataclass(frozen=True)
class Plain:
    """Rows with every type laid out plainly, whatever the file does."""

    rows: Rows

    @property
    def num_rows(self) -> int:
        return self.rows.num_rows

    @cached_property
    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(f.name, plain(f.type)) for f in self.rows.schema])

    def take(self, *columns: str) -> pa.Table:
        return self.rows.take(*columns).cast(pa.schema([self.schema.field(c) for c in columns]))

    def batches(self, *columns: str) -> Iterator[pa.RecordBatch]:
        wanted = pa.schema([self.schema.field(c) for c in columns or self.schema.names])
        for batch in self.rows.batches(*columns):
            yield batch.cast(wanted)


def plain(kind: pa.DataType) -> pa.DataType:
    """A type without how it is laid out: dictionaries and large types are what they hold, and everything may be null."""
    if pa.types.is_dictionary(kind):
        return plain(kind.value_type)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(f.name, plain(f.type)) for f in kind])
    return kind


@dataclass(frozen=True)
class Spans:
    """All spans of all turns, one after another: the row of the turn, where the span begins in its `verbatim`, and its join."""

    turn: np.ndarray
    start: np.ndarray
    end: np.ndarray
    base: np.ndarray
    joins: pa.Array
    key: np.ndarray  # episode and start as one number
    order: np.ndarray  # indices that sort by key

    @property
    def stop(self) -> np.ndarray:
        """Episode and end as one number."""
        return self.key - self.start + self.end

    def last_from(self, key: np.ndarray) -> np.ndarray:
        """Index of the last span that begins at each key or before it; -1 where none does."""
        place = np.searchsorted(self.key[self.order], key, "right") - 1
        return np.where(place >= 0, self.order[place], -1) if len(self.order) else np.full(len(key), -1)

    def beginning_at(self, key: np.ndarray) -> np.ndarray:
        """Index of a span that begins at each key; -1 where none does."""
        last = self.last_from(key)
        return np.where((last >= 0) & (self.key[last] == key), last, -1) if len(self.order) else last


def true(mask: pa.Array) -> np.ndarray:
    """An Arrow mask as numpy has it; null is False."""
    return pc.fill_null(mask, False).to_numpy(zero_copy_only=False)


def unspaced(text: str) -> str:
    """A text without its white space, which may be another where stretches of several places are put together."""
    return "".join(text.split())


class Frames:
    """The tables that are at hand, with what several rules need computed once. Columns must be there with their declared types."""

    def __init__(self, tables: Mapping[str, Rows]):
        self.tables = dict(tables)
        self._made: dict[tuple, object] = {}

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def rows(self, table: str) -> int:
        return self.tables[table].num_rows

    def once(self, key: tuple, make: Callable[[], object]) -> object:
        """What ``make`` gives, made at the first call with this key."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def column(self, table: str, name: str) -> pa.Array:
        """A whole column, in one chunk."""
        return self.once(("column", table, name), lambda: self.tables[table].take(name).column(0).combine_chunks())

    def numbers(self, table: str, name: str) -> np.ndarray:
        """A column of numbers; null is -1 where they are integers and NaN where they are floats."""
        def load() -> np.ndarray:
            column = self.column(table, name)
            return pc.fill_null(column, float("nan") if pa.types.is_floating(column.type) else -1).to_numpy(zero_copy_only=False)
        return self.once(("numbers", table, name), load)

    def ranks(self, table: str, name: str) -> np.ndarray:
        """Numbers that order and equal each other as the column's values do (strings by code point; null comes last)."""
        def load() -> np.ndarray:
            column = self.column(table, name)
            return pc.rank(column, sort_keys="ascending", tiebreaker="dense").to_numpy().astype(np.int64)
        return self.once(("ranks", table, name), load)

    def present(self, table: str, name: str) -> np.ndarray:
        """Where a column is not null."""
        return true(self.column(table, name).is_valid())

    def lengths(self, table: str, name: str) -> np.ndarray:
        """Number of items of a list column."""
        def load() -> np.ndarray:
            return pc.fill_null(pc.list_value_length(self.column(table, name)), 0).to_numpy().astype(np.int64)
        return self.once(("lengths", table, name), load)

    def items(self, table: str, name: str) -> tuple[np.ndarray, pa.Array]:
        """Values of a column with their rows; of a list column, its items with the rows they stand in."""
        values, rows = self.column(table, name), np.arange(self.rows(table))
        return (np.repeat(rows, self.lengths(table, name)), values.flatten()) if pa.types.is_list(values.type) else (rows, values)

    def equal(self, table: str, name: str, value: str) -> np.ndarray:
        return true(pc.equal(self.column(table, name), value))

    def having(self, table: str, name: str, item: str) -> np.ndarray:
        """Where a list column holds an item."""
        column = self.column(table, name)
        hits = true(pc.equal(column.flatten(), item))
        out = np.zeros(self.rows(table), bool)
        out[np.repeat(np.arange(len(out)), self.lengths(table, name))[hits]] = True
        return out

    def find(self, values: pa.Array, table: str, name: str) -> np.ndarray:
        """Row of ``table`` whose column ``name`` has each value; -1 where there is none or the value is null."""
        return pc.fill_null(pc.index_in(values, value_set=self.column(table, name), skip_nulls=True), -1).to_numpy().astype(np.int64)

    def episode(self, table: str) -> np.ndarray:
        """A number for each row's episode, the same in all tables, in the order of episode ids."""
        def load() -> np.ndarray:
            return pc.index_in(self.column(table, "episode_id"), value_set=self._episodes()).to_numpy().astype(np.int64)
        return self.once(("episode", table), load)

    def _episodes(self) -> pa.Array:
        def load() -> pa.Array:
            ids = pa.concat_arrays([pc.unique(self.column(t, "episode_id")) for t in self.tables])
            ids = pc.unique(ids)
            return ids.take(pc.sort_indices(ids))
        return self.once(("episodes",), load)

    def at(self, table: str, name: str) -> np.ndarray:
        """Episode and offset as one number."""
        return self.episode(table) * WIDE + np.clip(self.numbers(table, name), 0, WIDE - 1)

    def turn(self, table: str) -> np.ndarray:
        """Row of the turn that each row's turn_id names; -1 where it is null or names none."""
        return self.once(("turn", table), lambda: self.find(self.column(table, "turn_id"), "turns", "turn_id"))

    @property
    def spans(self) -> Spans:
        return self.once(("spans",), self._spans)

    def _spans(self) -> Spans:
        flat = self.column("turns", "spans").flatten()
        start, end, joins = flat.field("start").to_numpy(), flat.field("end").to_numpy(), flat.field("join")
        turn = np.repeat(np.arange(self.rows("turns")), self.lengths("turns", "spans"))
        widths = np.stack([pc.utf8_length(joins).to_numpy().astype(np.int64), np.maximum(end - start, 0)], axis=1)
        passed = np.concatenate([[0], widths.sum(axis=1).cumsum()])
        first = np.searchsorted(turn, turn)  # index of the first span of the same turn
        key = self.episode("turns")[turn] * WIDE + np.clip(start, 0, WIDE - 1)
        return Spans(turn, start, end, passed[:-1] - passed[first] + widths[:, 0], joins, key, np.lexsort((end, key)))
