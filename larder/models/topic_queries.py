from django.db.models import Exists, OuterRef

from groups import registry
from larder.models.titled import TitledQuerySet
from larder.models.wish import Wish


class TopicQuerySet(TitledQuerySet):
    def newest_first(self):
        return self.order_by("-put_by_at", "-pk")

    def longest_untouched_first(self):
        return self.order_by("touched_at", "pk")

    def ready(self, at):
        """Those that no meeting opened or is to open, or that were put back on the shelf since."""
        opened = registry.openings().counting(at).since_put_back()
        return self.filter(~Exists(opened.filter(topic=OuterRef("pk"))))

    def wanted_by_none_of(self, people):
        """Those without a mark of any of these memberships."""
        return self.filter(~Exists(Wish.objects.filter(topic=OuterRef("pk"), membership__in=people)))
