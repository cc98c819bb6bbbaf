"""How meetings come into one's own calendar is chosen on the page of links; what came by mail is shown and changed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.kinds import Kind, Rhythm
from groups.models import MailChoice
from groups.received import receive
from meetings.models import CalendarChoice, PutAside, Subscription
from tests.factories import make_group, make_meeting, make_membership
from tests.mailbox import OURS, Mailbox
from tests.meetings.mailed import LATER, answer, by_mail, mailed, newest, organizer, sent

pytestmark = pytest.mark.django_db
LIST = reverse("calendar:list")


@pytest.fixture
def box(settings, tmp_path):
    box = Mailbox(tmp_path)
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = box.url, OURS
    return box


@pytest.fixture
def three():
    """The three members of a group; the first plans."""
    group = make_group("The Alders")
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin"))]


def page(client, url) -> str:
    return client.get(url).content.decode()


def test_each_of_us_chooses_for_each_group(signed_in, three):
    bea, other = three[1], make_group("The Oaks")
    elsewhere = other.welcome(bea.member)
    client = signed_in(bea)
    said = {bea.group.slug: "invitations", other.slug: "neither"}
    answer = client.post(reverse("calendar:ways"), said, follow=True).content.decode()
    assert "changes within some minutes" in answer
    assert (CalendarChoice.of(bea), CalendarChoice.of(elsewhere)) == ("invitations", "neither")
    client.post(reverse("calendar:ways"), {other.slug: "feed"})
    assert (CalendarChoice.of(bea), CalendarChoice.of(elsewhere)) == ("invitations", "feed")


def test_what_the_page_does_not_offer_comes_back_and_changes_nothing(signed_in, three):
    answer = signed_in(three[1]).post(reverse("calendar:ways"), {three[1].group.slug: "by carrier pigeon"})
    assert answer.status_code == 422
    assert CalendarChoice.of(three[1]) == "feed"


def test_the_page_says_what_comes_by_mail(signed_in, three, settings):
    assert "as a file" in page(signed_in(three[1]), LIST)
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = "maildir:///m", OURS
    assert "as an invitation that I can answer" in page(signed_in(three[1]), LIST)


def test_where_mails_of_meetings_never_come_both_pages_say_what_that_means_for_invitations(signed_in, three):
    nia, bea, tamsin = three
    by_mail(bea, tamsin)
    MailChoice.keep({Kind.MEETING: Rhythm.NEVER}, by=bea)
    MailChoice.keep({Kind.MEETING: Rhythm.FRIDAY}, by=tamsin)
    make_meeting(nia)
    assert [len(sent(person)) for person in (bea, tamsin)] == [0, 1]
    assert "So none of them reaches your calendar." in page(signed_in(bea), LIST)
    assert "So none of them reaches" not in page(signed_in(tamsin), LIST)
    assert "If you have meetings by mail in your calendar, those too" in page(signed_in(bea), reverse("groups:mails"))


def test_a_link_whose_only_group_comes_otherwise_says_so_when_it_is_made_and_in_the_list(signed_in, three):
    bea, words = three[1], "It shows nothing: your meetings come by mail or not at all."
    client = signed_in(bea)
    link = {"label": "my phone", "detail": "place"}
    assert words not in client.post(reverse("calendar:create"), link).content.decode() + page(client, LIST)
    client.post(reverse("calendar:ways"), {bea.group.slug: "invitations"})
    assert words in client.post(reverse("calendar:create"), link).content.decode()
    assert page(client, LIST).count(words) == 2
    key = bea.member.subscriptions.working().first().key
    assert words in client.post(reverse("calendar:renew", args=[key])).content.decode()
    client.post(reverse("calendar:ways"), {bea.group.slug: "feed"})
    assert words not in page(client, LIST)


def test_a_link_to_all_my_groups_says_which_it_leaves_out(signed_in, three):
    bea = three[1]
    other = make_group("The Oaks").welcome(bea.member)
    client = signed_in(bea)
    client.post(reverse("calendar:ways"), {bea.group.slug: "neither"})
    client.post(reverse("calendar:create"), {"label": "all", "detail": "place"})
    client.post(reverse("calendar:create"), {"label": "oaks", "detail": "place", "group": other.group.slug})
    assert page(client, LIST).count("Without The Alders, whose meetings come by mail or not at all.") == 1


def test_choosing_mail_says_that_it_takes_back_the_links_of_that_group(signed_in, three):
    client = signed_in(three[1])
    assert "a link to it alone is taken back" in page(client, LIST)
    _link, token = Subscription.begin(member=three[1].member, label="my phone", group=three[1].group)
    client.post(reverse("calendar:ways"), {three[1].group.slug: "invitations"})
    assert Subscription.find(token).revoked_at


def test_whoever_has_chosen_mail_is_not_told_that_a_link_does_better(signed_in, three):
    meeting = make_meeting(three[0])
    said = page(signed_in(three[1]), meeting.get_absolute_url())
    assert "does better" not in said
    assert f'What follows them is under <a href="{LIST}">Calendar</a>' in said


def test_the_page_asks_as_much_for_many_groups_as_for_one(signed_in, three, queries_of):
    client = signed_in(three[1])
    few = queries_of(client, LIST)
    for _n in range(5):
        make_group().welcome(three[1].member)
    assert queries_of(client, LIST) == few


def test_an_answer_by_mail_is_shown_with_how_it_came_and_can_be_changed_there(signed_in, three, box):
    nia, bea, _tamsin = three
    by_mail(bea)
    meeting = make_meeting(nia)
    box.lay_in(answer(newest(bea)[1]))
    receive(timezone.now() + LATER)
    client = signed_in(bea)
    assert "Your answer came by mail, today. You can change it here." in page(client, meeting.get_absolute_url())
    assert "came by mail" not in page(signed_in(nia), meeting.get_absolute_url())
    url = reverse("meetings:answer", args=[meeting.group.slug, meeting.key])
    client.post(url, {"answer": "cannot", "seen": meeting.sequence})
    assert "came by mail" not in page(client, meeting.get_absolute_url())


def test_an_answer_by_mail_to_a_date_that_is_offered_is_shown_with_the_dates(signed_in, three, box):
    nia, bea, _tamsin = three
    by_mail(bea)
    meeting = make_meeting(nia, settled=False)
    box.lay_in(answer(newest(bea)[1]))
    receive(timezone.now() + LATER)
    url = reverse("meetings:dates", args=[meeting.group.slug, meeting.key])
    assert "Your answer came by mail, today." in page(signed_in(bea), url)


@pytest.mark.parametrize("settled", [True, False])
def test_what_was_put_aside_is_seen_by_whoever_plans_and_whoever_wrote_it(signed_in, three, box, settled):
    nia, bea, tamsin = three
    by_mail(bea)
    meeting = make_meeting(nia, settled=settled)
    box.lay_in(mailed(organizer(newest(bea)[1]), text="If the ferry runs."))
    receive(timezone.now() + LATER)
    assert PutAside.objects.count() == 1
    where = meeting.get_absolute_url() + ("" if settled else "dates/")
    seen = ["If the ferry runs." in page(signed_in(person), where) for person in (nia, bea, tamsin)]
    assert seen == [True, True, False]
