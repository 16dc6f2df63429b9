"""Candidates from what the translation says and the speech does not: an ordinary word, heard for another that sounds like it.

Where the translator understood `faithful`, its Chinese (忠实) stands beside `faceful`; where `grade` was heard as `greyed`, 等级
stands there and nothing means `greyed`. So a word of the translation that no word of the speech accounts for is looked for by
sound among the words of the speech that no word of the translation accounts for. Either alone is common, as translations are free;
both together, and alike in sound, are not.
"""
from __future__ import annotations

import os.path
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from flows.evidence.expectation import expresses
from flows.evidence.phonetics import PLAIN, alike
from flows.evidence.pronunciation import say
from flows.evidence.translation import Table, forms, table
from flows.evidence.wordforms import inflections
from flows.evidence.words import zipf
from flows.repairs.mistranscription.between import between, times
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.nearest import nearest
from flows.repairs.mistranscription.sides import Side, Stretch

LONGEST = 120  # tokens of a stretch beyond which too much is said to tell what a word of the translation stands for
LEAST_LIKE, _LEAST_KNOWN_LIKE = 0.72, 0.8  # similarity of a word that nobody knows, and of one that is known, to what is meant
_LIKELY = 0.15  # probability of a translation, either way, below which it is too rare a sense to look for
_LEAST_KNOWN = 2.5  # zipf value of a word that may be meant
_LETTERS = 3  # letters by which words that sound alike may differ in length
_TORN = 0.88  # similarity from which several words are one that was torn
_EVERYWHERE = 5.8  # zipf value from which a word is in nearly every sentence, and is translated by nothing in particular
_SAID = 1.0  # nats from which it is said that a word fits better
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LONG_WORD = 4  # characters of the longest word of the translation that is looked for


