from django.db import models
from django.utils import timezone


class GroupSlug(models.Model):
    """An address part that a group had before. It leads its members on to the one of today."""

    slug = models.SlugField(max_length=50, unique=True)
    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="earlier_slugs")
    until_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.slug
