from larder.models.activity import Activity
from larder.models.activity_wording import ActivityWording
from larder.models.delivery import Delivery
from larder.models.kind import TopicKind, lay_in_kinds
from larder.models.note import Note
from larder.models.resource import Attachment, Resource
from larder.models.revision import Revision
from larder.models.tag import Tag, Tagging
from larder.models.topic import Topic
from larder.models.wish import Wish

__all__ = [
    "Activity",
    "ActivityWording",
    "Attachment",
    "Delivery",
    "Note",
    "Resource",
    "Revision",
    "Tag",
    "Tagging",
    "Topic",
    "TopicKind",
    "Wish",
    "lay_in_kinds",
]
