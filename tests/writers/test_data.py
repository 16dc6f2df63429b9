"""Parquet and JSON Lines: the same rows, split where they are many, the same bytes every time."""
from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.writers import jsonl, parquet
from schemas.rowhash import row_hash
from schemas.tables import TABLES, to_arrow

EDITS = TABLES["edits"]


def _edits(episode: str, n: int) -> pa.Table:
    return to_arrow("edits", [
        {"episode_id": episode, "turn_id": None if i % 7 else f"{episode}:en:{i:08d}", "start": i, "end": i + 1, "before": "a\n",
         "after": "“b”", "kind": "wrap", "rule": "r", "evidence": f"seen {i}", "confidence": 1 / (i + 1)} for i in range(n)])


@pytest.fixture
def parts():
    return [_edits("a", 3000), _edits("b", 10), _edits("c", 2500)]


def test_row_groups_are_small_with_statistics_index_and_order(parts, tmp_path):
    file, = parquet.write_parquet(EDITS, parts, tmp_path / "edits")
    meta = pq.read_metadata(file)
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [2048, 2048, 1414]
    column = meta.row_group(0).column(EDITS.names.index("start"))
    assert column.compression == "ZSTD"
    assert column.has_column_index and column.has_offset_index
    assert (column.statistics.min, column.statistics.max) == (0, 2047)
    assert [EDITS.names[c.column_index] for c in meta.row_group(0).sorting_columns] == list(EDITS.order)
    assert pq.read_schema(file).equals(EDITS.arrow, check_metadata=True)


def test_the_same_rows_give_the_same_bytes_however_they_come(parts, tmp_path):
    one, = parquet.write_parquet(EDITS, parts, tmp_path / "1")
    two, = parquet.write_parquet(EDITS, [pa.concat_tables(parts).slice(i, 700) for i in range(0, 5510, 700)], tmp_path / "2")
    assert one.read_bytes() == two.read_bytes()


def test_shards_by_size_hold_all_rows_in_order(parts, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "SHARD_BYTES", 100_000)
    monkeypatch.setattr(jsonl, "SHARD_BYTES", 100_000)
    files = parquet.write_parquet(EDITS, parts, tmp_path / "parquet" / "edits")
    assert len(files) > 1
    assert parquet.read_parquet(EDITS, tmp_path).equals(pa.concat_tables(parts))
    lines, digest = jsonl.write_jsonl(parts, tmp_path / "jsonl")
    assert len(lines) > 1
    assert digest == row_hash(pa.concat_tables(parts))
    rows = [json.loads(x) for f in lines for x in f.read_text("utf-8").splitlines()]
    assert rows == pa.concat_tables(parts).to_pylist()


def test_a_table_without_rows_is_a_file_with_its_schema(tmp_path):
    file, = parquet.write_parquet(EDITS, [_edits("a", 0)], tmp_path / "a")
    assert pq.read_table(file).schema.equals(EDITS.arrow)
    (none,), digest = jsonl.write_jsonl([], tmp_path / "b")
    assert (none.read_bytes(), digest) == (b"", row_hash(EDITS.arrow.empty_table()))
