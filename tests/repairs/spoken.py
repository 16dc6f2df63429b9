"""Documents made of a few lines, and what they say after some repairs."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from flows.document.decide import settle
from flows.document.model import Claims, Document, Metadata, Piece, RawText
from flows.document.render import undo
from flows.document.view import view
from flows.evidence.context import Context
from tests.damage.conversation import load

Repair = Callable[[Document, Context], Claims]
CLEAN = Path(__file__).parents[1] / "samples" / "clean"


def spoken(*lines: str, lang: str = "en", label: str | None = "Ada", opens: bool = True) -> Document:
    """A document of one side, a piece a line."""
    pieces, at = [], 0
    for line in lines:
        pieces.append(Piece(at, at + len(line), lang, label, opens=opens or not at))
        at += len(line) + 1
    return Document("e", RawText("\n".join(lines), "utf-8", "", "e.txt"), "lines", Metadata(source_lang=lang), (), tuple(pieces))


def repaired(document: Document, *repairs: Repair) -> Document:
    """The document after some repairs; what it says can be undone to what the file says."""
    for repair in repairs:
        document = settle(document, repair(document, Context()))
    for lang in document.langs:
        side = view(document, document.side(lang))
        spans = [(p.start, p.end, join) for p, join in zip(side.pieces, _joins(document, side.pieces))]
        undo(side.text, spans, document.edits)
    return document


def _joins(document: Document, pieces: Sequence[Piece]) -> list[str]:
    from flows.document.render import joins

    return joins(document.text, pieces)


def says(document: Document, lang: str = "en") -> list[str]:
    """Text of each turn."""
    return [view(document, turn.pieces).text for turn in document.turns(lang)]


@cache
def prose() -> str:
    """English of the sample conversations, some 29,000 characters."""
    return " ".join(said.right for path in sorted(CLEAN.glob("*.txt")) for said in load(path).turns)


def sentences(text: str, at_once: int = 3) -> list[str]:
    """A text in lines of some sentences."""
    found = re.split(r"(?<=[.?!]) ", text)
    return [" ".join(found[k:k + at_once]) for k in range(0, len(found), at_once)]
