"""Where a stretch of talk recurs, nearly word for word, in a longer one: clips of an opening montage in the body of a talk.

A dynamic programme over the words of the stretch: each word stands at a place of the body or at none; going on in the body is
free, skipping a few of its words (a stutter dropped, a clause cut) costs a little, and jumping elsewhere (a splice) costs more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.U)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z]+(?:['’][^\W\d]+)*|\d+|[^\W\d]+")
_DIGIT = re.compile(r"\d")
_SEED = 3  # words in a row that make a place worth looking at
_REACH = 12  # words around a seed that belong to the place
_SKIP, _LEAP, _JUMP, _STRAY = 30, 0.5, 3.0, 0.7
_COMMON_SEEDS = 6


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or part of one ('OpenAI' is two), in lower case, with its position in the text."""

    word: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Words ``first``..``last`` (inclusive) of the stretch recur in the body: ``places`` holds for each of them its body word, or -1."""

    first: int
    last: int
    places: tuple[int, ...]

    @property
    def matched(self) -> int:
        return sum(p >= 0 for p in self.places)


def tokens(text: str) -> list[Token]:
    """The words of a text, compounds taken apart.

    >>> [t.word for t in tokens("OpenAI bought GPT4, didn't it?")]
    ['open', 'ai', 'bought', 'gpt', '4', "didn't", 'it']
    """
    out = []
    for m in _WORD.finditer(text):
        parts = [(p.start(), p.end()) for p in _PART.finditer(m[0])] if not m[0].islower() or _DIGIT.search(m[0]) else []
        spans = parts if sum(b - a for a, b in parts) == len(m[0]) else [(0, len(m[0]))]
        out += [Token(m[0][a:b].lower().replace("’", "'"), m.start() + a, m.start() + b) for a, b in spans]
    return out


def clips(stretch: Sequence[str], body: Sequence[str], least: int = 4, apart: int | None = None) -> list[Clip]:
    """Runs of the stretch that recur in the body, in order; a run ends where the next words stand elsewhere in the body or nowhere.

    ``least``: words that a run must share with the body to count. ``apart``: the body begins with the stretch itself, and a word's place
    must be so many words after it.
    """
    candidates = _candidates(stretch, body, apart)
    places = _best(stretch, candidates)
    return _runs(places, least)


def _candidates(stretch: Sequence[str], body: Sequence[str], apart: int | None) -> list[list[int]]:
    """For each word of the stretch, the places in the body where it stands near a seed."""
    index: dict[tuple[str, ...], list[int]] = {}
    wanted = {tuple(stretch[i : i + _SEED]) for i in range(len(stretch) - _SEED + 1)}
    for j in range(len(body) - _SEED + 1):
        key = tuple(body[j : j + _SEED])
        if key in wanted:
            index.setdefault(key, []).append(j)
    near: list[set[int]] = [set() for _ in stretch]
    for i in range(len(stretch) - _SEED + 1):
        places = [j for j in index.get(tuple(stretch[i : i + _SEED]), []) if apart is None or j >= i + apart]
        if len(places) > _COMMON_SEEDS:
            continue
        for j in places:
            for d in range(-_REACH, _REACH + _SEED):
                if 0 <= i + d < len(stretch):
                    for shift in range(-4, 5):
                        k = j + d + shift
                        if 0 <= k < len(body) and body[k] == stretch[i + d]:
                            near[i + d].add(k)
    return [sorted(n) for n in near]


def _best(stretch: Sequence[str], candidates: Sequence[Sequence[int]]) -> list[int]:
    """The most likely place of each word (-1: none), by Viterbi."""
    scores: list[dict[tuple[int, int], tuple[float, tuple[int, int] | None]]] = []
    before: dict[tuple[int, int], float] = {(-1, -1): 0.0}  # (place of this word or -1, last place of the clip or -1)
    for places in candidates:
        now: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
        top = max(before, key=lambda s: (before[s], s))
        for j in places:
            options = [(before[top] - _JUMP, top)]
            for state, score in before.items():
                step = j - state[1]
                if state[1] >= 0 and 0 < step <= _SKIP:
                    options.append((score - (0.0 if step == 1 else _LEAP), state))
            score, origin = max(options)
            now[(j, j)] = (score + 1.0, origin)
        for state, score in before.items():
            stray = (-1, state[1])
            if stray not in now or now[stray][0] < score - _STRAY:
                now[stray] = (score - _STRAY, state)
        free = (-1, -1)
        if free not in now or now[free][0] < before[top]:
            now[free] = (before[top], top)
        scores.append(now)
        before = {s: v for s, (v, _) in now.items()}
    out: list[tuple[int, int]] = []
    here: tuple[int, int] | None = max(before, key=lambda s: (before[s], s))
    for now in reversed(scores):
        out.append(here if here is not None else (-1, -1))
        here = now[here][1] if here in now else None
    return [place if last >= 0 else -1 for place, last in reversed(out)]


def _runs(places: Sequence[int], least: int) -> list[Clip]:
    runs: list[list[int]] = []  # [first, last]
    last = None
    for i, j in enumerate(places):
        if j < 0:
            continue
        if last is not None and 0 < j - places[last] <= _SKIP and i - last <= 4:
            runs[-1][1] = i
        else:
            runs.append([i, i])
        last = i
    made = [Clip(a, b, tuple(places[a : b + 1])) for a, b in runs]
    return [c for c in made if c.matched >= least and c.matched >= 0.6 * (c.last - c.first + 1)]
