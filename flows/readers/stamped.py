"""Reader of text in stamped sections: headings, a summary, then `(MM:SS) Speaker:` over paragraphs of speech and their translation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from flows.document.model import Block, BlockKind, Metadata, Person, Piece
from flows.readers import frontmatter, languages, tiling
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.credits import field as field_of
from flows.readers.credits import sentence
from flows.readers.fields import dated
from flows.readers.lines import Line, lines
from flows.readers.names import key
from flows.readers.people import together
from flows.readers.times import CLOCK, seconds

name = "stamped"

STAMP = re.compile(rf"[(\[](?P<clock>{CLOCK})[)\]](?P<rest>.*)", re.S)
_STAMPS = re.compile(r"(?:^|[\r\n])[^\S\r\n]*[(\[]\d")
_NAME = re.compile(r"[\s\u00a0]*(?P<name>[^\W\d_][^:：()\[\]\n]{0,58}?)[ \t\u00a0]*[:：](?:[\s\u00a0]+|$)")
_ENDED = re.compile(r"[.!?。！？…,，:：;；—\-\"”’)）』」][\"”’)）』」]*$")
_BULLET = re.compile(r"[•·▪◦*–-]\s")

# Nobody speaks faster: 25 letters a second is twice the rate of lively English.
_FASTEST = 25.0


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    text: str
    lang: str = ""


@dataclass(slots=True)
class _Unit:
    """A stamp and the paragraphs under it, up to the next stamp or heading."""

    stamp: Line | None
    time: float | None
    label: str | None
    named: bool
    headings: list[Line] = field(default_factory=list)
    paragraphs: list[_Paragraph] = field(default_factory=list)
    summary: bool = False


def recognise(text: str, path: str) -> Recognition:
    """Sure where many lines begin with a time in brackets and a good part of them name a speaker."""
    if len(_STAMPS.findall(text[:200_000])) < 2:
        return Recognition(0.0, "no lines of a time in brackets with a speaker")
    found = [m for m in (STAMP.match(line.text) for line in lines(text[:200_000])) if m]
    named = [m for m in found if _NAME.match(m["rest"])]
    if len(named) < 2:
        return Recognition(0.0, "no lines of a time in brackets with a speaker")
    alone = sum(1 for m in named if _NAME.match(m["rest"]).end() == len(m["rest"]))
    return Recognition(round(0.6 + 0.3 * alone / len(named), 3), f"{len(found)} stamped lines, {len(named)} of them name a speaker")


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks and pieces of the whole text."""
    begin, meta = frontmatter.split(text, path)
    marks = [Block(0, begin, BlockKind.FRONT_MATTER)] if begin else []
    body = [line for line in lines(text, begin) if not line.blank]
    names = _names(body)
    tail = _tail(body)
    head, units, more = _units(body[:tail], names)
    if not any(u.paragraphs for u in units):
        raise Unreadable(path, "no speech was found under the times.", "Look whether the file was cut off.")
    source = _find_languages(units, known.source_lang)
    marks += more + _head(head) + [Block(line.start, line.end, BlockKind.BOILERPLATE) for line in body[tail:]]
    title, day = dated(head[0].text if head else None)
    _find_summaries(units)
    asides = _asides(units, source)
    pieces, more = _pieces(units, asides, source)
    counts = Counter(u.label for u in units if u.named and u.label)
    labels = {label: f"named after {n} times" for label, n in counts.items()}
    found = frontmatter.merged(meta, Metadata(title=title, date=day, people=_credited(head, names, text[head[-1].end if head else 0 :])))
    return Reading(tiling.tile(text, pieces, marks + more), pieces, found, labels)


def _credited(head: list[Line], named: set[str], rest: str) -> tuple[Person, ...]:
    """Whom the lines on top name."""
    keys = frozenset(map(key, named))
    found = [field_of(line.text, keys) or sentence(line.text, keys, rest) for line in head]
    return together([p for c in found if c for p in c.people])


def _names(body: list[Line]) -> set[str]:
    """What stands between a time and a colon and is a name: it ends its line, or comes back."""
    ends, all_ = set(), Counter()
    for line in body:
        m = STAMP.match(line.text)
        n = _NAME.match(m["rest"]) if m else None
        if n:
            all_[n["name"].strip()] += 1
            if n.end() == len(m["rest"]):
                ends.add(n["name"].strip())
    return {label for label, count in all_.items() if label in ends or count > 1}


def _tail(body: list[Line]) -> int:
    """Index of the first line of what a page puts under the transcript: lines after the last stamp, indented or listed as no speech is."""
    stamps = [i for i, line in enumerate(body) if STAMP.match(line.text)]
    if not stamps:
        return len(body)

    def listed(line: Line) -> bool:
        return line.indent >= 2 or bool(_BULLET.match(line.text))

    if sum(map(listed, body[: stamps[-1]])) > 0.02 * stamps[-1]:
        return len(body)
    return next((i for i in range(stamps[-1] + 1, len(body)) if listed(body[i])), len(body))


