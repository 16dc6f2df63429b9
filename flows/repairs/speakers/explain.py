"""Why a speaker was named, in words a person understands, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.repairs.speakers.clues import Clue
from flows.repairs.speakers.observe import Side

_LISTENER_CAP = 0.8  # nobody can tell who says a bare 'Yeah.'
_CAPS = {"clean": 0.99, "translation": 0.985, "doubtful": 0.97}
_DOUBT = (
    0.12,
    0.4,
)  # how much of what speaks against a trusted label is believed: where distrust explains nothing, and where it explains much
_MUCH = 40.0
_SHARPER = 1.4
_MIXED = 0.85  # a turn in which someone else may begin to speak
SPLIT_WORTH = 0.5  # chance from which a split is claimed at all
_HABIT = 1.0  # log odds from which habits of speech are named


def verdict(side: Side, members: Sequence[int], speaker: int) -> tuple[float, str, str]:
    """``(confidence, rule, evidence)`` that ``speaker`` says the sentences ``members`` of one turn.

    Confidence is the words' average chance under the decoding; on a trusted side distrust lowers it, and bare listening is never sure.
    """
    weights = np.array([max(side.sentences[k].size, 1) for k in members], dtype=float)
    chance = float(side.decoded.speaker[members, speaker] @ weights / weights.sum())
    if side.quality == "doubtful":
        chance = _sharper(chance)
    if side.quality == "clean":
        doubt = _DOUBT[0] + (_DOUBT[1] - _DOUBT[0]) * min(max(side.gain, 0.0) / _MUCH, 1.0)
        chance = min(chance, 1 - doubt * (1 - float(side.rival.speaker[members, speaker] @ weights / weights.sum())))
        if any(doubted(side, k) for k in members[1:]):
            chance = min(chance, _MIXED)
    top = _CAPS[side.quality]
    if all(side.sentences[k].seen.listens for k in members):
        top = _LISTENER_CAP
    rule, evidence = _reason(side, members, speaker)
    return round(min(chance, top), 3), rule, evidence


def _sharper(chance: float) -> float:
    """The decoding of a doubtful side is more often right than it thinks, on labelled conversations; to their measure."""
    odds = (chance / max(1 - chance, 1e-6)) ** _SHARPER
    return odds / (1 + odds)


def doubted(side: Side, k: int) -> bool:
    """Whether someone else may begin to speak in the middle of a turn, here."""
    before, here = side.sentences[k - 1], side.sentences[k]
    own_nod = here.seen.listens and not before.seen.asks and side.quality == "clean"  # people say 'right' to themselves
    return here.gap not in ("turn", "split") and float(side.rival.change[k]) >= SPLIT_WORTH and not own_nod and not before.seen.tag


def _reason(side: Side, members: Sequence[int], speaker: int) -> tuple[str, str]:
    name = side.people.names[speaker]
    first = members[0]
    mains = [int(side.labels.main[k]) for k in members if side.labels.main[k] >= 0]
    printed = max(set(mains), key=lambda i: (mains.count(i), -i)) if mains else -1
    parts: list[str] = []
    over = "its translation is labelled" if side.labels.source == "translation" else "labelled"
    if printed >= 0:
        parts.append(f"{over} {side.people.names[printed]}" + ("" if printed == speaker else ", which is taken to be wrong"))
    clues = _clues(side.clues, set(members), speaker)
    parts += [c.why for c in clues[:3]]
    talk = side.habits[list(members)].sum(axis=0)
    gain = float(talk[speaker] - np.delete(talk, speaker).max())
    if gain >= _HABIT and side.quality != "doubtful":
        parts.append(f"talks the way {name} does elsewhere")
    if first > 0:
        parts += _answers(side, first, speaker)
    swapped = float(side.decoded.swapped[list(members)].mean())
    if printed == speaker:
        rule = side.labels.source
    elif clues and clues[0].weight >= 1.5:
        rule = clues[0].rule
    elif swapped > 0.5 and printed >= 0:
        rule = "swapped_labels"
        parts.append(f"the labels around here are swapped ({swapped:.0%})")
    elif gain >= _HABIT and side.quality != "doubtful":
        rule = "habits"
    else:
        rule = "conversation"
    return rule, "; ".join(dict.fromkeys(parts)) or "nothing else is known"


def _clues(found: Sequence[Clue], members: set[int], speaker: int) -> list[Clue]:
    mine = [
        c
        for c in found
        if c.sentence in members and ((c.speaker == speaker and c.weight >= 1.0) or (c.speaker != speaker and c.weight <= -1.0))
    ]
    return sorted(mine, key=lambda c: (-abs(c.weight), c.sentence, c.speaker))


def _answers(side: Side, first: int, speaker: int) -> list[str]:
    before = side.sentences[first - 1]
    if before.seen.asks and not before.seen.tag and int(side.decoded.best[first - 1]) != speaker:
        return [f"answers the question of {side.people.names[int(side.decoded.best[first - 1])]}"]
    if side.sentences[first].gap == "turn" and side.sentences[first].rule == "speaker_mark":
        return ["the mark says that someone else speaks than before"]
    return []
