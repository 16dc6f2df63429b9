"""README.md: the dataset card, with the front matter that the Hugging Face Hub and `datasets` read.

The card stands alone: whoever has nothing but the folder can load, read, check and cite what is in it.
"""
from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import pyarrow as pa
import yaml

from flows.about import About
from flows.twins import Twins
from flows.writers.facts import DOUBTFUL, SURE, Facts
from flows.writers.markdown import share, table
from flows.writers.measured import errors, license_of, terms
from schemas.views import EVERYTHING

_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"), (10**8, "10M<n<100M"))
_NAMES = {"string": "string", "int64": "int64", "double": "float64"}
# What the Hub calls a licence; any other is `other` with its name beside it.
_HUB_LICENSES = frozenset("""
    apache-2.0 mit cc0-1.0 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-4.0
    cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 odc-by odbl pddl bsd-3-clause gpl-3.0 unlicense""".split())
_MOST = 50  # episodes that are listed


@cache
def _text(name: str) -> str:
    return files("flows.writers").joinpath(name).read_text("utf-8").rstrip("\n")


# --- what machines read

def front_matter(facts: Facts, about: About) -> dict[str, object]:
    """What machines read of the card."""
    rows = facts.rows["turns"]
    license = (about.license or "").lower()
    shown = ["turns", *(n for n in EVERYTHING if n != "turns" and facts.rows[n])]  # `datasets` refuses to load a table without rows
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
        "dataset_info": [_info(facts, name) for name in shown],
    }


def _config(name: str) -> dict[str, object]:
    files = {"config_name": name, "data_files": [{"split": "train", "path": f"parquet/{name}/*.parquet"}]}
    return {**files, "default": True} if name == "turns" else files


def _info(facts: Facts, name: str) -> dict[str, object]:
    split = {"name": "train", "num_bytes": facts.memory[name], "num_examples": facts.rows[name]}
    return {"config_name": name, "features": [_feature(f) for f in EVERYTHING[name].arrow], "splits": [split],
            "download_size": facts.disk[name], "dataset_size": facts.memory[name]}


def _feature(field: pa.Field) -> dict[str, object]:
    """A column as `datasets` writes it in cards."""
    kind = field.type
    if pa.types.is_list(kind):
        inner = kind.value_type
        return {"name": field.name, "list": [_feature(f) for f in inner] if pa.types.is_struct(inner) else _NAMES[str(inner)]}
    return {"name": field.name, "dtype": _NAMES[str(kind)]}


# --- what people read

def card(facts: Facts, about: About, version: str, tombstones: Sequence[Mapping[str, str | None]] = (), twins: Sequence[Twins] = (),
         quality: str | None = None, quarantined: int = 0) -> str:
    """The card in Markdown.

    tombstones   episodes that were taken down, with the reason.
    twins        pairs of episodes that seem to be one talk.
    quality      a Markdown table of figures measured against labels made by hand.
    quarantined  number of source files that could not be read.
    """
    head = yaml.safe_dump(front_matter(facts, about), allow_unicode=True, sort_keys=False, width=1000)
    sides = [(lang, facts.total(lang, "turns"), facts.total(lang, "words")) for lang in facts.languages]
    tables = [(f"`{name}`", facts.rows[name], t.meaning) for name, t in EVERYTHING.items()]
    sections = {
        "A row": _sample(facts),
        "Load": _load(facts),
        "Columns": _COLUMNS.replace("{episode}", str(facts.episodes["episode_id"][0])),
        "What was repaired": f"{table(('kind', 'edits', 'what it is'), terms('kind', facts.edits_by_kind.items()))}\n\n{_REPAIRED}",
        "Quality and known errors": "\n\n".join((_quality(facts, quality), errors(facts, twins, quarantined))),
        "Episodes": _episodes(facts),
        "Licence": license_of(facts, about),
        "Cite": _cite(about, version),
        "Check": _text("card_check.md"),
        "Files": _FILES,
        "Between versions": _STABLE,
        **({"Taken down": table(("episode", "reason", "since"), [(t["episode_id"], t["reason"], t["date"]) for t in tombstones])}
           if tombstones else {}),
    }
    return "\n\n".join([
        f"---\n{head}---", f"# {about.title or 'Conversations'}", f"Version {version}.", *filter(None, [about.description]),
        _INTRODUCTION, table(("language", "turns", "words"), sides), table(("table", "rows", "what a row is"), tables),
        *(f"## {title}\n\n{text}" for title, text in sections.items())]) + "\n"


def _sample(facts: Facts) -> str:
    return f"Of `turns`, with some of its columns:\n\n```json\n{json.dumps(facts.sample, ensure_ascii=False, indent=2)}\n```"


def _load(facts: Facts) -> str:
    none = [f"`{name}`" for name in EVERYTHING if not facts.rows[name]]
    empty = (f"No rows in this version: {', '.join(none)}. `datasets` refuses such tables, so it has no configuration of them; the others "
             "give an empty table with all its columns.\n\n") if none else ""
    return _text("card_load.md").replace("{empty}", empty).replace("{episode}", str(facts.episodes["episode_id"][0]))


