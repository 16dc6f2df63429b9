"""Words whose form alone is wrong: a hyphen with a space, letters one by one, a syllable said twice, words glued together or cut
in two, a digit glued to a noun."""
from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters

from flows.evidence.pronunciation import in_dictionary
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import written_beside
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side

_HYPHEN = re.compile(r"(?<![\w-])([A-Za-z]{2,})(?:- -?| -)([A-Za-z]{3,})(?!\w)")
_SEAM = re.compile(r"(?:- -?| -)(?=[A-Za-z])")
_SPELT = re.compile(r"(?<![\w'’.-])(?:[A-Z](?: |\. ?)){2,5}[A-Z](?![\w'’-])|(?<![\w'’.-])[B-HJ-Z] \d{2,4}(?![\w.,%:-]|\s*%)")
_UNITS = "bit byte way year day hour minute week month step stage layer core fold page inch foot mile star dollar person".split()
_COUNTED = re.compile(rf"(?<![\w.-])(\d{{1,4}})({'|'.join(_UNITS)})(?![a-z-])")
_DOUBLED = re.compile(r"([a-z]{3,})\1")
_LINKS = ("to", "and", "in", "by", "of", "the", "for", "on")
_PREFIXES = frozenset("super hyper inter micro anti auto semi mega nano multi ultra pseudo meta electro bio neuro photo thermo hydro "
                      "infra".split())
_HYPHENATED = _PREFIXES | {"post", "pre", "non", "self", "co", "sub", "cross", "mid", "counter"}
# What keeps a hyphen of its own when another word follows: pre- and post-training.
_SUSPENDED = frozenset("and or to versus vs".split())
_PARTICLES = frozenset("over under out off up down back fore pre re un non mis sub".split())
_COMMON, _RARE = 4.0, 1.0


