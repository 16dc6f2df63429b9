"""Reader of recognisers' JSON: Whisper, WhisperX, AssemblyAI, Deepgram, Amazon Transcribe, Podcasting 2.0 and their kin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flows.document.model import Block, BlockKind, Metadata, Piece
from flows.document.render import join_between
from flows.readers import jsontree, languages, names
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.dates import iso_date
from flows.readers.jsontree import Text
from flows.readers.records import Row, get, walk
from flows.readers.rowlists import rows
from flows.readers.signs import is_json
from flows.readers.tiling import opened, tile

name = "recogniser"

_SPEECH_KEYS = frozenset(
    "text fulltext full_text transcript word words content body sentence utterance "
    "punctuated_word display lexical itn maskeditn paragraphs".split()
)
_MAPS = frozenset("speakers speaker_map speakermap speaker_names speakernames participants people attendees speaker_labels labels".split())
_CLUE = re.compile(
    r"\"(?:segments|utterances|words|text|transcript|results|body|speaker|content|startTime|start|timestamp|monologues|en|zh)\"\s*:"
)
_EAST = re.compile("[\u3041-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_PAUSE = 4.0


@dataclass(slots=True)
class _Said:
    """A string of speech on its way to a piece."""

    text: Text
    column: str
    label: str | None
    start: float | None
    end: float | None
    row: int
    join: str | None = None


def recognise(text: str, path: str) -> Recognition:
    """Sure where it is JSON with the keys that recognisers use."""
    if not is_json(text):
        return Recognition(0.0, "it is not JSON")
    clues = sorted({m.group().strip('":\n ') for m in _CLUE.finditer(text[:200_000])})
    return Recognition(0.95 if len(clues) > 1 else 0.6, f"JSON with {', '.join(clues) or 'no key of speech'}")


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks, pieces and edits (escapes inside pieces). Raises Unreadable where the JSON breaks off or holds no rows of speech."""
    held = jsontree.parse(text, path)
    found = rows(held)
    said = _said(found, _names(held))
    if not said:
        raise Unreadable(path, "the JSON holds no rows of speech.", "Name its keys `speaker`, `text`, `start`, or convert it to WebVTT.", 1)
    langs = _languages(said, _said_language(held) or known.source_lang)
    first, duplicates = _versions(said, langs)
    pieces = _pieces(text, first, langs)
    if not pieces:
        raise Unreadable(path, "the rows of the JSON are empty.", "Look whether the recogniser failed.", 1)
    labels = Counter(p.label for p in pieces if p.label and p.opens)
    if not _ordered(pieces) and not any(p.start_s is not None for p in pieces):
        pieces.sort(key=lambda p: p.start)
    marks = _marks(held, {s.text.start for s in first}, duplicates, found)
    edits = tuple(e for p in sorted(pieces, key=lambda p: p.start) for e in jsontree.edits(text, p.start, p.end))
    why = {label: f"speaker of {n} turns" for label, n in labels.items()}
    return Reading(tile(text, pieces, marks), opened(pieces), _metadata(held), why, edits=edits)


def _versions(said: list[_Said], langs: Mapping[str, str]) -> tuple[list[_Said], list[Text]]:
    """What is read, and what is a second version of it: another column of the same language."""
    first: dict[str, str] = {}
    read = [s for s in said if first.setdefault(langs[s.column], s.column) == s.column]
    return read, [s.text for s in said if first[langs[s.column]] != s.column]


def _pieces(text: str, said: list[_Said], langs: Mapping[str, str]) -> list[Piece]:
    """A piece for each string that says something, opened where the speaker changes or, where nobody is named, after a pause."""
    several = len(set(langs.values())) > 1
    last: dict[str, _Said] = {}
    out: list[Piece] = []
    for s in said:
        lang = langs[s.column]
        a, b = jsontree.trimmed(text, s.text)
        if a >= b:
            continue
        before = last.get(lang)
        # the join is of what the escapes stand for
        join = join_between(before.text.value.strip(), s.text.value.strip()) if s.join is None and before is not None else s.join
        quiet = before is not None and s.label is None and _rests(before, s)
        opens = before is None or s.label != before.label or quiet
        group, boundary = s.row if several else None, "pause" if quiet else "label"
        out.append(Piece(a, b, lang, s.label, s.start, s.end, group=group, opens=opens, boundary=boundary, join=join))
        last[lang] = s
    return out


def _rests(before: _Said, after: _Said) -> bool:
    return before.end is not None and after.start is not None and after.start - before.end >= _PAUSE


def _ordered(pieces: list[Piece]) -> bool:
    return all(a.start <= b.start for a, b in zip(pieces, pieces[1:]))


def _said(found: list[Row], given: Mapping[str, str]) -> list[_Said]:
    out: list[_Said] = []
    for k, row in enumerate(found):
        usual = _label(row.speaker, given)
        if row.words and _same(row):
            out += _by_word(row, k, usual, given)
            extra = {c: t for c, t in row.texts.items() if c != next(iter(row.texts), "")}
        else:
            extra = row.texts
        out += [_Said(t, c, usual, row.start, row.end, k) for c, t in extra.items()]
    return out