def _units(body: list[Line], names: set[str]) -> tuple[list[Line], list[_Unit], list[Block]]:
    """Lines before the first unit, the units, and the marks of their stamps and headings."""
    head: list[Line] = []
    units: list[_Unit] = []
    marks: list[Block] = []
    label: str | None = None
    waiting: list[Line] = []
    for i, line in enumerate(body):
        m = STAMP.match(line.text)
        if m and seconds(m["clock"]) is not None:
            n = _NAME.match(m["rest"])
            n = n if n and n["name"].strip() in names else None
            label = n["name"].strip() if n else label
            unit = _Unit(line, seconds(m["clock"]), label, n is not None, headings=waiting)
            marks += _stamp_marks(line, m, n)
            at = line.start + m.start("rest") + (n.end() if n else 0)
            rest = line.text[at - line.start :]
            at += len(rest) - len(rest.lstrip())
            if at < line.end:
                unit.paragraphs.append(_Paragraph(at, line.end, line.text[at - line.start :]))
            waiting = []
            units.append(unit)
        elif _heading(body, i):
            waiting.append(line)
            marks.append(Block(line.start, line.end, BlockKind.HEADING))
        elif units:
            if waiting:
                units.append(_Unit(None, None, label, False, headings=waiting))
                waiting = []
            units[-1].paragraphs.append(_Paragraph(line.start, line.end, line.text))
        else:
            head.append(line)
    return head, units, marks


def _stamp_marks(line: Line, m: re.Match[str], n: re.Match[str] | None) -> list[Block]:
    out = [Block(line.start, line.start + m.start("rest"), BlockKind.TIMESTAMP)]
    if n:
        base = line.start + m.start("rest")
        out.append(Block(base + n.start("name"), base + len(n[0].rstrip()), BlockKind.SPEAKER_LABEL))
    return out


def _heading(body: list[Line], i: int) -> bool:
    """A short line that no mark ends, before a stamp without a name, alone or with its translation."""

    def short(k: int) -> bool:
        return 0 <= k < len(body) and len(body[k].text) <= 150 and not STAMP.match(body[k].text) and not _ENDED.search(body[k].text)

    def bare_stamp(k: int) -> bool:
        m = STAMP.match(body[k].text) if k < len(body) else None
        return bool(m and not m["rest"].strip())

    if not short(i) or (i and STAMP.match(body[i - 1].text)):
        return False
    if bare_stamp(i + 1):
        return True
    return short(i + 1) and bare_stamp(i + 2)


def _head(head: list[Line]) -> list[Block]:
    """Above the first section: the title, as often as it is repeated, credits and headings."""

    def kind(h: Line) -> BlockKind:
        if h.text == head[0].text:
            return BlockKind.TITLE
        return BlockKind.FRONT_MATTER if field_of(h.text) else BlockKind.HEADING

    return [Block(h.start, h.end, kind(h)) for h in head]


def _find_languages(units: list[_Unit], hint: str | None) -> str:
    """Set the language of each paragraph; the one that most units begin with, which is what was said, is returned."""
    every = [p for u in units for p in u.paragraphs]
    for p, lang in zip(every, languages.sides([p.text for p in every], hint=hint)):
        p.lang = lang
    return Counter(u.paragraphs[0].lang for u in units if u.paragraphs).most_common(1)[0][0]


def _find_summaries(units: list[_Unit]) -> None:
    """Under a heading, text that nobody could say before the next time is a summary."""
    for u, after in zip(units, units[1:]):
        if u.headings and not u.named and u.time is not None and after.time is not None and u.paragraphs:
            longest = max(p.end - p.start for p in u.paragraphs)
            u.summary = after.time - u.time < longest / _FASTEST


def _asides(units: list[_Unit], source: str) -> set[int]:
    """Offsets of a reader's comments: a lone translated line after a translation that is already complete, with nothing that it translates.

    Complete: as long as the file's other translations lead to expect; a comment is short against that.
    """
    whole = [
        len(u.paragraphs[1].text) / len(u.paragraphs[0].text)
        for u in units
        if len(u.paragraphs) == 2 and u.paragraphs[0].lang == source != u.paragraphs[1].lang
    ]
    if len(whole) < 5 or len(whole) < 0.8 * sum(len(u.paragraphs) > 1 for u in units):
        return set()
    ratio = median(whole)
    out: set[int] = set()
    for u in units:
        said = told = 0
        for p in u.paragraphs:
            if p.lang == source:
                said, told = (said if not told else 0) + len(p.text), 0
            elif told and (
                told >= 0.6 * ratio * said and len(p.text) <= 0.25 * ratio * said or told >= 0.8 * ratio * said and len(p.text) <= 6
            ):
                out.add(p.start)
            else:
                told += len(p.text)
    return out


def _pieces(units: list[_Unit], asides: set[int], source: str) -> tuple[tuple[Piece, ...], list[Block]]:
    """Pieces of speech, one a paragraph, and the marks of what is none."""
    out: list[Piece] = []
    marks: list[Block] = []
    both = len({p.lang for u in units for p in u.paragraphs}) > 1
    group, last, section = -1, True, {}
    for u in units:
        if u.headings:
            titles = [h.text.replace("\u00a0", " ") for h in u.headings]
            section = (
                {"": titles[0], **{lang: t for t, lang in reversed(list(zip(titles, languages.sides(titles))))}}
                if len(titles) > 1
                else {"": titles[0]}
            )
            last = True
        timed: set[str] = set()
        for n, p in enumerate(u.paragraphs):
            if u.summary or p.start in asides:
                marks.append(Block(p.start, p.end, BlockKind.SUMMARY if u.summary else BlockKind.ANNOTATION, p.lang))
                continue
            translated = p.lang != source
            if not translated and (last or n == 0):
                group += 1
            last = translated
            out.append(
                Piece(
                    p.start,
                    p.end,
                    p.lang,
                    u.label,
                    None if p.lang in timed else u.time,
                    section=section.get(p.lang, section.get("")),
                    group=max(group, 0) if both else None,
                )
            )
            timed.add(p.lang)
    return tiling.opened(out), marks
