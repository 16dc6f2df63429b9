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
EVEN = 0.35  # rate (see `_rates`) at which a link is as likely right as wrong
FAIR, SHORT = 0.45, 12.0  # rate under which a line may be no translation of anything here; terms up to which a line cannot be judged by it


@dataclass
class Bead:
    """Sentences of the source (numbers, in order) and of the translation that belong together."""

    piece: int
    unit: int
    source: set[int] = field(default_factory=set)
    target: list[int] = field(default_factory=list)


def links(path: Path, kept: np.ndarray) -> tuple[Link, ...]:
    """Links of all sentences of the translation that are ``kept`` (not repeated), in their order."""
    if not kept.any():
        return ()
    rate = _rates(path, kept)
    chosen = np.flatnonzero(kept & ~_strangers(path, kept, rate))
    if not len(chosen):
        return ()
    beads = _beads(path, chosen)
    _take_in(path, beads)
    scores = _scores(path, kept, rate)
    out = []
    for bead in _joined(path, beads):
        score = float(np.average(scores[bead.target], weights=path.target.length[bead.target]))
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


def _terms(path: Path) -> np.ndarray:
    return np.maximum(np.asarray(path.target_terms.counts.sum(1)).ravel(), 1.0)


def _rates(path: Path, kept: np.ndarray) -> np.ndarray:
    """Nats a term of each sentence of the translation: 0 is what a sentence has with any place by chance, 1 is usual with its own."""
    terms = _terms(path)
    usual = float(np.median((path.nats / terms)[kept]))
    chance = float(np.mean(path.scores[kept].mean(1) / terms[kept]))
    return (path.nats / terms - chance) / max(usual - chance, 1e-3)


def _by_line(path: Path, kept: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sums over the kept sentences of each line (piece)."""
    return np.bincount(path.target.piece, np.where(kept, values, 0.0), minlength=int(path.target.piece.max()) + 1)


def _strangers(path: Path, kept: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Sentences of lines that translate nothing here: they have little in common with a unit that another line explains well."""
    line, unit = path.target.piece, path.unit[path.place]
    terms = _by_line(path, kept, _terms(path))
    rates = _by_line(path, kept, rate * _terms(path)) / np.maximum(terms, 1.0)
    doubtful = rates < FAIR * np.clip((terms - SHORT) / SHORT, 0.0, 1.0)
    printed = _by_line(path, kept, np.where(path.layout > 0.5, 1.0, 0.0)) > 0
    explained = np.unique(unit[kept & ~doubtful[line]])
    alone = _by_line(path, kept, np.where(np.isin(unit, explained), 0.0, 1.0)) > 0
    return (doubtful & ~printed & ~alone)[line]


def _scores(path: Path, kept: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """For each sentence of the translation how sure it is that it stands where the path has it (0 to 1). A sentence leans on its line."""
    terms = _terms(path)
    line = (_by_line(path, kept, rate * terms) + USUAL) / (_by_line(path, kept, terms) + USUAL)
    leaning = (rate * terms + USUAL * line[path.target.piece]) / (terms + USUAL)
    return 1 / (1 + np.exp(-np.clip((leaning - EVEN) / 0.1, -30, 30)))


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
