"""Every kind of transcript that people have, and files that are none: each is read as its .yaml says, or refused with a reason."""

from __future__ import annotations

import re

import pytest

from flows.readers import Unreadable
from tests.readers.gallery import Exhibit, check_tiling, exhibits, names, turns

ALL = exhibits()
READ = [x for x in ALL if "refused" not in x.expected]
REFUSED = [x for x in ALL if "refused" in x.expected]


@pytest.mark.parametrize("exhibit", READ, ids=lambda x: x.path.name)
def test_read(exhibit: Exhibit) -> None:
    text, name, reading = exhibit.read()
    expected = exhibit.expected
    check_tiling(text, reading)
    assert turns(text, reading) == expected["turns"]
    assert name == expected["format"]
    if "encoding" in expected:
        assert exhibit.text()[1] == expected["encoding"]
    if "names" in expected:
        said = names(text, reading)
        assert {label: said[label] for label in expected["names"]} == expected["names"]
    if "starts" in expected:
        assert [p.start_s for p in reading.pieces if p.opens] == expected["starts"]
    for kind, held in expected.get("blocks", {}).items():
        assert [text[b.start : b.end] for b in reading.blocks if b.kind == kind] == held
    for field, value in expected.get("meta", {}).items():
        assert getattr(reading.meta, field) == value


@pytest.mark.parametrize("exhibit", REFUSED, ids=lambda x: x.path.name)
def test_refused(exhibit: Exhibit) -> None:
    with pytest.raises(Unreadable) as caught:
        exhibit.read()
    assert re.search(exhibit.expected["refused"], caught.value.reason)
    assert caught.value.remedy
    if "line" in exhibit.expected:
        assert caught.value.line == exhibit.expected["line"]
