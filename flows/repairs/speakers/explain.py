"""How sure a speaker is: chances of the decoding, calibrated on labelled conversations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.repairs.speakers.observe import Side

_LISTENER_CAP = 0.8  # nobody can tell who says a bare 'Yeah.'
_CAPS = {"clean": 0.99, "suspect": 0.85, "translation": 0.985, "doubtful": 0.97, "unlabelled": 0.9}
# How much of what speaks against a trusted label is believed: where distrust explains nothing, and where it explains much.
_DOUBT, _MUCH = (0.12, 0.4), 40.0
_SHARPER = 1.5
_UNSUPPORTED, _SUPPORT = 0.88, 0.5  # a label overruled by neighbours alone, and the log odds that support it
_MIXED = 0.85  # a turn in which someone else may begin to speak
_SPLIT_WORTH = 0.5  # chance from which a split is claimed at all


def confidence(side: Side, members: Sequence[int], speaker: int) -> float:
    """The chance that ``speaker`` says the sentences ``members`` of one turn.

    The words' average chance under the decoding; on a trusted side distrust lowers it, and bare listening is never sure.
    """
    weights = np.array([max(side.sentences[k].size, 1) for k in members], dtype=float)
    chance = float(side.decoded.speaker[members, speaker] @ weights / weights.sum())
    if side.quality == "doubtful":
        chance = _sharper(chance)
    if trusted(side):
        doubt = _DOUBT[0] + (_DOUBT[1] - _DOUBT[0]) * min(max(side.gain, 0.0) / _MUCH, 1.0)
        chance = min(chance, 1 - doubt * (1 - float(side.rival.speaker[members, speaker] @ weights / weights.sum())))
        if any(doubted(side, k) for k in members[1:]):
            chance = min(chance, _MIXED)
    if side.quality == "translation" and _unsupported(side, members, speaker):
        chance = min(chance, _UNSUPPORTED)
    listens = all(side.sentences[k].seen.listens for k in members)
    return round(min(chance, _LISTENER_CAP if listens else 1.0, _CAPS[side.quality]), 3)


def _unsupported(side: Side, members: Sequence[int], speaker: int) -> bool:
    """Whether a label is overruled by its neighbours alone, while nothing in the turn itself speaks for it."""
    mains = {int(side.labels.main[k]) for k in members} - {-1}
    own = (side.habits + side.seen.said)[list(members)].sum(axis=0)
    return bool(mains) and speaker not in mains and float(own[speaker] - np.delete(own, speaker).max()) < _SUPPORT


def trusted(side: Side) -> bool:
    """Whether the labels printed over a side are kept."""
    return side.quality in ("clean", "suspect")


def doubted(side: Side, k: int) -> bool:
    """Whether someone else may begin to speak in the middle of a turn, at sentence ``k``."""
    before, here = side.sentences[k - 1], side.sentences[k]
    own_nod = here.seen.listens and not before.seen.asks and trusted(side)  # people say 'right' to themselves
    return here.gap not in ("turn", "split") and float(side.rival.change[k]) >= _SPLIT_WORTH and not own_nod and not before.seen.tag


def _sharper(chance: float) -> float:
    """The decoding of a doubtful side is more often right than it thinks, on labelled conversations; to their measure."""
    odds = (chance / max(1 - chance, 1e-6)) ** _SHARPER
    return odds / (1 + odds)
