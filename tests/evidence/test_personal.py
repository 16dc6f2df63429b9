"""Personal data as transcripts hold it, and what only looks like it: a table of cases, and how many of them come out right."""
from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.personal import find

TABLE = yaml.safe_load(Path(__file__).with_name("personal.yaml").read_text("utf-8"))
FLAGGED = ("email", "phone", "card", "address")


def _case(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of a case, and the spans that are marked in it."""
    spans, text, at = [], "", 0
    for m in re.finditer("⟦([^⟧]*)⟧", marked):
        text += marked[at:m.start()]
        spans.append((len(text), len(text) + len(m[1])))
        text += m[1]
        at = m.end()
    return text + marked[at:], spans


def _found(text: str, wide: bool) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in find(text, wide=wide)]


@pytest.mark.parametrize(("kind", "marked"), [(kind, case) for kind in FLAGGED for case in TABLE[kind]])
def test_what_is_flagged_and_masked(kind, marked):
    text, spans = _case(marked)
    assert [(p.start, p.end, p.kind) for p in find(text)] == [(*span, kind) for span in spans]
    assert _found(text, wide=True) == spans


@pytest.mark.parametrize("marked", TABLE["plain"])
def test_what_has_the_form_alone_is_masked_and_not_flagged(marked):
    text, spans = _case(marked)
    assert _found(text, wide=False) == [] and _found(text, wide=True) == spans


@pytest.mark.parametrize("text", TABLE["never"])
def test_what_only_looks_like_it_is_left_alone(text):
    assert _found(text, wide=False) == _found(text, wide=True) == []


@pytest.mark.parametrize("marked", TABLE["missed"])
def test_what_is_known_to_be_missed(marked):
    text, _ = _case(marked)
    assert _found(text, wide=True) == []


def test_the_languages_of_the_document_say_whose_numbers_to_expect():
    assert [p.kind for p in find("Il est au 01 99 00 12 34.", ["fr"])] == ["phone"]
    assert find("Il est au 01 99 00 12 34.") == []
    assert [p.kind for p in find("Die 030 23125 123 bitte.", ["de"])] == ["phone"]


@given(st.text(alphabet="0123456789 .-()+,/at\n号路街一三A", max_size=60))
def test_spans_are_in_order_and_apart_and_masking_hides_all_that_is_flagged(text):
    flagged, masked = _found(text, wide=False), _found(text, wide=True)
    for spans in (flagged, masked):
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:]))
    hidden = {i for a, b in masked for i in range(a, b)}
    assert all(i in hidden for a, b in flagged for i in range(a, b))


def test_a_long_text_takes_time_in_proportion():
    long = "In 2024 we had 175 billion parameters, 300 400 500 tokens, and 12 of 20 Main roads at 3.14159. 我们有13812345678个参数，走这条路。 " * 2000
    start = time.process_time()
    assert find(long, wide=True) == []
    assert time.process_time() - start < 10
