"""The dynamic programme: for each unit of the translation in turn, the unit of the source that it translates.

A hidden Markov model over the translation (Vogel, Ney and Tillmann 1996 over words; here over sentences), whose states are places
in the source. Going on to the next place is free, passing over places costs what they weigh, going back is a jump at a price.
So a stretch that is translated again, or copied, is found as a jump back and need not be forced into order.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Prices:
    """What departures from one turn, one line cost, in nats.

    split   a printed line begins within a turn.
    merge   a line goes on into the next turn.
    skip_turn  a whole turn has no translation, besides the weight of its places.
    swap    a line goes back, but not farther than ``near`` places: neighbours changed their order.
    jump    the translation starts again elsewhere; only where a line begins.
    """

    split: float = 3.0
    merge: float = 3.0
    skip_turn: float = 1.0
    swap: float = 9.0
    near: int = 4
    jump: float = 18.0


class Places:
    """The source as the programme sees it, with the prices of passing over stretches of it as differences of running sums.

    opens   whether a place begins a turn.
    weight  the price of passing over each place.
    """

    def __init__(self, opens: np.ndarray, weight: np.ndarray, prices: Prices):
        turn = np.cumsum(opens)
        before = np.r_[0.0, np.cumsum(weight)]
        self.prices = prices
        self.split = np.where(opens, 0.0, prices.split)
        self.leave_line = before[1:] + prices.skip_turn * turn
        self.enter_line = before[:-1] + prices.skip_turn * (turn - opens) + self.split
        self.leave, self.enter = before[1:] + prices.merge * turn, before[:-1] + prices.merge * turn
        self.first = np.minimum(before[:-1], prices.jump) + self.split

    def __len__(self) -> int:
        return len(self.split)


def decode(scores: Iterable[np.ndarray], low: np.ndarray, line: np.ndarray, places: Places) -> np.ndarray:
    """The best place for each unit of the translation.

    scores  for each unit its score (nats) at the places ``low[unit]``, ``low[unit] + 1``, ... (what lies past the end is not looked at).
    low     first place of each unit's window (a band around what is known already; zeros for all of the source).
    line    whether a unit begins a printed line.
    """
    value, back = np.zeros(0), []
    for j, row in enumerate(scores):
        at = int(low[j])
        here = slice(at, min(at + len(row), len(places)))
        if j == 0:
            before, came = -places.first[here], np.zeros(here.stop - at, dtype=np.int32)
        else:
            before, came = _step(value, int(low[j - 1]), here, bool(line[j]), places)
        value = before + row[:here.stop - at]
        back.append(came)
    return _trace(value, back, low)


def _step(value: np.ndarray, old: int, here: slice, line: bool, places: Places) -> tuple[np.ndarray, np.ndarray]:
    """For the window ``here``: the value with which a unit comes to each place, and the place before it."""
    prices, last = places.prices, old + len(value)
    best, came = np.full(here.stop - here.start, _NEVER), np.full(here.stop - here.start, old, dtype=np.int32)
    lo, hi = max(here.start, old), min(here.stop, last)
    if lo < hi:  # stay in the same place
        best[lo - here.start:hi - here.start] = value[lo - old:hi - old] - (prices.split if line else 0.0)
        came[lo - here.start:hi - here.start] = np.arange(lo, hi)
    # Go on: the best of all earlier places, kept as a running maximum.
    gain = value + (places.leave_line if line else places.leave)[old:last]
    running = np.maximum.accumulate(gain)
    origin = np.maximum.accumulate(np.where(gain >= running, np.arange(len(gain)), 0))
    k = np.clip(np.arange(here.start, here.stop) - old, 0, len(value)) - 1
    ahead = np.where(k >= 0, running[k], _NEVER) - (places.enter_line if line else places.enter)[here]
    better = ahead > best
    best[better], came[better] = ahead[better], old + origin[k[better]]
    if line:
        _from(value, _best_after(value, here, old, prices.near), prices.swap, old, places.split[here], best, came)
        _from(value, np.full(here.stop - here.start, int(value.argmax())), prices.jump, old, places.split[here], best, came)
    return best, came


def _best_after(value: np.ndarray, here: slice, old: int, near: int) -> np.ndarray:
    """For each place of the window, the best of the ``near`` places after it in the window before (an index that may lie outside it)."""
    first = here.start - old + 1  # in the window before, of the place after the first
    low, high = min(first, 0), max(here.stop - old + near, len(value))
    padded = np.full(high - low, _NEVER)
    padded[-low:len(value) - low] = value
    windows = np.lib.stride_tricks.sliding_window_view(padded[first - low:], near)[:here.stop - here.start]
    return np.arange(first, first + len(windows)) + windows.argmax(axis=1)


def _from(value: np.ndarray, k: np.ndarray, price: float, old: int, split: np.ndarray, best: np.ndarray, came: np.ndarray) -> None:
    """Where it is better to come from the places ``k`` of the window before, come from there."""
    inside = (k >= 0) & (k < len(value))
    far = np.where(inside, value[np.where(inside, k, 0)], _NEVER) - price - split
    better = far > best
    best[better], came[better] = far[better], old + k[better]


def _trace(value: np.ndarray, back: list[np.ndarray], low: np.ndarray) -> np.ndarray:
    path = np.zeros(len(back), dtype=np.int64)
    if back:
        path[-1] = int(low[len(back) - 1]) + int(value.argmax())
    for j in range(len(back) - 1, 0, -1):
        path[j - 1] = back[j][path[j] - int(low[j])]
    return path
