"""Which lines of a page are speech, cut into stretches, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.document.model import Block, BlockKind
from flows.readers import furniture, inline
from flows.readers.casting import Cast
from flows.readers.furniture import Habits
from flows.readers.heads import TIME, Head
from flows.readers.times import position
from flows.readers.units import Kind, Unit

_TIME_ALONE = re.compile(rf"{TIME}$")
_TIME_ENDS = frozenset("0123456789)]）】mM.")


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


@dataclass(slots=True)
class _Page:
    """What the whole of a page says about its unlabelled lines.

    first      index in ``texts`` of the first line of speech; before it stand titles, fields, contents and a summary.
    end        index in the units from which the page's end begins.
    headed     whether a heading stands before all of its lines, which is its title then.
    notices    indexes in ``texts`` of what stands before the talk under headings of lists: sponsors, links.
    contents, summaries  indexes in ``texts`` of lines of a table of contents, and of paragraphs under headings that nobody says.
    habits     what the page does throughout.
    bare, within  whether it prints times without brackets at the head of lines, and times within speech.
    ahead      whether times on lines of their own stand over what is said from then on, not under what was said until then.
    """

    texts: Sequence[Unit]
    cast: Cast
    first: int
    end: int
    headed: bool
    notices: set[int]
    contents: set[int]
    summaries: set[int]
    habits: Habits
    bare: bool
    within: bool
    ahead: bool


def stretches(text: str, units: Sequence[Unit], texts: Sequence[Unit], cast: Cast) -> tuple[list[Stretch], list[Block]]:
    """Stretches of speech in order, and blocks for labels, times, and what nobody said."""
    page = _page(units, texts, cast)
    out: list[Stretch] = []
    blocks: list[Block] = []
    sections: tuple[str, ...] = ()
    fresh = False
    waiting: float | None = None  # a time on a line of its own, until somebody speaks
    i = -1
    for n, u in enumerate(units):
        if u.kind is not Kind.TEXT:
            if u.kind is Kind.HEADING:
                sections = (*(sections if fresh else ()), re.sub(r"^#+\s*", "", u.text).replace("\u00a0", " ").strip())
                fresh = True
            continue
        i += 1
        h = cast.labels.get(i)
        if h:
            fresh = False
            time = h.time if h.time is not None else waiting
            waiting = None
            blocks += _head_blocks(u, h, i in cast.recordings)
            out += _speech(text, u, u.start + h.end, u.start + h.stop, sections, page.within, blocks, time, h, i in cast.recordings)
            continue
        kind = _furniture(u, i, n, page)
        if kind:
            blocks.append(Block(u.start, u.end, kind))
            if kind is BlockKind.TIMESTAMP and page.ahead:
                waiting = position(u.text)
            if kind is BlockKind.HEADING:
                sections = (*(sections if fresh else ()), u.text.strip("*_ "))
                fresh = True
            continue
        fresh = False
        at, time, waiting = u.start, waiting, None
        if led := inline.leading_time(u.text, page.bare):
            blocks.append(Block(u.start, u.start + len(u.text[: led[0]].rstrip(" \t\u00a0-–—|·:：")), BlockKind.TIMESTAMP))
            at, time = u.start + led[0], led[1]
        elif page.habits.quotes and (q := re.match(r">(?!>)[ \t]*", u.text)):
            at += q.end()
        said = _speech(text, u, at, u.end, sections, page.within, blocks, time)
        if i in cast.changes and said:
            said[0].change = True
        out += said
    return out, blocks


def _page(units: Sequence[Unit], texts: Sequence[Unit], cast: Cast) -> _Page:
    first, last = _extent(units, texts, cast)
    habits = furniture.habits(units, cast.labels)
    sparse, summaries = _under_headings(units, cast, first)
    end = furniture.tail(units, last, sparse, habits)
    headed = bool(units) and units[0].kind is Kind.HEADING
    notices, contents = furniture.notices(units, first), furniture.contents(texts, first)
    return _Page(texts, cast, first, end, headed, notices, contents, summaries, habits, *_times(texts, cast))


def _extent(units: Sequence[Unit], texts: Sequence[Unit], cast: Cast) -> tuple[int, int]:
    """Index in ``texts`` of the first line that is labelled or has its translation folded under it, and in ``units`` of the last."""
    paired = [i for i, u in enumerate(texts) if i in cast.labels or u.fold or (i + 1 < len(texts) and texts[i + 1].fold and not u.fold)]
    if not paired:
        return min(cast.changes, default=max(cast.credits, default=-1) + 1), len(units) - 1
    final = texts[paired[-1]]
    return paired[0], next(n for n, u in enumerate(units) if u is final)


def _under_headings(units: Sequence[Unit], cast: Cast, first: int) -> tuple[bool, set[int]]:
    """Whether nearly every line of speech is labelled, and the paragraphs between a heading and a label that then are summaries."""
    loose: list[int] = []
    under: list[int] = []
    last = max(cast.labels, default=-1)
    i = -1
    headed = False
    before = ""
    for u in units:
        if u.kind is Kind.HEADING:
            headed = True
        if u.kind is not Kind.TEXT:
            continue
        i += 1
        if i not in cast.labels and not u.fold and i < last:
            if headed and i + 1 in cast.labels and furniture.ENDED.search(u.text) and (not before or furniture.ENDED.search(before)):
                under.append(i)
            elif i >= first:
                loose.append(i)
        headed = False
        before = u.text
    sparse = len(loose) <= 0.05 * len(cast.labels)
    return sparse, set(under) if sparse and not any(u.fold for u in units) else set()


def _furniture(u: Unit, i: int, n: int, page: _Page) -> BlockKind | None:
    """The kind of an unlabelled line, None where it is speech."""
    if i in page.cast.header:
        return BlockKind.FRONT_MATTER
    if i in page.cast.credits:
        return BlockKind.SUMMARY if page.cast.credits[i].prose else BlockKind.FRONT_MATTER
    if i in page.cast.silent:
        return BlockKind.HEADING
    if i in page.contents or n >= page.end:
        return BlockKind.BOILERPLATE
    if u.text[-1:] in _TIME_ENDS and _TIME_ALONE.match(u.text):
        return BlockKind.TIMESTAMP
    if u.fold and not furniture.PLACEHOLDER.match(u.text) and not furniture.EVENT.match(u.text):
        return None
    kind = furniture.mark_of(u, page.habits, i >= page.first)
    if kind is BlockKind.ANNOTATION and i < page.first and furniture.ITALIC.match(u.text) and not furniture.EVENT.match(u.text):
        return BlockKind.SUMMARY  # what a page says of the talk before it
    if kind or i >= page.first:
        if kind or i in page.summaries:
            return kind or BlockKind.SUMMARY
        before, after = page.texts[i - 1] if i else None, page.texts[i + 1] if i + 1 < len(page.texts) else None
        heading = page.habits.stops and furniture.is_heading(u, before, after, i + 1 in page.cast.labels)
        return BlockKind.HEADING if heading else None
    if len(u.text) >= 80 and furniture.ENDED.search(u.text):
        return None if i == 0 and len(u.text) >= 200 else BlockKind.SUMMARY
    if i in page.notices or furniture.is_notice(u.text):
        return BlockKind.BOILERPLATE
    return BlockKind.TITLE if not page.headed and (i == 0 or u.text == page.texts[0].text) else BlockKind.FRONT_MATTER


def _times(texts: Sequence[Unit], cast: Cast) -> tuple[bool, bool, bool]:
    """Where a file prints times: without brackets at the head of lines, within speech, on lines of their own ahead of what is said."""
    bare = sum(1 for i, u in enumerate(texts) if i not in cast.labels and u.text[:1].isdigit() and inline.leading_time(u.text, True))
    count = 0
    for i, u in enumerate(texts):
        h = cast.labels.get(i)
        if "[" in u.text or "(" in u.text:
            count += len(re.findall(inline.BRACKETED_TIME, u.text[h.end if h else 0 :]))
    alone = next((i for i, u in enumerate(texts) if u.text[-1:] in _TIME_ENDS and _TIME_ALONE.match(u.text)), len(texts))
    return bare >= 3, count >= 2, alone <= min(cast.labels, default=len(texts))


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
    sections: tuple[str, ...],
    within: bool,
    blocks: list[Block],
    time: float | None,
    head: Head | None = None,
    played: bool = False,
) -> list[Stretch]:
    """Stretches of ``text[start:end]``, the first at ``time`` and under ``head``, if any; marks between them go to ``blocks``."""
    parts, marks = inline.said(text, start, end, within)
    blocks += marks
    label = head.name if head and not played else None
    if head and not parts:  # a label alone: what follows, on other lines, is its
        return [Stretch(end, end, "", label, True, False, u.fold, u.chunk, sections, time, None, played=played)]
    out = []
    for k, p in enumerate(parts):
        mine = head is not None and k == 0
        began = p.time if p.time is not None else time if k == 0 else None
        change = p.change or (mine and played)
        said = text[p.start : p.end]
        out.append(
            Stretch(p.start, p.end, said, label if mine else None, mine, change, u.fold, u.chunk, sections, began, p.join, played=played)
        )
    return out
