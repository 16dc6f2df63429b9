"""Marks inside a stretch of speech: chevrons where the speaker changes, times, references to footnotes, a translator's notes.

A stretch is cut at them, so that they are no part of what is said; emphasis stays in, the markup repair takes it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.document.model import Block, BlockKind
from flows.readers.heads import BRACKETED_TIME, TIME
from flows.readers.times import position

CHEVRON = r"(?:>|&gt;|＞|》){2,3}"
_MARKS = re.compile(
    rf"""
    (?P<chevron>(?:(?<=[\s.?!。？！,，"”’*…;；—-]))(?:>|&gt;|＞){{2,3}}(?!>)[ \t]*)
  | (?P<time>{BRACKETED_TIME})
  | (?P<foot>\[\^[^\]\s]{{1,12}}\])
  | (?P<note>[（(\[【](?:译者?注|譯者?註|编者[注按]|註|注|[Tt]ranslator['’]?s?\ note|[Ee]ditor['’]?s?\ note|TN|N\.d\.T\.)
      [ ]?[:：][^（）()\[\]【】\n]{{1,300}}[）)\]】])
  | (?P<gloss>(?:(?<=\*\*)|(?<=[\u3400-\u9fff」》”]))（[A-Za-z][^（）:：\n]{{1,70}}[:：][ ]?[^（）\n]{{2,200}}）
      |(?<=\*\*)[ ]?\([A-Z][^():\n]{{1,70}}:[ ][^()\n]{{8,250}}\))
""",
    re.X,
)
_FIRST_CHEVRON = re.compile(rf"{CHEVRON}[ \t\u00a0]*")
_LEADING_TIME = re.compile(rf"(?P<time>{TIME})[ \t\u00a0]*(?:[-–—|·:：][ \t\u00a0]*)?(?![AaPp]\.?[Mm]\b)")
_LEADING_BRACKET = re.compile(rf"(?P<time>{BRACKETED_TIME})[ \t\u00a0]*(?:[-–—|·:：][ \t\u00a0]*)?")
_HINT = re.compile(r"[>＞》\[（(【]|&gt;")
_SPACE = " \t\u00a0\u3000\ufeff\u200b"


@dataclass(slots=True)
class Said:
    """A stretch of speech without marks in it; ``change`` where a chevron before it says that somebody else begins."""

    start: int
    end: int
    change: bool = False
    time: float | None = None
    join: str | None = None


def leading_time(text: str, bare: bool) -> tuple[int, float] | None:
    """``(end, seconds)`` of a time at the head of a line; without brackets only where the file does so (``bare``)."""
    m = (_LEADING_TIME if bare else _LEADING_BRACKET).match(text)
    s = position(m["time"]) if m else None
    return (m.end(), s) if m and s is not None else None


def said(text: str, start: int, end: int, times: bool) -> tuple[list[Said], list[Block]]:
    """Stretches of speech in ``text[start:end]`` and the marks between them; ``times`` says that the file prints times within speech."""
    if not _HINT.search(text, start, end):
        return _stripped(text, start, end, False, None, None), []
    out: list[Said] = []
    marks: list[Block] = []
    at, change, time, join = start, False, None, None
    if m := _FIRST_CHEVRON.match(text, start, end):
        at, change = m.end(), True
        marks.append(Block(start, start + len(m[0].rstrip(_SPACE)), BlockKind.MARKUP))
    for m in _MARKS.finditer(text, at, end):
        kind = m.lastgroup
        s = position(m[0]) if kind == "time" else None
        if kind == "time" and (not times or s is None):
            continue
        if kind == "chevron" and m.start() > start and text[m.start() - 1] not in _SPACE and text[m.start()] != ">":
            continue
        before = _stripped(text, at, m.start(), change, time, join)
        out += before
        if before:
            change, time, join = False, None, None
        if kind == "chevron":
            change = True
            marks.append(Block(m.start(), m.start() + len(m[0].rstrip()), BlockKind.MARKUP))
        elif kind == "time":
            time = s
            marks.append(Block(m.start(), m.end(), BlockKind.TIMESTAMP))
        else:
            left = m.start() + len(m[0]) - len(m[0].lstrip())
            marks.append(Block(left, m.end(), BlockKind.ANNOTATION))
            tight = m.end() < end and text[m.end()] not in _SPACE and (left == start or text[left - 1] not in _SPACE)
            join = "" if tight else None
        at = m.end()
    return out + _stripped(text, at, end, change, time, join), marks


def _stripped(text: str, start: int, end: int, change: bool, time: float | None, join: str | None) -> list[Said]:
    inner = text[start:end]
    left = start + len(inner) - len(inner.lstrip(_SPACE))
    right = start + len(inner.rstrip(_SPACE))
    return [Said(left, right, change, time, join)] if left < right else []
