"""Whose labels of one language are whose of the other, where a file prints all of one language first and then all of the other.

The order of turns tells it, and who says much and who little: under the right reading both halves are one conversation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations

from rapidfuzz.distance import LCSseq

Turn = tuple[str, int]  # a label and how much is said under it
_MOST = 5  # people on a side who are looked at
_ORDER = 0.8  # of the turns of the shorter half that stand in the same order
_MARGIN = 0.08  # by which a reading is better than the next
_LEAST = 4  # turns of a half


def matched(first: Sequence[Turn], second: Sequence[Turn]) -> dict[tuple[str, str], int]:
    """For each label of the first half and the one of the second that means the same, how many of their turns answer each other; empty
    where no reading is clearly the best.

    >>> matched([('ANN', 9), ('BO', 40)] * 3, [('安', 4), ('博', 22)] * 3)
    {('ANN', '安'): 3, ('BO', '博'): 3}
    """
    ours, theirs = _shares(first), _shares(second)
    if min(len(first), len(second)) < _LEAST or set(ours) & set(theirs) or not 2 <= min(len(ours), len(theirs)):
        return {}
    few, many = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    readings = [dict(zip(few, chosen)) for chosen in permutations(many, len(few))]
    if few is theirs:
        readings = [{b: a for a, b in r.items()} for r in readings]
    told = sorted(((_fits(r, first, second, ours, theirs), n) for n, r in enumerate(readings)), reverse=True)
    (best, order), n = told[0]
    same = order == 1.0 and len(first) == len(second)
    if order < _ORDER or len(told) > 1 and best - told[1][0][0] < _MARGIN and not same:
        return {}
    counts = Counter(label for label, _ in first), Counter(label for label, _ in second)
    return {(a, b): min(counts[0][a], counts[1][b]) for a, b in readings[n].items()}


def _shares(turns: Sequence[Turn]) -> dict[str, float]:
    """How much of a half each of its people says, for those who say most."""
    sizes: Counter[str] = Counter()
    for label, size in turns:
        sizes[label] += size
    total = sizes.total() or 1
    return {label: size / total for label, size in sorted(sizes.items(), key=lambda x: (-x[1], x[0]))[:_MOST]}


def _fits(
    reading: Mapping[str, str], first: Sequence[Turn], second: Sequence[Turn], ours: Mapping[str, float], theirs: Mapping[str, float]
) -> tuple[float, float]:
    """(how well a reading fits, the share of turns in the same order under it)."""
    numbers = {label: n for n, pair in enumerate(reading.items()) for label in pair}
    one, two = ([numbers.get(label, -1 - side) for label, _ in turns] for side, turns in enumerate((first, second)))
    order = LCSseq.similarity(one, two) / min(len(one), len(two))
    apart = sum(abs(ours[a] - theirs[b]) for a, b in reading.items()) / 2
    return order - apart, order
