"""README.md says what is so: its figures are those of the committed release, its code runs, its example is in the data."""
from __future__ import annotations

import os
import re

import pyarrow.parquet as pq
import pytest

from tests.readme import README, ROOT, latest, samples, section

TEXT = README.read_text("utf-8")


def test_figures_are_those_of_the_committed_release():
    assert section(TEXT, "figures").strip() == samples()


def test_example_is_in_raw_and_in_the_release():
    before, after = re.findall(r"```text\n(.*?)```", section(TEXT, "example"), re.S)
    raw = "\n".join(p.read_text("utf-8") for p in (ROOT / "raw").iterdir() if p.is_file())
    said = {(t["speaker"], t["text"]) for f in (latest(ROOT / "output") / "parquet" / "turns").glob("*.parquet") for t in pq.read_table(f).to_pylist()}
    lines = [line for line in before.splitlines() if line.strip() not in ("", "...")]
    assert len(lines) >= 3
    for line in lines:
        assert line.strip("… ") in raw, line
    turns = [line.split(": ", 1) for line in after.splitlines() if line.strip() not in ("", "...")]
    assert len(turns) >= 4
    for speaker, text in turns:
        assert any(s == speaker and text.strip("… ") in t for s, t in said), (speaker, text)


@pytest.mark.slow
def test_the_code_that_loads_a_release_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setitem(os.environ, "HF_HUB_OFFLINE", "1")
    code = re.search(r"## Load a release\n\n```python\n(.*?)```", TEXT, re.S)[1]
    imports, *statements = [s for s in code.strip().split("\n\n")]
    names: dict = {}
    exec(imports, names)  # noqa: S102  our own README
    release = statements[0].splitlines()
    exec(release[0], names)  # noqa: S102
    rows = pq.read_table(latest(ROOT / "output") / "parquet" / "turns").num_rows
    lines = [s for s in "\n".join(statements[1:]).splitlines() if s]
    assert len(lines) == 4
    for line in lines:
        exec(line, names)  # noqa: S102
        assert len(names["turns"]) == rows, line


def test_files_that_it_names_exist():
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target
