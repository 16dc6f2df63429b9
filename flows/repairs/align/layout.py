"""Whether what a file prints side by side translates each other, asked of its content and never taken for granted.

For each layout unit: is its translation better explained by its own source than by the sources printed a few units before and after?
In a true layout nearly always, in a drifted one hardly ever. A chain of two states (Rabiner 1989) turns these answers, some of them
chance, into stretches where the layout is believed, so a file whose halves differ is no difficulty.
"""
from __future__ import annotations

import math

import numpy as np
import scipy.sparse as sp

from flows.repairs.align import lexical
from flows.repairs.align.features import Bag
from flows.repairs.align.sums import memberships
from flows.repairs.align.units import Side

NEIGHBOURS = 4
TELLING = 4.0  # nats that the best of the neighbours must have for the answer to count
WINS = {True: 0.88, False: 0.15}  # chance that a unit's own source explains it best, where the layout holds and where it does not
CHANGES, HOLDS = 0.02, 0.85  # chance that the layout begins or ceases to hold between two units; that it holds at the beginning


def believed(source: Side, target: Side, s: Bag, t: Bag, p: sp.csr_matrix) -> dict[int, float]:
    """Chance, for each layout unit that has both sides, that they translate each other."""
    units = sorted((set(source.group.tolist()) & set(target.group.tolist())) - {-1})
    if not units:
        return {}
    mine, theirs = (memberships(_numbered(side.group, units), len(units)) @ terms.counts for side, terms in ((source, s), (target, t)))
    answers = _answers(mine.tocsr(), theirs.tocsr(), p, t.background())
    if len(units) > 3 and (answers != 0).mean() < 0.3:  # too little is known: learn from one half, ask the other
        answers = np.zeros(len(units), dtype=np.int64)
        half = (np.arange(len(units)) // 2) % 2
        for taught in (0, 1):
            learned = _taught(source, target, s, t, [u for u, h in zip(units, half) if h == taught], p)
            answers[half != taught] = _answers(mine.tocsr(), theirs.tocsr(), learned, t.background())[half != taught]
    return dict(zip(units, _smoothed(answers)))


def _numbered(group: np.ndarray, units: list[int]) -> np.ndarray:
    at = np.minimum(np.searchsorted(units, group), len(units) - 1)
    return np.where(np.asarray(units)[at] == group, at, -1)


def _answers(mine: sp.csr_matrix, theirs: sp.csr_matrix, p: sp.csr_matrix, background: np.ndarray) -> np.ndarray:
    """For each unit 1 (its own source explains it best), -1 (another does) or 0 (nothing to go by)."""
    favour = lexical.expectation(mine, p, background)
    n = mine.shape[0]
    own = np.asarray(theirs.multiply(favour).sum(1)).ravel()
    best = np.full(n, -np.inf)
    for k in [k for k in range(-NEIGHBOURS, NEIGHBOURS + 1) if k and abs(k) < n]:
        a, b = max(k, 0), n + min(k, 0)  # units whose neighbour k exists
        others = np.asarray(theirs[a:b].multiply(favour[a - k:b - k]).sum(1)).ravel()
        best[a:b] = np.maximum(best[a:b], others)
    return np.where(np.maximum(own, best) < TELLING, 0, np.where(own > best, 1, -1))


def _taught(source: Side, target: Side, s: Bag, t: Bag, units: list[int], p: sp.csr_matrix) -> sp.csr_matrix:
    """Translations that some layout units teach if they are believed."""
    sides = [memberships(_numbered(side.group, units), len(units)) for side in (source, target)]
    return lexical.learn(s, t, (sides[0], sides[1]), p)


def _smoothed(answers: np.ndarray) -> list[float]:
    """Chance of the state `holds` at each unit, given all answers (forward-backward)."""
    def seen(holds: bool) -> np.ndarray:
        return np.where(answers > 0, WINS[holds], np.where(answers < 0, 1 - WINS[holds], 1.0))

    likely = np.stack([seen(False), seen(True)], axis=1)
    move = np.array([[1 - CHANGES, CHANGES], [CHANGES, 1 - CHANGES]])
    n = len(answers)
    ahead, behind = np.zeros((n, 2)), np.ones((n, 2))
    now = np.array([1 - HOLDS, HOLDS])
    for k in range(n):
        now = (now @ move if k else now) * likely[k]
        now = now / now.sum()
        ahead[k] = now
    for k in range(n - 2, -1, -1):
        behind[k] = move @ (likely[k + 1] * behind[k + 1])
        behind[k] /= behind[k].sum()
    both = ahead * behind
    return [float(x) if math.isfinite(x) else 0.5 for x in both[:, 1] / both.sum(1)]
