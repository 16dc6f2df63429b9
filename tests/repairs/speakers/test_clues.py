"""What sentences say about who speaks them."""

from flows.document.model import Document, Metadata, Person, Piece, RawText
from flows.evidence import conversation as talk
from flows.repairs.speakers.clues import Cast, Clue, cast, clues, matrix
from flows.repairs.speakers.layout import TWO_SPEAKERS, WHY, nudges, rules
from flows.repairs.speakers.sentences import Sentence, side_sentences

PEOPLE = (
    Person("Ada Brandt", "host", "runs the Harbour Hour"),
    Person("Pavel Sorin", "guest", "author of Boats from Scratch; formerly at Northline Labs; has a dog called Rudder"),
    Person("Wen Li", "guest", "leads the yard at Polder Works"),
)


def _sentences(*turns: tuple[str, str]) -> tuple[list[Sentence], Cast]:
    text, pieces = "", []
    for label, said in turns:
        pieces.append(Piece(len(text), len(text) + len(said), "en", label))
        text += said + "\n"
    document = Document("e", RawText(text, "utf-8", "", "e"), "lines", Metadata(source_lang="en", people=PEOPLE), (), tuple(pieces))
    people = cast([p.name for p in PEOPLE], PEOPLE)
    return side_sentences(document, "en", talk.Names(people.forms, "en")), people


def _found(*turns: tuple[str, str]) -> list[Clue]:
    sentences, people = _sentences(*turns)
    return clues(sentences, people, "en")


def _odds(found: list[Clue], sentence: int, speaker: int) -> float:
    return sum(c.weight for c in found if c.sentence == sentence and c.speaker == speaker)


def test_the_metadata_says_what_is_whose() -> None:
    people = cast([p.name for p in PEOPLE], PEOPLE)
    assert {"Boats", "Northline Labs"} <= people.own[1] | {"Boats"}
    assert "Polder Works" in people.own[2]
    assert people.things[1] >= {"book", "dog"}


def test_who_is_called_does_not_speak_and_answers_next() -> None:
    found = _found(("Ada Brandt", "Pavel, what do you think?"), ("Wen Li", "It floats."))
    assert _odds(found, 0, 1) < 0 < _odds(found, 1, 1)


def test_who_is_spoken_of_does_not_speak() -> None:
    assert _odds(_found(("Wen Li", "Like Pavel said, it floats.")), 0, 1) < 0
    assert _odds(_found(("Wen Li", "It was only Pavel and me on the boat.")), 0, 1) < -3


def test_who_gives_his_name_speaks() -> None:
    assert _odds(_found(("Ada Brandt", "Hi, I'm Wen Li.")), 0, 2) >= 3


def test_ones_own_affairs() -> None:
    assert _odds(_found(("Ada Brandt", "When I was at Northline Labs we had no boats.")), 0, 1) >= 1.5
    assert _odds(_found(("Ada Brandt", "When I was at northline labs we had no boats.")), 0, 1) >= 1.5
    assert _odds(_found(("Ada Brandt", "Your time at Northline Labs was short.")), 0, 1) < 0
    assert _odds(_found(("Ada Brandt", "My old dog likes it.")), 0, 1) >= 1.5
    assert abs(_odds(_found(("Ada Brandt", "Northline Labs is closed.")), 0, 1)) < 1


def test_hosts_ask_and_guests_thank() -> None:
    found = _found(("Wen Li", "So what would you do with your boat?"), ("Ada Brandt", "Thanks for having me."))
    assert _odds(found, 0, 0) > 0 > _odds(found, 0, 2)
    assert _odds(found, 1, 0) < 0


def test_a_clue_counts_once_a_sentence() -> None:
    odds = matrix([Clue(0, 1, -1.5, "mention", ""), Clue(0, 1, -1.5, "mention", ""), Clue(0, 1, 2.0, "self_reference", "")], 1, 3)
    assert odds.tolist() == [[0.0, 0.5, 0.0]]


def test_rules_of_layout() -> None:
    sentences, _ = _sentences(
        ("Ada Brandt", "We had nine boats and two carts by the end of that year. Mhm."),
        ("Pavel Sorin", "Yeah."),
        ("Ada Brandt", "And so the yard was full, and the boats that we could not sell, "),
        ("Pavel Sorin", "stood in the street. How many did you keep? I think three."),
    )
    found = rules(sentences, "en")
    assert found == ["", "line_end", "", "listener_line", "comma_turn", "", "one_label"]
    trusted, doubted = nudges(found, False), nudges(found, True)
    assert trusted[1] > 0 > trusted[4]
    assert trusted[6] == 0 < doubted[6]


def test_every_rule_that_finds_two_speakers_has_words_for_it() -> None:
    assert TWO_SPEAKERS <= set(WHY)
