"""What can be measured in a release, for its card and its datasheet: counts by language, episode, kind and rule."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from schemas.views import EVERYTHING

# A Chinese, Japanese or Thai character counts as a word, elsewhere a run of letters and digits does.
_ONE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_RUN = rf"[\p{{L}}\p{{N}}&&[^{_ONE}]]+"
WORD = rf"[{_ONE}]|{_RUN}(?:['’-]{_RUN})*"


@dataclass(frozen=True)
class Facts:
    """Measurements of one release; frames are sorted, so that what is written from them is the same every time.

    rows       number of rows by table.
    memory, disk  bytes of the Parquet files by table, as they lie in memory and on the disk.
    sample     a short turn of the language spoken, as an example.
    sides      one row an episode and language: turns, words, characters, words of turns whose speaker a rule decided and of those whose
               speaker is sure, turns whose speaker is doubtful, and turns over which no printed label is the speaker's name.
    edits      one row a kind and rule: count.
    examples   up to five edits a kind and rule.
    """

    rows: Mapping[str, int]
    memory: Mapping[str, int]
    disk: Mapping[str, int]
    sample: Mapping[str, object]
    episodes: pl.DataFrame
    sides: pl.DataFrame
    edits: pl.DataFrame
    examples: pl.DataFrame
    flags: pl.DataFrame
    events: pl.DataFrame
    detected: pl.DataFrame
    suggestions: pl.DataFrame
    pairs: pl.DataFrame
    unknown_turns: int
    attributions: pl.DataFrame

    @property
    def languages(self) -> list[str]:
        """Languages of the sides, the ones spoken first."""
        spoken = sorted(set(self.episodes["source_lang"]))
        return spoken + sorted(set(self.sides["lang"]) - set(spoken))

    @property
    def licenses(self) -> dict[str | None, int]:
        """Number of episodes by licence; None where nobody said."""
        counts = self.episodes.group_by("license").len().sort("license", nulls_last=True)
        return dict(counts.iter_rows())

    @property
    def words(self) -> int:
        return int(self.sides["words"].sum())

    @property
    def sure_words(self) -> int:
        """Words of turns whose speaker is sure."""
        return int(self.sides["sure_words"].sum())

    @property
    def restored_words(self) -> int:
        """Words of turns whose speaker was decided by a rule, not by the printed label."""
        return int(self.sides["restored_words"].sum())

    def flag(self, name: str) -> int:
        """Turns that have a flag."""
        return dict(self.flags.iter_rows()).get(name, 0)

    def total(self, lang: str, column: str) -> int:
        return int(self.sides.filter(pl.col("lang") == lang)[column].sum())

    @property
    def edits_by_kind(self) -> dict[str, int]:
        return dict(self.edits.group_by("kind").agg(pl.col("count").sum()).sort(["count", "kind"], descending=[True, False]).iter_rows())


SURE, DOUBTFUL = 0.9, 0.5  # confidence from which a speaker is called sure, and below which nobody should rely on it


def measure(release: Path) -> Facts:
    """Measure the Parquet files of a release (complete or still being written)."""
    def scan(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(_files(release, name))

    turns = scan("turns").select("episode_id", "lang", "speaker", "speaker_given", "attribution", "confidence", "text", "flags", "events",
                                 "detected_lang")
    words = pl.col("text").str.count_matches(WORD)
    restored = pl.col("attribution") != "label"
    printed = pl.col("speaker_given").list.drop_nulls()
    renamed = (printed.list.len() > 0) & ~printed.list.contains(pl.col("speaker"))
    by_rule = ["kind", "rule"]
    most = {"by": ["count", *by_rule], "descending": [True, False, False]}
    ways = ["source_lang", "target_lang", "method"]
    # Sums of floats depend on the order in which threads come to them, sums of integers do not.
    score = (pl.col("score") * 10**6).round().cast(pl.Int64).sum() / pl.len() / 10**6
    return Facts(
        rows={name: int(scan(name).select(pl.len()).collect().item()) for name in EVERYTHING},
        memory={name: _in_memory(release, name) for name in EVERYTHING},
        disk={name: sum(f.stat().st_size for f in _files(release, name)) for name in EVERYTHING},
        sample=_sample(scan("turns")),
        episodes=scan("episodes").collect(),
        sides=turns.group_by("episode_id", "lang").agg(
            pl.len().alias("turns"), words.sum().alias("words"), pl.col("text").str.len_chars().sum().alias("characters"),
            words.filter(restored).sum().alias("restored_words"), words.filter(pl.col("confidence") >= SURE).sum().alias("sure_words"),
            (pl.col("confidence") < DOUBTFUL).sum().alias("doubtful_turns"), renamed.sum().alias("renamed_turns"),
            pl.col("speaker").n_unique().alias("speakers")).sort("episode_id", "lang").collect(),
        edits=scan("edits").group_by(by_rule).agg(pl.len().alias("count")).sort(**most).collect(),
        examples=_examples(scan("edits")),
        flags=_counted(turns, "flags"),
        events=_counted(turns, "events"),
        detected=_tally(turns, "lang", "detected_lang"),
        suggestions=_tally(scan("suggestions"), "change"),
        pairs=scan("pairs").group_by(ways).agg(pl.len().alias("count"), score.alias("score")).sort(ways).collect(),
        attributions=turns.group_by("attribution").agg(pl.len().alias("count"), words.sum().alias("words")).sort(
            ["count", "attribution"], descending=[True, False]).collect(),
        unknown_turns=int(turns.select((pl.col("speaker") == "Unknown").sum()).collect().item()),
    )


def _files(release: Path, name: str) -> list[Path]:
    return sorted((release / "parquet" / name).glob("part-*.parquet"))


def _in_memory(release: Path, name: str) -> int:
    footers = [pq.read_metadata(f) for f in _files(release, name)]
    return sum(f.row_group(i).total_byte_size for f in footers for i in range(f.num_row_groups))


def _sample(turns: pl.LazyFrame) -> dict[str, object]:
    """The first turn of some length, in the order of the table; the first of all where every one is short or long."""
    columns = ("turn_id", "lang", "position", "speaker", "role", "confidence", "text")
    length = pl.col("text").str.len_chars()
    few = turns.filter(length.is_between(60, 160)).select(columns).head(1).collect()
    return (few if few.height else turns.select(columns).head(1).collect()).row(0, named=True)


def _tally(rows: pl.LazyFrame, *columns: str) -> pl.DataFrame:
    return rows.group_by(columns).agg(pl.len().alias("count")).sort(columns).collect()


def _counted(turns: pl.LazyFrame, column: str) -> pl.DataFrame:
    exploded = turns.select(pl.col(column).explode()).drop_nulls()
    return exploded.group_by(column).agg(pl.len().alias("count")).sort(["count", column], descending=[True, False]).collect()


def _examples(edits: pl.LazyFrame, most: int = 5) -> pl.DataFrame:
    """The most frequent changes of each rule, the same one once."""
    counted = edits.group_by("kind", "rule", "before", "after").agg(pl.len().alias("count"), pl.col("episode_id").min())
    order = counted.sort(["kind", "rule", "count", "before", "after"], descending=[False, False, True, False, False])
    return order.group_by("kind", "rule", maintain_order=True).head(most).collect()
