"""datapackage.json: the JSON Lines of a release as a Data Package (datapackage.org), for tools such as frictionless."""
from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa

from flows.about import About
from flows.writers.checksums import sha256_of
from flows.writers.croissant import license_url
from flows.writers.facts import Facts
from schemas.columns import Column
from schemas.tables import Table
from schemas.views import EVERYTHING

_TYPES = {"string": "string", "int64": "integer", "double": "number"}


def datapackage(release: Path, facts: Facts, about: About, version: str) -> dict[str, object]:
    """The descriptor of a release whose JSON Lines files are written; what nobody stated is left out."""
    licenses = [_license(about.license, about.license_url)] if about.license else []
    licenses += [_license(name, None) for name in facts.licenses if name and name != about.license]
    said = {
        "name": re.sub(r"[^a-z0-9._-]+", "-", (about.name or "conversations").lower()).strip("-"),
        "title": about.title, "description": about.description, "version": version, "homepage": about.url, "licenses": licenses,
        "contributors": [{"title": name, "roles": ["creator"]} for name in about.creators], "keywords": list(about.keywords),
    }
    # Readers of JSON Lines take an empty file for a broken one, so a table without rows is left out.
    return {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", **{k: v for k, v in said.items() if v},
            "resources": [_resource(release, table) for name, table in EVERYTHING.items() if facts.rows[name]]}


def _license(name: str, url: str | None) -> dict[str, str]:
    path = url or license_url(name)
    return {"name": name, **({"path": path} if path.startswith("http") else {})}


def _resource(release: Path, table: Table) -> dict[str, object]:
    files = sorted((release / "jsonl" / table.name).glob("part-*.jsonl"))
    paths = [f"jsonl/{table.name}/{p.name}" for p in files]
    one = {"hash": f"sha256:{sha256_of(files[0])}", "bytes": files[0].stat().st_size} if len(files) == 1 else {}
    foreign = [{"fields": [r.column], "reference": {"resource": r.table, "fields": [r.target]}} for r in table.references
               if not pa.types.is_list(table.column(r.column).type)]
    # An empty string is a value here, and null is null.
    schema = {"fields": [_field(c) for c in table.columns], "missingValues": [], "primaryKey": list(table.key),
              **({"foreignKeys": foreign} if foreign else {})}
    return {"name": table.name, "title": table.meaning, "path": paths[0] if len(paths) == 1 else paths, "format": "jsonl",
            "mediatype": "application/jsonl", "encoding": "utf-8", **one, "schema": schema}


def _field(c: Column) -> dict[str, object]:
    kind = "array" if pa.types.is_list(c.type) else _TYPES[str(c.type)]
    limits = {"required": not c.nullable, "enum": list(c.one_of), "pattern": _whole(c.pattern), "minimum": c.at_least, "maximum": c.at_most}
    constraints = {k: v for k, v in limits.items() if v is not None and v != [] and v is not False}
    if kind == "integer":
        constraints = {k: int(v) if k in ("minimum", "maximum") else v for k, v in constraints.items()}
    return {"name": c.name, "type": kind, "description": c.meaning, **({"constraints": constraints} if constraints else {})}


def _whole(pattern: str | None) -> str | None:
    """A pattern that is searched for, as one that the whole value matches."""
    return pattern if pattern is None or pattern.startswith("^") else f"[\\s\\S]*{pattern}[\\s\\S]*"
