"""A small talk with a bit of everything a release can hold, built by hand, for tests of tables and validation."""
from __future__ import annotations

import hashlib

from flows.document.model import (
    Attribution,
    Block,
    BlockKind,
    Document,
    Edit,
    EditKind,
    Flag,
    Link,
    Metadata,
    Person,
    Piece,
    RawText,
    Repeat,
    Suggestion,
)

RAW = """A talk on kites

Ada: Wel-
come to the kite show [laughs] today.
艾达:欢迎来到风筝节目(笑)。
Guest: Thank you. - So, what is a kight made of?
嘉宾:谢谢你。所以,风筝是用什么做的?
Ada: Paper and luck.
艾达:纸和运气。
艾达:纸和运气。
"""


def at(words: str, nth: int = 1) -> tuple[int, int]:
    """Where the nth occurrence of some words stands in RAW."""
    start = -1
    for _ in range(nth):
        start = RAW.index(words, start + 1)
    return start, start + len(words)


def _piece(words: str, lang: str, label: str | None, nth: int = 1, **more: object) -> Piece:
    return Piece(*at(words, nth), lang, label, **more)


def _edit(words: str, after: str, kind: EditKind, nth: int = 1, **more: object) -> Edit:
    start, end = at(words, nth)
    return Edit(start, end, words, after, kind, f"{kind}-rule", "seen in a test", 0.97, **more)


def _labels() -> tuple[Block, ...]:
    marks = [at("Ada:"), at("艾达:"), at("Guest:"), at("嘉宾:"), at("Ada:", 2), at("艾达:", 2), at("艾达:", 3)]
    return (Block(*at("A talk on kites"), BlockKind.TITLE, "en"), *(Block(a, b, BlockKind.SPEAKER_LABEL) for a, b in marks))


def talk(episode_id: str = "kites", path: str = "kites.txt") -> Document:
    """Two people, two languages; a torn word, a mark cut out, a misheard word, a laugh, a repeat, times that step back, a suggestion."""
    pieces = (
        _piece("Wel-", "en", "Ada", start_s=1.0, section="Opening"),
        _piece("come to the kite show [laughs] today.", "en", None, opens=False, join=""),
        _piece("欢迎来到风筝节目(笑)。", "zh", "艾达"),
        _piece("Thank you.", "en", "Guest", start_s=9.5),
        _piece("So, what is a kight made of?", "en", None, opens=True, boundary="dash"),
        _piece("谢谢你。所以,风筝是用什么做的?", "zh", "嘉宾"),
        _piece("Paper and luck.", "en", "Ada", start_s=7.0, end_s=12.0),
        _piece("纸和运气。", "zh", "艾达"),
    )
    edits = (
        _edit("-", "", EditKind.WRAP), _edit("[laughs] ", "", EditKind.EVENT, event="laughter"),
        _edit("(笑)", "", EditKind.EVENT, event="laughter"),
        _edit("kight", "kite", EditKind.MISTRANSCRIPTION), _edit(",", "，", EditKind.PUNCTUATION, nth=2),
    )
    links = (
        Link((at("Wel-"), at("come to the kite show [laughs] today.")), (at("欢迎来到风筝节目(笑)。"),), "zh", 0.9, "length"),
        Link((at("Thank you."),), (at("谢谢你。"),), "zh", 0.8, "length"),
        Link((at("So, what is a kight made of?"),), (at("所以,风筝是用什么做的?"),), "zh", 0.7, "words"),
        Link((at("Paper and luck."),), (at("纸和运气。"),), "zh", 1.0, "length"),
    )
    dash, question = at("So, what")[0], at("kight made")
    people = (Person("Ada Lin", "host", "flies kites"), Person("Bo Berg", "guest"))
    names = {"Ada": ("Ada Lin", "the metadata lists 'Ada Lin'"), "艾达": ("Ada Lin", "her name in Chinese"),
             "Guest": ("Bo Berg", "the only guest"), "嘉宾": ("Bo Berg", "the only guest")}
    return Document(
        episode_id, RawText(RAW, "utf-8", hashlib.sha256(RAW.encode()).hexdigest(), path), "labelled",
        Metadata("A talk on kites", "The kite show", "2024-05-06", None, "CC-BY-4.0", "en", people), _labels(), pieces,
        tuple(sorted(edits, key=lambda e: e.start)), names=names,
        attributions={dash: Attribution(dash, "Ada Lin", "question", "a question after thanks is the host's", 0.9, "host")},
        repeats=(Repeat(*at("纸和运气。", 2), at("纸和运气。")[0], "same-line", "the same as the line before"),), links=links,
        flags=(Flag(dash, "words_lost"),),
        suggestions=(Suggestion(*question, "text", "kite made", "kite is made", "grammar", "a verb is missing", 0.6),))
