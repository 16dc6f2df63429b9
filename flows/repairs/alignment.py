"""Alignment: which stretches of the translation translate which stretches of what was spoken, and which lines say a thing again.

Every side is aligned with the side of the language spoken (`flows.repairs.align` has the method). Repeats and links come from one
path, so they are claimed together: lines that repeat others are in no link.
"""
from __future__ import annotations

import numpy as np

from flows.document.model import Claims, Document, Link, Repeat
from flows.evidence.context import Context
from flows.repairs.align.links import links
from flows.repairs.align.path import find_path
from flows.repairs.repeats import repeats


def alignment(document: Document, context: Context) -> Claims:
    """Links at the level of sentences for each translation, and its repeated lines; nothing for a document in one language."""
    found: list[Link] = []
    again: list[Repeat] = []
    source = document.source_lang
    for lang in document.langs:
        path = find_path(document, source, lang) if lang != source and source in document.langs else None
        if path is None:
            continue
        repeated = repeats(path)
        gone = {r.start for r in repeated}
        whole = np.array([p.start not in gone for p in path.target.view.pieces], dtype=bool)
        again += repeated
        found += links(path, whole[path.target.piece])
    return Claims(links=tuple(found), repeats=tuple(again))
