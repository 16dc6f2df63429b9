"""What changed between two releases, row by row: which rows came, which went, which read otherwise.

Rows are the same row where they agree in the table's key, and read the same where their canonical JSON lines do.
"""
from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.writers import checksums
from flows.writers.manifest import tables_of
from flows.writers.parquet import read_parquet
from schemas.rowhash import json_lines
from schemas.tables import Table
from schemas.views import EVERYTHING

_MEANING = "`added`, `removed`, or `before` and `after` of a row that reads otherwise."
# Not `change`: `suggestions` has a column of that name.
CHANGE = pa.field("row_change", pa.string(), nullable=False, metadata={"description": _MEANING})


@dataclass(frozen=True)
class TableChanges:
    """Changed rows of one table, in its order: rows that came, rows that went, and rows that changed (before and after, row by row)."""

    added: pa.Table
    removed: pa.Table
    before: pa.Table
    after: pa.Table

    def __bool__(self) -> bool:
        return any(rows.num_rows for rows in (self.added, self.removed, self.before, self.after))

    @property
    def kind(self) -> str:
        """`edited` where rows went or read otherwise, `added` where rows only came, else `same`."""
        return "edited" if self.removed.num_rows or self.before.num_rows else "added" if self.added.num_rows else "same"

    def without(self, episodes: Collection[str], before: bool) -> TableChanges:
        """The changes without what some episodes said before, or (with ``before``) without what any did."""
        def left(rows: pa.Table) -> pa.Table:
            if before:
                return rows.slice(0, 0)
            return rows.filter(pc.invert(pc.is_in(rows["episode_id"], value_set=pa.array(sorted(episodes), pa.string()))))
        return replace(self, removed=left(self.removed), before=left(self.before))

    def rows(self) -> pa.Table:
        """All of them in one table, what happened to each in the column `row_change`."""
        parts = [self._marked(name, getattr(self, name)) for name in ("added", "removed", "before", "after")]
        return pa.concat_tables(parts, promote_options="default")

    @staticmethod
    def _marked(change: str, rows: pa.Table) -> pa.Table:
        return rows.add_column(0, CHANGE, pa.array([change] * rows.num_rows, pa.string()))


def compare(old: Path, new: Path) -> dict[str, TableChanges]:
    """Changes of every table and view from one release to another; tables whose row hash is the same are not opened.

    Where the columns of a table are not the same, the ones that both have are compared. Raises ValueError or OSError where one of the
    releases is damaged.
    """
    before = tables_of(old)
    after = tables_of(new) if (new / "manifest.json").is_file() else {}
    out = {}
    for name, table in EVERYTHING.items():
        same = name in after and before.get(name, {}).get("row_hash") == after[name]["row_hash"]
        if not same:
            out[name] = _changes(table, read_parquet(table, old), read_parquet(table, new))
    return out


def kind_of(changes: Mapping[str, TableChanges]) -> str:
    """What the changes of all tables amount to: `edited`, `added` or `same`."""
    kinds = {c.kind for c in changes.values()}
    return "edited" if "edited" in kinds else "added" if "added" in kinds else "same"


def _changes(table: Table, old: pa.Table, new: pa.Table) -> TableChanges:
    common = [c for c in table.names if c in old.column_names and c in new.column_names]
    before, after = _lines(table, old, common), _lines(table, new, common)
    both = [k for k in before if k in after and before[k][1] != after[k][1]]

    def take(rows: pa.Table, places: Iterable[int]) -> pa.Table:
        return rows.take(pa.array(places, pa.int64()))

    return TableChanges(
        added=take(new, [i for k, (i, _) in after.items() if k not in before]),
        removed=take(old, [i for k, (i, _) in before.items() if k not in after]),
        before=take(old, [before[k][0] for k in both]), after=take(new, [after[k][0] for k in both]))


def _lines(table: Table, rows: pa.Table, columns: list[str]) -> dict[tuple, tuple[int, bytes]]:
    """Place and short hash of each row by its key; hashes, for a million rows must not fill the memory with their text."""
    keys = zip(*(rows[c].to_pylist() for c in table.key), strict=True)
    return {key: (i, digest) for i, (key, digest) in enumerate(zip(keys, _digests(rows.select(columns)), strict=True))}


def _digests(rows: pa.Table) -> Iterator[bytes]:
    for lines in json_lines(rows):
        for line in lines.splitlines():
            yield hashlib.blake2b(line, digest_size=12).digest()


def intact(release: Path) -> bool:
    """Whether every file of a release is there as its SHA256SUMS says."""
    sums = checksums.sums_of(release)
    try:
        named = bool(sums) and set(checksums.files_of(release)) == set(sums)
        return named and all(checksums.sha256_of(release / f) == h for f, h in sums.items())
    except OSError:
        return False
