"""What a page says before the talk names who takes part; what is said in the talk does not."""

from __future__ import annotations

import pytest

from flows.document.model import BlockKind, Person
from flows.readers import read
from flows.readers.credits import field, sentence
from flows.readers.people import is_name, listed, one, together

NAMED = frozenset({"ilse kern", "bo hart", "ann lee"})
TALK = "\n\n".join(
    [
        "Ilse Kern: So the bees left in March, all of them.",
        "Bo Hart: They did, and they left a note.",
        "Ilse Kern: What did it say?",
        "Bo Hart: That the rent was too high.",
    ]
)


def told(people) -> list[tuple[str, str, str | None]]:
    return [(p.name, p.role, p.about) for p in people]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Hosts: Ilse Kern, Ann Lee", [("Ilse Kern", "host", None), ("Ann Lee", "host", None)]),
        ("Host: Ilse Kern. Guest: Bo Hart, who keeps bees.", [("Ilse Kern", "host", None), ("Bo Hart", "guest", "keeps bees")]),
        ("Guests: Bo Hart (beekeeper), Ann Lee (poet)", [("Bo Hart", "guest", "beekeeper"), ("Ann Lee", "guest", "poet")]),
        ("**Guest:** Bo Hart, Chief Executive of Hive & Comb", [("Bo Hart", "guest", "Chief Executive of Hive & Comb")]),
        ("Moderator: Ilse Kern | Guests: Bo Hart (Hive), Ann Lee", [("Ilse Kern", "host", None), ("Bo Hart", "guest", "Hive"), ("Ann Lee", "guest", None)]),
        ("主持人：李雷  嘉宾：韩梅梅（养蜂人）、约翰·哈特", [("李雷", "host", None), ("韩梅梅", "guest", "养蜂人"), ("约翰·哈特", "guest", None)]),
        ("主播 | 小林 嘉宾 | 老周", [("小林", "host", None), ("老周", "guest", None)]),
        ("聞き手：田中 花子", [("田中 花子", "host", None)]),
        ("Invitada: María del Río, bióloga marina", [("María del Río", "guest", "bióloga marina")]),
        ("Gäste: Bo Hart, Ann Lee", [("Bo Hart", "guest", None), ("Ann Lee", "guest", None)]),
        ("**主持人 / Host:** Ilse Kern（伊尔莎·克恩）", [("Ilse Kern", "host", None)]),
        ("【主持人】李雷 【嘉宾】韩梅梅", [("李雷", "host", None), ("韩梅梅", "guest", None)]),
        ("[Host]: Ilse Kern", [("Ilse Kern", "host", None)]),
        ("责编：王五", []),
    ],
)
def test_fields(line: str, people: list) -> None:
    found = field(line)
    assert found is not None and told(found.people) == people


@pytest.mark.parametrize(
    "line",
    [
        "Host: Good morning. Guest: Good morning.",
        "Host: Welcome Back Everyone",
        "Guest: Bo Hart.",
        "Host: Who is it?",
        "嘉宾：谢谢",
        "主持人：你好",
        "Host - Ilse Kern",
        "So our guest: Bo Hart",
    ],
)
def test_speech_is_no_field(line: str) -> None:
    assert field(line) is None


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "Ilse Kern talks to Bo Hart, who keeps bees in a small town, about rent, wax and grief.",
            [("Ilse Kern", "host", None), ("Bo Hart", "guest", "keeps bees in a small town")],
        ),
        ("Ilse Kern in conversation with Bo Hart, who keeps bees", [("Ilse Kern", "host", None), ("Bo Hart", "guest", "keeps bees")]),
        ("Ilse Kern in conversation with Bo Hart", [("Ilse Kern", "unknown", None), ("Bo Hart", "unknown", None)]),
        ("Ilse Kern, editor of Bee Weekly, interviews Bo Hart", [("Ilse Kern", "host", "editor of Bee Weekly"), ("Bo Hart", "guest", None)]),
        ("With Ilse Kern, Ann Lee and Bo Hart", [(n, "unknown", None) for n in ("Ilse Kern", "Ann Lee", "Bo Hart")]),
        ("Hosted by Ilse Kern", [("Ilse Kern", "host", None)]),
        ("This week, Ilse Kern talks to Bo Hart about wax.", [("Ilse Kern", "host", None), ("Bo Hart", "guest", None)]),
        ("Today I'm walking with Bo Hart, who keeps bees. Here is what he said.", [("Bo Hart", "guest", "keeps bees")]),
        ("By Ilse Kern | 3 May 2025", [("Ilse Kern", "unknown", None)]),
        ("Bo Hart is a keeper of bees.", [("Bo Hart", "unknown", "a keeper of bees")]),
    ],
)
def test_sentences(line: str, people: list) -> None:
    found = sentence(line, NAMED, "")
    assert found is not None and told(found.people) == people


