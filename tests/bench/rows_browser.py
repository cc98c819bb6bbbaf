"""Row 12: what a browser fetches for a group's home, through the real server."""

from copse import machine
from tests.bench.bench import Bench
from tests.bench.place import SITE
from tests.bench.server import server
from tests.bench.table import Row

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENS = [{"width": 1280, "height": 720}, {"width": 390, "height": 844}]
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""


def rows(bench: Bench) -> list[Row]:
    """Raises RuntimeError where there is no Chromium and none can be fetched."""
    from playwright.sync_api import sync_playwright

    if problem := machine.browser():
        raise RuntimeError(problem)
    place, told = bench.sample
    name, value = told["cookie"].split("=")
    with server(place), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        visits = []
        for screen in SCREENS:
            context = browser.new_context(viewport=screen)
            context.add_cookies([{"name": name, "value": value, "url": SITE}])
            visits.append([visit(context, f"{SITE}/groups/{told['group']}/") for _ in range(2)])
        browser.close()
    (first, again), _on_phone = visits
    return figures(first, again, max(one["shift"] for both in visits for one in both))


def visit(context, address: str) -> dict:
    """What came over the network, with its type and its size in bytes as sent, and how much the page moved."""
    page = context.new_page()
    asked, kept, answers = {}, set(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    session.on("Network.responseReceived", lambda e: e["response"]["fromDiskCache"] and kept.add(e["requestId"]))
    page.on("requestfinished", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    shift = page.evaluate(SHIFTS)
    fetched = [url for identity, url in asked.items() if identity not in kept]
    sizes = [(answer.resource_type, answer.sizes()["responseBodySize"]) for answer in answers if answer.url in fetched]
    page.close()
    return {"fetched": fetched, "sizes": sizes, "shift": shift}


def figures(first: dict, again: dict, shift: float) -> list[Row]:
    def kilobytes(*kinds: str) -> float:
        return sum(size for kind, size in first["sizes"] if kind in kinds) / 1000

    strangers = [url for url in first["fetched"] if not url.startswith(f"{SITE}/")]
    return [
        Row("12 HTML, CSS and JS of the home, compressed", kilobytes("document", "stylesheet", "script"), 30, "kB"),
        Row("12 JS, compressed", kilobytes("script"), 6, "kB"),
        Row("12 requests, first visit", len(first["fetched"]), 10, "requests"),
        Row("12 requests, next visit", len(again["fetched"]), 1, "requests"),
        Row("12 third parties", len(strangers), 0, "requests", note=" ".join(strangers)),
        Row("12 layout shift, wide screen or phone", shift, 0, "score"),
    ]
