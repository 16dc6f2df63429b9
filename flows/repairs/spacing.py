"""Spaces: no-break and other odd ones, doubled ones, those before a comma, and those that are missing between two sentences.

'word?Next' is two sentences; 'Node.js', 'U.S.', 'GPT-4.5', '7 p.m.', addresses and names of code are not.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.document.model import Claims, Document, Edit, EditKind
from flows.document.render import spaceless
from flows.document.view import View, view
from flows.evidence.context import Context
from flows.evidence.words import document_words, is_word, zipf

RULE = "spacing"
_BLANK = re.compile(r"[\s\u200b\u2060\ufeff\u00ad]+")
_NOTHING = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
_BEFORE_MARK = re.compile(r"(?<=[^\W_])(?:[^\S\n]|[\u200b\u2060\ufeff\u00ad])+"
                          r"(?=[,.?!;]{0}(?:\s|$)|,{0}[\u3400-\u9fff])".replace("{0}", _NOTHING.pattern + "*"))
# Two words with a stop and no space between: letters or a digit before, a capital and its word after, which may be the next one's left.
_GLUED = re.compile(r"(?P<left>[^\W\d_]+|\d+){0}(?P<stop>[.?!]+[”’)\]]*|[,;]){0}(?=(?P<right>[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?))"
                    .replace("{0}", _NOTHING.pattern + "*"))
_DOMAINS = frozenset("ai com net org io js ts py tv co me so gg fm dev app xyz edu gov info us uk de cn jp eu md txt pdf".split())
_PARTED = re.compile(r"(?<![\w-])(?P<left>[^\W\d_]{2,}|[^\W\d_]+(?:-[^\W\d_]+)*)-(?: -| )(?P<right>[^\W\d_]{2,})(?![\w])")


@dataclass(frozen=True, slots=True)
class _Change:
    begin: int
    end: int
    after: str
    why: str
    confidence: float = 0.99


def spacing(document: Document, context: Context) -> Claims:
    """Edits of kind `spacing`."""
    edits: list[Edit] = []
    for lang in document.langs:
        side = view(document, document.side(lang))
        counts = document_words([side.text])
        spaced = not _written_without_spaces(side.text)
        pairs = Counter(m[0].casefold() for m in re.finditer(r"[^\W\d_]+-[^\W\d_]+", side.text)) if spaced else Counter()
        changes = [*_before_marks(side.text, lang), *_blanks(side)]
        if spaced:
            changes = [*_glued(side.text, lang, counts), *_parted(side.text, lang, pairs), *changes]
        for change in _in_order(changes):
            edits += side.edit(change.begin, change.end, change.after, EditKind.SPACING, RULE, change.why, change.confidence)
    return Claims(edits=tuple(edits))


def _written_without_spaces(text: str) -> bool:
    sample = text[:: max(len(text) // 2000, 1)]
    return sum(map(spaceless, sample)) > 0.3 * len(sample)


def _in_order(changes: list[_Change]) -> Iterator[_Change]:
    """Changes by position, the longest of those that overlap."""
    at = 0
    for change in sorted(changes, key=lambda c: (c.begin, -c.end)):
        if change.begin >= at:
            at = change.end
            yield change


def _blanks(side: View) -> Iterator[_Change]:
    """Runs of white space that are not one plain space, and what is left of it at the beginning or end of a turn."""
    text = side.text
    ends = {len(text), *(b - 1 if text[b - 1:b] == " " else b for b, p in zip(side.breaks, side.pieces) if p.opens and b)}
    begins = {b for b, p in zip(side.breaks, side.pieces) if p.opens or not b}
    joins = {b - 1 for b in side.breaks if b and text[b - 1:b] == " "}
    for m in _BLANK.finditer(text):
        a, b = m.span()
        inside = sorted(j for j in joins if a <= j < b) if b - a > 1 or a in joins else []
        if inside or a in begins or b in ends:
            # a join is no raw text: what stands beside it goes, the join stays
            yield from (_Change(k, k + 1, "", "white space at the edge of a line") for k in range(a, b) if k not in inside)
        elif m[0] != " " and not (m[0] == "\u3000" and spaceless(text[a - 1:a]) and spaceless(text[b:b + 1])):
            yield from _to_one(m[0], a)


def _to_one(run: str, at: int) -> Iterator[_Change]:
    """A run of blanks to one space with as few characters touched as can be: a plain space in it stays."""
    if not _NOTHING.sub("", run):
        yield _Change(at, at + len(run), "", "character without width")
        return
    keep = run.find(" ")
    for k, char in enumerate(run):
        if keep < 0 and not _NOTHING.match(char):
            keep = k
            yield _Change(at + k, at + k + 1, " ", f"U+{ord(char):04X} for a space")
        elif k != keep:
            yield _Change(at + k, at + k + 1, "", "second space" if char == " " else f"U+{ord(char):04X} beside a space")


def _before_marks(text: str, lang: str) -> Iterator[_Change]:
    if lang.split("-")[0] == "fr":
        return
    for m in _BEFORE_MARK.finditer(text):
        yield _Change(m.start(), m.end(), "", "space before a mark", 0.97)


def _glued(text: str, lang: str, counts: Counter[str]) -> Iterator[_Change]:
    """Where a space is missing after a stop or a comma."""
    seen = Counter(text[m.start():m.end("right")].casefold() for m in _GLUED.finditer(text))
    for m in _GLUED.finditer(text):
        end = m.end("right")
        around = text[max(m.start() - 1, 0):m.start()] + text[end:end + 1]
        clause = m["stop"] in ",;"  # what stands about a comma may be sentences without spaces themselves, and no name of code
        in_name = re.match(r"\.[a-z\d]", text[end:end + 2]) if clause else around[:1] == "." or re.match(r"\.\w", text[end:end + 2])
        if in_name or re.search(r"[@/\\=_#:-]", around):
            continue  # part of an address or a name
        if spaceless(m["left"][-1]) and spaceless(m["right"][0]):
            continue  # a script that is written without spaces
        confidence = _apart(m["left"], m["stop"], m["right"], lambda w: is_word(w, lang, counts), lambda w: _begins(w, lang, counts))
        if confidence and seen[text[m.start():end].casefold()] < 3:
            why = f"no space between {m['left'] + m['stop']!r} and {m['right']!r}"
            yield _Change(m.end("stop"), m.start("right"), " ", why, confidence)


def _apart(left: str, stop: str, right: str, known: Callable[[str], bool], begins: Callable[[str], bool]) -> float:
    """Chance that two words with a mark between are the end of one sentence, or clause, and the beginning of the next."""
    if stop in (",", ";"):
        return 0.97 if not left.isdigit() and known(left) and known(right) else 0.0
    if not right[0].isupper() or len(left) < 2:
        return 0.0
    if stop[0] in "?!":
        return 0.99 if right[1:2].islower() or len(right) == 1 or right.isupper() else 0.9
    if right.casefold() in _DOMAINS or left.isdigit() and len(left) < 4 or left[0].isupper() and not left[1:].islower():
        return 0.0
    return 0.97 if known(left) and begins(right) else 0.6


def _begins(word: str, lang: str, counts: Counter[str]) -> bool:
    """Whether sentences are likely to begin with a word: a common one, or a name that the document knows well."""
    return zipf(word, lang) >= 4.5 or counts[word.casefold()] >= 5 and len(word) > 1


def _parted(text: str, lang: str, compounds: Counter[str]) -> Iterator[_Change]:
    """'low- hanging', 'vibe- -code': one word, where the document writes it so elsewhere; what breaks off ('I was- we went') is not."""
    for m in _PARTED.finditer(text):
        last = m["left"].rsplit("-", 1)[-1]
        twice = m.start("right") - m.end("left") > 2  # 'vibe- -code', but 'a law- -which': who was interrupted goes on with a small word
        same = re.compile(rf"\b{last} {m['right'][:4]}", re.I)
        if compounds[f"{last}-{m['right']}".casefold()] or twice and zipf(m["right"], lang) < 5.3 and same.search(text):
            yield _Change(m.end("left") + 1, m.start("right"), "", f"the document writes {last}-{m['right']} as one elsewhere", 0.97)
