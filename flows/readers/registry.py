"""All readers, and which of them reads a text."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.document.model import Metadata
from flows.readers import asked, captions, labelled, paired, recognisers, stamped
from flows.readers.base import Reader, Reading, Recognition, Unreadable
from flows.readers.frontmatter import merged

READERS: tuple[Reader, ...] = (captions, recognisers, labelled, stamped, paired, asked)

_SURE, _TIE = 0.35, 0.02
LARGEST = 200_000_000


def recognise_all(text: str, path: str) -> list[tuple[str, Recognition]]:
    """What each reader thinks of a text, the surest first."""
    seen = [(r.name, r.recognise(text, path)) for r in READERS]
    return sorted(seen, key=lambda x: (-x[1].score, x[0]))


def read(text: str, path: str, known: Metadata = Metadata(), forced: str | None = None) -> tuple[str, Reading]:
    """``(format, reading)`` by the surest reader, or by the one that ``forced`` names; ``known`` comes before what the file says of itself.

    Raises Unreadable where the text is empty or too large, where no reader or more than one is sure, and where it breaks half-way.
    """
    by_name = {r.name: r for r in READERS}
    if not re.search(r"\w", text):
        raise Unreadable(path, "the file is empty.", "Put the transcript there, or take the file away.")
    if len(text) > LARGEST:
        raise Unreadable(path, f"the file has {len(text)} characters, more than {LARGEST}.", "Split it into episodes.")
    if forced is not None:
        if forced not in by_name:
            raise Unreadable(
                path, f"sources.yaml asks for the format {forced!r}, which does not exist.", f"Formats are: {', '.join(sorted(by_name))}."
            )
        return forced, _with(known, by_name[forced].read(text, path, known))
    ranked = recognise_all(text, path)
    best, why = ranked[0]
    if why.score < _SURE:
        seen = "; ".join(f"{n}: {r.why}" for n, r in ranked[:4])
        raise Unreadable(
            path,
            f"no reader recognises this file ({seen}).",
            f"If it is a transcript, name its format with `format:` in sources.yaml ({', '.join(sorted(by_name))}).",
            1,
        )
    rivals = [n for n, r in ranked[1:] if why.score - r.score < _TIE]
    if rivals:
        raise Unreadable(
            path, f"the file could be {best} or {' or '.join(rivals)} ({why.why}).", "Say which with `format:` in sources.yaml.", 1
        )
    return best, _with(known, by_name[best].read(text, path, known))


def _with(known: Metadata, reading: Reading) -> Reading:
    return replace(reading, meta=merged(known, reading.meta))
