from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models

from copse.prepared import Given, Prepared, PreparedUpdate
from meetings import calendar, splicing
from meetings.calendar import Detail
from meetings.models.component import touched_since

LONGEST_DEED = timedelta(minutes=5)  # that a change takes from its stamp until all see it


class Document(NamedTuple):
    """What a feed shows, until time alone changes it."""

    content: bytes
    total: int  # of its events (meetings.splicing)
    fresh_until: datetime

    @property
    def etag(self) -> str:
        return splicing.etag(self.content, self.total)


class FeedDocument(models.Model):
    """A feed's bytes, in a table of their own: a fetch where nothing has changed doesn't load them."""

    subscription = models.OneToOneField(
        "meetings.Subscription", models.CASCADE, primary_key=True, related_name="document"
    )
    etag = models.CharField(max_length=66, blank=True)
    content = models.BinaryField(default=b"")
    total = models.CharField(max_length=64, blank=True)  # of the SHA-256 of its events (meetings.splicing), in hex
    built_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.subscription_id}"


def _given(name: str) -> Given:
    return Given(name, FeedDocument._meta.get_field(name))


OF = Prepared(lambda: FeedDocument.objects.filter(subscription_id=Given("subscription")).values_list("etag", "content"))
BUILT = Prepared(
    lambda: FeedDocument.objects.filter(subscription_id=Given("subscription"), etag=Given("etag")).values_list(
        "content", "total", "built_at"
    )
)
KEEP = PreparedUpdate(
    lambda: FeedDocument.objects.filter(subscription_id=Given("subscription")),
    **{name: _given(name) for name in ("etag", "content", "total", "built_at")},
)


def spliced(feed, memberships: list[tuple], stamp: str, at: datetime) -> Document | None:
    """The bytes as they were, with the events in them that have changed and keep their time.

    None where more has changed than that: then all the pieces are joined. Whatever this would overlook, such as a
    clock put back and forward again between two fetches, the next joining puts right, at midnight.
    """
    if at >= feed.fresh_until or feed.detail == Detail.FULL or feed.tentative:
        return None
    was, now = (text.partition("|") for text in (feed.stamp, stamp))
    versions = [dict(pair.split(":") for pair in text.split(",") if pair) for text in (was[0], now[0])]
    if was[2] != now[2] or versions[0].keys() != versions[1].keys():
        return None
    for content, total, built_at in BUILT(subscription=feed.pk, etag=feed.etag):
        document = Document(bytes(content), int(total, 16), feed.fresh_until)
        for group, _all, programme, name, slug, language in memberships:
            if versions[0][str(group)] != str(programme):
                touched = touched_since(built_at - LONGEST_DEED, group=group, name=name, slug=slug)
                document = document and _with(feed, touched, document, language, at)
        return document
    return None


def _with(feed, touched: list, document: Document, language: str, at: datetime) -> Document | None:
    """`document` with these meetings as they are now; None where one comes, goes, moves, or is of some of us; and
    where there is none, since something else has changed then.
    """
    for meeting in touched:
        over = meeting.ends_at if meeting.let_go_at or meeting.not_held_at else None
        gone = not meeting.settled_at or (over and (over <= at or not feed.cancelled))
        if gone and not splicing.holds(document.content, meeting.uid):
            continue
        event = calendar.component(meeting, feed.detail, language, at.year)
        swapped = splicing.swap(document.content, event, meeting.uid)
        if swapped is None or gone or meeting.smaller:
            return None
        content, more = swapped
        until = min(filter(None, [document.fresh_until, over]))
        document = Document(content, (document.total + more) % splicing.WHOLE, until)
    return document if touched else None
