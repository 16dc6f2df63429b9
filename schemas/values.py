"""Each table by itself: its columns, their types, and every value against what is declared of its column."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandera.errors
import pandera.polars
import polars
import pyarrow as pa
import pyarrow.compute as pc

from schemas import export
from schemas.breach import LIMIT, Breach, shown
from schemas.frames import Rows, plain
from schemas.tables import Table
from schemas.views import EVERYTHING

SLICE, SLICE_BYTES = 1 << 17, 1 << 25


def type_breaches(table: Table, schema: pa.Schema) -> Iterator[Breach]:
    """Columns that are missing, unknown, out of order or of another type. Whether a column may be null is a question to its values."""
    expected = table.arrow
    for name in [n for n in expected.names if n not in schema.names]:
        yield Breach("columns", table.name, None, name, "no such column", f"a column of type {export.type_name(expected.field(name).type)}")
    for name in [n for n in schema.names if n not in expected.names]:
        yield Breach("columns", table.name, None, name, "a column that the table does not have", f"only {', '.join(expected.names)}")
    if set(schema.names) == set(expected.names) and schema.names != expected.names:
        yield Breach("columns", table.name, None, None, f"columns in the order {', '.join(schema.names)}", ", ".join(expected.names))
    for field in schema:
        if field.name in expected.names and plain(field.type) != plain(expected.field(field.name).type):
            wanted = export.type_name(expected.field(field.name).type)
            yield Breach("types", table.name, None, field.name, export.type_name(field.type), wanted)


def value_breaches(name: str, rows: Rows) -> Iterator[Breach]:
    """What pandera finds in the values of a table (all of it, not the first), nulls inside lists, and numbers that are none."""
    table = EVERYTHING[name]
    schema = _model(name)
    told: Counter[tuple[str, str | None]] = Counter()
    at = 0
    for batch in _slices(rows):
        for b in (*_pandera(schema, table, batch, at), *_unfinished(table, batch, at)):
            told[b.rule, b.column] += 1
            if told[b.rule, b.column] <= LIMIT:
                yield b
        at += batch.num_rows
    for (rule, column), n in told.items():
        if n > LIMIT:
            yield Breach(rule, name, None, column, f"{n - LIMIT} more rows like these", "none")


@cache
def _model(name: str) -> pandera.polars.DataFrameSchema:
    return export.pandera_schema(EVERYTHING[name])


def _slices(rows: Rows) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    count = size = 0
    for batch in rows.batches():
        waiting.append(batch)
        count, size = count + batch.num_rows, size + batch.nbytes
        if count >= SLICE or size > SLICE_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting, count, size = [], 0, 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _pandera(schema: pandera.polars.DataFrameSchema, table: Table, batch: pa.Table, at: int) -> Iterator[Breach]:
    try:
        schema.validate(polars.from_arrow(batch), lazy=True)
    except pandera.errors.SchemaErrors as e:
        for case in e.failure_cases.to_dicts():
            column, index = case["column"] if case["column"] in table.names else None, case["index"]
            if column is None or index is None:
                yield Breach("values", table.name, None, column, str(case["failure_case"]), case["check"])
            else:
                found = shown(batch[column][index].as_py()) if case["check"] != "not_nullable" else "null"
                yield Breach("values", table.name, at + index, column, found, _expected(table, column, case["check"]))


def _expected(table: Table, column: str, check: str) -> str:
    c = table.column(column)
    if check == "not_nullable":
        return "a value: this column is never null"
    if check.startswith("isin"):
        return f"one of {', '.join(c.one_of)}"
    if check.startswith("str_contains"):
        return f"a match of {c.pattern}"
    bounds = {"greater_than_or_equal_to": ("at least", c.at_least), "less_than_or_equal_to": ("at most", c.at_most)}
    words, bound = bounds.get(check.split("(")[0], (check, None))
    return f"{words} {bound:g}" if bound is not None else check


def _unfinished(table: Table, batch: pa.Table, at: int) -> Iterator[Breach]:
    """Floats that are no number, and nulls where lists or structs may not hold any."""
    for c in table.columns:
        column = batch[c.name].combine_chunks()
        if pa.types.is_floating(c.type):
            bad = pc.fill_null(pc.invert(pc.is_finite(column)), False).to_numpy(zero_copy_only=False)
            for row in np.flatnonzero(bad).tolist():
                yield Breach("values", table.name, at + row, c.name, shown(column[row].as_py()), "a finite number")
        elif pa.types.is_list(c.type) and _holds_null(column, c.type):
            for row, value in enumerate(column.to_pylist()):
                if value is not None and _holds_null(pa.array([value], column.type), c.type):
                    yield Breach("values", table.name, at + row, c.name, shown(value), "no null in it")


def _holds_null(column: pa.Array, kind: pa.ListType) -> bool:
    items = column.flatten()
    if items.null_count and not kind.value_field.nullable:
        return True
    fields = [(items.field(i), f) for i, f in enumerate(kind.value_type)] if pa.types.is_struct(kind.value_type) else []
    return any((a.null_count and not f.nullable) or (pa.types.is_list(f.type) and _holds_null(a, f.type)) for a, f in fields)
