"""Hard wrap: words torn because the text was cut every so many characters and joined with spaces ('hono r', '2 025', "there' s").

Where the cuts were is found statistically (`flows.repairs.pitch`); only there it is asked whether two pieces are one word.
A text that was never wrapped has no pitch and is left alone.
"""
from __future__ import annotations

import bisect
import math
import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from flows.document.model import Boundary, Claims, Document, Edit, EditKind, Piece
from flows.document.render import spaceless
from flows.document.view import View, view
from flows.evidence.context import Context
from flows.evidence.language_model import gain, knows
from flows.evidence.words import KNOWN, document_words, frequencies, zipf
from flows.repairs.pitch import Join, Wrap, find_wrap

RULE = "hardwrap"
_SPACE = re.compile(r"(?<=\S)[ \n]+(?=\S)")
_WORD = re.compile(r"\S+")
_SENTENCES = re.compile(r"\w\w[.?!…][\"”’)]* [A-Z]")
_DOUBTFUL = 3.0  # log-odds that two words alone leave open
_TAIL, _HEAD = re.compile(r"(?:[^\W_]+['’](?=[^\W_]))*[^\W_]*$"), re.compile(r"[^\W_]*(?:(?<=[^\W_])['’][^\W_]+)*")


def hardwrap(document: Document, context: Context) -> Claims:
    """Edits of kind `wrap` that take out the space inside torn words; boundaries with join '' for words torn over two pieces."""
    edits: list[Edit] = []
    boundaries: list[Boundary] = []
    for lang in document.langs:
        side = view(document, document.side(lang))
        spaces, odds = torn_odds(side.text, lang)
        wrap = find_wrap(len(side.text), spaces, odds, np.array(side.breaks), _put_in_later(side.text))
        if wrap:
            seen = dict(zip(spaces.tolist(), odds.tolist()))
            for join in wrap.joins:
                if join.torn:
                    made = _claim(document, side, lang, join, seen[join.position], wrap)
                    (edits if isinstance(made[0], Edit) else boundaries).extend(made)  # type: ignore[arg-type]
    return Claims(edits=tuple(edits), boundaries=tuple(boundaries))


def torn_odds(text: str, lang: str) -> tuple[np.ndarray, np.ndarray]:
    """Positions where the words of a text are parted, and for each the log-odds that it parts one word, from the words beside it alone.

    With p from the frequency list mixed with the document's own words: log p(both as one) - log p(left) - log p(right) - log of
    the average length of a word (a cut falls into a word by its length). Next to punctuation and digits fixed odds are used.
    """
    marks = [m.span() for m in _SPACE.finditer(text)]
    spaces = np.array([a for a, _ in marks], dtype=np.int64)
    if not marks:
        return spaces, np.zeros(0)
    words = [text[b:a] for (_, b), (a, _) in pairwise([(0, 0), *marks, (len(text), 0)])]
    listed, own = frequencies(lang), document_words([text])
    total = sum(own.values()) or 1
    length = math.log(max(len(text) / (len(marks) + 1), 2.0))
    known: dict[str, float] = {}

    def chance(word: str) -> float:
        if word not in known:
            low = word.casefold().replace("’", "'")
            share = 0.8 * listed.get(low, 0.0) + 0.2 * own.get(low, 0) / total
            known[word] = math.log(max(share, 10.0 ** (-8 - 0.5 * min(len(word), 8))))
        return known[word]

    odds = [_odds(a, b, chance, length) for a, b in pairwise(words)]
    if lang.split("-")[0] == "en":
        odds = [o + _fits(words[max(i - 2, 0):i + 4], min(i, 2)) if abs(o) < _DOUBTFUL else o for i, o in enumerate(odds)]
    return spaces, np.array(odds)


def _fits(words: list[str], at: int) -> float:
    """What the words about them say of two words, the one ``at`` and the next: by how much one word fits better there (`go a way once`)."""
    plain = [w.casefold().replace("’", "'").strip(",.;:?!\"“”()") for w in words]
    two, whole = plain[at:at + 2], plain[at] + plain[at + 1]
    if not all(map(knows, (*two, whole))):
        return 0.0
    return max(-_DOUBTFUL, min(_DOUBTFUL, gain(plain[:at], two, plain[at + 2:], [whole])))


