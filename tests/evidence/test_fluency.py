"""The fluent form: what is left out, what must stay, and that the cuts say exactly what was left out."""
import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.fluency import fluent, without
from schemas.columns import CUTS
from schemas.smooth import left

CASES = [(lang, *(case if isinstance(case, list) else (case, None)))
         for lang, cases in yaml.safe_load(Path(__file__).with_name("fluency.yaml").read_text("utf-8")).items() for case in cases]
WORDS = ["um", "Um,", "uh", "you know,", "I", "I,", "the", "The", "a", "w-", "what", "We—", "we", "bridge.", "hums,", "like,", "Mm-hmm.",
         "yeah", "-", "...",
         "\n", "“", "”", "嗯，", "我", "我们", "呃", "那个，", "桥", "。", "ß", "ǆ", "Ǆ"]


@pytest.mark.parametrize("lang, marked, reads", CASES)
def test_what_is_cut_and_what_stays(lang, marked, reads):
    text = re.sub("[⟦⟧]", "", marked)
    smooth, cuts = fluent(text, lang)
    shown, at = "", 0
    for c in cuts:
        shown += text[at:c.start] + "⟦" + text[c.start:c.end] + "⟧"
        at = c.end
    assert (shown + text[at:]).replace("⟧⟦", "") == marked
    assert smooth == (re.sub("⟦[^⟧]*⟧", "", marked) if reads is None else reads)


def test_what_a_cut_is():
    kinds = {what: fluent(text, "en")[1] for what, text in (
        ("filler", "It was, um, big."), ("stutter", "b- big"), ("repeat", "It is the the bridge"), ("false_start", "I was— we painted it."),
        ("backchannel", "Uh-huh."))}
    assert {what: [c.what for c in cuts] for what, cuts in kinds.items()} == {what: [what] for what in CUTS}


def test_a_sentence_begun_anew_with_the_same_words_is_a_repeat():
    assert [c.what for text in ("We might— we might go.", "I— I saw it.", "I might— we go.") for c in fluent(text, "en")[1]] == [
        "repeat", "repeat", "false_start"]


def test_an_answer_is_no_backchannel():
    assert fluent("Yeah.", "en", answers=True) == ("Yeah.", ())
    assert fluent("对。", "zh", answers=True) == ("对。", ())
    assert fluent("Um, yeah.", "en", answers=True)[0] == "Yeah."


_TEXTS = st.one_of(st.text(), *(st.lists(st.sampled_from(WORDS)).map(glue.join) for glue in (" ", "")))


@given(_TEXTS, st.sampled_from(["en", "zh", "fr"]), st.booleans())
def test_text_without_its_cuts_is_the_fluent_text(text, lang, answers):
    smooth, cuts = fluent(text, lang, answers)
    assert smooth == without(text, cuts) == left(text, [(c.start, c.end) for c in cuts])
    assert all(a.end <= b.start for a, b in zip(cuts, cuts[1:]))
    assert all(0 <= c.start < c.end <= len(text) and c.what in CUTS for c in cuts)
    assert fluent(text, lang, answers) == (smooth, cuts)
    assert len(re.findall(r"\w", smooth)) <= len(re.findall(r"\w", text))


@pytest.mark.parametrize("text", [
    "So, um, I I think that the bridge hums, you know, when the wind comes from the west. " * 1200, "um, so " * 14000, "a- " * 33000,
    "a-" * 50000, "I— I " * 20000, "mm hmm " * 9 + "zz", "I " * 50000, "对" * 15 + "x", "嗯，" * 50000, " " * 100000,
    "Um. I the the x. " * 6000],
    ids=lambda text: text[:6])
def test_the_time_it_takes_grows_with_the_text_alone(text):
    for lang in ("en", "zh"):
        began = time.process_time()
        fluent(text, lang)
        assert time.process_time() - began < 2  # a hundred thousand characters take a tenth of that
