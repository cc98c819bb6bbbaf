"""What of its larder a group takes along when it moves to another site: all of it. See groups.carrying."""

from django.db.models import Q

from groups.carrying import Carried, LeftBehind
from larder.models import (
    Activity,
    ActivityWording,
    Attachment,
    Delivery,
    Note,
    Resource,
    Revision,
    Tag,
    Tagging,
    Topic,
    TopicKind,
    Wish,
)

RULES = [
    Carried(TopicKind, "group", "group key name lid order"),
    Carried(Tag, "group", "group key name folded"),
    Carried(Topic, "group", "group key by title why kind put_by_at worded_by worded_at touched_at put_back_at"),
    Carried(Tagging, "topic__group", "tag topic"),
    Carried(Revision, "topic__group", "topic key by at title why kind tags"),
    Carried(Note, "topic__group", "topic key by text written_at changed_at"),
    Carried(Wish, "topic__group", "topic membership at"),
    Carried(
        Activity,
        "group",
        "group key by title instructions medium minutes materials least most place part content_note alternative source"
        " variation_of put_by_at laid_aside_at taken_out_at",
        afterwards="variation_of",
    ),
    Carried(
        ActivityWording, "activity__group",
        "activity by until title instructions materials content_note alternative source",
    ),
    Carried(Resource, "group", "group key by form title why address reference file put_by_at"),
    Carried(Attachment, "resource__group", "resource topic activity at"),
    LeftBehind(Delivery, "one's own, and under way here"),
]  # fmt: skip


def files() -> Q:
    return Q(resource__isnull=False)
