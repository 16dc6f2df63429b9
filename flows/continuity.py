"""The life of a source: a raw file that was renamed, or fetched anew with small changes, is the episode that it was.

Known from the newest release alone: the same path, else the same bytes, else most of the same words. Only where a path that was read
for that release is gone is a new file asked whether it is the old one.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.readers.base import Unreadable
from flows.readers.decode import decode
from flows.readers.extract import extract
from flows.writers.checksums import sha256_of
from flows.writers.manifest import read_manifest
from flows.writers.store import Store

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_RUN = 5  # words that make a shingle
MOST = 0.6  # share of an episode's shingles that a file must hold to be that episode
_LARGEST = 32 * 2**20


def kept_ids(paths: Mapping[str, Path], older: Path) -> tuple[dict[str, str], list[str]]:
    """Episode ids that raw files (by path inside the folder) keep from an older release, and remarks on those that have moved."""
    before = {str(i["file"]): i for i in read_manifest(older)["inputs"]}
    ids = {rel: str(before[rel]["episode_id"]) for rel in paths if rel in before}
    gone = {rel: i for rel, i in before.items() if rel not in paths}
    new = [rel for rel in paths if rel not in before]
    notes = []
    if gone and new:
        for rel, was, how in _moved(new, gone, paths, older):
            ids[rel] = str(before[was]["episode_id"])
            notes.append(f"{rel} is {was} under another name{how}: it stays the episode {ids[rel]}.")
    return ids, notes


def kept_since(store: Store) -> Callable[[Mapping[str, Path]], tuple[dict[str, str], list[str]]] | None:
    """``kept_ids`` against the newest release of an output folder; None where there is none."""
    newest = store.newest
    return partial(kept_ids, older=store.path(newest)) if newest else None


def _moved(new: list[str], gone: Mapping[str, Mapping], paths: Mapping[str, Path], older: Path) -> list[tuple[str, str, str]]:
    """``(new path, old path, remark)``: first by content, then, of what is left, by likeness, the most alike first."""
    by_hash = {i["sha256"]: rel for rel, i in sorted(gone.items(), reverse=True)}
    same = {rel: by_hash[h] for rel in sorted(new) if (h := sha256_of(paths[rel])) in by_hash}
    same = {rel: was for rel, was in same.items() if next(r for r, w in same.items() if w == was) == rel}
    out = [(rel, was, "") for rel, was in same.items()]
    left = {rel: set(_shingles(text)) for rel in new if rel not in same and (text := _text(paths[rel], rel))}
    lost = {rel: str(i["episode_id"]) for rel, i in gone.items() if rel not in same.values()}
    old = {rel: set(_shingles(_said(older, episode))) for rel, episode in lost.items()}
    pairs = ((rel, was) for rel in left for was in old if old[was])
    alike = sorted(((len(left[rel] & old[was]) / len(old[was]), rel, was) for rel, was in pairs), reverse=True)
    for share, rel, was in alike:
        if share >= MOST and all(rel != r and was != w for r, w, _ in out):
            out.append((rel, was, f", changed in part ({share:.0%} of it is the same)"))
    return out


def _shingles(text: str) -> Iterator[str]:
    words = _WORD.findall(text.casefold())
    return (" ".join(words[i:i + _RUN]) for i in range(len(words) - _RUN + 1))


def _said(release: Path, episode: str) -> str:
    """All that an episode's turns said in the source's own characters."""
    turns = pq.read_table(release / "parquet" / "turns", columns=["episode_id", "verbatim"], filters=pc.field("episode_id") == episode)
    return "\n".join(turns["verbatim"].to_pylist())


def _text(path: Path, rel: str) -> str | None:
    if path.stat().st_size > _LARGEST:
        return None
    data = path.read_bytes()
    try:
        return extract(data, rel) or decode(data, rel)[0]
    except Unreadable:
        return None
