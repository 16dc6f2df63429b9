"""What words are likely beside each other, and which sound the same."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.homophones import homophones
from flows.evidence.language_model import BEGIN, END, beside, gain, knows
from flows.evidence.phonetics import similarity

WORDS = st.sampled_from("the a ship sailed slowly over to see two weather whether bread zqxv".split())


@pytest.mark.parametrize(("before", "word", "after", "other"), [
    (("tell", "me"), "weather", ("you", "like"), "whether"),
    (("a", "loaf"), "off", ("bread", END), "of"),
    ((BEGIN, "the"), "hole", ("story", "is"), "whole"),
])
def test_the_better_word_gains_and_the_other_loses_as_much(before, word, after, other) -> None:
    assert gain(before, [word], after, [other]) > 3
    assert gain(before, [other], after, [word]) == pytest.approx(-gain(before, [word], after, [other]))


@given(st.lists(WORDS, max_size=4), WORDS, st.lists(WORDS, max_size=4), WORDS)
def test_only_two_words_on_either_side_count(before, word, after, other) -> None:
    assert gain(before, [word], after, [other]) == gain(before[-2:], [word], after[:2], [other])


def test_a_word_that_the_model_lacks_says_nothing_about_its_neighbours() -> None:
    assert not knows("zqxv") and knows("bread")
    assert gain(["zqxv"], ["see"], [END], ["sea"]) == gain([], ["see"], [END], ["sea"])
    assert beside("zqxv", "see", "zqxv", "sea") == gain([], ["see"], [], ["sea"])


def test_homophones_go_both_ways_but_for_rare_ones_and_sound_alike() -> None:
    table = homophones()
    assert table["hole"] == ("whole",) and table["whole"] == ("hole",)
    assert "be" in table["bee"] and "bee" not in table.get("be", ())
    apart = [(w, o) for w, others in table.items() for o in others if similarity(w, o) < 0.8]
    assert not apart and len(table) > 600
