"""Cuts: stretches of a text that are left out, why, and what the text reads without them."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from schemas.smooth import left

FILLER, STUTTER, REPEAT, FALSE_START, BACKCHANNEL = "filler", "stutter", "repeat", "false_start", "backchannel"


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """Code points ``start`` to ``end`` of a text that its fluent form leaves out, and what they are."""

    start: int
    end: int
    what: str


def without(text: str, cuts: Sequence[Cut]) -> str:
    """``text`` without the cuts (in order, not overlapping).

    Spaces and marks that go with a word are in its cut, so what is left is put together as it stands, but for one letter: where a cut
    opens a sentence and begins with a capital, the next word gets it, if it is in small letters.

    >>> without("Um, we left.", [Cut(0, 4, "filler")])
    'We left.'
    """
    return left(text, [(c.start, c.end) for c in cuts])


class Residue:
    """A text while it is being cut: ``text`` is what is left of it, and stretches of that are cut next."""

    def __init__(self, text: str):
        self.text = self._whole = text
        self.cuts: list[Cut] = []
        self._kept = [(0, len(text))]
        self._passed = [0, len(text)]

    def cut(self, found: Iterable[tuple[int, int]], what: str) -> None:
        """Leave out stretches of what is left (in order; one that overlaps the one before is passed over)."""
        whole = [Cut(*self._whole_range(start, end), what) for start, end in _apart(found)]
        if whole:
            starts = [c.start for c in whole]
            self.cuts = sorted([*whole, *(c for c in self.cuts if not _covered(c, whole, starts))])
            self._kept = _between(self.cuts, len(self._whole))
            self._passed = [0, *accumulate(b - a for a, b in self._kept)]
            self.text = "".join(self._whole[a:b] for a, b in self._kept)

    def _whole_range(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of what is left stands in the whole; cuts within it are part of it, cuts at its ends are not."""
        first, last = bisect_right(self._passed, start) - 1, bisect_right(self._passed, end - 1) - 1
        return self._kept[first][0] + start - self._passed[first], self._kept[last][0] + end - self._passed[last]


def _apart(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in found:
        if at <= start < end:
            yield start, end
            at = end


def _covered(cut: Cut, by: Sequence[Cut], starts: Sequence[int]) -> bool:
    i = bisect_right(starts, cut.start) - 1
    return i >= 0 and cut.end <= by[i].end


def _between(cuts: Sequence[Cut], size: int) -> list[tuple[int, int]]:
    """What is left between cuts, none of it empty."""
    edges = [0, *(x for c in cuts for x in (c.start, c.end)), size]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2]) if a < b]