def _put_in_later(text: str) -> list[np.ndarray]:
    """Stretches that may not have been in the text when it was wrapped: second spaces alone, and with what joining captions doubles.

    Captions double the end of a sentence in lower case ('all of those. those.').
    """
    blanks = [(m.start() + 1, m.end()) for m in _SPACE.finditer(text) if m.end() - m.start() > 1]
    words = [(m.start(), m[0]) for m in _WORD.finditer(text)]
    doubled: list[tuple[int, int]] = []
    for k in range(1, len(words)):
        at, word = words[k]
        if word[0].islower() and words[k - 1][1][-1] in ".?!" and (not doubled or at >= doubled[-1][1]):
            plain = [w for _, w in words[max(k - 12, 0):k + 12]]
            middle = min(k, 12)
            n = next((n for n in range(1, middle + 1) if plain[middle - n:middle] == plain[middle:middle + n]), 0)
            if n:
                doubled.append((at, words[k + n][0] if k + n < len(words) else len(text)))
    both = doubled + [b for b in blanks if not any(a <= b[0] < z for a, z in doubled)]
    return [np.array(sorted(stretches), dtype=np.int64).reshape(-1, 2) for stretches in (blanks, both)[:1 + bool(doubled)]]


def _odds(left: str, right: str, chance: Callable[[str], float], length: float) -> float:
    a, b = _TAIL.search(left)[0], _HEAD.match(right)[0]  # type: ignore[index]
    if a and b:
        if a.isdigit() or b.isdigit():
            return 4.0 if a.isdigit() and b.isdigit() else -1.0
        if spaceless(a[-1]) or spaceless(b[0]):
            return 5.0 if spaceless(a[-1]) and spaceless(b[0]) else -6.0
        return chance(a + b) - chance(a) - chance(b) - length
    if a:
        return 4.0 if right[0] in ".,?!;:)'’\"”-" else -6.0
    if not b:
        return 0.0
    if left[-1] in "'’" and (stem := _TAIL.search(left[:-1])[0]):  # type: ignore[index]
        return 8.0 if chance(f"{stem}'{b}") > -14 else -2.0  # "there' s", but "the users' data"
    return (2.0 if left[-1] in "-/" else 5.0 if left[-1] in "([{“" else -6.0) if len(left) > 1 else -6.0


def _confidence(join: Join, odds: float, left: str, right: str, lang: str) -> float:
    """Chance that the join stands inside a word.

    Near certain where distances say so, less where both sides are common words or two sentences.
    """
    if _SENTENCES.search(f"{left} {right}"):
        return 0.5
    if not join.locked:
        return 1 / (1 + math.exp(-(odds + math.log(0.65 / 0.35))))
    if left[-1:] in ",;" and right[:1].isalpha():
        return 0.5  # a space follows every comma: what is torn here was torn a letter further on
    return 0.9 if odds < -4 and min(zipf(left, lang), zipf(right, lang)) >= KNOWN else 0.999


def _claim(document: Document, side: View, lang: str, join: Join, odds: float, wrap: Wrap) -> tuple[Edit, ...] | tuple[Boundary, ...]:
    at = join.position
    left, right = side.text[max(at - 30, 0):at].split(" ")[-1], side.text[at + 1:at + 31].split(" ")[0]
    evidence = f"text was cut every {wrap.width} characters, here between {left!r} and {right!r}"
    confidence = _confidence(join, odds, left, right, lang)
    k = bisect.bisect_left(side.breaks, at + 1)
    if k == len(side.breaks) or side.breaks[k] != at + 1:
        return side.edit(at, at + 1, "", EditKind.WRAP, RULE, evidence, confidence)
    chance = 1 / (1 + math.exp(-odds))  # lines end at words more often than not
    return _over_pieces(document, side.pieces[k], evidence, min(confidence, chance))


def _over_pieces(document: Document, piece: Piece, evidence: str, confidence: float) -> tuple[Boundary, ...]:
    """A word torn over two pieces belongs whole to the turn that holds its first part; what follows the word opens as the piece did."""
    whole = Boundary(piece.start, piece.start, False, RULE, evidence, confidence, "")
    rest = re.compile(r"\S+\s*").match(document.text, piece.start, piece.end)
    if not piece.opens or rest is None or rest.end() == piece.end:
        return (whole,)
    return (whole, Boundary(rest.end(), rest.end(), True, piece.boundary, evidence, confidence))
