"""Characters that went through the wrong encoding ('donâ€™t', 'it鈥檚'), HTML entities, control characters, ligatures.

Found and undone by ftfy (Speer 2019), set so that Chinese punctuation, full-width letters and curly quotes stay as they are; and
UTF-8 that was read as GBK, which ftfy does not know.
"""
from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_and_explain

from flows.document.model import Claims, Document, Edit, EditKind
from flows.document.view import view
from flows.evidence.context import Context
from flows.repairs.minimal import changes

RULE = "encoding"
_SETTINGS = TextFixerConfig(fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False, unescape_html=True, explain=True)

_WRONG = "text was decoded with the wrong encoding"
# What ftfy calls its steps, in words for a person; steps that are not here undo a wrong encoding.
_STEPS = {
    "unescape_html": "HTML entity", "fix_latin_ligatures": "ligature", "remove_control_chars": "control character",
    "NFC": "letter and accent made one",
    "fix_surrogates": "half of a character", "remove_terminal_escapes": "terminal escape",
}
_PLAIN = re.compile(r"[\t\n\r -%'-~]*\Z")
# Curly quotes, dashes and full-width marks in UTF-8, read as GBK: begin with characters that Chinese hardly uses.
_GBK = re.compile(r"[^\x00-\x7f]*[鈥銆锛][^\x00-\x7f]*")


def encoding(document: Document, context: Context) -> Claims:
    """Edits of kind `encoding`, each as small as can be."""
    edits: list[Edit] = []
    for piece in document.pieces:
        raw = document.text[piece.start:piece.end]
        if _PLAIN.match(raw):
            continue
        fixed, why = _fixed(raw)
        if fixed != raw:
            side = view(document, [piece])
            for begin, end, after in changes(side.text, fixed) if side.text == raw else ():
                edits += side.edit(begin, end, after, EditKind.ENCODING, RULE, why, 0.99)
    return Claims(edits=tuple(edits))


def _fixed(text: str) -> tuple[str, str]:
    """``(text as it should read, what was wrong)``."""
    text_now, steps = fix_and_explain(text, _SETTINGS)
    reasons = [_STEPS.get(step.parameter, _WRONG) for step in steps or ()]
    read = _GBK.sub(lambda m: _as_utf8(m[0]), text_now)
    if read != text_now:
        reasons.append("UTF-8 was decoded as GBK")
    return read, "; ".join(dict.fromkeys(reasons))


def _as_utf8(run: str) -> str:
    """A run of characters whose GBK bytes are UTF-8, as UTF-8; else as it is."""
    for stop in range(len(run), 1, -1):
        try:
            return run[:stop].encode("gb18030").decode("utf-8") + run[stop:]
        except UnicodeError:
            continue
    return run
