"""From the path to links: which sentences translate which, whole, in claims on raw spans.

The path gives each sentence of the translation one sentence of the source. What it passed over within a turn belongs to the
neighbour it has more in common with; beads that are not sure by themselves go together with the bead before them in the same line.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from flows.document.model import Link
from flows.repairs.align.path import Path
from flows.repairs.align.units import Side

SURE = 4.0  # nats from which a bead stands by itself
USUAL = 8.0  # terms of the average sentence that are mixed into each estimate, so that a short line is not judged by two words alone
REFUSED = 0.08  # score of a whole line under which it is no translation of anything here


@dataclass
class Bead:
    """Sentences of the source (numbers, in order) and of the translation that belong together."""

    piece: int
    unit: int
    source: set[int] = field(default_factory=set)
    target: list[int] = field(default_factory=list)


def links(path: Path, kept: np.ndarray) -> tuple[Link, ...]:
    """Links of all sentences of the translation that are ``kept`` (not repeated), in their order."""
    chosen = np.flatnonzero(kept)
    if not len(chosen):
        return ()
    beads = _beads(path, chosen)
    _take_in(path, beads)
    scores = _scores(path, kept)
    out = []
    for bead in _joined(path, beads):
        score = float(np.average(scores[bead.target], weights=path.target.length[bead.target]))
        if score >= REFUSED:
            said, translated = _spans(path.source, sorted(bead.source)), _spans(path.target, bead.target)
            out.append(Link(said, translated, path.target.lang, round(score, 4), _method(path, bead)))
    return tuple(link for link in out if link.source and link.target)


def _beads(path: Path, chosen: np.ndarray) -> list[Bead]:
    """One bead for each run of sentences of a line that have the same place."""
    out: list[Bead] = []
    for j in chosen.tolist():
        piece, place = int(path.target.piece[j]), int(path.place[j])
        if not (out and out[-1].piece == piece and place in out[-1].source):
            out.append(Bead(piece, int(path.unit[place]), {place}))
        out[-1].target.append(j)
    return out


def _take_in(path: Path, beads: Sequence[Bead]) -> None:
    """Gives the source sentences that no bead has to the beads of their turn around them; a turn that was passed over stays alone."""
    owner = {i: b for b in beads for i in b.source}
    have = np.array(sorted(owner))
    lacking = np.setdiff1d(np.arange(have[0], have[-1] + 1), have)
    head = np.flatnonzero(path.unit[:have[0]] == path.unit[have[0]])
    tail = have[-1] + 1 + np.flatnonzero(path.unit[have[-1] + 1:] == path.unit[have[-1]])
    owner[int(have[0])].source.update(head.tolist())
    owner[int(have[-1])].source.update(tail.tolist())
    for gap in np.split(lacking, np.flatnonzero(np.diff(lacking) > 1) + 1) if len(lacking) else ():
        left, right = owner[int(gap[0]) - 1], owner[int(gap[-1]) + 1]
        mine, theirs = path.unit[gap] == left.unit, path.unit[gap] == right.unit
        if left.unit == right.unit:
            cut = _cut(path, gap, left, right)
            mine, theirs = np.arange(len(gap)) < cut, np.arange(len(gap)) >= cut
        left.source.update(gap[mine].tolist())
        right.source.update(gap[theirs].tolist())


def _cut(path: Path, gap: np.ndarray, left: Bead, right: Bead) -> int:
    """How many sentences of a gap within a turn belong to the bead before it."""
    a = np.array([path.score(left.target[-1], i) for i in gap.tolist()])
    b = np.array([path.score(right.target[0], i) for i in gap.tolist()])
    totals = np.r_[0.0, np.cumsum(a)] + np.r_[np.cumsum(b[::-1])[::-1], 0.0]
    return int(len(gap) - totals[::-1].argmax())  # of equals the latest


def _joined(path: Path, beads: Sequence[Bead]) -> list[Bead]:
    """Beads, the unsure ones together with their neighbour in the same line and turn."""
    out: list[Bead] = []
    weak = False
    nats = path.nats
    for bead in beads:
        unsure = float(nats[bead.target].sum()) < SURE
        if out and (unsure or weak) and out[-1].piece == bead.piece and out[-1].unit == bead.unit:
            out[-1].source |= bead.source
            out[-1].target += bead.target
            weak = weak and unsure
        else:
            out.append(bead)
            weak = unsure
    return out


def _scores(path: Path, kept: np.ndarray) -> np.ndarray:
    """For each sentence of the translation how sure it is that it stands where the path has it (0 to 1).

    Nats a term, against what the document's sentences usually have where they belong and where they do not; a sentence leans on its line.
    """
    terms = np.maximum(np.asarray(path.target_terms.counts.sum(1)).ravel(), 1.0)
    usual = float(np.median((path.nats / terms)[kept]))
    chance = float(np.mean(path.scores[kept].mean(1) / terms[kept]))
    line = path.target.piece
    line_terms, line_nats = (np.bincount(line, np.where(kept, x, 0.0)) for x in (terms, path.nats))
    by_line = (line_nats + USUAL * usual) / (line_terms + USUAL)
    rate = (path.nats + USUAL * by_line[line]) / (terms + USUAL)
    middle, step = (usual + chance) / 2, max((usual - chance) / 8, 1e-3)
    return 1 / (1 + np.exp(-np.clip((rate - middle) / step, -30, 30)))


def _spans(side: Side, sentences: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Raw spans of sentences in order, those that follow each other in one piece as one."""
    out: list[tuple[int, int, int]] = []
    last = -2
    for i in sentences:
        for piece, a, b in side.spans(i):
            if out and i == last + 1 and out[-1][0] == piece:
                out[-1] = (piece, out[-1][1], b)
            else:
                out.append((piece, a, b))
        last = i
    return tuple((a, b) for _, a, b in out)


def _method(path: Path, bead: Bead) -> str:
    """`layout` where print and path agree, else `dp-anchor` or `dp`, by whether a name or a number supports it."""
    printed = path.layout[bead.target].min() > 0.5
    same = set(path.source.group[list(bead.source)].tolist()) == set(path.target.group[bead.target].tolist())
    return "layout" if printed and same else "dp-anchor" if path.named[bead.target].any() else "dp"
