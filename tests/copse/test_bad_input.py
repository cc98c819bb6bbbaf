"""Whatever is sent to a form: a sentence or a saved thing, never a broken page, and never another group's (S4, S39)."""

import re
from contextlib import contextmanager
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules

import pytest
from django import forms
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from copse.sheets import MOST_CHARACTERS
from groups.fields import OneOfUs
from tests.factories import make_group, make_meeting, make_topic
from tests.matrix import ROWS
from tests.pictures import drawn, picture
from tests.walking import address, data_of
from tests.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OURS = ("copse", "groups", "larder", "manifesto", "meetings")
WRITES = re.compile(rf'^(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "((?:{"|".join(OURS)})_\w+)"')
UNSEEN = "\x01\x08\x0b\x0c\x1b\x1f\x7f\x85\u2028\u2029"
WRONG_IDS = ["0", "-1", "1.5", "one", "1 OR 1=1", "9" * 400, "\x00", "None"]
TOO_LONG = "long " * (MOST_CHARACTERS // 4)  # a list that is pasted is the longest that a field holds
# A tick; and ticks on a sheet that is shown anew where what is ticked isn't there any more.
NO_TEXT = {("meetings:lay_beside", "all_day"), ("meetings:lay_turns", "meeting")}
PAGES = [name for name, row in ROWS.items() if "group" in row.args and row.get and row.post] + ["me"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.come_in()
        yield world
        transaction.set_rollback(True)


def texts_of_ours(tables=None) -> str:
    """All that stands in our tables, or in those of them that are named."""
    models = chain.from_iterable(apps.get_app_config(app).get_models() for app in OURS)
    rows = chain.from_iterable(m._base_manager.values() for m in models if tables is None or m._meta.db_table in tables)
    return " ".join(value for row in rows for value in row.values() if isinstance(value, str))


@contextmanager
def taken_back():
    """What the block does to the database is undone at its end; gives the statements that wrote to our tables."""
    wrote = []
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        yield wrote
        wrote += [query["sql"] for query in asked if WRITES.match(query["sql"])]
        transaction.set_rollback(True)


def send(client, url: str, data) -> tuple:
    """The answer, and what was written for it."""
    with taken_back() as wrote:
        answer = client.post(url, data)
    return answer, wrote


def is_refused(client, url: str, data) -> bool:
    """It comes back with something to put right, and nothing was written."""
    answer, wrote = send(client, url, data)
    return (answer.status_code, wrote) == (422, [])


def fields_of(page) -> dict:
    """What the page's form sends when nobody touches it: by the names in the HTML."""
    formset = page.context.get("formset")
    parts = [page.context.get("form"), *([formset.management_form, *formset] if formset else [])]
    fields = [part[name] for part in parts if part for name in part.fields]
    return {field.html_name: [] if field.value() is None else field.value() for field in fields}


@pytest.fixture(scope="module")
def filled_in(world):
    """`filled_in(name)`: a client that may, the address, and a form that would be saved."""
    forms_by_name = {}

    def fill_in(name: str) -> tuple:
        row = ROWS[name]
        role = next(role for role in ("member", "facilitator", "admin") if row.post[role] < 400)
        client, url = world.client(role), address(name, row, world)
        if name not in forms_by_name:
            page = client.get(url) if row.get[role] == 200 else client.post(url)  # where it isn't offered any more
            fields, data = fields_of(page), data_of(name, row, world)
            forms_by_name[name] = fields | {field: value for field, value in data.items() if field in fields}
        return client, url, forms_by_name[name]

    return fill_in


def one_of_each(form: dict) -> dict:
    """Without the later parts of a run sheet, which are like the first."""
    return {field: value for field, value in form.items() if not re.match(r"part-[1-9]-", field)}


# -- what stands in the fields


@pytest.mark.parametrize("name", PAGES)
def test_each_form_that_is_tried_here_would_be_saved_untouched(name, filled_in):
    client, url, form = filled_in(name)
    answer, wrote = send(client, url, form)
    assert (answer.status_code, bool(wrote)) in [(302, True), (200, False)], "200 asks once more, before it is saved"


@pytest.mark.parametrize("name", PAGES)
def test_signs_that_nobody_types_are_never_kept(name, filled_in):
    client, url, form = filled_in(name)
    for field, value in one_of_each(form).items():
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            answer = client.post(url, {**form, field: f"{value}{UNSEEN}"})
            written = texts_of_ours({table for query in asked for table in WRITES.findall(query["sql"])})
            transaction.set_rollback(True)
        assert answer.status_code < 500, field
        assert not [sign for sign in UNSEEN if sign in written], field
    assert send(client, url, {field: f"{value}\x00" for field, value in form.items()})[0].status_code < 500


@pytest.mark.once  # refused before anything is written
@pytest.mark.parametrize("name", PAGES)
def test_more_than_a_field_holds_is_refused_in_a_sentence_and_nothing_is_written(name, filled_in):
    client, url, form = filled_in(name)
    for field, value in one_of_each(form).items():
        told = field == "seen" or field.endswith("_FORMS") or (name, field) in NO_TEXT
        if not isinstance(value, bool) and not told:
            assert is_refused(client, url, {**form, field: TOO_LONG}), field


@pytest.mark.once  # refused before anything is written
def test_a_million_letters_are_refused_and_what_is_too_much_for_a_page_is_not_even_read(filled_in):
    client, url, form = filled_in("larder:new")
    assert is_refused(client, url, {**form, "why": "x" * 1_000_000})
    for too_much in ({"why": "x" * 2_200_000}, {f"f{n}": "" for n in range(501)}):
        answer, wrote = send(client, url, {**form, **too_much})
        assert (answer.status_code, wrote) == (400, [])


@pytest.mark.once  # refused before anything is written
def test_more_than_any_picture_has_is_not_even_read(filled_in, settings):
    client, url, _form = filled_in("groups:my_photo")
    settings.REQUEST_MOST = 1000
    with taken_back() as wrote:
        answer = client.post(url, {"photo": picture(drawn(size=(900, 900)))})
    assert (answer.status_code, wrote) == (400, [])


@pytest.mark.once  # refused before anything is written
@pytest.mark.parametrize("charset", ["unicode_escape", "utf-16", "utf-7", "hex", "rot13", "nonsense"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_half_a_letter_by_way_of_a_foreign_encoding_is_not_even_read(filled_in, kind, charset):
    client, url, _form = filled_in("larder:new")
    fields = {"title": "\\ud800\\udfff", "kind": "1"}
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items())
    body = f"{parts}--x--\r\n" if "multipart" in kind else "title=%ED%A0%80&kind=1"
    with taken_back() as wrote:
        answer = client.generic("POST", url, body.encode(), content_type=f"{kind}; charset={charset}")
    assert (answer.status_code, wrote) == (415, [])


def test_bytes_that_are_no_letters_do_not_break_a_page(filled_in):
    client, url, form = filled_in("larder:new")
    body = f"title=%ED%A0%80%FF%C0%AF&why=%F8%88%80%80%80&kind={form['kind']}"
    with taken_back():
        answer = client.generic("POST", url, body.encode(), content_type="application/x-www-form-urlencoded")
        texts_of_ours().encode()
    assert answer.status_code == 302


# -- ids of others, and ids that are none

CHOOSERS = {
    ("TopicForm", "kind"): ("larder:new", "kind"),
    ("OtherKindForm", "to"): ("larder:take_away_kind", "to"),
    ("MeetingForm", "facilitator"): ("meetings:plan", "facilitator"),
    ("MeetingForm", "facilitates_with"): ("meetings:plan", "facilitates_with"),
    ("MeetingForm", "focus"): ("meetings:plan", "focus"),
    ("MeetingForm", "topics"): ("meetings:plan", "topics"),
    ("OpenTopicForm", "meeting"): ("meetings:open_topic", "meeting"),
    ("RunSheetPartForm", "leader"): ("meetings:run_sheet", "part-0-leader"),
    ("SmallerForm", "guests"): ("meetings:arrange_smaller", "guests"),
}
ELSEWHERE = {("GiftForm", "to")}  # a part of a page that only shows: tests/meetings/test_turn_offers.py


@pytest.fixture(scope="module")
def foreign(world):
    """For each chooser, something like it that belongs to another group."""
    group = make_group()
    other = group.members.get()
    topic, meeting = make_topic(other), make_meeting(other)
    return {
        "kind": group.topic_kinds.first().pk, "facilitator": other.pk, "focus": other.pk, "leader": other.pk,
        "facilitates_with": other.pk, "guests": other.key, "topics": topic.key, "meeting": meeting.key,
        "to": group.topic_kinds.first().key,
    }  # fmt: skip


def all_forms(base=forms.BaseForm):
    """Also those that no page has asked for yet."""
    if base is forms.BaseForm:
        for app in ("groups", "larder", "manifesto", "meetings"):
            package = import_module(f"{app}.forms")
            for module in iter_modules(getattr(package, "__path__", ())):
                import_module(f"{package.__name__}.{module.name}")
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


def test_every_field_that_chooses_a_thing_is_tried_below():
    choosers = {
        (form.__name__, name)
        for form in all_forms()
        if form.__module__.split(".")[0] in OURS
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField | OneOfUs)
    } - ELSEWHERE
    assert choosers == set(CHOOSERS)


@pytest.mark.parametrize(("form", "field"), CHOOSERS)
def test_nothing_of_another_group_can_be_chosen(filled_in, foreign, form, field):
    name, html_name = CHOOSERS[form, field]
    client, url, data = filled_in(name)
    for value in (foreign[field], [data[html_name], foreign[field]], [foreign[field], foreign[field]]):
        assert is_refused(client, url, {**data, html_name: value}), value


@pytest.mark.each
@pytest.mark.parametrize(("form", "field"), CHOOSERS)
def test_an_id_that_is_none_is_refused_in_a_sentence(filled_in, form, field):
    name, html_name = CHOOSERS[form, field]
    client, url, data = filled_in(name)
    for value in WRONG_IDS:
        assert is_refused(client, url, {**data, html_name: value}), value
    page = client.post(url, {**data, html_name: "none"}).content.decode()
    assert re.search(r'class="error(list)?"', page)


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_form_and_one_that_says_everything_twice_break_nothing(name, filled_in):
    client, url, form = filled_in(name)
    assert send(client, url, {})[0].status_code < 500
    assert send(client, url, {field: [value, value] for field, value in form.items()})[0].status_code < 500
    assert send(client, url, {f"{field}[]": value for field, value in form.items()})[0].status_code < 500


# -- days, addresses, and what stands behind the question mark


@pytest.mark.each
@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "9999-12-31", "2026-02-30", "31.2.2027", "tomorrow"])
@pytest.mark.parametrize("name", ["meetings:plan", "meetings:edit"])
def test_a_day_that_nobody_lives_to_see_or_that_is_none_is_refused(name, day, filled_in):
    client, url, form = filled_in(name)
    whole_days = {"kind": "retreat", "start_time": "", "end_time": ""}
    assert is_refused(client, url, {**form, **whole_days, "starts_on": day, "ends_on": day})
    assert is_refused(client, url, {**form, "ends_on": day})


NO_ADDRESSES = ["a@b", "a b@example.org", "Bcc: a@example.org", "a@b@example.org"]
NO_ADDRESSES += [f"{'a' * 60}@{('b' * 60 + '.') * 4}org"]


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_an_address_that_no_mail_reaches_is_refused(email, filled_in):
    client, url, form = filled_in("groups:invite")
    assert is_refused(client, url, {**form, "emails": email})


@pytest.mark.each
@pytest.mark.parametrize("query", ["%00", "%FF'--", "9" * 5000])
def test_nothing_behind_the_question_mark_breaks_a_page(query, world):
    names = ("kind", "ready", "opened", "page", "next", "topic", "day", "year", "meeting", "edition")
    behind = "&".join(f"{name}={query}&{name}[]={query}" for name in names)
    for name, row in ROWS.items():
        if row.get and row.get["facilitator"] == 200 and name != "manifesto:paper":
            answer = world.client("facilitator").get(f"{address(name, row, world)}?{behind}")
            assert answer.status_code < 500, name
