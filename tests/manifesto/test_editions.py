import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from manifesto.models import Edition, EditionEntry
from tests.at_once import at_once
from tests.factories import make_edition, make_group, make_membership

pytestmark = pytest.mark.django_db

TEXT = """We come
We keep a date that all of us have said yes to,
and we say so early.

Whole and unmended
Nobody mends what another has brought."""
VALUES = [
    ("We come", "We keep a date that all of us have said yes to, and we say so early."),
    ("Whole and unmended", "Nobody mends what another has brought."),
]


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(by, name: str, *args) -> str:
    return reverse(f"manifesto:{name}", args=[by.group.slug, *args])


def look_at(signed_in, by, text: str = TEXT, agreed_on="2026-01-12", **more):
    return signed_in(by).post(url_of(by, "bring_in"), {"agreed_on": agreed_on, "text": text, **more})


def sent_on(answer) -> dict:
    """What the page that was looked at sends on when somebody presses its button."""
    fields = re.findall(r'<input type="hidden" name="(agreed_on|text)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in fields}


def wordings(edition) -> list[tuple[str, str]]:
    return list(edition.entries.values_list("name", "statement"))


def another_edition(first: Edition, *values: tuple[str, str]) -> Edition:
    """The edition after `first`, as an adopted change makes it."""
    edition = Edition.objects.create(group=first.group, n=first.n + 1, agreed_on=date(2026, 2, 1))
    edition.set_out([(first.entries.first().value, name, words) for name, words in values])
    return edition


# Bringing in


def test_a_manifesto_is_looked_at_first_and_then_brought_in_with_its_date(signed_in, nia):
    looked_at = look_at(signed_in, nia)
    assert "This is how it will stand" in looked_at.content.decode()
    assert not nia.group.editions.exists()
    answer = signed_in(nia).post(url_of(nia, "first_edition"), sent_on(looked_at))
    edition = nia.group.editions.get()
    assert answer.url == url_of(nia, "current")
    assert (edition.n, edition.agreed_on, edition.brought_in_by) == (1, date(2026, 1, 12), nia)
    assert wordings(edition) == VALUES


def test_going_back_keeps_the_text(signed_in, nia):
    back = signed_in(nia).post(url_of(nia, "bring_in"), {**sent_on(look_at(signed_in, nia)), "again": "yes"})
    form = back.context["form"]
    assert (back.status_code, form.errors) == (200, {})
    assert (form["text"].value().replace("\r\n", "\n"), form["agreed_on"].value()) == (TEXT, "2026-01-12")


@pytest.mark.parametrize(
    "text",
    [
        "We come\r\nWe keep our dates.\r\n\r\nWe listen\r\nTo the end.",
        "We come:\nWe keep our dates.\n  \t\n\n\nWe listen –\nTo the end.\n\n",
        "## We come\nWe keep\nour dates.\n\n---\n\n* We listen\nTo the end.",
    ],
    ids=["as Windows writes", "as a document has it", "as Markdown has it"],
)
def test_the_text_can_be_as_people_have_it(signed_in, nia, text):
    look_at(signed_in, nia, text)
    signed_in(nia).post(url_of(nia, "first_edition"), {"agreed_on": "2026-01-12", "text": text})
    assert wordings(nia.group.editions.get()) == [("We come", "We keep our dates."), ("We listen", "To the end.")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text"),
        ("---", "Write at least one value."),
        (
            "We come\n\n" + "A name that goes on and on and " * 3,
            "“A name that goes on and on and A name th…” is too long for the name of a value: 60 characters at most.",
        ),
        (
            f"We come\n{'and on ' * 144}",
            "What stands below “We come” is too long: 1000 characters at most.",
        ),
        ("We come\n\n" * 41, "A manifesto has forty values at most. This text has 41."),
    ],
    ids=["nothing", "no value", "name", "statement", "number"],
)
def test_what_is_too_much_or_too_little_is_said_naming_the_value(signed_in, nia, text, said):
    answer = look_at(signed_in, nia, text)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]
    assert said in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We come\n\nWe listen\nTo the end.", ["“We come” has no words below it. Write a sentence on the next line."]),
        (
            "We come\nOn time.\n\nWe listen\nTo the end.\n\nwe come\nEarly.",
            ["“We come” stands there more than once. Give each value a name of its own."],
        ),
        ("We come\n\nWe listen", ["“We come” has no words below it.", "“We listen” has no words below it."]),
    ],
    ids=["without words", "one name twice", "two without words"],
)
def test_a_value_that_cannot_stand_is_named_before_it_is_looked_at_and_the_text_stays(signed_in, nia, text, said):
    answer = look_at(signed_in, nia, text)
    assert answer.status_code == 422
    assert all(words in unescape(answer.content.decode()) for words in said)
    assert answer.context["form"]["text"].value() == text


def test_the_limits_themselves_are_allowed(signed_in, nia):
    text = "\n\n".join(f"{i:02}{'n' * 58}\n{'s' * 1000}" for i in range(40))
    assert look_at(signed_in, nia, text).status_code == 200
    signed_in(nia).post(url_of(nia, "first_edition"), {"agreed_on": "2026-01-12", "text": text})
    assert EditionEntry.objects.count() == 40


@pytest.mark.parametrize("step", ["bring_in", "first_edition"])
def test_a_day_that_is_yet_to_come_is_refused_and_the_text_stays(signed_in, nia, step):
    tomorrow = (nia.group.today() + timedelta(days=1)).isoformat()
    answer = signed_in(nia).post(url_of(nia, step), {"agreed_on": tomorrow, "text": TEXT})
    assert answer.status_code == 422
    assert "Choose the day it was agreed on, today or before." in answer.content.decode()
    assert "Nobody mends what another has brought." in answer.content.decode()


