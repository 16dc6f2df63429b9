"""The path through both sides: for each sentence of the translation, the sentence of the source that it translates.

First coarsely over the whole document (stretches of a turn against sentences, with jumps), or by the layout where that can be
believed; then sentence by sentence in a band around it; then again with what the first path taught of the words.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from flows.document.model import Document
from flows.evidence.translation import table
from flows.repairs.align import dp, lexical
from flows.repairs.align.features import Bag, bag
from flows.repairs.align.layout import believed
from flows.repairs.align.sums import chunks, firsts, memberships
from flows.repairs.align.units import Side, side

CELLS = 12_000_000  # of the coarse programme; longer documents get coarser units
BAND = 80  # sentences of the source that the fine programme considers for each sentence of the translation
STRETCH = 8  # sentences of a turn that the coarse programme takes together
ROWS = 64
FAR, DEPTH = 2.0, 0.3  # nats against a place elsewhere in the conversation, and the distance (of all of it) from which they count in full
ASKED = 1.0  # nats for a question that translates a question; half of that against one that does not
UNEQUAL = 0.5  # nats against a sentence e times as long or as short as is usual
PRINTED = 5.0  # nats against leaving a layout unit that is believed
COARSE, FINE = dp.Prices(), dp.Prices(near=12)


@dataclass(frozen=True)
class Both:
    """Two sides and the terms of their sentences."""

    source: Side
    target: Side
    s: Bag
    t: Bag


@dataclass(frozen=True)
class Path:
    """Where each sentence of the translation belongs.

    place   number of the source sentence.
    scores, low  how much more probable each sentence is as the translation of those of its band than by itself (nats, but for a
            constant a term): ``scores[j, k]`` is that of source sentence ``low[j] + k``.
    layout  chance, for each sentence of the translation, that the unit it is printed in holds what it translates (0 where none is printed).
    named   whether it shares a name or a number with its source sentence.
    by_layout  whether the layout as a whole is believed, so that printed paragraphs count as units.
    """

    source: Side
    target: Side
    source_terms: Bag
    target_terms: Bag
    place: np.ndarray
    scores: np.ndarray
    low: np.ndarray
    layout: np.ndarray
    named: np.ndarray
    by_layout: bool

    def score(self, target: int, source: int) -> float:
        """Nats of one pair of sentences, 0 outside the band."""
        k = source - int(self.low[target])
        return float(self.scores[target, k]) if 0 <= k < self.scores.shape[1] else 0.0

    @property
    def nats(self) -> np.ndarray:
        """Score of each sentence of the translation where the path has it."""
        return self.scores[np.arange(len(self.place)), self.place - self.low]

    @property
    def unit(self) -> np.ndarray:
        """For each source sentence the unit that translations keep whole: its printed paragraph, or where the layout is false its turn."""
        return self.source.piece if self.by_layout else self.source.turn


def find_path(document: Document, source_lang: str, target_lang: str) -> Path | None:
    """Aligns two sides of a document; None where one of them has no words."""
    source, target = side(document, source_lang), side(document, target_lang)
    if not len(source) or not len(target):
        return None
    shipped = table(source_lang, target_lang)
    both = Both(source, target, bag(source, shipped is None), bag(target, shipped is None))
    p = lexical.known(both.s, both.t, shipped)
    holds = believed(source, target, both.s, both.t, p)
    trust = np.array([holds.get(g, 0.0) for g in target.group.tolist()])
    by_layout = float(trust.mean()) > 0.5
    middle = _by_layout(both, holds) if by_layout else _coarse(both, p, 0.0 if shipped else FAR)
    place, scores, low = _fine(both, p, middle, trust, by_layout)
    for _ in range(1 if shipped or by_layout else 2):
        aligned = memberships(np.arange(len(source)), len(source)), memberships(place, len(source))
        p = lexical.learn(both.s, both.t, aligned, p)
        middle = middle if shipped or by_layout else _coarse(both, p, 0.0)
        place, scores, low = _fine(both, p, middle, trust, by_layout)
    named = np.asarray((both.s.counts @ lexical.anchors(both.s, both.t))[place].multiply(both.t.counts).sum(1)).ravel() > 0
    return Path(source, target, both.s, both.t, place, scores, low, trust, named, by_layout)


def _by_layout(both: Both, holds: dict[int, float]) -> np.ndarray:
    """Source sentence in the middle of each target sentence's band: as far into its layout unit as the sentence is into its own."""
    source, target = both.source, both.target
    first = {int(source.group[k]): int(k) for k in firsts(source.group)[::-1]}
    size = {int(g): int(n) for g, n in zip(*np.unique(source.group, return_counts=True))}
    out, last = np.zeros(len(target), dtype=np.int64), 0
    begins = firsts(target.group)
    for a, b in zip(begins.tolist(), [*begins[1:].tolist(), len(target)]):
        g = int(target.group[a])
        if g in holds:
            out[a:b] = first[g] + (np.arange(b - a) * size[g]) // (b - a)
            last = first[g] + size[g]
        else:
            out[a:b] = last
    return np.minimum(out, len(source) - 1)


