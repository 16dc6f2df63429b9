"""README.md: the dataset card, with the front matter that the Hugging Face Hub and `datasets` read."""
from __future__ import annotations

import yaml

from flows.about import About
from flows.writers.facts import Facts
from flows.writers.measured import share, table
from schemas.tables import TABLES

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"))
# What the Hub calls a licence; any other is `other` with its name beside it.
_HUB_LICENSES = frozenset("""apache-2.0 mit cc0-1.0 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-4.0 cc-by-nc-sa-4.0
                             cc-by-nc-3.0 cc-by-nc-sa-3.0 odc-by odbl pddl bsd-3-clause gpl-3.0 unlicense""".split())


def front_matter(facts: Facts, about: About) -> dict[str, object]:
    """What machines read of the card."""
    rows = facts.rows["turns"]
    license = (about.license or "").lower()
    tasks = ["text-generation", *(["translation"] if facts.rows["pairs"] else [])]
    return {
        "pretty_name": about.title or "Conversations",
        "language": facts.languages,
        **({"license": license} if license in _HUB_LICENSES else {"license": "other", "license_name": about.license or "not-stated"}),
        **({"license_link": about.license_url} if about.license_url else {}),
        **({"multilinguality": "multilingual"} if len(facts.languages) > 1 else {}),
        "size_categories": [next((name for most, name in _SIZES if rows < most), "n>100M")],
        "task_categories": tasks,
        "tags": [*about.keywords, *(t for t in ("conversation", "transcripts") if t not in about.keywords)],
        "configs": [{"config_name": name, "data_files": [{"split": "train", "path": f"parquet/{name}/*.parquet"}], **({"default": True} if name == "turns" else {})}
                    for name in ("turns", *(n for n in TABLES if n != "turns"))],
    }


def card(facts: Facts, about: About, version: str) -> str:
    """The card in Markdown."""
    head = yaml.safe_dump(front_matter(facts, about), allow_unicode=True, sort_keys=False, width=1000)
    words, restored = int(facts.sides["words"].sum()), int(facts.sides["restored_words"].sum())
    sides = [(lang, facts.total(lang, "turns"), facts.total(lang, "words")) for lang in facts.languages]
    return "\n".join(["---", head.rstrip(), "---", "", f"# {about.title or 'Conversations'}", "", f"Version {version}.", "",
                      *([about.description, ""] if about.description else []),
                      f"{facts.rows['episodes']:,} conversations, turn by turn, with who speaks, what was repaired and what translates what.", "",
                      table(("language", "turns", "words"), sides), "",
                      table(("table", "rows", "what a row is"), [(n, facts.rows[n], t.meaning) for n, t in TABLES.items()]), "",
                      "## Load", "", _LOAD, "",
                      "## What was repaired", "",
                      table(("kind", "edits"), facts.edits_by_kind.items()), "",
                      f"The speaker of {share(restored, words)} of all words was decided by a rule; `turns.attribution` names it and `turns.confidence` says how sure it is.",
                      "`turns.verbatim` is the source's text, `turns.text` the repaired one; `edits` leads from one to the other and back.", "",
                      "## Licence", "", _license(facts, about), "",
                      "## Cite", "", _cite(about, version), "",
                      "## Check", "", "`sha256sum -c SHA256SUMS`. `DATASHEET.md` says how the data was made and holds the data dictionary; `schemas/` has a JSON Schema a table.", "",
                      "## Between versions", "", _STABLE, ""])


def _license(facts: Facts, about: About) -> str:
    whole = f"The dataset as a whole: {about.license}." if about.license else "Nobody stated a licence for the dataset as a whole."
    return whole + " Sources have their own, in `episodes.license`:\n\n" + table(("licence", "episodes"), [(k or "not stated", n) for k, n in facts.licenses.items()])


def _cite(about: About, version: str) -> str:
    if about.citation:
        return f"```\n{about.citation}\n```" if about.citation.lstrip().startswith("@") else about.citation
    parts = [", ".join(about.creators), about.title or "", f"version {version}", about.publisher or "", about.url or ""]
    return (". ".join(p for p in parts if p) + ".") if about.title else f"Nobody stated how to cite it; name the title and the version, {version}."


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

_STABLE = """\
A new major version means that rows which were there read otherwise or are gone; a minor version adds rows; a patch writes the same rows anew.
Names and meanings of columns stay, columns may be added. The id of a turn stays as long as the turn begins at the same character of its source.
Confidences, scores and wording of evidence may change in any major version."""
