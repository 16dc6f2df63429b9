"""The same error, translated: where `crews` was heard for Cruise, the translation made from the faulty words speaks of a crew (船员)."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from flows.evidence.expectation import joined
from flows.evidence.translation import Table, table
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side, Stretch

_SENSES = 4  # translations of a word that are tried
_SHORTEST = 2  # characters: one character is in too many words


def renderings(known: Knowledge, side: Side, corrected: Sequence[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """(language, candidate) for words beside a correction that translate the words it corrects, where nothing else accounts for them."""
    if side.lang != known.source_lang:
        return
    for c in corrected:
        beside = known.beside(side).at(c.begin)
        there = table(side.lang, beside.lang) if beside else None
        if beside is None or there is None or _right_already(known, beside, c.after):
            continue
        for literal in _literally(c.before, there):
            if beside.other.count(literal) == 1 and not _said_besides(side, beside, c, literal, there):
                at = known.sides[beside.lang].text.find(literal, beside.other_begin)
                after = _form(known, beside.lang, c.after)
                if after and 0 <= at < beside.other_end and after not in literal:
                    reason = f"the {side.lang} side, of which this is the translation, has {c.before!r} ({literal}) for {c.after!r}"
                    yield beside.lang, Candidate(at, at + len(literal), literal, after, "echo", {"rendered": 1.0}, (reason,))
                break


def _literally(words: str, there: Table) -> Iterator[str]:
    """What some words are called in the other language when they are taken as they stand, the usual first."""
    options = [[t for t, _ in there.translations(w.lower())[:_SENSES]] for w in words.split()]
    if not options or not all(options) or len(options) > 2:
        return
    yield from (t for t in map("".join, product(*options)) if len(t) >= _SHORTEST * len(options))


def _said_besides(side: Side, s: Stretch, c: Candidate, literal: str, there: Table) -> bool:
    """Whether another word of the speech means what the translation has."""
    others = (side.words[i] for i in range(s.first, s.last) if not c.begin <= side.begins[i] < c.end)
    return any(t in literal or literal in t for w in set(others) for t, _ in there.translations(w.lower()) if len(t) >= _SHORTEST)


def _right_already(known: Knowledge, s: Stretch, name: str) -> bool:
    return any(form in s.other for form in _forms(known, name))


def _forms(known: Knowledge, name: str) -> tuple[str, ...]:
    """A name of the lexicon as it is written in any language, the Latin form first; empty for what the lexicon does not hold."""
    entry = known.lexicon.named.get(name) or known.lexicon.named.get(name.removesuffix("s"))
    return (entry.name, *entry.zh) if entry and joined(entry.name) else ()


def _form(known: Knowledge, lang: str, name: str) -> str | None:
    """The form that this document uses for a name in a language, where it does; else the Chinese one of a term, the Latin one of a name."""
    forms = _forms(known, name)
    if not forms:
        return None
    text = known.sides[lang].text
    used = sorted(forms, key=lambda f: -text.count(f))[0]
    if text.count(used):
        return used
    return forms[1] if known.kind_of(forms[0]) == "term" and len(forms) > 1 else forms[0]
