"""The word lists of fluency.yaml, as sets and as parts of regular expressions."""
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml


@cache
def _lists() -> dict[str, dict[str, tuple[str, ...]]]:
    loaded = yaml.safe_load(files("flows.evidence").joinpath("data", "fluency.yaml").read_text("utf-8"))
    return {lang: {name: tuple(words.split() if isinstance(words, str) else map(str, words)) for name, words in lists.items()}
            for lang, lists in loaded.items()}


def words(lang: str, name: str) -> tuple[str, ...]:
    """A list of a language, as the file has it; YAML's `no` and `on` are words here."""
    return _lists()[lang][name]


def any_of(these: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first; an apostrophe may be a typographer's."""
    longest_first = sorted(these, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace("'", "['’]").replace(r"\ ", r"\s+") for w in longest_first) + ")"
