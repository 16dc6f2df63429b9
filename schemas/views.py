"""Views: tables that say nothing new, made from the tables of a release for a use that reads them otherwise."""
from __future__ import annotations

import pyarrow as pa

from schemas import columns
from schemas.columns import INT, LANGUAGE, TEXT, Column, list_of
from schemas.tables import TABLES, Reference, Table

_SAID = [pa.field(name, TEXT, nullable=False) for name in ("turn_id", "speaker", "role", "text")]
SAID = pa.struct([*_SAID, pa.field("translation", TEXT)])

_SHARED = ("episode_id", "title", "show", "date", "license", "source_lang", "languages")

CONVERSATIONS = Table(
    "conversations",
    "One row an episode (and translation, where it has several): its turns in the language spoken, in order, each with its translation; "
    "a view of `turns` and `pairs`.",
    (*(c for c in columns.EPISODES if c.name in _SHARED),
     Column("target_lang", TEXT, "The language of the translations (BCP 47); null where there are none.", nullable=True, pattern=LANGUAGE),
     Column("turn_count", INT, "Number of turns.", at_least=0),
     Column("turns", list_of(SAID), "The turns in order.", parts={
         "turn_id": "the turn in `turns`", "speaker": "who speaks", "role": "`host`, `guest`, `audience` or `unknown`",
         "text": "what was said, repaired",
         "translation": "the translation of what begins in this turn; null where none was found"})),
    ("episode_id", "target_lang"), ("episode_id", "target_lang"), (Reference("episode_id", "episodes", "episode_id"),))

VIEWS: dict[str, Table] = {t.name: t for t in (CONVERSATIONS,)}
EVERYTHING: dict[str, Table] = {**TABLES, **VIEWS}
