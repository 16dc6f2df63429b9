"""A candidate: what might have been said instead of what stands there, and everything that speaks for or against it."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.document.model import EditKind
from flows.evidence.expectation import joined

# Words that may stand before a name, or be the sound of its beginning.
FUNCTION = frozenset("a an the this that these those of to in on at and or is it its our".split())
_WORDS = re.compile(r"[^\W_]+(?:\.\d+)*(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """``text[begin:end]`` of a side might read ``after``.

    rule      the generators that found it, joined with `+`.
    features  what `scoring` weighs, each from 0 to 1 or so.
    reasons   the same for a reader, in words.
    """

    begin: int
    end: int
    before: str
    after: str
    rule: str
    features: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()

    @property
    def kind(self) -> EditKind:
        """Other letters are a mis-transcription; the same letters are another casing, or else another spacing."""
        if joined(self.before) != joined(self.after):
            return EditKind.MISTRANSCRIPTION
        return EditKind.CASING if self.before.lower() == self.after.lower() else EditKind.SPACING


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each place and reading: the strongest value of every feature, all reasons; no longer than what changes."""
    out: dict[tuple[int, int, str], Candidate] = {}
    for c in map(trimmed, candidates):
        if c.before == c.after or _nothing_new(c):
            continue
        key = (c.begin, c.end, c.after)
        out[key] = _joined(out[key], c) if key in out else c
    return _agreeing(_nearest(sorted(out.values(), key=lambda c: (c.begin, c.end, c.after))))


def trimmed(c: Candidate) -> Candidate:
    """Without the words at both ends that stay as they are."""
    old, new = c.before.split(" "), c.after.split(" ")
    head = tail = 0
    while head < min(len(old), len(new)) - 1 and old[head] == new[head]:
        head += 1
    while tail < min(len(old), len(new)) - head - 1 and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if not head and not tail:
        return c
    begin = c.begin + sum(len(w) + 1 for w in old[:head])
    end = c.end - sum(len(w) + 1 for w in old[len(old) - tail:])
    return Candidate(begin, end, " ".join(old[head:len(old) - tail]), " ".join(new[head:len(new) - tail]), c.rule, c.features, c.reasons)


def _nothing_new(c: Candidate) -> bool:
    """Whether a change only adds words to what was heard, takes words away, or changes an ending: none of these is a word misheard."""
    old, new = ([_stem(w) for w in _WORDS.findall(t.lower().replace("’", "'"))] for t in (c.before, c.after))
    if len(old) != len(new):
        return set(old) <= set(new) or set(new) <= set(old)
    if old != new or c.before.lower().split() == c.after.lower().split():
        return False
    apostrophe = c.before.lower().replace("'", "") == c.after.lower().replace("'", "")
    return joined(c.before) != joined(c.after) or (apostrophe and not c.rule.startswith("lexicon"))


def _stem(word: str) -> str:
    return word.removesuffix("'s").removesuffix("s").removesuffix("'")


def _agreeing(found: Sequence[Candidate]) -> list[Candidate]:
    """Overlapping changes to the same name in another casing or number are one: as the lexicon writes it, else as the longer one says."""
    out: list[Candidate] = []
    for c in found:
        same = next((o for o in out[-4:] if o.begin < c.end and c.begin < o.end and _bare(o) == _bare(c)), None)
        if same is None:
            out.append(c)
            continue
        longer, other = sorted((same, c), key=lambda x: (x.begin - x.end, "lexicon" not in x.rule, x.begin))
        out[out.index(same)] = _joined(other, longer) if _loses_a_small_word(longer, other) else _joined(longer, other)
    return sorted(out, key=lambda c: (c.begin, c.end, c.after))


def _loses_a_small_word(longer: Candidate, other: Candidate) -> bool:
    """Whether the longer of two changes takes an article or the like away with what was misheard, which the other one leaves."""
    small, _, rest = longer.before.partition(" ")
    return small.lower() in FUNCTION and rest == other.before and small.lower() not in longer.after.lower().split()


def _bare(c: Candidate) -> str:
    """Letters of what a change makes; of short names with their case, by which alone they may differ: an SoC is no SOC 2."""
    bare = joined(c.after).removesuffix("s")
    return bare if len(bare) > 3 else c.after.removesuffix("s")


def _joined(a: Candidate, b: Candidate) -> Candidate:
    features = {k: max(a.features.get(k, 0.0), b.features.get(k, 0.0)) for k in sorted({*a.features, *b.features})}
    rules = "+".join(dict.fromkeys([*a.rule.split("+"), *b.rule.split("+")]))
    return Candidate(a.begin, a.end, a.before, a.after, rules, features, tuple(dict.fromkeys((*a.reasons, *b.reasons))))


def _nearest(found: Sequence[Candidate]) -> list[Candidate]:
    """Of windows that overlap and would read the same, the one that sounds most like it; of equals the shortest."""
    best: list[Candidate] = []
    for c in sorted(found, key=lambda c: (-c.features.get("sound", 1.0), c.end - c.begin, c.begin)):
        if not any(b.after == c.after and b.begin < c.end and c.begin < b.end for b in best):
            best.append(c)
    return sorted(best, key=lambda c: (c.begin, c.end, c.after))
