"""Where the speaker changes: the model that ships, and how it is learned."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.evidence.boundaries import FEATURES, WEIGHTS, features, model, observe
from flows.evidence.train_boundaries import Conversation, conversations, examples, fit, main
from tests.repairs.interviews import FOUR, TWO, interview


def _odds(left: str, right: str) -> float:
    return float(model().logit([features(observe(left, "en"), observe(right, "en"), 30, False)])[0])


def test_an_answer_after_a_question_is_likelier_another_speaker_than_what_goes_on() -> None:
    assert _odds("What did you do with the boat?", "Yeah, I sold it.") > 1.5
    assert _odds("We sold the boat in the spring.", "And then we bought a cart.") < 0
    assert _odds("We sold the boat in the spring, right?", "And then we bought a cart.") < 0
    assert _odds("We had nine boats and two carts by then.", "Mhm.") > 1


def test_a_row_has_a_value_for_every_feature() -> None:
    assert len(features(observe("Is it?", "en"), observe("Yes.", "en"), 2, True)) == len(FEATURES) == len(model().weights)


def test_weights_are_numbers_by_name_and_nothing_else() -> None:
    shipped = json.loads(WEIGHTS.read_text())
    assert set(shipped) == {"version", "gaps", "boundaries", "intercept", "weights"}
    assert set(shipped["weights"]) == set(FEATURES)
    assert all(isinstance(w, float) for w in shipped["weights"].values())


def test_reasons_are_in_words() -> None:
    row = features(observe("What did you do?", "en"), observe("Yeah, I left.", "en"), 4, True)
    assert model().reasons(row)[0] in FEATURES.values()


def _talk(seed: int, names: tuple[str, ...]) -> Conversation:
    return Conversation("en", tuple((name, text, True) for name, text in interview(seed, names, 120)))


def test_merged_turns_teach_where_they_were_parted() -> None:
    data = [examples(_talk(seed, names)) for seed, names in ((1, TWO), (2, FOUR))]
    weights, intercept = fit(data)
    rows, truth = examples(_talk(3, TWO))
    odds = rows @ np.array([weights[n] for n in FEATURES]) + intercept
    assert odds[truth == 1].mean() > odds[truth == 0].mean() + 1
    assert weights["asked"] > 1


def test_turns_that_are_not_sure_teach_nothing() -> None:
    turns = tuple((name, text, False) for name, text in interview(1, TWO, 20))
    assert len(examples(Conversation("en", turns))[1]) == 0


def test_the_command_reads_a_release(tmp_path: Path) -> None:
    rows = [
        {"episode_id": "e", "lang": "en", "position": n, "speaker": s, "text": t, "confidence": 0.95, "attribution": "label"}
        for n, (s, t) in enumerate(interview(1, TWO, 60))
    ]
    for table, content in (("turns", rows), ("episodes", [{"episode_id": "e", "source_lang": "en"}])):
        (tmp_path / "parquet" / table).mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(content), tmp_path / "parquet" / table / "part-00000.parquet")
    assert len(conversations([tmp_path])[0].turns) == 60
    out = tmp_path / "weights.json"
    assert main([str(tmp_path), "--out", str(out)]) == 0
    first = out.read_bytes()
    main([str(tmp_path), "--out", str(out)])
    assert out.read_bytes() == first
    assert json.loads(first)["boundaries"] == 59


def test_what_says_again_what_was_just_said_is_somebody_else() -> None:
    assert _odds("You dropped it on the stairs.", "I dropped it.") > _odds("You dropped it on the stairs.", "It was late.") + 0.5
    assert _odds("He took the other road.", "The other road.") > _odds("He took the other road.", "It was late.") + 0.3


def test_a_few_words_after_a_question_answer_it() -> None:
    assert _odds("How did that happen?", "By accident.") > _odds("How did that happen?", "There was a man who had come from the north.") + 0.5
