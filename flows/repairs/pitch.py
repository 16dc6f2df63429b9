"""Where a text was cut every so many characters: the width of the wrap and its joins, found from the text alone.

A text of which every stretch of ``width`` characters became a line, and the lines were joined with a space, has a join every
``width + 1`` characters, one less for each join that fell on a space (the line lost it). So between joins the distance says
how many of them stand inside words. A path over joins (dynamic programming, as in hidden Markov models) finds them all at once.
"""
from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

WIDTHS = range(24, 421)

# What a join is: inside a word, before a line that lost its space, after one; and where a line of the raw file begins.
_TORN, _LEADING, _TRAILING, _BEGIN = 0, 1, 2, 3
# Odds of a join that starts afresh: anywhere (text came or went after wrapping), or where a line begins (each line was wrapped by itself).
_JUMP, _LINE = -12.0, -5.0
_NEVER = -1e9
_STRONG = 4.0


@dataclass(frozen=True, slots=True)
class Join:
    """A space of the text where two lines of the wrap meet.

    torn    it stands inside a word (or before its punctuation): it was no space before the text was wrapped.
    locked  the distances to the joins on both sides leave no other reading.
    """

    position: int
    torn: bool
    locked: bool


@dataclass(frozen=True, slots=True)
class Wrap:
    """``width`` characters a line, the joins in order, and how many nats likelier this is than a text never wrapped."""

    width: int
    joins: tuple[Join, ...]
    gain: float


def find_wrap(length: int, spaces: np.ndarray, odds: np.ndarray, starts: np.ndarray, variants: Sequence[np.ndarray]) -> Wrap | None:
    """The wrap of a text of ``length`` characters, or None where it was never wrapped.

    spaces    positions where its words are parted, ascending.
    odds      for each, the log-likelihood ratio that it parts one word, seen from its neighbours alone.
    starts    positions where a line of the raw file begins (the wrap may begin afresh there).
    variants  of what may have come in after the text was wrapped, and then does not count: stretches (start, end), ascending.
    """
    best: Wrap | None = None
    for gone in variants:
        kept = spaces[~_inside(spaces, gone)]
        found = _best(length - int(np.diff(gone).sum()), _without(kept, gone), odds[~_inside(spaces, gone)], _without(starts, gone))
        if found and (best is None or found.gain > best.gain):
            where = dict(zip(_without(kept, gone).tolist(), kept.tolist()))
            best = replace(found, joins=tuple(replace(j, position=where[j.position]) for j in found.joins))
        if best and _full(best, length):
            break
    return best


def _best(length: int, spaces: np.ndarray, odds: np.ndarray, starts: np.ndarray) -> Wrap | None:
    best: Wrap | None = None
    for width in _candidates(spaces[odds >= _STRONG], length):
        wrap = _decode(length, spaces, odds, starts, width)
        if wrap and (best is None or wrap.gain > best.gain):
            best = wrap
        if best and _full(best, length):
            break
    return best


def _full(wrap: Wrap, length: int) -> bool:
    """Whether the wrap explains the text so well that no other can do better."""
    return wrap.gain * wrap.width > 5 * length


def _inside(positions: np.ndarray, stretches: np.ndarray) -> np.ndarray:
    k = np.searchsorted(stretches[:, 0], positions, side="right") - 1
    return (k >= 0) & (positions < np.append(stretches[:, 1], 0)[k])


def _without(positions: np.ndarray, stretches: np.ndarray) -> np.ndarray:
    """Positions as they are when the stretches are taken out."""
    k = np.searchsorted(stretches[:, 0], positions, side="right")
    gone = np.concatenate([[0], np.cumsum(stretches[:, 1] - stretches[:, 0])])
    return positions - gone[k] + np.maximum(np.append(stretches[:, 1], 0)[k - 1] - positions, 0)


