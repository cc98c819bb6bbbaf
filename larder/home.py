"""What the larder adds to a group's home."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.words import join_names, number_word
from groups.registry import Lines, Look, News
from larder.filters import Filters, Order

MOST = 6  # lines


def lines(look: Look) -> Lines:
    """Topics put by since we last met; those of one of us on one day on one line."""
    topics = look.group.topics.filter(put_by_at__gt=look.since).newest_first()
    together: dict[tuple, list] = {}
    for at, by, title, key in topics.values_list("put_by_at", "by", "title", "key"):
        together.setdefault((localdate(at), by), []).append((at, title, key))
    return Lines(news=[_news(look, by, told) for (_day, by), told in list(together.items())[:MOST]])


def _news(look: Look, by: int, told: list[tuple]) -> News:
    """`told` are (moment, title, key), the newest first."""
    (at, title, key), n = told[0], len(told)
    deed = ngettext("put a topic by", "put %(number)s topics by", n) % {"number": number_word(n)}
    if n == 1:
        return News(at, look.people.get(by), deed, title, reverse("larder:detail", args=[look.group.slug, key]))
    titles = [title for _at, title, _key in told[:2]] + ([_("others")] if n > 2 else [])
    url = reverse("larder:list", args=[look.group.slug]) + Filters(sort=Order.NEWEST).query
    return News(at, look.people.get(by), deed, join_names(titles), url)
