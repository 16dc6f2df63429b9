"""The same talk twice is told, whatever the language and the segmentation; two episodes of one show are two."""
from __future__ import annotations

import random
import re

import pyarrow.parquet as pq
import pytest

from flows.evidence.script import _mapped, simplified
from flows.release import build_release
from flows.twins import ALIKE, ALIKE_ACROSS, Twins, talks, twins
from tests.conftest import ROOT

# Talk that every episode of a show has: some 250 words.
OPENING = """Welcome back to the show that takes things apart and puts them together again. I am your host, and with me as every week are the
people who know how it is done. If you are new here, we talk for an hour, we take questions at the end, and nobody has to agree with anybody.
Before we begin, a word from the people who pay for the microphones. This episode is brought to you by Tidewater, the notebook that survives
the bath. Write under the shower, write in the rain, write where your best ideas come to you. Go to their page, use the word of this show
when you pay, and get a quarter off your first order. That is Tidewater, the notebook that survives the bath. """
CLOSE = """That is all we have time for. If you liked it, tell a friend, and if you did not, tell us, for we read every letter that comes in.
You find the notes, the links and everything we mentioned on our page. The music is by the brothers next door, the sound by our friend in the
basement, and all mistakes are ours. Next week we are back with a new guest, a new topic and the same old chairs. Until then, take care of
yourselves, take care of your tools, and keep taking things apart. Bye for now."""


@pytest.fixture(scope="module")
def sides():
    """What is said in each of the samples, by language."""
    release = ROOT / "output" / (ROOT / "output/LATEST").read_text().strip()
    out: dict[str, dict[str, list[str]]] = {}
    for turn in pq.read_table(release / "parquet/turns", columns=["episode_id", "lang", "text"]).to_pylist():
        out.setdefault(turn["episode_id"], {}).setdefault(turn["lang"], []).append(turn["text"])
    return out


def _found(*texts):
    return [(t.one, t.other, t.seen_in) for t in twins(texts)]


def _misheard(text: str, share: float, seed: int) -> str:
    """The text with a share of its words (or Chinese characters) replaced by others of it."""
    dice = random.Random(seed)
    words = re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9'’]+|\W", text)
    real = [w for w in words if w.isalnum()]
    return "".join(dice.choice(real) if w.isalnum() and dice.random() < share else w for w in words)


def _resegmented(texts, length: int) -> str:
    """The same characters in other lines, as captions cut them."""
    whole = "".join(texts) if re.search("[\u4e00-\u9fff]", texts[0]) else " ".join(texts)
    return "\n".join(whole[i:i + length] for i in range(0, len(whole), length)) if "\u4e00" <= whole[0] <= "\u9fff" else whole.replace(", ", ",\n")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_transcript_in_one_language_and_other_lines_is_the_bilingual_talk(sides, lang):
    talk = {side: "\n".join(texts) for side, texts in sides["long-signal"].items()}
    assert _found(("both", talk), ("alone", {lang: _resegmented(sides["long-signal"][lang], 23)})) == [("alone", "both", lang)]


def test_two_recognisers_heard_the_same_talk(sides):
    for lang in ("en", "zh"):
        text = "\n".join(sides["long-signal"][lang])
        assert _found(("a", {lang: _misheard(text, 0.1, 1)}), ("b", {lang: _misheard(text, 0.1, 2)})) == [("a", "b", lang)]


def test_a_reupload_with_small_changes(sides):
    texts = sides["compile-hour"]["en"]
    shorter = "\n".join(texts[3:]).replace("people", "folks").upper()
    assert twins([("first", {"en": "\n".join(texts)}), ("again", {"en": shorter})])[0].likeness > 0.7


def test_simplified_and_traditional_characters_are_the_same_talk(sides):
    full = {ord(c): others[0] for c, others in _mapped("STCharacters.txt") if len(others[0]) == 1}
    text = "\n".join(sides["long-signal"]["zh"])
    assert text.translate(full) != text and simplified(text.translate(full)) != text.translate(full)
    found, = twins([("hans", {"zh": text}), ("hant", {"zh": text.translate(full)})])
    assert found.likeness > 0.9


