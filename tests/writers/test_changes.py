"""What changed between releases: told to a reader, given as rows, with ids that stay."""
from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from flows.cli import main
from flows.release import build_release
from flows.writers.compare import TableChanges
from schemas.views import EVERYTHING
from tests.tiny import conversation, raw_folder


def _turns(release, episode):
    rows = pq.read_table(release / "parquet" / "turns").to_pylist()
    return {t["turn_id"]: t for t in rows if t["episode_id"] == episode}


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Three releases of a corpus that grows and is corrected."""
    raw = raw_folder(tmp_path_factory.mktemp("raw"), bridges_txt=conversation(), humming_md=conversation(8))
    output = tmp_path_factory.mktemp("out")
    first = build_release(raw, output).release
    raw_folder(raw, storms_txt=conversation(9))
    second = build_release(raw, output).release
    (raw / "sources.yaml").write_text("bridges.txt: {speakers: [{name: Ada Byrne-Lovell, aliases: [Ada Byrne]}]}\n")
    start = (raw / "humming.md").read_text("utf-8").index("deck")
    (raw / "decisions.csv").write_text(f"episode,start,end,expect,change,value,why\nhumming,{start},{start + 4},deck,text,road,heard so\n")
    third = build_release(raw, output).release
    return first, second, third


def test_versions_follow(three):
    assert [r.name for r in three] == ["1.0.0", "1.1.0", "2.0.0"]


def test_a_turn_keeps_its_id_when_its_text_or_speaker_is_corrected(three):
    _, second, third = three
    for episode in ("bridges", "humming", "storms"):
        assert set(_turns(second, episode)) == set(_turns(third, episode))
    changed = [t for i, t in _turns(third, "humming").items() if t["text"] != _turns(second, "humming")[i]["text"]]
    assert ["under the road" in t["text"] for t in changed] == [True]
    assert {t["speaker"] for t in _turns(third, "bridges").values()} == {"Ada Byrne-Lovell", "Luis Ortega"}


def test_changes_say_what_came_and_what_was_corrected(three):
    first, second, third = ((r / "CHANGES.md").read_text("utf-8") for r in three)
    assert "The first release." in first
    assert "New episode `storms`." in second
    assert "| storms | 18 | 0 | 0 | 0 |" in second
    assert "| humming | 0 | 0 | 1 | 0 |" in third
    assert "| Ada Byrne | Ada Byrne-Lovell | 6 |" in third
    assert "| `deck` | `road` | 1 |" in third
    assert third.index("## 2.0.0") < third.index("## 1.1.0") < third.index("## 1.0.0"), "older sections stay below"


def test_changed_rows_are_parquet(three):
    first, second, third = three
    assert not (first / "changes").exists()
    new = pq.read_table(second / "changes" / "turns.parquet").to_pylist()
    assert {r["row_change"] for r in new} == {"added"} and len(new) == 18
    rows = pq.read_table(third / "changes" / "turns.parquet").to_pylist()
    was, now = ([r for r in rows if r["row_change"] == c and r["episode_id"] == "humming"] for c in ("before", "after"))
    assert [r["turn_id"] for r in was] == [r["turn_id"] for r in now]
    assert [("deck" in b["text"], "road" in a["text"]) for b, a in zip(was, now, strict=True)] == [(True, True)]


@pytest.mark.parametrize("name", EVERYTHING)
def test_changed_rows_of_every_table_can_be_told(name):
    none = EVERYTHING[name].arrow.empty_table()
    rows = TableChanges(none, none, none, none).rows()
    assert rows.column_names == ["row_change", *EVERYTHING[name].names]


def test_diff_compares_any_two(three, tmp_path, capsys):
    first, _, third = three
    assert main(["diff", str(first), str(third), "--parquet", str(tmp_path / "rows")]) == 0
    said = capsys.readouterr().out
    assert "New episode `storms`." in said and "`road`" in said
    assert {p.name for p in (tmp_path / "rows").iterdir()} >= {"turns.parquet", "episodes.parquet", "edits.parquet"}
    assert main(["diff", str(first), str(first)]) == 0
    assert capsys.readouterr().out.strip() == "The rows are the same."
    assert main(["diff", str(first), str(tmp_path)]) == 2


def test_a_raw_file_under_another_name_and_one_that_is_gone(tmp_path):
    raw = raw_folder(tmp_path / "raw")
    build_release(raw, tmp_path / "out")
    (raw / "humming.md").unlink()
    release = build_release(raw, tmp_path / "out").release
    assert "Episode `humming` is gone." in (release / "CHANGES.md").read_text("utf-8")


def test_a_damaged_release_before_is_said(tmp_path):
    raw = raw_folder(tmp_path / "raw")
    first = build_release(raw, tmp_path / "out").release
    (first / "parquet" / "turns" / "part-00000.parquet").write_bytes(b"")
    release = build_release(raw, tmp_path / "out").release
    assert "Release 1.0.0, which came before, is damaged" in (release / "CHANGES.md").read_text("utf-8")
