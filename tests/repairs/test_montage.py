"""Clips of an opening montage under the wrong name."""

import pytest

from flows.document.decide import settle
from flows.document.model import Document
from flows.evidence.context import Context
from flows.repairs.merging import merging
from flows.repairs.montage import montage
from tests.repairs.interviews import FOUR, TWO, interview, printed, read

BODY = [
    (
        "Greta Solberg",
        "All right, Ivo, thank you so much for joining me today. Let's start at the beginning. What did you do when the engine stopped?",
    ),
    (
        "Ivo Marek",
        "Well, we rowed. We rowed for nine hours with one oar and a frying pan, and nobody said a word until the lighthouse came up.",
    ),
    ("Greta Solberg", "That sounds terrible. Would you do it again?"),
    (
        "Ivo Marek",
        "Tomorrow. You can lose a boat in an afternoon, and it takes a year or so, but you never lose the habit of looking at the sky.",
    ),
    ("Greta Solberg", "I would have stayed at home with a book and a large pot of tea."),
    (
        "Ivo Marek",
        "Somebody has to. The harbour master told us afterwards that he had counted the minutes on the wall with a piece of chalk.",
    ),
    ("Greta Solberg", "So he knew that you were out there?"),
    ("Ivo Marek", "He knew. He had seen the light go out, and he put the kettle on, because there was nothing else that he could do."),
    ("Greta Solberg", "Which of the boats that you have owned did you like best, if you had to pick only one of them?"),
    (
        "Ivo Marek",
        "The blue one. It was slow and it leaked and it smelled of herring, and I would give both of the others to have it back.",
    ),
    ("Greta Solberg", "Thank you, Ivo, that was a pleasure."),
    ("Ivo Marek", "Thanks for having me."),
] + interview(4, TWO, 60)[2:]
CLIPS = [
    "We rowed for nine hours with one oar and a frying pan.",
    "You can lose a boat in an afternoon but you never lose the habit of looking at the sky.",
]


def _settled(document: Document) -> Document:
    for repair in (montage, merging):
        document = settle(document, repair(document, Context()))
    return document


def _said(document: Document, most: int = 8) -> list[tuple[str, str]]:
    return [(document.speaker_of(t), document.text[t.start : t.pieces[-1].end]) for t in document.turns("en")[:most]]


def test_clips_get_the_speaker_of_the_body() -> None:
    raw = printed([*(("Greta Solberg", c) for c in CLIPS), ("Greta Solberg", "This is the harbour hour, and I'm Greta."), *BODY])
    said = _said(_settled(read(raw)))
    assert [who for who, _ in said[:2]] == ["Ivo Marek", "Greta Solberg"]
    assert said[0][1].endswith("the sky.")
    assert said[1][1].startswith("This is the harbour hour")


def test_a_question_spliced_to_its_answer_is_parted() -> None:
    raw = printed(
        [
            (
                "Greta Solberg",
                "What did you do when the engine stopped? We rowed for nine hours with one oar and a frying pan. "
                "Today on the show, a man who came back.",
            ),
            *BODY,
        ]
    )
    document = _settled(read(raw))
    assert [(who, text.split()[0]) for who, text in _said(document, 3)] == [
        ("Greta Solberg", "What"),
        ("Ivo Marek", "We"),
        ("Greta Solberg", "Today"),
    ]
    claim = document.attributions[document.turns("en")[1].start]
    assert claim.rule == "montage" and "recur" in claim.evidence and claim.confidence >= 0.9


def test_a_talk_without_montage_is_left_alone() -> None:
    claims = montage(read(printed(BODY)), Context())
    assert not claims.boundaries and not claims.attributions


@pytest.mark.parametrize("names", [TWO, FOUR])
@pytest.mark.parametrize("seed", range(2))
def test_talk_that_repeats_itself_is_no_montage(seed: int, names: tuple[str, ...]) -> None:
    claims = montage(read(printed(interview(seed, names))), Context())
    assert not claims.boundaries and not claims.attributions


def test_one_speaker_or_none_is_left_alone() -> None:
    assert not montage(read(printed([("Ivo Marek", text) for _, text in BODY])), Context()).attributions
