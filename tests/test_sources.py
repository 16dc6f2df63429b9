"""Which files of a raw folder are transcripts, what they are called, and what is known of them."""
from __future__ import annotations

import pytest

from flows.settings import SettingsError
from flows.sources import discover, episode_ids


def _touch(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", "utf-8")
    return folder


def test_transcripts_at_any_depth_and_nothing_else(tmp_path):
    _touch(tmp_path, "b.txt", "2024/a.md", "2024/deep/er/c.srt", ".hidden", ".git/config", "README.md", "2024/readme.txt", "notes.txt~",
           "lexicon/names.yaml", "2024/lexicon/talk.txt")
    (tmp_path / "sources.yaml").write_text("b.txt: {title: B}\n", "utf-8")
    corpus = discover(tmp_path)
    assert [s.rel for s in corpus.sources] == ["2024/a.md", "b.txt", "2024/deep/er/c.srt", "2024/lexicon/talk.txt"]
    assert corpus.lexicons == ("lexicon/names.yaml",)
    assert corpus.settings == ("sources.yaml", "lexicon/names.yaml")


def test_releases_inside_the_raw_folder_are_no_transcripts(tmp_path):
    _touch(tmp_path, "a.txt", "output/1.0.0/README.md", "output/1.0.0/jsonl/turns/part-00000.jsonl")
    assert [s.rel for s in discover(tmp_path, leave_out=tmp_path / "output").sources] == ["a.txt"]


@pytest.mark.parametrize(("file", "expected"), [
    ("Tech_Talk (final).TXT", "tech-talk-final"),
    ("000_b4ddf59c1c71cb9e.txt", "000-b4ddf59c1c71cb9e"),
    ("第3集 访谈.md", "第3集-访谈"),
    ("Cafe\u0301.txt", "café"),
    ("a.b.c.srt", "a-b-c"),
    ("no extension", "no-extension"),
    ("___.txt", "untitled"),
])
def test_episode_id_is_the_name_without_its_last_extension(file, expected):
    assert episode_ids([file], {}) == {file: expected}


def test_files_that_agree_get_their_extension_then_their_folders():
    two = episode_ids(["talk.txt", "talk.srt", "other.txt"], {})
    assert two == {"other.txt": "other", "talk.txt": "talk-txt", "talk.srt": "talk-srt"}
    three = episode_ids(["1/talk.txt", "2/talk.txt", "talk.srt"], {})
    assert three == {"talk.srt": "talk-srt", "1/talk.txt": "1-talk-txt", "2/talk.txt": "2-talk-txt"}


def test_a_given_episode_id_wins_and_is_kept_clear_of():
    assert episode_ids(["a.txt", "b.txt"], {"b.txt": "a"}) == {"b.txt": "a", "a.txt": "a-txt"}


def test_files_that_cannot_be_told_apart_are_named():
    with pytest.raises(SettingsError, match=r"(?s)Talk\.txt.*talk\.txt.*episode_id"):
        episode_ids(["Talk.txt", "talk.txt"], {})
    with pytest.raises(SettingsError, match="episode_id"):
        episode_ids(["a.txt", "b.txt"], {"a.txt": "x", "b.txt": "x"})


def test_metadata_by_path_or_by_a_name_that_only_one_file_has(tmp_path):
    _touch(tmp_path, "1/talk.txt", "2/other.txt")
    entries = ("talk.txt: {title: One}", "2/other.txt: {title: Two}", "gone.txt: {title: Three}")
    (tmp_path / "sources.yaml").write_text("\n".join(entries), "utf-8")
    corpus = discover(tmp_path)
    assert {s.rel: s.known.title for s in corpus.sources} == {"1/talk.txt": "One", "2/other.txt": "Two"}
    assert corpus.notes == (f"sources.yaml names gone.txt, which is not in {tmp_path.name}/.",)


def test_a_name_that_two_files_have_is_refused(tmp_path):
    _touch(tmp_path, "1/talk.txt", "2/talk.txt")
    (tmp_path / "sources.yaml").write_text("\ntalk.txt: {title: One}\n", "utf-8")
    with pytest.raises(SettingsError, match="line 2: `talk.txt` is the name of 2 files"):
        discover(tmp_path)


def test_decisions_go_to_their_episode_and_strangers_are_reported(tmp_path):
    _touch(tmp_path, "talk.txt")
    rows = ("episode,start,end,expect,change,value,why", "talk,0,1,x,text,y,z", "other,0,1,x,text,y,z")
    (tmp_path / "decisions.csv").write_text("\n".join(rows), "utf-8")
    corpus = discover(tmp_path)
    assert [d.value for d in corpus.sources[0].decisions] == ["y"]
    assert corpus.notes == ("decisions.csv names the episode other, which is not there.",)


def test_a_missing_folder(tmp_path):
    with pytest.raises(SettingsError, match="--raw"):
        discover(tmp_path / "nothing")
