"""Sets one paper with WeasyPrint, in a process of its own: `copse.pdf` runs it and nothing imports it.

Knows nothing of Django or the site. Reads a job as JSON on standard input: `html`; `stylesheets`; `assets`, by
name in base64, which the paper calls `copse-asset:name`; `fonts`, each with `family`, `style` and `path`; `fits`, lists
of style sheets of which one each is chosen so that the pages are few; `most_pages`, 0 for any number; `on_a_sheet`, how
many pages stand beside and below each other on each sheet. Writes a line of JSON, then the PDF: `errors` are
WeasyPrint's, without the words they were about; `cause` says why there is no PDF. The process has limits on memory, on
processor time and on how long and how deep a paper may be; where the system lets it, it has no network; and it ends
with whoever started it.
"""

import base64
import ctypes
import json
import logging
import resource
import signal
import sys

MEMORY = 1 << 30  # bytes of address space
SECONDS = 60  # of processor time
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
END_WITH_PARENT = 1  # of prctl(2)
MOST_WORDS, MOST_DEPTH = 60_000, 20  # more than that takes minutes, or all of the stack


class TooLong(Exception):
    """It has more words than one paper may hold."""


class TooDeep(Exception):
    """It has elements within elements, more than twenty deep."""


class TooFull(Exception):
    """It has more pages than it may have."""


def confine() -> None:
    """Take limits on this process that it can't take back."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(END_WITH_PARENT, signal.SIGKILL)
        # A network without a way out. Some systems refuse; the fetcher below is what holds.
        system.unshare(NEW_USER | NEW_NETWORK)


def measure(root) -> None:
    """Raises TooLong or TooDeep for a document, an ElementTree, that can't be set in time."""
    words, level, depth = 0, [root], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise TooDeep
        words += sum(len((text or "").split()) for element in level for text in (element.text, element.tail))
        level = [child for element in level for child in element]
    if words > MOST_WORDS:
        raise TooLong


def fit(lay_out, fits: list[list[str]]):
    """The layout by one style sheet of each list: the first, from the one that takes most room to the one that takes
    least, that leaves the paper the fewest pages. `lay_out` takes style sheets and gives a document with `pages`.
    """
    chosen: list[str] = []
    document = None
    for options in fits:
        rest = [others[-1] for others in fits[len(chosen) + 1 :]]

        def at(n: int, options=options, rest=rest):
            return lay_out([*chosen, options[n], *rest])

        if document and len(options) == 1:  # it stands in the layout already
            chosen.append(options[0])
            continue
        low, high, document = 0, len(options) - 1, at(0)
        if len(document.pages) > 1 and high:
            first, document = document, at(high)
            fewest = len(document.pages)
            if len(first.pages) == fewest:
                document, high = first, 0
            while high - low > 1:  # at `high` there are few enough pages, at `low` there are not
                middle = (low + high) // 2
                tried = at(middle)
                if len(tried.pages) == fewest:
                    document, high = tried, middle
                else:
                    low = middle
        else:
            high = 0
        chosen.append(options[high])
    return document or lay_out([])


def impose(document, beside: int, below: int):
    """The document on sheets that hold so many of its pages beside and below each other, in their order.

    What is laid out is moved before anything is drawn, so that tags, links and outline are as those of any page.
    Behind the words colours come along, and no pictures.
    """
    from weasyprint.document import Page
    from weasyprint.layout.background import layout_backgrounds

    pages, sheets = [page._page_box for page in document.pages], []
    wide, high = pages[0].margin_width(), pages[0].margin_height()
    for first in range(0, len(pages), beside * below):
        children = []
        for place, page in enumerate(pages[first : first + beside * below]):
            row, column = divmod(place, beside)
            for child in page.children:
                child.translate(column * wide, row * high)
            children += page.children
        sheet = pages[first].copy_with_children(children)
        sheet.width += (beside - 1) * wide
        sheet.height += (below - 1) * high
        layout_backgrounds(sheet, lambda *_picture, **_options: None)  # they don't move with their boxes
        sheets.append(Page(sheet))
    return document.copy(sheets)


def set_paper(job: dict, errors: list[str]) -> bytes:
    """The PDF. Appends WeasyPrint's errors; raises whatever it raises, also for an address that is refused."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    refused: list[str] = []

    class Refused(FatalURLFetchingError):
        """The paper asked for something that it does not carry. Ends the render: WeasyPrint would only log it."""

    class Carried(URLFetcher):
        """Gives what the job carries and opens nothing."""

        def fetch(self, url, headers=None):
            scheme, _, name = url.partition(":")
            if scheme == "copse-asset" and name in job["assets"]:
                return URLFetcherResponse(url, base64.b64decode(job["assets"][name]))
            if scheme == "copse-font" and name.isdigit() and int(name) < len(job["fonts"]):
                with open(job["fonts"][int(name)]["path"], "rb") as font:  # noqa: PTH123
                    return URLFetcherResponse(url, font.read(), {"Content-Type": "font/ttf"})
            refused.append(scheme)
            raise Refused(scheme)

    class Errors(logging.Handler):
        def emit(self, record):
            errors.append(str(record.msg))  # the pattern: its arguments may be somebody's words

    logging.getLogger("weasyprint").addHandler(Errors(logging.ERROR))
    faces = "".join(
        f'@font-face{{font-family:"{font["family"]}";font-style:{font["style"]};src:url(copse-font:{i})}}'
        for i, font in enumerate(job["fonts"])
    )
    fonts, carried = FontConfiguration(), Carried()
    sheets = [CSS(string=css, font_config=fonts, url_fetcher=carried) for css in (faces, *job["stylesheets"])]
    paper = HTML(string=job["html"], url_fetcher=carried)
    measure(paper.etree_element)

    def lay_out(more: list[str]):
        css = [CSS(string=css, font_config=fonts, url_fetcher=carried) for css in more]
        return paper.render(stylesheets=[*sheets, *css], font_config=fonts, pdf_variant="pdf/ua-1")

    document = fit(lay_out, job["fits"])
    if job["most_pages"] and len(document.pages) > job["most_pages"]:
        raise TooFull
    if job["on_a_sheet"] != [1, 1]:
        document = impose(document, *job["on_a_sheet"])
    pdf = document.write_pdf(pdf_variant="pdf/ua-1")
    if refused:  # inside an SVG image WeasyPrint catches everything
        raise Refused(refused[0])
    return pdf


def main() -> int:
    confine()
    job = json.load(sys.stdin)
    errors: list[str] = []
    try:
        pdf = set_paper(job, errors)
    except BaseException as failure:
        cause = type(failure).__name__ + (f" {failure}" if type(failure).__name__ == "Refused" else "")
        answer, pdf = {"errors": errors, "cause": cause}, b""
    else:
        answer = {"errors": errors}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pdf)
    return 1 if "cause" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
