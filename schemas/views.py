"""Views: tables that say nothing new, made from the tables of a release for a use that reads them otherwise."""
from __future__ import annotations

import pyarrow as pa

from schemas import columns
from schemas.columns import INT, TEXT, Column, list_of, struct
from schemas.tables import TABLES, Reference, Table

TRANSLATION = struct(lang=TEXT, text=TEXT)
SAID = pa.struct([
    pa.field("turn_id", TEXT, nullable=False), pa.field("speaker", TEXT, nullable=False), pa.field("role", TEXT, nullable=False),
    pa.field("text", TEXT, nullable=False), pa.field("translations", list_of(TRANSLATION), nullable=False)])

_OF_EPISODES = tuple(c for c in columns.EPISODES if c.name in ("episode_id", "title", "show", "date", "license", "source_lang", "languages"))

CONVERSATIONS = Table(
    "conversations", "One row an episode: its turns in the language spoken, in order, each with its translations (a view of `turns` and `pairs`).",
    (*_OF_EPISODES,
     Column("turn_count", INT, "Number of turns.", at_least=0),
     Column("turns", list_of(SAID), "The turns in order.", parts={
         "turn_id": "the turn in `turns`", "speaker": "who speaks", "role": "`host`, `guest`, `audience` or `unknown`", "text": "what was said, repaired",
         "translations": "of each language, the translation of what begins in this turn; empty where none was found"})),
    ("episode_id",), ("episode_id",), (Reference("episode_id", "episodes", "episode_id"),))

VIEWS: dict[str, Table] = {t.name: t for t in (CONVERSATIONS,)}
EVERYTHING: dict[str, Table] = {**TABLES, **VIEWS}
