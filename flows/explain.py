"""`interlinear explain FILE`: what a raw file was recognised as, and why; its labels; what of it is speech."""
from __future__ import annotations

from collections import Counter
from pathlib import Path

from flows.document.model import Metadata
from flows.episode import decoded, read_bytes
from flows.readers import registry
from flows.readers.labels import canonical_of
from flows.sources import Source, discover, episode_ids


def explain(file: Path, raw: Path | None = None) -> str:
    """A text for a person. Where the file lies in ``raw``, what sources.yaml says of it counts, too. Raises Unreadable."""
    source = _source(file, raw)
    data = read_bytes(source)
    text, encoding, extracted = decoded(source, data)
    encoding = "extracted text" if extracted else encoding
    lines = [f"{source.rel}: episode {source.episode_id}, {encoding}, {len(text):,} characters", "", "What each reader thinks of it:"]
    lines += [f"  {r.score:4.2f}  {name}: {r.why}" for name, r in registry.recognise_all(text, source.rel)]
    name, reading = registry.read(text, source.rel, source.known, source.forced)
    counts = Counter(p.label for p in reading.pieces if p.label)
    names = canonical_of(reading.pieces, reading.meta, text)
    lines += ["", f"Read as {name}{' (sources.yaml says so)' if source.forced else ''}."]
    lines += [f"  {note}" for note in reading.notes]
    lines += ["", "Labels:"]
    for label, n in counts.most_common():
        called, reason = names.get(label, (label, "as printed"))
        lines.append(f"  {n:>6,}  {label} -> {called} ({reason})")
    lines += [f"  {label}: {why}" for label, why in sorted(reading.labels.items()) if label not in counts]
    lines += ["", "Characters:", *(f"  {n:>9,}  {what}" for what, n in _shares(reading))]
    return "\n".join([*lines, "", *_known(reading.meta)]).rstrip()


def _source(file: Path, raw: Path | None) -> Source:
    if raw is not None and raw.is_dir() and file.resolve().is_relative_to(raw.resolve()):
        for source in discover(raw).sources:
            if source.path.resolve() == file.resolve():
                return source
    return Source(file, file.name, episode_ids([file.name], {})[file.name])


def _shares(reading: registry.Reading) -> list[tuple[str, int]]:
    sizes: Counter[str] = Counter()
    for p in reading.pieces:
        sizes[f"speech in {p.lang}"] += p.end - p.start
    for b in reading.blocks:
        sizes[str(b.kind)] += b.end - b.start
    return sizes.most_common()


def _known(meta: Metadata) -> list[str]:
    said = [(n, getattr(meta, n)) for n in ("title", "show", "date", "source_url", "license", "source_lang")]
    people = [f"{p.name} ({p.role})" for p in meta.people]
    return ["Known of it:", *(f"  {n}: {v}" for n, v in said if v), *([f"  people: {', '.join(people)}"] if people else [])]
