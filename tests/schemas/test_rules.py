"""Each rule finds what breaks it, and says in which table, row and column."""
import copy

import numpy as np
import pyarrow as pa
import pytest

from flows.tabulate import tabulate
from schemas import rules
from schemas.breach import LIMIT, Breach, report, shown
from schemas.rules import breaches
from schemas.tables import TABLES, to_arrow
from tests.talks import RAW, at, talk

ROWS = tabulate(talk())
OTHER = tabulate(talk("zeppelins", "zeppelins.txt"))


def both() -> dict[str, list[dict]]:
    return copy.deepcopy({name: ROWS[name] + OTHER[name] for name in ROWS})


def found(rows: dict[str, list[dict]], raw: dict[str, str] | None = None) -> list[Breach]:
    return breaches({name: to_arrow(name, rows[name]) for name in rows}, raw)


def where(rows: list[Breach]) -> set[tuple[str, str, int | None, str | None]]:
    return {(b.rule, b.table, b.row, b.column) for b in rows}


def row(rows: dict[str, list[dict]], table: str, column: str, value: object) -> int:
    return next(i for i, r in enumerate(rows[table]) if r[column] == value)


def test_a_good_release_has_no_breach():
    assert found(both(), {"kites": RAW, "zeppelins": RAW}) == []


