"""Words as they are looked for: the same however they are spelt, in every script."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copse.tokens import EXCERPT, LONGEST, MOST_WORDS, asked, excerpt, fold, tokens


def words(text: str) -> list[str]:
    return [token for _start, _end, token in tokens(text)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café", "cafe"), ("Cafe\u0301", "cafe"), ("Łódź", "lodz"), ("Straße", "strasse"), ("STRASSE", "strasse"),
        ("Ærø", "aero"), ("Þórr", "thorr"), ("Đuro", "duro"), ("İstanbul", "istanbul"), ("ısı", "isi"),
        ("ŵŷ", "wy"), ("Ἀθῆναι", "αθηναι"), ("ΟΔΟΣ", "οδοσ"), ("οδός", "οδοσ"), ("Ёлка", "елка"), ("ﬁn", "fin"),
        ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("ｆｕｌｌ", "full"), ("co\u00adoperate", "cooperate"),
    ],
)  # fmt: skip
def test_capitals_and_accents_make_no_difference(written, folded):
    assert fold(written) == folded


def test_marks_that_make_another_letter_stay():
    assert fold("हिन्दी") == "हिन्दी"
    assert fold("が") != fold("か")
    assert fold("ｶﾞ") == fold("ガ")


@given(st.text())
def test_folded_twice_is_folded_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_token_is_letters_and_digits_and_where_it_says(text):
    for start, end, token in tokens(text):
        assert 0 <= start < end <= len(text)
        assert not set(token) & set(" \t\n\x00'\"\\*:()&|!<>-_^+")
        assert token == token.lower() or not token.isascii()


def test_punctuation_is_between_words():
    assert words("“Don’t stop—we’re here,” (she_said) 3.5 times!") == [
        "don", "t", "stop", "we", "re", "here", "she", "said", "3", "5", "times",
    ]  # fmt: skip


def test_where_a_script_has_no_spaces_letters_stand_in_pairs():
    assert words("写作坊") == ["写作", "作坊", "坊"]
    assert asked("写作坊") == ["写作", "作坊"]
    assert asked("写") == ["写"]
    assert words("AI入門 book") == ["ai", "入門", "門", "book"]
    assert asked("ที่นี่") == ["ที่นี่"]  # two letters, each with its marks


def test_what_is_asked_is_few_words_each_once_and_none_too_long():
    assert asked("Table table TÁBLE") == ["table"]
    assert len(asked(" ".join(map(str, range(100))))) == MOST_WORDS
    assert asked("a" * 1000) == ["a" * LONGEST]
    assert asked("!? 🌱 \u202e …") == []


# -- what is shown of it


def shown(text: str, *looked_for: str) -> str:
    return "".join(f"[{piece}]" if found else piece for found, piece in excerpt(text, looked_for))


def test_what_begins_with_a_word_is_told_apart_as_it_was_written():
    assert shown("Les Cafés, décaféiné, café.", "caf") == "Les [Cafés], décaféiné, [café]."
    assert shown("Nothing of it", "caf") == "Nothing of it"
    assert shown("写作坊在这里", "写作", "作坊") == "[写作坊]在这里"


def test_of_a_long_text_what_stands_around_the_first_hit_is_shown():
    text = "before " * 100 + "the Table stands " + "after " * 100
    found = shown(text, "tab")
    assert "the [Table] stands" in found
    assert re.match(r"… before .* after …$", found)
    assert len(found) < EXCERPT + 10


@pytest.mark.parametrize(
    "text", ["写" * 999 + "作", "a" * 3000 + " tab " + "b" * 3000, "tab " + "x" * 999, "x" * 999 + " tab"]
)
def test_without_spaces_it_is_cut_where_it_has_to_be(text):
    assert "[" in shown(text, "作", "tab")
    assert len(shown(text, "作", "tab")) < EXCERPT + 10


@given(st.text(max_size=600), st.text(min_size=1, max_size=3), st.integers(1, 300))
def test_an_excerpt_is_of_the_text_and_has_a_hit_where_the_text_has(text, looked_for, most):
    looked_for = asked(looked_for)
    pieces = excerpt(text, looked_for, most)
    whole = "".join(piece for _found, piece in pieces)
    assert whole.removeprefix("… ").removesuffix(" …") in text or whole in text
    there = looked_for and any(token.startswith(tuple(looked_for)) for token in words(text))
    assert any(found for found, _piece in pieces) == bool(there)


@pytest.mark.parametrize("bad", ["a\u0301" * 50_000, "_" * 100_000, "写" * 100_000, "\u0301" * 100_000, "' " * 50_000])
@pytest.mark.slow
def test_a_hundred_thousand_letters_are_quickly_read(bad):
    tokens("warm")
    began = time.process_time()
    list(tokens(bad))
    asked(bad)
    excerpt(bad, ["zzz"])
    assert time.process_time() - began < 3
