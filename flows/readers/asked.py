"""Reader of interviews that print no names: questions in bold (or as headings), answers below them."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.document.model import BlockKind, Metadata
from flows.readers import frontmatter
from flows.readers.assembly import assemble
from flows.readers.base import Reading, Recognition, Unreadable
from flows.readers.casting import Cast
from flows.readers.parsed import Parsed, parsed
from flows.readers.signs import not_prose
from flows.readers.units import HEADING, Kind, Unit

name = "asked"

_BOLD = re.compile(r"(\*\*|__)(?![*_\s])(?:(?!\1).)+(?<![*_\s])\1$")
_ASKS = re.compile(r"[?？][\"”’)）」』*_]*$")
_SAYS = re.compile(
    r"\b(?:interview|in conversation|conversation with|Q ?& ?A|talks to|spoke (?:to|with)|entrevista|entretien|Gespräch)\b|"
    r"访谈|訪談|专访|專訪|对话|對話|采访|採訪|インタビュー|인터뷰",
    re.I,
)
_YOU = re.compile(r"\byou(?:r|rs|['’]\w+)?\b|[你您]|あなた|\b(?:usted|tú|tu|vous|votre|Sie|Ihr\w*)\b", re.I)
_I = re.compile(r"\bI\b|\b[Mm]y\b|我|私|僕|\b(?:[Yy]o|[Jj]e|[Ii]ch|[Mm]i|[Mm]ein\w*|[Mm]on|[Mm]a)\b")
_LEAST = 3  # questions


def recognise(text: str, path: str) -> Recognition:
    """Sure where most paragraphs in bold are questions with plain paragraphs below them; less than a reader that sees labels."""
    if other := not_prose(text):
        return Recognition(0.0, other)
    try:
        p = parsed(text, path)
    except Unreadable as broken:
        return Recognition(0.0, broken.reason)
    if p.cast.coverage > 0.1:
        return Recognition(0.0, "it has labels")
    units, _ = _lines(p)
    bold = [n for n, u in enumerate(units) if _is_bold(u)]
    asks = [n for n in bold if _ASKS.search(units[n].text)]
    answered = [n for n in asks if any(not _is_bold(u) for u in units[n + 1 : n + 3])]
    if len(asks) < _LEAST or len(asks) < 0.6 * len(bold) or len(answered) < 0.8 * len(asks) or len(bold) > 0.7 * len(units):
        return Recognition(0.0, "no questions in bold with answers below them")
    if not _is_interview(p, units, asks):
        return Recognition(0.0, f"{len(asks)} questions in bold, but nothing says that somebody is asked")
    return Recognition(0.45, f"{len(asks)} questions in bold with answers below them, and no labels")


def read(text: str, path: str, known: Metadata) -> Reading:
    """Blocks and pieces of the whole text; nobody is named in it, but where somebody else begins is known."""
    p = parsed(text, path)
    units, headings = _lines(p)
    texts = [u for u in units if u.kind is Kind.TEXT]
    first = next(i for i, u in enumerate(texts) if _is_bold(u) and _ASKS.search(u.text))
    changes = {i for i in range(first, len(texts)) if i == first or _is_bold(texts[i]) != _is_bold(texts[i - 1])}
    marks = [m for m in p.marks if m.kind is not BlockKind.HEADING or m.start not in headings]
    cast = Cast(credits={i: c for i, c in p.cast.credits.items() if i < first}, changes=changes)
    return frontmatter.into(assemble(text, path, units, marks, cast, p.begin, known.source_lang), p.meta)


def _is_interview(p: Parsed, units: list[Unit], asks: list[int]) -> bool:
    """Whether the page says that it is one, or its questions turn to somebody who answers in person, as a list of questions does not."""
    top = " ".join([p.meta.title or "", *(u.text for u in units[: asks[0]])])
    if any(c.people for c in p.cast.credits.values()) or p.meta.people or _SAYS.search(top):
        return True
    asked = sum(bool(_YOU.search(units[n].text)) for n in asks)
    answers = [u.text for u in units[asks[0] :] if u.kind is Kind.TEXT and not _is_bold(u)]
    return asked >= 0.3 * len(asks) and sum(bool(_I.search(t)) for t in answers) >= 0.2 * len(answers)


def _lines(p: Parsed) -> tuple[list[Unit], set[int]]:
    """The units, questions that are set as headings among the texts, and where these headings begin."""
    asked = [u for u in p.units if u.kind is Kind.HEADING and _ASKS.search(u.text)]
    if len(asked) < _LEAST:
        return list(p.units), set()
    starts = {u.start for u in asked}
    return [_as_text(u) if u.start in starts else u for u in p.units], starts


def _as_text(u: Unit) -> Unit:
    m = HEADING.match(u.text)
    at = m.end() if m else 0
    return replace(u, start=u.start + at, text=u.text[at:], kind=Kind.TEXT, told=True)


def _is_bold(u: Unit) -> bool:
    return u.kind is Kind.TEXT and (u.told or bool(_BOLD.match(u.text)))