PLANTED = {
    "a turn twice": ("turns", 0, {"turn_id": ROWS["turns"][1]["turn_id"]}, ("unique key", "turns", 1, "turn_id")),
    "an episode that is not there": ("suggestions", 0, {"episode_id": "nowhere"}, ("references", "suggestions", 0, "episode_id")),
    "a turn that is not there": ("edits", 0, {"turn_id": "kites:en:00009999"}, ("references", "edits", 0, "turn_id")),
    "a repeat of nothing": ("blocks", "duplicate", {"duplicate_of": "kites:zh:00000001"},
        ("references", "blocks", "duplicate", "duplicate_of")),
    "a pair with a lost turn": ("pairs", 0, {"source_turn_ids": ["kites:en:00000001"]}, ("references", "pairs", 0, "source_turn_ids")),
    "a pair without turns": ("pairs", 0, {"source_turn_ids": []}, ("pairs", "pairs", 0, "source_turn_ids")),
    "a pair of the wrong language": ("pairs", 0, {"target_lang": "fr"}, ("pairs", "pairs", 0, "target_lang")),
    "a pair id of another translation": ("pairs", 0, {"pair_id": "kites:fr:00000001"}, ("pair_id", "pairs", 0, "pair_id")),
    "a turn id that does not say where": ("turns", 0, {"turn_id": "kites:en:00000003"}, ("turn_id", "turns", 0, "turn_id")),
    "a turn without spans": ("turns", 0, {"spans": [], "speaker_given": []}, ("spans", "turns", 0, "spans")),
    "labels that do not count": ("turns", 0, {"speaker_given": ["Ada"]}, ("spans", "turns", 0, "speaker_given")),
    "a gap in positions": ("turns", 3, {"position": 7}, ("positions", "turns", 3, "position")),
    "a time that runs backwards": ("turns", 3, {"flags": []}, ("times", "turns", 3, "start_s")),
    "a turn that ends before it begins": ("turns", 0, {"end_s": 0.5}, ("times", "turns", 0, "end_s")),
    "a turn of another episode": ("edits", 0, {"turn_id": OTHER["turns"][0]["turn_id"]}, ("one episode", "edits", 0, "turn_id")),
    "a speaker nobody knows": ("turns", 0, {"speaker": "Ada Lynn"}, ("speakers", "turns", 0, "speaker")),
    "a role that is not the speaker's": ("turns", 0, {"speaker": "Bo Berg"}, ("speakers", "turns", 0, "role")),
    "a wrong count of turns": ("episodes", 0, {"turns": 5}, ("counts", "episodes", 0, "turns")),
    "a language nobody speaks": ("episodes", 0, {"languages": ["en", "zh", "fr"]}, ("counts", "episodes", 0, "languages")),
    "a gap between blocks": ("blocks", 2, {"start": ROWS["blocks"][2]["start"] + 1}, ("tiling", "blocks", 2, "start")),
    "a block of nothing": ("blocks", 2, {"end": ROWS["blocks"][2]["start"]}, ("tiling", "blocks", 2, "end")),
    "a text longer than its blocks": ("episodes", 0, {"raw_chars": len(RAW) + 4}, ("tiling", "blocks", len(ROWS["blocks"]) - 1, "end")),
    "speech without a turn": ("blocks", "speech", {"turn_id": None}, ("kinds of blocks", "blocks", "speech", "turn_id")),
    "a label with a turn": ("blocks", "speaker_label", {"turn_id": ROWS["turns"][0]["turn_id"]},
        ("kinds of blocks", "blocks", "speaker_label", "turn_id")),
    "a title that repeats": ("blocks", "title", {"duplicate_of": ROWS["turns"][0]["turn_id"]},
        ("kinds of blocks", "blocks", "title", "duplicate_of")),
    "speech of another turn": ("blocks", "speech", {"turn_id": ROWS["turns"][2]["turn_id"]},
        ("speech and spans", "blocks", "speech", "turn_id")),
    "speech that is no span": ("blocks", "speaker_label", {"kind": "speech", "turn_id": ROWS["turns"][0]["turn_id"]},
                               ("speech and spans", "blocks", "speaker_label", "start")),
    "a span that is no speech": ("blocks", "speech", {"kind": "annotation", "turn_id": None},
        ("speech and spans", "turns", 0, "spans")),
    "an edit backwards": ("edits", 0, {"end": 0}, ("edits", "edits", 0, "end")),
    "an edit outside its turn": ("edits", 1, {"start": 2, "end": 2 + len(ROWS["edits"][1]["before"])}, ("edits", "edits", 1, "start")),
    "an edit in the wrong turn": ("edits", 0, {"turn_id": ROWS["turns"][1]["turn_id"]}, ("edits", "edits", 0, "turn_id")),
    "an edit that forgot its turn": ("edits", 0, {"turn_id": None}, ("edits", "edits", 0, "turn_id")),
    "an edit across the end of a span": ("edits", 0, {"turn_id": None, "end": ROWS["edits"][0]["end"] + 3, "before": "-\nco"},
        ("edits", "edits", 0, "start")),
    "an edit over another": ("edits", 1, {"start": ROWS["edits"][0]["start"], "end": ROWS["edits"][1]["end"]},
        ("edits overlap", "edits", 1, "start")),
    "an edit of the wrong length": ("edits", 0, {"before": "--"}, ("edits", "edits", 0, "before")),
    "an edit of other characters": ("edits", 0, {"before": "x"}, ("replay", "edits", 0, "before")),
    "an edit that gives another text": ("edits", 0, {"after": "x"}, ("replay", "turns", 0, "text")),
    "a text without an edit": ("turns", 1, {"text": "Thanks."}, ("replay", "turns", 1, "text")),
    "a verbatim that is too long": ("turns", 1, {"verbatim": "Thank you!!", "text": "Thank you!!"},
        ("verbatim", "turns", 1, "verbatim")),
    "a join that is not there": ("turns", 0, {"verbatim": "Wel come to the kite show [laughs] today.", "spans": [
        {**s, "join": "-" * n} for n, s in enumerate(ROWS["turns"][0]["spans"])]}, ("joins", "turns", 0, "verbatim")),
    "a join before everything": (
        "turns", 1, {"spans": [{**ROWS["turns"][1]["spans"][0], "join": " "}], "verbatim": " Thank you.", "text": " Thank you."},
        ("joins", "turns", 1, "spans")),
    "a fluent text of other words": ("turns", 1, {"fluent": "Thanks."}, ("fluent", "turns", 1, "fluent")),
    "a cut that leaves another text": ("turns", 1, {"fluent_cuts": [{"start": 0, "end": 6, "what": "filler"}]},
        ("fluent", "turns", 1, "fluent")),
    "a cut beyond the text": ("turns", 1, {"fluent_cuts": [{"start": 0, "end": 99, "what": "filler"}]},
        ("fluent", "turns", 1, "fluent_cuts")),
    "a cut for no known reason": ("turns", 1, {"fluent": "You.", "fluent_cuts": [{"start": 0, "end": 6, "what": "boring"}]},
        ("fluent", "turns", 1, "fluent_cuts")),
    "a suggestion beyond the text": ("suggestions", 0, {"end": 9999}, ("suggestions", "suggestions", 0, "end")),
    "a suggestion backwards": ("suggestions", 0, {"end": 0}, ("suggestions", "suggestions", 0, "end")),
    "a confidence above one": ("edits", 0, {"confidence": 1.5}, ("values", "edits", 0, "confidence")),
    "a number that is none": ("pairs", 0, {"score": float("nan")}, ("values", "pairs", 0, "score")),
}


