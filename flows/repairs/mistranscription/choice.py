"""From scored candidates to what is claimed: readings that exclude each other share their chances, an error that is sure in one
place is likelier in others, and what the speech was corrected to is corrected in the other language too."""
from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.evidence.expectation import joined
from flows.repairs.mistranscription.candidates import Candidate, merged
from flows.repairs.mistranscription.echo import echoes
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.rendered import renderings
from flows.repairs.mistranscription.scoring import log_odds

SURE = 0.95
_SEVERAL = 1.0  # log-odds that a word is misheard for a name for which another is, too
_AGAIN = 1.5  # log-odds that an unknown word is misheard as it surely was elsewhere in the episode, and against other readings of it
LEAST = 0.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the chance that it is right and the evidence in a reader's words."""

    candidate: Candidate
    confidence: float
    evidence: str


def chosen(found: Mapping[str, Sequence[Candidate]], known: Knowledge) -> dict[str, list[Scored]]:
    """What to claim in each language."""
    first = {lang: list(zip(cs, _shared(cs, [log_odds(c) for c in cs]))) for lang, cs in found.items()}
    sure = frozenset(_key(c) for pairs in first.values() for c, chance in pairs if chance >= SURE and _everywhere(c))
    several = _heard_in_several_ways(c for cs in found.values() for c in cs)
    carried: dict[str, list[Candidate]] = {lang: list(cs) for lang, cs in found.items()}
    for lang, pairs in first.items():
        corrected = [c for c, chance in pairs if chance >= SURE and joined(c.before) != joined(c.after)]
        side = known.sides[lang]
        for other, c in (*echoes(known, side, corrected), *renderings(known, side, corrected)):
            carried[other].append(c)
    places = Counter((c.before, c.after) for cs in carried.values() for c in cs)
    out: dict[str, list[Scored]] = {}
    for lang, cs in carried.items():
        cs = merged(cs)
        scores = [log_odds(c) + _AGAIN * _as_elsewhere(c, sure) + _SEVERAL * (joined(c.after) in several) for c in cs]
        kept = [(c, chance) for c, chance in zip(cs, _shared(cs, scores)) if chance >= LEAST]
        out[lang] = [Scored(c, chance, _evidence(c, places[c.before, c.after], known)) for c, chance in _without_rivals(kept)]
    return out


def _key(c: Candidate) -> tuple[str, str]:
    """The error, however it is spelt."""
    return joined(c.before), joined(c.after)


def _as_elsewhere(c: Candidate, sure: frozenset[tuple[str, str]]) -> int:
    """1 for what is surely read so elsewhere in the episode, -1 for what is surely read otherwise, else 0."""
    if _key(c) in sure:
        return 1
    return -1 if c.features.get("unknown") and any(heard == joined(c.before) for heard, _ in sure) else 0


def _heard_in_several_ways(candidates: Iterable[Candidate]) -> frozenset[str]:
    """Names that more than one unknown word of the episode sounds like: it is talked of, and keeps being misheard."""
    ways: dict[str, set[str]] = defaultdict(set)
    for c in candidates:
        if c.features.get("unknown") and c.features.get("lexicon") and log_odds(c) > 0.0:
            ways[joined(c.after)].add(joined(c.before))
    return frozenset(name for name, heard in ways.items() if len(heard) > 1)


def _everywhere(c: Candidate) -> bool:
    """Whether an error that is sure in one place is the same wherever it stands: of words that nobody knows, and of the style of names."""
    same_letters = joined(c.before) == joined(c.after)
    return bool(c.features.get("unknown")) or (same_letters and any(x.isupper() or x.isdigit() for x in c.before))


def _without_rivals(scored: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Without unsure changes of words that a sure one changes."""
    sure = [c for c, chance in scored if chance >= SURE]
    return [(c, chance) for c, chance in scored if chance >= SURE or not any(o.begin < c.end and c.begin < o.end for o in sure)]


def _shared(candidates: Sequence[Candidate], scores: Sequence[float]) -> list[float]:
    """Chances of candidates sorted by position, where overlapping ones with different readings exclude each other."""
    odds = [math.exp(max(-30.0, min(30.0, s))) for s in scores]
    against: dict[int, float] = defaultdict(float)
    for i, a in enumerate(candidates):
        for j in range(i + 1, len(candidates)):
            b = candidates[j]
            if b.begin >= a.end:
                break
            if not _agree(a, b):
                against[i] += odds[j]
                against[j] += odds[i]
    return [o / (1.0 + o + against[i]) for i, o in enumerate(odds)]


def _agree(a: Candidate, b: Candidate) -> bool:
    """Whether one of two overlapping changes says what the other says, and more."""
    x, y = joined(a.after), joined(b.after)
    return x in y or y in x


def _evidence(c: Candidate, times: int, known: Knowledge) -> str:
    parts = list(c.reasons)
    count = known.counted(c.after) if len(c.after) > 3 else known.spelled[c.after]
    if count:
        parts.append(f"{c.after!r} stands {count} times in this episode" if count > 1 else f"{c.after!r} stands once in this episode")
    if times > 1:
        parts.append(f"the same in {times} places")
    return "; ".join(parts)
