"""The shipped lexicon in the form that loads quickly says what its files say."""
from __future__ import annotations

from pathlib import Path

import pytest

from flows.evidence.lexicon import compiled, files

FILE = """field: baking
version: 1
languages: [en, zh]
cues: [oven]
kind: term
contexts: {dough: [knead, yeast]}
entries:
- {name: proofing, zh: [醒发], confusions: {roofing: [$dough, rise]}, context: [$dough]}
- {name: KitchenAid, kind: company, variants: [kitchen aid], heard: [kitchenade], exact: true, say: K IH CH AH N EY D}
- {name: Mixer, numbered: "Mixer #", common: true}
"""


@pytest.mark.parametrize("path", files.shipped(), ids=lambda p: p.stem)
def test_every_shipped_file_is_compiled_as_it_stands(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    held = compiled.quickly(text, path.name)
    assert held is not None, "run: python -m flows.evidence.lexicon compile"
    assert held == files.parse(text, path.name)


def test_what_is_compiled_is_what_the_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "baking.yaml"
    source.write_text(FILE, encoding="utf-8")
    to = tmp_path / "compiled.json.gz"
    compiled.write([source], to)
    first = to.read_bytes()
    compiled.write([source], to)
    assert to.read_bytes() == first
    monkeypatch.setattr(compiled, "PATH", to)
    compiled._held.cache_clear()
    try:
        assert compiled.quickly(FILE, "baking.yaml") == files.parse(FILE, "baking.yaml")
        assert compiled.quickly(FILE + "- {name: Whisk}\n", "baking.yaml") is None
        assert compiled.quickly(FILE, "other.yaml") is None
    finally:
        compiled._held.cache_clear()
