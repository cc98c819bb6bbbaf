"""Lines of iCalendar (RFC 5545, 3.1; trust.md, S30): whatever is in them, a parser finds it again."""

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from copse.fields import tidy
from meetings.lines import line, text
from tests.thorough import as_often

WORDS = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(',;\\\n\r:漢👩‍👧nN"')), max_size=400)


@settings(max_examples=as_often(100, 5000), deadline=None)
@given(words=WORDS)
def test_words_come_back_as_they_were(words):
    words = tidy(words)
    written = line("SUMMARY", text(words))
    assert all(len(one.encode()) <= 75 for one in written.split("\r\n"))
    whole = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{written}END:VEVENT\r\nEND:VCALENDAR\r\n"
    (event,) = Calendar.from_ical(whole.encode()).walk("VEVENT")
    assert str(event["SUMMARY"]) == words


def test_a_line_of_75_octets_stays_whole_and_one_more_is_folded():
    assert line("X", "a" * 73).count("\r\n") == 1
    assert line("X", "a" * 74) == f"X:{'a' * 73}\r\n a\r\n"
    assert line("X", "漢" * 25) == f"X:{'漢' * 24}\r\n 漢\r\n"  # three octets each, of which 73 have no room for 25


def test_a_line_is_not_folded_between_a_backslash_and_what_it_escapes():
    assert line("X", text("a" * 72 + ",b")) == f"X:{'a' * 72}\r\n \\,b\r\n"
    assert line("X", text("a" * 71 + ",b")) == f"X:{'a' * 71}\\,\r\n b\r\n"
    assert line("X", text("a" * 71 + "\\\\b")) == f"X:{'a' * 71}\\\\\r\n \\\\b\r\n"
    for signs in (",", ";", "\n", "\\", "\\,", "漢\\n;"):
        for before in range(80):
            folded = line("X", text("a" * before + signs * 90)).split("\r\n")[:-1]
            assert all(len(one.encode()) <= 75 for one in folded)
            assert not [one for one in folded if (len(one) - len(one.rstrip("\\"))) % 2]
