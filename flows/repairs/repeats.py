"""Lines of a translation that say again what others say: copied blocks, and stretches translated a second time in other words.

The path of the alignment goes back where a translation starts again. Each stretch between such places covers a part of the source;
where two cover the same, the fullest contiguous one is kept: a stretch that lies within the reach of a longer one is the repeat,
and of two that only overlap at their ends the earlier keeps what both have. A line is called a repeat only where the kept lines
really say the same, so a line that the path misplaced is none.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from flows.document.model import Piece, Repeat
from flows.repairs.align.path import Path
from flows.repairs.align.sums import firsts, memberships

GAP = 12  # sentences of the source between two lines that begin a new stretch
ALIKE, ALIKE_ALONE = 0.2, 0.45  # likeness (cosine) of a repeated stretch of three lines or more, of one or two lines
COPIED = 0.97
SHORT, LONG = 12, 20  # characters from which a line next to its double, or far from it, is no thing that people say twice
STRAY = 0.5  # share of its double's rate of nats under which a line does not translate what stands where it is printed
WITHIN = 0.8  # share of a stretch's lines within the reach of others that makes the whole of it a repeat


@dataclass(frozen=True)
class Lines:
    """The printed lines of a translation.

    number  of the piece;  low, high, begin  first and last source sentence of its content, and the one it begins with.
    size, count  characters and terms;  terms  what it is made of, weighed by rarity;  texts  lines by their text.
    """

    pieces: tuple[Piece, ...]
    number: np.ndarray
    low: np.ndarray
    high: np.ndarray
    begin: np.ndarray
    size: np.ndarray
    count: np.ndarray
    terms: sp.csr_matrix
    texts: dict[str, list[int]]
    text: tuple[str, ...]

    def twins(self, line: int) -> list[int]:
        """Other lines with the same text."""
        return [k for k in self.texts[self.text[line]] if k != line]

    def alike(self, a: int, others: np.ndarray) -> float:
        """Cosine between one line and some lines taken together."""
        one, many = self.terms[a], sp.csr_matrix(self.terms[others].sum(0))
        norm = float(np.sqrt(one.multiply(one).sum() * many.multiply(many).sum()))
        return float(one.multiply(many).sum()) / norm if norm else 0.0


@dataclass(frozen=True)
class Again:
    """Line ``line`` says again what is said from raw offset ``of`` on; ``alike`` is its likeness with the kept lines of that content."""

    line: int
    of: int
    alike: float


def repeats(path: Path) -> tuple[Repeat, ...]:
    """Claims on the lines of the translation that are repeats, whole pieces, in order."""
    lines = _lines(path)
    stretches = _stretches(lines)
    gone = _covered(lines, stretches)
    out = []
    for a, b in [run for begin, end in stretches for run in _runs(gone, begin, end)]:
        said = [s for s in (_said(path, lines, k, gone) for k in range(a, b)) if s]
        weights = [float(lines.size[s.line]) for s in said]
        alike = float(np.average([s.alike for s in said], weights=weights)) if said else 0.0
        if said and alike >= (ALIKE if len(said) > 2 else ALIKE_ALONE):
            out += [_claim(path, lines, s, alike, len(said)) for s in said]
    return tuple(sorted([*out, *_single(path, lines, gone)], key=lambda r: r.start))


def _lines(path: Path) -> Lines:
    begin = firsts(path.target.piece)
    number = path.target.piece[begin]
    counts = (memberships(np.cumsum(path.target.line) - 1, len(begin)) @ path.target_terms.counts).tocsr()
    often = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log((len(begin) + 1) / (often + 1)).astype(np.float32)
    size = np.add.reduceat(path.target.length, begin)
    pieces = path.target.view.pieces
    text = tuple(path.target.view.raw[pieces[n].start:pieces[n].end] for n in number.tolist())
    texts: dict[str, list[int]] = {}
    for k, one in enumerate(text):
        texts.setdefault(one, []).append(k)
    low, high = np.minimum.reduceat(path.place, begin), np.maximum.reduceat(path.place, begin)
    count = np.asarray(counts.sum(1)).ravel()
    return Lines(pieces, number, low, high, path.place[begin], size, count, (counts @ sp.diags(rare)).tocsr(), texts, text)


def _stretches(lines: Lines) -> list[tuple[int, int]]:
    """Lines ``a``..``b`` that go through the source without going back or leaving much out."""
    back = lines.low[1:] < lines.low[:-1]
    ahead = lines.low[1:] > lines.high[:-1] + GAP
    edges = [0, *(np.flatnonzero(back | ahead) + 1).tolist(), len(lines.low)]
    return list(zip(edges, edges[1:]))


def _covered(lines: Lines, stretches: list[tuple[int, int]]) -> np.ndarray:
    """Which lines have their content in a stretch that is preferred to their own."""
    gone = np.zeros(len(lines.low), dtype=bool)
    middle = (lines.low + lines.high) / 2
    kept: list[tuple[int, int]] = []
    for a, b in sorted(stretches, key=lambda s: (-int(lines.size[s[0]:s[1]].sum()), s[0])):
        mine = np.arange(a, b)
        within = {k: (middle[mine] >= lines.low[k[0]:k[1]].min()) & (middle[mine] <= lines.high[k[0]:k[1]].max()) for k in kept}
        union = np.any(list(within.values()), axis=0) if within else np.zeros(b - a, dtype=bool)
        if union.mean() >= WITHIN:
            gone[mine[union]] = True
            continue
        for (c, d), inside in within.items():
            if a > c:
                gone[mine[inside]] = True
            else:
                theirs = np.arange(c, d)
                gone[theirs[(middle[theirs] >= lines.low[a:b].min()) & (middle[theirs] <= lines.high[a:b].max())]] = True
        kept.append((a, b))
    return gone


def _runs(gone: np.ndarray, begin: int, end: int) -> list[tuple[int, int]]:
    """Covered lines of one stretch, those in a row together."""
    edges = begin + np.flatnonzero(np.diff(np.r_[False, gone[begin:end], False].astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist()))


def _said(path: Path, lines: Lines, line: int, gone: np.ndarray) -> Again | None:
    """The kept lines with the content of one that is covered; None where there are none."""
    same = np.flatnonzero(~gone & (lines.low <= lines.high[line]) & (lines.high >= lines.low[line]))
    return Again(line, _beginning(path, lines, line, same), lines.alike(line, same)) if len(same) else None


def _beginning(path: Path, lines: Lines, line: int, kept: np.ndarray) -> int:
    """Raw offset, in the kept lines, of the sentence with the content that a line begins with."""
    own = np.flatnonzero(np.isin(path.target.piece, lines.number[kept]))
    nearest = own[np.abs(path.place[own] - lines.begin[line]).argmin()]
    return path.target.spans(int(nearest))[0][1]


def _claim(path: Path, lines: Lines, said: Again, alike: float, together: int) -> Repeat:
    piece = lines.pieces[lines.number[said.line]]
    twin = next((k for k in lines.twins(said.line) if said.alike >= COPIED or lines.size[k] >= SHORT), None)
    if twin is None:
        rule, what = "translated_again", "the same content in other words"
        confidence = min(0.8 + 0.3 * (alike - ALIKE) + 0.01 * min(together, 10), 0.98)
    else:
        rule, what, confidence = "copied_translation", f"the same text as the line at {lines.pieces[lines.number[twin]].start}", 0.99
    evidence = f"{what}; likeness {said.alike:.2f} with what is kept, {alike:.2f} over the {together} lines that start again together"
    return Repeat(piece.start, piece.end, said.of, rule, evidence, round(confidence, 3))


def _single(path: Path, lines: Lines, gone: np.ndarray) -> list[Repeat]:
    """Single lines that stand twice: right after each other, or one of them where something else was spoken."""
    out = []
    rate = np.add.reduceat(path.nats, firsts(path.target.piece)) / np.maximum(lines.count, 1)
    for k in np.flatnonzero(~gone & (lines.size >= SHORT)).tolist():
        for twin in (t for t in lines.twins(k) if not gone[t] and not gone[k]):
            follows = twin == k - 1 and lines.low[k] <= lines.high[twin] and lines.high[k] >= lines.low[twin]
            if follows or (lines.size[k] >= LONG and rate[k] < STRAY * rate[twin]):
                gone[k] = True
                out.append(_claim(path, lines, Again(k, _beginning(path, lines, k, np.array([twin])), 1.0), 1.0, 1))
    return out
