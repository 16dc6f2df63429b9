"""One decoding of a whole side: who speaks each sentence, and whether the printed labels are swapped there.

A hidden Markov model over sentences. A state is (who speaks, which two labels are swapped here). Between sentences the speaker
changes with a chance that depends on what is printed there and on what the sentences do; the swap is sticky. A sentence is
judged by its label under the swap, by clues and by habits. How good the file's labels and turn marks are is estimated from the
file itself (a few rounds of expectation and maximisation, Baum-Welch with priors), so clean files stay as they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

GAPS = ("inner", "piece", "again", "same", "label", "mark", "split", "settled")


@dataclass(frozen=True)
class Beliefs:
    """Chances before looking, each with the weight of that many observations; re-estimated from the file where it has more to say.

    change  by kind of gap, that the speaker changes there.
    slip    that a label names someone else than the swap says.
    swap    that labels begin or cease to be swapped where speaker and label both change or both stay.
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
        }
    )
    slip: tuple[float, float] = (0.02, 60.0)
    swap: tuple[float, float] = (0.003, 300.0)
    flip: tuple[float, float] = (0.4, 10.0)


@dataclass(frozen=True)
class Observations:
    """What is known of each sentence, in arrays over sentences.

    gap      index into GAPS of what parts it from the sentence before.
    change   log odds from the words that the speaker changes there (at even odds before looking).
    turns_label  whether the label changes there (nan where there is none).
    labels   by sentence and speaker: share of the evidence that a label gives to each speaker (rows sum to the label's weight).
    said     log odds by sentence and speaker from clues and habits.
    swaps    pairs of speakers whose labels may be swapped.
    """

    gap: np.ndarray
    change: np.ndarray
    turns_label: np.ndarray
    labels: np.ndarray
    said: np.ndarray
    swaps: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Decoded:
    """What came out.

    speaker  by sentence and speaker: the chance that he says it.
    change   by sentence: the chance that it is said by another than the one before.
    swapped  by sentence: the chance that labels are swapped there.
    best     the most likely speakers as one sequence.
    beliefs, likelihood  what it was made under, and the log likelihood.
    """

    speaker: np.ndarray
    change: np.ndarray
    swapped: np.ndarray
    best: np.ndarray
    beliefs: Beliefs
    likelihood: float


def decode(seen: Observations, beliefs: Beliefs) -> tuple[Decoded, Beliefs]:
    """One pass: posteriors under ``beliefs``, and the beliefs that they suggest."""
    n, people = seen.said.shape
    perms = [tuple(range(people)), *(_swapped(people, a, b) for a, b in seen.swaps)]
    states = [(s, z) for s in range(people) for z in range(len(perms))]
    who = np.array([s for s, _ in states])
    swap = np.array([z for _, z in states])
    emit, top, slip_odds = _emissions(seen, beliefs, perms, who, swap)
    same = (who[:, None] == who[None, :]).astype(float)
    other = (1 - same) / max(1, people - 1)
    stay = (swap[:, None] == swap[None, :]).astype(float)
    flips = (1 - stay) / max(1, len(perms) - 1)
    calm = stay * (1 - beliefs.swap[0]) + flips * beliefs.swap[0]
    odd = stay * (1 - beliefs.flip[0]) + flips * beliefs.flip[0]
    # [label changes or not]: how the swap moves when the speaker stays, and when he changes
    kept = {0.0: same * calm, 1.0: same * odd}
    moved = {0.0: other * odd, 1.0: other * calm}
    prior = np.array([beliefs.change[name][0] for name in GAPS])[seen.gap]
    p_change = 1 / (1 + np.exp(-(np.log(prior / (1 - prior)) + seen.change)))
    start = np.where(swap == 0, 0.98 / people, 0.02 / people / max(1, len(perms) - 1))
    forward, scale = np.zeros((n, len(states))), np.zeros(n)
    steps = [None] * n
    for k in range(n):
        if k == 0:
            f = start * emit[0]
        else:
            turn = float(seen.turns_label[k])
            steps[k] = kept.get(turn, same * calm) * (1 - p_change[k]) + moved.get(turn, other * calm) * p_change[k]
            f = (forward[k - 1] @ steps[k]) * emit[k]
        scale[k] = f.sum()
        forward[k] = f / scale[k]
    backward = np.ones((n, len(states)))
    changed = np.zeros(n)
    flipped, odds_seen = np.zeros((n, 2)), np.zeros((n, 2))
    unequal = 1 - same
    for k in range(n - 1, 0, -1):
        out = emit[k] * backward[k] / scale[k]
        joint = forward[k - 1][:, None] * steps[k] * out[None, :]
        total = joint.sum()
        changed[k] = (joint * unequal).sum() / total
        turn = seen.turns_label[k]
        strange = (unequal if turn == 0 else same) if turn == turn else np.zeros_like(same)
        odds_seen[k] = (joint * (1 - strange)).sum() / total, (joint * strange).sum() / total
        flipped[k] = (joint * (1 - stay) * (1 - strange)).sum() / total, (joint * (1 - stay) * strange).sum() / total
        backward[k - 1] = steps[k] @ out
    post = forward * backward
    post /= post.sum(axis=1, keepdims=True)
    best = who[_path(start, steps, emit)]
    speaker = np.stack([post[:, who == s].sum(axis=1) for s in range(people)], axis=1)
    decoded = Decoded(speaker, changed, post[:, swap != 0].sum(axis=1), best, beliefs, float(np.log(scale).sum() + top.sum()))
    return decoded, _estimated(seen, changed, flipped, odds_seen, post, slip_odds)


def _path(start: np.ndarray, steps: Sequence[np.ndarray | None], emit: np.ndarray) -> np.ndarray:
    """The single most likely sequence of states (Viterbi)."""
    score = np.log(start + 1e-300) + np.log(emit[0])
    back = np.zeros(emit.shape, dtype=np.int64)
    for k in range(1, len(emit)):
        ways = score[:, None] + np.log(steps[k] + 1e-300)
        back[k] = ways.argmax(axis=0)
        score = ways.max(axis=0) + np.log(emit[k])
    path = np.zeros(len(emit), dtype=np.int64)
    path[-1] = int(score.argmax())
    for k in range(len(emit) - 1, 0, -1):
        path[k - 1] = back[k, path[k]]
    return path


def _swapped(people: int, a: int, b: int) -> tuple[int, ...]:
    order = list(range(people))
    order[a], order[b] = b, a
    return tuple(order)


def _emissions(
    seen: Observations, beliefs: Beliefs, perms: Sequence[tuple[int, ...]], who: np.ndarray, swap: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Likelihood by sentence and state, the logarithm taken out of it, and the share of label evidence that agrees with each state."""
    people = seen.said.shape[1]
    slip = beliefs.slip[0]
    right, wrong = np.log(1 - slip), np.log(slip / max(1, people - 1))
    weight = seen.labels.sum(axis=1, keepdims=True)
    printed = np.array([perms[z][s] for s, z in zip(who, swap)])  # the label that a state would print
    agree = seen.labels[:, printed]
    log = agree * right + (weight - agree) * wrong + seen.said[:, who]
    top = log.max(axis=1, keepdims=True)
    return np.exp(log - top) + 1e-12, top[:, 0], agree


def _estimated(
    seen: Observations, changed: np.ndarray, flipped: np.ndarray, chances: np.ndarray, post: np.ndarray, agree: np.ndarray
) -> Beliefs:
    base = Beliefs()
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
