"""Speakers of the real transcripts against hand-made labels: how many words are right, how sure ones are, where turns begin."""

from __future__ import annotations

import bisect
import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from flows.clean import clean
from flows.document.model import Document
from flows.episode import read_bytes, read_document
from flows.evidence.context import Context
from flows.sources import discover

# file: (share of words wrong at most, sure words at least, turn starts F1 at least)
_GOALS = {
    "s000.json": (0.20, 0.38, 0.87),
    "s001.json": (0.01, 0.85, 0.95),
    "s002.json": (0.03, 0.85, 0.96),
    "s003.json": (0.01, 0.85, 0.95),
}
_SURE, _SURE_WRONG = 0.9, 0.02


@cache
def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _document(seeds: Path, file: str) -> Document:
    source = next(s for s in discover(seeds).sources if s.rel == file)
    return clean(read_document(source, read_bytes(source)), Context())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(_GOALS))
def test_speakers(name: str, seeds: Path, gold: Path, scorer: Path) -> None:
    score = _scorer(scorer)
    labels = json.loads((gold / name).read_text())
    document = _document(seeds, labels["raw_file"])
    turns = document.turns("en")
    cover = score.Cover([(p.start, p.end, t) for t in turns for p in t.pieces])
    words = [
        (at, g["speaker"])
        for g in labels["turns"]
        if g["conf"] != "l" and g["speaker"][0] != "#"
        for at in score.words(document.text, g["spans"])
    ]
    said = [
        (document.speaker_of(t) == who, document.attributions[t.start].confidence) for at, who in words if (t := cover.at(at)) is not None
    ]
    wrong, sure, f1 = _GOALS[name]
    assert sum(not right for right, _ in said) + len(words) - len(said) <= wrong * len(words)
    certain = [right for right, confidence in said if confidence >= _SURE]
    assert len(certain) >= sure * len(words)
    assert sum(not right for right in certain) <= _SURE_WRONG * len(certain)
    assert _starts(score, document, labels) >= f1


def _starts(score: ModuleType, document: Document, labels: dict) -> float:
    """F1 of turn starts; those of doubtful labels count neither way."""
    order = sorted(at for g in labels["turns"] for at in score.words(document.text, g["spans"]))
    first = [(score.words(document.text, g["spans"]), g["conf"]) for g in labels["turns"] if g["speaker"][0] != "#"]
    true = {bisect.bisect_left(order, ws[0]) for ws, conf in first if ws and conf != "l"}
    free = {bisect.bisect_left(order, ws[0]) for ws, conf in first if ws and conf == "l"}
    low, high = labels["region"]
    found = sorted({bisect.bisect_left(order, t.start) for t in document.turns("en") if low <= t.start < high})
    left, hits, ignored = set(true), 0, 0
    for start in found:
        hit = next((start + d for d in (0, -1, 1, -2, 2) if start + d in left), None)
        left.discard(hit)
        hits += hit is not None
        ignored += hit is None and any(start + d in free for d in (0, -1, 1, -2, 2))
    return 2 * hits / (len(true) + len(found) - ignored)
