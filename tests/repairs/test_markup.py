"""Marks of markup go, asterisks that say something stay."""
from __future__ import annotations

import pytest

from flows.repairs.markup import markup
from tests.repairs.spoken import repaired, says, spoken


@pytest.mark.parametrize(("raw", "reads"), [
    (r"It costs \$5, or \$10 with tea.", "It costs $5, or $10 with tea."),
    ("So **Dana**'s **GPU** is de**ep**est.", "So Dana's GPU is deepest."),
    ("我用**DeepSeek MLA压缩**来做。", "我用DeepSeek MLA压缩来做。"),
    ("**Bold and never closed.", "Bold and never closed."),
    ("Closed but** never opened.", "Closed but never opened."),
    ("An *italic* and a _soft_ word, ~~no~~ `code`.", "An italic and a soft word, no code."),
    ("<i>Hello</i> there<br>you. {\\an8}Up.", "Hello there you. Up."),
    ("See [the notes](https://example.org/a) there.", "See the notes there."),
    ("***Very*** good.", "Very good."),
    ("<i>Hello there, and a <b>bold</b> word</b>", "Hello there, and a bold word"),
    (r"{\pos(10,20)\c&HFFFFFF&}Down {\i1}here{\i0}.", "Down here."),
    ("_I never count them._ _Why?_", "I never count them. Why?"),
    ('See <a href="https://example.org">the notes</a> on H<sub>2</sub>O.', "See the notes on H2O."),
])
def test_gone(raw: str, reads: str) -> None:
    assert says(repaired(spoken(raw), markup)) == [reads]


@pytest.mark.parametrize("raw", [
    "3 * 3 times and 2*3 times.", "What the f***ing h*ll.", "snake_case and __init__ stay.", "a < b and c > d", "[ __ ] that.",
    "*sighs* Okay.", "x * y", "C:\\new",
    r"The formula {\alpha + \beta} over {\displaystyle x} is {\bar y}.", "What List<c> and vector<p> hold.", "Where a <b and c> d holds.",
])
def test_stays(raw: str) -> None:
    assert says(repaired(spoken(raw), markup)) == [raw]
