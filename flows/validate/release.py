"""A release in a folder: its files against their hashes, its manifest, and each other."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from flows.validate.fetch import stays_inside
from flows.validate.files import BROKEN, ParquetRows, differences, sound
from flows.validate.report import Finding, Report
from flows.writers.checksums import NAME as SUMS
from flows.writers.checksums import files_of, sha256_of, sums_of
from flows.writers.manifest import NAME as MANIFEST
from schemas import export
from schemas.breach import shown
from schemas.frames import Rows, plain
from schemas.rowhash import json_lines
from schemas.rules import breaches
from schemas.tables import TABLES, Table
from schemas.views import EVERYTHING

NEEDED = ("README.md", "DATASHEET.md", MANIFEST, SUMS)


def validate_release(folder: Path, raw: Path | None, target: str) -> Report:
    """Everything about a release: hashes, manifest, schemas, both forms of every table, the rules, and the raw files where given."""
    digests = {f: sha256_of(folder / f) for f in files_of(folder)}
    manifest = _manifest(folder)
    findings = [*_sums(folder, digests), *_manifest_findings(manifest, digests, folder)]
    rows: dict[str, Rows] = {}
    present = [t for t in EVERYTHING.values() if t.name in TABLES or _entry(manifest, t.name) or (folder / "parquet" / t.name).is_dir()]
    for table in present:
        read, found = _table(folder, table, _entry(manifest, table.name))
        findings += [*found, *_schema(folder, table)]
        if read is not None:
            rows[table.name] = read
    texts = _Texts(folder, raw, rows.get("episodes"))
    broken = breaches(rows, texts)
    findings += [*texts.findings, *(Finding.of(b, _part(rows, b.table, b.row)) for b in broken)]
    if "episodes" in rows and not any(b.rule in ("columns", "types") for b in broken if b.table == "episodes"):
        findings += _inputs(manifest, rows["episodes"])
    checked = (SUMS, MANIFEST, *(t.name for t in present), "schemas", *(["raw"] if raw else []))
    return Report(target, checked, tuple(findings), {name: r.num_rows for name, r in rows.items()})


# --- files, hashes, manifest

def _sums(folder: Path, digests: Mapping[str, str]) -> Iterator[Finding]:
    try:
        stated = sums_of(folder)
    except ValueError as e:
        yield Finding("hashes", f"no text ({e})", "a line a file: its SHA-256, two spaces, its path", SUMS)
        return
    for name in NEEDED:
        if name not in digests and name != SUMS or name == SUMS and not stated:
            yield Finding("files", "no such file", "a file that every release has", name)
    for name, digest in stated.items():
        if name not in digests:
            yield Finding("hashes", "no such file", f"a file with SHA-256 {digest}, as {SUMS} says", name)
        elif digests[name] != digest:
            yield Finding("hashes", f"SHA-256 {digests[name]}", f"{digest}, as {SUMS} says", name)
    for name in [n for n in digests if stated and n not in stated]:
        yield Finding("hashes", f"a file that {SUMS} does not name", "only files that it names", name)


def _manifest(folder: Path) -> dict | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def _entry(manifest: dict | None, *path: str) -> dict:
    """What the manifest says of a table; empty where it says nothing that can be used."""
    here: object = (manifest or {}).get("tables")
    for name in path:
        here = here.get(name) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else {}


def _listed(manifest: dict | None, key: str) -> list[dict]:
    """Entries of a list of the manifest, those that are objects."""
    entries = (manifest or {}).get(key)
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


def _manifest_findings(manifest: dict | None, digests: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    if manifest is None:
        if (folder / MANIFEST).exists():
            yield Finding("manifest", "no JSON object", "the manifest of a release", MANIFEST)
        return
    for key in [k for k in ("version", "inputs", "tables", "files", "quarantined") if k not in manifest]:
        yield Finding("manifest", "no such key", "what every manifest says", MANIFEST, column=key)
    for name in [n for n in TABLES if not _entry(manifest, n)]:
        yield Finding("manifest", "no such table", f"rows and row_hash of {name}", MANIFEST, column=f"tables.{name}")
    for file in _listed(manifest, "files"):
        name = str(file.get("path"))
        size = (folder / name).stat().st_size if name in digests else None
        for said, found, what in (("sha256", digests.get(name), "SHA-256"), ("bytes", size, "bytes")):
            if found != file.get(said):
                told = f"{what} {found}" if name in digests else "no such file"
                yield Finding("manifest", told, f"{file.get(said)}, as {MANIFEST} says", name)
                break


def _inputs(manifest: dict | None, episodes: Rows) -> Iterator[Finding]:
    """Each episode was made from an input that the manifest names, with the same bytes."""
    inputs = {str(i.get("file")): i.get("sha256") for i in _listed(manifest, "inputs")}
    for row, e in enumerate(episodes.take("episode_id", "raw_file", "raw_sha256", "source_sha256").to_pylist()):
        column = "source_sha256" if e["source_sha256"] else "raw_sha256"
        file, where = e["raw_file"], {"table": "episodes", "row": row, "key": e["episode_id"]}
        if inputs and file not in inputs:
            yield Finding("manifest", shown(file), f"a file that {MANIFEST} names as input", column="raw_file", **where)
        elif inputs and inputs[file] != e[column]:
            yield Finding("manifest", e[column], f"{inputs[file]}, of the input in {MANIFEST}", column=column, **where)


# --- tables

def _table(folder: Path, table: Table, stated: dict) -> tuple[ParquetRows | None, list[Finding]]:
    """Rows of a table whose Parquet files can be read, and what is wrong with its files as files."""
    files = sorted((folder / "parquet" / table.name).glob("part-*.parquet"))
    if not files:
        return None, [Finding("files", "no Parquet file", "one or more", f"parquet/{table.name}/part-00000.parquet", table.name)]
    whole = ParquetRows(tuple(files))
    digest, columns = hashlib.sha256(), []
    for f in files:
        name, rows = f"parquet/{table.name}/{f.name}", ParquetRows((f,))
        try:
            columns.append([(c.name, plain(c.type)) for c in rows.schema])
            for lines in json_lines(sound(rows.batches())):
                digest.update(lines)
        except BROKEN as e:
            return None, [Finding("files", f"a file that cannot be read ({shown(str(e))})", "a Parquet file", name, table.name)]
        if columns[-1] != columns[0]:
            return None, [Finding("types", "other columns than in the first file", "the same columns in every file", name, table.name)]
    found = digest.hexdigest()
    return whole, [*_counts(table, whole, found, stated), *_json_lines(folder, table, whole, found)]


def _counts(table: Table, rows: ParquetRows, digest: str, stated: dict) -> Iterator[Finding]:
    if stated and rows.num_rows != stated.get("rows"):
        yield Finding("manifest", f"{rows.num_rows} rows", f"{stated.get('rows')}, as {MANIFEST} says", None, table.name)
    if stated and digest != stated.get("row_hash"):
        yield Finding("row hash", digest, f"{stated.get('row_hash')}, as {MANIFEST} says", None, table.name)


def _json_lines(folder: Path, table: Table, rows: ParquetRows, digest: str) -> Iterator[Finding]:
    """The JSON Lines of a table hold the rows of its Parquet, in the same order."""
    files = sorted((folder / "jsonl" / table.name).glob("part-*.jsonl"))
    if not files:
        yield Finding("files", "no JSON Lines file", "one or more", f"jsonl/{table.name}/part-00000.jsonl", table.name)
        return
    lines = hashlib.sha256()
    for path in files:
        with path.open("rb") as f:
            while block := f.read(1 << 20):
                lines.update(block)
    if lines.hexdigest() == digest or rows.schema.names != list(table.names):
        return
    found = [replace(f, file=f"jsonl/{table.name}/{f.file}") for f in differences(table, rows, files)]
    first = f"jsonl/{table.name}/{files[0].name}"
    yield from found or [Finding("JSON Lines", "the rows of Parquet in another order", "the same order", first, table.name)]


def _part(rows: Mapping[str, Rows], table: str, row: int | None) -> str | None:
    """The Parquet file that holds a row."""
    files = rows[table].files if isinstance(rows.get(table), ParquetRows) else ()
    for f in files:
        count = ParquetRows((f,)).num_rows
        if len(files) == 1 or (row is not None and row < count):
            return f"parquet/{table}/{f.name}"
        row = None if row is None else row - count
    return None


def _schema(folder: Path, table: Table) -> Iterator[Finding]:
    """The JSON Schema says what the declared columns say; wording may differ between versions of this program."""
    name = f"schemas/{table.name}.json"
    try:
        stated = json.loads((folder / name).read_text("utf-8"))
    except OSError:
        yield Finding("files", "no such file", f"the JSON Schema of {table.name}", name)
    except ValueError as e:
        yield Finding("schemas", f"no JSON ({e})", f"the JSON Schema of {table.name}", name)
    else:
        wanted = _bare(export.json_schema(table))
        if _bare(stated) != wanted:
            theirs = stated.get("properties") if isinstance(stated, dict) else None
            odd = [c for c in table.names if not isinstance(theirs, dict) or _bare(theirs.get(c)) != wanted["properties"][c]]
            yield Finding("schemas", "another schema", f"the JSON Schema of {table.name}", name, column=", ".join(odd) or None)


def _bare(schema: object) -> object:
    if isinstance(schema, dict):
        return {k: _bare(v) for k, v in schema.items() if k != "description" or not isinstance(v, str)}
    return [_bare(v) for v in schema] if isinstance(schema, list) else schema


# --- raw texts

class _Texts(Mapping[str, str]):
    """Raw texts of a release's episodes: from the raw folder, or from the release where they were extracted; one in memory at a time.

    ``findings`` holds what is wrong with the files themselves.
    """

    def __init__(self, folder: Path, raw: Path | None, episodes: Rows | None):
        self.findings: list[Finding] = []
        self._paths: dict[str, tuple[Path, str]] = {}
        self.text = lru_cache(maxsize=2)(self._text)
        columns = ("episode_id", "raw_file", "raw_sha256", "source_sha256", "encoding")
        if episodes is not None and set(columns) <= set(episodes.schema.names):
            for row, e in enumerate(episodes.take(*columns).to_pylist()):
                if all(e[c] for c in columns if c != "source_sha256"):  # a null is another finding
                    self._add(folder, raw, row, e)

    def _add(self, folder: Path, raw: Path | None, row: int, e: dict) -> None:
        for column in ("episode_id", "raw_file"):
            if not stays_inside(e[column]):  # whoever made a release must not choose which files are read, and quoted, here
                where = {"table": "episodes", "row": row, "column": column, "key": e["episode_id"]}
                self.findings.append(Finding("raw files", e[column], "a path inside the raw folder", **where))
                return
        extracted = folder / "raw" / f"{e['episode_id']}.txt"
        hidden = not e["source_sha256"] and extracted.is_file()  # the raw text differs from the file by what was masked in it
        given = raw / e["raw_file"] if raw else None
        if given is not None and not hidden:
            column = "source_sha256" if e["source_sha256"] else "raw_sha256"
            self._compare(given, e["raw_file"], e[column], column, row, e)
        if e["source_sha256"] or hidden:
            if self._compare(extracted, f"raw/{e['episode_id']}.txt", e["raw_sha256"], "raw_sha256", row, e):
                self._paths[e["episode_id"]] = extracted, "utf-8"
        elif given is not None and given.is_file():
            self._paths[e["episode_id"]] = given, e["encoding"]

    def _compare(self, path: Path, name: str, stated: str, column: str, row: int, e: dict) -> bool:
        where = {"table": "episodes", "row": row, "column": column, "key": e["episode_id"], "file": name}
        if not path.is_file():
            self.findings.append(Finding("raw files", "no such file", "the file that the episode was read from", **where))
            return False
        if sha256_of(path) != stated:
            self.findings.append(Finding("raw files", stated, f"{sha256_of(path)}, the SHA-256 of the file", **where))
        return True

    def _text(self, episode: str) -> str:
        path, encoding = self._paths[episode]
        try:
            return path.read_bytes().decode(encoding)
        except (ValueError, LookupError) as e:
            where = {"table": "episodes", "column": "encoding", "key": episode}
            self.findings.append(Finding("raw files", encoding, f"the encoding of the file ({e})", **where))
            del self._paths[episode]
            raise KeyError(episode) from e

    def __getitem__(self, episode: str) -> str:
        return self.text(episode)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
