"""What people write beside their transcripts: YAML with line numbers, so that a mistake is named where it stands.

The files: ``sources.yaml`` (metadata by raw file), ``decisions.csv`` (a reviewer's words on spans), ``dataset.yaml`` and
``datasheet.yaml`` (about the dataset as a whole). All are optional. A mistake in one of them stops the release before any work
is done, for a setting that is silently not followed is worse than no release.
"""
from __future__ import annotations

import csv
import datetime
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from flows.document.model import Metadata, Person
from flows.evidence.context import Decision
from flows.readers.base import Unreadable
from flows.readers.dates import iso_date
from schemas.columns import CHANGES, DATE, ID, LANGUAGE, ROLES

DECISION_COLUMNS = ("episode", "start", "end", "expect", "change", "value", "why")
_DATE, _LANG, _ID = re.compile(DATE), re.compile(LANGUAGE), re.compile(ID)


class SettingsError(Unreadable):
    """A settings file that says something which cannot be followed: names file, line, reason and remedy."""


class Lined:
    """A value of a YAML file with the place where it is written."""

    def __init__(self, node: yaml.Node, file: str):
        self.node, self.file, self.line = node, file, node.start_mark.line + 1

    @property
    def value(self) -> Any:
        """What is written there; raises where YAML cannot make a value of it (a date that no calendar has, an unknown tag)."""
        try:
            return yaml.SafeLoader("").construct_document(self.node)
        except (yaml.YAMLError, ValueError) as e:
            reason = getattr(e, "problem", None) or e
            raise self.error(f"`{getattr(self.node, 'value', '')}` cannot be read: {reason}.", "Correct it, or put it in quotes.") from e

    def error(self, reason: str, remedy: str) -> SettingsError:
        return SettingsError(self.file, reason, remedy, self.line)

    def items(self, what: str) -> list[tuple[str, Lined, Lined]]:
        """``(key, key as written, value)`` of a mapping; raises where it is none or where a key comes twice."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"{what} must be `key: value` lines, this is {self._kind()}.", "Write one a line, indented alike.")
        seen: dict[str, int] = {}
        out = []
        for k, v in self.node.value:
            key = Lined(k, self.file)
            name = str(key.value)
            if name in seen:
                raise key.error(f"`{name}` is given twice (first in line {seen[name]}).", "Keep one of the two.")
            seen[name] = key.line
            out.append((name, key, Lined(v, self.file)))
        return out

    def list(self, what: str) -> list[Lined]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error(f"{what} must be a list, this is {self._kind()}.", "Begin each item with `- `.")
        return [Lined(n, self.file) for n in self.node.value]

    def text(self, what: str) -> str | None:
        """A scalar as text, null for an empty one; dates as ISO 8601."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error(f"{what} must be text, this is {self._kind()}.", "Write it on one line, in quotes where it holds `: ` or `#`.")
        value = self.value
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, datetime.date):
            return value.isoformat()
        return None if value is None or str(self.node.value).strip() == "" else str(self.node.value).strip()

    def _kind(self) -> str:
        return {"map": "a mapping", "seq": "a list"}.get(self.node.tag.rsplit(":", 1)[-1], "a single value")


def read_yaml(path: Path, name: str) -> Lined | None:
    """The one document of a YAML file with its line numbers, or None where the file is missing or empty."""
    if not path.is_file():
        return None
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as e:
        raise SettingsError(name, f"is not UTF-8 ({e.reason} at byte {e.start}).", "Save it as UTF-8.") from e
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        reason = getattr(e, "problem", None) or "cannot be parsed"
        raise SettingsError(name, f"is not YAML: {reason}.", "Check indentation, and put values that hold `: ` in quotes.",
                            mark.line + 1 if mark else None) from e
    return Lined(node, name) if node is not None else None


def fields(entry: Lined, what: str, known: Iterable[str]) -> Mapping[str, Lined]:
    """The fields of a mapping by name; a name that is not ``known`` is an error that says which was meant."""
    known = tuple(known)
    out = {}
    for name, key, value in entry.items(what):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            remedy = f"Did you mean `{near[0]}`?" if near else f"Known fields: {', '.join(known)}."
            raise key.error(f"`{name}` is not a field of {what}.", remedy)
        out[name] = value
    return out


def one_of(value: Lined, what: str, allowed: tuple[str, ...]) -> str:
    text = value.text(what)
    if text not in allowed:
        near = difflib.get_close_matches(text or "", allowed, 1)
        meant = f"Did you mean `{near[0]}`? " if near else ""
        raise value.error(f"{what} cannot be `{text}`.", f"{meant}It is one of: {', '.join(allowed)}.")
    return text


