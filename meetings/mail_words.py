"""What somebody wrote in a mail, without what they quote. Anybody may have written it, so it costs no more than its
length does.
"""

import base64
import html
import re
from email.message import Message
from typing import NamedTuple

from copse.fields import tidy
from copse.inbound import Beginning
from meetings.itip import MOST_PARTS

LONGEST = 20_000  # bytes of plain text that are looked at
LONGEST_HTML = 100_000  # of HTML, which has much else before its words
CALENDARS = ("text/calendar", "application/ics")
WROTE = r"On [^\n]{0,200}(?:\n[^\n]{1,200}){0,2}?\bwrote:"  # mail programs wrap it
ABOVE_QUOTED = re.compile(rf"^{WROTE}\s*\n(?=>)", re.IGNORECASE | re.MULTILINE)
QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
BELOW = re.compile(
    r"^(?:-{2,} ?(?:Original|Forwarded) Message ?-{2,}|Begin forwarded message:|_{10,}"
    rf"|{WROTE}|From:[^\n]*\n(?:[^\n]*\n){{0,2}}?(?:Sent|Date|To|Reply-To|Subject):[^\n]*)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
LINE_ENDS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "hr"}
NOT_SHOWN = {"style", "script", "head", "title", "blockquote"}


class Words(NamedTuple):
    """What could be read of a mail; `are_all` where nothing else was in it that somebody wrote or added."""

    text: str
    are_all: bool


def words_of(message: Message, most: int) -> Words:
    """At most so many characters; "" where there are none that can be read."""
    parts = [part for part, _n in zip(message.walk(), range(MOST_PARTS), strict=False) if not part.is_multipart()]
    body = [part for part in parts if not part.get_filename()]
    found = [_plain(part) for part in body if part.get_content_type() == "text/plain"]
    if not any(found):
        found = [_of_html(part) for part in body if part.get_content_type() == "text/html"]
    text = next(filter(None, found), "")
    more = any(part.get_content_maintype() != "text" or part.get_filename() for part in parts if not _is_calendar(part))
    return Words(text[:most], 0 < len(text) <= most and not (more or isinstance(message, Beginning)))


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in CALENDARS


def _plain(part: Message) -> str:
    return without_quotes(tidy(_decoded(part, LONGEST)))


def _of_html(part: Message) -> str:
    return without_quotes(tidy(shown(_decoded(part, LONGEST_HTML))))


def _decoded(part: Message, most: int) -> str:
    content = _content(part)[:most]
    try:
        return content.decode(str(part.get_content_charset() or "utf-8"), "replace")
    except (LookupError, ValueError):  # letters that Python doesn't know, or that are none
        return content.decode("utf-8", "replace")


def _content(part: Message) -> bytes:
    """Its bytes. Of base64 that is cut off, as far as it goes: the library would leave it as it stands."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return part.get_payload(decode=True) or b""
    letters = NOT_BASE64.sub("", str(part.get_payload()))
    if len(letters) % 4 == 1:  # which is less than a byte
        letters = letters[:-1]
    return base64.b64decode(letters + "=" * (-len(letters) % 4))


def without_quotes(text: str) -> str:
    """What stands above, between and below quoted lines; nothing of a mail that is quoted whole."""
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    text = QUOTED.sub("", ABOVE_QUOTED.sub("", text))
    if below := BELOW.search(text):
        text = text[: below.start()]
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def shown(source: str) -> str:
    """The words of HTML, a line for each of its lines; what it quotes isn't among them."""
    first, *commented = source.split("<!--")
    source = first + "".join(comment.partition("-->")[2] for comment in commented)
    text, *tags = source.split("<")
    lines, hidden = [" ".join(text.split())], ""
    for tag in tags:
        inside, _end, text = tag.partition(">")
        name = re.match(r"/?[a-zA-Z0-9]*", inside)[0].lower()
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
        elif name in NOT_SHOWN:
            hidden = name
        if name.strip("/") in LINE_ENDS:
            lines.append("\n")
        if not hidden:
            lines.append(re.sub(r"\s+", " ", text))
    return html.unescape("".join(lines)).replace("\xa0", " ")
