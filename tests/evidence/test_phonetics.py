"""What sounds alike, however it is written and divided."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.phonetics import SoundIndex, alike, distance, similarity, skeleton, weight
from flows.evidence.pronunciation import CODE, by_rule, encode, read_as_word, say, spell_out

PHONES = st.text(sorted(CODE.values()), max_size=10)


@pytest.mark.parametrize(("written", "said"), [
    ("moat", "M OW T"), ("HBM", "EY CH B IY EH M"), ("GPUs", "JH IY P IY Y UW Z"), ("4.5", "F AO R P OY N T F AY V"), ("blick", "B L IH K"),
    ("sheepdog", "SH IY P D AO G"), ("Wexlers", "W EH K S L ER Z"), ("2024", "T W EH N T IY T W EH N T IY F AO R"),
])
def test_words_letters_and_numbers_are_said(written: str, said: str) -> None:
    assert spell_out(say(written)[0]) == said


def test_letters_that_are_also_a_word_have_both_ways() -> None:
    ways = [spell_out(w) for w in say("RAM")]
    assert "R AE M" in ways and "AA R EY EH M" in ways
    assert read_as_word("ram") and not read_as_word("fbi")


def test_what_has_no_english_sound() -> None:
    assert say("护城河") == say("...") == ()
    assert similarity("护城河", "moat") == 0.0


@pytest.mark.parametrize(("heard", "meant", "other"), [
    ("ship", "chip", "fish"), ("mode", "moat", "mouse"), ("cloud", "Claude", "crowd control"), ("sink", "think", "sing along"),
    ("light", "right", "bite"), ("col", "cold", "coal mine"), ("Deep C", "DeepSea", "deep end"), ("to your", "two year", "tour bus"),
    ("RC", "Arcy", "racy"), ("see be ess", "CBS", "CBC"), ("a tension", "attention", "tennis"), ("Korweave", "CoreWeave", "Corvette"),
])
def test_what_recognisers_and_accents_confuse_is_nearer(heard: str, meant: str, other: str) -> None:
    assert similarity(heard, meant) >= 0.6
    assert similarity(heard, meant) > similarity(heard, other)


def test_words_may_be_divided_otherwise() -> None:
    assert similarity("ice cream", "I scream") == 1.0
    assert similarity("recognise peach", "wreck a nice speech") > 0.6


@given(PHONES, PHONES)
def test_distance_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert distance(a, b) <= weight(a) + weight(b) + 1e-9
    assert distance(a, a) == 0.0
    assert 0.0 <= alike(a, b) <= 1.0


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=14))
def test_every_word_can_be_read_aloud(word: str) -> None:
    assert set(by_rule(word)) <= set(CODE.values())


def test_an_index_finds_what_comparing_with_every_term_finds() -> None:
    terms = ["Harborline", "Skagen Labs", "Tolliver", "Mirepoix", "Brigantine", "Whitby", "Oatmeal", "Celeriac"]
    index = SoundIndex(terms)
    for heard in ("Tolivar", "mirror pwa", "bring an teen", "whit bee", "oak meal"):
        best = max(terms, key=lambda t: similarity(heard, t))
        found = index.near(heard, 0.5)
        assert not found and similarity(heard, best) < 0.62 or found[0][0] == best


def test_a_pronunciation_that_is_given_counts() -> None:
    index = SoundIndex(["Nguyen"], {"Nguyen": ["W IH N"]})
    assert index.near("win", 0.9) == [("Nguyen", 1.0)]


def test_the_skeleton_leaves_out_what_is_easily_confused() -> None:
    assert skeleton(encode("SH IH P")) == skeleton(encode("CH IY B")) == "SP"
