"""A view reads as the edits make it read, and a change proposed on it says the same on raw characters."""
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.decide import settle
from flows.document.model import Claims, EditKind, Piece
from flows.document.view import View, view
from tests.document.documents import ALPHABET, document_of, documents


def changed(document, begin, end, after, **kw):
    """The document after a change of ``begin``..``end`` in the view of all its pieces."""
    v = view(document, document.pieces)
    edits = v.edit(begin, end, after, EditKind.MISTRANSCRIPTION, "new", "seen", **kw)
    return settle(document, Claims(edits=edits)), edits


@given(documents(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_change_on_the_view_is_what_the_document_then_reads(document, data):
    for p in document.pieces:
        v = view(document, [p])
        begin = data.draw(st.integers(0, len(v.text)))
        end = data.draw(st.integers(begin, len(v.text)))
        after = data.draw(st.text(ALPHABET, max_size=3))
        edits = v.edit(begin, end, after, EditKind.MISTRANSCRIPTION, "new", "seen")
        expected = v.text[:begin] + after + v.text[end:]
        if not v.text and not any(p.start <= e.start and e.end <= p.end for e in document.edits):
            continue
        document = settle(document, Claims(edits=edits))
        assert view(document, [p]).text == expected
        for a, b in zip(document.edits, document.edits[1:]):
            assert a.end <= b.start and (a.start, a.end) != (b.start, b.end)


@given(documents(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_change_over_several_pieces_stays_inside_them(document, data):
    v = view(document, document.pieces)
    begin = data.draw(st.integers(0, len(v.text)))
    end = data.draw(st.integers(begin, len(v.text)))
    for e in v.edit(begin, end, data.draw(st.text(ALPHABET, max_size=3)), EditKind.MISTRANSCRIPTION, "new", "seen"):
        assert e.before == document.text[e.start:e.end]
        assert any(p.start <= e.start < p.end and e.end <= p.end for p in document.pieces)


@given(documents())
@settings(max_examples=150, deadline=None)
def test_positions_and_offsets_agree(document):
    ordered = sorted(document.pieces, key=lambda p: p.start)
    v = view(document, ordered)
    assert [v.offset(i) for i in range(len(v.text))] == sorted(v.offset(i) for i in range(len(v.text)))
    for p in ordered:
        for offset in range(p.start, p.end):
            if not any(e.start <= offset < max(e.end, e.start + 1) for e in document.edits):
                assert v.text[v.position(offset)] == document.text[offset]
                assert v.offset(v.position(offset)) == offset


def test_a_mark_put_in_at_the_end_of_a_piece_stays_with_it():
    document = document_of("yes\nno", (Piece(0, 3, "en"), Piece(4, 6, "en")))
    after, (edit,) = changed(document, 3, 3, ".")
    assert (edit.start, edit.end, edit.before, edit.after) == (2, 3, "s", "s.")
    assert view(after, after.pieces).text == "yes. no"


def test_a_change_that_reaches_over_a_join_leaves_the_join_alone():
    document = document_of("yes\nno", (Piece(0, 3, "en"), Piece(4, 6, "en")))
    after, edits = changed(document, 2, 4, "p")
    assert [(e.before, e.after) for e in edits] == [("s", "p")]
    assert view(after, after.pieces).text == "yep no"


def test_a_change_that_touches_an_earlier_edit_becomes_one_with_it():
    document = document_of("the cat sat", (Piece(0, 11, "en"),))
    document, _ = changed(document, 4, 7, "bat")
    document, (edit,) = changed(document, 6, 8, "d-")
    assert document.edits == (edit,)
    assert (edit.before, edit.after, edit.rule) == ("cat ", "bad-", "new")


def test_several_pieces_first_takes_the_change_and_the_others_lose_theirs():
    document = document_of("ham-\nmer", (Piece(0, 4, "en"), Piece(5, 8, "en", join="")))
    after, edits = changed(document, 0, 7, "HAMMER")
    assert [(e.before, e.after) for e in edits] == [("ham-", "HAMMER"), ("mer", "")]
    assert View(after.text, after.pieces, after.edits).text == "HAMMER"


def test_an_event_is_an_edit_even_where_nothing_else_changes():
    document = document_of("so [laughter] yes", (Piece(0, 17, "en"),))
    after, (edit,) = changed(document, 3, 14, "", event="laughter")
    assert edit.event == "laughter" and view(after, after.pieces).text == "so yes"
    assert view(document, document.pieces).edit(0, 2, "so", EditKind.EVENT, "r", "") == ()
