"""Turns parted where two people are printed as one, and joined where one person is printed as two.

What the words say of each gap (`flows.evidence.boundaries`) is one voice; the decoding of the whole side is the judge, since a change
of speaker here must fit who speaks before and after. Only what is sure is done, the rest is suggested.
"""

from __future__ import annotations

from flows.document.model import Boundary, Claims, Document
from flows.evidence import boundaries as evidence
from flows.evidence.context import Context
from flows.repairs.montage import before_marks
from flows.repairs.speakers.explain import doubted, trusted
from flows.repairs.speakers.observe import Side, decoded_side
from flows.repairs.speakers.sentences import Sentence

_ASKED = 0.85  # from which a question under the name of who answers it is taken out on a trusted side
_CLEAN_CAP = 0.84  # on a side whose labels are trusted a split without any mark is left to a person


def boundaries(document: Document, context: Context) -> Claims:
    """Splits inside the turns of the language spoken."""
    side = decoded_side(document, document.source_lang)
    if side is None:
        return Claims()
    found: dict[int, Boundary] = {}
    for k in range(1, len(side.sentences)):
        split = _split(document, side, k)
        if split:
            found[k] = split
            if trusted(side) and split.confidence >= _ASKED:
                first = _question(side, k)
                found[first] = _claim(document, side, first, split.confidence, "question_answer")
    return Claims(boundaries=tuple(b for _, b in sorted(found.items())))


def _question(side: Side, k: int) -> int:
    """The first sentence of the question that is answered at ``k``."""
    first = k - 1
    while (
        first > 1
        and side.sentences[first].gap == "inner"
        and side.sentences[first - 1].seen.asks
        and not side.sentences[first - 1].seen.tag
    ):
        first -= 1
    return first


def _split(document: Document, side: Side, k: int) -> Boundary | None:
    if not doubted(side, k):
        return None
    chance = float(side.decoded.change[k])
    before, here = side.sentences[k - 1], side.sentences[k]
    asked = before.seen.asks and not before.seen.tag
    top = 0.97 if not trusted(side) or (asked and here.gap == "again" and before.gap != "turn") else _CLEAN_CAP
    rule = "question_answer" if asked else "listener" if here.seen.listens or before.seen.listens else "change_of_speaker"
    return _claim(document, side, k, min(chance, top), rule)


def _claim(document: Document, side: Side, k: int, confidence: float, rule: str) -> Boundary:
    before, here = side.sentences[k - 1], side.sentences[k]
    at = before_marks(document.text, here.start)
    return Boundary(
        before.end if here.gap == "inner" and before.end <= at else at, at, True, rule, _why(side, k, before, here), round(confidence, 3)
    )


def _why(side: Side, k: int, before: Sentence, here: Sentence) -> str:
    reasons = evidence.model().reasons(side.rows[k])
    said = f"{before.text[-40:].strip()!r} is followed by {here.text[:40].strip()!r}"
    return said + (": " + "; ".join(reasons) if reasons else "; who speaks before and after fits")
