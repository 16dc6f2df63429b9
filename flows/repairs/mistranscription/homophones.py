"""Candidates for words that sound just like another, where the words about them ask for the other: `off the weight list`."""
from __future__ import annotations

from collections.abc import Iterator

from flows.evidence.homophones import homophones
from flows.repairs.mistranscription.between import between
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side

LEAST = 2.0  # nats by which the other word must fit better to be looked at


def alike(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for an English side; names and words that begin a capital inside a sentence are left alone."""
    if side.lang.split("-")[0] != "en":
        return
    same = homophones()
    for i, word in enumerate(side.words):
        low = word.lower().replace("’", "'")
        if low not in same or (word != low and not (word[1:].islower() and side.sentence_start(i))):
            continue
        if "-" in (side.text[side.begins[i] - 1:side.begins[i]], side.text[side.ends[i]:side.ends[i] + 1]):
            continue  # a part of another word: `two-hour`
        beside = between(side, i, 1)
        if low in (beside.before[-1], beside.after[0]):
            continue  # a word said twice
        for other in same[low]:
            fits = beside.gain(word, other)
            if fits > LEAST and other not in (beside.before[-1], beside.after[0]):
                yield _candidate(side, known, i, other, fits)


def _candidate(side: Side, known: Knowledge, i: int, other: str, fits: float) -> Candidate:
    word = side.words[i]
    right = other[0].upper() + other[1:] if word[0].isupper() else other
    begin, end = side.begins[i], side.ends[i]
    features = about(side, known, i, 1, right, known.beside(side).at(begin)) | {
        "fits": fits, "contraction": float("'" in word.replace("’", "'") + other)}
    reason = f"{right!r} is said the same, and e^{fits:.0f} times as likely between these words"
    return Candidate(begin, end, side.text[begin:end], right, "homophone", features, (reason,))
