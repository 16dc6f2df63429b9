"""Documents at random, for property tests: pieces of two sides over random text, non-speech between them."""
from __future__ import annotations

import hashlib

from hypothesis import strategies as st

from flows.document.model import Block, BlockKind, Document, Edit, EditKind, Metadata, Piece, RawText

ALPHABET = "ab 。好,\n-"


def document_of(text: str, pieces: tuple[Piece, ...], blocks: tuple[Block, ...] = (), edits: tuple[Edit, ...] = ()) -> Document:
    raw = RawText(text, "utf-8", hashlib.sha256(text.encode()).hexdigest(), "talk.txt")
    return Document("talk", raw, "plain", Metadata(source_lang="en"), blocks, pieces, edits)


@st.composite
def pieces_and_blocks(draw: st.DrawFn, text: str) -> tuple[tuple[Piece, ...], tuple[Block, ...]]:
    """A text cut at random places; each part is a piece of `en` or `zh`, or a label."""
    cuts = sorted(draw(st.sets(st.integers(1, max(len(text) - 1, 1)), max_size=8)))
    edges = [0, *[c for c in cuts if c < len(text)], len(text)]
    pieces, blocks = [], []
    for a, b in zip(edges, edges[1:]):
        kind = draw(st.sampled_from(["en", "zh", "label"]))
        if kind == "label":
            blocks.append(Block(a, b, BlockKind.SPEAKER_LABEL))
        else:
            opens, time = draw(st.booleans()), draw(st.none() | st.integers(0, 99).map(float))
            pieces.append(Piece(a, b, kind, label=draw(st.sampled_from([None, "Ada", "Grace"])), opens=opens, start_s=time))
    return tuple(pieces), tuple(blocks)


@st.composite
def edits_in(draw: st.DrawFn, text: str, pieces: tuple[Piece, ...]) -> tuple[Edit, ...]:
    """Edits inside the pieces, sorted, not overlapping, insertions among them (never at the end of a piece)."""
    out = []
    for p in sorted(pieces, key=lambda p: p.start):
        at = p.start
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(at, p.end))
            end = draw(st.integers(start, p.end))
            if start == p.end or (start == end and out and out[-1].start == out[-1].end == start):
                break
            after = draw(st.text(ALPHABET, max_size=3, min_size=start == end))
            if after != text[start:end]:
                out.append(Edit(start, end, text[start:end], after, draw(st.sampled_from(EditKind)), f"rule{len(out)}", "seen", 1.0))
            at = end
    return tuple(out)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(ALPHABET, min_size=1, max_size=40))
    pieces, blocks = draw(pieces_and_blocks(text))
    return document_of(text, pieces, blocks, draw(edits_in(text, pieces)))
