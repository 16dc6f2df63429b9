"""Turns from marks in the text: captions write ' - ' or '>>' where the speaker changes.

Whether a document uses such marks, and whether its lines begin turns or merely cut the text, is found from the document: marks
of speakers stand after a finished sentence and before a capital, a dash inside a sentence does not; and where lines fall on
marks no more often than sentences do, they say nothing about who speaks.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flows.document.model import Boundary, Claims, Document
from flows.document.view import View, view
from flows.evidence.context import Context

# Each style: name, pattern, least number of marks, least share that stands as a mark of speakers does.
_STYLES = (
    ("'>>'", re.compile(r"(?<!\S)>{2,3}(?!>)"), 2, 0.0),
    ("' - '", re.compile(r"(?<!\S)-(?:\s+-)*(?=\s|$)"), 5, 0.8),
    ("' -- '", re.compile(r"(?<!\S)--(?=\s|$)"), 5, 0.8),
    ("' – '", re.compile(r"(?<!\S)–(?=\s|$)"), 5, 0.8),
    ("' — '", re.compile(r"(?<!\S)[—―](?=\s|$)"), 5, 0.8),
    ("' -X'", re.compile(r"(?<!\S)[-–](?=[^\W\d_\-–]|[\"“¿¡])"), 5, 0.8),
)
_FINISHED = re.compile(r"[.?!…。？！♪\])\"”’」—–-]\s*$")
_BROKEN = re.compile(r"[—–-]\s*$")
_SENTENCE = re.compile(r"[.?!…][\"”’)\]]*\s+(?=\S)|[。？！]")
_RESUMED = re.compile(r"\s*(?:\.\.\.|…)")


@dataclass(frozen=True, slots=True)
class _Mark:
    """``begin``..``end`` of the side's text; ``usual`` where it stands as marks of speakers do, ``starts`` where it begins a piece."""

    begin: int
    end: int
    usual: bool
    starts: bool


def turns(document: Document, context: Context) -> Claims:
    """Boundaries: a turn begins at each mark, which falls out of the text; lines that only cut the text begin none."""
    claims: list[Boundary] = []
    for lang in document.langs:
        pieces = document.side(lang)
        side = view(document, pieces)
        for name, pattern, least, share in _STYLES:
            marks = list(_marks(side, pattern))
            usual = sum(m.usual for m in marks)
            if usual >= least and usual >= share * len(marks) and (not share or _speaks(side, marks)):
                claims += _claims(side, marks, name, usual / len(marks))
                break
    return Claims(boundaries=tuple(claims))


def _marks(side: View, pattern: re.Pattern[str]) -> Iterator[_Mark]:
    begins = set(side.breaks)
    for m in pattern.finditer(side.text):
        before, after = side.text[max(m.start() - 4, 0):m.start()], side.text[m.end():m.end() + 4].lstrip()
        starts = m.start() in begins
        finished = starts or _FINISHED.search(before) is not None
        yield _Mark(m.start(), m.end(), finished and bool(after) and not after[0].islower() and after[0] != ",", starts)


def _speaks(side: View, marks: list[_Mark]) -> bool:
    """Whether the marks may tell speakers: some stand inside lines, or nothing else does (a list under somebody's name has dashes too)."""
    return sum(not m.starts for m in marks) >= 3 or all(p.label is None for p in side.pieces)


def _claims(side: View, marks: list[_Mark], name: str, share: float) -> list[Boundary]:
    text = side.text
    rule = "speaker_mark"
    claims = []
    marked = set()
    for n, m in enumerate(marks):
        k = side.piece_at(m.begin)
        piece = side.pieces[k]
        confidence, why = _confidence(text, marks, n, share)
        evidence = f"{name} {why}; {share:.0%} of such marks here stand between sentences"
        at, resume = side.offset(m.begin), side.offset(m.end)
        if not text[m.end:side.breaks[k + 1] if k + 1 < len(side.breaks) else None].strip():  # the mark ends its line
            claims.append(Boundary(at, piece.end, True, rule, evidence, confidence))
            if k + 1 < len(side.pieces):
                marked.add(k + 1)
                claims.append(Boundary(side.pieces[k + 1].start, side.pieces[k + 1].start, True, rule, evidence, confidence))
            continue
        if m.starts:
            marked.add(k)
        claims.append(Boundary(at, resume, True, rule, evidence, confidence))
    if _lines_only_cut(side, marks, marked):
        evidence = f"speakers are marked by {name} here, and lines fall on these marks no more often than sentences do"
        cuts = [p for k, p in enumerate(side.pieces) if k and p.opens and k not in marked]
        claims += [Boundary(p.start, p.start, False, rule, evidence, 0.95) for p in cuts]
    return claims


