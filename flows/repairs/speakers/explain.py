"""How sure a speaker is: chances of the decoding, calibrated on labelled conversations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.repairs.speakers.observe import Side

_FEW = 10  # words that may be anybody's
_LISTENER_CAP = 0.8  # nobody can tell who says a bare 'Yeah.'
_CAPS = {"label": 0.99, "translation": 0.985, "unlabelled": 0.9}
_UNSUPPORTED, _SUPPORT = 0.88, 0.5  # a label overruled by neighbours alone, and the log odds that support it
# Sentences of a file at which its chances are taken as decoded; those of shorter files are believed less (odds are flattened), those of
# longer ones more (odds to the power of 0.6 of the ratio). On damaged samples and real transcripts this keeps sure words right.
_LEARNS, _MORE = 300, 0.6
# Where labels are certainly wrong somewhere, what is learned from them is wrong too: a file must be longer before it is believed as much.
# Sentences of such a file at which its chances are taken as decoded, and the odds at which labels are half taken to be such: short files
# reach some 200 with right labels, and mostly more than 1000 with wrong ones (fitted on damaged conversations).
_TORN_LEARNS, _TORN_ODDS = 400, 1000
# Chance that labels are unreliable from which the likelier speaker is taken against them: a wrong change is worse than an error left in;
# on 184 damaged samples fewer words are wrong so than at even chances.
_DISTRUSTED = 0.95
_SPLIT_WORTH = 0.5  # chance from which a split is claimed at all


def confidence(side: Side, members: Sequence[int], speaker: int) -> float:
    """The chance that ``speaker`` says the sentences ``members`` of one turn; bare listening is never sure.

    It is their words' average chance, or rather the weakest sentence's the more the file's labels are doubted, believed as far as a file
    of its length can tell.
    """
    chance = heard(side, members, speaker)
    if side.source == "label":
        chance += side.doubt * (float(side.decoded.speaker[members, speaker].min()) - chance)
        chance = _believed(chance, len(side.sentences), side.torn)
    if side.source == "translation" and _unsupported(side, members, speaker):
        chance = min(chance, _UNSUPPORTED)
    doubtful = side.source == "label" and not trusted(side)
    faint = all(side.sentences[k].seen.listens for k in members) or (doubtful and _between(side, members))
    return round(min(chance, _LISTENER_CAP if faint else 1.0, _CAPS[side.source]), 3)


def _between(side: Side, members: Sequence[int]) -> bool:
    """Whether a few words stand between two stretches of one other person: where labels are doubted, they may be that person's own."""
    first, last = members[0] - 1, members[-1] + 1
    if first < 0 or last >= len(side.sentences) or sum(side.sentences[k].size for k in members) > _FEW:
        return False
    best = side.decoded.best
    return bool(best[first] == best[last] != best[members[0]])


def heard(side: Side, members: Sequence[int], speaker: int) -> float:
    """The average chance of the words of some sentences that ``speaker`` says them, as decoded."""
    weights = np.array([max(side.sentences[k].size, 1) for k in members], dtype=float)
    return float(side.decoded.speaker[members, speaker] @ weights / weights.sum())


def _believed(chance: float, length: int, torn: float = 0.0) -> float:
    """A chance as far as a file of ``length`` sentences can tell: who asks, and how each one talks, is learned from the file itself.

    ``torn``: the chance that the file's labels are wrong in some way; the surer that is, the less a short file is believed.
    """
    right = 2 * length / (length + _LEARNS) if length < _LEARNS else (length / _LEARNS) ** _MORE
    wrong = torn / (torn + _TORN_ODDS * (1 - torn))
    weight = right + wrong * (min(right, length / _TORN_LEARNS) - right)
    odds = (chance / max(1 - chance, 1e-6)) ** weight
    return odds / (1 + odds)


def _unsupported(side: Side, members: Sequence[int], speaker: int) -> bool:
    """Whether a label is overruled by its neighbours alone, while nothing in the turn itself speaks for it."""
    mains = {int(side.labels.main[k]) for k in members} - {-1}
    own = (side.habits + side.seen.said)[list(members)].sum(axis=0)
    return bool(mains) and speaker not in mains and float(own[speaker] - np.delete(own, speaker).max()) < _SUPPORT


def trusted(side: Side) -> bool:
    """Whether the labels printed over a side are kept."""
    return side.source == "label" and side.doubt < _DISTRUSTED


def doubted(side: Side, k: int) -> bool:
    """Whether someone else may begin to speak in the middle of a turn, at sentence ``k``."""
    before, here = side.sentences[k - 1], side.sentences[k]
    own_nod = here.seen.listens and not before.seen.asks and trusted(side)  # people say 'right' to themselves
    return here.gap not in ("turn", "split") and float(side.decoded.change[k]) >= _SPLIT_WORTH and not own_nod and not before.seen.tag
