"""Links are asked by raw offsets, in both directions."""
from __future__ import annotations

from dataclasses import replace

from flows.document.model import Document, Link, Metadata, RawText
from flows.evidence.links import Links, partner_spans, translated

LINKS = (
    Link(((0, 10), (20, 25)), ((100, 104),), "zh", 0.9, "dp"),
    Link(((25, 40),), ((104, 120), (130, 135)), "zh", 0.9, "dp"),
    Link(((0, 40),), ((200, 240),), "ja", 0.9, "dp"),
)
DOCUMENT = replace(Document("x", RawText("." * 300, "utf-8", "", "x"), "test", Metadata(), (), ()), links=LINKS)


def test_a_stretch_finds_its_translations() -> None:
    assert translated(DOCUMENT, 3, 5) == [(100, 104), (200, 240)]
    assert translated(DOCUMENT, 22, 26, "zh") == [(100, 104), (104, 120), (130, 135)]
    assert translated(DOCUMENT, 12, 18, "zh") == []
    assert translated(DOCUMENT, 25, 25, "zh") == [(104, 120), (130, 135)]


def test_a_translation_finds_what_was_spoken() -> None:
    links = Links(DOCUMENT)
    assert links.spoken(131, 132) == [(25, 40)]
    assert links.spoken(120, 130) == []
    assert links.of_target(100, 101) == [LINKS[0]]


def test_partners_go_both_ways() -> None:
    assert partner_spans(DOCUMENT, [(30, 31)], "zh") == [(104, 120), (130, 135)]
    assert partner_spans(DOCUMENT, [(101, 102)]) == [(0, 10), (20, 25)]


def test_a_document_without_links_has_no_partners() -> None:
    assert translated(replace(DOCUMENT, links=()), 0, 300) == []
