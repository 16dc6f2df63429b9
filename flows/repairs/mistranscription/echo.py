"""The same error in the other language: where a translation was made from the faulty words, it holds them too."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.evidence.expectation import joined
from flows.evidence.translation import table
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side

_REACH = 30  # characters beyond the aligned stretch in which its words may stand


def echoes(known: Knowledge, side: Side, corrected: Sequence[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """(language, candidate) for Latin words beside a correction that are the words it corrects."""
    for c in corrected:
        beside = known.beside(side).at(c.begin)
        if beside is None:
            continue
        other = known.sides[beside.lang]
        begin, end = max(beside.other_begin - _REACH, 0), beside.other_end + _REACH
        for wrong, right, neighbours in _changed_words(c):
            for m in re.finditer(rf"(?<![A-Za-z0-9-]){re.escape(wrong)}(?![A-Za-z0-9])", other.text[begin:end]):
                at, stop = begin + m.start(), begin + m.end()
                if neighbours and not _stands_by(other, at, stop, neighbours):
                    continue
                reason = f"the {side.lang} side, of which this is the translation, has the same error ({c.before!r} for {c.after!r})"
                yield beside.lang, Candidate(at, stop, wrong, right, "echo", {"echo": 1.0}, (reason,))


def _changed_words(c: Candidate) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What was corrected as a whole; of a phrase in which one word was wrong, that word, and the words about it that must be there too."""
    yield c.before, c.after, ()
    old, new = c.before.split(), c.after.split()
    wrong = [(a, b) for a, b in zip(old, new) if joined(a) != joined(b)]
    if len(old) == len(new) > 1 and len(wrong) == 1 and len(wrong[0][0]) > 2:
        yield *wrong[0], tuple(a.lower() for a, b in zip(old, new) if joined(a) == joined(b))


def _stands_by(other: Side, begin: int, end: int, words: tuple[str, ...]) -> bool:
    """Whether a translation of one of some English words stands right beside a stretch."""
    known = table("en", other.lang)
    left, right = other.text[max(begin - 6, 0):begin].rstrip(" *"), other.text[end:end + 6].lstrip(" *")
    options = [t for w in words for t, _ in (known.translations(w) if known else ())] + list(words)
    return any(right.lower().startswith(t) or left.lower().endswith(t) for t in options)
