"""README.md: the dataset card, with the front matter that the Hugging Face Hub and `datasets` read."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import yaml

from flows.about import About
from flows.writers.facts import Facts
from flows.writers.markdown import share, table
from flows.writers.measured import license_of
from schemas.views import EVERYTHING

_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"), (10**8, "10M<n<100M"))
_NAMES = {"string": "string", "int64": "int64", "double": "float64"}
# What the Hub calls a licence; any other is `other` with its name beside it.
_HUB_LICENSES = frozenset("""
    apache-2.0 mit cc0-1.0 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-4.0
    cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 odc-by odbl pddl bsd-3-clause gpl-3.0 unlicense""".split())


def front_matter(facts: Facts, about: About) -> dict[str, object]:
    """What machines read of the card."""
    rows = facts.rows["turns"]
    license = (about.license or "").lower()
    shown = ["turns", *(n for n in EVERYTHING if n != "turns" and facts.rows[n])]  # `datasets` takes a table without rows for a mistake
    known = {"license": license} if license in _HUB_LICENSES else {"license": "other", "license_name": about.license or "not-stated"}
    return {
        "pretty_name": about.title or "Conversations",
        "language": facts.languages,
        **known,
        **({"license_link": about.license_url} if about.license_url else {}),
        **({"multilinguality": "multilingual"} if len(facts.languages) > 1 else {}),
        "size_categories": [next((name for most, name in _SIZES if rows < most), "n>100M")],
        "task_categories": ["text-generation", *(["translation"] if facts.rows["pairs"] else [])],
        "tags": [*about.keywords, *(t for t in ("conversation", "transcripts") if t not in about.keywords)],
        "configs": [_config(name) for name in shown],
        "dataset_info": [{"config_name": name, "features": [_feature(f) for f in EVERYTHING[name].arrow],
                          "splits": [{"name": "train", "num_examples": facts.rows[name]}]} for name in shown],
    }


def _config(name: str) -> dict[str, object]:
    files = {"config_name": name, "data_files": [{"split": "train", "path": f"parquet/{name}/*.parquet"}]}
    return {**files, "default": True} if name == "turns" else files


def _feature(field: pa.Field) -> dict[str, object]:
    """A column as `datasets` writes it in cards."""
    kind = field.type
    if pa.types.is_list(kind):
        inner = kind.value_type
        return {"name": field.name, "list": [_feature(f) for f in inner] if pa.types.is_struct(inner) else _NAMES[str(inner)]}
    return {"name": field.name, "dtype": _NAMES[str(kind)]}


def card(facts: Facts, about: About, version: str, tombstones: Sequence[Mapping[str, str | None]] = ()) -> str:
    """The card in Markdown; ``tombstones`` are episodes that were taken down, with the reason."""
    head = yaml.safe_dump(front_matter(facts, about), allow_unicode=True, sort_keys=False, width=1000)
    sides = [(lang, facts.total(lang, "turns"), facts.total(lang, "words")) for lang in facts.languages]
    tables = [(name, facts.rows[name], t.meaning) for name, t in EVERYTHING.items()]
    sections = {
        "Load": _LOAD,
        "What was repaired": f"{table(('kind', 'edits'), facts.edits_by_kind.items())}\n\n"
                             f"The speaker of {share(facts.restored_words, facts.words)} of all words was decided by a rule. {_REPAIRED}",
        "Licence": license_of(facts, about),
        "Cite": _cite(about, version),
        "Check": _CHECK,
        "Between versions": _STABLE,
        **({"Taken down": table(("episode", "reason", "since"), [(t["episode_id"], t["reason"], t["date"]) for t in tombstones])}
           if tombstones else {}),
    }
    return "\n\n".join([
        f"---\n{head}---", f"# {about.title or 'Conversations'}", f"Version {version}.", *filter(None, [about.description]),
        f"{facts.rows['episodes']:,} conversations, turn by turn, with who speaks, what was repaired and what translates what.",
        table(("language", "turns", "words"), sides), table(("table", "rows", "what a row is"), tables),
        *(f"## {title}\n\n{text}" for title, text in sections.items())]) + "\n"


def _cite(about: About, version: str) -> str:
    if about.citation:
        return f"```\n{about.citation}\n```" if about.citation.lstrip().startswith("@") else about.citation
    if not about.title:
        return f"Nobody stated how to cite it; name the title and the version, {version}."
    parts = (", ".join(about.creators), about.title, f"Version {version}", about.publisher, about.url)
    return ". ".join(part for part in parts if part) + "."


_LOAD = """\
In the folder of the release (or with its address before each path):

```python
import pandas as pd
turns = pd.read_parquet("parquet/turns")
```

```python
import polars as pl
turns = pl.read_parquet("parquet/turns/*.parquet")
```

```python
import duckdb
turns = duckdb.sql("SELECT * FROM 'parquet/turns/*.parquet' WHERE lang = 'en'").df()
```

```python
from datasets import load_dataset
turns = load_dataset(".", "turns", split="train")
```"""

_REPAIRED = """\
`turns.attribution` names the rule and `turns.confidence` says how sure it is.
`turns.verbatim` is the source's text, `turns.text` the repaired one; `edits` leads from one to the other and back."""

_CHECK = """\
`sha256sum -c SHA256SUMS`. `manifest.json` has a hash of the rows of each table: the SHA-256 of the lines of its JSON Lines files, one
after another.
`DATASHEET.md` says how the data was made and holds the data dictionary; `schemas/` has a JSON Schema a table."""

_STABLE = """\
A new major version means that rows which were there read otherwise or are gone; a minor version adds rows; a patch writes the same rows
anew. Names and meanings of columns stay, columns may be added. The id of a turn stays as long as the turn begins at the same character of
its source. Confidences, scores and the wording of evidence may change in any major version."""
