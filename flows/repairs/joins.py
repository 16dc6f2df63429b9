"""Doubled words and clauses where captions or chunks were joined ('all of those. those.'), told from what people really say twice.

Two marks tell a join from a repetition. After a full stop, speech goes on in upper case; a lower-case word there that says again
what came before was joined. And a long stretch said twice without so much as a comma between is no stutter: stutters are short,
each length some six times rarer than the one before, so what to expect is learned from the document's own short ones.
Real repetition ('very, very', 'no, no, no', 'I, I') stays.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from flows.document.model import Boundary, Claims, Document, Edit, EditKind, Flag
from flows.document.render import spaceless
from flows.document.view import View, view
from flows.evidence.context import Context
from flows.evidence.words import WORD, zipf

RULE = "joins"
LONGEST = 24  # words; what is doubled at a join is a few words to a sentence

# Of stutters, the share that is one word longer (measured on recognised speech: 121, 20, 4, 2 and 261, 20, 3, 1 by length).
_DECAY = 0.17
# How much rarer a stutter is for each uncommon word in it: people stumble over 'I would', not over 'transformed'.
_UNCOMMON, _UNCOMMON_ZIPF = 0.4, 5.0
_ABBREVIATED = frozenset({"etc", "vs", "inc", "dr", "mr", "mrs", "ms", "st", "no", "approx"})
_STOP = re.compile(r"(?<![.…])([.?!])[\"”’')\]]*\s+$")
_END = re.compile(r"[.?!…]+[\"”’')\]]*(?:\s[\"”](?=\s|$))?")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a side: where each begins and ends, as written, and a number for each spelling in lower case.

    ``again[i]`` is the largest n for which the n words from i on are the n words before i (0: none).
    """

    text: str
    begin: list[int]
    end: list[int]
    written: list[str]
    again: np.ndarray
    ids: np.ndarray

    def gap(self, i: int) -> str:
        """What stands between word i - 1 and word i."""
        return self.text[self.end[i - 1]:self.begin[i]]


@dataclass(frozen=True, slots=True)
class _Copy:
    """``begin``..``end`` of the text is one copy too many; it should read ``after``."""

    begin: int
    end: int
    evidence: str
    confidence: float
    after: str = ""


def joins(document: Document, context: Context) -> Claims:
    """Edits of kind `duplicate` that take out one of two copies; the flag `words_lost` where a sentence lost its beginning at a join."""
    edits: list[Edit] = []
    boundaries: list[Boundary] = []
    flags: list[Flag] = []
    for lang in document.langs:
        side = view(document, document.side(lang))
        if sum(map(spaceless, side.text[:2000:7])) > 100:
            continue
        words = _words(side.text)
        copies, lost = _after_stops(words)
        for copy in _without_overlap(copies + _bare(words, side, lang, len(copies))):
            edits += side.edit(copy.begin, copy.end, copy.after, EditKind.DUPLICATE, RULE, copy.evidence, copy.confidence)
            boundaries += _closed_up(side, copy)
        flags += [Flag(side.offset(at), "words_lost") for at in lost]
    return Claims(edits=tuple(edits), boundaries=tuple(boundaries), flags=tuple(flags))


