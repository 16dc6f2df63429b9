"""How each person talks, learned from the document itself: words, word pairs and moves that one uses more than the others.

Log odds of words with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, 'Fightin' Words'), shrunk to nothing where
they are within chance. A stretch is never judged by what was learned from itself: the side is cut into blocks, and each block is
judged by the others, so a run of wrong labels cannot confirm itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.repairs.speakers.sentences import Sentence

_PRIOR = 100.0  # words of an average speaker that each speaker is credited with
_BLOCKS = 8
_ASKS = 20.0  # sentences of an average speaker that each is credited with
_TEMPER = 0.45  # words of one turn are not independent: fitted so that the odds are honest
_LIMIT = 3.0  # log odds that a single sentence can give


@dataclass(frozen=True)
class Counts:
    """Sparse counts of the side's words: ``rows`` (sentence) and ``cols`` (word), one entry an occurrence."""

    rows: np.ndarray
    cols: np.ndarray
    words: tuple[str, ...]
    blocks: np.ndarray
    length: int
    asks: np.ndarray
    tells: np.ndarray


def count(sentences: Sequence[Sentence]) -> Counts:
    """Words, word pairs and moves of each sentence that occur in two turns or more."""
    bags = [_bag(s) for s in sentences]
    turns: Counter[str] = Counter()
    for t, bag in _by_turn(sentences, bags):
        turns.update(sorted(bag))
    vocabulary = {w: i for i, w in enumerate(sorted(w for w, n in turns.items() if n >= 2))}
    pairs = [(k, vocabulary[w]) for k, bag in enumerate(bags) for w in bag if w in vocabulary]
    rows = np.array([k for k, _ in pairs], dtype=np.int64)
    cols = np.array([c for _, c in pairs], dtype=np.int64)
    sizes = np.cumsum([s.size for s in sentences]) if sentences else np.zeros(0)
    blocks = np.minimum((sizes * _BLOCKS) // max(1, (sizes[-1] + 1 if len(sizes) else 1)), _BLOCKS - 1).astype(np.int64)
    asks = np.array([s.seen.asks and not s.seen.tag for s in sentences], dtype=bool)
    last = np.array([s.gap != "inner" for s in sentences[1:]] + [True], dtype=bool)
    return Counts(rows, cols, tuple(vocabulary), blocks, len(sentences), asks & last, ~asks | last)


def _by_turn(sentences: Sequence[Sentence], bags: Sequence[list[str]]) -> list[tuple[int, set[str]]]:
    held: dict[int, set[str]] = {}
    for s, bag in zip(sentences, bags):
        held.setdefault(s.turn, set()).update(bag)
    return list(held.items())


def _bag(s: Sentence) -> list[str]:
    w = s.seen.words
    moves = [
        name
        for name, does in (
            ("<tag>", s.seen.tag),
            ("<listens>", s.seen.listens),
            ("<leads>", s.seen.leads),
            ("<agrees>", s.seen.agrees),
            ("<replies>", s.seen.replies),
            ("<filler>", s.seen.filler),
        )
        if does
    ]
    return [*w, *(f"{a} {b}" for a, b in zip(w, w[1:])), *moves]


def odds(counts: Counts, share: np.ndarray) -> np.ndarray:
    """Log odds by sentence and speaker that the speaker talks like this.

    share  by sentence and speaker: how likely it is so far that he says it (rows sum to 1). Speakers with little to go by get no odds.
    """
    people = share.shape[1]
    size = len(counts.words)
    out = np.zeros((counts.length, people))
    if not size or people < 2:
        return out
    cells = counts.blocks[counts.rows] * size + counts.cols
    by_block = np.stack(
        [np.bincount(cells, weights=share[counts.rows, s], minlength=_BLOCKS * size).reshape(_BLOCKS, size) for s in range(people)]
    )
    all_words = by_block.sum(axis=1)
    block_of_entry = counts.blocks[counts.rows]
    for b in range(_BLOCKS):
        learned = all_words - by_block[:, b]
        here = block_of_entry == b
        if not here.any():
            continue
        weights = _weights(learned)
        for s in range(people):
            out[:, s] += np.bincount(counts.rows[here], weights=weights[s][counts.cols[here]], minlength=counts.length)
    out = np.clip(out * _TEMPER + _asking(counts, share), -_LIMIT, _LIMIT)
    return out - out.mean(axis=1, keepdims=True)


def _asking(counts: Counts, share: np.ndarray) -> np.ndarray:
    """Log odds by sentence and speaker from whether it is a question: who asks in this conversation, and who explains."""
    out = np.zeros_like(share)
    mean = (counts.asks.sum() + 1) / (counts.length + 2)
    for b in range(_BLOCKS):
        here, others = counts.blocks == b, counts.blocks != b
        asked = share[others & counts.asks].sum(axis=0) + _ASKS * mean
        rate = asked / (share[others].sum(axis=0) + _ASKS)
        out[here] = np.where(counts.asks[here, None], np.log(rate / mean), np.log((1 - rate) / (1 - mean)))
    return out * counts.tells[:, None]


def _weights(learned: np.ndarray) -> np.ndarray:
    total = learned.sum(axis=0)
    mean = (total + 0.01) / (total + 0.01).sum()
    out = np.zeros_like(learned)
    for s, mine in enumerate(learned):
        a, b = mine + _PRIOR * mean, total - mine + _PRIOR * mean
        value = np.log(a / a.sum()) - np.log(b / b.sum())
        chance = 1 / a + 1 / b
        if mine.sum() >= 60:
            out[s] = value * np.maximum(0.0, 1 - chance / np.maximum(value**2, 1e-9))
    return out