def forms(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """All of this module's candidates of an English side."""
    if side.lang.split("-")[0] != "en":
        return
    yield from _spelt_out(side, known)
    yield from _hyphens(side)
    yield from _counted(side)
    yield from _cut(side)
    lower = (w for w in side.spelled if len(w) > 6 and w.isalpha() and w.islower() and not known.is_name(w))
    unlisted = {w for w in lower if zipf(w, "en") < 1.3 and not in_dictionary(w)}
    for i, word in enumerate(side.words):
        if word in unlisted:
            yield from _doubled(side, i, word)
            yield from _glued(side, i, word)


def _spelt_out(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """`R L H F`, `H 100`: letters said one by one that the lexicon, the translation or the episode write as one name."""
    for m in _SPELT.finditer(side.text):
        whole = re.sub(r"[ .]", "", m.group())
        beside = known.beside(side).at(m.start())
        written = float(beside is not None and written_beside(whole, beside.other))
        if known.in_lexicon(whole) or written or known.spelled[whole]:
            listed = known.in_lexicon(whole) or known.spelled[whole] > 1
            features = {"spelt_out": 1.0, "spelt_known": float(listed), "spelt_written": written}
            yield Candidate(m.start(), m.end(), m.group(), whole, "spelt out", features, (f"letters of {whole!r} one by one",))


def _hyphens(side: Side) -> Iterator[Candidate]:
    """`post- training`: one word of two parts, where its hyphen still stands."""
    for m in _hyphened(side.text):
        a, b = m[1].lower(), m[2].lower()
        if b in _SUSPENDED or b.startswith(a) or min(zipf(a, "en"), zipf(b, "en")) < 2.5 or side.broken(m.start(), m.end()):
            continue
        whole = f"{m[1]}-{m[2]}"
        again = _times(whole.removesuffix("ing").removesuffix("e"), "e|ed|d|es|s|ing", side.lower)
        prefix = float(a in _HYPHENATED)
        if not again and not prefix and not (b.endswith(("ed", "ing")) and zipf(a, "en") < 5.5 and len(b) > 4):
            continue  # a dash, as likely
        reasons = ("a hyphen with a space inside a word", *([f"{again} times in this episode without the space"] if again else ()))
        tight = "hyphen_left" if m.group()[len(m[1])] == "-" else "hyphen_right"
        yield Candidate(m.start(), m.end(), m.group(), whole, "hyphen", {tight: 1.0, "again": float(again > 0), "prefix": prefix}, reasons)


def _times(stem: str, endings: str, lower: str) -> int:
    """How often a word stands in a text in lower case, with an ending or without one. (An expression that begins with plain letters is
    found much sooner than one that begins at the edge of a word.)"""
    found = re.finditer(rf"{re.escape(stem.lower())}(?:{endings})?\b", lower)
    return sum(not re.match(r"\w", lower[m.start() - 1:m.start()]) for m in found)


def _hyphened(text: str) -> Iterator[re.Match[str]]:
    """Matches of ``_HYPHEN``, looked for from the hyphen on: few words have one, and the expression would be tried at every word."""
    end = 0
    for seam in _SEAM.finditer(text):
        begin = seam.start()
        while begin > end and text[begin - 1] in ascii_letters:
            begin -= 1
        if m := _HYPHEN.match(text, begin):
            yield m
            end = m.end()


def _counted(side: Side) -> Iterator[Candidate]:
    """`4bit`: a number and a whole noun take a hyphen."""
    for m in _COUNTED.finditer(side.text):
        yield Candidate(m.start(), m.end(), m.group(), f"{m[1]}-{m[2]}", "number and noun", {"counted": 1.0}, ("a number glued to a noun",))


def _cut(side: Side) -> Iterator[Candidate]:
    """`super conductivity`, `care fully`: one word cut at a prefix or before `fully`."""
    parts = {w for w in side.spelled if w.lower() in _PREFIXES or w.lower() == "fully"}
    for i in range(len(side.words) - 1):
        if side.words[i] not in parts and side.words[i + 1] not in parts:
            continue
        a, b = side.words[i].lower(), side.words[i + 1].lower()
        if not (a in _PREFIXES or b == "fully") or side.before[i + 1] != " " or not side.joined[i] or not b.isalpha():
            continue
        whole, gain = a + b, zipf(a + b, "en") - (zipf(a, "en") + zipf(b, "en") - 9.0)
        if zipf(whole, "en") < 1.5 or gain < 0.4 or len(b) < 5 or zipf(a, "en") > 5.6 or not side.words[i + 1].islower():
            continue
        after = side.words[i] + b
        features = {"cut": 1.0, "gain": min(gain, 3.0) / 3, "again": float(side.counts[whole] > 0)}
        begin, end = side.begins[i], side.ends[i + 1]
        yield Candidate(begin, end, side.text[begin:end], after, "cut word", features, (f"{whole!r} is one word",))


def _doubled(side: Side, i: int, word: str) -> Iterator[Candidate]:
    """A syllable that stands twice in a word that nobody knows, and once in one that is known."""
    for m in _DOUBLED.finditer(word):
        once = word[:m.start()] + word[m.start() + len(m[1]):]
        for after in (once, *_parts(once)):
            if after.startswith("well-") and not re.match(r"\s[a-z]", side.text[side.ends[i]:side.ends[i] + 2]):
                after = after.replace("-", " ", 1)  # it is well crafted; a well-crafted thing
            if zipf(after, "en") >= 2.5 or " " in after or "-" in after:
                reasons = (f"{m[1]!r} stands twice",)
                yield Candidate(side.begins[i], side.ends[i], word, after, "doubled syllable", {"doubled": 1.0}, reasons)
                return


def _glued(side: Side, i: int, word: str) -> Iterator[Candidate]:
    """`handpolished`, `doortodoors`: words that are one only without their hyphens."""
    for after in _parts(word):
        pieces = after.split("-")
        again = _times(after, "s", side.lower)
        features = {"glued": 1.0, "linked": float(len(pieces) == 3), "again": float(again > 0)}
        reasons = (f"{' and '.join(map(repr, pieces))} in one word",)
        yield Candidate(side.begins[i], side.ends[i], word, after, "glued words", features, reasons)
        return


def _parts(word: str) -> list[str]:
    """How a glued word divides: noun or adverb and participle, or two words that `to`, `and`, `in` ... join."""
    out = []
    for cut in range(3, len(word) - 3):
        a, b = word[:cut], word[cut:]
        affix = a in _PREFIXES or a in _PARTICLES
        participle = b.endswith(("ed", "ing")) and len(b) > 5 and zipf(b, "en") >= 3.0
        if participle and not affix and zipf(a, "en") >= 4.3 and not _verb_of(a + b):
            out.append((zipf(a, "en") + zipf(b, "en"), f"{a}-{b}"))
        for link in _LINKS:
            c = b.removeprefix(link)
            if b.startswith(link) and len(c) > 2 and c.removesuffix("s") == a and zipf(a, "en") >= _COMMON:
                out.append((20.0, f"{a}-{link}-{c}"))
    return [after for _, after in sorted(out, key=lambda x: (-x[0], x[1]))]


def _verb_of(word: str) -> bool:
    """Whether a participle belongs to a verb or noun that is one word already: `timestamped`, `backporting`."""
    stems = [word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ing"), word.removesuffix("ing") + "e"]
    stems += [s[:-1] for s in stems if len(s) > 3 and s[-1] == s[-2]]
    return any(s != word and zipf(s, "en") >= _RARE for s in stems)
