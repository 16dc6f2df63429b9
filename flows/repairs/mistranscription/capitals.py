"""Candidates for names that the speech writes as ordinary words: the translation keeps them in Latin letters, with their capitals."""
from __future__ import annotations

import re
from collections.abc import Iterator

from flows.evidence.expectation import joined, runs
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side, Stretch
from flows.repairs.mistranscription.translated import LONGEST

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_OPENING = ("(", "（", "《", "“", '"')


def capitals(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for an English side: `apple` where the translation has Apple, `git hub` where it has GitHub."""
    if side.lang.split("-")[0] != "en":
        return
    for s in known.beside(side).all:
        if s.last - s.first <= LONGEST:
            yield from _written_otherwise(side, s, known)


def _written_otherwise(side: Side, s: Stretch, known: Knowledge) -> Iterator[Candidate]:
    wanted = {joined(term): (term, at) for at, term in _named(s.other)}
    if wanted:
        said = side.spoken.part(s.first, s.last)
        wanted = {key: v for key, v in wanted.items() if said.count(key.removesuffix("s"))}
    if not wanted:
        return
    longest = max(len(_PART.findall(term)) for term, _ in wanted.values())
    places = sorted((i, n, key) for key in wanted for i, n in said.places(key))
    for i, n, key in places:
        if n > min(longest + 1, 5) or not side.window(i, n):
            continue
        before, (term, at) = side.text[side.begins[i]:side.ends[i + n - 1]], wanted[key]
        if not _fine(before, term, known):
            lacking = _count(term, s.other) - _count(term, side.text[s.begin:s.end])
            if lacking > 0:
                features = about(side, known, i, n, term, s) | _features(side, s, known, before, term, at, lacking) | {"written": 0.0}
                reasons = (f"the translation writes {term!r}",)
                yield Candidate(side.begins[i], side.ends[i + n - 1], before, term, "translation's spelling", features, reasons)


def _fine(before: str, term: str, known: Knowledge) -> bool:
    """Whether what stands there may stay: it is written so, has capitals of its own, or the lexicon knows it as it is."""
    if before == term or known.lexicon.style(before) == before or any(w[1:] != w[1:].lower() for w in before.split()):
        return True
    return before[0] == term[0] and " " not in before + term


def _features(side: Side, s: Stretch, known: Knowledge, before: str, term: str, at: int, lacking: int) -> dict[str, float]:
    here, lower = side.text.count(term), side.text.count(before)
    return {
        "case": 1.0,
        # In brackets stands the English of a Chinese term; there capitals say little.
        "gloss": float(s.other[max(at - 1, 0):at] in _OPENING),
        "unsettled": 1.0 - known.settled_case(term),
        "camel": float(re.search(r"[a-z][A-Z]", term) is not None),
        "several": float(" " in term),
        "once": float(" " in term and known.counted(term) < 2),
        "doubtful": float(_count(before, side.text[s.begin:s.end]) > lacking),
        "proper": float(term.split()[0].lower() in known.proper_words),
        "capital_here": here / (here + lower),
    }


def _count(term: str, text: str) -> int:
    return len(re.findall(rf"(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])", text))


def _named(other: str) -> Iterator[tuple[int, str]]:
    """What a translation writes as names are written: runs of Latin words that all have capitals, and single words that do."""
    for at, words in runs(other):
        run: list[tuple[int, str]] = []
        for w in [*words.split(" "), ""]:
            if w and (any(c.isupper() for c in w) or (run and w[0].isdigit())):
                run.append((at, w))
            elif run:
                yield run[0][0], " ".join(x for _, x in run)
                run = []
            at += len(w) + 1
