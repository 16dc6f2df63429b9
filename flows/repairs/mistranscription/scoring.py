"""From features to one confidence: a logistic model whose weights can be read, and are fitted by a command.

The weights are data/weights.yaml, in log-odds. ``python -m flows.repairs.mistranscription.fit`` fits them on labelled examples
(data/examples.csv: features of candidates and whether they were right; no text), starting from a prior for each weight.
"""
from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from flows.repairs.mistranscription.candidates import Candidate


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """The file of weights: of each input its `prior`, what an expert would say before seeing examples, and its fitted `weight`; `shift`,
    which is added so that 0.95 is where what lies above is right often enough to be applied."""
    text = (importlib.resources.files("flows.repairs.mistranscription") / "data" / "weights.yaml").read_text("utf-8")
    return yaml.safe_load(text)


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {name: float(row["weight"]) for name, row in table()["inputs"].items()}


def inputs(c: Candidate) -> dict[str, float]:
    """The model's inputs for a candidate, from its features. Which family a feature belongs to decides what it says."""
    f = c.features
    get = lambda name: f.get(name, 0.0)  # noqa: E731
    out = {"always": 1.0}
    rules = set(c.rule.split("+"))
    known = 0.0 if get("unknown") else 1.0
    unlike = 1.0 - f.get("sound", 1.0)
    if rules & {"lexicon variant", "lexicon heard", "lexicon confusion"}:
        role = "variant" if get("variant") else "heard" if get("heard") else "confusion"
        out[role] = 1.0
        out[f"{role}_out_of_place"] = get("asked") * (1.0 - max(get("near"), get("written"), get("named"), get("after_said")))
        out[f"{role}_near"] = get("asked") * get("near")
        out |= {name: get(name) for name in ("also_right", "near_more")}
        out[f"{role}_wide"] = get("wide") * (1.0 - get("near"))
        if role == "confusion":
            out["confusion_phrase"] = get("phrase")
            out["confusion_common"] = float(get("common") > 0.64) * (1.0 - max(get("written"), get("named"), get("after_said")))
    for name in ("digits", "single", "expressed", "unexpressed", "elsewhere", "after_said", "after_unsaid"):
        out[name] = get(name)
    out |= {name: get(name) for name in ("echo", "twice", "spelt_out", "spelt_known", "spelt_written")}
    if rules & {"translation", "sound", "person", "metadata", "lexicon confusion", "lexicon heard"}:
        out |= {"written": get("written"), "written_unknown": get("written") * (1.0 - known), "named": get("named"), "named_unknown": get("named") * (1.0 - known)}
        out |= {"unlike_word": unlike * known, "unlike_unknown": unlike * (1.0 - known), "common": get("common") * known}
        out |= {name: get(name) for name in ("short_name", "function", "known_name", "mixed", "outside", "rivals", "part", "plain", "capital", "speaker")}
        out |= {"full_unknown_name": get("full_name") * (1.0 - known), "full_heard_name": get("full_name") * known, "known_and_repeated": get("known_and_repeated")}
        out["repeated_word"] = get("repeated") * known
    if rules & {"sound", "person", "metadata"}:
        out |= {"unknown_name": get("unknown") * get("lexicon"), "unspelled_name": (1.0 - get("spelled")) * float(unlike > 0.05), "close_name": get("lexicon") * get("long") * float(get("spelled") >= 0.75 and unlike < 0.24) * (1.0 - known), "homophone": float(unlike < 0.03 and not get("short_name")), "consonants": get("consonants"), "slipped": get("slipped"), "sound_near": get("near"), "sound_wide": get("wide"), "letters": get("letters"), "letters_wide": get("letters") * max(get("near"), get("wide")), "sound_elsewhere": get("elsewhere") * get("lexicon"),
                "person": get("person"), "same_first": get("same_first"), "metadata": float("metadata" in rules)}
    if "spelling" in rules:
        out |= {"spelling": 1.0, "misspelled": 1.0 - get("spelled"), "misspelled_unlike": unlike, "meant": get("meant"), "local": get("local"), "local_close": get("local_close"), "derived": get("derived")}
    if "translation's spelling" in rules:
        out |= {"case": 1.0} | {f"case_{n}": get(n) for n in ("gloss", "unsettled", "camel", "several", "capital_here", "lexicon", "expressed", "proper", "doubtful")}
        out["case_ordinary"] = float(get("common") > 0.6 and not (get("proper") or get("lexicon") or get("camel") or get("capital_here") or get("several")))
    for name in ("hyphen_left", "hyphen_right", "counted", "cut", "gain", "glued", "linked", "again", "prefix", "doubled"):
        out[name] = get(name)
    return {k: v for k, v in out.items() if v}


def log_odds(c: Candidate) -> float:
    """How likely the candidate is right, in log-odds: 3 is 95 of 100."""
    weights = _weights()
    return sum((weights[k] * v for k, v in sorted(inputs(c).items())), float(table()["shift"]))
