"""YAML front matter: kept as metadata, which is evidence and not truth."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import yaml

from flows.document.model import Metadata, Person
from flows.readers.base import Reading, Unreadable
from flows.readers.credits import role_of
from flows.readers.dates import iso_date
from flows.readers.people import listed, one, together

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # both safe: no file can make objects
_FENCE = re.compile(r"\ufeff?\s*---[ \t\u00a0]*(?:\r\n|\n|\r)(.*?)(?:\r\n|\n|\r)---[ \t\u00a0]*(?=\r\n|\n|\r|$)", re.S)
_KEY = re.compile(r"^[^\w\r\n]*(\w[^:：\r\n]{0,60}?)[^\w\r\n]*[:：]", re.M)  # of a line, whether YAML can read it or not
_SHOW = ("show", "podcast", "series", "channel", "program", "author")
_PEOPLE = frozenset("host hosts guest guests moderator interviewer".split())  # fields that hold nothing but names, whatever they look like
_ABOUT = ("about", "bio", "title", "description", "affiliation", "org", "organization", "company")
_URL = ("source_url", "source", "url", "link", "video", "youtube")
_FIELDS = frozenset(("title", "date", "published", "license", "licence", "tags", "lang", "language", *_SHOW, *_PEOPLE, *_ABOUT, *_URL))


def split(text: str, path: str) -> tuple[int, Metadata]:
    """Offset where the front matter ends (0 where there is none) and what it says.

    Raises Unreadable where a fence holds something that YAML cannot read.
    """
    m = _FENCE.match(text)
    if not m:
        return 0, Metadata()
    try:
        held = yaml.load(re.sub(r"[ \t\u00a0]+(?=[\r\n]|$)", "", m[1]), Loader=_LOADER)
    except (yaml.YAMLError, ValueError) as error:  # a date that no calendar has is a ValueError
        if _talks(_KEY.findall(m[1]), text[m.end() :]):
            return 0, Metadata()
        mark = getattr(error, "problem_mark", None)
        line = text.count("\n", 0, m.start(1)) + 1 + (mark.line if mark else 0)
        raise Unreadable(
            path,
            f"the front matter is not YAML ({getattr(error, 'problem', None) or str(error) or 'unreadable'}).",
            "Mend that line, or take the part between the two --- lines out.",
            line,
        ) from None
    if held is None:
        return m.end(), Metadata()
    if not isinstance(held, Mapping) or _talks([str(k) for k in held], text[m.end() :]):
        return 0, Metadata()
    return m.end(), _metadata({str(k): v for k, v in held.items()})


def _talks(keys: Sequence[str], rest: str) -> bool:
    """Whether what stands between two rules is talk: none of its keys is a field, and one is a label below."""
    if any(k.casefold() in _FIELDS for k in keys):
        return False
    return any(re.search(rf"^\W*{re.escape(k)}\W*[:：]", rest, re.M) for k in keys)


def _scalar(value: object) -> str | None:
    """A value as text: `title: 1984` is a title. Lists and mappings have none (and may be of any size, through aliases)."""
    scalar = isinstance(value, (str, int, float, datetime.date)) and not isinstance(value, bool)
    return str(value).strip() or None if scalar else None


def _metadata(held: Mapping[str, object]) -> Metadata:
    lower = {k.casefold(): v for k, v in held.items()}

    def first(keys: tuple[str, ...], accept: re.Pattern[str] | None = None) -> str | None:
        for k in keys:
            v = _scalar(lower.get(k))
            if v and (accept is None or accept.match(v)):
                return v
        return None

    return Metadata(
        title=first(("title",)),
        show=first(_SHOW),
        date=iso_date(first(("date", "published"))),
        source_url=first(_URL, re.compile(r"https?://")),
        license=first(("license", "licence")),
        people=_people(lower),
        extra=dict(held),
    )


def _people(lower: Mapping[str, object]) -> tuple[Person, ...]:
    """The people that any field of roles names: a name, a list of names, or of objects that hold one."""
    out: list[Person] = []
    for field, held in lower.items():
        role = role_of(field.replace("_", " "))
        if role is None or role == "" or role == "unknown" and not isinstance(held, list):
            continue
        if isinstance(held, str):
            out += listed(held, role) or _as_given(held, role) if field in _PEOPLE else listed(held, role)
        for item in held if isinstance(held, list) else [held] if isinstance(held, Mapping) else []:
            out += _item(item, role)
    return together(out)


def _as_given(held: str, role: str) -> list[Person]:
    return [Person(n.strip(), role) for n in re.split(r"[,;、&]| and ", held) if n.strip()]


def _item(item: object, role: str) -> list[Person]:
    """One of a list of people: `Ann Lee, poet`, `{name: Ann Lee, role: guest, bio: poet}`, `Ann Lee: poet` (an object to YAML)."""
    if isinstance(item, str):
        found = one(item, role)
        return [found] if found else listed(item, role) or ([Person(item.strip(), role)] if item.strip() else [])
    if not isinstance(item, Mapping):
        return []
    held = {str(k).casefold(): v for k, v in item.items()}
    name = held.get("name")
    if isinstance(name, str) and name.strip():
        about = next((v.strip() for k in _ABOUT if isinstance(v := held.get(k), str) and v.strip()), None)
        said = _scalar(held.get("role")) or ""
        given = role_of(said)
        return [Person(name.strip(), given or role, about or (said if not given else "") or None)]
    if len(item) == 1 and isinstance(about := next(iter(item.values())), str):
        return [Person(str(next(iter(item))).strip(), role, about.strip())]
    return []


def merged(known: Metadata, found: Metadata) -> Metadata:
    """What is known from outside, with the file's own words where that says nothing; ``extra`` is always the file's own."""
    pick = {f: getattr(known, f) or getattr(found, f) for f in ("title", "show", "date", "source_url", "license", "source_lang")}
    return replace(known, **pick, people=together(known.people, found.people), extra={**found.extra, **known.extra})


def into(reading: Reading, meta: Metadata) -> Reading:
    """A reading with what the front matter says, before what its reader found in the fields of the page."""
    return replace(reading, meta=merged(meta, reading.meta))