def _same(row: Row) -> bool:
    """Whether a row's words are what its text says, so that they can be read instead of it."""
    whole = next(iter(row.texts.values()), None)
    if whole is None:
        return True
    return _bare(whole.value) == _bare("".join(w.text.value for w in row.words))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _by_word(row: Row, k: int, usual: str | None, given: Mapping[str, str]) -> list[_Said]:
    """A row's words; one that the row's text writes together with the word before is the end of that word, whoever is said to speak it."""
    whole = next(iter(row.texts.values()), None)
    column = next(iter(row.texts), "")
    told = [_label(w.speaker, given) for w in row.words]
    out: list[_Said] = []
    at = 0
    for n, w in enumerate(row.words):
        bare = w.text.value.strip()
        glued = w.glued and n > 0
        if whole is not None:
            place = whole.value.find(bare, at)
            if place >= 0:
                glued = n > 0 and place == at and at > 0
                at = place + len(bare)
        elif n and not w.text.value[:1].isspace() and row.words[0].text.value[:1].isspace() and row.words[n - 1].text.value[-1:].strip():
            glued = True
        label = told[n] or (out[-1].label if out else next((t for t in told[n:] if t), None)) or usual
        joined = glued and out and not (_EAST.match(bare) and _EAST.search(out[-1].text.value[-1:]))
        out.append(_Said(w.text, column, out[-1].label if joined else label, w.start, w.end, k, "" if joined else None))
    if out:  # where its words tell no times the row does
        out[0].start = row.start if out[0].start is None else out[0].start
        out[-1].end = row.end if out[-1].end is None else out[-1].end
    return out


def _label(speaker: object, given: Mapping[str, str]) -> str | None:
    if speaker is None:
        return None
    label = str(speaker).strip()
    return given.get(label, label) or None


def _names(held: object) -> dict[str, str]:
    """Names by speaker id, where the file has a map of them: an object of ids, or a list of objects that hold id and name."""
    out: dict[str, str] = {}
    for key, node in walk(held):
        if key.casefold() not in _MAPS:
            continue
        if isinstance(node, dict) and node and all(isinstance(v, (Text, dict)) for v in node.values()):
            for ident, v in node.items():
                name = v if isinstance(v, Text) else get(v, ("name", "displayName", "display_name"))
                if isinstance(name, Text) and name.value.strip() and names.likeness(name.value) > 0.3 and not node.get("speaker_label"):
                    out.setdefault(str(ident), name.value.strip())
            ident, name = get(node, ("id", "speaker_id", "speakerId", "label", "tag")), get(node, ("name", "displayName", "display_name"))
            if ident is not None and isinstance(name, Text) and name.value.strip():
                out[str(ident).strip()] = name.value.strip()
    return out


def _languages(said: list[_Said], hint: str | None) -> dict[str, str]:
    """The language of each column."""
    out = {}
    for c in dict.fromkeys(s.column for s in said):
        texts = [s.text.value for s in said if s.column == c]
        step = 40 if len(texts) > 400 or sum(map(len, texts)) < 12 * len(texts) else 1  # single words say little
        sample = [" ".join(texts[i : i + step]) for i in range(0, min(len(texts), 4000), step)]
        out[c] = Counter(languages.sides(sample, hint=hint)).most_common(1)[0][0]
    return out


def _said_language(held: object) -> str | None:
    """The language that the file says it is in."""
    code = get(held, ("language", "language_code", "languageCode", "lang")) if isinstance(held, dict) else None
    return code.value[:2].lower() if isinstance(code, Text) and re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w+)?", code.value) else None


def _marks(held: object, taken: set[int], duplicates: list[Text], found: list[Row]) -> list[Block]:
    """Strings that are no speech: speakers, titles, and copies of what is read elsewhere."""
    twice = {t.start for t in duplicates}
    speakers = {t.start for r in found for t in (r.speaker, *(w.speaker for w in r.words)) if isinstance(t, Text)}
    out = []
    for key, node in walk(held):
        if not isinstance(node, Text) or node.start in taken or node.start >= node.end:
            continue
        k = key.casefold()
        if node.start in speakers:
            out.append(Block(node.start, node.end, BlockKind.SPEAKER_LABEL))
        elif node.start in twice or k in _SPEECH_KEYS:
            out.append(Block(node.start, node.end, BlockKind.DUPLICATE))
        elif k in ("title", "episode", "show", "podcast"):
            out.append(Block(node.start, node.end, BlockKind.TITLE))
        elif k in ("summary", "abstract", "gist", "headline", "description"):
            out.append(Block(node.start, node.end, BlockKind.SUMMARY))
    return out


def _metadata(held: object) -> Metadata:
    top = held if isinstance(held, dict) else {}
    more = top.get("metadata") if isinstance(top.get("metadata"), Mapping) else {}

    def first(*keys: str) -> str | None:
        v = get(top, keys) or get(more, keys)
        return v.value.strip() or None if isinstance(v, Text) else None

    return Metadata(
        title=first("title", "episode", "episode_title"),
        show=first("show", "podcast", "show_name"),
        date=iso_date(first("date", "published", "recorded_at")),
        source_url=first("url", "source_url"),
    )
