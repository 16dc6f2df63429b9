"""What is heard but not said leaves the text and is kept by name."""
from __future__ import annotations

import pytest

from flows.evidence import sounds
from flows.repairs.events import events
from tests.repairs.spoken import repaired, says, spoken


@pytest.mark.parametrize(("raw", "reads", "heard"), [
    ("So nice. [laughter] I was just thinking.", "So nice. I was just thinking.", "laughter"),
    ("[clears throat] Okay.", "Okay.", "throat_clearing"),
    ("Right [snorts].", "Right.", "snort"),
    ("很专业。(笑)我刚才在想。", "很专业。我刚才在想。", "laughter"),
    ("谢谢。（笑声）", "谢谢。", "laughter"),
    ("是的。[哼了一声] 好。", "是的。好。", "snort"),
    ("[全场大笑]好的。", "好的。", "laughter"),
    ("Well (laughs) no.", "Well no.", "laughter"),
    ("[LAUGHTER AND APPLAUSE] Thank you.", "Thank you.", "laughter applause"),
    ("[inaudible 00:12:03] that was it.", "that was it.", "inaudible"),
    ("[Dana laughs] Stop.", "Stop.", "laughter"),
    ("[papers rustling] Here.", "Here.", "papers_rustling"),
    ("*sighs* Okay.", "Okay.", "sigh"),
    ("♪ la la la ♪ And we are back.", "la la la And we are back.", "music"),
    ("(笑) やめて。", "やめて。", "laughter"),
])
def test_heard(raw: str, reads: str, heard: str) -> None:
    document = repaired(spoken(raw), events)
    assert says(document) == [reads]
    assert " ".join(e.event for e in document.edits if e.event) == heard


@pytest.mark.parametrize("raw", [
    "Making [...] up.", "What the [ __ ] is it.", "[The] model is [quite] good.", "We ran it (eval) twice.",
    "The loop (feedback) is short.",
    "[sic]",
    "用评估(eval)和令牌(token)。", "那个(梗)很老。", "He wrote [thinking] there.", "[2024]",
])
def test_words_in_brackets_stay(raw: str) -> None:
    document = repaired(spoken(raw), events)
    assert says(document) == [raw]
    assert document.edits == ()


def test_every_sound_has_a_plain_name() -> None:
    heard = [sounds.names(note) for note in ("laughs", "掌声", "叹气", "清嗓子", "music", "[...]")]
    assert heard == [("laughter",), ("applause",), ("sigh",), ("throat_clearing",), ("music",), ()]
