"""Labels that are one person are joined, with the reason; people who speak to each other are not."""

from __future__ import annotations

import pytest

from flows.document.model import Metadata, Person
from flows.readers import read
from flows.readers.labels import canonical, canonical_of

KERN, HART = Person("Ilse Kern", "host"), Person("Bo Hart", "guest", aliases=("Captain Hart",))
KNOWN = Metadata(people=(KERN, HART))


def names(labels, metadata: Metadata = Metadata(), **evidence) -> dict[str, str]:
    return {label: name for label, (name, _) in canonical(labels, metadata, **evidence).items()}


@pytest.mark.parametrize(
    "label",
    [
        "Ilse Kern",
        "ILSE KERN",
        "[Ilse Kern]",
        ">> Ilse Kern",
        "Ilse  Kern-",
        "Ilse Kren",
        "Ilse",
        "Kern",
        "IK",
        "Host",
        "主持人",
        "Ilse Kern (host)",
    ],
)
def test_metadata_spells_names(label: str) -> None:
    name, reason = canonical([label], KNOWN)[label]
    assert name == "Ilse Kern" and reason


def test_aliases() -> None:
    assert names(["Captain Hart"], KNOWN) == {"Captain Hart": "Bo Hart"}


def test_front_matter_spells_names() -> None:
    meta = Metadata(show="The Harbour Hour with Ilse Kern", extra={"author": "Harbour Radio"})
    assert names({"Ilse Kernn": 40, "Bo Hart": 38}, meta) == {"Ilse Kernn": "Ilse Kern", "Bo Hart": "Bo Hart"}


def test_a_host_is_named_only_where_there_is_one() -> None:
    two = Metadata(people=(KERN, Person("Bo Hart", "host")))
    assert names(["Host"], two) == {"Host": "Host"}


@pytest.mark.parametrize(
    "labels",
    [
        ("Speaker 1", "Speaker 2"),
        ("Speaker A", "Speaker B"),
        ("Student 1", "Student 2"),
        ("发言人1", "发言人2"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Ann Lee", "Anna Leigh"),
    ],
)
def test_people_stay_apart(labels: tuple[str, str]) -> None:
    a, b = names({labels[0]: 40, labels[1]: 3}).values()
    assert a != b


def test_slips_of_a_common_label() -> None:
    assert names({"Bo Hartmann": 40, "Bo Hartman": 2, "Ilse Kern": 39}) == {
        "Bo Hartmann": "Bo Hartmann",
        "Bo Hartman": "Bo Hartmann",
        "Ilse Kern": "Ilse Kern",
    }


def test_who_answers_is_somebody_else() -> None:
    talk = {("Jon Berg", "John Berg"): 5, ("John Berg", "Jon Berg"): 5}
    assert names({"Jon Berg": 40, "John Berg": 6}, adjacent=talk) == {"Jon Berg": "Jon Berg", "John Berg": "John Berg"}


def test_translated_labels_of_one_person() -> None:
    together = {("伊尔莎·科恩", "Ilse Kern"): 12, ("主持人", "Host"): 11, ("主持人", "Ilse Kern"): 1}
    assert names({"伊尔莎·科恩": 13, "Ilse Kern": 13, "主持人": 12, "Host": 12}, together=together) == {
        "伊尔莎·科恩": "Ilse Kern", "Ilse Kern": "Ilse Kern", "主持人": "Host", "Host": "Host"}  # fmt: skip


def test_ids_of_recognisers_read_as_speakers() -> None:
    assert names(["0", "A", "SPEAKER_00"]) == {"0": "Speaker 0", "A": "Speaker A", "SPEAKER_00": "SPEAKER_00"}
    assert names(["Q", "A"]) == {"Q": "Q", "A": "A"}


def test_who_says_who_they_are() -> None:
    text = "Speaker 1: Good evening, I'm Marta Ruiz and this is the tide.\nSpeaker 2: I'm tired of the tide.\nSpeaker 1: So is everybody.\n"
    _, reading = read(text, "x.txt")
    assert {k: v for k, (v, _) in canonical_of(reading.pieces, reading.meta, text).items()} == {
        "Speaker 1": "Marta Ruiz",
        "Speaker 2": "Speaker 2",
    }


def test_order_of_labels_does_not_matter() -> None:
    labels = {"Bo Hartmann": 40, "Bo Hartman": 2, "Ilse Kern": 39, "Ilse": 4, "Kern": 3}
    assert names(labels) == names(dict(reversed(labels.items())))
