"""A marked-up text taken apart once, for the readers that ask what it is and for the one that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flows.document.model import Block, Metadata
from flows.readers import frontmatter
from flows.readers.casting import Cast, cast
from flows.readers.columns import cells
from flows.readers.signposts import followed
from flows.readers.units import Kind, Unit, units


@dataclass(frozen=True, slots=True)
class Parsed:
    """Where the body begins, what the front matter says, the units of the body with their marks, and who speaks."""

    begin: int
    meta: Metadata
    units: tuple[Unit, ...]
    marks: tuple[Block, ...]
    cast: Cast

    @property
    def texts(self) -> list[Unit]:
        return [u for u in self.units if u.kind is Kind.TEXT]


@lru_cache(maxsize=2)
def parsed(text: str, path: str) -> Parsed:
    """Raises Unreadable where the front matter is broken."""
    begin, meta = frontmatter.split(text, path)
    found, marks = units(text, begin)
    found, marks = followed(found, marks)
    found = cells(found)
    folds = len({u.fold for u in found if u.fold})
    texts = [u for u in found if u.kind is Kind.TEXT]
    told = frozenset(i for i, u in enumerate(texts) if u.told)
    return Parsed(begin, meta, tuple(found), tuple(marks), cast([u.text for u in texts], alike=0.02 if folds > 1 else 0.3, told=told))
