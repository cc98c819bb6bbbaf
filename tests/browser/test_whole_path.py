"""The whole path of somebody new, from the mail with the invitation to signing out, with scripts and without."""

from datetime import timedelta
from urllib.request import urlopen

import pytest
from django.utils import timezone

from copse.sample import words
from tests.browser.looking import DESK, PHONE
from tests.browser.steps import follow, leave_the_passkey, link_in, press, says
from tests.factories import PASSWORD
from tests.groups.post import code_in, newest_to

pytestmark = pytest.mark.browser

AMARA = "amara@example.org"
PRIVATE = ["Kettle Row", "Amara", "Joss", words.TOPICS[0][0], words.THIRD_VALUES[0][1]]


@pytest.mark.parametrize(
    ("scripts", "window", "name"), [(True, DESK, "Nia"), (False, PHONE, "Bea")], ids=["desk", "phone-without-scripts"]
)
def test_the_whole_path_of_somebody_new(scripts, window, name, open_page, kettle_row):
    options = {"java_script_enabled": scripts, "viewport": window}
    amara, new = open_page(**options), open_page(**options)
    email, topic = f"{name.lower()}@example.org", f"What {name} carries"
    comes_in(amara, AMARA, words.PASSWORD)
    invites(amara, email)
    follows_the_invitation(new, email, name)
    puts_by(new, topic)
    day = timezone.localdate() + timedelta(days=25)
    meeting = plans(new, day, topic, name)
    for page in (new, amara):
        can_come(page, meeting)
    answers = kettle_row.meetings.get(key=meeting.rstrip("/").rpartition("/")[2]).answers.all()
    assert {(answer.membership.name, answer.answer) for answer in answers} == {(name, "can"), ("Amara", "can")}
    assert f"DTSTART;TZID=Europe/London:{day:%Y%m%d}T193000" in feed_of(new)
    has_signed(new, name)
    opens_the_paper(new)
    tells_what_came_of_it(new, kettle_row)
    signs_out(new)
    comes_in_by_code(new, email)
    assert new.complaints == amara.complaints == []


def comes_in(page, email: str, password: str) -> None:
    page.goto("/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your password").fill(password)
    press(page, "Come in")
    says(page, "We next meet on")


def through_the_menu(page, name: str) -> None:
    page.locator("details.you > summary").click()
    with page.expect_navigation():
        page.locator("details.you").get_by_role("link", name=name, exact=True).click()


def invites(page, email: str) -> None:
    through_the_menu(page, "Members")
    follow(page, "Invite someone")
    page.get_by_label("Their e-mail address").fill(email)
    page.get_by_label("A note to them").fill("We would love to write with you.")
    press(page, "Send the invitation")
    says(page, f"An invitation is on its way to {email}.")


def follows_the_invitation(page, email: str, name: str) -> None:
    page.goto(link_in(newest_to(email)))
    says(page, "Amara invites you")
    says(page, "We would love to write with you.")
    press(page, "I am new here")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("A password").fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("The code").fill(code_in(newest_to(email)))
    press(page, "Go on")
    says(page, words.THIRD_VALUES[0][1])
    press(page, "Yes, I would like to join")
    says(page, "You are one of us now")
    press(page, "Save and go on")
    leave_the_passkey(page)
    says(page, "What do you bring?")
    follow(page, "Leave this for now")
    says(page, "You are one of us now. Welcome.")


def puts_by(page, topic: str) -> None:
    follow(page, "Larder")
    follow(page, "Put a topic by")
    page.get_by_label("What is the topic called?").fill(topic)
    page.get_by_label("What draws you to it?").fill("It is heavier than it looks.")
    page.get_by_role("radio").first.check()
    press(page, "Put it by")
    says(page, "The topic is in the larder.")


def plans(page, day, topic: str, name: str) -> str:
    """The meeting's address."""
    follow(page, "Year")
    follow(page, "Add a meeting")
    page.get_by_label("Online", exact=True).check()
    page.get_by_label("Which day?", exact=True).fill(day.isoformat())
    page.locator("[name=start_time]").fill("19:30")
    page.locator("[name=end_time]").fill("21:00")
    page.get_by_label("Yes, all of us can make it").check()
    page.get_by_label("Who facilitates?").select_option(label=name)
    page.get_by_text("Choose from the larder").click()
    page.get_by_label(topic).check()
    press(page, "Add the meeting")
    says(page, "The meeting is in the programme.")
    says(page, topic)
    return page.url


def can_come(page, meeting: str) -> None:
    page.goto(meeting)
    page.get_by_role("radio", name="I can", exact=True).check()
    press(page, "Save my answer")
    says(page, "Your answer is with the others.")


def feed_of(page) -> str:
    """What a calendar fetches from the link that is made here."""
    through_the_menu(page, "Calendar")
    page.get_by_label("Where will you use it?").fill("my phone")
    press(page, "Make my link")
    with urlopen(page.get_by_label("For my phone").input_value()) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        return answer.read().decode()


def has_signed(page, name: str) -> None:
    page.goto("/")
    follow(page, "Manifesto")
    signed = page.get_by_role("region", name="Who signed it")
    assert signed.get_by_role("listitem").filter(has_text=name).is_visible()


def opens_the_paper(page) -> None:
    path = page.get_by_role("link", name="PDF, A4").get_attribute("href")
    answer = page.context.request.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-1.")


def tells_what_came_of_it(page, kettle_row) -> None:
    past = kettle_row.meetings.held().exclude(opened=None).first()
    page.goto(f"/groups/kettle-row/year/{past.starts_on.year}/")
    page.locator(f"#m-{past.key} a").click()
    follow(page, "Write or change it")
    page.get_by_role("textbox").first.fill("A list poem that all of us added to.")
    press(page, "Save what came of it")
    says(page, "A list poem that all of us added to.")


def signs_out(page) -> None:
    through_the_menu(page, "Sign out")
    press(page, "Sign out")
    says(page, "Come in")
    page.go_back()
    shown = page.locator("body").inner_text() + page.title()
    assert [word for word in PRIVATE if word in shown] == []


def comes_in_by_code(page, email: str) -> None:
    page.goto("/accounts/login/")
    follow(page, "E-mail me a code")
    page.get_by_label("E-mail address").fill(email)
    press(page, "Send me the code")
    page.get_by_label("The code").fill(code_in(newest_to(email)))
    press(page, "Go on")
    says(page, "We next meet on")
