"""Candidates for words that sound just like another, where the words about them ask for the other: `off the weight list`."""
from __future__ import annotations

from collections.abc import Iterator

from flows.evidence.homophones import homophones
from flows.repairs.mistranscription.between import between, times
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
    lower = {w: w.lower().replace("’", "'") for w in side.spelled}
    sounding = {w: low for w, low in lower.items() if low in same and (w == low or w[1:].islower())}
    for i, word in enumerate(side.words):
        if word in sounding and (word == sounding[word] or side.sentence_start(i)) and not _tied(side, i):
            yield from _better(side, known, i, sounding[word], same[sounding[word]])


def _better(side: Side, known: Knowledge, i: int, low: str, others: tuple[str, ...]) -> Iterator[Candidate]:
    beside = between(side, i, 1)
    next_to = (beside.before[-1], beside.after[0])
    if low in next_to:
        return  # a word said twice
    for other in others:
        if other not in next_to and beside.may_gain(low, other) and (fits := beside.gain(low, other)) > LEAST:
            yield _candidate(side, known, i, other, fits)


def _tied(side: Side, i: int) -> bool:
    """Whether a token is a part of another word: `two-hour`."""
    return "-" in (side.text[side.begins[i] - 1:side.begins[i]], side.text[side.ends[i]:side.ends[i] + 1])


def _candidate(side: Side, known: Knowledge, i: int, other: str, fits: float) -> Candidate:
    word = side.words[i]
    right = other[0].upper() + other[1:] if word[0].isupper() else other
    begin, end = side.begins[i], side.ends[i]
    features = about(side, known, i, 1, right, known.beside(side).at(begin)) | {
        "fits": fits, "contraction": float("'" in word.replace("’", "'") + other)}
    reason = f"{right!r} is said the same, and {times(fits)} times as likely between these words"
    return Candidate(begin, end, side.text[begin:end], right, "homophone", features, (reason,))
