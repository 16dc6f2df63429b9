"""Wrong encodings are undone; Chinese and curly marks stay as they are."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.context import Context
from flows.repairs.encoding import encoding
from flows.repairs.minimal import changes
from tests.repairs.spoken import repaired, says, spoken


@pytest.mark.parametrize(("raw", "reads"), [
    ("It\u00e2\u20ac\u2122s fine, don\u00e2\u20ac\u2122t worry.", "It’s fine, don’t worry."),
    ("A caf\u00c3\u00a9 in Z\u00c3\u00bcrich.", "A café in Zürich."),
    ("Salt &amp; pepper &gt;&gt; sugar.", "Salt & pepper >> sugar."),
    ("A \ufb01ne \ufb02oor.", "A fine floor."),
    ("It\u9225\u6a9a late.", "It’s late."),
    ("Ze\u0301ro.", "Zéro."),
    ("Bell\u0007 rings.", "Bell rings."),
])
def test_undone(raw: str, reads: str) -> None:
    assert says(repaired(spoken(raw), encoding)) == [reads]


@pytest.mark.parametrize("raw", [
    "“你好,”他说——对吧?“是的。”", "ＡＢＣ，１２３！『ok』", "“Curly” isn’t wrong… — ½ ™", "R&D at AT&T", "naïve façade", "プール、ガス",
])
def test_left_alone(raw: str) -> None:
    assert encoding(spoken(raw, lang="zh"), Context()).edits == ()


def test_edits_are_small() -> None:
    edits = repaired(spoken("It\u00e2\u20ac\u2122s a caf\u00c3\u00a9 &amp; a bar, and so on."), encoding).edits
    assert [e.after for e in edits] == ["’", "é", ""]
    assert sum(len(e.before) for e in edits) == 3 + 2 + 4


@given(st.text("ab ,\u00e9你", max_size=30), st.text("ab ,\u00e9你", max_size=30))
def test_changes_make_one_text_of_another(old: str, new: str) -> None:
    at, out = 0, []
    for begin, end, after in changes(old, new):
        out += [old[at:begin], after]
        at = end
    assert "".join(out) + old[at:] == new
