"""What stands at the head of a line and may be a speaker's label: name, marks around it, time beside it.

One grammar for all notations (`**Name:** text`, `Name (00:12):`, `[00:12] **[Name]** text`, `>> Name: text`, `Name  0:28` ...).
Whether a head is a label is not decided here: the whole file does that, see `flows.readers.casting`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.readers.times import MOMENT, is_time, position

BRACKETED_TIME = rf"\\?[\[(（【<][ \t]*{MOMENT}(?:[ \t]*(?:-->|→|–|—|-|~|to|至)[ \t]*{MOMENT})?[ \t]*\\?[\])）】>](?:\(https?://[^)\s]*\))?"
TIME = rf"(?:{BRACKETED_TIME}|(?<![\d:]){MOMENT}(?:[ \t]*(?:-->|–|-|~)[ \t]*{MOMENT})?(?![\d:]))"
_LEAD = re.compile(
    rf"""
    (?P<list>(?:(?:[>•·▪◦*+]|[-–—]|\d{{1,4}}[.)、]|[(（]\d{{1,4}}[)）])[ \t]+)?
      (?:[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]{{1,5}}[ \t]*)?)
    (?:(?P<t1>{TIME})[ \t\u00a0]*(?:[-–—|·,:：][ \t\u00a0]*)?)?
    (?P<em>\*{{1,4}}|__?)?
    (?:(?P<t2>{BRACKETED_TIME})[ \t\u00a0]*)?
    (?P<chevron>(?:(?:>|&gt;|＞|»|》){{2,3}}|[-–—])[ \t\u00a0]*)?
    (?P<em2>\*{{1,4}})?(?:[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]{{1,5}}[ \t]*)?
    (?P<bracket>\\?[\[【〔「])?[ \t\u00a0]*
    (?=[^\W\d_])
""",
    re.X,
)
_STOP = re.compile(rf"[:：*\]】〕」\\]|__|[ \t\u00a0]*{BRACKETED_TIME}|[ \t\u00a0]+[-–—|·,]?[ \t\u00a0]*{MOMENT}(?=[ \t\u00a0:：*]*$)|$")
_TAIL = re.compile(
    rf"""
    (?P<close>\\?[\]】〕」])?[ \t]*
    (?P<c1>[:：])?
    (?P<em1>\*{{1,4}}|__?)?[ \t\u00a0]*
    (?:[-–—|,·]?[ \t\u00a0]*[*_]{{0,2}}(?P<t3>{TIME})(?P<emt>[*_]{{0,2}}))?[ \t]*
    (?P<em2>\*{{1,4}}|__?)?[ \t]*
    (?P<c2>[:：])?
    (?P<em3>\*{{1,4}}|__)?[ \t\u00a0]*
    (?P<t4>{BRACKETED_TIME}|{MOMENT}(?=[ \t\u00a0]*$))?[ \t\u00a0]*
