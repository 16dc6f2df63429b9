"""What must not be published is taken out of the raw text before anything reads it: personal data masked, speakers under other names.

Because it happens first, no column, offset or hash of a release leads back to it, and replay holds as for any raw text. Masking keeps the
length of the text, so decisions on spans stay where they are. Another name may be longer or shorter: a decision made on the file itself
is then moved with the text it expects, and one of which nobody can tell which text it counts in is refused.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa

from flows.document.model import Document, Metadata, Person
from flows.document.view import view
from flows.evidence.context import Decision
from flows.evidence.personal import find
from schemas.rowhash import json_lines

MASK = "█"
MASKED = re.compile(f"{MASK}+(?: {MASK}+)*")
_TORN = re.compile(r"\\u[0-9A-Fa-f]{4}|\\.|[\w@+]")  # an escape of JSON stays one
_LETTER = r"[A-Za-z\u00c0-\u024f]"
_BETWEEN = r"[\s_-]+"  # words of a name, as texts and names of files hold them
_SHORTEST_PART = 3  # letters of a part of a name that stands for the person by itself


@dataclass(frozen=True)
class Veil:
    """What to hide. ``pseudonyms`` maps each name of a person (full name or another in use) to the name that is published."""

    mask: bool = False
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.mask or bool(self.pseudonyms)

    def text(self, raw: str, langs: Sequence[str] = (), torn: Iterable[tuple[int, int]] = ()) -> str:
        """The text with everything hidden; the same text where nothing had to be.

        ``langs`` are languages that it is known to be in; ``torn`` are spans of the result to hide as well, see ``torn``.
        """
        text = self._renamed(self._masked(raw, langs) if self.mask else raw)
        for start, end in torn:
            text = text[:start] + _TORN.sub(_hidden, text[start:end]) + text[end:]
        return text

    def torn(self, document: Document) -> tuple[tuple[int, int], ...]:
        """Personal data that shows only once a document is read, torn over two captions, say: spans of its text to mask."""
        if not self.mask:
            return ()
        return tuple(span for lang in document.langs for turn in document.turns(lang) for span in _torn(document, turn.pieces))

    def decisions(self, raw: str, given: Sequence[Decision],
                  langs: Sequence[str] = ()) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
        """A reviewer's decisions as they hold of the text with everything hidden, and remarks on those that are refused.

        A decision that was made on a release counts in the text that has been hidden in already, one made on the file in the file's own.
        """
        hidden, changes = self.text(raw, langs), tuple(self._changes(self._masked(raw, langs) if self.mask else raw))
        kept, refused = [], []
        for d in given:
            moved = self._moved(d, raw, hidden, changes)
            if moved is None:
                refused.append(
                    f"The decision on {d.episode} {d.start}-{d.end} ({d.change}) was not applied: names are hidden here, and what it "
                    "expects stands there both in the file and in the published text, at different places. Give it more to expect, "
                    "counted in the published text (raw/ of the release).")
            else:
                kept.append(replace(moved, value=self.text(moved.value), why=self.text(moved.why)))
        return tuple(kept), tuple(refused)

    def _moved(self, d: Decision, raw: str, hidden: str, changes: Sequence[tuple[int, int, int]]) -> Decision | None:
        """A decision with the offsets of the hidden text; None where it could be meant in either text."""
        start, end = _after(d.start, changes, False), _after(d.end, changes, True)
        of_file, of_release = raw[d.start:d.end] == d.expect, hidden[d.start:d.end] == d.expect
        if of_file and of_release and (start, end) != (d.start, d.end):
            return None
        return replace(d, start=start, end=end, expect=hidden[start:end]) if of_file and not of_release else d

    def metadata(self, known: Metadata) -> Metadata:
        """Metadata with everything hidden; a person under another name has no line about them."""
        return replace(known, title=self._maybe(known.title), show=self._maybe(known.show), source_url=self._maybe(known.source_url),
                       people=tuple(self._person(p) for p in known.people))

    def leaks(self, tables: Mapping[str, pa.Table]) -> str | None:
        """A table that would still publish a name that is to be hidden, in whatever column; None where all are clean."""
        if not self.pseudonyms:
            return None
        whole = re.compile(f"(?<!{_LETTER})(?:{'|'.join(_form(n) for n in sorted(self.pseudonyms))})(?!{_LETTER})", re.I)
        return next((name for name, t in tables.items() if any(whole.search(lines.decode("utf-8")) for lines in json_lines(t))), None)

    def named(self, text: str) -> str | None:
        """A name that is to be hidden and stands whole in a text; not one that is a single word, for that may be an ordinary one (Will)."""
        names = [n for n in sorted(self.pseudonyms) if len(_key(n).split()) > 1 or not n.isascii()]
        return next((n for n in names if re.search(f"(?<!{_LETTER}){_form(n)}(?!{_LETTER})", text, re.I)), None)

    def _person(self, person: Person) -> Person:
        hidden = {_key(name): pseudonym for name, pseudonym in self.pseudonyms.items()}
        name = next((hidden[_key(n)] for n in (person.name, *person.aliases) if _key(n) in hidden), None)
        return Person(name, person.role) if name else replace(person, about=self._maybe(person.about))

    def _maybe(self, text: str | None) -> str | None:
        return text and self.text(text)

    def _masked(self, text: str, langs: Sequence[str] = ()) -> str:
        out, at = [], 0
        for p in find(text, langs, wide=True):
            out += [text[at:p.start], re.sub(r"\S", MASK, text[p.start:p.end])]
            at = p.end
        return "".join(out) + text[at:]

    def _renamed(self, text: str) -> str:
        if not self.pseudonyms:
            return text
        pattern, names = self._names
        return pattern.sub(lambda m: names[_key(m[0])], text)

    def _changes(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where a name stands in a text, and by how much the other name is longer."""
        if self.pseudonyms:
            pattern, names = self._names
            yield from ((m.start(), m.end(), len(names[_key(m[0])]) - len(m[0])) for m in pattern.finditer(text))

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], dict[str, str]]:
        """A pattern for every form of every name, the longest first: whole names in any case, their parts as names are written."""
        whole = {_key(name): pseudonym for name, pseudonym in self.pseudonyms.items()}
        parts = {part: pseudonym for name, pseudonym in self.pseudonyms.items() for part in re.split(r"[\s·]+", name)
                 if len(part) >= _SHORTEST_PART and part[0].isupper() and _key(part) not in whole}
        forms = [f"(?i:{_form(name)})" for name in sorted(whole, key=lambda n: (-len(n), n))]
        forms += [re.escape(part) for part in sorted(parts, key=lambda n: (-len(n), n))]
        return re.compile(f"(?<!{_LETTER})(?:{'|'.join(forms)})(?!{_LETTER})"), {**{_key(p): name for p, name in parts.items()}, **whole}


def _hidden(m: re.Match[str]) -> str:
    return MASK if len(m[0]) == 1 else f"\\u{ord(MASK):04x}" if m[0].startswith("\\u") else m[0]


def _torn(document: Document, pieces: Sequence) -> Iterator[tuple[int, int]]:
    shown = view(document, pieces)
    for p in find(shown.text, document.langs, wide=True):
        start, end = shown.offset(p.start), shown.offset(p.end - 1) + 1
        yield from ((max(start, piece.start), min(end, piece.end)) for piece in pieces if piece.start < end and start < piece.end)


def _after(offset: int, changes: Sequence[tuple[int, int, int]], end: bool) -> int:
    """An offset after the changes: inside a name, where the other name begins or (of an ``end``) ends."""
    moved = 0
    for start, stop, longer in changes:
        if offset >= stop:
            moved += longer
        elif offset > start:
            return (stop + longer if end else start) + moved
    return offset + moved


def _form(name: str) -> str:
    """A pattern for a name however its words are set apart."""
    return _BETWEEN.join(re.escape(word) for word in re.split(_BETWEEN, name) if word)


def _key(name: str) -> str:
    return re.sub(_BETWEEN, " ", name.casefold()).strip()
