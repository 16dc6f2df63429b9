"""A good release is valid; each planted corruption is found, and named by table, row and column."""
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from flows.validate import CannotRead, Report, check_release, run, validate
from tests.bulk import release_of, sha256
from tests.talks import RAW, at, talk


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for name in ("kites.txt", "zeppelins.txt"):
        (folder / name).write_bytes(RAW.encode())
    return folder


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_of(tmp_path_factory.mktemp("output") / "1.0.0", [talk(), talk("zeppelins", "zeppelins.txt")])


@pytest.fixture
def release(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "release"))


def parquet(release: Path, table: str) -> Path:
    return release / "parquet" / table / "part-00000.parquet"


def jsonl(release: Path, table: str) -> Path:
    return release / "jsonl" / table / "part-00000.jsonl"


def rewrite(release: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    path = parquet(release, table)
    pq.write_table(change(pq.read_table(path)), path)


def set_cell(release: Path, table: str, row: int, column: str, value: object) -> None:
    def change(t: pa.Table) -> pa.Table:
        values = t[column].to_pylist()
        values[row] = value
        field = t.schema.field(column).with_nullable(True)
        return t.set_column(t.column_names.index(column), field, pa.array(values, field.type))
    rewrite(release, table, change)


def edit_lines(release: Path, table: str, change: Callable[[list[str]], list[str]]) -> None:
    path = jsonl(release, table)
    path.write_text("\n".join(change(path.read_text("utf-8").splitlines())) + "\n", "utf-8")


def spots(report: Report) -> set[tuple[str, str, int | None, str | None]]:
    return {(f.check, f.area, f.row, f.column) for f in report.findings}


def test_a_good_release_is_valid_by_itself_and_with_its_raw_files(good, raw):
    report = validate(good, raw)
    assert report.findings == () and report.exit_status == 0
    assert report.rows == {"episodes": 2, "turns": 14, "pairs": 6, "edits": 10, "blocks": 60, "suggestions": 2, "conversations": 2}
    assert check_release(good) == []


# --- planted corruptions: what is done to a release, and what must be found

def changed_cell(r: Path) -> None:
    set_cell(r, "turns", 1, "text", "Thank you!")


def dropped_row(r: Path) -> None:
    rewrite(r, "blocks", lambda t: pa.concat_tables([t.slice(0, 4), t.slice(5)]))


def swapped_speakers(r: Path) -> None:
    set_cell(r, "turns", 0, "speaker", "Bo Berg")
    set_cell(r, "turns", 1, "speaker", "Ada Lin")


def overlapping_block(r: Path) -> None:
    set_cell(r, "blocks", 3, "start", pq.read_table(parquet(r, "blocks"))["start"][3].as_py() - 2)


def edit_that_does_not_replay(r: Path) -> None:
    set_cell(r, "edits", 0, "after", "?")


def wrong_hash(r: Path) -> None:
    sums = (r / "SHA256SUMS").read_text()
    (r / "SHA256SUMS").write_text("0" * 64 + sums[64:])


def truncated_parquet(r: Path) -> None:
    parquet(r, "pairs").write_bytes(parquet(r, "pairs").read_bytes()[:-40])


def flipped_bytes(r: Path) -> None:
    data = bytearray(parquet(r, "turns").read_bytes())
    data[40:60] = b"\xff" * 20
    parquet(r, "turns").write_bytes(data)


def truncated_json_lines(r: Path) -> None:
    jsonl(r, "blocks").write_bytes(jsonl(r, "blocks").read_bytes()[:-30])


def renamed_column(r: Path) -> None:
    rewrite(r, "suggestions", lambda t: t.rename_columns(["episode", *t.column_names[1:]]))


def wrong_type(r: Path) -> None:
    rewrite(r, "blocks", lambda t: t.set_column(1, "start", t["start"].cast(pa.string())))


def duplicate_id(r: Path) -> None:
    set_cell(r, "turns", 1, "turn_id", pq.read_table(parquet(r, "turns"))["turn_id"][0].as_py())


def null_where_none_may_be(r: Path) -> None:
    set_cell(r, "turns", 2, "detected_lang", None)


def time_running_backwards(r: Path) -> None:
    set_cell(r, "turns", 1, "start_s", 0.25)


def text_changed_in_json_lines_alone(r: Path) -> None:
    edit_lines(r, "turns", lambda lines: [line.replace("Paper and luck", "Paper and duck") for line in lines])


def line_lost_in_json_lines(r: Path) -> None:
    edit_lines(r, "edits", lambda lines: lines[:2] + lines[3:])


def line_too_many_in_json_lines(r: Path) -> None:
    edit_lines(r, "episodes", lambda lines: [*lines, lines[0].replace('"kites"', '"knots"')])


def key_missing_in_json_lines(r: Path) -> None:
    edit_lines(r, "turns", lambda lines: [lines[0].replace('"end_s":null,', ""), *lines[1:]])


def json_lines_in_another_order(r: Path) -> None:
    edit_lines(r, "pairs", lambda lines: lines[::-1])


def json_lines_in_another_form(r: Path) -> None:
    edit_lines(r, "pairs", lambda lines: [json.dumps(json.loads(lines[0])), *lines[1:]])


def lost_file(r: Path) -> None:
    (r / "schemas" / "turns.json").unlink()


def file_too_many(r: Path) -> None:
    (r / "notes.txt").write_text("hello")


def wrong_count_in_manifest(r: Path) -> None:
    (r / "manifest.json").write_text((r / "manifest.json").read_text().replace('"rows": 14', '"rows": 15'))


def manifest_that_is_none(r: Path) -> None:
    (r / "manifest.json").write_text("[1, 2")


def other_input_in_manifest(r: Path) -> None:
    digest = sha256(RAW.encode())
    text = (r / "manifest.json").read_text()
    (r / "manifest.json").write_text(text.replace(digest, "1" * 64, 1))


def schema_that_allows_more(r: Path) -> None:
    path = r / "schemas" / "blocks.json"
    path.write_text(path.read_text().replace('"speaker_label",', '"speaker_label", "chatter",'))


def kind_nobody_knows(r: Path) -> None:
    set_cell(r, "blocks", 1, "kind", "chatter")


def reference_to_nothing(r: Path) -> None:
    set_cell(r, "edits", 0, "turn_id", "kites:en:00000019")


def _change_view(r: Path, change: Callable[[list[dict]], object]) -> None:
    def changed(t: pa.Table) -> pa.Table:
        turns = t["turns"].to_pylist()
        change(turns[1])
        return t.set_column(t.column_names.index("turns"), t.schema.field("turns"), pa.array(turns, t.schema.field("turns").type))
    rewrite(r, "conversations", changed)


def word_changed_in_a_view(r: Path) -> None:
    _change_view(r, lambda turns: turns[3].update(text="Paper and duck."))


def translation_changed_in_a_view(r: Path) -> None:
    _change_view(r, lambda turns: turns[3].update(translation="纸和风筝。"))


def translation_lost_in_a_view(r: Path) -> None:
    _change_view(r, lambda turns: turns[0].update(translation=None))


def translation_of_a_view_in_another_language(r: Path) -> None:
    set_cell(r, "conversations", 0, "target_lang", "ja")


def word_changed_in_the_source_of_a_pair(r: Path) -> None:
    set_cell(r, "pairs", 0, "source_text", "Welcome to the kite shop today.")


def pair_with_the_translation_of_another(r: Path) -> None:
    set_cell(r, "pairs", 3, "target_text", "纸和风筝。")


def pair_id_with_another_offset(r: Path) -> None:
    set_cell(r, "pairs", 1, "pair_id", "kites:zh:00000000")


def pair_from_a_language_that_is_not_spoken(r: Path) -> None:
    rewrite(r, "episodes", lambda t: t.set_column(t.column_names.index("source_lang"), t.schema.field("source_lang"), pa.array(["en", "zh"])))


def speech_in_the_language_of_another_turn(r: Path) -> None:
    blocks = pq.read_table(parquet(r, "blocks")).to_pylist()
    set_cell(r, "blocks", next(n for n, b in enumerate(blocks) if b["kind"] == "speech"), "lang", "zh")


def view_that_counts_wrong(r: Path) -> None:
    set_cell(r, "conversations", 1, "turn_count", 40)


def lost_table(r: Path) -> None:
    parquet(r, "pairs").unlink()


def second_file_with_other_columns(r: Path) -> None:
    pq.write_table(pq.read_table(parquet(r, "turns")).drop(["text"]), parquet(r, "turns").with_name("part-00001.parquet"))


def text_that_is_no_utf8(r: Path) -> None:
    def change(t: pa.Table) -> pa.Table:
        bad = pa.array([b"\xff\xfe"] * t.num_rows, pa.binary())
        broken = pa.Array.from_buffers(pa.string(), len(bad), bad.buffers())
        return t.set_column(t.column_names.index("before"), t.schema.field("before"), broken)
    rewrite(r, "suggestions", change)


BLOCKS = 30  # of one episode
CORRUPTIONS = {
    changed_cell: {("replay", "turns", 1, "text"), ("row hash", "turns", None, None), ("JSON Lines", "turns", 1, "text"),
                   ("hashes", "parquet/turns/part-00000.parquet", None, None)},
    dropped_row: {("tiling", "blocks", 4, "start"), ("manifest", "blocks", None, None), ("JSON Lines", "blocks", None, None)},
    swapped_speakers: {("JSON Lines", "turns", 0, "speaker"), ("JSON Lines", "turns", 1, "speaker"), ("speakers", "turns", 0, "role"),
                       ("row hash", "turns", None, None)},
    overlapping_block: {("tiling", "blocks", 3, "start")},
    edit_that_does_not_replay: {("replay", "turns", 0, "text")},
    wrong_hash: {("hashes", "DATASHEET.md", None, None)},
    truncated_parquet: {("files", "pairs", None, None), ("hashes", "parquet/pairs/part-00000.parquet", None, None)},
    flipped_bytes: {("files", "turns", None, None), ("hashes", "parquet/turns/part-00000.parquet", None, None)},
    truncated_json_lines: {("JSON Lines", "blocks", None, None), ("JSON Lines", "blocks", 2 * BLOCKS - 1, None)},
    renamed_column: {("columns", "suggestions", None, "episode_id"), ("columns", "suggestions", None, "episode")},
    wrong_type: {("types", "blocks", None, "start")},
    duplicate_id: {("unique key", "turns", 1, "turn_id"), ("turn_id", "turns", 1, "turn_id")},
    null_where_none_may_be: {("values", "turns", 2, "detected_lang")},
    time_running_backwards: {("times", "turns", 1, "start_s")},
    text_changed_in_json_lines_alone: {("JSON Lines", "turns", 3, "text"), ("JSON Lines", "turns", 3, "verbatim"),
                                       ("hashes", "jsonl/turns/part-00000.jsonl", None, None)},
    line_lost_in_json_lines: {("JSON Lines", "edits", 2, None)},
    line_too_many_in_json_lines: {("JSON Lines", "episodes", None, None)},
    key_missing_in_json_lines: {("JSON Lines", "turns", 0, "end_s")},
    json_lines_in_another_order: {("JSON Lines", "pairs", None, None)},
    json_lines_in_another_form: {("JSON Lines", "pairs", 0, None)},
    lost_file: {("files", "schemas/turns.json", None, None), ("hashes", "schemas/turns.json", None, None)},
    file_too_many: {("hashes", "notes.txt", None, None)},
    wrong_count_in_manifest: {("manifest", "turns", None, None), ("hashes", "manifest.json", None, None)},
    manifest_that_is_none: {("manifest", "manifest.json", None, None)},
    other_input_in_manifest: {("manifest", "episodes", 0, "raw_sha256")},
    schema_that_allows_more: {("schemas", "schemas/blocks.json", None, "kind")},
    kind_nobody_knows: {("values", "blocks", 1, "kind")},
    reference_to_nothing: {("references", "edits", 0, "turn_id")},
    word_changed_in_a_view: {("conversations", "conversations", 1, "turns"), ("row hash", "conversations", None, None)},
    translation_changed_in_a_view: {("translations", "conversations", 1, "turns")},
    translation_lost_in_a_view: {("translations", "conversations", 1, "turns")},
    translation_of_a_view_in_another_language: {("translations", "conversations", 0, "target_lang")},
    word_changed_in_the_source_of_a_pair: {("pairs", "pairs", 0, "source_text")},
    pair_with_the_translation_of_another: {("pairs", "pairs", 3, "target_text")},
    pair_id_with_another_offset: {("pair_id", "pairs", 1, "pair_id")},
    pair_from_a_language_that_is_not_spoken: {("pairs", "pairs", 3, "source_lang"), ("pairs", "pairs", 5, "source_lang")},
    speech_in_the_language_of_another_turn: {("speech and spans", "blocks", 4, "lang")},
    view_that_counts_wrong: {("conversations", "conversations", 1, "turn_count")},
    lost_table: {("files", "pairs", None, None)},
    second_file_with_other_columns: {("types", "turns", None, None)},
    text_that_is_no_utf8: {("files", "suggestions", None, None)},
}


@pytest.mark.parametrize("corrupt, expected", CORRUPTIONS.items(), ids=lambda x: x.__name__ if callable(x) else "")
def test_a_planted_corruption_is_found_and_named(corrupt, expected, release):
    corrupt(release)
    report = validate(release)
    assert report.exit_status == 1
    assert expected <= spots(report)
    assert all(f.found and f.expected for f in report.findings)


@pytest.mark.parametrize("manifest", [
    "7", "{}",
    '{"tables": 3, "files": 7, "inputs": [1], "version": null}', '{"tables": {"turns": 1}, "files": [{"path": 3}], "inputs": {"a": 1}}',
])
def test_a_manifest_of_any_shape_is_told_not_stumbled_over(manifest, release, raw):
    (release / "manifest.json").write_text(manifest)
    assert "manifest.json" in {f.area for f in validate(release, raw).findings}


@pytest.mark.parametrize("sums", [b"\xff\xfe\x00", b"", b"nothing of use\n", b"0  \n"])
def test_checksums_of_any_shape_are_told_not_stumbled_over(sums, release):
    (release / "SHA256SUMS").write_bytes(sums)
    assert {"files", "hashes"} & {f.check for f in validate(release).findings}


@pytest.mark.parametrize("column", ["episode_id", "raw_file", "raw_sha256", "encoding", "speakers"])
def test_a_null_in_an_episode_is_told_not_stumbled_over(column, release, raw):
    set_cell(release, "episodes", 0, column, None)
    assert ("values", "episodes", 0, column) in spots(validate(release, raw))


def test_what_is_not_corrupted_is_not_blamed(release):
    text_changed_in_json_lines_alone(release)
    assert {f.area for f in validate(release).findings} == {"turns", "jsonl/turns/part-00000.jsonl"}


def test_a_row_in_a_later_file_is_named_with_that_file(release):
    whole = pq.read_table(parquet(release, "blocks"))
    pq.write_table(whole.slice(0, 40), parquet(release, "blocks"))
    kinds = whole["kind"].to_pylist()
    kinds[50] = "chatter"
    pq.write_table(whole.set_column(3, "kind", pa.array(kinds)).slice(40), parquet(release, "blocks").with_name("part-00001.parquet"))
    (finding,) = [f for f in validate(release).findings if f.check == "values"]
    assert (finding.row, finding.file) == (50, "parquet/blocks/part-00001.parquet")


# --- with the raw files

@pytest.fixture
def sources(raw: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(raw, tmp_path / "raw"))


def test_a_raw_file_that_changed_is_found(good, sources):
    (sources / "kites.txt").write_text(RAW.replace("luck", "duck"), "utf-8")
    found = spots(validate(good, sources))
    assert found == {("raw files", "episodes", 0, "raw_sha256"), ("raw text", "turns", 3, "verbatim")}


def test_a_raw_file_that_is_gone_is_found(good, sources):
    (sources / "zeppelins.txt").unlink()
    (finding,) = validate(good, sources).findings
    assert (finding.row, finding.found, finding.file) == (1, "no such file", "zeppelins.txt")


def test_an_encoding_that_cannot_be_is_found(release, sources):
    set_cell(release, "episodes", 0, "encoding", "utf-32")
    assert ("raw files", "episodes", None, "encoding") in spots(validate(release, sources))


def test_extracted_text_stands_in_the_release_and_is_checked_without_the_raw_folder(tmp_path):
    document = talk()
    document = replace(document, raw=replace(document.raw, source_sha256=sha256(b"a document"), path="kites.docx"))
    release = release_of(tmp_path / "release", [document])
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "kites.docx").write_bytes(b"a document")
    assert validate(release, tmp_path / "raw").valid
    (release / "raw" / "kites.txt").write_text(RAW.replace("luck", "duck"), "utf-8")
    assert {("raw files", "episodes", 0, "raw_sha256"), ("raw text", "turns", 3, "verbatim")} <= spots(validate(release))


