"""The vectorised programme finds what trying every step finds."""
from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.repairs.align.dp import Places, Prices, decode

PRICES = Prices(split=3.0, merge=2.0, skip_turn=1.0, swap=5.0, near=2, jump=8.0)


def price(origin: int, place: int, line: bool, opens: np.ndarray, weight: np.ndarray) -> float:
    """What one step costs, by the words of ``Prices``."""
    split = 0.0 if opens[place] else PRICES.split
    costs = []
    if origin == place:
        costs.append(PRICES.split if line else 0.0)
    if origin < place:
        passed = float(weight[origin + 1:place].sum())
        turns = int(opens[origin + 1:place + 1].sum())
        costs.append(passed + (PRICES.skip_turn * (turns - int(opens[place])) + split if line else PRICES.merge * turns))
    if line and 0 < origin - place <= PRICES.near:
        costs.append(PRICES.swap + split)
    if line:
        costs.append(PRICES.jump + split)
    return min(costs, default=float("inf"))


def begin(place: int, opens: np.ndarray, weight: np.ndarray) -> float:
    return min(float(weight[:place].sum()), PRICES.jump) + (0.0 if opens[place] else PRICES.split)


def worth(path: np.ndarray, scores: np.ndarray, line: np.ndarray, opens: np.ndarray, weight: np.ndarray) -> float:
    total = scores[0, path[0]] - begin(path[0], opens, weight)
    for j in range(1, len(path)):
        total += scores[j, path[j]] - price(path[j - 1], path[j], line[j], opens, weight)
    return float(total)


def best(scores: np.ndarray, line: np.ndarray, opens: np.ndarray, weight: np.ndarray) -> float:
    n = scores.shape[1]
    value = np.array([scores[0, i] - begin(i, opens, weight) for i in range(n)])
    for j in range(1, len(scores)):
        value = np.array([max(value[o] - price(o, i, line[j], opens, weight) for o in range(n)) + scores[j, i] for i in range(n)])
    return float(value.max())


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 10_000))
def test_the_path_is_the_best_there_is(units: int, places: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 5, (units, places))
    line, opens = rng.random(units) < 0.6, rng.random(places) < 0.5
    line[0] = opens[0] = True
    weight = rng.random(places) * 3
    path = decode(scores, np.zeros(units, dtype=np.int64), line, Places(opens, weight, PRICES))
    assert abs(worth(path, scores, line, opens, weight) - best(scores, line, opens, weight)) < 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 9), st.integers(4, 12), st.integers(0, 10_000))
def test_a_band_holds_the_path(units: int, places: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    band = 4
    low = rng.integers(0, places - band + 1, units)
    scores = rng.normal(0, 5, (units, band))
    opens = np.ones(places, dtype=bool)
    path = decode(scores, low, np.ones(units, dtype=bool), Places(opens, np.ones(places), PRICES))
    assert ((path >= low) & (path < low + band)).all()


def test_what_starts_again_earlier_is_a_jump_and_not_forced() -> None:
    order = [0, 1, 2, 3, 4, 5, 6, 7, 2, 3, 4, 8, 9]
    scores = np.full((len(order), 10), -2.0)
    scores[np.arange(len(order)), order] = 10.0
    places = Places(np.ones(10, dtype=bool), np.ones(10), PRICES)
    path = decode(scores, np.zeros(len(order), dtype=np.int64), np.ones(len(order), dtype=bool), places)
    assert path.tolist() == order
