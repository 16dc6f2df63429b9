"""What must not be published is not: personal data when masked, names of people who asked, episodes that were taken down."""
from __future__ import annotations

import hashlib
import json

import pyarrow.parquet as pq
import pytest

from flows.cli import main
from flows.evidence.context import Decision
from flows.release import build_release
from flows.settings import SettingsError
from flows.takedowns import read_takedowns
from flows.validate import validate
from flows.veil import MASK, Veil
from tests.tiny import conversation, raw_folder

PRIVATE = ("ann.lee@example.org", "(415) 555-2671", "4111 1111 1111 1111", "12 Baker Street")
SAID = f"Write to {PRIVATE[0]}, call {PRIVATE[1]}, my card is {PRIVATE[2]} and I live at {PRIVATE[3]}. "


def _everything(release) -> str:
    """All that a release publishes, as text."""
    rows = [str(pq.read_table(f).to_pylist()) for f in release.rglob("*.parquet")]
    texts = [f.read_text("utf-8") for f in release.rglob("*") if f.is_file() and f.suffix != ".parquet"]
    return "\n".join([*rows, *texts])


def _turns(release):
    return pq.read_table(release / "parquet" / "turns").to_pylist()


# --- flagged, or masked

@pytest.fixture
def raw(tmp_path):
    return raw_folder(tmp_path / "raw", bridges_txt=conversation(first=SAID), humming_md=conversation(8))


def test_turns_with_personal_data_are_flagged_and_counted(raw, tmp_path):
    release = build_release(raw, tmp_path / "out").release
    flagged = [t for t in _turns(release) if any(f.startswith("pii_") for f in t["flags"])]
    assert [sorted(f for f in t["flags"] if f.startswith("pii_")) for t in flagged] == [["pii_address", "pii_card", "pii_email", "pii_phone"]]
    assert "| an e-mail address | 1 |" in (release / "DATASHEET.md").read_text("utf-8")
    assert PRIVATE[0] in _everything(release)


def test_masked_data_is_nowhere_in_the_release_and_it_still_replays(raw, tmp_path):
    release = build_release(raw, tmp_path / "out", mask_pii=True).release
    published = _everything(release)
    for private in PRIVATE:
        assert private not in published
    assert hashlib.sha256((raw / "bridges.txt").read_bytes()).hexdigest() not in published
    assert MASK in published
    kept = (release / "raw" / "bridges.txt").read_text("utf-8")
    assert len(kept) == len((raw / "bridges.txt").read_text("utf-8")), "offsets are those of the file"
    assert not (release / "raw" / "humming.txt").exists(), "a file with nothing to mask is read as it is"
    assert ["pii_masked" in t["flags"] for t in _turns(release) if "bridges:en:" in t["turn_id"]][0]
    report = validate(release, raw)
    assert report.valid, report.findings
    assert json.loads((release / "manifest.json").read_text("utf-8"))["hidden"] == {"personal_data": True, "names": 0}


# --- other names

def test_a_speaker_under_another_name_throughout(raw, tmp_path):
    raw_folder(raw, storms_txt=conversation(7, first="Luis Ortega, LUIS ORTEGA, Luis and Mr. Ortega's bridge; 老路 too. "))
    (raw / "dataset.yaml").write_text("pseudonyms:\n  Luis Ortega: Engineer One\n  老路: Engineer One\n", "utf-8")
    (raw / "sources.yaml").write_text("""
storms.txt:
  title: Storms with Luis Ortega
  speakers: [{name: Luis Ortega, role: guest, about: of Bilbao}]
""")
    outcome = build_release(raw, tmp_path / "out")
    published = _everything(outcome.release)
    for name in ("Luis", "Ortega", "LUIS", "老路", "Bilbao"):
        assert name not in published
    assert {t["speaker"] for t in _turns(outcome.release)} == {"Ada Byrne", "Engineer One"}
    first = next(t for t in _turns(outcome.release) if t["turn_id"].startswith("storms:en:"))
    assert first["text"].startswith("Engineer One, Engineer One, Engineer One and Mr. Engineer One's bridge; Engineer One too.")
    assert validate(outcome.release, raw).valid


def test_a_tombstone_does_not_name_who_is_hidden(raw, tmp_path):
    (raw / "dataset.yaml").write_text("pseudonyms: {Luis Ortega: Engineer One}\n")
    (raw / "takedowns.yaml").write_text("humming: {reason: Luis Ortega asked us to.}\n")
    release = build_release(raw, tmp_path / "out").release
    assert "Engineer One asked us to." in (release / "README.md").read_text("utf-8")
    assert "Ortega" not in _everything(release)


