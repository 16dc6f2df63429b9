"""The texts of a pair are its turns' words; what between them has no translation may be passed over, nothing else."""
from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from flows.document.model import Link
from flows.tabulate import tabulate
from schemas.frames import Frames, InMemory
from schemas.paired import _taken, pairs_say_what_their_turns_say
from schemas.rules import breaches
from schemas.tables import to_arrow
from tests.bulk import episodes
from tests.talks import at, talk

HELLO = ["Hello there, Ann.  How are the bees?", "Fine. Most of them sleep."]


@pytest.mark.parametrize(("said", "taken"), [
    ("How are the bees?", True), ("How are\nthe bees? Fine.", True), ("Hello there, Ann. Fine.", True), ("Hello there, Ann. Most of them sleep.", True),
    ("Fine. How are the bees?", False), ("How are the beds?", False), ("Hello there, An. Fine.", False), ("Fine. Most of them slept.", False),
])
def test_a_text_is_taken_from_turns_in_their_order(said, taken):
    assert _taken(said, HELLO) is taken


def test_chinese_is_taken_character_by_character():
    turns = ["大家好。欢迎来到节目。我们开始吧。"]
    assert _taken("大家好。我们开始吧。", turns) and not _taken("大家好。他们开始吧。", turns)


def test_pairs_of_many_episodes_find_their_turns_however_they_are_cut_into_batches():
    parts = list(episodes(5, talk("talk-000000")))
    tables = {name: pa.concat_tables([part[name] for part in parts]) for name in ("turns", "pairs")}

    class Few(InMemory):
        def batches(self, *columns):
            yield from self.table.select(columns).combine_chunks().to_batches(max_chunksize=2)

    texts = tables["pairs"]["source_text"].to_pylist()
    assert not list(pairs_say_what_their_turns_say(Frames({name: Few(t) for name, t in tables.items()})))
    texts[-1] += " Indeed."
    column = tables["pairs"].column_names.index("source_text")
    tables["pairs"] = tables["pairs"].set_column(column, tables["pairs"].schema.field(column), pa.array(texts))
    breach, = pairs_say_what_their_turns_say(Frames({name: Few(t) for name, t in tables.items()}))
    assert (breach.row, breach.column) == (len(texts) - 1, "source_text")


def test_a_pair_that_reads_on_after_what_is_not_translated_holds():
    question = Link((at("So, what is"), at("made of?")), (at("谢谢你。"), at("用什么做的?")), "zh", 0.7, "words")
    document = replace(talk(), links=(question,))
    tables = {name: to_arrow(name, rows) for name, rows in tabulate(document).items()}
    row, = tables["pairs"].to_pylist()
    assert (row["source_text"], row["target_text"]) == ("So, what is made of?", "谢谢你。用什么做的?")
    assert not breaches(tables)