def _matching(value: Lined, what: str, pattern: re.Pattern[str], remedy: str) -> str | None:
    text = value.text(what)
    if text is not None and not pattern.fullmatch(text):
        raise value.error(f"{what} cannot be `{text}`.", remedy)
    return text


def day(value: Lined) -> str | None:
    """A date as ISO 8601, as exact as it is known, that a calendar has."""
    remedy = "Write it as 2026-03-09, 2026-03 or 2026."
    text = _matching(value, "date", _DATE, remedy)
    if text != iso_date(text):
        raise value.error(f"date cannot be `{text}`, which no calendar has.", remedy)
    return text


# --- sources.yaml

def _plain(name: str) -> Callable[[Lined], str | None]:
    return lambda value: value.text(name)


_SOURCE: dict[str, Callable[[Lined], Any]] = {
    "title": _plain("title"),
    "show": _plain("show"),
    "date": lambda v: day(v),
    "source_url": _plain("source_url"),
    "license": _plain("license"),
    "source_lang": lambda v: _matching(v, "source_lang", _LANG, "Write the language spoken as BCP 47 does: en, zh, ja, pt-BR."),
    "speakers": lambda v: tuple(_person(p) for p in v.list("speakers")),
    "format": _plain("format"),
    "episode_id": lambda v: _matching(v, "episode_id", _ID, "Use lower case letters, digits and `-`, without spaces, `/` or `:`."),
}
_METADATA = ("title", "show", "date", "source_url", "license", "source_lang")


def read_sources(path: Path, name: str = "sources.yaml") -> dict[str, tuple[Lined, dict[str, Any]]]:
    """What sources.yaml says of each raw file: ``{file: (where, {field: value})}``. Raises SettingsError."""
    top = read_yaml(path, name)
    if top is None:
        return {}
    out = {}
    for file, key, entry in top.items("sources.yaml"):
        empty = isinstance(entry.node, yaml.ScalarNode) and entry.value is None
        given = {} if empty else fields(entry, f"`{file}`", _SOURCE)
        out[file.removeprefix("./")] = (key, {field: _SOURCE[field](value) for field, value in given.items()})
    return out


def metadata(given: Mapping[str, Any]) -> Metadata:
    """Metadata of one entry of sources.yaml."""
    return Metadata(**{k: given[k] for k in _METADATA if k in given}, people=given.get("speakers", ()))


def _person(entry: Lined) -> Person:
    if isinstance(entry.node, yaml.ScalarNode):
        name, rest = entry.text("a speaker"), {}
    else:
        rest = dict(fields(entry, "a speaker", ("name", "role", "about", "aliases")))
        name = rest["name"].text("name") if "name" in rest else None
    if not name:
        raise entry.error("a speaker has no name.", "Write `- name: Full Name`.")
    return Person(name=name, role=one_of(rest["role"], "role", ROLES) if "role" in rest else "unknown",
                  about=rest["about"].text("about") if "about" in rest else None,
                  aliases=tuple(t for a in (rest["aliases"].list("aliases") if "aliases" in rest else []) if (t := a.text("an alias"))))


# --- decisions.csv

def read_decisions(path: Path, name: str = "decisions.csv") -> tuple[Decision, ...]:
    """A reviewer's decisions in the order of the file. Raises SettingsError with the line."""
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = csv.DictReader(f)
            missing = [c for c in DECISION_COLUMNS[:-1] if c not in (rows.fieldnames or ())]
            if missing:
                raise SettingsError(name, f"lacks the column {missing[0]}.", f"The first line must read {','.join(DECISION_COLUMNS)}.", 1)
            return tuple(_decision(row, rows.line_num, name) for row in rows)
    except (UnicodeDecodeError, csv.Error) as e:
        raise SettingsError(name, f"cannot be read: {e}.", "Save it as CSV in UTF-8.") from e


def _decision(row: Mapping[str, str | None], line: int, name: str) -> Decision:
    def offset(field: str) -> int:
        value = (row[field] or "").strip()
        if not value.isdecimal():
            raise SettingsError(name, f"{field} is `{value}`, not an offset.", "Give the code points where the span begins and ends.", line)
        return int(value)

    start, end, change = offset("start"), offset("end"), (row["change"] or "").strip()
    if end < start:
        raise SettingsError(name, f"the span ends at {end}, before it starts at {start}.", "Swap the two.", line)
    if change not in CHANGES:
        raise SettingsError(name, f"change cannot be `{change}`.", f"It is one of: {', '.join(CHANGES)}.", line)
    if not (row["episode"] or "").strip():
        raise SettingsError(name, "names no episode.", "Give the episode_id.", line)
    return Decision(episode=(row["episode"] or "").strip(), start=start, end=end, expect=row["expect"] or "", change=change,
                    value=row["value"] or "", why=row.get("why") or "")
