"""The row hash is the hash of canonical JSON lines, whatever the Arrow layout."""
import hashlib
import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.columns import list_of, struct
from schemas.rowhash import json_lines, row_hash

SCHEMA = pa.schema([
    pa.field("te\"xt", pa.string()), pa.field("n", pa.int64()), pa.field("x", pa.float64()),
    pa.field("names", list_of(pa.string(), nullable=True)), pa.field("spans", list_of(struct(start=pa.int64(), join=pa.string()))),
])
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
rows = st.lists(st.fixed_dictionaries({
    "te\"xt": st.none() | words, "n": st.none() | st.integers(-2**62, 2**62),
    "x": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    "names": st.none() | st.lists(st.none() | words, max_size=3),
    "spans": st.none() | st.lists(st.fixed_dictionaries({"start": st.integers(0, 99), "join": words}), max_size=3),
}), max_size=6)


def by_hand(items: list[dict]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in items).encode()


@given(rows)
@settings(max_examples=150, deadline=None)
def test_lines_are_what_json_dumps_writes(items):
    table = pa.Table.from_pylist(items, schema=SCHEMA)
    lines = by_hand(table.to_pylist())
    assert b"".join(json_lines(table)) == lines
    assert row_hash(table) == hashlib.sha256(lines).hexdigest()


@given(rows, st.integers(0, 6))
@settings(max_examples=50, deadline=None)
def test_a_slice_or_other_chunks_change_nothing(items, at):
    table = pa.Table.from_pylist(items, schema=SCHEMA)
    assert row_hash(pa.concat_tables([table.slice(0, at), table.slice(at)])) == row_hash(table)
    assert b"".join(json_lines(table.slice(at))) == by_hand(table.to_pylist()[at:])


def test_every_control_character_is_escaped():
    items = [{"c": chr(c)} for c in range(0x100)]
    assert b"".join(json_lines(pa.Table.from_pylist(items))) == by_hand(items)


def test_dictionary_columns_read_as_their_values():
    plain = pa.table({"kind": ["a", None, "b", "a"]})
    assert row_hash(pa.table({"kind": plain["kind"].dictionary_encode()})) == row_hash(plain)


def test_a_type_without_canonical_form_is_refused():
    with pytest.raises(TypeError, match="date32"):
        row_hash(pa.table({"day": pa.array([1], pa.int32()).cast(pa.date32())}))
