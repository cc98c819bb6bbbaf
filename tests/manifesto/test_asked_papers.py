"""What takes long is asked for once, set by the worker once, and found from then on."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from copse import pdf
from groups.management.commands.worker import AWAITED_DEAD_AFTER
from groups.models import AskedPaper
from groups.models.asked_paper import REST, STALE
from groups.tasks import make_paper
from groups.tick import tick
from manifesto.papers import ManifestoPaper
from tests.factories import first_of
from tests.groups.elsewhere import wait_until, worker
from tests.manifesto.papers import make_manifesto, make_values

pytestmark = [pytest.mark.django_db, pytest.mark.press]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR, settings.PAPERS_DIR = tmp_path, tmp_path / "papers"


def url_of(edition, kind="a4") -> str:
    return reverse("manifesto:paper", args=[edition.group.slug, edition.n, kind])


def ask(edition, at=None) -> AskedPaper:
    return AskedPaper.ask(group=edition.group, maker="manifesto", reference=f"{edition.n} a4", at=at)


def papers() -> list[Path]:
    return list(Path(site.PAPERS_DIR).glob("*.pdf"))


def long_manifesto():
    return make_manifesto(make_values(14, 1000))


def member_of(edition):
    return first_of(edition.group)


def is_paper(answer) -> bool:
    return answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_short_one_is_set_at_once_and_then_found_without_the_press(signed_in, monkeypatch, tmp_path):
    edition = make_manifesto()
    client = signed_in(member_of(edition))
    assert is_paper(client.get(url_of(edition)))
    monkeypatch.setattr(pdf, "PRESS", tmp_path / "no-press-at-all")
    assert is_paper(client.get(url_of(edition)))
    assert AskedPaper.objects.count() == 0


def test_a_long_one_waits_on_its_own_page_which_leads_to_it(signed_in):
    edition = long_manifesto()
    client = signed_in(member_of(edition))
    waiting = client.get(url_of(edition))
    assert waiting.status_code == 202
    page = waiting.content.decode()
    assert "There is much in it" in page
    assert "It is the next to be set." in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    make_paper.call(AskedPaper.objects.get().pk)
    assert is_paper(client.get(url_of(edition)))


def test_asked_for_twice_it_is_made_once(signed_in):
    edition = long_manifesto()
    client = signed_in(member_of(edition))
    assert [client.get(url_of(edition)).status_code for _ in range(3)] == [202] * 3
    assert (AskedPaper.objects.count(), DBTaskResult.objects.count()) == (1, 1)
    asked = AskedPaper.objects.get()
    make_paper.call(asked.pk)
    (made,) = papers()
    made_at = made.stat().st_mtime_ns
    make_paper.call(asked.pk)
    assert [path.stat().st_mtime_ns for path in papers()] == [made_at]


def test_while_another_is_being_set_a_short_one_waits_too(signed_in):
    edition = make_manifesto()
    client, folder = signed_in(member_of(edition)), Path(site.PAPERS_DIR)
    folder.mkdir()
    with pdf._one_at_a_time(folder):
        waiting = client.get(url_of(edition))
        assert waiting.status_code == 202
        assert "Another one is being made first." in waiting.text
    assert is_paper(client.get(url_of(edition)))


def test_how_many_come_first_is_said(signed_in):
    ask(make_manifesto())
    edition = long_manifesto()
    assert (
        "It waits its turn: one other comes first."
        in signed_in(member_of(edition)).get(url_of(edition)).content.decode()
    )


def test_one_that_could_not_be_made_is_said_kindly_and_tried_again_after_a_minute(signed_in):
    edition = long_manifesto()
    asked = ask(edition)
    asked.fail()
    client = signed_in(member_of(edition))
    answer = client.get(url_of(edition))
    assert answer.status_code == 503
    assert "The paper could not be made. Your words are safe." in answer.content.decode()
    AskedPaper.objects.update(failed_at=timezone.now() - REST)
    assert client.get(url_of(edition)).status_code == 202


def test_too_much_for_a_poster_says_what_to_do_instead(signed_in):
    edition = make_manifesto(make_values(14, 1000))
    client = signed_in(member_of(edition))
    url = url_of(edition, "poster")
    assert client.get(url).status_code == 202
    make_paper.call(AskedPaper.objects.get().pk)
    answer = client.get(url)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is more in it than fits on one sheet" in page
    assert url_of(edition, "a4") in page
    assert papers() == []


def test_what_nobody_made_within_an_hour_is_asked_for_anew():
    edition = long_manifesto()
    old = ask(edition, at=timezone.now() - STALE)
    assert ask(edition) != old


def test_what_was_made_is_forgotten_after_a_day_and_what_waits_is_not():
    made, waits = ask(make_manifesto()), ask(make_manifesto())
    AskedPaper.objects.filter(pk=made.pk).update(made_at=timezone.now())
    tick(timezone.now() + timedelta(days=1))
    assert list(AskedPaper.objects.all()) == [waits]


def test_another_kind_than_there_is_and_another_edition_are_not_there(signed_in):
    edition = make_manifesto()
    client = signed_in(member_of(edition))
    assert client.get(url_of(edition, "a5")).status_code == 404
    assert client.get(url_of(edition).replace("/1/", "/2/")).status_code == 404


def test_a_new_name_on_the_paper_is_another_paper(signed_in):
    edition = make_manifesto()
    client, me = signed_in(member_of(edition)), member_of(edition)
    assert is_paper(client.get(url_of(edition)))
    type(me).objects.filter(pk=me.pk).update(known_as="Somebody Else")
    edition.group.changed("people")
    assert is_paper(client.get(url_of(edition)))
    assert len(papers()) == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_was_setting_is_made_once_by_another():
    edition = long_manifesto()
    asked = ask(edition)
    with worker() as killed:
        wait_until(lambda: AskedPaper.objects.filter(pk=asked.pk, begun_at__isnull=False).exists())
        killed.kill()
    assert papers() == []
    assert ask(edition) == asked
    DBTaskResult.objects.update(started_at=timezone.now() - AWAITED_DEAD_AFTER - timedelta(seconds=1))
    with worker():
        wait_until(lambda: AskedPaper.objects.filter(pk=asked.pk, made_at__isnull=False).exists(), seconds=60)
    assert len(papers()) == 1
    assert ManifestoPaper(edition, "a4").kept() == papers()[0]
    assert DBTaskResult.objects.count() == 1
