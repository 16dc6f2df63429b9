"""Odd, doubled and missing spaces."""
from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.document.decide import EDIT
from flows.evidence.context import Context
from flows.repairs.spacing import spacing
from tests.repairs.spoken import prose, repaired, says, sentences, spoken


@pytest.mark.parametrize(("raw", "reads"), [
    ("Yes, \u00a0and then\u00a0we went.", "Yes, and then we went."),
    ("Two  spaces and\ttabs.", "Two spaces and tabs."),
    ("A zero\u200bwidth and a soft\u00adhyphen.", "A zerowidth and a softhyphen."),
    ("A space , and one more .", "A space, and one more."),
    ("Was that a misstep?They went on.", "Was that a misstep? They went on."),
    ("It was on the table.And then we left.", "It was on the table. And then we left."),
    ("We came,they went.", "We came, they went."),
    ("The low- hanging fruit is gone, so low-hanging it was.", "The low-hanging fruit is gone, so low-hanging it was."),
])
def test_spaces(raw: str, reads: str) -> None:
    assert says(repaired(spoken(raw), spacing)) == [reads]


@pytest.mark.parametrize("raw", [
    "We wrote it in Node.js and ASP.NET.", "In the U.S. and the U.K. it rained.", "GPT-4.5 costs 3.5 dollars.",
    "Ask Z.ai or Character.AI today.",
    "See example.org/Index or a.b@Example.Com now.",
    "It is, e.g., 3,000 km.", "At 7 p.m. we left.", "I- I was- we went there.", "No. ...and then.",
    "Call torch.Tensor and torch.Tensor and torch.Tensor.",
    "A race... ...it was.", "Mr. Poe met St. John.", "v1.Beta is out.",
])
def test_what_is_no_mistake_stays(raw: str) -> None:
    assert says(repaired(spoken(raw), spacing)) == [raw]


_PARTS = ["Well", "so", "\u00a0", "  ", " ", "\u2009", "好", "\u3000", "\u200b", ",", "left."]


def test_nothing_is_left_at_the_edges_of_turns() -> None:
    document = spoken(" Well. ", "So\u00a0 ", " Then we left.", opens=True)
    assert says(repaired(document, spacing)) == ["Well.", "So", "Then we left."]
    assert says(repaired(spoken(" Well. ", " So we left. ", opens=False), spacing)) == ["Well. So we left."]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), min_size=1), st.booleans())
@example(["Well", "\u00a0", ",", "\u200b"], False)
@example(["left.", "\u200b", "Well"], False)
@example(["Well", ",", "Well", ",", "Well"], False)
@example([",", "Well", ",", "left.", "Well"], False)
@example(["left.", "Well", ",", "Well"], False)
@example(["好", "\u00a0", ",", "好"], False)
def test_once_is_enough(parts: list[str], opens: bool) -> None:
    raw = "".join(parts)
    if raw.strip():
        once = repaired(spoken(raw, "Then.", opens=opens), spacing)
        assert [e for e in spacing(once, Context()).edits if e.confidence >= EDIT.apply] == []
        assert [c for turn in says(once) for c in turn if c.isalnum()] == [c for c in raw + "Then" if c.isalnum()]


def test_clean_prose_is_untouched() -> None:
    assert spacing(spoken(*sentences(prose())), Context()).edits == ()
