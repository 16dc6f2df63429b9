"""From the suggestions of a release to a table, and from its answers to decisions that the next release applies."""
from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.release import build_release
from flows.review import Place, Question, ReviewError, _decision, add_decisions, answered, questions, write_sheet
from flows.settings import read_decisions

TALK = """\
**Ada:** 我们在 GPU 上训练语言模型,强化学习也在上面跑。
**Ada:** We train language models on GPUs, and the reinforcement learning runs on them.
**Grace:** 昨天 Anthropic 的人来过。
**Grace:** Yesterday the Antropik people were here.
**Ada:** 他们的智能体在上面运行。
**Ada:** Their agents run on our cloud, and so do ours, says Anthropic.
**Grace:** 初创公司都用深度学习。
**Grace:** Startups all use deep learning.
**Ada:** 我们也是。
**Ada:** We do, too, on the same cloud, as Anthropic does with Claude Code.
"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    (folder / "talk.txt").write_text(TALK, "utf-8")
    return folder


@pytest.fixture(scope="module")
def release(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = build_release(raw, tmp_path_factory.mktemp("output"))
    assert made.release and not made.quarantined
    return Path(made.release)


def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def answer(sheet: Path, now: str, word: str) -> None:
    held = rows(sheet)
    for row in held:
        if row["now"] == now:
            row["answer"] = word
    with sheet.open("w", encoding="utf-8-sig", newline="") as f:
        out = csv.DictWriter(f, list(held[0]))
        out.writeheader()
        out.writerows(held)


def test_the_same_error_is_asked_once_with_its_places(release: Path, tmp_path: Path) -> None:
    asked = questions(release)
    assert [len(q.places) for q in asked] == sorted((len(q.places) for q in asked), reverse=True)
    (cloud,) = [q for q in asked if (q.now, q.proposed) == ("cloud", "Claude")]
    assert len(cloud.places) == 2
    assert write_sheet(tmp_path / "review.csv", asked) == len(asked)
    row = next(r for r in rows(tmp_path / "review.csv") if r["now"] == "cloud")
    assert row["times"] == "2" and "»cloud«" in row["context"] and row["answer"] == "" and len(row["places"].split()) == 2


def test_answers_become_decisions_that_the_next_release_applies(release: Path, raw: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.csv"
    asked = questions(release, edits=True)
    write_sheet(sheet, asked)
    answer(sheet, "cloud", "n")
    answer(sheet, "Antropik", "Anthropic, Inc.")
    made = answered(sheet, asked)
    decisions = tmp_path / "decisions.csv"
    assert add_decisions(decisions, made) == len(made) == 3
    assert add_decisions(decisions, made) == 0
    assert {(d.expect, d.value) for d in read_decisions(decisions)} == {("cloud", "keep"), ("Antropik", "Anthropic, Inc.")}

    again = tmp_path / "raw"
    again.mkdir()
    (again / "talk.txt").write_text(TALK, "utf-8")
    stale = "talk,0,3,xyz,text,abc,typed by hand\n"
    (again / "decisions.csv").write_bytes(decisions.read_bytes() + stale.encode())
    outcome = build_release(again, tmp_path / "output")
    assert "talk: 3 decisions of a reviewer applied." in outcome.notes
    assert any("no longer holds: it expects 'xyz'" in note for note in outcome.notes)
    second = Path(outcome.release)
    texts = " ".join(str(t) for t in pq.read_table(second / "parquet" / "turns").column("text").to_pylist())
    assert "the Anthropic, Inc. people" in texts and "our cloud" in texts
    assert not [q for q in questions(second) if q.now == "cloud"]


def test_a_reviewers_own_columns_and_who_may_read_the_file_stay(tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("\ufeffwho,episode,start,end,expect,change,value\r\nMei,talk, 1,2,x,text,\"y,\nz\"\r\n", "utf-8")
    decisions.chmod(0o664)
    row = {"episode": "talk", "start": "5", "end": "6", "expect": "a", "change": "text", "value": "b", "why": "reviewed"}
    assert add_decisions(decisions, [row]) == 1
    assert [(r["who"], r["start"], r["value"], r["why"]) for r in rows(decisions)] == [("Mei", " 1", "y,\nz", ""), ("", "5", "b", "reviewed")]
    assert decisions.stat().st_mode & 0o777 == 0o664
    assert list(tmp_path.iterdir()) == [decisions]

    assert add_decisions(tmp_path / "new.csv", [row]) == 1
    (tmp_path / "like.csv").touch()
    assert (tmp_path / "new.csv").stat().st_mode == (tmp_path / "like.csv").stat().st_mode


def test_an_answer_to_what_is_not_asked_is_an_error(release: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.csv"
    asked = questions(release)
    write_sheet(sheet, asked)
    answer(sheet, "cloud", "y")
    with pytest.raises(ReviewError, match="line .*Write the sheet anew"):
        answered(sheet, [q for q in asked if q.now != "cloud"])


def test_a_sheet_that_a_spreadsheet_saved_in_another_encoding_is_refused_with_a_remedy(tmp_path: Path) -> None:
    sheet = tmp_path / "review.csv"
    sheet.write_bytes("answer,change,now,proposed,places\ny,text,云,云朵,talk:1-2\n".encode("gbk"))
    with pytest.raises(ReviewError, match=r"review\.csv cannot be read.*CSV UTF-8"):
        answered(sheet, [])


def test_a_release_without_questions_gives_an_empty_sheet(tmp_path: Path) -> None:
    assert write_sheet(tmp_path / "review.csv", []) == 0
    assert rows(tmp_path / "review.csv") == []


@pytest.mark.parametrize(("change", "answer", "value"), [
    ("text", "no", "no"), ("text", "0", "0"), ("text", "ok", "ok"), ("text", "n", "keep"), ("text", "Y", "now"),
    ("speaker", "no", "keep"), ("split", "no", "keep"), ("split", "yes", ""),
])
def test_where_a_text_is_asked_for_no_is_a_word(change, answer, value):
    place = Place("a", 5, 9, "know", "I know it")
    assert _decision(Question(change, "know", "now", 0.6, "sounds alike", (place,)), place, answer)["value"] == value
