"""What nobody can see is nothing: a title of joiners and fillers would be a jar without a label."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.fields import LineInput, WordsInput
from larder import bringing_in, lists
from larder.models.tag import tags_in
from tests.factories import make_membership

UNSEEN = [
    "\u200b",
    "\u2060\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u115f\u1160",
    "\u0301",
    "\U000e0041",
    "\ufe0f \u200d",
]


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_what_leaves_no_mark_is_nothing(text):
    for field in (LineInput, WordsInput):
        assert field(required=False).clean(text) == ""
        with pytest.raises(ValidationError, match="This needs an answer"):
            field().clean(text)
    assert tags_in(f"salt, {text}") == ["salt"]
    with pytest.raises(ValidationError, match="no title"):
        bringing_in.found(lists.read(f"title,why\n{text},Salt")[0])


@pytest.mark.parametrize(
    "text", ["Salt", "7", "?", "...", "塩", "ملح", "نمک\u200cدان", "👩‍🌾", "🇳🇵", "♥️", "\u00e9", "\U0001fadf"], ids=ascii
)
def test_what_can_be_seen_is_kept_as_it_was_written(text):
    assert LineInput().clean(text) == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("room", "field"),
    [("new", "title"), ("new_kind", "name"), ("new_activity", "title"), ("new_resource", "title")],
)
def test_nothing_stands_in_the_larder_without_a_name_that_is_seen(signed_in, room, field):
    me = make_membership()
    answer = signed_in(me).post(reverse(f"larder:{room}", args=[me.group.slug]), {field: "\u200b"})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == ["This needs an answer."]
