"""Which words translate which: versioned tables that ship with the code, one for a pair of languages.

A table says for a source word how probable each translation is, p(target | source), before anything is known of the document.
It comes from a dictionary (see `flows.evidence.translation_table`, the command that rebuilds it); repairs refine it with the document's
own words. For a pair without a table everything is learned from the document.
"""
from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
VERSION = 1

# How an inflected English word may be reduced until the table knows it; the first form found counts.
_ENDINGS = (("'s", ""), ("s'", "s"), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e"),
            ("ly", ""), ("er", ""), ("est", ""))
_DOUBLED = re.compile(r"(.*([bdgmnprt]))\2(?:ed|ing|er)$")
_SHORT = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "n't": "not"}


@dataclass(frozen=True, eq=False)
class Table:
    """Translations of the words of one language into another. ``lines``: word -> 'translation:percent translation:percent ...'."""

    source: str
    target: str
    lines: Mapping[str, str]

    def translations(self, word: str) -> tuple[tuple[str, float], ...]:
        """(translation, probability) for a word in lower case, by its own form or the nearest one the table knows.

        >>> table("en", "zh").translations("companies")[0][0]
        '公司'
        """
        return _translations(self, word)


@lru_cache(maxsize=65536)
def _translations(known: Table, word: str) -> tuple[tuple[str, float], ...]:
    readings = forms(word) if known.source == "en" else (word,)
    line = next((known.lines[form] for form in readings if form in known.lines), None)
    return _parsed(line) if line else ()


def forms(word: str) -> list[str]:
    """An English word in lower case as it stands, then as its dictionary forms may read (some of them no words).

    >>> forms("stopped")
    ['stopped', 'stopp', 'stoppe', 'stop']
    """
    out = [word, _irregular()[word]] if word in _irregular() else [word]
    for ending, full in _SHORT.items():
        if word.endswith(ending):
            return [word, word.removesuffix(ending), full]
    out += [word.removesuffix(e) + put for e, put in _ENDINGS if word.endswith(e) and len(word) > len(e) + 1]
    doubled = _DOUBLED.match(word)
    return out + ([doubled[1]] if doubled else [])


@cache
def _irregular() -> dict[str, str]:
    """Irregular form -> its base form."""
    lines = (DATA / "irregular-en.txt").read_text("utf-8").splitlines()
    return {form: line.split()[0] for line in lines if line[0] != "#" for form in line.split()[1:]}


def _parsed(line: str) -> tuple[tuple[str, float], ...]:
    return tuple((word, int(percent) / 100) for word, _, percent in (item.rpartition(":") for item in line.split(" ")))


def path_of(source: str, target: str) -> Path:
    return DATA / f"translation-{source}-{target}.v{VERSION}.tsv.gz"


@cache
def table(source: str, target: str) -> Table | None:
    """The shipped table for a pair of BCP 47 languages, read forwards or backwards; None where there is none."""
    source, target = source.split("-")[0], target.split("-")[0]
    if path_of(source, target).exists():
        return Table(source, target, _read(path_of(source, target)))
    if path_of(target, source).exists():
        return Table(source, target, _turned(_read(path_of(target, source))))
    return None


def _read(path: Path) -> dict[str, str]:
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines() if line and line[0] != "#")


def _turned(lines: Mapping[str, str]) -> dict[str, str]:
    """The table from the other side: each translation's sources, weighed by the share each has of it."""
    back: dict[str, list[tuple[str, float]]] = {}
    for word, line in lines.items():
        for translation, p in _parsed(line):
            back.setdefault(translation, []).append((word, p))
    out = {}
    for translation, words in back.items():
        total = sum(p for _, p in words)
        best = sorted(words, key=lambda x: (-x[1], x[0]))[:12]
        out[translation] = " ".join(f"{w}:{max(1, round(100 * p / total))}" for w, p in best)
    return out
