"""Names misspelt in labels: an edit says what the label should have read."""
from __future__ import annotations

from pathlib import Path

import pandas
import pytest

from flows.release import build_release

TALK = """---
title: On bread
host: Ada Bergstrom
guest: Mira Olsen
---

**{host}:** Welcome to the bakery. Who taught you to bake?

**{guest}:** My aunt did, in a village by the sea. She had one oven and no clock.

**{host}:** And how did she know when a loaf was done?

**{guest}:** She knocked on it and listened. I still do that every morning.
"""


def _release(tmp_path: Path, host: str, guest: str) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "bread.md").write_text(TALK.format(host=host, guest=guest), encoding="utf-8")
    release = build_release(raw, tmp_path / "out").release
    edits = pandas.read_parquet(release / "parquet" / "edits")
    return edits[edits.rule == "label"], pandas.read_parquet(release / "parquet" / "turns")


def test_a_misspelt_label_is_an_edit_outside_the_turns(tmp_path: Path) -> None:
    edits, turns = _release(tmp_path, "Ada Bergstorm", "Mira Olsen")
    assert list(zip(edits.before, edits.after)) == [("Bergstorm", "Bergstrom")] * 2
    assert edits.turn_id.isna().all() and (edits.kind == "mistranscription").all()
    assert all("Ada Bergstrom" in why and "metadata" in why for why in edits.evidence)
    assert set(turns.speaker) == {"Ada Bergstrom", "Mira Olsen"} and "Ada Bergstorm" in turns.speaker_given.iloc[0]


@pytest.mark.parametrize("guest", ["Mira", "Guest", "MIRA OLSEN", "Mira Olsen"])
def test_another_name_for_somebody_is_no_misspelling(tmp_path: Path, guest: str) -> None:
    edits, turns = _release(tmp_path, "Ada Bergstrom", guest)
    assert edits.empty and set(turns.speaker) == {"Ada Bergstrom", "Mira Olsen"}


def test_a_longer_misspelling_that_sounds_the_same(tmp_path: Path) -> None:
    talk = TALK.replace("Ada Bergstrom", "Catherine Hale").replace("Welcome to the bakery.", "I'm Catherine Hale, welcome.")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "bread.md").write_text(talk.format(host="Kathryn Hale", guest="Mira Olsen"), encoding="utf-8")
    release = build_release(raw, tmp_path / "out").release
    edits = pandas.read_parquet(release / "parquet" / "edits")
    assert sorted(zip(edits.rule, edits.before, edits.after)) == [("label", "Kathryn", "Catherine")] * 2
    assert set(pandas.read_parquet(release / "parquet" / "turns").speaker) == {"Catherine Hale", "Mira Olsen"}
