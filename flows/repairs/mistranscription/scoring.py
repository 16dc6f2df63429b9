"""From features to one confidence: a logistic model whose weights can be read, and are fitted by a command.

The weights are data/weights.yaml. ``python -m flows.repairs.mistranscription.fit`` fits them on labelled examples
(data/examples.csv: features of candidates and whether they were right; no text).
"""
from __future__ import annotations

import importlib.resources
import math
from collections.abc import Mapping
from functools import lru_cache

import yaml

from flows.repairs.mistranscription.candidates import Candidate


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Feature -> log-odds for each unit of it; `bias` is always counted once."""
    text = (importlib.resources.files("flows.repairs.mistranscription") / "data" / "weights.yaml").read_text("utf-8")
    return yaml.safe_load(text)["weights"]


def terms(c: Candidate) -> dict[str, float]:
    """The model's inputs for a candidate: its features, what follows from several of them at once, and the rules that found it."""
    f = dict(c.features)
    sound, written = f.get("sound", 1.0), max(f.get("written", 0.0), 0.8 * f.get("named", 0.0))
    out = {k: v for k, v in f.items() if k != "sound"}
    out["unlike"] = max(0.0, 1.0 - sound)
    out["very_unlike"] = max(0.0, 0.75 - sound)
    out["beside_and_unknown"] = written * f.get("unknown", 0.0)
    out["common_and_unsaid"] = f.get("common", 0.0) * (1.0 - written) * float("sound" in f and not f.get("unknown"))
    out["short_name"] = float(f.get("letters", 1.0) < 0.4)
    for rule in c.rule.split("+"):
        out[f"by {rule}"] = 1.0
    return out


def confidence(c: Candidate) -> float:
    """The chance that the candidate is right, 0 to 1."""
    table = weights()
    score = table["bias"] + sum(table.get(k, 0.0) * v for k, v in sorted(terms(c).items()))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
