from django.db import models

from copse.folding import folded


class TitledQuerySet(models.QuerySet):
    """Of what has a title and a key."""

    def called_alike(self, title: str, *, but: str = ""):
        """One whose title reads the same, other than the one of the key `but`; or None."""
        wanted = folded(title)
        titles = self.exclude(key=but).values_list("pk", "title").iterator()
        found = next((pk for pk, other in titles if folded(other) == wanted), None)
        return found and self.get(pk=found)
