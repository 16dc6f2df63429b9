"""Turns that hold personal data are flagged: `pii_email`, `pii_phone`, `pii_address`, `pii_card`, and `pii_masked` where it was masked."""
from __future__ import annotations

from flows.document.model import Claims, Document, Flag
from flows.document.view import view
from flows.evidence.context import Context
from flows.evidence.personal import find
from flows.veil import MASKED


def pii(document: Document, context: Context) -> Claims:
    """Flags alone: what is published stays as it was said, unless the release is made with masking (see `flows.veil`)."""
    flags = []
    for lang in document.langs:
        for turn in document.turns(lang):
            shown = view(document, turn.pieces)
            flags += [Flag(shown.offset(p.start), f"pii_{p.kind}") for p in find(shown.text, document.langs)]
            flags += [Flag(shown.offset(m.start()), "pii_masked") for m in MASKED.finditer(shown.text)]
    return Claims(flags=tuple(flags))
