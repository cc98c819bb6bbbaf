"""On paper: a run sheet on one sheet, a year on two, and nothing there that can only be pressed."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from larder.models import Topic
from tests.factories import first_of, make_group, make_meeting

pytestmark = pytest.mark.browser

NEXT = timezone.localdate().year + 1

PRESSED = ".masthead, nav, .skip, .foot, form, input, button, select, textarea, .btn, details:not([open])"
ON_PAPER = (
    "(pressed) => [...document.querySelectorAll(pressed)].filter((e) => e.checkVisibility()).map((e) => e.outerHTML)"
)


@pytest.fixture
def page(amara):
    yield amara
    amara.emulate_media(media="screen")


@pytest.fixture(scope="module")
def places(kettle_row):
    """The address of each page that people print."""
    ahead, home = kettle_row.meetings.ahead(), "/groups/kettle-row/"
    opening = ahead.exclude(opened=None).exclude(start_time=None).first()
    return {
        "run sheet": opening.get_absolute_url(),
        "past": kettle_row.meetings.held().first().get_absolute_url(),
        "year": f"{home}year/",
        "sheet of dates": f"{home}year/{NEXT}/laying-out/",
        "home": home,
        "larder": f"{home}larder/",
        "repertoire": f"{home}larder/activities/",
        "activity": f"{home}larder/activities/{kettle_row.activities.first().key}/",
        "manifesto": f"{home}manifesto/",
        "side by side": f"{home}manifesto/beside/?one=1&other=3",
        "members": f"{home}members/",
    }


def sheets(page) -> list[int]:
    """The sheets of paper that the page fills: how many runs of letters stand on each."""
    paper = pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = (float(side) for side in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842), "A4, in points"
    return [len(pikepdf.parse_content_stream(sheet, "Tj TJ")) for sheet in paper.pages]


PRINTED = ("run sheet", "past", "year", "sheet of dates", "home", "larder", "repertoire", "activity", "manifesto",
           "side by side", "members")  # fmt: skip


@pytest.mark.parametrize("place", PRINTED)
def test_nothing_that_can_only_be_pressed_is_on_paper(place, page, places):
    page.goto(places[place])
    page.emulate_media(media="print")
    assert page.evaluate(ON_PAPER, PRESSED) == []
    assert page.locator("h1").is_visible()


def test_a_run_sheet_fits_one_sheet_with_its_bar_and_its_five_parts(page, places):
    page.goto(places["run sheet"])
    page.emulate_media(media="print")
    assert page.locator(".runsheet > li:not(.end)").count() == 5
    assert page.locator(".vessel").is_visible()
    assert len(sheets(page)) == 1


def test_a_year_fits_two_sheets_ring_and_list(page, places):
    page.goto(places["year"])
    page.emulate_media(media="print")
    assert page.locator(".ring-year").is_visible()
    assert page.locator(".programme").is_visible()
    assert not page.get_by_role("link", name="Our rhythm").is_visible()
    assert len(sheets(page)) <= 2


def test_a_year_of_26_meetings_fits_two_sheets_and_says_whose_it_is(page, places, kettle_row):
    crowded = make_group("Crowded Lane", first=kettle_row.members.get(known_as="Amara").member)
    try:
        for n in range(26):
            title = "A long title that goes on about what we shall write" if n % 3 else ""
            day = date(NEXT, 1, 5) + timedelta(days=13 * n)
            make_meeting(first_of(crowded), day=day, settled=n % 3 > 0, title=title, place="The old ropewalk, upstairs")
        page.goto(f"/groups/{crowded.slug}/year/{NEXT}/")
        page.emulate_media(media="print")
        assert page.locator(".programme > li:not(.fallow)").count() == 26
        assert page.locator("main").get_by_text("Crowded Lane").is_visible()
        assert len(sheets(page)) <= 2
    finally:
        crowded.delete_for_good()


def test_the_sheet_of_a_years_dates_is_printed_with_what_meets_them(page, places):
    page.goto(places["sheet of dates"])
    page.emulate_media(media="print")
    dates = page.locator(".date-proposed")
    assert dates.count() > 0
    assert all(words.is_visible() for words in dates.locator("b, .notes li").all())
    assert page.locator("main").get_by_text("Kettle Row", exact=True).is_visible()
    assert len(sheets(page)) == 1


def test_a_topic_of_many_words_leaves_no_sheet_empty_before_it(page, places, kettle_row):
    amara, kind = kettle_row.members.get(known_as="Amara"), kettle_row.topic_kinds.first()
    topic = Topic.put_by(by=amara, title="A long one", why="Words that go on and on. " * 180, kind=kind)
    for person in kettle_row.members.all():
        topic.wish(by=person)
    page.goto(places["larder"])
    page.emulate_media(media="print")
    first, *others = sheets(page)
    topic.take_out()
    assert first > max(others) / 2


def test_of_the_manifesto_what_is_in_force_is_printed_and_nothing_pending(page, places):
    page.goto(places["manifesto"])
    assert page.get_by_text("Give my answer").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".proposal, .strip").first.is_visible()
    assert page.get_by_role("heading", name="What we hold to").is_visible()
    assert len(sheets(page)) == 1


def test_what_is_printed_is_dark_on_white_whatever_the_screen_shows(page, places):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(places["year"])
    ground, ink = page.evaluate(
        "() => { const { backgroundColor, color } = getComputedStyle(document.body); return [backgroundColor, color] }"
    )
    page.emulate_media(color_scheme="light")
    assert ground == "rgb(255, 255, 255)"
    assert ink == page.evaluate("() => getComputedStyle(document.body).color")
