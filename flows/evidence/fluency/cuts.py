"""Cuts: stretches of a text that are left out, why, and what the text reads without them."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FILLER, STUTTER, REPEAT, FALSE_START, BACKCHANNEL = "filler", "stutter", "repeat", "false_start", "backchannel"

_ENDED = re.compile(r"""[.?!…。？！]["”’')\]」』]*\s*\Z""")
_WORD = re.compile(r"""["“‘'(\[]*([^\W\d_]+(?:['’][^\W\d_]+)?)(?![\w-])""")


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
    out, at, capital = "", 0, False
    for cut in [*cuts, Cut(len(text), len(text), "")]:
        kept = text[at:cut.start]
        out += _capitalised(kept) if capital else kept
        opens = not out.strip() or _ENDED.search(out) is not None
        capital = (capital and not kept) or (opens and text[cut.start:cut.start + 1].isupper())
        at = cut.end
    return out


def _capitalised(text: str) -> str:
    word = _WORD.match(text)
    if word is None or not word[1].islower() or len(word[1][0].upper()) != 1:
        return text
    return text[:word.start(1)] + word[1][0].upper() + text[word.start(1) + 1:]


class Residue:
    """A text while it is being cut: ``text`` is what is left of it, and stretches of that are cut next."""

    def __init__(self, text: str):
        self.text = self._whole = text
        self.cuts: list[Cut] = []

    def cut(self, found: Iterable[tuple[int, int]], what: str) -> None:
        """Leave out stretches of what is left (in order; one that overlaps the one before is passed over)."""
        fresh, at = [], 0
        for start, end in found:
            if at <= start < end:
                fresh.append((start, end))
                at = end
        if fresh:
            places = self._places()
            new = [Cut(places[a], places[b - 1] + 1, what) for a, b in fresh]
            old = [c for c in self.cuts if not any(n.start <= c.start and c.end <= n.end for n in new)]
            self.cuts = sorted([*old, *new])
            self.text = "".join(self._whole[a:b] for a, b in self._kept())

    def _kept(self) -> list[tuple[int, int]]:
        edges = [0, *(x for c in self.cuts for x in (c.start, c.end)), len(self._whole)]
        return list(zip(edges[::2], edges[1::2]))

    def _places(self) -> list[int]:
        """Where each character of what is left stands in the whole."""
        return [i for a, b in self._kept() for i in range(a, b)]
