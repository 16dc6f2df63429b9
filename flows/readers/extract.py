"""Text of documents that are no text: Word files and web pages, one paragraph a line.

What the document's layout says is kept in Markdown's words: headings get `#`, what begins a paragraph in bold gets `**`, for that is
how a speaker's name is set off, a table's rows get `|` between their cells, and a box beside the text gets `>`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

import lxml.html
from docx import Document as open_docx
from lxml import etree

from flows.readers import names
from flows.readers.base import Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOX, _OLDER = f"{_W}txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = (f"{_W}del", f"{_W}moveFrom")
_LARGEST = 256 << 20
_PAGE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_TAGGED = re.compile(rb"<(?:p|div|br|span|table|body)\b[^>]*>", re.I)
_BLOCKS = frozenset(
    "p div li tr br h1 h2 h3 h4 h5 h6 blockquote section article header footer ul ol table dl dt dd "
    "pre hr main aside details summary".split()
)
_SKIP = frozenset("script style head template noscript svg button nav form select iframe".split())


def extract(data: bytes, path: str) -> str | None:
    """The text of a .docx or HTML file, told by its content; None where the bytes are text already.

    Raises Unreadable where the container is broken, or holds no text, or is of a kind that is not read (PDF, RTF, old Word).
    """
    if data.startswith(b"PK\x03\x04"):
        return _docx(data, path)
    for magic, kind in ((b"%PDF", "a PDF"), (b"{\\rtf", "rich text (RTF)"), (b"\xd0\xcf\x11\xe0", "an old Word file")):
        if data.startswith(magic):
            raise Unreadable(path, f"the file is {kind}.", "Save it as .docx or as plain text.", 1)
    named = path.lower().endswith((".html", ".htm", ".xhtml"))
    if _PAGE.match(data[:4096]) or (named and _TAGGED.search(data)):
        return _html(data, path)
    return None


def _docx(data: bytes, path: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            if "word/document.xml" not in held.namelist():
                raise Unreadable(path, "the file is an archive, not a Word document.", "Unpack it into the raw folder.", 1)
            if held.getinfo("word/document.xml").file_size > _LARGEST:
                raise Unreadable(path, "the document is absurdly large.", "Split it into episodes.", 1)
        body = open_docx(io.BytesIO(data)).element.body
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001  a broken container fails in many ways
        raise Unreadable(
            path, f"the Word document is broken ({type(error).__name__}).", "Open it in Word, save it anew, or save it as text.", 1
        ) from None
    return _text(_word_paragraphs(body), path)


def _word_paragraphs(body: etree._Element) -> Iterator[str]:
    """Paragraphs in the order of the file; a box, which hangs on a paragraph, comes once, behind that, as a quotation."""
    done: set[etree._Element] = set()
    for fallback in body.iter(_OLDER):  # the same box once more, for older programs
        done.update(fallback.iter(f"{_W}p", f"{_W}tbl"))
    for node in body.iter(f"{_W}p", f"{_W}tbl"):
        if node in done:
            continue
        if node.tag == f"{_W}tbl":
            cells = [list(row.iter(f"{_W}tc")) for row in node.iter(f"{_W}tr")]
            rows = [[[_paragraph(p) for p in cell.iter(f"{_W}p") if p not in done] for cell in row] for row in cells]
            if grid := _grid(rows):
                done.update(node.iter(f"{_W}p", f"{_W}tbl"))
                yield from ["", *grid, ""]
        elif next(node.iterancestors(_BOX), None) is None:
            yield _paragraph(node)
        elif boxed := _paragraph(node):
            yield from ["", "\n".join(f"> {line}" for line in boxed.split("\n")), ""]


def _grid(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """A table (rows of cells of paragraphs) as Markdown; empty where it is no table but a page's layout."""
    cells = [["<br>".join(t.strip().replace("\n", "<br>").replace("|", "\\|") for t in cell if t.strip()) for cell in row] for row in rows]
    widths = {len(row) for row in cells}
    if len(rows) < 3 or len(widths) != 1 or max(widths) < 2 or any(sum(bool(t.strip()) for t in cell) > 3 for row in rows for cell in row):
        return []
    if not all(names.heads_column(cell.strip("#* ") or "#") for cell in cells[0]):
        cells.insert(0, [""] * len(cells[0]))
    cells.insert(1, ["---"] * len(cells[0]))
    return [f"| {' | '.join(row)} |" for row in cells]


def _paragraph(p: etree._Element) -> str:
    parts: list[tuple[str, bool]] = []
    for run in p.iter(f"{_W}r"):
        holder = next(run.iterancestors(f"{_W}p", *_GONE))
        if holder is not p:  # taken out, or in a box that hangs on this paragraph
            continue
        mark = run.find(f"{_W}rPr/{_W}b")
        bold = mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")
        parts.append(("".join(_run_text(run)), bold))
    style = p.find(f"{_W}pPr/{_W}pStyle")
    level = re.match(r"(?:Heading|berschrift|Titre|Title)\s*(\d?)", style.get(f"{_W}val", "") if style is not None else "", re.I)
    return _set_off(parts, bool(level))


