"""One raw file to the rows of its episode: read, clean, tabulate, check. Everything that happens to a document happens here.

Nothing in it knows of other files, of Prefect or of releases, so it runs the same alone, in a worker process or in a test.
"""
from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from flows.clean import clean
from flows.document.model import Document, RawText
from flows.evidence.context import Context
from flows.readers import registry
from flows.readers.aside import set_aside
from flows.readers.base import Unreadable
from flows.readers.decode import decode
from flows.readers.extract import extract
from flows.readers.labels import canonical_of
from flows.sources import Source
from flows.tabulate import tabulate
from flows.veil import Veil
from schemas.rules import breaches
from schemas.tables import to_arrow

LARGEST_MB = 64
_HIDE = "Add the form that is left to `pseudonyms` in dataset.yaml, or rename the file if it is in its name."
_REPORT = "This is a fault of the pipeline: please report it with the file."


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every document of a release.

    lexicons     the user's own, as paths of files.
    veil         what must not be published.
    largest_mb   a file beyond this size is not read.
    options      settings that repairs may look at.
    """

    lexicons: tuple[str, ...] = ()
    veil: Veil = Veil()
    largest_mb: float = LARGEST_MB
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """A raw file as it was read: its size, and the hash of its bytes; where something in it was hidden, of the text that is left."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A raw file that is not in the release: where it fails, why, and what a person can do about it.

    ``passing`` says that trying again may help: the disk refused, not the file.
    """

    file: str
    reason: str
    remedy: str
    line: int | None = None
    input: Input | None = None
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Episode:
    """What a release holds of one raw file; ``extracted`` is the raw text where the file itself is not that text."""

    episode_id: str
    tables: Mapping[str, pa.Table]
    input: Input
    extracted: str | None = None
    notes: tuple[str, ...] = ()


def make_episode(source: Source, settings: Settings = Settings()) -> Episode | Quarantined:
    """The rows of one raw file. Never raises: whatever goes wrong in a document quarantines that document alone."""
    seen: Input | None = None
    try:
        data = read_bytes(source, settings.largest_mb)
        seen = None if settings.veil else Input(source.rel, len(data), hashlib.sha256(data).hexdigest())
        document, notes = _cleaned(source, data, settings)
        seen = _input(document, data)
        tables = {name: to_arrow(name, rows) for name, rows in tabulate(document).items()}
        wrong = breaches(tables, {source.episode_id: document.text})
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            return Quarantined(source.rel, f"its rows break a rule of the release: {wrong[0]}{more}.", _REPORT, None, seen)
        if leaking := settings.veil.leaks(tables):
            return Quarantined(source.rel, f"a name that is to be hidden would still be published in {leaking}.", _HIDE)
        saved = document.text if document.raw.sha256 != hashlib.sha256(data).hexdigest() else None
        return Episode(source.episode_id, tables, seen, saved, notes)
    except Unreadable as e:
        return Quarantined(source.rel, e.reason, e.remedy, e.line, seen)
    except OSError as e:
        reason = f"cannot be read: {e.strerror or e}."
        return Quarantined(source.rel, reason, "Check that the file is there and may be read.", None, seen, passing=True)
    except Exception as e:  # noqa: BLE001  one document must not take the others with it
        return Quarantined(source.rel, f"{type(e).__name__}: {e} ({_where(e)}).", _REPORT, None, seen)


def _unheard(document: Document) -> tuple[str, ...]:
    """A note where the language that is said to be spoken is none of those that are there."""
    stated = document.meta.source_lang
    if not stated or not document.pieces or document.source_lang == stated.split("-")[0].lower():
        return ()
    return (f"source_lang is given as {stated!r}, but nothing is said in it; {document.source_lang!r} is taken.",)


def _cleaned(source: Source, data: bytes, settings: Settings) -> tuple[Document, tuple[str, ...]]:
    """The document of a raw file with every repair, and what the repairs remark. Read once more where hidden data showed only then."""
    decisions, refused = source.decisions, ()
    if settings.veil and decisions:
        decisions, refused = settings.veil.decisions(decoded(source, data)[0], decisions, _langs(source))
    context = Context(lexicons=settings.lexicons, decisions=decisions, options=settings.options)
    torn: tuple[tuple[int, int], ...] = ()
    while True:
        read = read_document(source, data, settings.veil, torn)
        document = clean(read, context)
        again = settings.veil.torn(document)
        if torn or not again:
            return document, (*refused, *_unheard(read), *set_aside(read.text, read.blocks, read.pieces), *document.notes[len(read.notes):])
        torn = again


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}, line {last.lineno}"


def read_bytes(source: Source, largest_mb: float = LARGEST_MB) -> bytes:
    """The bytes of a raw file. Raises Unreadable where it is empty or absurdly large, OSError where the disk refuses."""
    size = source.path.stat().st_size
    if size > largest_mb * 2**20:
        raise Unreadable(source.rel, f"the file has {size / 2**20:.0f} MB, more than {largest_mb:g}.",
                         "Take it away if it is no transcript, split it, or raise --largest-mb.")
    if size == 0:
        raise Unreadable(source.rel, "the file is empty.", "Put the transcript there, or take the file away.")
    return source.path.read_bytes()


def read_document(source: Source, data: bytes, veil: Veil = Veil(), torn: Iterable[tuple[int, int]] = ()) -> Document:
    """The document of a raw file's bytes: decoded, read by the reader that knows its format, speakers by their canonical names.

    ``torn`` are spans to hide beside what the veil finds by itself. Raises Unreadable.
    """
    text, encoding, extracted = decoded(source, data)
    digest = hashlib.sha256(data).hexdigest()
    if extracted:
        raw = RawText(text, encoding, hashlib.sha256(text.encode()).hexdigest(), source.rel, digest)
    else:
        raw = RawText(text, encoding, digest, source.rel)
    known, hidden = veil.metadata(source.known), veil.text(text, _langs(source), torn)
    if hidden != text:
        text, raw = hidden, RawText(hidden, "utf-8", hashlib.sha256(hidden.encode()).hexdigest(), source.rel)
    name, reading = registry.read(text, source.rel, known, source.forced)
    return Document(episode_id=source.episode_id, raw=raw, format=name, meta=reading.meta, blocks=reading.blocks, pieces=reading.pieces,
                    edits=reading.edits, names=canonical_of(reading.pieces, reading.meta, text), notes=reading.notes)


def decoded(source: Source, data: bytes) -> tuple[str, str, bool]:
    """The raw text of a file, its encoding, and whether it was extracted from a document rather than decoded. Raises Unreadable."""
    text = extract(data, source.rel)
    return (text, "utf-8", True) if text is not None else (*decode(data, source.rel), False)


def _langs(source: Source) -> tuple[str, ...]:
    return (source.known.source_lang,) if source.known.source_lang else ()


def _input(document: Document, data: bytes) -> Input:
    raw = document.raw
    digest = hashlib.sha256(data).hexdigest()
    if raw.source_sha256 or raw.sha256 == digest:
        return Input(raw.path, len(data), digest)
    return Input(raw.path, len(raw.text.encode()), raw.sha256)
