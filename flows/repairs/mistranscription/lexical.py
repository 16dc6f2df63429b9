"""What the lexicon itself says is wrong: house style of names, forms that recognisers are known to write, confusions with their
contexts."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flows.evidence.expectation import joined
from flows.evidence.lexicon import Match
from flows.evidence.phonetics import similarity
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.features import about, near_and_wide
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.sides import Side, Stretch

# `a 100`: an article and a number are nearly always that.
_ARTICLE_NUMBER = re.compile(r"[Aa]n? \d")
_SHARE = re.compile(r"\d ?(?:%|percent)")  # `be 100%`
_SMALL = frozenset("a an the no not this that my our your their its of to in on at and or is are was".split())
_ONE = frozenset(("company", "person", "organization", "show", "name"))  # kinds of which there is one each
_OWN_S = frozenset("is was has as us this its his yes".split())  # words whose s is no ending
_SPOKEN_ALL_DAY = 5.7  # zipf value of words that are no half of a name, unless the lexicon says so: `did`, `I`
_RARE = 2.5  # zipf value below which a word is no word of the language, as `Github` is none
_BEFORE_ANY_WORD = 6.0  # zipf value of words that stand before any other: `and`, `with`
_TWICE = re.compile(r"(?<![\d.])(\d{1,2}\.(\d{1,2}))\.\2(?![\d.]*\d)")


def lexical(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Candidates for every form that the lexicon calls wrong or doubtful."""
    beside = known.beside(side)
    found = known.lexicon.find(side.text)
    right = {m.start for m in found if not m.form.wrong}
    for m in found:
        if not m.form.wrong or side.broken(m.start, m.end) or side.text[m.start:m.end] in known.as_metadata_write:
            continue
        c = _candidate(side, known, m, beside.at(m.start), m.start in right)
        counted = _ARTICLE_NUMBER.match(m.text) or _SHARE.match(side.text, m.end - 1)
        if not counted or c.features.get("written"):
            yield c


