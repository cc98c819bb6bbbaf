"""Four members in four browsers find a date; one can't come after all, and they find another."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from meetings.models import Meeting
from tests.browser.looking import PHONE
from tests.browser.steps import follow, press, says
from tests.factories import first_of, make_group, make_meeting, make_membership

pytestmark = pytest.mark.browser

CAN, STRETCH, CANNOT = "I can", "At a stretch", "I can’t"


def words(day: date) -> str:
    """As a page begins to say it; where it is next year's, the year follows."""
    return f"{day:%A} {day.day} {day:%B}"


def offers(page, url: str, day: date) -> None:
    page.goto(url)
    follow(page, "I could also…")
    page.get_by_label("Which day?", exact=True).fill(day.isoformat())
    page.get_by_label("From", exact=True).fill("19:00")
    page.get_by_label("Until", exact=True).fill("21:00")
    press(page, "Offer this date")
    says(page, re.compile(f"This date is offered, and you can make it: {words(day)}"))


def answers(page, url: str, said: dict[date, str]) -> None:
    page.goto(url)
    for day, answer in said.items():
        page.get_by_role("group", name=words(day)).get_by_role("radio", name=answer, exact=True).check()
    press(page, "Save my answers")
    says(page, "Your answers are with the others.")


def answers_by_keyboard(page, url: str, days: list[date]) -> None:
    """I can make all of them: the space bar on the first of the three, then Tab to the next date, and Enter to save."""
    page.goto(url)
    page.get_by_role("group", name=words(days[0])).get_by_role("radio").first.focus()
    for _day in days:
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the note
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, "Your answers are with the others.")


def settles(page, url: str, day: date) -> None:
    """From the keyboard."""
    page.goto(url)
    page.get_by_role("button", name=re.compile(f"^Settle on this date\\W+{words(day)}")).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, "The date is settled.")


def test_four_of_us_find_a_date_and_then_another(open_page):
    nia = first_of(make_group("Four Chairs"))
    others = [make_membership(nia.group, name) for name in ("Bea", "Tamsin", "Ruth")]
    meeting = make_meeting(nia, days=40, settled=False, title="Salt")
    first, second, third = (meeting.starts_on + timedelta(days=n) for n in (0, 6, 12))
    desk, bea, tamsin, ruth = pages = [
        open_page(nia.member),
        open_page(others[0].member, viewport=PHONE, java_script_enabled=False),
        open_page(others[1].member, viewport=PHONE, color_scheme="dark"),
        open_page(others[2].member),
    ]
    url, its_page = meeting.poll.get_absolute_url(), meeting.get_absolute_url()

    offers(bea, url, second)
    answers(bea, url, {first: CAN})
    answers_by_keyboard(desk, url, [first, second])
    answers(tamsin, url, {first: CANNOT, second: STRETCH})
    answers(ruth, url, {first: CAN, second: CAN})
    says(ruth, "Suits everyone, Tamsin at a stretch")
    tamsin.goto(url)
    press(tamsin, "It is all right, I’ll come")
    settles(desk, url, second)

    ruth.goto(its_page)
    ruth.get_by_role("radio", name="I can’t after all").check()
    press(ruth, "Save my answer")
    says(ruth, "nobody needs a reason")
    desk.goto(reverse("home", args=[nia.group.slug]))
    follow(desk, "See what we can do")
    says(desk, "Ruth can’t come after all")
    press(desk, "Look for a date")
    says(desk, "The date is open again.")
    assert Meeting.objects.get(pk=meeting.pk).settled_at is None

    offers(desk, url, third)
    for page in (bea, tamsin, ruth):
        page.goto(reverse("home", args=[nia.group.slug]))
        follow(page, re.compile("^Say if you can"))
        answers(page, url, {third: CAN})
    settles(desk, url, third)

    bea.goto(its_page)
    says(bea, "All four of us can be there")
    bea.get_by_text("What it was before").click()
    says(bea, words(second))
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.settled_at is not None) == (third, True)
    assert [page.complaints for page in pages] == [[]] * 4
