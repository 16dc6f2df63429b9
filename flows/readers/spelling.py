"""Whether two printed names are one person's: a slip, a part, another spelling of the same sound; and how a name in capitals is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from flows.evidence.phonetics import similarity
from flows.readers.names import key, role

_ALIKE = 0.8  # from which two first names before one surname sound the same
_HAN = re.compile(r"[\u3400-\u9fff]+")
_TITLES = frozenset("mr mrs ms miss dr prof professor sir dame herr frau señor señora monsieur madame".split())
_SMALL = frozenset("van von der den de del della di da dos du la le al bin ibn zu und and of".split())


class Speech:
    """What is said in a file, for looking up how names are spelt in it."""

    def __init__(self, text: str = "", spans: Iterable[tuple[int, int]] = ()):
        self._text, self._spans = text, spans

    @cached_property
    def _said(self) -> str:
        return "\n".join(self._text[a:b] for a, b in self._spans)

    def count(self, word: str) -> int:
        """How often a word is said, letter for letter."""
        return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", self._said))

    def spelling(self, word: str) -> str | None:
        """How a word in capitals is mostly written in the whole file, in other than capitals."""
        found = Counter(m for m in re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", self._text, re.I) if not m.isupper() and m[0].isupper())
        return min(found, key=lambda m: (-found[m], m)) if found else None


def typo(a: str, b: str) -> bool:
    """Whether two full names differ by slips of a letter or two: as many words, each close to its fellow."""
    one, two = key(a).split(), key(b).split()
    if len(one) != len(two) or not one:
        return False
    far = [DamerauLevenshtein.distance(x, y) for x, y in zip(one, two)]
    allowed = [
        0 if min(len(x), len(y)) < 4 or x.isdigit() or y.isdigit() else 1 if min(len(x), len(y)) < 8 else 2 for x, y in zip(one, two)
    ]
    return all(f <= k for f, k in zip(far, allowed)) and (len(one) > 1 or len(one[0]) > 4) and any(far) or key(a) == key(b)


def part(label: str, full: str) -> bool:
    """Whether a label is a first or last name alone, or initials, of a full name; how somebody is addressed (`Dr.`) does not count."""
    if _HAN.fullmatch(label) and _HAN.fullmatch(full) and 2 < len(full) <= 5 and not role(label):
        return len(label) < len(full) and full.startswith(label) or 1 < len(label) < len(full) and full.endswith(label)
    words, mine = _untitled(full), _untitled(label)
    if len(words) > 1 and words == mine and key(full) != key(label):
        return True
    if len(words) < 2 or not mine or len(mine) >= len(words) or role(label) or role(full):
        return False
    initials = "".join(w[0] for w in words)
    return (
        mine == words[: len(mine)]
        or mine == words[-len(mine) :]
        or (len(mine) == 1 and label.isupper() and len(label) > 1 and mine[0] == initials)
    )


def _untitled(name: str) -> list[str]:
    words = key(name).split()
    return words[1:] if len(words) > 1 and words[0] in _TITLES else words


def sounds_like(a: str, b: str) -> bool:
    """Whether two full names have one surname and first names that sound the same.

    >>> sounds_like('Kathryn Hale', 'Catherine Hale'), sounds_like('Mark Hale', 'Joan Hale'), sounds_like('Kathryn Hale', 'Catherine Hall')
    (True, False, False)
    """
    one, two = key(a).split(), key(b).split()
    if len(one) != len(two) or len(one) < 2 or one[-1] != two[-1] or not (a.isascii() and b.isascii()):
        return False
    return all(x == y or len(x) > 2 and len(y) > 2 and similarity(x, y) >= _ALIKE for x, y in zip(one, two))


def written(name: str, speech: Speech) -> str:
    """A name that is printed in capitals as it is written: as speech spells it, else with capitals at its head.

    One word alone may be an abbreviation (`NASA`) and stays where speech does not spell it.

    >>> written('OWEN O\\'HARA', Speech()), written('NASA', Speech()), written('J. R. HALE', Speech())
    ("Owen O'Hara", 'NASA', 'J. R. Hale')
    """
    words = name.split()
    if not name.isupper() or not name.isascii() or len(words) == 1 and (len(name) < 3 or not speech.spelling(name)):
        return name
    return " ".join(_word(w, n, speech) for n, w in enumerate(words))


def _word(word: str, n: int, speech: Speech) -> str:
    if len(re.sub(r"\W", "", word)) < 2 or re.fullmatch(r"(?:[A-Z]\.)+|\d+|I{1,3}|IV", word):
        return word
    if n and word.lower() in _SMALL:
        return word.lower()
    return speech.spelling(word) or re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word).replace("'S", "'s")
