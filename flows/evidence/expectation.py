"""What the other language says a stretch of speech should contain.

A translator often wrote what was meant: Latin words on the Chinese side that the English lacks, and Chinese terms whose
English is known. ``expected`` lists them for one stretch and its translation. They are hints: agreement proves nothing, and a
translation made from faulty text repeats its faults.
"""
from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from flows.evidence.lexicon import Lexicon
from flows.evidence.translation import table

# Latin words inside text of another script: names, and terms that were left untranslated.
_LATIN_WORD = r"[A-Za-z\u00c0-\u024f0-9]+(?:[.'’+/-]?[A-Za-z\u00c0-\u024f0-9]+)*"
LATIN_RUN = re.compile(rf"(?=[A-Za-z\u00c0-\u024f]|\d+[A-Za-z-]){_LATIN_WORD}(?: {_LATIN_WORD})*")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f0-9]+(?:\.\d+)*")
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Expected:
    """A term that a translation leads one to expect.

    term   as it should read in the source language.
    seen   what stands in the translation.
    how    `written` (the translation has the Latin word) or `lexicon` (its Chinese name).
    whole  whether it is the whole Latin run of the translation, not one word of it.
    """

    term: str
    seen: str
    how: str
    whole: bool = True


@lru_cache(maxsize=65536)
def joined(text: str) -> str:
    """Letters and digits alone, in lower case: what spellings of one name have in common.

    >>> joined("Open-AI") == joined("open AI") == "openai"
    True
    """
    return "".join(_WORD.findall(text.lower())).replace(".", "")


class Spoken:
    """The words of a stretch, to be asked how often a term is among them, however it is spaced and with or without a final s.

    >>> Spoken("We asked Deep Seek and deepseeks.").count("deepseek")
    2
    """

    def __init__(self, text: str | Sequence[str]):
        words = [joined(w) for w in (_WORD.findall(text) if isinstance(text, str) else text)]
        self._starts = [0, *accumulate(map(len, words))]
        self._letters, self._begins, self._ends = "".join(words), frozenset(self._starts), frozenset(self._starts[1:])
        self._from, self._to = 0, len(self._letters)

    def part(self, first: int, last: int) -> Spoken:
        """The words from ``first`` to before ``last``."""
        out = copy(self)
        out._from, out._to = self._starts[first], self._starts[last]
        return out

    def places(self, key: str) -> Iterator[tuple[int, int]]:
        """(first word, how many) where the words are a term, as ``joined`` writes it."""
        at = self._letters.find(key, self._from, self._to)
        while at >= 0:
            if at in self._begins and at + len(key) in self._ends:
                first = bisect.bisect_left(self._starts, at)
                yield first, bisect.bisect_left(self._starts, at + len(key)) - first
            at = self._letters.find(key, at + 1, self._to)

    def count(self, key: str) -> int:
        """How often a term, as ``joined`` writes it, is said."""
        found = 0
        at = self._letters.find(key, self._from, self._to)
        while at >= 0:
            end = at + len(key)
            found += at in self._begins and (end in self._ends or (end + 1 in self._ends and self._letters[end] == "s"))
            at = self._letters.find(key, at + 1, self._to)
        return found


@lru_cache(maxsize=4096)
def spoken(text: str) -> Spoken:
    """``Spoken`` of a text, kept for the next question about it."""
    return Spoken(text)


@lru_cache(maxsize=8192)
def runs(text: str) -> tuple[tuple[int, str], ...]:
    """Latin runs of a text in another script, with where they begin."""
    return tuple((m.start(), m.group()) for m in LATIN_RUN.finditer(text)) if _LETTER.search(text) else ()


def latin(text: str) -> Iterator[tuple[str, bool]]:
    """Latin runs of a text in another script, then their words where a run has several; True for whole runs."""
    for _, run in runs(text):
        words = run.split(" ")
        yield run, True
        if len(words) > 1:
            yield from ((w, False) for w in words if len(w) > 1 and not w.isdigit())


@dataclass(frozen=True, slots=True)
class Told:
    """A term of a translation: what it leads one to expect, and the names (as ``joined`` writes them) any of which would answer to it."""

    expected: Expected
    names: tuple[str, ...]


@lru_cache(maxsize=8192)
def _answers(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(joined(n).removesuffix("s") for n in names)


def told(translation: str, lexicon: Lexicon | None = None) -> tuple[Told, ...]:
    """Every term of a Chinese translation that has a Latin form, in order and as often as it stands there: Latin words, and those of
    the ``lexicon`` by their Chinese names."""
    out = [Told(Expected(term, term, "written", whole), (joined(term).removesuffix("s"),)) for term, whole in latin(translation)]
    for match in lexicon.by_zh(translation) if lexicon else ():
        out.append(Told(Expected(match.entry.name, match.text, "lexicon"), _answers((match.entry.name, *match.entry.aliases))))
    return tuple(t for t in out if t.names[0])


def lacking(source: Spoken, terms: Sequence[Told], around: Sequence[Told] = ()) -> tuple[Expected, ...]:
    """Of the terms of a translation those that it has, with what stands ``around`` it, more often than the speech does."""
    wanted = Counter(t.names[0] for t in (*terms, *around))
    once = {t.names[0]: t for t in reversed(terms)}
    return tuple(t.expected for key, t in reversed(once.items()) if wanted[key] > max(map(source.count, t.names)))


def expected(source: str, translation: str, lexicon: Lexicon | None = None) -> tuple[Expected, ...]:
    """Terms that the Chinese ``translation`` has more often than the English ``source``, in the order of the translation.

    >>> [e.term for e in expected("You can ask cloud about it.", "你可以问 Claude。")]
    ['Claude']
    """
    return lacking(Spoken(source), told(translation, lexicon))


def expresses(translation: str, word: str, lang: str = "zh", source: str = "en") -> bool | None:
    """Whether some known translation of ``word`` stands in the text; None where the dictionary does not know the word."""
    known = table(source, lang)
    options = known.translations(word.lower()) if known else ()
    return any(t in translation for t, _ in options) if options else None


def meanings(translation: str, lang: str = "zh", target: str = "en") -> frozenset[str]:
    """All words that some Chinese word in the text may stand for (every substring that is a word counts)."""
    known = table(lang, target)
    if known is None:
        return frozenset()
    found: set[str] = set()
    for run in _HAN.findall(translation):
        for at in range(len(run)):
            for size in range(2, min(_LONGEST, len(run) - at) + 1):
                if run[at:at + size] in known.lines:
                    found.update(w for w, _ in known.translations(run[at:at + size]))
    return frozenset(found)
