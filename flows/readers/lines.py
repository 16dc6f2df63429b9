"""Lines of a raw text with their offsets; what a line break is, is the same for every reader."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``start``..``end`` is its text without the break and without white space around it; ``number`` counts from 1."""

    number: int
    start: int
    end: int
    text: str
    indent: int

    @property
    def blank(self) -> bool:
        return self.start == self.end


def lines(text: str, start: int = 0) -> Iterator[Line]:
    """Lines of ``text`` from offset ``start`` on; white space (no-break spaces, a BOM) is not part of a line."""
    number = 1 + sum(1 for _ in re.finditer(r"\r\n|\n|\r", text[:start])) if start else 1
    for m in _LINE.finditer(text, start):
        if m.start() == len(text) and m.start() == m.end() and number > 1:
            return
        body = m[1]
        left = len(body) - len(body.lstrip(" \t\f\v\u00a0\u3000\ufeff\u200b\u2003\u2002\u2009\u202f\u2028\u2029\x85\x1c\x1d\x1e\x1f"))
        inner = body[left:].rstrip(" \t\f\v\u00a0\u3000\ufeff\u200b\u2003\u2002\u2009\u202f\u2028\u2029\x85\x1c\x1d\x1e\x1f")
        yield Line(number, m.start() + left, m.start() + left + len(inner), inner, left)
        number += 1
        if not m[2]:
            return
