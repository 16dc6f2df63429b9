"""What the other language says a stretch of speech should contain.

A translator often wrote what was meant: Latin words on the Chinese side that the English lacks, and Chinese terms whose
English is known. ``expected`` lists them for one stretch and its translation. They are hints: agreement proves nothing, and a
translation made from faulty text repeats its faults.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flows.evidence.lexicon import Lexicon
from flows.evidence.translation import table

# Latin words inside text of another script: names, and terms that were left untranslated.
_LATIN_WORD = r"[A-Za-z\u00c0-\u024f0-9]+(?:[.'’+/-]?[A-Za-z\u00c0-\u024f0-9]+)*"
LATIN_RUN = re.compile(rf"(?=[A-Za-z\u00c0-\u024f]|\d+[A-Za-z-]){_LATIN_WORD}(?: {_LATIN_WORD})*")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f0-9]+(?:\.\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_MOST_WORDS, _LONGEST = 5, 5


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


def joined(text: str) -> str:
    """Letters and digits alone, in lower case: what spellings of one name have in common.

    >>> joined("Open-AI") == joined("open AI") == "openai"
    True
    """
    return "".join(_WORD.findall(text.lower())).replace(".", "")


def present(text: str) -> Counter[str]:
    """Every stretch of up to five words of a text as ``joined`` writes it, without a final s, and how often it stands there."""
    words = [joined(w) for w in _WORD.findall(text)]
    out: Counter[str] = Counter()
    for i in range(len(words)):
        stretch = ""
        for w in words[i:i + _MOST_WORDS]:
            stretch += w
            out[stretch.removesuffix("s")] += 1
    return out


def latin(text: str) -> Iterator[tuple[str, bool]]:
    """Latin runs of a text in another script, then their words where a run has several; True for whole runs."""
    for m in LATIN_RUN.finditer(text):
        words = m.group().split(" ")
        yield m.group(), True
        if len(words) > 1:
            yield from ((w, False) for w in words if len(w) > 1 and not w.isdigit())


def expected(source: str, translation: str, lexicon: Lexicon | None = None) -> tuple[Expected, ...]:
    """Terms that the Chinese ``translation`` has more often than the English ``source``, in the order of the translation.

    ``lexicon`` adds those that it knows by a Chinese name.

    >>> [e.term for e in expected("You can ask cloud about it.", "你可以问 Claude。")]
    ['Claude']
    """
    wanted: Counter[str] = Counter()
    terms: dict[str, tuple[Expected, tuple[str, ...]]] = {}
    for term, whole in latin(translation):
        key = joined(term).removesuffix("s")
        wanted[key] += 1
        terms.setdefault(key, (Expected(term, term, "written", whole), (key,)))
    for match in lexicon.by_zh(translation) if lexicon else ():
        names = tuple(joined(n).removesuffix("s") for n in (match.entry.name, *match.entry.aliases))
        wanted[names[0]] += 1
        terms.setdefault(names[0], (Expected(match.entry.name, match.text, "lexicon"), names))
    if not terms:
        return ()
    here = present(source)
    return tuple(e for key, (e, names) in terms.items() if wanted[key] > max(here[n] for n in names))


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
