"""In what ways the labels of a side may be wrong, and how far each is believed.

A side is read under five hypotheses: its labels are right; lines hold the words of two people; single labels are wrong; labels are swapped
over stretches; lines hold two people and labels are swapped.
What explains the side better weighs more (Bayesian model averaging), and what is said of speakers and of changes of speaker is the average
over all readings. So no threshold parts files that are trusted from files that are not: a short file in which nothing speaks for
its labels is less sure than a long one in which everything does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from flows.repairs.speakers.decode import Beliefs, Decoded, Observations, decode


@dataclass(frozen=True)
class Reading:
    """One hypothesis: its chances (not re-estimated), whether labels may be swapped, and its log odds before looking."""

    beliefs: Beliefs
    swaps: bool
    before: float


# Most log odds that words alone can give for a change of speaker, where lines hold one person's words and where they may hold two: people
# ask themselves and nod to themselves now and then.
_ONE, _TWO = 3.0, 5.0


def _beliefs(inner: float, same: float, label: float, slip: float, swaps: bool) -> Beliefs:
    change = {"inner": inner, "piece": inner, "again": 0.9, "same": same, "label": label, "mark": 0.99, "split": 0.97, "settled": 0.5}
    return Beliefs(
        change={name: (p, 1.0) for name, p in change.items()} | {"back": (0.45, 1.0)},
        slip=(slip, 1.0),
        swap=(0.01 if swaps else 1e-4, 1.0),
        flip=(0.7 if swaps else 1e-3, 1.0),
    )


# Log odds before looking are a handicap for trust: calling a wrong word sure costs more than calling a right one unsure, so labels must
# explain the side better by that much before they are taken at their word.
READINGS: Mapping[str, Reading] = {
    "right": Reading(_beliefs(0.001, 0.05, 0.998, 0.003, False), False, 0.0),
    "merged": Reading(_beliefs(0.08, 0.40, 0.99, 0.01, False), False, 1.5),
    "slipped": Reading(_beliefs(0.03, 0.40, 0.97, 0.08, False), False, 1.0),
    "swapped": Reading(_beliefs(0.001, 0.40, 0.99, 0.01, True), True, 0.5),
    "both": Reading(_beliefs(0.08, 0.40, 0.99, 0.01, True), True, 1.5),
}


@dataclass(frozen=True)
class Readings:
    """The readings of a side by name, and the weight of each (they sum to one)."""

    read: Mapping[str, Decoded]
    weight: Mapping[str, float]

    @property
    def doubt(self) -> float:
        """The chance that labels are swapped over stretches."""
        return self.weight["swapped"] + self.weight["both"]

    def average(self, swapped: Decoded | None = None) -> Decoded:
        """What all readings say together; ``swapped`` stands for those with swapped labels where a better one is known."""
        parts = [(swapped if swapped and READINGS[name].swaps else d, self.weight[name]) for name, d in self.read.items()]
        best = self.read[max(self.weight, key=lambda name: self.weight[name])]
        speaker, change, swap = (np.sum([w * getattr(d, what) for d, w in parts], axis=0) for what in ("speaker", "change", "swapped"))
        return replace(best, speaker=speaker, change=change, swapped=swap)


def read(seen: Observations, talked: np.ndarray | None = None) -> Readings:
    """The side under every hypothesis.

    talked  log odds by sentence and speaker from how people talk. They help to tell who speaks, but are no witness of what the labels are
            worth: they are learned from these very labels, and from what is talked of, which changes from one part of a talk to the next.
    """
    bare = {name: decode(_as(seen, r), r.beliefs)[0] for name, r in READINGS.items()}
    odds = np.array([bare[name].likelihood + r.before for name, r in READINGS.items()])
    weight = np.exp(odds - odds.max())
    if talked is None:
        made = bare
    else:
        with_habits = replace(seen, said=seen.said + talked)
        made = {name: decode(_as(with_habits, r), r.beliefs)[0] for name, r in READINGS.items()}
    return Readings(made, dict(zip(READINGS, (weight / weight.sum()).tolist())))


def _as(seen: Observations, reading: Reading) -> Observations:
    """What is seen, as a reading takes it."""
    most = _ONE if reading.beliefs.change["inner"][0] < 0.01 else _TWO
    return replace(seen, swaps=seen.swaps if reading.swaps else (), change=np.clip(seen.change, -5.0, most))
