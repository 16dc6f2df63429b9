"""What other programs read, derived from the one declaration of the columns: pandera checks, JSON Schema, data dictionary."""
from __future__ import annotations

import json

import pandera.polars as pandera
import polars
import pyarrow as pa

from schemas.columns import Column
from schemas.tables import TABLES, Table


def pandera_schema(table: Table) -> pandera.DataFrameSchema:
    """The pandera model of a table. Validate an eager polars frame with ``lazy=True`` (pandera checks no data of a LazyFrame)."""
    return pandera.DataFrameSchema({c.name: _pandera_column(c) for c in table.columns}, strict=True, ordered=True, name=table.name)


def _pandera_column(c: Column) -> pandera.Column:
    checks = []
    if c.one_of:
        checks.append(pandera.Check.isin(list(c.one_of)))
    if c.pattern:
        checks.append(pandera.Check.str_contains(c.pattern))
    if c.at_least is not None:
        checks.append(pandera.Check.ge(c.at_least))
    if c.at_most is not None:
        checks.append(pandera.Check.le(c.at_most))
    return pandera.Column(_polars_type(c.type), checks, nullable=c.nullable, description=c.meaning)


def _polars_type(type: pa.DataType) -> polars.DataType:
    return polars.from_arrow(pa.array([], type=type)).dtype


def json_schema(table: Table) -> dict:
    """JSON Schema (2020-12) of one row, as a line of the JSON Lines files holds it: every key present, none besides."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": table.meaning,
        "type": "object",
        "properties": {c.name: _json_column(c) for c in table.columns},
        "required": list(table.names),
        "additionalProperties": False,
    }


def _json_column(c: Column) -> dict:
    schema = {"description": c.meaning, **_json_type(c.type, c.nullable)}
    if c.one_of:
        schema["enum"] = [*c.one_of, *([None] if c.nullable else [])]
    for key, value in (("pattern", c.pattern), ("minimum", c.at_least), ("maximum", c.at_most)):
        if value is not None:
            schema[key] = value
    fields = schema.get("properties") or schema.get("items", {}).get("properties") or {}
    for name, meaning in c.parts.items():
        fields[name] = {"description": meaning, **fields[name]}
    return schema


def _json_type(type: pa.DataType, nullable: bool) -> dict:
    if pa.types.is_list(type):
        return _named("array", nullable, items=_json_type(type.value_type, type.value_field.nullable))
    if pa.types.is_struct(type):
        fields = {f.name: _json_type(f.type, f.nullable) for f in type}
        return _named("object", nullable, properties=fields, required=list(fields), additionalProperties=False)
    return _named({"string": "string", "int64": "integer", "double": "number"}[str(type)], nullable)


def _named(name: str, nullable: bool, **rest: object) -> dict:
    return {"type": [name, "null"] if nullable else name, **rest}


def json_schema_text(table: Table) -> str:
    """The JSON Schema as a file of a release holds it."""
    return json.dumps(json_schema(table), ensure_ascii=False, indent=2) + "\n"


def data_dictionary(tables: dict[str, Table] = TABLES) -> str:
    """The data dictionary in Markdown: for each table its key, its references and a line a column."""
    return "\n".join(_dictionary_of(t) for t in tables.values())


def _dictionary_of(table: Table) -> str:
    refers = [f"`{r.column}` is in `{r.table}.{r.target}`" for r in table.references]
    lines = [f"### {table.name}", "", table.meaning, "",
             f"Key: {_ticked(table.key)}. Sorted by {_ticked(table.order)}." + (f" References: {'; '.join(refers)}." if refers else ""), "",
             "| column | type | null | values | meaning |", "|---|---|---|---|---|"]
    lines += [f"| {c.name} | {type_name(c.type)} | {'yes' if c.nullable else 'no'} | {_values(c)} | {_meaning(c)} |" for c in table.columns]
    return "\n".join(lines) + "\n"


def type_name(type: pa.DataType) -> str:
    """A type in words that a table of columns has room for: `list of {start: int64, end: int64}`."""
    if pa.types.is_list(type):
        return f"list of {type_name(type.value_type)}"
    if pa.types.is_struct(type):
        return "{" + ", ".join(f"{f.name}: {type_name(f.type)}" for f in type) + "}"
    return {"double": "float64"}.get(str(type), str(type))


def _values(c: Column) -> str:
    if c.one_of:
        return _ticked(c.one_of)
    if c.pattern:
        return "`" + c.pattern.replace("|", "\\|") + "`"
    low, high = (f"{x:g}" if x is not None else "" for x in (c.at_least, c.at_most))
    return f"{low} to {high}" if low and high else f"from {low}" if low else ""


def _meaning(c: Column) -> str:
    parts = "; ".join(f"`{name}`: {meaning}" for name, meaning in c.parts.items())
    return f"{c.meaning} {parts}." if parts else c.meaning


def _ticked(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{n}`" for n in names)
