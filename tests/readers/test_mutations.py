"""What people and programs do to a transcript's white space and marks changes nothing of what is read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from flows.readers import read
from tests.readers.gallery import Exhibit, check_tiling, exhibits, turns

ALL = [x for x in exhibits() if "refused" not in x.expected]
PROSE = [x for x in ALL if x.expected["format"] in ("labelled", "stamped", "paired", "asked")]
LINES = [x for x in ALL if x.expected["format"] != "recogniser" and x.path.suffix not in (".docx", ".html")]
BOLD = [
    x
    for x in PROSE
    if x.path.suffix == ".md" and re.search(r"(?m)^\*\*[^*\[>]+(?::\*\*|\*\*:) ", x.text()[0]) and "recordings" not in x.expected
]


def said(exhibit: Exhibit, text: str) -> dict[str, list[str]]:
    name, reading = read(text, exhibit.path.name, exhibit.known)
    assert name == exhibit.expected["format"]
    check_tiling(text, reading)
    return {lang: [re.sub(r"\s+", " ", t) for t in side] for lang, side in turns(text, reading).items()}


def expected(exhibit: Exhibit) -> dict[str, list[str]]:
    return {lang: [re.sub(r"\s+", " ", t) for t in side] for lang, side in exhibit.expected["turns"].items()}


MUTATIONS: dict[str, Callable[[str], str]] = {
    "crlf": lambda t: re.sub(r"(?<!\r)\n", "\r\n", t),
    "cr": lambda t: re.sub(r"\r?\n", "\r", t),
    "bom": lambda t: "\ufeff" + t.lstrip("\ufeff"),
    "trailing spaces": lambda t: re.sub(r"(?m)$", "  ", t),
    "trailing tabs and no-break spaces": lambda t: re.sub(r"(?m)(?<=\S)$", "\t\u00a0", t),
    "no line break at the end": lambda t: t.rstrip("\n"),
    "blank lines at the end": lambda t: t + "\n\n \n",
}


@pytest.mark.parametrize("exhibit", LINES, ids=lambda x: x.path.name)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_white_space_at_line_ends(exhibit: Exhibit, mutation: str) -> None:
    assert said(exhibit, MUTATIONS[mutation](exhibit.text()[0])) == expected(exhibit)


@pytest.mark.parametrize("exhibit", PROSE, ids=lambda x: x.path.name)
def test_more_blank_lines(exhibit: Exhibit) -> None:
    assert said(exhibit, re.sub(r"\n\n+", "\n\n\n", exhibit.text()[0])) == expected(exhibit)


DENSE = [
    x
    for x in PROSE
    if not re.search(r"name-alone|headings|furniture|front|stamped|bracketed-host-alone|four-asterisks|word|otter", x.path.name)
]


@pytest.mark.parametrize("exhibit", DENSE, ids=lambda x: x.path.name)
def test_no_blank_lines(exhibit: Exhibit) -> None:
    text = exhibit.text()[0]
    assert said(exhibit, re.sub(r"\n(?:[ \t\u00a0]*\n)+", "\n", text)) == expected(exhibit)


@pytest.mark.parametrize("exhibit", DENSE, ids=lambda x: x.path.name)
def test_blank_line_after_every_line(exhibit: Exhibit) -> None:
    begin = re.match(r"\ufeff?---\n.*?\n---\n", exhibit.text()[0], re.S)
    head = begin[0] if begin else ""
    assert said(exhibit, head + re.sub(r"\n", "\n\n", exhibit.text()[0][len(head) :])) == expected(exhibit)


LABEL = re.compile(r"(?m)^(<p[^>]*>)?\*\*(?P<name>[^*\[\]>:：]+)(?:[:：]\*\*|\*\*[:：])[ \t]*(?=\S)")
MARKUPS = {
    "**Name:** ": r"**{}:** ",
    "**Name**: ": "**{}**: ",
    "**Name：** ": "**{}：** ",
    "**Name**：": "**{}**：",
    "Name: ": "{}: ",
    "__Name:__ ": "__{}:__ ",
    "[Name]: ": "[{}]: ",
}


@pytest.mark.parametrize("exhibit", BOLD, ids=lambda x: x.path.name)
@pytest.mark.parametrize("markup", MARKUPS)
def test_label_markup(exhibit: Exhibit, markup: str) -> None:
    if markup == "Name: " and re.search(r"not-labels|chunks|view-hide|placeholder|glossary|unlabelled", exhibit.path.name):
        pytest.skip("without marks nothing tells these labels from text")
    text = LABEL.sub(lambda m: (m[1] or "") + MARKUPS[markup].format(m["name"]), exhibit.text()[0])
    assert said(exhibit, text) == expected(exhibit)
