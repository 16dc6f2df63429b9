"""How well words follow each other: a trigram model of spoken and written English.

The model is the generic US English one of CMU Sphinx (Huggins-Daines et al., 2006, PocketSphinx: A free, real-time continuous speech
recognition system; BSD licence), which the pinned release of `pocketsphinx` carries. It counts in whole numbers, so that every machine says
the same.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pocketsphinx

BEGIN, END = "<s>", "</s>"
_BASE = 1.0001  # of the logarithms that the model counts in
_UNKNOWN = -40.0  # nats, below the likelihood of every word of the model


@cache
def _model() -> Any:
    path = Path(pocketsphinx.__file__).parent / "model" / "en-us" / "en-us.lm.bin"
    return pocketsphinx.NGramModel.readfile(str(path))


@lru_cache(maxsize=1 << 18)
def _probability(words: tuple[str, ...]) -> float:
    """Log probability, in nats, of the last of at most three words after the others."""
    return float(_model().prob(list(reversed(words)))) * math.log(_BASE)


@lru_cache(maxsize=65536)
def knows(word: str) -> bool:
    """Whether a word, in lower case, is in the model's vocabulary."""
    return _probability((word,)) > _UNKNOWN


def gain(before: Sequence[str], words: Sequence[str], after: Sequence[str], others: Sequence[str]) -> float:
    """By how many nats ``others`` fit better than ``words`` between words in lower case (of which the last two before and the first two
    after count; ``BEGIN`` and ``END`` stand for where a sentence begins and ends).

    >>> wait, weight = ["wait"], ["weight"]
    >>> gain(["off", "the"], weight, ["list", "and"], wait) > 3 > 0 > gain(["lose", "some"], weight, [END], wait)
    True
    """
    left, right = tuple(before[-2:]), tuple(after[:2])
    return _fit(left, tuple(others), right) - _fit(left, tuple(words), right)


def beside(left: str, word: str, right: str, other: str) -> float:
    """``gain`` of one word for another by the words next to it alone, which is quicker to ask."""
    return _step((left, other)) + _step((other, right)) - _step((left, word)) - _step((word, right))


@lru_cache(maxsize=1 << 16)
def _fit(before: tuple[str, ...], words: tuple[str, ...], after: tuple[str, ...]) -> float:
    whole = (*before, *words, *after)
    return sum(_step(whole[max(0, i - 2):i + 1]) for i in range(len(before), len(whole)))


@lru_cache(maxsize=1 << 18)
def _step(words: tuple[str, ...]) -> float:
    """The last word after the others; what stands before a word that the model lacks says nothing, and such a word itself neither."""
    if not knows(words[-1]):
        return 0.0
    known = next((i + 1 for i in range(len(words) - 2, -1, -1) if words[i] != BEGIN and not knows(words[i])), 0)
    return _probability(words[known:])
