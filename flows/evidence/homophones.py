"""Words that sound the same and are written for each other: `weight` and `wait`, `their` and `there` (data/homophones-en.txt)."""
from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from functools import cache

from flows.evidence.words import zipf

_RARER = 2.0  # zipf values: a hundred times


@cache
def homophones() -> Mapping[str, tuple[str, ...]]:
    """Of each English word, in lower case, the others that are said like it, if there are any; none that is a hundred times as rare:
    where `be` is written, `bee` was hardly ever said.

    >>> homophones()["wait"], "wafer" in homophones()
    (('weight',), False)
    """
    text = (importlib.resources.files("flows.evidence") / "data" / "homophones-en.txt").read_text("utf-8")
    others: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        words = [] if line.startswith("#") else line.split()
        for word in words:
            others.setdefault(word, {}).update(dict.fromkeys(w for w in words if w != word))
    usual = {word: tuple(sorted(o for o in found if zipf(o, "en") > zipf(word, "en") - _RARER)) for word, found in others.items()}
    return {word: found for word, found in usual.items() if found}
