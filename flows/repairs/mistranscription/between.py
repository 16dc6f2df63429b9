"""The words between which a stretch stands, and how well others would fit there."""
from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.evidence.language_model import BEGIN, END, beside, gain, knows
from flows.repairs.mistranscription.sides import Side

_HOPELESS = -1.0  # nats by which a word may fit worse beside its neighbours and still better in the sentence
FILLERS = frozenset("um uh er ah hmm mm".split())
_STOP = re.compile(r"[.?!;:\u2014\n\"“”()]|(?:^|\s)[-\u2013](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Between:
    """At most two words before a stretch and two after it, in lower case, as far as its sentence goes; fillers aside."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def gain(self, text: str, other: str) -> float:
        """By how many nats ``other`` fits better than ``text`` (see ``language_model.gain``); 0 where the model lacks a word of them."""
        words, others = _lower(text).split(), _lower(other).split()
        return gain(self.before, words, self.after, others) if all(map(knows, (*words, *others))) else 0.0


    def may_gain(self, word: str, other: str) -> bool:
        """Whether one word in lower case may fit better than another, by the words next to it alone, which is quicker to ask."""
        return beside(self.before[-1], word, self.after[0], other) > _HOPELESS


def between(side: Side, first: int, size: int) -> Between:
    """What ``size`` tokens of an English side from ``first`` on stand between."""
    return Between(_before(side, first), _after(side, first + size - 1))


def times(nats: float) -> str:
    """A gain as a reader says it.

    >>> times(6.0), times(2.1)
    ('400', '8')
    """
    return f"{float(f'{math.exp(nats):.0e}'):,.0f}"


def _before(side: Side, i: int) -> tuple[str, ...]:
    out: list[str] = []
    while len(out) < 2:
        if i == 0 or _begins(side, i):
            return (*[BEGIN] * (2 - len(out)), *out)
        i -= 1
        out[:0] = _spoken(side, i)
    return tuple(out)


def _after(side: Side, i: int) -> tuple[str, ...]:
    out: list[str] = []
    while len(out) < 2:
        i += 1
        if i == len(side.words) or _begins(side, i):
            return (*out, END)
        out += _spoken(side, i)
    return tuple(out)


def _spoken(side: Side, i: int) -> Sequence[str]:
    word = _lower(side.words[i])
    return () if word in FILLERS else (word,)


def _begins(side: Side, i: int) -> bool:
    """Whether a sentence, or a part of one that is set apart, begins with token ``i``."""
    gap = side.before[i]
    return side.begins[i] in side.parts or gap != " " and _STOP.search(gap) is not None


@lru_cache(maxsize=65536)
def _lower(text: str) -> str:
    return text.lower().replace("’", "'")
