"""Which version a release gets, and whether it is a release at all: where nothing changed, there is none."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.veil import Veil
from flows.writers.assemble import Contents, assemble
from flows.writers.changes import copy_changes, write_changes
from flows.writers.checksums import sums_of
from flows.writers.compare import TableChanges, compare, intact, kind_of
from flows.writers.manifest import read_manifest
from flows.writers.store import Store, StoreError, parse, versions_after


def settle_version(store: Store, written: Path, contents: Contents, version: str | None) -> tuple[str, bool]:
    """Complete a release whose data are written aside under its version; ``(version, whether it is new)``.

    ``version`` is the one that was asked for; otherwise what changed since the newest release decides. Raises StoreError where the one
    asked for exists and holds other bytes.
    """
    newest = store.newest
    older = store.path(newest) if newest else None
    whole = older is not None and intact(older)
    if whole and version in (None, newest) and _is(older, written, contents):
        return newest, False
    changes = compare(older, written) if whole else None
    for chosen in [version] if version else _next(store, newest, written, changes or {}):
        there = store.path(chosen)
        if not there.exists():
            write_changes(written, chosen, older, changes, contents.reasons, Veil(contents.about.mask_pii, contents.about.pseudonyms))
            assemble(written, contents, chosen, newest)
            return chosen, True
        if _is(there, written, contents):
            return chosen, True
    raise StoreError(f"{store.path(version)} exists and holds other bytes. A release is never overwritten: give another --version.")


def _next(store: Store, newest: str | None, written: Path, changes: Mapping[str, TableChanges]) -> Iterator[str]:
    """Versions that say how the rows differ from those of the last release that has a number."""
    last = _numbered(store, newest)
    if last and last != newest and intact(store.path(last)):
        changes = compare(store.path(last), written)
    return versions_after(last, kind_of(changes))


def _numbered(store: Store, version: str | None) -> str | None:
    """A semantic version itself; of one with another name (`nightly`) the last semantic one that it came after.

    Not the highest that is there, which may be one that a run left that was killed before LATEST could name it.
    """
    seen: set[str] = set()
    while version and not parse(version) and version not in seen:
        seen.add(version)
        try:
            version = read_manifest(store.path(version))["previous"]
        except (OSError, ValueError, KeyError, TypeError):
            return store.highest  # taken away, or damaged
    return store.highest if version in seen else version


def _is(there: Path, written: Path, contents: Contents) -> bool:
    """Whether a release that exists is, byte for byte, the one that is being made; that one is then complete under its version."""
    if not (there / "manifest.json").is_file():
        return False
    copy_changes(there, written)
    assemble(written, contents, there.name, read_manifest(there)["previous"])
    return sums_of(written) == sums_of(there)
