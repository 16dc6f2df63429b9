"""Candidates from the other language: terms that the translation has and the speech lacks, and the nearest stretch by sound."""
from __future__ import annotations

import os.path
import re
from collections.abc import Iterator

from flows.evidence.expectation import LATIN_RUN, Expected, expected, joined
from flows.evidence.phonetics import alike, skeleton
from flows.evidence.pronunciation import say
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.lexical import inflected
from flows.repairs.mistranscription.sides import Side, Stretch

LEAST = 0.45  # similarity below which two stretches are not worth a look
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_FUNCTION = frozenset("a an the this that these those of to in on at and or is it its our".split())


def translated(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for an English side, from the stretches beside it."""
    if side.lang.split("-")[0] != "en":
        return
    for s in known.beside(side).all:
        if s.last - s.first > 400:
            continue
        source = side.text[s.begin:s.end]
        for e in expected(source, s.other, known.lexicon):
            yield from _nearest(side, s, e, known)
        yield from _spelt_otherwise(side, s, known)


def _spelt_otherwise(side: Side, s: Stretch, known: Knowledge) -> Iterator[Candidate]:
    """Names that both languages have, where the translator writes them with capitals (or joined) and the speech does not."""
    wanted = {joined(term): (term, at) for at, term, whole in _named(s.other) if whole}
    if not wanted:
        return
    longest = max(len(_PART.findall(term)) for term, _ in wanted.values())
    for i, n in side.windows(s.first, s.last, tuple(range(1, min(longest + 1, 5) + 1))):
        begin, end = side.begins[i], side.ends[i + n - 1]
        before = side.text[begin:end]
        term, at = wanted.get(joined(before), ("", 0))
        if not term or before == term or any(c.isupper() for c in before[1:]) or (before[0] == term[0] and " " not in before + term):
            continue
        features = {"written": 1.0, "case": 1.0, "gloss": float(_gloss(s.other, at)), "short": float(s.last - s.first <= 60),
                    "settled": known.settled_case(term), **known.about(side, i, n, term, s)}
        yield Candidate(begin, end, before, term, "translation's spelling", features, (f"the translation writes {term!r}",))


def _named(other: str) -> Iterator[tuple[int, str, bool]]:
    """Latin runs of a translation that are written as names are, with where they stand."""
    for m in LATIN_RUN.finditer(other):
        words = m.group().split(" ")
        if all(any(c.isupper() for c in w) or w[0].isdigit() for w in words):
            yield m.start(), m.group(), True


def _gloss(other: str, at: int) -> bool:
    """Whether a term stands in brackets, as the English of a Chinese term does; there capitals say little."""
    return other[max(at - 1, 0):at] in ("(", "（", "《", "“", '"')


def _nearest(side: Side, s: Stretch, e: Expected, known: Knowledge) -> Iterator[Candidate]:
    """The windows of a stretch that sound most like a term: the best one, where one is alike at all."""
    sounds = known.pronounced(e.term)
    if not sounds or joined(e.term).isdigit():
        return
    size = len(re.findall(r"[A-Za-z\u00c0-\u024f]+|\d+", e.term))
    sizes = range(max(1, min(size, 4) - 2), min(5, size + 2) + 1)
    bones = sorted({skeleton(p) for p in sounds})
    key = joined(e.term).removesuffix("s")
    best: list[tuple[float, int, int]] = []
    for i, n in side.windows(s.first, s.last, tuple(sizes)):
        heard = side.heard(i, n)
        if joined("".join(side.words[i:i + n])).removesuffix("s") == key:
            continue  # one that is right; another is looked for
        if not any(_close(skeleton(h), b) for h in heard for b in bones):
            continue
        score = max(alike(h, p) for h in heard for p in sounds)
        if score >= LEAST:
            best.append((score, i, n))
    if not best:
        return
    best.sort(key=lambda x: (-x[0], x[2], x[1]))
    score, i, n = best[0]
    rivals = [x for x in best[1:] if x[0] > score - 0.05 and not (x[1] < i + n and i < x[1] + x[2])]
    begin, end = side.window(i, n)  # type: ignore[misc]
    i, n, begin = _without_article(side, i, n, begin, e.term, score, sounds)
    before = side.text[begin:end]
    after = inflected(before, e.term, known.kind_of(e.term))
    if before[:1].isupper() and after.islower() and side.sentence_start(i):
        after = after[0].upper() + after[1:]
    if _only_inflected(before, e.term) and not known.unknown(before):
        return
    features = {"sound": score, "how_" + e.how: 1.0, "rivals": float(bool(rivals)), "whole": float(e.whole), "short": float(s.last - s.first <= 60)}
    features |= known.about(side, i, n, after, s)
    features["written" if e.how == "written" else "named"] = 1.0
    features["function"] = float(all(w.lower() in _FUNCTION or len(w) < 3 for w in side.words[i:i + n]))
    reasons = (f"the translation has {e.seen!r}" if e.how == "written" else f"the translation has {e.seen} ({e.term})",
               f"sounds alike ({score:.2f})" if joined(before) != joined(e.term) else "same letters")
    yield Candidate(begin, end, before, after, "translation", features, reasons)


def _only_inflected(heard: str, term: str) -> bool:
    """Whether two phrases differ only in endings: `fine tune of`, `fine-tuning`; `agentic`, `agent`."""
    a, b = joined(heard), joined(term)
    same = len(os.path.commonprefix([a, b]))
    return same >= 4 and same >= min(len(a), len(b)) - 2


def _without_article(side: Side, i: int, n: int, begin: int, term: str, score: float, sounds: tuple[str, ...]) -> tuple[int, int, int]:
    """A leading function word stays where the rest sounds as much like the term."""
    while n > 1 and side.words[i].lower() in _FUNCTION and not term.lower().startswith(side.words[i].lower() + " "):
        rest = max((alike(h, p) for h in side.heard(i + 1, n - 1) for p in sounds), default=0.0)
        if rest < score - 0.12:
            break
        i, n, begin = i + 1, n - 1, side.begins[i + 1]
    return i, n, begin


def _close(a: str, b: str) -> bool:
    """Whether two consonant skeletons may belong to sounds that are alike; a cheap look before the costly one."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 2 + len(b) // 5:
        return False
    return len(set(a) & set(b)) * 2 >= min(len(set(a)), len(set(b)))
