"""What the page of an activity shows to one of us: how it goes, its variations, when we did it and will do it."""

from django.utils import timezone
from django.utils.functional import cached_property

from copse.prepared import Given, Prepared
from larder.cards import KINDS
from larder.memory import Memory
from larder.models import Activity, ActivityWording
from larder.reading import reading_of

THIS = Given("activity")
VARIATIONS = Prepared(
    lambda: Activity.objects.at_hand().filter(variation_of=THIS).in_order().values_list("key", "title")
)
WORDED_BEFORE = Prepared(lambda: ActivityWording.objects.filter(activity=THIS).values_list("pk")[:1])


class ActivityPage:
    """`activity` as `me` sees it. As many queries however often we did it."""

    cards = KINDS.values()

    def __init__(self, activity: Activity, me):
        self.activity, self.me, self.group = activity, me, me.group
        everyone = self.group.everyone
        activity.by = everyone[activity.by_id]
        self.memory = Memory(activity, self.group, timezone.now(), everyone)

    @cached_property
    def variations(self) -> list[tuple[str, str]]:
        """(key, title), by title."""
        return VARIATIONS(activity=self.activity.pk)

    @cached_property
    def reading(self) -> list:
        return reading_of(self.activity)

    @property
    def was_worded_before(self) -> bool:
        return bool(WORDED_BEFORE(activity=self.activity.pk))

    @property
    def may_be_taken_out(self) -> bool:
        return self.activity.is_in_the_hands_of(self.me) and not self.memory.behind