@pytest.mark.parametrize("step", ["bring_in", "first_edition"])
def test_a_day_before_anybody_agreed_on_anything_here_is_refused(signed_in, nia, step):
    answer = signed_in(nia).post(url_of(nia, step), {"agreed_on": "0001-01-01", "text": TEXT})
    assert answer.status_code == 422
    assert "Choose the day it was agreed on, in 1900 or later." in answer.content.decode()
    with pytest.raises(ValidationError, match="in 1900 or later"):
        make_edition(nia, agreed_on=date(1899, 12, 31))


def test_where_there_is_a_manifesto_the_first_look_says_so_and_the_text_stays(signed_in, nia):
    make_edition(nia)
    looked = look_at(signed_in, nia).content.decode()
    assert "Our manifesto has been brought in already." in looked
    assert "Nobody mends what another has brought." in looked
    assert "Bring it in" not in looked


def test_a_second_time_is_refused_kindly_and_the_text_stays(signed_in, nia):
    make_edition(nia)
    answer = signed_in(nia).post(url_of(nia, "first_edition"), {"agreed_on": "2026-01-12", "text": TEXT})
    assert answer.status_code == 422
    assert "Our manifesto has been brought in already." in answer.content.decode()
    assert "Nobody mends what another has brought." in answer.content.decode()
    assert nia.group.editions.count() == 1


def test_only_who_may_plan_brings_it_in(signed_in):
    ruth = make_membership(make_group(all_facilitate=False))
    assert look_at(signed_in, ruth).status_code == 403
    assert url_of(ruth, "bring_in") not in signed_in(ruth).get(url_of(ruth, "current")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_it_in_at_the_same_moment_make_one_edition(nia):
    values = [("We come", "We keep our dates.")]
    results = at_once(*[lambda: Edition.bring_in(by=nia, agreed_on=date(2026, 1, 12), values=values)] * 2)
    assert results[0] == results[1] == Edition.objects.get(), "what one presses twice is brought in once"
    assert EditionEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_manifestos_at_the_same_moment_one_is_brought_in(nia):
    texts = [[("We come", "We keep our dates.")], [("We rest", "We stop on time.")]]
    brought = [
        lambda values=values: Edition.bring_in(by=nia, agreed_on=date(2026, 1, 12), values=values) for values in texts
    ]
    results = at_once(*brought)
    assert [type(r) for r in results if not isinstance(r, Edition)] == [ValidationError]
    assert (Edition.objects.count(), EditionEntry.objects.count()) == (1, 1)


# Signing


def test_signed_twice_is_signed_once(signed_in, nia):
    edition = make_edition(nia)
    page = signed_in(nia).post(url_of(nia, "sign", 1), follow=True).content.decode()
    signed_in(nia).post(url_of(nia, "sign", 1))
    assert "You have signed it." in page
    assert url_of(nia, "sign", 1) not in page
    assert edition.signers == [nia]


def test_who_has_not_signed_is_waited_for_by_name(signed_in, nia):
    edition = make_edition(nia)
    edition.sign(by=make_membership(nia.group, "Bea"))
    page = signed_in(nia).get(url_of(nia, "current"))
    assert nia in page.context["page"].waiting_for
    assert [m.name for m in page.context["page"].signers] == ["Bea"]


def test_only_the_edition_in_force_can_be_signed(signed_in, nia):
    first = make_edition(nia)
    another_edition(first, ("We come", "Always."))
    page = signed_in(nia).post(url_of(nia, "sign", 1), follow=True).content.decode()
    assert "There is a newer version. Read that one first." in page
    assert not first.signatures.exists()
    assert url_of(nia, "sign", 1) not in signed_in(nia).get(url_of(nia, "edition", 1)).content.decode()


def test_nobody_signs_for_another_group(nia):
    with pytest.raises(ValueError, match="another group"):
        make_edition(nia).sign(by=make_membership())


@pytest.mark.django_db(transaction=True)
def test_two_signatures_of_one_person_at_the_same_moment_are_one(nia):
    edition = make_edition(nia)
    assert at_once(*[lambda: edition.sign(by=nia)] * 3) == [None] * 3
    assert edition.signatures.count() == 1


# Reading


def test_an_earlier_edition_stays_as_it_stood(signed_in, nia):
    first = make_edition(nia, values=[("We come", "To every meeting.")])
    first.sign(by=nia)
    another_edition(first, ("We come", "When we can."))
    old = signed_in(nia).get(url_of(nia, "edition", 1)).content.decode()
    now = signed_in(nia).get(url_of(nia, "current")).content.decode()
    assert ["To every meeting." in page for page in (old, now)] == [True, False]
    assert ["When we can." in page for page in (old, now)] == [False, True]
    assert "A newer one is in force." in old
    assert [url_of(nia, "edition", n) in now for n in (1, 2)] == [True, True]


@pytest.mark.parametrize("n", [0, 2, 10**30])
def test_an_edition_that_was_never_made_is_not_there(signed_in, nia, n):
    make_edition(nia)
    assert signed_in(nia).get(url_of(nia, "edition", n)).status_code == 404


def test_before_there_is_one_the_page_says_how_to_begin(signed_in, nia):
    page = signed_in(nia).get(url_of(nia, "current")).content.decode()
    assert "No manifesto yet." in page
    assert url_of(nia, "bring_in") in page


@pytest.mark.press
def test_the_paper_is_for_members_only(signed_in, nia, client):
    make_edition(nia)
    url = url_of(nia, "paper", 1, "a4")
    stranger = make_membership()
    assert (client.get(url).status_code, signed_in(stranger).get(url).status_code) == (302, 404)
    paper = signed_in(nia).get(url)
    assert paper.headers["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
