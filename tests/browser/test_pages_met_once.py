"""Pages that no address leads to by itself: on the way in, after a slip, where nothing is, when something breaks."""

import re

import pytest

from copse.sample import words
from tests import factories
from tests.browser.conftest import session_of
from tests.browser.looking import faults
from tests.browser.steps import follow, is_focused, leave_the_passkey, link_in, press, says
from tests.groups.post import code_in, newest_to

pytestmark = pytest.mark.browser

NIA = "nia@example.org"
UTF_16 = {"content-type": "text/plain; charset=utf-16"}


def look(page, status: int = 200) -> None:
    found = faults(page, status=status)
    assert not found, found


@pytest.fixture
def visitor(open_page):
    return open_page()


@pytest.fixture(scope="module")
def wren(open_page, kettle_row):
    """Somebody alone in a group that has nothing yet."""
    member = factories.make_member("Wren")
    factories.make_group("Nobody Yet", first=member, slug="nobody-yet")
    return open_page(member)


@pytest.fixture
def invitation(kettle_row):
    return kettle_row.invite(NIA, by=kettle_row.members.get(known_as="Amara"), note="We would love to write with you.")


# -- on the way in


def test_from_an_invitation_to_the_group(visitor, invitation):
    visitor.goto(f"/join/{invitation.token}/")
    press(visitor, "I am new here")
    look(visitor)
    visitor.get_by_label("Your name").fill("Nia")
    visitor.get_by_label("A password").fill("short")
    press(visitor, "Go on")
    says(visitor, "There is something to put right")
    look(visitor, status=422)
    visitor.get_by_label("A password").fill(factories.PASSWORD)
    press(visitor, "Go on")
    look(visitor)
    visitor.get_by_label("The code").fill("not it")
    press(visitor, "Go on")
    says(visitor, "There is something to put right")
    look(visitor, status=422)
    visitor.get_by_label("The code").fill(code_in(newest_to(NIA)))
    press(visitor, "Go on")
    says(visitor, "Yes, I would like to join")
    look(visitor)
    press(visitor, "Yes, I would like to join")
    says(visitor, "You are one of us now")
    look(visitor)
    visitor.get_by_label("Time zone").fill("Lodnon")
    press(visitor, "Save and go on")
    says(visitor, "There is something to put right")
    look(visitor, status=422)
    follow(visitor, "Leave this for now")
    leave_the_passkey(visitor)
    says(visitor, "What do you bring?")
    look(visitor)
    follow(visitor, "Leave this for now")
    says(visitor, "You are one of us now. Welcome.")
    look(visitor)


def test_where_somebody_with_another_address_proves_the_invited_one(open_page, kettle_row):
    amara = kettle_row.members.get(known_as="Amara")
    page = open_page(factories.make_member())
    page.goto(f"/join/{kettle_row.invite('bea@example.org', by=amara).token}/")
    press(page, "Go on")
    says(page, "Is this address yours?")
    look(page)
    press(page, "Send me the code")
    page.get_by_label("The code").wait_for()
    look(page)


def test_coming_in_by_a_code_or_with_a_new_password(visitor):
    visitor.goto("/accounts/login/code/")
    visitor.get_by_label("E-mail address").fill("joss@example.org")
    press(visitor, "Send me the code")
    visitor.get_by_label("The code").wait_for()
    look(visitor)
    visitor.goto("/accounts/password/reset/")
    visitor.get_by_label("E-mail address").fill("joss@example.org")
    press(visitor, "Send me the link")
    look(visitor)
    visitor.goto(link_in(newest_to("joss@example.org")))
    says(visitor, "Save my new password")
    look(visitor)


# -- after a slip, and after something was saved


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/groups/kettle-row/larder/new/", "Put it by"),
        ("/groups/kettle-row/meetings/new/", "Add the meeting"),
        ("/groups/kettle-row/invitations/new/", "Send the invitation"),
        ("/groups/kettle-row/goals/new/", "Save my goal"),
        ("/me/", "Save my settings"),
        ("/groups/kettle-row/members/me/", "Save my page"),
        ("/groups/kettle-row/year/bring-in/", "Look at it first"),
        ("/groups/kettle-row/larder/bring-in/", "Look at it first"),
        ("/groups/kettle-row/larder/starter/", "Take these into our larder"),
    ],
)
def test_a_form_with_something_to_put_right(path, button, amara):
    put_right(amara, path, button)


@pytest.mark.parametrize("path", ["bring-in/", "editions/bring-in/"])
def test_a_form_with_something_to_put_right_before_there_is_a_manifesto(path, wren):
    put_right(wren, f"/groups/nobody-yet/manifesto/{path}", "Look at it first")


def put_right(page, path: str, button: str) -> None:
    page.goto(path)
    for field in page.locator("main :is(input[type=text], textarea, input[type=date]):visible").all():
        field.fill("")
    press(page, button)
    says(page, "There is something to put right")
    assert page.title().startswith("Error: ")
    look(page, status=422)


def test_what_was_saved_is_said_on_the_next_page(amara):
    amara.goto("/groups/kettle-row/larder/new/")
    amara.get_by_label("What is the topic called?").fill("Doors")
    amara.get_by_role("radio").first.check()
    press(amara, "Put it by")
    says(amara, "The topic is in the larder.")
    look(amara)


def test_what_two_wrote_at_once(amara, kettle_row):
    meeting = kettle_row.meetings.ahead().filter(kind="online").last()
    amara.goto(f"{meeting.get_absolute_url()}edit/")
    meeting.change(by=kettle_row.members.get(known_as="Joss"), title="Two at once")
    press(amara, "Save the plan")
    says(amara, "Somebody changed this while you were writing")
    is_focused(amara, "[role=alert]")
    look(amara, status=409)


