"""The commands: what they print and their exit status."""
from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from flows.cli import main
from flows.release import build_release
from tests.conftest import ROOT
from tests.tiny import raw_folder


@pytest.fixture
def raw(tmp_path):
    return raw_folder(tmp_path / "raw")


def test_validate(raw, tmp_path, capsys):
    build_release(raw, tmp_path / "out")
    assert main(["validate", str(tmp_path / "out" / "1.0.0"), "--raw", str(raw)]) == 0
    jsonl = tmp_path / "out/1.0.0/jsonl/turns/part-00000.jsonl"
    jsonl.write_text(jsonl.read_text("utf-8").replace("fourteen months", "fifteen months"), "utf-8")
    assert main(["validate", str(tmp_path / "out" / "1.0.0")]) == 1
    assert "jsonl/turns" in capsys.readouterr().out
    assert main(["validate", str(tmp_path / "nothing")]) == 2


def test_explain_says_format_labels_and_why(raw, capsys):
    (raw / "sources.yaml").write_text("bridges.txt: {speakers: [{name: Ada Byrne-Lovell, role: host, aliases: [Ada Byrne]}]}\n")
    assert main(["explain", str(raw / "bridges.txt"), "--raw", str(raw)]) == 0
    said = capsys.readouterr().out
    assert "Read as labelled" in said
    assert "Ada Byrne -> Ada Byrne-Lovell" in said
    (raw / "empty.txt").write_bytes(b"")
    assert main(["explain", str(raw / "empty.txt")]) == 2
    assert "the file is empty" in capsys.readouterr().err


def test_review_writes_a_sheet_and_takes_answers(raw, tmp_path, capsys):
    build_release(raw, tmp_path / "out")
    sheet = tmp_path / "review.csv"
    folders = ["--raw", str(raw), "--output", str(tmp_path / "out")]
    assert main(["review", "--sheet", str(sheet), "--edits", *folders]) == 0
    with sheet.open(encoding="utf-8-sig", newline="") as f:
        assert "answer" in next(csv.reader(f))
    assert main(["review", "--edits", "--answers", str(sheet), *folders]) == 0
    assert "0 decisions" in capsys.readouterr().out
    assert main(["review", "--output", str(tmp_path / "none"), "--raw", str(raw)]) == 2


@pytest.mark.parametrize(("arguments", "says"), [
    (["--raw", "nowhere"], "--raw"), (["--raw", ".", "--version", "../x"], "cannot name a release"),
    (["--raw", ".", "--labels", "gold.json"], "gold.json: there is no such file of labels.")])
def test_release_tells_a_mistake_at_once(arguments, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["release", *arguments]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "says"), [
    (["release", "--workers", "0"], "1 or more"), (["release", "--largest-mb", "none"], "above 0"),
    (["publish", "here", "there", "--keep", "few"], "whole number"), (["publish", "here", "there", "--option", "key"], "NAME=VALUE")])
def test_an_option_that_cannot_be_followed_says_what_it_must_be(arguments, says, capsys):
    with pytest.raises(SystemExit) as e:
        main(arguments)
    assert e.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("manifest", ["{", "[]", "{}", '{"tables": []}', '{"tables": {"turns": 1}}', b"\xff"])
def test_diff_names_a_manifest_that_is_damaged(manifest, tmp_path, capsys):
    newest = ROOT / "output" / (ROOT / "output" / "LATEST").read_text().strip()
    (tmp_path / "manifest.json").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    assert main(["diff", str(newest), str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith(f"cannot be compared: {tmp_path}/manifest.json is not the manifest of a release.\n")


@pytest.mark.parametrize("order", [1, -1])
def test_diff_names_a_folder_that_is_no_release(order, tmp_path, capsys):
    newest = ROOT / "output" / (ROOT / "output" / "LATEST").read_text().strip()
    assert main(["diff", *[str(newest), str(tmp_path)][::order]]) == 2
    assert f"{tmp_path}/manifest.json cannot be read: No such file or directory." in capsys.readouterr().err


def test_diff_of_a_damaged_table_is_one_line(tmp_path, capsys):
    newest = ROOT / "output" / (ROOT / "output" / "LATEST").read_text().strip()
    broken = Path(shutil.copytree(newest, tmp_path / "broken"))
    (broken / "manifest.json").write_text((broken / "manifest.json").read_text("utf-8").replace('"row_hash": "', '"row_hash": "0'), "utf-8")
    (broken / "parquet" / "turns" / "part-00000.parquet").write_bytes(b"PAR1")
    assert main(["diff", str(newest), str(broken)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "cannot be compared" in said


def test_explain_names_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["explain", str(tmp_path / "lost.txt")]) == 2
    assert "lost.txt cannot be read: No such file" in capsys.readouterr().err


def test_an_unknown_command():
    with pytest.raises(SystemExit) as e:
        main(["publicate"])
    assert e.value.code == 2
