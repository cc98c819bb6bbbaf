"""Files in the larder: checked, counted, served to those who may, and gone when they should be (trust.md, S34, S36)."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from copse import uploads
from groups.group_archive import export_group, import_group
from groups.models import File, Group
from groups.models.departure import TIME_TO_THINK
from groups.personal import my_files
from groups.tick import tick
from larder.models import Resource
from tests.at_once import at_once
from tests.brought import PDF, odt
from tests.factories import first_of, make_file, make_link, make_membership, make_reference, make_topic
from tests.pictures import drawn
from tests.sites import empty

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def lying() -> set[str]:
    folder = Path(settings.FILES_DIR)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def bring(client, by, content: bytes = PDF, name: str = "notes.pdf", **said):
    url = reverse("larder:new_resource_of", args=[by.group.slug, "file"])
    return client.post(url, {"file": SimpleUploadedFile(name, content), **said})


def address(file: Resource) -> str:
    return reverse("larder:resource_file", args=[file.group.slug, file.key])


# -- brought


def test_a_file_is_put_by_under_its_own_name(signed_in, nia):
    answer = bring(signed_in(nia), nia)
    resource = nia.group.resources.get()
    assert answer.url == resource.get_absolute_url()
    assert (resource.form, resource.title, resource.file.name, resource.file.owner) == (
        "file",
        "notes",
        "notes.pdf",
        nia,
    )
    assert resource.file.read() == PDF
    assert "notes.pdf" in signed_in(nia).get(answer.url).content.decode()


def test_what_may_not_be_kept_is_said_beside_the_file_and_leaves_nothing(signed_in, nia):
    answer = bring(signed_in(nia), nia, b"<svg/>", "drawing.svg", why="Words that stay")
    assert answer.status_code == 422
    assert "Choose a picture" in answer.context["form"].errors["file"][0]
    assert "Words that stay" in answer.content.decode()
    assert lying() == set()


def test_a_name_that_turns_round_comes_without_the_turn(signed_in, nia):
    bring(signed_in(nia), nia, name="essay\u202efdp.pdf")
    assert nia.group.resources.get().file.name == "essayfdp.pdf"


def test_a_picture_loses_what_nobody_sees_of_it(signed_in, nia):
    bring(signed_in(nia), nia, drawn(comment=b"canary") + b"canary", "place.jpg")
    assert b"canary" not in nia.group.resources.get().file.read()


def test_pressed_twice_it_is_one_and_another_file_with_the_same_words_is_two(signed_in, nia):
    for content in (PDF, PDF, PDF + b"\n"):
        bring(signed_in(nia), nia, content, title="Notes")
    assert nia.group.resources.count() == len(lying()) == 2


def test_a_gigabyte_is_refused_before_it_is_read(signed_in, nia):
    url = reverse("larder:new_resource_of", args=[nia.group.slug, "file"])
    answer = signed_in(nia).generic(
        "POST", url, b"--x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(1 << 30)
    )
    assert answer.status_code == 400  # of Django, for a body that is too large
    assert not nia.group.resources.exists()


def test_more_than_ten_megabytes_are_told_on_the_page(signed_in, nia):
    answer = bring(signed_in(nia), nia, b"a" * (uploads.MOST_BYTES + 5), "long.txt")
    assert "ten megabytes" in answer.context["form"].errors["file"][0]


# -- room


def test_each_of_us_has_two_hundred_megabytes(signed_in, nia):
    full(nia, 200 * 1024**2 - len(PDF) + 1)
    assert "your 200 megabytes" in bring(signed_in(nia), nia).content.decode()
    assert bring(signed_in(bea := make_membership(nia.group)), bea).status_code == 302
    File.objects.filter(owner=nia).update(size=200 * 1024**2 - len(PDF))
    assert bring(signed_in(nia), nia).status_code == 302


def test_and_all_of_us_together_have_what_the_server_gives(signed_in, nia, settings):
    settings.FILES_OF_A_GROUP = 1024**2
    full(make_membership(nia.group), 1024**2)
    answer = bring(signed_in(nia), nia)
    assert "our 1 megabytes" in answer.content.decode()
    assert len(lying()) == 1


def full(by, size: int) -> None:
    make_file(by)
    File.objects.filter(owner=by).update(size=size)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_take_the_room_of_one(nia, settings):
    settings.FILES_OF_A_GROUP = 15
    bea = make_membership(nia.group)
    given = at_once(*[lambda by=by: make_file(by, content=b"Ten lines.") for by in (nia, bea)])
    assert sorted(type(each).__name__ for each in given) == ["Resource", "ValidationError"]
    assert File.objects.count() == 1


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_says_so_and_keeps_nothing(signed_in, nia, step, folder, monkeypatch):
    client = signed_in(nia)
    folder.mkdir()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    answer = bring(client, nia, why="Words that stay")
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "no room left on our disk" in told
    assert "Words that stay" in told
    assert lying() == set()
    assert not nia.group.resources.exists()
    assert not File.objects.exists()


# -- served


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "notes.pdf", "application/pdf"),
        (b"<b>", "a.txt", "text/plain; charset=utf-8"),
        (odt(), "a.odt", uploads.ODT),
    ],
)
def test_it_is_saved_and_never_opened_in_our_place(signed_in, nia, content, name, kind):
    answer = signed_in(nia).get(address(make_file(nia, content=content, name=name)))
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    cached = answer.headers["Cache-Control"]
    assert "no-store" in cached or "private" in cached


def test_its_name_is_told_in_every_letter(signed_in, nia):
    answer = signed_in(nia).get(address(make_file(nia, content=PDF, name="schöne “Wörter”; a.pdf")))
    told = "attachment; filename*=utf-8''sch%C3%B6ne%20%E2%80%9CW%C3%B6rter%E2%80%9D%3B%20a.pdf"
    assert answer.headers["Content-Disposition"] == told
    answer.close()


def test_nobody_else_gets_it(signed_in, nia):
    file = make_file(nia)
    bea, other = make_membership(nia.group), make_membership()
    assert signed_in(bea).get(address(file)).status_code == 200
    client = signed_in(bea)
    bea.leave()
    assert client.get(address(file)).status_code == 404
    assert signed_in(other).get(address(file)).status_code == 404
    elsewhere = reverse("larder:resource_file", args=[other.group.slug, file.key])
    assert signed_in(other).get(elsewhere).status_code == 404
    by_itself = reverse("larder:resource_file", args=[nia.group.slug, file.file.key])
    assert signed_in(nia).get(by_itself).status_code == 404


def test_what_has_no_file_and_whose_bytes_are_gone_is_not_there(signed_in, nia, folder):
    link, file = make_link(nia), make_file(nia)
    assert signed_in(nia).get(address(link)).status_code == 404
    (folder / file.file.stored_as).unlink()
    assert signed_in(nia).get(address(file)).status_code == 404


# -- gone


def test_taken_out_its_bytes_are_gone(nia, django_capture_on_commit_callbacks):
    file = make_file(nia, to=make_topic(nia))
    with django_capture_on_commit_callbacks(execute=True):
        file.take_out(by=nia)
    assert lying() == set()
    assert not File.objects.exists()


def leave(by, fate: str):
    by.leave({"resources": fate})
    return timezone.now() + TIME_TO_THINK


def test_what_goes_is_seen_by_nobody_and_its_bytes_stay_for_ones_copy_until_it_is_final(
    nia, django_capture_on_commit_callbacks
):
    file = make_file(nia)
    final = leave(nia, "goes")
    assert not nia.group.resources.exists()
    assert list(my_files(nia.member).values()) == [b"Ten lines."]
    assert len(lying()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        tick(final)
    assert lying() == set()
    assert not File.objects.filter(pk=file.file_id).exists()


def test_what_stays_is_nobodys_and_its_bytes_outlast_the_others(signed_in, nia, django_capture_on_commit_callbacks):
    file, group = make_file(nia), nia.group
    nia.show_photo(b"a photo", kind="image/webp")
    final = leave(nia, "unnamed")
    with django_capture_on_commit_callbacks(execute=True):
        tick(final)
    assert lying() == {file.file.stored_as}
    assert File.objects.get().owner is None
    told = signed_in(first_of(group)).get(file.get_absolute_url()).content.decode()
    assert "a former member" in told
    assert "Nia" not in told


def test_ones_copy_has_ones_files_and_no_others(nia):
    make_file(nia, content=b"Mine"), make_file(make_membership(nia.group), content=b"Not mine")
    assert list(my_files(nia.member).values()) == [b"Mine"]


# -- another site


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_group_takes_its_files_and_references_along(nia, tmp_path):
    topic = make_topic(nia)
    make_file(nia, content=drawn("PNG"), name="place.png", to=topic)
    make_file(nia, content=odt(), name="notes.odt")
    make_reference(nia, author=[{"literal": "Sappho"}], DOI="10.1000/182"), make_link(nia, to=topic)
    leaver = make_membership(nia.group)
    make_file(leaver, "Left here")
    leaver.leave({"resources": "unnamed"})
    before = facts()
    export_group(nia.group, tmp_path / "group.zip")
    empty()
    for name in lying():
        (Path(settings.FILES_DIR) / name).unlink()
    import_group(tmp_path / "group.zip")
    assert facts() == before
    assert len(lying()) == 3
    assert Group.objects.get().resources.count() == 5


def facts() -> list:
    rows = Resource.objects.order_by("pk")
    return [
        (r.key, r.form, r.title, r.address, r.reference, r.file and (r.file.name, r.file.read()),
         [a.place.title for a in r.attachments.order_by("pk")])
        for r in rows
    ]  # fmt: skip
