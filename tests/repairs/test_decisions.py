"""A reviewer's word is done as it stands, over whatever the pipeline did, while the raw text still says what it was decided on."""
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from flows.document.decide import settle
from flows.document.model import Boundary, Claims, Document, Edit, EditKind, Suggestion
from flows.document.view import view
from flows.evidence.context import Context, Decision
from flows.repairs.decisions import decisions
from tests.document.documents import documents
from tests.repairs.spoken import says, spoken

SAID = "We met at the harbor café and stayed."


def decided(document: Document, *all_of_them: Decision) -> Document:
    return settle(document, decisions(document, Context(decisions=all_of_them)))


def word(document: Document, expect: str, value: str, change: str = "text", nth: int = 0) -> Decision:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(expect, start + 1)
    return Decision("e", start, start + len(expect), expect, change, value, "heard it again")


def edited(document: Document, before: str, after: str, kind: EditKind = EditKind.MISTRANSCRIPTION) -> Document:
    start = document.text.index(before)
    return settle(document, Claims(edits=(Edit(start, start + len(before), before, after, kind, "a rule", "a reason"),)))


def test_a_text_is_written_and_says_who_decided() -> None:
    document = decided(spoken(SAID), word(spoken(SAID), "harbor", "harbour"))
    assert says(document) == ["We met at the harbour café and stayed."]
    (edit,) = document.edits
    assert (edit.kind, edit.before, edit.after) == (EditKind.DECISION, "harbor", "harbour")
    assert "a reviewer decided: heard it again" in edit.evidence
    assert document.notes == ("1 decision of a reviewer applied.",)


def test_a_decision_overrules_an_edit_that_it_covers_or_cuts() -> None:
    document = edited(spoken(SAID), "the harbor café", "a harbor cafe")
    assert says(decided(document, word(document, "the harbor café", "the old café"))) == ["We met at the old café and stayed."]
    cut = decided(document, word(document, "café and", "bar and"))
    assert says(cut)[0].endswith("bar and stayed.")


def test_keep_takes_an_edit_back_and_closes_the_question() -> None:
    document = edited(spoken(SAID), "harbor", "harbour")
    start = document.text.index("harbor")
    open_question = Suggestion(start, start + 6, "text", "harbor", "arbour", "r", "e", 0.7)
    document = replace(document, suggestions=(open_question, Suggestion(0, 2, "text", "We", "He", "r", "e", 0.7)))
    document = decided(document, word(document, "harbor", "keep"))
    assert says(document) == [SAID]
    assert [s.after for s in document.suggestions] == ["He"]


def test_what_no_longer_holds_is_reported_and_not_applied() -> None:
    d = Decision("e", 3, 6, "saw", "text", "heard")
    document = decided(spoken(SAID), d)
    assert says(document) == [SAID] and not document.edits
    (note,) = document.notes
    assert "no longer holds" in note and "'saw'" in note and "'met'" in note


@pytest.mark.parametrize(("start", "end"), [(500, 510), (30, 400)])
def test_a_span_beyond_the_text_is_reported(start: int, end: int) -> None:
    document = decided(spoken(SAID), Decision("e", start, end, "", "text", "x"))
    assert not document.edits and len(document.notes) == 1


def test_of_two_words_on_one_span_the_last_counts() -> None:
    document = spoken(SAID)
    twice = decided(document, word(document, "harbor", "old"), word(document, "harbor", "new"))
    assert says(twice) == ["We met at the new café and stayed."]
    overlapping = decided(document, word(document, "harbor café", "pub"), word(document, "café and", "bar and"))
    assert says(overlapping) == ["We met at the harbor bar and stayed."]
    assert any("overlaps" in n for n in overlapping.notes)


def test_a_split_and_its_undoing() -> None:
    document = spoken("Is it ready? - It is. Good.")
    at = document.text.index(" - ")
    split = decided(document, Decision("e", at, at + 3, " - ", "split", ""))
    assert says(split) == ["Is it ready?", "It is. Good."]
    made = settle(document, Claims(boundaries=(Boundary(at, at + 3, True, "a rule", "a reason"),)))
    made = replace(made, pieces=tuple(replace(p, label=None) for p in made.pieces))
    assert len(says(made)) == 2
    assert len(says(decided(made, Decision("e", at, at + 3, " - ", "split", "keep")))) == 1


def test_a_merge() -> None:
    document = spoken("I was going to say", "that it rains.")
    at = document.text.index("\n")
    merged = decided(document, Decision("e", at, at + 1, "\n", "merge", ""))
    assert says(merged) == ["I was going to say that it rains."]
    assert "no turn begins" in decided(spoken(SAID), word(spoken(SAID), " met", "", "merge")).notes[0]


def test_a_speaker_and_its_undoing() -> None:
    document = spoken("Who is there?", "Only me.")
    given_to = decided(document, word(document, "Only", "Grace", "speaker"))
    assert [given_to.speaker_of(t) for t in given_to.turns("en")] == ["Ada", "Grace"]
    back = decided(given_to, word(document, "Only", "keep", "speaker"))
    assert [back.speaker_of(t) for t in back.turns("en")] == ["Ada", "Ada"]
    assert "names no speaker" in decided(document, word(document, "Only", " ", "speaker")).notes[0]


@given(documents())
def test_any_text_may_be_decided_and_nothing_else_changes(document: Document) -> None:
    piece = document.pieces[0] if document.pieces else None
    if piece is None:
        return
    d = Decision("talk", piece.start, piece.end, document.text[piece.start:piece.end], "text", "Z")
    after = decided(document, d)
    assert view(after, [piece]).text in ("Z", document.text[piece.start:piece.end]) or piece.start == piece.end
    for p in document.pieces[1:]:
        assert view(after, [p]).text == view(document, [p]).text


def test_a_speaker_decided_after_a_split_is_of_the_new_turn() -> None:
    document = spoken("Let us begin with the bees. Bees are fine.")
    gap = document.text.index(" Bees")
    split = Decision("e", gap, gap + 1, " ", "split", "", "two people")
    speaker = word(document, "Bees are", "Bob Hart", "speaker")
    for order in ((split, speaker), (speaker, split)):
        said = decided(document, *order)
        assert [said.speaker_of(t) for t in said.turns("en")][1:] == ["Bob Hart"]
        assert said.speaker_of(said.turns("en")[0]) != "Bob Hart"
