"""An episode in three languages has a conversation for each translation, and all of them say the same."""
from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.release import build_release
from flows.validate import validate

SPOKEN = ["Shall we begin with the kites?", "Gladly. The first one I built was far too heavy to fly.", "And the second?",
          "The second one flew over the harbour for an hour and a half."]
CHINESE = ["我们从风筝开始好吗？", "很乐意。我做的第一只风筝太重了，飞不起来。", "那第二只呢？", "第二只在港口上空飞了一个半小时。"]
JAPANESE = ["凧の話から始めましょうか。", "喜んで。最初に作った凧は重すぎて飛びませんでした。", "では二つ目は？", "二つ目は港の上を一時間半も飛びました。"]
NAMES = ["Ann Lee", "Bob Hart"]


def _lines(*languages: list[str]) -> str:
    return "\n\n".join(f"{NAMES[i % 2]}: {texts[i]}" for i in range(4) for texts in languages) + "\n"


@pytest.fixture
def release(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "kites.txt").write_text(_lines(SPOKEN, CHINESE, JAPANESE), "utf-8")
    (tmp_path / "raw" / "later.txt").write_text(_lines(SPOKEN, CHINESE), "utf-8")
    return build_release(tmp_path / "raw", tmp_path / "out").release


def _conversations(release) -> pa.Table:
    return pq.read_table(release / "parquet" / "conversations")


def test_three_languages_beside_another_file_are_released(release):
    rows = _conversations(release).to_pylist()
    assert [(r["episode_id"], r["target_lang"]) for r in rows] == [("kites", "ja"), ("kites", "zh"), ("later", "zh")]
    assert not validate(release).findings


def test_a_second_translation_that_retells_other_words_is_found(release):
    table = _conversations(release)
    turns = table["turns"].to_pylist()
    turns[1][2]["text"] = "And the third?"
    path = next((release / "parquet" / "conversations").glob("*.parquet"))
    pq.write_table(table.set_column(table.column_names.index("turns"), table.schema.field("turns"), pa.array(turns, table.schema.field("turns").type)), path)
    found = {(f.check, f.table, f.row, f.column) for f in validate(release).findings}
    assert ("conversations", "conversations", 1, "turns") in found


def test_a_conversation_with_a_turn_too_many_is_found(release):
    table = _conversations(release)
    turns = table["turns"].to_pylist()
    turns[2].append(turns[2][-1])
    path = next((release / "parquet" / "conversations").glob("*.parquet"))
    pq.write_table(table.set_column(table.column_names.index("turns"), table.schema.field("turns"), pa.array(turns, table.schema.field("turns").type)), path)
    found = {(f.check, f.table, f.row, f.column) for f in validate(release).findings}
    assert ("conversations", "conversations", 2, "turns") in found
