"""Two languages on one line, one behind the other: `Good morning. 早上好。`, `Good morning / 早上好`, `Good morning（早上好）`.

Languages are told apart by their letters here: Latin ones on one side, Chinese, Japanese or Korean on the other. A line of Chinese in
which somebody names `Claude` is no such line; and a file has such lines throughout or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_EAST = "\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORD = re.compile(rf"(?P<east>[{_EAST}])|[^\W\d_{_EAST}]+(?:['’-][^\W\d_{_EAST}]+)*")
_EASTERN, _LATIN = re.compile(f"[{_EAST}]"), re.compile("[A-Za-z\u00c0-\u024f]")
_SPACE = r"[ \t\u00a0\u3000]"
# Where one language may end: behind a mark that parts the two, behind a stop, at a space.
_PLACE = re.compile(
    rf"{_SPACE}*(?P<mark>\t|[|｜]{{1,2}}|//?|／)(?={_SPACE}){_SPACE}*|[.?!…。？！]+[\"'”’）」』]*(?P<stop>{_SPACE}*)|{_SPACE}+"
)
_WRAPPED = re.compile(r"(?<=[)）\]】])[.。]?$")
_OPENING, _CLOSING = "(（[【", ")）]】"
_ENOUGH = 3  # lines that show it
_SHARE, _AGREE = 0.6, 0.9  # of the lines that say anything, and of these in one order


@dataclass(frozen=True, slots=True)
class Seam:
    """Where a line's first language ends, and where its second begins and ends; offsets are within the line."""

    end: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A seam with what it leaves on the wrong side (``cost``) and whether it is one beyond doubt (``shows``)."""

    seam: Seam
    cost: float
    clean: bool
    shows: bool


def seams(texts: Sequence[str]) -> list[Seam | None]:
    """For each line where its two languages meet; None for all where the file does not print them so.

    >>> seams(['Good morning. 早上好。'] * 3)[0], seams(['我们用 Claude 写代码。'] * 3)[0]
    (Seam(end=13, start=14, stop=18), None)
    """
    none: list[Seam | None] = [None] * len(texts)
    if sum(map(_has_both, texts)) < max(_ENOUGH, _SHARE * 0.5 * len(texts)):
        return none
    cuts = [{east: cut for east in (False, True) if (cut := _best(t, east))} for t in texts]
    spoken = sum(len(_WORD.findall(t)) > 2 for t in texts)
    shown = Counter(min(orders, key=lambda o: held[o].cost) for held in cuts if (orders := [o for o, cut in held.items() if cut.shows]))
    if shown.total() < max(_ENOUGH, _SHARE * spoken):
        return none
    first, n = shown.most_common(1)[0]
    if n < _AGREE * shown.total():
        return none
    return [held[first].seam if first in held and (held[first].shows or held[first].clean) else None for held in cuts]


def _best(text: str, east_first: bool) -> _Cut | None:
    """The cut of a line, the language of Latin letters first or second, that leaves the least on the wrong side."""
    if not _has_both(text):
        return None
    east = [m.start() for m in _WORD.finditer(text) if m["east"]]
    latin = [m.start() for m in _WORD.finditer(text) if not m["east"]]
    best: _Cut | None = None
    for seam, sure in _places(text):
        e, w = bisect_left(east, seam.start), bisect_left(latin, seam.start)
        characters, words = (e, len(latin) - w) if east_first else (len(east) - e, w)
        strange, names = len(east) - characters, len(latin) - words
        cost = strange + 0.5 * names + (0.0 if sure else 1.5)
        if not words or not characters or best and best.cost <= cost:
            continue
        shows = words >= 2 and characters >= 3 and strange <= 0.1 * words and names <= 0.25 * characters
        best = _Cut(seam, cost, not strange and not names, shows)
    return best


def _places(text: str) -> Iterator[tuple[Seam, bool]]:
    """Places where the languages may meet, and whether a mark or a stop is there."""
    if wrapped := _wrapped(text):
        yield wrapped, True
    for m in _PLACE.finditer(text):
        if m.end() < len(text) and m.start() > 0:
            end = m.start("stop") if m["stop"] is not None else m.start()
            yield Seam(end, m.end(), len(text)), m["mark"] is not None or m["stop"] is not None


def _wrapped(text: str) -> Seam | None:
    """The seam of a line that ends in brackets around all that is said in the second language."""
    m = _WRAPPED.search(text, max(len(text) - 2, 0))
    close = m.start() - 1 if m else 0
    opens = max(text.rfind(c, 0, close) for c in _OPENING) if close > 0 else -1
    if opens <= 0 or any(text.find(c, opens, close) >= 0 for c in _CLOSING):
        return None
    return Seam(len(text[:opens].rstrip()), opens + 1, close)


def _has_both(text: str) -> bool:
    return bool(_EASTERN.search(text) and _LATIN.search(text))
