"""What waits for somebody of their turns, on a group's home."""

from datetime import timedelta

from django.db.models import DateTimeField
from django.urls import reverse
from django.utils.translation import gettext as _

from copse.prepared import Given, Prepared
from copse.words import day_near
from groups.registry import Ask, Lines, Look
from meetings.models import Turn, TurnOffer

NEAR = timedelta(days=62)  # a turn that is further ahead can wait to be said yes to

# Each is built once: a home reads them anew after every change of the programme.
GIVEN = Prepared(
    lambda: (
        Turn.objects.ahead(Given("at", DateTimeField()))
        .pencilled()
        .filter(membership_id=Given("me"), meeting__starts_at__lt=Given("until", DateTimeField()))
        .values_list("meeting__key", "meeting__starts_on", "meeting__starts_at")
    )
)
OFFERED = Prepared(
    lambda: (
        TurnOffer.objects.standing(Given("at", DateTimeField()))
        .filter(to_id=Given("me"))
        .values_list("by_id", "meeting__starts_on", "other__starts_on", "offered_at")
    )
)


def lines(look: Look) -> Lines:
    """A turn near by that I was given, and turns that are offered to me."""
    me = look.membership.pk
    given = GIVEN(at=look.at, until=look.at + NEAR, me=me)
    return Lines(asks=[*(_given(look, *row) for row in given), *_offered(look, OFFERED(at=look.at, me=me))])


def _given(look: Look, key: str, day, starts_at) -> Ask:
    title = _("Your turn to facilitate, %(day)s") % {"day": day_near(day, look.today)}
    url = reverse("meetings:turn", args=[look.group.slug, key])
    return Ask(title, _("By our order it is yours. Say yes, or swap it."), url, _("Look at it"), starts_at)


def _offered(look: Look, offers: list[tuple]):
    url = reverse("meetings:turns", args=[look.group.slug]) + "#offers"
    for by, theirs, mine, offered_at in offers:
        said = {"name": look.people[by].name, "theirs": day_near(theirs, look.today)}
        if mine:
            said["mine"] = day_near(mine, look.today)
            title, words = _("%(name)s would swap turns with you"), _("Theirs is %(theirs)s, yours %(mine)s.")
        else:
            title, words = _("%(name)s would give you a turn"), _("It is %(theirs)s.")
        yield Ask(title % said, words % said, url, _("Look at it"), offered_at)
