"""With a keyboard alone: everything is reached, seen while one is there, and never behind the bar at the foot."""

import pytest

from tests.browser.looking import DESK, PHONE
from tests.browser.steps import is_focused, press, says

pytestmark = pytest.mark.browser

STOPS = """() => {
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
    const held = (e) => e.type === "radio" && document.querySelector(`input[name="${e.name}"]:checked`) !== e
        && document.querySelector(`input[name="${e.name}"]`) !== e;
    const stops = [...all].filter((e) => e.tabIndex >= 0 && e.checkVisibility() && !held(e));
    window.stops = new Set(stops);
    return stops.length;
}"""
HERE = """() => {
    const e = document.activeElement;
    if (e === document.body) return null;
    window.stops.delete(e);
    const drawn = e.closest(".pick") ?? e;
    const style = getComputedStyle(drawn);
    const [line] = drawn.getClientRects();
    const at = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
    const bar = document.querySelector(".ways");
    const under = bar && getComputedStyle(bar).position === "fixed" && !bar.contains(e)
        && drawn.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
    return {
        what: `${e.tagName} ${e.textContent.trim().slice(0, 40)} ${e.name ?? ""}`,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: at !== null && (drawn.contains(at) || at.contains(drawn)),
        under,
    };
}"""
FOCUSED = "() => document.activeElement.id || document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def meeting(kettle_row):
    return kettle_row.meetings.ahead().filter(settled_at__isnull=False).first()


@pytest.fixture
def page(amara):
    amara.set_viewport_size(DESK)
    return amara


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("place", ["", "year/", "larder/", "meeting"])
def test_everything_is_reached_and_seen_while_one_is_there(place, window, page, meeting):
    page.set_viewport_size(window)
    page.goto(meeting.get_absolute_url() if place == "meeting" else f"/groups/kettle-row/{place}")
    number = page.evaluate(STOPS)
    faults, steps = [], 0
    while steps <= number + 1:
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            break
        steps += 1
        if here["under"] or not here["outlined"] or not here["seen"]:
            faults.append(f"{here}")
    faults += page.evaluate("() => [...window.stops].map((e) => `not reached: ${e.outerHTML.slice(0, 120)}`)")
    assert number > 10
    assert not faults, "\n".join(faults)


def test_the_first_stop_leads_past_the_ways_to_the_page(page):
    page.goto("/groups/kettle-row/larder/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    assert page.evaluate(FOCUSED) == "Skip to the page"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "main"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Put a topic by"


def test_an_answer_is_chosen_with_the_arrows_and_saved(page, meeting):
    page.goto(meeting.get_absolute_url())
    page.get_by_role("radio", name="I can", exact=True).focus()
    page.keyboard.press("ArrowRight")
    stretch = page.get_by_role("radio", name="At a stretch")
    assert stretch.is_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Ten minutes late, perhaps.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, "Your answer is with the others.")
    assert page.get_by_role("radio", name="At a stretch").is_checked()


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_the_menu_opens_and_closes_and_the_focus_stays_with_it(window, page):
    page.set_viewport_size(window)
    page.goto("/groups/kettle-row/")
    menu = page.locator("details.you")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "find-here"
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Space")
    for stop in ("find-here", "Find", "Goals"):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == stop
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/goals/")


@pytest.mark.parametrize(
    ("place", "button", "fields"),
    [
        ("larder/new/", "Put it by", ["id_title", "id_kind"]),
        ("meetings/new/", "Add the meeting", ["id_kind", "id_starts_on", "id_start_time", "id_end_time"]),
        ("goals/new/", "Save my goal", ["id_text"]),
    ],
)
def test_what_is_to_be_put_right_takes_the_focus_and_leads_to_each_field(place, button, fields, page):
    page.goto(f"/groups/kettle-row/{place}")
    press(page, button)
    is_focused(page, ".message-error")
    links = page.locator(".message-error a")
    assert [link.get_attribute("href") for link in links.all()] == [f"#{field}" for field in fields]
    for link, field in zip(links.all(), fields, strict=True):
        link.focus()
        page.keyboard.press("Enter")
        if page.evaluate(FOCUSED) != field:  # a row of choices: the next stop is the first of them
            page.keyboard.press("Tab")
        assert page.evaluate("(id) => document.getElementById(id).contains(document.activeElement)", field)
        assert not page.evaluate(f"({HERE})()".replace("window.stops.delete(e);", ""))["under"]


def test_the_run_sheet_and_an_answer_say_it_in_the_same_way(page, meeting, kettle_row):
    page.set_viewport_size(PHONE)
    page.goto(f"{meeting.get_absolute_url()}run-sheet/")
    minutes = page.get_by_label("Minutes").first
    minutes.fill("")
    press(page, "Save the run sheet")
    is_focused(page, ".message-error")
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Grounding: Minutes").click()
    assert page.evaluate(FOCUSED) == "id_part-0-minutes"
    amara = kettle_row.members.get(known_as="Amara")
    unanswered = kettle_row.meetings.settled().awaiting_answer_from(amara).first()
    page.goto(unanswered.get_absolute_url())
    press(page, "Save my answer")
    is_focused(page, ".message-error")
    assert page.title().startswith("Error: ")
