"""What the lexicon itself says is wrong: house style of names, forms that recognisers are known to write, confusions with their contexts."""
from __future__ import annotations

import bisect
from collections.abc import Iterator

from flows.evidence.lexicon import Match
from flows.evidence.phonetics import similarity
from flows.evidence.expectation import joined
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about, near_and_wide
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side, Stretch


def lexical(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for every form that the lexicon calls wrong or doubtful."""
    beside = known.beside(side)
    found = known.lexicon.find(side.text)
    right = {m.start for m in found if not m.form.wrong}
    for m in found:
        if m.form.wrong and not _crosses(side, m):
            yield _candidate(side, known, m, beside.at(m.start), m.start in right)


def _candidate(side: Side, known: Knowledge, m: Match, beside: Stretch | None, also_right: bool) -> Candidate:
    first, last = side.tokens_between(m.start, m.end)
    right = inflected(m.text, m.right, m.entry.kind)
    features = {m.form.role: 1.0, "also_right": float(also_right)} | about(side, known, first, max(last - first, 1), right, beside)
    reasons = [{"variant": f"house style is {m.right!r}", "heard": f"recognisers write this for {m.right!r}",
                "confusion": f"recognisers hear this for {m.right!r}"}[m.form.role]]
    if m.form.near:
        features |= {"asked": 1.0} | near_and_wide(side, m.start, m.end, m.form.near, beside)
    zh = next((z for z in m.entry.zh if beside and z in beside.other), None)
    if zh:
        features["named"] = 1.0
        reasons.append(f"the translation has {zh}")
    if features.get("written"):
        reasons.append(f"the translation has {right!r}")
    if joined(m.text) != joined(m.right):
        features["sound"] = similarity(m.text, m.right)
    return Candidate(m.start, m.end, side.text[m.start:m.end], right, f"lexicon {m.form.role}", features, tuple(reasons))


def inflected(heard: str, name: str, kind: str = "term") -> str:
    """The name with the ending that was heard on it: a possessive stays one; of a company or a person, a plural is one too.

    >>> inflected("anthropics", "Anthropic", "company"), inflected("GP200s", "GB200", "chip")
    ("Anthropic's", 'GB200s')
    """
    bare = heard.replace("’", "'")
    if bare.lower().endswith("'s") and not name.lower().endswith(("'s", "s")):
        return name + heard[-2:]
    if bare.endswith("s") and not bare.endswith("ss") and not name.lower().endswith("s") and joined(bare[:-1])[-1:] == joined(name)[-1:]:
        return name + ("'s" if kind in ("company", "person", "organization") else "s")
    return name


def _crosses(side: Side, m: Match) -> bool:
    i = bisect.bisect_right(side.view.breaks, m.start)
    return i < len(side.view.breaks) and side.view.breaks[i] < m.end
