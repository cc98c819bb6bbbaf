"""Leaving: never refused, said beforehand, at once everywhere, and for thirty days one's own to think again."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups.models import Duty, Goal, Membership, Outbox
from groups.tick import tick
from meetings.models import Attendance, OwnNotes, Subscription
from tests.factories import (
    days_from_now,
    first_of,
    make_edition,
    make_group,
    make_invitation,
    make_meeting,
    make_membership,
    make_topic,
    say,
    suits,
)

pytestmark = pytest.mark.django_db


def make_goal(by, text="To write more", *, shared=True) -> Goal:
    return Goal.objects.create(group=by.group, author=by, text=text, shared_at=timezone.now() if shared else None)


def nia(**fields) -> Membership:
    return make_membership(make_group(), "Nia", about="I write in hospitals", **fields)


def leaving(membership) -> str:
    return reverse("groups:leaving", args=[membership.group.slug])


def leave_by_page(client, membership, **chosen):
    chosen = {"goals": "goes", "topics": "unnamed", **chosen}
    return client.post(reverse("groups:departure", args=[membership.group.slug]), chosen)


def page_of(client, name, group, *args) -> str:
    return client.get(reverse(name, args=[group.slug, *args])).content.decode()


# -- what will happen is said before it does


def test_the_page_offers_for_each_kind_what_may_become_of_it(signed_in):
    me = nia()
    make_goal(me)
    make_topic(me)
    page = signed_in(me).get(leaving(me)).content.decode()
    assert page.count("It goes") == 2
    assert page.count("It stays, without my name") == 2
    assert page.count("It stays, with my name") == 1


def test_it_asks_nothing_about_what_is_not_there(signed_in):
    me = nia()
    make_goal(me, shared=False)
    client = signed_in(me)
    assert 'type="radio"' not in client.get(leaving(me)).content.decode()
    assert "that you showed" not in client.post(leaving(me)).content.decode()


def test_looking_says_in_numbers_and_words_what_will_happen_and_does_nothing(signed_in):
    me = nia()
    make_goal(me)
    for title in ("Salt", "Tables"):
        make_topic(me, title)
    answer = signed_in(me).post(leaving(me), {"goals": "goes", "topics": "unnamed"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "One goal that you showed is taken back at once." in page
    assert "Two topics that you put by stay in the larder, without your name." in page
    assert "calendar link" not in page  # of which there is none
    me.refresh_from_db()
    assert me.is_live


def test_it_needs_nobody_and_is_one_link_from_the_members_and_from_my_page(signed_in):
    me = nia()
    client = signed_in(me)
    assert leaving(me) in page_of(client, "groups:members", me.group)
    assert leaving(me) in page_of(client, "groups:my_page", me.group)
    assert leave_by_page(client, me).status_code == 302


def test_a_choice_that_a_kind_does_not_have_is_refused():
    me = nia()
    with pytest.raises(ValueError, match="topics"):
        me.leave({"topics": "named"})
    me.refresh_from_db()
    assert me.is_live


# -- at once


def test_from_the_next_request_on_an_open_tab_meets_nothing(signed_in):
    me = nia()
    client, tab = signed_in(me), signed_in(me)
    home = reverse("home", args=[me.group.slug])
    assert tab.get(home).status_code == 200
    leave_by_page(client, me)
    assert tab.get(home).status_code == 404
    assert tab.post(reverse("larder:new", args=[me.group.slug]), {"title": "Salt"}).status_code == 404


def test_nothing_names_them_any_more(signed_in):
    me = nia()
    group, other = me.group, signed_in(first_of(me.group))
    topic = make_topic(me)
    make_meeting(me, days=-3)
    me.leave()
    pages = [page_of(other, name, group) for name in ("home", "groups:members", "larder:list", "meetings:year")]
    pages.append(page_of(other, "larder:detail", group, topic.key))
    assert "a former member" in pages[-1]
    assert not [page for page in pages if "Nia" in page or "I write in hospitals" in page]


def test_their_feeds_of_the_group_end_and_others_feeds_lose_their_name(signed_in):
    me = nia()
    bea = make_membership(me.group, "Bea")
    make_meeting(me, days=-5)
    mine, my_token = Subscription.begin(member=me.member, label="phone", group=me.group)
    _theirs, their_token = Subscription.begin(member=bea.member, label="phone", detail="full")
    feed = lambda token: signed_in(bea).get(reverse("calendar:feed", args=[token])).content.decode()  # noqa: E731
    assert "Nia facilitates" in feed(their_token)
    assert "BEGIN:VEVENT" in feed(my_token)
    me.leave()
    assert "a former member facilitates" in feed(their_token)
    assert "VEVENT" not in feed(my_token)
    mine.refresh_from_db()
    assert mine.revoked_at


def test_mail_that_waits_to_tell_them_of_the_group_is_dropped_and_other_mail_is_not():
    me = nia()
    about_it = Outbox.queue("news", "x", to=me.member.email, member=me.member, group=me.group, key="1")
    other = Outbox.queue("account", "x", to=me.member.email, member=me.member, key="2")
    me.leave()
    about_it.refresh_from_db()
    other.refresh_from_db()
    assert about_it.dropped_at
    assert not other.dropped_at


def test_their_invitations_are_void_and_their_duties_end():
    group = make_group()
    first = first_of(group)
    invitation = make_invitation(group)
    first.leave()
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert not first.duties.held().exists()
    Outbox.deliver_due()
    assert mail.outbox == []


def test_what_they_would_do_ahead_is_free_and_what_they_did_stays_without_a_name():
    me = nia()
    ahead, past = make_meeting(me), make_meeting(me, days=-3)
    in_focus = make_meeting(me, focus=me, learning=True, facilitator=None)
    ahead.parts.update(leader=me)
    OwnNotes.keep(ahead, "Slowly", by=me)
    Attendance.say(ahead, "can", by=me)
    Attendance.objects.create(meeting=past, membership=me, answer="can", at_sequence=0)
    me.leave()
    ahead.refresh_from_db()
    in_focus.refresh_from_db()
    past.refresh_from_db()
    assert (ahead.facilitator, in_focus.focus) == (None, None)
    assert not ahead.parts.exclude(leader=None).exists()
    assert not ahead.answers.exists()
    assert past.facilitator.name == "a former member"
    assert past.answers.count() == 1


def test_a_date_waits_for_them_no_longer():
    me = nia()
    other = first_of(me.group)
    hoped = make_meeting(other, settled=False)
    say(hoped, "can", by=other)
    assert not suits(hoped)
    me.leave()
    assert suits(hoped)


def test_the_others_see_in_the_log_and_at_home_that_it_happened(signed_in):
    me = nia()
    me.leave()
    assert me.group.log_entries.for_page()[0].sentence == "A former member left us."
    assert "A member has left us" in page_of(signed_in(first_of(me.group)), "home", me.group)


def test_left_twice_is_left_once():
    me = nia()
    assert me.leave() == me.leave()
    assert me.group.log_entries.filter(act="left").count() == 1


# -- what becomes of what is mine


@pytest.mark.parametrize(
    ("fate", "seen", "name"),
    [("goes", False, None), ("unnamed", True, "a former member"), ("named", True, "Nia")],
)
def test_a_goal_that_was_shown_goes_or_stays_as_chosen(fate, seen, name):
    me = nia()
    other, goal = first_of(me.group), make_goal(me)
    me.leave({"goals": fate})
    found = me.group.goals.visible_to(other).filter(pk=goal.pk).first()
    assert (found is not None) == seen
    assert found is None or found.author.name == name


@pytest.mark.parametrize("fate", ["goes", "unnamed", "named"])
def test_after_thirty_days_the_same_is_final(fate):
    me = nia()
    other, goal = first_of(me.group), make_goal(me)
    hidden = make_goal(me, "For me alone", shared=False)
    me.leave({"goals": fate}, at=days_from_now(-31))
    tick()
    assert Goal.objects.filter(pk=goal.pk).exists() == (fate != "goes")
    assert not Goal.objects.filter(pk=hidden.pk).exists()
    if fate != "goes":
        shown = me.group.goals.visible_to(other).get(pk=goal.pk)
        assert shown.author.name == ("Nia" if fate == "named" else "a former member")


def test_a_topic_taken_out_is_gone_but_for_what_came_of_it():
    me = nia()
    other = first_of(me.group)
    opened, unopened = make_topic(me, "Salt", "It stings"), make_topic(me, "Tables")
    past = make_meeting(other, days=-3, topics=[opened])
    past.note_outcomes({past.opened.get(): "We wrote of the sea"}, by=other)
    me.leave({"topics": "goes"})
    assert not me.group.topics.filter(pk=unopened.pk).exists()
    opened.refresh_from_db()
    assert (opened.title, opened.why) == ("A topic that was taken out", "")
    assert past.opened.get().came_of_it == "We wrote of the sea"


def test_the_manifesto_stays_and_counts_who_signed_without_the_name():
    me = nia()
    edition = make_edition(first_of(me.group))
    edition.sign(by=me)
    me.leave()
    assert [m.name for m in edition.signers] == ["a former member"]


@pytest.mark.usefixtures("own_folder")  # in the folder of the run may lie other tests' papers
def test_a_paper_with_the_name_is_deleted(settings, django_capture_on_commit_callbacks):
    me = nia()
    settings.PAPERS_DIR.mkdir()
    (settings.PAPERS_DIR / "x.pdf").write_text("Nia")
    with django_capture_on_commit_callbacks(execute=True):
        me.leave()
    assert not list(settings.PAPERS_DIR.glob("*.pdf"))


# -- the last who looks after the group


def test_the_last_who_looks_after_the_group_is_asked_to_name_another(signed_in):
    group = make_group()
    bea, first = make_membership(group, "Bea"), first_of(group)
    client = signed_in(first)
    assert "Who looks after invitations and settings from now on?" in page_of(client, "groups:leaving", group)
    leave_by_page(client, first, next_admin=bea.pk)
    assert Membership.objects.get(pk=bea.pk).is_admin


def test_nobody_has_to_be_named(signed_in):
    group = make_group()
    make_membership(group)
    first = first_of(group)
    assert leave_by_page(signed_in(first), first).status_code == 302
    assert not group.members.filter(duties__in=Duty.objects.held()).exists()


def test_somebody_alone_can_leave_too(signed_in):
    me = first_of(make_group())
    assert "from now on?" not in signed_in(me).get(leaving(me)).content.decode()
    assert leave_by_page(signed_in(me), me).status_code == 302
