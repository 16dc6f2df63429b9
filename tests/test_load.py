"""A release loads in one line in the tools people use, from a folder and over HTTP, and a remote query reads little of a large file."""
from __future__ import annotations

import datetime
import random

import duckdb
import fsspec
import pandas
import polars
import pyarrow.dataset
import pyarrow.parquet
import pytest
from fsspec.implementations.http import HTTPFileSystem

from flows.release import build_release
from flows.writers import parquet
from schemas.tables import TABLES, to_arrow
from schemas.views import EVERYTHING
from tests.tiny import raw_folder
from tests.web import serving


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return build_release(raw_folder(tmp_path_factory.mktemp("raw")), tmp_path_factory.mktemp("out")).release


@pytest.fixture(scope="module")
def site(release, tmp_path_factory):
    with serving(release.parent, tmp_path_factory.mktemp("web")) as site:
        yield site


def _want(release, name):
    return pyarrow.parquet.read_table(release / "parquet" / name).to_pylist()


@pytest.mark.parametrize("name", EVERYTHING)
def test_from_a_folder(release, name, monkeypatch):
    monkeypatch.chdir(release)
    want = _want(release, name)
    key = EVERYTHING[name].key[0]
    assert pandas.read_parquet(f"parquet/{name}")[key].tolist() == [r[key] for r in want]
    assert polars.read_parquet(f"parquet/{name}/*.parquet").to_dicts() == want
    assert duckdb.sql(f"SELECT * FROM 'parquet/{name}/*.parquet'").to_arrow_table().to_pylist() == want
    assert pyarrow.dataset.dataset(f"parquet/{name}").to_table().to_pylist() == want


def test_json_lines_load_with_their_schema(release):
    for name, table in EVERYTHING.items():
        path = release / "jsonl" / name / "part-00000.jsonl"
        if path.stat().st_size:
            assert len(pandas.read_json(path, lines=True, dtype=False)) == len(_want(release, name))
            assert polars.read_ndjson(path, infer_schema_length=None).columns == list(table.names)


@pytest.mark.slow
def test_every_config_of_the_card_in_datasets(release, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    from datasets import Features, get_dataset_config_names, load_dataset

    configs = get_dataset_config_names(str(release))
    assert set(configs) == {name for name in EVERYTHING if _want(release, name)}
    for name in configs:
        rows = load_dataset(str(release), name, split="train", cache_dir=str(tmp_path / "cache"))
        assert rows.column_names == list(EVERYTHING[name].names)
        assert rows.to_list() == _want(release, name)
        assert rows.features == Features.from_arrow_schema(EVERYTHING[name].arrow)
    default = load_dataset(str(release), split="train", cache_dir=str(tmp_path / "cache"))
    assert default.column_names == list(TABLES["turns"].names), "turns is what one gets without asking for anything"


class _Web(HTTPFileSystem):
    """HTTP for DuckDB, which asks when a file was changed."""

    def modified(self, path: str) -> datetime.datetime:
        return datetime.datetime(2000, 1, 1)


def _let_duckdb_read_http(db: duckdb.DuckDBPyConnection) -> None:
    """With its own extension, or where that cannot be installed, through fsspec."""
    try:
        db.install_extension("httpfs")
        db.load_extension("httpfs")
    except duckdb.Error:
        db.register_filesystem(_Web())


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERYTHING)
def test_over_http(release, site, name, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    from datasets import load_dataset

    if not _want(release, name):
        pytest.skip("a table without rows")
    url, want = f"{site.url}/{release.name}/parquet/{name}/part-00000.parquet", _want(release, name)
    key = EVERYTHING[name].key[0]
    assert pandas.read_parquet(url)[key].tolist() == [r[key] for r in want]
    assert polars.scan_parquet(url).collect().to_dicts() == want
    assert load_dataset("parquet", data_files=url, split="train", cache_dir=str(tmp_path / "cache")).to_list() == want
    web = fsspec.filesystem("http")
    assert pyarrow.dataset.dataset(url, filesystem=web).to_table().to_pylist() == want
    with duckdb.connect() as db:
        _let_duckdb_read_http(db)
        assert db.sql(f"SELECT * FROM '{url}'").to_arrow_table().to_pylist() == want


# --- a large file, read over HTTP

EPISODES, TURNS = 500, 500  # 110 MB


def _episode(n: int) -> pyarrow.Table:
    """An episode of made-up words, as long and as varied as a real one."""
    dice, rows, at, name = random.Random(n), [], 0, f"episode-{n:04d}"
    for position in range(TURNS):
        text = " ".join("".join(dice.choices("etaoinshrdlu", k=dice.randint(2, 9))) for _ in range(dice.randint(5, 80)))
        rows.append({
            "episode_id": name, "turn_id": f"{name}:en:{at:08d}", "lang": "en", "script": "Latn", "position": position, "speaker": "A",
            "speaker_given": ["A"], "role": "host", "attribution": "label", "attribution_evidence": "as printed", "confidence": 0.8,
            "start_s": None, "end_s": None, "section": None, "text": text, "verbatim": text, "events": [], "flags": [],
            "fluent": text, "fluent_cuts": [],
            "spans": [{"start": at, "end": at + len(text), "join": ""}], "detected_lang": "en", "lang_confidence": 1.0})
        at += len(text) + 10
    return to_arrow("turns", rows)


@pytest.mark.slow
def test_a_query_for_one_episode_reads_little_of_a_large_file(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "SHARD_BYTES", 2**40)
    file, = parquet.write_parquet(TABLES["turns"], map(_episode, range(EPISODES)), tmp_path / "site" / "turns")
    (tmp_path / "work").mkdir()
    size = file.stat().st_size
    assert size > 100e6
    with serving(tmp_path / "site", tmp_path / "work") as site:
        url = f"{site.url}/turns/{file.name}"
        readers = {
            "polars": lambda: polars.scan_parquet(url).filter(polars.col("episode_id") == "episode-0217").collect().height,
            "pyarrow.dataset": lambda: pyarrow.dataset.ParquetFileFormat().make_fragment(fsspec.open(url, cache_type="none").open()).to_table(
                filter=pyarrow.dataset.field("episode_id") == "episode-0217").num_rows,
            "pyarrow.parquet": lambda: pyarrow.parquet.read_table(
                fsspec.open(url, cache_type="none").open(), filters=[("episode_id", "=", "episode-0217")]).num_rows,
        }
        for name, read in readers.items():
            before = site.sent(file.name)
            assert read() == TURNS
            part = (site.sent(file.name) - before) / size
            print(f"{name}: one episode of {EPISODES} read {part:.1%} of {size / 1e6:.0f} MB")
            assert part < 0.05, name
