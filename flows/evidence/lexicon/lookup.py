"""The lexicon: entries and their forms, and how they are found in running text.

Finding looks only where a form can begin, so that a long text costs little more than reading it once.
"""
from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from flows.evidence.lexicon.entry import COUNTED, Entry, Field, Form, Match
from flows.evidence.lexicon.spelling import as_written, right_as_is, spellings
from flows.evidence.lexicon.standing import LATIN, lowered, standing

Key = TypeVar("Key")

_START = re.compile(rf"(?<![{LATIN}])(?:[a-z\u00c0-\u024f]+|\d+)")
_KEY = re.compile(r"[a-z\u00c0-\u024f]+|\d+")
_MORE = 3  # characters after the first word of a form by which it is looked up; of those that have them the longest comes first anyway
_ORDER = {"name": 0, "alias": 1, "variant": 2, "heard": 3, "confusion": 4, "zh": 5}
# One character for one, so that positions hold: white space, curly apostrophes and hyphens that do not break.
_EVEN = str.maketrans({"\n": " ", "\t": " ", "\r": " ", "\u00a0": " ", "\u3000": " ", "\u2019": "'", "\u2010": "-", "\u2011": "-"})


class Lexicon:
    """Entries of one or more fields; never changes. Made by `flows.evidence.lexicon.load`."""

    def __init__(self, entries: Sequence[Entry], fields: Sequence[Field]):
        self.entries, self.fields = tuple(entries), tuple(fields)
        by_form: dict[str, list[Form]] = defaultdict(list)
        by_zh: dict[str, list[Form]] = defaultdict(list)
        confusions: dict[str, list[Form]] = defaultdict(list)
        named: dict[str, Entry] = {}
        for e in self.entries:
            named.setdefault(e.name, e)
            for f in forms(e):
                if f.role == "zh":
                    by_zh[f.text].append(f)
                    continue
                by_form[_even(f.text)].append(f)
                if f.role == "confusion":
                    confusions[_even(f.text)].append(f)
        self.by_form = MappingProxyType({k: tuple(sorted(v, key=lambda f: _ORDER[f.role])) for k, v in by_form.items()})
        self.confusions = MappingProxyType({k: tuple(v) for k, v in confusions.items()})
        self.named = MappingProxyType(named)
        self._zh_forms = {k: tuple(v) for k, v in by_zh.items()}
        # By first letters, then by what follows them. Where versions are numbered, nothing need follow.
        self._starts: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for (key, more), found in _longest_first(self.by_form, _begins).items():
            self._starts[key][more] = found
        self._zh_starts = _longest_first(self._zh_forms, lambda text: text[:2])
        zh_first = re.escape("".join(sorted({start[0] for start in self._zh_starts})))
        self._zh_first = re.compile(f"[{zh_first}]") if zh_first else None
        self._numbered = _numbered(self.entries)
        for key in self._numbered:
            self._starts[key].setdefault("", ())
        self._active: dict[tuple[str, ...], Lexicon] = {}

    def forms(self, text: str) -> tuple[Form, ...]:
        """Every form that is this text in any casing: names first, confusions last."""
        return self.by_form.get(_even(text), ())

    def find(self, text: str) -> tuple[Match, ...]:
        """Latin forms in running text, in order; of overlapping ones the longest. A place where several entries fit gives a match each.

        Right spellings are matches too (role `name` or `alias`): what is right needs no repair, and shows what the text is about.
        Whether a form's ``near`` words stand near is for the caller to ask (``nearby``): only he knows how far the context goes.
        """
        low = _even(text)
        out: list[Match] = []
        end = 0
        for m in _START.finditer(low):
            key, after = m.group(), m.end()
            begun = self._starts.get(key)
            if begun is None or m.start() < end or not (low[after:after + _MORE] in begun or "" in begun):
                continue
            matches = self._at(text, low, m.start(), key)
            if matches:
                out += matches
                end = matches[0].end
        return tuple(out)

    def _at(self, text: str, low: str, start: int, key: str) -> list[Match]:
        """Matches of the longest form that begins at ``start``; a version number makes a family's name longer."""
        matches: list[Match] = []
        after, begun = start + len(key), self._starts[key]
        for form in (*begun.get(low[after:after + _MORE], ()), *begun.get("", ())):
            end = start + len(form)
            if low.startswith(form, start) and _ends(low, end, self.by_form[form]):
                matches = _matches(text[start:end], start, self.by_form[form])
                if matches:
                    break
        for pattern, entry in self._numbered.get(key, ()):
            m = pattern.match(low, start)
            if m and m.end() > (matches[0].end if matches else start) and entry.numbered:
                right, written = entry.numbered.replace("#", m.group(1)), text[start:m.end()]
                return [Match(start, m.end(), written, Form(written, entry, "name" if written == right else "variant"), right)]
        return matches

    def by_zh(self, text: str) -> tuple[Match, ...]:
        """Chinese names in a text, simplified or traditional, in order; of overlapping ones the longest."""
        if self._zh_first is None:
            return ()
        plain = text if _traditional().isdisjoint(text) else text.translate(_simplified())
        out: list[Match] = []
        at = 0
        while m := self._zh_first.search(plain, at):
            at = m.start() + 1
            for form in (*self._zh_starts.get(plain[m.start():at + 1], ()), *self._zh_starts.get(m.group(), ())):
                if plain.startswith(form, m.start()):
                    at = m.start() + len(form)
                    out += [Match(m.start(), at, text[m.start():at], f, f.entry.name) for f in self._zh_forms[form]]
                    break
        return tuple(out)

    @functools.cached_property
    def translations(self) -> MappingProxyType[str, tuple[str, ...]]:
        """Chinese names and translations (simplified) by every right English spelling, in lower case: moat is 护城河."""
        out: dict[str, tuple[str, ...]] = {}
        for e in self.entries:
            if e.zh:
                chinese = tuple(dict.fromkeys(text.translate(_simplified()) for text in e.zh))
                for name in (e.name, *e.aliases):
                    out[_even(name)] = tuple(dict.fromkeys((*out.get(_even(name), ()), *chinese)))
        return MappingProxyType(out)

    def style(self, text: str) -> str | None:
        """How house style writes this name: the text itself where it is right, None where it is no known name or only with context.

        >>> from flows.evidence.lexicon import load
        >>> load().style("Deepseek"), load().style("Fine tuning"), load().style("cloud")
        ('DeepSeek', 'Fine-tuning', None)
        """
        matches = [m for m in self.find(text) if m.start == 0 and m.end == len(text)]
        for m in matches:
            if not m.form.wrong:
                return text
        return next((m.right for m in matches if not m.form.near), None)

    def field_score(self, text: str) -> dict[str, float]:
        """How much a text is of each field, 0 to 1: many different cues, and often enough for its length.

        A full score needs 3 different cues in a short text, 8 in one of thousands of words, and one in 1,000 words. A field without
        cues is the field of every text.
        """
        words = max(len(re.findall(rf"[{LATIN}']+", text)) + sum(map(len, re.findall("[\u4e00-\u9fff]+", text))) / 1.5, 1.0)
        plain = text if _traditional().isdisjoint(text) else text.translate(_simplified())
        out = {}
        for f in self.fields:
            if not f.cues:
                out[f.name] = 1.0
                continue
            hits = Counter(standing(f.cues, plain))
            wanted = min(3 + words / 400, 8)
            out[f.name] = round(min(len(hits) / wanted, 1.0) * min(sum(hits.values()) / words * 1000, 1.0), 4)
        return out

    def active(self, text: str, at_least: float = 0.5) -> Lexicon:
        """The lexicon of those fields alone that a text is of: names of another field never appear in it."""
        score = self.field_score(text)
        keep = tuple(f.name for f in self.fields if score[f.name] >= at_least)
        if len(keep) == len(self.fields):
            return self
        if keep not in self._active:
            self._active[keep] = Lexicon([e for e in self.entries if e.field in keep], [f for f in self.fields if f.name in keep])
        return self._active[keep]


