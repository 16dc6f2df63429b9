"""What can be wrong with a lexicon, found before it changes a text: names claimed twice, and words that are too common to be changed."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.evidence.lexicon import files
from flows.evidence.lexicon.entry import Entry, LexiconError
from flows.evidence.lexicon.spelling import spellings
from flows.evidence.lexicon.standing import LATIN

COMMON = 3.5  # Zipf frequency (wordfreq): once in some 300,000 words; from here on a word is one that people just say
PHONEMES = frozenset(re.findall(
    "[A-Z]+", "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: where (file:line), and what with its remedy."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    @property
    def place(self) -> tuple[str, int]:
        """File and line, to sort by."""
        path, _, line = self.where.rpartition(":")
        return (path, int(line)) if line.isdigit() else (self.where, 0)


def check(paths: Iterable[Path]) -> tuple[list[Entry], list[Problem]]:
    """Entries of the files and everything that is wrong with them, in order of file and line."""
    parsed: list[files.LexiconFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            parsed.append(files.parse(path.read_text(encoding="utf-8-sig"), str(path)))
        except LexiconError as e:
            problems.append(Problem(e.where, f"{e.reason} {e.remedy}"))
        except (OSError, UnicodeDecodeError) as e:
            problems.append(Problem(str(path), f"cannot be read: {e}. Give a YAML file in UTF-8."))
    try:
        entries = files.fill(parsed)
    except LexiconError as e:
        return [], [*problems, Problem(e.where, f"{e.reason} {e.remedy}")]
    for rule in (_latin, _letterless, _twice, _wrong_and_right, _common_heard, _common_names, _chinese, _said):
        problems += rule(entries)
    return entries, sorted(set(problems), key=lambda p: (p.place, p.what))


def _latin(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Names are found where a Latin letter or a digit begins; other scripts have their place in `zh`."""
    for e in entries:
        for text in (e.name, *e.aliases, *e.variants, *e.heard, *(c.text for c in e.confusions)):
            if not re.match(f"[{LATIN}]", text):
                yield Problem(e.where, f"{text!r} of {e.name!r} begins with no Latin letter or digit and is never found. Drop it.")


def _letterless(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Digits alone are a number, whatever they look like; a comma parts a list where it stands in no quotes."""
    for e in entries:
        for text in (*e.aliases, *e.variants, *e.heard):
            if not re.search(r"[^\W\d_]", text):
                yield Problem(e.where, f"{text!r} of {e.name!r} holds no letter, so it would be met in every number. Drop it, or put "
                                       "quotes around a spelling that holds a comma.")


def _right(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Entries by each right spelling of theirs, in lower case."""
    out: dict[str, list[Entry]] = defaultdict(list)
    for e in entries:
        for text in dict.fromkeys(t.lower() for t in (e.name, *e.aliases)):
            out[text].append(e)
    return out


def _twice(entries: Sequence[Entry]) -> Iterator[Problem]:
    """One name, two entries: allowed where a company and a term share it and each says how it is told apart."""
    for text, claimants in _right(entries).items():
        first, *rest = claimants
        kinds = {e.kind for e in claimants}
        for e in rest:
            apart = all(x.context or x.exact for x in (first, e))
            if len(kinds) < len(claimants) or e.name == first.name or not apart:
                other = f"{first.name!r} ({first.where})"
                yield Problem(e.where, f"{text!r} of {e.name!r} is also {other}. Keep one, or give both a `context`.")


def _wrong_and_right(entries: Sequence[Entry]) -> Iterator[Problem]:
    """A wrong form of one entry that is a right one of another, or a wrong one of two."""
    right = _right(entries)
    wrong: dict[str, Entry] = {}
    for e in entries:
        for text, what in _wrong_forms(e):
            if what == "variant" and text in (e.name, *e.aliases):
                yield Problem(e.where, f"the variant {text!r} is also right for {e.name!r}. Keep it in one list.")
            for other in right.get(text.lower(), ()):
                if other is not e:
                    yield Problem(e.where, f"the {what} {text!r} of {e.name!r} is right for {other.name!r} ({other.where}). "
                                           f"{'`exact: true` stops spellings' if what == 'spelling' else 'Move it to `confusions`'}.")
            other = wrong.setdefault(text, e)
            if other is not e:
                yield Problem(e.where, f"the {what} {text!r} of {e.name!r} is also wrong for {other.name!r} ({other.where}). "
                                       "Use `confusions` in both.")


def _wrong_forms(e: Entry) -> Iterator[tuple[str, str]]:
    yield from ((t, "variant") for t in e.variants)
    yield from ((t, "heard form") for t in e.heard)
    if not e.exact:
        yield from ((t, "spelling") for t in spellings(e.name))


def _common_heard(entries: Sequence[Entry]) -> Iterator[Problem]:
    for e in entries:
        for text in e.heard:
            if _common(text):
                yield Problem(e.where, f"the heard form {text!r} of {e.name!r} is made of common words. "
                                       "Move it to `confusions` with words that must stand near.")


def _common_names(entries: Sequence[Entry]) -> Iterator[Problem]:
    """A name that is also a common word is not to be seen in every use of the word."""
    for e in entries:
        if e.exact or e.context or e.name == e.name.lower():
            continue
        vouched = {t.lower() for t in (*e.variants, *e.aliases)}
        made = (e.name.lower(), *(s for s in spellings(e.name) if "-" not in s))
        for text in made:
            one = " " not in text  # a full name in lower case is the name; two words that a name fell apart into may be just words
            if (one or " " not in e.name) and text not in vouched and _common(text, COMMON if one else 3.0):
                yield Problem(e.where, f"{text!r} is common and would be changed to {e.name!r}. Give `context`, `exact: true` or "
                                       "`common: true`, or list it in `variants` to vouch for it.")


def _chinese(entries: Sequence[Entry]) -> Iterator[Problem]:
    claimed: dict[str, Entry] = {}
    for e in entries:
        for text in e.zh:
            if not re.search("[\u4e00-\u9fff]", text):
                yield Problem(e.where, f"{text!r} of {e.name!r} holds no Chinese character. Put it in `aliases`.")
            elif len(text) == 1:
                yield Problem(e.where, f"{text!r} of {e.name!r} is one character, which is in too many words. Give a longer name.")
            other = claimed.setdefault(text, e)
            if other is not e:
                yield Problem(e.where, f"{text!r} of {e.name!r} is also Chinese for {other.name!r} ({other.where}). Keep one.")


def _said(entries: Sequence[Entry]) -> Iterator[Problem]:
    for e in entries:
        for sound in (s for line in e.say for s in line.split()):
            if sound not in PHONEMES:
                yield Problem(e.where, f"{sound!r} in `say` of {e.name!r} is no ARPAbet phoneme. Write like `K W EH N`, without stress.")


def _common(text: str, least: float = COMMON) -> bool:
    """Whether each word of a text is one that people just say; letters spelt out one by one are not."""
    import wordfreq  # loads its tables, which only this command needs

    words = re.findall(rf"[{LATIN}']+", text.lower())
    return any(len(w) > 1 for w in words) and all(wordfreq.zipf_frequency(w, "en") > least for w in words)
