"""A line of a caption: what of it is syntax (tags, entities), and what is shown."""

from __future__ import annotations

import html
import re

from flows.document.model import Edit, EditKind

SPACE = " \t\u00a0\u3000\u200b\ufeff\u200e\u200f"
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|font|ruby|rt|lang|span|tt:span|metadata|em|strong)(?:[.\s][^<>\n]*)?/?>|<\d[\d:.]*>|\{\\[^{}\n]*\}", re.I
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
_INNER = re.compile(f"{_TAG.pattern}|{_ENTITY.pattern}", re.I)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space and the tags at its ends."""
    while start < end:
        m = _TAG.match(text, start, end)
        if m:
            start = m.end()
        elif text[start] in SPACE:
            start += 1
        else:
            break
    while start < end:
        tail = text.rfind("<", start, end) if text[end - 1] == ">" else text.rfind("{", start, end) if text[end - 1] == "}" else -1
        if tail >= 0 and _TAG.fullmatch(text, tail, end):
            end = tail
        elif text[end - 1] in SPACE:
            end -= 1
        else:
            break
    return start, end


def plain(shown: str) -> str:
    """What a viewer sees of a line: without tags, entities resolved, white space single."""
    if "<" in shown or "&" in shown or "{" in shown:
        shown = html.unescape(_TAG.sub("", shown))
    return " ".join(shown.split())


def edits(text: str, start: int, end: int) -> list[Edit]:
    """Tags and entities inside a piece, as the edits that take them out."""
    if text.find("<", start, end) < 0 and text.find("&", start, end) < 0 and text.find("{", start, end) < 0:
        return []
    out = []
    for m in _INNER.finditer(text, start, end):
        if m[0][0] == "&":
            out.append(
                Edit(
                    m.start(),
                    m.end(),
                    m[0],
                    html.unescape(m[0]),
                    EditKind.ENCODING,
                    "entity",
                    "a character reference of the captions' syntax",
                )
            )
        else:
            out.append(Edit(m.start(), m.end(), m[0], "", EditKind.MARKUP, "caption_tag", "a tag of the captions' syntax"))
    return out
