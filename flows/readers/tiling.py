"""From the pieces and marks that a reader found to a tiling of the whole text, and from printed labels to turns."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.document.model import Block, BlockKind, Piece

_RUN = re.compile(r"(?P<blank>[\s\ufeff\u200b]+)|[^\s\ufeff\u200b](?:.*[^\s\ufeff\u200b])?", re.S)


def tile(text: str, pieces: Sequence[Piece], marks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks that, with ``pieces``, cover ``text`` from 0 to its end without gap or overlap.

    What neither pieces nor marks cover is `blank` where it is white space, else `markup` (marks of that kind need not be given).
    Marks must not overlap each other or a piece.
    """
    taken = sorted([(p.start, p.end, None) for p in pieces] + [(b.start, b.end, b) for b in marks if b.start < b.end and b.kind is not BlockKind.MARKUP], key=lambda x: x[:2])
    out: list[Block] = []
    at = 0
    for start, end, block in taken + [(len(text), len(text), None)]:
        if start < at:
            raise ValueError(f"what lies at {start}..{end} overlaps what ends at {at}")
        if at < start:
            out += _gap(text, at, start)
        if block is not None:
            out.append(block)
        at = end
    return tuple(out)


def _gap(text: str, start: int, end: int) -> Iterable[Block]:
    for m in _RUN.finditer(text[start:end]):
        yield Block(start + m.start(), start + m.end(), BlockKind.BLANK if m["blank"] else BlockKind.MARKUP)


def opened(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces with ``opens`` and ``boundary`` set: one opens a turn unless its side's last piece has the same label.

    A piece that comes in with ``opens`` False stays a continuation whatever its label.
    """
    last: dict[str, Piece] = {}
    out = []
    for p in pieces:
        before = last.get(p.lang)
        goes_on = before is not None and (not p.opens or (before.label == p.label and p.label is not None))
        made = replace(p, opens=not goes_on, boundary="continuation" if goes_on else p.boundary)
        out.append(made)
        last[p.lang] = made
    return tuple(out)
