"""Candidates for words that are no words: the word of the document, of the translation or of the language that they nearly are."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from flows.evidence.expectation import meanings
from flows.evidence.phonetics import similarity
from flows.evidence.wordforms import inflections
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.nearest import nearest
from flows.repairs.mistranscription.sides import Side

# Similarity in letters and in sound from which a word is looked at; a word that stands close by may be less like.
_SPELLED, _SOUND, _SPELLED_BY, _SOUND_BY = 0.72, 0.7, 0.5, 0.55


def spellings(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Words on no list, and the known words that they nearly are."""
    if side.lang.split("-")[0] != "en":
        return
    odd = {w for w in side.spelled if len(w) > 5 and w.isalpha() and w[1:].islower() and (known.unknown(w) or known.doubtful(w))}
    places = [i for i, word in enumerate(side.words) if word in odd and not _code(side, i)]
    near = known.words_near(side.words[i].lower() for i in places)
    for i in places:
        yield from _options(side, known, i, near[side.words[i].lower()])


def _options(side: Side, known: Knowledge, i: int, near: Sequence[str]) -> Iterator[Candidate]:
    word = side.words[i]
    low, name_like = word.lower(), word[0].isupper() and not side.sentence_start(i)
    beside = known.beside(side).at(side.begins[i])
    told = meanings(beside.other) if beside else frozenset()
    local = side.words_about(i)
    for option in dict.fromkeys((*near, *sorted(t for t in told | local if abs(len(t) - len(word)) < 5))):
        if option == low or inflections(low, option) or (zipf(option, "en") < 1.5 and not (option in local and known.in_lexicon(option))):
            continue
        if option not in told and (name_like or _opposite(low, option)):
            continue
        spelled = Levenshtein.normalized_similarity(low, option)
        close_by = option in local and len(option) > 6 and spelled > _SPELLED_BY
        if not close_by and spelled < _SPELLED:
            continue
        score = similarity(low, option)
        if (close_by and score > _SOUND_BY) or (spelled >= _SPELLED and score >= _SOUND):
            after = option[0].upper() + option[1:] if word[0].isupper() else option
            more = {"derived": float(not known.unknown(word)), "spelled": spelled, "meant": float(option in told),
                    "local": float(option in local), "local_close": float(option in local and spelled >= 0.82)}
            yield nearest(side, known, i, 1, after, score, "spelling", **more)


def _opposite(word: str, option: str) -> bool:
    """Whether one word is the other with a beginning that turns its meaning: `mutability`, `immutability`."""
    longer, shorter = (word, option) if len(word) > len(option) else (option, word)
    return longer.endswith(shorter) and longer[:len(longer) - len(shorter)] in _TURNING


_TURNING = ("un", "in", "im", "il", "ir", "dis", "non", "a", "de", "anti", "mis")
_MARKS = frozenset("-_/\\{}[]()<>=!#@$%^&*+|~`:")


def _code(side: Side, i: int) -> bool:
    """Whether a token stands as names in programs and file paths do: marks of all kinds touch it."""
    left, right = side.text[max(side.begins[i] - 1, 0):side.begins[i]], side.text[side.ends[i]:side.ends[i] + 1]
    return left in _MARKS or right in _MARKS - {":", "!", ")", "]"}
