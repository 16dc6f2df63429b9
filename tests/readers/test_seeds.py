"""The four real transcripts: what a reader sees in them stays what it is."""

from __future__ import annotations

import bisect
import json
from collections import Counter
from pathlib import Path

import pytest

from flows.readers import Reading, read
from tests.readers.gallery import check_tiling

PIECES = {"000": ("labelled", 337, 337), "001": ("stamped", 208, 207), "002": ("labelled", 533, 533), "003": ("labelled", 61, 61)}
TURNS = {"000": (324, 324), "001": (142, 142), "002": (525, 525), "003": (54, 54)}


def reading(seeds: Path, number: str) -> tuple[str, str, Reading]:
    path = next(seeds.glob(f"{number}_*"))
    text = path.read_bytes().decode("utf-8")
    return text, *read(text, path.name)


@pytest.mark.parametrize("number", PIECES)
def test_sides_and_turns(seeds: Path, number: str) -> None:
    text, name, found = reading(seeds, number)
    check_tiling(text, found)
    sides = Counter(p.lang for p in found.pieces)
    turns = Counter(p.lang for p in found.pieces if p.opens)
    assert (name, sides["en"], sides["zh"]) == PIECES[number]
    assert (turns["en"], turns["zh"]) == TURNS[number]
    units = Counter(tuple(p.lang for p in found.pieces if p.group == g) for g in {p.group for p in found.pieces})
    assert sum(n for unit, n in units.items() if len(unit) == 2) >= sum(units.values()) - 1


def test_furniture_of_the_stamped_one(seeds: Path) -> None:
    _, _, found = reading(seeds, "001")
    kinds = Counter(str(b.kind) for b in found.blocks)
    assert {k: kinds[k] for k in ("title", "heading", "summary", "annotation", "boilerplate")} == {
        "title": 2, "heading": 17, "summary": 16, "annotation": 2, "boilerplate": 12}  # fmt: skip
    assert all(p.start_s is not None for p in found.pieces if p.opens and p.lang == "en")


@pytest.mark.parametrize("number", PIECES)
def test_labels_are_those_given(seeds: Path, gold: Path, number: str) -> None:
    """English words under a raw label lie in a piece with that label.

    The few exceptions are headings, summaries and Chinese without Chinese characters.
    """
    text, _, found = reading(seeds, number)
    pieces = sorted(found.pieces, key=lambda p: p.start)
    starts = [p.start for p in pieces]
    spelling = {"Matt Turck": "Matt Turk"}
    wrong = 0
    for given in json.loads((gold / f"s{number}.json").read_text("utf-8"))["given"]:
        p = pieces[max(bisect.bisect_right(starts, given["start"]) - 1, 0)]
        inside = p.start <= given["start"] and given["end"] <= p.end and p.lang == "en"
        label = spelling.get(given["speaker"], given["speaker"])
        wrong += (p.label != label) if inside else given["speaker"] is not None
    assert wrong <= {"000": 0, "001": 14, "002": 1, "003": 1}[number]
