"""The life of a source: renamed, fetched anew, in company of its double."""
from __future__ import annotations

import json

import pytest

from flows.release import build_release
from tests.tiny import conversation, raw_folder

GARDENS = "\n\n".join(
    f"**Ines Roth:** Sentence {n} of a talk about gardens, soil and rain in spring.\n\n**Ines Roth:** 关于花园的第{n}句话。"
    for n in range(9))


@pytest.fixture
def corpus(tmp_path):
    raw = raw_folder(tmp_path / "raw", bridges_txt=conversation(), long_txt=conversation(60))
    return raw, tmp_path / "out", build_release(raw, tmp_path / "out")


def _ids(outcome):
    return {i["file"]: i["episode_id"] for i in json.loads((outcome.release / "manifest.json").read_text("utf-8"))["inputs"]}


def test_a_renamed_file_stays_the_episode_it_was(corpus):
    raw, out, _ = corpus
    (raw / "bridges.txt").rename(raw / "2026_bridges_final.txt")
    outcome = build_release(raw, out)
    assert _ids(outcome) == {"2026_bridges_final.txt": "bridges", "long.txt": "long"}
    assert outcome.notes[0] == "2026_bridges_final.txt is bridges.txt under another name: it stays the episode bridges."
    assert "is now read from `2026_bridges_final.txt`, before from `bridges.txt`" in (outcome.release / "CHANGES.md").read_text("utf-8")
    assert not build_release(raw, out).new, "and stays so"


def test_a_file_fetched_anew_under_another_name_with_small_changes(corpus):
    raw, out, _ = corpus
    (raw / "long (1).txt").write_text((raw / "long.txt").read_text("utf-8").replace("fourteen months", "fifteen months", 2), "utf-8")
    (raw / "long.txt").unlink()
    outcome = build_release(raw, out)
    assert _ids(outcome)["long (1).txt"] == "long"
    assert "changed in part" in outcome.notes[0]


def test_another_talk_is_another_episode(corpus):
    raw, out, _ = corpus
    (raw / "bridges.txt").unlink()
    (raw / "gardens.txt").write_text(GARDENS, "utf-8")
    assert _ids(build_release(raw, out))["gardens.txt"] == "gardens"


def test_an_episode_keeps_its_id_when_a_file_of_the_same_name_comes(corpus):
    raw, out, _ = corpus
    raw_folder(raw, bridges_md=conversation(7, first="Hello. "))
    ids = _ids(build_release(raw, out))
    assert ids["bridges.txt"] == "bridges"
    assert ids["bridges.md"] == "bridges-md"


@pytest.mark.slow
def test_the_same_talk_twice_is_told_and_kept(corpus):
    raw, out, _ = corpus
    (raw / "bridges.txt").unlink()
    (raw / "gardens.txt").write_text(GARDENS, "utf-8")
    assert not any("same talk" in n for n in build_release(raw, out).notes)
    retold = (raw / "long.txt").read_text("utf-8").replace("small sensors", "tiny censors").replace("Ada Byrne", "SPEAKER 1")
    (raw / "reupload.txt").write_text(retold, "utf-8")
    outcome = build_release(raw, out)
    assert outcome.rows["episodes"] == 3
    assert any(n.startswith("long and reupload seem to be the same talk") for n in outcome.notes)
    twin, = json.loads((outcome.release / "manifest.json").read_text("utf-8"))["same_talk"]
    assert twin["episodes"] == ["long", "reupload"] and twin["likeness"] > 0.5
    assert "| long | reupload |" in (outcome.release / "DATASHEET.md").read_text("utf-8")
