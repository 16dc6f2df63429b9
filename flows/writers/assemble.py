"""What stands around the data of a release: card, datasheet, manifest, checksums."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows import __version__
from flows.about import About
from flows.twins import Twins
from flows.writers import checksums
from flows.writers.card import card
from flows.writers.croissant import croissant
from flows.writers.datapackage import datapackage
from flows.writers.datasheet import datasheet
from flows.writers.facts import Facts
from flows.writers.manifest import Written, write_manifest


@dataclass(frozen=True)
class Contents:
    """All that a release says besides its rows.

    inputs, settings, quarantined  as manifest.json has them.
    tombstones  episodes that were taken down, as they are told of: episode_id, reason, date.
    reasons     why episodes were taken down, by the ids that they had.
    twins       pairs of episodes that seem to be one talk.
    quality     a Markdown table of figures measured against labels made by hand.
    """

    facts: Facts
    about: About
    tables: Mapping[str, Written]
    inputs: Sequence[Mapping[str, object]]
    settings: Sequence[Mapping[str, object]]
    quarantined: Sequence[Mapping[str, object]]
    tombstones: Sequence[Mapping[str, str | None]] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    twins: Sequence[Twins] = ()
    quality: str | None = None

    @property
    def manifest(self) -> dict[str, object]:
        """What manifest.json says of them."""
        return {
            "inputs": list(self.inputs), "settings": list(self.settings), "quarantined": list(self.quarantined),
            "taken_down": list(self.tombstones),
            "same_talk": [{"episodes": [t.one, t.other], "likeness": t.likeness, "seen_in": t.seen_in} for t in self.twins],
            "hidden": {"personal_data": self.about.mask_pii, "names": len(set(self.about.pseudonyms.values()))},
        }


def assemble(release: Path, contents: Contents, version: str, previous: str | None) -> None:
    """Write (or write anew, for another version) every file of a release whose data files are there."""
    told = card(contents.facts, contents.about, version, contents.tombstones, contents.twins, contents.quality, len(contents.quarantined))
    (release / "README.md").write_text(told, "utf-8")
    (release / "DATASHEET.md").write_text(datasheet(contents.facts, contents.about, version, contents.twins, contents.quality), "utf-8")
    _write_json(release / "croissant.json", croissant(release, contents.facts, contents.about, version))
    _write_json(release / "datapackage.json", datapackage(release, contents.facts, contents.about, version))
    write_manifest(release, version, previous, __version__, contents.manifest, contents.tables)
    checksums.write_sums(release)


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
