"""JSON with the place of every string: what the standard parser gives, and where each string stands in the text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from flows.document.model import Edit, EditKind
from flows.readers.base import Unreadable

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.S)
_TOO_LONG = re.compile(r"\d{4301}")  # a number that Python refuses to read
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}|\\.)+", re.S)
_SPACES = re.compile(r"(?:[ \t\u00a0]|\\n|\\r|\\t|\\u00a0|\\u200b|\\ufeff|[\n\r])+")


@dataclass(frozen=True, slots=True)
class Text:
    """A string value: ``start``..``end`` are its characters in the file, between the quotes."""

    start: int
    end: int
    value: str

    def __str__(self) -> str:
        return self.value


def parse(text: str, path: str) -> object:
    """The value a text holds, with `Text` for every string that is no key; a file of one value a line gives a list.

    Raises Unreadable with the line where it is no JSON.
    """
    spans: list[tuple[int, int]] = []

    def numbered(m: re.Match[str]) -> str:
        if m[2] is not None:
            return m[0]
        spans.append(m.span(1))
        return f'"{len(spans) - 1}"'

    body = text[1:] if text.startswith("\ufeff") else text
    shift = len(text) - len(body)
    skeleton = _STRING.sub(numbered, body)
    try:
        held = json.loads(skeleton)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError
        held = _by_line(skeleton)
        if held is None:
            raise _broken(body, path, error) from None
    try:
        texts = [Text(a + shift, b + shift, _value(body[a:b])) for a, b in spans]
    except json.JSONDecodeError as error:
        raise _broken(body, path, error) from None
    return _filled(held, texts)


def _value(raw: str) -> str:
    """What the characters between two quotes stand for; half a surrogate pair, which no text can hold, becomes U+FFFD."""
    return _HALF.sub("\ufffd", json.loads(f'"{raw}"', strict=False)) if "\\" in raw else raw


def _by_line(skeleton: str) -> list[object] | None:
    rows = [line for line in skeleton.splitlines() if line.strip()]
    if len(rows) < 2:
        return None
    try:
        return [json.loads(row) for row in rows]
    except (ValueError, RecursionError):
        return None


def _broken(body: str, path: str, error: Exception) -> Unreadable:
    try:
        json.loads(body)
    except json.JSONDecodeError as exact:
        error = exact
    except RecursionError:
        return Unreadable(path, "the JSON is nested too deeply.", "Export it again.", 1)
    except ValueError:
        m = _TOO_LONG.search(body)
        line = body.count("\n", 0, m.start()) + 1 if m else 1
        return Unreadable(path, "the JSON holds a number of thousands of digits.", "Take that number out.", line)
    line = getattr(error, "lineno", 1)
    return Unreadable(path, f"the JSON breaks off or is wrong ({getattr(error, 'msg', error)}).", "Export or download it again.", line)


def _filled(held: object, texts: list[Text]) -> object:
    """The same value with strings put back; without recursion."""
    if isinstance(held, str):
        return texts[int(held)]
    todo = [held]
    while todo:
        node = todo.pop()
        for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            if isinstance(value, str):
                node[key] = texts[int(value)]
            elif isinstance(value, (dict, list)):
                todo.append(value)
    return held


def trimmed(text: str, t: Text) -> tuple[int, int]:
    """The span of a string without white space at its ends, escaped or not."""
    start, end = t.start, t.end
    m = _SPACES.match(text, start, end)
    if m:
        start = m.end()
    while start < end:
        tail = text[max(start, end - 6) : end]
        m = re.search(r"(?:[ \t\u00a0\n\r]|\\[nrt]|\\u00a0|\\u200b)$", tail)
        if not m or (m[0][0] == "\\" and _escaped(text, end - len(m[0]), start)):
            break
        end -= len(m[0])
    return start, end


def _escaped(text: str, at: int, start: int) -> bool:
    """Whether the backslash at ``at`` is itself escaped."""
    n = 0
    while at - n - 1 >= start and text[at - n - 1] == "\\":
        n += 1
    return n % 2 == 1


def edits(text: str, start: int, end: int) -> list[Edit]:
    """Escapes inside a span, a run of them at a time, as the edits that undo them."""
    if text.find("\\", start, end) < 0:
        return []
    return [
        Edit(m.start(), m.end(), m[0], _value(m[0]), EditKind.ENCODING, "json_escape", "an escape of JSON's syntax")
        for m in _ESCAPES.finditer(text, start, end)
    ]