def _coarse(both: Both, p: sp.csr_matrix, far: float) -> np.ndarray:
    """For each target sentence the first source sentence of the stretch it translates, found over the whole document.

    far  nats against a place at another depth of the conversation, where too little else is known.
    """
    source, target = both.source, both.target
    sc, tc, across = _units(source, target)
    first, begins = firsts(sc), firsts(tc)
    favour = lexical.expectation((memberships(sc, len(first)) @ both.s.counts).tocsr(), p, both.t.background())
    counts = (memberships(tc, len(begins)) @ both.t.counts).tocsr()
    depth, tdepth = _depth(source, first), _depth(target, begins)
    rows = (row - far * np.minimum(np.abs(depth - tdepth[a + k]) / DEPTH, 1.0)
            for a in range(0, len(begins), ROWS) for k, row in enumerate((counts[a:a + ROWS] @ favour.T).toarray()))
    opens = np.ones(len(first), dtype=bool) if across else source.opens[first]
    weight = 0.02 * np.bincount(sc, _size(source))
    path = dp.decode(rows, np.zeros(len(begins), dtype=np.int64), target.line[begins], dp.Places(opens, weight, COARSE))
    return first[path[tc]]


def _depth(side: Side, begins: np.ndarray) -> np.ndarray:
    """How far into the conversation (0 to 1) stretches begin, by characters."""
    return (np.cumsum(side.length) - side.length)[begins] / max(int(side.length.sum()), 1)


def _units(source: Side, target: Side) -> tuple[np.ndarray, np.ndarray, bool]:
    """Stretches of both sides, as fine as fits into ``CELLS``; the last value says that they run over turns."""
    for tsize in (3, 8, 24):
        sc, tc = chunks(source.turn, STRETCH), chunks(target.piece, tsize)
        if (sc[-1] + 1) * (tc[-1] + 1) <= CELLS:
            return sc, tc, False
    size = STRETCH
    while (len(source) // size + 1) * (tc[-1] + 1) > CELLS:
        size *= 2
    return chunks(np.zeros(len(source), dtype=np.int64), size), tc, True


def _size(source: Side) -> np.ndarray:
    """Characters of each sentence, those of scripts without spaces counted threefold (they say as much as three letters)."""
    return source.length * (3 if source.spaceless else 1)


def _fine(both: Both, p: sp.csr_matrix, centre: np.ndarray, trust: np.ndarray,
          by_layout: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``(place, scores, low)``: the best source sentence for each target sentence within a band around ``centre``."""
    source, target = both.source, both.target
    band = min(BAND, len(source))
    low = np.clip(centre - (band - STRETCH) // 2, 0, len(source) - band)
    scores = np.concatenate(list(_scores(both, p, low, band)))
    own = source.group[low[:, None] + np.arange(band)] == target.group[:, None]
    bound = np.where(trust > 0.5, PRINTED * trust, 0.0)[:, None]
    opens = source.line if by_layout else source.opens
    places = dp.Places(opens, 0.3 + 0.01 * _size(source), FINE)
    place = dp.decode(scores - np.where(own, 0.0, bound), low, target.line, places)
    return place, scores, low


def _scores(both: Both, p: sp.csr_matrix, low: np.ndarray, band: int) -> Iterator[np.ndarray]:
    """Scores of the band, block by block of target sentences; where a block jumps far, each sentence by itself."""
    source, target, s, t = both.source, both.target, both.s, both.t
    favour = lexical.expectation(s.counts, p, t.background()).T.tocsc()
    size, tsize = np.log(source.length + 10.0), np.log(target.length * (source.length.sum() / target.length.sum()) + 10.0)
    for a in range(0, len(target), ROWS):
        b = min(a + ROWS, len(target))
        far = int(low[a:b].max() - low[a:b].min()) > 6 * band
        for x, y in ([(j, j + 1) for j in range(a, b)] if far else [(a, b)]):
            lo, hi = int(low[x:y].min()), int(low[x:y].max()) + band
            block = (t.counts[x:y] @ favour[:, lo:hi]).toarray()
            asks, asked = t.asks[x:y, None], s.asks[None, lo:hi]
            block += np.where(asks & asked, ASKED, np.where(asks != asked, -ASKED / 2, 0.0))
            block -= UNEQUAL * np.abs(size[lo:hi] - tsize[x:y, None])
            yield np.take_along_axis(block, (low[x:y] - lo)[:, None] + np.arange(band), axis=1).astype(np.float32)
