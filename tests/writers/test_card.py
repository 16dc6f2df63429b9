"""The card stands alone: every line of it runs as it is pasted, and what it says of tables, licences and errors is so."""
from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess

import pandas
import polars
import pyarrow.parquet as pq
import pytest
import yaml

from flows.release import build_release
from schemas.views import EVERYTHING
from tests.readme import ROOT, latest
from tests.tiny import conversation, raw_folder
from tests.web import serving

ALONE = "\n\n".join(f"{who}: {text}" for who, text in (
    ("Ada Byrne", "Welcome back, today we talk about bridges."), ("Luis Ortega", "Most of them hum where nobody can hear it."),
    ("Ada Byrne", "How do you find out?"), ("Luis Ortega", "You hang sensors under the deck and wait for a storm.")))


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    raw = raw_folder(tmp_path_factory.mktemp("raw"))
    (raw / "dataset.yaml").write_text('title: Bridges\ncitation: "@misc{b, title = {Bridges}}"\nlicense: CC0-1.0\n')
    (raw / "sources.yaml").write_text("bridges.txt: {license: CC0-1.0, source_url: https://example.org/1}\n")
    return build_release(raw, tmp_path_factory.mktemp("out")).release


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A release of one file in one language: no pairs, no edits, no suggestions."""
    return build_release(raw_folder(tmp_path_factory.mktemp("raw"), talk_txt=ALONE), tmp_path_factory.mktemp("out")).release


def _card(release) -> str:
    return (release / "README.md").read_text("utf-8")


def _head(release) -> dict:
    return yaml.safe_load(_card(release).split("---\n")[1])


def _blocks(release, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", _card(release), re.S)


# --- pasted

@pytest.mark.slow
@pytest.mark.parametrize("which", ["release", "alone"])
def test_every_block_of_python_runs_as_it_is_pasted(which, request, tmp_path, monkeypatch):
    release = request.getfixturevalue(which)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.chdir(release)
    episodes = pq.read_table("parquet/turns")["episode_id"].to_pylist()
    (tmp_path / "web").mkdir()
    ran = 0
    with serving(release, tmp_path / "web") as site:
        for block in _blocks(release, "python"):
            names: dict[str, object] = {}
            exec(block.replace("ADDRESS", site.url), names)  # noqa: S102  our own card
            if "turns" in names:
                assert len(names["turns"]) == (episodes.count(episodes[0]) if "ADDRESS" in block else len(episodes))
            ran += 1
    assert ran == 10


def test_the_shell_line_checks_the_files(release):
    (check,) = _blocks(release, "sh")[0].strip().splitlines()
    assert subprocess.run(check, shell=True, cwd=release, capture_output=True).returncode == 0


# --- a table without rows

def test_tables_without_rows_are_named_and_load_with_their_columns(alone):
    empty = [name for name in EVERYTHING if not pq.read_table(alone / "parquet" / name).num_rows]
    assert {"pairs", "suggestions"} <= set(empty)
    assert f"No rows in this version: {', '.join(f'`{name}`' for name in empty)}." in _card(alone)
    for name in empty:
        assert list(pandas.read_parquet(alone / "parquet" / name).columns) == list(EVERYTHING[name].names)
        assert polars.read_parquet(alone / "parquet" / name / "*.parquet").columns == list(EVERYTHING[name].names)


def test_card_croissant_and_datapackage_agree_on_tables_and_columns(release, alone):
    for folder in (release, alone):
        rows = {name: pq.read_table(folder / "parquet" / name).num_rows for name in EVERYTHING}
        with_rows = {name for name, n in rows.items() if n}
        infos = {i["config_name"]: i for i in _head(folder)["dataset_info"]}
        croissant, package = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("croissant", "datapackage"))
        resources = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
        records = {r["name"]: [f["name"] for f in r["field"]] for r in croissant["recordSet"]}
        assert infos.keys() == resources.keys() == with_rows and records.keys() == set(EVERYTHING)
        for name in with_rows:
            assert [f["name"] for f in infos[name]["features"]] == resources[name] == records[name] == list(EVERYTHING[name].names)
            assert infos[name]["splits"][0]["num_examples"] == rows[name]
            assert infos[name]["download_size"] == sum(f.stat().st_size for f in (folder / "parquet" / name).iterdir())


@pytest.mark.slow
def test_every_config_of_a_release_in_one_language_loads_without_a_warning(alone, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    from datasets import Features, get_dataset_config_names, load_dataset, logging

    logging.enable_propagation()
    with contextlib.redirect_stderr(io.StringIO()):
        for name in get_dataset_config_names(str(alone)):
            rows = load_dataset(str(alone), name, split="train", cache_dir=str(tmp_path / "cache"))
            assert rows.features == Features.from_arrow_schema(EVERYTHING[name].arrow) and rows.num_rows
    assert not [r.message for r in caplog.records if "Ignoring" in r.message], "the Hub and `datasets` take all of dataset_info"


# --- what it says

def test_it_names_licences_errors_versions_and_how_to_cite(release):
    card = _card(release)
    assert re.search(r"\| bridges \|.*\| CC0-1.0 \| https://example.org/1 \|", card), "the licence of each source"
    assert "| not stated | 2 |" in card
    assert "```bibtex\n@misc{b, title = {Bridges},\n  version = {1.0.0}\n}\n```" in card and "Name the version, 1.0.0, with it" in card
    assert "Nobody has measured this version" in card and "A version that was published is never overwritten." in card
    for name in re.findall(r"`([A-Z]+\.md|[a-z]+\.json|SHA256SUMS)`", card):
        assert (release / name).exists(), name


def test_every_rule_and_flag_that_occurs_is_explained(release):
    explained = {"rule": set(), "flag": set()}
    for folder in (release, latest(ROOT / "output")):  # in the samples a source broke off
        sheet = _card(folder) + (folder / "DATASHEET.md").read_text("utf-8")
        turns = pq.read_table(folder / "parquet" / "turns").to_pylist()
        for name in {t["attribution"] for t in turns}:
            assert re.search(rf"\| `{name}` \| \d+ \| \w", sheet), name
            explained["rule"].add(name)
        for name in {f for t in turns for f in t["flags"]}:
            assert re.search(rf"\| {name} \| \d+ \| \w", sheet), name
            explained["flag"].add(name)
    assert explained["rule"] >= {"label", "translation"} and "words_lost" in explained["flag"]


def test_twins_and_files_that_could_not_be_read_are_known_errors(tmp_path):
    raw = raw_folder(tmp_path / "raw", one_txt=conversation(40), two_md=conversation(40), broken_txt=" ")
    card = _card(build_release(raw, tmp_path / "out").release)
    assert "`one` and `two` seem to be one talk" in card
    assert "1 source file could not be read" in card
