"""Clips that recur."""

from flows.evidence.recurrence import clips, tokens

BODY = (
    "we left in the morning because the tide was right and then the engine stopped what did you do we rowed for nine hours with one oar "
    "and a pan you can lose a boat in an afternoon but you cannot lose the habit of looking at the sky"
).split()


def _places(stretch: str) -> list[tuple[int, int]]:
    return [(c.places[0], c.places[-1]) for c in clips(stretch.split(), BODY)]


def test_a_clip_is_found_where_it_stands() -> None:
    start = BODY.index("rowed")
    assert _places("rowed for nine hours with one oar") == [(start, start + 6)]


def test_dropped_words_and_cut_clauses_do_not_matter() -> None:
    assert _places("you can lose a boat but you cannot lose the habit") == [(BODY.index("can") - 1, len(BODY) - 6)]


def test_two_clips_spliced_are_two() -> None:
    found = clips("lose the habit of looking the engine stopped what did you do".split(), BODY)
    assert [(c.first, c.last) for c in found] == [(0, 4), (5, 11)]


def test_what_recurs_nowhere_is_no_clip() -> None:
    assert not clips("nobody has ever said these words before today".split(), BODY)
    assert not clips([], BODY)
    assert not clips("a b c".split(), [])


def test_compounds_and_parts_are_one() -> None:
    assert [t.word for t in tokens("OpenAI")] == ["open", "ai"]
    assert [t.word for t in tokens("OpenAI's GPT4")] == ["openai's", "gpt", "4"], "with an apostrophe a word is one"
    text = "ScaleAI, don't"
    assert [text[t.begin : t.end] for t in tokens(text)] == ["Scale", "AI", "don't"]
