from larder.models.activity import Activity
from larder.models.activity_wording import ActivityWording
from larder.models.delivery import Delivery
from larder.models.topic import Topic, TopicKind, Wish, lay_in_kinds

__all__ = ["Activity", "ActivityWording", "Delivery", "Topic", "TopicKind", "Wish", "lay_in_kinds"]
