"""Lexicon files: YAML to entries, with the line of everything that is wrong.

    field: baking                     # whose names these are
    version: 2024.1
    languages: [en, zh]
    cues: [sourdough, oven, 面团]       # words that show that a text is of this field
    kind: term                        # of entries that do not say their own
    contexts:                         # word lists that confusions refer to as $dough
      dough: [knead, yeast, 发酵]
    entries:
    - {name: proofing, zh: [发酵], confusions: {roofing: [$dough, rise]}}

Files of one field share their cues and contexts. A field without cues is taken to be the field of every text.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from flows.evidence.lexicon.entry import KINDS, Confusion, Entry, LexiconError

HEADER = ("field", "version", "languages", "cues", "kind", "contexts", "entries")
KEYS = ("name", "kind", "zh", "aliases", "variants", "heard", "confusions", "context", "exact", "common", "numbered", "say")
LISTS = ("zh", "aliases", "variants", "heard", "context", "say")

class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Texts only: nothing is guessed to be a number, a date or a truth value, and reading takes half the time."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, object]]] = {}


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """One file as written: its header, and its entries with their lines; word lists are not yet filled in."""

    path: str
    field: str
    version: str
    languages: tuple[str, ...]
    cues: tuple[str, ...]
    contexts: Mapping[str, tuple[str, ...]]
    entries: tuple[Entry, ...]


def parse(text: str, path: str) -> LexiconFile:
    """A file's content. Raises LexiconError with the line where its shape is wrong."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as e:
        line = e.problem_mark.line + 1 if e.problem_mark else 1
        raise LexiconError(f"{path}:{line}", f"is not YAML: {e.problem}.", "Quote values that hold ': ', '#', or begin with a mark.") from e
    header = _mapping(node, path, HEADER, "a lexicon file")
    for key in ("field", "version", "entries"):
        if key not in header:
            raise LexiconError(f"{path}:1", f"has no `{key}`.", "A lexicon begins with field, version, languages, cues and entries.")
    field = _text(header["field"], path)
    kind = _kind(header["kind"], path) if "kind" in header else None
    contexts = {k: _texts(v, path) for k, v in _mapping(header["contexts"], path, None, "contexts").items()} if "contexts" in header else {}
    return LexiconFile(path, field, _text(header["version"], path), _texts(header.get("languages"), path), _texts(header.get("cues"), path),
                       contexts, tuple(_entry(n, path, field, kind) for n in _items(header["entries"], path)))


def fill(files: Iterable[LexiconFile]) -> list[Entry]:
    """Entries of all files in order, with the word lists of their field (`$name`) filled in."""
    files = list(files)
    contexts = {(f.field, name): words for f in files for name, words in f.contexts.items()}
    return [_filled(e, contexts) for f in files for e in f.entries]


def _entry(node: yaml.Node, path: str, field: str, kind: str | None) -> Entry:
    where = f"{path}:{node.start_mark.line + 1}"
    values = _mapping(node, path, KEYS, "an entry")
    if "name" not in values:
        raise LexiconError(where, "an entry has no `name`.", "Give the spelling of house style.")
    kind = _kind(values["kind"], path) if "kind" in values else kind
    if kind is None:
        raise LexiconError(where, "an entry has no `kind`.", f"Give one here or in the file's header: {', '.join(KINDS)}.")
    lists = {k: _texts(values.get(k), path) for k in LISTS}
    confusions: tuple[Confusion, ...] = ()
    if "confusions" in values:
        words = _mapping(values["confusions"], path, None, "confusions")
        confusions = tuple(Confusion(word, _texts(near, path)) for word, near in words.items())
    bare = next((c.text for c in confusions if not c.near), None)
    if bare:
        raise LexiconError(where, f"the confusion {bare!r} has no words that must stand near.", "Without them right text would be changed.")
    numbered = _text(values["numbered"], path) if "numbered" in values else None
    if numbered is not None and numbered.count("#") != 1:
        raise LexiconError(where, f"numbered: {numbered!r} does not hold one #.", "Write it like `GPT-#`.")
    common, exact = _yes(values.get("common"), path), _yes(values.get("exact"), path)
    return Entry(_text(values["name"], path), kind, confusions=confusions, exact=exact or common, common=common, numbered=numbered,
                 field=field, where=where, **lists)


