"""What a release promises beyond its rows: same in same out, alone or in company, all or nothing, no silent loss."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.release import build_release
from flows.settings import SettingsError
from flows.writers.checksums import sha256_of, sums_of
from flows.writers.parquet import read_parquet
from flows.writers.store import StoreError
from schemas.rowhash import row_hash
from schemas.tables import TABLES
from schemas.views import EVERYTHING
from tests.tiny import conversation, raw_folder

ROOT = Path(__file__).resolve().parents[1]
RUN = """
import sys
from flows.release import build_release
outcome = build_release(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
print(outcome.version, outcome.new)
"""


@pytest.fixture
def raw(tmp_path):
    return raw_folder(tmp_path / "raw")


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


def _files(release: Path) -> dict[str, bytes]:
    return {p.relative_to(release).as_posix(): p.read_bytes() for p in release.rglob("*") if p.is_file()}


def test_a_release_holds_what_it_promises(raw, output):
    outcome = build_release(raw, output)
    assert (outcome.version, outcome.new, outcome.exit_status) == ("1.0.0", True, 0)
    assert (output / "LATEST").read_text() == "1.0.0\n"
    files = set(_files(outcome.release))
    assert {"README.md", "DATASHEET.md", "manifest.json", "SHA256SUMS"} <= files
    for name in TABLES:
        assert {f"schemas/{name}.json", f"parquet/{name}/part-00000.parquet", f"jsonl/{name}/part-00000.jsonl"} <= files
    assert {s["episode_id"] for s in read_parquet(TABLES["episodes"], outcome.release).to_pylist()} == {"bridges", "humming", "storms"}
    assert outcome.rows["turns"] == 2 * (6 + 8 + 10)
    assert not [p for p in output.iterdir() if p.name.startswith(".writing")]


def test_sha256sum_and_manifest_agree_with_the_files(raw, output):
    release = build_release(raw, output).release
    assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=release).returncode == 0
    manifest = json.loads((release / "manifest.json").read_text())
    assert {f["path"]: f["sha256"] for f in manifest["files"]} == {k: v for k, v in sums_of(release).items() if k != "manifest.json"}
    files = ("bridges.txt", "humming.md", "season2/storms.txt")
    assert [(i["file"], i["sha256"]) for i in manifest["inputs"]] == [(f, sha256_of(raw / f)) for f in files]
    for name, table in manifest["tables"].items():
        rows = read_parquet(EVERYTHING[name], release)
        assert (rows.num_rows, row_hash(rows)) == (table["rows"], table["row_hash"])


def test_jsonl_and_parquet_hold_the_same_rows_in_the_same_order(raw, output):
    release = build_release(raw, output).release
    for name, table in TABLES.items():
        lines = [json.loads(x) for x in (release / "jsonl" / name / "part-00000.jsonl").read_text("utf-8").splitlines()]
        assert pa.Table.from_pylist(lines, schema=table.arrow).equals(read_parquet(table, release))
        assert all(tuple(line) == table.names for line in lines)


# --- no change, versions

def test_nothing_changed_no_new_release(raw, output):
    first = build_release(raw, output)
    before = {p: p.stat().st_mtime_ns for p in output.rglob("*") if p.name != ".lock"}
    again = build_release(raw, output)
    assert (again.version, again.new) == ("1.0.0", False)
    assert again.rows == first.rows
    assert {p: p.stat().st_mtime_ns for p in output.rglob("*") if p.name != ".lock"} == before


def test_versions_say_what_changed(raw, output):
    assert build_release(raw, output).version == "1.0.0"
    raw_folder(raw, later_txt=conversation(7))
    assert build_release(raw, output).version == "1.1.0"  # rows came
    raw_folder(raw, later_txt=conversation(7, first="Hello, hello. "))
    assert build_release(raw, output).version == "2.0.0"  # rows read otherwise
    (raw / "dataset.yaml").write_text("title: Bridges\n")
    assert build_release(raw, output).version == "2.0.1"  # the same rows
    (raw / "later.txt").unlink()
    assert build_release(raw, output).version == "3.0.0"  # rows went
    assert build_release(raw, output, version="7.1.0").version == "7.1.0"  # as asked
    assert (output / "LATEST").read_text() == "7.1.0\n"
    assert json.loads((output / "7.1.0" / "manifest.json").read_text())["previous"] == "3.0.0"


def test_after_a_version_with_another_name_the_numbers_go_on(raw, output):
    build_release(raw, output, version="2.0.0")
    raw_folder(raw, later_txt=conversation(7))
    build_release(raw, output, version="nightly")
    raw_folder(raw, later_txt=conversation(7, first="Hello, hello. "))
    assert build_release(raw, output).version == "2.1.0", "what 2.0.0 says it says still"
    build_release(raw_folder(raw, later_txt=conversation(8)), output, version="nightly-2")
    (raw / "dataset.yaml").write_text("title: Bridges\n")
    assert build_release(raw, output).version == "3.0.0", "the same rows as nightly-2, but not as 2.1.0"


def test_a_version_is_never_overwritten(raw, output):
    release = build_release(raw, output, version="2.0.0").release
    before = _files(release)
    raw_folder(raw, later_txt=conversation(7))
    with pytest.raises(StoreError, match=r"holds other bytes.*--version"):
        build_release(raw, output, version="2.0.0")
    assert _files(release) == before
    assert (output / "LATEST").read_text() == "2.0.0\n"


def test_the_same_version_with_the_same_bytes_is_no_matter(raw, output):
    build_release(raw, output, version="2.0.0")
    assert not build_release(raw, output, version="2.0.0").new


@pytest.mark.parametrize("version", ["", "..", "1/2", ".hidden", "LATEST", "a b"])
def test_a_version_that_cannot_name_a_folder(raw, output, version):
    with pytest.raises(StoreError, match="cannot name a release"):
        build_release(raw, output, version=version)


def test_a_release_that_was_damaged_is_not_taken_for_unchanged(raw, output):
    release = build_release(raw, output).release
    (release / "jsonl" / "turns" / "part-00000.jsonl").write_text("")
    assert build_release(raw, output).version == "1.0.1"


# --- no silent loss

def test_what_cannot_be_read_is_quarantined_and_named(raw, output):
    (raw / "empty.txt").write_bytes(b"")
    (raw / "noise.txt").write_bytes(bytes(range(256)) * 50)
    outcome = build_release(raw, output)
    assert outcome.exit_status == 1
    assert [q.file for q in outcome.quarantined] == ["empty.txt", "noise.txt"]
    assert all(q.reason and q.remedy for q in outcome.quarantined)
    manifest = json.loads((outcome.release / "manifest.json").read_text())
    assert [q["file"] for q in manifest["quarantined"]] == ["empty.txt", "noise.txt"]
    assert outcome.rows["episodes"] == 3
    assert build_release(raw, output).exit_status == 1, "a second run finds nothing new and still says so"


def test_a_file_beyond_the_limit_is_quarantined(raw, output):
    outcome = build_release(raw, output, largest_mb=(raw / "bridges.txt").stat().st_size / 2**20)
    assert [q.file for q in outcome.quarantined] == ["humming.md", "season2/storms.txt"]
    assert all("--largest-mb" in q.remedy for q in outcome.quarantined)


def test_nothing_readable_no_release(tmp_path, output):
    raw = raw_folder(tmp_path / "raw", noise_txt="")
    outcome = build_release(raw, output)
    assert (outcome.exit_status, outcome.release) == (2, None)
    assert not (output / "LATEST").exists()


def test_a_mistake_in_the_settings_stops_before_any_work(raw, output):
    (raw / "sources.yaml").write_text("bridges.txt:\n  lisence: MIT\n")
    with pytest.raises(SettingsError, match="line 2.*Did you mean `license`"):
        build_release(raw, output)
    assert not output.exists()


# --- alone or in company

def test_an_episode_reads_the_same_alone_and_in_company(raw, tmp_path):
    together = build_release(raw, tmp_path / "together").release
    alone = raw_folder(tmp_path / "alone")
    for other in ("bridges.txt", "season2/storms.txt"):
        (alone / other).unlink()
    single = build_release(alone, tmp_path / "single").release
    for name, table in TABLES.items():
        mine = [r for r in read_parquet(table, together).to_pylist() if r["episode_id"] == "humming"]
        assert mine == read_parquet(table, single).to_pylist(), name


# --- measured against labels

def test_the_datasheet_says_how_good_the_release_is_by_labels(tmp_path, output):
    raw, labels = tmp_path / "raw", ROOT / "tests/samples/truth/founders-clinic.json"
    raw.mkdir()
    (raw / "founders-clinic.txt").write_bytes((ROOT / "raw/founders-clinic.txt").read_bytes())
    release = build_release(raw, output, labels=[labels]).release
    sheet = (release / "DATASHEET.md").read_text("utf-8")
    line, = [x for x in sheet.splitlines() if x.startswith("| founders-clinic | ") and " % of " in x]
    assert [cell.strip() for cell in line.split("|")][3].endswith("%")
    (tmp_path / "nothing.json").write_text("{}")
    with pytest.raises(SettingsError, match="nothing.json"):
        build_release(raw, output, labels=[tmp_path / "nothing.json"])


# --- same in, same out

def _run(raw, output, workers, seed="random"):
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", RUN, str(raw), str(output), str(workers)], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_another_order_other_workers_and_another_hash_seed_give_the_same_bytes(raw, tmp_path):
    _run(raw, tmp_path / "1", 1, "1")
    backwards = tmp_path / "backwards"
    for file in sorted((p for p in raw.rglob("*") if p.is_file()), reverse=True):  # written, and so listed, in another order
        (backwards / file.relative_to(raw)).parent.mkdir(parents=True, exist_ok=True)
        (backwards / file.relative_to(raw)).write_bytes(file.read_bytes())
    _run(backwards, tmp_path / "2", 3, "2")
    assert _files(tmp_path / "1" / "1.0.0") == _files(tmp_path / "2" / "1.0.0")


@pytest.mark.slow
def test_the_real_transcripts_give_the_same_bytes_and_the_same_rows_alone(seeds, tmp_path):
    _run(seeds, tmp_path / "1", 1, "1")
    _run(seeds, tmp_path / "2", 2, "2")
    assert _files(tmp_path / "1" / "1.0.0") == _files(tmp_path / "2" / "1.0.0")
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "sources.yaml").write_bytes((seeds / "sources.yaml").read_bytes())
    file = min(seeds.glob("*.txt"), key=lambda f: f.stat().st_size)
    (alone / file.name).write_bytes(file.read_bytes())
    _run(alone, tmp_path / "3", 1)
    episode = read_parquet(TABLES["episodes"], tmp_path / "3" / "1.0.0")["episode_id"][0].as_py()
    for name, table in TABLES.items():
        together = read_parquet(table, tmp_path / "1" / "1.0.0")
        mine = together.filter(pc.equal(together["episode_id"], episode))
        assert mine.equals(read_parquet(table, tmp_path / "3" / "1.0.0")), name


# --- all or nothing

def _complete(output: Path) -> str | None:
    """What LATEST names, after making sure that it is whole."""
    if not (output / "LATEST").exists():
        return None
    version = (output / "LATEST").read_text().strip()
    assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=output / version).returncode == 0
    return version


@pytest.mark.slow
def test_killed_at_ten_moments_latest_always_names_a_whole_release(raw, output, tmp_path):
    start = time.monotonic()
    _run(raw, tmp_path / "measure", 1)
    whole = time.monotonic() - start
    seen = set()
    for n in range(10):
        raw_folder(raw, **{f"later{n}_txt": conversation(7)})
        process = subprocess.Popen([sys.executable, "-c", RUN, str(raw), str(output), "1"], stderr=subprocess.DEVNULL)
        time.sleep(whole * (0.45 + 0.06 * n))  # from the first documents to after the end
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.add(_complete(output))
    _run(raw, output, 1)
    assert _complete(output)
    assert not list(output.glob(".writing-*")), "what killed runs left is swept up"


KILLED = """
import os, signal, sys
import flows.writers.store as store
name, when = sys.argv[3], sys.argv[4]
real = getattr(os, name)
def killed(*args, **kwargs):
    if when == "after": real(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(store.os, name, killed)
from flows.release import build_release
build_release(sys.argv[1], sys.argv[2])
"""


@pytest.mark.slow
@pytest.mark.parametrize(("call", "when", "latest"), [
    ("rename", "before", "1.0.0"), ("rename", "after", "1.0.0"), ("replace", "before", "1.0.0"), ("replace", "after", "1.1.0")])
def test_killed_at_the_moment_of_becoming_visible(raw, output, call, when, latest):
    build_release(raw, output)
    raw_folder(raw, later_txt=conversation(7))
    done = subprocess.run([sys.executable, "-c", KILLED, str(raw), str(output), call, when])
    assert done.returncode == -signal.SIGKILL
    assert _complete(output) == latest
    assert build_release(raw, output).version == "1.1.0", "the next run takes up what was left"
    assert _complete(output) == "1.1.0"


@pytest.mark.slow
def test_two_runs_at_once_the_second_waits(raw, output):
    runs = [subprocess.Popen([sys.executable, "-c", RUN, str(raw), str(output), "2"], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(run.communicate()[0].strip() for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert said == ["1.0.0 False", "1.0.0 True"]
    assert _complete(output) == "1.0.0"
    assert [p.name for p in output.iterdir() if p.is_dir()] == ["1.0.0"]


def test_a_mistake_in_a_lexicon_stops_the_release_before_any_work(raw, output):
    (raw / "lexicon").mkdir()
    (raw / "lexicon" / "baking.yaml").write_text("field: baking\nversion: 1\nlanguages: [en]\ncues: []\nentries:\n- {name: proofing, kindd: term}\n", "utf-8")
    with pytest.raises(SettingsError, match=r"baking\.yaml:6.*kindd"):
        build_release(raw, output)
    assert not output.exists() or not list(output.glob("*.*.*"))


def test_labels_that_are_not_there_are_missed_before_any_work(raw, output, tmp_path):
    with pytest.raises(SettingsError, match="no such file of labels"):
        build_release(raw, output, labels=[tmp_path / "gold.json"])


def test_the_language_spoken_may_be_given_with_its_region(raw, output):
    (raw / "kites.txt").write_text(
        "Ann Lee: 我们从风筝开始好吗？我昨天做了一只很大的风筝。\n\nAnn Lee: Shall we begin with the kites?\n\n"
        "Bob Hart: 好的，我们开始吧，我一直在等。\n\nBob Hart: Yes, let us begin.\n", "utf-8")
    (raw / "sources.yaml").write_text("kites.txt: {source_lang: zh-CN}\nbridges.txt: {source_lang: pt-BR}\n", "utf-8")
    outcome = build_release(raw, output)
    spoken = {e["episode_id"]: e["source_lang"] for e in read_parquet(TABLES["episodes"], outcome.release).to_pylist()}
    assert spoken["kites"] == "zh" and spoken["bridges"] == "en"
    assert any("bridges" in n and "pt-BR" in n for n in outcome.notes) and not any("zh-CN" in n for n in outcome.notes)
