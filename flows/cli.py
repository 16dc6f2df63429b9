"""The command `interlinear`: what to do, on what, and the exit status. What is done stands elsewhere."""
from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flows import __version__

# A run must not depend on, nor tell, anything beyond this machine; a user's own setting wins.
_PREFECT = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "WARNING",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    args = _parser().parse_args(argv)
    for name, value in _PREFECT.items():
        os.environ.setdefault(name, value)
    try:
        return args.run(args)
    except KeyboardInterrupt:
        print("Interrupted; the newest complete release is as it was.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def release(args: argparse.Namespace) -> int:
    from flows.release import Outcome, look, release_flow
    from flows.settings import SettingsError
    from flows.summary import summary
    from flows.writers.store import StoreError

    try:
        look(args.raw, args.output, args.version, args.labels)  # a mistake is told at once, not when a server has started
    except (SettingsError, StoreError) as e:
        print(e, file=sys.stderr)
        return 2
    settings = {"workers": args.workers, "largest_mb": args.largest_mb, "mask_pii": args.mask_pii, "wait_s": args.wait,
                "labels": [str(p) for p in args.labels]}
    state = release_flow(str(args.raw), str(args.output), args.version, **settings, return_state=True)
    outcome = state.result(raise_on_failure=False)
    if not isinstance(outcome, Outcome):
        print(f"No release: {outcome}", file=sys.stderr)
        return 2
    print(summary(outcome), file=sys.stdout if outcome.release else sys.stderr)
    return outcome.exit_status


def serve(args: argparse.Namespace) -> int:
    from flows.release import release_flow

    if not os.environ.get("PREFECT_API_URL"):
        print("A schedule needs a Prefect server. Start one with `prefect server start`, then set PREFECT_API_URL to its address, "
              "such as http://127.0.0.1:4200/api.", file=sys.stderr)
        return 2
    if args.cron and not _is_cron(args.cron):
        print(f"{args.cron!r} is no schedule that cron knows. Write minute, hour, day, month and weekday: '0 3 * * *' is every night "
              "at three.", file=sys.stderr)
        return 2
    when = {"cron": args.cron} if args.cron else {"interval": args.every}
    folders = {"raw": str(args.raw.resolve()), "output": str(args.output.resolve())}
    settings = {"workers": args.workers, "largest_mb": args.largest_mb, "mask_pii": args.mask_pii,
                "labels": [str(p.resolve()) for p in args.labels]}
    release_flow.serve(name=args.name, limit=1, parameters={**folders, **settings}, **when)
    return 0


def _is_cron(text: str) -> bool:
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=text)
    except ValueError:
        return False
    return True


def validate(args: argparse.Namespace) -> int:
    from flows.validate import run

    return run(args.target, args.raw, args.format)


def explain(args: argparse.Namespace) -> int:
    from flows.explain import explain as explained
    from flows.readers.base import Unreadable

    try:
        told = explained(args.file, args.raw)
    except OSError as e:
        print(f"{args.file} cannot be read: {e.strerror or e}. Name a transcript.", file=sys.stderr)
        return 2
    except Unreadable as e:
        print(e, file=sys.stderr)
        return 2
    print(told)
    return 0


def takedown(args: argparse.Namespace) -> int:
    from flows.continuity import kept_since
    from flows.settings import SettingsError
    from flows.sources import discover
    from flows.takedowns import add_takedown, read_takedowns
    from flows.writers.store import Store

    try:
        if any(t.episode_id == args.episode for t in read_takedowns(args.raw)):
            print(f"{args.episode} is taken down already: the next release is without it.", file=sys.stderr)
            return 2
        sources = discover(args.raw, args.output, kept_since(Store(args.output))).sources
        files = [s.path for s in sources if s.episode_id == args.episode]
        if not files:
            print(f"There is no episode {args.episode} in {args.raw}.", file=sys.stderr)
            return 2
        add_takedown(args.raw, args.episode, args.reason, args.date, files)
    except SettingsError as e:
        print(e, file=sys.stderr)
        return 2
    print(f"{args.episode} is in {args.raw / 'takedowns.yaml'}: the next release is without it and says why. Older releases still hold it; "
          "take them away where they were published.")
    return 0


