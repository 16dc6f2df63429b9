"""The rules that hold across rows and tables of a release, listed; ``breaches`` checks them all.

What relates rows by ids and places stands in `schemas.relations`, pairs and their turns in `schemas.paired`, spans and blocks in
`schemas.offsets`, what spans and edits read as in `schemas.replay`, what turns read without hesitations in `schemas.smooth`, what
views say in `schemas.retold`.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from schemas import offsets, paired, relations, replay, retold, smooth
from schemas.breach import Breach
from schemas.frames import Frames, InMemory, Plain, Rows
from schemas.values import type_breaches, value_breaches
from schemas.views import EVERYTHING


@dataclass(frozen=True)
class Rule:
    """A rule, and the tables without which it cannot be checked."""

    check: Callable[[Frames], Iterator[Breach]]
    needs: tuple[str, ...] = ()


RULES = (
    Rule(relations.keys_are_unique),
    Rule(relations.rows_are_in_order),
    Rule(relations.references_resolve),
    Rule(relations.turn_ids_say_where, ("turns",)),
    Rule(relations.positions_have_no_gaps, ("turns",)),
    Rule(relations.times_run_forwards, ("turns",)),
    Rule(relations.rows_stay_in_their_episode, ("turns",)),
    Rule(relations.speakers_are_listed, ("episodes", "turns")),
    Rule(relations.episodes_count_their_turns, ("episodes", "turns")),
    Rule(paired.pairs_match_their_turns, ("pairs", "turns")),
    Rule(paired.pair_ids_say_where, ("pairs", "turns")),
    Rule(paired.pairs_translate_what_is_spoken, ("pairs", "episodes")),
    Rule(paired.pairs_say_what_their_turns_say, ("pairs", "turns")),
    Rule(offsets.blocks_tile, ("blocks",)),
    Rule(offsets.blocks_name_what_they_are, ("blocks",)),
    Rule(offsets.spans_do_not_overlap, ("turns",)),
    Rule(offsets.spans_are_speech_blocks, ("turns", "blocks")),
    Rule(offsets.edits_do_not_overlap, ("edits",)),
    Rule(offsets.edits_lie_in_their_turn, ("turns", "edits")),
    Rule(offsets.suggestions_are_in_the_text, ("suggestions",)),
    Rule(replay.verbatim_fits_its_spans, ("turns",)),
    Rule(replay.turns_replay, ("turns", "edits")),
    Rule(smooth.fluent_is_the_text_without_its_cuts, ("turns",)),
    Rule(retold.conversations_retell_the_turns, ("episodes", "turns", "conversations")),
    Rule(retold.conversations_translate_as_pairs_do, ("pairs", "conversations")),
)


def breaches(tables: Mapping[str, pa.Table | Rows], raw: Mapping[str, str] | None = None) -> list[Breach]:
    """Everything that is wrong with some or all tables and views of a release, by themselves and with each other.

    ``raw`` maps episode ids to their raw texts, where the tables are to be checked against these, too. A table whose columns are
    not the declared ones is reported, and rules that need it are left out.
    """
    rows = {name: Plain(InMemory(t) if isinstance(t, pa.Table) else t) for name, t in tables.items()}
    wrong = {name: list(type_breaches(EVERYTHING[name], these.schema)) for name, these in rows.items()}
    sound = {name: these for name, these in rows.items() if not wrong[name]}
    found = [b for name in rows for b in wrong[name]] + [b for name, these in sound.items() for b in value_breaches(name, these)]
    frames = Frames(sound)
    for rule in RULES:
        if all(t in frames for t in rule.needs):
            found += rule.check(frames)
    if raw is not None:
        found += replay.against_raw(frames, raw)
    return [_keyed(frames, b) for b in found]


def _keyed(frames: Frames, b: Breach) -> Breach:
    """A breach whose row is named by the row's key."""
    if b.row is None or b.table not in frames or b.key:
        return b
    return replace(b, key=" ".join(str(frames.column(b.table, n)[b.row].as_py()) for n in EVERYTHING[b.table].key[:3]))
