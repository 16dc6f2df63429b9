"""Rules about ids, order and counts: what rows of one table and of several say of each other."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report
from schemas.frames import Frames
from schemas.tables import TABLES

TIME_STEPS_BACK = "time_steps_back"
UNKNOWN = "Unknown"


def keys_are_unique(f: Frames) -> Iterator[Breach]:
    for name in f.tables:
        table = TABLES[name]
        parts = [f.ranks(name, c) for c in table.key]
        order = np.lexsort([np.arange(f.rows(name)), *reversed(parts)])
        same = np.all([p[order][1:] == p[order][:-1] for p in parts], axis=0)
        again, first = order[1:][same], order[:-1][same]
        values = [f.column(name, c) for c in table.key]
        yield from report("unique key", name, table.key[-1], again, lambda k, v=values, r=again: " ".join(str(c[int(r[k])].as_py()) for c in v),
                          lambda k, r=first: f"a key that no other row has (row {r[k]} has it)")


def rows_are_in_order(f: Frames) -> Iterator[Breach]:
    for name in f.tables:
        order = TABLES[name].order
        smaller, equal = np.zeros(max(f.rows(name) - 1, 0), bool), np.ones(max(f.rows(name) - 1, 0), bool)
        for column in order:
            ranks = f.ranks(name, column)
            smaller |= equal & (ranks[1:] < ranks[:-1])
            equal &= ranks[1:] == ranks[:-1]
        values = [f.column(name, c) for c in order]
        late = np.flatnonzero(smaller) + 1
        yield from report("order of rows", name, None, late, lambda k, v=values, r=late: " ".join(str(c[int(r[k])].as_py()) for c in v),
                          f"rows sorted by {', '.join(order)}")


def references_resolve(f: Frames) -> Iterator[Breach]:
    for name in f.tables:
        for ref in TABLES[name].references:
            if ref.table not in f:
                continue
            row, values = _items(f, name, ref.column)
            lost = np.flatnonzero((f.find(values, ref.table, ref.target) < 0) & values.is_valid().to_numpy(zero_copy_only=False))
            yield from report("references", name, ref.column, row[lost], lambda k, v=values, r=lost: v[int(r[k])].as_py(), f"a {ref.target} of {ref.table}")


def _items(f: Frames, table: str, column: str) -> tuple[np.ndarray, pa.Array]:
    """Values of a column with their rows; of a list column, its items with the rows they stand in."""
    values, rows = f.column(table, column), np.arange(f.rows(table))
    return (np.repeat(rows, f.lengths(table, column)), values.flatten()) if pa.types.is_list(values.type) else (rows, values)


# --- turns

def turn_ids_say_where(f: Frames) -> Iterator[Breach]:
    counts = f.lengths("turns", "spans")
    has = np.flatnonzero(counts > 0)
    yield from report("spans", "turns", "spans", np.flatnonzero(counts == 0), lambda k: [], "one span or more")
    first = pa.array(f.spans.start[np.cumsum(counts)[has] - counts[has]])
    ids, langs, episodes = (f.column("turns", c).take(pa.array(has)) for c in ("turn_id", "lang", "episode_id"))
    wanted = pc.binary_join_element_wise(episodes, langs, pc.utf8_lpad(first.cast(pa.string()), 8, "0"), ":")
    wrong = np.flatnonzero(pc.fill_null(pc.not_equal(ids, wanted), True).to_numpy(zero_copy_only=False))
    yield from report("turn_id", "turns", "turn_id", has[wrong], lambda k: ids[int(wrong[k])].as_py(), lambda k: wanted[int(wrong[k])].as_py())
    given = f.lengths("turns", "speaker_given")
    odd = np.flatnonzero(given != counts)
    yield from report("spans", "turns", "speaker_given", odd, lambda k: f"{given[odd[k]]} labels", lambda k: f"one for each of {counts[odd[k]]} spans")


def _sides(f: Frames) -> tuple[np.ndarray, np.ndarray]:
    """Rows of turns side by side in the order of positions, and for each whether it is the first of its side."""
    episode, lang, position = f.episode("turns"), f.ranks("turns", "lang"), f.numbers("turns", "position")
    order = np.lexsort((position, lang, episode))
    new = np.ones(len(order), bool)
    new[1:] = (episode[order][1:] != episode[order][:-1]) | (lang[order][1:] != lang[order][:-1])
    return order, new


def positions_have_no_gaps(f: Frames) -> Iterator[Breach]:
    order, new = _sides(f)
    count = np.arange(len(order))
    place = count - np.maximum.accumulate(np.where(new, count, 0))
    found = f.numbers("turns", "position")[order]
    step = np.diff(found, prepend=-1)
    wrong = np.flatnonzero(np.where(new, found != 0, step != 1))  # where a gap or a repetition begins, not all that follows it
    yield from report("positions", "turns", "position", order[wrong], lambda k: found[wrong[k]],
                      lambda k: 0 if new[wrong[k]] else f"{found[wrong[k] - 1] + 1}, the next of its side (it is number {place[wrong[k]]} there)")


def times_run_forwards(f: Frames) -> Iterator[Breach]:
    order, new = _sides(f)
    flagged = f.having("turns", "flags", TIME_STEPS_BACK)
    start, end = f.numbers("turns", "start_s"), f.numbers("turns", "end_s")
    side = np.cumsum(new)
    timed = np.flatnonzero(~np.isnan(start[order]))
    rows, sides = order[timed], side[timed]
    back = np.flatnonzero((sides[1:] == sides[:-1]) & (start[rows][1:] < start[rows][:-1]) & ~flagged[rows][1:])
    yield from report("times", "turns", "start_s", rows[1:][back], lambda k: start[rows[back[k] + 1]],
                      lambda k: f"{start[rows[back[k]]]} or later, as the turn before begins there (or the flag {TIME_STEPS_BACK})")
    short = np.flatnonzero((end < start) & ~flagged)
    yield from report("times", "turns", "end_s", short, lambda k: end[short[k]], lambda k: f"{start[short[k]]} or later, where the turn begins")


# --- between tables

def rows_stay_in_their_episode(f: Frames) -> Iterator[Breach]:
    episode = f.episode("turns")
    for name, column in (("edits", "turn_id"), ("blocks", "turn_id"), ("blocks", "duplicate_of"), ("suggestions", "turn_id"),
                         ("pairs", "source_turn_ids"), ("pairs", "target_turn_ids")):
        if name not in f:
            continue
        row, values = _items(f, name, column)
        turn = f.find(values, "turns", "turn_id")
        wrong = np.flatnonzero((turn >= 0) & (episode[turn] != f.episode(name)[row]))
        yield from report("one episode", name, column, row[wrong], lambda k, v=values, r=wrong: v[int(r[k])].as_py(), "a turn of the same episode")


def speakers_are_listed(f: Frames) -> Iterator[Breach]:
    people = f.column("episodes", "speakers").flatten()
    episode = np.repeat(np.arange(f.rows("episodes")), f.lengths("episodes", "speakers"))
    listed = pc.binary_join_element_wise(f.column("episodes", "episode_id").take(pa.array(episode)), people.field("name"), "\n")
    mine = pc.binary_join_element_wise(f.column("turns", "episode_id"), f.column("turns", "speaker"), "\n")
    place = pc.fill_null(pc.index_in(mine, value_set=listed), -1).to_numpy()
    speaker, role = f.column("turns", "speaker"), f.column("turns", "role")
    odd = np.flatnonzero((place < 0) & ~f.equal("turns", "speaker", UNKNOWN))
    yield from report("speakers", "turns", "speaker", odd, lambda k: speaker[int(odd[k])].as_py(), f"a name in episodes.speakers, or {UNKNOWN}")
    known = np.flatnonzero(place >= 0)
    wanted = people.field("role").take(pa.array(place[known]))
    differs = np.flatnonzero(pc.fill_null(pc.not_equal(role.take(pa.array(known)), wanted), False).to_numpy(zero_copy_only=False))
    yield from report("speakers", "turns", "role", known[differs], lambda k: role[int(known[differs[k]])].as_py(),
                      lambda k: f"{wanted[int(differs[k])].as_py()}, the speaker's role in episodes.speakers")


def episodes_count_their_turns(f: Frames) -> Iterator[Breach]:
    home = f.find(f.column("turns", "episode_id"), "episodes", "episode_id")
    languages = f.column("episodes", "languages")
    spoken = f.column("episodes", "source_lang")
    lang = f.column("turns", "lang")
    known = np.flatnonzero(home >= 0)
    of_source = pc.equal(lang.take(pa.array(known)), spoken.take(pa.array(home[known]))).to_numpy(zero_copy_only=False)
    counted = np.bincount(home[known][of_source], minlength=f.rows("episodes"))
    stated = f.numbers("episodes", "turns")
    wrong = np.flatnonzero(counted != stated)
    yield from report("counts", "episodes", "turns", wrong, lambda k: stated[wrong[k]], lambda k: f"{counted[wrong[k]]}, the rows of turns in its source_lang")
    present: list[set[str]] = [set() for _ in range(f.rows("episodes"))]
    pairs = pa.table({"home": home[known], "lang": lang.take(pa.array(known))}).group_by(["home", "lang"]).aggregate([])
    for row in pairs.to_pylist():
        present[row["home"]].add(row["lang"])
    odd = np.array([i for i, names in enumerate(languages.to_pylist()) if set(names) != present[i] or len(set(names)) < len(names)], int)
    yield from report("counts", "episodes", "languages", odd, lambda k: languages[int(odd[k])].as_py(), lambda k: sorted(present[odd[k]]))


def pairs_match_their_turns(f: Frames) -> Iterator[Breach]:
    """A pair's turns are of its languages, there is one at least on each side, and a turn of the translation stands in one pair."""
    lang = f.column("turns", "lang")
    for column, named in (("source_turn_ids", "source_lang"), ("target_turn_ids", "target_lang")):
        empty = np.flatnonzero(f.lengths("pairs", column) == 0)
        yield from report("pairs", "pairs", column, empty, lambda k: [], "one turn or more")
        row, values = _items(f, "pairs", column)
        turn = f.find(values, "turns", "turn_id")
        known = np.flatnonzero(turn >= 0)
        stated = f.column("pairs", named).take(pa.array(row[known]))
        actual = lang.take(pa.array(turn[known]))
        wrong = np.flatnonzero(pc.not_equal(stated, actual).to_numpy(zero_copy_only=False))
        yield from report("pairs", "pairs", named, row[known][wrong], lambda k, s=stated, w=wrong: s[int(w[k])].as_py(),
                          lambda k, a=actual, w=wrong: f"{a[int(w[k])].as_py()}, the language of its turns")
    ids, prefix = f.column("pairs", "pair_id"), pc.binary_join_element_wise(f.column("pairs", "episode_id"), f.column("pairs", "target_lang"), ":")
    odd = np.flatnonzero(pc.not_equal(pc.replace_substring_regex(ids, r":[0-9]+$", ""), prefix).to_numpy(zero_copy_only=False))
    yield from report("pair_id", "pairs", "pair_id", odd, lambda k: ids[int(odd[k])].as_py(), lambda k: prefix[int(odd[k])].as_py() + ":<offset>")
