"""croissant.json: the release for machine-learning tools, in Croissant 1.1 (mlcommons.org/croissant) with its responsible-AI properties."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from flows.about import About
from flows.writers.checksums import sha256_of
from flows.writers.datasheet import answer
from flows.writers.facts import Facts
from schemas.columns import Column
from schemas.tables import Table
from schemas.views import EVERYTHING

CONFORMS_TO = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
# What the specification requires of a dataset; the reference implementation lets some of it be missing.
REQUIRED = ("@context", "@type", "conformsTo", "name", "description", "license", "url", "creator", "datePublished", "version",
            "distribution", "recordSet")
_TYPES = {"string": "sc:Text", "int64": "sc:Integer", "double": "sc:Float"}
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
# Responsible-AI properties, and the questions of the datasheet that answer them.
_RESPONSIBLE = {
    "rai:dataCollection": ("acquisition", "mechanisms"),
    "rai:dataCollectionMissingData": ("missing",),
    "rai:dataCollectionRawData": ("raw",),
    "rai:dataPreprocessingProtocol": ("preprocessing",),
    "rai:dataAnnotationProtocol": ("labels",),
    "rai:dataBiases": ("sample", "subpopulations"),
    "rai:dataUseCases": ("tasks",),
    "rai:dataLimitations": ("errors", "risks", "not_for"),
    "rai:dataSocialImpact": ("impact",),
    "rai:personalSensitiveInformation": ("identification", "sensitive", "confidential"),
    "rai:dataReleaseMaintenancePlan": ("updates", "older"),
}
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "containedIn": "cr:containedIn", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/", "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isArray": "cr:isArray", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "name": {"@container": "@language"}, "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator",
    "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}


def croissant(release: Path, facts: Facts, about: About, version: str) -> dict[str, object]:
    """The JSON-LD of a release whose Parquet files are written. What nobody stated is left out, see ``missing``."""
    dates = facts.episodes["date"].drop_nulls().sort()
    said = {
        "name": about.name or about.title,
        "description": about.description,
        "license": [license_url(x) for x in dict.fromkeys([about.license_url or about.license, *facts.licenses]) if x],
        "url": about.url,
        "creator": [{"@type": "sc:Organization", "name": name} for name in about.creators],
        "publisher": [{"@type": "sc:Organization", "name": about.publisher}] if about.publisher else [],
        "datePublished": about.date_published,
        "version": version,
        "citeAs": about.citation,
        "keywords": list(about.keywords),
        "inLanguage": facts.languages,
        "temporalCoverage": f"{dates[0]}/{dates[-1]}" if len(dates) else None,
        **{name: _answers(keys, facts, about) for name, keys in _RESPONSIBLE.items()},
        "rai:machineAnnotationTools": ["Interlinear"],
    }
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": CONFORMS_TO, **{k: v for k, v in said.items() if v},
        "distribution": [x for name in EVERYTHING for x in _distribution(release, name)],
        "recordSet": [_record_set(release, table) for table in EVERYTHING.values()],
    }


def missing(metadata: Mapping[str, object]) -> list[str]:
    """Required properties that a Croissant file lacks, because nobody stated them."""
    return [name for name in REQUIRED if not metadata.get(name)]


def license_url(license: str) -> str:
    """The address of a licence given by its SPDX identifier; anything else as it stands."""
    return f"https://spdx.org/licenses/{license}" if _SPDX.fullmatch(license) else license


def _answers(keys: tuple[str, ...], facts: Facts, about: About) -> str | None:
    return "\n\n".join(a for key in keys if (a := answer(key, facts, about))) or None


def _files(release: Path, table: str) -> list[str]:
    return [f"parquet/{table}/{p.name}" for p in sorted((release / "parquet" / table).glob("part-*.parquet"))]


def _distribution(release: Path, table: str) -> Iterator[dict[str, object]]:
    files = _files(release, table)
    for file in files:
        size = f"{(release / file).stat().st_size} B"
        yield {"@type": "cr:FileObject", "@id": file, "name": file, "contentUrl": file, "contentSize": size,
               "encodingFormat": "application/x-parquet", "sha256": sha256_of(release / file)}
    if len(files) > 1:
        yield {"@type": "cr:FileSet", "@id": f"parquet/{table}", "name": f"parquet/{table}", "encodingFormat": "application/x-parquet",
               "includes": f"parquet/{table}/*.parquet"}


def _record_set(release: Path, table: Table) -> dict[str, object]:
    files = _files(release, table.name)
    source = {"fileSet": {"@id": f"parquet/{table.name}"}} if len(files) > 1 else {"fileObject": {"@id": files[0]}}
    return {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": table.meaning,
            "key": [{"@id": f"{table.name}/{c}"} for c in table.key], "field": [_field(table.name, c, source) for c in table.columns]}


def _field(table: str, c: Column, source: Mapping[str, object]) -> dict[str, object]:
    inner = c.type.value_type if pa.types.is_list(c.type) else c.type
    name = f"{table}/{c.name}"
    here = {**source, "extract": {"column": c.name}}
    field = {"@type": "cr:Field", "@id": name, "name": c.name, "description": c.meaning, "source": here}
    if pa.types.is_list(c.type):
        field |= {"isArray": True, "arrayShape": "-1"}
    if not pa.types.is_struct(inner):
        return field | {"dataType": _TYPES[str(inner)]}
    return field | {"subField": [
        {"@type": "cr:Field", "@id": f"{name}/{f.name}", "name": f.name, "description": c.parts.get(f.name, ""),
         "dataType": _TYPES[str(f.type)], "source": {**here, "transform": {"jsonPath": f"$[*].{f.name}"}}} for f in inner]}
