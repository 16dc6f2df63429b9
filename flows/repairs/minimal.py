"""What exactly differs between a text and its repaired form: the smallest stretches to change."""
from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_PART = re.compile(r"\s+|\w+|[^\w\s]+")


def changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """``(begin, end, after)`` of each stretch of ``old`` to replace so that it reads ``new``, in order.

    Compared word by word first, so that long texts with few changes are cheap, then character by character.

    >>> list(changes('caf\\u00c3\\u00a9 au lait', 'caf\\u00e9 au lait'))
    [(3, 5, '\\u00e9')]
    """
    a, b = _PART.findall(old), _PART.findall(new)
    edges = [0]
    for part in a:
        edges.append(edges[-1] + len(part))
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _letters("".join(a[i:j]), "".join(b[k:m]), edges[i])


def _letters(old: str, new: str, at: int) -> Iterator[tuple[int, int, str]]:
    head = next((n for n, (x, y) in enumerate(zip(old, new)) if x != y), min(len(old), len(new)))
    tail = next((n for n, (x, y) in enumerate(zip(old[head:][::-1], new[head:][::-1])) if x != y), min(len(old), len(new)) - head)
    inner_old, inner_new = old[head:len(old) - tail], new[head:len(new) - tail]
    if len(inner_old) > 400 or len(inner_new) > 400 or not inner_old or not inner_new:
        yield at + head, at + len(old) - tail, inner_new
        return
    for tag, i, j, k, m in SequenceMatcher(None, inner_old, inner_new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield at + head + i, at + head + j, inner_new[k:m]