def test_an_answer_to_a_place_that_has_changed(amara, kettle_row):
    meeting = kettle_row.meetings.ahead().filter(kind="face").last()
    amara.goto(meeting.get_absolute_url())
    amara.get_by_label("A note to whoever facilitates").fill("Only by the late train")
    amara.get_by_label("At a stretch").check()
    meeting.change(by=kettle_row.members.get(known_as="Joss"), place="The barn")
    press(amara, "Save my answer")
    says(amara, "The date or the place has changed since you opened the page.")
    is_focused(amara, "[role=alert]")
    look(amara, status=409)
    press(amara, "Save my answer")
    says(amara, "Your answer is with the others.")


def test_the_manifesto_before_it_is_brought_in(wren):
    wren.goto("/groups/nobody-yet/manifesto/bring-in/")
    wren.get_by_label("When did you agree on it?").fill("2026-01-10")
    wren.get_by_label("Its values").fill("We come\nWe keep our dates.")
    press(wren, "Look at it first")
    says(wren, "This is how it will stand")
    look(wren)


def test_past_meetings_before_they_are_brought_in(amara, tmp_path):
    """From a file, with a line that can’t be taken; then back to the list."""
    lines = ["date,start,end,kind,place,title,facilitator"]
    lines += [f"{day}/3/2015,19:00,21:00,Face to face,The old library,Doors and thresholds,Amara" for day in (5, 12)]
    (tmp_path / "past.csv").write_text("\n".join([*lines, "31/2/2015", "19/3/2015,,,,,,Somebody"]))
    amara.goto("/groups/kettle-row/year/bring-in/")
    amara.get_by_label("The list, as a CSV file").set_input_files(tmp_path / "past.csv")
    press(amara, "Look at it first")
    for words_of_it in ("This is how they will stand", "Line 4", "Nobody here is called “Somebody”"):
        says(amara, words_of_it)
    look(amara)
    press(amara, "Go back to the list")
    assert "Doors and thresholds" in amara.get_by_label("Or its lines, pasted here").input_value()
    look(amara)


def test_all_versions_of_a_manifesto_before_they_are_brought_in(wren):
    wren.goto("/groups/nobody-yet/manifesto/editions/bring-in/")
    lines = "number,date,value,statement\n1,5/3/2019,We come,We keep a date.\n2,11/9/2020,We come,All of us."
    wren.get_by_label("Or its lines, pasted here").fill(lines)
    press(wren, "Look at it first")
    says(wren, "Version 2")
    look(wren)


def test_a_calendar_link_just_made(open_page, kettle_row, live_server):
    amara = open_page()
    member = kettle_row.members.get(known_as="Amara").member
    amara.context.add_cookies([session_of(member, live_server.url, ago=600)])  # so that she is asked who she is
    amara.goto("/calendar/")
    amara.get_by_label("Where will you use it?").fill("my phone")
    press(amara, "Make my link")
    amara.get_by_role("textbox").fill(words.PASSWORD)
    press(amara, "Go on")
    says(amara, "Copy my link")
    for folded in amara.locator("summary").all():
        folded.click()
    look(amara)
    follow(amara, "Back to my links")
    press(amara, re.compile("Make it anew.*my phone"))
    says(amara, "The link before it shows nothing any more")
    look(amara)
    follow(amara, "Back to my links")
    press(amara, re.compile("Take it back.*my phone"))
    says(amara, "shows nothing any more")


# -- nothing there, not mine, not by itself, too often, too late, broken


def test_an_address_with_nothing_behind_it(amara, visitor):
    for page in (amara, visitor):
        assert page.goto("/nowhere/").status == 404
        look(page, status=404)


def test_a_link_that_no_longer_works(visitor):
    assert visitor.goto("/join/never-made/").status == 410
    look(visitor, status=410)


def test_what_somebody_else_looks_after(open_page, kettle_row):
    page = open_page(kettle_row.members.get(known_as="Joss").member)
    assert page.goto("/groups/kettle-row/invitations/new/").status == 403
    look(page, status=403)


def test_what_cannot_be_opened_by_itself(amara, visitor):
    for page in (amara, visitor):
        assert page.goto("/csp-report/").status == 405
        look(page, status=405)


def test_what_comes_in_another_encoding(visitor):
    visitor.route(
        "**/help/", lambda way: way.continue_(method="POST", headers=way.request.headers | UTF_16, post_data="x")
    )
    assert visitor.goto("/help/").status == 415
    look(visitor, status=415)


def test_a_form_on_a_page_of_another_site(visitor, live_server):
    visitor.set_content(f'<form method="post" action="{live_server.url}/help/"><button>Come in</button></form>')
    with visitor.expect_response("**/help/") as answer:
        press(visitor, "Come in")
    assert answer.value.status == 403
    says(visitor, "That can’t be opened by itself.")
    look(visitor, status=403)


@pytest.mark.parametrize(("path", "status"), [("/breaks/", 500), ("/often/", 429)])
def test_an_answer_that_is_given_seldom(path, status, visitor, settings):
    settings.ROOT_URLCONF = "tests.browser.rare_urls"
    assert visitor.goto(path).status == status
    look(visitor, status=status)


def test_a_page_that_was_open_for_too_long(amara):
    amara.goto("/groups/kettle-row/goals/new/")
    words = "To write something that is not for work, and to read it aloud to all of you."
    amara.get_by_label("What do you hope for from this group?").fill(words)
    amara.context.clear_cookies(name="csrftoken")
    press(amara, "Save my goal")
    assert amara.get_by_label("What you wrote").input_value() == words
    look(amara, status=403)
