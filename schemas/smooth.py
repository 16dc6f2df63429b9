"""`fluent` is `text` without its cuts.

What lies between cuts is put together as it stands, with one exception: where a cut opens a sentence (what is left before it, as far
as 64 characters say, is empty or ends one) and begins with a capital, the next word gets the capital, if it is in small letters throughout.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, shown
from schemas.columns import CUTS
from schemas.frames import Frames, true

_ENDS = re.compile(r"""[.?!…。？！]["”’')\]」』]*\s*\Z""")
_WORD = re.compile(r"""["“‘'(\[]*([^\W\d_]+(?:['’][^\W\d_]+)?)(?![\w-])""")
_TAIL = 64


def fluent_is_the_text_without_its_cuts(f: Frames) -> Iterator[Breach]:
    """Cuts lie in the text one after another, say what they are, and leave what `fluent` reads."""
    at = 0
    for batch in f.tables["turns"].batches("text", "fluent", "fluent_cuts"):
        text, fluent, cuts = batch.columns
        cut = true(pc.greater(pc.list_value_length(cuts), 0))
        whole = ~cut & true(pc.not_equal(text, fluent))
        for row in np.flatnonzero(whole).tolist():
            yield _differs(at + row, fluent[row].as_py(), text[row].as_py(), "text, as nothing is cut")
        rows = np.flatnonzero(cut)
        wanted = pa.array(rows)
        for row, *told in zip(rows.tolist(), *(c.take(wanted).to_pylist() for c in (text, fluent, cuts))):
            yield from _checked(at + row, *told)
        at += batch.num_rows


def _checked(row: int, text: str | None, fluent: str | None, cuts: Sequence[dict | None]) -> Iterator[Breach]:
    if text is None or fluent is None or any(c is None or None in c.values() for c in cuts):
        return  # that nulls stand where none may be is told elsewhere
    done = 0
    for c in cuts:
        if not done <= c["start"] < c["end"] <= len(text):
            yield Breach("fluent", "turns", row, "fluent_cuts", f"a cut from {c['start']} to {c['end']}",
                         f"one that begins at {done} or later, ends at {len(text)} or earlier, and is not empty")
            return
        if c["what"] not in CUTS:
            yield Breach("fluent", "turns", row, "fluent_cuts", shown(c["what"]), f"one of {', '.join(CUTS)}")
        done = c["end"]
    wanted = left(text, [(c["start"], c["end"]) for c in cuts])
    if wanted != fluent:
        yield _differs(row, fluent, wanted, "text without its cuts")


def left(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """What a text reads without its cuts (in order, not overlapping)."""
    out, at, capital, tail = [], 0, False, ""
    for start, end in [*cuts, (len(text), len(text))]:
        kept = text[at:start]
        tail = (tail + kept)[-_TAIL:]
        opens = not tail.strip() or _ENDS.search(tail) is not None
        word = _WORD.match(kept) if capital else None
        if word and word[1].islower() and len(word[1][0].upper()) == 1:
            i = word.start(1)
            kept = kept[:i] + kept[i].upper() + kept[i + 1:]
        out.append(kept)
        capital = (capital and not kept) or (opens and text[start:start + 1].isupper())
        at = end
    return "".join(out)


def _differs(row: int, found: str | None, wanted: str | None, what: str) -> Breach:
    a, b = found or "", wanted or ""
    i = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    cut = slice(max(i - 20, 0), i + 40)
    return Breach("fluent", "turns", row, "fluent", f"{a[cut]!r} at character {cut.start}", f"{b[cut]!r}, {what}")
