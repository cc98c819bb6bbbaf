"""Removal: it counts at once, its reason is told to one person, and for a week it can be undone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.models import Duty, Gathering, Goal, Membership, Outbox
from groups.models.membership import SUSPENDED_FOR
from groups.tick import tick
from meetings.models import Meeting, Subscription
from tests.at_once import at_once
from tests.factories import (
    first_of,
    make_admin,
    make_group,
    make_invitation,
    make_meeting,
    make_membership,
    make_topic,
    say,
    suits,
)
from tests.groups.post import mails_to, newest_to, path_in

pytestmark = pytest.mark.django_db

REASON = "Words that hurt the others"


def make_three():
    """(an admin, a second admin, Nia who is neither)."""
    group = make_group()
    return first_of(group), make_admin(group, "Bea"), make_membership(group, "Nia")


def take_out(nia, by, **when) -> Membership:
    nia.remove(by=by, reason=REASON, **when)
    nia.refresh_from_db()
    return nia


def url(name: str, nia) -> str:
    return reverse(f"groups:{name}", args=[nia.group.slug, nia.key])


def sentences(group) -> list[str]:
    return [entry.sentence for entry in group.log_entries.for_page()]


# -- at once


def test_from_the_next_request_on_they_meet_nothing(signed_in):
    admin, _second, nia = make_three()
    tab, home = signed_in(nia), reverse("home", args=[nia.group.slug])
    assert tab.get(home).status_code == 200
    assert signed_in(admin).post(url("remove", nia), {"reason": REASON}).status_code == 302
    assert tab.get(home).status_code == 404


def test_feeds_invitations_duties_and_waiting_mail_end_with_it():
    admin, second, _nia = make_three()
    subscription, _token = Subscription.begin(member=second.member, label="phone", group=second.group)
    invitation = make_invitation(second.group)
    invitation.send_again(by=second)
    waiting = Outbox.queue("news", "x", to="x@example.org", member=second.member, group=second.group, key="1")
    take_out(second, admin)
    for thing in (subscription, invitation, waiting):
        thing.refresh_from_db()
    assert subscription.revoked_at
    assert invitation.revoked_at
    assert waiting.dropped_at
    assert not second.duties.held().exists()


def test_the_reason_is_read_by_that_person_and_by_nobody_else(signed_in):
    admin, second, nia = make_three()
    take_out(nia, admin)
    page = signed_in(nia).get(reverse("groups:left_group", args=[nia.key])).content.decode()
    assert REASON in page
    for other in (admin, second):
        pages = [reverse(name, args=[nia.group.slug]) for name in ("home", "groups:members")]
        assert not [p for p in pages if REASON in signed_in(other).get(p).content.decode()]
    assert not [s for s in sentences(nia.group) if REASON in s]


def test_a_mail_tells_them_and_holds_neither_the_reason_nor_the_group(signed_in):
    admin, _second, nia = make_three()
    take_out(nia, admin)
    (letter,) = mails_to(nia.member.email)
    assert REASON not in letter.body + letter.subject
    assert nia.group.name not in letter.body + letter.subject
    assert nia.group.name in signed_in(nia).get(path_in(letter)).content.decode()


def test_the_mail_of_what_was_undone_leads_to_their_groups(signed_in):
    admin, _second, nia = make_three()
    take_out(nia, admin).undo_removal(by=admin)
    letter = newest_to(nia.member.email)
    assert letter.body.startswith("Hello,")
    assert f"\n{settings.SITE_URL}{reverse('front')}\n" in letter.body
    assert nia.group.name in signed_in(nia).get(reverse("front"), follow=True).content.decode()


def test_a_mail_about_what_was_undone_meanwhile_is_not_sent():
    admin, _second, nia = make_three()
    take_out(nia, admin)
    nia.undo_removal(by=admin)
    assert [m.subject for m in mails_to(nia.member.email)] == ["You are one of your group again"]


def test_the_others_are_told_that_it_happened(signed_in):
    admin, second, nia = make_three()
    take_out(nia, admin)
    assert sentences(nia.group)[0] == f"{admin.name} took Nia out of the group."
    home = signed_in(second).get(reverse("home", args=[nia.group.slug])).content.decode()
    assert "took Nia out of the group" in home


def test_a_reason_is_needed(signed_in):
    admin, _second, nia = make_three()
    assert signed_in(admin).post(url("remove", nia), {"reason": " "}).status_code == 422
    nia.refresh_from_db()
    assert nia.is_live


# -- who


def test_only_who_looks_after_the_group_can(signed_in):
    admin, _second, nia = make_three()
    other = make_membership(nia.group)
    assert signed_in(other).get(url("remove", nia)).status_code == 403
    with pytest.raises(ValidationError):
        nia.remove(by=other, reason=REASON)
    assert signed_in(admin).get(url("remove", nia)).status_code == 200


def test_nobody_removes_themselves(signed_in):
    admin, _second, _nia = make_three()
    assert signed_in(admin).get(url("remove", admin)).status_code == 404
    with pytest.raises(ValueError, match="another"):
        admin.remove(by=admin, reason=REASON)


def test_nobody_of_another_group_does():
    _admin, _second, nia = make_three()
    with pytest.raises(ValueError, match="same group"):
        nia.remove(by=first_of(make_group()), reason=REASON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_remove_each_other_at_once_one_does():
    admin, second, nia = make_three()
    done = at_once(
        lambda: second.remove(by=admin, reason=REASON),
        lambda: admin.remove(by=second, reason=REASON),
    )
    assert sorted(type(d).__name__ for d in done) == ["NoneType", "ValidationError"]
    assert nia.group.members.filter(duties__in=Duty.objects.held()).count() == 1


def test_whoever_is_removed_no_longer_acts():
    admin, second, nia = make_three()
    take_out(second, admin)
    for deed in (
        lambda: nia.remove(by=second, reason=REASON),
        lambda: second.undo_removal(by=second),
        lambda: second.agree_to_removal(by=second),
    ):
        with pytest.raises(ValidationError):
            deed()


# -- a week


def test_whoever_began_it_can_not_agree_and_a_second_can(signed_in):
    admin, second, nia = make_three()
    take_out(nia, admin)
    with pytest.raises(ValidationError):
        nia.agree_to_removal(by=admin)
    assert url("agree_to_removal", nia) not in signed_in(admin).get(members(nia)).content.decode()
    signed_in(second).post(url("agree_to_removal", nia))
    nia.refresh_from_db()
    assert nia.removal_final_at
    assert nia.name == "a former member"


def members(nia) -> str:
    return reverse("groups:members", args=[nia.group.slug])


def test_without_a_second_it_is_final_after_seven_days_and_not_before():
    admin, _second, nia = make_three()
    take_out(nia, admin)
    tick(nia.removed_at + SUSPENDED_FOR - timedelta(minutes=1))
    nia.refresh_from_db()
    assert nia.removal_final_at is None
    tick(nia.removed_at + SUSPENDED_FOR)
    nia.refresh_from_db()
    assert nia.removal_final_at
    assert sentences(nia.group)[0] == "A former member is out of the group for good."


def test_undone_they_are_one_of_us_again_with_name_duties_and_goals(signed_in):
    admin, second, _nia = make_three()
    goal = Goal.objects.create(group=second.group, author=second, text="To write", shared_at=timezone.now())
    take_out(second, admin)
    signed_in(admin).post(url("undo_removal", second))
    second.refresh_from_db()
    assert (second.is_live, second.name, second.removal_reason) == (True, "Bea", "")
    assert second.duties.held().filter(name=Duty.Name.ADMIN).exists()
    assert second.group.goals.visible_to(admin).filter(pk=goal.pk).exists()
    assert signed_in(second).get(reverse("home", args=[second.group.slug])).status_code == 200
    tick(timezone.now() + SUSPENDED_FOR * 2)
    second.refresh_from_db()
    assert second.is_live


def make_part_in_what_is_to_come(nia, by):
    """(a meeting that Nia facilitates and can come to, a topic that she would like, a gathering with words of hers)."""
    meeting = make_meeting(by, facilitator=nia, settled=False)
    say(meeting, "can", by=nia)
    topic = make_topic(by)
    topic.wish(by=nia)
    gathering = Gathering.begin(Gathering.About.GOALS, by=by)
    gathering.write("To write", by=nia)
    return meeting, topic, gathering


def what_is_theirs(nia, meeting) -> list[bool]:
    rows = (nia.availabilities, nia.wishes, nia.contributions, Meeting.objects.filter(pk=meeting.pk, facilitator=nia))
    return [each.exists() for each in rows]


def test_undone_nothing_of_theirs_is_missing():
    admin, _second, nia = make_three()
    meeting, *_others = make_part_in_what_is_to_come(nia, admin)
    take_out(nia, admin)
    nia.undo_removal(by=admin)
    assert what_is_theirs(nia, meeting) == [True] * 4


@pytest.mark.parametrize("when", ["agreed", "after a week", "left"])
def test_final_their_part_in_what_was_to_come_is_over(when):
    admin, second, nia = make_three()
    meeting, *_others = make_part_in_what_is_to_come(nia, admin)
    take_out(nia, admin)
    if when == "agreed":
        nia.agree_to_removal(by=second)
    elif when == "left":
        nia.leave()
    else:
        tick(meeting.ends_at + timedelta(days=1))
    assert what_is_theirs(nia, meeting) == [False] * 4


def test_while_it_can_be_undone_nobody_counts_on_them(signed_in):
    admin, second, nia = make_three()
    meeting, topic, gathering = make_part_in_what_is_to_come(nia, admin)
    take_out(nia, admin)
    assert not suits(meeting)
    for who in (admin, second):
        gathering.be_ready(by=who)
    assert gathering.group.goals.get(author=nia).shared_at is None
    larder, jar = (
        reverse("larder:list", args=[nia.group.slug]),
        reverse("larder:detail", args=[nia.group.slug, topic.key]),
    )
    for address in (meeting.get_absolute_url(), larder, jar):
        page = signed_in(second).get(address)
        assert page.status_code == 200
        assert "Nia would like this" not in page.content.decode()


def test_what_is_final_is_not_undone(signed_in):
    admin, second, nia = make_three()
    take_out(nia, admin)
    nia.agree_to_removal(by=second)
    with pytest.raises(ValidationError):
        nia.undo_removal(by=admin)
    assert signed_in(admin).post(url("undo_removal", nia)).status_code == 404


def test_it_is_not_undone_where_they_have_come_back_by_an_invitation():
    admin, _second, nia = make_three()
    take_out(nia, admin)
    again = nia.group.welcome(nia.member)
    with pytest.raises(ValidationError):
        nia.undo_removal(by=admin)
    assert list(nia.group.members.filter(member=nia.member)) == [again]


def test_whoever_was_removed_can_say_what_becomes_of_theirs_and_then_it_is_final(signed_in):
    admin, _second, nia = make_three()
    goal = Goal.objects.create(group=nia.group, author=nia, text="To write", shared_at=timezone.now())
    take_out(nia, admin)
    chosen = {"goals": "goes", "topics": "goes"}
    assert signed_in(nia).post(reverse("groups:left_group", args=[nia.key]), chosen).status_code == 302
    nia.refresh_from_db()
    assert nia.removal_final_at
    assert not nia.group.goals.visible_to(admin).filter(pk=goal.pk).exists()
    with pytest.raises(ValidationError):
        nia.undo_removal(by=admin)


def test_thirty_days_after_it_is_final_nothing_has_their_name():
    admin, second, nia = make_three()
    take_out(nia, admin)
    nia.agree_to_removal(by=second)
    tick(timezone.now() + timedelta(days=30, minutes=1))
    nia.refresh_from_db()
    assert (nia.member, nia.name, nia.removal_reason) == (None, "a former member", "")
