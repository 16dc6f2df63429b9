"""From the pieces and marks that a reader found to a tiling of the whole text, and from printed labels to turns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.document.model import Block, BlockKind, Piece

_RUN = re.compile(r"(?P<blank>\s+)|\S(?:.*\S)?", re.S)


def tile(text: str, pieces: Sequence[Piece], marks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks that, with ``pieces``, cover ``text`` from 0 to its end without gap or overlap.

    What neither pieces nor marks cover is `blank` where it is white space, else `markup` (marks of that kind need not be given).
    Marks must not overlap each other or a piece.
    """
    kept = [b for b in marks if b.start < b.end and b.kind is not BlockKind.MARKUP]
    taken = sorted([(p.start, p.end, -1) for p in pieces] + [(b.start, b.end, n) for n, b in enumerate(kept)])
    out: list[Block] = []
    at = 0
    for start, end, n in taken:
        if start < at:
            raise ValueError(f"what lies at {start}..{end} overlaps what ends at {at}")
        if at < start:
            _gap(text, at, start, out)
        if n >= 0:
            out.append(kept[n])
        at = end
    if at < len(text):
        _gap(text, at, len(text), out)
    return tuple(out)


def _gap(text: str, start: int, end: int, out: list[Block]) -> None:
    gap = text[start:end]
    if gap.isspace():
        out.append(Block(start, end, BlockKind.BLANK))
        return
    for m in _RUN.finditer(gap):
        out.append(Block(start + m.start(), start + m.end(), BlockKind.BLANK if m["blank"] else BlockKind.MARKUP))


def opened(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces with ``opens`` and ``boundary`` set: one opens a turn unless its side's last piece has the same label.

    A piece that comes in with ``opens`` False stays a continuation whatever its label.
    """
    last: dict[str, Piece] = {}
    out = []
    for p in pieces:
        before = last.get(p.lang)
        goes_on = before is not None and (not p.opens or (before.label == p.label and p.label is not None))
        if goes_on:
            p = replace(p, opens=False, boundary="continuation") if p.boundary != "continuation" or p.opens else p
        elif not p.opens:
            p = replace(p, opens=True)
        out.append(p)
        last[p.lang] = p
    return tuple(out)
