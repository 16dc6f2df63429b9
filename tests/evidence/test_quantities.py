"""Numbers of two languages in one form."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.quantities import quantities


def said(text: str) -> list[str]:
    return [q for _, _, q in quantities(text)]


@pytest.mark.parametrize(("english", "chinese"), [
    ("1.2 billion dollars", "12 亿美元"),
    ("1.2 billion dollars", "十二亿美元"),
    ("10,000 chips", "1 万片"),
    ("three million people", "三百万人"),
    ("thirty percent", "百分之三十"),
    ("30% of it", "30%"),
    ("2.5 trillion", "2.5万亿"),
    ("twenty twenty five", "二〇二五年"),
    ("in 1999", "1999 年"),
    ("150k users", "15 万用户"),
    ("two hundred and fifty thousand", "二十五万"),
    ("a mind of twelve", "十二岁"),
])
def test_one_quantity_in_two_languages(english: str, chinese: str) -> None:
    assert said(english) == said(chinese) != []


@pytest.mark.parametrize("text", ["one of the two", "H100 and B200 cards", "GPT-x", "一个人", "两个"])
def test_what_is_no_telling_number(text: str) -> None:
    assert said(text) == []


@given(st.text(alphabet="0123456789,.万亿千百十一两 %mkbillion thousandtwenty-", max_size=30))
def test_any_text_is_read_without_an_error_and_spans_hold_what_they_name(text: str) -> None:
    at = 0
    for begin, end, quantity in quantities(text):
        assert at <= begin < end <= len(text)
        assert quantity
        at = end


@given(st.integers(min_value=10, max_value=9_999_999))
def test_digits_are_read_with_and_without_commas(number: int) -> None:
    assert said(f"about {number} of them") == said(f"about {number:,} of them") == [str(number)]
