"""One long word that somebody wrote, such as a link to a map, widens no page for the others."""

import pytest

from groups.models import Membership
from tests.browser.looking import sideways
from tests.factories import make_edition, make_group, make_meeting, make_member, make_topic

pytestmark = pytest.mark.browser
MAP = "https://maps.example/place/@51.4816,-3.1791,17z/data=!4m6!3m5!1s0x486e1cc3!8m2!3d51.48!4d-3.17!16s"
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochlanfairpwllgwyngyll"


@pytest.fixture(scope="module")
def wordy(django_db_setup, kettle_row, django_db_blocker):
    """Somebody in two groups, in which all that has a name has a long one."""
    with django_db_blocker.unblock():
        me = make_member(LONG)
        groups = [make_group(f"{LONG}{n}", first=me) for n in (1, 2)]
        for group in groups:
            by = group.members.in_order().first()
            Membership.objects.filter(pk=by.pk).update(known_as=LONG)
            by.refresh_from_db()
            topic = make_topic(by, title=LONG)
            make_meeting(by, days=5, kind="in_person", place=MAP, title=LONG)
            make_meeting(by, days=9, kind="in_person", place=MAP, topics=[topic])
            make_meeting(by, days=12, kind="in_person", place=MAP, settled=False)
            make_edition(by, values=[(LONG[:60], LONG + LONG)])
    return groups[0], me


@pytest.mark.parametrize(
    "page", ["/", "home", "year", "meeting", "unsettled", "members", "manifesto", "topic", "larder"]
)
def test_a_long_word_widens_no_page(wordy, open_page, page):
    group, me = wordy
    home = f"/groups/{group.slug}/"
    near, _next, hoped_for = group.meetings.ahead()
    paths = {
        "/": "/",
        "home": home,
        "meeting": near.get_absolute_url(),
        "unsettled": hoped_for.get_absolute_url(),
        "topic": f"{home}larder/{group.topics.get().key}/",
    }
    window = open_page(me)
    window.goto(paths.get(page, f"{home}{page}/"))
    assert window.locator("main").is_visible()
    assert sideways(window) == []
    window.context.close()
