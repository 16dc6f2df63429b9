"""A marked-up text cut into units: lines of text, and the headings, tags, comments and rules between them.

Known HTML tags and Markdown marks are furniture; anything else in angle brackets (`<thinking>`) is text that somebody said.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from flows.document.model import Block, BlockKind
from flows.readers.lines import lines

_SPACE = " \t\u00a0\u3000\ufeff\u200b"


class Kind(Enum):
    TEXT = "text"
    HEADING = "heading"
    RULE = "rule"
    MARK = "mark"


@dataclass(slots=True)
class Unit:
    """A stretch of one line. ``fold`` numbers the `<details>` it stands in (0: none), ``chunk`` the part of a file made in parts.

    ``gap`` says that a blank line stands before it, ``told`` that its place (a table's column, a heading) makes it a speaker's name.
    """

    start: int
    end: int
    text: str
    kind: Kind
    number: int
    fold: int = 0
    chunk: int = 0
    gap: bool = False
    told: bool = False


_BLOCK_TAG = re.compile(
    r"<summary\b[^<>]*>[^<\n]*(?:</summary>)?|(?:</|(?<!\w)<)p>|</?(?:details|summary|p(?!>)|br|div|hr|blockquote|"
    r"li|ul|ol|section|article|center|img|table|tr|td|th|tbody|thead|figure|figcaption|audio|video|source|iframe|h[1-6]|header|footer|main|body|html)\b[^<>]*/?>|\{\{[<%].*?[%>]\}\}",
    re.I,
)
_DETAILS = re.compile(r"<(/?)details\b", re.I)
# A comment that is not closed before the next one begins ends with its line.
_COMMENT = re.compile(r"(?s:<!--(?:(?!<!--).)*?-->)|<!--[^\r\n]*")
_TAG_OR_COMMENT = re.compile(f"{_COMMENT.pattern}|{_BLOCK_TAG.pattern}", re.I)
_CHUNK = re.compile(r"\b(?:chunk|part|segment|块|分块)\s*[:#]?\s*(\d+)\s*(?:/|of)\s*(\d+)", re.I)
_CHUNK_LINE = re.compile(r"[\[(=\-—#*\s]*(?:chunk|分块)\s*#?\s*(\d+)(?:\s*(?:/|of)\s*\d+)?[\])=\-—*:\s]*$", re.I)
_RULE = re.compile(r"(?:[-*_=~]\s?){3,}$|[*•·]$|:{3,}\s*[\w-]*$|`{3,}\s*\w*$|[─—━═]{3,}$")
_SAID = re.compile(r"[\w?!？！…♪♫>]")
HEADING = re.compile(r"#{1,6}(?:[ \t]+|(?!\S+\s+#\S))(?=[^\s#])")
_SUMMARY_TEXT = re.compile(
    r"(?:[▶►▼▸>]\s*)?(?:view|show|hide|click|expand|toggle|查看|显示|顯示|隐藏|展开|展開|点击|點擊|原文|英文原文)"
    r"[\w\s/|（）()，,:：-]{0,30}(?:original|english|translation|transcript|chinese|原文|英文|译文|譯文|翻译|中文)?[\w\s]{0,12}[:：]?$",
    re.I,
)


def units(text: str, begin: int = 0) -> tuple[list[Unit], list[Block]]:
    """Units from offset ``begin`` on, in order, and blocks for the marks among them (tags, comments, rules, headings)."""
    out: list[Unit] = []
    marks: list[Block] = []
    comments = _comments(text, begin)
    fold = depth = chunk = 0
    gap = False
    for line in lines(text, begin):
        if line.blank:
            gap = True
            continue
        at = line.start
        inside = _comment_at(comments, at) if comments else None
        if inside:
            chunk = inside[2] or chunk
            at = min(inside[1], line.end)
            marks.append(Block(line.start, at, BlockKind.MARKUP))
        for start, end, tag in _pieces(text, at, line.end):
            if tag:
                marks.append(Block(start, end, BlockKind.MARKUP))
                d = _DETAILS.match(text, start)
                if d:
                    fold, depth = (fold + 1, 1) if not d[1] else (fold, 0)
                continue
            piece = text[start:end]
            kind = _kind(piece)
            if kind is Kind.MARK and (m := _CHUNK_LINE.match(piece)):
                chunk = int(m[1])
            if kind in (Kind.RULE, Kind.MARK):
                marks.append(Block(start, end, BlockKind.MARKUP))
            elif kind is Kind.HEADING:
                marks.append(Block(start, end, BlockKind.HEADING))
            out.append(Unit(start, end, piece, kind, line.number, depth and fold, chunk, gap))
            gap = False
    _drop_folds_captions(out, marks)
    return out, marks


def _kind(piece: str) -> Kind:
    if piece[0].isalnum():  # nearly every line: a rule, a heading and a mark begin otherwise
        return Kind.MARK if piece[0] in "cC分" and _CHUNK_LINE.match(piece) else Kind.TEXT
    if _RULE.match(piece):
        return Kind.RULE
    if HEADING.match(piece):
        return Kind.HEADING
    if _CHUNK_LINE.match(piece):
        return Kind.MARK
    return Kind.TEXT if _SAID.search(piece) else Kind.MARK


def _comments(text: str, begin: int) -> list[tuple[int, int, int]]:
    """Start, end and chunk number (0 where it names none) of HTML comments."""
    if text.find("<!--", begin) < 0:
        return []
    return [(m.start(), m.end(), int(c[1]) if (c := _CHUNK.search(m[0])) else 0) for m in _COMMENT.finditer(text, begin)]


def _comment_at(comments: list[tuple[int, int, int]], at: int) -> tuple[int, int, int] | None:
    k = bisect.bisect_right(comments, (at, 1 << 62, 0)) - 1
    return comments[k] if k >= 0 and comments[k][0] <= at < comments[k][1] else None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Stretches of a line and the tags between them, white space left out."""
    at = start
    if text.find("<", start, end) >= 0 or text.find("{{", start, end) >= 0:
        for m in _TAG_OR_COMMENT.finditer(text, start, end):
            yield from _inner(text, at, m.start())
            yield m.start(), m.end(), True
            at = m.end()
    yield from _inner(text, at, end)


def _inner(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip(_SPACE))
    right = len(inner.rstrip(_SPACE))
    if left < right:
        yield start + left, start + right, False


def _drop_folds_captions(out: list[Unit], marks: list[Block]) -> None:
    """What a fold's handle says (`View original English`) is said again and again, and by nobody."""
    seen: dict[str, int] = {}
    for u in out:
        if len(u.text) < 60 and u.kind is Kind.TEXT and not u.text.endswith((".", "。", "？", "?")) and _SUMMARY_TEXT.match(u.text):
            seen[u.text] = seen.get(u.text, 0) + 1
    often = {t for t, n in seen.items() if n >= 3}
    for u in out:
        if u.text in often:
            u.kind = Kind.MARK
            marks.append(Block(u.start, u.end, BlockKind.MARKUP))
