"""Which language a stretch is in, however long the file and however its languages take turns."""

from __future__ import annotations

import pytest

from flows.readers.languages import sides

SAID = {
    "en": ["Who lit the lamp on the pier?", "Nobody did, and it burned because the wind was kind."],
    "es": ["¿Quién encendió la lámpara del muelle?", "Nadie, y ardió porque el viento fue amable."],
    "de": ["Wer hat die Lampe auf dem Steg angezündet?", "Niemand, und sie brannte, weil der Wind gütig war."],
    "zh-Hans": ["谁点亮了码头上的灯？", "没有人，灯亮着是因为风对它很好。"],
    "zh-Hant": ["誰點亮了碼頭上的燈？", "沒有人，燈亮著是因為風對它很好。"],
}


@pytest.mark.parametrize("pair", [("en", "es"), ("de", "en"), ("zh-Hans", "zh-Hant")], ids="-".join)
@pytest.mark.parametrize("lines", [4, 20, 50, 96, 150, 600])
def test_languages_that_take_turns_are_told_apart_at_any_length(pair: tuple[str, str], lines: int) -> None:
    """A sample of every second line would see one of the two."""
    texts = [SAID[pair[k % 2]][k // 2 % 2] for k in range(lines)]
    assert sides(texts) == [pair[k % 2] for k in range(lines)]
