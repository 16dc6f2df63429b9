"""What a reader took for the page's own where people talk, in a line for whoever knows the talk and sees whether that is so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.document.model import Block, BlockKind, Piece
from flows.readers.furniture import ENDED, EVENT, LINK

_ASIDE = frozenset((BlockKind.ANNOTATION, BlockKind.BOILERPLATE, BlockKind.SUMMARY))
_WORD = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]|(?:(?![\u3041-\u30ff\u3400-\u9fff])\w)+")
_SENTENCE = 4  # words or signs: less of them beside a link or between brackets is nothing that somebody said
_SHOWN = 80


def set_aside(text: str, blocks: Sequence[Block], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """A note of the whole lines behind the first speech that are no speech though they are sentences; none where there are none."""
    first = min((p.start for p in pieces), default=len(text))
    lines = [text[b.start : b.end] for b in blocks if b.kind in _ASIDE and b.start > first and _alone(text, b)]
    said = [t for t in lines if ENDED.search(t) and not EVENT.match(t) and len(_WORD.findall(LINK.sub("", t))) >= _SENTENCE]
    if not said:
        return ()
    shown = f"{said[0][:_SHOWN]}…" if len(said[0]) > _SHOWN else said[0]
    return (f"{len(said)} line{'s' if len(said) > 1 else ''} below the first speech taken for the page's own, said by nobody: {shown!r}.",)


def _alone(text: str, b: Block) -> bool:
    """Whether a block is all that its lines hold."""
    end = text.find("\n", b.end)
    return not text[text.rfind("\n", 0, b.start) + 1 : b.start].strip() and not text[b.end : end if end >= 0 else len(text)].strip()