@pytest.mark.parametrize("table, place, change, expected", PLANTED.values(), ids=PLANTED)
def test_what_breaks_a_rule_is_named(table, place, change, expected):
    rows = both()
    places = {p: p if isinstance(p, int) else row(rows, "blocks", "kind", p) for p in (place, expected[2])}
    rows[table][places[place]] |= change
    rows = {t: sorted(rs, key=lambda r, t=t: [r[c] for c in TABLES[t].order]) for t, rs in rows.items()} if "order" in change else rows
    assert (expected[0], expected[1], places[expected[2]], expected[3]) in where(found(rows))


def test_spans_of_two_turns_overlap():
    rows = both()
    rows["turns"][1]["spans"][0]["start"] = rows["turns"][0]["spans"][1]["end"] - 3
    assert ("spans overlap", "turns", 1, "spans") in where(found(rows))


def test_two_insertions_at_one_offset_are_one_too_many():
    rows = both()
    place = at("ank you")[0]
    new = {**rows["edits"][0], "start": place, "end": place, "before": "", "after": "x", "turn_id": rows["turns"][1]["turn_id"]}
    rows["edits"] = sorted([*rows["edits"], new, {**new, "after": "y"}], key=lambda e: (e["episode_id"], e["start"], e["end"]))
    again = row(rows, "edits", "after", "y")
    assert ("unique key", "edits", again, "end") in where(found(rows))


def test_rows_out_of_order_are_found():
    rows = both()
    rows["blocks"][3], rows["blocks"][4] = rows["blocks"][4], rows["blocks"][3]
    assert where(found(rows)) == {("order of rows", "blocks", 4, None)}


def test_an_episode_without_blocks_is_not_tiled():
    rows = both()
    rows["blocks"] = OTHER["blocks"]
    assert ("tiling", "episodes", 0, "raw_chars") in where(found(rows))


def test_null_where_none_may_be_inside_a_list():
    table = to_arrow("episodes", ROWS["episodes"])
    loose = pa.list_(pa.string())
    bad = table.set_column(9, pa.field("languages", loose), pa.array([["en", None]], loose))
    assert ("values", "episodes", 0, "languages") in where(breaches({"episodes": bad}))


def test_the_raw_text_is_the_judge_of_verbatim_edits_and_blanks():
    rows = both()
    other = RAW.replace("kight", "knigh").replace("\nAda: Paper", "!Ada: Paper")
    assert where(found(rows, {"kites": other, "zeppelins": RAW})) == {
        ("raw text", "turns", 2, "verbatim"), ("raw text", "edits", row(rows, "edits", "before", "kight"), "before"),
        ("raw text", "blocks", row(rows, "blocks", "start", RAW.index("\nAda: Paper")), "kind")}
    assert where(found(rows, {"kites": RAW + "more"})) == {("raw text", "episodes", 0, "raw_chars")}


