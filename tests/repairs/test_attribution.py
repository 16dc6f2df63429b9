"""Who says each turn."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from flows.clean import clean
from flows.document.decide import settle
from flows.document.model import Attribution, BlockKind, Document, Link, Metadata, Person, Piece, RawText
from flows.episode import read_bytes, read_document
from flows.evidence.context import Context
from flows.repairs.attribution import attribution
from flows.repairs.boundaries import boundaries
from flows.repairs.merging import merging
from flows.sources import discover
from tests.repairs.interviews import FOUR, TWO, Turns, interview, printed, read

ROOT = Path(__file__).resolve().parents[2]


def _settled(document: Document) -> Document:
    for repair in (boundaries, attribution, merging):
        document = settle(document, repair(document, Context()))
    return document


def _names(document: Document, lang: str = "en") -> list[str]:
    return [document.speaker_of(t) for t in document.turns(lang)]


@pytest.mark.parametrize("names", [TWO, FOUR])
@pytest.mark.parametrize("seed", range(2))
def test_labels_that_are_right_stay(seed: int, names: tuple[str, ...]) -> None:
    turns = interview(seed, names)
    document = _settled(read(printed(turns)))
    assert _names(document) == [name for name, _ in turns]


def test_every_turn_says_who_why_and_how_sure() -> None:
    document = _settled(read(printed(interview(1, FOUR))))
    claims = [document.attributions[t.start] for t in document.turns("en")]
    assert all(0 < c.confidence < 1 and c.evidence and c.rule == "label" for c in claims)
    assert sum(c.confidence >= 0.9 for c in claims) > 0.75 * len(claims)


def test_a_bare_nod_is_never_sure() -> None:
    document = _settled(read(printed(interview(1, TWO))))
    nods = [
        document.attributions[t.start]
        for t in document.turns("en")
        if document.text[t.start : t.pieces[-1].end] in ("Yeah.", "Right.", "Mhm.")
    ]
    assert nods and all(c.confidence <= 0.8 for c in nods)


def test_roles_come_from_what_people_do() -> None:
    document = _settled(read(printed(interview(2, FOUR))))
    roles = {document.speaker_of(t): document.attributions[t.start].role for t in document.turns("en")}
    assert roles == {"Greta Solberg": "host", "Ivo Marek": "guest", "Pia Lund": "guest", "Otto Brandt": "guest"}


def test_roles_of_the_metadata_stand() -> None:
    people = [Person("Greta Solberg", "guest"), Person("Ivo Marek", "host")]
    document = _settled(read(printed(interview(2, TWO)), people))
    assert {document.attributions[t.start].role for t in document.turns("en") if document.speaker_of(t) == "Greta Solberg"} == {"guest"}


def _bilingual(turns: Turns, labels: list[str], opened_by: str = "speaker_mark") -> Document:
    """Spoken turns parted by marks under labels that say nothing, each over its translation under a label of its own."""
    text, pieces, links = "", [], []
    for n, (_, said) in enumerate(turns):
        a = len(text)
        text += said + "\n"
        b = len(text)
        text += f"[{labels[n]}] " + "译" * max(4, len(said) // 4) + "\n"
        pieces += [
            Piece(a, b - 1, "en", turns[(n // 3) % len(turns)][0], boundary=opened_by),
            Piece(b + len(labels[n]) + 3, len(text) - 1, "zh", labels[n]),
        ]
        links.append(Link(((a, b - 1),), ((pieces[-1].start, pieces[-1].end),), "zh", 0.9, "test"))
    return Document("e", RawText(text, "utf-8", "", "e.txt"), "lines", Metadata(source_lang="en"), (), tuple(pieces), links=tuple(links))


def _swapped_in_runs(turns: Turns, seed: int, names: tuple[str, ...]) -> list[str]:
    rng = random.Random(seed)
    out = [name for name, _ in turns]
    at = rng.randrange(5, 15)
    while at < len(out):
        a, b = rng.sample(names, 2)
        for k in range(at, min(at + rng.randrange(3, 9), len(out))):
            out[k] = b if out[k] == a else a if out[k] == b else out[k]
        at += rng.randrange(20, 40)
    return out


def test_a_swapped_stretch_of_the_translations_labels_is_swapped_back() -> None:
    names = ("Greta Solberg", "Ivo Marek", "Pia Lund")
    turns = interview(5, names)
    labels = _swapped_in_runs(turns, 3, names)
    document = _settled(_bilingual(turns, labels))
    true = [name for name, _ in turns]
    wrong_before = sum(a != b for a, b in zip(labels, true))
    named = {t.start: document.speaker_of(t) for t in document.turns("en")}
    wrong = sum(named.get(p.start, "") != who for p, who in zip(_bilingual(turns, labels).side("en"), true))
    assert wrong_before >= 15
    assert wrong <= wrong_before / 3


def test_a_translated_turn_is_said_by_who_says_what_it_translates() -> None:
    turns = interview(5, TWO, 60)
    labels = [name for name, _ in turns]
    labels[20] = TWO[1] if labels[20] == TWO[0] else TWO[0]
    document = _settled(_bilingual(turns, labels))
    turn = next(t for t in document.turns("zh") if t.start == _bilingual(turns, labels).side("zh")[20].start)
    assert document.speaker_of(turn) == turns[20][0]
    assert document.attributions[turn.start].rule == "translation"


def test_nobody_is_named_where_nobody_is_known() -> None:
    text = "First we left.\nThen we stayed."
    document = Document(
        "e", RawText(text, "utf-8", "", "e.txt"), "lines", Metadata(source_lang="en"), (), (Piece(0, 14, "en"), Piece(15, 30, "en"))
    )
    document = settle(document, attribution(document, Context()))
    assert _names(document) == ["Unknown", "Unknown"]
    assert all(a.confidence < 0.5 for a in document.attributions.values())


def test_people_of_the_metadata_are_not_given_words_that_nothing_ties_to_them() -> None:
    people = (Person("Ada Byron", "host"), Person("Alan Turing", "guest"))
    text = "We sold the boat in spring.\nIt was cold by then.\nThe wind had turned.\nNobody came."
    pieces, at = [], 0
    for line in text.split("\n"):
        pieces.append(Piece(at, at + len(line), "en"))
        at += len(line) + 1
    document = Document("e", RawText(text, "utf-8", "", "e.txt"), "lines", Metadata(source_lang="en", people=people), (), tuple(pieces))
    assert set(_names(settle(document, attribution(document, Context())))) == {"Unknown"}


def test_what_a_montage_or_a_reviewer_settled_stays() -> None:
    document = read(printed(interview(1, TWO, 40)))
    start = document.turns("en")[7].start
    settled = Attribution(start, "Greta Solberg", "decision", "a reviewer", 1.0)
    document = _settled(replace(document, attributions={start: settled}))
    assert document.attributions[start] == settled


def test_a_label_block_is_not_speech() -> None:
    document = read(printed(interview(1, TWO, 10)))
    assert any(b.kind is BlockKind.SPEAKER_LABEL for b in document.blocks)
    assert all(a.start in {t.start for t in document.turns("en")} for a in attribution(document, Context()).attributions)


def test_the_same_in_the_same_out() -> None:
    document = read(printed(interview(3, FOUR)))
    assert attribution(document, Context()) == attribution(document, Context())


def test_the_words_of_several_people_that_nothing_parts_are_nobodys() -> None:
    text = "Welcome to the harbour talk, we have time today. The tide comes twice a day. Nobody thought of the seals, and they sleep on the stairs."
    people = (Person("Ada Bergstrom", "host"), Person("Mira Olsen", "guest"))
    document = _settled(Document("e", RawText(text, "utf-8", "", "e.txt"), "lines", Metadata(source_lang="en", people=people), (),
                                 (Piece(0, len(text), "en"),)))
    assert _names(document) == ["Unknown"]
    assert document.attributions[0].confidence <= 0.3


def test_a_suggested_speaker_is_not_carried_to_the_translation() -> None:
    """A speaker that is only suggested for the turn is not taken for the translation of it."""
    for name in ("founders-clinic.txt", "long-signal.txt"):
        source = next(s for s in discover(ROOT / "raw").sources if s.rel == name)
        document = clean(read_document(source, read_bytes(source)), Context())
        said = {t.start: document.speaker_of(t) for t in document.turns(document.source_lang)}
        checked = 0
        for t in (t for lang in document.langs[1:] for t in document.turns(lang)):
            claim = document.attributions[t.start]
            if m := re.match(r"translates the turn of .+ at (\d+)", claim.evidence):
                assert claim.speaker == said.get(int(m[1]), claim.speaker)
                checked += int(m[1]) in said
        assert checked > 10
