"""An answer that came by mail stands on the page of the meeting like any other; how it came, only its writer sees."""

import re

import pytest

from meetings.models import Attendance, Availability
from tests.factories import make_meeting, make_smaller_meeting
from tests.meetings import test_replies
from tests.meetings.mailed import answer, newest
from tests.meetings.test_replies import comes

pytestmark = pytest.mark.django_db
bea, box, nia = (getattr(test_replies, name) for name in ("bea", "box", "nia"))

MAKE = {
    "of all of us": lambda nia, bea: make_meeting(nia),
    "a date to find": lambda nia, bea: make_meeting(nia, settled=False),
    "of twos and threes": lambda nia, bea: make_smaller_meeting(nia, bea),
}


def page(client, meeting) -> str:
    path = meeting.get_absolute_url() + ("" if meeting.settled_at else "dates/")
    shown = re.sub(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>', "", client.get(path).content.decode())
    return re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL)


@pytest.mark.parametrize("what", MAKE)
def test_the_others_see_it_as_they_would_see_one_that_was_given_here(box, bea, nia, signed_in, what):
    meeting = MAKE[what](nia, bea)
    others, mine = signed_in(nia), signed_in(bea)
    asked = newest(bea)[1]
    before = page(others, meeting)
    comes(box, answer(asked, "DECLINED"))
    by_mail = page(others, meeting)
    assert by_mail != before
    assert "by mail" not in by_mail
    assert "Your answer came by mail" in page(mine, meeting)
    for answers in (Attendance, Availability):
        answers.objects.update(by_mail_at=None)
    meeting.group.changed("answers")
    assert page(others, meeting) == by_mail
    assert "Your answer came by mail" not in page(mine, meeting)
