"""What is shown of mails that didn't arrive: to whoever looks after the group, and to the person themselves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from copse.undelivered import Cause, Fault
from groups import registry
from groups.models import Outbox
from groups.models.outbox import TRIES
from groups.undelivered import CALLED
from tests.factories import make_admin, make_group, make_member, make_membership

pytestmark = pytest.mark.django_db

GONE = Fault(Cause.UNKNOWN, final=True, of_address=True)


@pytest.fixture
def ruth():
    return make_admin(make_group(), "Ruth")


@pytest.fixture
def bea(ruth):
    return ruth.group.welcome(make_member("Bea", email="bea@example.org"))


def queue(person, kind="round", **fields) -> Outbox:
    key = f"{Outbox.objects.count()}"
    row = Outbox.queue(kind, "it", to=person.member.email, key=key, member=person.member, group=person.group)
    Outbox.objects.filter(pk=row.pk).update(**fields)
    return row


def page_of(person, signed_in) -> str:
    return signed_in(person).get(reverse("groups:undelivered", args=[person.group.slug])).text


def test_every_mail_that_there_is_has_a_name():
    assert set(registry.mails) <= set(CALLED)


def test_where_nothing_failed_it_says_so(ruth, signed_in):
    assert "No mail was given up." in page_of(ruth, signed_in)


def test_a_mail_is_shown_with_its_kind_whom_it_was_for_how_often_it_was_tried_and_why_it_failed(ruth, bea, signed_in):
    queue(bea, tries=8, given_up_at=timezone.now(), cause=Cause.LATER)
    page = page_of(ruth, signed_in)
    for words in ("What we are deciding", "To Bea.", "It was tried eight times.", "The mail server asks to try later."):
        assert words in page
    assert "bea@example.org" not in page, "it isn't needed to help"


def test_an_address_is_shown_where_it_is_to_be_put_right(ruth, bea, signed_in):
    queue(bea).came_back(GONE, timezone.now())
    page = page_of(ruth, signed_in)
    for words in ("Whom mails don’t reach", "bea@example.org, since", "It was sent, and came back."):
        assert words in page


@pytest.mark.parametrize(
    "fault",
    [Fault(Cause.REFUSED, final=True), Fault(Cause.CLOSED, final=True), Fault(Cause.LATE, final=True)],
    ids=lambda fault: fault.cause.value,
)
def test_an_address_is_not_shown_where_it_is_not_at_fault(ruth, bea, signed_in, fault):
    queue(bea).came_back(fault, timezone.now())
    assert "bea@example.org" not in page_of(ruth, signed_in)


def test_an_address_is_not_shown_once_its_person_has_another(ruth, bea, signed_in):
    queue(bea).came_back(GONE, timezone.now())
    bea.member.move_to("bea@example.net")
    page = page_of(ruth, signed_in)
    assert "To Bea." in page
    assert "bea@example" not in page


def test_what_waits_stands_there_too_what_was_tried_first(ruth, bea, signed_in):
    queue(bea, "meeting")
    queue(bea, "gathering", tries=2, cause=Cause.AWAY)
    page = page_of(ruth, signed_in)
    assert page.index("Each of us is asked to write") < page.index("A date settled or changed")
    assert "It was tried twice." in page or "It was tried two times." in page
    assert "Our mail server can’t be reached." in page


def test_it_is_sent_again_or_let_be_by_a_button_and_home_asks_until_then(ruth, bea, signed_in):
    again, done = queue(bea), queue(bea)
    home, client = reverse("home", args=[ruth.group.slug]), signed_in(ruth)
    assert "A mail didn’t arrive" not in client.get(home).text
    again.came_back(GONE, timezone.now())
    assert "A mail of our group couldn’t be delivered." in client.get(home).text
    done.came_back(GONE, timezone.now())
    assert "Of our group’s mails, two couldn’t be delivered." in client.get(home).text
    assert "delivered" not in signed_in(make_membership(ruth.group)).get(home).text
    for name, row in (("send_mail_again", again), ("let_mail_be", done)):
        client.post(reverse(f"groups:{name}", args=[ruth.group.slug, row.message_id]))
    again.refresh_from_db()
    assert (again.sent_at, again.given_up_at, list(Outbox.objects.failed())) == (None, None, [])
    client.get(home)  # what was said of the buttons
    assert "delivered" not in client.get(home).text


def test_home_asks_about_a_mail_that_killed_the_worker_each_time(ruth, bea, signed_in):
    home, client = reverse("home", args=[ruth.group.slug]), signed_in(ruth)
    row = queue(bea, tries=TRIES, leased_until=timezone.now())
    assert "A mail didn’t arrive" not in client.get(home).text
    Outbox.give_up(timezone.now())
    assert list(Outbox.objects.failed()) == [row]
    assert "A mail didn’t arrive" in client.get(home).text


def test_a_page_from_before_says_what_is_so_when_somebody_else_was_quicker(ruth, bea, signed_in):
    client = signed_in(ruth)

    def press(name: str, row) -> str:
        url = reverse(f"groups:{name}", args=[ruth.group.slug, row.message_id])
        return " ".join(str(message) for message in client.post(url, follow=True).context["messages"])

    row = queue(bea)
    row.came_back(GONE, timezone.now())
    assert press("send_mail_again", row) == "It is sent again within minutes."
    assert press("let_mail_be", row) == "It is sent again within minutes."
    Outbox.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    assert press("let_mail_be", row) == press("send_mail_again", row) == "It has been sent."
    other = queue(bea)
    other.came_back(GONE, timezone.now())
    assert press("let_mail_be", other) == press("send_mail_again", other) == "It isn’t sent any more."


def test_a_mail_of_another_group_is_not_there(ruth, signed_in):
    other = queue(make_admin(make_group(), "Wren"))
    other.came_back(GONE, timezone.now())
    answer = signed_in(ruth).post(reverse("groups:let_mail_be", args=[ruth.group.slug, other.message_id]))
    assert answer.status_code == 404
    assert Outbox.objects.failed().exists()


def test_the_list_asks_as_much_for_three_as_for_three_hundred(ruth, queries_of, signed_in):
    url, client = reverse("groups:undelivered", args=[ruth.group.slug]), signed_in(ruth)

    def fail(n: int) -> None:
        for _ in range(n):
            person = make_membership(ruth.group)
            queue(person).came_back(GONE, timezone.now())
            queue(person)

    fail(3)
    few = queries_of(client, url)
    fail(57)
    assert queries_of(client, url) == few <= 12
    assert "And twenty more." in client.get(url).text


def test_whoever_mails_do_not_reach_is_told_where_they_come_in_and_at_their_address(bea, signed_in):
    pages = [reverse("home", args=[bea.group.slug]), reverse("me"), reverse("account_email")]
    words = "A mail to you at bea@example.org didn’t arrive"
    client = signed_in(bea)
    assert [words in client.get(page).text for page in pages] == [False] * 3
    queue(bea).came_back(GONE, timezone.now())
    for page in pages:
        shown = client.get(page).text
        assert words in shown, page
        assert "The mail server there knows no such address." in shown
    bea.member.move_to("bea@example.net")
    client = signed_in(bea.member.__class__.objects.get(pk=bea.member_id))
    assert [words in client.get(page).text for page in pages] == [False] * 3
