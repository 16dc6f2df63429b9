"""What a page says before the talk of who takes part: `Host: Ann Lee. Guest: Bo Hart, who keeps bees`, `Ann Lee talks to Bo Hart`.

Only what stands before the first line of talk is looked at, and only what has the shape of a name is one; where labels are names, a
sentence is a credit if it names one of them. A field (`Guest: ...`) says more than a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from flows.document.model import Person
from flows.readers.names import ROLES, key, plain
from flows.readers.people import NAME, are_names, is_name, listed, one, together

_DATA: Mapping[str, str] = yaml.safe_load((Path(__file__).with_name("data") / "credits.yaml").read_text("utf-8"))
_MARK = re.compile(r"[\s\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d>•·▪*_–—-]+|\d{1,2}[.)]\s+")
_MOST = 40  # lines on top that are looked at
_UNLABELLED = 12  # the same, where no label tells where the talk begins
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Credit:
    """Who a line says takes part; ``prose`` where it is a sentence, not a field."""

    people: tuple[Person, ...]
    prose: bool = False


def _words(group: str) -> set[str]:
    return {w.replace("_", " ") for w in _DATA[group].split()} | set(ROLES.get(group, ()))


def _alternatives(*groups: str) -> str:
    words = sorted(set().union(*map(_words, groups)), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)


_ROLES = {
    w: {"host": "host", "guest": "guest"}.get(g, "unknown" if g == "speakers" else "")
    for g in ("crew", "speakers", "guest", "host")
    for w in _words(g)
}
_FIELD = re.compile(
    rf"(?:^|(?<=[.;|｜。；,，、/·•)）])\s*|\s{{2,}}|\u3000|\s+[-–—]\s+|\s+(?=[\u3400-\u9fff\[【]))[*_\[【]{{0,3}}"
    rf"(?P<role>{_alternatives('host', 'guest', 'speakers', 'crew')})(?:\s*/\s*(?:{_alternatives('host', 'guest', 'speakers')}))?"
    r"(?:\(s\)|（们）)?\s?[*_\]】]{0,3}(?:\s*[:：]|(?<=】)|(?<=[\u3400-\u9fff])\s*[|｜/丨]|(?<=\sby)(?=\s))[*_]{0,3}\s*",
    re.I,
)
_VERB = re.compile(
    rf"\s*(?:,\s*)?(?<![\w])(?:(?P<asks>{_alternatives('hosts_verb')})|(?P<both>{_alternatives('together_verb')}))(?![a-zà-ÿ])\s*", re.I
)
_OPENS = re.compile(
    rf"(?:(?P<guest>{_alternatives('opens_guest')})|(?P<host>{_alternatives('opens_host')})|(?P<any>{_alternatives('opens_any')}))\s+", re.I
)
_MEETING = re.compile(
    r"(?:(?:Today|This week|This time|In this (?:episode|issue))\b,?\s*)?(?:I|We|i|we)(?:['’](?:m|re|ve)| am| are| have)?(?: \w+){0,2}? "
    r"(?:(?:talk|speak|chat|walk|sitt?|converse|think|cook|ride|sail)(?:ing|ed)?|spoke|spoken|sat|met|rode)(?: down)? (?:to|with)\s+"
)
_JOINING = re.compile(r"(?:Joining|With) (?:her|him|us|me|them)(?: \w+){0,2} (?:is|are) ")
_STOP = re.compile(r"(?<=[a-zà-ÿ\d)）。！？][.!?])(?<!\b[DMS]r\.)(?<!\bM[rs]s\.)(?<!\bMs\.)(?<!\bProf\.)\s+(?=[A-Z])|(?<=[。！？])")
_BYLINE = re.compile(rf"(?:[Bb]y:?\s+|[Ww]ords:?\s+(?:by\s+)?)?(?P<name>{NAME})(?:\s*[|·•,–—-].*)?")
_IS = re.compile(rf"(?P<name>{NAME})\s+(?:is|was)\s+(?P<about>[a-z].+)")
_WHEN = re.compile(r"^(?:(?:in|on) this episode|this week|today|本期节目|本期)?[,，]?\s*(?:(?:our )?(?:co-)?hosts? |主持人)?", re.I)
_GUEST = re.compile(r"^(?:(?:our )?guests? |嘉宾)", re.I)
_TOPIC = re.compile(r",?\s+(?:about|on|to discuss|to talk about|discussing|über|sobre|su)\s+.*$", re.S)


def role_of(word: str) -> str | None:
    """The role that a field's name gives those it lists: `host`, `guest`, `unknown`; '' for the crew's; None where it is no such field.

    >>> role_of('Hosts'), role_of('嘉宾'), role_of('Producer'), role_of('Date')
    ('host', 'guest', '', None)
    """
    return _ROLES.get(re.sub(r"\s+", " ", plain(word)).casefold())


def credits(texts: Sequence[str], labels: Sequence[str | None], back: Mapping[str, int]) -> dict[int, Credit]:
    """The credits among the first of ``texts`` by index.

    labels  the key of what may be a label at the head of each line, None where there is none.
    back    how often each of these keys occurs in the file, where it looks like a name.
    """
    named = frozenset(k for k, n in back.items() if n > 1 and (len(k) > 1 or not k.isascii()))
    talk = next((i for i, k in enumerate(labels) if k is not None and back.get(k, 0) > 1 and not field(texts[i], named)), None)
    out: dict[int, Credit] = {}
    rest = " ".join(texts[talk:] if talk is not None else texts)
    heading: str | None = None
    for i, text in enumerate(texts[: min(talk, _MOST) if talk is not None else _UNLABELLED]):
        if len(text) > _LONGEST:
            continue
        if heading is not None and (listing := _item(text, heading, named)):
            out[i] = Credit((listing,))
            continue
        heading = _heads(text)
        if heading is not None:
            out[i] = Credit(())
        elif (found := field(text, named) or sentence(text, named, rest)) and (found.people or talk is not None):
            out[i] = found
    return {i: c for i, c in out.items() if c.people or c.prose or i + 1 in out or not _heads(texts[i])}


def field(text: str, named: Collection[str] = ()) -> Credit | None:
    """The credit of a line of fields, None where it is no such line or something in it is no name.

    >>> [(p.name, p.role, p.about) for p in field('Host: Ann Lee. Guest: Bo Hart, who keeps bees.').people]
    [('Ann Lee', 'host', None), ('Bo Hart', 'guest', 'keeps bees')]
    """
    text = _MARK.sub("", text, count=1) if _MARK.match(text) else text
    fields = list(_FIELD.finditer(text))
    if not fields or fields[0].start():
        return None
    people: dict[str, Person] = {}
    for m, after in zip(fields, [*(f.start() for f in fields[1:]), len(text)]):
        role = role_of(m["role"])
        value = text[m.end() : after].strip(" *_\t\u00a0,，;；|｜/·•-–—、")
        if not role:
            if len(value) > 80 or not value:
                return None
            continue
        found = listed(value, role, named)
        if not found or (len(fields) == 1 and value[-1] in "!?！？…"):
            return None
        if len(fields) == 1 and value[-1] in ".。" and not found[-1].about and len(found) == 1:
            return None  # somebody says a name: `Guest: Bo Hart.`
        people |= {p.name: p for p in found if p.name not in people}
    return Credit(tuple(people.values()))


def sentence(text: str, named: Collection[str], rest: str) -> Credit | None:
    """The credit of a line that says in prose who talks to whom; ``rest`` is the talk, in which people are named, too."""
    bare = _MARK.match(text)
    text = text[bare.end() if bare else 0 :].strip("*_ ")
    parts = _STOP.split(text) if not (whole := _said(text, named)) else []
    said = whole or [p for part in parts for p in _said(part, named)]
    by = [] if said else _byline(text, named)
    people = together([p for p in said or by if not are_names(named) or _known(p.name, named, rest)])
    if not people or are_names(named) and not any(_matches(p.name, named) for p in people):
        return None
    if not are_names(named) and not any(p.role != "unknown" or _known(p.name, named, rest) for p in people):
        return None
    return Credit(people, not by)


# --- sentences


def _said(text: str, named: Collection[str]) -> list[Person]:
    return _opening(text, named) or _talking(text, named) or _described(text, named)


def _talking(text: str, named: Collection[str]) -> list[Person]:
    """`Ann Lee talks to Bo Hart, who ...`: who asks is the host; where neither asks, the one who is described is the guest."""
    for m in _VERB.finditer(text, 0, 200):
        ours = listed(_WHEN.sub("", text[: m.start()]).strip(" ,，"), "unknown", named)
        theirs = listed(_TOPIC.sub("", _GUEST.sub("", text[m.end() :])), "unknown", named)
        if not ours or not theirs:
            continue
        told = bool(m["asks"]) or any(p.about for p in theirs) and not any(p.about for p in ours)
        return [_as(p, "host" if told else "unknown") for p in ours] + [_as(p, "guest" if told else "unknown") for p in theirs]
    return []


def _opening(text: str, named: Collection[str]) -> list[Person]:
    met = _MEETING.match(text) or _JOINING.match(text)
    if met and (theirs := listed(_TOPIC.sub("", text[met.end() :].split(". ")[0]), "guest", named)):
        return theirs
    m = _OPENS.match(text)
    if not m:
        return []
    role = "guest" if m["guest"] else "host" if m["host"] else "unknown"
    return listed(_TOPIC.sub("", text[m.end() :]).rstrip("."), role, named)


def _described(text: str, named: Collection[str]) -> list[Person]:
    m = _IS.match(text)
    return [Person(m["name"], "unknown", m["about"].rstrip(".。"))] if m and key(m["name"]) in named else []


def _byline(text: str, named: Collection[str]) -> list[Person]:
    """`By Ann Lee | 3 May`, where a label is the name or a part of it."""
    m = _BYLINE.fullmatch(text)
    words = key(m["name"]).split() if m else []
    told = len(words) > 1 and any(k in named for k in (" ".join(words), words[0], words[-1]))
    return [Person(m["name"])] if m and told and is_name(m["name"]) else []


def _as(p: Person, role: str) -> Person:
    return p if p.role != "unknown" else Person(p.name, role, p.about, p.aliases)


# --- lists under a field's name


def _heads(text: str) -> str | None:
    """The role of those listed on the lines that follow: `Guests:`"""
    m = re.fullmatch(r"[\W_]*(?P<role>[^\d\W][\w' -]{1,24}?)\s*[:：][\W_]*", text)
    role = role_of(m["role"]) if m else None
    return role or None


def _item(text: str, role: str, named: Collection[str]) -> Person | None:
    bare = _MARK.match(text)
    return one(text[bare.end() if bare else 0 :].strip("*_ "), role, named)


# --- known names


def _matches(name: str, named: Collection[str]) -> bool:
    """Whether somebody is meant by one of the labels: all of the name, or its first or last word."""
    words = key(name).split()
    return any(k == " ".join(words) or k in (words[0], words[-1]) or k.split()[-1] == words[-1] for k in named)


def _known(name: str, named: Collection[str], rest: str) -> bool:
    words = plain(name).split()
    spoken = (name, words[0], words[-1])
    return _matches(name, named) or any(len(w) > 1 and re.search(rf"(?<!\w){re.escape(w)}(?!\w)", rest) for w in spoken)
