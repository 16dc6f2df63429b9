"""The shipped files as they are after reading, so that reading 1.5 MB of YAML does not begin every process.

``python -m flows.evidence.lexicon compile`` writes data/compiled.json.gz. A file counts as compiled only while its text is the one that
was compiled; one that has changed since is read as any other, so an entry that was just added is there at once.
"""
from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flows.evidence.lexicon.entry import Confusion, Entry
from flows.evidence.lexicon.files import LexiconFile, parse

PATH = Path(__file__).parent / "data" / "compiled.json.gz"
_LISTS = ("zh", "aliases", "variants", "heard", "context", "say")


def quickly(text: str, name: str) -> LexiconFile | None:
    """What the file ``name`` holds, where just this text of it was compiled."""
    held = _held().get(name)
    return _read(name, held) if held and held["sha256"] == _hash(text) else None


def write(paths: Iterable[Path], to: Path = PATH) -> None:
    """Compile files; the same files give the same bytes."""
    out = {}
    for path in paths:
        text = path.read_text(encoding="utf-8-sig")
        out[path.name] = {"sha256": _hash(text)} | _written(parse(text, path.name))
    raw = json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode()
    to.write_bytes(gzip.compress(raw, 9, mtime=0))


@cache
def _held() -> dict[str, dict]:
    return json.loads(gzip.decompress(PATH.read_bytes())) if PATH.exists() else {}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _written(file: LexiconFile) -> dict:
    entries = [
        [e.name, e.kind, int(e.where.rpartition(":")[2]), [getattr(e, key) for key in _LISTS], {c.text: c.near for c in e.confusions},
         int(e.exact), int(e.common), e.numbered] for e in file.entries]
    return {"field": file.field, "version": file.version, "languages": file.languages, "cues": file.cues, "contexts": file.contexts,
            "entries": entries}


def _read(name: str, held: dict) -> LexiconFile:
    field = held["field"]
    entries = tuple(
        Entry(called, kind, **{k: tuple(v) for k, v in zip(_LISTS, lists)}, exact=bool(exact), common=bool(common), numbered=numbered,
              confusions=tuple(Confusion(text, tuple(near)) for text, near in confusions.items()), field=field, where=f"{name}:{line}")
        for called, kind, line, lists, confusions, exact, common, numbered in held["entries"])
    contexts = {k: tuple(v) for k, v in held["contexts"].items()}
    return LexiconFile(name, field, held["version"], tuple(held["languages"]), tuple(held["cues"]), contexts, entries)
