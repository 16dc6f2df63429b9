"""Rows of one episode on the disk between the process that makes them and the one that writes the release."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.episode import Episode, Input


@dataclass(frozen=True, slots=True)
class Spilled:
    """An episode whose rows lie in ``folder``, to be read when they are wanted."""

    folder: Path
    episode_id: str
    input: Input
    notes: tuple[str, ...] = ()

    def table(self, name: str) -> pa.Table:
        with pa.memory_map(str(self.folder / f"{name}.arrow")) as f:
            return pa.ipc.open_file(f).read_all()

    def extracted(self) -> str | None:
        path = self.folder / "extracted.txt"
        return path.read_bytes().decode("utf-8") if path.exists() else None


def spill(folder: Path, episode: Episode) -> Spilled:
    """Write an episode's rows into ``folder``; what an earlier try left there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in episode.tables.items():
        with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as f, pa.ipc.new_file(f, table.schema) as out:
            out.write_table(table)
    if episode.extracted is not None:
        (folder / "extracted.txt").write_bytes(episode.extracted.encode("utf-8"))
    return Spilled(folder, episode.episode_id, episode.input, episode.notes)