def test_nor_do_the_id_of_what_was_taken_down_and_the_names_of_settings(tmp_path):
    raw = raw_folder(tmp_path / "raw", luis_ortega_txt=conversation(), humming_md=conversation(8))
    (raw / "luis_ortega.txt").rename(raw / "talk-with-luis-ortega.txt")
    first = build_release(raw, tmp_path / "out").release
    assert "talk-with-luis-ortega" in _everything(first)
    (raw / "dataset.yaml").write_text("pseudonyms: {Luis Ortega: Engineer One}\n")
    (raw / "takedowns.yaml").write_text("talk-with-luis-ortega: {reason: He asked us to.}\n")
    (raw / "lexicon").mkdir()
    (raw / "lexicon" / "luis-ortega.yaml").write_text("{field: bridges, version: 1, entries: [{name: Bilbao, kind: place}]}\n")
    release = build_release(raw, tmp_path / "out").release
    assert "talk-with-Engineer One" in (release / "README.md").read_text("utf-8")
    assert "lexicon/Engineer One.yaml" in (release / "manifest.json").read_text("utf-8")
    assert "ortega" not in _everything(release).lower(), "nor do the changes tell the rows that went"


@pytest.mark.parametrize(("file", "text", "field"), [
    ("dataset.yaml", "title: Bridges with LUIS  ORTEGA\n", "title"), ("dataset.yaml", "keywords: [bridges, luis-ortega]\n", "keywords"),
    ("dataset.yaml", "creators: [Luis Ortega]\n", "creators"), ("datasheet.yaml", "purpose: To hear Luis Ortega.\n", "purpose"),
])
def test_what_a_maintainer_writes_must_not_name_who_is_hidden(raw, tmp_path, file, text, field):
    with (raw / file).open("a") as f:
        f.write(text)
    with (raw / "datasheet.yaml").open("a") as f:
        f.write("creators: The people of the show.\n")
    with (raw / "dataset.yaml").open("a") as f:
        f.write("pseudonyms: {Luis Ortega: Engineer One}\n")
    with pytest.raises(SettingsError, match=f"`{field}` names Luis Ortega, whose name is to be hidden"):
        build_release(raw, tmp_path / "out")


def test_names_of_one_word_may_be_ordinary_words():
    veil = Veil(pseudonyms={"Will": "One", "Luis Ortega": "Two", "老路": "Three"})
    texts = ("You will see", "Luis_Ortega", "又是老路吗", "Luis Ortegas")
    assert [veil.named(text) for text in texts] == [None, "Luis Ortega", "老路", None]


@pytest.mark.slow
def test_a_name_hidden_later_is_not_told_by_what_changed(tmp_path):
    raw = raw_folder(tmp_path / "raw")
    build_release(raw, tmp_path / "out")
    (raw / "sources.yaml").write_text("bridges.txt: {speakers: [{name: Luis Ortega Diaz, aliases: [Luis Ortega]}]}\n")
    build_release(raw, tmp_path / "out")
    (raw / "dataset.yaml").write_text("pseudonyms: {Luis Ortega: Engineer One}\n")
    release = build_release(raw, tmp_path / "out").release
    assert (release / "changes" / "turns.parquet").exists()
    assert "Luis" not in _everything(release) and "Ortega" not in _everything(release)


@pytest.mark.parametrize("name", ["Luis Ortega.txt", "talk-with-luis_ortega.txt"])
def test_a_name_that_would_still_be_published_holds_the_episode_back(tmp_path, name):
    raw = raw_folder(tmp_path / "raw", luis_ortega_txt=conversation(), humming_md=conversation(8, first="Hi. "))
    (raw / "luis_ortega.txt").rename(raw / name)
    (raw / "dataset.yaml").write_text("pseudonyms: {Luis Ortega: Engineer One}\n")
    outcome = build_release(raw, tmp_path / "out")
    assert [q.file for q in outcome.quarantined] == [name]
    assert "rename the file" in outcome.quarantined[0].remedy
    assert "ortega" not in _everything(outcome.release).lower(), "nor does the manifest name the file that is held back"


