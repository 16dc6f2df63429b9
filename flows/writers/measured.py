"""Answers to the datasheet's questions that follow from the release itself. One function a question; None where nothing was measured."""
from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from flows.about import About
from flows.writers.facts import Facts

Answer = Callable[[Facts, About], str | None]


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a cell is kept to its line."""
    header = list(header)
    lines = [header, ["---"] * len(header), *[[cell(v) for v in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: object) -> str:
    text = "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", " ").replace("\n", " ⏎ ")


def code(value: str) -> str:
    """Text of a transcript inside a cell, shown as it is."""
    fence = "``" if "`" in value else "`"
    pad = " " if "`" in value or value != value.strip() or not value else ""
    return f"{fence}{pad}{value}{pad}{fence}"


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "0 %"


def _instances(f: Facts, a: About) -> str:
    return ("Conversations between people. An episode (`episodes`) is one recorded conversation; a turn (`turns`) is what one person says in one language "
            "until someone else speaks; a pair (`pairs`) is a stretch of speech and its translation. `edits`, `blocks` and `suggestions` say how the text was made from its source.")


def _count(f: Facts, a: About) -> str:
    sides = table(("language", "episodes", "turns", "words", "characters"),
                  [(lang, f.sides.filter(pl.col("lang") == lang).height, *(f.total(lang, c) for c in ("turns", "words", "characters"))) for lang in f.languages])
    by_episode = table(("episode", "language", "turns", "words", "speakers"),
                       f.sides.select("episode_id", "lang", "turns", "words", "speakers").iter_rows())
    return "\n\n".join((table(("table", "rows"), f.rows.items()), sides, by_episode,
                        "A word is a run of letters and digits, or one Chinese, Japanese or Thai character."))


def _data(f: Facts, a: About) -> str:
    return ("Text: `verbatim` is what the source says, `text` the same after the repairs that `edits` lists, with speaker, role, language, and time and section where the source gives them. "
            "Every column is described in the data dictionary below.")


def _labels(f: Facts, a: About) -> str:
    decided = f.edits_by_kind.get("decision", 0)
    return ("Each turn has a speaker with the rule and confidence that decided it, a role, and a language; each pair has a score. Rules decided them; "
            f"{decided:,} changes of text are decisions of a reviewer.")


def _missing(f: Facts, a: About) -> str | None:
    columns = ("title", "show", "date", "source_url", "license", "duration_s")
    lacking = [(c, f.episodes[c].null_count()) for c in columns if f.episodes[c].null_count()]
    lines = [f"`{c}` is not known of {n:,} of {f.episodes.height:,} episodes." for c, n in lacking]
    if f.unknown_turns:
        lines.append(f"{f.unknown_turns:,} turns have the speaker `Unknown`, because nobody could tell who speaks.")
    lost = dict(f.flags.iter_rows()).get("words_lost", 0)
    if lost:
        lines.append(f"{lost:,} turns are flagged `words_lost`: the source broke off there.")
    return "\n".join(f"- {line}" for line in lines) or "Nothing that the columns provide for."


def _relationships(f: Facts, a: About) -> str:
    return ("Turns of one side are in conversation order by `position`; `pairs` names the turns that translate each other; every row names its episode, and edits and blocks name their turn. "
            + ("\n\n" + table(("from", "to", "method", "pairs", "mean score"),
                              [(s, t, m, n, f"{x:.2f}") for s, t, m, n, x in f.pairs.iter_rows()]) if f.pairs.height else "There are no pairs in this release."))


def _errors(f: Facts, a: About) -> str:
    words, restored = int(f.sides["words"].sum()), int(f.sides["restored_words"].sum())
    parts = ["Transcripts are made by people and programs and hold errors of hearing, of layout and of speaker labels. What was repaired is in `edits`; what was not sure enough is in `suggestions`.",
             f"The speaker of {share(restored, words)} of all words ({restored:,} of {words:,}) was decided by a rule rather than by the label printed over them.",
             table(("kind of repair", "edits"), f.edits_by_kind.items())]
    if f.suggestions.height:
        parts.append("Open suggestions, not applied:\n\n" + table(("change", "suggestions"), f.suggestions.iter_rows()))
    if f.flags.height:
        parts.append("Flags on turns:\n\n" + table(("flag", "turns"), f.flags.iter_rows()))
    other = f.detected.filter(pl.col("lang") != pl.col("detected_lang"))
    if other.height:
        parts.append("Turns whose text looks like another language than their side's:\n\n" + table(("side", "looks like", "turns"), other.iter_rows()))
    return "\n\n".join(parts)


def _self_contained(f: Facts, a: About) -> str:
    known = f.episodes.height - f.episodes["source_url"].null_count()
    return f"The text is all here. `episodes.source_url` says where {known:,} of {f.episodes.height:,} conversations were published; nothing in the dataset needs these addresses to work."


def _identification(f: Facts, a: About) -> str:
    names = sorted({p["name"] for people in f.episodes["speakers"] for p in people if p["role"] in ("host", "guest")})
    return f"Yes. Speakers are named: {len(names):,} hosts and guests are listed in `episodes.speakers`, and speakers talk about other people by name."


def _acquisition(f: Facts, a: About) -> str:
    formats = f.episodes.group_by("format", "encoding").len().sort("format", "encoding")
    return "From transcripts of conversations, read in these formats:\n\n" + table(("format", "encoding", "files"), formats.iter_rows())


def _timeframe(f: Facts, a: About) -> str | None:
    dates = f.episodes["date"].drop_nulls().sort()
    return f"The conversations whose date is known are from {dates[0]} to {dates[-1]} ({len(dates):,} of {f.episodes.height:,})." if len(dates) else None


def _preprocessing(f: Facts, a: About) -> str:
    rows = [(k, r, n) for k, r, n in f.edits.iter_rows()]
    parts = ["Yes: the source text was parsed into turns, repaired, and the languages aligned. Every change of a character is a row of `edits`, and undoing the edits of a turn gives its `verbatim`.",
             table(("kind", "rule", "edits"), rows)]
    examples = [(k, r, code(b), code(c), n) for k, r, b, c, n, _ in f.examples.iter_rows()]
    if examples:
        parts.append("The most frequent changes of each rule:\n\n" + table(("kind", "rule", "source", "here", "times"), examples))
    return "\n\n".join(parts)


def _raw(f: Facts, a: About) -> str:
    return ("`turns.verbatim` holds the source's characters of each turn and `blocks` says what all the others are. The source files themselves are not part of the release; "
            "`episodes.raw_sha256` is their hash. Text that was extracted from a document is in `raw/`.")


def _software(f: Facts, a: About) -> str:
    return "Yes: Interlinear, under the Apache License 2.0. `manifest.json` names its version."


def _tasks(f: Facts, a: About) -> str:
    return ("Speech translation and machine translation of conversation (`pairs`), dialogue modelling (`conversations`), speaker attribution and transcript repair "
            "(`edits`, with what stood before and after), language identification of short turns.")


def _risks(f: Facts, a: About) -> str:
    return ("Speakers and repairs come with a confidence and are not always right: take `confidence`, `flags` and `suggestions` into account. "
            "The conversations are not a sample of how people talk in general.")


def _license(f: Facts, a: About) -> str:
    whole = f"The dataset as a whole: {a.license}{f' ({a.license_url})' if a.license_url else ''}." if a.license else "Nobody stated a licence for the dataset as a whole."
    rows = [(name or "not stated", n) for name, n in f.licenses.items()]
    return whole + " By source (`episodes.license`):\n\n" + table(("licence of the source", "episodes"), rows)


def _updates(f: Facts, a: About) -> str:
    return ("Each release has a version: a new major version where rows that were there changed or went, a minor one where rows were added, a patch where the same rows were written anew. "
            "`CHANGES.md` says what changed. Column names and the ids of turns that did not move stay.")


def _of(name: str) -> Answer:
    return lambda f, a: getattr(a, name)


MEASURED: dict[str, Answer] = {
    "creators": lambda f, a: ", ".join(a.creators) or None, "instances": _instances, "count": _count, "data": _data, "labels": _labels, "missing": _missing,
    "relationships": _relationships, "splits": lambda f, a: "No splits are recommended or marked.", "errors": _errors, "self_contained": _self_contained,
    "identification": _identification, "acquisition": _acquisition, "timeframe": _timeframe, "preprocessing": _preprocessing, "raw": _raw,
    "software": _software, "tasks": _tasks, "risks": _risks, "license": _license, "maintainer": _of("publisher"), "contact": _of("contact"), "updates": _updates,
}
