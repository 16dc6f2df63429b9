"""Rows of a table as they lie in Parquet and JSON Lines files."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet as pq

from flows.validate.report import Finding
from schemas.breach import LIMIT, shown
from schemas.export import type_name
from schemas.frames import plain
from schemas.rowhash import json_lines
from schemas.tables import Table

BATCH, BATCH_BYTES = 8192, 1 << 24
BROKEN = (pa.ArrowException, OSError, ValueError, TypeError, OverflowError)  # what reading a damaged file raises


@dataclass(frozen=True)
class ParquetRows:
    """Rows of Parquet files, read as they are asked for. Raises one of BROKEN where a file is damaged."""

    files: tuple[Path, ...]

    @cached_property
    def num_rows(self) -> int:
        return sum(pq.read_metadata(f).num_rows for f in self.files)

    @cached_property
    def schema(self) -> pa.Schema:
        return pq.read_schema(self.files[0])

    def take(self, *columns: str) -> pa.Table:
        wanted = pa.schema([(c, plain(self.schema.field(c).type)) for c in columns])
        return pa.concat_tables([pq.ParquetFile(f).read(columns=list(columns)).cast(wanted) for f in self.files])

    def batches(self, *columns: str) -> Iterator[pa.RecordBatch]:
        for f in self.files:
            with pq.ParquetFile(f) as file:
                groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
                width = sum(g.total_byte_size for g in groups) // max(file.metadata.num_rows, 1)  # of a row, as it lies in memory
                yield from file.iter_batches(min(max(BATCH_BYTES // max(width, 1), 64), BATCH), columns=list(columns) or None)


def sound(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, each looked through for what Arrow's readers let pass (text that is no UTF-8); raises pyarrow.ArrowInvalid."""
    for batch in batches:
        batch.validate(full=True)
        yield batch


# --- JSON Lines by themselves

def parquet_of(table: Table, path: Path, folder: Path) -> tuple[ParquetRows | None, list[Finding]]:
    """The rows of a JSON Lines file, laid down as Parquet in ``folder``, and the lines that are no rows of the table.

    None stands for rows where some line is none.
    """
    out = folder / f"{table.name}.parquet"
    loose = pa.schema([pa.field(c.name, c.type) for c in table.columns])
    try:
        digest = hashlib.sha256()
        options = pyarrow.json.ParseOptions(explicit_schema=loose, unexpected_field_behavior="error")
        with pyarrow.json.open_json(path, pyarrow.json.ReadOptions(block_size=1 << 24), options) as reader, _writer(out, loose) as writer:
            for batch in reader:
                writer.write_batch(batch.select(loose.names))
                for lines in json_lines([batch.select(loose.names)]):
                    digest.update(lines)
        with path.open("rb") as f:
            if digest.hexdigest() == hashlib.file_digest(f, "sha256").hexdigest():
                return ParquetRows((out,)), []
    except BROKEN:
        pass  # line by line, then, to say where
    return _line_by_line(table, path, out, loose)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="lz4")


def _line_by_line(table: Table, path: Path, out: Path, loose: pa.Schema) -> tuple[ParquetRows | None, list[Finding]]:
    findings: list[Finding] = []
    waiting: list[dict] = []
    with path.open("rb") as f, _writer(out, loose) as writer:
        for row, line in enumerate(f):
            found = list(_line_findings(table, line, row, waiting.append))
            findings += found[: max(LIMIT - len(findings), 0)]
            if len(waiting) >= BATCH:
                writer.write_table(pa.Table.from_pylist(waiting, schema=loose))
                waiting = []
        writer.write_table(pa.Table.from_pylist(waiting, schema=loose))
    return (None if findings else ParquetRows((out,))), findings


def _line_findings(table: Table, line: bytes, row: int, good: Callable[[dict], None]) -> Iterator[Finding]:
    place = {"table": table.name, "row": row, "line": row + 1}
    try:
        value = json.loads(line, parse_constant=_no_number)
    except ValueError as e:
        yield Finding("JSON Lines", shown(line.decode("utf-8", "replace").rstrip("\n")), f"one JSON object ({e})", **place)
        return
    if not isinstance(value, dict):
        yield Finding("JSON Lines", shown(value), "one JSON object", **place)
        return
    whole = True
    for name in [n for n in table.names if n not in value]:
        yield Finding("JSON Lines", "no such key", "every key on every line, null where there is no value", column=name, **place)
        whole = False
    for name in [n for n in value if n not in table.names]:
        yield Finding("JSON Lines", f"a key the table does not have, {shown(value[name])}", "none", column=name, **place)
        whole = False
    for c in [c for c in table.columns if not _fits(value.get(c.name), c.type)]:
        yield Finding("types", shown(value[c.name]), type_name(c.type), column=c.name, **place)
        whole = False
    if whole:
        good(value)


