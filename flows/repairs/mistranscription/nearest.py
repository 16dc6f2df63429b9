"""A candidate from a name or word that sounds like a window; shared by the generators that go by sound."""
from __future__ import annotations

from flows.evidence.phonetics import similarity
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.lexical import heard_as
from flows.repairs.mistranscription.sides import Side

_REASONS = {"sound": "no known word, sounds like {after!r} ({score:.2f})",
            "person": "sounds like the name {after!r} ({score:.2f})",
            "metadata": "sounds like {after!r} of the metadata ({score:.2f})",
            "torn name": "together these words sound like {after!r} ({score:.2f})",
            "meaning": "sounds like {after!r} ({score:.2f})",
            "spelling": "no known word, nearly {after!r} (sounds alike {score:.2f})"}


def nearest(side: Side, known: Knowledge, first: int, size: int, term: str, score: float, rule: str, name: str | None = None,
            **more: float) -> Candidate:
    """``size`` tokens from ``first`` on read as ``term``, which sounds like them (``score``); an ending that was heard stays on it.

    ``name`` is the name of the lexicon in ``term``, where that is more than it.
    """
    begin, end = side.window(first, size)  # type: ignore[misc]
    heard = side.text[begin:end]
    after = heard_as(heard, term, known.kind_of(term), side.text[end:end + 5]) if rule not in ("spelling", "meaning") else term
    if after != term:
        score = max(score, similarity(heard, after))
    features = {"sound": score, **about(side, known, first, size, after, known.beside(side).at(begin), name or term), **more}
    return Candidate(begin, end, heard, after, rule, features, (_REASONS[rule].format(after=after, score=score),))
