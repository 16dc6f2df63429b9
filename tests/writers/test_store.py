"""Where releases live: one writer at a time, versions in their order, LATEST always a whole release."""
from __future__ import annotations

import itertools
import json

import pytest

from flows.versions import _numbered
from flows.writers.checksums import write_sums
from flows.writers.store import Store, StoreError, versions_after


def _release(folder, text="rows"):
    (folder / "release").mkdir()
    (folder / "release" / "manifest.json").write_text(text)
    write_sums(folder / "release")
    return folder / "release"


@pytest.mark.parametrize(("numbered", "change", "expected"), [
    (None, "same", "1.0.0"), ("1.4.2", "edited", "2.0.0"), ("1.4.2", "added", "1.5.0"), ("1.4.2", "same", "1.4.3"),
])
def test_the_next_version_says_what_changed(numbered, change, expected):
    assert next(versions_after(numbered, change)) == expected


def test_a_taken_version_is_stepped_over_by_patches():
    assert list(itertools.islice(versions_after("1.0.0", "added"), 3)) == ["1.1.0", "1.1.1", "1.1.2"]


@pytest.mark.parametrize(("previous", "numbered"), [
    ({"1.2.0": None, "2.0.0": "1.2.0", "nightly": "1.2.0"}, "1.2.0"),  # 2.0.0 was left by a run that was killed
    ({"1.2.0": None, "monday": "1.2.0", "nightly": "monday"}, "1.2.0"),
    ({"1.2.0": None, "nightly": "monday"}, "1.2.0"),  # monday was taken away
    ({"nightly": "1.2.0"}, "1.2.0"),
    ({"nightly": None}, None),
    ({"1.2.0": None, "monday": "nightly", "nightly": "monday"}, "1.2.0"),  # monday was taken away and made again
])
def test_after_a_version_without_a_number_the_numbers_go_on(tmp_path, previous, numbered):
    for version, before in previous.items():
        (tmp_path / version).mkdir()
        (tmp_path / version / "manifest.json").write_text(json.dumps({"previous": before}))
    assert _numbered(Store(tmp_path), "nightly") == numbered


def test_revealing_names_it_in_latest_and_leaves_nothing_behind(tmp_path):
    store = Store(tmp_path / "out")
    with store.locked(), store.aside() as folder:
        store.reveal(_release(folder), "1.0.0")
    assert (store.latest, store.versions()) == ("1.0.0", ["1.0.0"])
    assert sorted(p.name for p in store.folder.iterdir() if not p.name.startswith(".lock")) == ["1.0.0", "LATEST"]


def test_other_bytes_are_refused_and_the_same_are_not(tmp_path):
    store = Store(tmp_path)
    for text in ("rows", "rows"):
        with store.locked(), store.aside() as folder:
            store.reveal(_release(folder, text), "1.0.0")
    with store.locked(), store.aside() as folder, pytest.raises(StoreError, match="holds other bytes"):
        store.reveal(_release(folder, "other"), "1.0.0")
    assert (tmp_path / "1.0.0" / "manifest.json").read_text() == "rows"


def test_versions_are_ordered_as_numbers(tmp_path):
    for version in ("1.10.0", "1.9.0", "spring", "2.0.0"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "manifest.json").write_text("{}")
    assert Store(tmp_path).versions() == ["1.9.0", "1.10.0", "2.0.0", "spring"]
    assert Store(tmp_path).newest == "2.0.0", "without LATEST the highest version is the newest"


def test_a_second_writer_waits_says_so_and_gives_up_when_told(tmp_path):
    said: list[str] = []
    with Store(tmp_path).locked():
        with pytest.raises(StoreError, match="still writing"):
            with Store(tmp_path).locked(wait_s=0.1, say=said.append):
                pass
    assert "waiting" in said[0]


def test_what_dead_runs_left_is_swept_up(tmp_path):
    (tmp_path / ".writing-123" / "release").mkdir(parents=True)
    with Store(tmp_path).locked():
        assert not (tmp_path / ".writing-123").exists()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--output"):
        with Store(tmp_path / "file" / "out").locked():
            pass
