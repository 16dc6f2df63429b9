"""What sentences say about who speaks them: names called, names of others, a speaker's own affairs, and who leads.

Each clue is a number of log odds for one speaker at one sentence, with words for a person. Weights are conservative guesses
that were checked against labelled conversations; none of them decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.document.model import Person
from flows.evidence import conversation as talk
from flows.repairs.speakers.layout import leads_audience
from flows.repairs.speakers.sentences import Sentence

_ENTITY = re.compile(r"(?:[A-Z][\w&’'-]*|[a-z]\d+[a-z])(?:\s+(?:of\s+|for\s+|the\s+)?(?:[A-Z][\w&’'-]*|\d+))*")
_GENERIC = frozenset(
    "the a an and of for in at on with to from by ai ml llm i he she they it ceo cto phd x youtube podcast show dr mr ms prof host".split()
)
_KEPT_WORDS = frozenset(
    "book books blog newsletter wife husband dog cat lab company firm startup course podcast textbook repository son daughter".split()
)


@dataclass(frozen=True, slots=True)
class Clue:
    """``weight`` log odds that person ``speaker`` (an index) says sentence ``sentence``; negative: that he does not."""

    sentence: int
    speaker: int
    weight: float
    rule: str
    why: str


@dataclass(frozen=True)
class Cast:
    """The people of an episode as far as they speak: names, roles, and what is their own.

    own     for each person, the names (of employers, books, dogs) that the metadata ties to that person alone.
    things  for each person, the common things that the metadata says he has (`book`, `dog`).
    """

    names: tuple[str, ...]
    roles: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    own: tuple[frozenset[str], ...]
    things: tuple[frozenset[str], ...]

    def index(self, name: str | None) -> int | None:
        return self.names.index(name) if name in self.names else None


def cast(speakers: Sequence[str], people: Sequence[Person]) -> Cast:
    """The cast of an episode: ``speakers`` are the canonical names under which something is said; ``people`` what the metadata knows."""
    known = {p.name: p for p in people}
    abouts = [(known[name].about or "") if name in known else "" for name in speakers]
    entities = [_entities(about, speakers) for about in abouts]
    own = tuple(frozenset(e for e in mine if sum(e in other for other in entities) == 1) for mine in entities)
    things = tuple(
        frozenset(w for w in _KEPT_WORDS if re.search(rf"\b{w}\b", about.lower()))
        | (frozenset({"book"}) if "author" in about.lower() else frozenset())
        for about in abouts
    )
    forms = tuple((name, *(known[name].aliases if name in known else ())) for name in speakers)
    roles = tuple(known[name].role if name in known else "unknown" for name in speakers)
    return Cast(tuple(speakers), roles, forms, own, things)


def _entities(about: str, speakers: Sequence[str]) -> set[str]:
    named = {part for name in speakers for part in name.lower().split()}
    found = {m[0].strip() for part in re.split(r"[;,()]|\band\b", about) for m in _ENTITY.finditer(part)}
    return {e for e in found if e.lower() not in _GENERIC and not set(e.lower().split()) <= named and len(e) > 2}


def clues(sentences: Sequence[Sentence], people: Cast, lang: str) -> list[Clue]:
    """Every clue in the sentences of a side."""
    names = talk.Names(people.forms, lang)
    out: list[Clue] = []
    next_turn = _next_turns(sentences)
    owned = [(i, e, _forms(e)) for i, mine in enumerate(people.own) for e in sorted(mine)]
    for k, s in enumerate(sentences):
        out += _named(k, s, names, people, sentences, next_turn[k])
        short = s.size < 6 and k + 1 < len(sentences) and sentences[k + 1].seen.self_first
        out += _owned(k, s, owned, people, lang, short)
        out += _led(k, s, people, k + 1 == len(sentences) or sentences[k + 1].gap != "inner")
        out += _hosted(k, s, people, sentences[k + 1] if k + 1 < len(sentences) else None)
    return out


def _hosted(k: int, s: Sentence, people: Cast, follows: Sentence | None) -> list[Clue]:
    """Words under the label of the audience that a host says: a nod, or the lead to the next question, with more to follow."""
    if follows is None or follows.gap != "inner" or not leads_audience(s):
        return []
    mine = [i for i, role in enumerate(people.roles) if role == "audience" and people.names[i] == s.label]
    return [Clue(k, i, -4.0, "role", "nods or leads on, as a host does before the audience speaks") for i in mine]


def _led(k: int, s: Sentence, people: Cast, last: bool) -> list[Clue]:
    """What a host does: asks someone, leads on, welcomes; and what a guest does: thanks for the invitation. Says nothing between two hosts.

    ``last``: nothing of the piece follows. A question in the middle of what somebody says is mostly his own, rhetorical one.
    """
    weight, why = 0.0, ""
    if s.seen.thanks_having:
        weight, why = -2.0, "thanks for the invitation"
    elif s.seen.welcomes:
        weight, why = 1.5, "welcomes or bids farewell, as a host does"
    elif s.seen.asks and not s.seen.tag:
        weight, why = (0.5 if last else 0.0) + (0.5 if last else 0.2) * s.seen.other + 0.5 * s.seen.leads, "asks, as a host does"
    elif s.seen.leads and s.size > 3:
        weight, why = 0.6, "leads on to the next matter, as a host does"
    if not weight or not {"host", "guest"} <= set(people.roles):
        return []
    return [
        Clue(k, i, weight if role == "host" else -weight, "role", why) for i, role in enumerate(people.roles) if role in ("host", "guest")
    ]


def _forms(entity: str) -> re.Pattern[str]:
    """How an entity may be written: several words also in lower case, without a last common noun, or with the last word misheard."""
    words = entity.split()
    if len(words) == 1:
        return re.compile(rf"(?<!\w){re.escape(entity)}(?!\w)")
    forms = [re.escape(entity)]
    if words[-1].lower() in _NOUNS:
        short = re.escape(" ".join(words[:-1]))
        forms += [short, rf"(?<=\bat )(?i:{short})"]
    elif len(words[-1]) > 3 and len(words) == 2:
        forms.append(rf"{re.escape(words[0])} {re.escape(words[1][:2])}\w*")
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(forms[:1])})(?!\w)", re.I)
        if len(forms) == 1
        else re.compile(rf"(?<!\w)(?:(?i:{forms[0]})|{'|'.join(forms[1:])})(?!\w)")
    )


_NOUNS = frozenset("labs lab institute university podcast show company inc ventures capital partners".split())


def _next_turns(sentences: Sequence[Sentence]) -> list[int | None]:
    """For each sentence, the first sentence of the next turn where that begins within two sentences."""
    out: list[int | None] = [None] * len(sentences)
    for k in range(len(sentences)):
        out[k] = next((j for j in range(k + 1, min(k + 4, len(sentences))) if sentences[j].gap == "turn"), None)
    return out


def _named(k: int, s: Sentence, names: talk.Names, people: Cast, sentences: Sequence[Sentence], after: int | None) -> list[Clue]:
    out = []
    uses = names.find(s.text)
    called = [n.person for n in uses if n.how == "vocative"]
    for n in uses:
        who = people.names[n.person]
        if n.how == "self":
            out.append(Clue(k, n.person, 4.0, "self_reference", f"introduces himself or herself as {who}"))
        elif n.how == "vocative":
            out.append(Clue(k, n.person, -2.5, "vocative", f"speaks to {who} by name"))
        elif re.match(r"\s+and (?:me|i|myself)\b", talk.plain(s.text[n.end :])) or re.search(
            r"\b(?:me|myself|i) and\s+$", talk.plain(s.text[: n.begin])
        ):
            out.append(Clue(k, n.person, -3.5, "mention", f"speaks of {who} and of himself or herself"))
        else:
            out.append(Clue(k, n.person, -1.5, "mention", f"speaks of {who}"))
    if after is not None and len(set(called)) == 1:
        asked = any(x.seen.asks for x in sentences[k:after])
        out.append(
            Clue(
                after,
                called[0],
                2.5 if asked else 1.0,
                "vocative",
                f"{people.names[called[0]]} was {'asked' if asked else 'addressed'} by name just before",
            )
        )
    return out


def _owned(k: int, s: Sentence, owned: Sequence[tuple[int, str, re.Pattern[str]]], people: Cast, lang: str, after: bool) -> list[Clue]:
    """What the metadata ties to one person; ``after``: the next words are about oneself."""
    out = []
    low = talk.plain_same_length(s.text)
    known = talk.phrases(lang)
    for i, entity, pattern in owned:
        m = pattern.search(s.text)
        if not m:
            continue
        before = low[max(0, m.start() - 45) : m.start()]
        there = bool(re.search(r"\b(?:at|for|with|from|joined|founded|run)\s+$", before))
        if re.search(r"\b(?:your|you're|you've|you were|you are|you at)\b(?!.*\b(?:i|my|we|our)\b)", before):
            out.append(
                Clue(k, i, -1.5, "self_reference", f"speaks to someone else of {entity}, which the metadata ties to {people.names[i]}")
            )
        elif known.self.search(before) or (there and after):
            out.append(Clue(k, i, 2.0, "self_reference", f"speaks of {entity} as their own, which the metadata ties to {people.names[i]}"))
        else:
            out.append(Clue(k, i, 0.3, "self_reference", f"speaks of {entity}, which the metadata ties to {people.names[i]}"))
    for m in re.finditer(r"\b(my|your) (\w+)(?: (\w+))?", low):
        thing = next((w for w in m.groups()[1:] if w and any(w in mine for mine in people.things)), None)
        havers = [i for i, mine in enumerate(people.things) if thing in mine]
        if len(havers) == 1:
            sign, word = (1.8, "their own") if m[1] == "my" else (-1.5, "the other one's")
            out.append(
                Clue(
                    k, havers[0], sign, "self_reference", f"speaks of {word} {thing}, and the metadata gives {people.names[havers[0]]} one"
                )
            )
    return out


def matrix(found: Sequence[Clue], length: int, speakers: int) -> np.ndarray:
    """Log odds by sentence and speaker, each clue's kind counted once a sentence."""
    out = np.zeros((length, speakers))
    best: dict[tuple[int, int, str, bool], float] = {}
    for c in found:
        key = (c.sentence, c.speaker, c.rule, c.weight > 0)
        if abs(c.weight) > abs(best.get(key, 0.0)):
            best[key] = c.weight
    for (k, i, _, _), w in sorted(best.items()):
        out[k, i] += w
    return out
