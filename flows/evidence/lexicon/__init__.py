"""The lexicon: how the names and terms of a field are written, what they are called in Chinese, and what is mistaken for them.

`load` gives the lexicon that ships with the code, with a user's files added; `python -m flows.evidence.lexicon check` checks files.
The format of a file is told in `flows.evidence.lexicon.files`, the meaning of an entry in `flows.evidence.lexicon.entry`.
"""
from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from flows.evidence.lexicon import files
from flows.evidence.lexicon.compiled import quickly
from flows.evidence.lexicon.entry import KINDS, Confusion, Entry, Field, Form, LexiconError, Match
from flows.evidence.lexicon.lookup import Lexicon, forms
from flows.evidence.lexicon.spelling import as_written, spellings
from flows.evidence.lexicon.standing import nearby

__all__ = ["KINDS", "Confusion", "Entry", "Field", "Form", "Lexicon", "LexiconError", "Match", "as_written", "forms", "load", "nearby",
           "spellings"]


def load(paths: Sequence[str | Path] = ()) -> Lexicon:
    """The shipped lexicon and the files of ``paths`` (files, or folders of *.yaml); a later entry of the same name replaces an earlier.

    Read once: the same content gives the same object again. Raises LexiconError, which names file, line and remedy.
    """
    return _lexicon(tuple(_read(p) for p in (*files.shipped(), *files.found(paths))))


def _read(path: Path) -> tuple[str, str]:
    name = path.name if path.parent == Path(files.__file__).parent / "data" else str(path)
    try:
        return name, path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise LexiconError(str(path), f"cannot be read: {e}.", "Give a YAML file in UTF-8, or leave it out of the settings.") from e


@functools.lru_cache(maxsize=8)
def _lexicon(sources: tuple[tuple[str, str], ...]) -> Lexicon:
    parsed = [_parsed(text, name) for name, text in sources]
    entries: dict[str, Entry] = {}
    for e in files.fill(parsed):
        entries[f"{e.name}\n{e.kind}"] = e
    return Lexicon(list(entries.values()), _fields(parsed))


@functools.lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> files.LexiconFile:
    return quickly(text, name) or files.parse(text, name)


def _fields(parsed: Sequence[files.LexiconFile]) -> list[Field]:
    """Files of one field are one field: languages and cues joined, the latest version."""
    out: dict[str, Field] = {}
    for f in parsed:
        old = out.get(f.field, Field(f.field, f.version, (), ()))
        out[f.field] = Field(f.field, max(old.version, f.version), tuple(dict.fromkeys((*old.languages, *f.languages))),
                             tuple(dict.fromkeys((*old.cues, *f.cues))))
    return list(out.values())