def test_names_inside_other_words_stay():
    veil = Veil(pseudonyms={"Ann Lee": "Guest"})
    assert veil.text("Ann Lee, Annual Leeds, annex, Ann's Lee-side, ANN\nLEE") == "Guest, Annual Leeds, annex, Guest's Guest-side, Guest"


# --- torn over captions, and a reviewer's decisions

@pytest.mark.slow
def test_a_number_torn_over_two_captions_is_masked(tmp_path):
    cues = ("You can call me at 415-555-", "2671 any time, and my card is 4111 1111", "1111 1111, but do not tell.", "We will not tell anybody, of course.")
    text = "\n\n".join(f"{n}\n00:00:{n * 4:02d},000 --> 00:00:{n * 4 + 3:02d},000\n{said}" for n, said in enumerate(cues, 1))
    raw = raw_folder(tmp_path / "raw", torn_srt=text + "\n", humming_md=conversation(8))
    open_, release = (build_release(raw, tmp_path / name, mask_pii=mask).release for name, mask in (("open", False), ("masked", True)))
    assert [t["flags"] for t in _turns(open_) if t["turn_id"].startswith("torn:")] == [["pii_phone", "pii_card"]]
    published = _everything(release)
    assert "555" not in published and "2671" not in published and "1111" not in published
    assert "any time, and my card is" in published and "00:00:08,000 -->" in (release / "raw" / "torn.txt").read_text("utf-8")
    assert validate(release, raw).valid


def test_a_number_torn_by_an_escape_of_json_is_masked_and_the_file_can_be_read(tmp_path):
    said = ["You can call me at:\\n415-555-\\n2671, any time of day.", "And mail goes to ann\\u0040example.org, please.", "We will not tell anybody."]
    segments = ",".join(f'{{"start": {n * 5}.0, "end": {n * 5 + 4}.5, "text": "{text}"}}' for n, text in enumerate(said))
    raw = raw_folder(tmp_path / "raw", torn_json=f'{{"language": "en", "segments": [{segments}]}}', humming_md=conversation(8))
    outcome = build_release(raw, tmp_path / "out", mask_pii=True)
    assert not outcome.quarantined
    published = _everything(outcome.release)
    assert "415" not in published and "2671" not in published
    assert "example.org" not in published and "any time of day" in published
    assert validate(outcome.release, raw).valid


def _decide(raw, text: str, rows) -> None:
    lines = ["episode,start,end,expect,change,value,why"]
    for at, expect, value, why in rows:
        lines.append(f"bridges,{at},{at + len(expect)},{expect},text,{value},{why}")
    (raw / "decisions.csv").write_text("\n".join(lines) + "\n", "utf-8")


def test_decisions_stay_where_they_are_when_data_are_masked(raw, tmp_path):
    text = (raw / "bridges.txt").read_text("utf-8")
    _decide(raw, text, [(text.index("some of them hum"), "some of them hum", "most of them hum", f"heard it; ask {PRIVATE[0]}")])
    release = build_release(raw, tmp_path / "out", mask_pii=True).release
    edit, = (e for e in pq.read_table(release / "parquet" / "edits").to_pylist() if e["kind"] == "decision")
    assert (edit["before"], edit["after"]) == ("some of them hum", "most of them hum")
    assert PRIVATE[0] not in _everything(release), "nor does a reviewer's reason tell"


def test_decisions_made_on_the_file_or_on_a_release_hold_under_other_names(tmp_path):
    raw = raw_folder(tmp_path / "raw", bridges_txt=conversation(first="Luis Ortega paints it. "), humming_md=conversation(8))
    (raw / "dataset.yaml").write_text("pseudonyms: {Luis Ortega: Engineer Number One}\n")
    text = (raw / "bridges.txt").read_text("utf-8")
    published = (build_release(raw, tmp_path / "out").release / "raw" / "bridges.txt").read_text("utf-8")
    _decide(raw, text, [(text.rindex("some of them hum"), "some of them hum", "most of them hum", "Luis Ortega said so"),
                        (published.index("paints it"), "paints it", "painted it", "the release says so"),
                        (text.index("Luis Ortega paints"), "Luis Ortega paints", "Luis Ortega has painted", "")])
    outcome = build_release(raw, tmp_path / "out")
    edits = {(e["before"], e["after"]) for e in pq.read_table(outcome.release / "parquet" / "edits").to_pylist() if e["kind"] == "decision"}
    assert ("some of them hum", "most of them hum") in edits, outcome.notes
    assert "Luis" not in _everything(outcome.release) and validate(outcome.release, raw).valid


