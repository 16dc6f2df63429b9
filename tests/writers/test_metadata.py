"""What stands around the data, read by the tools it is for: card, Croissant, Data Package, datasheet."""
from __future__ import annotations

import json
import re

import mlcroissant
import pyarrow.parquet as pq
import pytest
import yaml
from frictionless import Package

from flows.about import read_about
from flows.release import build_release
from flows.settings import SettingsError
from flows.writers.croissant import CONFORMS_TO, missing
from flows.writers.datasheet import NOT_STATED, keys, questions
from schemas.views import EVERYTHING
from tests.tiny import raw_folder

ABOUT = """
title: "Bridges: conversations"
name: bridges
description: Three conversations about bridges.
license: CC-BY-4.0
creators: [Bridge Society]
publisher: Bridge Society
date_published: 2026-02-01
url: https://example.org/bridges
contact: bridges@example.org
citation: "Bridge Society. Bridges. 2026."
"""
SOURCES = """
bridges.txt: {license: CC0-1.0, date: 2025-05-01}
humming.md: {license: All rights reserved, date: 2025-06}
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    raw = raw_folder(tmp_path_factory.mktemp("raw"))
    (raw / "dataset.yaml").write_text(ABOUT)
    (raw / "datasheet.yaml").write_text("funding: The bridges paid for it.\n")
    (raw / "sources.yaml").write_text(SOURCES)
    return build_release(raw, tmp_path_factory.mktemp("out")).release


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return build_release(raw_folder(tmp_path_factory.mktemp("raw")), tmp_path_factory.mktemp("out")).release


def _rows(release, name):
    return pq.read_table(release / "parquet" / name).to_pylist()


# --- the card

def test_the_card_says_what_the_hub_reads(release):
    head = yaml.safe_load((release / "README.md").read_text("utf-8").split("---")[1])
    assert (head["license"], head["language"], head["pretty_name"]) == ("cc-by-4.0", ["en", "zh"], "Bridges: conversations")
    assert head["size_categories"] == ["n<1K"]
    assert {c["config_name"] for c in head["configs"]} == {name for name in EVERYTHING if _rows(release, name)}
    assert [c["config_name"] for c in head["configs"] if c.get("default")] == ["turns"]
    for config in head["configs"]:
        assert list(release.glob(config["data_files"][0]["path"]))


def test_card_croissant_and_datapackage_name_all_licences(release):
    card = (release / "README.md").read_text("utf-8")
    croissant, package = (json.loads((release / f"{name}.json").read_text("utf-8")) for name in ("croissant", "datapackage"))
    assert re.search(r"\| CC0-1.0 \| 1 \|", card) and re.search(r"\| not stated \| 1 \|", card)
    assert croissant["license"] == ["https://spdx.org/licenses/CC-BY-4.0", "All rights reserved", "https://spdx.org/licenses/CC0-1.0"]
    assert [x["name"] for x in package["licenses"]] == ["CC-BY-4.0", "All rights reserved", "CC0-1.0"]


def test_what_nobody_stated_is_not_made_up(bare):
    card = (bare / "README.md").read_text("utf-8")
    croissant = json.loads((bare / "croissant.json").read_text("utf-8"))
    assert "Nobody stated a licence" in card
    assert set(missing(croissant)) == {"name", "description", "license", "url", "creator", "datePublished"}


# --- Croissant

def test_croissant_is_complete_and_gives_the_rows_of_every_table(release):
    metadata = json.loads((release / "croissant.json").read_text("utf-8"))
    assert missing(metadata) == []
    assert metadata["conformsTo"] == CONFORMS_TO
    assert {"rai:dataCollection", "rai:dataLimitations", "rai:personalSensitiveInformation"} <= set(metadata)
    dataset = mlcroissant.Dataset(jsonld=release / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    for name, table in EVERYTHING.items():
        columns = {f["name"] for r in metadata["recordSet"] if r["@id"] == name for f in r["field"]}
        assert columns == set(table.names), "every column is a field, and no field names a column that is not there"
        want = _rows(release, name)
        assert len(list(dataset.records(name))) == len(want)
    first, turn = next(iter(dataset.records("turns"))), _rows(release, "turns")[0]
    assert first["turns/text"].decode() == turn["text"]
    assert [s["turns/spans/start"] for s in first["turns/spans"]] == [s["start"] for s in turn["spans"]]


# --- Data Package

def test_frictionless_finds_the_package_valid(release):
    package = Package(str(release / "datapackage.json"))
    report = package.validate()
    assert report.valid, [e.message for t in report.tasks for e in t.errors][:5]
    assert {r.name for r in package.resources} == {name for name in EVERYTHING if _rows(release, name)}


# --- the datasheet

def test_every_question_is_there_and_answered_or_not_stated(release):
    sheet = (release / "DATASHEET.md").read_text("utf-8")
    asked = [q for section in questions().values() for q in section.values()]
    assert len(asked) == len(keys()) == 57
    for q in asked:
        assert re.search(rf"### {re.escape(q)}\n\n\S", sheet), q
    assert "The bridges paid for it." in sheet
    assert "are from 2025-05-01 to 2025-06" in sheet
    assert sheet.count(NOT_STATED) > 20


def test_the_datasheet_counts_what_the_release_holds(release):
    sheet, turns = (release / "DATASHEET.md").read_text("utf-8"), _rows(release, "turns")
    assert f"| turns | {len(turns):,} |" in sheet
    zh = sum(len(re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+", t["text"])) for t in turns if t["lang"] == "zh")
    assert re.search(rf"\| zh \| 3 \| {sum(t['lang'] == 'zh' for t in turns)} \| {zh:,} \|", sheet)


def test_a_question_that_does_not_exist_is_a_mistake(tmp_path):
    (tmp_path / "datasheet.yaml").write_text("purpose: a\nfundings: b\n")
    with pytest.raises(SettingsError, match="line 2.*Did you mean `funding`"):
        read_about(tmp_path, keys())


# --- the view for language models

def test_conversations_are_the_turns_in_order_with_their_translations(release):
    turns, pairs = _rows(release, "turns"), _rows(release, "pairs")
    for row in _rows(release, "conversations"):
        mine = [t for t in turns if t["episode_id"] == row["episode_id"] and t["lang"] == row["source_lang"]]
        assert [(t["turn_id"], t["speaker"], t["text"]) for t in row["turns"]] == [(t["turn_id"], t["speaker"], t["text"]) for t in mine]
        found = "".join(t["translation"] or "" for t in row["turns"])
        assert found == "".join(p["target_text"] for p in sorted(pairs, key=lambda p: p["pair_id"]) if p["episode_id"] == row["episode_id"])
        assert row["turn_count"] == len(mine)
