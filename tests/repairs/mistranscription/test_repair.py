"""Misheard words are repaired where the evidence is good, and right words stay."""
from __future__ import annotations

from pathlib import Path

import pytest

from flows.document.model import EditKind
from flows.evidence.expectation import joined
from tests.repairs.mistranscription import prose
from tests.repairs.mistranscription.talks import HOSTS, reads, repaired, suggested, talk


@pytest.mark.parametrize(("said", "translated", "reads_as"), [
    ("Yesterday I asked cloud to write it for me.", "昨天我让 Claude 帮我写。", "Yesterday I asked Claude to write it for me."),
    ("So Fortram is still around in weather models.", "所以 Fortran 在天气模型里还在用。", "So Fortran is still around in weather models."),
    ("A patent is not much of a mode.", "专利算不上护城河。", "A patent is not much of a moat."),
    ("They etch the ship and then they test the ship.", "他们先蚀刻芯片,然后测试芯片。", "They etch the chip and then they test the chip."),
    ("We keep a channel on slack for that.", "我们在 Slack 上有一个频道。", "We keep a channel on Slack for that."),
    ("I saw it on git hub last week.", "我上周在 GitHub 上看到的。", "I saw it on GitHub last week."),
])
def test_the_translation_has_what_was_meant(said: str, translated: str, reads_as: str) -> None:
    assert reads((said, translated)) == reads_as


@pytest.mark.parametrize(("said", "translated"), [
    ("The photos are in the cloud anyway.", "照片反正都在云端。"),
    ("We took the ship to Dover.", "我们坐船去了多佛。"),
    ("I met the team in Lyon.", "我在里昂见了团队。"),
    ("She walked past the apple tree.", "她走过苹果树。"),
])
def test_what_the_translation_confirms_stays(said: str, translated: str) -> None:
    assert reads((said, translated)) == said


@pytest.mark.parametrize(("said", "reads_as"), [
    ("We compared open AI with Anthropic and with Deep Seek.", "We compared OpenAI with Anthropic and with DeepSeek."),
    ("It was GPT4.5 then, and chatgpt was free.", "It was GPT-4.5 then, and ChatGPT was free."),
    ("He works on post- training, she does pre-training and post-training.",
     "He works on post-training, she does pre-training and post-training."),
    ("The weights are 4bit integers.", "The weights are 4-bit integers."),
    ("Ask A M D about it, they sell GPUs.", "Ask AMD about it, they sell GPUs."),
    ("I heard that Serebras makes a GPU rival as big as a plate.", "I heard that Cerebras makes a GPU rival as big as a plate."),
])
def test_house_style_and_what_recognisers_write(said: str, reads_as: str) -> None:
    assert reads(said) == reads_as


def test_a_name_of_the_metadata_is_written_as_the_metadata_write_it() -> None:
    assert reads("Welcome to the Lantern Podcast, I'm Noor Hadad.", metadata=HOSTS) == "Welcome to the Lantern Podcast, I'm Noor Haddad."
    assert reads("Welcome to the Lanten podcast.", metadata=HOSTS, field=False) == "Welcome to the Lantern Podcast."


def test_other_people_keep_their_names() -> None:
    said = "I learned it from Nora Hadley and from Julie Weber, who taught in Graz."
    assert reads(said, metadata=HOSTS) == said


def test_the_translation_repeats_the_error_and_is_repaired_too() -> None:
    document = repaired(talk(("We rented it from Korweave for a month.", "我们从 Korweave 租了一个月。"),
                             ("CoreWeave has a lot of GPUs.", "CoreWeave 有很多 GPU。")))
    assert {(e.before, e.after) for e in document.edits} == {("Korweave", "CoreWeave")}
    assert len(document.edits) == 2


def test_what_was_heard_in_the_speech_is_no_evidence_for_the_translation() -> None:
    document = repaired(talk(("They buy from Grok, the chip company, and its LPU is fast.", "他们从 Groq 那家芯片公司买,它的 LPU 很快。")))
    assert not [e for e in document.edits if e.before == "Groq"]


@pytest.mark.parametrize("said", [
    "It took 15 people and 2,400 hours.", "He ran 100 miles in 2019.", "Flight 447 left from gate 12 at 5.30.", "A 100 billion is a lot.",
    "Chapter 3.1.1 is about 7.25 percent.",
])
def test_numbers_stay(said: str) -> None:
    assert reads(said) == said


