"""Documents become rows: who owns which character, what each column holds."""
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.decide import settle
from flows.document.model import Attribution, Boundary, Claims, Document, Link, Piece, Repeat
from flows.tabulate import tabulate
from schemas.rules import breaches
from schemas.tables import TABLES, to_arrow
from tests.document.documents import document_of, documents
from tests.talks import RAW, at, talk


@pytest.fixture(scope="module")
def rows() -> dict[str, list[dict]]:
    return tabulate(talk())


def turn(rows: dict[str, list[dict]], words: str) -> dict:
    return next(t for t in rows["turns"] if words in t["text"])


def wrong(document: Document) -> list[str]:
    tables = {name: to_arrow(name, rows) for name, rows in tabulate(document).items()}
    return [str(b) for b in breaches(tables, {document.episode_id: document.text})]


def test_rows_have_every_key_in_order_and_pass_every_rule(rows):
    for name, table in TABLES.items():
        assert rows[name] and all(tuple(row) == table.names for row in rows[name])
    assert wrong(talk()) == []


def test_a_turn_is_its_pieces_edited_and_joined(rows):
    first = turn(rows, "Welcome")
    assert first["turn_id"] == f"kites:en:{at('Wel-')[0]:08d}"
    assert first["text"] == "Welcome to the kite show today."
    assert first["verbatim"] == "Wel-come to the kite show [laughs] today."
    assert [RAW[s["start"]:s["end"]] for s in first["spans"]] == ["Wel-", "come to the kite show [laughs] today."]
    assert first["speaker_given"] == ["Ada", None]
    assert first["events"] == ["laughter"]
    assert (first["position"], first["script"], first["section"], first["start_s"]) == (0, "Latn", "Opening", 1.0)


def test_speakers_are_canonical_and_say_why(rows):
    assert [(t["speaker"], t["role"], t["attribution"], t["confidence"]) for t in rows["turns"] if t["lang"] == "en"] == [
        ("Ada Lin", "host", "label", 0.8), ("Bo Berg", "guest", "label", 0.8),
        ("Ada Lin", "host", "question", 0.9), ("Ada Lin", "host", "label", 0.8)]
    assert turn(rows, "Welcome")["attribution_evidence"] == "the label 'Ada' is Ada Lin: the metadata lists 'Ada Lin'"


def test_a_time_that_steps_back_and_a_flag_are_on_their_turns(rows):
    assert turn(rows, "Paper")["flags"] == ["time_steps_back"]
    assert turn(rows, "So, what")["flags"] == ["words_lost"]
    assert turn(rows, "Thank")["flags"] == []
    assert rows["episodes"][0]["duration_s"] == 12.0


def test_a_turn_nobody_is_named_over_is_of_unknown():
    document = document_of("Hello there", (Piece(0, 11, "en"),))
    (row,) = tabulate(document)["turns"]
    assert (row["speaker"], row["role"], row["attribution"], row["confidence"]) == ("Unknown", "unknown", "none", 0.0)
    assert tabulate(document)["episodes"][0]["speakers"] == []


def test_an_unnamed_member_of_the_audience_keeps_the_label():
    document = document_of("Why? Why not?", (Piece(0, 4, "en", "Student 2"), Piece(5, 13, "en", "Grace")))
    document = settle(document, Claims(attributions=(Attribution(5, "Grace", "r", "", 0.7, "guest"),)))
    assert [(t["speaker"], t["role"]) for t in tabulate(document)["turns"]] == [("Student 2", "audience"), ("Grace", "guest")]
    assert wrong(document) == []


def test_blocks_between_pieces_are_marks_blanks_and_repeats(rows):
    kinds = {RAW[b["start"]:b["end"]]: b["kind"] for b in rows["blocks"]}
    assert kinds[" - "] == "markup" and kinds["\n"] == "blank" and kinds["Guest:"] == "speaker_label"
    (repeat,) = [b for b in rows["blocks"] if b["kind"] == "duplicate"]
    assert (repeat["start"], repeat["end"]) == at("纸和运气。", 2)
    assert repeat["duplicate_of"] == turn(rows, "纸")["turn_id"] and repeat["lang"] == "zh"


def test_a_repeat_of_a_repeat_is_of_what_was_said_first():
    document = document_of("ja\nja\nja", (Piece(0, 2, "en", "A"), Piece(3, 5, "en", "A"), Piece(6, 8, "en", "A")))
    document = settle(document, Claims(repeats=(Repeat(3, 5, 0, "r", ""), Repeat(6, 8, 3, "r", ""))))
    assert {b["duplicate_of"] for b in tabulate(document)["blocks"] if b["kind"] == "duplicate"} == {"talk:en:00000000"}
    assert wrong(document) == []


def test_an_edit_names_the_turn_whose_span_holds_it(rows):
    by_before = {e["before"]: e for e in rows["edits"]}
    assert by_before["kight"]["turn_id"] == turn(rows, "So, what")["turn_id"]
    assert by_before["(笑)"]["turn_id"] == turn(rows, "欢迎")["turn_id"]


def test_suggestions_already_followed_are_left_out(rows):
    assert [s["after"] for s in rows["suggestions"]] == ["kite is made"]
    assert rows["suggestions"][0]["turn_id"] == turn(rows, "So, what")["turn_id"]


