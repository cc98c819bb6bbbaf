"""Papers: tagged, the same each time, made once, and without a way out."""

import json
import subprocess
import sys
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from stat import S_IMODE
from threading import Thread

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from copse import pdf
from copse.pdf import PaperFailed, paper, press, render
from copse.pdf.letters import fonts_for
from tests.quick_fonts import quick_fonts
from tests.tagged_pdf import findings, tags

PAGE = '<!doctype html><html lang="en-gb"><title>A page</title><body><h1>A page</h1>{body}</body></html>'
SEAL = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M1 1h7v7z"/></svg>'

pytestmark = pytest.mark.press


def make_page(body="<p>Words and <i>more</i>.</p>"):
    return PAGE.format(body=body)


def make_job(body):
    return {
        "html": make_page(body),
        "stylesheets": [],
        "assets": {},
        "fits": [],
        "most_pages": 0,
        "on_a_sheet": [1, 1],
        "fonts": fonts_for(""),
    }


@pytest.fixture(autouse=True)
def papers_of_our_own(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def canary():
    """An address on this machine that counts who asks for it."""
    asked = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        log_message = partial(lambda *args: None)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_paper_is_tagged_and_embeds_subsets_of_its_fonts(tmp_path):
    path = tmp_path / "page.pdf"
    body = '<p>Words, <i>more</i></p><p style="font-family: Cabin">facts</p><img src="copse-asset:seal" alt="A ring">'
    path.write_bytes(render(make_page(body), assets={"seal": SEAL}))
    assert findings(path) == []
    assert tags(path).count("H1") == 1
    assert "Figure" in tags(path)
    with pikepdf.open(path) as document:
        fonts = document.pages[0].Resources.Font.values()
        names = {str(font.BaseFont) for font in fonts}
        embedded = ["/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert {name.partition("+")[2].partition("-")[0] for name in names} == {"Vollkorn", "Cabin"}
    assert all(embedded)


def test_the_same_content_makes_the_same_bytes():
    assert render(make_page()) == render(make_page())


def test_what_other_tests_set_sooner_is_the_same():
    job, errors = make_job("<p>Words, <i>more</i>, <b>heavy</b>, and “one” last é.</p>"), []
    set_whole = press.set_paper(job, errors)
    with quick_fonts():
        assert press.set_paper(job, errors) == set_whole
    assert errors == []


def test_a_paper_is_made_once_and_for_the_sites_eyes_alone(settings):
    path = paper(make_page())
    made_at = path.stat().st_mtime_ns
    assert paper(make_page()) == path
    assert path.stat().st_mtime_ns == made_at
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in Path(settings.PAPERS_DIR).iterdir() if p.suffix != ".pdf"] == ["lock"]


def test_another_word_style_or_asset_is_another_paper():
    keys = {
        pdf._key(pdf.job(html, stylesheets=sheets, assets=assets))
        for html, sheets, assets in [
            (make_page(), [], {}),
            (make_page("x"), [], {}),
            (make_page(), ["p { color: red }"], {}),
            (make_page(), [], {"a": b"1"}),
            (make_page(), [], {"a": b"2"}),
            (make_page(), [], {"b": b"1"}),
        ]
    }
    assert len(keys) == 6


PAYLOADS = [
    '<img src="{canary}/img" alt="x">',
    '<img src="copse-asset:other" alt="x">',
    '<img src="copse-font:99" alt="x">',
    '<img src="data:image/svg+xml,<svg/>" alt="x">',
    '<img src="file:///etc/passwd" alt="x">',
    '<object data="{canary}/object"></object>',
    '<embed src="{canary}/embed">',
    '<link rel="stylesheet" href="{canary}/sheet">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<base href="{canary}/"><img src="relative" alt="x">',
    "<style>@import '{canary}/import';</style>",
    "<style>@font-face {{ font-family: X; src: url('{canary}/font') }}</style>",
    "<style>@font-face {{ font-family: X; src: local('DejaVu Sans'), url('file:///etc/passwd') }}</style>",
    "<style>p {{ background: url('{canary}/background') }}</style><p>x</p>",
    "<style>p::before {{ content: url('{canary}/content') }}</style><p>x</p>",
    "<style>li {{ list-style-image: url('{canary}/bullet') }}</style><ul><li>x</li></ul>",
    "<style>@color-profile --x {{ src: url('{canary}/profile') }}</style>",
    '<svg width="9" height="9"><image href="{canary}/svg" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_press_asks_no_address_and_ends_where_one_is_named(payload, canary):
    address, asked = canary
    with pytest.raises(FatalURLFetchingError):
        press.set_paper(make_job(payload.format(canary=address)), [])
    assert asked == []


IGNORED = [
    '<iframe src="{canary}/frame"></iframe>',
    '<script src="{canary}/script"></script>',
    '<meta http-equiv="refresh" content="0;url={canary}/refresh">',
    '<svg width="9" height="9"><style>@import url("{canary}/import");</style><use href="{canary}/use#x"/></svg>',
]


@pytest.mark.parametrize("payload", IGNORED)
def test_what_a_paper_does_not_know_is_not_asked_for_either(payload, canary):
    address, asked = canary
    assert press.set_paper(make_job(payload.format(canary=address)), [])
    assert asked == []


def test_a_paper_that_asks_for_an_address_fails_loudly_and_kindly(canary, caplog, settings):
    address, asked = canary
    with pytest.raises(PaperFailed, match=r"The paper could not be made. Your words are safe.") as failure:
        paper(make_page(f'<img src="{address}/secret-words" alt="x">'))
    assert asked == []
    assert failure.value.cause == "Refused http"
    assert "secret-words" not in caplog.text
    assert list(Path(settings.PAPERS_DIR).glob("*.pdf")) == []


def test_what_weasyprint_finds_wrong_is_logged_without_the_words(caplog):
    render(make_page('<img src="copse-asset:seal" class="private-words">'), assets={"seal": SEAL})
    assert "a paper is not as it should be" in caplog.text
    assert "private-words" not in caplog.text


def test_a_paper_too_deep_to_be_set_fails_kindly():
    with pytest.raises(PaperFailed):
        render(make_page("<blockquote>" * 1500 + "x"))


def test_a_paper_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.05)
    with pytest.raises(PaperFailed) as failure:
        render(make_page())
    assert "longer than" in failure.value.cause


def test_a_paper_waits_for_another_and_gives_up_after_a_while(settings, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.1)
    folder = Path(settings.PAPERS_DIR)
    folder.mkdir()
    with pdf._one_at_a_time(folder), pytest.raises(PaperFailed) as failure:
        paper(make_page())
    assert failure.value.cause == "another paper took too long"


def test_the_press_has_a_gigabyte_a_minute_and_none_of_our_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "s" * 50)
    code = (
        "import json, os, resource, runpy; press = runpy.run_path(%r); press['confine']();"
        "print(json.dumps([resource.getrlimit(resource.RLIMIT_AS)[1], resource.getrlimit(resource.RLIMIT_CPU)[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code % str(pdf.PRESS)], capture_output=True, check=True)
    assert json.loads(done.stdout) == [1 << 30, 60]
    assert "SECRET_KEY" not in pdf._environment(str(tmp_path))


def test_the_site_itself_never_loads_weasyprint():
    code = (
        "import django, sys; django.setup(); import manifesto.papers, copse.pdf;"
        "print([name for name in sys.modules if name.partition('.')[0] in ('weasyprint', 'fontTools', 'fontpkg')])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "copse.settings", "DEBUG": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
