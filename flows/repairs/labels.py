"""Names misspelt in printed labels: the release gives the speaker's proper name, and an edit says where the label read otherwise.

Who is meant by a label is decided where labels are read (``Document.names``); here only slips of spelling become edits. A label
that is another name for somebody (a first name, a role, a name in the other language) is printed right and stays.
"""
from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from flows.document.model import Block, BlockKind, Claims, Document, Edit, EditKind
from flows.evidence.context import Context
from flows.readers.names import plain
from flows.readers.spelling import sounds_like

RULE = "label"
_MOST = 2  # letters by which a word may differ and still be a slip of the other; more where it sounds the same before one surname
_CONFIDENCE = 0.98  # whom a label means was decided on metadata, front matter or the file's other labels


def labels(document: Document, context: Context) -> Claims:
    """An edit for each misspelt word of a label that means somebody whose name is known."""
    slips = {label: found for label, (name, _) in document.names.items() if (found := list(_slips(label, name)))}
    if not slips:
        return Claims()
    places = sorted((b for b in document.blocks if b.kind is BlockKind.SPEAKER_LABEL), key=lambda b: b.start)
    starts = [b.start for b in places]
    edits: dict[tuple[int, int], Edit] = {}
    for piece in document.pieces:
        block = places[i] if piece.label in slips and (i := bisect.bisect_left(starts, piece.start) - 1) >= 0 else None
        at = document.text.find(piece.label, block.start, block.end) if block and piece.label else -1
        for begin, end, after in slips[piece.label] if block and at >= 0 and _over(document, block, piece.start) else ():
            evidence = f"the label {piece.label!r} is {document.names[piece.label][0]!r}: {document.names[piece.label][1]}"
            e = Edit(at + begin, at + end, piece.label[begin:end], after, EditKind.MISTRANSCRIPTION, RULE, evidence, _CONFIDENCE)
            edits[e.start, e.end] = e
    return Claims(edits=tuple(e for _, e in sorted(edits.items())))


def _slips(label: str, name: str) -> Iterator[tuple[int, int, str]]:
    """(begin, end, right spelling) of the words of a label that are slips of a name's, where it has as many words."""
    printed, words = list(re.finditer(r"[^\s*_]+", label)), name.split()
    if len(printed) != len(words) or not label.isascii():
        return
    for m, word in zip(printed, words) if not sounds_like(plain(label), name) else ():
        far = DamerauLevenshtein.distance(m[0].lower(), word.lower())
        if far > _MOST or far * 2 >= len(word):
            return
    yield from ((m.start(), m.end(), word) for m, word in zip(printed, words) if m[0].lower() != word.lower())


def _over(document: Document, block: Block, start: int) -> bool:
    """Whether nothing but marks and white space stands between a label and what is said under it."""
    return not re.search(r"\w", document.text[block.end:start])
