"""What a file says beside the talk: headings, summaries and the lists of its front matter, which hold the names of the talk as misheard
as it does."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flows.document.model import Block, BlockKind, Document, Piece

_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\s#*_>=-]*")
_NAMED = re.compile(r"[A-Z].*|.*[\u3400-\u9fff].*", re.S)  # anything but slugs and file names, whose spelling is a key to something


def asides(document: Document, lang: str) -> tuple[Piece, ...]:
    """Pieces of a language that nobody speaks, in the order of the file."""
    found = sorted({(*span, b.lang or _guessed(document, span)) for b in document.blocks for span in _words(document, b)})
    return tuple(Piece(a, b, lang) for a, b, said in found if said == lang)


def _guessed(document: Document, span: tuple[int, int]) -> str:
    """The language of what no reader told the language of: by its script, where the file's languages can be told so, else none."""
    if any(lang.split("-")[0] not in ("en", "zh") for lang in document.langs):
        return ""
    text = document.text[slice(*span)]
    return "zh" if len(_HAN.findall(text)) * 3 > len(text) else "en"


def _words(document: Document, b: Block) -> Iterator[tuple[int, int]]:
    if b.kind is BlockKind.SUMMARY:
        yield b.start, b.end
    elif b.kind is BlockKind.HEADING:
        begin = _MARKS.match(document.text, b.start, b.end)
        yield begin.end() if begin else b.start, b.end
    elif b.kind is BlockKind.FRONT_MATTER:
        yield from _values(document, b)


def _values(document: Document, b: Block) -> Iterator[tuple[int, int]]:
    """Values of a front matter that say something about the talk and that nothing else is read from: a title is the maintainer's, a name of
    a speaker is a fact."""
    meta = document.meta
    of_people = (x for p in meta.people for x in (p.name, p.about, *p.aliases))
    read = {meta.title, meta.show, meta.date, meta.source_url, meta.license, *of_people}
    at = b.start
    for value in _leaves(meta.extra):
        if value in read or not _NAMED.fullmatch(value):
            continue
        found = re.compile(rf"(?<=[\s'\"\[,]){re.escape(value)}(?=['\",\]]|\s*$)", re.M).search(document.text, at, b.end)
        if found:
            yield found.span()
            at = found.end()


def _leaves(held: object) -> Iterator[str]:
    """Texts of nested lists and mappings, in their order."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, (Mapping, list)):
        for inner in held.values() if isinstance(held, Mapping) else held:
            yield from _leaves(inner)