def test_a_decision_that_could_be_meant_in_either_text_is_refused():
    veil = Veil(pseudonyms={"Luis": "One"})
    raw = "Luis: aaaaaaaaaa"
    kept, refused = veil.decisions(raw, [Decision("e", 8, 9, "a", "text", "b"), Decision("e", 6, 16, "aaaaaaaaaa", "text", "Luis")])
    assert [(d.start, d.end, d.value) for d in kept] == [(5, 15, "One")]
    assert len(refused) == 1 and "8-9 (text) was not applied" in refused[0] and "published text" in refused[0]


# --- taken down

def test_a_takedown_leaves_a_tombstone_and_holds_under_another_file_name(tmp_path, capsys):
    raw, out = raw_folder(tmp_path / "raw"), tmp_path / "out"
    build_release(raw, out)
    folders = ["--raw", str(raw), "--output", str(out)]
    command = ["takedown", "humming", "--reason", "The speaker asked for it.", "--date", "2026-03-09", *folders]
    assert main(command) == 0
    release = build_release(raw, out).release
    assert {t["episode_id"] for t in _turns(release)} == {"bridges", "storms"}
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    assert manifest["taken_down"] == [{"episode_id": "humming", "reason": "The speaker asked for it.", "date": "2026-03-09"}]
    assert "Episode `humming` was taken down: The speaker asked for it." in (release / "CHANGES.md").read_text("utf-8")
    assert "| humming | The speaker asked for it. | 2026-03-09 |" in (release / "README.md").read_text("utf-8")
    assert hashlib.sha256((raw / "humming.md").read_bytes()).hexdigest() not in _everything(release)
    (raw / "humming.md").rename(raw / "another.md")
    assert not build_release(raw, out).new
    (raw / "another.md").unlink()
    assert [t.episode_id for t in read_takedowns(raw)] == ["humming"], "the tombstone stays when the file is gone"
    assert main(command) == 2
    assert main(["takedown", "nobody", "--reason", "x", *folders]) == 2


def test_a_takedown_that_could_not_be_read_is_not_written(tmp_path, capsys):
    raw = raw_folder(tmp_path / "raw")
    folders = ["--raw", str(raw), "--output", str(tmp_path / "out")]
    assert main(["takedown", "humming", "--reason", "Asked for.", "--date", "yesterday", *folders]) == 2
    assert "2026-03-09" in capsys.readouterr().err and not (raw / "takedowns.yaml").exists()
    (raw / "takedowns.yaml").write_text("{}\n")
    assert main(["takedown", "humming", "--reason", "Asked for.", *folders]) == 0
    assert [t.episode_id for t in read_takedowns(raw)] == ["humming"]
    assert main(["takedown", "humming", "--reason", "Asked for.", *folders]) == 2
    assert "taken down already" in capsys.readouterr().err


def test_remarks_in_takedowns_stay_and_a_form_that_cannot_be_added_to_is_left_alone(tmp_path, capsys):
    raw = raw_folder(tmp_path / "raw")
    command = ["takedown", "humming", "--reason", "Asked for.", "--raw", str(raw), "--output", str(tmp_path / "out")]
    (raw / "takedowns.yaml").write_text("# Ask Mei before you add to this.\n")
    assert main(command) == 0
    assert (raw / "takedowns.yaml").read_text("utf-8").startswith("# Ask Mei")
    (raw / "takedowns.yaml").write_text("{bridges: {reason: Asked for.}}\n")
    assert main(command) == 2
    assert "is not YAML" in capsys.readouterr().err
    assert (raw / "takedowns.yaml").read_text() == "{bridges: {reason: Asked for.}}\n" and not list(raw.glob(".*"))


def test_a_schedule_that_is_none_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert main(["serve", "--cron", "not a cron"]) == 2
    assert "no schedule that cron knows" in capsys.readouterr().err


def test_a_takedown_needs_a_reason(tmp_path):
    (tmp_path / "takedowns.yaml").write_text("humming:\n  date: 2026-03-09\n")
    with pytest.raises(SettingsError, match="line 2: .*gives no reason"):
        read_takedowns(tmp_path)


def test_masking_is_asked_for_with_true_and_nothing_else(raw, tmp_path):
    (raw / "dataset.yaml").write_text('mask_pii: "no"\n')
    with pytest.raises(SettingsError, match="dataset.yaml, line 1: mask_pii must be true or false"):
        build_release(raw, tmp_path / "out")
