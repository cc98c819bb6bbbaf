"""The template tags and filters of the look. Geometry is in copse.rings, words are in copse.words."""

from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from copse import rings, words
from copse.clocks import When, reads
from copse.markdown import html_of

register = template.Library()

for name in ("day", "day_year", "month_year", "clock", "sheet_time", "number_word", "ordinal_word", "minutes"):
    register.filter(name, getattr(words, name))
register.filter("markdown", stringfilter(html_of))


def _svg(drawing: str) -> str:
    return mark_safe(drawing)  # noqa: S308  rings escape what comes from outside


@register.simple_tag
def disc(membership, size: str = "", waiting: bool = False, tone: int = 0) -> str:
    """A member's mark; `size="large"` has a ring for each year in the group, or is their photo where they have one.

    `tone` shows it in another colour than theirs.
    """
    years = 3
    if size == "large":
        if photo := getattr(membership, "photo_url", ""):
            return format_html('<img class="disc disc-large" src="{}" alt="{}">', photo, membership.name)
        years = max(1, timezone.now().year - membership.joined_at.year + 1)
    return _svg(
        rings.disc(
            membership.initial,
            membership.pk,
            tone or membership.disc_tone,
            years=years,
            large=size == "large",
            waiting=waiting,
        )
    )


@register.simple_tag
def qr(text: str, says: str) -> str:
    """`text` as a square for a camera; `says` is told to whoever can't see it."""
    from copse.qr import draw

    return _svg(draw(text, says))


@register.simple_tag
def disc_shapes(people) -> str:
    """For a page that shows the same people often: their discs drawn once, for `disc_again`."""
    return _svg(rings.disc_shapes(tuple((person.initial, person.pk) for person in people)))


@register.simple_tag
def disc_again(membership) -> str:
    return _svg(rings.disc_again(membership.pk, membership.disc_tone))


@register.simple_tag
def kind_mark(meeting=None, kind: str = "", settled: bool = True) -> str:
    """The shape of a meeting, or of a kind of meetings."""
    if meeting is not None:
        kind, settled = meeting.mark, meeting.settled_at is not None
    return _svg(rings.kind_mark(kind, settled))


@register.simple_tag
@lru_cache(maxsize=64)
def asset(path: str) -> str:
    """The address of a static file, looked up once: while the process runs it is the same."""
    return static(path)


@register.simple_tag
@lru_cache(maxsize=8)
def letters(*faces: str) -> str:
    """For a page's head: the faces that the page is set in come before it is drawn, so that no word moves after."""
    link = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    return format_html_join("\n", link, ((static(f"fonts/{face}-latin.woff2"),) for face in faces))


@register.simple_tag
def group_mark() -> str:
    return _svg(rings.group_mark())


@register.simple_tag
def year_ring(programme, size: str = "year") -> str:
    """The growth ring of a `meetings.programme.Programme`. A small one is far from the list: no mark is a link."""
    season, marks = programme.season, programme.marks
    if size == "small":
        marks = [mark._replace(href=None) for mark in marks]
    months = [words.short_month(m) for m in range(1, 13)]
    return _svg(
        rings.year_ring(
            programme.year,
            programme.today,
            programme.earlier_years,
            marks,
            season,
            size=size,
            month_names=months,
        )
    )


@register.simple_tag
def consent_ring(people) -> str:
    """An arc for each (membership, state)."""
    return _svg(rings.consent_ring([(m.initial, state) for m, state in people]))


@register.simple_tag
def vessel(parts) -> str:
    """The bar over a run sheet: a part as wide as it is long."""
    return _svg(rings.vessel([(p.tone, p.minutes) for p in parts]))


@register.filter
def short_month(day: date) -> str:
    return words.short_month(day.month)


@register.filter
def names(people) -> str:
    """`Nia, Bea and Ruth`, of memberships."""
    return words.join_names([p.name for p in people])


@register.filter
def facilitates(meeting) -> str:
    """`Nia facilitates`, of a meeting that somebody does."""
    return words.who_facilitates(meeting.seats.names)


@register.filter
def facilitated(meeting) -> str:
    return words.who_facilitates(meeting.seats.names, held=True)


@register.filter
def marked(pieces) -> str:
    """Words of which some were looked for (`copse.tokens.Pieces`)."""
    said = ((found, escape(words)) for found, words in pieces)
    return mark_safe("".join(f"<mark>{words}</mark>" if found else words for found, words in said))  # noqa: S308


@register.filter
def span(meeting) -> str:
    """The day or days of a meeting where whoever reads is; with the year where it isn't this one."""
    return When(meeting).days


@register.filter
def near(meeting) -> str:
    """Its first day where whoever reads is; with the year where it isn't this one."""
    return When(meeting).near(timezone.localdate())


@register.filter
def other_day(meeting) -> str:
    """When it is, for whoever reads on another day than the one that was agreed on; nothing for the others."""
    when = When(meeting)
    return when.both if when.differs and when.is_another_day else ""


@register.filter
def agreed_span(meeting) -> str:
    """The day or days that were agreed on, as the year has them for all of us."""
    return When(meeting, meeting.tzinfo).days


@register.filter
def day_near(on: date) -> str:
    """`Thursday 12 March`; with the year where it isn't this one."""
    return words.day_near(on, timezone.localdate())


@register.filter
def times(meeting) -> str:
    """From when until when for whoever reads, and as it was agreed on where that differs; nothing for whole days."""
    return When(meeting).both


@register.filter
def agreed_times(meeting) -> str:
    """From when until when as it was agreed on, and where."""
    return When(meeting).agreed


@register.filter
def whole(meeting) -> str:
    """Days and times in one line."""
    return When(meeting).whole


@register.simple_tag
def times_of(meeting, day_is_said: bool = False) -> str:
    """The times for whoever reads, and smaller beside them those that were agreed on, where they differ. `day_is_said`:
    their own day stands there already.
    """
    when = When(meeting)
    if not when.differs:
        return format_html('<span class="nowrap">{}</span>', when.times)
    own = when.own_times if day_is_said else when.own
    return format_html('{} <span class="quiet small">({})</span>', own, when.agreed)


@register.simple_tag(name="reads")
def reads_now() -> str:
    """For the key of what is kept and says a time."""
    return reads()


@register.filter
def when(instant: datetime) -> str:
    """A day not far from today in words: `today`, `nine days ago`, `in three weeks`."""
    return words.in_days(timezone.localdate(instant), timezone.localdate())


@register.filter
def on_day(instant: datetime) -> str:
    """The day of an instant, for whoever reads: `12 March 2026`."""
    return words.day_year(timezone.localdate(instant))


@register.filter
def month_of(instant: datetime) -> str:
    """The month of an instant, for whoever reads: `March 2026`."""
    return words.month_year(timezone.localdate(instant))


@register.filter
def month_name(day: date) -> str:
    return words.month(day.month)
