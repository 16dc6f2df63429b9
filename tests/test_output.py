"""The committed release is what the transcripts in raw/ give."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow
import pytest

from flows.release import build_release
from flows.validate import validate

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_making_the_committed_release_again_finds_nothing_new(tmp_path):
    latest = (ROOT / "output" / "LATEST").read_text("utf-8").strip()
    shutil.copytree(ROOT / "output", tmp_path / "output", ignore=shutil.ignore_patterns(".*"))
    outcome = build_release(ROOT / "raw", tmp_path / "output")
    manifest, before = (json.loads((tmp_path / "output" / v / "manifest.json").read_text("utf-8")) for v in (outcome.version, latest))
    assert {n: t["row_hash"] for n, t in manifest["tables"].items()} == {n: t["row_hash"] for n, t in before["tables"].items()}
    if before["pipeline"]["pyarrow"] == pyarrow.__version__:  # another writer gives other bytes for the same rows
        assert (outcome.version, outcome.new) == (latest, False)


def test_the_committed_release_is_valid():
    report = validate(ROOT / "output", ROOT / "raw")
    assert report.valid, report.findings[:5]
