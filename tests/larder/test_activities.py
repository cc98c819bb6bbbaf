"""Activities: put by, changed with the earlier words kept, taken out, and variations of one another."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from larder.models import Activity
from tests.at_once import at_once
from tests.factories import make_activity, make_meeting, make_membership

pytestmark = pytest.mark.django_db

HOW = {
    "title": "Salt",
    "instructions": "Taste it.",
    "medium": "play",
    "minutes": "9",
    "place": "room",
    "part": "opening",
}


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(what, name: str = "activity") -> str:
    return reverse(f"larder:{name}", args=[what.group.slug, *([what.key] if isinstance(what, Activity) else [])])


# The model


def test_an_activity_put_by_twice_with_one_key_is_one(nia):
    make_activity(nia, key="same")
    make_activity(nia, key="same")
    assert nia.group.activities.count() == 1


def test_an_activity_is_a_variation_of_one_of_our_own():
    with pytest.raises(ValueError, match="another group"):
        make_activity(variation_of=make_activity())


def test_an_activity_takes_time_and_as_many_people_as_it_says(nia):
    for wrong in ({"minutes": 0}, {"minutes": 601}, {"least": 0}, {"most": 0}, {"least": 5, "most": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_activity(nia, **wrong)
    assert not Activity.objects.filter(group=nia.group).exists()


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, ""), (1, None, ""), (3, None, "three people or more"), (None, 6, "up to six people"),
        (2, 6, "two to six people"), (4, 4, "four people"), (1, 1, "one person"), (None, 1, "one person"),
    ],
)  # fmt: skip
def test_how_many_it_is_for_is_said_in_words(least, most, words):
    assert Activity(least=least, most=most).people == words


# Putting by


def test_it_is_put_by_with_all_that_somebody_needs_to_offer_it(signed_in, nia):
    more = {"materials": "Salt", "least": "2", "most": "6", "content_note": "Thirst", "alternative": "Water",
            "source": "Bea"}  # fmt: skip
    answer = signed_in(nia).post(url_of(nia, "new_activity"), {**HOW, **more})
    activity = nia.group.activities.get()
    assert answer.url == url_of(activity)
    page = signed_in(nia).get(answer.url).text
    for words in ("Salt", "Taste it.", "Play", "Nine minutes", "In the room", "Opening round", "Two to six people",
                  "Thirst", "Water", "Bea"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"), ({"instructions": ""}, "instructions"), ({"minutes": "0"}, "minutes"),
        ({"minutes": "soon"}, "minutes"), ({"medium": "mime"}, "medium"), ({"part": "supper"}, "part"),
        ({"least": "5", "most": "4"}, "most"), ({"instructions": "x" * 8001}, "instructions"),
        ({"title": "x" * 121}, "title"), ({"minutes": "9" * 30}, "minutes"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_written_stays(signed_in, nia, wrong, field):
    answer = signed_in(nia).post(url_of(nia, "new_activity"), {**HOW, "source": "Words that stay", **wrong})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert "Words that stay" in answer.text
    assert not nia.group.activities.exists()


@pytest.mark.parametrize("minutes", ["-5", "0", "601", "99999"])
def test_minutes_that_cannot_be_are_answered_with_one_sentence(signed_in, nia, minutes):
    answer = signed_in(nia).post(url_of(nia, "new_activity"), {**HOW, "minutes": minutes})
    assert answer.context["form"].errors["minutes"] == ["Write a whole number from 1 to 600."]


def test_instructions_are_a_little_markdown_and_nothing_else(signed_in, nia):
    activity = make_activity(nia, instructions="1. *Slowly*\n2. <script>alert(1)</script>")
    page = signed_in(nia).get(url_of(activity)).text
    assert "<li><em>Slowly</em></li>" in " ".join(page.split())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_where_one_of_its_title_is_there_we_ask_once_and_keep_what_was_written(signed_in, nia):
    there, client = make_activity(nia, "SALT"), signed_in(nia)
    asked = client.post(url_of(nia, "new_activity"), {**HOW, "source": "Words that stay"})
    assert [words in asked.text for words in (url_of(there), "Words that stay")] == [True, True]
    assert nia.group.activities.count() == 1
    client.post(url_of(nia, "new_activity"), {**HOW, "beside": there.key})
    assert nia.group.activities.count() == 2


def test_a_new_title_that_another_has_is_asked_about_too_and_its_own_is_not(signed_in, nia):
    there, activity, client = make_activity(nia, "Sált"), make_activity(nia, "Bread"), signed_in(nia)
    there.lay_aside(by=nia)
    url = url_of(activity, "edit_activity")
    asked = client.post(url, HOW)
    assert [words in asked.text for words in (url_of(there), "can be taken up again")] == [True, True]
    assert client.post(url, {**HOW, "title": "BREAD"}).status_code == 302
    assert client.post(url, {**HOW, "beside": there.key}).status_code == 302
    assert client.post(url, HOW).status_code == 302
    assert set(nia.group.activities.values_list("title", flat=True)) == {"Salt", "Sált"}


# Changing


def test_any_of_us_changes_it_and_the_earlier_words_stay_to_be_read(signed_in, nia):
    activity, bea = make_activity(nia, instructions="As it was."), make_membership(nia.group, "Bea")
    assert signed_in(bea).post(url_of(activity, "edit_activity"), HOW).url == url_of(activity)
    activity.refresh_from_db()
    assert (activity.title, activity.minutes, activity.by) == ("Salt", 9, nia)
    page = signed_in(nia).get(url_of(activity, "wordings")).text
    assert [words in page for words in ("As it was.", "Ten lines", "Bea")] == [True] * 3
    assert url_of(activity, "wordings") in signed_in(nia).get(url_of(activity)).text


def test_other_minutes_leave_no_earlier_wording(nia):
    activity = make_activity(nia)
    activity.change(by=nia, minutes=40)
    assert (activity.minutes, activity.wordings.count()) == (40, 0)


def test_of_two_who_write_at_once_the_second_sees_both_and_loses_nothing(signed_in, nia):
    activity, bea = make_activity(nia), make_membership(nia.group)
    url = url_of(activity, "edit_activity")
    seen = signed_in(nia).get(url).context["form"]["seen"].value()
    signed_in(bea).post(url, {**HOW, "instructions": "What Bea wrote", "seen": seen})
    answer = signed_in(nia).post(url, {**HOW, "instructions": "What Nia wrote", "seen": seen})
    assert answer.status_code == 409
    assert [words in answer.text for words in ("What Bea wrote", "What Nia wrote")] == [True, True]
    assert nia.group.activities.get().instructions == "What Bea wrote"
    now = answer.context["form"]["seen"].value()
    assert signed_in(nia).post(url, {**HOW, "instructions": "What Nia wrote", "seen": now}).status_code == 302
    assert nia.group.activities.get().instructions == "What Nia wrote"
    assert "What Bea wrote" in signed_in(bea).get(url_of(activity, "wordings")).text


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_the_same_moment_leave_one_of_them_and_a_wording(nia):
    activity = make_activity(nia)
    seen = activity.stamp

    def change(words):
        Activity.objects.get(pk=activity.pk).change(by=nia, seen=seen, instructions=words)

    results = at_once(lambda: change("One"), lambda: change("Two"))
    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]
    assert activity.wordings.count() == 1


def test_nobody_of_another_group_changes_it_nor_anybody_what_was_taken_out(nia):
    activity = make_activity(nia)
    with pytest.raises(ValueError, match="another group"):
        activity.change(by=make_membership(), minutes=1)
    gone = Activity.objects.get(pk=activity.pk)
    activity.take_out(by=nia)
    with pytest.raises(ValidationError, match="while you were writing"):
        gone.change(by=nia, minutes=1)


# Variations


def test_a_variation_begins_with_the_words_of_the_first_and_each_shows_the_other(signed_in, nia):
    first, client = make_activity(nia, "Ten lines", materials="Chalk"), signed_in(nia)
    new = f"{url_of(nia, 'new_activity')}?of={first.key}"
    assert "Chalk" in client.get(new).text
    client.post(new, {**HOW, "title": "Ten lines, in the dark"})
    variation = nia.group.activities.get(title="Ten lines, in the dark")
    assert variation.variation_of == first
    assert url_of(variation) in client.get(url_of(first)).text
    assert url_of(first) in client.get(url_of(variation)).text


def test_a_variation_of_nothing_or_of_another_groups_is_not_there(signed_in, nia):
    for key in ("none", make_activity().key, ""):
        assert signed_in(nia).get(f"{url_of(nia, 'new_activity')}?of={key}").status_code == 404


# Taking out


def test_what_was_never_used_goes_with_all_its_words(signed_in, nia):
    activity = make_activity(nia)
    activity.change(by=nia, instructions="Anew.")
    variation = make_activity(nia, "Another", variation_of=activity)
    make_meeting(nia).parts.first().pick(activity, by=nia)
    assert signed_in(nia).get(url_of(activity, "take_out_activity")).status_code == 200
    assert signed_in(nia).post(url_of(activity, "take_out_activity")).url == url_of(nia, "activities")
    assert list(nia.group.activities.values_list("title", "variation_of")) == [(variation.title, None)]


def test_only_whoever_put_it_by_takes_it_out_and_once_they_have_left_any_of_us(signed_in, nia):
    activity, bea = make_activity(nia), make_membership(nia.group, "Bea")
    assert signed_in(bea).post(url_of(activity, "take_out_activity")).status_code == 403
    with pytest.raises(ValueError, match="somebody else"):
        activity.take_out(by=bea)
    assert url_of(activity, "take_out_activity") not in signed_in(bea).get(url_of(activity)).text
    nia.leave()
    assert url_of(activity, "take_out_activity") in signed_in(bea).get(url_of(activity)).text
    assert signed_in(bea).post(url_of(activity, "take_out_activity")).status_code == 302
    assert not bea.group.activities.exists()
