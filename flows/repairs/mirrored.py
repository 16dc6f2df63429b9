"""Turns of a translation where the spoken turns are: a line that translates two turns, or two lines read as one, is parted as they are.

Only links that are sure part a line, and only between sentences that they hold whole; where the translation says less than was
spoken nothing can be parted and nothing is.
"""
from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.document.model import Boundary, Claims, Document, Piece
from flows.evidence.context import Context

SURE, UNSURE = 0.5, 0.9  # score of a link from which it parts a line; confidence per score
AT_A_LINE = 0.95  # confidence that a turn begins with a printed line when the spoken turn changes there


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the translation, the spoken turn it translates (a number), and how sure that is."""

    start: int
    end: int
    turn: int
    score: float


def mirrored(document: Document, context: Context) -> Claims:
    """Boundaries in each translation where what was spoken changes turns."""
    source = _Turns(document)
    claims: list[Boundary] = []
    for lang in document.langs:
        if lang != document.source_lang:
            stretches = _steady(sorted(_stretches(document, lang, source), key=lambda s: s.start))
            claims += _claims(document.side(lang), stretches, source)
    return Claims(boundaries=tuple(claims))


class _Turns:
    """Numbers of the spoken turns by raw offset; ``starts`` says where each begins."""

    def __init__(self, document: Document):
        turns = document.turns(document.source_lang)
        self.starts = [t.start for t in turns]
        self._spans = sorted((a, b, n) for n, t in enumerate(turns) for a, b in t.spans)
        self._begins = [a for a, _, _ in self._spans]

    def most(self, spans: Sequence[tuple[int, int]]) -> tuple[int, float] | None:
        """The turn that holds most of the given spans, and how much of them."""
        shares: dict[int, int] = {}
        for start, end in spans:
            i = max(bisect.bisect_right(self._begins, start) - 1, 0)
            while i < len(self._spans) and self._spans[i][0] < end:
                a, b, n = self._spans[i]
                shares[n] = shares.get(n, 0) + max(min(b, end) - max(a, start), 0)
                i += 1
        total = sum(shares.values())
        best = max(shares, key=lambda n: (shares[n], -n), default=0)
        return (best, shares[best] / total) if total else None


def _stretches(document: Document, lang: str, source: _Turns) -> list[_Stretch]:
    out = []
    for link in document.links:
        found = source.most(link.source) if link.target_lang == lang else None
        if found:
            out += [_Stretch(a, b, found[0], link.score * found[1]) for a, b in link.target]
    return out


def _steady(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Single stretches that leave the turn of both their neighbours go back to it: they are likelier misplaced than two changes of turn."""
    out = list(stretches)
    for k in range(1, len(out) - 1):
        if out[k - 1].turn == stretches[k + 1].turn != out[k].turn:
            out[k] = replace(out[k], turn=out[k - 1].turn)
    return out


def _in_one_piece(starts: Sequence[int], a: int, b: int) -> bool:
    return b not in starts and bisect.bisect_right(starts, a) == bisect.bisect_right(starts, b)


def _claims(pieces: Sequence[Piece], stretches: Sequence[_Stretch], source: _Turns) -> list[Boundary]:
    out = []
    opening = {p.start: p.opens for p in pieces}
    starts = sorted(opening)
    for a, b in zip(stretches, stretches[1:]):
        if a.turn == b.turn:
            continue
        why = f"what it translates goes from the turn at {source.starts[a.turn]} to the turn at {source.starts[b.turn]}"
        if opening.get(b.start) is False:
            out.append(Boundary(b.start, b.start, True, "mirrored_turn", why, AT_A_LINE))
        elif min(a.score, b.score) >= SURE and _in_one_piece(starts, a.start, b.start):
            out.append(Boundary(a.end, b.start, True, "mirrored_turn", why, round(UNSURE + 0.08 * min(a.score, b.score), 3)))
    return out