def test_an_insertion_between_two_spans_belongs_to_what_follows_or_to_the_turn_it_names():
    rows = both()
    end = at("Thank you.")[1]
    turn = rows["turns"][1]
    new = {**rows["edits"][0], "start": end, "end": end, "before": "", "after": "!", "turn_id": turn["turn_id"]}
    rows["edits"] = sorted([*rows["edits"], new], key=lambda e: (e["episode_id"], e["start"], e["end"]))
    turn["text"] += "!"
    turn["fluent"] += "!"
    assert found(rows) == []


def test_rules_that_lack_a_table_are_left_out_and_the_others_hold():
    rows = both()
    rows["turns"][1]["text"] = rows["turns"][1]["fluent"] = "Thanks."
    rows["turns"][3]["flags"] = []
    assert where(breaches({"turns": to_arrow("turns", rows["turns"])})) == {("times", "turns", 3, "start_s")}


def test_columns_and_types_are_told_apart():
    table = to_arrow("blocks", ROWS["blocks"])
    renamed = breaches({"blocks": table.rename_columns(["episode", *table.column_names[1:]])})
    assert where(renamed) == {("columns", "blocks", None, "episode_id"), ("columns", "blocks", None, "episode")}
    wrong = breaches({"blocks": table.set_column(1, "start", table["start"].cast(pa.string()))})
    assert [str(b) for b in wrong] == ["blocks, column start: found string, expected int64 [types]"]
    moved = breaches({"blocks": table.select(list(reversed(table.column_names)))})
    assert where(moved) == {("columns", "blocks", None, None)}


def test_layout_does_not_matter_to_types():
    table = to_arrow("blocks", ROWS["blocks"])
    laid = table.set_column(3, "kind", table["kind"].dictionary_encode())
    laid = laid.set_column(0, "episode_id", table["episode_id"].cast(pa.large_string()))
    assert breaches({"blocks": laid}) == []


def test_empty_tables_break_nothing():
    assert breaches({name: to_arrow(name, []) for name in TABLES}, {}) == []


def test_every_rule_there_is_is_listed():
    checks = {rule.check.__name__ for rule in rules.RULES}
    modules = (rules.relations, rules.paired, rules.offsets, rules.replay, rules.retold, rules.smooth)
    assert checks == {name for module in modules for name, value in vars(module).items()
                      if callable(value) and value.__module__ == module.__name__ and value.__annotations__.get("f") == "Frames"
                      and "raw" not in value.__annotations__ and not name.startswith("_") and name != "holders"}


def test_many_breaches_are_counted():
    many = list(report("r", "t", "c", np.arange(LIMIT + 5), np.arange(LIMIT + 5), "none"))
    assert len(many) == LIMIT + 1 and many[-1].found == "5 more rows like these"


def test_a_message_quotes_the_ends_of_a_long_value():
    assert shown("a" * 300, 20) == "'aaaaaaaaa ... aaaaaaaaa'"


HOSTILE = {
    "string": ["", "x", "kites\x00", "\n", "0" * 300], "int64": [-1, 0, 7, 1 << 62],
    "double": [-1.0, 0.0, 2.0, float("nan"), float("inf")],
}


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_no_value_whatever_makes_the_rules_fail_and_null_is_found_where_none_may_be(table):
    rows = both()
    tables = {name: to_arrow(name, rows[name]) for name in rows}
    for n, c in enumerate(table.columns):
        field = pa.field(c.name, c.type)
        for value in [None, *HOSTILE.get(str(c.type), [[]])]:
            values = pa.array([value, *tables[table.name][c.name].to_pylist()[1:]], c.type)
            bad = {**tables, table.name: tables[table.name].set_column(n, field, values)}
            wrong = breaches(bad, {"kites": RAW, "zeppelins": RAW})
            if value is None and not c.nullable:
                assert ("values", table.name, 0, c.name) in where(wrong)
