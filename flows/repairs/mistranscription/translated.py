"""Candidates from the other language: terms that the translation has and the speech lacks, and the nearest stretch by sound."""
from __future__ import annotations

import os.path
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz.distance import Levenshtein

from flows.evidence.expectation import Expected, joined, lacking, told
from flows.evidence.phonetics import alike, kinds, skeleton
from flows.evidence.pronunciation import say
from flows.repairs.mistranscription.between import FILLERS
from flows.repairs.mistranscription.candidates import FUNCTION, Candidate
from flows.repairs.mistranscription.features import about
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.lexical import heard_as
from flows.repairs.mistranscription.sides import Side, Stretch

LONGEST = 400  # tokens of a stretch beyond which nothing is told by what stands beside it
_BONES = 0.34  # share of its consonants that a window must have in common with a term to be compared with it
_SAME = 0.97  # similarity of what is pronounced the same
_ENDINGS = ("s", "d", "ed", "er", "ers", "ing")
LEAST = 0.45  # similarity below which two stretches are not worth a look
_LEAST_KNOWN = 0.66  # the same where every word of the speech is a word that is known
_ONE = frozenset(("company", "organization", "product", "show"))  # there is one of each: a known word in the plural is not its name


def translated(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for an English side, from the stretches beside it and their neighbours (a translation moves words between clauses)."""
    if side.lang.split("-")[0] != "en":
        return
    stretches = known.beside(side).all
    terms = [told(s.other, known.lexicon) for s in stretches]
    for i, s in enumerate(stretches):
        if terms[i] and s.last - s.first <= LONGEST:
            beside = [k for k in (i - 1, i + 1) if 0 <= k < len(stretches) and _adjoin(s, stretches[k])]
            wider = _together(s, [stretches[k] for k in beside])
            for e in lacking(side.spoken.part(wider.first, wider.last), terms[i], [t for k in beside for t in terms[k]]):
                yield from _candidates(side, s, wider, e, known)


def _adjoin(a: Stretch, b: Stretch) -> bool:
    """Whether two stretches of a side stand next to each other."""
    return a.lang == b.lang and (0 <= b.begin - a.end < 3 or 0 <= a.begin - b.end < 3)


def _together(s: Stretch, beside: Sequence[Stretch]) -> Stretch:
    """A stretch with those next to it."""
    every = sorted((s, *beside), key=lambda x: x.begin)
    other = " ".join(x.other for x in every)
    return replace(s, first=every[0].first, last=every[-1].last, begin=every[0].begin, end=every[-1].end, other=other)


def _candidates(side: Side, s: Stretch, wider: Stretch, e: Expected, known: Knowledge) -> Iterator[Candidate]:
    """The window of a stretch, or of its neighbours, that sounds most like a term, where one is alike at all."""
    sounds = known.pronounced(e.term)
    found = _windows(side, s, wider, e.term, sounds, known)
    if not found:
        return
    score, i, n = found[0]
    rivals = any(x[0] > score - 0.05 and not (x[1] < i + n and i < x[1] + x[2]) for x in found[1:])
    i, n = _without_article(side, i, n, e.term, score, sounds)
    begin, end = side.begins[i], side.ends[i + n - 1]
    before = side.text[begin:end]
    if _with_ending(before, e.term) or _only_inflected(before, e.term) and not any(map(known.unknown, side.words[i:i + n])):
        return
    after = heard_as(before, e.term, known.kind_of(e.term), side.text[end:end + 5])
    if after == e.term + "s" and known.kind_of(e.term) in _ONE and not known.unknown(before):
        return
    if after != e.term:
        score = max([score, *(alike(h, p) for h in side.heard(i, n) for p in say(after))])
    if before[:1].isupper() and after.islower() and side.sentence_start(i):
        after = after[0].upper() + after[1:]
    features = about(side, known, i, n, after, wider, e.term) | {
        "sound": score, "rivals": float(rivals), "part": float(not e.whole),
        "full_name": float(e.whole and re.search(r"[ -]", e.term) is not None),
        "outside": float(not s.first <= i < s.last), "written" if e.how == "written" else "named": 1.0,
        "function": float(all(w.lower() in FUNCTION or len(w) < 3 for w in side.words[i:i + n]))}
    has = repr(e.seen) if e.how == "written" else f"{e.seen} ({e.term})"
    yield Candidate(begin, end, before, after, "translation", features, (f"the translation has {has}", f"sounds alike ({score:.2f})"))


def _windows(side: Side, s: Stretch, wider: Stretch, term: str, sounds: tuple[str, ...], known: Knowledge) -> list[tuple[float, int, int]]:
    """(similarity, first token, size) of windows that sound like a term, the likest first; those in the stretch before its neighbours."""
    if not sounds or joined(term).isdigit():
        return []
    size = len(re.findall(r"[A-Za-z\u00c0-\u024f]+|\d+", term))
    right = _mentions(side, wider, joined(term).removesuffix("s"))
    out: list[tuple[float, int, int]] = []
    for i, n in _likely(side, wider, max(1, min(size, 4) - 2), min(5, size + 2), sounds):
        if not right.isdisjoint(range(i, i + n)) or side.words[i].lower() in FILLERS or side.words[i + n - 1].lower() in FILLERS:
            continue  # what is right stays, and so does a sound of thinking; another place where it was misheard is looked for
        ways = side.heard(i, n)
        least = LEAST if any(map(known.unknown, side.words[i:i + n])) else _LEAST_KNOWN
        if ways and max(alike(ways[0], p, least - 0.1) for p in sounds):  # other ways to say it are much the same
            score = max(alike(h, p, least) for h in ways for p in sounds)
            out += [(score, i, n)] if score else []
    return sorted(out, key=lambda x: (-x[0] + 0.05 * (not s.first <= x[1] < s.last), x[2], x[1]))


def _mentions(side: Side, s: Stretch, key: str) -> set[int]:
    """Tokens of a stretch that say a term as it should read, however they are spaced."""
    said = side.spoken.part(s.first, s.last)
    forms = (key + "s",) if key.endswith("s") else (key, key + "s")
    return {i for form in forms for first, n in said.places(form) for i in range(first, first + n)}


def _likely(side: Side, s: Stretch, fewest: int, most: int, sounds: tuple[str, ...]) -> list[tuple[int, int]]:
    """(first token, size) of windows with about as many consonants as a term, and of the same kinds: a cheap look before the costly one."""
    found: set[tuple[int, int]] = set()
    row, begins = side.skeletons
    for n in range(fewest, most + 1):
        lengths, kinds_of = (of_all[s.first:max(s.last - n + 1, s.first)] for of_all in side.windows_bones[n - 1])
        count = np.bitwise_count(kinds_of)
        for term in sorted(set(map(skeleton, sounds))):
            long, every = len(term), kinds(term)
            as_long = np.abs(lengths - long) <= 2 + long // 5
            same_kinds = np.bitwise_count(kinds_of & every) * 2 >= np.minimum(count, every.bit_count())
            for i in (np.flatnonzero(as_long & same_kinds) + s.first).tolist():
                if Levenshtein.normalized_similarity(row[begins[i]:begins[i + n]], term) >= _BONES:
                    found.add((i, n))
    return sorted(found)


def _only_inflected(heard: str, term: str) -> bool:
    """Whether two phrases differ only in endings: `fine tune of`, `fine-tuning`; `agentic`, `agent`."""
    a, b = joined(heard), joined(term)
    same = len(os.path.commonprefix([a, b]))
    return same >= 4 and same >= min(len(a), len(b)) - 2


def _with_ending(heard: str, term: str) -> bool:
    return joined(heard).removeprefix(joined(term)) in _ENDINGS


def _without_article(side: Side, i: int, n: int, term: str, score: float, sounds: tuple[str, ...]) -> tuple[int, int]:
    """A leading function word stays where the rest sounds as much like the term; it goes where it is needed to sound just so:
    `a tension` is attention."""
    least = score - (0.02 if score >= _SAME else 0.12)
    while n > 1 and side.words[i].lower() in FUNCTION and not term.lower().startswith(side.words[i].lower() + " "):
        rest = max((alike(h, p) for h in side.heard(i + 1, n - 1) for p in sounds), default=0.0)
        if rest < least:
            break
        i, n = i + 1, n - 1
    return i, n
