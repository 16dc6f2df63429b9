"""The decoding of a side: chances that are chances, swaps that are found, clean labels that stay."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.repairs.speakers.decode import GAPS, Beliefs, Observations, decode, pairs


def _side(labels: list[int], people: int = 2, said: np.ndarray | None = None, kind: str = "label") -> Observations:
    """One sentence a turn, each under a label."""
    n = len(labels)
    shares = np.zeros((n, people))
    shares[np.arange(n), labels] = 1.0
    turns = np.array([np.nan] + [float(a != b) for a, b in zip(labels, labels[1:])])
    gap = np.full(n, GAPS.index(kind))
    return Observations(gap, np.zeros(n), turns, shares, np.zeros((n, people)) if said is None else said, pairs(range(people)))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=25), st.integers(0, 2**32 - 1))
def test_chances_are_chances(labels: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    seen = replace(_side(labels, 3, rng.normal(0, 3, (len(labels), 3))), change=rng.normal(0, 3, len(labels)))
    decoded, beliefs = decode(seen, Beliefs())
    assert np.allclose(decoded.speaker.sum(axis=1), 1)
    assert ((decoded.change >= 0) & (decoded.change <= 1 + 1e-9)).all()
    assert ((decoded.swapped >= -1e-9) & (decoded.swapped <= 1 + 1e-9)).all()
    assert len(decoded.best) == len(labels)
    assert all(0 < p < 1 for p, _ in [*beliefs.change.values(), beliefs.slip, beliefs.swap, beliefs.flip])


def test_labels_are_believed_where_nothing_speaks_against_them() -> None:
    labels = [0, 1] * 20
    decoded, _ = decode(_side(labels), Beliefs())
    assert decoded.best.tolist() == labels
    assert decoded.speaker[:5].max(axis=1).min() > 0.95
    assert decoded.speaker.max(axis=1).min() > 0.75  # the further from the beginning, the likelier that they were swapped on the way


def test_a_swapped_stretch_is_found_as_a_whole_from_a_few_signs() -> None:
    true = [0, 1] * 30
    labels = true[:20] + [1 - x for x in true[20:41]] + true[41:]
    said = np.zeros((60, 2))
    for k in (4, 10, 23, 30, 37, 45, 52):  # what is said tells who speaks here and there
        said[k, true[k]] = 3.0
    labels[20] = labels[19]  # the change that was missed
    decoded, _ = decode(_side(labels, said=said), replace(Beliefs(), flip=(0.8, 1.0)))
    assert (decoded.best[23:38] == true[23:38]).all()
    assert (decoded.best[:19] == true[:19]).all()
    assert decoded.swapped[24:37].min() > 0.8


def test_one_contrary_sign_does_not_overturn_a_clean_side() -> None:
    labels = [0, 1] * 20
    said = np.zeros((40, 2))
    said[17, 0] = 3.0
    decoded, _ = decode(_side(labels, said=said), Beliefs())
    assert decoded.best.tolist() == labels


def test_nobody_follows_himself_across_a_mark() -> None:
    labels = [0, 0, 1, 0, 1]
    said = np.zeros((5, 3))
    said[1, 2] = 1.0
    decoded, _ = decode(_side(labels, 3, said=said, kind="mark"), Beliefs(slip=(0.1, 10.0)))
    assert (np.diff(decoded.best) != 0).all()


@pytest.mark.parametrize("people", [2, 4])
def test_the_floor_ties_turns_together(people: int) -> None:
    """Long turns of a stretch are one person's, whatever the labels say, where one sign says whose they are."""
    n = 30
    holds = np.array([1.5 if k % 2 else -0.9 for k in range(n)])
    said = np.zeros((n, people))
    said[15, 1] = 4.0
    seen = replace(
        _side([0] * n, people, said),
        labels=np.zeros((n, people)),
        turns_label=np.full(n, np.nan),
        floor=tuple(range(people)),
        holds=holds,
        asked=np.zeros(n, dtype=bool),
    )
    decoded, _ = decode(seen, Beliefs())
    assert (decoded.speaker[1::2].argmax(axis=1) == 1).all()
    if people == 2:
        assert (decoded.speaker[1::2, 1] > 0.9).all()
