"""manifest.json: what a release was made from and what it holds, every file with its hash."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.writers import checksums

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one table: rows, and the row hash that `schemas.rowhash` defines."""

    rows: int
    row_hash: str


def write_manifest(release: Path, version: str, previous: str | None, pipeline: str, said: Mapping[str, object],
                   tables: Mapping[str, Written]) -> None:
    """Write manifest.json of a release whose other files are all there; ``said`` is what stands between pipeline and tables."""
    files = [{"path": f, "bytes": (release / f).stat().st_size, "sha256": checksums.sha256_of(release / f)}
             for f in checksums.files_of(release) if f != NAME]
    manifest = {
        "version": version,
        "previous": previous,
        "pipeline": {"name": "interlinear", "version": pipeline, "pyarrow": pa.__version__},
        **said,
        "tables": {name: {"rows": t.rows, "row_hash": t.row_hash} for name, t in tables.items()},
        "files": files,
    }
    (release / NAME).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")


def read_manifest(release: Path) -> dict:
    return json.loads((release / NAME).read_text("utf-8"))


def tables_of(release: Path) -> dict[str, dict]:
    """What manifest.json says of each table. Raises ValueError where there is no manifest of a release."""
    try:
        tables = read_manifest(release)["tables"].items()
        return {name: {"rows": told["rows"], "row_hash": told["row_hash"]} for name, told in tables}
    except OSError as e:
        raise ValueError(f"{release / NAME} cannot be read: {e.strerror}.") from e
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"{release / NAME} is not the manifest of a release.") from e