# --- one file

def test_one_parquet_file_is_checked_by_itself(release):
    assert validate(parquet(release, "turns")).valid
    time_running_backwards(release)
    report = validate(parquet(release, "turns"))
    assert spots(report) == {("times", "turns", 1, "start_s")}
    assert report.findings[0].file == "part-00000.parquet"


def test_one_json_lines_file_is_checked_by_itself(release, tmp_path):
    path = jsonl(release, "turns")
    assert validate(path).valid and validate(path).rows == {"turns": 14}
    loose = tmp_path / "turns.jsonl"
    loose.write_text("".join(json.dumps(json.loads(line)) + "\n" for line in path.read_text("utf-8").splitlines()))
    assert validate(loose).valid  # written in another way, but the same rows
    loose.write_text(loose.read_text().replace('"start_s": 9.5', '"start_s": 0.25', 1))
    assert spots(validate(loose)) == {("times", "turns", 1, "start_s")}


@pytest.mark.parametrize("old, new, expected", [
    ('"position":1,', "", ("JSON Lines", 1, "position")),
    ('"position":1,', '"position":"1",', ("types", 1, "position")),
    ('"position":1,', '"position":1,"mood":"good",', ("JSON Lines", 1, "mood")),
    ('"position":1,', '"position":NaN,', ("JSON Lines", 1, None)),
    ('"position":1,', '"position":1', ("JSON Lines", 1, None)),
    ('"position":1,', '"position":1.5,', ("types", 1, "position")),
    ('"events":[],', '"events":[1],', ("types", 1, "events")),
])
def test_a_line_that_is_no_row_is_named(old, new, expected, release):
    edit_lines(release, "turns", lambda lines: [lines[0], lines[1].replace(old, new), *lines[2:]])
    report = validate(jsonl(release, "turns"))
    assert expected in {(f.check, f.row, f.column) for f in report.findings}
    assert {f.line for f in report.findings if f.row == 1} == {2}


