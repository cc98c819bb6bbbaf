from larder.models.activity import Activity
from larder.models.delivery import Delivery
from larder.models.topic import Topic, TopicKind, Wish, lay_in_kinds

__all__ = ["Activity", "Delivery", "Topic", "TopicKind", "Wish", "lay_in_kinds"]
