"""What a maintainer says of the dataset as a whole.

dataset.yaml has its name, licence, citation and so on; datasheet.yaml answers what only a person can.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.settings import Lined, fields, read_yaml


@dataclass(frozen=True)
class About:
    """All of it is optional and none of it is made up: what nobody said stays None.

    license    SPDX identifier or name of the licence of the dataset as a whole; sources have their own.
    citation   BibTeX, or a sentence.
    creators   names of people or organizations.
    mask_pii, pseudonyms  what must not be published, see `flows.veil`.
    answers    answers to the datasheet's questions, by the question's key (they stand in flows/writers/questions.yaml).
    """

    title: str | None = None
    name: str | None = None
    description: str | None = None
    license: str | None = None
    license_url: str | None = None
    citation: str | None = None
    url: str | None = None
    contact: str | None = None
    publisher: str | None = None
    date_published: str | None = None
    creators: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    mask_pii: bool = False
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """All that it says in words, with the field in which it says it (`creators` is one of either file)."""
        said = [(name, getattr(self, name) or "") for name in _TEXTS]
        return [*said, *((name, "\n".join(getattr(self, name))) for name in _LISTS), *self.answers.items()]


_TEXTS = ("title", "name", "description", "license", "license_url", "citation", "url", "contact", "publisher", "date_published")
_LISTS = ("creators", "keywords")


def read_about(raw: Path, questions: tuple[str, ...]) -> About:
    """dataset.yaml and datasheet.yaml of a raw folder; ``questions`` are the keys that datasheet.yaml may answer. Raises SettingsError."""
    top = read_yaml(raw / "dataset.yaml", "dataset.yaml")
    given = fields(top, "dataset.yaml", (*_TEXTS, *_LISTS, "mask_pii", "pseudonyms")) if top else {}
    sheet = read_yaml(raw / "datasheet.yaml", "datasheet.yaml")
    answers = fields(sheet, "datasheet.yaml", questions) if sheet else {}
    return About(**{name: given[name].text(name) for name in _TEXTS if name in given},
                 **{name: _texts(given[name], name) for name in _LISTS if name in given},
                 mask_pii=_yes(given["mask_pii"]) if "mask_pii" in given else False,
                 pseudonyms=_pseudonyms(given["pseudonyms"]) if "pseudonyms" in given else {},
                 answers={key: text for key, value in answers.items() if (text := value.text(key))})


def _texts(value: Lined, name: str) -> tuple[str, ...]:
    return tuple(t for item in value.list(name) if (t := item.text(name)))


def _yes(value: Lined) -> bool:
    if not isinstance(value.value, bool):  # `"no"` in quotes is a text, and would count as true
        raise value.error(f"mask_pii must be true or false, not {value.value!r}.", "Write `mask_pii: true`, without quotes.")
    return value.value


def _pseudonyms(value: Lined) -> dict[str, str]:
    """Published names by the names of people (other names in use go on lines of their own)."""
    out = {name: other.text("the other name") for name, _, other in value.items("pseudonyms")}
    for name, other in out.items():
        if not other or not name.strip():
            raise value.error(f"`{name}` has no other name.", "Write `Full Name: Other Name`.")
    return {name: other for name, other in out.items() if other}
