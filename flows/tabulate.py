"""A cleaned document to the rows of the six tables.

What the tables mean stands in `schemas.columns`; here is where each value comes from. Rows are plain dictionaries with every key, in the
order that `schemas.tables` gives, and depend on nothing but the document.
"""
from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.document import render
from flows.document.headings import as_they_read
from flows.document.model import UNKNOWN, Block, BlockKind, Document, Edit, Piece, Repeat, Turn
from flows.evidence.fluency import fluent
from flows.evidence.script import script_of
from flows.readers.dates import iso_date
from flows.readers.names import plays
from flows.repairs.language import detect
from flows.tabulate_pairs import pair_rows

Row = dict[str, object]

LABEL_CONFIDENCE = 0.8  # what a printed label is worth where no repair has looked at it
_CLOSING = " \n\t\"”’')]」』"


def tabulate(document: Document) -> dict[str, list[Row]]:
    """The rows of one episode by table: episodes, turns, pairs, edits, blocks, suggestions."""
    sides = {lang: document.turns(lang) for lang in sorted(document.langs)}
    everything = [turn for turns in sides.values() for turn in turns]
    holders, roles = Holders(document, everything), _roles(document, everything)
    turns = [row for lang, side in sides.items() for row in _turn_rows(document, lang, side, roles)]
    return {
        "episodes": [_episode_row(document, turns, roles)],
        "turns": turns,
        "pairs": pair_rows(document, sides),
        "edits": [_edit_row(document, e, holders) for e in document.edits],
        "blocks": _block_rows(document, holders),
        "suggestions": _suggestion_rows(document, holders),
    }


def turn_id(document: Document, turn: Turn) -> str:
    return f"{document.episode_id}:{turn.lang}:{turn.start:08d}"


class Holders:
    """Which turn's span holds an offset."""

    def __init__(self, document: Document, turns: Iterable[Turn]):
        turns = list(turns)
        self._held = sorted((a, b, turn_id(document, t)) for t in turns for a, b in t.spans)
        self._starts = [h[0] for h in self._held]
        self.langs = {turn_id(document, t): t.lang for t in turns}

    def at(self, start: int, end: int) -> str | None:
        """Id of the turn that has a span which holds all of ``start``..``end``, and the character there if that is an insertion."""
        i = bisect.bisect_right(self._starts, start) - 1
        return self._held[i][2] if i >= 0 and start < self._held[i][1] and end <= self._held[i][1] else None

    def near(self, start: int, end: int) -> str | None:
        """Id of the turn that holds ``start``, else of the first that begins before ``end``."""
        i = bisect.bisect_right(self._starts, start) - 1
        if i >= 0 and start < self._held[i][1]:
            return self._held[i][2]
        return self._held[i + 1][2] if i + 1 < len(self._held) and self._held[i + 1][0] <= end else None

# --- episodes

def _roles(document: Document, turns: Iterable[Turn]) -> dict[str, str]:
    """One role for everybody who speaks: the metadata's, else what an attribution says, else what the label means."""
    roles = {p.name: p.role for p in document.meta.people if p.role != "unknown"}
    for turn in turns:
        settled = document.attributions.get(turn.start)
        if settled and settled.role:
            roles.setdefault(settled.speaker, settled.role)
    for turn in turns:
        speaker = document.speaker_of(turn)
        roles.setdefault(speaker, plays(speaker) or "unknown")
    return roles


def _episode_row(document: Document, turns: Sequence[Row], roles: Mapping[str, str]) -> Row:
    meta, raw = document.meta, document.raw
    times = [t for p in document.pieces for t in (p.start_s, p.end_s) if t is not None]
    about = {p.name: p.about for p in meta.people}
    names = dict.fromkeys([*about, *(row["speaker"] for row in turns if row["speaker"] != UNKNOWN)])
    people = [{"name": name, "role": roles.get(name, "unknown"), "about": about.get(name)} for name in names]
    return {
        "episode_id": document.episode_id, "title": meta.title, "show": meta.show, "date": iso_date(meta.date),
        "source_url": meta.source_url, "license": meta.license, "format": document.format, "encoding": raw.encoding,
        "source_lang": document.source_lang, "languages": list(document.langs), "speakers": people,
        "raw_file": raw.path, "raw_sha256": raw.sha256, "source_sha256": raw.source_sha256, "raw_chars": len(raw.text),
        "turns": sum(row["lang"] == document.source_lang for row in turns), "duration_s": float(max(times)) if times else None,
    }


# --- turns

def _turn_rows(document: Document, lang: str, turns: Sequence[Turn], roles: Mapping[str, str]) -> Iterator[Row]:
    usual = script_of(" ".join(document.text[p.start:p.end] for t in turns for p in t.pieces))
    flags = sorted((f.at, f.name) for f in document.flags)
    headings = as_they_read(document)
    before: float | None = None
    asked = False
    for position, turn in enumerate(turns):
        spans = [(p.start, p.end, join) for p, join in zip(turn.pieces, render.joins(document.text, turn.pieces))]
        verbatim, text = render.render(document.text, spans, document.edits, document.edit_starts)
        detected, sure = detect(text, document.langs, lang)
        start_s, end_s = turn.pieces[0].start_s, turn.pieces[-1].end_s
        marks = [name for a, b, _ in spans for _, name in flags[bisect.bisect_left(flags, (a, "")):bisect.bisect_left(flags, (b, ""))]]
        if _before(start_s, before) or _before(end_s, start_s):
            marks.append("time_steps_back")
        before = start_s if start_s is not None else before
        smooth, cuts = fluent(text, lang, answers=asked)
        asked = text.rstrip(_CLOSING).endswith(("?", "？"))
        yield {
            "episode_id": document.episode_id, "turn_id": turn_id(document, turn), "lang": lang,
            "script": script_of(text or verbatim, usual), "position": position,
            **_speaker(document, turn, roles), "start_s": start_s, "end_s": end_s,
            "section": headings.get(turn.pieces[0].section or "", turn.pieces[0].section),
            "text": text, "fluent": smooth, "fluent_cuts": [{"start": c.start, "end": c.end, "what": c.what} for c in cuts],
            "verbatim": verbatim, "spans": [{"start": a, "end": b, "join": join} for a, b, join in spans],
            "events": _events(document, turn), "flags": list(dict.fromkeys(marks)), "detected_lang": detected,
            "lang_confidence": round(float(sure), 4),
        }


