"""The rows of speech in a recogniser's JSON: which lists hold them, and what each row says, by whom, when, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

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
_WORDS = ("words", "tokens", "items", "elements", "timestamps", "word_timestamps")
_PREFERRED = tuple(
    "utterances segments monologues turns paragraphs sentences chunks transcript transcription entries dialogue items results words".split()
)
_LANGUAGE = re.compile(
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


def rows(held: object) -> list[Row]:
    """The rows of speech of a file in order; empty where it holds none."""
    found = _amazon(held) or _deepgram(held) or _aligned(held)
    if not found:
        best = max(_lists(held), key=lambda x: (x[0], -x[1]), default=None)
        found = [r for item in best[2] if (r := _row(item))] if best else []
        if best and best[3] == "words":
            found = [Row({}, None, None, None, [w for r in found if (w := _as_word(r))])]
    _scale(found)
    return found


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


# --- general


def _lists(held: object) -> Iterator[tuple[float, int, list, str]]:
    """Lists whose members hold text, with a mark: how much speech, whether speakers and times are given, by what name they go."""
    for n, (key, node) in enumerate(walk(held, _WORDS)):
        if not isinstance(node, list) or not node:
            continue
        made = [r for item in node[:4000] if (r := _row(item))]
        if len(made) < 0.7 * min(len(node), 4000) or not made:
            continue
        size = sum(len(t.value) for r in made for t in (r.texts.values() or (w.text for w in r.words)))
        told = any(r.speaker is not None for r in made)
        timed = any(r.start is not None for r in made)
        if not told and not timed and key not in _PREFERRED and not all(len(r.texts) > 1 for r in made):
            continue
        single = median(sum(len(t.value.split()) for t in r.texts.values()) + len(r.words) for r in made) <= 1 and key in (
            "words",
            "items",
            "tokens",
            "word_segments",
        )
        rank = (
            size
            * (1.0 + 0.4 * told + 0.2 * any(r.words for r in made) + 0.1 * timed + 0.05 * (key in _PREFERRED))
            * (0.5 if single else 1.0)
        )
        yield rank, n, node, "words" if single else ""


def _row(item: object) -> Row | None:
    if not isinstance(item, dict):
        return None
    texts = _columns(item)
    words = _words(item)
    if not texts and not words:
        return None
    start, end = _times(item)
    return Row(texts, _speaker(item), start, end, words)


def _columns(item: dict) -> dict[str, Text]:
    """Text by column: one under '', or one a language."""
    by_language = {k: v for k, v in item.items() if isinstance(v, Text) and v.value.strip() and _LANGUAGE.fullmatch(k)}
    nested = next((item[k] for k in _TEXT if isinstance(item.get(k), dict)), None)
    if nested is not None:
        by_language.update({k: v for k, v in nested.items() if isinstance(v, Text) and v.value.strip()})
    plain = next((item[k] for k in _TEXT if isinstance(item.get(k), Text)), None)
    if plain is None:
        plain = next((item[k] for k in _WORD if isinstance(item.get(k), Text)), None)
    if plain is not None and plain.value.strip():
        return {"": plain, **{k: v for k, v in by_language.items() if v is not plain}}
    return by_language if len(by_language) > 1 or (by_language and len(item) <= 4) else {}


def _words(item: dict) -> list[Word]:
    held = next((item[k] for k in _WORDS if isinstance(item.get(k), list)), None)
    out = []
    for w in held or ():
        t = get(w, _WORD)
        if isinstance(t, Text) and t.value.strip():
            start, end = _times(w)
            out.append(
                Word(t, _speaker(w), start, end, get(w, ("type",)) is not None and str(get(w, ("type",))) in ("punctuation", "punct"))
            )
    return out


def _as_word(r: Row) -> Word | None:
    t = next(iter(r.texts.values()), None)
    return Word(t, r.speaker, r.start, r.end) if t is not None else None


def _speaker(item: object) -> object:
    held = get(item, _SPEAKER)
    if isinstance(held, dict):
        held = get(held, ("name", "displayName", "label", "id"))
    return held if isinstance(held, (Text, int)) and not isinstance(held, bool) and str(held).strip() else None


def _times(item: object) -> tuple[float | None, float | None]:
    start, end = get(item, _START), get(item, _END)
    if isinstance(start, list) and len(start) == 2:
        start, end = start
    first, last = _number(start), _number(end)
    if last is None and first is not None and (length := _number(get(item, ("duration", "dur", "d")))) is not None:
        last = first + length
    return first, last


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if value == value and abs(value) < 1e12 else None
    if isinstance(value, Text):
        try:
            return float(value.value)
        except ValueError:
            return seconds(value.value)
    return None


def _scale(found: list[Row]) -> None:
    """Milliseconds to seconds, where what is said would take a thousand times too long."""
    spans = [(r.start, r.end, sum(len(t.value) for t in r.texts.values()) or sum(len(w.text.value) for w in r.words)) for r in found]
    if found and not found[0].texts:
        spans = [(w.start, w.end, len(w.text.value)) for r in found for w in r.words]
    length = sum(b - a for a, b, _ in spans if a is not None and b is not None and b > a)
    letters = sum(n for a, b, n in spans if a is not None and b is not None and b > a)
    starts = [a for a, _, _ in spans if a is not None]
    slow = letters / length < 0.3 if length else len(starts) > 2 and median(b - a for a, b in zip(starts, starts[1:])) > 200
    for r in found if slow else ():
        for x in (r, *r.words):
            x.start = None if x.start is None else round(x.start / 1000, 6)
            x.end = None if x.end is None else round(x.end / 1000, 6)


# --- formats with a shape of their own


def _amazon(held: object) -> list[Row]:
    """Amazon Transcribe: items with alternatives, and speakers by time."""
    items = next(
        (n.get("items") for _, n in walk(held) if isinstance(n, dict) and isinstance(n.get("items"), list) and _is_amazon(n["items"])),
        None,
    )
    if not items:
        return []
    by_time: dict[str, object] = {}
    for _, node in walk(held):
        if (
            isinstance(node, dict)
            and isinstance(node.get("speaker_label"), Text)
            and isinstance(node.get("start_time"), Text)
            and "items" not in node
        ):
            by_time.setdefault(node["start_time"].value, node["speaker_label"])
    words: list[Word] = []
    for item in items:
        said = item["alternatives"][0].get("content") if item.get("alternatives") and isinstance(item["alternatives"][0], dict) else None
        if not isinstance(said, Text):
            continue
        start, end = _times(item)
        mark = str(item.get("type")) == "punctuation"
        told = item.get("speaker_label") or (by_time.get(item["start_time"].value) if isinstance(item.get("start_time"), Text) else None)
        words.append(Word(said, words[-1].speaker if mark and words else told, start, end, mark))
    return [Row({}, None, None, None, words)]


def _is_amazon(items: list) -> bool:
    return (
        bool(items)
        and isinstance(items[0], dict)
        and isinstance(items[0].get("alternatives"), list)
        and isinstance(items[0].get("type"), Text)
    )


def _deepgram(held: object) -> list[Row]:
    """Deepgram: the words of each channel's first alternative; channels are speakers where there are several."""
    channels = next((n["channels"] for _, n in walk(held) if isinstance(n, dict) and isinstance(n.get("channels"), list)), None)
    if not channels or not all(isinstance(c, dict) and isinstance(c.get("alternatives"), list) for c in channels):
        return []
    words: list[Word] = []
    for k, c in enumerate(channels):
        first = c["alternatives"][0] if c["alternatives"] else None
        for w in _words(first) if isinstance(first, dict) else ():
            w.speaker = w.speaker if w.speaker is not None else k if len(channels) > 1 else None
            words.append(w)
    if len(channels) > 1:
        words.sort(key=lambda w: (w.start is None, w.start or 0.0))
    return [Row({}, None, None, None, words)] if words else []


def _aligned(held: object) -> list[Row]:
    """Two lists of one length under the names of two languages: rows by index."""
    for _, node in walk(held):
        if not isinstance(node, dict):
            continue
        sides = {k: v for k, v in node.items() if isinstance(v, list) and v and _LANGUAGE.fullmatch(k)}
        if len(sides) < 2 or len({len(v) for v in sides.values()}) != 1:
            continue
        out = []
        for members in zip(*sides.values()):
            texts = {}
            rest = [r for m in members if (r := _row(m))]
            for k, m in zip(sides, members):
                t = m if isinstance(m, Text) else next(iter(_columns(m).values()), None) if isinstance(m, dict) else None
                if t is not None and t.value.strip():
                    texts[k] = t
            if texts:
                out.append(
                    Row(
                        texts,
                        next((r.speaker for r in rest if r.speaker is not None), None),
                        rest[0].start if rest else None,
                        rest[0].end if rest else None,
                    )
                )
        if out:
            return out
    return []
