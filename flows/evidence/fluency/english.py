"""What is left out of English, rule by rule; each looks at what the rules before it have left.

A rule asks for company that leaves no other reading: `like` between commas, a doubled `the`, a broken word before the whole one.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from flows.evidence.fluency.cuts import BACKCHANNEL, FALSE_START, FILLER, REPEAT, STUTTER, Residue
from flows.evidence.fluency.words import any_of, words

Range = tuple[int, int]

_START = r"""(?:(?<=[.?!…]\s)|(?<=[.?!…]["”’)]\s)|(?<=\n)|\A)"""
_BEFORE, _AFTER = r"""(?<![\w'’"“‘-])""", r"""(?!["”’'\w]|-\w)"""
_SPACES = re.compile(r"\s*")
_SENTENCE = 300  # characters after a dash in which a second one would enclose an aside
_LONGEST = 80  # characters of a turn of nothing but backchannel words


def cut_english(residue: Residue, answers: bool) -> None:
    """Cut a turn in English; see ``fluent``."""
    rules = _rules()
    if not answers and len(residue.text) <= _LONGEST and rules["backchannel"].fullmatch(residue.text):
        residue.cut([(0, len(residue.text))], BACKCHANNEL)
        return
    first = rules["sounds"].match(residue.text) if answers else None
    residue.cut((m.span() for m in rules["sounds"].finditer(residue.text, first.end() if first else 0)), BACKCHANNEL)
    residue.cut(_fillers(residue.text, rules["filler"]), FILLER)
    residue.cut((m.span() for m in rules["opening"].finditer(residue.text)), FILLER)
    residue.cut(_fillers(residue.text, rules["flanked"]), FILLER)
    for rule in ("broken", "hyphened"):
        residue.cut((m.span("first") for m in rules[rule].finditer(residue.text) if _stutters(m)), STUTTER)
    residue.cut(_doubled(residue.text, rules["doubled"]), REPEAT)
    for rule in ("stretch", "clause"):
        residue.cut((m.span("first") for m in rules[rule].finditer(residue.text)), REPEAT)
    for what in (REPEAT, FALSE_START):
        residue.cut(_restarts(residue.text, rules["restart"], what), what)
    residue.cut((m.span("first") for m in rules["again"].finditer(residue.text)), FALSE_START)


# --- fillers

def _fillers(text: str, rule: re.Pattern[str]) -> Iterator[Range]:
    """Each filler with the spaces and commas that came with it.

    A comma stays where one may stand between what goes before and what follows.
    """
    for m in rule.finditer(text):
        start, end = m.span()
        pre, post = m["pre"] or "", m["post"] or ""
        if m["open"] is not None:
            yield m.start("said"), _SPACES.match(text, end).end()
        elif "," not in pre and post != ",":
            yield start, end
        elif not _word_after(text, end) or text[end:end + 1] in ".?!;:":
            yield start, end
        elif _word_before(text, start).lower() in _set("leads") or _word_after(text, end).lower() in _set("follows"):
            yield start, end
        elif "," in pre:
            yield start + 1, end
        else:
            yield start, end - 1


def _word_before(text: str, at: int) -> str:
    m = re.search(r"[\w'’]+\Z", text[max(at - 24, 0):at])
    return m[0].replace("’", "'") if m else ""


def _word_after(text: str, at: int) -> str:
    m = re.match(r"[\s\"“(]*([\w'’]+)", text[at:at + 40])
    return m[1].replace("’", "'") if m else ""


# --- stutters and repeats

def _stutters(m: re.Match[str]) -> bool:
    part, whole = m["part"].lower(), m["whole"].replace("’", "'").lower()
    if "hyphen" in m.re.groupindex:  # nothing but hyphens between the pieces
        base = whole if whole in _set("stuttered") else whole.split("'")[0]
        return part not in _set("not_stuttered") and (base in _set("stuttered") or m["first"].count("-") > 1)
    return m["mark"] == "-" or part not in _set("leads")


def _doubled(text: str, rule: re.Pattern[str]) -> Iterator[Range]:
    for m in rule.finditer(text):
        one, two = m["word"], m["again"]
        if one[0].isupper() and two[0].isupper() and not re.match(r"I\b", one):
            continue  # a name: The The
        if one == "A" and _last(text, m.start()) not in ("", ".", "?", "!"):
            continue  # vitamin A a day
        before = _word_before(text, m.start() - 1) if m.start() else ""
        earlier = m.start() - 1 - len(before)
        if one == "I" and before.lower() in _set("shared") and _last(text, earlier) not in ("", ",", ".", "?", "!"):
            continue  # she and I, I think, went
        yield m.span("first")


def _last(text: str, at: int) -> str:
    """The character before a place, spaces aside; '' where there is none."""
    return text[max(at - 8, 0):max(at, 0)].rstrip()[-1:]


# --- false starts

def _restarts(text: str, rule: re.Pattern[str], what: str) -> Iterator[Range]:
    """What is broken off at a dash and begun anew: with the same words, which makes a repeat, or with others."""
    for m in rule.finditer(text):
        said = [w.replace("’", "'").lower() for w in re.findall(r"[\w'’]+", m["said"])]
        same = said[0] == m["next"].replace("’", "'").lower()
        light = all(w in _set("leads") or w in _set("auxiliaries") for w in said)
        broken = m["mark"].startswith(("-", "—", "–")) and not m["gap"]  # the mark hangs on the word that broke off
        rest = re.split(r"[.?!]\s", text[m.end():m.end() + _SENTENCE], maxsplit=1)[0]
        aside = re.search(r"--+|[—–]", rest)  # two marks enclose an aside
        sure = (light and (same or broken)) or (same and broken)
        again = text[m.end():m.end() + len(m["said"])].casefold() == m["said"].casefold()
        if sure and not aside and len(said) <= (5 if same else 4) and what == (REPEAT if again else FALSE_START):
            yield m.span("first")


# --- the rules

@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(w.lower() for w in words("en", name))


def _drawn(word: str) -> str:
    """A sound of hesitation in small letters or with a capital, its last letter as long as it takes."""
    return f"[{word[0]}{word[0].upper()}]{word[1:]}{word[-1]}*"


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    sound = "(?:" + "|".join(map(_drawn, sorted(words("en", "filler"), key=len, reverse=True))) + ")"
    small = "(?:" + "|".join(w + w[-1] + "*" for w in words("en", "filler")) + ")"
    run = rf"{sound}{_AFTER}(?:(?:,|\.{{3}}|…)?\s{{1,3}}{sound}{_AFTER}){{0,8}}"
    flanked = any_of(words("en", "flanked"))
    sounds, backchannel = any_of(words("en", "sounds")), any_of(words("en", "backchannel"))
    phrase = rf"(?:[\w'’]+\s){{1,2}}{any_of(words('en', 'determiners'))}"
    subject, auxiliary = any_of(words("en", "subjects")), any_of(words("en", "auxiliaries"))
    verb = rf"(?!{any_of(words('en', 'meant_twice'))}\b)(?:{auxiliary}|think|want|mean|guess|need|feel|think\sthat)"
    clause = r"(?:\A|(?<=[,.?!…;:—]\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bso\s)|(?<=\bSo\s)|(?<=\bAnd\s)|(?<=\bBut\s)|(?<=\bbecause\s))"
    return {name: re.compile(pattern, flags) for name, pattern, flags in (
        ("backchannel", rf"\s*{backchannel}(?:[,.\s…!-]+{backchannel}){{0,7}}[.,…\s]*", re.I),
        ("sounds", rf"{_START}{sounds}(?:,?\s{sounds}){{0,4}}(?:\.{{1,3}}|…|,)(?:\s+|\Z)", re.I),
        # open: a sentence begins with it. Otherwise it stands in small letters, or has a comma after it, and follows no number (5 mm).
        ("filler", rf"(?:(?P<open>{_START})|(?P<pre>(?<![\d.?!…])(?<![.?!…][”’)]),?\s{{1,3}})(?={small}\b|{sound},))"
                   rf"{_BEFORE}(?P<said>{run})"
                   rf"(?P<post>,|\.{{3}}|…|(?(open)\.|(?!))|\s?(?:--+|[—–]|-(?=\s)))?(?![?!])(?(open)(?=\s|\Z)|(?=[\s.,;:?!…—–-]|\Z))", 0),
        ("opening", rf"{_START}{any_of(words('en', 'opening'))},\s+(?=[\w“\"])", re.I),
        ("flanked", rf"(?P<open>(?!))?(?P<pre>,\s{{1,3}})(?P<said>{flanked})(?P<post>,(?!\s+say\b)|(?=[.?!]))", re.I),
        ("broken", rf"{_BEFORE}\b(?P<first>(?:(?P<part>[A-Za-z]{{1,5}})(?P<mark>-|—|…|\.{{3}})\s{{1,3}})"
                   rf"(?:(?P=part)(?:-|—|…|\.{{3}})\s{{1,3}}){{0,8}})"
                   rf"(?=(?P<whole>(?P=part)[a-z'’]+))(?!(?P=part)-)", re.I),
        ("hyphened", rf"{_BEFORE}\b(?P<hyphen>(?P<first>(?P<part>[A-Za-z]{{1,4}})-(?:(?P=part)-){{0,8}}))"
                     rf"(?=(?P<whole>(?P=part)[A-Za-z'’]*)(?![\w-]))", re.I),
        ("doubled", rf"{_BEFORE}(?P<first>(?P<word>{any_of(words('en', 'doubled'))}),?\s{{1,3}}(?:(?P=word),?\s{{1,3}}){{0,12}})"
                    rf"(?P<again>(?P=word))(?![\w'’,.?!;:-])", re.I),
        ("stretch", rf"{_BEFORE}\b(?P<first>(?P<said>{phrase}),?\s{{1,3}}(?:(?P=said),?\s{{1,3}}){{0,4}})(?P=said)(?=\s+\w)", re.I),
        ("clause", rf"{clause}(?P<first>(?P<said>{subject}\s(?:{verb})),?\s{{1,3}}"
                   rf"(?:(?P=said),?\s{{1,3}}){{0,4}})(?P=said)(?=\s+\w)", re.I),
        ("again", rf"{_BEFORE}\b(?P<first>(?P<lead>[A-Za-z]{{1,20}})\s(?P<part>[A-Za-z]{{1,6}})-\s+)(?=(?P=lead)\s(?P=part)[a-z])", re.I),
        ("restart", rf"{_START}(?:(?:and|but|so|or|because),?\s)?(?P<first>(?P<said>[A-Za-z'’]{{1,20}}(?:\s[A-Za-z'’]{{1,20}}){{0,4}}?)"
                    rf"(?P<gap>\s?)(?P<mark>--+|-(?=\s)|[—–]|\.{{3}}|…)\s*)"
                    rf"(?=(?P<next>{any_of(words('en', 'restarts'))})(?![\w'’-]))", re.I),
    )}
