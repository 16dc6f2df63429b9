"""Fits the weights of `scoring` on labelled examples: ``python -m flows.repairs.mistranscription.fit [--examples FILE]``.

In: data/examples.csv (one row a candidate: document, rule, right or not, how many like it, its features as JSON; no text) and the
priors of data/weights.yaml. Out: data/weights.yaml with new weights. The same input gives the same file.

A logistic model, kept near its priors (Gaussian, variance 1 / ``STRENGTH``): what few examples cannot tell stays as an expert
would have it.
``shift`` moves the scores so that 0.95 is the lowest point above which, on documents left out of the fit, ``WANTED`` of what
is claimed is right.
"""
from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import minimize

from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.scoring import inputs

DATA = Path(__file__).parent / "data"
COLUMNS = ("document", "rule", "right", "alike", "features")
STRENGTH, WANTED, APPLIED = 1.0, 0.97, 0.95


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate that a person judged; ``alike`` is how many examples make the same change (each then counts less)."""

    document: str
    right: bool
    alike: int
    inputs: dict[str, float]


def read_examples(path: Path) -> list[Example]:
    """The rows of an examples file."""
    with path.open(encoding="utf-8", newline="") as f:
        return [Example(r["document"], r["right"] == "1", int(r["alike"]), _inputs(r["rule"], r["features"])) for r in csv.DictReader(f)]


def _inputs(rule: str, features: str) -> dict[str, float]:
    return inputs(Candidate(0, 1, "", "", rule, json.loads(features)))


def fit(examples: Sequence[Example], prior: dict[str, float]) -> dict[str, float]:
    """Weight of each input, in log-odds."""
    names = list(prior)
    x, right, counts = _matrix(examples, names)
    start = np.array([prior[n] for n in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        chance = 1 / (1 + np.exp(-z))
        return (float((counts * (np.logaddexp(0, z) - right * z)).sum() + STRENGTH / 2 * ((w - start) ** 2).sum()),
                x.T @ (counts * (chance - right)) + STRENGTH * (w - start))

    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return {n: round(float(w), 2) for n, w in zip(names, found)}


def left_out(examples: Sequence[Example], prior: dict[str, float]) -> list[float]:
    """Log-odds of each example by the weights fitted on the other documents."""
    out = [0.0] * len(examples)
    for document in sorted({e.document for e in examples}):
        weights = fit([e for e in examples if e.document != document], prior)
        for i, e in enumerate(examples):
            if e.document == document:
                out[i] = sum(weights[k] * v for k, v in e.inputs.items())
    return out


def shift(scores: Sequence[float], right: Sequence[bool]) -> float:
    """What to add to the scores so that ``APPLIED`` is the lowest bar above which ``WANTED`` of the examples are right."""
    order = sorted(zip(scores, right), key=lambda x: -x[0])
    good, bar = 0, None
    for n, (score, ok) in enumerate(order, 1):
        good += ok
        if good / n >= WANTED:
            bar = score
    wanted = float(np.log(APPLIED / (1 - APPLIED)))
    return round(min(max(wanted - bar, -1.2), 1.2), 2) if bar is not None else -1.2


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x = np.array([[e.inputs.get(n, 0.0) for n in names] for e in examples])
    return x, np.array([float(e.right) for e in examples]), np.array([e.alike ** -0.5 for e in examples])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=Path, default=DATA / "examples.csv")
    args = parser.parse_args()
    table = yaml.safe_load((DATA / "weights.yaml").read_text("utf-8"))
    prior = {name: float(row["prior"]) for name, row in table["inputs"].items()}
    examples = read_examples(args.examples)
    weights, scores = fit(examples, prior), left_out(examples, prior)
    moved = shift(scores, [e.right for e in examples])
    (DATA / "weights.yaml").write_text(_rendered(prior, weights, moved, len(examples)), "utf-8")
    bar = np.log(APPLIED / (1 - APPLIED)) - moved
    above = [e.right for e, s in zip(examples, scores) if s >= bar]
    print(f"{len(examples)} examples, {sum(e.right for e in examples)} right; left out, {len(above)} score above the bar, "
          f"{sum(above) / max(len(above), 1):.3f} of them right")


def _rendered(prior: dict[str, float], weights: dict[str, float], moved: float, examples: int) -> str:
    lines = ["# Weights of the model that says how likely a mis-transcription is: log-odds for each unit of an input (see scoring.py).",
             "# prior: by an expert, before examples. weight: fitted by python -m flows.repairs.mistranscription.fit",
             f"# on {examples} examples.",
             "version: 1", f"shift: {moved}", "inputs:"]
    return "\n".join([*lines, *(f"  {n}: {{prior: {prior[n]:g}, weight: {weights[n]:g}}}" for n in prior)]) + "\n"


if __name__ == "__main__":
    main()
