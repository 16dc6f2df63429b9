"""Which writing system a text is in, by ISO 15924 name.

Letters are counted by the ranges of Unicode; Chinese is simplified or traditional by its characters that exist in one of the two
alone, as the dictionaries of OpenCC (https://github.com/BYVoid/OpenCC) map them.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

UNKNOWN = "Zyyy"

_RANGES = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿＡ-Ｚａ-ｚ",
    "Hani": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "Kana": "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d",
    "Hang": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Cyrl": "\u0400-\u052f", "Grek": "\u0370-\u03ff\u1f00-\u1fff", "Hebr": "\u05d0-\u05ea",
    "Arab": "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Deva": "\u0900-\u097f", "Beng": "\u0980-\u09ff", "Guru": "\u0a00-\u0a7f", "Gujr": "\u0a80-\u0aff", "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f", "Knda": "\u0c80-\u0cff", "Mlym": "\u0d00-\u0d7f", "Sinh": "\u0d80-\u0dff", "Thai": "\u0e01-\u0e4e",
    "Laoo": "\u0e81-\u0ede", "Tibt": "\u0f00-\u0fff", "Mymr": "\u1000-\u109f", "Geor": "\u10a0-\u10ff", "Armn": "\u0531-\u058f",
    "Ethi": "\u1200-\u139f", "Khmr": "\u1780-\u17ff",
}
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _RANGES.items()}
_FEW = 20  # foreign letters that a name, a brand or an abbreviation runs to


def script_of(text: str, usual: str = UNKNOWN) -> str:
    """The script most of the letters are in; ``usual`` (of the side, say) where there are none, or too few to tell.

    Names, brands and abbreviations stand in Latin letters in text of every script, so these alone do not make it foreign.

    >>> script_of('好的'), script_of('好的', usual='Hant'), script_of('开发 Python'), script_of('開發'), script_of('ありがとう。本当')
    ('Hans', 'Hant', 'Hans', 'Hant', 'Jpan')
    >>> script_of('RIP。', usual='Hans'), script_of('120', usual='Latn'), script_of('好的', usual='Latn')
    ('Hans', 'Latn', 'Hans')
    """
    seen = {name: len(letters.findall(text)) for name, letters in _LETTERS.items()}
    seen["Jpan"] = seen["Kana"] + seen["Hani"] if seen["Kana"] * 10 >= seen["Hani"] or usual == "Jpan" else 0
    seen["Kore"] = seen["Hang"] + seen["Hani"] if seen["Hang"] or usual == "Kore" else 0
    seen["Hans"] = seen["Hani"] - (seen["Hani"] if seen["Jpan"] or seen["Kore"] else 0)
    foreign = {name: n for name, n in seen.items() if name not in ("Latn", "Hani", "Kana", "Hang")}
    best = max(foreign, key=lambda name: foreign[name])
    few = seen["Latn"] <= _FEW and usual not in (UNKNOWN, "Latn")
    if foreign[best] == 0:
        return "Latn" if seen["Latn"] and not few else usual
    weight = 2 if usual == "Latn" else 4  # a sign of Chinese says what some letters do
    if seen["Latn"] > weight * foreign[best] and not few and usual != best:
        return "Latn"
    return _chinese(text, usual) if best == "Hans" else best


def _chinese(text: str, usual: str) -> str:
    simplified, traditional = _telling()
    s, t = len(simplified.findall(text)), len(traditional.findall(text))
    if s == t:
        return usual if usual in ("Hans", "Hant") else "Hans"
    return "Hans" if s > t else "Hant"


@cache
def _telling() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters that only simplified text has, and characters that only traditional text has."""
    simple, full = dict(_mapped("STCharacters.txt")), dict(_mapped("TSCharacters.txt"))
    only_simple = {c for c, others in simple.items() if c not in others and c not in full}
    only_full = {c for c, others in full.items() if c not in others and c not in simple}
    return re.compile(f"[{''.join(sorted(only_simple))}]"), re.compile(f"[{''.join(sorted(only_full))}]")


def simplified(text: str) -> str:
    """Chinese text in simplified characters, one by one: for comparing, not for reading.

    >>> simplified("開發 Python")
    '开发 Python'
    """
    return text.translate(_to_simplified())


@cache
def _to_simplified() -> dict[int, str]:
    return {ord(char): others[0] for char, others in _mapped("TSCharacters.txt") if len(char) == len(others[0]) == 1}


def _mapped(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in files("opencc").joinpath("dictionary", name).read_text("utf-8").splitlines():
        char, _, others = line.partition("\t")
        if char and others:
            yield char, others.split()
