"""Answers to the datasheet's questions that are measured in the release or configured in dataset.yaml. One function a question."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files

import polars as pl
import yaml

from flows.about import About
from flows.twins import Twins, listed, talks
from flows.writers.facts import DOUBTFUL, Facts
from flows.writers.markdown import code, count, share, table

Answer = Callable[[Facts, About], str | None]


@cache
def _terms() -> dict[str, dict[str, str]]:
    return yaml.safe_load(files("flows.writers").joinpath("terms.yaml").read_text("utf-8"))


def terms(column: str, counts: Iterable[tuple[str, int]]) -> list[tuple[str, int, str]]:
    """Counted names of a column with what each stands for; of several joined by `+`, what each of them does."""
    known = _terms()[column]
    return [(name, n, "; ".join(known[part] for part in name.split("+") if part in known)) for name, n in counts]


def errors(f: Facts, twins: Sequence[Twins] = (), quarantined: int = 0) -> str:
    """What is known to be wrong or missing in a release, as a list."""
    lost, suggested = f.flag("words_lost"), int(f.suggestions["count"].sum())
    other = int(f.detected.filter(pl.col("lang") != pl.col("detected_lang"))["count"].sum())
    doubtful = int(f.sides["doubtful_turns"].sum()) - f.unknown_turns
    lines = [
        f"{count(f.unknown_turns, 'turn')} with the speaker `Unknown`: nothing says who speaks." if f.unknown_turns else "",
        f"{count(lost, 'turn')} with the flag `words_lost`: the source broke off there." if lost else "",
        f"{count(doubtful, 'turn')} whose speaker is doubtful (`confidence` below {DOUBTFUL})." if doubtful else "",
        f"{count(suggested, 'place')} where something seems wrong and nothing was changed, in `suggestions`." if suggested else "",
        f"{count(other, 'turn')} that look like another language than their side's (`detected_lang`)." if other else "",
        *(f"{listed([f'`{e}`' for e in t.episodes])} seem to be one talk (likeness {t.likeness} in "
          f"{listed(sorted({p.seen_in for p in t.pairs}))}); {'both' if len(t.episodes) == 2 else 'all'} are here." for t in talks(twins)),
        f"{count(quarantined, 'source file')} could not be read; `quarantined` in `manifest.json` says why." if quarantined else "",
        "Errors of hearing that no rule recognised are still in `text`, and turns of two people that nothing parts are still one turn.",
        "A repair is made where a rule holds it for right at least 95 times of 100; so a few of them are wrong.",
    ]
    return "Known errors:\n\n" + "\n".join(f"- {line}" for line in lines if line)


def _count(f: Facts, a: About) -> str:
    sums = ("turns", "words", "characters")
    sides = [(lang, f.sides.filter(pl.col("lang") == lang).height, *(f.total(lang, c) for c in sums)) for lang in f.languages]
    columns = ("episode_id", "lang", "turns", "words", "speakers")
    return "\n\n".join((
        table(("table", "rows"), f.rows.items()),
        table(("language", "episodes", *sums), sides),
        table(("episode", "language", "turns", "words", "speakers"), f.sides.select(columns).iter_rows()),
        "A word is a run of letters and digits, or one Chinese, Japanese or Thai character."))


def _labels(f: Facts, a: About) -> str:
    return f"{f.edits_by_kind.get('decision', 0):,} changes of text are decisions of a reviewer."


def _missing(f: Facts, a: About) -> str:
    columns = ("title", "show", "date", "source_url", "license", "duration_s")
    lines = [f"`{c}` is not known of {n:,} of {f.episodes.height:,} episodes." for c in columns if (n := f.episodes[c].null_count())]
    if f.unknown_turns:
        lines.append(f"{count(f.unknown_turns, 'turn')} have the speaker `Unknown`, because nobody could tell who speaks.")
    lost = f.flag("words_lost")
    if lost:
        lines.append(f"{count(lost, 'turn')} with the flag `words_lost`: the source broke off there.")
    return "\n".join(f"- {line}" for line in lines) or "Nothing that the columns provide for."


def _relationships(f: Facts, a: About) -> str:
    if not f.pairs.height:
        return "There are no pairs in this release."
    pairs = table(("from", "to", "method", "pairs", "mean score"), [(s, t, m, n, f"{x:.2f}") for s, t, m, n, x in f.pairs.iter_rows()])
    return f"{pairs}\n\n" + "\n".join(f"- `{name}`: {what}." for name, what in _terms()["method"].items())


def _errors(f: Facts, a: About) -> str:
    parts = [f"The speaker of {share(f.restored_words, f.words)} of all words ({f.restored_words:,} of {f.words:,}) was decided by a rule "
             "rather than by the label printed over them (that of a translation by the turn it translates).",
             table(("kind of repair", "edits", "what it is"), terms("kind", f.edits_by_kind.items()))]
    other = f.detected.filter(pl.col("lang") != pl.col("detected_lang"))
    deciding = f.attributions.select("attribution", "count").iter_rows()
    for what, header, rows in (
        ("What decided the speaker (`turns.attribution`)", ("rule", "turns", "what it is"), terms("attribution", deciding)),
        ("Open suggestions, not applied", ("change", "suggestions"), list(f.suggestions.iter_rows())),
        ("Flags on turns", ("flag", "turns", "what it says"), terms("flags", f.flags.iter_rows())),
        ("Turns whose text looks like another language than their side's", ("side", "looks like", "turns"), list(other.iter_rows())),
    ):
        if rows:
            parts.append(f"{what}:\n\n" + table(header, rows))
    return "\n\n".join(parts)


def _self_contained(f: Facts, a: About) -> str:
    known = f.episodes.height - f.episodes["source_url"].null_count()
    return (f"The text is all here. `episodes.source_url` says where {known:,} of {f.episodes.height:,} conversations were published; "
            "nothing in the dataset needs these addresses.")


def _identification(f: Facts, a: About) -> str:
    names = {p["name"] for people in f.episodes["speakers"] for p in people if p["role"] in ("host", "guest")}
    return f"Yes. {len(names):,} hosts and guests are named in `episodes.speakers`, and speakers talk about other people by name."


def _confidential(f: Facts, a: About) -> str:
    kinds = {"pii_email": "an e-mail address", "pii_phone": "a telephone number", "pii_address": "a postal address",
             "pii_card": "a card or account number", "pii_masked": "personal data that was masked"}
    rows = [(what, f.flag(flag)) for flag, what in kinds.items()]
    names = f" {len(set(a.pseudonyms.values())):,} people have other names here." if a.pseudonyms else ""
    return f"Turns were searched for personal data that can be told by its form.{names}\n\n" + table(("turns that hold", "turns"), rows)


def _acquisition(f: Facts, a: About) -> str:
    formats = f.episodes.group_by("format", "encoding").len().sort("format", "encoding")
    return "From transcripts of conversations, read in these formats:\n\n" + table(("format", "encoding", "files"), formats.iter_rows())


def _timeframe(f: Facts, a: About) -> str | None:
    dates = f.episodes["date"].drop_nulls().sort()
    known = f"({len(dates):,} of {f.episodes.height:,})"
    return f"The conversations whose date is known {known} are from {dates[0]} to {dates[-1]}." if len(dates) else None


def _preprocessing(f: Facts, a: About) -> str:
    parts = [table(("kind", "rule", "edits"), f.edits.iter_rows())]
    examples = [(kind, rule, code(before), code(after), n) for kind, rule, before, after, n, _ in f.examples.iter_rows()]
    if examples:
        parts.append("The most frequent changes of each rule:\n\n" + table(("kind", "rule", "source", "here", "times"), examples))
    return "\n\n".join(parts)


def license_of(f: Facts, a: About) -> str:
    """The licence of the whole and of its sources."""
    where = f" ({a.license_url})" if a.license_url else ""
    whole = f"The dataset as a whole: {a.license}{where}." if a.license else "Nobody stated a licence for the dataset as a whole."
    rows = [(name or "not stated", n) for name, n in f.licenses.items()]
    return whole + " Sources have their own, in `episodes.license`:\n\n" + table(("licence of the source", "episodes"), rows)


MEASURED: dict[str, Answer] = {
    "creators": lambda f, a: ", ".join(a.creators) or None,
    "count": _count,
    "labels": _labels,
    "missing": _missing,
    "relationships": _relationships,
    "errors": _errors,
    "self_contained": _self_contained,
    "identification": _identification,
    "sensitive": _confidential,
    "acquisition": _acquisition,
    "timeframe": _timeframe,
    "preprocessing": _preprocessing,
    "license": license_of,
    "maintainer": lambda f, a: a.publisher,
    "contact": lambda f, a: a.contact,
}
