"""Other programs read the feed that the real server serves, and agree with our rows (calendar.md, 2).

`make conformance` prints the table. Once the readers are here it takes some ten seconds.
"""

import os

import pytest

from tests.conformance import expected, group, readers, table
from tests.conformance.served import Served, serving
from tests.meetings.icslint import lint

DOMAIN = "copse.test"


@pytest.mark.slow
@pytest.mark.alone
def test_other_programs_read_what_our_rows_say(transactional_db, tmp_path):
    asked, missing = readers.prepare()
    shown = group.build()
    wanted = expected.events(shown, DOMAIN)
    with serving(f"/c/{shown.token}/calendar.ics", tmp_path, domain=DOMAIN) as served:
        body = comes_as_readers_ask(served)
        assert lint(body) == []
        file = tmp_path / "calendar.ics"
        file.write_bytes(body)
        found = table.readings(asked, wanted, file=file, url=served.url)
        assert served.ask().body == body
    assert shown.token not in served.log.read_text()
    print(f"\n{table.show(found, wanted)}\n")
    assert not (lines := table.disagreements(found)), "\n".join(lines)
    if missing:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("NOT TESTED with " + "; ".join(missing))
    assert len(asked) > readers.INDEPENDENT


def comes_as_readers_ask(served: Served) -> bytes:
    """The feed's bytes, asked for over the network in all the ways that readers have (calendar.md, 1b)."""
    first = served.ask(accept="text/html", accept_encoding="gzip, br", cookie="sessionid=none")
    etag, changed = first.headers["etag"], first.headers["last-modified"]
    assert first.status == 200
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert [first.headers.get(name) for name in ("content-encoding", "set-cookie", "vary", "location")] == [None] * 4
    assert first.body == served.ask().body
    head = served.ask("HEAD")
    assert (head.body, head.headers["etag"], head.headers["content-length"]) == (b"", etag, str(len(first.body)))
    for headers, status in [
        ({"if_none_match": f'"of before", W/{etag}'}, 304),
        ({"if_none_match": '"of before"', "if_modified_since": changed}, 200),
        ({"if_modified_since": changed}, 304),
        ({"if_modified_since": "Thu, 99 Foo 2026 25:61:00 GMT"}, 200),
    ]:
        assert served.ask(**headers).status == status, headers
    assert served.ask("POST").status == 405
    assert served.ask(path="/c/" + "x" * 43 + "/calendar.ics").status == 404
    return first.body


def test_the_table_sees_an_hour_an_event_and_a_word_that_differ():
    reader = readers.Reader("r", "of", lambda: "", list)
    one = readers.Event("1", "2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z", "CONFIRMED", "Ash", "", "")
    told = {
        "the same": [one],
        "an hour": [one._replace(start="2027-01-01T09:00:00Z")],
        "a word": [one._replace(summary="Ash\\, online")],
        "nothing": [],
        "twice": [one, one],
    }
    differing = {name: table.compare(reader, "UTC", events, {one}).differences for name, events in told.items()}
    assert {name: bool(lines) for name, lines in differing.items()} == {
        "the same": False, "an hour": True, "a word": True, "nothing": True, "twice": True,
    }  # fmt: skip


def test_a_program_that_cannot_read_it_disagrees():
    reader = readers.Reader("r", "of", lambda: "", lambda: ["false"])
    (reading, *_others) = table.readings([reader], set(), file="f", url="u")
    assert reading.differences == ["reads nothing: exit status 1"]
    assert "DISAGREES" in table.show([reading] * 3, set())
