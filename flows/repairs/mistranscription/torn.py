"""Candidates for names that fell apart into words: `Gel Singer` for Gelsinger, `Anna Purna` for Annapurna.

Words that all exist, and together sound just like one name of the lexicon. That alone is chance: `in video` sounds like NVIDIA, too.
So it takes capitals where no sentence begins, as recognisers set them where they suspect a name, or a word that hardly anyone says.
"""
from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flows.evidence.expectation import joined
from flows.evidence.lexicon import Lexicon
from flows.evidence.phonetics import alike, skeleton
from flows.evidence.pronunciation import encode, say
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.nearest import nearest
from flows.repairs.mistranscription.sides import Side

LEAST_LIKE = 0.86
_LEAST_PHONES = 5  # a shorter name sounds like too many words
_RARE = 3.0  # zipf value below which hardly anyone says a word
_EVERYDAY = frozenset("the a an and or of to in on at is it that this for with as by from".split())


def torn(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Windows of two and three known words that sound like one word of a name, or one word fewer."""
    if side.lang.split("-")[0] != "en":
        return
    names = _by_skeleton(known.lexicon)
    known_words = {w for w in side.spelled if w.isalpha() and w.lower() not in _EVERYDAY and not known.unknown(w)}
    plain = [w in known_words for w in side.words]  # unknown ones are looked at alone
    rare = {w for w in known_words if zipf(w, "en") < _RARE}
    capital = {w for w in known_words if w[0].isupper() and w != "I" and not known.is_name(w)}
    # What does not look like ordinary talk: hardly anyone says it, or it has a capital inside a sentence and is no name.
    odd = [w in rare or (w in capital and not side.sentence_start(i)) for i, w in enumerate(side.words)]
    for i in sorted({i for at, strange in enumerate(odd) if strange for i in range(max(at - 2, 0), at + 1)}):
        for size in (2, 3):
            if any(odd[i:i + size]) and all(plain[i:i + size]) and side.window(i, size):
                yield from _named(side, known, i, size, names)


def _named(side: Side, known: Knowledge, i: int, size: int, names: dict[str, list[tuple[str, str]]]) -> Iterator[Candidate]:
    text = " ".join(side.words[i:i + size])
    if known.is_name(text):
        return
    best: dict[str, float] = {}
    for heard in side.heard(i, size):
        for phones, name in names.get(skeleton(heard), ()):
            score = alike(heard, phones, LEAST_LIKE)
            if score and len(name.split()) < size and joined(name) != joined(text):
                best[name] = max(score, best.get(name, 0.0))
    for name, score in best.items():
        yield nearest(side, known, i, size, name, score, "torn name", torn=1.0)


@lru_cache(maxsize=4)
def _by_skeleton(lexicon: Lexicon) -> dict[str, list[tuple[str, str]]]:
    """(pronunciation, name) of names of one or two words by the consonants of the pronunciation."""
    out: dict[str, list[tuple[str, str]]] = {}
    for e in lexicon.entries:
        if len(e.name.split()) <= 2 and not e.common:
            for phones in dict.fromkeys((*map(encode, e.say), *say(e.name))):
                if len(phones) >= _LEAST_PHONES:
                    out.setdefault(skeleton(phones), []).append((phones, e.name))
    return out
