"""One decoding of a whole side: who speaks each sentence, and whether the printed labels are swapped there.

A hidden Markov model over sentences. A state is (who speaks, which two labels are swapped here) and, where labels are of little use,
who has the floor: one holds it for long, the others ask and listen. Between sentences the speaker changes with a chance that depends
on what is printed there and on what the sentences do; the swap is sticky. A sentence is judged by its label under the swap, by clues
and by habits. How good the file's labels and turn marks are is estimated from the file itself (a few rounds of expectation and
maximisation, Baum-Welch with priors), so clean files stay as they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

GAPS = ("inner", "piece", "again", "same", "label", "mark", "split", "settled", "back")
_LEAN = 2.0  # weight of a turn's label there: where nothing else tells, the label stays
_NODE = 1.0  # weight of who speaks against where the speaker changes, in the sequence that fits both


@dataclass(frozen=True)
class Beliefs:
    """Chances before looking, each with the weight of that many observations; re-estimated from the file where it has more to say.

    change  by kind of gap, that the speaker changes there.
    slip    that a label names someone else than the swap says.
    swap    that labels begin or cease to be swapped where speaker and label both change or both stay.
    back    that swapped labels come right by themselves.
    floor   that somebody else gets the floor from one turn to the next; yields: after a question, or where someone leads on.
    flip    that they do where only one of the two changes: a change that was missed, or made up, turns all labels after it round.
    """

    change: dict[str, tuple[float, float]] = field(
        default_factory=lambda: {
            "inner": (0.01, 200.0),
            "piece": (0.02, 100.0),
            "again": (0.15, 30.0),
            "same": (0.10, 20.0),
            "label": (0.985, 60.0),
            "mark": (0.985, 200.0),
            "split": (0.97, 200.0),
            "settled": (0.5, 200.0),
            "back": (0.45, 200.0),
        }
    )
    slip: tuple[float, float] = (0.02, 60.0)
    swap: tuple[float, float] = (0.003, 300.0)
    flip: tuple[float, float] = (0.4, 10.0)
    back: float = 0.0
    floor: float = 0.003
    yields: float = 0.02


@dataclass(frozen=True)
class Observations:
    """What is known of each sentence, in arrays over sentences.

    gap      index into GAPS of what parts it from the sentence before.
    change   log odds from the words that the speaker changes there (at even odds before looking).
    turns_label  whether the label changes there (nan where there is none).
    labels   by sentence and speaker: share of the evidence that a label gives to each speaker (rows sum to the label's weight).
    said     log odds by sentence and speaker from clues and habits.
    swaps    pairs of speakers whose labels may be swapped.
    floor    those who may have the floor (none: nobody asks who has it); holds  log odds that who speaks here has it; asked  a question
             or a lead comes before.
    """

    gap: np.ndarray
    change: np.ndarray
    turns_label: np.ndarray
    labels: np.ndarray
    said: np.ndarray
    swaps: tuple[tuple[int, int], ...]
    floor: tuple[int, ...] = ()
    holds: np.ndarray = field(default_factory=lambda: np.zeros(0))
    asked: np.ndarray = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Decoded:
    """What came out.

    speaker  by sentence and speaker: the chance that he says it.
    change   by sentence: the chance that it is said by another than the one before.
    swapped  by sentence: the chance that labels are swapped there.
    beliefs, likelihood  what it was made under, and the log likelihood.
    lean     by sentence and speaker: what the label adds where nothing else tells.
    """

    speaker: np.ndarray
    change: np.ndarray
    swapped: np.ndarray
    beliefs: Beliefs
    likelihood: float
    lean: np.ndarray

    @cached_property
    def best(self) -> np.ndarray:
        """The sequence of speakers that fits both chances best."""
        return _path(self.speaker, self.change, self.lean)


def decode(seen: Observations, beliefs: Beliefs, base: Beliefs = Beliefs()) -> tuple[Decoded, Beliefs]:
    """One pass (forward, backward): posteriors under ``beliefs``, and the beliefs that they and ``base`` suggest."""
    space = _Space(seen, beliefs)
    emit, top, agree = space.emissions(seen, beliefs)
    steps = space.steps(seen, beliefs)
    n = len(emit)
    forward, scale = np.zeros(emit.shape), np.zeros(n)
    for k in range(n):
        f = space.start * emit[0] if k == 0 else (forward[k - 1] @ steps[k]) * emit[k]
        scale[k] = f.sum()
        forward[k] = f / scale[k]
    backward = np.ones(emit.shape)
    changed = np.zeros(n)
    flipped, chances = np.zeros((n, 2)), np.zeros((n, 2))
    for k in range(n - 1, 0, -1):
        out = emit[k] * backward[k] / scale[k]
        joint = forward[k - 1][:, None] * steps[k] * out[None, :]
        joint /= joint.sum()
        changed[k] = (joint * space.unequal).sum()
        odd = space.odd_moves(seen.turns_label[k])
        chances[k] = (joint * (1 - odd)).sum(), (joint * odd).sum()
        flipped[k] = (joint * space.turned * (1 - odd)).sum(), (joint * space.turned * odd).sum()
        backward[k - 1] = steps[k] @ out
    post = forward * backward
    post /= post.sum(axis=1, keepdims=True)
    speaker = np.stack([post[:, space.who == s].sum(axis=1) for s in range(seen.said.shape[1])], axis=1)
    likelihood = float(np.log(scale).sum() + top.sum())
    decoded = Decoded(speaker, changed, post[:, space.swap != 0].sum(axis=1), beliefs, likelihood, _LEAN * seen.labels)
    return decoded, _estimated(seen, base, changed, flipped, chances, post, agree)


class _Space:
    """The states: who speaks, which labels are swapped, and (where asked for) who has the floor; and how one follows another."""

    def __init__(self, seen: Observations, beliefs: Beliefs):
        people = seen.said.shape[1]
        self.perms = [tuple(range(people)), *(_swapped(people, a, b) for a, b in seen.swaps)]
        floors = seen.floor or (-1,)
        states = [(s, z, f) for s in range(people) for z in range(len(self.perms)) for f in floors]
        self.who, self.swap, self.floor = (np.array([state[i] for state in states]) for i in range(3))
        self.same = (self.who[:, None] == self.who[None, :]).astype(float)
        self.unequal = 1 - self.same
        self.turned = (self.swap[:, None] != self.swap[None, :]).astype(float)
        self.holds = (self.floor[:, None] == self.floor[None, :]).astype(float)
        self.floors = len(floors)
        weight = np.where(self.swap == 0, 0.98, 0.02 / max(1, len(self.perms) - 1))
        self.start = weight / weight.sum()

    def emissions(self, seen: Observations, beliefs: Beliefs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Likelihood by sentence and state, the logarithm taken out of it, and the share of label evidence that agrees with each state."""
        slip = beliefs.slip[0]
        right, wrong = np.log(1 - slip), np.log(slip / max(1, seen.said.shape[1] - 1))
        weight = seen.labels.sum(axis=1, keepdims=True)
        printed = np.array([self.perms[z][s] for s, z in zip(self.who, self.swap)])  # the label that a state would print
        agree = seen.labels[:, printed]
        log = agree * right + (weight - agree) * wrong + seen.said[:, self.who]
        if seen.floor:
            log = log + 0.5 * seen.holds[:, None] * np.where(np.isin(self.who, seen.floor), np.where(self.who == self.floor, 1, -1), 0)
        top = log.max(axis=1, keepdims=True)
        return np.exp(log - top) + 1e-12, top[:, 0], agree

    def steps(self, seen: Observations, beliefs: Beliefs) -> list[np.ndarray]:
        """Chance of each state after each, before each sentence (nothing before the first)."""
        people = seen.said.shape[1]
        other = self.unequal / max(1, people - 1)
        calm = self._moves(beliefs.swap[0], beliefs.back)
        odd = self._moves(beliefs.flip[0], beliefs.back)
        # [label changes or not]: how the swap moves when the speaker stays, and when he changes
        kept = {0.0: self.same * calm, 1.0: self.same * odd}
        moved = {0.0: other * odd, 1.0: other * calm}
        prior = np.array([beliefs.change[name][0] for name in GAPS])[seen.gap]
        stay, change = 1 - prior, prior * np.exp(seen.change)
        out = [np.zeros((0, 0))]
        for k in range(1, len(change)):
            turn = float(seen.turns_label[k])
            step = kept.get(turn, self.same * calm) * stay[k] + moved.get(turn, other * calm) * change[k]
            if seen.floor:
                lost = beliefs.yields if seen.asked[k] else beliefs.floor if seen.gap[k] else beliefs.floor / 3
                step = step * np.where(self.holds > 0, 1 - lost, lost / max(1, self.floors - 1))
            out.append(step)
        return out

    def _moves(self, away: float, back: float) -> np.ndarray:
        """How the swap moves: ``away`` is the chance that it changes, ``back`` the least chance that swapped labels change."""
        leave = np.where(self.swap == 0, away, max(away, back))[:, None]
        return np.where(self.turned > 0, leave / max(1, len(self.perms) - 1), 1 - leave)

    def odd_moves(self, turn: float) -> np.ndarray:
        """Where only one of speaker and label changes, by state before and after."""
        if turn != turn:
            return np.zeros_like(self.same)
        return self.unequal if turn == 0 else self.same


def _path(speaker: np.ndarray, change: np.ndarray, lean: np.ndarray) -> np.ndarray:
    """The sequence of speakers that fits the chances best: who speaks each sentence, and where the speaker changes.

    Posterior decoding (Fariselli, Martelli and Casadio 2005): unlike the single most likely path of states it weighs all of them.
    """
    people = speaker.shape[1]
    same = np.eye(people, dtype=bool)
    fits = _NODE * np.log(speaker + 1e-9) + lean
    score = fits[0].copy()
    back = np.zeros(speaker.shape, dtype=np.int64)
    for k in range(1, len(speaker)):
        ways = score[:, None] + np.where(same, np.log(1 - change[k] + 1e-6), np.log(change[k] / max(1, people - 1) + 1e-6))
        back[k] = ways.argmax(axis=0)
        score = ways.max(axis=0) + fits[k]
    path = np.zeros(len(speaker), dtype=np.int64)
    path[-1] = int(score.argmax())
    for k in range(len(speaker) - 1, 0, -1):
        path[k - 1] = back[k, path[k]]
    return path


def _swapped(people: int, a: int, b: int) -> tuple[int, ...]:
    order = list(range(people))
    order[a], order[b] = b, a
    return tuple(order)


def _estimated(
    seen: Observations,
    base: Beliefs,
    changed: np.ndarray,
    flipped: np.ndarray,
    chances: np.ndarray,
    post: np.ndarray,
    agree: np.ndarray,
) -> Beliefs:
    change = {}
    for i, name in enumerate(GAPS):
        at = seen.gap == i
        at[:1] = False
        change[name] = _blend(base.change[name], changed[at].sum(), at.sum())
    labelled = seen.labels.sum()
    slips = labelled - (post * agree).sum()
    turns = seen.gap != 0
    return Beliefs(
        change,
        _blend(base.slip, slips, labelled),
        _blend(base.swap, flipped[turns, 0].sum(), chances[turns, 0].sum()),
        _blend(base.flip, flipped[:, 1].sum(), chances[:, 1].sum()),
    )


def _blend(prior: tuple[float, float], hits: float, of: float) -> tuple[float, float]:
    p = (prior[0] * prior[1] + hits) / (prior[1] + of)
    return (float(min(max(p, 1e-4), 1 - 1e-3)), prior[1])


def pairs(people: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Every two of the speakers whose labels a machine may confuse."""
    return tuple(itertools.combinations(people, 2))
