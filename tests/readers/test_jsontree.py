"""JSON that cannot be read is refused with its line, never a fault of the pipeline."""
from __future__ import annotations

import pytest

from flows.readers.base import Unreadable
from flows.readers.jsontree import parse


@pytest.mark.parametrize("text", ['{"rows": [\n%s]}', '{"a": 1}\n{"a": %s}\n'])
def test_a_number_of_thousands_of_digits_is_refused(text):
    with pytest.raises(Unreadable) as caught:
        parse(text % ("9" * 5000), "a.json")
    assert caught.value.line == 2


def test_long_numbers_are_read():
    assert parse('{"a": %s}' % ("9" * 4000), "a.json") == {"a": int("9" * 4000)}
