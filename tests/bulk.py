"""Releases of any size, small or large, written as the pipeline writes them."""
from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.document.model import Block, BlockKind, Document, Edit, EditKind, Link, Metadata, Person, Piece, RawText
from flows.tabulate import tabulate
from flows.writers.checksums import write_sums
from flows.writers.data import write_data
from flows.writers.manifest import write_manifest
from schemas.tables import to_arrow

NAME = "talk-000000"
_EN = "wind kite string paper luck today because maybe people think about building something that really flies over there".split()
_ZH = "我们今天说的是风筝和纸还有一点运气因为大家都想知道它怎么飞起来"


def conversation(turns: int = 100, words: int = 60) -> Document:
    """``turns`` turns in English, each with its Chinese and an edit here and there."""
    chance = random.Random(7)
    text, pieces, blocks, edits, links = "", [], [], [], []

    def put(more: str) -> tuple[int, int]:
        nonlocal text
        text += more
        return len(text) - len(more), len(text)

    for n in range(turns):
        spans = []
        for lang, said in (("en", " ".join(chance.choices(_EN, k=words)) + "."), ("zh", "".join(chance.choices(_ZH, k=words * 2)) + "。")):
            speaker = ("Ada", "Bo")[n % 2]
            blocks.append(Block(*put(f"{speaker}: "), BlockKind.SPEAKER_LABEL))
            spans.append(put(said))
            pieces.append(Piece(*spans[-1], lang, speaker, start_s=float(n)))
            blocks.append(Block(*put("\n"), BlockKind.BLANK))
        start = text.index(" ", spans[0][0])
        if n % 2:
            edits.append(Edit(start, start + 1, " ", ", ", EditKind.PUNCTUATION, "comma", "a pause", 0.97))
        links.append(Link((spans[0],), (spans[1],), "zh", 0.9, "length"))
    people = (Person("Ada", "host"), Person("Bo", "guest"))
    meta = Metadata("A talk", source_lang="en", people=people)
    return Document(NAME, RawText(text, "utf-8", "0" * 64, f"{NAME}.txt"), "labelled", meta, tuple(blocks),
                    tuple(pieces), tuple(edits), links=tuple(links))


def episodes(count: int, document: Document | None = None) -> Iterator[dict[str, pa.Table]]:
    """The tables of ``count`` episodes, one after another, in the order of their ids."""
    first = {name: to_arrow(name, rows) for name, rows in tabulate(document or conversation()).items()}
    for n in range(count):
        yield {name: renamed(table, f"talk-{n:06d}") for name, table in first.items()}


def renamed(table: pa.Table, name: str) -> pa.Table:
    """The same rows of another episode."""
    columns = []
    for field in table.schema:
        column = table[field.name].combine_chunks()
        if field.name in ("episode_id", "raw_file", "turn_id", "pair_id", "duplicate_of"):
            column = pc.replace_substring(column, NAME, name)
        elif field.name.endswith("_turn_ids"):
            column = pa.ListArray.from_arrays(column.offsets, pc.replace_substring(column.flatten(), NAME, name), type=field.type)
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=table.schema)


@dataclass(frozen=True)
class Part:
    """The rows of one episode, as the writers take them."""

    tables: dict[str, pa.Table]
    text: str | None = None

    @property
    def episode_id(self) -> str:
        return self.tables["episodes"]["episode_id"][0].as_py()

    def table(self, name: str) -> pa.Table:
        return self.tables[name]

    def extracted(self) -> str | None:
        return self.text


def write_release(folder: Path, parts: Sequence[Part]) -> Path:
    """A release of these episodes, complete but for what its card and datasheet say."""
    written = write_data(folder, parts)
    (folder / "README.md").write_text("A card.\n")
    (folder / "DATASHEET.md").write_text("A datasheet.\n")
    inputs = [{"file": e["raw_file"], "episode_id": e["episode_id"], "bytes": 1, "sha256": e["source_sha256"] or e["raw_sha256"]}
              for part in parts for e in part.table("episodes").to_pylist()]
    write_manifest(folder, "1.0.0", None, "0", {"inputs": inputs, "settings": [], "quarantined": []}, written)
    write_sums(folder)
    return folder


def release_of(folder: Path, documents: Iterable[Document]) -> Path:
    """A release of documents; where one was extracted from another file, its text is part of the release."""
    parts = []
    for document in documents:
        tables = {name: to_arrow(name, rows) for name, rows in tabulate(document).items()}
        parts.append(Part(tables, document.text if document.raw.source_sha256 else None))
    return write_release(folder, parts)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    write_release(Path(sys.argv[1]), [Part(tables) for tables in episodes(int(sys.argv[2]))])
