"""What can be wrong with a lexicon, found before it changes a text: names claimed twice, and words that are too common to be changed."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.evidence.lexicon import files
from flows.evidence.lexicon.entry import LATIN, Entry, LexiconError
from flows.evidence.lexicon.spelling import spellings

COMMON = 3.5  # Zipf frequency (wordfreq): once in some 300,000 words; from here on a word is one that people just say
PHONEMES = frozenset(re.findall("[A-Z]+", "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: where (file:line), what, and the remedy."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(paths: Iterable[Path]) -> tuple[list[Entry], list[Problem]]:
    """Entries of the files and everything that is wrong with them, in order of file and line."""
    parsed, problems = [], []
    for path in paths:
        try:
            parsed.append(files.parse(path.read_text(encoding="utf-8-sig"), str(path)))
        except LexiconError as e:
            problems.append(Problem(e.where, f"{e.reason} {e.remedy}"))
        except (OSError, UnicodeDecodeError) as e:
            problems.append(Problem(str(path), f"cannot be read: {e}. Give a YAML file in UTF-8."))
    for field in dict.fromkeys(f.field for f in parsed):
        if not any(f.cues for f in parsed if f.field == field):
            first = next(f for f in parsed if f.field == field)
            problems.append(Problem(f"{first.path}:1", f"the field {field!r} has no cues. Its names would appear in texts of every field; list words that show it."))
    try:
        entries = files.fill(parsed)
    except LexiconError as e:
        return [], [*problems, Problem(e.where, f"{e.reason} {e.remedy}")]
    for rule in (_latin, _twice, _variants, _common_heard, _common_names, _chinese, _said):
        problems += rule(entries)
    return entries, sorted(set(problems), key=lambda p: (p.where.rpartition(":")[0], int(p.where.rpartition(":")[2] or 0) if ":" in p.where else 0, p.what))


def _right(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Entries by each right spelling of theirs, in lower case."""
    out: dict[str, list[Entry]] = defaultdict(list)
    for e in entries:
        for text in dict.fromkeys(t.lower() for t in (e.name, *e.aliases)):
            out[text].append(e)
    return out


def _latin(entries: Sequence[Entry]) -> list[Problem]:
    """Names are found where a Latin letter or a digit begins; other scripts have their place in `zh`."""
    return [Problem(e.where, f"{text!r} of {e.name!r} does not begin with a Latin letter or a digit, and is never found. Move it to `zh`, or leave it out.")
            for e in entries for text in (e.name, *e.aliases, *e.variants, *e.heard, *(c.text for c in e.confusions)) if not re.match(f"[{LATIN}]", text)]


def _twice(entries: Sequence[Entry]) -> list[Problem]:
    """One name, two entries: allowed where a company and a term share it and each says by which words it is known."""
    out = []
    for text, claimants in _right(entries).items():
        if len(claimants) > 1:
            kinds = {e.kind for e in claimants}
            first = claimants[0]
            for e in claimants[1:]:
                if len(kinds) < len(claimants) or e.name == first.name or not (e.context or e.exact) or not (first.context or first.exact):
                    out.append(Problem(e.where, f"{text!r} of {e.name!r} is also {first.name!r} ({first.where}). Keep one, or give both a `context`."))
    return out


def _variants(entries: Sequence[Entry]) -> list[Problem]:
    """A wrong spelling of one entry that is a right one of another, or a wrong one of two."""
    right, out = _right(entries), []
    wrong: dict[str, Entry] = {}
    for e in entries:
        listed = [(t, "variant") for t in e.variants] + [(t, "heard form") for t in e.heard]
        made = [] if e.exact else [(t, "spelling (it follows from the name; `exact: true` stops that)") for t in spellings(e.name)]
        for text, role in listed + made:
            if role != "heard form" and (text in e.aliases or text == e.name) and (text, role) in listed:
                out.append(Problem(e.where, f"the {role} {text!r} is also right for {e.name!r}. Keep it in one list."))
            for other in right.get(text.lower(), ()):
                if other is not e:
                    out.append(Problem(e.where, f"the {role} {text!r} of {e.name!r} is a right name of {other.name!r} ({other.where}). Move it to `confusions`."))
            other = wrong.setdefault(text, e)
            if other is not e:
                out.append(Problem(e.where, f"the {role} {text!r} of {e.name!r} is also a wrong form of {other.name!r} ({other.where}). Use `confusions` in both."))
    return out


def _common_heard(entries: Sequence[Entry]) -> list[Problem]:
    return [Problem(e.where, f"the heard form {text!r} of {e.name!r} is made of common words. Move it to `confusions` with words that must stand near.")
            for e in entries for text in e.heard if _common(text)]


def _common_names(entries: Sequence[Entry]) -> list[Problem]:
    """A name that is also a common word is not to be seen in every use of the word."""
    out = []
    for e in entries:
        if e.exact or e.context or e.name == e.name.lower():
            continue
        made = [t for t in (e.name.lower(), *(s for s in spellings(e.name) if "-" not in s)) if " " not in t or " " not in e.name]
        for text in made:
            if _common(text, 3.0 if " " in text else COMMON) and text not in (v.lower() for v in (*e.variants, *e.aliases)):
                out.append(Problem(e.where, f"{text!r} would be changed to {e.name!r} and is common. Give `context`, `exact: true` or `common: true`, or list it in `variants` to vouch for it."))
    return out


def _chinese(entries: Sequence[Entry]) -> list[Problem]:
    out, claimed = [], {}
    for e in entries:
        for text in e.zh:
            if not re.search("[\u4e00-\u9fff]", text):
                out.append(Problem(e.where, f"{text!r} of {e.name!r} holds no Chinese character. Put it in `aliases`."))
            elif len(text) == 1:
                out.append(Problem(e.where, f"{text!r} of {e.name!r} is one character, which is in too many words. Give a longer name."))
            other = claimed.setdefault(text, e)
            if other is not e:
                out.append(Problem(e.where, f"{text!r} of {e.name!r} is also the Chinese of {other.name!r} ({other.where}). Only one can be meant."))
    return out


def _said(entries: Sequence[Entry]) -> list[Problem]:
    return [Problem(e.where, f"{sound!r} in `say` of {e.name!r} is no ARPAbet phoneme. Write like `K W EH N`, without stress.")
            for e in entries for line in e.say for sound in line.split() if sound not in PHONEMES]


def _common(text: str, from_: float = COMMON) -> bool:
    """Whether each word of a text is one that people just say; letters spelt out one by one are not."""
    import wordfreq

    words = re.findall(rf"[{LATIN}']+", text.lower())
    return any(len(w) > 1 for w in words) and all(wordfreq.zipf_frequency(w, "en") > from_ for w in words)
