"""From units and a cast to a reading: stretches of speech, their sides, who says them, and where turns begin."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.document.model import Block, BlockKind, Metadata, Piece
from flows.readers import furniture, inline, languages, names
from flows.readers.base import Reading, Unreadable
from flows.readers.casting import Cast
from flows.readers.fields import fields
from flows.readers.heads import Head
from flows.readers.tiling import opened, tile
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


def assemble(text: str, path: str, units: Sequence[Unit], marks: list[Block], cast: Cast, begin: int,
             hint: str | None = None) -> Reading:
    """The reading of a text cut into units whose labels are known. Raises Unreadable where no speech is left."""
    texts = [u for u in units if u.kind is Kind.TEXT]
    blocks = ([Block(0, begin, BlockKind.FRONT_MATTER)] if begin else []) + marks
    stretches, more = _stretches(text, units, texts, cast)
    blocks += more
    if not stretches:
        raise Unreadable(path, "no speech was found under the labels.", "Look whether the file was cut off.", 1)
    _sides(stretches, hint)
    _group(stretches)
    stretches, more = _without_echoes(stretches)
    blocks += more
    _label(stretches)
    chunks = len({s.chunk for s in stretches if s.chunk})
    both = len({s.lang for s in stretches}) > 1
    pieces, section, sections = [], None, {}
    last: dict[str, str | None] = {}
    for s in stretches:
        if s.sections != section:
            section, sections = s.sections, _by_language(s.sections)
        label = f"{s.label} ({s.chunk}/{chunks})" if s.label and s.chunk and chunks > 1 and names.anonymous(s.label) else s.label
        opens = s.change or s.lang not in last or label != last[s.lang]
        boundary = "continuation" if not opens else "mark" if s.change and not s.own else "label"
        pieces.append(Piece(s.start, s.end, s.lang, label, s.time, None, sections.get(s.lang, sections.get("")), s.group if both else None, opens, boundary, s.join))
        last[s.lang] = label
    pieces = opened(pieces)
    meta = fields([(h.name, text[u.start + h.end:u.start + h.stop]) for i, u in enumerate(texts) if (h := cast.header.get(i))])
    return Reading(tile(text, pieces, blocks), pieces, meta, dict(cast.why), _notes(cast, stretches))


def _notes(cast: Cast, stretches: Sequence[Stretch]) -> tuple[str, ...]:
    langs = Counter(s.lang for s in stretches)
    return (f"sides: {', '.join(f'{lang} ({n})' for lang, n in langs.items())}",) if langs else ()


# --- which lines are speech

def _stretches(text: str, units: Sequence[Unit], texts: Sequence[Unit], cast: Cast) -> tuple[list[Stretch], list[Block]]:
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
            out += _speech(text, u, u.start + h.end, u.start + h.stop, None if played else h.name, h.time, sections, within, blocks, True, played)
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
            blocks.append(Block(u.start, u.start + len(u.text[:led[0]].rstrip(" \t\u00a0-–—|·:：")), BlockKind.TIMESTAMP))
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


def _furniture(u: Unit, i: int, n: int, texts: Sequence[Unit], cast: Cast, first: int, end: int, toc: set[int], quotes: bool, italics: bool, stops: bool) -> BlockKind | None:
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
        if not kind and stops and furniture.is_heading(u, texts[i - 1] if i else None, texts[i + 1] if i + 1 < len(texts) else None, i + 1 in cast.labels):
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
            count += len(re.findall(inline.BRACKETED_TIME, u.text[h.end if h else 0:]))
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


def _speech(text: str, u: Unit, start: int, end: int, label: str | None, time: float | None, sections: tuple[str, ...], within: bool, blocks: list[Block],
            own: bool, played: bool) -> list[Stretch]:
    parts, marks = inline.said(text, start, end, within)
    blocks += marks
    out = []
    for k, p in enumerate(parts):
        mine = own and k == 0
        out.append(Stretch(p.start, p.end, text[p.start:p.end], label if mine else None, mine, p.change or (mine and played), u.fold, u.chunk, sections,
                           p.time if p.time is not None else time if k == 0 else None, p.join, played=played))
    if own and not parts:  # a label alone: what follows, on other lines, is its
        out.append(Stretch(end, end, "", label, True, False, u.fold, u.chunk, sections, time, None, played=played))
    return out


# --- sides, groups, labels

def _sides(stretches: Sequence[Stretch], hint: str | None) -> None:
    """Set the language of each stretch; a label alone has that of what it stands over."""
    full = [s for s in stretches if s.text]
    for s, lang in zip(full, languages.sides([s.text for s in full], [bool(s.fold) for s in full], hint)):
        s.lang = lang
    follow = full[-1].lang if full else "und"
    for s in reversed(stretches):
        follow = s.lang = s.lang or follow


def _group(stretches: Sequence[Stretch]) -> None:
    """Number the layout units: a run of one language and the run of the other that follows it."""
    group, last, seen = 0, None, set()
    for s in stretches:
        if s.lang != last and s.lang in seen:
            group, seen = group + 1, set()
        last = s.lang
        seen.add(last)
        s.group = group


def _without_echoes(stretches: Sequence[Stretch]) -> tuple[list[Stretch], list[Block]]:
    """Take out what says nothing of its own: a copy of the folded original in its own language, and a translator's placeholder."""
    gone: dict[int, BlockKind] = {}
    inside = {s.lang for s in stretches if s.fold}
    outside = {s.lang for s in stretches if not s.fold}
    if inside and inside == outside and len(inside) == 1:
        folded = {s.fold for s in stretches if s.fold}
        upcoming = [s.fold for s in stretches]
        follow = 0
        for k in range(len(stretches) - 1, -1, -1):
            follow = upcoming[k] or follow
            if not stretches[k].fold and follow in folded and stretches[k].text:
                gone[k] = BlockKind.DUPLICATE
    counts = Counter(s.text for s in stretches if s.text)
    for k, s in enumerate(stretches):
        if s.text and furniture.PLACEHOLDER.match(s.text):
            gone[k] = BlockKind.BOILERPLATE
        elif counts[s.text] >= 3 and re.search(r"翻译|译文|translation", s.text, re.I) and re.search(r"(?:\.{3}|…)[\W_]*$", s.text) and len(s.text) < 40:
            gone[k] = BlockKind.BOILERPLATE
    blocks = [Block(stretches[k].start, stretches[k].end, kind, stretches[k].lang) for k, kind in gone.items()]
    return [s if k not in gone else _emptied(s) for k, s in enumerate(stretches)], blocks


