"""What the larder keeps of people, and what becomes of it when they leave: see groups.holding and groups.belonging."""

from django.utils.translation import gettext_lazy

from groups.holding import Holding
from larder import personal_activities, personal_resources, personal_topics
from larder.models import Delivery

DELIVERIES = Holding(
    Delivery, gettext_lazy("Lists that you brought to the larder"), whose="by", goes=True, copied="text brought_at",
    plain="key done lines fault found stamp looked_at with_here agreed_at changed_at taken_in_at failed_at"
    " put_aside_at",
)  # fmt: skip
RULES = [*personal_topics.RULES, DELIVERIES, *personal_activities.RULES, *personal_resources.RULES]
BELONGINGS = [*personal_topics.BELONGINGS, *personal_activities.BELONGINGS, *personal_resources.BELONGINGS]
end_wishes = personal_topics.end_wishes
