"""Cues of captions, found with their offsets: WebVTT, SRT, TTML, YouTube's timed text, and lines of times over lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.document.model import Block, BlockKind
from flows.readers.base import Unreadable
from flows.readers.lines import Line, lines
from flows.readers.names import likeness
from flows.readers.times import CLOCK, seconds

_CLOCK = r"(?:\d+:)?\d{1,3}:\d{1,2}(?:[.,:]\d{1,7})?"
_TIMING = re.compile(rf"(?P<start>{_CLOCK})[ \t]*--?>[ \t]*(?P<end>{_CLOCK})(?P<settings>[ \t].*)?$")
_SETTING = re.compile(r"\w+:\S")
_SBV = re.compile(r"(?P<start>\d{1,2}:\d{2}:\d{2}[.,]\d{3}),(?P<end>\d{1,2}:\d{2}:\d{2}[.,]\d{3})$")
_NUMBER = re.compile(r"\d{1,7}$")
_STAMP_LINE = re.compile(rf"[\[(]?(?P<clock>{CLOCK})[\])]?$")
_STAMP_TEXT = re.compile(
    rf"(?P<open>[\[(])?(?P<clock>{CLOCK})(?(open)[\])])(?:[ \t\u00a0]*[-–—|]|[ \t\u00a0:])[ \t\u00a0]*(?![AaPp]\.?[Mm]\b)(?=\S)"
)
_XML_TAG = re.compile(r"<(?P<close>/?)(?:\w+:)?(?:p|text)\b(?P<attrs>[^<>]*?)(?P<empty>/?)>", re.I)
_ATTR = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BREAK = re.compile(r"<(?:\w+:)?br\b[^<>]*/?>|\r\n|\n|\r", re.I)


@dataclass(slots=True)
class Cue:
    """A cue: when it is shown (seconds), the spans of its lines of text (tags still in them), and who the file says speaks."""

    start: float | None
    end: float | None
    lines: list[tuple[int, int]] = field(default_factory=list)
    speaker: str | None = None


def web_or_srt(text: str, path: str) -> tuple[list[Cue], list[Block]]:
    """Cues of WebVTT, SRT or SBV and the marks around them. Raises Unreadable where no cue is left."""
    cues: list[Cue] = []
    marks: list[Block] = []
    every = list(lines(text))
    aside: BlockKind | None = None
    i = 0
    while i < len(every):
        line = every[i]
        if line.blank:
            aside = None
            i += 1
            continue
        m = _TIMING.match(line.text) or _SBV.match(line.text)
        if m and aside is not BlockKind.MARKUP:
            aside = None
            marks += _timing(line, m)
            cues.append(Cue(_time(m["start"]), _time(m["end"]), speaker=_speaker(m)))
        elif _is_id(every, i):
            marks.append(Block(line.start, line.end, BlockKind.MARKUP))
            aside = None
        elif aside is not None or (kind := _aside(line, not cues)):
            aside = aside or kind
            marks.append(Block(line.start, line.end, aside))
        elif cues:
            cues[-1].lines.append((line.start, line.end))
        else:
            marks.append(Block(line.start, line.end, BlockKind.TITLE if not marks else BlockKind.BOILERPLATE))
        i += 1
    if not any(c.lines for c in cues):
        raise Unreadable(path, "no cue holds text.", "Look whether the captions were cut off.", 1)
    return cues, marks


def _speaker(m: re.Match[str]) -> str | None:
    """A name behind a cue's times, where WebVTT has settings (`align:start`)."""
    behind = (m.groupdict().get("settings") or "").strip().rstrip(":：")
    return behind if behind and not _SETTING.match(behind) and len(behind) <= 60 and likeness(behind) >= 0.6 else None


def _timing(line: Line, m: re.Match[str]) -> list[Block]:
    name = _speaker(m)
    if name is None:
        return [Block(line.start, line.end, BlockKind.TIMESTAMP)]
    at = line.start + line.text.index(name, m.end("end"))
    return [Block(line.start, line.start + m.end("end"), BlockKind.TIMESTAMP), Block(at, at + len(name), BlockKind.SPEAKER_LABEL)]


def _time(clock: str) -> float | None:
    """Seconds of a cue's time, also where a digit is missing (0:0:3.5) or a colon stands for the point."""
    parts = re.split(r"[.,]", clock)
    fields = parts[0].split(":")
    if len(fields) == 4:
        parts, fields = [parts[0], fields[3]], fields[:3]
    whole = ":".join(f.zfill(2) for f in fields)
    return seconds(whole + (f".{parts[1][:6]}" if len(parts) > 1 and parts[1] else ""))


def _is_id(every: list[Line], i: int) -> bool:
    """A cue's number or name: alone before a line of times, at the beginning or after a blank line (or a number that follows on text)."""
    after = every[i + 1] if i + 1 < len(every) else None
    if after is None or after.blank or not (_TIMING.match(after.text) or _SBV.match(after.text)):
        return False
    return bool(_NUMBER.match(every[i].text)) or i == 0 or every[i - 1].blank


