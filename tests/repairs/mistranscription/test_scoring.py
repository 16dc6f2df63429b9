"""The model can be read, and its weights come from the examples that are at hand."""
from __future__ import annotations

import pytest

from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.fit import APPLIED, DATA, WANTED, Example, fit, left_out, read_examples, shift
from flows.repairs.mistranscription.scoring import log_odds, table


def heard(**features: float) -> Candidate:
    return Candidate(0, 1, "a", "b", "translation", {"sound": 0.9, "written": 1.0, **features})


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(DATA / "examples.csv")


@pytest.mark.parametrize(("less", "more"), [
    (heard(written=0.0), heard()), (heard(sound=0.6), heard()), (heard(function=1.0), heard()), (heard(known_name=1.0), heard()),
    (heard(expressed=1.0), heard()), (heard(digits=1.0), heard()), (heard(), heard(unknown=1.0)), (heard(), heard(full_name=1.0)),
])
def test_evidence_moves_the_score_as_one_would_expect(less: Candidate, more: Candidate) -> None:
    assert log_odds(less) < log_odds(more)


def test_a_real_word_needs_more_than_the_lexicon() -> None:
    out_of_place = {"confusion": 1.0, "asked": 1.0, "sound": 1.0, "common": 0.5}
    certain = 2.95
    assert log_odds(Candidate(0, 1, "a", "b", "lexicon confusion", out_of_place)) < certain
    everyday = {**out_of_place, "common": 0.7, "near": 1.0, "near_more": 1.0}
    assert log_odds(Candidate(0, 1, "a", "b", "lexicon confusion", everyday)) < certain
    assert log_odds(Candidate(0, 1, "a", "b", "lexicon confusion", {**everyday, "written": 1.0, "unexpressed": 1.0})) > certain


def test_every_input_of_the_examples_has_a_weight(examples: list[Example]) -> None:
    assert {name for e in examples for name in e.inputs} <= set(table()["inputs"])


@pytest.mark.slow
def test_the_weights_are_those_that_the_command_gives(examples: list[Example]) -> None:
    rows = table()["inputs"]
    prior = {name: float(row["prior"]) for name, row in rows.items()}
    weights = fit(examples, prior)
    assert {n: weights[n] for n in rows} == pytest.approx({n: float(row["weight"]) for n, row in rows.items()}, abs=0.05)
    scores = left_out(examples, prior)
    assert shift(scores, [e.right for e in examples]) == pytest.approx(float(table()["shift"]), abs=0.1)


def test_the_shift_puts_the_bar_where_enough_is_right() -> None:
    scores, right = [4.0] * 97 + [3.5] * 3 + [1.0] * 50, [True] * 97 + [False] * 3 + [False] * 50
    assert shift(scores, right) == pytest.approx(2.94 - 3.5, abs=0.01)
    assert WANTED > APPLIED
