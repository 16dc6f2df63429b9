"""Labels that are one person are joined, with the reason; people who speak to each other are not."""

from __future__ import annotations

import pytest

from flows.document.model import Metadata, Person
from flows.readers import read
from flows.readers.credits import role_of
from flows.readers.labels import canonical, canonical_of
from flows.readers.names import ROLES, plays
from flows.readers.names import role as is_role

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
        "Presenter",
        "Moderador",
        "Co-host",
        "Ilse Kern (host)",
        "Dr. Kern",
        "Prof. Ilse Kern",
    ],
)
def test_metadata_spells_names(label: str) -> None:
    name, reason = canonical([label], KNOWN)[label]
    assert name == "Ilse Kern" and reason


def test_one_table_says_what_part_a_word_means() -> None:
    words = [(w, role) for role, held in ROLES.items() for w in held]
    assert len({w for w, _ in words}) == len(words)
    for word, role in words:
        assert plays(word) == plays(f"{word} 2") == role and is_role(word), word
        assert role == "audience" or role_of(word) == role, word


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


def called(text: str, **known) -> dict[str, str]:
    _, reading = read(text, "x.md", Metadata(**known))
    return {k: v for k, (v, _) in canonical_of(reading.pieces, reading.meta, text).items()}


TIDE = "{top}\n\n{a}: Good evening. How high is the tide?\n\n{b}: {said}\n\n{a}: And now?\n\n{b}: Now it is low.\n"


def test_front_matter_outvotes_labels_that_sound_the_same() -> None:
    top = "Catherine Hale talks to Bo Hart, who rows"
    for said in ("Two metres.", "Two metres, Catherine."):
        assert called(TIDE.format(top=top, a="Kathryn Hale", b="Bo Hart", said=said)) == {"Kathryn Hale": "Catherine Hale", "Bo Hart": "Bo Hart"}


def test_speech_that_spells_a_name_as_the_labels_do_keeps_it() -> None:
    text = TIDE.format(top="Catherine Hale talks to Bo Hart, who rows", a="Kathryn Hale", b="Bo Hart", said="Two metres, Kathryn.")
    assert called(text)["Kathryn Hale"] == "Kathryn Hale"


def test_speech_alone_does_not_rename_a_label() -> None:
    text = TIDE.format(top="On the tide", a="Kathryn Hale", b="Bo Hart", said="Two metres, Catherine Hale.")
    assert called(text)["Kathryn Hale"] == "Kathryn Hale"


def test_sisters_stay_apart() -> None:
    text = TIDE.format(top="Catherine Hale talks to Kathryn Hale, who rows", a="Catherine Hale", b="Kathryn Hale", said="Two metres.")
    assert called(text) == {"Catherine Hale": "Catherine Hale", "Kathryn Hale": "Kathryn Hale"}


def test_names_in_capitals() -> None:
    text = TIDE.format(top="Host: Siobhan McRae", a="SIOBHAN MCRAE", b="BO VAN DER HART", said="Two metres.")
    assert called(text) == {"SIOBHAN MCRAE": "Siobhan McRae", "BO VAN DER HART": "Bo van der Hart"}
    text = TIDE.format(top="On the tide", a="FINN O'HARA", b="NASA", said="Two metres, Finn.")
    assert called(text) == {"FINN O'HARA": "Finn O'Hara", "NASA": "NASA"}


ENGLISH = [
    ("ILSE KERN", "So the bees left in March?"),
    ("BO HART", "They did, all of them, and they left us a note that was made of wax."),
    ("ILSE KERN", "What did it say?"),
    ("BO HART", "That the rent was far too high for what they got, and that the view was poor."),
    ("ILSE KERN", "Was it?"),
    ("BO HART", "It was a wall, mostly, and behind the wall there was another wall."),
]
CHINESE = [
    ("伊尔莎·克恩", "所以蜜蜂三月就走了？"),
    ("博·哈特", "走了，全走了，还给我们留下一张蜡做的字条。"),
    ("伊尔莎·克恩", "上面写了什么？"),
    ("博·哈特", "写的是房租太贵，配不上它们得到的东西，而且风景也不好。"),
    ("伊尔莎·克恩", "真的吗？"),
    ("博·哈特", "大部分是一堵墙，墙后面还有一堵墙。"),
]


@pytest.mark.parametrize("left_out", [None, 1, 2, 5])
def test_halves_of_a_file_have_the_same_people(left_out: int | None) -> None:
    chinese = [turn for n, turn in enumerate(CHINESE) if n != left_out]
    text = "\n\n".join(f"{who}: {said}" for who, said in ENGLISH) + "\n\n中文\n\n" + "\n\n".join(f"{who}：{said}" for who, said in chinese)
    assert called(text) == {"ILSE KERN": "Ilse Kern", "BO HART": "Bo Hart", "伊尔莎·克恩": "Ilse Kern", "博·哈特": "Bo Hart"}


def test_an_audience_is_nobody() -> None:
    text = (
        "Host: Questions?\n\nAudience: I'm Marta Ruiz, and I ask about rain.\n\nHost: It rains.\n\nAudience: Me too.\n\n"
        "Host: 好的。\n\nSpeaker 3: 我是独自创业，想问下雨的事。\n\nHost: 会下雨。\n\nSpeaker 4: 我叫李雨，谢谢。\n"
    )
    assert called(text) == {"Host": "Host", "Audience": "Audience", "Speaker 3": "Speaker 3", "Speaker 4": "李雨"}


def test_questions_and_answers_of_whom_the_metadata_lists() -> None:
    assert names(["Q", "A"], KNOWN) == {"Q": "Ilse Kern", "A": "Bo Hart"}
    assert names(["Q", "A"], Metadata(people=(KERN,))) == {"Q": "Q", "A": "A"}


def test_who_is_left_over() -> None:
    said = {"Speaker 1": "Ilse Kern"}
    assert names(["Speaker 1", "Speaker 2"], KNOWN, introduced=said) == {"Speaker 1": "Ilse Kern", "Speaker 2": "Bo Hart"}
    assert names(["Speaker 1", "Speaker 2", "Speaker 3"], KNOWN, introduced=said)["Speaker 2"] == "Speaker 2"
    assert names(["Speaker 1", "Speaker 2"], KNOWN) == {"Speaker 1": "Speaker 1", "Speaker 2": "Speaker 2"}


def test_surnames_of_chinese_and_offices() -> None:
    assert names(["田中", "森"], Metadata(people=(Person("田中花子", "host"), Person("森太郎", "guest")))) == {"田中": "田中花子", "森": "森太郎"}
    assert names({"Ann Lee": 9, "The Minister (Ann Lee)": 1}) == {"Ann Lee": "Ann Lee", "The Minister (Ann Lee)": "Ann Lee"}


def test_names_in_lower_case() -> None:
    assert called("**ilse:** who has the key?\n\n**bo:** not me.\n\n**ilse:** who then?\n\n**bo:** the wind.") == {"ilse": "ilse", "bo": "bo"}


@pytest.mark.parametrize(("stop", "speaks"), [(".", False), ("", True)])
def test_a_title_with_a_colon_ends_without_a_stop_as_speech_does_not(stop: str, speaks: bool) -> None:
    said = ["who of you has got the key", "it is not me who has it", "who can it be then", "the wind took it last night", "then we all have to wait"]
    talk = [f"{('Ann Lee', 'Bo Hart')[n % 2]}: {line}{stop}" for n, line in enumerate(said)]
    text = "\n\n".join(["Jo Lind: a day at the harbour", *talk])
    assert ("Jo Lind" in called(text)) == speaks