@pytest.mark.parametrize("subject", prose.ALL)
def test_right_text_of_other_fields_stays(subject: str) -> None:
    document = repaired(talk(*prose.ALL[subject].splitlines(), field=False))
    assert [(e.before, e.after) for e in document.edits] == []


def test_right_text_of_the_field_stays() -> None:
    document = repaired(talk(*prose.TALK.splitlines()))
    assert [(e.before, e.after) for e in document.edits if e.kind is EditKind.MISTRANSCRIPTION] == []


def test_two_words_that_another_name_joins_stay_where_they_are_right() -> None:
    said = "Did I say that Common Crawl is large?"
    assert reads(said) == said


def test_evidence_is_told_in_words() -> None:
    document = repaired(talk(("Then Antropik called us back.", "然后 Anthropic 给我们回了电话。"), "Anthropic is in San Francisco."))
    edit = document.edits[0]
    assert (edit.before, edit.after, edit.kind) == ("Antropik", "Anthropic", EditKind.MISTRANSCRIPTION)
    assert "the translation has 'Anthropic'" in edit.evidence and "sounds alike (0." in edit.evidence
    assert edit.rule.startswith("mistranscription: ") and edit.confidence >= 0.95


def test_what_is_unsure_is_suggested_and_changes_nothing() -> None:
    lines = ("Our agents run on their cloud, and Anthropic's agents do, too.", "我们的智能体在上面运行。")
    found = suggested(lines)
    assert all(s.confidence < 0.95 and s.change == "text" for s in found)
    assert not [e for e in repaired(talk(lines)).edits if joined(e.before) != joined(e.after)]


BAKING = """\
field: baking
version: 2024.1
languages: [en, zh]
cues: [sourdough, oven, dough, crumb, flour, loaf, starter, bake, 面团]
kind: term
contexts:
  dough: [knead, yeast, rise]
entries:
- {name: proofing, zh: [发酵], confusions: {roofing: [$dough, dough]}}
- {name: banneton, heard: [baneton], variants: [bannetton]}
"""


def test_a_users_lexicon_of_another_field(tmp_path: Path) -> None:
    path = tmp_path / "baking.yaml"
    path.write_text(BAKING, "utf-8")
    document = repaired(talk("The dough needs an hour of roofing before the oven, and the loaf rests in a baneton.",
                             "Knead the flour, wait for it to rise, and bake the sourdough with an old starter for a better crumb.",
                             "There was not a cloud over the bakery, and the ship brought rye.", field=False), str(path))
    assert [(e.before, e.after) for e in document.edits] == [("roofing", "proofing"), ("baneton", "banneton")]


def test_the_same_document_gives_the_same_claims() -> None:
    lines = (("We asked Antropik and open AI.", "我们问了 Anthropic 和 OpenAI。"), ("Then cloud wrote it.", "然后 Claude 写了。"))
    assert repaired(talk(*lines)) == repaired(talk(*lines))


# --- the same error, translated

def test_what_the_translation_made_of_a_misheard_name_is_put_right_too() -> None:
    line = ("They rent GPUs and run lama and Mistral on them, the open weights.", "他们租 GPU,在上面运行喇嘛和 Mistral,开放权重。")
    assert reads(line) == "They rent GPUs and run Llama and Mistral on them, the open weights."
    assert reads(line, lang="zh") == "他们租 GPU,在上面运行Llama和 Mistral,开放权重。"


def test_a_word_of_the_translation_that_another_word_accounts_for_stays() -> None:
    line = ("The monk, a lama, asked how lama and Mistral differ, with open weights.", "那位僧人,一位喇嘛,问 Llama 和 Mistral 有何不同,开放权重。")
    assert "喇嘛" in reads(line, lang="zh")


@pytest.mark.parametrize(("said", "reads_as"), [
    ("The humanoid robot that danced was made by unit tree in Hangzhou.", "The humanoid robot that danced was made by Unitree in Hangzhou."),
    ("The robot walked past a unit, tree by tree.", "The robot walked past a unit, tree by tree."),
    ("We planted one unit tree in every row of the orchard.", "We planted one unit tree in every row of the orchard."),
])
def test_several_words_heard_for_one_name_where_its_field_is_at_hand(said: str, reads_as: str) -> None:
    assert reads((said, "")) == reads_as
