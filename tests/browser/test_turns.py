"""From turns that are laid to two that change hands, in the browsers of two who facilitate."""

import pytest
from django.urls import reverse

from tests.browser.steps import follow, press, says
from tests.factories import first_of, make_group, make_meeting, make_member, make_membership

pytestmark = pytest.mark.browser


def test_two_look_at_whose_turn_it_is_and_swap(open_page):
    group = make_group("The Withies", first=make_member("Nia"))
    nia, bea = first_of(group), make_membership(group, "Bea")
    first, second = (make_meeting(nia, days=days, facilitator=None) for days in (7, 14))
    one, other = open_page(nia.member), open_page(bea.member)
    one.goto(reverse("meetings:year", args=[group.slug]))
    follow(one, "The order, and why")
    says(one, "By the order: nobody has this turn yet.")
    follow(one, "Lay the turns")
    press(one, "Lay these turns")
    says(one, "Two turns are laid.")

    other.goto(reverse("meetings:turn", args=[group.slug, second.key]))
    press(other, "Yes, I facilitate")
    says(other, "You have said yes.")
    other.get_by_role("radio", name="Nia").check()
    press(other, "Offer the swap")
    says(other, "Nia is asked.")

    one.goto(reverse("home", args=[group.slug]))
    says(one, "Bea would swap turns with you")
    one.goto(reverse("meetings:turns", args=[group.slug]))
    one.get_by_role("button", name="Swap the turns").click()
    says(one, "You have swapped.")
    says(one, "Swapped with Bea.")
    first.refresh_from_db()
    second.refresh_from_db()
    assert [list(first.seats), list(second.seats)] == [[bea], [nia]]
