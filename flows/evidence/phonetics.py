"""How alike two stretches of text sound: the chance that one was heard for the other, as a similarity from 0 to 1.

    >>> round(similarity("DeepC", "DeepSeek"), 1) > round(similarity("DeepC", "OpenAI"), 1)
    True

Weighted edit distance over phones (flows.evidence.pronunciation), with the confusions of recognisers and of accents from
data/phones.yaml: vowels are cheap, sh/ch, s/th, l/r and voicing are near, final stops get lost. Words run together, so several
words may match one. ``SoundIndex`` finds which of many terms a stretch sounds like without comparing it with all of them.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from flows.evidence.pronunciation import CODE, CONSONANTS, VOWELS, encode, say, sounds

# Phones that a hearer sorts together: the skeleton of a word is what is left when vowels and these differences are taken away.
_CLASSES = {"P": "P B", "T": "T D TH DH", "K": "K G", "F": "F V", "S": "S Z SH ZH CH JH",
            "M": "M", "N": "N NG", "L": "L", "R": "R ER", "W": "W"}
_SKELETON = {CODE[p]: c for c, phones in _CLASSES.items() for p in phones.split()}
_KINDS = "".join(_CLASSES)
_TO_SKELETON = str.maketrans({c: _SKELETON.get(c, "") for c in CODE.values()})


# By how much two pronunciations may be alike beyond the share of phones that they have in common: of 2,649 pairs in real transcripts
# that are alike from 0.68 on, fewer than 1 % have it exceeded.
PLAIN = 0.36
_ROUNDING = 1e-9
_AT_ONCE = 256  # skeletons that are compared with all others at once
_MOST_FOUND = 50_000  # skeletons whose neighbours are kept


class _Costs:
    """The table of sounds as look-ups by coded phone."""

    def __init__(self) -> None:
        table = sounds()
        missed, edge = table["missed"], table["missed_at_edge"]
        self.missed = {CODE[p]: missed.get(p, missed["vowel" if p in VOWELS else "consonant"]) for p in VOWELS + CONSONANTS}
        self.edge = {c: min(edge.get(p, 9.0), self.missed[c]) for p, c in CODE.items()}
        other = (table["consonant_for_consonant"], table["vowel_for_consonant"], table["vowel_for_vowel"])
        self.swap: dict[str, dict[str, float]] = {}
        for p in VOWELS + CONSONANTS:
            self.swap[CODE[p]] = {CODE[q]: 0.0 if p == q else other[(p in VOWELS) + (q in VOWELS)] for q in VOWELS + CONSONANTS}
        for group in table["confusions"]:
            for pair in group["pairs"].split():
                p, q = (CODE[x] for x in pair.split("-"))
                self.swap[p][q] = self.swap[q][p] = group["cost"]


@lru_cache(maxsize=1)
def _costs() -> _Costs:
    return _Costs()


def skeleton(phones: str) -> str:
    """The consonants of a pronunciation by class: `ship` and `chip`, `moat` and `mode` have one skeleton each."""
    return phones.translate(_TO_SKELETON)


@lru_cache(maxsize=65536)
def kinds(bones: str) -> int:
    """Which kinds of consonants a skeleton has, a bit each."""
    return sum(1 << _KINDS.index(c) for c in set(bones))


@lru_cache(maxsize=131072)
def weight(phones: str) -> float:
    """What it would cost to miss the whole stretch."""
    missed = _costs().missed
    return sum(missed[c] for c in phones)


@lru_cache(maxsize=65536)
def distance(a: str, b: str, most: float = float("inf")) -> float:
    """Cost of hearing the coded phones ``a`` as ``b`` (the same both ways); a value above ``most`` may be cut short."""
    if a == b:
        return 0.0
    swap = _costs().swap
    steps = _missing(b)
    row = [0.0, *accumulate(steps)]
    for x, gone in zip(a, _missing(a)):
        swapped, corner = swap[x], row[0]
        left = corner + gone
        new = [left]
        for y, step, above in zip(b, steps, row[1:]):
            best, without = corner + swapped[y], above + gone
            if without < best:
                best = without
            left += step
            if best < left:
                left = best
            new.append(left)
            corner = above
        row = new
        if min(row) > most:
            return most + 1.0
    return row[-1]


@lru_cache(maxsize=65536)
def _missing(phones: str) -> tuple[float, ...]:
    """What it costs to miss each phone."""
    missed, edge, last = _costs().missed, _costs().edge, len(phones) - 1
    return tuple((edge if i in (0, last) else missed)[x] for i, x in enumerate(phones))


def alike(a: str, b: str, least: float = 0.0) -> float:
    """Similarity of two coded pronunciations, 0 to 1: one minus the distance over what the longer one weighs.

    Where it is below ``least`` it need not be known: it is 0 then, sooner.
    """
    if not a or not b:
        return 0.0
    lighter, heavier = weight(a), weight(b)
    if lighter > heavier:
        lighter, heavier = heavier, lighter
    if least and lighter < least * heavier:
        return 0.0  # what the longer one has more would have to be missed
    if least and Levenshtein.normalized_similarity(a, b) < least - PLAIN:
        return 0.0  # a cheap look before the costly one
    far = heavier * (1.0 - least)
    apart = distance(a, b, far)
    return 1.0 - apart / heavier if apart <= far else 0.0


def similarity(heard: str, meant: str) -> float:
    """How alike two written stretches sound, over the likely ways to say each; 0 where one of them has no English sound."""
    return max((alike(a, b) for a in say(heard) for b in say(meant)), default=0.0)


class SoundIndex:
    """Terms by sound. ``near`` compares a stretch only with terms whose skeleton is close.

    ``said`` gives pronunciations (ARPAbet) of terms whose spelling misleads; they come before those that the spelling gives.
    """

    def __init__(self, terms: Iterable[str], said: Mapping[str, Sequence[str]] = MappingProxyType({})):
        self._terms: dict[str, list[tuple[str, str, float]]] = {}  # pronunciation, term and weight by skeleton
        for term in terms:
            for phones in dict.fromkeys((*(encode(p) for p in said.get(term, ())), *say(term))):
                self._terms.setdefault(skeleton(phones), []).append((phones, term, weight(phones)))
        self._skeletons: Sequence[str] = sorted(self._terms)
        self._found: dict[str, list[str]] = {}

    def expect(self, ways: Iterable[str]) -> None:
        """Looks up many coded pronunciations that will be asked for: together that is much quicker than one by one."""
        self._look_up({skeleton(a) for a in ways} - self._found.keys())

    def near(self, heard: str, least: float = 0.7, most: int = 5) -> list[tuple[str, float]]:
        """Terms that sound like ``heard`` with at least that similarity, the nearest first, at most ``most`` of them."""
        return self.near_sounds(say(heard), least, most)

    def near_sounds(self, ways: Iterable[str], least: float = 0.7, most: int = 5) -> list[tuple[str, float]]:
        """The same for coded pronunciations."""
        best: dict[str, float] = {}
        for a in ways:
            own = weight(a)
            for key in self._close(skeleton(a)):
                for b, term, its in self._terms[key]:
                    if own < its * least - _ROUNDING or its < own * least - _ROUNDING:
                        continue  # as ``alike`` would find, sooner
                    score = alike(a, b, least)
                    if score and score > best.get(term, 0.0):
                        best[term] = score
        return sorted(best.items(), key=lambda x: (-x[1], x[0]))[:most]

    def _close(self, key: str) -> list[str]:
        if key not in self._found:
            self._look_up({key})
        return self._found[key]

    def _look_up(self, keys: AbstractSet[str]) -> None:
        """Which skeletons are close to each of these: the shorter it is, the less must be in common."""
        if len(self._found) + len(keys) > _MOST_FOUND:
            self._found.clear()
        long = sorted(k for k in keys if len(k) > 3)
        for some, least in ((long, 0.6), (sorted(keys - set(long)), 0.5)):
            for begin in range(0, len(some), _AT_ONCE):
                now = some[begin:begin + _AT_ONCE]
                for key, near in zip(now, cdist(now, self._skeletons, scorer=Levenshtein.normalized_similarity, score_cutoff=least)):
                    self._found[key] = [self._skeletons[i] for i in np.flatnonzero(near)]
