"""Activities of somebody who leaves: they stay without a name, or go; a copy of theirs holds them."""

import pytest
from django.urls import reverse

from groups.models import Departure
from larder.personal_activities import ACTIVITIES
from tests.factories import first_of, make_activity, make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(make_group(), "Nia")


def test_they_stay_without_the_name_unless_somebody_chooses_otherwise(nia):
    activity = make_activity(nia, instructions="Slowly.")
    nia.leave()
    activity.refresh_from_db()
    assert (activity.instructions, activity.by.name) == ("Slowly.", "a former member")


def test_they_go_with_their_earlier_wordings_but_for_how_they_went(nia):
    used, unused, bea = make_activity(nia, "Salt"), make_activity(nia, "Tables"), first_of(nia.group)
    used.change(by=bea, instructions="Anew.")
    past = make_meeting(bea, days=-3)
    past.note_outcomes({past.parts.first().pick(used, by=bea): "Quiet."}, by=bea)
    nia.leave({"activities": "goes"})
    assert not nia.group.activities.filter(pk=unused.pk).exists()
    used.refresh_from_db()
    assert (used.title, used.instructions) == ("An activity that was taken out", "")
    assert not used.wordings.exists()
    assert past.parts.first().uses.get().how_it_went == "Quiet."


def test_what_goes_is_kept_a_while_for_whoever_left_and_nobody_else(nia):
    make_activity(nia, "Salt", instructions="Slowly.", source="Bea")
    nia.leave({"activities": "goes"})
    (kept,) = Departure.objects.get(membership=nia).kept["activities"]
    assert (kept["title"], kept["instructions"], kept["source"]) == ("Salt", "Slowly.", "Bea")


def test_a_change_to_what_somebody_else_put_by_stays(nia):
    activity = make_activity(first_of(nia.group))
    activity.change(by=nia, instructions="Better.")
    nia.leave({"activities": "goes"})
    nia.member.erase()
    activity.refresh_from_db()
    assert (activity.instructions, activity.wordings.get().by.name) == ("Better.", "a former member")


def test_the_page_of_leaving_says_how_many_and_a_copy_holds_them(nia, signed_in):
    for title in ("Salt", "Bread"):
        make_activity(nia, title)
    page = signed_in(nia).get(reverse("groups:leaving", args=[nia.group.slug])).text
    assert "Activities that you put by" in page
    assert [row["title"] for row in ACTIVITIES.copy(nia)] == ["Salt", "Bread"]


def test_a_group_that_ends_takes_its_repertoire_along(nia):
    activity = make_activity(nia)
    make_activity(nia, "Another", variation_of=activity).change(by=nia, instructions="Anew.")
    make_meeting(nia).parts.first().pick(activity, by=nia)
    nia.group.delete_for_good()
    assert not type(activity).objects.exists()
