"""Turns parted and joined by what is said."""

import random

from flows.document.decide import settle
from flows.document.model import Attribution, Document, Metadata, Person, Piece, RawText
from flows.evidence.context import Context
from flows.repairs.attribution import attribution
from flows.repairs.boundaries import boundaries
from flows.repairs.merging import merging
from tests.repairs.interviews import FOUR, TWO, Turns, interview, printed, read

_PEOPLE = (
    Person("Greta Solberg", "host", "runs the ferry office; formerly at Northline"),
    Person("Ivo Marek", "host", "baker; founder of Kiln & Crust"),
)


def _crowded(turns: Turns, seed: int) -> str:
    """Every fourth line holds the next turn as well, listeners break in, and after that labels are turned round for a while."""
    rng = random.Random(seed)
    out, k, turned = "", 0, False
    while k < len(turns):
        name, text = turns[k]
        if rng.random() < 0.25 and k + 1 < len(turns):
            text += " " + turns[k + 1][1]
            k += 1
            turned = not turned
        elif rng.random() < 0.2 and len(text.split()) > 12:
            cut = text.find(" ", len(text) // 2)
            text = text[:cut] + " mhm" + text[cut:]
        label = {TWO[0]: TWO[1], TWO[1]: TWO[0]}[name] if turned else name
        out += f"**{label}:** {text}\n"
        k += 1
    return out


def test_a_side_whose_labels_are_right_is_not_split() -> None:
    for names in (TWO, FOUR):
        assert not [b for b in boundaries(read(printed(interview(1, names))), Context()).boundaries if b.confidence >= 0.85]


def test_a_listener_in_mid_sentence_and_answers_under_the_question_are_parted() -> None:
    raw = _crowded(interview(8, TWO), 1)
    document = read(raw, _PEOPLE)
    claims = boundaries(document, Context()).boundaries
    sure = [b for b in claims if b.confidence >= 0.85]
    assert sure
    assert {b.rule for b in sure} <= {"question_answer", "listener", "change_of_speaker"}
    assert all(b.opens and b.evidence and b.at <= b.resume for b in sure)
    parted = settle(document, boundaries(document, Context()))
    assert len(parted.turns("en")) > len(document.turns("en"))
    words = " ".join(raw[p.start : p.end] for p in document.side("en")).split()
    assert " ".join(raw[p.start : p.end] for p in parted.side("en")).split() == words


def test_a_lone_y_is_a_variable_in_a_formula_and_a_nod_elsewhere() -> None:
    from flows.evidence import conversation as talk
    from flows.repairs.speakers.sentences import side_sentences

    def cut(text: str) -> list[str]:
        document = Document(
            "e", RawText(text, "utf-8", "", "e"), "lines", Metadata(source_lang="en"), (), (Piece(0, len(text), "en", "Ada"),)
        )
        return [s.text for s in side_sentences(document, "en", talk.Names([("Ada",)], "en")) if s.inserted]

    assert cut("and once you have the boat y then you need a crew and a harbour") == ["y"]
    assert cut("plot x and y on one sheet and the y axis goes up from y = 3") == []


def _said(text: str, *labels: str, marks: tuple[int, ...] = ()) -> Document:
    pieces, at = [], 0
    for n, line in enumerate(text.split("\n")):
        pieces.append(Piece(at, at + len(line), "en", labels[n], boundary="speaker_mark" if n in marks else "label"))
        at += len(line) + 1
    return Document("e", RawText(text, "utf-8", "", "e.txt"), "lines", Metadata(source_lang="en"), (), tuple(pieces))


def test_neighbours_of_one_speaker_become_one_turn() -> None:
    document = _said("We left.\nAnd we came back.\nGood.", "Ada", "Ida", "Ida")
    second = document.turns("en")[1].start
    claims = {0: Attribution(0, "Ada", "label", "labelled Ada", 0.9), second: Attribution(second, "Ada", "habits", "talks so", 0.7)}
    from dataclasses import replace

    document = settle(replace(document, attributions=claims), merging(replace(document, attributions=claims), Context()))
    assert [(document.speaker_of(t), len(t.pieces)) for t in document.turns("en")] == [("Ada", 2), ("Ida", 1)]
    assert document.attributions[0].confidence == 0.7  # no surer than the part that is most of it


def test_a_mark_parts_even_one_speaker() -> None:
    document = _said("We left.\nAnd we came back.", "Ada", "Ada", marks=(1,))
    assert not merging(document, Context()).boundaries


def test_the_unknown_and_the_audience_are_not_joined() -> None:
    from dataclasses import replace

    document = _said("Who pays?\nAnd when?", "Student", "Student")
    people = (Person("Student", "audience"),)
    assert not merging(replace(document, meta=Metadata(source_lang="en", people=people)), Context()).boundaries
    nobody = replace(document, pieces=tuple(replace(p, label=None) for p in document.pieces))
    assert not merging(nobody, Context()).boundaries


def test_splits_survive_attribution() -> None:
    document = read(_crowded(interview(8, TWO), 1), _PEOPLE)
    document = settle(document, boundaries(document, Context()))
    before = len(document.turns("en"))
    for repair in (attribution, merging):
        document = settle(document, repair(document, Context()))
    turns = document.turns("en")
    assert len(turns) >= 0.8 * before
    assert all(document.speaker_of(a) != document.speaker_of(b) for a, b in zip(turns, turns[1:]))
