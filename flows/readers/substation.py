"""Cues of SubStation Alpha (.ass, .ssa): a line each under `[Events]`, its fields named by a `Format:` line."""

from __future__ import annotations

import re

from flows.document.model import Block, BlockKind
from flows.readers.base import Unreadable
from flows.readers.cues import Cue
from flows.readers.lines import Line, lines
from flows.readers.names import likeness
from flows.readers.times import seconds

_SECTION = re.compile(r"\[[^\]]+\]$")
_EVENT = re.compile(r"(?P<kind>Dialogue|Comment|Format)[ \t]*:[ \t]*", re.I)
_USUAL = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_BREAK = re.compile(r"\\[Nnh]")
_Shown = tuple[float | None, float | None, str | None]  # from, to, under whose name
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")


def cues(text: str, path: str) -> tuple[list[Cue], list[Block]]:
    """Cues by time, those shown at once as one; and the marks around them. Raises Unreadable where no cue holds text."""
    found: dict[_Shown, Cue] = {}
    marks: list[Block] = []
    names, events = _USUAL, False
    for line in lines(text):
        if line.blank:
            continue
        if _SECTION.match(line.text):
            events = line.text.casefold() == "[events]"
            marks.append(Block(line.start, line.end, BlockKind.FRONT_MATTER))
            continue
        m = _EVENT.match(line.text) if events else None
        kind = m["kind"].casefold() if m else ""
        if kind == "format":
            names = tuple(n.strip().casefold() for n in line.text[m.end() :].split(","))
        if kind != "dialogue" or _DRAWING.search(line.text):
            what = BlockKind.ANNOTATION if kind == "comment" else BlockKind.MARKUP if kind else BlockKind.FRONT_MATTER
            marks.append(Block(line.start, line.end, what))
            continue
        _add(found, marks, line, m.end(), names)
    if not any(c.lines for c in found.values()):
        raise Unreadable(path, "no cue holds text.", "Look whether the captions were cut off.", 1)
    return sorted(found.values(), key=lambda c: (c.start is None, c.start, c.end or 0.0)), marks


def _add(found: dict[_Shown, Cue], marks: list[Block], line: Line, at: int, names: tuple[str, ...]) -> None:
    """Put a line of dialogue with those that are shown when it is; the last field is its text, commas and all."""
    values: dict[str, str] = {}
    for name in names[:-1]:
        end = line.text.find(",", at)
        end = len(line.text) if end < 0 else end
        value = line.text[at:end]
        values[name] = value.strip()
        left = line.start + at + len(value) - len(value.lstrip())
        if name in ("start", "end", "name", "actor") and value.strip():
            kind = BlockKind.TIMESTAMP if name in ("start", "end") else BlockKind.SPEAKER_LABEL
            marks.append(Block(left, left + len(value.strip()), kind))
        at = min(end + 1, len(line.text))
    speaker = values.get("name") or values.get("actor")
    shown = seconds(values.get("start", "")), seconds(values.get("end", "")), speaker if speaker and likeness(speaker) >= 0.35 else None
    cue = found.setdefault(shown, Cue(shown[0], shown[1], speaker=shown[2]))
    for m in [*_BREAK.finditer(line.text, at), None]:
        stop = m.start() if m else len(line.text)
        if line.text[at:stop].strip():
            cue.lines.append((line.start + at, line.start + stop))
        at = m.end() if m else stop
