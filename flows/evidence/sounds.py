"""Which notes in brackets tell what is heard but not said, and what to call it (``data/sounds.yaml``)."""
from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

_AND = re.compile(r"\s+(?:and|und|et|y|e|и)\s+|\s*(?:[,，、/&;+]|和|并|与)\s*")
_REST = re.compile(r"[\s.。!！…~:：-]*")
_CLOCK = re.compile(r"\s*\(?\d{1,2}:\d{2}(?::\d{2})?\)?\s*$")


@cache
def _patterns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], frozenset[str]]:
    """Sounds with their patterns, what may stand around a sound, and the names of those that people make."""
    table = yaml.safe_load((files("flows.evidence") / "data" / "sounds.yaml").read_text("utf-8"))
    around = "|".join(_bounded(table.pop(key).strip()) for key in ("who", "how"))
    people = frozenset(table.pop("people"))
    sounds = tuple((name, re.compile("|".join(_bounded(p) for p in patterns), re.I)) for name, patterns in table.items())
    return sounds, re.compile(rf"(?:{around})", re.I), people


def _bounded(pattern: str) -> str:
    """The pattern as a whole word, where it is of a script whose words are parted by spaces."""
    spaced = re.search(r"[a-zа-яё]", pattern) and not re.search(r"[\u3040-\u9fff\uac00-\ud7af]", pattern)
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])" if spaced else f"(?:{pattern})"


@cache
def names(note: str) -> tuple[str, ...]:
    """What a note (the text between brackets) says is heard, in order; empty where it may be words.

    >>> names('laughter'), names('清了清嗓子'), names('laughter and applause'), names('the model'), names('everyone laughs loudly')
    (('laughter',), ('throat_clearing',), ('laughter', 'applause'), (), ('laughter',))
    """
    found = [_name(part) for part in _AND.split(_CLOCK.sub("", note.strip().casefold())) if part]
    return tuple(name for name in found if name) if found and all(found) else ()


def of_people(note: str) -> bool:
    """Whether all that a note tells is made by people, and so told in round brackets too."""
    return set(names(note)) <= _patterns()[2]


def _name(part: str) -> str | None:
    sounds, around, _ = _patterns()
    for name, pattern in sounds:
        for m in pattern.finditer(part):
            rest = around.sub("", part[:m.start()]) + around.sub("", part[m.end():])
            if _REST.fullmatch(rest) and m[0]:
                return name
    return None
