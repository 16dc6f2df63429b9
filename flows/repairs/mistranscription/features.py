"""What can be told of any change of words: how strange is what stands there, how likely what would stand there."""
from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from flows.evidence.expectation import expresses, joined, spoken
from flows.evidence.lexicon import nearby
from flows.evidence.words import zipf
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side, Stretch

NEAR, WIDE = 300, 1500  # characters about a word in which its context is looked for: the talk at hand, the topic at hand


def about(side: Side, known: Knowledge, first: int, size: int, after: str, beside: Stretch | None,
          name: str | None = None) -> dict[str, float]:
    """Features of reading ``after`` for ``size`` tokens from ``first`` on; ``beside`` is the translation at hand. All from 0 to 1.

    ``name`` is the name of the lexicon that ``after`` is made from, where it is one.
    """
    name = name or after
    words = side.words[first:first + size]
    before = " ".join(words)
    unknown = [known.unknown(w) for w in words]
    out = {
        "unknown": float(any(unknown)),
        "mixed": float(any(unknown) and not all(unknown)),
        "common": min(zipf(w, "en") for w in words) / 7,
        "capital": float(any(c.isupper() for c in before) and not side.sentence_start(first)),
        "lexicon": float(known.in_lexicon(name)),
        "plain": float(after.islower() and not known.in_lexicon(name)),
        "elsewhere": min(known.spelled[name] if " " not in name else known.counted(name), 5) / 5,
        "short_name": float(len(joined(after)) < 4),
        "single": float(len(joined(before)) < 2),
        "phrase": float(size > 1 and " " in after),
        "long": float(len(joined(name)) > 5),
        "digits": float(sorted(re.findall(r"\d", before)) != sorted(re.findall(r"\d", after))),
        "known_name": float(joined(after) != joined(before) and known.in_lexicon(before)),
        "known_part": float(_holds_known(known, words, after)),
        "holds_name": float(joined(after) != joined(before) and len(after) > 2 and joined(after) in joined(before)),
        "within": float(_begins_it(words, after)),
        "letters": float(size == 1 and before.isupper() and len(before) < 6),
        "speaker": float(after in known.first_names),
        "tied": float(_one_part_off(side.text[side.begins[first]:side.ends[first + size - 1]], after)),
        "spelled": Levenshtein.normalized_similarity(joined(before), joined(after)),
    }
    if beside:
        out |= _told(side, known, words, after, name, beside)
    if out["known_name"] and known.context_of(before):
        out["at_home"] = near_and_wide(side, side.begins[first], side.ends[first + size - 1], known.context_of(before), beside)["near"]
    return out | _context(side, known, first, size, name, beside)


def _begins_it(words: list[str], after: str) -> bool:
    """Whether a small word stands where the other reading has the beginning of a word: `the quantization`, `dequantization`."""
    rest, meant = " ".join(words[1:]).lower(), after.lower()
    return len(words) > 1 and len(words[0]) < 4 and len(rest) > 4 and meant.endswith(rest) and meant != f"{words[0].lower()} {rest}"


def _one_part_off(before: str, after: str) -> bool:
    """Whether two words tied by a hyphen are two others of which one is the same and one nearly so: `post-raining`, post-training."""
    a, b = before.lower().split("-"), after.lower().split("-")
    if not len(a) == len(b) == 2 or (a[0] == b[0]) == (a[1] == b[1]):
        return False
    return Levenshtein.distance(*next((x, y) for x, y in zip(a, b) if x != y)) == 1


def _holds_known(known: Knowledge, words: list[str], after: str) -> bool:
    """Whether one of several words is a name that is right as it is, and would be lost."""
    kept = {w.lower() for w in after.split()}
    return len(words) > 1 and joined(" ".join(words)) != joined(after) and any(known.is_name(w) and w.lower() not in kept for w in words)


def _told(side: Side, known: Knowledge, words: list[str], after: str, name: str, beside: Stretch) -> dict[str, float]:
    """What the translation says of the words that stand there, and of those that would."""
    before = " ".join(words)
    repeated = float(spoken(beside.other).count(joined(before).removesuffix("s")) > 0)
    known_name = float(joined(after) != joined(before) and known.in_lexicon(before))
    said = [expresses(beside.other, w) for w in words if len(w) > 2]
    meant = expresses(beside.other, name) if name.islower() and " " not in name else None
    return {
        # What the translator wrote is evidence for what was said; what the recogniser heard is none for the translation.
        "written": float(side.lang == known.source_lang and written_beside(after, beside.other)),
        "lettered": float(side.lang == known.source_lang and _lettered(before, after, beside.other)),
        "repeated": repeated,
        "known_and_repeated": known_name * repeated,
        "expressed": float(bool(said) and all(t for t in said)),
        "unexpressed": float(bool(said) and all(t is False for t in said)),
        "after_said": float(meant is True),
        "after_unsaid": float(meant is False),
    }


def _lettered(before: str, after: str, other: str) -> bool:
    """Whether a number is what is left of a name that the translation has, and stands nowhere there as a number: `the 800`, H800."""
    letters = after.removesuffix(before)
    if not (before.isdigit() and letters != after and letters.isalpha() and written_beside(after, other)):
        return False
    return not re.search(rf"(?<![A-Za-z0-9.-]){before}(?![0-9.])", other)


def _context(side: Side, known: Knowledge, first: int, size: int, name: str, beside: Stretch | None) -> dict[str, float]:
    """Whether words that the lexicon gives as the company of a name stand about it."""
    words = known.context_of(name)
    return near_and_wide(side, side.begins[first], side.ends[first + size - 1], words, beside) if words else {}


def near_and_wide(side: Side, begin: int, end: int, words: tuple[str, ...], beside: Stretch | None) -> dict[str, float]:
    """Whether some of the words stand near a stretch, whether several do, and whether they do in a wider circle."""
    itself = side.text[begin:end].lower()
    here = f"{side.text[max(begin - NEAR, 0):begin]} … {side.text[end:end + NEAR]} {beside.other if beside else ''}"
    about_it = f"{side.text[max(begin - WIDE, 0):begin]} … {side.text[end:end + WIDE]}"
    near = [w for w in nearby(words, here) if w.lower() != itself]
    wide = [w for w in nearby(words, about_it) if w.lower() != itself]
    return {"near": float(bool(near)), "near_more": float(len(near) > 1), "wide": float(len(wide) > 1)}


def written_beside(term: str, other: str) -> bool:
    """Whether a term stands so, in this casing, in the text of the other language."""
    at = other.find(term)
    while at >= 0:
        left, right = other[at - 1:at], other[at + len(term):at + len(term) + 1]
        if not (left.isascii() and left.isalnum()) and not (right.isascii() and right.isalnum() and right != "s"):
            return True
        at = other.find(term, at + 1)
    return False
