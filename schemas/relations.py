"""Rules about ids, order and counts: what rows of one table and of several say of each other."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report
from schemas.frames import Frames, true
from schemas.views import EVERYTHING

TIME_STEPS_BACK = "time_steps_back"
UNKNOWN = "Unknown"


def keys_are_unique(f: Frames) -> Iterator[Breach]:
    for name in f.tables:
        key = EVERYTHING[name].key
        parts = [f.ranks(name, c) for c in key]
        order = np.lexsort([np.arange(f.rows(name)), *reversed(parts)])
        same = np.all([p[order][1:] == p[order][:-1] for p in parts], axis=0)
        again, first = order[1:][same], order[:-1][same]
        yield from report("unique key", name, key[-1], again, _joined(f, name, key, again), ("a key that row {} does not have", first))


def rows_are_in_order(f: Frames) -> Iterator[Breach]:
    for name in f.tables:
        order = EVERYTHING[name].order
        smaller, equal = np.zeros(max(f.rows(name) - 1, 0), bool), np.ones(max(f.rows(name) - 1, 0), bool)
        for column in order:
            ranks = f.ranks(name, column)
            smaller |= equal & (ranks[1:] < ranks[:-1])
            equal &= ranks[1:] == ranks[:-1]
        late = np.flatnonzero(smaller) + 1
        yield from report("order of rows", name, None, late, _joined(f, name, order, late), f"rows sorted by {', '.join(order)}")


def _joined(f: Frames, table: str, columns: tuple[str, ...], rows: np.ndarray) -> list[str]:
    values = [f.column(table, c).take(pa.array(rows)).to_pylist() for c in columns]
    return [" ".join(map(str, row)) for row in zip(*values)]


def references_resolve(f: Frames) -> Iterator[Breach]:
    for name in f.tables:
        for ref in EVERYTHING[name].references:
            if ref.table in f:
                row, values = f.items(name, ref.column)
                lost = np.flatnonzero((f.find(values, ref.table, ref.target) < 0) & true(values.is_valid()))
                yield from report("references", name, ref.column, row[lost], values.take(pa.array(lost)), f"a {ref.target} of {ref.table}")


# --- turns

def turn_ids_say_where(f: Frames) -> Iterator[Breach]:
    counts = f.lengths("turns", "spans")
    none, has = np.flatnonzero(counts == 0), np.flatnonzero(counts > 0)
    yield from report("spans", "turns", "spans", none, ("no span",), "one or more")
    first = pa.array(f.spans.start[np.cumsum(counts)[has] - counts[has]])
    ids, langs, episodes = (f.column("turns", c).take(pa.array(has)) for c in ("turn_id", "lang", "episode_id"))
    wanted = pc.binary_join_element_wise(episodes, langs, pc.utf8_lpad(first.cast(pa.string()), 8, "0"), ":")
    wrong = np.flatnonzero(true(pc.not_equal(ids, wanted)))
    yield from report("turn_id", "turns", "turn_id", has[wrong], ids.take(pa.array(wrong)), ("{}", wanted.take(pa.array(wrong))))
    given = f.lengths("turns", "speaker_given")
    odd = np.flatnonzero(given != counts)
    yield from report("spans", "turns", "speaker_given", odd, ("{} labels", given[odd]), ("one for each of {} spans", counts[odd]))


def _sides(f: Frames) -> tuple[np.ndarray, np.ndarray]:
    """Rows of turns side by side in the order of positions, and for each whether it is the first of its side."""
    episode, lang, position = f.episode("turns"), f.ranks("turns", "lang"), f.numbers("turns", "position")
    order = np.lexsort((position, lang, episode))
    new = np.ones(len(order), bool)
    new[1:] = (episode[order][1:] != episode[order][:-1]) | (lang[order][1:] != lang[order][:-1])
    return order, new


def positions_have_no_gaps(f: Frames) -> Iterator[Breach]:
    order, new = _sides(f)
    found = f.numbers("turns", "position")[order]
    wanted = np.where(new, 0, np.append(0, found[:-1] + 1)[: len(found)])
    wrong = np.flatnonzero(found != wanted)  # where a gap or a repetition begins, not all that follows it
    yield from report("positions", "turns", "position", order[wrong], found[wrong], ("{}, the next of its side", wanted[wrong]))


def times_run_forwards(f: Frames) -> Iterator[Breach]:
    order, new = _sides(f)
    flagged = f.having("turns", "flags", TIME_STEPS_BACK)
    start, end = f.numbers("turns", "start_s"), f.numbers("turns", "end_s")
    side = np.cumsum(new)
    timed = np.flatnonzero(~np.isnan(start[order]))
    rows, sides = order[timed], side[timed]
    back = np.flatnonzero((sides[1:] == sides[:-1]) & (start[rows][1:] < start[rows][:-1]) & ~flagged[rows][1:])
    yield from report("times", "turns", "start_s", rows[back + 1], start[rows[back + 1]],
                      (f"{{}} or later, as the turn before it (or the flag {TIME_STEPS_BACK})", start[rows[back]]))
    short = np.flatnonzero((end < start) & ~flagged)
    yield from report("times", "turns", "end_s", short, end[short], ("{} or later, where the turn begins", start[short]))


# --- between tables

def rows_stay_in_their_episode(f: Frames) -> Iterator[Breach]:
    episode = f.episode("turns")
    for name, column in (("edits", "turn_id"), ("blocks", "turn_id"), ("blocks", "duplicate_of"), ("suggestions", "turn_id"),
                         ("pairs", "source_turn_ids"), ("pairs", "target_turn_ids")):
        if name in f and len(episode):
            row, values = f.items(name, column)
            turn = f.find(values, "turns", "turn_id")
            wrong = np.flatnonzero((turn >= 0) & (episode[turn] != f.episode(name)[row]))
            yield from report("one episode", name, column, row[wrong], values.take(pa.array(wrong)), "a turn of the same episode")


def speakers_are_listed(f: Frames) -> Iterator[Breach]:
    people = f.column("episodes", "speakers").flatten()
    episode = np.repeat(np.arange(f.rows("episodes")), f.lengths("episodes", "speakers"))
    listed = pc.binary_join_element_wise(f.column("episodes", "episode_id").take(pa.array(episode)), people.field("name"), "\n")
    mine = pc.binary_join_element_wise(f.column("turns", "episode_id"), f.column("turns", "speaker"), "\n")
    place = pc.fill_null(pc.index_in(mine, value_set=listed), -1).to_numpy()
    odd = np.flatnonzero((place < 0) & ~f.equal("turns", "speaker", UNKNOWN))
    yield from report("speakers", "turns", "speaker", odd, f.column("turns", "speaker").take(pa.array(odd)),
                      f"a name in episodes.speakers, or {UNKNOWN}")
    known = np.flatnonzero(place >= 0)
    roles, wanted = f.column("turns", "role").take(pa.array(known)), people.field("role").take(pa.array(place[known]))
    differ = np.flatnonzero(true(pc.not_equal(roles, wanted)))
    yield from report("speakers", "turns", "role", known[differ], roles.take(pa.array(differ)),
                      ("{}, the speaker's role in episodes.speakers", wanted.take(pa.array(differ))))


def episodes_count_their_turns(f: Frames) -> Iterator[Breach]:
    home = f.find(f.column("turns", "episode_id"), "episodes", "episode_id")
    known = np.flatnonzero(home >= 0)
    home, langs = home[known], f.column("turns", "lang").take(pa.array(known))
    of_source = true(pc.equal(langs, f.column("episodes", "source_lang").take(pa.array(home))))
    counted, stated = np.bincount(home[of_source], minlength=f.rows("episodes")), f.numbers("episodes", "turns")
    wrong = np.flatnonzero(counted != stated)
    yield from report("counts", "episodes", "turns", wrong, stated[wrong], ("{}, the rows of turns in its source_lang", counted[wrong]))
    present: list[set[str | None]] = [set() for _ in range(f.rows("episodes"))]
    for row in pa.table({"home": home, "lang": langs}).group_by(["home", "lang"]).aggregate([]).to_pylist():
        present[row["home"]].add(row["lang"])
    languages = f.column("episodes", "languages").to_pylist()
    odd = [i for i, names in enumerate(languages) if set(names or ()) != present[i] or len(names or ()) != len(present[i])]
    yield from report("counts", "episodes", "languages", np.array(odd, int), [languages[i] for i in odd],
                      ("{}, the languages of its turns", [sorted(map(str, present[i])) for i in odd]))
