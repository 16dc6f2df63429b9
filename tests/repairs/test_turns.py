"""Marks of speakers: found where a document uses them, left where a dash is a dash."""
from __future__ import annotations

from flows.document.model import Document
from flows.evidence.context import Context
from flows.repairs.turns import turns
from tests.repairs.spoken import prose, repaired, says, sentences, spoken

TALK = ["- Who is winning?", "It is a broad question, I know. - It depends.",
        "You have to look at the year. There are many firms. - Which ones?",
        "Name two. - The usual ones. They are large. And they pay well. - Is that all? - Yes. - Good.", "Then we go on to the next one."]


def split(*lines: str) -> list[str]:
    return says(repaired(spoken(*lines), turns))


def test_marks_begin_turns_and_lines_do_not() -> None:
    assert split(*TALK) == [
        "Who is winning? It is a broad question, I know.", "It depends. You have to look at the year. There are many firms.",
        "Which ones? Name two.",
        "The usual ones. They are large. And they pay well.", "Is that all?", "Yes.", "Good. Then we go on to the next one."]


def test_angle_brackets() -> None:
    assert split(">> Hello.", "How are you? >> Fine, thanks. >>And you?") == ["Hello. How are you?", "Fine, thanks.", "And you?"]


def test_two_marks_are_one() -> None:
    assert split(*TALK, "You saw less of it- - We had two- - - than we did. - Right.")[-4:] == [
        "Good. Then we go on to the next one. You saw less of it-", "We had two-", "than we did.", "Right."]


def test_who_is_interrupted_goes_on() -> None:
    assert split(*TALK, "It is a race - ...between the two of them.")[-1].endswith("It is a race - ...between the two of them.")
    assert split(*TALK, "It is mostly— - The data. - ...better data.")[-2:] == ["The data.", "...better data."]
    assert split(*TALK, "The low-hanging fruit- ...is gone.")[-1].endswith("The low-hanging fruit- ...is gone.")


def test_numbers_and_hyphens() -> None:
    assert split(*TALK, "It takes 3 - 5 days of low- hanging well-being.")[-1].endswith("It takes 3 - 5 days of low- hanging well-being.")


def test_dashes_of_a_writer_are_no_marks() -> None:
    lines = [line.replace(", and", " — and").replace(", but", " - but") for line in sentences(prose())]
    document = spoken(*lines)
    assert turns(document, Context()).boundaries == ()


def test_right_lines_stay_turns_where_marks_tell_interjections() -> None:
    asked = "What did you do in year {}? Tell me about it. - Mm-hmm. - I want to know."
    answered = "I built machine {}. It took long. It was fun."
    lines = [(asked if k % 2 else answered).format(k) for k in range(40)]
    assert len(split(*lines)) == 40 + 20 * 2


def test_a_list_under_a_name_is_no_conversation() -> None:
    document = spoken("Five things.", "- Time is short.", "- Money is short.", "- Art is long.", "- Life is good.", "- Tea is hot.", "So.")
    assert turns(document, Context()).boundaries == ()


def test_subtitles_without_names() -> None:
    lines = ["- Is it here?", "- It is.", "- Where?", "- There.", "- Good.", "So we leave it there.", "- Yes."]
    document = spoken(*lines, label=None, opens=False)
    assert says(repaired(document, turns)) == ["Is it here?", "It is.", "Where?", "There.", "Good. So we leave it there.", "Yes."]


def test_every_character_of_speech_is_kept_but_the_marks() -> None:
    document: Document = spoken(*TALK)
    kept = "".join("".join(document.text[p.start:p.end]) for p in repaired(document, turns).pieces)
    assert [c for c in kept if c.isalnum()] == [c for c in document.text if c.isalnum()]
