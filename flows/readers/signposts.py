"""What a page prints to say what a line is: headings that name who speaks, languages before what is said in them, numbers of paragraphs
and lines.

Whether a page does so is told by the whole of it: such names come back, and there are two of them at least.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from flows.document.model import Block
from flows.readers import names
from flows.readers.heads import Head, head
from flows.readers.units import HEADING, Kind, Unit

_NUMBER = re.compile(r"[(（]?(\d{1,4})[.)）、][ \t]*(?=\D)")
_LINE_NUMBER = re.compile(r"(\d{1,2})(?:[ ]{2,}|\t[ \t]*)(?=\D)")


def followed(units: Sequence[Unit], marks: Sequence[Block]) -> tuple[list[Unit], list[Block]]:
    """Units without numbers and languages before them, headings that are names as lines of names; and the marks that are still marks."""
    out = _without_languages(_without_line_numbers(_without_numbers(units)))
    named = _named(out)
    return [_line_of(u) if u.start in named else u for u in out], [m for m in marks if m.start not in named]


# --- numbers


def _without_numbers(units: Sequence[Unit]) -> list[Unit]:
    """Paragraphs that a page counts from the first to the last; a list in the middle of it is what somebody said."""
    found = {u.start: m for u in units if u.kind is Kind.TEXT and (m := _NUMBER.match(u.text))}
    told = [int(m[1]) for m in found.values()]
    lines = sum(u.kind is Kind.TEXT for u in units)
    steps = sum(b == a + 1 for a, b in zip(told, told[1:]))
    if len(told) < max(4, 0.4 * lines) or told[0] > 1 or steps < 0.9 * (len(told) - 1):
        return list(units)
    return [_from(u, found[u.start].end()) if u.start in found else u for u in units]


def _without_line_numbers(units: Sequence[Unit]) -> list[Unit]:
    """Lines that are counted on every page anew, as protocols are."""
    found = {u.start: m for u in units if u.kind is Kind.TEXT and (m := _LINE_NUMBER.match(u.text))}
    told = [int(m[1]) for m in found.values()]
    lines = sum(u.kind is Kind.TEXT for u in units)
    steps = sum(b in (a + 1, 1) for a, b in zip(told, told[1:]))
    if len(told) < max(6, 0.4 * lines) or told[0] > 1 or steps < 0.9 * (len(told) - 1):
        return list(units)
    return [_from(u, found[u.start].end()) if u.start in found else u for u in units]


def _from(u: Unit, at: int) -> Unit:
    return replace(u, start=u.start + at, text=u.text[at:])


# --- headings


def _named(units: Sequence[Unit]) -> frozenset[int]:
    """Where the headings begin that name who speaks: all of one depth, if most of them are names that come back."""
    depths: dict[str, list[Unit]] = defaultdict(list)
    for u in units:
        if u.kind is Kind.HEADING and (m := HEADING.match(u.text)):
            depths[m[0].strip()].append(u)
    out: set[int] = set()
    for mine in depths.values():
        said = Counter(_name(_line_of(u).text) for u in mine)
        back = sum(n for name, n in said.items() if n > 1 and _is_name(name))
        if len(said) > 1 and back >= max(3, 0.8 * len(mine)):
            out.update(u.start for u in mine)
    return frozenset(out)


def _line_of(u: Unit) -> Unit:
    m = HEADING.match(u.text)
    return replace(_from(u, m.end() if m else 0), kind=Kind.TEXT, told=True)


def _name(text: str) -> str:
    h = head(text)
    return h.name if h and h.alone else text


def _is_name(name: str) -> bool:
    return len(name) <= 60 and names.likeness(name) >= 0.6 and not names.heads_column(name)


# --- languages


def _without_languages(units: Sequence[Unit]) -> list[Unit]:
    heads = {u.start: h for u in units if u.kind is Kind.TEXT and (h := head(u.text)) and _sets_off(h) and names.language(h.name)}
    counts = Counter(names.key(h.name) for h in heads.values())
    if sum(n > 1 for n in counts.values()) < 2:
        return list(units)
    out: list[Unit] = []
    for u in units:
        h = heads.get(u.start)
        if h is None:
            out.append(u)
        elif h.alone:
            out.append(replace(u, kind=Kind.MARK))
        else:
            out.append(replace(_from(u, h.end), end=u.start + h.stop, text=u.text[h.end : h.stop]))
    return out


def _sets_off(h: Head) -> bool:
    return any(h.shape[:3])
