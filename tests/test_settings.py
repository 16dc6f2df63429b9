"""A mistake in a settings file is named where it stands, with what to do about it."""
from __future__ import annotations

import pytest

from flows.document.model import Person
from flows.settings import SettingsError, metadata, read_decisions, read_sources


def _sources(tmp_path, text):
    (tmp_path / "sources.yaml").write_text(text, "utf-8")
    return read_sources(tmp_path / "sources.yaml")


def test_everything_that_can_be_said_of_a_source(tmp_path):
    (_, given), = _sources(tmp_path, """
talk.txt:
  title: "Bridges: a talk"
  date: 2026-03-09
  source_lang: en
  license: CC-BY-4.0
  episode_id: bridges-1
  format: labelled
  speakers:
    - name: Ada Byrne
      role: host
      about: builds bridges
      aliases: [Ada, AB]
    - Luis Ortega
""").values()
    known = metadata(given)
    assert (known.title, known.date, known.source_lang, known.license) == ("Bridges: a talk", "2026-03-09", "en", "CC-BY-4.0")
    assert known.people == (Person("Ada Byrne", "host", "builds bridges", ("Ada", "AB")), Person("Luis Ortega"))
    assert (given["episode_id"], given["format"]) == ("bridges-1", "labelled")


@pytest.mark.parametrize(("text", "line", "says"), [
    ("talk.txt:\n  titel: Bridges\n", 2, "Did you mean `title`?"),
    ("talk.txt:\n  title: a\nother.txt:\n  colour: red\n", 4, "Known fields: title"),
    ("talk.txt:\n  title: a\ntalk.txt:\n  title: b\n", 3, "given twice (first in line 1)"),
    ("talk.txt:\n  speakers:\n    - {name: Ada, role: hsot}\n", 3, "Did you mean `host`?"),
    ("talk.txt:\n  speakers:\n    - {role: host}\n", 3, "has no name"),
    ("talk.txt:\n  speakers: Ada\n", 2, "must be a list"),
    ("talk.txt:\n  date: last summer\n", 2, "2026-03-09"),
    ("talk.txt:\n  episode_id: Two Words\n", 2, "lower case"),
    ("talk.txt:\n  title: a: b\n", 2, "is not YAML"),
    ("- talk.txt\n", 1, "must be `key: value` lines"),
    ("talk.txt:\n  date: 2024-13\n", 2, "which no calendar has"),
    ("talk.txt:\n  date: 2024-02-31\n", 2, "`2024-02-31` cannot be read"),
    ("talk.txt:\n  title: !!python/name:os.system x\n", 2, "put it in quotes"),
])
def test_a_mistake_in_sources_yaml_names_line_and_remedy(tmp_path, text, line, says):
    with pytest.raises(SettingsError) as e:
        _sources(tmp_path, text)
    assert e.value.line == line
    assert str(e.value).startswith(f"sources.yaml, line {line}: ")
    assert says in str(e.value)


def test_an_empty_file_and_an_empty_entry_say_nothing(tmp_path):
    assert _sources(tmp_path, "# nothing yet\n") == {}
    (_, given), = _sources(tmp_path, "talk.txt:\n").values()
    assert given == {}


def test_decisions_keep_quotes_and_line_breaks(tmp_path):
    (tmp_path / "decisions.csv").write_text('episode,start,end,expect,change,value,why\ntalk,3,9,"a ""b""\nc",text,keep,\n', "utf-8-sig")
    d, = read_decisions(tmp_path / "decisions.csv")
    assert (d.episode, d.start, d.end, d.expect, d.change, d.value) == ("talk", 3, 9, 'a "b"\nc', "text", "keep")


@pytest.mark.parametrize(("row", "says"), [
    ("talk,three,9,a,text,b,", "start is `three`"),
    ("talk,9,3,a,text,b,", "before it starts"),
    ("talk,3,9,a,rename,b,", "It is one of: text, split, merge, speaker"),
    (",3,9,a,text,b,", "names no episode"),
])
def test_a_mistake_in_decisions_csv_names_the_line(tmp_path, row, says):
    (tmp_path / "decisions.csv").write_text(f"episode,start,end,expect,change,value,why\ntalk,1,2,a,text,b,\n{row}\n", "utf-8")
    with pytest.raises(SettingsError) as e:
        read_decisions(tmp_path / "decisions.csv")
    assert e.value.line == 3
    assert says in str(e.value)


def test_decisions_without_a_column(tmp_path):
    (tmp_path / "decisions.csv").write_text("episode,start,end,change,value\n", "utf-8")
    with pytest.raises(SettingsError, match="line 1: lacks the column expect"):
        read_decisions(tmp_path / "decisions.csv")
