"""Which printed labels are one person, and how that person is properly called.

Metadata spells names better than labels do; labels that differ by a typo, a missing surname or the language they are
written in are one person. Every decision carries its reason.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import DamerauLevenshtein

from flows.document.model import Metadata

_ANONYMOUS = re.compile(r"(?:speaker|spk|spkr|sprecher(?:in)?|hablante|locuteur|参会者|发言人|说话人|講者|讲者|unknown|话者|話者|화자)?[ _-]?(?:[a-z]|\d{1,3})?", re.I)
_NAME_WORD = r"[A-Z\u00c0-\u00de][\w'’.-]*"
_FULL_NAME = re.compile(rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|van|von|de|der|den|la|el|bin|al))*")
_ROLES = frozenset("student audience host guest moderator interviewer narrator announcer man woman male female attendee questioner operator".split())


def anonymous(label: str) -> bool:
    """Whether a label names nobody: `Speaker 1`, `SPEAKER_00`, `A`, `发言人2`."""
    return bool(_ANONYMOUS.fullmatch(plain(label)))


def plain(label: str) -> str:
    """A label without the marks around it: `[Host]`, `>> Host`, `*Host*` are Host."""
    return re.sub(r"\s+", " ", label.strip(" \t\u00a0*_[]【】()（）>:：-–—#")).strip()


def _key(name: str) -> str:
    return re.sub(r"[^\w]+", " ", unicodedata.normalize("NFKC", name)).casefold().strip()


def canonical(labels: Iterable[str] | Mapping[str, int], metadata: Metadata) -> dict[str, tuple[str, str]]:
    """For each printed label, ``(name, reason)``: the proper name of who speaks under it and why.

    ``labels`` may map each label to how often it occurs; the metadata's people come first, then names that its show, author
    and title spell out, then the file's other labels.
    """
    counts = dict(labels) if isinstance(labels, Mapping) else {label: 1 for label in labels}
    out: dict[str, tuple[str, str]] = {}
    for label in counts:
        out[label] = _from_metadata(label, metadata) or (plain(label) or label, "as printed")
    free = [label for label in counts if out[label][1] == "as printed" and not anonymous(label)]
    ranked = sorted(free, key=lambda x: (-counts[x], x))
    for i, label in enumerate(ranked):
        better = next((b for b in ranked[:i] if _typo(plain(label), plain(b)) and counts[b] > 3 * counts[label]), None)
        same = next((b for b in ranked[:i] if _key(plain(b)) == _key(plain(label))), None)
        if same or better:
            out[label] = (out[same or better][0], f"another spelling of the label {same or better!r}, which occurs {counts[same or better]} times")
    return out


def _from_metadata(label: str, metadata: Metadata) -> tuple[str, str] | None:
    mine = plain(label)
    if not mine or anonymous(label):
        return None
    for person in metadata.people:
        if _key(mine) in {_key(person.name), *map(_key, person.aliases)}:
            return person.name, "the metadata lists this name" if mine != label or mine != person.name else "the metadata's name"
    close = [p.name for p in metadata.people if _typo(mine, p.name)] or [p.name for p in metadata.people if _part(mine, p.name)]
    if len(set(close)) == 1:
        return close[0], f"the metadata lists {close[0]!r}"
    if any(_key(mine) == _key(n) for n in _spelt(metadata)):
        return None
    spelt = [n for n in _spelt(metadata) if _typo(mine, n)]
    if len(set(map(_key, spelt))) == 1:
        return spelt[0], f"the file's front matter spells {spelt[0]!r}"
    return None


def _spelt(metadata: Metadata) -> list[str]:
    """Names of two words or more that the show, the author or the title hold."""
    held = [metadata.show, metadata.title, *(metadata.extra.get(k) for k in ("author", "speaker", "show", "podcast", "channel", "title", "summary"))]
    out: dict[str, None] = {}
    for text in held:
        for m in _FULL_NAME.finditer(text.replace("*", "") if isinstance(text, str) else ""):
            words = m[0].split(" ")
            for size in (2, 3):
                for at in range(len(words) - size + 1):
                    out[" ".join(words[at:at + size])] = None
    return list(out)


def _typo(a: str, b: str) -> bool:
    """Whether two full names differ by slips of a letter or two: as many words, each close to its fellow."""
    one, two = _key(a).split(), _key(b).split()
    if len(one) != len(two) or not one:
        return False
    far = [DamerauLevenshtein.distance(x, y) for x, y in zip(one, two)]
    allowed = [0 if min(len(x), len(y)) < 4 else 1 if min(len(x), len(y)) < 8 else 2 for x, y in zip(one, two)]
    return all(f <= k for f, k in zip(far, allowed)) and (len(one) > 1 or len(one[0]) > 4) and far != [0] * len(far) or _key(a) == _key(b)


def _part(label: str, full: str) -> bool:
    """Whether a label is a first or last name alone, or initials, of a full name."""
    words, mine = _key(full).split(), _key(label).split()
    if len(words) < 2 or not mine or _key(label) in _ROLES:
        return False
    initials = "".join(w[0] for w in words)
    return mine == words[:len(mine)] or mine == words[-len(mine):] or (len(mine) == 1 and label.isupper() and mine[0] == initials)
