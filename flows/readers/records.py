"""One row of speech in a recogniser's JSON: what it says, by whom, when, word by word, whatever its keys are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.readers.jsontree import Text
from flows.readers.times import seconds

_TEXT = tuple("text body transcript content sentence utterance line caption dialogue message value punctuated_text display lexical".split())
_WORD = ("punctuated_word", "punctuatedWord", "word", "text", "content", "token", "value", "w")
_SPEAKER = tuple(
    "speaker_name speakerName speaker speaker_label speakerLabel speaker_id speakerId speaker_tag speakerTag spk "
    "name who role author participant person user channel_tag".split()
)
_START = tuple(
    "start start_time startTime begin from start_ms startMs offset offsetMs ts timestamp time t0 startSeconds start_offset s".split()
)
_END = ("end", "end_time", "endTime", "to", "stop", "end_ms", "endMs", "end_ts", "t1", "endSeconds", "end_offset", "e")
_CLOCKS = ("timestamps", "timestamp", "time", "times", "offsets")
WORDS = ("words", "tokens", "items", "elements", "timestamps", "word_timestamps")
LANGUAGE = re.compile(
    r"(?:text|content|transcript|body|sentence)?[_-]?(en|eng|english|zh|zh[_-]?(?:cn|tw|hans|hant)|cn|chinese|es|de|fr|pt|ja|ko|ar|ru|it|spanish|german|french|"
    r"portuguese|japanese|korean|arabic|original|source|src|translation|translated|target|tgt|trans|原文|译文|中文|英文)(?:[_-]?text)?$",
    re.I,
)


@dataclass(slots=True)
class Word:
    text: Text
    speaker: object = None
    start: float | None = None
    end: float | None = None
    glued: bool = False


@dataclass(slots=True)
class Row:
    """One segment: its text in each language column, its speaker as the file gives it, its times, its words."""

    texts: dict[str, Text]
    speaker: object = None
    start: float | None = None
    end: float | None = None
    words: list[Word] = field(default_factory=list)


def get(item: object, keys: tuple[str, ...]) -> object:
    """The first of some keys that a mapping holds with a value."""
    if isinstance(item, dict):
        for k in keys:
            if item.get(k) is not None:
                return item[k]
    return None


def walk(held: object, leave: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Every value with the key it stands under, without recursion, in the file's order.

    What stands under a key to ``leave`` is left out, unless it stands at the top.
    """
    todo = [("", held)]
    while todo:
        key, node = todo.pop()
        yield key, node
        if isinstance(node, dict):
            todo += reversed([kv for kv in node.items() if kv[0] not in leave] if leave and node is not held else list(node.items()))
        elif isinstance(node, list):
            todo += reversed([(key, v) for v in node])


def row_of(item: object) -> Row | None:
    """The row that a member of a list is; None where it holds no text and no words."""
    if not isinstance(item, dict):
        return None
    texts = columns_of(item)
    words = words_of(item)
    if not texts and not words:
        return None
    start, end = times_of(item)
    return Row(texts, speaker_of(item), start, end, words)


def says_nothing(item: object) -> bool:
    """Whether a member of a list has a place for text and nothing in it: what a recogniser writes where it heard nobody."""
    held = [item[k] for k in (*_TEXT, *_WORD) if k in item] if isinstance(item, dict) else []
    return bool(held) and all(v is None or isinstance(v, Text) and not v.value.strip() for v in held)


def columns_of(item: dict) -> dict[str, Text]:
    """Text by column: one under '', or one a language."""
    by_language = {k: v for k, v in item.items() if isinstance(v, Text) and v.value.strip() and LANGUAGE.fullmatch(k)}
    nested = next((item[k] for k in _TEXT if isinstance(item.get(k), dict)), None)
    if nested is not None:
        by_language.update({k: v for k, v in nested.items() if isinstance(v, Text) and v.value.strip()})
    plain = next((item[k] for k in _TEXT if isinstance(item.get(k), Text)), None)
    if plain is None:
        plain = next((item[k] for k in _WORD if isinstance(item.get(k), Text)), None)
    if plain is not None and plain.value.strip():
        return {"": plain, **{k: v for k, v in by_language.items() if v is not plain}}
    return by_language if len(by_language) > 1 or (by_language and len(item) <= 4) else {}


def words_of(item: dict) -> list[Word]:
    """The words that a row holds one by one."""
    held = next((item[k] for k in WORDS if isinstance(item.get(k), list)), None)
    out = []
    for w in held or ():
        t = get(w, _WORD)
        if isinstance(t, Text) and t.value.strip():
            start, end = times_of(w)
            out.append(
                Word(t, speaker_of(w), start, end, get(w, ("type",)) is not None and str(get(w, ("type",))) in ("punctuation", "punct"))
            )
    return out


def speaker_of(item: object) -> object:
    """Who speaks, as the file names or numbers them."""
    held = get(item, _SPEAKER)
    if isinstance(held, dict):
        held = get(held, ("name", "displayName", "label", "id"))
    if isinstance(held, float) and held.is_integer():
        held = int(held)
    return held if isinstance(held, (Text, int)) and not isinstance(held, bool) and str(held).strip() else None


def times_of(item: object) -> tuple[float | None, float | None]:
    """When a row or a word begins and ends, in the unit of the file (seconds, where it prints clocks)."""
    start, end = get(item, _START), get(item, _END)
    if (start is None or isinstance(start, dict)) and isinstance(both := get(item, _CLOCKS), dict):
        start, end = get(both, _START), get(both, _END)
    if isinstance(start, list) and len(start) == 2:
        start, end = start
    first, last = number(start), number(end)
    if last is None and first is not None and (length := number(get(item, ("duration", "dur", "d")))) is not None:
        last = first + length
    return first, last


def number(value: object) -> float | None:
    """A number, however it is written, or a printed time in seconds; None for what no time can be (negative, infinite)."""
    if isinstance(value, Text):
        try:
            value = float(value.value)
        except ValueError:
            return seconds(value.value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value < 1e12 else None