# --- pairs

def test_links_to_one_turn_of_the_translation_are_one_pair(rows):
    assert [(p["source_text"], p["target_text"], p["score"], p["method"]) for p in rows["pairs"]] == [
        ("Welcome to the kite show today.", "欢迎来到风筝节目。", 0.9, "length"),
        ("Thank you. So, what is a kite made of?", "谢谢你。所以，风筝是用什么做的?", 0.7263, "length+words"),
        ("Paper and luck.", "纸和运气。", 1.0, "length"),
    ]
    pair = rows["pairs"][1]
    assert pair["source_turn_ids"] == [turn(rows, "Thank")["turn_id"], turn(rows, "So, what")["turn_id"]]
    assert pair["target_turn_ids"] == [turn(rows, "谢谢")["turn_id"]]
    assert pair["pair_id"] == f"kites:zh:{at('谢谢')[0]:08d}"


def test_one_long_turn_may_have_a_pair_for_each_turn_that_translates_part_of_it():
    raw = "One. Two. 一。 二。"
    document = document_of(raw, (Piece(0, 9, "en", "A"), Piece(10, 12, "zh", "A"), Piece(13, 15, "zh", "B")))
    links = (Link(((0, 4),), ((10, 12),), "zh", 1.0, "m"), Link(((5, 9),), ((13, 15),), "zh", 1.0, "m"))
    rows = tabulate(settle(document, Claims(links=links)))
    assert [(p["source_text"], p["target_text"]) for p in rows["pairs"]] == [("One.", "一。"), ("Two.", "二。")]
    overlapping = (links[0], Link(((2, 9),), ((13, 15),), "zh", 0.5, "m"))
    (row,) = tabulate(settle(document, Claims(links=overlapping)))["pairs"]
    assert (row["source_text"], row["target_text"]) == ("One. Two.", "一。二。")


def test_where_nobody_is_named_pairs_are_as_fine_as_links():
    raw = "One. Two. 一。 二。"
    document = document_of(raw, (Piece(0, 9, "en"), Piece(10, 12, "zh"), Piece(13, 15, "zh", opens=False)))
    links = (Link(((0, 4),), ((10, 12),), "zh", 1.0, "m"), Link(((5, 9),), ((13, 15),), "zh", 1.0, "m"))
    rows = tabulate(settle(document, Claims(links=links)))
    assert len(rows["turns"]) == 2 and {t["speaker"] for t in rows["turns"]} == {"Unknown"}
    assert [(p["source_text"], p["target_text"]) for p in rows["pairs"]] == [("One.", "一。"), ("Two.", "二。")]
    both = (links[0], Link(((5, 9),), ((10, 12), (13, 15)), "zh", 1.0, "m"))
    (row,) = tabulate(settle(document, Claims(links=both)))["pairs"]
    assert (row["source_text"], row["target_text"]) == ("One. Two.", "一。二。")


def test_a_stretch_whose_partner_is_gone_is_in_no_pair():
    document = document_of("One. 一。\n一。", (Piece(0, 4, "en", "A"), Piece(5, 7, "zh", "A"), Piece(8, 10, "zh", "A")))
    document = settle(document, Claims(links=(Link(((0, 4),), ((8, 10),), "zh", 1.0, "m"),)))
    document = settle(document, Claims(repeats=(Repeat(8, 10, 5, "r", ""),)))
    assert tabulate(document)["pairs"] == []


def test_pairs_hold_whatever_is_split_after_the_alignment():
    document = document_of("One. - Two. 一。二。", (Piece(0, 11, "en", "A"), Piece(12, 16, "zh", "A")))
    document = settle(document, Claims(links=(Link(((0, 11),), ((12, 16),), "zh", 1.0, "m"),)))
    document = settle(document, Claims(boundaries=(Boundary(5, 7, True, "dash", ""),)))
    (row,) = tabulate(document)["pairs"]
    assert row["source_text"] == "One. Two." and len(row["source_turn_ids"]) == 2


# --- always true

@st.composite
def settled(draw: st.DrawFn) -> Document:
    """A document after boundaries, repeats and links at random places."""
    document = draw(documents())
    size = len(document.text)
    place = st.integers(0, size)
    for _ in range(draw(st.integers(0, 3))):
        a, b = sorted((draw(place), draw(place)))
        bounds = (Boundary(a, min(b, a + 3), draw(st.booleans()), "r", ""),)
        again = (Repeat(a, b, draw(place), "r", ""),) if draw(st.booleans()) and a < b else ()
        ends = sorted((draw(place), draw(place)))
        links = (Link((tuple(ends),), ((a, b),), "zh", 0.5, "m"),) if a < b and ends[0] < ends[1] else ()
        document = settle(document, Claims(boundaries=bounds, repeats=again, links=links))
    return document


@given(settled())
@settings(max_examples=60, deadline=None)
def test_whatever_is_cut_and_repeated_every_rule_holds(document):
    assert wrong(document) == []


@given(settled())
@settings(max_examples=30, deadline=None)
def test_the_same_document_gives_the_same_rows(document):
    assert json.dumps(tabulate(document)) == json.dumps(tabulate(document))
