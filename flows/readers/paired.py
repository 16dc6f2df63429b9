"""Reader of text in two languages without labels: paragraph and translation in turn, or the original folded under its translation."""

from __future__ import annotations

from flows.document.model import Metadata
from flows.readers import frontmatter, languages
from flows.readers.assembly import assemble
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.casting import Cast
from flows.readers.furniture import ENDED
from flows.readers.parsed import parsed
from flows.readers.signs import not_prose

name = "paired"

_ENOUGH = 400


def recognise(text: str, path: str) -> Recognition:
    """Sure where paragraphs of two languages take turns throughout; never as sure as a reader that sees labels."""
    if other := not_prose(text):
        return Recognition(0.0, other)
    try:
        p = parsed(text, path)
    except Unreadable as broken:
        return Recognition(0.0, broken.reason)
    texts = p.texts
    if len(texts) < 4 or p.cast.coverage > 0.3:
        return Recognition(0.0, "too few paragraphs" if len(texts) < 4 else "it has labels")
    sides = languages.sides([u.text for u in texts[:_ENOUGH]], [bool(u.fold) for u in texts[:_ENOUGH]])
    if len(set(sides)) < 2:
        return Recognition(0.0, "one language, no labels")
    folds = len({u.fold for u in texts if u.fold})
    switches = sum(a != b for a, b in zip(sides, sides[1:])) / (len(sides) - 1)
    sentences = sum(bool(ENDED.search(u.text)) for u in texts) / len(texts)
    if folds >= 2 and folds >= 0.2 * len(texts):
        return Recognition(0.42, f"{folds} paragraphs have their original folded under them, and no labels")
    if switches >= 0.75 and sentences >= 0.6:
        return Recognition(round(0.2 + 0.2 * switches, 3), f"paragraphs of {' and '.join(sorted(set(sides)))} take turns, without labels")
    return Recognition(0.0, "two languages, but not in turn")


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks and pieces of the whole text; nobody is named in it."""
    p = parsed(text, path)
    return frontmatter.into(assemble(text, path, p.units, list(p.marks), Cast(credits=p.cast.credits), p.begin, known.source_lang), p.meta)
