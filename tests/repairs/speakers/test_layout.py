"""What the layout says of a change of speaker."""

import pytest

from flows.evidence.boundaries import observe
from flows.repairs.speakers.layout import rules
from flows.repairs.speakers.sentences import Sentence


def _turns(*said: str) -> list[Sentence]:
    return [Sentence(n * 100, n * 100 + len(s), s, n, n, "turn", "label", "Ada", observe(s, "en")) for n, s in enumerate(said)]


@pytest.mark.parametrize(
    ("before", "rule"),
    [("We sold the boat in the spring.", "goes_on"), ("It leaked a lot.", "goes_on"), ("It did.", ""), ("Did it leak?", "")],
)
def test_who_says_but_after_a_statement_goes_on_with_his_own(before: str, rule: str) -> None:
    assert rules(_turns(before, "But nobody told the harbour master."), "en")[1] == rule
