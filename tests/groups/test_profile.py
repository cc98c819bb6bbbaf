"""My page: ways to reach me, the colour of my disc, my picture, and who sees which of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from copse import files, pictures
from groups.models import File, Membership
from groups.models.membership import TONES
from tests.at_once import at_once
from tests.factories import days_from_now, first_of, make_group, make_membership
from tests.pictures import drawn, picture

pytestmark = pytest.mark.django_db


def address(name: str, membership, **more) -> str:
    return reverse(f"groups:{name}", kwargs={"group": membership.group.slug, **more})


def page_of(client, name: str, membership) -> str:
    return client.get(address(name, membership)).content.decode()


def my_page(*rows, **more) -> dict:
    """What the page sends: each of `rows` is (what it is, which, whether it is shown)."""
    said = {"known_as": "Nia", "contact-TOTAL_FORMS": str(len(rows)), "contact-INITIAL_FORMS": "0", **more}
    for n, (label, value, shown) in enumerate(rows):
        said |= {f"contact-{n}-label": label, f"contact-{n}-value": value}
        said |= {f"contact-{n}-shown": "on"} if shown else {}
    return said


# -- ways to reach me


def test_each_way_to_reach_me_is_shown_or_kept_for_myself(signed_in):
    nia = make_membership()
    other = make_membership(nia.group)
    rows = [("Phone", "07700 900417", True), ("At home", "07700 900418", False), ("", "Ring after four", True)]
    assert signed_in(nia).post(address("my_page", nia), my_page(*rows, ("", "", True))).status_code == 302
    page = page_of(signed_in(other), "members", nia)
    assert [words in page for words in ("07700 900417", "Phone", "Ring after four")] == [True] * 3
    assert "07700 900418" not in page
    assert "07700 900418" not in page_of(signed_in(nia), "members", nia), "the page shows me what the others see"
    assert "07700 900418" in page_of(signed_in(nia), "my_page", nia)


def test_a_new_row_is_mine_alone_until_it_is_ticked(signed_in):
    nia = make_membership()
    nia.can_be_reached([{"label": "", "value": "one", "shown": True}])
    rows = signed_in(nia).get(address("my_page", nia)).context["formset"]
    assert [bool(row["shown"].value()) for row in rows] == [True, False, False]


def test_a_row_that_is_emptied_is_gone_and_the_others_keep_their_order(signed_in):
    nia = make_membership()
    nia.can_be_reached([{"label": "", "value": value, "shown": True} for value in ("one", "two", "three")])
    rows = [("", "one", True), ("", "", True), ("", "three", True)]
    signed_in(nia).post(address("my_page", nia), my_page(*rows))
    assert list(nia.contacts.values_list("order", "value")) == [(0, "one"), (1, "three")]


def test_a_name_for_a_way_without_the_way_is_put_right_and_nothing_is_lost(signed_in):
    nia = make_membership()
    answer = signed_in(nia).post(address("my_page", nia), my_page(("Phone", "", True), pronouns="she/her"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write how, or leave the row empty." in page
    assert 'href="#id_contact-0-value"' in page
    assert 'value="she/her"' in page
    assert not nia.contacts.exists()


def test_eight_ways_are_enough(signed_in):
    nia = make_membership()
    answer = signed_in(nia).post(address("my_page", nia), my_page(*[("", f"way {n}", True) for n in range(9)]))
    assert answer.status_code == 422
    assert not nia.contacts.exists()


# -- the colour of my disc


def test_the_colour_that_i_choose_is_the_colour_of_my_disc(signed_in):
    nia = make_membership()
    signed_in(nia).post(address("my_page", nia), my_page(tone="7"))
    nia.refresh_from_db()
    assert nia.disc_tone == 7
    assert 'class="disc tone-7 disc-large"' in page_of(signed_in(nia), "members", nia)


def test_the_page_offers_eight_colours_by_name_and_has_mine_chosen(signed_in):
    nia = make_membership(tone=3)
    page = page_of(signed_in(nia), "my_page", nia)
    assert all(str(name) in page for name in TONES.values())
    assert len(TONES) == 8
    assert re.findall(r'name="tone" value="(\d)"[^>]* checked', page) == ["3"]


@pytest.mark.parametrize("tone", ["0", "9", "-1", "moss"])
def test_a_colour_that_there_is_not_is_none(signed_in, tone):
    nia = make_membership()
    assert signed_in(nia).post(address("my_page", nia), my_page(tone=tone)).status_code == 422


# -- my picture


def show(client, nia, upload=None):
    return client.post(address("my_photo", nia), {"photo": upload or picture()})


def test_a_picture_takes_the_place_of_the_large_disc_for_the_group_alone(signed_in):
    nia, stranger = make_membership(name="Nia"), make_membership()
    other = make_membership(nia.group)
    assert show(signed_in(nia), nia).status_code == 302
    photo = address("photo", nia, key=nia.key)
    page = page_of(signed_in(other), "members", nia)
    assert f'<img class="disc disc-large" src="{photo}" alt="Nia">' in page
    seen = signed_in(other).get(photo)
    content = b"".join(seen.streaming_content)
    assert content == nia_file(nia).read_bytes()
    assert content[8:12] == b"WEBP"
    assert signed_in(stranger).get(photo).status_code == 404


def nia_file(nia):
    nia.refresh_from_db()
    return files.path_of(nia.photo.stored_as)


def test_what_is_served_does_nothing_by_itself_whatever_is_in_it(signed_in):
    nia = make_membership()
    client = signed_in(nia)
    show(client, nia)
    answer = client.get(address("photo", nia, key=nia.key))
    answer.close()
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Disposition"] == 'inline; filename="photo.webp"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", ["left_at", "removed_at"])
def test_whoever_is_no_longer_in_shows_none_and_sees_none(signed_in, state):
    nia = make_membership()
    other = make_membership(nia.group)
    show(signed_in(nia), nia)
    photo = address("photo", nia, key=nia.key)
    Membership.objects.filter(pk=nia.pk).update(**{state: days_from_now(0)})
    assert signed_in(nia).get(photo).status_code == 404
    assert signed_in(other).get(photo).status_code == 404


def test_another_picture_takes_the_place_of_the_first_whose_bytes_are_gone(
    signed_in, django_capture_on_commit_callbacks
):
    nia = make_membership()
    client = signed_in(nia)
    show(client, nia)
    first = nia_file(nia)
    with django_capture_on_commit_callbacks(execute=True):
        show(client, nia, picture(drawn("PNG"), "me.png"))
    assert not first.exists()
    assert nia_file(nia).exists()
    assert File.objects.count() == 1


def test_taken_down_the_disc_is_back_and_the_bytes_are_gone(signed_in, django_capture_on_commit_callbacks):
    nia = make_membership()
    client = signed_in(nia)
    show(client, nia)
    path = nia_file(nia)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert client.post(address("remove_photo", nia)).status_code == 302
    assert not path.exists()
    assert not File.objects.exists()
    assert client.get(address("photo", nia, key=nia.key)).status_code == 404
    assert "<img" not in page_of(client, "members", nia)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "me.svg"),
        (b"<html><script>alert(1)</script>", "me.html"),
        (b"<html><script>alert(1)</script>", "me.jpg"),
        (drawn("JPEG"), "me.png"),
        (drawn("PNG"), "me.jpg"),
        (drawn("GIF"), "me.gif"),
        (drawn("JPEG")[:200], "me.jpg"),
        (b"", "me.jpg"),
        (drawn("JPEG"), "me"),
    ],
)
def test_what_is_no_picture_of_a_kind_we_take_is_refused_in_words_and_nothing_is_kept(signed_in, content, name):
    nia = make_membership()
    upload = picture(content or b" ", name)
    upload.size = len(content)
    answer = show(signed_in(nia), nia, upload)
    assert answer.status_code == 422
    assert "message-error" in answer.content.decode()
    assert not File.objects.exists()


def test_a_picture_that_is_too_large_is_refused_in_words(signed_in):
    nia = make_membership()
    upload = picture(drawn() + b"\0" * pictures.MOST_BYTES)
    assert "larger than ten megabytes" in show(signed_in(nia), nia, upload).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_pictures_at_once_one_stays_and_nothing_of_the_other():
    nia = make_membership()
    content = pictures.square(drawn(), "me.jpg")
    results = at_once(*[lambda: Membership.objects.get(pk=nia.pk).show_photo(content, kind=pictures.KIND)] * 3)
    assert results == [None] * 3
    nia.refresh_from_db()
    assert File.objects.get() == nia.photo
    assert files.path_of(nia.photo.stored_as).exists()


@pytest.mark.once  # how many questions are asked is the same on both
def test_the_members_page_asks_the_database_as_often_for_many_as_for_few(signed_in):
    group = make_group()
    client = signed_in(first_of(group))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("groups:members", args=[group.slug]))
        return len(queries)

    for n in (3, 20):
        for _ in range(n):
            person = make_membership(group)
            person.can_be_reached([{"label": "Phone", "value": "07700 900417", "shown": True}])
            person.show_photo(b"a picture", kind=pictures.KIND)
        client.get(reverse("groups:members", args=[group.slug]))
        if n == 3:
            few = asked()
    assert asked() == few
