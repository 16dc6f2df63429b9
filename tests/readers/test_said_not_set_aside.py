"""What looks like a page's furniture in the middle of a talk, and what looks like markup or front matter, is still said."""
from __future__ import annotations

import re

import pytest

from flows.readers import read
from flows.readers.aside import set_aside
from flows.readers.dates import iso_date
from flows.readers.frontmatter import split

TALK = """Ann Lee: We began with one hive behind the shed, and I wrote down everything that I saw.

{line}

Bob Hart: And what did the neighbours say when they heard of it?

Ann Lee: They asked whether the bees would come to their roses, and of course they did.

Bob Hart: Then nobody can have been against it for very long.
"""


def speech_of(text: str) -> list[str]:
    _, reading = read(text, "a.md")
    return [text[p.start:p.end] for p in reading.pieces]


@pytest.mark.parametrize("line", [
    "Thanks for reading the draft so carefully, it changed the whole chapter.",
    "You can find the notes at https://example.org/hives whenever you like.",
    "*Do you count them every day?*",
    "_I never counted them._",
    "Thanks for reading my letters.",
    "Visit https://example.org/hives, that is all.",
    "https://example.org/hives is where it stands.",
    "[1]: that is the first of my rules.",
    "This file is where I keep them.",
    "It holds what vector<p> holds.",
    "Then a neighbour stopped the recording.",
])
def test_a_paragraph_inside_a_turn_is_speech(line):
    assert any(line.strip("*_") in said for said in speech_of(TALK.format(line=line)))


@pytest.mark.parametrize("line", ["https://example.org/hives", "Watch: https://example.org/hives", "Thanks for reading The Hive! Subscribe for free.",
                                  "*The door opens.*", "Listen on [Hives](https://example.org/hives)", "Ann Lee started transcription",
                                  "[1]: https://example.org/hives"])
def test_what_nobody_says_is_still_set_aside(line):
    assert not any("example.org" in said or "Thanks" in said or "door" in said or "transcription" in said for said in speech_of(TALK.format(line=line)))


def test_a_footnote_is_one_where_something_refers_to_it():
    text = TALK.format(line="[1]: A hive of straw.").replace("one hive", "one hive [1]")
    assert not any("straw" in said for said in speech_of(text))


def test_talk_goes_on_behind_a_rule_where_rules_part_the_talk():
    end = TALK + "\n---\n\nIt was over in a week, as these things are.\n"
    assert any("over in a week" in said for said in speech_of(end.format(line="---\n\nThen there were two.")))
    assert not any("over in a week" in said for said in speech_of(end.format(line="Then there were two.")))


def test_a_note_names_what_is_set_aside_where_people_talk():
    text = TALK.format(line="*The door of the shed opens.*\n\n[laughter]\n\nhttps://example.org/hives")
    _, reading = read(text, "a.md")
    (note,) = set_aside(text, reading.blocks, reading.pieces)
    assert note.startswith("1 line below") and "*The door of the shed opens.*" in note
    assert set_aside("", (), ()) == ()


def test_a_comment_that_nobody_closes_ends_with_its_line():
    text = TALK.format(line="The arrow points left <!-- like this one.")
    said = " ".join(speech_of(text))
    assert "And what did the neighbours say" in said and "for very long" in said


def test_a_comment_before_a_tag_is_no_speech():
    text = TALK.format(line="We begin <!-- the editor should check this --> with the bees.<br>")
    said = " ".join(speech_of(text))
    assert "with the bees." in said and "editor" not in said


def test_talk_between_two_rules_is_no_front_matter():
    talk = "---\nAnn Lee: Welcome to the garden.\nBob Hart: Thank you.\n---\nAnn Lee: Where did we stop?\nBob Hart: At the bees.\n"
    assert split(talk, "a.txt")[0] == 0
    for no_yaml in (talk.replace("to the garden", "back: it is a garden"), re.sub(r"(?m)^(\w+ \w+:)", r"**\1**", talk)):
        assert split(no_yaml, "a.txt")[0] == 0
    assert split("---\nkeeper: Ann Lee\n---\nAnn Lee: Where did we stop?\n", "a.txt")[1].extra == {"keeper": "Ann Lee"}


def test_front_matter_may_hold_numbers_and_no_impossible_days():
    meta = split("---\ntitle: 1984\nshow: 99\ndate: 2024-03-05\n---\n", "a.txt")[1]
    assert (meta.title, meta.show, meta.date) == ("1984", "99", "2024-03-05")
    assert split("---\ntitle: a\ndate: \"2024-13-45\"\n---\n", "a.txt")[1].date is None


def test_aliases_within_aliases_are_not_written_out():
    held = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    people = ["guests:", "- {name: Ann Lee, role: *a11, bio: *a11}", "- *a11", "title: *a11", "show: *a11", "date: *a11"]
    meta = split("\n".join(["---", *held, *people, "---", ""]), "a.txt")[1]
    assert ([p.name for p in meta.people], meta.title, meta.show, meta.date) == (["Ann Lee"], None, None, None)


@pytest.mark.parametrize(("said", "day"), [("2024-05", "2024-05"), ("2024", "2024"), ("5 March 2024", "2024-03-05"), ("Mar 5, 2024", "2024-03-05"),
                                           ("2024/5/3", "2024-05-03"), ("2024-05-03T10:00:00", "2024-05-03"), ("03/05/2024", None), ("soon", None),
                                           ("Friday, May 3rd, 2024", "2024-05-03"), ("3rd of May 2024", "2024-05-03"), ("Sept. 3, 2024", "2024-09-03"),
                                           ("May 2024", "2024-05"), ("25/03/2024", "2024-03-25"), ("2024년 5월 3일", "2024-05-03"), ("2024年5月", "2024-05"),
                                           ("2024 was good", None), ("2024-02-30", None), ("2024-00", None), ("Bees 3, 2024", None), ("13/13/2024", None),
                                           ("2024-05-03 (Friday)", "2024-05-03"), ("2024-05-345", None), (None, None)])
def test_days(said, day):
    assert iso_date(said) == day
