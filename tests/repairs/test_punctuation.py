"""Full-width marks after Chinese, ASCII marks after everything else."""
from __future__ import annotations

import pytest

from flows.evidence.context import Context
from flows.repairs.punctuation import punctuation
from tests.repairs.spoken import repaired, says, spoken


@pytest.mark.parametrize(("raw", "reads"), [
    ("好的,我们开始吧。你呢?", "好的，我们开始吧。你呢？"),
    ("我们用 OpenAI,你用什么?", "我们用 OpenAI,你用什么？"),
    ("对, 是的! 三点:一、二; 三。", "对，是的！三点：一、二；三。"),
    ("一共 3,000 个,比例 3:1。", "一共 3,000 个，比例 3:1。"),
    ("大模型(LLM)和令牌(又叫 token)。", "大模型(LLM)和令牌（又叫 token）。"),
    ("他说“好”,然后走了。", "他说“好”，然后走了。"),
    ("路由器(router),对吧?", "路由器(router)，对吧？"),
])
def test_chinese(raw: str, reads: str) -> None:
    assert says(repaired(spoken(raw, lang="zh"), punctuation), "zh") == [reads]


def test_no_space_after_a_mark_between_two_lines() -> None:
    document = spoken("你需要多少数据?", "用一个例子来说,很多。", lang="zh", opens=False)
    assert says(repaired(document, punctuation), "zh") == ["你需要多少数据？用一个例子来说，很多。"]


def test_other_languages_are_left() -> None:
    assert punctuation(spoken("He said 你好, and left."), Context()).edits == ()