def _confidence(text: str, marks: list[_Mark], n: int, share: float) -> tuple[float, str]:
    """Chance that a mark tells a change of speaker, and why."""
    m = marks[n]
    if m.usual and not _RESUMED.match(text, m.end):
        return 0.99, "between two sentences"
    before = text[marks[n - 1].end if n else 0:m.begin]
    if re.search(r"\d\s*$", before) and re.match(r"\s*\d", text[m.end:m.end + 3]):
        return 0.3, "between two numbers"
    if _RESUMED.match(text, m.end) and not _FINISHED.search(before):
        if n and _BROKEN.search(text[max(marks[n - 1].begin - 3, 0):marks[n - 1].begin]):
            return 0.95, "where someone who was interrupted goes on"
        return 0.6, "inside a sentence that goes on after it"
    return (0.95, "after a sentence") if m.usual else (0.9 * min(share / 0.95, 1.0), "inside a sentence")


def _lines_only_cut(side: View, marks: list[_Mark], marked: set[int]) -> bool:
    """Whether lines begin where the text was cut rather than where somebody begins to speak.

    If lines began turns, all of them would carry the mark, as the first one does. It may also be that marks tell only changes inside
    lines: then the text around the beginning of a line is like that around a mark, not like that between any two sentences.
    """
    opening = [k for k, p in enumerate(side.pieces) if k and p.opens]
    inside = [m for m in marks if not m.starts]
    at_lines = sum(k in marked for k in opening)
    if not opening or not inside:
        return False
    sentences = [m.end() for m in _SENTENCE.finditer(side.text)]
    by_chance = len(opening) * len(inside) / max(len(sentences), 1)
    if marks[0].begin == 0 or by_chance >= 3 and 0.2 * by_chance <= at_lines < 0.5 * len(opening):
        return True
    lines = {side.breaks[k] for k in opening}
    spoken = {m.begin: m.end for m in marks}
    begun = Counter(_around(side.text, at, spoken[at]) for at in sentences if at in spoken)
    plain = Counter(_around(side.text, at, at) for at in sentences if at not in spoken and at not in lines)
    cut = Counter(_around(side.text, at, at) for at in sentences if at in lines and at not in spoken)
    return sum(begun.values()) >= 20 and _share_like(cut, begun, plain) < 0.35


def _around(text: str, stop: int, begin: int) -> tuple[bool, str]:
    """Whether a question stands before, and the word that comes next."""
    first = re.compile(r"\W*(\w+)").match(text, begin, begin + 40)
    return "?" in text[max(stop - 4, 0):stop] or "？" in text[max(stop - 4, 0):stop], first[1].casefold() if first else ""


def _share_like(seen: Counter[tuple[bool, str]], one: Counter[tuple[bool, str]], other: Counter[tuple[bool, str]]) -> float:
    """Share of ``seen`` that comes from the distribution of ``one`` rather than of ``other`` (mixture fitted by EM, add-half smoothing)."""

    def chances(counts: Counter[tuple[bool, str]]) -> dict[tuple[bool, str], float]:
        total, words = sum(counts.values()), Counter[str]()
        asked = sum(n for (question, _), n in counts.items() if question)
        for (_, word), n in counts.items():
            words[word] += n
        kinds = len({word for _, word in [*seen, *one, *other]})
        share = (asked + 0.5) / (total + 1)
        return {key: (share if key[0] else 1 - share) * (words[key[1]] + 0.5) / (total + 0.5 * kinds) for key in seen}

    first, second = chances(one), chances(other)
    share = 0.5
    for _ in range(50):
        taken = sum(n * share * first[k] / (share * first[k] + (1 - share) * second[k]) for k, n in seen.items())
        share = taken / max(sum(seen.values()), 1)
    return share
