"""Which reader reads: the surest, the one that is asked for, or none."""

from __future__ import annotations

import dataclasses

import pytest

from flows.document.model import Metadata
from flows.readers import Unreadable, read, recognise_all, registry
from flows.readers.base import Recognition
from tests.readers.gallery import exhibits

TALK = "Ann: Who has the key?\nBo: Not me.\nAnn: Who then?\nBo: The wind.\n"


def test_every_reader_has_its_say() -> None:
    ranked = recognise_all(TALK, "talk.txt")
    assert [name for name, _ in ranked][0] == "labelled"
    assert {name for name, _ in ranked} == {r.name for r in registry.READERS}
    assert all(seen.why for _, seen in ranked)


@pytest.mark.parametrize("exhibit", exhibits(), ids=lambda x: x.path.name)
def test_recognising_never_raises_and_stays_within_bounds(exhibit) -> None:
    try:
        text, _ = exhibit.text()
    except Unreadable:
        return
    assert all(0 <= seen.score <= 1 for _, seen in recognise_all(text, exhibit.path.name))


def test_forced_reader_reads() -> None:
    article = "Ann said that the key was lost.\n\n安说钥匙丢了。\n"
    assert read(article, "a.txt", forced="paired")[0] == "paired"


def test_forced_reader_that_does_not_exist() -> None:
    with pytest.raises(Unreadable, match="does not exist") as caught:
        read(TALK, "talk.txt", forced="braille")
    assert "labelled" in caught.value.remedy


def test_a_tie_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twin:
        name = "twin"

        def recognise(self, text: str, path: str) -> Recognition:
            return Recognition(dict(recognise_all_before)["labelled"].score, "it looks the same to me")

        def read(self, text: str, path: str, known: Metadata):
            raise AssertionError

    recognise_all_before = recognise_all(TALK, "talk.txt")
    monkeypatch.setattr(registry, "READERS", (*registry.READERS, Twin()))
    with pytest.raises(Unreadable, match="could be") as caught:
        read(TALK, "talk.txt")
    assert "format:" in caught.value.remedy


def test_what_is_known_from_outside_comes_first() -> None:
    text = "---\ntitle: Keys\ndate: 2024-01-02\n---\n" + TALK
    _, reading = read(text, "talk.md", Metadata(title="The Keys"))
    assert (reading.meta.title, reading.meta.date) == ("The Keys", "2024-01-02")


def test_readings_cannot_be_changed() -> None:
    _, reading = read(TALK, "talk.txt")
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.pieces = ()
