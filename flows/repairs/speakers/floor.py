"""Who has the floor: in a stretch of conversation one explains at length, the others ask, nod and read out questions.

Log odds that the one who speaks a stretch is the one who has the floor, from how long it is and what it does; fitted on hand-read
conversations of two hosts. They say nothing of who it is, but tie together what is said over many turns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.repairs.speakers.sentences import Sentence

_BY_LENGTH = ((10, -0.9), (25, 0.0), (60, 0.6), (10**9, 1.6))  # fewer words than, log odds
_LEADS, _ASKS, _GOES_ON = -1.0, -0.5, 0.3
_LONG_QUESTION = 60


def holds(sentences: Sequence[Sentence], change: np.ndarray) -> np.ndarray:
    """Log odds by sentence (all of a stretch's at its first), where ``change`` is the chance of a new speaker before each."""
    out = np.zeros(len(sentences))
    begins = [k for k in range(len(sentences)) if k == 0 or change[k] > 0.5]
    for a, b in zip(begins, [*begins[1:], len(sentences)]):
        out[a] = _stretch(sentences[a:b])
    return out


def _stretch(said: Sequence[Sentence]) -> float:
    size = sum(s.size for s in said)
    if any(s.seen.leads_open or (s.seen.leads and s.seen.asks) for s in said):
        return _LEADS
    if said[-1].seen.asks and not said[-1].seen.tag and size < _LONG_QUESTION:
        return _ASKS
    length = next(odds for limit, odds in _BY_LENGTH if size < limit)
    return length + (_GOES_ON if size >= 10 and said[0].seen.continues else 0.0)


def asked(sentences: Sequence[Sentence]) -> np.ndarray:
    """Whether a question or a lead comes before each sentence."""
    return np.array([False, *((s.seen.asks and not s.seen.tag) or s.seen.leads_open for s in sentences[:-1])])