def test_a_later_part_may_begin_in_the_middle_of_an_episode(release):
    later = parquet(release, "turns").with_name("part-00001.parquet")
    pq.write_table(pq.read_table(parquet(release, "turns")).slice(2), later)
    assert validate(later).valid
    alone = parquet(release, "turns").with_name("turns.parquet")
    later.rename(alone)
    assert spots(validate(alone)) == {("positions", "turns", 0, "position")}


def test_the_table_of_a_file_is_known_by_its_columns(release, tmp_path):
    path = Path(shutil.copy(parquet(release, "edits"), tmp_path / "x.parquet"))
    assert validate(path).rows == {"edits": 10}
    odd = tmp_path / "y.parquet"
    pq.write_table(pa.table({"a": [1]}), odd)
    with pytest.raises(CannotRead, match="none of the tables"):
        validate(odd)


def test_a_file_that_is_no_parquet_is_not_valid(tmp_path):
    path = tmp_path / "turns.parquet"
    path.write_bytes(b"PAR1 and no more")
    assert [f.check for f in validate(path).findings] == ["files"]


# --- what cannot be read

def test_the_newest_release_of_an_output_folder_is_validated(good, capsys):
    (good.parent / "LATEST").write_text("1.0.0\n")
    assert run(str(good.parent)) == 0
    assert "is valid: 2 episodes, 14 turns" in capsys.readouterr().out


