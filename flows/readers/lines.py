"""Lines of a raw text with their offsets; what a line break is, is the same for every reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SPACE = " \t\f\v\u00a0\u3000\ufeff\u200b\u2002\u2003\u2009\u202f\u2028\u2029\x85\x1c\x1d\x1e\x1f"
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
    number = text.count("\n", 0, start) + 1
    size = len(text)
    for m in _LINE.finditer(text, start):
        at, end = m.span(1)
        if at == size and number > 1:
            return
        inner = m[1].rstrip(SPACE)
        body = inner.lstrip(SPACE)
        left = at + len(inner) - len(body)
        yield Line(number, left, left + len(body), body, left - at)
        number += 1
        if m.end() == end:
            return
