"""The gallery: short raw files of every kind, each beside a .yaml that says what a release must say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from flows.document.model import Metadata, Person
from flows.document.render import apply, inside, joins
from flows.readers import Reading, read
from flows.readers.decode import decode
from flows.readers.extract import extract
from flows.readers.labels import canonical_of

FOLDER = Path(__file__).resolve().parent.parent / "gallery"
Turns = dict[str, list[str]]


@dataclass(frozen=True)
class Exhibit:
    """A raw file of the gallery and what is expected of it."""

    path: Path
    expected: dict

    @property
    def known(self) -> Metadata:
        held = self.expected.get("known", {})
        people = tuple(Person(**p) for p in held.get("people", ()))
        return Metadata(source_lang=held.get("source_lang"), people=people)

    def text(self) -> tuple[str, str]:
        """Characters and encoding, as the pipeline gets them."""
        data = self.path.read_bytes()
        extracted = extract(data, self.path.name)
        return (extracted, "utf-8") if extracted is not None else decode(data, self.path.name)

    def read(self) -> tuple[str, str, Reading]:
        text, _ = self.text()
        name, reading = read(text, self.path.name, self.known, self.expected.get("forced"))
        return text, name, reading


def exhibits() -> list[Exhibit]:
    """Every file of the gallery that has its .yaml beside it."""
    out = []
    for said in sorted(FOLDER.glob("*.yaml")):
        raw = [p for p in FOLDER.glob(f"{said.stem}.*") if p != said]
        assert len(raw) == 1, f"{said.name} stands beside {len(raw)} raw files"
        out.append(Exhibit(raw[0], yaml.safe_load(said.read_text("utf-8"))))
    return out


def turns(text: str, reading: Reading) -> Turns:
    """`Label | text` of each turn by language, with the reader's own edits made."""
    sides: dict[str, list[list]] = {}
    for p in reading.pieces:
        side = sides.setdefault(p.lang, [])
        if p.opens or not side:
            side.append([])
        side[-1].append(p)
    return {lang: [f"{t[0].label or '?'} | {_said(text, t, reading)}" for t in side] for lang, side in sides.items()}


def _said(text: str, turn: list, reading: Reading) -> str:
    edits = sorted(reading.edits, key=lambda e: e.start)
    return "".join(join + apply(text, p.start, p.end, inside(edits, p.start, p.end)) for join, p in zip(joins(text, turn), turn))


def names(text: str, reading: Reading) -> dict[str, str]:
    """Canonical name of each label."""
    return {label: name for label, (name, _) in canonical_of(reading.pieces, reading.meta, text).items()}


def check_tiling(text: str, reading: Reading) -> None:
    """Blocks and pieces cover the text once; edits lie in pieces and say what stands there."""
    at = 0
    spans = sorted([(b.start, b.end) for b in reading.blocks] + [(p.start, p.end) for p in reading.pieces])
    for start, end in spans:
        assert start == at and end > start, f"{start}..{end} after {at}: {text[max(at - 20, 0) : end + 20]!r}"
        at = end
    assert at == len(text)
    pieces = sorted((p.start, p.end) for p in reading.pieces)
    for e in reading.edits:
        assert text[e.start : e.end] == e.before
        assert any(a <= e.start and e.end <= b for a, b in pieces)
    last = 0
    for e in sorted(reading.edits, key=lambda e: (e.start, e.end)):
        assert e.start >= last
        last = e.end