def review(args: argparse.Namespace) -> int:
    from flows.review import ReviewError, add_decisions, answered, questions, write_sheet
    from flows.settings import SettingsError
    from flows.writers.store import Store

    newest = Store(args.output).newest
    if newest is None:
        print(f"There is no release in {args.output} to review.", file=sys.stderr)
        return 2
    asked = questions(args.output / newest, args.edits)
    try:
        if args.answers:
            added = add_decisions(args.raw / "decisions.csv", answered(args.answers, asked))
            print(f"{added} decisions added to {args.raw / 'decisions.csv'}; the next release follows them.")
        else:
            count = write_sheet(args.sheet, asked)
            print(f"{count} questions in {args.sheet}; answer them, then: interlinear review --answers {args.sheet}")
    except (ReviewError, SettingsError, OSError) as e:
        print(e, file=sys.stderr)
        return 2
    return 0


def diff(args: argparse.Namespace) -> int:
    from flows.writers.changes import describe, write_rows
    from flows.writers.compare import compare
    from flows.writers.manifest import tables_of

    try:
        tables_of(args.new)  # to `compare` a folder without a manifest is a release that is being written
        changes = compare(args.old, args.new)
    except (OSError, ValueError) as e:  # what Arrow says of a damaged file is one of them
        print(f"{args.old} and {args.new} cannot be compared: {e}".splitlines()[0], file=sys.stderr)
        return 2
    print(describe(changes))
    if args.parquet:
        write_rows(args.parquet, changes)
    return 0


