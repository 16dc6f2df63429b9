"""From claims to characters and back: what spans and edits read as, and how to undo them.

``render`` gives verbatim and text, ``undo`` gives verbatim from text again. Both are what a reader of the release can do
with the published columns alone: spans (start, end, join) and edits (start, end, before, after).
"""
from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Sequence

from flows.document.model import Edit, Piece

_SPACELESS = ("CJK ", "HIRAGANA", "KATAKANA", "THAI", "FULLWIDTH", "IDEOGRAPHIC", "LAO ", "KHMER ")
_CJK_QUOTES = frozenset("“”‘’—…·")
_ASCII_MARKS = ",.?!:;"


def spaceless(char: str) -> bool:
    """Whether ``char`` belongs to a script written without spaces (Chinese, Japanese, Thai, their punctuation)."""
    return "\u3000" <= char <= "\u303f" or unicodedata.name(char, "").startswith(_SPACELESS)  # first the brackets, whose names do not tell


def join_between(before: str, after: str) -> str:
    """What stands between two spans: '' where both neighbours are of a script without spaces, else one space.

    >>> join_between('对。', '好'), join_between('对?', '好'), join_between('yes.', 'And'), join_between('用 Claude', '写')
    ('', '', ' ', ' ')
    """
    if not before or not after:
        return ""
    left, right = (before.rstrip(_ASCII_MARKS) or before)[-1], after[0]
    left = left if spaceless(left) else before[-1]  # '好?' ends in Chinese though its mark does not
    quote = (left in _CJK_QUOTES and spaceless(right)) or (right in _CJK_QUOTES and spaceless(left))
    return "" if quote or (spaceless(left) and spaceless(right)) else " "


def joins(raw: str, pieces: Sequence[Piece]) -> list[str]:
    """The string before each piece of a turn, '' for the first."""
    out = [""]
    for a, b in zip(pieces, pieces[1:]):
        out.append(b.join if b.join is not None else join_between(raw[a.start:a.end], raw[b.start:b.end]))
    return out[: len(pieces)]


def inside(edits: Sequence[Edit], start: int, end: int, starts: Sequence[int] | None = None) -> list[Edit]:
    """The edits that lie within a span; an insertion at the end of a span belongs to what follows it."""
    starts = [e.start for e in edits] if starts is None else starts
    lo, hi = bisect.bisect_left(starts, start), bisect.bisect_right(starts, end)
    return [e for e in edits[lo:hi] if e.end <= end and (e.start < end or start == end)]


def apply(raw: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """``raw[start:end]`` after the edits that lie in it (sorted, not overlapping)."""
    out, at = [], start
    for e in edits:
        out += [raw[at:e.start], e.after]
        at = e.end
    return "".join(out) + raw[at:end]


def render(raw: str, spans: Sequence[tuple[int, int, str]], edits: Sequence[Edit], starts: Sequence[int] | None = None) -> tuple[str, str]:
    """``(verbatim, text)`` of spans (start, end, join) under the document's edits, sorted by offset; ``starts`` may give theirs."""
    starts = [e.start for e in edits] if starts is None else starts
    verbatim = "".join(join + raw[a:b] for a, b, join in spans)
    text = "".join(join + apply(raw, a, b, inside(edits, a, b, starts)) for a, b, join in spans)
    return verbatim, text


def undo(text: str, spans: Sequence[tuple[int, int, str]], edits: Sequence[Edit]) -> str:
    """Verbatim characters back from published text; raises ValueError where the edits do not fit it.

    Needs no raw text: an edit holds what stood before it, and what lies between edits is unchanged.
    """
    out, at = [], 0
    starts = [e.start for e in edits]
    for a, b, join in spans:
        pos = a
        steps = [(0, join, join)]
        for e in inside(edits, a, b, starts):
            steps += [(e.start - pos, e.after, e.before)]
            pos = e.end
        for keep, new, old in steps + [(b - pos, "", "")]:
            if text[at + keep:at + keep + len(new)] != new:
                raise ValueError(f"text at {at + keep} is {text[at + keep:at + keep + len(new)]!r}, the edits say {new!r}")
            out += [text[at:at + keep], old]
            at += keep + len(new)
    if at != len(text):
        raise ValueError(f"text has {len(text)} characters, spans and edits account for {at}")
    return "".join(out)
