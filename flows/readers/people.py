"""Names of people in what a page or its metadata says of them: `Ann Lee (host), Bo Hart, who keeps bees`, `李安：养蜂人`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import yaml

from flows.document.model import Person
from flows.readers import names
from flows.readers.names import key
from flows.readers.spelling import part, typo

_DATA = yaml.safe_load((Path(__file__).with_name("data") / "credits.yaml").read_text("utf-8"))
_NOT = frozenset(_DATA["no_names"].split())
_SURNAMES = frozenset("".join(_DATA["surnames"].split()))
_TWO_SIGNS = frozenset("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 歐陽 司馬 諸葛 東方".split())
_NO_CHINESE = frozenset(_DATA["no_chinese_names"].split())
_NICKNAME = re.compile(r"[小老阿大][\u3400-\u9fff]|[\u3400-\u9fff]+ [\u3400-\u9fff]+|[\uac00-\ud7a3]{3}|[\u3041-\u30ff・·]{3,}")
_WORD = r"(?:[A-ZÀ-ÞĀ-Ž][\w'’-]*\.?(?:-[A-Z][\w'’]*)?)"
_SMALL = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ben|ter|ten|af|zu)"
_LATIN = rf"{_WORD}(?:[ \u00a0](?:{_SMALL}[ \u00a0]){{0,2}}{_WORD}){{1,4}}"
_EAST = (
    r"(?:[\u3400-\u9fff]{1,6}(?:[·•・][\u3400-\u9fff]{1,8}){1,3}|[\u3041-\u30ff]{2,10}(?:[·・][\u30a0-\u30ff]{1,10})*"
    r"|[\u3400-\u9fff]{1,4}[ \u3000][\u3400-\u9fff]{1,4}|[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4})"
)
NAME = rf"(?:{_LATIN}|{_EAST})"
_PERSON = re.compile(
    rf"(?:(?:(?:our|your|my)\s+)?(?P<role>[Hh]osts?|[Cc]o-?hosts?|[Gg]uests?|[Mm]oderator)\s+)?(?P<name>{NAME})"
    r"(?:\s*[(（](?P<in>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)?)[)）])?"
)
_SHORT = re.compile(rf"(?P<role>(?!))?(?P<name>{_WORD}|{_EAST})(?:\s*[(（](?P<in>[^()（）]*)[)）])?")
_AND = r"(?:and|und|et|y|e|with|mit|和|与|與|及)"
_NEXT = re.compile(rf"\s*(?:[,，;；、&+/|｜]\s*(?:{_AND}\s+|&\s*)?|\s{_AND}\s+|(?<=[\u3400-\u9fff])[和与與及])\s*")
_ABOUT = re.compile(r"\s*(?:[,，]\s*|\s[-–—|]\s+|[–—]{1,2}\s*|[:：]\s*|\s(?=who\b|from\b|of\b|at\b))")
_WHO = re.compile(r"^(?:who(?:['’]s| is)?|that is|is|是|担任)\s+|^(?:是|担任)")


def listed(value: str, role: str = "unknown", named: Collection[str] = (), strict: bool = False) -> list[Person]:
    """The people that a value lists, with what it says about each; empty where it does not begin with a name.

    named   keys of names that are known: of several names, only these are then people, what else looks like a name says something about
            them (`Ann Lee, Frontdesk Health`).
    strict  nothing but names: empty where anything else is said.

    >>> [(p.name, p.about) for p in listed('Ann Lee (poet), Bo Hart and Ilse Kern, who keeps bees')]
    [('Ann Lee', 'poet'), ('Bo Hart', None), ('Ilse Kern', 'keeps bees')]
    """
    value = value.strip().rstrip(".。 ")
    sure = bool(_names_in(value, named))
    out: list[Person] = []
    at = 0
    while at < len(value):
        m = _person(value, at, named, sure and bool(out))
        if not m:
            break
        follow = _NEXT.match(value, m.end())
        more = follow is not None and _person(value, follow.end(), named, sure) is not None
        rest = value[m.end() :]
        if not rest.strip():
            out.append(_made(m["name"], _role(m, role), m["in"]))
            return out
        if more and follow is not None:
            out.append(_made(m["name"], _role(m, role), m["in"]))
            at = follow.end()
            continue
        about = _ABOUT.match(value, m.end())
        if strict or not about or about.end() == m.end():
            return []
        end = _until(value, about.end(), named, sure)
        said = value[about.end() : end[0]] if end else value[about.end() :]
        out.append(_made(m["name"], _role(m, role), said if not m["in"] else f"{m['in']}, {said}"))
        if not end:
            return out
        at = end[1]
    return [] if strict and at < len(value) or not out else out


def one(value: str, role: str = "unknown", named: Collection[str] = ()) -> Person | None:
    """The one person whom a line of a list is about: `Bo Hart, Chief Beekeeper`, `Bo Hart - keeps bees`; None where it is no name's.

    >>> one('Bo Hart, Chief Beekeeper (retired)')
    Person(name='Bo Hart', role='unknown', about='Chief Beekeeper (retired)', aliases=())
    """
    value = value.strip(" *_\t\u00a0")
    m = _person(value, 0, named) or (s if (s := _SHORT.fullmatch(value)) else None)
    if not m:
        return None
    rest = value[m.end() :].strip()
    about = _ABOUT.match(value, m.end()) if rest else None
    if rest and (not about or about.end() == m.end()):
        return None
    said = value[about.end() :] if about else None
    return _made(m["name"], role, said if not m["in"] else f"{m['in']}, {said}" if said else m["in"])


def short(value: str, role: str = "unknown") -> list[Person]:
    """The people of a list of first names, as a field gives them: `Ann, Bo and Ilse`; empty where one of them has no shape of a name."""
    found = [one(part, role) for part in re.split(rf"\s*[,，、;；&]\s*|\s{_AND}\s", value) if part.strip()]
    return [p for p in found if p] if all(p and names.likeness(p.name) >= 0.7 for p in found) else []


def together(*told: Sequence[Person]) -> tuple[Person, ...]:
    """Everybody of whom something is said, once: what is said first counts, what it leaves open comes from what is said later.

    Each argument is a list of its own: only from one to the next may the same person be spelt otherwise.
    """
    out: dict[str, Person] = {}
    for people in told:
        before = dict(out)
        for p in people:
            k = next((k for k, o in before.items() if _same(p, o)), key(p.name))
            known = out.get(k, p)
            role = known.role if known.role != "unknown" else p.role
            out[k] = Person(known.name, role, known.about or p.about, known.aliases or p.aliases)
    return tuple(out.values())


def _same(p: Person, known: Person) -> bool:
    """Whether somebody is known already, perhaps by more of a name or spelt otherwise."""
    return key(p.name) in (key(known.name), *map(key, known.aliases)) or typo(p.name, known.name) or part(p.name, known.name)


def is_name(name: str) -> bool:
    """Whether something has the shape of a person's name: two words with capitals, a Chinese surname with one or two signs, a name in dots.

    >>> is_name('Ann Lee'), is_name('李安'), is_name('独自创业'), is_name('约翰·史密斯'), is_name('Chief Executive')
    (True, True, False, True, False)
    """
    if not re.fullmatch(NAME, name):
        return False
    if re.fullmatch(r"[\u3400-\u9fff]+", name):
        one, two = name[0] in _SURNAMES and 2 <= len(name) <= 3, name[:2] in _TWO_SIGNS and 3 <= len(name) <= 4
        return (one or two) and name not in _NO_CHINESE and not names.role(name)
    words = name.casefold().split()
    return not any(w in _NOT for w in words) and names.likeness(name) >= 0.7 and not names.structural(name)


def are_names(keys: Collection[str]) -> bool:
    """Whether labels name people, and do not only count them or say their part."""
    return any(not names.anonymous(k) and not names.role(k) for k in keys)


def _person(value: str, at: int, named: Collection[str], only: bool = False) -> re.Match[str] | None:
    """A person at an offset: a name, ended there by a mark; one of those in ``named`` where that is asked for (``only``)."""
    m = _PERSON.match(value, at)
    if not m and (short := _SHORT.match(value, at)) and key(short["name"]) in named:
        m = short
    if not m or not re.match(r"$|[\s,，;；、&+/|｜.。:：–—和与與及]", value[m.end() :]):
        return None
    if only and key(m["name"]) not in named:
        return None
    first = not m["name"].isascii() and any(m["name"].startswith(k) for k in named)  # of a name whose first part labels print
    return m if first or is_name(m["name"]) or key(m["name"]) in named or _NICKNAME.fullmatch(m["name"]) else None


def _role(m: re.Match[str], role: str) -> str:
    told = (m["role"] or "").casefold()
    return role if role != "unknown" or not told else "guest" if told.startswith("guest") else "host"


def _names_in(value: str, named: Collection[str]) -> list[str]:
    return [m["name"] for m in _PERSON.finditer(value) if key(m["name"]) in named]


def _until(value: str, at: int, named: Collection[str], only: bool) -> tuple[int, int] | None:
    """Where what is said of somebody ends and the next begins: at a name that is known, or after a mark that parts more than a comma."""
    for m in _NEXT.finditer(value, at):
        strong = bool(re.search(r"[;；/|｜、]", m[0]))
        if (only or strong) and (p := _person(value, m.end(), named, only)) and is_name(p["name"]):
            return m.start(), m.end()
    return None


def _made(name: str, role: str, about: str | None) -> Person:
    about = re.sub(r"[*_]{1,3}(?=\w)|(?<=\w)[*_]{1,3}", "", about).strip(" .。,，;；*_") if about else None
    about = _WHO.sub("", about) if about else None
    if about and names.role(about):
        word = key(about)
        role = "host" if word in _HOST else "guest" if word in _GUEST else role
        about = None if role != "unknown" else about
    other, _, rest = (about or "").partition(", ")
    if name.isascii() != other.isascii() and is_name(other):
        return Person(name, role, rest or None, (other,))  # the name in another script
    if about and about.isupper() and len(about) <= 4 and about[0] == name[0]:
        return Person(name, role, None, (about,))  # initials
    return Person(re.sub(r"[ \u00a0]+", " ", name), role, about or None)


_HOST, _GUEST = (frozenset(w.replace("_", " ") for w in _DATA[k].split()) for k in ("host", "guest"))
