from larder.models.activity import Activity
from larder.models.topic import Topic, TopicKind, Wish, lay_in_kinds

__all__ = ["Activity", "Topic", "TopicKind", "Wish", "lay_in_kinds"]