def _run_text(run: etree._Element) -> Iterator[str]:
    for node in run:
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag == f"{_W}tab":
            yield "\t"
        elif node.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"


def _html(data: bytes, path: str) -> str:
    try:
        root = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding=_charset(data), huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable(path, f"the page cannot be parsed ({error}).", "Save the page again, or save it as text.", 1) from None
    body = root.find("body")
    _unwrap(body if body is not None else root)
    paragraphs: list[tuple[list[tuple[str, bool]], bool]] = [([], False)]
    _walk(body if body is not None else root, False, False, paragraphs)
    return _text((_set_off(parts, heading) for parts, heading in paragraphs), path)


def _unwrap(page: etree._Element) -> None:
    """A form that is put around most of what a page says, as some servers do, is none that a visitor fills in."""
    forms = list(page.iter("form"))
    whole = _length(page) if forms else 0
    for form in forms:
        if 2 * _length(form) > whole:
            form.tag = "div"


def _length(node: etree._Element) -> int:
    """Characters that an element shows."""
    return sum(len(t.strip()) for t in node.xpath("descendant::text()[not(parent::script or parent::style or parent::option)]"))


def _charset(data: bytes) -> str:
    m = re.search(rb"charset=[\"']?([\w-]+)", data[:4096], re.I)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return m[1].decode("ascii") if m else "cp1252"


def _walk(root: etree._Element, bold: bool, heading: bool, out: list[tuple[list[tuple[str, bool]], bool]]) -> None:
    """Paragraphs of an element, without recursion: pages nest deeper than Python's stack."""
    todo: list[tuple[str, object, bool, bool]] = [("open", root, bold, heading)]
    while todo:
        step, node, bold, heading = todo.pop()
        if step == "text":
            out[-1][0].append((re.sub(r"\s+", " ", str(node)), bold))
            continue
        if step == "break":
            out.append(([], heading))
            continue
        tag = node.tag if isinstance(node.tag, str) else None  # a comment has no tag
        if tag is None or tag in _SKIP or tag == "footer" and _is_the_pages(node):
            continue
        if tag == "table" and (grid := _grid(_html_rows(node))):
            out += [([(line, False)], False) for line in ["", *grid, ""]] + [([], heading)]
            continue
        inner_bold = bold or tag in ("b", "strong")
        inner_heading = heading or bool(re.fullmatch(r"h[1-6]", tag))
        steps: list[tuple[str, object, bool, bool]] = []
        if tag in _BLOCKS:
            steps.append(("break", None, bold, inner_heading))
        if tag in ("td", "th") and node.getprevious() is not None:
            steps.append(("text", " ", bold, heading))
        if node.text:
            steps.append(("text", node.text, inner_bold, heading))
        for child in node:
            steps.append(("open", child, inner_bold, inner_heading))
            if child.tail:
                steps.append(("text", child.tail, inner_bold, heading))
        if tag in _BLOCKS and tag != "br":
            steps.append(("break", None, bold, heading))
        todo += reversed(steps)


def _is_the_pages(node: etree._Element) -> bool:
    """Whether a footer is the page's own, not that of the article in it."""
    return next(node.iterancestors("article", "main"), None) is None


def _html_rows(table: etree._Element) -> list[list[list[str]]]:
    """Rows of cells of paragraphs; none where another table stands in the table."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = []
    for row in table.iterdescendants("tr"):
        rows.append([])
        for cell in row.iterchildren("td", "th"):
            paragraphs: list[tuple[list[tuple[str, bool]], bool]] = [([], False)]
            _walk(cell, False, False, paragraphs)
            rows[-1].append([_set_off(parts, False) for parts, _ in paragraphs])
    return rows


def _set_off(parts: list[tuple[str, bool]], heading: bool) -> str:
    """One paragraph; a bold beginning that is not the whole of it, or is short, is marked."""
    text = "".join(t for t, _ in parts)
    if not text.strip():
        return ""
    if heading:
        return "# " + " ".join(text.split())
    lead = ""
    for t, bold in parts:
        if not bold and t.strip():
            break
        lead += t
    if not lead.strip() or len(lead.strip()) > 80 or not any(b and t.strip() for t, b in parts):
        return text.strip()
    rest = text[len(lead) :]
    space = " " if (lead != lead.rstrip() or rest != rest.lstrip()) and rest else ""
    return f"**{lead.strip()}**{space}{rest.strip()}"


def _text(paragraphs: Iterator[str], path: str) -> str:
    lines = [line.strip() for p in paragraphs for line in (p.split("\n") if p else [""])]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not re.search(r"\w", text):
        raise Unreadable(path, "the document holds no text.", "Look whether the transcript is in it as pictures.", 1)
    return text + "\n"
