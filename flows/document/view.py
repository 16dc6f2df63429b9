"""Text as it reads now, every character traced to raw characters, and edits proposed on it.

A repair looks for defects in a ``View`` (the pieces of a turn or of a whole side, with the edits settled so far) and proposes
changes by positions in ``View.text``; the view turns them into claims on raw spans. A change that touches earlier edits
becomes one edit with them, so that edits never overlap.
"""
from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.document import render
from flows.document.model import Document, Edit, EditKind, Piece


@dataclass(frozen=True, slots=True)
class _Run:
    """Consecutive characters of a view with one origin: raw text, an edit's replacement, or a join."""

    at: int
    length: int
    start: int
    end: int
    edit: Edit | None
    piece: int


class View:
    """``text`` of pieces under edits. ``breaks`` holds, for each piece, the position in ``text`` where it begins (after its join)."""

    def __init__(self, raw: str, pieces: Sequence[Piece], edits: Sequence[Edit], joins: Sequence[str] | None = None,
                 starts: Sequence[int] | None = None):
        self.raw, self.pieces = raw, tuple(pieces)
        starts = [e.start for e in edits] if starts is None else starts
        parts: list[str] = []
        runs: list[_Run] = []
        self.breaks: list[int] = []
        at = 0

        def add(text: str, start: int, end: int, edit: Edit | None, piece: int) -> None:
            nonlocal at
            if text or edit:
                runs.append(_Run(at, len(text), start, end, edit, piece))
                parts.append(text)
                at += len(text)

        for i, (p, join) in enumerate(zip(self.pieces, joins if joins is not None else render.joins(raw, self.pieces))):
            add(join, p.start, p.start, None, -1)
            self.breaks.append(at)
            pos = p.start
            for e in render.inside(edits, p.start, p.end, starts):
                add(raw[pos:e.start], pos, e.start, None, i)
                add(e.after, e.start, e.end, e, i)
                pos = e.end
            add(raw[pos:p.end], pos, p.end, None, i)
        self.text = "".join(parts)
        self._runs, self._at = runs, [r.at for r in runs]
        self._by_offset = sorted((r for r in runs if r.piece >= 0), key=lambda r: (r.start, r.end))
        self._ends = [r.end for r in self._by_offset]

    def offset(self, position: int) -> int:
        """Raw offset of the character at ``position``: the start of its edit where there is one, the end of the last piece past the end."""
        if position >= len(self.text):
            return self.pieces[-1].end if self.pieces else 0
        r = self._run(position)
        return r.start if r.edit or r.piece < 0 else r.start + position - r.at

    def position(self, offset: int) -> int:
        """Position in ``text`` of a raw offset; where it lies in an edit, of the edit's first character; between pieces, of the next."""
        i = bisect.bisect_right(self._ends, offset)
        if i and self._by_offset[i - 1].start == offset:  # an insertion: what is put in at an offset comes before what stands there
            i -= 1
        if i == len(self._ends):
            return len(self.text)
        r = self._by_offset[i]
        return r.at if r.edit else r.at + max(offset - r.start, 0)

    def piece_at(self, position: int) -> int:
        """Index of the piece that holds the character at ``position`` (a join belongs to the piece after it)."""
        r = self._run(min(position, max(len(self.text) - 1, 0)))
        return r.piece if r.piece >= 0 else bisect.bisect_left(self.breaks, position)

    def _run(self, position: int) -> _Run:
        i = bisect.bisect_right(self._at, position) - 1
        while self._runs[i].length == 0 and i > 0:
            i -= 1
        return self._runs[i]

    def edit(self, begin: int, end: int, after: str, kind: EditKind, rule: str, evidence: str, confidence: float = 1.0,
             event: str | None = None) -> tuple[Edit, ...]:
        """Claims that ``text[begin:end]`` should read ``after``: one edit, or one a piece where the range runs over several.

        Of several, the first holds ``after`` and the others delete. Where nothing would change the result is empty.
        """
        if self.text[begin:end] == after and event is None:
            return ()
        cuts = [b for b in self.breaks if begin < b < end]
        edges = [begin, *cuts, end]
        out: list[Edit] = []
        for n, (a, b) in enumerate(zip(edges, edges[1:])):
            stop = b
            if n + 1 < len(edges) - 1:  # the join before the next piece is not raw text
                r = self._run(b - 1)
                stop = max(r.at, a) if r.piece < 0 else b
            made = self._one(a, stop, after if n == 0 else "", kind, rule, evidence, confidence, event if n == 0 else None)
            out += [made] if made else []
        return tuple(out)

    def _one(self, begin: int, end: int, after: str, kind: EditKind, rule: str, evidence: str, confidence: float,
             event: str | None) -> Edit | None:
        touched = self._touched(begin, end) or self._beside(begin) * (begin == end)
        if not touched:
            return None
        first, last = touched[0], touched[-1]
        begin, end = max(begin, first.at), min(end, last.at + last.length)  # a join is not raw text: nothing can be changed there
        head = self.text[first.at:begin] if first.edit else ""
        tail = self.text[end:last.at + last.length] if last.edit else ""
        start = first.start if first.edit else first.start + begin - first.at
        stop = last.end if last.edit else last.start + end - last.at
        if start == stop == self.pieces[first.piece].end and not first.edit:  # put in at the end of a span it would belong to what follows
            start, head = start - 1, self.raw[start - 1]
        old = [r.edit for r in touched if r.edit]
        new = head + after + tail
        before = self.raw[start:stop]
        events = [e.event for e in old if e.event] + ([event] if event else [])
        if before == new and not events and not old:  # with old edits it stays: a claim that changes nothing takes them back
            return None
        if not old:
            return Edit(start, stop, before, new, kind, rule, evidence, confidence, event)
        return Edit(start, stop, before, new, max([kind, *(e.kind for e in old)], key=lambda k: k.weight),
                    "+".join(_unique([*(e.rule for e in old), rule])), "; ".join(_unique([*(e.evidence for e in old), evidence])),
                    min([confidence, *(e.confidence for e in old)]), " ".join(events) or None, tuple((e.start, e.end) for e in old))

    def _touched(self, begin: int, end: int) -> list[_Run]:
        """Runs that have characters in ``begin``..``end``, and deletions strictly between the two."""
        i = max(bisect.bisect_left(self._at, begin) - 1, 0)
        hits = []
        while i < len(self._runs) and self._runs[i].at < end:
            r = self._runs[i]
            if r.piece >= 0 and begin < r.at + r.length:
                hits.append(r)
            i += 1
        return hits

    def _beside(self, position: int) -> list[_Run]:
        """The run that something put in between two runs goes to: an earlier insertion there, else unchanged text, else an edit."""
        lo, hi = max(bisect.bisect_left(self._at, position) - 1, 0), bisect.bisect_right(self._at, position)
        near = [r for r in self._runs[lo:hi] if r.piece >= 0 and r.at + r.length >= position]
        return sorted(near, key=lambda r: (not (r.edit and r.start == r.end), r.edit is not None, self.pieces[r.piece].end == r.end))[:1]


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))


def view(document: Document, pieces: Sequence[Piece]) -> View:
    """The text of some pieces of a document (one turn's, or a whole side's) as the edits settled so far make it read."""
    return View(document.text, pieces, document.edits, starts=document.edit_starts)
