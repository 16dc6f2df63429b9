"""What a sentence does in a conversation."""

import pytest

from flows.evidence import conversation as talk


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Is it? Yes. By 3.5 percent.", ["Is it?", "Yes.", "By 3.5 percent."]),
        ("Dr. Lund met Mr. Marek in the U.S. office. Then they left.", ["Dr. Lund met Mr. Marek in the U.S. office.", "Then they left."]),
        ("对。我也这么想!好吗?", ["对。", "我也这么想!好吗?"]),
        ("他走了。我留下。", ["他走了。", "我留下。"]),
        ("  ", []),
        ("no marks at all", ["no marks at all"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in talk.sentences(text)] == parts


@pytest.mark.parametrize("text", ["What do you think", "Is there a second boat?", "how do you know that", "你怎么看?"])
def test_questions(text: str) -> None:
    assert talk.asks(text, "zh" if "你" in text else "en")


@pytest.mark.parametrize("text", ["What I think is this.", "Nobody asked.", "Why not is a question for tomorrow."])
def test_statements_are_no_questions(text: str) -> None:
    assert not talk.asks(text, "en")


def test_a_tag_asks_for_a_nod_only() -> None:
    assert talk.tags("It was cold, right?")
    assert not talk.tags("Which way is right, then, do you think?")


@pytest.mark.parametrize("text", ["Yeah.", "Right, right.", "Mhm.", "Oh yeah, for sure.", "That makes sense.", "[laughter] Yeah."])
def test_what_only_listens(text: str) -> None:
    assert talk.listens(text, "en")


@pytest.mark.parametrize("text", ["Yeah, the boat sank.", "[laughter]", "", "So I left.", "Rent."])
def test_what_says_more(text: str) -> None:
    assert not talk.listens(text, "en")


@pytest.mark.parametrize(
    ("sentence", "uses"),
    [
        ("Ada, what do you think?", [(0, "vocative")]),
        ("So Alan, where did it go?", [(1, "vocative")]),
        ("What about you, Ada?", [(0, "vocative")]),
        ("Ada and Alan, welcome.", [(0, "mention"), (1, "mention")]),
        ("Like Ada said, it floats.", [(0, "mention")]),
        ("I liked Alan's essay.", [(1, "mention")]),
        ("Hi, I'm Alan Turing.", [(1, "self")]),
        ("A book by Ada Lovelace.", []),
        ("Adamant people know.", []),
    ],
)
def test_names(sentence: str, uses: list[tuple[int, str]]) -> None:
    names = talk.Names([("Ada Byron",), ("Alan Turing",)], "en")
    assert [(n.person, n.how) for n in names.find(sentence)] == uses


def test_a_given_name_of_two_people_is_nobodys() -> None:
    assert not talk.Names([("Ada Byron",), ("Ada Brandt",)], "en").find("Ada, come in.")


def test_a_language_without_phrases_has_its_punctuation() -> None:
    assert talk.asks("Wo ist das Boot?", "de")
    assert not talk.listens("Genau.", "de")
