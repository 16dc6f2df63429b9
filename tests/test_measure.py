"""Figures against labels: what a right, a wrong and a partly wrong release score."""
from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path

import pytest

from flows.measure import Share, f1, measure

SAMPLES = Path(__file__).parent / "samples" / "truth"
RAW = Path(__file__).parents[1] / "raw"


def _load(path: Path):
    spec = importlib.util.spec_from_file_location("scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perfect(labels: dict, raw: str) -> dict[str, list[dict]]:
    """Tables that say exactly what the labels say."""
    episode = labels["episode"]
    turns = [{"episode_id": episode, "turn_id": f"{episode}:en:{t['spans'][0][0]:08d}", "lang": "en", "speaker": t["speaker"], "confidence": 1.0,
              "spans": [{"start": a, "end": b, "join": " "} for a, b in t["spans"]]} for t in labels["turns"]]
    edits = [{"episode_id": episode, "start": f["start"], "end": f["end"], "before": f["wrong"], "after": f["right"]} for f in labels["fixes"]]
    return {"turns": turns, "edits": edits, "pairs": [], "blocks": []}


@pytest.fixture(params=sorted(p.stem for p in SAMPLES.glob("*.json")))
def case(request):
    labels = json.loads((SAMPLES / f"{request.param}.json").read_text("utf-8"))
    raw = (RAW / labels["raw_file"]).read_text("utf-8")
    return labels, raw, perfect(labels, raw)


def test_a_release_that_says_what_the_labels_say_is_perfect(case):
    labels, raw, tables = case
    figures = measure(tables, labels, raw)
    assert figures.wder.part == figures.lost.part == 0 and figures.wder.whole > 500
    assert f1(figures.starts_precision, figures.starts_recall) == 1
    assert figures.repaired.value == 1 and figures.agreed.value == 1


def test_a_wrong_speaker_costs_the_words_of_his_turn(case):
    labels, raw, tables = case
    longest = max(tables["turns"], key=lambda t: sum(s["end"] - s["start"] for s in t["spans"]))
    longest["speaker"] = "Nobody"
    figures = measure(tables, labels, raw)
    said = sum(len(raw[s["start"]:s["end"]].split()) for s in longest["spans"])
    assert 0 < figures.wder.part <= said
    assert figures.sure_wrong.part == figures.wder.part


def test_a_missing_turn_is_lost_words_and_a_missing_start(case):
    labels, raw, tables = case
    gone = tables["turns"].pop(len(tables["turns"]) // 2)
    figures = measure(tables, labels, raw)
    assert figures.lost.part > 0 and figures.lost.part == figures.wder.part
    assert figures.starts_recall.part == figures.starts_recall.whole - 1, gone


def test_an_edit_without_a_label_is_not_confirmed(case):
    labels, raw, tables = case
    a = next(t["spans"][0]["start"] for t in tables["turns"] if raw[t["spans"][0]["start"]].isalpha()
             and all(abs(f["start"] - t["spans"][0]["start"]) > 40 for f in labels["fixes"]))
    before = measure(tables, labels, raw)
    tables["edits"].append({"episode_id": labels["episode"], "start": a, "end": a + 1, "before": raw[a], "after": "Qx"})
    after = measure(tables, labels, raw)
    assert after.agreed == before.agreed + Share(0, 1)


def test_figures_are_those_of_the_public_scorer(scorer, case):
    labels, raw, tables = case
    tables = copy.deepcopy(tables)
    for t in tables["turns"][::7]:
        t["speaker"], t["confidence"] = "Nobody", 0.5
    del tables["turns"][5]
    figures = measure(tables, labels, raw)
    for t in tables["turns"]:
        t["text"] = ""
    for e in tables["edits"]:
        e.update(kind="mistranscription", rule="")
    theirs = _load(scorer).score(Path("."), raw, labels, tables)
    ours = {"words": figures.wder.whole, "wrong": figures.wder.part, "given_wrong": figures.given_wder.part, "lost": figures.lost.part,
            "sure": figures.sure.part, "sure_wrong": figures.sure_wrong.part, "b_tp": figures.starts_recall.part, "b_pred": figures.starts_precision.whole,
            "x_agree": figures.agreed.part, "x_pred": figures.agreed.whole}
    assert ours == {k: theirs[k] for k in ours}
