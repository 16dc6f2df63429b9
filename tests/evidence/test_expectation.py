"""What a translation leads one to expect in the speech."""
from __future__ import annotations

import pytest

from flows.evidence.expectation import Spoken, expected, expresses, joined, lacking, latin, meanings, told
from flows.evidence.lexicon import load
from flows.evidence.wordforms import derived, inflections


@pytest.mark.parametrize(("source", "translation", "terms"), [
    ("You can ask cloud about it.", "你可以问 Claude。", ["Claude"]),
    ("You can ask Claude about it.", "你可以问 Claude。", []),
    ("We used Git Hub and git-hub.", "我们用了 GitHub。", []),
    ("Claude and cloud wrote it.", "Claude 和 Claude 写的。", ["Claude"]),
    ("The eval says so.", "evals 这么说。", []),
    ("He moved to Bath.", "他搬到了巴斯。", []),
])
def test_latin_words_that_the_speech_lacks(source: str, translation: str, terms: list[str]) -> None:
    assert [e.term for e in expected(source, translation)] == terms


def test_chinese_names_of_the_lexicon() -> None:
    found = expected("It is a mode around the business.", "这是业务的护城河。", load())
    assert ("moat", "护城河", "lexicon") in [(e.term, e.seen, e.how) for e in found]


def test_what_stands_around_counts_on_both_sides() -> None:
    terms, around = told("Tim 认为这很难。"), told("他们是 Tim 和 Dan。")
    assert lacking(Spoken("Tim and Dan. The team thinks so."), terms) == ()
    assert [e.term for e in lacking(Spoken("Tim and Dan. The team thinks so."), terms, around)] == ["Tim"]


def test_runs_and_their_words() -> None:
    assert list(latin("用 Claude Code 写 3 个 4-bit 模型")) == [("Claude Code", True), ("Claude", False), ("Code", False), ("4-bit", True)]


def test_terms_are_counted_however_they_are_spaced() -> None:
    spoken = Spoken("The data base, the database's index, and two databases.")
    assert spoken.count("database") == 3
    assert spoken.count("base") == 1
    assert joined("Open-AI's") == "openais"


def test_the_dictionary_says_what_is_expressed() -> None:
    assert expresses("我们坐船去。", "ship") is True
    assert expresses("芯片很小。", "ship") is False
    assert expresses("芯片很小。", "flibbert") is None
    assert "chip" in meanings("芯片很小。")


@pytest.mark.parametrize(("word", "is_one"), [
    ("semistructured", True), ("researchable", True), ("repeatably", True), ("farbolent", False), ("quillomer", False)])
def test_words_made_of_known_ones(word: str, is_one: bool) -> None:
    assert derived(word) is is_one


def test_endings_of_one_word() -> None:
    assert inflections("initializer", "initialized") and inflections("calibrate", "calibrating")
    assert not inflections("compute", "commute") and not inflections("specific", "pacific")
