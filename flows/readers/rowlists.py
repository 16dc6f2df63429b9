"""Which parts of a recogniser's JSON hold its rows of speech: the shapes of some makers, else the list that holds most."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from flows.readers.jsontree import Text
from flows.readers.records import LANGUAGE, WORDS, Row, Word, columns_of, get, number, row_of, says_nothing, times_of, walk, words_of

_PREFERRED = tuple(
    "utterances segments monologues turns paragraphs sentences chunks transcript transcription entries dialogue items results words".split()
)


def rows(held: object) -> list[Row]:
    """The rows of speech of a file in order; empty where it holds none."""
    found = _amazon(held) or _deepgram(held) or _youtube(held) or _aligned(held)
    if not found:
        best = max(_lists(held), key=lambda x: (x[0], -x[1]), default=None)
        found = [r for item in best[2] if (r := row_of(item))] if best else []
        if best and best[3] == "words":
            found = [Row({}, None, None, None, [w for r in found if (w := _as_word(r))])]
    _scale(found)
    return found


# --- the list that holds most


def _lists(held: object) -> Iterator[tuple[float, int, list, str]]:
    """Lists whose members hold text, with a mark: how much speech, whether speakers and times are given, by what name they go."""
    for n, (key, node) in enumerate(walk(held, WORDS)):
        if not isinstance(node, list) or not node:
            continue
        full = [item for item in node[:4000] if not says_nothing(item)]
        made = [r for item in full if (r := row_of(item))]
        if len(made) < 0.7 * len(full) or not made:
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


def _as_word(r: Row) -> Word | None:
    t = next(iter(r.texts.values()), None)
    return Word(t, r.speaker, r.start, r.end) if t is not None else None


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


# --- shapes of some makers


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
        start, end = times_of(item)
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
        for w in words_of(first) if isinstance(first, dict) else ():
            w.speaker = w.speaker if w.speaker is not None else k if len(channels) > 1 else None
            words.append(w)
    if len(channels) > 1:
        words.sort(key=lambda w: (w.start is None, w.start or 0.0))
    return [Row({}, None, None, None, words)] if words else []


def _youtube(held: object) -> list[Row]:
    """YouTube's timed text as JSON: events with the words that come with each, and events of line breaks between them."""
    out = []
    for event in _list(held, "events"):
        said = [w for w in _list(event, "segs") if isinstance(w, dict) and isinstance(w.get("utf8"), Text) and w["utf8"].value.strip()]
        start, length = (number(get(event, (k,))) for k in ("tStartMs", "dDurationMs"))
        if said and start is not None:
            words = [Word(w["utf8"], None, round((start + (number(w.get("tOffsetMs")) or 0.0)) / 1000, 6)) for w in said]
            words[-1].end = None if length is None else round((start + length) / 1000, 6)
            out.append(Row({}, None, None, None, words))
    return out


def _list(held: object, key: str) -> list:
    value = get(held, (key,))
    return value if isinstance(value, list) else []


def _aligned(held: object) -> list[Row]:
    """Two lists of one length under the names of two languages: rows by index."""
    for _, node in walk(held):
        if not isinstance(node, dict):
            continue
        sides = {k: v for k, v in node.items() if isinstance(v, list) and v and LANGUAGE.fullmatch(k)}
        if len(sides) < 2 or len({len(v) for v in sides.values()}) != 1:
            continue
        out = []
        for members in zip(*sides.values()):
            texts = {}
            rest = [r for m in members if (r := row_of(m))]
            for k, m in zip(sides, members):
                t = m if isinstance(m, Text) else next(iter(columns_of(m).values()), None) if isinstance(m, dict) else None
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
