"""Spellings that follow from a name: other casing, spacing and hyphens of it, and how a sentence writes it."""
from __future__ import annotations

import itertools
import re
import unicodedata

from flows.evidence.lexicon.entry import Entry

# Where a recogniser may put a space or a hyphen: at one, at a hump (DeepSeek), between letters and digits (H100).
_PART = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_]?[^\W\d_A-Z]+|\d+(?:\.\d+)*|[^\s\-]")
_LONE = frozenset({"a", "i", "A", "I"})  # a part that is a word by itself: "a 100" is not the A100


def spellings(name: str) -> tuple[str, ...]:
    """Lower-case spellings of a name in other spacing and hyphenation, without the name's own.

    A space may only be lost (`reward-model training` is right English); a hyphen or a hump may be lost, a space or a hyphen.

    >>> spellings("DeepSeek")
    ('deep seek', 'deep-seek')
    >>> spellings("fine-tuning")
    ('fine tuning', 'finetuning')
    >>> spellings("GPU")
    ('g p u', 'g.p.u.', 'g-p-u')
    """
    plain = folded(name)
    parts, gaps = split(plain)
    if re.fullmatch("[A-Z]{3,6}", plain):
        return (" ".join(plain).lower(), ".".join(plain).lower() + ".", "-".join(plain).lower())
    if len(parts) > 6:
        return (plain.lower(),) if plain != name else ()
    choices: list[tuple[str, ...]] = []
    for left, gap, right in zip(parts, gaps, parts[1:]):
        if gap == " ":
            choices.append((" ", "") if len(parts) == 2 and left not in _LONE else (" ",))
        elif gap == "-":
            choices.append(("-", " ", ""))
        else:
            choices.append(("",) if left in _LONE else ("", " ", "-"))
    out = ["".join(itertools.chain(*zip(parts, (*gap, "")))).lower() for gap in itertools.product(*choices)]
    return tuple(dict.fromkeys(s for s in out if s != name.lower()))


def split(name: str) -> tuple[list[str], list[str]]:
    """Parts of a name and what stands between them: ' ', '-' or nothing. A dot stays with its part: `z.ai`, `4.5`."""
    parts: list[str] = []
    gaps: list[str] = []
    at = 0
    for m in _PART.finditer(name):
        between = name[at:m.start()]
        if parts and not between and (not m.group()[0].isalnum() or not parts[-1][-1].isalnum()):
            parts[-1] += m.group()
        else:
            if parts:
                gaps.append("-" if "-" in between else " " if between else "")
            parts.append(m.group())
        at = m.end()
    return parts, gaps


def folded(text: str) -> str:
    """Text without accents, as keyboards and recognisers write it: `Tülu` becomes `Tulu`."""
    special = text.translate(_STROKES)
    return "".join(c for c in unicodedata.normalize("NFD", special) if not unicodedata.combining(c))


_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D"})


def as_written(entry: Entry, text: str) -> str:
    """The entry's name as it stands where ``text`` stood: a term all in lower case keeps the capitals of its place.

    >>> as_written(Entry("fine-tuning", "term"), "Fine tuning"), as_written(Entry("DeepSeek", "company"), "Deep seek")
    ('Fine-tuning', 'DeepSeek')
    """
    name = entry.name
    if not _plain(entry):
        return name
    if text == text.upper() and len(text) > 3:
        return name.upper()
    letters, wanted = [c for c in text if c.isalnum()], [c for c in name if c.isalnum()]
    if [c.lower() for c in letters] == wanted:
        rest = iter(letters)
        return "".join(next(rest) if c.isalnum() else c for c in name)
    return name[0].upper() + name[1:] if text[:1].isupper() else name


def right_as_is(entry: Entry, text: str) -> bool:
    """Whether ``text`` is the entry's name already; a term all in lower case is right in any casing."""
    return text == entry.name or (_plain(entry) and text.lower() == entry.name)


def _plain(entry: Entry) -> bool:
    return entry.kind == "term" and entry.name == entry.name.lower()
