"""Episodes that were taken down: they stay out of every release, under any file name, and a tombstone says why."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from flows.settings import Lined, SettingsError, day, fields, read_yaml

NAME = "takedowns.yaml"
_HEAD = "# Episodes that must not be published, and why; see `interlinear takedown`.\n"


@dataclass(frozen=True, slots=True)
class Takedown:
    """One episode that must not be published; by ``sha256`` of its raw files it is known under another name."""

    episode_id: str
    reason: str
    date: str | None = None
    sha256: tuple[str, ...] = ()

    @property
    def tombstone(self) -> dict[str, str | None]:
        """What a release says of it."""
        return {"episode_id": self.episode_id, "reason": self.reason, "date": self.date}


def read_takedowns(raw: Path) -> tuple[Takedown, ...]:
    """The takedowns of a raw folder by episode. Raises SettingsError with the line."""
    return _read(raw / NAME)


def _read(path: Path) -> tuple[Takedown, ...]:
    top = read_yaml(path, NAME)
    return tuple(sorted((_takedown(name, entry) for name, _, entry in top.items(NAME)), key=lambda t: t.episode_id)) if top else ()


def _takedown(episode: str, entry: Lined) -> Takedown:
    given = fields(entry, f"the takedown of `{episode}`", ("reason", "date", "sha256"))
    reason = given["reason"].text("reason") if "reason" in given else None
    if not reason:
        raise entry.error(f"the takedown of `{episode}` gives no reason.", "Add `reason:`; it stands in place of the episode.")
    hashes = tuple(str(h.value) for h in given["sha256"].list("sha256")) if "sha256" in given else ()
    return Takedown(episode, reason, day(given["date"]) if "date" in given else None, hashes)


def taken_down(ids: Mapping[str, str], paths: Mapping[str, Path], takedowns: Iterable[Takedown]) -> dict[str, Takedown]:
    """The takedown of each raw file (by path inside the folder) that has one, by its episode or by its content."""
    by_id = {t.episode_id: t for t in takedowns}
    by_hash = {h: t for t in by_id.values() for h in t.sha256}
    out = {}
    for rel, path in paths.items():
        found = by_id.get(ids[rel]) or (by_hash and by_hash.get(_sha256(path)))
        if found:
            out[rel] = found
    return out


def add_takedown(raw: Path, episode: str, reason: str, date: str | None, files: Iterable[Path]) -> None:
    """Add an episode to takedowns.yaml, with the hashes of its raw files. Raises SettingsError where the file could not be read then."""
    entry = {"reason": reason, **({"date": date} if date else {}), "sha256": [_sha256(f) for f in files]}
    path = raw / NAME
    bare = read_yaml(path, NAME) is None  # no file, or nothing in it but a maintainer's remarks; `{}` cannot be added to
    before = path.read_text("utf-8") if path.exists() and (bare or read_takedowns(raw)) else _HEAD
    aside = path.with_name(f".{NAME}")
    aside.write_text(before.rstrip("\n") + "\n" + yaml.safe_dump({episode: entry}, allow_unicode=True, sort_keys=False), "utf-8")
    try:
        _read(aside)
    except SettingsError:
        aside.unlink()
        raise
    aside.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