def forms(entry: Entry) -> Iterator[Form]:
    """Every form of an entry. Spellings that follow from the name are variants; they ask for the entry's context where it has one."""
    yield Form(entry.name, entry, "name")
    right = {entry.name, *entry.aliases}
    for text in entry.aliases:
        yield Form(text, entry, "alias")
    for text in entry.variants:
        yield Form(text, entry, "variant", entry.context)
    for text in () if entry.exact else dict.fromkeys((entry.name.lower(), *spellings(entry.name))):
        if text not in right:
            yield Form(text, entry, "variant", entry.context)
    for text in entry.heard:
        yield Form(text, entry, "heard")
    for c in entry.confusions:
        yield Form(c.text, entry, "confusion", c.near)
    for text in entry.zh:
        yield Form(text.translate(_simplified()), entry, "zh")


def _matches(text: str, start: int, found: Iterable[Form]) -> list[Match]:
    """One match an entry: the right spelling if the text is one, else the wrong form."""
    out: dict[int, Match] = {}
    for f in found:
        if _written_so(f, text) and not (f.wrong and right_as_is(f.entry, text)):
            right = as_written(f.entry, text) if f.wrong else text
            out.setdefault(id(f.entry), Match(start, start + len(text), text, f, right))
    return list(out.values())


def _written_so(form: Form, text: str) -> bool:
    """What is heard is met in any casing, and so is another wrong form, or a term, all in lower case; the rest only as it is written."""
    if form.role == "heard" or (form.text == form.text.lower() and (form.wrong or form.entry.kind == "term")):
        return True
    return form.text == text or form.text == text.translate(_EVEN)


