"""What must not be published is taken out of the raw text before anything reads it: personal data masked, speakers under other names.

Because it happens first, no column, offset or hash of a release leads back to it, and replay holds as for any raw text. Masking keeps the
length of the text, so decisions on spans stay where they are; another name may not.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa

from flows.document.model import Metadata, Person
from flows.evidence.personal import find
from schemas.rowhash import json_lines

MASK = "█"
MASKED = re.compile(f"{MASK}+(?: {MASK}+)*")
_SHORTEST_PART = 3  # letters of a part of a name that stands for the person by itself


@dataclass(frozen=True)
class Veil:
    """What to hide. ``pseudonyms`` maps each name of a person (full name or another in use) to the name that is published."""

    mask: bool = False
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.mask or bool(self.pseudonyms)

    def text(self, raw: str) -> str:
        """The text with everything hidden; the same text where nothing had to be."""
        return self._renamed(self._masked(raw) if self.mask else raw)

    def metadata(self, known: Metadata) -> Metadata:
        """Metadata with everything hidden; a person under another name has no line about them."""
        return replace(known, title=self._maybe(known.title), show=self._maybe(known.show), source_url=self._maybe(known.source_url),
                       people=tuple(self._person(p) for p in known.people))

    def leaks(self, tables: Mapping[str, pa.Table]) -> str | None:
        """A table that would still publish a name that is to be hidden, in whatever column; None where all are clean."""
        if not self.pseudonyms:
            return None
        whole = re.compile("|".join(re.escape(n) for n in sorted(self.pseudonyms)), re.I)
        return next((name for name, t in tables.items() if any(whole.search(lines.decode("utf-8")) for lines in json_lines(t))), None)

    def _person(self, person: Person) -> Person:
        hidden = {_key(name): pseudonym for name, pseudonym in self.pseudonyms.items()}
        name = next((hidden[_key(n)] for n in (person.name, *person.aliases) if _key(n) in hidden), None)
        return Person(name, person.role) if name else replace(person, about=self._maybe(person.about))

    def _maybe(self, text: str | None) -> str | None:
        return text and self.text(text)

    def _masked(self, text: str) -> str:
        out, at = [], 0
        for p in find(text):
            out += [text[at:p.start], re.sub(r"\S", MASK, text[p.start:p.end])]
            at = p.end
        return "".join(out) + text[at:]

    def _renamed(self, text: str) -> str:
        if not self.pseudonyms:
            return text
        pattern, names = self._names
        return pattern.sub(lambda m: names[_key(m[0])], text)

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], dict[str, str]]:
        """A pattern for every form of every name, the longest first: whole names in any case, their parts as names are written."""
        whole = {_key(name): pseudonym for name, pseudonym in self.pseudonyms.items()}
        parts = {part: pseudonym for name, pseudonym in self.pseudonyms.items() for part in re.split(r"[\s·]+", name)
                 if len(part) >= _SHORTEST_PART and part[0].isupper() and _key(part) not in whole}
        forms = [r"(?i:" + r"\s+".join(map(re.escape, name.split())) + ")" for name in sorted(whole, key=lambda n: (-len(n), n))]
        forms += [re.escape(part) for part in sorted(parts, key=lambda n: (-len(n), n))]
        letter = r"[A-Za-z\u00c0-\u024f]"
        return re.compile(f"(?<!{letter})(?:{'|'.join(forms)})(?!{letter})"), {**{_key(p): name for p, name in parts.items()}, **whole}


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
