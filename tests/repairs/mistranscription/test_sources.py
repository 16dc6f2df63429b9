"""Each source of candidates, and how they are joined."""
from __future__ import annotations

import pytest

from flows.document.model import EditKind
from flows.repairs.mistranscription import candidates
from flows.repairs.mistranscription.candidates import Candidate, merged, trimmed
from flows.repairs.mistranscription.knowledge import Knowledge
from tests.repairs.mistranscription.talks import HOSTS, talk


def found(*lines: str | tuple[str, str], metadata=None, field: bool = True) -> dict[tuple[str, str], Candidate]:
    known = Knowledge(talk(*lines, metadata=metadata, field=field))
    return {(c.before, c.after): c for c in candidates(known.sides["en"], known)}


@pytest.mark.parametrize(("said", "before", "after", "rule"), [
    ("It is self- made and self-made.", "self- made", "self-made", "hyphen"),
    ("A 12bit sensor.", "12bit", "12-bit", "number and noun"),
    ("They sell super conductors.", "super conductors", "superconductors", "cut word"),
    ("It was truth fully told.", "truth fully", "truthfully", "cut word"),
    ("A handpolished table.", "handpolished", "hand-polished", "glued words"),
    ("He goes doortodoor.", "doortodoor", "door-to-door", "glued words"),
    ("We kept the tablecloclocth dry and a gardengarden.", "gardengarden", "garden", "doubled syllable"),
    ("The N A S A launch, says NASA.", "N A S A", "NASA", "spelt out"),
])
def test_forms(said: str, before: str, after: str, rule: str) -> None:
    assert rule in found(said, field=False)[before, after].rule


@pytest.mark.parametrize("said", [
    "Both pre- and post-war houses.", "It was - I think - late.", "He is a well- I mean a good man.", "The 1990s and a 3rd try at 20k.",
    "They timestamped and backported it.", "It will fully solve the riddle.", "A super interesting day.", "Plan A 100 percent.",
])
def test_forms_that_are_right(said: str) -> None:
    assert found(said, field=False) == {}


def test_words_that_nobody_knows_and_the_words_near_by() -> None:
    c = found("The harvest was bountiful. What a bountful year, all the same.", field=False)[("bountful", "bountiful")]
    assert c.rule == "spelling" and c.features["local"] == 1.0
    assert not found("We saw Bountfort in the square.", field=False)


def test_a_full_name_and_a_first_name_that_is_someone_elses() -> None:
    assert ("Hadad", "Haddad") in found("This is Noor Hadad speaking.", metadata=HOSTS, field=False)
    assert not found("This is Nora Hallam speaking.", metadata=HOSTS, field=False)


def test_a_sound_that_slipped_from_the_article() -> None:
    out = found("We saw thes erebras machine on stage, and this erebras machine, too.")
    assert ("this erebras", "the Cerebras") in out


def test_only_what_changes_is_changed() -> None:
    c = trimmed(Candidate(10, 32, "the old herbor of Oslo", "the old harbor of Oslo", "r"))
    assert (c.begin, c.end, c.before, c.after) == (18, 24, "herbor", "harbor")
    assert c.kind is EditKind.MISTRANSCRIPTION


@pytest.mark.parametrize(("before", "after", "kind"), [
    ("open Sea", "OpenSea", EditKind.SPACING), ("opensea", "OpenSea", EditKind.CASING), ("OpenC", "OpenSea", EditKind.MISTRANSCRIPTION),
])
def test_kinds(before: str, after: str, kind: EditKind) -> None:
    assert Candidate(0, 1, before, after, "r").kind is kind


def test_candidates_for_one_reading_are_one_with_all_their_reasons() -> None:
    a = Candidate(0, 6, "herbor", "harbor", "sound", {"sound": 0.8}, ("one",))
    b = Candidate(0, 6, "herbor", "harbor", "translation", {"sound": 0.9, "written": 1.0}, ("two",))
    (c,) = merged([a, b])
    assert (c.rule, c.features, c.reasons) == ("sound+translation", {"sound": 0.9, "written": 1.0}, ("one", "two"))


@pytest.mark.parametrize(("before", "after"), [
    ("Harbor", "Harbor Lane"), ("in Harbor", "Harbor"), ("harbor's", "harbors"), ("harbors", "harbor"),
])
def test_words_and_endings_are_not_added_or_taken(before: str, after: str) -> None:
    assert merged([Candidate(0, len(before), before, after, "sound")]) == []


# --- what the translation says and the speech does not

@pytest.mark.parametrize(("said", "translated", "before", "after"), [
    ("The chain of thought is not faceful to the answer.", "思维链对答案并不忠实。", "faceful", "faithful"),
    ("In the end it is a budge it question.", "说到底这是个预算问题。", "budge it", "budget"),
    ("They hung the old vale on the kitchen door.", "他们把旧的面纱挂在厨房门上。", "vale", "veil"),
])
def test_a_word_that_only_the_translation_says(said: str, translated: str, before: str, after: str) -> None:
    c = found((said, translated), field=False)[before, after]
    assert "meaning" in c.rule and any("nothing that means" in r for r in c.reasons)


@pytest.mark.parametrize(("said", "translated"), [
    ("They hung the old vale on the kitchen door.", "他们把旧的山谷画挂在厨房门上。"),  # the translation says vale
    ("The industrial harbor was closed.", "工业港口关闭了。"),  # of one stem
    ("It is a trade-off between speed and cost.", "这是速度和成本之间的权衡。"),  # another spelling
    ("Ask Luis about it.", "问问路易斯。"),  # a name
])
def test_words_that_the_translation_accounts_for(said: str, translated: str) -> None:
    assert not [c for c in found((said, translated), field=False).values() if "meaning" in c.rule]


@pytest.mark.parametrize(("said", "before", "after"), [
    ("The sir dez on the chip runs at two hundred gigabits.", "sir dez", "SerDes"),
    ("They wrote it up, and Tim debt mers showed the quantization of it.", "debt mers", "Dettmers"),
])
def test_names_that_fell_apart(said: str, before: str, after: str) -> None:
    near = {k: c for k, c in found(said).items() if "torn name" in c.rule}
    assert any(before in b and a.endswith(after) for b, a in near), near


@pytest.mark.parametrize("said", [
    "What you see in video models is that they learn physics.", "The plan was at last seen by the whole team.",
    "Mary Moore came to the lab with Anna and Pete.",
])
def test_words_of_ordinary_talk_are_no_torn_names(said: str) -> None:
    assert not [c for c in found(said).values() if "torn name" in c.rule]


def test_an_article_before_what_was_misheard_stays() -> None:
    longer = Candidate(0, 11, "the Herborg", "harborage", "sound", {"sound": 0.8})
    alone = Candidate(4, 11, "Herborg", "Harborage", "translation", {"written": 1.0})
    (one,) = merged([longer, alone])
    assert (one.before, one.after) == ("Herborg", "Harborage") and one.features == {"sound": 0.8, "written": 1.0}
