"""One place decides: what is sure is applied, what is plausible suggested, and nothing overlaps."""
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.decide import settle
from flows.document.model import (
    Attribution,
    Block,
    BlockKind,
    Boundary,
    Claims,
    Document,
    Edit,
    EditKind,
    Flag,
    Link,
    Piece,
    Repeat,
)
from tests.document.documents import ALPHABET, document_of, documents

TEXT = "Ada: well - yes so Bo: no"
PIECES = (Piece(5, 18, "en", "Ada"), Piece(23, 25, "en", "Bo"))


def sample() -> Document:
    return document_of(TEXT, PIECES, (Block(0, 5, BlockKind.SPEAKER_LABEL), Block(18, 23, BlockKind.SPEAKER_LABEL)))


def edit(words: str, after: str, confidence: float = 1.0, rule: str = "r") -> Edit:
    start = TEXT.index(words)
    return Edit(start, start + len(words), words, after, EditKind.MISTRANSCRIPTION, rule, "seen", confidence)


def words(document: Document) -> list[str]:
    return [document.text[p.start:p.end] for p in document.pieces]


def test_an_edit_is_applied_suggested_or_dropped_by_its_confidence():
    document = settle(sample(), Claims(edits=(edit("well", "Well"), edit("yes", "yep", 0.7), edit("so", "sew", 0.3))))
    assert [e.after for e in document.edits] == ["Well"]
    assert [(s.change, s.before, s.after) for s in document.suggestions] == [("text", "yes", "yep")]


def test_of_edits_that_overlap_the_surest_wins_and_then_the_longest():
    document = settle(sample(), Claims(edits=(edit("well", "a", 0.96), edit("ell", "b", 0.99), edit("yes so", "c"), edit("yes", "d"))))
    assert [e.after for e in document.edits] == ["b", "c"]


def test_what_is_put_in_before_an_edit_does_not_hide_what_lies_in_it():
    def at(start: int, end: int, after: str, confidence: float) -> Edit:
        return Edit(start, end, TEXT[start:end], after, EditKind.SPACING, "r", "e", confidence)

    settled = settle(sample(), Claims(edits=(at(5, 5, "x", 1.0), at(5, 9, "Well", 0.97), at(7, 7, "y", 0.96))))
    assert [(e.start, e.end) for e in settled.edits] == [(5, 5), (5, 9)]


def test_an_edit_made_without_an_earlier_one_in_view_does_not_replace_it():
    document = settle(sample(), Claims(edits=(edit("well", "Well", rule="case"),)))
    assert settle(document, Claims(edits=(edit("well", "bell", rule="other"),))).edits == document.edits
    over = replace(edit("well -", "Bell", rule="other"), over=((5, 9),))
    assert [e.after for e in settle(document, Claims(edits=(over,))).edits] == ["Bell"]


def test_an_edit_over_the_end_of_a_piece_or_put_in_there_belongs_to_nobody():
    across = Edit(16, 20, TEXT[16:20], "x", EditKind.MARKUP, "r", "")
    at_end = Edit(18, 18, "", "!", EditKind.PUNCTUATION, "r", "")
    outside = Edit(0, 3, "Ada", "Eda", EditKind.CASING, "r", "")
    assert settle(sample(), Claims(edits=(across, at_end, outside))).edits == (outside,)


def test_a_split_cuts_the_mark_out_and_drops_the_edits_it_swallows():
    document = settle(sample(), Claims(edits=(edit("-", "–"), edit("yes", "Yes"))))
    document = settle(document, Claims(boundaries=(Boundary(10, 11, True, "dash", "a dash"),)))
    assert words(document) == ["well", "yes so", "no"]
    assert all(p.opens for p in document.pieces)
    assert [(p.boundary, p.label) for p in document.pieces] == [("label", "Ada"), ("dash", "Ada"), ("label", "Bo")]
    assert [e.after for e in document.edits] == ["Yes"]


def test_a_split_leaves_edits_outside_speech_alone():
    label = Edit(0, 3, "Ada", "Eda", EditKind.CASING, "r", "")
    document = settle(settle(sample(), Claims(edits=(label,))), Claims(boundaries=(Boundary(10, 11, True, "dash", ""),)))
    assert document.edits == (label,)


def test_a_split_that_is_not_sure_is_suggested():
    document = settle(sample(), Claims(boundaries=(Boundary(10, 11, True, "dash", "", 0.7), Boundary(23, 23, False, "same", "", 0.6))))
    assert words(document) == words(sample())
    assert [(s.start, s.change) for s in document.suggestions] == [(10, "split"), (23, "merge")]


