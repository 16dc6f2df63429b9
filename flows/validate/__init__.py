"""A release, a file of one, or an address of either, against the contract.

``validate`` gives a report; ``check_release`` is what the pipeline asks of a release it has just written.
"""
from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.validate.fetch import CannotRead, local
from flows.validate.files import BROKEN, ParquetRows, parquet_of, sound
from flows.validate.release import validate_release
from flows.validate.report import FORMATS, Finding, Report
from schemas.breach import shown
from schemas.rules import breaches
from schemas.tables import Table
from schemas.views import EVERYTHING

__all__ = ["FORMATS", "CannotRead", "Finding", "Report", "check_release", "run", "validate"]


def validate(target: str | Path, raw: Path | None = None) -> Report:
    """What is wrong with a release folder, an output folder (its newest release), one .parquet or .jsonl file, or an address of these.

    ``raw`` is the folder of the raw files, where the release is to be checked against them. Raises CannotRead where there is nothing
    at ``target`` that can be validated, or it cannot be reached.
    """
    if raw is not None and not raw.is_dir():
        raise CannotRead(f"{raw} is no folder: name the one that holds the raw files with --raw.")
    with local(str(target)) as path:
        try:
            if path.is_file():
                return _file(path, str(target))
            if path.is_dir():
                return validate_release(_newest(path), raw, str(target))
        except PermissionError as e:
            raise CannotRead(f"{e.filename} may not be read.") from e
        raise CannotRead(f"{target} does not exist.")


def check_release(folder: Path) -> list[Finding]:
    """Everything that is wrong with the release in a folder; empty where it is valid."""
    return list(validate_release(folder, None, str(folder)).findings)


def run(target: str, raw: Path | None = None, form: str = "text") -> int:
    """Validate and print in one of FORMATS; returns the exit status: 0 valid, 1 not valid, 2 cannot read."""
    try:
        report = validate(target, raw)
    except CannotRead as e:
        print(e, file=sys.stderr)
        return 2
    print(FORMATS[form](report))
    return report.exit_status


def _newest(folder: Path) -> Path:
    """The folder of a release: the one given, or the one that its LATEST names."""
    if (folder / "manifest.json").exists() or (folder / "SHA256SUMS").exists() or (folder / "parquet").is_dir():
        return folder
    try:
        version = (folder / "LATEST").read_text("utf-8").strip()
    except OSError:
        raise CannotRead(f"{folder} holds no release: there is neither a manifest.json nor a LATEST.") from None
    if not (folder / version).is_dir():
        raise CannotRead(f"LATEST in {folder} names {version!r}, which is not there.")
    return folder / version


# --- one file

def _file(path: Path, target: str) -> Report:
    with TemporaryDirectory(prefix="interlinear-") as scratch:
        try:
            if path.suffix == ".jsonl":
                table = _table_of(path, _first_keys(path))
                rows, findings = parquet_of(table, path, Path(scratch))
            elif path.suffix == ".parquet":
                rows, findings = ParquetRows((path,)), []
                table = _table_of(path, rows.schema.names)
                for _ in sound(rows.batches()):
                    pass
            else:
                raise CannotRead(f"{target} is no release and no .parquet or .jsonl file.")
        except BROKEN as e:
            if isinstance(e, PermissionError):
                raise
            found = Finding("files", f"a file that cannot be read ({shown(str(e))})", "a Parquet file", path.name)
            return Report(target, (path.name,), (found,))
        found = [Finding.of(b, path.name) for b in breaches({table.name: rows}) if not _cut_off(path, b.rule, b.row)] if rows else []
        return Report(target, (table.name,), (*findings, *found), {table.name: rows.num_rows} if rows else {})


def _first_keys(path: Path) -> list[str]:
    try:
        with path.open("rb") as f:
            first = json.loads(f.readline())
        return list(first) if isinstance(first, dict) else []
    except ValueError:
        return []


def _table_of(path: Path, columns: list[str]) -> Table:
    """The table that a file is of: its folder says so, or its name, or its columns."""
    tables = list(EVERYTHING.values())
    named = [t for t in tables if t.name == path.parent.name] or [t for t in tables if re.search(rf"\b{t.name}\b", path.stem)]
    if named:
        return named[0]
    best = max(tables, key=lambda t: len(set(columns) & set(t.names)) / len(set(columns) | set(t.names)))
    if len(set(columns) & set(best.names)) * 2 < len(best.names):
        raise CannotRead(f"{path} is of none of the tables {', '.join(EVERYTHING)}: its columns are {', '.join(columns) or 'unknown'}.")
    return best


def _cut_off(path: Path, rule: str, row: int | None) -> bool:
    """Whether a breach only says that the file goes on where another part of the table ends."""
    part = re.fullmatch(r"part-(\d+)", path.stem)
    return part is not None and int(part[1]) > 0 and row == 0 and rule in ("positions", "tiling")