""",
    re.X,
)
_PAREN = re.compile(r"[ \t]*[(（](?P<inner>[^()（）]{1,50})[)）]$")
_HINT = re.compile(r"[:：*\]】〕」]|__|\d:\d\d")
_LONGEST = 70
_UNSEEN = "\u200b\u2060\ufeff\u200e\u200f"
_ENDS = '.!?。！？,，;；…"”'


@dataclass(frozen=True, slots=True)
class Head:
    """A possible label at the head of a line; offsets are within the line's text.

    name    as printed between its marks; ``name_at`` is where it begins.
    end     where the speech begins (the line's length where none follows).
    stop    where the speech ends (before a mark that closes one opened in the head).
    time    seconds from the beginning, where a time stands beside the name; None also where that is a time of day.
    times   spans of those times.
    shape   how it is set off: emphasis, bracket, colon, time, whether speech follows. Labels of a file share a few shapes.
    """

    name: str
    name_at: int
    end: int
    stop: int
    time: float | None
    times: tuple[tuple[int, int], ...]
    shape: tuple[str, ...]
    chevron: bool

    @property
    def alone(self) -> bool:
        return self.end >= self.stop

    @property
    def strong(self) -> bool:
        """Set off by more than a colon: emphasis, brackets, a time or chevrons, so that running text hardly looks like it."""
        em, bracket, colon, time, mark = self.shape
        return bool(mark or time and (colon or self.alone or em or bracket) or (em or bracket) and (colon or time or self.alone))


@lru_cache(maxsize=8192)  # readers ask about the same lines in turn
def head(text: str) -> Head | None:
    """The head of a line, or None where nothing there can be a label.

    >>> head('**Ann Lee:** Hello.').name, head('[00:12] Ann Lee').time, head('So it goes.') is None
    ('Ann Lee', 12.0, True)
    """
    found = _around(text)
    edges = _edges(text, found[1], found[2]) if found else None
    if not found or not edges:
        return None
    (name, lead, tail), (rest, end) = found, edges
    colon = next((c for c in ("c1", "c2") if tail[c] and tail.start(c) < max(rest, 1)), None)
    if colon and not _is_colon(text, name, tail, colon):
        return None
    spans = tuple(
        m.span(g) for m, g in ((lead, "t1"), (lead, "t2"), (tail, "t3"), (tail, "t4")) if m[g] and (m is lead or m.end(g) <= rest)
    )
    if spans and not any(is_time(text[a:b]) for a, b in spans):
        return None
    time = next((s for a, b in spans if (s := position(text[a:b])) is not None), None)
    shape = _shape(lead, colon, spans)
    if not any(shape[:4]) and (rest < end or name[-1] in ".!?。！？,，;；…"):
        return None
    if lead["chevron"] and not any((colon, *shape[:2])):
        return None
    return Head(name.rstrip(_UNSEEN), lead.end(), rest, end, time, spans, shape, bool(lead["chevron"]))


def _around(text: str) -> tuple[str, re.Match[str], re.Match[str]] | None:
    """What may be a name at the head of a line, and what stands before and behind it; None where there is no such thing."""
    if not _HINT.search(text, 0, 100) and (len(text) > 48 or text[-1:] in _ENDS):
        return None
    lead = _LEAD.match(text)
    if not lead:
        return None
    start = lead.end()
    stop = _STOP.search(text, start, start + _LONGEST)
    if not stop or (stop.start() == stop.end() and stop.start() != len(text)):
        return None
    name = text[start : stop.start()].rstrip(" \t\u00a0")
    tail = _TAIL.match(text, start + len(name)) if 0 < len(name) <= 60 else None
    return (name, lead, tail) if tail and _balanced(lead, tail) else None


def _edges(text: str, lead: re.Match[str], tail: re.Match[str]) -> tuple[int, int] | None:
    """Where speech begins and ends, by the marks of emphasis in the head; None where they are not closed."""
    rest, em = tail.end(), lead["em"] or lead["em2"]
    whole = False
    if em and not (tail["em1"] or tail["em2"] or tail["em3"]):
        whole = text.endswith(em[:2]) and bool(tail["c1"]) and len(text) > rest + len(em)
        if not whole:
            return None
    extra = [g for g in ("em1", "em2", "em3") if tail[g]][1 if em and not whole else 0 :]
    if extra:
        rest = tail.start(extra[0])  # emphasis that opens here belongs to the speech: Name: **text**
    return rest, len(text) - len(em[:2]) if whole else len(text)


def _shape(lead: re.Match[str], colon: str | None, times: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    em = lead["em"] or lead["em2"]
    return (
        {1: "italic"}.get(len(em), "bold") if em else "",
        lead["bracket"] or "",
        "in" if colon == "c1" and em else "out" if colon else "",
        "" if not times else "before" if times[0][1] <= lead.end() else "after",
        "chevron" if lead["chevron"] else "",
    )


def alone(text: str) -> Head:
    """A line that is a name and nothing else, whatever it looks like."""
    return Head(text, 0, len(text), len(text), None, (), ("", "", "", "", ""), False)


def _balanced(lead: re.Match[str], tail: re.Match[str]) -> bool:
    return bool(lead["bracket"]) == bool(tail["close"]) and (not lead["bracket"] or len(lead["bracket"]) <= len(tail["close"]) + 1)


def _is_colon(text: str, name: str, tail: re.Match[str], group: str) -> bool:
    """A colon of a clock (3:30), an address (https://) or a ratio is none that introduces speech."""
    at = tail.end(group)
    follow = text[at : at + 2]
    if tail[group] == "：" or not follow or follow[0] in " \t\u00a0*_[(\"“‘'":
        return True
    return not follow[0].isdigit() and not follow.startswith(("//", "\\", ":")) and not name.endswith(("http", "https", "mailto"))


def without_title(name: str) -> str:
    """A label's name without what it adds in brackets: `Ann Lee (host)`, `李安（主持人）`, `Ann Lee (North) (Ind)`."""
    while (bare := _PAREN.sub("", name)) and bare != name:
        name = bare
    return name
