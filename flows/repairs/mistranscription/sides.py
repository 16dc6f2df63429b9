"""One language of a document as tokens, and what stands beside each stretch in the other languages."""
from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from flows.document.model import Document
from flows.document.view import View, view
from flows.evidence.expectation import Spoken
from flows.evidence.phonetics import kinds, skeleton
from flows.evidence.pronunciation import say
from flows.evidence.words import document_words
from flows.repairs.mistranscription.asides import asides

TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f0-9]+(?:\.\d+)*(?:['’][A-Za-z]+)*")
# What may stand between the words of one name: nothing else joins two tokens to a window.
_SEAM = re.compile(r"(?: |-| -|- |\*\*)?\Z")


LARGEST = 5  # tokens of a window
_MANY = 1000  # consonants


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a side (positions ``begin``..``end``, tokens ``first``..``last``) and what stands for it in another language:
    the text ``other``, and the positions there."""

    first: int
    last: int
    begin: int
    end: int
    lang: str
    other: str
    other_begin: int
    other_end: int


class Side:
    """All speech of one language, and what the file says beside it (see ``asides``).

    Positions are in ``text`` (the speech as it reads so far); tokens are its Latin words and numbers.
    """

    def __init__(self, document: Document, lang: str):
        self.lang = lang
        self.view: View = view(document, (*document.side(lang), *asides(document, lang)))
        self.text = self.view.text
        spans = [m.span() for m in TOKEN.finditer(self.text)]
        self.begins, self.ends = [a for a, _ in spans], [b for _, b in spans]
        self.words = [self.text[a:b] for a, b in spans]
        self.before = [""] + [self.text[b:a] for b, a in zip(self.ends, self.begins[1:])]
        part = np.searchsorted(self.view.breaks, self.begins, side="right").tolist()
        # joined[i]: token i and the next may be words of one name.
        self.joined = [p == q and (gap == " " or _SEAM.match(gap) is not None) for p, q, gap in zip(part, part[1:], self.before[1:])]
        self.joined += [False] * bool(spans)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word, in lower case, stands in this side."""
        return document_words([self.text])

    @cached_property
    def spelled(self) -> Counter[str]:
        """How often each token stands exactly so."""
        return Counter(self.words)

    @cached_property
    def spoken(self) -> Spoken:
        """All words, to be asked what is among those of a stretch."""
        return Spoken(self.words)

    @cached_property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    def window(self, first: int, size: int) -> tuple[int, int] | None:
        """Begin and end of ``size`` tokens from ``first`` on, None where they do not hang together."""
        last = first + size - 1
        if first < 0 or last >= len(self.words) or not all(self.joined[first:last]):
            return None
        return self.begins[first], self.ends[last]

    def heard(self, first: int, size: int) -> tuple[str, ...]:
        """Ways to pronounce a window of tokens, the likeliest first."""
        return say(" ".join(self.words[first:first + size]))

    @cached_property
    def bones(self) -> list[tuple[int, int, str]]:
        """Of each token how many consonants it has, of which kinds, and its skeleton, by the likeliest way to say it."""
        known: dict[str, tuple[int, int, str]] = {}
        for w in self.words:
            if w not in known:
                ways = say(w)
                bare = skeleton(ways[0]) if ways else ""
                known[w] = len(bare), kinds(bare), bare
        return [known[w] for w in self.words]

    @cached_property
    def skeletons(self) -> tuple[str, list[int]]:
        """The skeletons of all tokens in a row, and where that of each token begins."""
        begins = [0]
        for length, _, _ in self.bones:
            begins.append(begins[-1] + length)
        return "".join([bare for _, _, bare in self.bones]), begins

    @cached_property
    def windows_bones(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Of windows of one token, of two, ... of ``LARGEST``, from each token on: how many consonants they have, and of which kinds.

        A window that does not hang together has more consonants than any term.
        """
        one, its_kinds = (np.array([b[k] for b in self.bones], dtype=int) for k in (0, 1))
        out = [(one, its_kinds)]
        for n in range(2, LARGEST + 1):
            apart = ~np.array(self.joined[n - 2:len(self.words) - 1], dtype=bool)
            out.append((out[-1][0][:-1] + one[n - 1:] + _MANY * apart, out[-1][1][:-1] | its_kinds[n - 1:]))
        return out

    def windows(self, first: int, last: int, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
        """(first token, size) of all windows of these sizes inside tokens ``first``..``last``."""
        longest = max(sizes)
        for i in range(first, last):
            for size in range(1, min(longest, last - i) + 1):
                if size > 1 and not self.joined[i + size - 2]:
                    break
                if size in sizes:
                    yield i, size

    def broken(self, begin: int, end: int) -> bool:
        """Whether a piece ends, and another begins, inside a stretch of the text."""
        i = bisect.bisect_right(self.view.breaks, begin)
        return i < len(self.view.breaks) and self.view.breaks[i] < end

    def sentence_start(self, i: int) -> bool:
        """Whether token ``i`` begins a sentence or a piece, where capitals say nothing."""
        if i and self.before[i] == ". " and len(self.words[i - 1]) == 1 and self.words[i - 1].isupper() and self.words[i - 1] != "I":
            return False  # an initial
        return i == 0 or bool(re.search(r"[.?!:。？！：\"“]\s*\**\Z|\A\Z", self.before[i])) or self.begins[i] in self.parts

    @cached_property
    def parts(self) -> frozenset[int]:
        """Positions at which a piece begins."""
        return frozenset(self.view.breaks)

    def tokens_between(self, begin: int, end: int) -> tuple[int, int]:
        """Indices of the tokens that begin in ``begin``..``end`` of the text."""
        return bisect.bisect_left(self.begins, begin), bisect.bisect_left(self.begins, end)

    def words_about(self, i: int, reach: int = 120) -> frozenset[str]:
        """Longer words, in lower case, among the tokens about token ``i``."""
        return frozenset(w.lower() for w in (*self.words[max(i - reach, 0):i], *self.words[i + 1:i + reach]) if len(w) > 5 and w.isalpha())

    def around(self, begin: int, end: int, reach: int = 160) -> str:
        """The text about a window, a little to both sides."""
        return self.text[max(begin - reach, 0):end + reach]


def stretches(document: Document, side: Side, other: Side) -> list[Stretch]:
    """Counterparts of a side in another language: sentence by sentence where the two are aligned, else by layout."""
    source = document.source_lang
    pairs: list[tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]] = []
    for link in document.links:
        if side.lang == source and link.target_lang == other.lang:
            pairs.append((link.source, link.target))
        elif other.lang == source and link.target_lang == side.lang:
            pairs.append((link.target, link.source))
    if not pairs:
        groups: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
        for p in document.pieces:
            if p.group is not None and p.lang in (side.lang, other.lang):
                groups.setdefault(p.group, ([], []))[p.lang == other.lang].append((p.start, p.end))
        pairs = [(tuple(a), tuple(b)) for a, b in groups.values() if a and b]
    out = []
    for mine, theirs in pairs:
        begin, end = _positions(side, mine[0][0], mine[-1][1])
        first, last = side.tokens_between(begin, end)
        spans = [_positions(other, a, b) for a, b in theirs]
        if last > first and spans:
            text = " ".join(other.text[a:b] for a, b in spans)
            out.append(Stretch(first, last, begin, end, other.lang, text, spans[0][0], spans[-1][1]))
    return sorted(out, key=lambda s: (s.begin, s.end))


def _positions(side: Side, start: int, end: int) -> tuple[int, int]:
    """Where a raw span begins and ends in the text of a side (the end by its last character: what follows may stand elsewhere)."""
    begin = side.view.position(start)
    return begin, max(side.view.position(end - 1) + 1, begin) if end > start else begin


class Beside:
    """The stretches of a side by position."""

    def __init__(self, found: Sequence[Stretch]):
        self.all = tuple(found)
        self._begins = [s.begin for s in self.all]

    def at(self, position: int) -> Stretch | None:
        """The stretch that holds a position; None where nothing is known to translate it."""
        i = bisect.bisect_right(self._begins, position) - 1
        for s in self.all[max(i - 2, 0):i + 1][::-1]:
            if s.begin <= position < s.end:
                return s
        return None