def _filled(entry: Entry, contexts: Mapping[tuple[str, str], tuple[str, ...]]) -> Entry:
    if not entry.context and not entry.confusions:
        return entry

    def full(words: tuple[str, ...]) -> tuple[str, ...]:
        out: list[str] = []
        for w in words:
            if w.startswith("$"):
                if (entry.field, w[1:]) not in contexts:
                    raise LexiconError(entry.where, f"the field {entry.field!r} has no word list {w}.", "Give it in `contexts` of a file.")
                out += contexts[entry.field, w[1:]]
            else:
                out.append(w)
        return tuple(dict.fromkeys(out))

    confusions = tuple(Confusion(c.text, full(c.near)) for c in entry.confusions)
    return Entry(entry.name, entry.kind, entry.zh, entry.aliases, entry.variants, entry.heard, confusions, full(entry.context),
                 entry.exact, entry.common, entry.numbered, entry.say, entry.field, entry.where)


# --- YAML nodes to values: nodes know their lines, loaded values do not

def _mapping(node: yaml.Node | None, path: str, allowed: tuple[str, ...] | None, what: str) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise LexiconError(f"{path}:{line}", f"{what} is not a mapping.", "Write `key: value` lines or {key: value}.")
    out: dict[str, Any] = {}
    for k, v in node.value:
        key, where = _text(k, path), f"{path}:{k.start_mark.line + 1}"
        if key in out:
            raise LexiconError(where, f"`{key}` stands twice in {what}.", "Join the two.")
        if allowed is not None and key not in allowed:
            raise LexiconError(where, f"`{key}` is not a key of {what}.", f"It has: {', '.join(allowed)}.")
        out[key] = v
    return out


def _items(node: yaml.Node, path: str) -> list[yaml.Node]:
    if isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~"):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise LexiconError(f"{path}:{node.start_mark.line + 1}", "is not a list.", "Write [a, b] or lines that begin with a dash.")
    return node.value


def _texts(node: yaml.Node | None, path: str) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    if node is None:
        return ()
    if isinstance(node, yaml.ScalarNode) and node.value:
        return (_text(node, path),)
    return tuple(_text(n, path) for n in _items(node, path))


def _text(node: yaml.Node, path: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise LexiconError(f"{path}:{node.start_mark.line + 1}", "a text is empty or is a list.", "Give one word or phrase.")
    return node.value.strip()


def _yes(node: yaml.Node | None, path: str) -> bool:
    if node is None:
        return False
    value = _text(node, path).lower()
    if value not in ("true", "false"):
        where = f"{path}:{node.start_mark.line + 1}"
        raise LexiconError(where, f"{value!r} is neither true nor false.", "Write `true`, or leave the key out.")
    return value == "true"


def _kind(node: yaml.Node, path: str) -> str:
    kind = _text(node, path)
    if kind not in KINDS:
        raise LexiconError(f"{path}:{node.start_mark.line + 1}", f"{kind!r} is not a kind.", f"Kinds are: {', '.join(KINDS)}.")
    return kind


def shipped() -> list[Path]:
    """The files that come with the code, in order."""
    return sorted((Path(__file__).parent / "data").glob("*.yaml"))


def found(paths: Iterable[str | Path]) -> list[Path]:
    """Lexicon files of a user: each path is a file, or a folder whose *.yaml and *.yml files are taken in order of name."""
    out: list[Path] = []
    for p in map(Path, paths):
        if p.is_dir():
            out += sorted(q for q in p.iterdir() if q.suffix in (".yaml", ".yml"))
        else:
            out.append(p)
    return out