@pytest.mark.parametrize("at", [18, 23])
def test_two_pieces_become_one_turn_whether_the_gap_is_part_of_the_claim_or_not(at):
    document = settle(sample(), Claims(boundaries=(Boundary(at, 23, False, "same speaker", ""),)))
    (turn,) = document.turns("en")
    assert len(turn.pieces) == 2 and turn.pieces[1].boundary == "same speaker"


def test_a_mark_at_the_start_of_a_piece_is_cut_off():
    document = document_of("- yes", (Piece(0, 5, "en", "Ada"),))
    document = settle(document, Claims(boundaries=(Boundary(0, 1, True, "dash", ""),)))
    assert [(p.start, p.end, p.opens) for p in document.pieces] == [(2, 5, True)]


def test_times_stay_with_the_ends_they_were_printed_for():
    document = document_of("one - two", (Piece(0, 9, "en", "Ada", start_s=1.0, end_s=9.0),))
    document = settle(document, Claims(boundaries=(Boundary(4, 5, True, "dash", ""),)))
    assert [(p.start_s, p.end_s) for p in document.pieces] == [(1.0, None), (None, 9.0)]


def test_a_repeat_takes_its_pieces_and_edits_away_and_what_follows_still_opens_a_turn():
    text = "hi hi hi there"
    pieces = (Piece(0, 2, "en", "Ada"), Piece(3, 5, "en", "Bo"), Piece(6, 14, "en", opens=False))
    edits = tuple(Edit(a, a + 2, "hi", "Hi", EditKind.CASING, "r", "") for a in (3, 6))
    document = document_of(text, pieces, edits=edits)
    document = settle(document, Claims(repeats=(Repeat(3, 5, 0, "r", ""),)))
    assert [(p.start, p.opens, p.label) for p in document.pieces] == [(0, True, "Ada"), (6, True, "Bo")]
    assert [e.start for e in document.edits] == [6]
    assert settle(document, Claims(repeats=(Repeat(6, 14, 0, "r", "", 0.6),))).pieces == document.pieces


def test_a_speaker_is_settled_suggested_or_dropped():
    def said(confidence: float) -> Document:
        return settle(sample(), Claims(attributions=(Attribution(5, "Bo", "habits", "seen", confidence),)))
    assert said(0.7).speaker_of(said(0.7).turns("en")[0]) == "Bo"
    assert [(s.change, s.before, s.after) for s in said(0.5).suggestions] == [("speaker", "Ada", "Bo")]
    assert said(0.2).suggestions == () and said(0.2).attributions == {}


def test_agreeing_with_the_label_is_kept_with_its_own_confidence():
    agreed, nowhere = Attribution(5, "Ada", "habits", "seen", 0.3), Attribution(6, "Bo", "habits", "no turn begins there", 1.0)
    document = settle(sample(), Claims(attributions=(agreed, nowhere)))
    assert {start: a.confidence for start, a in document.attributions.items()} == {5: 0.3}


def test_links_of_a_language_are_made_whole_and_flags_are_told_once():
    first, other = Link(((5, 9),), ((23, 25),), "zh", 0.5, "a"), Link(((5, 9),), ((23, 25),), "fr", 0.5, "a")
    document = settle(sample(), Claims(links=(first, other), flags=(Flag(5, "words_lost"),)))
    better = replace(first, score=0.9)
    document = settle(document, Claims(links=(better,), flags=(Flag(5, "words_lost"),)))
    assert document.links == (other, better) and document.flags == (Flag(5, "words_lost"),)


@given(documents(), st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_claimed_edits_never_overlap_and_lie_whole_in_or_outside_pieces(document, data):
    size = len(document.text)
    for _ in range(3):
        claims = []
        for _ in range(data.draw(st.integers(0, 5))):
            a, b = sorted((data.draw(st.integers(0, size)), data.draw(st.integers(0, size))))
            after = data.draw(st.text(ALPHABET, max_size=2))
            rule, sure = data.draw(st.sampled_from(["r", "rule0", "rule0+r"])), data.draw(st.sampled_from([0.6, 0.95, 1.0]))
            claims.append(Edit(a, b, document.text[a:b], after, EditKind.MARKUP, rule, "", sure))
        document = settle(document, Claims(edits=tuple(claims)))
        for a, b in zip(document.edits, document.edits[1:]):
            assert a.end <= b.start and (a.start, a.end) != (b.start, b.end)
        for e in document.edits:
            over = [p for p in document.pieces if p.start < max(e.end, e.start + 1) and e.start < p.end]
            assert all(p.start <= e.start and e.end <= p.end for p in over)
