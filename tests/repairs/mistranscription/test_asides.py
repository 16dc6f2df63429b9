"""What a file says beside the talk is repaired with it, and what else is read from it stays."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.clean import clean
from flows.document.headings import as_they_read
from flows.document.model import Metadata
from flows.document.view import view
from flows.episode import read_document
from flows.evidence.context import Context
from flows.repairs.mistranscription.asides import asides
from flows.sources import discover
from flows.tabulate import tabulate
from tests.repairs.mistranscription.talks import reads, suggested

PAGE = """---
title: How they got here
host: Ada Moss
companies:
  - Deepseek
  - Open AI
slug: deepseek-and-chat-gpt
summary: Ada Moss asks how Deepseek trains its language models.
---

## What Deepseek did with its GPUs

**Ada Moss:** How did DeepSeek train language models on so few GPUs?

**Ben Ode:** DeepSeek and OpenAI both use reinforcement learning, and language models on a cluster of GPUs.

**Ada Moss:** And what about deep learning in a startup that builds AI agents?

**Ben Ode:** It is the same deep learning, and the same GPUs.
"""


def document(folder: Path):
    (folder / "page.md").write_text(PAGE, "utf-8")
    source = discover(folder).sources[0]
    return clean(read_document(source, (folder / "page.md").read_bytes()), Context())


def test_headings_and_values_are_read_and_facts_and_slugs_are_not(tmp_path: Path) -> None:
    found = document(tmp_path)
    texts = [found.text[p.start:p.end] for p in asides(found, "en")]
    assert texts == ["Deepseek", "Open AI", "Ada Moss asks how Deepseek trains its language models.", "What Deepseek did with its GPUs"]


def test_names_beside_the_talk_are_written_as_in_it(tmp_path: Path) -> None:
    found = document(tmp_path)
    assert view(found, asides(found, "en")[:2]).text == "DeepSeek OpenAI"
    assert found.meta.title == "How they got here", "the maintainer's title stands"


def test_a_section_reads_as_its_heading_does(tmp_path: Path) -> None:
    found = document(tmp_path)
    assert as_they_read(found) == {"What Deepseek did with its GPUs": "What DeepSeek did with its GPUs"}
    assert {row["section"] for row in tabulate(found)["turns"]} == {"What DeepSeek did with its GPUs"}


def test_a_number_that_lost_its_letter() -> None:
    told = "用的是上一代的 H800 而不是 H100,H800 因为出口限制被削弱了。"
    assert reads(("They used the H800 and not the H100, the 800 is weaker because of export rules.", told)) \
        == "They used the H800 and not the H100, the H800 is weaker because of export rules."
    counted = "他们买了 800 块 H800。"
    assert reads(("They bought 800 of the H800 chips.", counted)) == "They bought 800 of the H800 chips."


def test_a_name_that_lost_its_capitals() -> None:

    show = Metadata(source_lang="en", show="The TIDE Podcast with Noor Haddad")
    assert reads("Welcome to the Tide Podcast, it is a mad podcast.", metadata=show, field=False) \
        == "Welcome to the TIDE Podcast, it is a mad podcast."
    shouting = Metadata(source_lang="en", show="THE TIDE PODCAST")
    assert reads("Welcome to the Tide Podcast.", metadata=shouting, field=False) == "Welcome to the Tide Podcast."


def test_a_letter_lost_in_a_word_tied_to_another() -> None:
    told = ("We talked about the importance of post-raining and of building systems.", "我们谈到了后训练和构建系统的重要性。")
    assert reads(told) == "We talked about the importance of post-training and of building systems."


def test_a_share_of_a_hundred_is_no_chip() -> None:
    said = "The GPUs on this cluster will be 100% busy, and the B200 chips will be 100 percent busy."
    assert reads(said) == said and not [s for s in suggested(said) if "100" in s.before]


def test_a_heading_of_a_language_that_its_script_does_not_tell_is_left_alone(tmp_path: Path) -> None:
    found = document(tmp_path)
    german = replace(found, pieces=tuple(replace(p, lang="de") if i % 2 else p for i, p in enumerate(found.pieces)))
    assert asides(german, "en") == asides(german, "de") == ()
