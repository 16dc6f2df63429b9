"""A hash of a table's rows that does not depend on who wrote the file, and the canonical lines it is taken over.

The row hash of a table is the SHA-256 of its rows as canonical JSON lines, in the table's order:

    a row is one JSON object, its keys in the order of the table's columns (in structs, of their fields), every key present,
    null where there is no value; no white space between tokens; characters outside ASCII as they are; control characters,
    quote and backslash escaped as RFC 8259 says (`\\n`, `\\r`, `\\t`, `\\b`, `\\f`, else `\\u00xx` in lower case); integers in decimal,
    floats as the shortest decimal that reads back (Python's ``repr``: `0.8`, `1.0`, `1e-07`); UTF-8; each line ends with one line feed.

In Python: ``json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\\n"``. The JSON Lines files of a release hold exactly these
lines, so ``cat jsonl/turns/part-*.jsonl | sha256sum`` gives the row hash, and hashing the rows of the Parquet files so gives it too.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

BATCH = 4096
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_OTHERS = {chr(c): f"\\u{c:04x}" for c in range(32) if chr(c) not in _NAMED}


def json_lines(rows: pa.Table | Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """Canonical JSON lines of the rows, some thousand at a time; each item ends with a line feed."""
    for whole in rows.to_batches() if isinstance(rows, pa.Table) else rows:
        for at in range(0, whole.num_rows, BATCH):
            yield _lines(whole.slice(at, BATCH))


def row_hash(rows: pa.Table | Iterable[pa.RecordBatch]) -> str:
    """SHA-256 (hex) of the canonical JSON lines of the rows."""
    digest = hashlib.sha256()
    for lines in json_lines(rows):
        digest.update(lines)
    return digest.hexdigest()


def _lines(batch: pa.RecordBatch) -> bytes:
    rows = _object([f.name for f in batch.schema], batch.columns, "\n")
    return rows.buffers()[2].slice(0, pc.sum(pc.binary_length(rows)).as_py()).to_pybytes()


def _object(names: list[str], arrays: list[pa.Array], end: str = "") -> pa.Array:
    parts: list[pa.Array | str] = []
    for i, (name, array) in enumerate(zip(names, arrays)):
        parts += [("," if i else "{") + _quoted(pa.array([name]))[0].as_py() + ":", _json(array)]
    return pc.binary_join_element_wise(*parts, "}" + end, "")


def _json(array: pa.Array) -> pa.Array:
    """Each value as JSON text. Works on whole columns, because a million rows one by one take a minute."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _json(array.dictionary_decode())
    if pa.types.is_struct(kind):
        text = _object([f.name for f in kind], array.flatten())
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        text = _array(array)
    elif pa.types.is_floating(kind):
        text = pa.array([_float(x) for x in pc.fill_null(array, 0.0).to_numpy(zero_copy_only=False).tolist()], pa.string())
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = _quoted(array.cast(pa.string()))
    elif pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind):
        text = array.cast(pa.string())
    else:
        raise TypeError(f"no canonical JSON for a column of type {kind}")
    return pc.if_else(array.is_valid(), text, "null") if array.null_count else text


def _array(array: pa.Array) -> pa.Array:
    lengths = pc.fill_null(pc.list_value_length(array), 0).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
    items = pa.ListArray.from_arrays(offsets, _json(array.flatten()))
    return pc.binary_join_element_wise("[", pc.binary_join(items, ","), "]", "")


def _float(x: float) -> str:
    return repr(x) if x - x == 0 else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[repr(x)]


def _quoted(strings: pa.Array) -> pa.Array:
    special = pc.any(pc.match_substring_regex(strings, r'[\x00-\x1f"\\]')).as_py()
    for char, escape in _NAMED.items() if special else ():
        strings = pc.replace_substring(strings, char, escape)
    if special and pc.any(pc.match_substring_regex(strings, r"[\x00-\x1f]")).as_py():
        for char, escape in _OTHERS.items():
            strings = pc.replace_substring(strings, char, escape)
    return pc.binary_join_element_wise('"', strings, '"', "")
