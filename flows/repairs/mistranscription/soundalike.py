"""Candidates for words that nobody knows: names and terms of the lexicon, of the metadata and of the document that sound like them."""
from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from flows.evidence.expectation import joined, meanings
from flows.evidence.phonetics import similarity
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.lexical import inflected
from flows.repairs.mistranscription.sides import Side

LEAST_NAME, LEAST_PERSON, LEAST_WORD = 0.68, 0.8, 0.7
_DIGITS = re.compile(r"\d+(?:\.\d+)*")


def unknown_words(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Stretches about a word that nobody knows, and what of the lexicon or the metadata sounds like them."""
    seen: dict[str, list[tuple[str, float]]] = {}
    for i, word in enumerate(side.words):
        if not known.unknown(word):
            continue
        for first in (i, i - 1, i - 2):
            for size in range(i - first + 1, min(i - first + 2, 3) + 1):
                span = side.window(first, size)
                if span is None:
                    continue
                words = side.words[first:first + size]
                if any(known.is_name(w) for w in words if w != word):
                    continue  # a name beside it is heard right, and stays
                text = " ".join(words)
                if text not in seen:
                    seen[text] = known.sounds.near(text, LEAST_NAME, 4)
                for term, score in seen[text]:
                    if joined(term) != joined(text) and _same_numbers(text, term) and (size > 1 or _like_letters(word, term, score)):
                        yield _candidate(side, known, first, size, term, score, "sound")


def persons(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Two capitalised words that sound like the full name of someone whom the lexicon or the metadata know, and are not."""
    for i, (a, b) in enumerate(zip(side.words, side.words[1:])):
        if not (a[:1].isupper() and b[:1].isupper() and side.joined[i]):
            continue
        if known.is_name(f"{a} {b}"):
            continue
        for name, score in known.people_by_sound(f"{a} {b}"):
            if score >= LEAST_PERSON and joined(name) != joined(f"{a} {b}"):
                c = _candidate(side, known, i, 2, name, score, "person")
                same_first = float(name.split()[0].lower() == a.lower().removesuffix("'s"))
                yield Candidate(c.begin, c.end, c.before, c.after, c.rule, {**c.features, "person": 1.0, "same_first": same_first}, c.reasons)


def titles(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Stretches that share a word with a name of several words in the metadata, and sound like the rest of it."""
    for name in known.titles:
        words = name.lower().split()
        for i, word in enumerate(side.words):
            if word.lower() not in words:
                continue
            first = i - words.index(word.lower())
            span = side.window(first, len(words))
            if span is None:
                continue
            text = " ".join(side.words[first:first + len(words)])
            if joined(text) == joined(name) or known.is_name(text):
                continue
            score = similarity(text, name)
            pairs = [(a, b) for a, b in zip(text.split(), name.split()) if a.lower() != b.lower()]
            apart = min((similarity(a, b) for a, b in pairs), default=0.0)
            if score >= LEAST_PERSON and apart >= 0.7 and not any(zipf(a, "en") > 6.2 for a, _ in pairs):
                yield _candidate(side, known, first, len(words), name, score, "metadata")


def spellings(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Words that nobody knows, and the words of the document, of the translation or of the language that they nearly are."""
    for i, word in enumerate(side.words):
        if not (word.isalpha() and len(word) > 5 and (known.unknown(word) or known.doubtful(word))) or side.lang.split("-")[0] != "en":
            continue
        beside = known.beside(side).at(side.begins[i])
        told = meanings(beside.other) if beside else frozenset()
        local = side.words_about(i)
        options = dict.fromkeys((*known.words_near(word.lower()), *sorted(t for t in told | local if abs(len(t) - len(word)) < 5)))
        for option in options:
            spelled, score = Levenshtein.normalized_similarity(word.lower(), option), similarity(word.lower(), option)
            likely = option in local and len(option) > 6
            if option == word.lower() or zipf(option, "en") < 1.5 or (word[0].isupper() and not side.sentence_start(i) and option not in told) or (spelled < 0.72 or score < LEAST_WORD) and not (likely and score > 0.55 and spelled > 0.5):
                continue
            after = option[0].upper() + option[1:] if word[0].isupper() else option
            c = _candidate(side, known, i, 1, after, score, "spelling")
            extra = {"derived": float(not known.unknown(word)), "spelled": spelled, "meant": float(option in told), "vocabulary": min(side.counts[option], 5) / 5,
                     "local": float(option in local)}
            yield Candidate(c.begin, c.end, c.before, c.after, c.rule, {**c.features, **extra}, c.reasons)


def _candidate(side: Side, known: Knowledge, first: int, size: int, after: str, score: float, rule: str) -> Candidate:
    begin, end = side.window(first, size)  # type: ignore[misc]
    after = inflected(side.text[begin:end], after, known.kind_of(after)) if rule != "spelling" else after
    beside = known.beside(side).at(begin)
    features = {"sound": score, **about(side, known, first, size, after, beside)}
    where = {"sound": "no known word, sounds like a name of the lexicon", "person": "sounds like a name of the lexicon or the metadata",
             "metadata": "sounds like a name of the metadata", "spelling": "no known word, nearly one"}[rule]
    return Candidate(begin, end, side.text[begin:end], after, rule, features, (f"{where} ({score:.2f})",))


def _like_letters(word: str, term: str, score: float) -> bool:
    """Letters that are spelt out are taken for a name only if they sound just like it, or are nearly its letters."""
    if not (word.isupper() and len(word) < 6):
        return True
    return score >= 0.95 or (term.isupper() and len(word) > 2 and Levenshtein.distance(word, term) == 1)


def _same_numbers(a: str, b: str) -> bool:
    """Numbers are not changed on the strength of sound alone."""
    return _DIGITS.findall(a) == _DIGITS.findall(b)