def _emptied(s: Stretch) -> Stretch:
    s.end, s.text = s.start, ""
    return s


def _label(stretches: list[Stretch]) -> None:
    """Give every stretch its speaker: the label over it, or the one it continues, or, on a side without labels, the one its translation has.

    Stretches without text (labels alone, what was taken out) fall away here, when they have passed their label on.
    """
    owned = Counter(s.lang for s in stretches if s.own)
    current: str | None = None
    at = 0
    kept: list[Stretch] = []
    while at < len(stretches):
        end = at
        while end < len(stretches) and stretches[end].group == stretches[at].group:
            end += 1
        group = stretches[at:end]
        langs = list(dict.fromkeys(s.lang for s in group if s.text)) or [group[0].lang]
        first = max(langs, key=lambda lang: (owned[lang], -langs.index(lang)))
        starts: list[tuple[str | None, float | None, bool]] = []
        for s in group:
            if s.lang != first and s.text:
                continue
            if s.own:
                current = s.label
            elif s.change:
                current = None
            s.label = current
            if s.own or s.change or not starts:
                starts.append((current, s.time, s.change))
        _echo([s for s in group if s.lang != first and s.text], starts)
        kept += _filled(group)
        at = end
    stretches[:] = kept


def _echo(other: Sequence[Stretch], starts: Sequence[tuple[str | None, float | None, bool]]) -> None:
    """Labels of the second side of a unit: its own where it prints them, else those of the first side, in order of its changes of speaker."""
    own = any(s.own for s in other)
    k, label = 0, starts[0][0] if starts else None
    for n, s in enumerate(other):
        if s.own:
            label = s.label
        elif s.change and n and not own:
            k += 1
            label = starts[k][0] if k < len(starts) else None
        elif s.change and own:
            label = None
        if n == 0 and s.time is None and starts:
            s.time = starts[0][1]
        s.label = label
        if not s.own and (s.change or n == 0):
            s.change = label is None and (s.change or (n == 0 and bool(starts) and starts[0][2]))


def _filled(group: Sequence[Stretch]) -> list[Stretch]:
    """The stretches that hold text; what a label alone passes on is its mark and its time."""
    out: list[Stretch] = []
    pending: Stretch | None = None
    for s in group:
        if not s.text:
            pending = s
            continue
        if pending is not None and s.label == pending.label:
            s.own, s.change, s.time = True, s.change or pending.change, s.time if s.time is not None else pending.time
            pending = None
        out.append(s)
    return out


def _by_language(sections: tuple[str, ...]) -> dict[str, str]:
    """The heading for each side: in its own language where the file prints it in both, else the one there is (under '')."""
    if not sections:
        return {}
    if len(sections) == 1:
        return {"": sections[0]}
    return {"": sections[0], **{lang: s for s, lang in reversed(list(zip(sections, languages.sides(sections))))}}
