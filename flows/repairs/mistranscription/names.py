"""Candidates for names of people and of the episode: full names that sound like one that is known, and are not it."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.evidence.expectation import joined
from flows.evidence.phonetics import similarity
from flows.evidence.wordforms import inflections
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.nearest import nearest
from flows.repairs.mistranscription.sides import Side

LEAST_LIKE = 0.8
_PART_LIKE = 0.7  # each name for itself: Alexander Wang is no Alexander Wei


def persons(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Two capitalised words that sound like the full name of someone whom the lexicon or the metadata know, and are not."""
    capital = [w[0].isupper() for w in side.words]
    pairs = [i for i in range(len(capital) - 1) if capital[i] and capital[i + 1] and side.joined[i]]
    pairs = [i for i in pairs if not known.is_name(f"{side.words[i]} {side.words[i + 1]}")]
    known.expect_people(f"{side.words[i]} {side.words[i + 1]}" for i in pairs)
    for i in pairs:
        a, b = side.words[i:i + 2]
        for name, score in known.people_by_sound(f"{a} {b}"):
            if score >= LEAST_LIKE and joined(name) != joined(f"{a} {b}") and _each_alike((a, b), name.split()):
                same_first = float(name.split()[0].lower() == a.lower().removesuffix("'s"))
                yield nearest(side, known, i, 2, name, score, "person", person=1.0, same_first=same_first)


def _each_alike(heard: Sequence[str], name: Sequence[str]) -> bool:
    return len(heard) != len(name) or all(similarity(a, b) >= _PART_LIKE for a, b in zip(heard, name))


def _lost_capitals(text: str, name: str) -> bool:
    """Whether a name begins its words with capitals, as one does, and lacks others that are its own: `Mad Podcast`, `MAD Podcast`."""
    return text == name.title() and not name.isupper() and any(w.isupper() and len(w) > 1 for w in name.split())


def titles(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Stretches that share a word with a name of several words in the metadata, and sound like the rest of it, or lost its
    capitals."""
    wanted = frozenset(w for name in known.titles for w in name.lower().split())
    places = [(i, w.lower()) for i, w in enumerate(side.words) if w.lower() in wanted]
    for name in known.titles:
        words = name.lower().split()
        for i, word in [(i, w) for i, w in places if w in words]:
            first = i - words.index(word)
            if side.window(first, len(words)) is None:
                continue
            text = " ".join(side.words[first:first + len(words)])
            if text.lower() == name.lower() and _lost_capitals(text, name):
                yield nearest(side, known, first, len(words), name, 1.0, "metadata")
            if joined(text) == joined(name) or known.is_name(text):
                continue
            pairs = [(a, b) for a, b in zip(text.split(), name.split()) if a.lower() != b.lower()]
            if not pairs or any(zipf(a, "en") > 6.2 or inflections(a.lower(), b.lower()) for a, b in pairs):
                continue
            if all(similarity(a, b) >= 0.7 for a, b in pairs) and (score := similarity(text, name)) >= LEAST_LIKE:
                yield nearest(side, known, first, len(words), name, score, "metadata")