def _before(time: float | None, other: float | None) -> bool:
    return time is not None and other is not None and time < other


def _speaker(document: Document, turn: Turn, roles: Mapping[str, str]) -> Row:
    settled = document.attributions.get(turn.start)
    speaker = document.speaker_of(turn)
    if settled:
        rule, evidence, confidence = settled.rule, settled.evidence, settled.confidence
    elif turn.label is None:
        rule, evidence, confidence = "none", "no label is printed over it", 0.0
    else:
        reason = document.names.get(turn.label, (turn.label, ""))[1]
        rule, confidence = "label", 0.0 if speaker == UNKNOWN else LABEL_CONFIDENCE
        evidence = f"the label {turn.label!r}" + (f" is {speaker}: {reason}" if speaker != turn.label else " as printed")
    return {
        "speaker": speaker, "speaker_given": [p.label for p in turn.pieces], "role": roles[speaker], "attribution": rule,
        "attribution_evidence": evidence, "confidence": round(float(confidence), 4),
    }


def _events(document: Document, turn: Turn) -> list[str]:
    inside = [e for a, b in turn.spans for e in render.inside(document.edits, a, b, document.edit_starts)]
    return [name for e in inside if e.event for name in e.event.split()]


# --- edits and suggestions

def _edit_row(document: Document, e: Edit, holders: Holders) -> Row:
    return {
        "episode_id": document.episode_id, "turn_id": holders.at(e.start, e.end), "start": e.start, "end": e.end, "before": e.before,
        "after": e.after, "kind": str(e.kind), "rule": e.rule, "evidence": e.evidence, "confidence": round(float(e.confidence), 4),
    }


def _suggestion_rows(document: Document, holders: Holders) -> list[Row]:
    """Suggestions that still say something: what an edit has meanwhile done is left out."""
    done = {(e.start, e.end, e.after) for e in document.edits}
    return [
        {
            "episode_id": document.episode_id, "turn_id": holders.near(s.start, s.end), "start": s.start, "end": s.end, "change": s.change,
            "before": s.before, "after": s.after, "rule": s.rule, "evidence": s.evidence, "confidence": round(float(s.confidence), 4),
        }
        for s in sorted(document.suggestions, key=lambda s: (s.start, s.end, s.change, s.after))
        if s.change != "text" or (s.start, s.end, s.after) not in done
    ]


# --- blocks

@dataclass(frozen=True, slots=True)
class _Tile:
    start: int
    end: int
    kind: BlockKind
    lang: str | None = None
    turn: str | None = None
    repeats: str | None = None


def _block_rows(document: Document, holders: Holders) -> list[Row]:
    """Speech and the reader's blocks, and between them what repairs took out of speech: repeats, marks and blanks."""
    taken = sorted([*map(_tile, document.blocks), *(_speech(p, holders) for p in document.pieces)], key=lambda t: (t.start, t.end))
    tiles: list[_Tile] = []
    at = 0
    for t in taken:
        tiles += _gap(document, at, t.start, holders)
        tiles.append(t)
        at = max(at, t.end)
    tiles += _gap(document, at, len(document.text), holders)
    return [
        {
            "episode_id": document.episode_id, "start": t.start, "end": t.end, "kind": str(t.kind), "turn_id": t.turn, "lang": t.lang,
            "duplicate_of": t.repeats,
        }
        for t in tiles
    ]


def _tile(b: Block) -> _Tile:
    return _Tile(b.start, b.end, b.kind, b.lang)


def _speech(p: Piece, holders: Holders) -> _Tile:
    return _Tile(p.start, p.end, BlockKind.SPEECH, p.lang, holders.at(p.start, p.end))


def _gap(document: Document, start: int, end: int, holders: Holders) -> Iterator[_Tile]:
    """Tiles of raw text that no block and no piece holds."""
    over = [r for r in document.repeats if r.start < end and start < r.end] if start < end else []
    edges = sorted({start, end, *(x for r in over for x in (r.start, r.end) if start < x < end)})
    for a, b in zip(edges, edges[1:]):
        repeat = next((r for r in over if r.start <= a and b <= r.end), None)
        if document.text[a:b].isspace():
            yield _Tile(a, b, BlockKind.BLANK)
        elif repeat is None:
            yield _Tile(a, b, BlockKind.MARKUP)
        else:
            said = _said_first(document, repeat, holders)
            yield _Tile(a, b, BlockKind.DUPLICATE, holders.langs.get(said), repeats=said)


def _said_first(document: Document, repeat: Repeat, holders: Holders) -> str | None:
    """Id of the turn that a repeat says again; where that is a repeat itself, of what it repeats."""
    of = repeat.of
    for _ in document.repeats:
        first = next((r for r in document.repeats if r.start <= of < r.end), None)
        if holders.at(of, of) or first is None:
            break
        of = first.of
    return holders.at(of, of)