def _fits(value: object, kind: pa.DataType) -> bool:
    """Whether a JSON value is of an Arrow type; null is of every type."""
    if value is None:
        return True
    if pa.types.is_list(kind):
        return isinstance(value, list) and all(_fits(v, kind.value_type) for v in value)
    if pa.types.is_struct(kind):
        return isinstance(value, dict) and value.keys() == {f.name for f in kind} and all(_fits(value[f.name], f.type) for f in kind)
    if pa.types.is_string(kind):
        return isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return pa.types.is_floating(kind) or ((isinstance(value, int) or value.is_integer()) and abs(value) < 1 << 63)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


# --- JSON Lines beside Parquet

def differences(table: Table, rows: ParquetRows, files: Sequence[Path]) -> Iterator[Finding]:
    """Where the JSON Lines of a table say other than its Parquet rows: rows found in one alone, and cells that differ.

    For files whose row hashes differ; a million rows take about a minute.
    """
    theirs: dict[str, tuple[bytes, Path, int]] = {}
    for path, number, line in _numbered(files):
        try:
            key = _key(table, json.loads(line))
        except (ValueError, KeyError, TypeError):
            told = shown(line.decode("utf-8", "replace").rstrip("\n"))
            yield _at("JSON Lines", path, number, table, told, "one JSON object with every key")
            continue
        theirs[key] = (hashlib.sha256(line).digest(), path, number)
    differing: dict[tuple[Path, int], tuple[int, str, bytes]] = {}
    row = 0
    for lines in json_lines(rows.batches()):
        for line in lines.splitlines(keepends=True):
            key = _key(table, json.loads(line))
            digest, path, number = theirs.pop(key, (b"", files[0], 0))
            if not digest:
                yield Finding("JSON Lines", "no such line", "the row that Parquet has", files[0].name, table.name, row, key=key)
            elif digest != hashlib.sha256(line).digest():
                differing[path, number] = (row, key, line)
            row += 1
    for path, number, line in _numbered(files):
        if (path, number) in differing:
            yield from _cells(table, path, number, line, *differing[path, number])
    for key, (_, path, number) in theirs.items():
        yield _at("JSON Lines", path, number, table, "a row that Parquet does not have", "the rows of Parquet", key=key)


def _numbered(files: Sequence[Path]) -> Iterator[tuple[Path, int, bytes]]:
    for path in files:
        with path.open("rb") as f:
            for number, line in enumerate(f, 1):
                yield path, number, line


def _key(table: Table, row: dict) -> str:
    return " ".join(str(row[c]) for c in table.key)


def _cells(table: Table, path: Path, number: int, line: bytes, row: int, key: str, wanted: bytes) -> Iterator[Finding]:
    """Cells of a line that differ from the row of Parquet; where none does, the line is written in another way."""
    mine, other = json.loads(line), json.loads(wanted)
    odd = [n for n in dict.fromkeys([*other, *mine]) if n not in mine or n not in other or json.dumps(mine[n]) != json.dumps(other[n])]
    for name in odd:
        found = _around(mine[name], other.get(name)) if name in mine else "no such key"
        expected = f"{_around(other[name], mine.get(name))}, as Parquet has it" if name in other else "no such key"
        yield _at("JSON Lines", path, number, table, found, expected, row, name, key)
    if not odd:
        yield _at("JSON Lines", path, number, table, shown(line.decode()), "the canonical form of the same row", row, None, key)


def _around(value: object, other: object) -> str:
    """A value, of a long text the place where it differs from another."""
    if not (isinstance(value, str) and isinstance(other, str) and len(value) > 100):
        return shown(value)
    i = next((i for i, (a, b) in enumerate(zip(value, other)) if a != b), min(len(value), len(other)))
    return f"{value[max(i - 20, 0):i + 40]!r} at character {max(i - 20, 0)}"


def _at(check: str, path: Path, number: int, table: Table, found: str, expected: str, row: int | None = None, column: str | None = None,
        key: str | None = None) -> Finding:
    return Finding(check, found, expected, path.name, table.name, row, column, number, key)
