"""Which lines of a page are speech, cut into stretches, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.document.model import Block, BlockKind
from flows.readers import furniture, inline
from flows.readers.casting import Cast
from flows.readers.heads import Head
from flows.readers.units import Kind, Unit


@dataclass(slots=True)
class Stretch:
    """A line of speech, or a part of one, on its way to a piece."""

    start: int
    end: int
    text: str
    label: str | None
    own: bool
    change: bool
    fold: int
    chunk: int
    sections: tuple[str, ...]
    time: float | None
    join: str | None
    lang: str = ""
    group: int = 0
    played: bool = False


def stretches(text: str, units: Sequence[Unit], texts: Sequence[Unit], cast: Cast) -> tuple[list[Stretch], list[Block]]:
    """Stretches of speech in order, and blocks for labels, times, and what nobody said."""
    first, last = _extent(units, texts, cast)
    index = {id(u): i for i, u in enumerate(texts)}
    quotes, italics, stops = furniture.habits(texts, set(cast.labels))
    toc = furniture.contents(texts, first)
    end = furniture.tail(units, last)
    bare, within = _times(texts, cast)
    out: list[Stretch] = []
    blocks: list[Block] = []
    sections: tuple[str, ...] = ()
    fresh = False
    for n, u in enumerate(units):
        if u.kind is not Kind.TEXT:
            if u.kind is Kind.HEADING:
                sections = (*(sections if fresh else ()), re.sub(r"^#+\s*", "", u.text).replace("\u00a0", " ").strip())
                fresh = True
            continue
        i = index[id(u)]
        h = cast.labels.get(i)
        if h:
            fresh = False
            played = i in cast.recordings
            blocks += _head_blocks(u, h, played)
            out += _speech(
                text, u, u.start + h.end, u.start + h.stop, None if played else h.name, h.time, sections, within, blocks, True, played
            )
            continue
        kind = _furniture(u, i, n, texts, cast, first, end, toc, quotes, italics, stops)
        if kind:
            blocks.append(Block(u.start, u.end, kind))
            if kind is BlockKind.HEADING:
                sections = (*(sections if fresh else ()), u.text.strip("*_ "))
                fresh = True
            continue
        fresh = False
        at, time = u.start, None
        if led := inline.leading_time(u.text, bare):
            blocks.append(Block(u.start, u.start + len(u.text[: led[0]].rstrip(" \t\u00a0-–—|·:：")), BlockKind.TIMESTAMP))
            at, time = u.start + led[0], led[1]
        elif quotes and (q := re.match(r">(?!>)[ \t]*", u.text)):
            at += q.end()
        out += _speech(text, u, at, u.end, None, time, sections, within, blocks, False, False)
    return out, blocks


def _extent(units: Sequence[Unit], texts: Sequence[Unit], cast: Cast) -> tuple[int, int]:
    """Index in ``texts`` of the first line that is labelled or has its translation folded under it, and in ``units`` of the last."""
    paired = [i for i, u in enumerate(texts) if i in cast.labels or u.fold or (i + 1 < len(texts) and texts[i + 1].fold and not u.fold)]
    if not paired:
        return 0, len(units) - 1
    final = texts[paired[-1]]
    return paired[0], next(n for n, u in enumerate(units) if u is final)


def _furniture(
    u: Unit,
    i: int,
    n: int,
    texts: Sequence[Unit],
    cast: Cast,
    first: int,
    end: int,
    toc: set[int],
    quotes: bool,
    italics: bool,
    stops: bool,
) -> BlockKind | None:
    if i in cast.header:
        return BlockKind.FRONT_MATTER
    if i in cast.silent:
        return BlockKind.HEADING
    if i in toc or n >= end:
        return BlockKind.BOILERPLATE
    if u.fold and not furniture.PLACEHOLDER.match(u.text) and not furniture.EVENT.match(u.text):
        return None
    kind = furniture.mark_of(u, quotes, italics)
    if kind or i >= first:
        if (
            not kind
            and stops
            and furniture.is_heading(u, texts[i - 1] if i else None, texts[i + 1] if i + 1 < len(texts) else None, i + 1 in cast.labels)
        ):
            return BlockKind.HEADING
        return kind
    if len(u.text) >= 80 and furniture.ENDED.search(u.text):
        return None if i == 0 and len(u.text) >= 200 else BlockKind.SUMMARY
    return BlockKind.TITLE if i == 0 or u.text == texts[0].text else BlockKind.BOILERPLATE


def _times(texts: Sequence[Unit], cast: Cast) -> tuple[bool, bool]:
    """Whether a file prints times without brackets at the head of lines, and whether it prints times within speech."""
    bare = sum(1 for i, u in enumerate(texts) if i not in cast.labels and u.text[:1].isdigit() and inline.leading_time(u.text, True))
    count = 0
    for i, u in enumerate(texts):
        h = cast.labels.get(i)
        if "[" in u.text or "(" in u.text:
            count += len(re.findall(inline.BRACKETED_TIME, u.text[h.end if h else 0 :]))
    return bare >= 3, count >= 2


def _head_blocks(u: Unit, h: Head, played: bool) -> list[Block]:
    """A label and its times; what is left between them is markup."""
    out = [Block(u.start + a, u.start + b, BlockKind.TIMESTAMP) for a, b in h.times]
    edges = sorted([(0, 0), *h.times, (h.end, h.end)])
    for (_, a), (b, _) in zip(edges, edges[1:]):
        if a <= h.name_at < b:
            part = u.text[a:b]
            left, right = a + len(part) - len(part.lstrip()), a + len(part.rstrip())
            out.append(Block(u.start + left, u.start + right, BlockKind.ANNOTATION if played else BlockKind.SPEAKER_LABEL))
    return out


def _speech(
    text: str,
    u: Unit,
    start: int,
    end: int,
    label: str | None,
    time: float | None,
    sections: tuple[str, ...],
    within: bool,
    blocks: list[Block],
    own: bool,
    played: bool,
) -> list[Stretch]:
    parts, marks = inline.said(text, start, end, within)
    blocks += marks
    out = []
    for k, p in enumerate(parts):
        mine = own and k == 0
        out.append(
            Stretch(
                p.start,
                p.end,
                text[p.start : p.end],
                label if mine else None,
                mine,
                p.change or (mine and played),
                u.fold,
                u.chunk,
                sections,
                p.time if p.time is not None else time if k == 0 else None,
                p.join,
                played=played,
            )
        )
    if own and not parts:  # a label alone: what follows, on other lines, is its
        out.append(Stretch(end, end, "", label, True, False, u.fold, u.chunk, sections, time, None, played=played))
    return out