def test_a_translation_alone_is_the_talk_that_it_translates(sides):
    alone = [(f"{name}-{lang}", {lang: "\n".join(texts)}) for name, both in sides.items() for lang, texts in both.items()]
    found = {(t.one, t.other): t for t in twins(alone)}
    assert {one.removesuffix("-en") for one, _ in found} == {other.removesuffix("-zh") for _, other in found}, "no talk is taken for another"
    assert {t.one.removesuffix("-en") for t in found.values()} >= {"long-signal", "compile-hour", "founders-clinic"}
    assert all(t.seen_in == "en/zh" and t.likeness >= ALIKE_ACROSS for t in found.values())


def test_two_episodes_of_one_show_are_two(sides):
    shows = [(name, {"en": f"{OPENING}\n{' '.join(both['en'])}\n{CLOSE}"}) for name, both in sides.items()]
    assert twins(shows) == ()


def test_two_parts_of_one_talk_are_two(sides):
    for both in sides.values():
        for lang, texts in both.items():
            half = len(texts) // 2
            assert twins([("first", {lang: "\n".join(texts[:half])}), ("second", {lang: "\n".join(texts[half:])})]) == ()


def test_a_few_words_say_nothing():
    assert _found(("a", {"en": "Hello there. Bye."}), ("b", {"en": "Hello there. Bye."}), ("c", {"zh": "你好。"}), ("d", {})) == []


def test_the_order_of_the_files_does_not_matter(sides):
    texts = [(name, {lang: "\n".join(t) for lang, t in both.items()}) for name, both in sides.items()]
    texts += [("copy", texts[0][1]), ("clip", {"en": texts[1][1]["en"][: len(texts[1][1]["en"]) // 2]})]
    assert twins(texts) == twins(texts[::-1]) != ()
    assert {frozenset({"copy", texts[0][0]}), frozenset({"clip", texts[1][0]})} == {frozenset({t.one, t.other}) for t in twins(texts)}
    assert all(t.likeness >= ALIKE for t in twins(texts))


def test_many_copies_are_one_line(sides):
    talk = {"en": "\n".join(sides["compile-hour"]["en"])}
    other = {"en": "\n".join(sides["long-signal"]["en"])}
    found = twins([*((f"copy-{n}", talk) for n in range(10)), ("x", other), ("y", other)])
    assert len(found) == 45 + 1
    assert [(t.episodes, t.likeness) for t in talks(found)] == [(tuple(f"copy-{n}" for n in range(10)), "1.00"), (("x", "y"), "1.00")]


def test_what_a_later_pair_links_is_one_talk():
    pairs = [Twins("a", "b", 0.9, "en"), Twins("c", "d", 0.31, "zh"), Twins("b", "c", 0.5, "en/zh")]
    talk, = talks(pairs)
    assert (talk.episodes, talk.likeness, set(talk.pairs)) == (("a", "b", "c", "d"), "0.31 to 0.90", set(pairs))


def test_a_chinese_transcript_beside_the_english_one_stands_in_the_release(sides, tmp_path):
    for lang, name in (("en", "english.txt"), ("zh", "chinese.txt")):
        lines = [f"{'AB'[n % 2]}{'nna' if n % 2 == 0 else 'ob'}: {text}" for n, text in enumerate(sides["founders-clinic"][lang])]
        (tmp_path / "raw").mkdir(exist_ok=True)
        (tmp_path / "raw" / name).write_text("\n\n".join(lines) + "\n", "utf-8")
    outcome = build_release(tmp_path / "raw", tmp_path / "out")
    assert any(n.startswith("chinese and english seem to be the same talk") for n in outcome.notes)
    assert outcome.rows["episodes"] == 2
