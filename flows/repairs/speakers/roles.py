"""Who hosts and who is the guest, from what they do: the one who asks, leads and welcomes, and the one who thanks for having."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.repairs.speakers.sentences import Sentence

_LEAST = 3  # turns before anything is said of a role


def roles(names: Sequence[str], known: Sequence[str], speakers: Sequence[int], sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """A role for every person: the metadata's where it has one, else what most of their turns do.

    speakers  who says each sentence (index into ``names``). Someone who asks or leads in far more of their turns than the others is a host;
    with a host known, those who answer are guests. Where neither shows, `unknown`.
    """
    asks, turns, welcomes, thanks = (np.zeros(len(names)) for _ in range(4))
    last = -1
    counted = False
    for k, s in enumerate(sentences):
        who = speakers[k]
        if who < 0:
            continue
        if s.turn != last:
            turns[who] += 1
            counted = False
            last = s.turn
        if not counted and ((s.seen.asks and not s.seen.tag) or s.seen.leads):
            asks[who] += 1
            counted = True
        welcomes[who] += s.seen.welcomes
        thanks[who] += s.seen.thanks_having
    share = asks / np.maximum(turns, 1)
    out = list(known)
    hosts = [i for i, role in enumerate(known) if role == "host"]
    if not hosts:
        hosts = _hosts(share, turns, welcomes, thanks, known)
        for i in hosts:
            out[i] = "host"
    for i, role in enumerate(out):
        if role == "unknown" and hosts and turns[i] >= _LEAST and (thanks[i] or share[i] < 0.5 * max(share[h] for h in hosts)):
            out[i] = "guest"
    return tuple(out)


def _hosts(share: np.ndarray, turns: np.ndarray, welcomes: np.ndarray, thanks: np.ndarray, known: Sequence[str]) -> list[int]:
    seen = [i for i, role in enumerate(known) if role in ("unknown", "guest") and turns[i] >= _LEAST]
    if len(seen) < 2:
        return []
    score = {i: share[i] + 0.2 * min(welcomes[i], 2) - 0.5 * min(thanks[i], 1) for i in seen}
    best, second = sorted(score.values(), reverse=True)[:2]
    return [i for i in seen if known[i] == "unknown" and score[i] == best and best >= 0.3 and best >= second + 0.15]
