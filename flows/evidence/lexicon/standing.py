"""Which of some words stand in a text.

Each word is looked for by itself, as a plain string: most do not stand there at all, and that is known at once. One expression of all
words would be tried at every character of the text.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

# Letters of names as Latin scripts write them; Chinese text may stand against a Latin name without a space.
LATIN = "0-9A-Za-z\u00c0-\u024f"
_LATIN = frozenset(c for c in map(chr, range(0x250)) if re.match(f"[{LATIN}]", c))
_ENDING = re.compile(rf"(?:\d+(?:\.\d+)?)?s?(?![{LATIN}])")


def nearby(near: Iterable[str], text: str) -> tuple[str, ...]:
    """The words of ``near`` that stand in ``text``, in the order of ``near``.

    A word all in lower case is found in any casing, another only as written; a version number, a plural -s and a possessive do not hide it.

    >>> nearby(("Anthropic", "token", "Code", "Qwen"), "Tokens cost less, says Anthropic's code, than those of Qwen2.5.")
    ('Anthropic', 'token', 'Qwen')
    """
    near = tuple(near)
    found = frozenset(standing(near, text))
    return tuple(w for w in near if w.lower() in found) if found else ()


def standing(words: Iterable[str], text: str) -> list[str]:
    """Every place where one of the words stands, by the rules of ``nearby``, in order and as often, in lower case; of words that overlap
    the first, of those that begin together the longest.

    >>> standing(("learning", "deep learning"), "Deep learning is learning.")
    ['deep learning', 'learning']
    """
    low = lowered(text)
    places = [(begin, rank, end) for rank, word in enumerate(sorted(words, key=len, reverse=True))
              for begin, end in _places(word, text, low if word == word.lower() else text)]
    out, free = [], 0
    for begin, _, end in sorted(places):
        if begin >= free:
            out.append(text[begin:end].lower())
            free = end
    return out


def lowered(text: str) -> str:
    """A text in lower case, character by character, so that positions hold."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _places(word: str, text: str, where: str) -> Iterator[tuple[int, int]]:
    """Begin and end of a word in ``where``, which is the text in the casing that counts."""
    head, *more = word.split(" ")
    begin = where.find(head)
    while begin >= 0:
        end = begin + len(head)
        if more:  # any white space stands between the words of a phrase
            whole = _phrase(word).match(where, begin)
            end = whole.end() if whole else -1
        if end > 0 and (word[0] not in _LATIN or _apart(text, begin, end)):
            yield begin, end
        begin = where.find(head, begin + 1)


@functools.lru_cache(maxsize=4096)
def _phrase(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words).replace(r"\ ", r"\s+"))


def _apart(text: str, begin: int, end: int) -> bool:
    """Whether no letter stands against a word; a version number and a plural -s may."""
    if text[begin - 1:begin] in _LATIN:
        return False
    return text[end:end + 1] not in _LATIN or _ENDING.match(text, end) is not None
