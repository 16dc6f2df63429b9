"""Learns the weights of `flows.evidence.boundaries` again, without labels.

    python -m flows.evidence.train_boundaries RELEASE [RELEASE ...]

reads the turns of releases whose speaker is sure, takes neighbours of one conversation as if they were one turn, and learns where they
were parted: a gap between two sentences is a boundary where a turn ended, and none inside a turn. Logistic regression, pulled
towards what a linguist would expect (maximum a posteriori, Gaussian prior), so that a handful of conversations cannot teach
their own quirks. Only numbers are kept; no text of the conversations is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from flows.evidence import conversation as talk
from flows.evidence.boundaries import FEATURES, WEIGHTS, features, observe

# What one expects before looking; the data move each weight as far as they have evidence.
EXPECTED: dict[str, float] = {
    "asked": 1.5,
    "tag": -0.5,
    "asked_answered": 1.2,
    "asked_self": 0.5,
    "asked_own": -0.8,
    "asked_asks": -1.5,
    "asked_named": 1.0,
    "answers": 0.3,
    "agrees": 1.0,
    "listens": 0.8,
    "listens_long": 1.0,
    "listened": 0.3,
    "listened_first": -0.8,
    "both_listen": -2.0,
    "both_agree": -1.5,
    "continues": -0.5,
    "continues_answer": -0.3,
    "lower": -1.0,
    "unfinished": -1.0,
    "broken": 0.3,
    "asks": 0.4,
    "asks_you": 0.5,
    "leads": 0.6,
    "leads_open": 1.2,
    "led": 0.0,
    "welcomes": 0.5,
    "welcomed": 0.0,
    "thanks_having": 2.5,
    "replies": 1.0,
    "you_to_i": 0.4,
    "i_to_you": 0.4,
    "named": 0.3,
    "names": 0.8,
    "greets": 1.5,
    "thanks": 0.7,
    "filler": 0.2,
    "echoes": 0.3,
    "repeats": 1.0,
    "mirrors": 1.5,
    "asks_on": 0.3,
    "asks_other": 0.5,
    "fragment": 0.5,
    "fragment_answer": 0.8,
    "left_length": 0.0,
    "right_length": -0.5,
}
# A sentence without an end mark is by construction the last of its turn in the training data, so the data cannot teach these.
FIXED = frozenset({"unfinished", "broken", "lower", "filler", "both_listen"})
_PULL = 15.0
SURE = 0.9


@dataclass(frozen=True)
class Conversation:
    """Turns in order: (speaker, text, whether the speaker is sure)."""

    lang: str
    turns: tuple[tuple[str, str, bool], ...]


def conversations(releases: Iterable[Path]) -> list[Conversation]:
    """The spoken sides of all episodes of some releases."""
    out = []
    for release in releases:
        spoken = {e["episode_id"]: e["source_lang"] for e in _rows(release, "episodes")}
        turns: dict[str, list[dict]] = {}
        for t in _rows(release, "turns"):
            if t["lang"] == spoken[t["episode_id"]]:
                turns.setdefault(t["episode_id"], []).append(t)
        for episode, rows in sorted(turns.items()):
            rows.sort(key=lambda t: t["position"])
            said = tuple((t["speaker"], t["text"] or "", (t["confidence"] or 0) >= SURE and t["attribution"] != "montage") for t in rows)
            out.append(Conversation(spoken[episode], said))
    return out


def _rows(release: Path, table: str) -> list[dict]:
    return [row for f in sorted((release / "parquet" / table).glob("*.parquet")) for row in pq.read_table(f).to_pylist()]


def examples(conversation: Conversation) -> tuple[np.ndarray, np.ndarray]:
    """Features and truth (1: the speaker changes) of every gap between sentences of sure turns and of sure neighbours."""
    names = talk.Names([(s,) for s in sorted({s for s, _, _ in conversation.turns})], conversation.lang)
    seen = [
        [observe(text[a:b], conversation.lang, names) for a, b in talk.sentences(text)] if sure else []
        for _, text, sure in conversation.turns
    ]
    rows, truth = [], []
    for k, mine in enumerate(seen):
        sizes = np.cumsum([0, *(o.size for o in mine)])
        for i in range(len(mine) - 1):
            rows.append(features(mine[i], mine[i + 1], int(sizes[i + 1]), i == 0))
            truth.append(0)
        after = seen[k + 1] if k + 1 < len(seen) else []
        if mine and after and conversation.turns[k][0] != conversation.turns[k + 1][0]:
            rows.append(features(mine[-1], after[0], int(sizes[-1]), len(mine) == 1))
            truth.append(1)
    return np.array(rows).reshape(-1, len(FEATURES)), np.array(truth)


def fit(data: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[dict[str, float], float]:
    """Weights and intercept. In each conversation boundaries and other gaps weigh alike, so the intercept is that of even odds."""
    kept = [(x, y) for x, y in data if 0 < y.sum() < len(y)]
    x = np.concatenate([x for x, _ in kept])
    y = np.concatenate([y for _, y in kept])
    each = np.concatenate([np.where(y == 1, 0.5 / y.sum(), 0.5 / (len(y) - y.sum())) * min(len(y), 600) for _, y in kept])
    names = list(FEATURES)
    centre = np.array([EXPECTED[n] for n in names] + [0.0])
    pull = np.array([1e6 if n in FIXED else _PULL for n in names] + [0.01])
    full = np.column_stack([x, np.ones(len(x))])
    w = centre.copy()
    for _ in range(50):  # Newton's method
        p = 1 / (1 + np.exp(-full @ w))
        gradient = full.T @ (each * (p - y)) + pull * (w - centre)
        curvature = (full * (each * p * (1 - p))[:, None]).T @ full + np.diag(pull)
        step = np.linalg.solve(curvature, gradient)
        w = w - step
        if np.abs(step).max() < 1e-8:
            break
    return {n: round(float(v), 3) for n, v in zip(names, w)}, round(float(w[-1]), 3)


def main(argv: Sequence[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("releases", type=Path, nargs="+")
    ap.add_argument("--out", type=Path, default=WEIGHTS)
    args = ap.parse_args(argv)
    data = [examples(c) for c in conversations(args.releases)]
    write(data, args.out)
    print(f"{sum(len(y) for _, y in data)} gaps, {sum(int(y.sum()) for _, y in data)} of them boundaries -> {args.out}")
    return 0


def write(data: Sequence[tuple[np.ndarray, np.ndarray]], out: Path) -> None:
    weights, intercept = fit(data)
    old = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    version = old.get("version", 0) + (weights != old.get("weights"))
    about = {
        "version": version,
        "gaps": sum(len(y) for _, y in data),
        "boundaries": sum(int(y.sum()) for _, y in data),
        "intercept": intercept,
        "weights": weights,
    }
    out.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
