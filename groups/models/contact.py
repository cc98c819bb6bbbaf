from django.db import models
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField


class ContactQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(shown=True)


class Contact(models.Model):
    """A way to reach a member, which they show to the group or keep to themselves."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="contacts")
    label = LineField(_("What it is"), max_length=40, blank=True)
    value = LineField(_("Number, address or words"), max_length=300)
    shown = models.BooleanField(_("The others see it"), default=True)
    order = models.PositiveSmallIntegerField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["membership", "order"], name="ways_to_reach_me_have_an_order")]

    def __str__(self):
        return self.label
