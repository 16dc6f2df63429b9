"""A stretch of personal data, and what all its finders ask of the words around it."""
from __future__ import annotations

import re
from dataclasses import dataclass

_NEAR = 48  # characters before in which somebody says what a number is


@dataclass(frozen=True, slots=True)
class Personal:
    """A stretch of personal data; ``kind`` is `email`, `phone`, `address` or `card`."""

    start: int
    end: int
    kind: str


def before(text: str, start: int, near: int = _NEAR) -> str:
    """The words before a place, in its sentence: what ended before says nothing of what comes after."""
    here = text[max(start - near, 0):start]
    return re.split(r"(?<![Nn]o)(?<![Tt]el)(?<!ext)[.!?](?:\s|$)|[。！？]|\n\n", here)[-1]
