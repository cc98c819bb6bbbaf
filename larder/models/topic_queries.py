from django.db import models
from django.db.models import Exists, OuterRef

from copse.folding import folded
from groups import registry
from larder.models.wish import Wish


class TopicQuerySet(models.QuerySet):
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

    def called_alike(self, title: str, *, but: str = ""):
        """One whose title reads the same, other than the one of the key `but`; or None."""
        wanted = folded(title)
        titles = self.exclude(key=but).values_list("pk", "title").iterator()
        found = next((pk for pk, other in titles if folded(other) == wanted), None)
        return found and self.get(pk=found)
