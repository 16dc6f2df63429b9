"""Marks of another medium inside speech: Markdown's escapes, bold and italic marks, tags of HTML and subtitles.

A mark is taken out where it marks something. An asterisk between numbers ('3 * 3') or inside a word that was made decent
('f***ing') is what the transcript says and stays.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.document.model import Claims, Document, Edit, EditKind
from flows.document.view import view
from flows.evidence import sounds
from flows.evidence.context import Context

RULE = "markup"
_ESCAPE = re.compile(r"(?<![\\\w])\\(?=[$*_#\[\]()>~`!|{}+&<%.\-])|(?<=\w)\\(?=[$*_\]~`])")
# What subtitles set in braces (Advanced SubStation's overrides, each with its value); braces with other words are a formula or code.
_OVERRIDE = (
    r"\\(?:an?\d{1,2}|[biusq]\d{1,3}|be\d+|blur[\d.]+|[xy]?(?:bord|shad)[\d.]+|f(?:s|sc[xy]|sp|r[xyz]?|a[xy])-?[\d.]+|fn[^\\{}\n]{1,40}|"
    r"k[fo]?\d+|[1-4]?(?:c|a|alpha)&H[0-9A-F]+&?|(?:pos|move|org|fade?|i?clip|t)\([^(){}\n]*\)|r(?![a-z])|p\d)"
)
_TAG = re.compile(
    r"</?(?:em|strong|font|span|mark|small|sub|sup|ruby|rt)(?:[ .][^<>\n]{0,200})?/?>|<br ?/?>|"
    r"<[abcipsu](?: [a-z-]+=[^<>\n]{0,200}|\.[^<>\n]{0,200})>|(?<!\w)<v(?:\.[\w.]+)? [^<>\n]{1,200}>|"
    rf"</?(?P<letter>[abcipsuv])>|\{{(?:{_OVERRIDE}){{1,12}}\}}",
    re.IGNORECASE)
_LINK = re.compile(r"(\[)[^\[\]\n]{1,200}(\]\(https?://[^()\s]{1,500}\))")
_RUN = re.compile(r"\*{1,3}|(?<![\w_])_(?=[^\W_])|(?:(?<=[^\W_])|(?<=[.,;:!?…。！？]))_(?![\w_])|~~|(?<!`)`(?!`)")
_OUTSIDE = re.compile(r"[\s(（\[【\"“‘'’.,;:?!，。；：？！、—–-]|$")


def markup(document: Document, context: Context) -> Claims:
    """Edits of kind `markup`, one a mark."""
    edits: list[Edit] = []
    for piece in document.pieces:
        raw = document.text[piece.start:piece.end]
        if not any(c in raw for c in "\\<{[*_~`"):
            continue
        side = view(document, [piece])
        for begin, end, after, why, confidence in _marks(side.text):
            edits += side.edit(begin, end, after, EditKind.MARKUP, RULE, why, confidence)
    return Claims(edits=tuple(edits))


def _marks(text: str) -> Iterator[tuple[int, int, str, str, float]]:
    """``(begin, end, after, why, confidence)`` of each mark of a piece."""
    escaped = set()
    for m in _ESCAPE.finditer(text):
        escaped.add(m.end())
        yield m.start(), m.end(), "", f"Markdown's escape before {text[m.end()]!r}", 0.99
    tags = list(_TAG.finditer(text))
    for m in tags:
        if m["letter"] and not _tagged(text, m, tags):
            continue
        around = text[max(m.start() - 1, 0):m.start()], text[m.end():m.end() + 1]
        line_break = m[0].lower().startswith("<br") and all(x and not x.isspace() for x in around)
        yield m.start(), m.end(), " " if line_break else "", f"tag {m[0]!r}", 0.99
    for m in _LINK.finditer(text):
        yield m.start(1), m.end(1), "", "Markdown's link", 0.99
        yield m.start(2), m.end(2), "", "Markdown's link", 0.99
    yield from _paired(text, escaped)


def _tagged(text: str, m: re.Match[str], tags: Sequence[re.Match[str]]) -> bool:
    """Whether a tag of one letter is one: it has its partner, which at an end of the piece may stand in the next; `List<c>` has none."""
    if not (text[m.end():] if "/" in m[0] else text[:m.start()]).strip():
        return True
    partner = re.compile(rf"<{'' if '/' in m[0] else '/'}{m['letter']}\b", re.IGNORECASE)
    return any(partner.match(x[0]) and (x.start() < m.start()) == ("/" in m[0]) for x in tags)


def _paired(text: str, escaped: set[int]) -> Iterator[tuple[int, int, str, str, float]]:
    """Marks of emphasis: those that open and close in turn, and one that stands alone where a word begins or ends."""
    waiting: dict[str, re.Match[str]] = {}
    for m in _RUN.finditer(text):
        if m.start() in escaped or _says(text, m):
            continue
        mark, opener = m[0], waiting.get(m[0])
        if opener and text[opener.end():m.start()].strip():
            del waiting[mark]
            if mark == "*" and sounds.names(text[opener.end():m.start()]):
                continue
            for x in (opener, m):
                yield x.start(), x.end(), "", f"{mark!r} around {text[opener.end():m.start()][:60]!r}", 0.99
        else:
            waiting[mark] = m
    for mark, m in waiting.items():
        before, after = text[max(m.start() - 1, 0):m.start()], text[m.end():m.end() + 1]
        alone = bool(_OUTSIDE.match(before)) != bool(_OUTSIDE.match(after))
        if mark in ("**", "***", "*", "~~"):
            yield m.start(), m.end(), "", f"{mark!r} without its partner", 0.97 if alone and mark != "~~" else 0.7


def _says(text: str, m: re.Match[str]) -> bool:
    """Whether asterisks say something: a product of two numbers or names, or letters left out."""
    before, after = text[:m.start()], text[m.end():]
    if m[0] == "*" and re.search(r"(?:^|\s)$", before) and re.match(r"\s|$", after):
        return True
    if m[0] == "*" and re.search(r"[\d)]$", before) and re.match(r"[\d(]", after):
        return True
    letters = re.search(r"(?<!\w)[a-z]$", before, re.I) and re.match(r"\*|[a-z]{1,4}\b", after, re.I)
    return bool(letters) and m[0] != "_" and not _bold(text, m)


def _bold(text: str, m: re.Match[str]) -> bool:
    """Whether another mark like this one stands near enough to be its partner."""
    return any(x[0] == m[0] and x.start() != m.start() for x in _RUN.finditer(text, max(m.start() - 80, 0), m.end() + 80))
