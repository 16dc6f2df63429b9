"""The sentences of one side with what is printed over each: the units over which speakers are decoded."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.document.model import BlockKind, Document, Piece
from flows.document.view import view
from flows.evidence import conversation as talk
from flows.evidence.boundaries import Observed, observe


@dataclass(frozen=True)
class Sentence:
    """One sentence (or the part of it that lies in one piece) of a side.

    start, end  raw offsets.
    turn        index of its turn among the turns of the side.
    gap         what parts it from the sentence before: `turn` (a turn begins: see ``rule``), `again` (the turn goes on under the same
                label, printed once more), `piece` (its next piece, with no label) or `inner`.
    rule        the piece's ``boundary`` where a piece begins.
    label       the speaker's canonical name printed over it, or None.
    """

    start: int
    end: int
    text: str
    turn: int
    gap: str
    rule: str
    label: str | None
    seen: Observed

    @property
    def size(self) -> int:
        """Words."""
        return self.seen.size


def side_sentences(document: Document, lang: str, names: talk.Names) -> list[Sentence]:
    """All sentences of a side in conversation order; an empty side gives none. Edits settled so far are in the text."""
    pieces = document.side(lang)
    if not pieces:
        return []
    reading = view(document, pieces)
    ends = [*reading.breaks[1:], len(reading.text)]
    out: list[Sentence] = []
    turn = -1
    labelled = _labelled(document)
    for p, a, b in zip(pieces, reading.breaks, ends):
        opens = p.opens or turn < 0
        turn += opens
        for n, (i, j) in enumerate(_cut(reading.text[a:b], lang)):
            gap = "inner" if n else "turn" if opens else "again" if p.boundary == "continuation" and labelled(p.start) else "piece"
            text = reading.text[a + i : a + j]
            out.append(
                Sentence(
                    reading.offset(a + i),
                    reading.offset(a + j - 1) + 1,
                    text,
                    turn,
                    gap,
                    p.boundary,
                    _label(document, p),
                    observe(text, lang, names),
                )
            )
    return out


def _labelled(document: Document) -> Callable[[int], bool]:
    """Whether a speaker's label is printed right before an offset."""
    ends = [b.end for b in document.blocks if b.kind is BlockKind.SPEAKER_LABEL]

    def printed(start: int) -> bool:
        i = bisect.bisect_right(ends, start) - 1
        return i >= 0 and not document.text[ends[i] : start].strip(" \t\n\r\u00a0*:：_")

    return printed


def _label(document: Document, piece: Piece) -> str | None:
    return document.name_of(piece.label) if piece.label is not None else None


def _cut(text: str, lang: str) -> list[tuple[int, int]]:
    """Sentences, cut further at what only a listener says in the middle of them (`..., mhm ...`)."""
    out = []
    known = talk.phrases(lang).listens
    for a, b in talk.sentences(text):
        at = a
        for m in known.finditer(talk.plain_same_length(text[a:b])):
            begin, end = a + m.start(), a + m.end()
            if _stray(text, begin, end):
                out += [(x, y) for x, y in ((at, begin), (begin, end)) if x < y]
                at = end
        out.append((at, b))
    trimmed = [(a + len(text[a:b]) - len(text[a:b].lstrip(" ,")), b - (len(text[a:b]) - len(text[a:b].rstrip()))) for a, b in out]
    return [(a, b) for a, b in trimmed if a < b and re.search(r"\w", text[a:b])] or ([(0, len(text))] if text.strip() else [])


def _stray(text: str, begin: int, end: int) -> bool:
    """A lone 'y' is a listener's 'yeah', but for the variable of a formula or an axis ('x and y', 'y axis', 'y =')."""
    if text[begin:end].lower() != "y":
        return True
    near = text[max(0, begin - 12) : begin] + "|" + text[end : end + 12]
    return not re.search(r"\b[xzXZ]\b|\baxis\b|[=+*/^()\d]\s*\||\|\s*[=+*/^()\d-]|[-'’&]\||\|[-'’&.]", near)


def turn_starts(sentences: list[Sentence]) -> list[int]:
    """Index of the first sentence of each turn."""
    return [i for i, s in enumerate(sentences) if i == 0 or s.turn != sentences[i - 1].turn]


def sentence_at(sentences: list[Sentence], order: list[int], offset: int) -> int | None:
    """Index of the sentence that holds a raw offset; ``order`` are the sentences' starts, which must not run backwards."""
    k = bisect.bisect_right(order, offset) - 1
    return k if k >= 0 and offset < sentences[k].end else None