@pytest.mark.parametrize("target", ["nothing-here", ".", "notes.txt"])
def test_what_is_no_release_cannot_be_read(target, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("hello")
    assert run(target) == 2
    assert target in capsys.readouterr().err


def test_latest_that_names_nothing_cannot_be_read(tmp_path):
    (tmp_path / "LATEST").write_text("9.9.9\n")
    with pytest.raises(CannotRead, match="9.9.9"):
        validate(tmp_path)


def test_a_raw_folder_that_is_not_there_cannot_be_read(good, tmp_path):
    with pytest.raises(CannotRead, match="--raw"):
        validate(good, tmp_path / "none")


def test_blocks_count_as_the_corruptions_say(good):
    blocks = pq.read_table(parquet(good, "blocks"))
    assert pc.sum(pc.equal(blocks["episode_id"], "kites")).as_py() == BLOCKS
    assert at("Ada:")[0] in blocks["start"].to_pylist()


def test_a_release_does_not_choose_which_files_are_read(release, raw, tmp_path):
    (tmp_path / "secret.txt").write_text("a secret of this machine", "utf-8")
    set_cell(release, "episodes", 0, "raw_file", "../secret.txt")
    found = [f for f in validate(release, raw).findings if f.check == "raw files"]
    assert [(f.row, f.column, f.expected) for f in found] == [(0, "raw_file", "a path inside the raw folder")]
    assert "a secret" not in str(validate(release, raw).findings)
