"""What speaks for a speaker, in words that a person can check by reading on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.repairs.speakers.clues import Clue
from flows.repairs.speakers.observe import Side

_HABIT = 1.0  # log odds from which habits of speech are named
_SIGN = 1.8  # weight of a clue that tells by itself who is who
_EXPLAINS, _SHORT = 40, 12  # words of a stretch that explains, and of one that does not


def reasons(side: Side, members: Sequence[int], speaker: int) -> tuple[str, str]:
    """``(rule, evidence)``: what mainly decided that ``speaker`` says the sentences ``members`` of a turn, and all that speaks for it."""
    printed = _printed(side, members)
    clues = _clues(side.clues, set(members), speaker)
    swapped = float(side.decoded.swapped[list(members)].mean())
    talks_so = round(_habit(side, members, speaker), 6) >= _HABIT  # a machine's last bit must not decide what is told
    parts = [*_label(side, printed, speaker), *(c.why for c in clues[:3]), *_around(side, members, speaker)]
    if talks_so:
        parts.append(f"talks the way {side.people.names[speaker]} does elsewhere")
    rule = side.labels.source
    if printed != speaker:
        if clues and clues[0].weight >= 1.5:
            rule = clues[0].rule
        elif swapped > 0.5 and printed >= 0:
            rule = "swapped_labels"
        else:
            rule = "habits" if talks_so else "conversation"
        if rule == "swapped_labels":
            parts += [f"the labels around here are swapped ({swapped:.0%})", *_nearest_sign(side, members)]
    return rule, "; ".join(dict.fromkeys(parts)) or "nothing else is known"


def _printed(side: Side, members: Sequence[int]) -> int:
    """The speaker that most of the labels over a turn name, -1 where there is none."""
    mains = [int(side.labels.main[k]) for k in members if side.labels.main[k] >= 0]
    return max(set(mains), key=lambda i: (mains.count(i), -i)) if mains else -1


def _label(side: Side, printed: int, speaker: int) -> list[str]:
    if printed < 0:
        return []
    over = "its translation is labelled" if side.labels.source == "translation" else "labelled"
    return [f"{over} {side.people.names[printed]}" + ("" if printed == speaker else ", which is taken to be wrong")]


def _clues(found: Sequence[Clue], members: set[int], speaker: int) -> list[Clue]:
    for_him = [c for c in found if c.sentence in members and (c.weight >= 1.0 if c.speaker == speaker else c.weight <= -1.0)]
    return sorted(for_him, key=lambda c: (-abs(c.weight), c.sentence, c.speaker))


def _habit(side: Side, members: Sequence[int], speaker: int) -> float:
    talk = side.habits[list(members)].sum(axis=0)
    return float(talk[speaker] - np.delete(talk, speaker).max())


def _around(side: Side, members: Sequence[int], speaker: int) -> list[str]:
    """How a turn stands among its neighbours: an answer, a nod, what goes on after one."""
    first, last = members[0], members[-1]
    out = []
    said = [side.sentences[k] for k in members]
    before = side.name(first - 1) if first else None
    after = side.name(last + 1) if last + 1 < len(side.sentences) else None
    asked = first > 0 and side.sentences[first - 1].seen.asks and not side.sentences[first - 1].seen.tag
    if asked and before != side.people.names[speaker]:
        out.append(f"answers the question of {before}")
    elif first and said[0].gap == "turn" and said[0].rule == "speaker_mark":
        out.append("the mark says that someone else speaks than before")
    if side.doubt < 0.5:
        return out
    size = sum(s.size for s in said)
    if all(s.seen.listens for s in said) and before == after and before is not None:
        out.append(f"only listens while {before} speaks")
    elif said[-1].seen.asks and not said[-1].seen.tag and after not in (None, side.people.names[speaker]):
        out.append(f"asks, and {after} answers")
    elif _nodded(side, first):
        out.append("goes on after a listener's word")
    elif size >= _EXPLAINS:
        out.append(f"explains at length, as {side.people.names[speaker]} does in this stretch")
    elif size <= _SHORT and before is not None and before == after:
        out.append(f"puts in a word between two stretches of {before}")
    return out


def _nodded(side: Side, first: int) -> bool:
    """Whether a listener's word of somebody else comes before, and before that the same speaker."""
    k = first - 1
    while k >= 0 and side.sentences[k].seen.listens:
        k -= 1
    return 0 <= k < first - 1 and int(side.decoded.best[k]) == int(side.decoded.best[first]) != int(side.decoded.best[first - 1])


def _nearest_sign(side: Side, members: Sequence[int]) -> list[str]:
    """The nearest place where somebody says who he is or of what is his."""
    signs = [c for c in side.clues if c.weight >= _SIGN and c.speaker == int(side.decoded.best[c.sentence])]
    if not signs:
        return []
    middle = (members[0] + members[-1]) / 2
    near = min(signs, key=lambda c: (abs(c.sentence - middle), c.sentence))
    name = side.people.names[near.speaker]
    told = near.why if near.why.startswith(name) else f"{name} {near.why}"
    return [f"the nearest sign of who is who is at {side.sentences[near.sentence].start}, where {told}"]