@pytest.mark.parametrize("line", ["Welcome to the show and thank you", "The Team talks to Open Water", "Carl Voss talks to Mia Hahn", "By Carl Voss", "Today I'm walking with a friend", "With love and honey"])
def test_a_sentence_names_somebody_who_speaks(line: str) -> None:
    assert sentence(line, NAMED, TALK) is None


@pytest.mark.parametrize("name", ["Ann Lee", "Dr. Marta Ruiz", "Ludwig van der Meer", "李安", "欧阳明月", "约翰·哈特"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["独自创业", "养蜂的人", "谢谢", "Chief Executive", "The Team", "beekeeper", "学生", "一个学生"])
def test_no_names(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize(
    "line",
    ["Bo Hart, founder of Hive (wax)", "Bo Hart - founder of Hive (wax)", "Bo Hart — founder of Hive (wax)", "Bo Hart: founder of Hive (wax)"],
)
def test_one_of_a_list(line: str) -> None:
    assert one(line) == Person("Bo Hart", "unknown", "founder of Hive (wax)")


def test_known_names_part_people_from_what_is_said_of_them() -> None:
    assert told(listed("Bo Hart, Hive Partners, Ann Lee, Comb House", "guest", NAMED)) == [
        ("Bo Hart", "guest", "Hive Partners"),
        ("Ann Lee", "guest", "Comb House"),
    ]


def kinds(text: str) -> dict[str, str]:
    _, reading = read(text, "a.md")
    return {text[b.start : b.end]: str(b.kind) for b in reading.blocks if b.kind is not BlockKind.BLANK}


def test_before_the_talk() -> None:
    top = ["The Rent of Bees, no. 4", "Host: Ilse Kern. Guest: Bo Hart, who keeps bees.", "Recorded by the sea", "Subscribe to our newsletter"]
    text = "\n".join(top) + "\n\n" + TALK
    said = kinds(text)
    assert [said[line] for line in top] == ["title", "front_matter", "front_matter", "boilerplate"]
    _, reading = read(text, "a.md")
    assert told(reading.meta.people) == [("Ilse Kern", "host", None), ("Bo Hart", "guest", "keeps bees")]
    assert {p.label for p in reading.pieces} == {"Ilse Kern", "Bo Hart"}


def test_a_list_under_a_heading_of_fields() -> None:
    text = "The Rent of Bees\n\nGuests:\n- Bo Hart, founder of Hive\n- Ilse Kern — poet\n\n" + TALK
    _, reading = read(text, "a.md")
    assert told(reading.meta.people) == [("Bo Hart", "guest", "founder of Hive"), ("Ilse Kern", "guest", "poet")]


def test_labels_of_roles_stay_labels() -> None:
    text = "Host: Ilse Kern. Guest: Bo Hart.\n\nHost: So the bees left.\n\nGuest: They did.\n\nHost: When?\n\nGuest: In March."
    _, reading = read(text, "a.md")
    assert [text[p.start : p.end] for p in reading.pieces] == ["So the bees left.", "They did.", "When?", "In March."]


@pytest.mark.parametrize(
    "lines",
    [
        'guests: ["Bo Hart, founder of Hive (wax)", "Ann Lee (poet)"]\nmoderator: Ilse Kern',
        "guests:\n  - Bo Hart - founder of Hive (wax)\n  - Ann Lee — poet\nmoderator: Ilse Kern",
        "guests:\n  - Bo Hart: founder of Hive (wax)\n  - name: Ann Lee\n    bio: poet\nmoderator: Ilse Kern",
        "guests: Bo Hart (founder of Hive (wax)), Ann Lee (poet)\nhost: Ilse Kern",
    ],
)
def test_front_matter(lines: str) -> None:
    _, reading = read(f"---\n{lines}\n---\n\n{TALK}", "a.md")
    assert sorted(told(reading.meta.people)) == [
        ("Ann Lee", "guest", "poet"),
        ("Bo Hart", "guest", "founder of Hive (wax)"),
        ("Ilse Kern", "host", None),
    ]


@pytest.mark.parametrize(
    ("top", "title", "day"),
    [
        ("# The Rent of Bees", "The Rent of Bees", None),
        ("The Rent of Bees, no. 4", "The Rent of Bees, no. 4", None),
        ("2025-05-12 The Rent of Bees", "The Rent of Bees", "2025-05-12"),
        ("2025-13-42 The Rent of Bees", "2025-13-42 The Rent of Bees", None),
        ("## Transcript", None, None),
        ("---\ntitle: Rent\n---\n\n# The Rent of Bees", "Rent", None),
    ],
)
def test_title(top: str, title: str | None, day: str | None) -> None:
    _, reading = read(f"{top}\n\n{TALK}", "a.md")
    assert (reading.meta.title, reading.meta.date) == (title, day)


def test_credits_over_languages_in_turn() -> None:
    lines = ["It came in March.", "它三月来的。", "It did not leave.", "它没有走。", "We rang the bell.", "我们敲了钟。"]
    text = "The Fog Hour\n主持：Ada Berg / 嘉宾：Mira Olsen\n\n" + "\n".join(lines)
    _, reading = read(text, "a.txt")
    assert [text[p.start : p.end] for p in reading.pieces] == lines
    assert told(reading.meta.people) == [("Ada Berg", "host", None), ("Mira Olsen", "guest", None)]


def test_what_is_said_first_of_somebody_counts() -> None:
    known = [Person("Ilse Kern", "host"), Person("Bo Hartmann", "guest", aliases=("Captain",))]
    found = [Person("Ilse Kren", "guest", "poet"), Person("Dr. Bo Hartmann"), Person("Captain", "host", "rows"), Person("Ann Lee")]
    assert together(known, found) == (
        Person("Ilse Kern", "host", "poet"),
        Person("Bo Hartmann", "guest", "rows", ("Captain",)),
        Person("Ann Lee"),
    )


def test_those_on_one_list_are_as_many_people() -> None:
    assert len(together([Person("Anna Hartmann"), Person("Anne Hartmann")])) == 2


def test_first_names() -> None:
    text = "Date: 2025-05-12\nHost: Ilse\nGuests: Bo and Ann\n\nIlse: Who has the key?\n\nBo: Not me.\n\nIlse: Ann?\n\nBo: She has it."
    _, reading = read(text, "a.md")
    assert told(reading.meta.people) == [("Ilse", "host", None), ("Bo", "guest", None), ("Ann", "guest", None)]
    assert [p.label for p in reading.pieces] == ["Ilse", "Bo", "Ilse", "Bo"]


def test_front_matter_of_a_page_is_not_all_people() -> None:
    _, reading = read(f"---\nanchor: intro\nmoderation: true\nmusic: The Horns\nhost: ilse\n---\n\n{TALK}", "a.md")
    assert told(reading.meta.people) == [("ilse", "host", None)]


def test_a_name_in_two_scripts() -> None:
    found = field("Guest: Bo Hart（博·哈特），beekeeper")
    assert found is not None and found.people == (Person("Bo Hart", "guest", "beekeeper", ("博·哈特",)),)


def test_roles_as_labels_under_credits_in_prose() -> None:
    top = "The Rent of Bees\n\nYour host is Ilse Kern. Joining her today is Bo Hart, a beekeeper."
    text = f"{top}\n\nHost: Did they leave?\nGuest: They did.\nHost: When?\nGuest: In March."
    _, reading = read(text, "a.md")
    assert told(reading.meta.people) == [("Ilse Kern", "host", None), ("Bo Hart", "guest", "a beekeeper")]