def _words(text: str) -> _Words:
    found = list(WORD.finditer(text))
    written = [m[0] for m in found]
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(w.casefold(), len(numbers)) for w in written], dtype=np.int64)
    again = np.zeros(len(ids) + 1, dtype=np.int64)
    for n in range(1, min(LONGEST, len(ids) // 2) + 1):
        same = np.concatenate([[0], np.cumsum(ids[:-n] == ids[n:])])
        at = np.flatnonzero(same[n:] - same[:-n] == n) + n
        again[at] = n
    return _Words(text, [m.start() for m in found], [m.end() for m in found], written, again, ids)


# --- after full stops

def _after_stops(words: _Words) -> tuple[list[_Copy], list[int]]:
    """Copies that begin in lower case after a full stop, and where a sentence begins so without being one.

    How sure a copy is follows from the document: the share of lower-case beginnings that repeat against that of upper-case ones
    (a writer who repeats on purpose writes 'Sourdough. Sourdough is ...').
    """
    after = [i for i in range(1, len(words.written)) if (m := _STOP.search(words.gap(i))) and not _abbreviated(words, i, m[1])]
    lower = [i for i in after if words.written[i][0].islower()]
    upper = [i for i in after if words.written[i][0].isupper()]
    found = {i: (n, n, 1.0) for i in lower if (n := int(words.again[i]))}
    if len(lower) - len(found) > max(0.2 * len(after), 3):  # a text without capitals, or hardly any
        return [], []
    found |= {i: near for i in lower if i not in found and (near := _nearly(words, i))}
    base = (int((words.again[upper] > 0).sum()) + 0.5) / (len(upper) + 100)  # half a percent where little is known
    rate = (len(found) - 0.5) / (len(lower) + 1)
    copies = []
    for i, (before, later, likeness) in found.items():
        confidence = likeness * max(1 - base * 0.5 ** (before - 1) / rate, 0.0)
        copies.append(_which(words, i, before, later, confidence, likeness < 1))
    joined = len(found) >= 2 and rate > 10 * base
    return copies, [words.begin[i] for i in lower if i not in found and joined and not re.search(r"[\"”’')\]]", words.gap(i))]


def _abbreviated(words: _Words, i: int, stop: str) -> bool:
    """'7 p.m. tonight', 'etc. and so on': a dot that ends no sentence."""
    before = words.written[i - 1].casefold()
    return stop == "." and (len(before) == 1 and before.isalpha() or before in _ABBREVIATED)


def _which(words: _Words, i: int, before: int, later: int, confidence: float, near: bool) -> _Copy:
    """The copy to take out: the second, unless its sentence goes on where the first one's stops ('every decision. decision for it')."""
    text, last = words.text, i + later - 1
    first_end, second_end = words.end[i - 1] + len(words.gap(i).rstrip()), words.end[last]
    said = text[words.begin[i - before]:words.end[i - 1]]
    evidence = f"{said!r} stands twice where captions were joined: a sentence begins with it in lower case"
    stop = _END.match(text, second_end)
    if stop is None and near:
        stop = re.compile(r"[^.?!\n]{0,25}" + _END.pattern).match(text, second_end)
    if stop or near or last + 1 == len(words.written):
        return _Copy(first_end, stop.end() if stop else second_end, evidence, confidence)
    if not words.written[i - before][0].islower():  # the sentence would begin in lower case
        confidence = min(confidence, 0.8)
    return _Copy(words.begin[i - before], words.begin[i], evidence, confidence)


def _nearly(words: _Words, i: int) -> tuple[int, int, float] | None:
    """``(words before i, words from i on, likeness)`` of a stretch that is nearly said again, or None.

    Edit distance of words, anchored at i: the copy begins there, what it copies ends there.
    """
    left, right = words.ids[max(i - 40, 0):i].tolist(), words.ids[i:i + 40].tolist()
    first = [k for k in range(len(left)) if left[k] == right[0]]
    best: tuple[float, int, int, float] | None = None
    for k in first:
        source = left[k:]
        if len(source) < 4:
            continue
        row = list(range(len(right) + 1))
        for a, x in enumerate(source, 1):
            new = [a]
            for b, y in enumerate(right, 1):
                new.append(min(row[b - 1] + (x != y), row[b] + 1, new[b - 1] + 1))
            row = new
        b = min(range(1, len(right) + 1), key=lambda b: (row[b] / max(len(source), b), -b))
        likeness = 1 - row[b] / max(len(source), b)
        same = max(len(source), b) - row[b]
        if likeness >= 0.7 and same >= 5 and (best is None or same > best[0]):
            best = (same, len(source), b, likeness)
    return (best[1], best[2], 0.9 + 0.1 * best[3]) if best else None


# --- without a stop

def _bare(words: _Words, side: View, lang: str, seams: int) -> list[_Copy]:
    """Copies with no stop between: long ones, and those that begin anew with a capital ('for For example', also after a comma)."""
    near = [(int(i), words.gap(i).strip()) for i in np.flatnonzero(words.again[:-1])]
    stutters = 1 + sum(int(words.again[i]) == 1 and not gap for i, gap in near)
    copies = []
    for i, gap in near:
        n = int(words.again[i])
        first, second = words.written[i - n:i], words.written[i:i + n]
        stopped = re.search(r"[.?!]|\s-\s", words.text[words.begin[i - n]:words.end[i + n - 1]])
        if gap not in ("", ",") or stopped or n > 1 and len(set(map(str.casefold, first))) <= n / 2:
            continue  # 'I know. I know. I'; 'no no no no'
        evidence = f"{' '.join(first)!r} stands twice with {'a comma' if gap else 'nothing'} between"
        if first == second and n > 2 and not gap:
            uncommon = sum(zipf(w, lang) < _UNCOMMON_ZIPF for w in first)
            stutter = stutters * _DECAY ** (n - 1) * _UNCOMMON ** uncommon
            joined = 0.05 + seams / 10  # joins of one length that a document with this many sure ones has
            copies.append(_Copy(words.end[i - 1], words.end[i + n - 1], evidence, joined / (joined + stutter)))
        elif _anew(words, i, n) and zipf(first[0], lang) >= _UNCOMMON_ZIPF:
            copies.append(_first_of(words, side, i, n, evidence + ", in lower case and with a capital"))
    return copies


def _anew(words: _Words, i: int, n: int) -> bool:
    """Whether the n words before i, a clause's first or more than one, are said again with a capital: no sentence ended there."""
    first, second = words.written[i - n:i], words.written[i:i + n]
    clause = n > 1 or not words.gap(i).strip() and i - n > 0 and words.gap(i - n).strip() in (",", ";", ":", "—")
    return clause and first[0].islower() and second[0] == first[0].capitalize() and first[1:] == second[1:]


def _first_of(words: _Words, side: View, i: int, n: int, evidence: str) -> _Copy:
    """The first of two copies, the second keeping its lower case; the second, where they stand in two pieces."""
    begin, again = words.begin[i - n], words.begin[i]
    if side.piece_at(begin) == side.piece_at(again):
        return _Copy(begin, again + 1, evidence, 0.97, words.text[begin])
    return _Copy(words.end[i - 1], words.end[i + n - 1], evidence, 0.97)


def _without_overlap(copies: list[_Copy]) -> list[_Copy]:
    kept: list[_Copy] = []
    for copy in sorted(copies, key=lambda c: (-c.confidence, c.begin)):
        if all(copy.end <= k.begin or k.end <= copy.begin for k in kept):
            kept.append(copy)
    return sorted(kept, key=lambda c: c.begin)


def _closed_up(side: View, copy: _Copy) -> list[Boundary]:
    """Pieces that lose their beginning: no space is to stand before what is left of them, it has its own."""
    return [Boundary(p.start, p.start, p.opens, p.boundary, "its first words stood there twice", copy.confidence, "")
            for at, p in zip(side.breaks, side.pieces) if copy.begin < at < copy.end]
