"""CHANGES.md and changes/: what a release says otherwise than the one before it, for readers and as rows."""
from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from flows.veil import Veil
from flows.writers.compare import TableChanges
from flows.writers.markdown import code, table

NAME, FOLDER = "CHANGES.md", "changes"
MOST = 10  # corrections and speakers that are listed
_TITLE = "# Changes"


def copy_changes(old: Path, new: Path) -> None:
    """The changes of one release as those of another, which may turn out to be the same."""
    _clear(new)
    if (old / NAME).is_file():
        shutil.copyfile(old / NAME, new / NAME)
    if (old / FOLDER).is_dir():
        shutil.copytree(old / FOLDER, new / FOLDER)


def write_changes(release: Path, version: str, older: Path | None, changes: Mapping[str, TableChanges] | None,
                  reasons: Mapping[str, str] = MappingProxyType({}), veil: Veil = Veil()) -> None:
    """CHANGES.md with a section for this version above those of the release before, and the changed rows of each table as Parquet.

    ``older`` is the release before, None for the first; ``changes`` is None where that one cannot be read; ``reasons`` says of episodes
    that were taken down why. What was taken down or hidden since is not told again by what the rows were before.
    """
    _clear(release)
    if older is None:
        section = "The first release."
    elif changes is None:
        section = f"Release {older.name}, which came before, is damaged, so what changed cannot be said."
    else:
        section = f"Since {older.name}:\n\n{describe(changes, reasons)}"
        write_rows(release / FOLDER, {name: c.without(reasons, before=bool(veil)) for name, c in changes.items()})
    text = "\n\n".join(part for part in (_TITLE, f"## {version}", section, _past(older)) if part) + "\n"
    (release / NAME).write_text(veil.text(text), "utf-8")


def write_rows(folder: Path, changes: Mapping[str, TableChanges]) -> list[Path]:
    """The changed rows of each table that has any, as ``<table>.parquet`` with a column `row_change` before the table's own."""
    files = []
    for name, found in changes.items():
        if found:
            folder.mkdir(parents=True, exist_ok=True)
            files.append(folder / f"{name}.parquet")
            pq.write_table(found.rows().combine_chunks(), files[-1], compression="zstd", row_group_size=2048, write_page_index=True)
    return files


def describe(changes: Mapping[str, TableChanges], reasons: Mapping[str, str] = MappingProxyType({})) -> str:
    """What changed, in Markdown: episodes, turns and who says them, edits and the most frequent new corrections."""
    if not any(changes.values()):
        return "The rows are the same."
    counts = [(n, c.added.num_rows, c.removed.num_rows, c.before.num_rows) for n, c in changes.items() if c]
    parts = [table(("table", "added", "removed", "changed"), counts)]
    for name, say in (("episodes", lambda c: _episodes(c, reasons)), ("turns", _turns), ("edits", _edits)):
        if changes.get(name):
            parts += say(changes[name])
    return "\n\n".join(parts)


def _episodes(c: TableChanges, reasons: Mapping[str, str]) -> Iterable[str]:
    came, went = ({r["episode_id"]: r for r in rows.to_pylist()} for rows in (c.added, c.removed))
    same = {r["raw_sha256"]: r["episode_id"] for r in went.values()}
    renamed = {new: same[r["raw_sha256"]] for new, r in came.items() if r["raw_sha256"] in same}
    lines = [f"New episode `{e}`." for e in came if e not in renamed]
    lines += [f"Episode `{e}` was taken down: {reasons[e]}" if e in reasons else f"Episode `{e}` is gone."
              for e in went if e not in renamed.values()]
    lines += [f"Episode `{old}` is now `{new}`: the same text." for new, old in renamed.items()]
    for old, new in zip(c.before.to_pylist(), c.after.to_pylist(), strict=True):
        if old["raw_file"] != new["raw_file"]:
            lines.append(f"Episode `{new['episode_id']}` is now read from `{new['raw_file']}`, before from `{old['raw_file']}`.")
        elif old["raw_sha256"] != new["raw_sha256"]:
            lines.append(f"Episode `{new['episode_id']}` has another raw file.")
        said = [n for n in ("title", "show", "date", "source_url", "license", "source_lang") if old.get(n) != new.get(n)]
        if said:
            lines.append(f"Episode `{new['episode_id']}`: {', '.join(said)} read otherwise.")
    if lines:
        yield "\n".join(f"- {line}" for line in lines)


def _turns(c: TableChanges) -> Iterable[str]:
    both = list(zip(*(t.select(["episode_id", "text", "speaker"]).to_pylist() for t in (c.before, c.after)), strict=True))
    per = {
        "added": Counter(c.added["episode_id"].to_pylist()), "removed": Counter(c.removed["episode_id"].to_pylist()),
        "text": Counter(a["episode_id"] for b, a in both if a["text"] != b["text"]),
        "speaker": Counter(a["episode_id"] for b, a in both if a["speaker"] != b["speaker"]),
    }
    episodes = sorted(set().union(*per.values()))
    if episodes:
        rows = [(e, *(n[e] for n in per.values())) for e in episodes]
        yield "Turns:\n\n" + table(("episode", "new", "gone", "other text", "other speaker"), rows)
    moved = Counter((b["speaker"], a["speaker"]) for b, a in both if a["speaker"] != b["speaker"])
    if moved:
        yield "Speakers:\n\n" + table(("was", "is", "turns"), [(*names, n) for names, n in _most(moved)])


def _edits(c: TableChanges) -> Iterable[str]:
    new = pa.concat_tables([c.added, c.after], promote_options="default")
    gone = pa.concat_tables([c.removed, c.before], promote_options="default")
    kinds, lost = Counter(new["kind"].to_pylist()), Counter(gone["kind"].to_pylist())
    yield "Edits:\n\n" + table(("kind", "new", "gone"), [(k, kinds[k], lost[k]) for k in sorted({*kinds, *lost})])
    rows = zip(*(new[n].to_pylist() for n in ("kind", "before", "after")), strict=True)
    words = Counter((b, a) for kind, b, a in rows if kind in ("mistranscription", "casing", "decision", "wrap") and b != a)
    if words:
        often = [(code(before), code(after), n) for (before, after), n in _most(words)]
        yield "The most frequent new corrections:\n\n" + table(("source", "now", "times"), often)


def _most(counts: Counter) -> list[tuple]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]


def _past(older: Path | None) -> str:
    """The sections of the releases before."""
    if older is None or not (older / NAME).is_file():
        return ""
    return (older / NAME).read_text("utf-8").removeprefix(_TITLE).strip()


def _clear(release: Path) -> None:
    shutil.rmtree(release / FOLDER, ignore_errors=True)
    (release / NAME).unlink(missing_ok=True)
