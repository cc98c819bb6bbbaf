"""An activity that a meeting has used is kept: it can be laid aside and taken up again, and goes only with somebody."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.finding import Finding
from larder import lists
from larder.models import Activity
from larder.repertoire import Repertoire
from tests.factories import first_of, make_activity, make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(make_group(), "Nia")


@pytest.fixture
def salt(nia):
    """Used once, when it was quiet."""
    activity, past = make_activity(nia, "Salt", instructions="Taste it."), make_meeting(nia, days=-9)
    past.note_outcomes({past.parts.first().pick(activity, by=nia): "Quiet."}, by=nia)
    return activity


def url_of(activity, name: str = "activity") -> str:
    return reverse(f"larder:{name}", args=[activity.group.slug, activity.key])


def pages_of(client, activity) -> tuple[str, str]:
    """Its own, and that of the repertoire."""
    listed = client.get(reverse("larder:activities", args=[activity.group.slug])).text
    return client.get(url_of(activity)).text, listed


def test_once_a_meeting_has_used_it_nobody_takes_it_out(signed_in, nia, salt):
    client = signed_in(nia)
    assert url_of(salt, "take_out_activity") not in client.get(url_of(salt)).text
    for ask in (client.get, client.post):
        assert ask(url_of(salt, "take_out_activity")).url == url_of(salt, "lay_activity_aside")
    with pytest.raises(ValidationError, match="can be laid aside"):
        salt.take_out(by=nia)
    assert nia.group.activities.get().title == "Salt"


def test_a_meeting_ahead_or_let_go_has_not_used_it(nia):
    activity, ahead, gone = make_activity(nia), make_meeting(nia), make_meeting(nia, days=3)
    for meeting in (ahead, gone):
        meeting.parts.first().pick(activity, by=nia)
    gone.let_go(by=nia)
    assert not activity.was_used()
    activity.take_out(by=nia)
    assert not nia.group.activities.at_hand().exists()


def test_any_of_us_lays_it_aside_in_two_steps_and_takes_it_up_again(signed_in, salt):
    client = signed_in(first_of(salt.group))
    assert url_of(salt, "lay_activity_aside") in client.get(url_of(salt)).text
    assert "Lay it aside?" in client.get(url_of(salt, "lay_activity_aside")).text
    assert client.post(url_of(salt, "lay_activity_aside")).url == url_of(salt)
    page, listed = pages_of(client, salt)
    assert "It was laid aside" in page
    assert ">Salt<" not in listed
    assert client.post(url_of(salt, "take_activity_up")).url == url_of(salt)
    page, listed = pages_of(client, salt)
    assert "It was laid aside" not in page
    assert ">Salt<" in listed


def test_its_page_stays_with_its_words_and_its_memory_and_past_meetings_lead_there(signed_in, nia, salt):
    salt.lay_aside(by=nia)
    page = signed_in(nia).get(url_of(salt)).text
    assert [words in page for words in ("Salt", "Taste it.", "Quiet.")] == [True] * 3
    meeting = nia.group.meetings.get()
    assert f'<a href="{url_of(salt)}">Salt</a>' in signed_in(nia).get(meeting.get_absolute_url()).text


def test_it_is_in_no_list_and_not_found_and_in_no_file(nia, salt):
    make_activity(nia, "A pinch", variation_of=salt)
    salt.lay_aside(by=nia)
    assert [activity.title for activity in Repertoire(nia.group, {}).activities] == ["A pinch"]
    assert not Finding(nia.group, "taste").kinds
    file = "".join(lists.activities_sheet(nia.group))
    assert [words in file for words in ("A pinch", "Salt")] == [True, False]
    salt.take_up(by=nia)
    assert Finding(nia.group, "taste").kinds


def test_run_sheets_that_have_it_keep_it_and_say_so_and_it_is_picked_no_more(signed_in, nia, salt):
    ahead, client = make_meeting(nia), signed_in(nia)
    ahead.parts.get(order=2).pick(salt, by=nia)
    client.get(ahead.get_absolute_url())
    salt.lay_aside(by=nia)
    page = client.get(ahead.get_absolute_url()).text
    assert ">Salt</a>" in page
    assert "laid aside" in page
    pick = reverse("meetings:pick", args=[nia.group.slug, ahead.key, 3])
    assert "laid aside, meanwhile" in client.post(pick, {"activity": salt.key}, follow=True).text
    assert not ahead.parts.get(order=3).uses.exists()


def test_laid_aside_or_taken_up_twice_is_once_and_nobody_of_another_group_does_it(nia, salt):
    salt.lay_aside(by=nia)
    first = salt.laid_aside_at
    salt.lay_aside(by=nia)
    assert salt.laid_aside_at == first
    for verb in (salt.lay_aside, salt.take_up):
        with pytest.raises(ValueError, match="another group"):
            verb(by=make_membership())
    for _twice in range(2):
        salt.take_up(by=nia)
    assert salt.laid_aside_at is None


def test_what_goes_with_whoever_leaves_leaves_a_place_without_words(signed_in, nia, salt):
    bea, ahead = first_of(nia.group), make_meeting(first_of(nia.group))
    salt.change(by=nia, instructions="Anew.", materials="Chalk", source="Bea")
    ahead.parts.first().pick(salt, by=bea)
    salt.lay_aside(by=bea)
    nia.leave({"activities": "goes"})
    gone = Activity.objects.get(pk=salt.pk)
    assert gone.title == "An activity that was taken out"
    assert (gone.instructions, gone.materials, gone.source) == ("", "", "")
    assert not gone.wordings.exists()
    assert not ahead.parts.filter(uses__isnull=False).exists()
    past = signed_in(bea).get(nia.group.meetings.exclude(pk=ahead.pk).get().get_absolute_url()).text
    told = (gone.title, "It went with whoever put it by.", "Quiet.", url_of(salt))
    assert [words in past for words in told] == [True, True, True, False]
    assert signed_in(bea).get(url_of(salt)).status_code == 404
