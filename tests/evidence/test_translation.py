"""The shipped word table: what it knows, and that its build can be repeated."""
from __future__ import annotations

import gzip

import pytest

from flows.evidence import translation_table
from flows.evidence.translation import forms, path_of, table

CEDICT = """\
#! date=2020-01-01T00:00:00Z
公司 公司 [gong1 si1] /company; firm; corporation/CL:家[jia1]/
模型 模型 [mo2 xing2] /model/mold/matrix or pattern/
X光 X光 [X guang1] /X-ray/
買 买 [mai3] /to buy/to purchase/
"""


KNOWN = {"company": "公司", "companies": "公司", "researchers": "研究人员", "trained": "训练", "wife": "妻子", "mhm": "嗯",
         "podcast": "播客", "bought": "买"}


@pytest.mark.parametrize(("word", "chinese"), KNOWN.items())
def test_common_words_and_their_forms_are_known(word: str, chinese: str) -> None:
    shipped = table("en", "zh-Hans")
    assert shipped is not None
    assert chinese in dict(shipped.translations(word))


def test_the_table_reads_backwards() -> None:
    back = table("zh", "en")
    assert back is not None
    assert "company" in dict(back.translations("公司"))


def test_other_pairs_have_no_table() -> None:
    assert table("en", "fi") is None


def test_probabilities_are_probabilities() -> None:
    shipped = table("en", "zh")
    assert shipped is not None
    for word in sorted(shipped.lines)[::50]:
        total = sum(p for _, p in shipped.translations(word))
        assert 0 < total <= 1.1, word


def test_the_build_gives_the_same_bytes_and_names_its_sources() -> None:
    once = translation_table.build(CEDICT)
    assert once == translation_table.build(CEDICT)
    text = gzip.decompress(once).decode()
    assert "CC BY-SA 4.0" in text and "edition of 2020" in text
    lines = dict(line.split("\t") for line in text.splitlines() if line[0] != "#")
    assert lines["firm"] == "公司:100"
    assert lines["purchase"] == "买:100"
    assert "x-ray" not in lines


@pytest.mark.slow
def test_the_shipped_table_is_what_the_command_builds() -> None:
    data = translation_table.installed_cedict()
    assert translation_table.build(data) == path_of("en", "zh").read_bytes()


def test_forms_undo_endings() -> None:
    assert "stop" in forms("stopped")
    assert "study" in forms("studies")
    assert forms("it's")[1] == "it"
