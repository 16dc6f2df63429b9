"""Lines that hold more than one thing: rows of a Markdown table, columns parted by tabs or bars, two languages one behind the other.

Each cell becomes a unit of its own, as if it stood on a line of its own, so readers need not know of columns. A column of names says
who speaks; a table's head and the numbers of its rows are marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows.readers import languages, mixed, names
from flows.readers.heads import TIME, head
from flows.readers.units import Kind, Unit

_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?$")
_BAR, _TAB, _SLASH = re.compile(r"(?<!\\)[|｜]"), re.compile(r"\t"), re.compile(r"[ \u00a0]//?[ \u00a0]")
_TIME, _NUMBER = re.compile(rf"{TIME}$"), re.compile(r"[#№]?\d{1,5}[.)]?$")
_LONGEST = 60  # characters of a name
_SPACE = " \t\u00a0\u3000"
_HALF, _NEARLY = 0.5, 0.8  # of a file's lines: a table in an article is not what somebody said

Spans = list[tuple[int, int]]


def cells(units: Sequence[Unit]) -> list[Unit]:
    """Units with the lines cut into cells, where the file is made of such lines; else as they are."""
    lines = [u for u in units if u.kind is Kind.TEXT]
    rows = _table(units, len(lines)) or _separated(lines)
    return _in_cells(units, rows) if rows else _in_languages(units, lines)


# --- two languages, one behind the other


def _in_languages(units: Sequence[Unit], lines: Sequence[Unit]) -> list[Unit]:
    begins = [h.end if (h := head(u.text)) and not h.alone else 0 for u in lines]
    seams = mixed.seams([u.text[a:] for u, a in zip(lines, begins)])
    at = {u.start: (s, a) for u, s, a in zip(lines, seams, begins) if s}
    out: list[Unit] = []
    for u in units:
        seam, begin = at.get(u.start, (None, 0))
        out += [u] if seam is None else [_part(u, 0, begin + seam.end), _part(u, begin + seam.start, begin + seam.stop)]
    return out


def _part(u: Unit, a: int, b: int) -> Unit:
    return replace(u, start=u.start + a, end=u.start + b, text=u.text[a:b], gap=u.gap and a == 0)


# --- tables and columns


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells as spans of its unit's text, the first of them in column ``first``; ``top`` where it is the table's head."""

    cells: Spans
    first: int = 0
    top: bool = False


def _table(units: Sequence[Unit], lines: int) -> dict[int, _Row]:
    """Rows of a file's Markdown tables, by their unit's start; empty where the file is made of other lines."""
    out: dict[int, _Row] = {}
    inside = False
    for before, u in zip([None, *units], units):
        if _RULE.match(u.text):
            inside = before is not None and bool(_BAR.search(before.text))
            if inside:
                out[before.start] = _Row(_spans(before.text, _BAR), top=True)
        elif inside and before.number == u.number and before.start in out:  # a tag stands in the cell: what follows is in the same column
            out[u.start] = _Row(_spans(u.text, _BAR), out[before.start].first + len(out[before.start].cells) - 1)
        elif inside and _BAR.search(u.text):
            out[u.start] = _Row(_spans(u.text, _BAR))
        else:
            inside = False
    return out if len(out) > 2 and len(out) >= _HALF * lines else {}


def _separated(lines: Sequence[Unit]) -> dict[int, _Row]:
    """Rows where nearly every line has as many columns, and one or two of these are speech: of two, each in a language of its own."""
    for mark in (_TAB, _BAR, _SLASH):
        if sum(mark.search(u.text) is not None for u in lines) < max(3, _NEARLY * len(lines)):
            continue
        rows = {u.start: _Row(spans) for u in lines if len(spans := _spans(u.text, mark)) > 1}
        width, n = Counter(len(r.cells) for r in rows.values()).most_common(1)[0] if rows else (0, 0)
        if n < 3 or n < _NEARLY * len(lines):
            continue
        whole = [u for u in lines if u.start in rows and len(rows[u.start].cells) == width]
        columns = list(zip(*([u.text[a:b] for a, b in rows[u.start].cells] for u in whole)))
        spoken = [c for c in columns if not (_are_names(c) or _are(_TIME, c) or _are(_NUMBER, c))]
        if len(spoken) == 2 and _two_languages(*spoken) or len(spoken) == 1 and mark is not _SLASH:
            first = whole[0]
            rows[first.start] = replace(rows[first.start], top=all(names.heads_column(column[0]) for column in columns))
            return {start: r for start, r in rows.items() if len(r.cells) == width}
    return {}


def _spans(text: str, mark: re.Pattern[str]) -> Spans:
    """What stands between the marks, without white space; a mark at either end is the table's border."""
    edges = [0, *(x for m in mark.finditer(text) for x in m.span()), len(text)]
    spans = []
    for a, b in zip(edges[::2], edges[1::2]):
        left = b - len(text[a:b].lstrip(_SPACE))
        spans.append((left, max(left, a + len(text[a:b].rstrip(_SPACE)))))
    return spans[edges[1] == 0 : len(spans) - (len(spans) > 1 and edges[-2] == len(text))]


def _are(pattern: re.Pattern[str], column: Sequence[str]) -> bool:
    return sum(bool(pattern.match(t)) for t in column) >= _NEARLY * len(column)


def _are_names(column: Sequence[str]) -> bool:
    """Whether a column holds names that come back."""
    counts = Counter(column)
    alike = sum(n for t, n in counts.items() if n > 1 and len(t) <= _LONGEST and names.likeness(t) >= 0.6)
    return len(counts) > 1 and alike >= _NEARLY * len(column) - 1


def _two_languages(one: Sequence[str], other: Sequence[str]) -> bool:
    sides = languages.sides([t for row in zip(one, other) for t in row])
    return sum(a != b for a, b in zip(sides[::2], sides[1::2])) >= _NEARLY * len(one)


def _in_cells(units: Sequence[Unit], rows: Mapping[int, _Row]) -> list[Unit]:
    columns: dict[int, list[str]] = {}
    tops: dict[int, str] = {}
    for u in units:
        r = rows.get(u.start)
        for k, (a, b) in enumerate(r.cells if r else (), r.first if r else 0):
            if r.top:
                tops[k] = u.text[a:b]
            elif a < b:
                columns.setdefault(k, []).append(u.text[a:b])
    told = {k for k, column in columns.items() if names.heads_speakers(tops.get(k, "")) or _are_names(column)}
    counted = {k for k, column in columns.items() if _are(_NUMBER, column)}
    out: list[Unit] = []
    for u in units:
        r = rows.get(u.start)
        if r is None or r.top:
            out.append(u if r is None else replace(u, kind=Kind.MARK))
            continue
        for k, (a, b) in enumerate(r.cells, r.first):
            if a < b:
                out.append(replace(_part(u, a, b), kind=Kind.MARK if k in counted else Kind.TEXT, told=k in told))
    return out
