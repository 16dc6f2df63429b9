"""What is left out of Chinese: hesitations that open a clause, words doubled there, turns that only say that one listens."""
from __future__ import annotations

import re
from functools import cache

from flows.evidence.fluency.cuts import BACKCHANNEL, FILLER, REPEAT, STUTTER, Residue
from flows.evidence.fluency.words import any_of, words

_MARK = "，。！？；：、…,.!?;:—"
# A clause begins at the start of the text or after a mark; 告诉我我错了 doubles a word in the midst of one, rightly.
_CLAUSE = rf"(?:(?<=[{_MARK}“「（])|(?<=[{_MARK}]\s)|\A)"
_LONGEST = 16  # characters of a turn of nothing but backchannel words
_COMMA = r"(?:[，,]|……|…|\.{2,}|、)\s*"


def cut_chinese(residue: Residue, answers: bool) -> None:
    """Cut a turn in Chinese; see ``fluent``."""
    rules = _rules()
    if len(residue.text) <= _LONGEST and rules["backchannel"].fullmatch(residue.text):
        if not answers:
            residue.cut([(0, len(residue.text))], BACKCHANNEL)
        return
    for rule in ("tail", "filler", "flanked"):
        residue.cut((m.span() for m in rules[rule].finditer(residue.text)), FILLER)
    residue.cut((m.span("first") for m in rules["stutter"].finditer(residue.text)), STUTTER)
    residue.cut((m.span("first") for m in rules["repeat"].finditer(residue.text)), REPEAT)


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    filler, flanked = any_of(words("zh", "filler")), any_of(words("zh", "flanked"))
    doubled, meant = any_of(words("zh", "doubled")), any_of(words("zh", "meant"))
    backchannel = any_of(words("zh", "backchannel"))
    single = "[" + "".join(w for w in words("zh", "doubled") if len(w) == 1) + "]"
    not_word = f"(?!{any_of(words('zh', 'words'))})"
    return {
        "backchannel": re.compile(rf"{backchannel}(?:[，,、。\s…]*{backchannel})*[，,。.…\s]*"),
        "filler": re.compile(rf"{_CLAUSE}{not_word}{filler}{{1,6}}(?:{_COMMA}|。\s*|(?=[\u4e00-\u9fffA-Za-z0-9]))(?![？！?!])"),
        "flanked": re.compile(rf"{_CLAUSE}{flanked}(?:[，,]|……|…)\s*(?=[\u4e00-\u9fffA-Za-z0-9])"),
        "tail": re.compile(rf"[，,]\s*{filler}(?=[。.…]|\Z)"),
        "stutter": re.compile(_twice(single, meant)),
        "repeat": re.compile(_twice(doubled, meant)),
    }


def _twice(word: str, meant: str) -> str:
    return (rf"{_CLAUSE}(?P<first>(?P<word>{word})(?:[，,、…]{{0,3}}\s?(?P=word)){{0,8}}[，,、…]{{0,3}}\s?)(?P=word)"
            rf"(?!{meant}|[，。！？,.!?、]|\Z)")
