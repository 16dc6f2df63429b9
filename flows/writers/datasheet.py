"""DATASHEET.md: every question of 'Datasheets for Datasets', answered from measurements, from datasheet.yaml, or with 'not stated'."""
from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from flows.about import About
from flows.twins import Twins
from flows.writers.facts import Facts
from flows.writers.markdown import table
from flows.writers.measured import MEASURED
from schemas.export import data_dictionary
from schemas.views import EVERYTHING

NOT_STATED = "*Not stated.*"


@cache
def _data(name: str) -> dict:
    return yaml.safe_load(files("flows.writers").joinpath(name).read_text("utf-8"))


def questions() -> dict[str, dict[str, str]]:
    """The questions by section and key, in their order."""
    return _data("questions.yaml")


def keys() -> tuple[str, ...]:
    """What datasheet.yaml may answer."""
    return tuple(key for section in questions().values() for key in section)


def datasheet(facts: Facts, about: About, version: str, twins: Sequence[Twins] = (), quality: str | None = None) -> str:
    """The datasheet in Markdown: to each question what a person says, what holds of every release, what was measured; nothing made up."""
    out = [f"# Datasheet of {about.title or 'this dataset'}, version {version}", "",
           "The questions are those of Gebru et al., *Datasheets for Datasets* (Communications of the ACM 64(12), 2021, arXiv:1803.09010). "
           "Numbers are measured in this release. *Not stated* marks what only a person can answer and nobody has.", ""]
    for section, asked in questions().items():
        out += [f"## {section}", ""]
        for key, question in asked.items():
            out += [f"### {question}", "", answer(key, facts, about) or NOT_STATED, ""]
            if key == "errors" and twins:
                rows = [(t.one, t.other, f"{t.likeness:.2f}", t.seen_in) for t in twins]
                out += ["Episodes that seem to be the same talk (likeness: the share of their runs of three words that both have; between "
                        "two languages, of names and numbers in a row):\n\n" + table(("episode", "and", "likeness", "seen in"), rows), ""]
            if key == "errors" and quality:
                out += [f"Measured against labels made by hand, of the parts that have them:\n\n{quality}", ""]
    return "\n".join([*out, "## Data dictionary", "", data_dictionary(EVERYTHING).rstrip(), ""])


def answer(key: str, facts: Facts, about: About) -> str | None:
    """What is known in answer to a question; None where nothing is."""
    measure = MEASURED.get(key)
    parts = (about.answers.get(key), _data("standing.yaml").get(key), measure(facts, about) if measure else None)
    return "\n\n".join(part for part in parts if part) or None