def _ends(low: str, end: int, found: Sequence[Form]) -> bool:
    """Whether a name may end here: no letter follows, no `.5` after a number; a plural -s may, where the kind takes one."""
    rest = low[end:end + 2]
    if rest[:1] == "s" and not rest[1:].isalnum() and any(f.entry.kind in COUNTED for f in found):
        return low[end - 1] != "s"
    if re.match(f"[{LATIN}]", rest):
        return False
    return not (low[end - 1].isdigit() and re.match(r"[.]\d", rest))


def _even(text: str) -> str:
    return lowered(text).translate(_EVEN)


def _key(text: str) -> str:
    m = _KEY.match(text.lower())
    return m.group() if m else ""


def _begins(form: str) -> tuple[str, str] | None:
    """How a form begins, to look for it only there: its first letters, and a few characters more where it has them."""
    key = _key(form)
    more = form[len(key):len(key) + _MORE]
    return (key, more if len(more) == _MORE else "") if key else None


def _longest_first(found: Iterable[str], key: Callable[[str], Key | None]) -> dict[Key, tuple[str, ...]]:
    out: dict[Key, list[str]] = defaultdict(list)
    for text in found:
        if start := key(text):
            out[start].append(text)
    return {k: tuple(sorted(v, key=lambda t: (-len(t), t))) for k, v in out.items()}


def _numbered(entries: Iterable[Entry]) -> dict[str, tuple[tuple[re.Pattern[str], Entry], ...]]:
    """Patterns of version numbers by the first letters they begin with: `GPT-#` finds gpt4.5, GPT 4.5."""
    out: dict[str, list[tuple[re.Pattern[str], Entry]]] = defaultdict(list)
    for e in entries:
        if e.numbered:
            head, tail = e.numbered.lower().split("#")
            words = r"[ -]?".join(re.escape(w) for w in re.findall(r"[^\s\-]+", head))
            end = re.escape(tail) if tail else ""
            out[_key(head)].append((re.compile(rf"{words}[ -]?(\d{{1,2}}(?:\.\d{{1,2}})?){end}(?![{LATIN}]|\.\d)"), e))
    return {k: tuple(v) for k, v in out.items()}


@functools.cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, _simplified()))


@functools.cache
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, one for one, from the tables of OpenCC; and the dots of foreign names to one."""
    import opencc

    table = (Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    dots = {ord(c): "\u00b7" for c in "\u2022\u2027\u30fb\uff65"}
    return dots | {ord(a): b.split()[0] for a, b in pairs if len(a) == 1 and len(b.split()[0]) == 1}
