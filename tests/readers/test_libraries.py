"""Our scanners keep offsets, which libraries lose; on cues, times and text both must agree."""

from __future__ import annotations

import re
from pathlib import Path

import pysubs2
import pytest
import webvtt

from flows.readers.caption_text import plain
from flows.readers.cues import web_or_srt, xml
from tests.readers.gallery import FOLDER


def ours(text: str) -> list[tuple[float | None, float | None, str]]:
    cues, _ = web_or_srt(text, "x")
    return [(c.start, c.end, " ".join(t for a, b in c.lines if (t := plain(text[a:b])))) for c in cues if c.lines]


def shown(text: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>|\{\\[^{}]*\}", "", text).replace("\\N", " ").replace("&amp;", "&").replace("&gt;", ">").split())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.srt")), ids=lambda p: p.name)
def test_srt_as_pysubs2(path: Path) -> None:
    theirs = pysubs2.load(str(path), encoding="utf-8", format_="srt", keep_html_tags=True)
    expected = [(e.start / 1000, e.end / 1000, shown(e.text)) for e in theirs]
    assert ours(path.read_text("utf-8")) == expected


@pytest.mark.parametrize(
    "path", [p for p in sorted(FOLDER.glob("*.vtt")) if not p.name.startswith(("refused", "teams"))], ids=lambda p: p.name
)
def test_webvtt_as_webvtt_py(path: Path) -> None:
    theirs = webvtt.from_string(path.read_text("utf-8"))

    def seconds(t: str) -> float:
        h, m, s = t.split(":")
        return round(int(h) * 3600 + int(m) * 60 + float(s), 3)

    expected = [(seconds(c.start), seconds(c.end), shown(c.text)) for c in theirs if shown(c.text)]
    assert [c for c in ours(path.read_text("utf-8")) if c[2]] == expected


def test_ttml_as_pysubs2() -> None:
    text = (FOLDER / "timed-text.ttml").read_text("utf-8")
    theirs = pysubs2.SSAFile.from_string(text, format_="ttml")
    cues, _ = xml(text, "x")
    assert [(c.start, c.end) for c in cues] == [(e.start / 1000, e.end / 1000) for e in theirs]
    assert [" ".join(plain(text[a:b]) for a, b in c.lines) for c in cues] == [shown(e.plaintext) for e in theirs]
