"""Which raw files there are, and what is known about each before it is read."""
from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flows.document.model import Metadata
from flows.evidence.context import Decision
from flows.settings import SettingsError, metadata, read_decisions, read_sources
from flows.takedowns import Takedown, read_takedowns, taken_down

# At the top of the raw folder these are settings, not transcripts.
SETTINGS = frozenset({"sources.yaml", "decisions.csv", "dataset.yaml", "datasheet.yaml", "takedowns.yaml"})
LEXICON = "lexicon"
Kept = Callable[[Mapping[str, Path]], tuple[Mapping[str, str], list[str]]]


@dataclass(frozen=True, slots=True)
class Source:
    """One raw file: where it is, its path inside the raw folder (with `/`), its episode, and what is known of it.

    forced      name of the reader to use, where sources.yaml gives a `format`.
    decisions   the reviewer's decisions on this episode.
    """

    path: Path
    rel: str
    episode_id: str
    known: Metadata = Metadata()
    forced: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything in a raw folder: its sources in the order of their episode ids, and remarks for the summary.

    lexicons, settings  the user's lexicons, and all settings files with them, by path inside the folder.
    """

    root: Path
    sources: tuple[Source, ...]
    lexicons: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    notes: tuple[str, ...] = ()


def discover(raw: Path, leave_out: Path | None = None, kept: Kept | None = None) -> Corpus:
    """The raw files under ``raw`` at any depth and what its settings files say of them; ``leave_out`` is a folder that is not looked into.

    Hidden files, READMEs, the settings files and `lexicon/` are no transcripts. ``kept`` gives, for raw files by path, the episode ids
    they have had so far, and remarks. Raises SettingsError where the folder is missing or a settings file cannot be followed.
    """
    if not raw.is_dir():
        raise SettingsError(str(raw), "is not a folder.", "Name the folder that holds the transcripts with --raw.")
    paths = _files(raw, leave_out)
    files = list(paths)
    entries, strays = _matched(read_sources(raw / "sources.yaml"), files)
    given = {rel: fields["episode_id"] for rel, fields in entries.items() if fields.get("episode_id")}
    had, moved = kept(paths) if kept else ({}, [])
    ids = episode_ids(files, {**{rel: i for rel, i in had.items() if i not in given.values()}, **given})
    takedowns = read_takedowns(raw)
    down = taken_down(ids, paths, takedowns)
    decisions = read_decisions(raw / "decisions.csv")
    sources = tuple(
        Source(paths[rel], rel, ids[rel], metadata(entries.get(rel, {})), entries.get(rel, {}).get("format"),
               tuple(d for d in decisions if d.episode == ids[rel]))
        for rel in sorted(files, key=lambda rel: ids[rel]) if rel not in down)
    unknown = sorted({d.episode for d in decisions} - set(ids.values()))
    notes = [f"sources.yaml names {file}, which is not in {raw.name}/." for file in strays]
    notes += [f"decisions.csv names the episode {episode}, which is not there." for episode in unknown]
    notes += [*moved, *(f"{rel} was taken down ({t.reason}) and is left out." for rel, t in down.items())]
    lexicons = tuple(sorted(p.relative_to(raw).as_posix() for p in (raw / LEXICON).glob("**/*.yaml") if p.is_file()))
    settings = tuple(sorted(name for name in SETTINGS if (raw / name).is_file()))
    return Corpus(raw, sources, lexicons, (*settings, *lexicons), takedowns, tuple(notes))


def _files(raw: Path, leave_out: Path | None) -> dict[str, Path]:
    """Raw files by their path relative to ``raw``, sorted, whatever order the file system lists them in."""
    skip = leave_out.resolve() if leave_out else None
    out = {}
    for folder, folders, names in os.walk(raw):
        here = Path(folder)
        top = here == raw
        folders[:] = [d for d in folders if not d.startswith(".") and not (top and d == LEXICON) and (here / d).resolve() != skip]
        out.update({_printable((here / n).relative_to(raw)): here / n for n in names if not _ignored(n, top) and (here / n).is_file()})
    return dict(sorted(out.items()))


def _printable(path: Path) -> str:
    """A path as text that every file can hold; bytes of a name that are no UTF-8 are written out."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _ignored(name: str, top: bool) -> bool:
    return name.startswith(".") or name.endswith("~") or (top and name in SETTINGS) or PurePosixPath(name).stem.casefold() == "readme"


def _matched(given: Mapping[str, tuple], files: list[str]) -> tuple[dict[str, dict], list[str]]:
    """Entries of sources.yaml by raw file, and names that are no file; a bare name stands for a file at any depth if only one has it."""
    names = Counter(PurePosixPath(f).name for f in files)
    by_name = {PurePosixPath(f).name: f for f in files}
    entries: dict[str, dict] = {}
    strays = []
    for file, (where, fields) in given.items():
        rel = file if file in files else by_name.get(file)
        if rel is None:
            strays.append(file)
        elif rel != file and names[file] > 1:
            raise where.error(f"`{file}` is the name of {names[file]} files.", "Give the path inside the raw folder.")
        elif rel in entries:
            raise where.error(f"`{rel}` is described twice.", "Keep one of the two.")
        else:
            entries[rel] = fields
    return entries, strays


# --- episode ids

def slug(name: str) -> str:
    """Lower case, every run of characters that are no letters or digits (of any script) one `-`, none at the ends.

    >>> slug("Tech_Talk (final) 第3集")
    'tech-talk-final-第3集'
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name).lower()).strip("-")


def episode_ids(files: list[str], given: Mapping[str, str]) -> dict[str, str]:
    """The episode_id of each raw file: the one given, else the slug of the name without its last extension.

    Where two files agree the extension is added, and where they still agree the folders are put before it.
    Raises SettingsError where even that does not tell two files apart.
    """
    ids = dict(given)
    rest = [f for f in files if f not in given]
    for form in (_stem, _with_extension, _with_folders):
        wanted = {f: form(f) for f in rest}
        taken = Counter([*wanted.values(), *ids.values()])
        ids.update({f: i for f, i in wanted.items() if taken[i] == 1})
        rest = [f for f in rest if f not in ids]
    if rest or len(set(ids.values())) < len(ids):
        twice = rest or [f for f, i in ids.items() if Counter(ids.values())[i] > 1]
        raise SettingsError(twice[0], f"and {twice[1] if len(twice) > 1 else 'another file'} would be the same episode.",
                            "Give one of them an `episode_id` of its own in sources.yaml.")
    return ids


def _stem(file: str) -> str:
    return slug(PurePosixPath(file).stem) or "untitled"


def _with_extension(file: str) -> str:
    return slug(PurePosixPath(file).name) or "untitled"


def _with_folders(file: str) -> str:
    return slug(file) or "untitled"
