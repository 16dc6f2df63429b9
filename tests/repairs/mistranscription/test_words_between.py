"""Words that sound just like others, told by the words about them and by the translation."""
from __future__ import annotations

import pytest

from flows.repairs.mistranscription import candidates
from flows.repairs.mistranscription.between import between
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.scoring import log_odds
from tests.repairs.mistranscription.talks import reads, suggested, talk


def test_what_the_words_about_it_ask_for_is_put_right() -> None:
    assert reads("He told me he did not know weather or not you had been there.") == "He told me he did not know whether or not you had been there."


def test_the_translation_makes_sure_of_what_is_likely() -> None:
    said, told = "She had to weight for the ferry in the harbour.", "她不得不在港口等渡轮。"
    alone = max((log_odds(c) for c in _candidates(said) if c.after == "wait"), default=-9)
    both = max((log_odds(c) for c in _candidates((said, told)) if c.after == "wait"), default=-9)
    assert both > alone


@pytest.mark.parametrize("said", [
    "The weather over there is better than their weather.",
    "It is a two-hour drive, and our car is in their yard.",
    "You got a window pane and you looked through it.",
    "Too many cooks, two spoons, and nothing to eat.",
    "The ad was right, and I write an ad a day.",
])
def test_words_that_are_right_stay(said: str) -> None:
    assert reads(said, field=False) == said


def test_a_word_said_twice_is_not_another() -> None:
    assert not [c for c in _candidates("We went to to the hills, to two hills.") if c.rule == "homophone"]


def test_a_likely_word_is_suggested_with_its_reason() -> None:
    said = "The founder said I knew I would want to higher them again."
    (found,) = [s for s in suggested(said) if s.after == "hire"]
    assert "said the same" in found.evidence and "times as likely between these words" in found.evidence and reads(said) == said


def test_the_sentence_is_what_counts_and_fillers_are_none_of_it() -> None:
    side = Knowledge(talk("It rained. We um saw the uh sea today. Yes.", field=False)).sides["en"]
    i = side.words.index("sea")
    assert between(side, i, 1).before == ("saw", "the") and between(side, i, 1).after == ("today", "</s>")
    assert between(side, side.words.index("We"), 1).before == ("<s>", "<s>")


def _candidates(*lines):
    known = Knowledge(talk(*lines, field=False))
    return candidates(known.sides["en"], known)
