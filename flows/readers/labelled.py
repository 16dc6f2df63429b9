"""Reader of text whose turns begin with a speaker's label, however it is set off, in one language or two."""

from __future__ import annotations

from collections import Counter

from flows.document.model import Metadata
from flows.readers import frontmatter
from flows.readers.assembly import assemble
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.parsed import parsed
from flows.readers.signs import not_prose

name = "labelled"


def recognise(text: str, path: str) -> Recognition:
    """Sure where many lines begin with a label, and labels come back or look alike."""
    if other := not_prose(text):
        return Recognition(0.0, other)
    try:
        p = parsed(text, path)
    except Unreadable as broken:  # reading will say where
        return Recognition(0.5, f"its front matter is broken: {broken.reason}")
    unlabelled = sum(1 for i, _ in enumerate(p.texts) if i not in p.cast.labels and i not in p.cast.header)
    n = len(p.cast.labels)
    if n < 2 and not (n == 1 and unlabelled <= 4):
        return Recognition(0.0, "no speaker labels")
    people = Counter(h.name for h in p.cast.labels.values())
    if (
        max(people.values()) == 1
        and p.cast.coverage < 0.6
        and not any(u.fold for u in p.texts)
        and all(h.time is None for h in p.cast.labels.values())
    ):
        return Recognition(0.0, f"{n} lines look labelled, but no label comes back and {unlabelled} lines have none")
    share = n / (n + unlabelled)
    return Recognition(
        round(0.45 + 0.5 * min(1.0, 1.5 * share), 3), f"{n} lines begin with a label, of {len(people)} kinds; {unlabelled} do not"
    )


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks and pieces of the whole text. Raises Unreadable where no speech stands under the labels."""
    p = parsed(text, path)
    return frontmatter.into(assemble(text, path, p.units, list(p.marks), p.cast, p.begin, known.source_lang), p.meta)
