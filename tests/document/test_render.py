"""Replay and undo: spans and edits give the text, and the text gives the raw characters back."""
import pytest
from hypothesis import given, settings

from flows.document.model import Edit, EditKind, Piece
from flows.document.render import join_between, joins, render, undo
from tests.document.documents import documents


@given(documents())
@settings(max_examples=200, deadline=None)
def test_any_edits_replay_and_undo(document):
    for lang in document.langs:
        for turn in document.turns(lang):
            spans = [(p.start, p.end, join) for p, join in zip(turn.pieces, joins(document.text, turn.pieces))]
            verbatim, text = render(document.text, spans, document.edits)
            assert verbatim == "".join(join + document.text[a:b] for a, b, join in spans)
            assert undo(text, spans, document.edits) == verbatim


@given(documents())
@settings(max_examples=100, deadline=None)
def test_text_is_raw_text_with_each_edit_once(document):
    """Against the plainest way there is: edits applied from the back."""
    for p in document.pieces:
        expected = document.text[p.start:p.end]
        for e in reversed([e for e in document.edits if p.start <= e.start and e.end <= p.end and e.start < p.end]):
            expected = expected[:e.start - p.start] + e.after + expected[e.end - p.start:]
        assert render(document.text, [(p.start, p.end, "")], document.edits)[1] == expected


def test_a_text_that_the_edits_do_not_give_cannot_be_undone():
    edits = [Edit(0, 1, "a", "b", EditKind.MISTRANSCRIPTION, "r", "")]
    assert undo("bc", [(0, 2, "")], edits) == "ac"
    with pytest.raises(ValueError, match="at 0"):
        undo("xc", [(0, 2, "")], edits)
    with pytest.raises(ValueError, match="3 characters"):
        undo("bcd", [(0, 2, "")], edits)


@pytest.mark.parametrize("before, after, expected", [
    ("对。", "好", ""), ("yes.", "And", " "), ("用 Claude", "写", " "), ("《书》", "好", ""),
    ("他说:", "“好”", ""), ("对?", "好", ""), ("他说：", "“好”", ""), ("", "a", ""),
])
def test_what_stands_between_two_spans(before, after, expected):
    assert join_between(before, after) == expected


def test_a_join_that_a_piece_asks_for_wins():
    assert joins("torn word", [Piece(0, 4, "en"), Piece(5, 9, "en", join="")]) == ["", ""]