def _quality(facts: Facts, quality: str | None) -> str:
    rules = [(f"`{name}`", *rest) for name, *rest in terms("attribution", facts.attributions.select("attribution", "count").iter_rows())]
    measured = f"Measured against labels made by hand, of the parts that have them:\n\n{quality}" if quality else \
        "Nobody has measured this version against labels made by hand."
    sure = [(e, lang, words, share(n, words), doubtful, renamed) for e, lang, words, n, doubtful, renamed in facts.sides.select(
        "episode_id", "lang", "words", "sure_words", "doubtful_turns", "renamed_turns").iter_rows()]
    return "\n\n".join((
        f"{measured} Confidences are the rules' own estimates: {share(facts.sure_words, facts.words)} of all words have a speaker with "
        f"`turns.confidence` of {SURE} or more; where it matters who said something, take those. Where an episode has few of them, its "
        "labels are doubtful as a whole: do not rely on its speakers.",
        table(("episode", "language", "words", f"words with {SURE} or more", f"turns below {DOUBTFUL}", "turns printed under another name"),
              sure[:_MOST]),
        "What was printed over a turn is `turns.speaker_given`, one label a span (another name may be another spelling of the same); who "
        "was decided on is `speaker`, why `attribution_evidence`, how sure `confidence`. `turns.attribution` names what decided:",
        table(("attribution", "turns", "what it is"), rules)))


def _episodes(facts: Facts) -> str:
    columns = ["episode_id", "title", "show", "date", "source_lang", "turns", "license", "source_url"]
    rows = list(facts.episodes.sort("episode_id").select(columns).head(_MOST).iter_rows())
    kept = [i for i, c in enumerate(columns) if any(row[i] is not None for row in rows)]
    all_of_them = facts.episodes.height
    more = f"\n\nThe first {_MOST} of {all_of_them:,}; all are in the table `episodes`." if all_of_them > _MOST else ""
    return table([columns[i] for i in kept], [[row[i] for i in kept] for row in rows]) + more


def _cite(about: About, version: str) -> str:
    if not about.citation and not about.title:
        return f"Nobody stated how to cite it; name the title and the version, {version}."
    if about.citation:
        cited = f"```bibtex\n{_with_version(about.citation.strip(), version)}\n```" if about.citation.lstrip().startswith("@") else \
            about.citation.strip()
        return f"{cited}\n\nName the version, {version}, with it: the rows of a version never change."
    parts = (", ".join(about.creators), about.title, f"Version {version}", about.publisher, about.url)
    return ". ".join(part for part in parts if part) + "."


def _with_version(entry: str, version: str) -> str:
    """A BibTeX entry with the version as its last field, where it has none."""
    fields, brace, rest = entry.rpartition("}")
    known = re.search(r"^\s*version\s*=", entry, re.M | re.I)
    return entry if known or not brace else f"{fields.rstrip().rstrip(',')},\n  version = {{{version}}}\n{brace}{rest}"


_INTRODUCTION = """\
Transcripts of conversations, turn by turn: who speaks, what was said, and where there is a translation, what translates what.
Transcripts have errors: words heard wrongly, turns run together, names over the wrong words. Here they are repaired. Every change of the
text is a row of `edits` that says what stood there before, which rule changed it and why, so that it can be disputed and undone; every turn
says what name was printed over it and why it has the speaker it has."""

_COLUMNS = """\
Every column of every table, with its type, its values and its meaning, is in the data dictionary at the end of `DATASHEET.md`;
`schemas/` has the same as JSON Schema. The ones to know:

- `turns.text` is what to read; `turns.fluent` is the same without fillers, stutters and false starts; `turns.verbatim` is what the
  source said.
- `turns.position` counts the turns of one language (`lang`) of one episode from 0, in conversation order. `source_lang` of `episodes`
  is the language that was spoken; the other sides are translations.
- `turn_id` leads from `edits`, `blocks` and `suggestions` to `turns` (it is null outside turns: an edit of a misspelt label, a heading);
  `pairs.source_turn_ids` and `pairs.target_turn_ids` do from `pairs`. A pair is a turn and its translation, or a part of them where turns
  are long; the lower its `score` (0 to 1), the freer the translation or the less sure the pair.
- `start` and `end` are code points, not bytes, of the source's text (Python's string indices). The source is not in the release: for a turn
  of one span, `verbatim[edit.start - span["start"]:edit.end - span["start"]]` is `edit.before`; for several see below, under Check.
- The column `flags` of `turns` marks what to take with care; `DATASHEET.md` says what each name means. (In pandas write `turns["flags"]`,
  in SQL `"end"`.)

What was misheard in the speech of an episode, and the pairs of one speaker:

```python
import pandas as pd
edits, turns, pairs = (pd.read_parquet(f"parquet/{name}") for name in ("edits", "turns", "pairs"))
heard = edits[(edits.episode_id == "{episode}") & edits.turn_id.notna() & (edits.kind == "mistranscription")]
speaker = pairs.source_turn_ids.str[0].map(turns.set_index("turn_id").speaker)
of_one = pairs[speaker == turns.speaker.iloc[0]]
```"""

_REPAIRED = """\
`turns.verbatim` is the source's text, `turns.text` the repaired one; `edits` leads from one to the other and back. What was not sure
enough to change is in `suggestions` (a `split` or `merge` has no characters of its own: it stands between `start` and `end`). Edits of
printed labels are counted above, too. The five most frequent changes of each rule are in `DATASHEET.md`."""

_FILES = """\
`parquet/` and `jsonl/` hold the tables, `schemas/` the JSON Schema of each, `DATASHEET.md` the answers to 'Datasheets for Datasets' and the
data dictionary, `CHANGES.md` what is new, `manifest.json` inputs and outputs with their hashes, `croissant.json` and `datapackage.json`
the same description for programs, `SHA256SUMS` the hash of every file."""

_STABLE = """\
`CHANGES.md` says what this version changed, `changes/` (where there is an earlier one) holds the changed rows, and `previous` in
`manifest.json` names the version before. A new major version means that rows which were there read otherwise or are gone; a minor
version adds rows; a patch writes the same rows anew (their hashes stay). A version that was published is never overwritten.

What stays: names and meanings of columns, and the id of a turn as long as the turn begins at the same character of its source. What may
come with a minor or major version: new columns, new rules, new kinds and flags. What may change in a major version: confidences, scores,
the wording of evidence."""
