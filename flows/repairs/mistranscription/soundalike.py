"""Candidates for words that nobody knows: names and terms of the lexicon, of the metadata and of the document that sound like them."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from flows.evidence.expectation import joined
from flows.evidence.pronunciation import encode, say
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.nearest import nearest
from flows.repairs.mistranscription.sides import Side

LEAST_LIKE = 0.68
_LETTERS_NUMBER = re.compile(r"([A-Z]{2,4})[ -]?(\d(?:\.\d)?)")
# Words whose last sound may belong to the next word: what they are without it, and that sound.
_SLIPS = {"this": ("the", "S"), "these": ("the", "Z"), "that": ("the", "T"),
          "an": ("a", "N"), "as": ("a", "Z"), "is": ("a", "Z"), "at": ("a", "T")}
_FILLERS = frozenset("uh um er ah hm oh mm like you know i and but so".split())
_DIGITS = re.compile(r"\d+(?:\.\d+)*")


def unknown_words(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Stretches about a word that nobody knows, and what of the lexicon sounds like them."""
    seen: dict[str, list[tuple[str, float]]] = {}
    strange = {w for w in side.spelled if known.unknown(w)}
    compounds = (i - 1 for i, gap in enumerate(side.before) if gap == "-" and _odd_compound(side, known, i - 1))
    places = sorted({*(i for i, word in enumerate(side.words) if word in strange), *compounds})
    windows = {i: list(_windows(side, known, i)) for i in places}
    known.sounds.expect(way for some in windows.values() for first, size in some for way in side.heard(first, size))
    for i in places:
        if side.words[i] in strange:
            yield from _abbreviated(side, known, i, side.words[i])
        for first, size in windows[i]:
            yield from _named(side, known, first, size, side.words[i], seen)


def _windows(side: Side, known: Knowledge, i: int) -> Iterator[tuple[int, int]]:
    """(first token, size) of stretches about a word that are looked at: a name beside it is heard right, and stays."""
    word = side.words[i]
    alone = bool(known.lexicon.forms(word.removesuffix("'s")))  # the lexicon says what this word alone is
    for first, size in ((i, 1), (i, 2), (i - 1, 2), (i - 1, 3), (i - 2, 3), (i, 3)):
        if alone and (size > 1 or word.endswith("'s")) or not side.window(first, size):
            continue
        if not any(known.is_name(w) or w.lower() in _FILLERS for w in side.words[first:first + size] if w != word):
            yield first, size


def _named(side: Side, known: Knowledge, first: int, size: int, word: str, seen: dict[str, list[tuple[str, float]]]) -> Iterator[Candidate]:
    words = side.words[first:first + size]
    text = " ".join(words)
    if text not in seen:
        seen[text] = known.sounds.near(text, LEAST_LIKE, 4)
    for term, score in seen[text]:
        other = joined(term) != joined(text) and not _same_stem(text, term) and _same_numbers(text, term)
        if other and (size > 1 or _like_letters(word, term, score)):
            yield nearest(side, known, first, size, term, score, "sound")
    slip = _slipped(words)
    if slip:
        article, sound, rest = slip
        plain = dict(known.sounds.near(rest, LEAST_LIKE - 0.2, 4))
        for term, score in known.sounds.near_sounds([encode(sound) + p for p in say(rest)], LEAST_LIKE - 0.05, 2):
            if score < plain.get(term, 0.0) + 0.1:
                continue
            yield nearest(side, known, first, size, f"{article} {term}", score, "sound", term, slipped=1.0)


def _abbreviated(side: Side, known: Knowledge, i: int, word: str) -> Iterator[Candidate]:
    """Letters that are the consonants of a name that takes numbers are that name."""
    m = _LETTERS_NUMBER.fullmatch(word)
    for name in known.numbered_by_consonants(m[1]) if m else ():
        if name.upper() != m[1]:
            yield nearest(side, known, i, 1, f"{name} {m[2]}", 0.9, "sound", name, consonants=1.0)


def _odd_compound(side: Side, known: Knowledge, i: int) -> bool:
    """Whether a capitalised word that begins no sentence is tied by a hyphen to spelt-out letters, as in no name that is known."""
    a, b = side.words[i], side.words[i + 1]
    shaped = a[:1].isupper() and not a.isupper() and b.isupper() and len(b) > 1
    return shaped and not side.sentence_start(i) and not known.is_name(f"{a}-{b}") and not known.is_name(a)


def _slipped(words: Sequence[str]) -> tuple[str, str, str] | None:
    """`this parrow` may be `the sparrow`: the article, the sound that slipped from it, and the words after it."""
    slip = _SLIPS.get(words[0].lower()) if len(words) > 1 else None
    return (*slip, " ".join(words[1:])) if slip else None


def _same_stem(heard: str, term: str) -> bool:
    """Whether an ordinary term only has another ending, or another word after it: `verifiability`, `verifiable`."""
    a, b = joined(heard), joined(term)
    return term.islower() and a[:6] == b[:6] and len(a) > 6


def _like_letters(word: str, term: str, score: float) -> bool:
    """Letters that are spelt out are taken for a name only if they sound just like it, or are nearly its letters."""
    if not (word.isupper() and len(word) < 6):
        return True
    if term.isupper() and term in word:
        return False  # some other name that is made with it
    return score >= 0.95 or (term.isupper() and len(word) > 2 and OSA.distance(word, term) == 1)


def _same_numbers(a: str, b: str) -> bool:
    """Numbers are not changed on the strength of sound alone."""
    return _DIGITS.findall(a) == _DIGITS.findall(b)
