"""Writing systems by their letters; Chinese by the characters that only one of its two forms has."""
import doctest

import pytest

from flows.evidence import script


@pytest.mark.parametrize("text, usual, expected", [
    ("Yeah.", "Latn", "Latn"), ("120", "Latn", "Latn"), ("", "Hans", "Hans"), ("...", script.UNKNOWN, script.UNKNOWN),
    ("我们说中文", "Zyyy", "Hans"), ("我們說中文", "Zyyy", "Hant"), ("我們說中文", "Hans", "Hant"),
    ("好", "Hant", "Hant"), ("好", "Zyyy", "Hans"),
    ("东京", "Jpan", "Jpan"), ("東京に行く", "Zyyy", "Jpan"), ("カタカナ", "Latn", "Jpan"), ("한국말", "Zyyy", "Kore"),
    ("Привет всем", "Latn", "Cyrl"), ("שלום", "Zyyy", "Hebr"), ("مرحبا بكم", "Zyyy", "Arab"),
    ("สวัสดี", "Zyyy", "Thai"), ("नमस्ते", "Zyyy", "Deva"),
    ("RIP。", "Hans", "Hans"), ("用 Python 写的 compiler 和 debugger", "Hans", "Hans"), ("I met 张伟 there", "Latn", "Latn"),
    ("This is a whole sentence in English.", "Hans", "Latn"), ("这句是中文。", "Latn", "Hans"),
])
def test_script_of_a_text(text, usual, expected):
    assert script.script_of(text, usual) == expected


def test_examples_hold():
    assert doctest.testmod(script).failed == 0
