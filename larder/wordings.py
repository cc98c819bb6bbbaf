"""How a topic was worded before: each wording, whose it was, and what was other than before it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from copse.differences import Changes, word_changes
from larder.models import Revision, Topic

MOST = 10  # to a page


@dataclass(frozen=True)
class Wording:
    """One of them. `key` is that of an earlier one, which can be taken up again; "" of how it reads now."""

    by: object
    at: datetime
    title: Changes
    why: Changes
    kind: Changes
    tags: Changes
    key: str = ""


class Wordings:
    """The latest first, some to a page. As many queries however many there are."""

    def __init__(self, topic: Topic, group, *, page: int = 1):
        self.topic, self.everyone, self.page = topic, group.everyone, max(page, 1)

    @cached_property
    def _rows(self) -> list[Revision]:
        """Of this page, the latest first, and after them the one before, which the last is told from."""
        earlier = self.topic.revisions.order_by("-pk")
        start = (self.page - 1) * MOST
        if start:
            return list(earlier[start - 1 : start + MOST])
        return [self._now, *earlier[:MOST]]

    @property
    def _now(self) -> Revision:
        """How it reads now, as if it were one of those before."""
        topic = self.topic
        by, at = topic.worded_by_id or topic.by_id, topic.worded_at or topic.put_by_at
        said = {"title": topic.title, "why": topic.why, "kind": topic.kind.name, "tags": ", ".join(topic.tag_names)}
        return Revision(topic=topic, by_id=by, at=at, key="", **said)

    @property
    def latest_first(self) -> list[Wording]:
        shown = self._rows[:MOST]
        before = [*self._rows[1:], None]
        return [self._told(row, earlier) for row, earlier in zip(shown, before, strict=False)]

    @property
    def goes_on(self) -> bool:
        return len(self._rows) > MOST

    def _told(self, row: Revision, before: Revision | None) -> Wording:
        changes = {
            name: word_changes(getattr(before or row, name), getattr(row, name))
            for name in ("title", "why", "kind", "tags")
        }
        return Wording(self.everyone[row.by_id], row.at, **changes, key=row.key)
