"""Chinese and Japanese typography: commas, stops and brackets in ASCII that belong to Chinese words become full-width.

A mark belongs to the word before it: '好,' takes '，', 'OpenAI,' and '3,000' keep their own. Brackets around Chinese become
full-width in pairs; those around '(LLM)' stay.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from flows.document.model import Claims, Document, Edit, EditKind
from flows.document.view import view
from flows.evidence.context import Context

RULE = "punctuation"
_WIDE = {",": "，", "?": "？", "!": "！", ":": "：", ";": "；", "(": "（", ")": "）"}
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARK = re.compile(rf"(?<=[{_CJK}，。？！：；、》」』】）”’…])[\"”’]?([,?!:;]+)( (?=\S))?|(?<=\))([,?!:;]+)( )?(?=[{_CJK}])")
_PAIR = re.compile(rf"\(([^()（）\n]*[{_CJK}][^()（）\n]*)\)")


def punctuation(document: Document, context: Context) -> Claims:
    """Edits of kind `punctuation`, on the sides written in Chinese or Japanese."""
    edits: list[Edit] = []
    for lang in document.langs:
        if lang.split("-")[0] not in ("zh", "ja", "yue"):
            continue
        side = view(document, document.side(lang))
        joins = {b - 1 for b in side.breaks}
        for begin, end, after in _wide(side.text):
            end -= end - 1 in joins and end - begin > len(after)  # a join is no raw text
            edits += side.edit(begin, end, after, EditKind.PUNCTUATION, RULE, "full-width after Chinese characters", 0.98)
    return Claims(edits=tuple(edits))


def _wide(text: str) -> Iterator[tuple[int, int, str]]:
    """``(begin, end, after)`` of marks to widen; a space after one that Chinese follows goes with it."""
    changes = [(m.start(1 if m[1] else 3), m.end(), "".join(_WIDE[c] for c in m[1] or m[3])) for m in _MARK.finditer(text)]
    for m in _PAIR.finditer(text):
        changes += [(m.start(), m.start() + 1, "（"), (m.end() - 1, m.end(), "）")]
    yield from sorted(changes)
