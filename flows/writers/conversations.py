"""The view for language models: an episode as one row, its turns in order, with their translations."""
from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from flows.document.render import join_between
from schemas.views import CONVERSATIONS


def conversations(episodes: pa.Table, turns: pa.Table, pairs: pa.Table) -> pa.Table:
    """The rows of the view for the episodes of the tables given."""
    rows = []
    for episode in episodes.to_pylist():
        mine = turns.filter(pc.and_(pc.equal(turns["episode_id"], episode["episode_id"]), pc.equal(turns["lang"], episode["source_lang"])))
        said = mine.select(["turn_id", "speaker", "role", "text"]).to_pylist()
        about = {c: episode[c] for c in CONVERSATIONS.names if c in episode and c != "turns"}
        translations = _translations(pairs.filter(pc.equal(pairs["episode_id"], episode["episode_id"])))
        for lang, texts in sorted(translations.items()) or [(None, {})]:
            both = [{**turn, "translation": texts.get(turn["turn_id"])} for turn in said]
            rows.append({**about, "target_lang": lang, "turn_count": len(said), "turns": both})
    return pa.Table.from_pylist(rows, schema=CONVERSATIONS.arrow)


def _translations(pairs: pa.Table) -> dict[str, dict[str, str]]:
    """By language, what translates each turn; a pair of several turns counts for the first."""
    out: dict[str, dict[str, str]] = {}
    for p in pairs.select(["target_lang", "source_turn_ids", "target_text"]).to_pylist():
        texts, turn = out.setdefault(p["target_lang"], {}), p["source_turn_ids"][0]
        before = texts.get(turn, "")
        texts[turn] = before + join_between(before, p["target_text"]) + p["target_text"]
    return out
