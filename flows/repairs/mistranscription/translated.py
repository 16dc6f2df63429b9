"""Candidates from the other language: terms that the translation has and the speech lacks, and the nearest stretch by sound."""
from __future__ import annotations

import os.path
import re
from collections.abc import Iterator, Sequence

from flows.evidence.expectation import LATIN_RUN, Expected, Spoken, joined, lacking, told
from flows.evidence.phonetics import alike, skeleton
from flows.evidence.pronunciation import say
from flows.evidence.pronunciation import say
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.lexical import heard_as
from flows.repairs.mistranscription.sides import Side, Stretch

_LONGEST = 400  # tokens of a stretch beyond which nothing is told by what stands beside it
LEAST = 0.45  # similarity below which two stretches are not worth a look
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_FUNCTION = frozenset("a an the this that these those of to in on at and or is it its our".split())


def translated(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for an English side, from the stretches beside it and their neighbours (a translation moves words between clauses)."""
    if side.lang.split("-")[0] != "en":
        return
    stretches = known.beside(side).all
    terms = [told(s.other, known.lexicon) for s in stretches]
    for i, s in enumerate(stretches):
        if s.last - s.first > _LONGEST:
            continue
        if terms[i]:
            beside = [k for k in (i - 1, i + 1) if 0 <= k < len(stretches) and _adjoin(s, stretches[k])]
            wider = _together(s, [stretches[k] for k in beside])
            for e in lacking(Spoken(side.words[wider.first:wider.last]), terms[i], [t for k in beside for t in terms[k]]):
                yield from _nearest(side, s, wider, e, known)
        yield from _spelt_otherwise(side, s, known)


def _adjoin(a: Stretch, b: Stretch) -> bool:
    """Whether two stretches of a side stand next to each other."""
    return a.lang == b.lang and (0 <= b.begin - a.end < 3 or 0 <= a.begin - b.end < 3)


def _together(s: Stretch, beside: Sequence[Stretch]) -> Stretch:
    """A stretch with those next to it."""
    every = sorted((s, *beside), key=lambda x: x.begin)
    return Stretch(every[0].first, every[-1].last, every[0].begin, every[-1].end, s.lang, " ".join(x.other for x in every), s.other_begin, s.other_end)


def _spelt_otherwise(side: Side, s: Stretch, known: Knowledge) -> Iterator[Candidate]:
    """Names that both languages have, where the translator writes them with capitals (or joined) and the speech does not."""
    wanted = {joined(term): (term, at) for at, term in _named(s.other)}
    spoken = Spoken(side.words[s.first:s.last]) if wanted else None
    wanted = {k: v for k, v in wanted.items() if spoken and spoken.count(k.removesuffix("s"))}
    if not wanted:
        return
    longest = max(len(_PART.findall(term)) for term, _ in wanted.values())
    for i, n in side.windows(s.first, s.last, tuple(range(1, min(longest + 1, 5) + 1))):
        begin, end = side.begins[i], side.ends[i + n - 1]
        before = side.text[begin:end]
        term, at = wanted.get(joined(before), ("", 0))
        if not term or before == term or known.lexicon.style(before) == before or any(w[1:] != w[1:].lower() for w in before.split()) or (before[0] == term[0] and " " not in before + term):
            continue
        there = len(re.findall(rf"(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])", s.other))
        already = len(re.findall(rf"(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])", side.text[s.begin:s.end]))
        lower = len(re.findall(rf"(?<![A-Za-z]){re.escape(before)}(?![A-Za-z])", side.text[s.begin:s.end]))
        if already >= there:
            continue
        here = side.text.count(term)
        features = {"case": 1.0, "gloss": float(_gloss(s.other, at)), "unsettled": 1.0 - known.settled_case(term), "camel": float(_camel(term)),
                    "several": float(" " in term), "doubtful": float(lower > there - already), "proper": float(term.split()[0].lower() in known.proper_words), "capital_here": here / (here + side.text.count(before)), **about(side, known, i, n, term, s)}
        features["written"] = 0.0
        yield Candidate(begin, end, before, term, "translation's spelling", features, (f"the translation writes {term!r}",))


def _named(other: str) -> Iterator[tuple[int, str]]:
    """What a translation writes as names are written: runs of Latin words that all have capitals, and single words that do."""
    for m in LATIN_RUN.finditer(other):
        at, run = m.start(), []
        for w in [*m.group().split(" "), ""]:
            if w and (any(c.isupper() for c in w) or (run and w[0].isdigit())):
                run.append((at, w))
            elif run:
                yield run[0][0], " ".join(x for _, x in run)
                run = []
            at += len(w) + 1


def _camel(term: str) -> bool:
    """Whether a name has capitals inside a word: `SemiAnalysis`, `xAI`."""
    return bool(re.search(r"[a-z][A-Z]", term))


def _gloss(other: str, at: int) -> bool:
    """Whether a term stands in brackets, as the English of a Chinese term does; there capitals say little."""
    return other[max(at - 1, 0):at] in ("(", "（", "《", "“", '"')


def _nearest(side: Side, s: Stretch, wider: Stretch, e: Expected, known: Knowledge) -> Iterator[Candidate]:
    """The window of a stretch, or of its neighbours, that sounds most like a term, where one is alike at all."""
    sounds = known.pronounced(e.term)
    if not sounds or joined(e.term).isdigit():
        return
    size = len(re.findall(r"[A-Za-z\u00c0-\u024f]+|\d+", e.term))
    sizes = tuple(range(max(1, min(size, 4) - 2), min(5, size + 2) + 1))
    bones = sorted({skeleton(p) for p in sounds})
    key = joined(e.term).removesuffix("s")
    best: list[tuple[float, int, int]] = []
    for i, n in side.windows(wider.first, wider.last, sizes):
        if not _may_sound_like(side.bones(i, n), bones):
            continue
        if joined("".join(side.words[i:i + n])).removesuffix("s") == key:
            continue  # one that is right; another is looked for
        score = max(alike(h, p) for h in side.heard(i, n) for p in sounds)
        if score >= LEAST:
            best.append((score, i, n))
    if not best:
        return
    best.sort(key=lambda x: (-x[0] + 0.05 * (not s.first <= x[1] < s.last), x[2], x[1]))
    score, i, n = best[0]
    rivals = [x for x in best[1:] if x[0] > score - 0.05 and not (x[1] < i + n and i < x[1] + x[2])]
    begin, end = side.window(i, n)  # type: ignore[misc]
    i, n, begin = _without_article(side, i, n, begin, e.term, score, sounds)
    before = side.text[begin:end]
    after = heard_as(before, e.term, known.kind_of(e.term), side.text[end:end + 5])
    score = max(score, max((alike(h, p) for h in side.heard(i, n) for p in say(after)), default=0.0)) if after != e.term else score
    if before[:1].isupper() and after.islower() and side.sentence_start(i):
        after = after[0].upper() + after[1:]
    if _only_inflected(before, e.term) and not known.unknown(before):
        return
    features = {"sound": score, "rivals": float(bool(rivals)), "part": float(not e.whole), "full_name": float(e.whole and bool(re.search(r"[ -]", e.term)))}
    features |= {"outside": float(not s.first <= i < s.last)} | about(side, known, i, n, after, wider, e.term)
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


def _may_sound_like(bones: str, wanted: Sequence[str]) -> bool:
    """Whether a consonant skeleton may belong to sounds like others; a cheap look before the costly one."""
    for w in wanted:
        if bones == w or (abs(len(bones) - len(w)) <= 2 + len(w) // 5 and len(set(bones).intersection(w)) * 2 >= min(len(set(bones)), len(set(w)))):
            return True
    return False
