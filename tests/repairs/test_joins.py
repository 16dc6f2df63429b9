"""Doubled words at joins go, what people say twice stays."""
from __future__ import annotations

import pytest

from flows.evidence.context import Context
from flows.repairs.joins import joins
from flows.repairs.turns import turns
from tests.repairs.spoken import prose, repaired, says, sentences, spoken

FRAME = ["We built the bridge in spring.", "It was a good year for steel.", "Nobody had done it this way before."]


def after(*lines: str) -> str:
    return " ".join(says(repaired(spoken(*FRAME, *lines, *FRAME, opens=False), joins)))[len(" ".join(FRAME)) + 1:-len(" ".join(FRAME)) - 1]


@pytest.mark.parametrize(("said", "reads"), [
    ("You could walk to both of them. them. Then we eat.", "You could walk to both of them. Then we eat."),
    ("We took the longest road to the harbour. longest road to the harbour, I suppose.",
     "We took the longest road to the harbour, I suppose."),
    ("On some days, in In winter, it rains.", "On some days, in winter, it rains."),
    ("This has slowly worn away what has slowly worn away what we built.", "This has slowly worn away what we built."),
    ("She came back late, because it was so, Because it was so dark or not.", "She came back late, because it was so dark or not."),
    ("The village is famous for its cheese, not for the wine yet. famous for its cheese, not for their wine yet. Many buy it.",
     "The village is famous for its cheese, not for the wine yet. Many buy it."),
])
def test_doubled_at_a_join(said: str, reads: str) -> None:
    assert after(said) == reads


@pytest.mark.parametrize("said", [
    "It is very, very good.", "No, no, no, not that.", "No no no no no, stop.", "I, I think so.", "I think that that is right.",
    "We bake sourdough bread. Sourdough bread is slow.", "Who is hungry? Hungry is a broad word.", "I I don't know.",
    "It works better, it works better than before.", "We go over and over and over again.", "See, I don't know. I don't know. I guess so.",
    "Come at 7 p.m. tonight.", "It was fun, fun, fun.",
])
def test_said_twice_stays(said: str) -> None:
    assert after(said) == said


def test_copies_on_two_lines() -> None:
    document = repaired(spoken(*FRAME, "Nice that you came at all.", "all. So who begins?", *FRAME, opens=False), joins)
    assert "you came at all. So who begins?" in " ".join(says(document))


def test_a_copy_that_fills_its_line_before_a_mark() -> None:
    lines = ["- I rode the other horse, and it was fast, fine, but I never asked twice.",
             "horse, and it was fast, fine, but I never asked twice. - Fair. - Yes. - So.", "- Good. - Right. - Then go on.", *FRAME]
    texts = says(repaired(spoken(*lines), joins, turns))
    assert texts[:2] == ["I rode the other horse, and it was fast, fine, but I never asked twice.", "Fair."]


def test_recognised_speech_keeps_its_stutters() -> None:
    stutters = "So I would I would say the the thing is is that we we had to had to go and I I mean if you if you look at at it you you see"
    line = f"{stutters}. And I would bake bread I would bake bread for for children."
    assert after(line, line.replace("children", "people")) == f"{line} {line.replace('children', 'people')}"


def test_lost_beginnings_are_flagged_where_captions_were_joined() -> None:
    lines = ["Both of them. them. Then it rained.", "Nice that you came. came. So who begins?",
             "It has been a long year. settle most of it now.", *FRAME]
    document = repaired(spoken(*lines, *FRAME), joins)
    assert [(f.name, document.text[f.at:f.at + 7]) for f in document.flags] == [("words_lost", "settle ")]


def test_clean_prose_is_untouched() -> None:
    claims = joins(spoken(*sentences(prose())), Context())
    assert (claims.edits, claims.flags) == ((), ())
