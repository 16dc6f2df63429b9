"""Which of the ways in which labels may be wrong explains a side, and how sure its turns are then."""

import random
from dataclasses import replace

import numpy as np
import pytest

from flows.document.decide import settle
from flows.document.model import Document
from flows.evidence.context import Context
from flows.repairs.attribution import attribution
from flows.repairs.speakers.decode import GAPS, Observations, pairs
from flows.repairs.speakers.explain import _believed
from flows.repairs.speakers.observe import decoded_side
from flows.repairs.speakers.readings import READINGS, read
from tests.repairs.interviews import FOUR, TWO, Turns, interview, printed
from tests.repairs.interviews import read as read_text


def _side(labels: list[int], said: np.ndarray, change: np.ndarray, gaps: list[str]) -> Observations:
    shares = np.zeros((len(labels), 2))
    shares[np.arange(len(labels)), labels] = 1.0
    turns = np.array([np.nan] + [float(a != b) for a, b in zip(labels, labels[1:])])
    return Observations(np.array([GAPS.index(g) for g in gaps]), change, turns, shares, said, pairs(range(2)))


def test_weights_are_chances() -> None:
    n = 30
    found = read(_side([0, 1] * 15, np.zeros((n, 2)), np.zeros(n), ["label"] * n))
    assert set(found.weight) == set(READINGS)
    assert sum(found.weight.values()) == pytest.approx(1)
    assert np.allclose(found.average().speaker.sum(axis=1), 1)


def test_signs_against_a_stretch_of_labels_make_them_doubtful() -> None:
    true = [0, 1] * 30
    said = np.zeros((60, 2))
    for k in range(2, 60, 6):
        said[k, true[k]] = 3.0
    gaps = ["label"] * 20 + ["again"] + ["label"] * 39
    right = read(_side(true, said, np.zeros(60), ["label"] * 60))
    swapped = read(_side(true[:20] + [1 - x for x in true[20:41]] + true[41:], said, np.zeros(60), gaps))
    assert right.doubt < 0.5 < 0.95 < swapped.doubt
    assert swapped.average().best[25:40].tolist() == true[25:40]


def test_how_people_talk_does_not_make_labels_doubtful() -> None:
    """In a panel one guest talks like another for a while, as they talk of the same things: no sign that their names were swapped."""
    labels = [0, 1] * 30
    clues, talked = np.zeros((60, 2)), np.zeros((60, 2))
    for k in range(2, 60, 6):
        clues[k, labels[k]] = 2.0
    for k in [k for k in range(20, 40) if k % 6 != 2]:
        talked[k, 1 - labels[k]] = 1.5
    side = _side(labels, clues, np.zeros(60), ["label"] * 60)
    told = read(side, talked)
    assert told.doubt < 0.5 < read(replace(side, said=clues + talked)).doubt, "which is what they would say if they were asked"
    assert told.average().best.tolist() == labels


def test_questions_and_answers_under_one_label_speak_for_merged_lines() -> None:
    labels = [k // 3 % 2 for k in range(90)]
    gaps = ["inner" if k % 3 else "label" for k in range(90)]
    plain, talk = np.full(90, -0.7), np.full(90, -0.7)
    talk[1::6] = 4.0
    clean, merged = (read(_side(labels, np.zeros((90, 2)), change, gaps)).weight for change in (plain, talk))
    assert clean["right"] > merged["right"]
    assert merged["merged"] + merged["both"] > 0.9


def test_a_short_file_is_believed_less() -> None:
    assert _believed(0.95, 100) < 0.9 < 0.95 < _believed(0.95, 600)
    assert _believed(0.5, 100) == _believed(0.5, 1000) == pytest.approx(0.5)


def test_a_short_file_whose_labels_are_wrong_somewhere_is_believed_still_less() -> None:
    assert _believed(0.98, 150, 1.0) < 0.9 < _believed(0.98, 150, 0.9) <= _believed(0.98, 150, 0.0)
    assert _believed(0.95, 900, 1.0) == pytest.approx(_believed(0.95, 900, 0.0))
    assert _believed(0.5, 100, 1.0) == pytest.approx(0.5)


def _sure(document: Document) -> dict[int, float]:
    document = settle(document, attribution(document, Context()))
    return {t.start: document.attributions[t.start].confidence for t in document.turns("en")}


def _merged(turns: Turns, seed: int) -> Turns:
    rng, out = random.Random(seed), []
    for name, said in turns:
        if out and rng.random() < 0.25:
            out[-1] = (out[-1][0], f"{out[-1][1]} {said}")
        else:
            out.append((name, said))
    return out


@pytest.mark.parametrize("names", [TWO, FOUR])
def test_where_lines_hold_two_people_less_is_sure(names: tuple[str, ...]) -> None:
    turns = interview(4, names)
    clean, damaged = _sure(read_text(printed(turns))), _sure(read_text(printed(_merged(turns, 4))))
    assert np.mean([c >= 0.9 for c in damaged.values()]) < np.mean([c >= 0.9 for c in clean.values()]) - 0.1


def test_lines_of_two_people_make_it_likelier_that_labels_are_wrong_in_some_way() -> None:
    turns = interview(4, TWO)
    clean, merged = (decoded_side(read_text(printed(t)), "en") for t in (turns, _merged(turns, 4)))
    assert clean is not None and merged is not None
    assert clean.doubt <= clean.torn <= merged.torn <= 1


def test_labels_of_a_translation_in_its_own_script_add_nobody_to_the_cast() -> None:
    lines = [f"{name}: {said}\n{'嘉宾甲' if name == TWO[0] else '嘉宾乙'}：译{'文' * (k % 5 + 3)}。\n" for k, (name, said) in enumerate(interview(2, TWO, 40))]
    side = decoded_side(read_text("\n".join(lines)), "en")
    assert side is not None and set(side.people.names) == set(TWO)