def publish(args: argparse.Namespace) -> int:
    from flows.publish import Refused
    from flows.publish import publish as send

    try:
        done = send(args.release, args.url, allow_unlicensed=args.allow_unlicensed, keep=args.keep, options=dict(args.option), say=print)
    except Refused as e:
        print(e, file=sys.stderr)
        return 1
    except (OSError, ValueError, ImportError) as e:
        print(f"{args.url} cannot be published to: {e}", file=sys.stderr)
        return 2
    print(f"{done.version} is at {args.url}: {done.sent} files sent, {done.there} were there.")
    print("LATEST names it." if done.latest else "LATEST names a higher version and stays.")
    if done.removed:
        print(f"Taken away: {', '.join(done.removed)}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="interlinear", description="Messy bilingual transcripts to a dataset that people can trust.")
    parser.add_argument("--version", action="version", version=f"interlinear {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _release(commands.add_parser("release", help="make a release of a raw folder: exit 0, 1 (quarantined) or 2 (no release)"))
    _validate(commands.add_parser("validate", help="check a release, a file or an address: exit 0 valid, 1 not valid, 2 cannot read"))
    _explain(commands.add_parser("explain", help="what a raw file was recognised as, and why"))
    _diff(commands.add_parser("diff", help="what one release says otherwise than another"))
    _takedown(commands.add_parser("takedown", help="keep an episode out of all releases from the next on, with a reason"))
    _review(commands.add_parser("review", help="suggestions of the newest release as a table to answer, and its answers as decisions"))
    _publish(commands.add_parser("publish", help="send a release to an address: exit 0, 1 (refused) or 2 (cannot be reached)"))
    _serve(commands.add_parser("serve", help="make releases on a schedule, on the Prefect server that PREFECT_API_URL names"))
    return parser


def _release(p: argparse.ArgumentParser) -> None:
    _folders(p)
    p.add_argument("--version", metavar="V", help="version to give the release (default: computed from what changed)")
    p.add_argument("--wait", type=float, metavar="SECONDS", help="give up where another run holds the output folder for longer")
    p.set_defaults(run=release)


def _validate(p: argparse.ArgumentParser) -> None:
    p.add_argument("target", metavar="RELEASE_OR_FILE_OR_URL")
    p.add_argument("--raw", type=Path, metavar="FOLDER", help="check against the raw files, too")
    p.add_argument("--format", choices=("text", "json", "junit", "github"), default="text", help="how to say it (default: text)")
    p.set_defaults(run=validate)


def _explain(p: argparse.ArgumentParser) -> None:
    p.add_argument("file", type=Path, metavar="FILE")
    p.add_argument("--raw", type=Path, default=Path("raw"), metavar="FOLDER", help="raw folder whose sources.yaml counts (default: raw)")
    p.set_defaults(run=explain)


def _publish(p: argparse.ArgumentParser) -> None:
    p.add_argument("release", type=Path, metavar="RELEASE", help="a release, or an output folder (then its newest)")
    p.add_argument("url", metavar="URL", help="a folder, s3://bucket/path, or any address that fsspec knows")
    p.add_argument("--allow-unlicensed", action="store_true", help="publish sources whose licence nobody stated")
    p.add_argument("--keep", type=_count, metavar="N", help="leave only the N newest versions there (default: all stay)")
    p.add_argument("--option", type=_option, action="append", default=[], metavar="NAME=VALUE",
                   help="what fsspec needs to open it; may be repeated")
    p.set_defaults(run=publish)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number, 1 or more, not {text!r}")
    return int(text)


def _option(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"must be NAME=VALUE, not {text!r}")
    return name, value


def _size(text: str) -> float:
    try:
        size = float(text)
    except ValueError:
        size = 0.0
    if not 0 < size < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number above 0, not {text!r}")
    return size


def _diff(p: argparse.ArgumentParser) -> None:
    p.add_argument("old", type=Path, metavar="OLD")
    p.add_argument("new", type=Path, metavar="NEW")
    p.add_argument("--parquet", type=Path, metavar="FOLDER", help="write the changed rows of each table there")
    p.set_defaults(run=diff)


def _takedown(p: argparse.ArgumentParser) -> None:
    p.add_argument("episode", metavar="EPISODE", help="its episode_id")
    p.add_argument("--reason", required=True, help="what stands in its place")
    p.add_argument("--date", metavar="2026-03-09", help="since when")
    p.add_argument("--raw", type=Path, default=Path("raw"), metavar="FOLDER", help="folder of the transcripts (default: raw)")
    p.add_argument("--output", type=Path, default=Path("output"), metavar="FOLDER", help="folder of the releases (default: output)")
    p.set_defaults(run=takedown)


def _review(p: argparse.ArgumentParser) -> None:
    p.add_argument("--raw", type=Path, default=Path("raw"), metavar="FOLDER", help="whose decisions.csv is added to (default: raw)")
    p.add_argument("--output", type=Path, default=Path("output"), metavar="FOLDER", help="folder of the releases (default: output)")
    p.add_argument("--sheet", type=Path, default=Path("review.csv"), metavar="FILE", help="table to write (default: review.csv)")
    p.add_argument("--edits", action="store_true", help="ask about changes that were applied, too, the least sure first")
    p.add_argument("--answers", type=Path, metavar="FILE", help="an answered table, to add to decisions.csv")
    p.set_defaults(run=review)


def _serve(p: argparse.ArgumentParser) -> None:
    _folders(p)
    when = p.add_mutually_exclusive_group(required=True)
    when.add_argument("--cron", metavar="'0 3 * * *'", help="when, as cron says it")
    when.add_argument("--every", type=_size, metavar="SECONDS", help="how often")
    p.add_argument("--name", default="interlinear", help="name of the deployment")
    p.set_defaults(run=serve)


def _folders(p: argparse.ArgumentParser) -> None:
    p.add_argument("--raw", type=Path, default=Path("raw"), metavar="FOLDER", help="folder of the transcripts (default: raw)")
    p.add_argument("--output", type=Path, default=Path("output"), metavar="FOLDER", help="folder of the releases (default: output)")
    p.add_argument("--workers", type=_count, metavar="N", help="processes to work with (default: one a processor)")
    p.add_argument("--mask-pii", action="store_true", help="mask e-mail addresses, telephone numbers and the like before anything is read")
    p.add_argument("--labels", type=Path, nargs="+", default=[], metavar="FILE", help="labels made by hand, to measure the release against")
    p.add_argument("--largest-mb", type=_size, metavar="MB", help="a larger file is not read (default: 64)")


if __name__ == "__main__":
    sys.exit(main())
