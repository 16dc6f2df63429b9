"""The language of a turn, from layout, letters and words."""
from __future__ import annotations

import time

import pytest

from flows.evidence.context import Context
from flows.repairs.language import detect, language
from tests.damage.conversation import load
from tests.repairs.spoken import CLEAN, spoken


@pytest.mark.parametrize(("text", "candidates", "prior", "lang"), [
    ("Yeah.", ("en", "zh"), "en", "en"), ("RIP。", ("en", "zh"), "zh", "zh"),
    ("Claude — why?", ("en", "zh"), "en", "en"),
    ("Claude — why?", ("en", "zh"), "zh", "en"), ("你好", ("en", "zh"), "en", "zh"),
    ("120.", ("en", "zh"), "zh", "zh"), ("", ("en", "zh"), "en", "en"),
    ("我用 Claude Code 和 GPT-5 写 Python。", ("en", "zh"), "zh", "zh"), ("すごいですね", ("ja", "zh"), "zh", "ja"),
    ("No, no lo creo.", ("en", "es"), "en", "es"), ("I think that this is fine.", ("en", "es"), "es", "en"),
    ("OK.", ("en", "es"), "es", "es"),
    ("Das ist wirklich gut so.", ("en", "de", "fr"), "en", "de"), ("Это очень интересный вопрос.", ("ru", "uk"), "uk", "ru"),
    ("안녕하세요", ("en", "ko"), "en", "ko"),
])
def test_detect(text: str, candidates: tuple[str, ...], prior: str, lang: str) -> None:
    found, confidence = detect(text, candidates, prior)
    assert found == lang
    assert 0.5 <= confidence < 1
    assert detect(text, candidates[::-1], prior) == (found, pytest.approx(confidence))


def test_every_turn_of_the_samples_and_how_fast() -> None:
    talks = [said for path in sorted(CLEAN.glob("*.txt")) for said in load(path).turns]
    turns = [(said.right, "en") for said in talks] + [(said.target, "zh") for said in talks]
    begin = time.perf_counter()
    found = [detect(text, ("en", "zh"), lang)[0] for text, lang in turns]
    assert found == [lang for _, lang in turns]
    assert len(turns) / (time.perf_counter() - begin) > 1000  # measured: 14,000 a second; a busy machine may be slower


def test_turns_in_the_other_language_are_flagged() -> None:
    document = spoken("We begin now, I think.", "我们现在开始吧,好不好?", "Fine.")
    other = spoken("好。", lang="zh").pieces
    both = document.__class__(**{**document.__dict__, "pieces": (*document.pieces, *other)})
    assert [f.at for f in language(both, Context()).flags if f.name == "code_switched"] == [document.pieces[1].start]
