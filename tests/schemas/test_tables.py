"""One declaration: what pandera, Arrow, JSON Schema and the dictionary say about a column agrees."""
import jsonschema
import pandera.errors
import polars
import pytest

from flows.document.model import BlockKind, EditKind
from schemas import columns, export
from schemas.tables import TABLES, to_arrow

EPISODE = {
    "episode_id": "a-talk", "title": None, "show": None, "date": "2024-05",
    "source_url": None, "license": None, "format": "plain", "encoding": "utf-8",
    "source_lang": "en", "languages": ["en", "zh"], "speakers": [{"name": "Ada", "role": "host", "about": None}], "raw_file": "a talk.txt",
    "raw_sha256": "0" * 64, "source_sha256": None, "raw_chars": 10, "turns": 1, "duration_s": None,
}
BLOCK = {
    "episode_id": "a-talk", "start": 0, "end": 10, "kind": "speech", "turn_id": "a-talk:en:00000000", "lang": "en", "duplicate_of": None,
}


def failures(table: str, rows: list[dict]) -> set[tuple[str, str]]:
    frame = polars.from_arrow(to_arrow(table, rows))
    try:
        export.pandera_schema(TABLES[table]).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as e:
        return {(c["column"], c["index"]) for c in e.failure_cases.to_dicts()}
    return set()


def test_kinds_are_those_of_the_document():
    assert columns.BLOCK_KINDS == tuple(BlockKind)
    assert columns.EDIT_KINDS == tuple(EditKind)


def test_a_good_row_passes_pandera_and_json_schema():
    for table, row in (("episodes", EPISODE), ("blocks", BLOCK)):
        assert failures(table, [row]) == set()
        jsonschema.validate(row, export.json_schema(TABLES[table]))


@pytest.mark.parametrize("table, row, change", [
    ("episodes", EPISODE, {"date": "last May"}),
    ("episodes", EPISODE, {"raw_sha256": "0" * 63}),
    ("episodes", EPISODE, {"raw_chars": -1}),
    ("episodes", EPISODE, {"episode_id": "A Talk"}),
    ("blocks", BLOCK, {"kind": "chatter"}),
    ("blocks", BLOCK, {"turn_id": "7"}),
    ("blocks", BLOCK, {"lang": "English"}),
])
def test_a_bad_value_fails_in_pandera_and_in_json_schema(table, row, change):
    (column,) = change
    assert failures(table, [row, {**row, **change}]) == {(column, 1)}
    with pytest.raises(jsonschema.ValidationError) as e:
        jsonschema.validate({**row, **change}, export.json_schema(TABLES[table]))
    assert list(e.value.path) == [column]


def test_all_failures_are_reported_not_the_first():
    bad = [{**BLOCK, "kind": "chatter"}, BLOCK, {**BLOCK, "start": -1, "lang": "?"}]
    assert failures("blocks", bad) == {("kind", 0), ("start", 2), ("lang", 2)}


def test_json_schema_wants_every_key_and_no_other():
    schema = export.json_schema(TABLES["blocks"])
    for row in ({k: v for k, v in BLOCK.items() if k != "lang"}, {**BLOCK, "note": ""}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(row, schema)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_keys_orders_and_references_name_columns(table):
    assert {*table.key, *table.order} <= set(table.names)
    for r in table.references:
        assert r.column in table.names and r.target in TABLES[r.table].names
        assert TABLES[r.table].key == (r.target,)


def test_the_dictionary_has_a_line_for_every_column():
    text = export.data_dictionary()
    for table in TABLES.values():
        for c in table.columns:
            assert f"| {c.name} | {export.type_name(c.type)} |" in text
            assert c.meaning in text
