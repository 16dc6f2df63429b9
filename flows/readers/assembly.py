"""From units and a cast to a reading: pieces of speech with their sides and speakers, and blocks for the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from flows.document.model import Block, BlockKind, Piece
from flows.readers import languages, names
from flows.readers.base import Reading, Unreadable
from flows.readers.casting import Cast
from flows.readers.fields import dated, fields
from flows.readers.people import together
from flows.readers.speakers import set_groups, set_labels, set_sides, without_echoes
from flows.readers.stretches import Stretch, stretches
from flows.readers.tiling import opened, tile
from flows.readers.units import Kind, Unit

_LONGEST_TITLE = 200  # characters


def assemble(text: str, path: str, units: Sequence[Unit], marks: list[Block], cast: Cast, begin: int, hint: str | None = None) -> Reading:
    """The reading of a text cut into units whose labels are known.

    ``begin`` is where its front matter ends, ``hint`` the language it is said to be in. Raises Unreadable where no speech is left.
    """
    texts = [u for u in units if u.kind is Kind.TEXT]
    found, blocks = stretches(text, units, texts, cast)
    if not found:
        raise Unreadable(path, "no speech was found under the labels.", "Look whether the file was cut off.", 1)
    set_sides(found, hint)
    set_groups(found)
    echoes = without_echoes(found)
    set_labels(found)
    pieces = opened(_pieces(found))
    if not pieces:
        raise Unreadable(path, "nothing but copies and placeholders was found under the labels.", "Look whether the file was cut off.", 1)
    front = [Block(0, begin, BlockKind.FRONT_MATTER)] if begin else []
    meta = fields([(h.name, text[u.start + h.end : u.start + h.stop]) for i, u in enumerate(texts) if (h := cast.header.get(i))])
    credited = [p for c in cast.credits.values() for p in c.people]
    title, day = dated(meta.title or _title(text, units, blocks, min(p.start for p in pieces)))
    meta = replace(meta, title=title, date=meta.date or day, people=together(credited, meta.people))
    return Reading(tile(text, pieces, [*front, *marks, *blocks, *echoes]), pieces, meta, dict(cast.why), _notes(found))


def _title(text: str, units: Sequence[Unit], blocks: Sequence[Block], talk: int) -> str | None:
    """The title that a page prints before the talk: its highest heading, else its first line where that is one."""
    heads = [u for u in units if u.kind is Kind.HEADING and u.start < talk and u.text.startswith(("# ", "#\t"))]
    lines = [text[b.start : b.end] for b in blocks if b.kind is BlockKind.TITLE and b.start < talk]
    bare = [re.sub(r"^#+\s*|[*_]{2,}", "", t).strip() for t in (*(u.text for u in heads), *lines)]
    return next((t for t in bare if len(t) <= _LONGEST_TITLE and not names.structural(t) and re.search(r"[^\W\d_]", t)), None)


def _pieces(found: Sequence[Stretch]) -> list[Piece]:
    chunks = len({s.chunk for s in found if s.chunk})
    both = len({s.lang for s in found}) > 1
    out: list[Piece] = []
    last: dict[str, str | None] = {}
    section: tuple[str, ...] | None = None
    sections: dict[str, str] = {}
    for s in found:
        if s.sections != section:
            section, sections = s.sections, _by_language(s.sections)
        label = s.label
        if label and s.chunk and chunks > 1 and names.anonymous(label):
            label = f"{label} ({s.chunk}/{chunks})"  # ids begin anew in every part of a file that was made in parts
        opens = s.change or s.lang not in last or label != last[s.lang]
        boundary = "continuation" if not opens else "mark" if s.change and not s.own else "label"
        out.append(
            Piece(
                s.start,
                s.end,
                s.lang,
                label,
                s.time,
                None,
                sections.get(s.lang, sections.get("")),
                s.group if both else None,
                opens,
                boundary,
                s.join,
            )
        )
        last[s.lang] = label
    return out


def _notes(found: Sequence[Stretch]) -> tuple[str, ...]:
    langs = Counter(s.lang for s in found)
    return (f"sides: {', '.join(f'{lang} ({n})' for lang, n in langs.items())}",) if langs else ()


def _by_language(sections: tuple[str, ...]) -> dict[str, str]:
    """The heading for each side: in its own language where the file prints it in both, else the one there is (under '')."""
    if not sections:
        return {}
    if len(sections) == 1:
        return {"": sections[0]}
    return {"": sections[0], **{lang: s for s, lang in reversed(list(zip(sections, languages.sides(sections))))}}