def aliases(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """Other names of entries that are written as one word with humps, where they are cut in two or lost a hump: `Git Hub`, `Youware`."""
    for i in [i for i, word in enumerate(side.words) if word[0].isupper()]:
        yield from _humps(side, known, i, 1)
        if i + 1 < len(side.words) and side.words[i + 1][:1].isupper() and side.before[i + 1] == " " and side.joined[i]:
            yield from _humps(side, known, i, 2)


def _humps(side: Side, known: Knowledge, first: int, size: int) -> Iterator[Candidate]:
    words = side.words[first:first + size]
    alias = known.humped.get("".join(words).lower())
    begin, end = side.begins[first], side.ends[first + size - 1]
    if not alias or side.text[begin:end] == alias or (size > 1 and known.in_lexicon(" ".join(words))):
        return
    if size > 1 or len(alias) > 5:
        if max(zipf(w, "en") for w in words) <= (_SPOKEN_ALL_DAY if size > 1 else _RARE):
            features = about(side, known, first, size, alias, known.beside(side).at(begin)) | {"variant": 1.0}
            yield Candidate(begin, end, side.text[begin:end], alias, "lexicon variant", features, (f"house style is {alias!r}",))


def versions(side: Side, known: Knowledge) -> Iterator[Candidate]:
    """`5.2.2` after a name whose versions have one dot: the last part was said, or written, twice."""
    for m in _TWICE.finditer(side.text):
        begin = max(m.start() - 20, 0)
        fixed = side.text[begin:m.start()] + m[1]
        name = next((x for x in known.lexicon.find(fixed) if x.end == len(fixed) and x.entry.numbered), None)
        if name:
            first, last = side.tokens_between(m.start(), m.end())
            beside = known.beside(side).at(m.start())
            features = about(side, known, first, max(last - first, 1), m[1], beside) | {"twice": 1.0, "digits": 0.0}
            reasons = (f"versions of {name.entry.name} have one dot; the last part stands twice",)
            yield Candidate(m.start(), m.end(), m.group(), m[1], "version", features, reasons)


def _candidate(side: Side, known: Knowledge, m: Match, beside: Stretch | None, also_right: bool) -> Candidate:
    m = _without_small_words(m)
    first, last = side.tokens_between(m.start, m.end)
    right = heard_as(m.text, in_the_case_of(m.text, m.entry.name, m.right), m.entry.kind, side.text[m.end:m.end + 5])
    features = about(side, known, first, max(last - first, 1), right, beside, m.entry.name)
    features |= {m.form.role: 1.0, "also_right": float(also_right)}
    reasons = [{"variant": f"house style is {m.right!r}", "heard": f"recognisers write this for {m.right!r}",
                "confusion": f"recognisers hear this for {m.right!r}"}[m.form.role]]
    if m.form.near:
        features |= {"asked": 1.0} | near_and_wide(side, m.start, m.end, m.form.near, beside)
        features["together"] = features["near"] * _together(m.text)
    zh = next((z for z in m.entry.zh if beside and z in beside.other), None)
    if zh:
        features["named"] = 1.0
        reasons.append(f"the translation has {zh} ({m.entry.name})")
    if features.get("written"):
        reasons.append(f"the translation has {right!r}")
    if joined(m.text) != joined(m.right):
        features["sound"] = similarity(m.text, m.right)
    return Candidate(m.start, m.end, side.text[m.start:m.end], right, f"lexicon {m.form.role}", features, tuple(reasons))


def _together(heard: str) -> float:
    """Whether several words were heard for one name, as `unit tree` is: each is a word of everyday talk, the two together are not. An
    article or a preposition stands before any word."""
    first, *more = heard.lower().split(" ")
    return float(bool(more) and len(first) > 2 and zipf(first, "en") < _BEFORE_ANY_WORD)


def _without_small_words(m: Match) -> Match:
    """A small word before the word that was misheard stays, where the rest sounds as much like the name: `no mode` is no moat."""
    while m.form.role == "confusion" and " " in m.text:
        small, rest = m.text.split(" ", 1)
        if small.lower() not in _SMALL or m.right.lower().startswith(small.lower()):
            break
        if similarity(rest, m.right) < similarity(m.text, m.right) - 0.02:
            break
        m = replace(m, start=m.end - len(rest), text=rest)
    return m


def in_the_case_of(heard: str, name: str, right: str) -> str:
    """A term all in lower case takes the capitals of what it stands for: of a sentence, or of a title.

    >>> in_the_case_of("Group Query", "grouped-query", "Grouped-query")
    'Grouped-Query'
    >>> in_the_case_of("Super Intelligence", "superintelligence", "SuperIntelligence")
    'Superintelligence'
    """
    if name != name.lower() or heard.isupper() or not heard[:1].isupper():
        return right
    title = all(w[:1].isupper() for w in re.findall(r"[^\W\d_]+", heard)) and " " in heard
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:], name) if title else name[0].upper() + name[1:]


def heard_as(heard: str, name: str, kind: str = "term", following: str = "") -> str:
    """``inflected``, and a plural that is only heard: `tea peas` are TPs."""
    out = inflected(heard, name, kind, following)
    counted = kind not in _ONE
    if out == name and counted and not name.endswith("s") and re.search(r"[a-z]", heard[-2:]):
        if joined(heard) != joined(name) and similarity(heard, name + "s") > similarity(heard, name) + 0.03:
            return name + "s"
    return out


def inflected(heard: str, name: str, kind: str = "term", following: str = "") -> str:
    """The name with the ending that was heard on it: a possessive stays one; of a company or a person most plurals are one too.

    >>> inflected("anthropics", "Anthropic", "company", " had"), inflected("BT40s", "PT40", "chip")
    ("Anthropic's", 'PT40s')
    """
    bare = heard.replace("’", "'")
    if bare.lower().rpartition(" ")[2] in _OWN_S:
        return name
    if bare.lower().endswith("'s") and not name.lower().endswith(("'s", "s")):
        return name + heard[-2:]
    plural = bare.endswith("s") and not bare.endswith("ss") and not name.lower().endswith("s")
    if plural and joined(bare[:-1])[-1:] == joined(name)[-1:]:
        several = kind not in _ONE or re.match(r"\s*(?:and|or|of|[,.;?!])", following)
        return name + ("s" if several else "'s")
    return name
