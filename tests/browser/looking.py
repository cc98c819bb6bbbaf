"""What every page owes whoever looks at it, asked of a page in a browser."""

from itertools import product

from axe_playwright_python.base import AXE_SCRIPT

from tests.thorough import THOROUGH

DESK, PHONE, NARROW = ({"width": w, "height": h} for w, h in ((1280, 900), (390, 844), (320, 640)))
LOOKS = [(DESK, "light", ""), (PHONE, "dark", "")]
if THOROUGH:
    LOOKS = list(product((DESK, PHONE), ("light", "dark"), ("", "easier")))
TIGHT = [("easier", "none", NARROW, ""), ("", "none", DESK, "200%")]
if THOROUGH:  # in the usual letters it is narrower
    TIGHT += [("", "active", NARROW, ""), ("", "none", NARROW, "")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
READ_ONCE = """
    (({ prototype }) => {
        const read = prototype.parseString, known = new Map();
        prototype.parseString = function (text) {
            if (known.has(text)) return Object.assign(this, known.get(text));
            const { r, g, b, alpha } = read.call(this, text);
            known.set(text, { r, g, b, alpha });
            return this;
        };
    })(axe.commons.color.Color);
"""  # the same few colours are written on each of hundreds of elements, and to read ours takes axe a third of its time
AXE = AXE_SCRIPT + READ_ONCE
SCAN = f"""async () =>
    (await axe.run({{ runOnly: {RULES}, resultTypes: ['violations'], preload: false }})).violations"""
LETTERS = """(letters) => {
    const { dataset } = document.documentElement;
    if ((dataset.letters ?? "") !== letters) dataset.letters = letters; // set to the same, all is drawn anew
}"""
SIZE = "(size) => { document.documentElement.style.fontSize = size }"
REFUSED = """
    addEventListener("securitypolicyviolation", (event) =>
        console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
FACTS = """() => {
    const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const named = (field) => field.labels.length || field.getAttribute("aria-label");
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return {
        headings: [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility()).length,
        title: document.title,
        nameless: fields.filter((field) => !named(field)).map((field) => field.outerHTML),
        doubled: ids.filter((id, i) => ids.indexOf(id) !== i),
        unsealed: [...document.querySelectorAll("form[method=post]")]
            .filter((form) => !form.elements.csrfmiddlewaretoken).map((form) => form.action)
            .filter((action) => !new URL(action).pathname.startsWith("/u/")), // that one needs none (record 54)
    };
}"""
TOO_WIDE = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const drawn = [...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility());
    const beyond = drawn.filter((e) => e.getBoundingClientRect().right > wide);
    return beyond.slice(0, 6).map((e) => `${e.tagName} ${e.getAttribute("class")} ${e.textContent.slice(0, 60)}`);
}"""


def heed(page, server: str) -> list[str]:
    """What the browser complains of on `page` from now on: scripts, policy, anything asked of another server."""
    complaints = []

    def note_console(message):
        if message.type == "error":
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def note_request(request):
        if not request.url.startswith(server):
            complaints.append(f"asked elsewhere: {request.url}")

    page.add_init_script(REFUSED)
    page.on("console", note_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("request", note_request)
    return complaints


def bring_axe(page) -> None:
    """Each address that `page` goes to from now on has axe already; sent after it, it has to be read anew."""
    page.add_init_script(AXE)


def faults(page, *, status: int = 200, unsaid=(), looks=LOOKS) -> str:
    """What is wrong with the page as it stands, in every one of `looks`, a line each; "" when nothing is.

    None of the words `unsaid` may be in its title. The window is a desk's and the light is day's before and after.
    A page with another status than 200 makes Chromium say so, which is no fault.
    """
    found = barriers_in(looks, page)
    facts = page.evaluate(FACTS)
    found += [] if facts["headings"] == 1 else [f"{facts['headings']} headings of the first rank"]
    found += [f"a field without a label: {field}" for field in facts["nameless"]]
    found += [f"an id twice: {id_}" for id_ in facts["doubled"]]
    found += [f"a form that the server refuses: {form}" for form in facts["unsealed"]]
    name, _dot, place = facts["title"].rpartition(" · ")
    found += [] if name and place else [f"no title of its own: {facts['title']}"]
    found += [f"members' words in the title: {facts['title']}" for word in unsaid if word in facts["title"]]
    found += sideways(page)
    page.emulate_media(color_scheme="light")
    found += [c for c in page.complaints if status == 200 or f"with a status of {status}" not in c]
    page.complaints.clear()
    return "\n".join(found)


def barriers_in(looks, page) -> list[str]:
    found = []
    for window, light, letters in looks:
        page.set_viewport_size(window)
        page.emulate_media(color_scheme=light)
        page.evaluate(LETTERS, letters)
        found += [f"{light} at {window['width']} {letters}: {barrier}" for barrier in barriers(page)]
    return found


def barriers(page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice on the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(SCAN)
    return [f"{v['id']}: {n['target']} {n['html'][:200]} {n['failureSummary']}" for v in found for n in v["nodes"]]


def sideways(page) -> list[str]:
    """What reaches beyond the edge: a small phone's in its widest letters, a desk's at twice the size."""
    found = []
    for letters, forced, window, size in TIGHT:
        page.set_viewport_size(window)
        page.emulate_media(forced_colors=forced)
        page.evaluate(LETTERS, letters)
        page.evaluate(SIZE, size)
        where = " ".join(filter(None, [f"{window['width']}", letters, forced, size]))
        found += [f"scrolls sideways ({where}): {what}" for what in page.evaluate(TOO_WIDE)]
    page.evaluate(SIZE, "")
    return found