def meant(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for an English side from the stretches beside it."""
    if side.lang.split("-")[0] != "en" or side.lang != known.source_lang:
        return
    every_form = {w: _forms(w.lower()) for w in side.spelled}
    words = [every_form[w] for w in side.words]
    everyday = {w for w in side.spelled if len(w) < 4 or not w.isalpha() or zipf(w, "en") > _EVERYWHERE or known.is_name(w)}
    for s in known.beside(side).all:
        back = table(s.lang, side.lang)
        if back and s.last - s.first <= LONGEST:
            unsaid = _unsaid(side, s, back, frozenset().union(*words[max(s.first - 8, 0):s.last + 8]))
            loose = [i for i in range(s.first, s.last) if side.words[i] not in everyday and _loose(side, s, i)] if unsaid else []
            if loose:
                yield from _of_stretch(side, loose, unsaid, known)


def _of_stretch(side: Side, loose: list[int], unsaid: list[tuple[str, str, float]], known: Knowledge) -> Iterator[Candidate]:
    windows = [(first, size) for first in loose for size in (1, 2)
               if side.window(first, size) and all(i in loose or _small(side.words[i]) for i in range(first, first + size))]
    texts = [" ".join(side.words[first:first + size]).lower().replace("’", "'") for first, size in windows]
    for (first, size), heard, options in zip(windows, texts, _roughly_alike(texts, [option for option, _, _ in unsaid])):
        least = LEAST_LIKE if any(map(known.unknown, side.words[first:first + size])) else _LEAST_KNOWN_LIKE
        best: dict[str, tuple[float, str, str, float]] = {}  # of each Chinese word the form that sounds most like it
        for option, chinese, chance in (unsaid[i] for i in options):
            score = _alike(heard, option, least) if abs(len(heard) - len(option)) <= _LETTERS else 0.0
            if score >= max(least, best.get(chinese, (0.0,))[0]) and not _kin(heard, option, score):
                best[chinese] = score, option, chinese, chance
        for score, option, chinese, chance in best.values():
            fits = between(side, first, size).gain(heard, option)
            c = nearest(side, known, first, size, _cased(side, first, option), score, "meaning", meaning=1.0, chance=chance, fits=fits)
            likely = (f"{times(fits)} times as likely between these words",) if fits > _SAID else ()
            yield replace(c, reasons=(f"the translation has {chinese} ({option}), and nothing that means {heard!r}", *c.reasons, *likely))


def _roughly_alike(heard: list[str], options: list[str]) -> list[list[int]]:
    """Of each text heard which options are worth the costly look, in order: ``cdist`` compares all pairs at once, by their phones."""
    ways = [(i, way) for i, text in enumerate(heard) for way in say(text)]
    meant = [(i, way) for i, text in enumerate(options) for way in say(text)]
    rough = cdist([way for _, way in ways], [way for _, way in meant], scorer=Levenshtein.normalized_similarity)
    out: list[set[int]] = [set() for _ in heard]
    for row, column in zip(*map(np.ndarray.tolist, (rough > LEAST_LIKE - PLAIN - 0.01).nonzero())):
        out[ways[row][0]].add(meant[column][0])
    return [sorted(found) for found in out]


def _unsaid(side: Side, s: Stretch, back: Table, said: frozenset[str]) -> list[tuple[str, str, float]]:
    """(English word, Chinese word, probability) for what the translation says and no word of the speech accounts for; ``said`` are the
    forms of all words of the speech."""
    there = table(side.lang, s.lang)
    out: dict[str, tuple[str, str, float]] = {}
    for chinese in dict.fromkeys(_words(s.other, back)):
        accounted, options = _senses(back, there, chinese)
        if options and said.isdisjoint(accounted):
            for option, usual in options:
                out.setdefault(option, (option, chinese, usual))
    return list(out.values())


@lru_cache(maxsize=16384)
def _senses(back: Table, there: Table | None, chinese: str) -> tuple[frozenset[str], tuple[tuple[str, float], ...]]:
    """Forms of all that a Chinese word may stand for, any of which accounts for it; and what it usually stands for, with how usual."""
    options = []
    for option, chance in back.translations(chinese):
        usual = min(chance, dict(there.translations(option)).get(chinese, 0.0) if there else 0.0)
        if usual >= _LIKELY and len(option) > 3 and option.isalpha() and _LEAST_KNOWN <= zipf(option, "en") < _EVERYWHERE:
            options += [(form, usual) for form in (option, option + "s") if form == option or zipf(form, "en") >= _LEAST_KNOWN]
    return frozenset(f for t, _ in back.translations(chinese) for f in _forms(t)), tuple(options)


@lru_cache(maxsize=65536)
def _forms(word: str) -> frozenset[str]:
    return frozenset(forms(word))


def _words(text: str, back: Table) -> Iterator[str]:
    """Words of a Chinese text, the longest first from the left, that the table knows."""
    beginnings = _beginnings(back)
    for run in _HAN.findall(text):
        at = 0
        while at < len(run):
            if run[at:at + 2] not in beginnings:
                at += 1
                continue
            for size in range(min(_LONG_WORD, len(run) - at), 1, -1):
                if run[at:at + size] in back.lines:
                    yield run[at:at + size]
                    at += size
                    break
            else:
                at += 1


@lru_cache(maxsize=16)
def _beginnings(back: Table) -> frozenset[str]:
    """The first two characters of all words of a table."""
    return frozenset(word[:2] for word in back.lines if len(word) > 1)


def _loose(side: Side, s: Stretch, i: int) -> bool:
    """Whether nothing in the translation accounts for a token."""
    word = side.words[i]
    if word[0].isupper() and not (side.sentence_start(i) and side.spelled[word.lower()]):
        return False  # a name
    return expresses(s.other, word) is not True


def _kin(heard: str, option: str, score: float) -> bool:
    """Whether words are of one stem, so that a free translation explains the one for the other: `industry`, `industrial`. Of several
    words that sound just like one, one may be the beginning of it: `budge it`, `budget`."""
    if heard.replace(" ", "").removesuffix("s") == option.removesuffix("s"):
        return True
    if " " in heard and score >= _TORN:
        return option in heard.split()
    return any(_one_stem(word, option) for word in heard.split())


def _one_stem(word: str, option: str) -> bool:
    shorter, longer = sorted((word, option), key=len)
    same = len(os.path.commonprefix([word, option]))
    ends = len(shorter) > 4 and longer.endswith(shorter[-5:])
    if len(word) == len(option) and Levenshtein.distance(word, option) == 1 and say(word) == say(option):
        return True  # two spellings of one word: `grey`, `gray`
    return inflections(word, option) or len(shorter) > 3 and (same >= min(4, len(shorter) - 1) or ends)


def _small(word: str) -> bool:
    """Whether a word may be the torn end of another: `budge it`."""
    return len(word) < 4 and word.isalpha() and word.islower()


def _cased(side: Side, first: int, option: str) -> str:
    return option[0].upper() + option[1:] if side.words[first][0].isupper() else option


def _alike(heard: str, option: str, least: float) -> float:
    return max((alike(a, b, least) for a in say(heard) for b in say(option)), default=0.0)