def _candidates(torn: np.ndarray, length: int) -> list[int]:
    """Widths to try: distances of words that look torn which recur too often to be chance (Poisson), likeliest first."""
    if len(torn) < 6:
        return []
    gaps: Counter[int] = Counter()
    for k in range(1, min(len(torn), 30)):
        step = torn[k:] - torn[:-k]
        step = step[step <= WIDTHS[-1] + 1]
        if not len(step):
            break
        gaps.update(step.tolist())
    chance = len(torn) ** 2 / length
    rated = []
    for gap, seen in gaps.items():
        surplus = seen * math.log(seen / chance) - seen + chance if seen > chance else 0.0
        if gap - 1 in WIDTHS and seen >= 3 and surplus > 6:
            rated.append((-surplus, gap - 1))
    return [width for _, width in sorted(rated)[:3]]


def _decode(length: int, spaces: np.ndarray, odds: np.ndarray, starts: np.ndarray, width: int) -> Wrap | None:
    """The likeliest path over joins ``width`` apart. Blocks of width - 1 positions depend on earlier ones only: each is one numpy step.

    Positions are counted from one here: a line that begins at ``s`` is a join at ``s``, also for the first line.
    """
    n = length + 1
    share = max(len(spaces), 1) / n
    gain = np.full((3, n), _NEVER)
    gain[_TORN, spaces + 1] = np.clip(odds, -12, 12) + math.log(max(1 - 2 * share, 0.1))
    gain[_LEADING, spaces + 1] = gain[_TRAILING, spaces + 1] = math.log(share)
    gain -= math.log(share)  # that a space stands where one was foretold, against a space by chance
    score, back = np.full((4, n), _NEVER), np.full((4, n), -1, dtype=np.int64)
    best, best_at = 0.0, -1
    for a in range(0, n, width - 1):
        b = min(a + width - 1, n)
        for kind in (_TORN, _LEADING, _TRAILING):
            value, origin = _predecessors(score, kind, a, b, width)
            fresh = value < best + _JUMP
            score[kind, a:b] = np.where(fresh, best + _JUMP, value) + gain[kind, a:b]
            back[kind, a:b] = np.where(fresh, best_at, origin)
        top = score[:3, a:b].argmax(axis=0)
        peak = score[top, np.arange(a, b)]
        for at in starts[np.searchsorted(starts, a):np.searchsorted(starts, b)]:
            inner = int(peak[:at - a].argmax()) if at > a else 0
            inside = at > a and peak[inner] > best
            score[_BEGIN, at] = (peak[inner] if inside else best) + _LINE
            back[_BEGIN, at] = (a + inner) * 4 + top[inner] if inside else best_at
        inner = int(peak.argmax())
        if peak[inner] > best:
            best, best_at = float(peak[inner]), (a + inner) * 4 + int(top[inner])
    return _wrap(back, width, best, best_at)


def _predecessors(score: np.ndarray, kind: int, a: int, b: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Score and place of the best join one line before each position of a..b, for joins of one kind. A place is position * 4 + kind."""
    value, origin = np.full(b - a, _NEVER), np.full(b - a, -1, dtype=np.int64)
    for before in (_TORN, _LEADING, _TRAILING, _BEGIN):
        step = width + 1 - (before == _LEADING) - (kind == _TRAILING)
        lo = max(a, step)
        if lo < b:
            earlier = score[before, lo - step:b - step]
            better = earlier > value[lo - a:]
            value[lo - a:][better] = earlier[better]
            origin[lo - a:][better] = (np.arange(lo - step, b - step) * 4 + before)[better]
    return value, origin


def _wrap(back: np.ndarray, width: int, gain: float, place: int) -> Wrap | None:
    path: list[tuple[int, int]] = []
    while place >= 0:
        path.append((place // 4, place % 4))
        place = int(back[place % 4, place // 4])
    path.reverse()
    if gain < 25 or gain < 3 * len(path):
        return None
    steps = [(q - p, before, kind) for (p, before), (q, kind) in pairwise(path)]
    regular = [step == width + 1 - (before == _LEADING) - (kind == _TRAILING) for step, before, kind in steps]
    held = [x and y for x, y in zip([False, *regular], [*regular, False])]
    return Wrap(width, tuple(Join(at - 1, kind == _TORN, sure) for (at, kind), sure in zip(path, held) if kind != _BEGIN), gain)