def _aside(line: Line, top: bool) -> BlockKind | None:
    """The kind of a WebVTT block that is no cue, by its first line."""
    if re.match(r"\ufeff?WEBVTT\b", line.text):
        return BlockKind.FRONT_MATTER
    if re.match(r"NOTE\b", line.text):
        return BlockKind.ANNOTATION
    if re.match(r"(?:STYLE|REGION)\b", line.text) and top:
        return BlockKind.MARKUP
    if top and re.match(r"(?:Kind|Language|X-TIMESTAMP-MAP|Title|Created)\s*[:=]", line.text):
        return BlockKind.FRONT_MATTER
    return None


def xml(text: str, path: str) -> tuple[list[Cue], list[Block]]:
    """Cues of TTML or of YouTube's timed text. Raises Unreadable where the document breaks off or holds none."""
    if not re.search(r"</(?:\w+:)?(?:tt|timedtext|transcript)\s*>\s*$", text):
        line = text.rstrip().count("\n") + 1
        raise Unreadable(path, "the XML breaks off before its end.", "Download the captions again.", line)
    agents = _agents(text)
    rates = dict((k, v or w) for k, v, w in _ATTR.findall(text[:5000]) if k.endswith(("frameRate", "tickRate")))
    frames = float(next((v for k, v in rates.items() if k.endswith("frameRate")), "30") or 30)
    ticks = float(next((v for k, v in rates.items() if k.endswith("tickRate")), "1") or 1)
    milliseconds = bool(re.search(r"<timedtext\b", text[:5000]))
    cues: list[Cue] = []
    tags = list(_XML_TAG.finditer(text))
    for m, follow in zip(tags, [*tags[1:], None]):
        if m["close"] or m["empty"] or follow is None or not follow["close"]:
            continue
        attrs = {k.split(":")[-1]: v or w for k, v, w in _ATTR.findall(m["attrs"])}
        start, end = (_xml_time(attrs.get(k), frames, ticks, milliseconds) for k in ("begin", "end"))
        start = start if start is not None else _xml_time(attrs.get("start", attrs.get("t")), frames, ticks, milliseconds)
        length = _xml_time(attrs.get("dur", attrs.get("d")), frames, ticks, milliseconds)
        if end is None and start is not None and length is not None:
            end = start + length
        cues.append(Cue(start, end, _xml_lines(text, m.end(), follow.start()), agents.get(attrs.get("agent", ""))))
    if not any(c.lines for c in cues):
        raise Unreadable(path, "no cue holds text.", "Look whether the captions were cut off.", 1)
    return cues, []


def _xml_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the lines of a cue's body, which breaks and line feeds part."""
    out = []
    at = start
    for part in [*_BREAK.finditer(text, start, end), None]:
        stop = part.start() if part else end
        inner = text[at:stop]
        left, right = at + len(inner) - len(inner.lstrip()), at + len(inner.rstrip())
        if left < right and re.sub(r"<[^<>]*>", "", text[left:right]).strip():
            out.append((left, right))
        at = part.end() if part else stop
    return out


def _agents(text: str) -> dict[str, str]:
    """Names of TTML agents by their id."""
    out = {}
    for m in re.finditer(r"<(?:\w+:)?agent\b([^<>]*)>((?:(?!<(?:\w+:)?agent\b).)*?)</(?:\w+:)?agent\s*>", text, re.S):
        ident = dict((k, v or w) for k, v, w in _ATTR.findall(m[1])).get("xml:id")
        name = re.sub(r"<[^<>]*>", "", m[2]).strip()
        if ident and name:
            out[ident] = name
    return out


def _xml_time(value: str | None, frames: float, ticks: float, milliseconds: bool) -> float | None:
    if value is None:
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?t", value):
        return round(float(value[:-1]) / ticks, 6)
    if re.fullmatch(r"\d+(?:\.\d+)?f", value):
        return round(float(value[:-1]) / frames, 6)
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return round(float(value) / (1000 if milliseconds else 1), 6)
    return seconds(value, frames)


def stamped_lines(text: str, begin: int = 0) -> tuple[list[Cue], list[Block], int]:
    """Cues of a transcript as YouTube's page shows it: a time on a line, or at the head of one, over what is said from then on.

    The third value is how many lines have no time over them.
    """
    cues: list[Cue] = []
    marks: list[Block] = []
    loose = 0
    for line in lines(text, begin):
        if line.blank:
            continue
        m = _STAMP_LINE.match(line.text)
        t = None if m else _STAMP_TEXT.match(line.text)
        s = seconds((m or t)["clock"]) if m or t else None
        if s is not None:
            cues.append(Cue(s, None))
            end = line.end if m else line.start + t.end()
            marks.append(Block(line.start, line.start + len(line.text[: end - line.start].rstrip(" \t\u00a0-–—|:")), BlockKind.TIMESTAMP))
            if t:
                cues[-1].lines.append((end, line.end))
        elif cues:
            loose += bool(cues[-1].lines)
            cues[-1].lines.append((line.start, line.end))
        else:
            loose += 1
            marks.append(Block(line.start, line.end, BlockKind.TITLE if not marks else BlockKind.BOILERPLATE))
    for a, b in zip(cues, cues[1:]):
        a.end = b.start if b.start is not None and a.start is not None and b.start >= a.start else None
    return cues, marks, loose


def shown(cues: list[Cue]) -> Iterator[tuple[Cue, tuple[int, int]]]:
    """Every line of text with its cue."""
    for c in cues:
        for span in c.lines:
            yield c, span
