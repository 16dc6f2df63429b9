"""Headings as they read after the edits that lie in them."""
from __future__ import annotations

from collections.abc import Mapping

from flows.document import render
from flows.document.model import BlockKind, Document


def as_they_read(document: Document) -> Mapping[str, str]:
    """Of each heading that turns stand under (see ``Piece.section``) and that was edited, what it reads as now."""
    sections = {p.section for p in document.pieces if p.section}
    out: dict[str, str] = {}
    for b in document.blocks:
        edits = render.inside(document.edits, b.start, b.end, document.edit_starts) if b.kind is BlockKind.HEADING else []
        if edits:
            plain = document.text[b.start:b.end].replace("\u00a0", " ")
            heading = max((s for s in sections if s in plain), key=len, default=None)
            if heading is not None:
                start = b.start + plain.index(heading)
                inside = render.inside(edits, start, start + len(heading))
                out[heading] = render.apply(document.text, start, start + len(heading), inside).replace("\u00a0", " ")
    return out
