from larder.models.activity import Activity
from larder.models.activity_wording import ActivityWording
from larder.models.delivery import Delivery
from larder.models.resource import Attachment, Resource, reading_of
from larder.models.topic import Topic, TopicKind, Wish, lay_in_kinds

__all__ = [
    "Activity", "ActivityWording", "Attachment", "Delivery", "Resource", "Topic", "TopicKind", "Wish", "lay_in_kinds",
    "reading_of",
]  # fmt: skip
