from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsField
from copse.keys import short_key
from groups import search
from groups.locking import one_at_a_time


class Note(models.Model):
    """What one of us adds to a topic. All of us read it; whoever wrote it can change it or take it down."""

    topic = models.ForeignKey("larder.Topic", models.CASCADE, related_name="notes")
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="topic_notes")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    text = WordsField(_("Your note"), max_length=3000)
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return self.key

    @classmethod
    @one_at_a_time
    def write(cls, topic, text: str, *, by, key: str = "", at=None) -> "Note":
        """A note of mine; written twice with the same `key` it is one. Raises ValueError for another group's topic."""
        if by.group_id != topic.group_id:
            raise ValueError("somebody of another group")
        at = at or timezone.now()
        what = {"text": text, "written_at": at}
        note, new = cls.objects.get_or_create(topic=topic, by=by, key=key or short_key(), defaults=what)
        if new:
            topic.touch(at=at)
            search.keep(by.group, "topics", topic)
            by.group.changed("larder")
        return note

    @one_at_a_time
    def change(self, text: str, *, by, at=None) -> None:
        """Put it in other words. Raises ValueError for somebody else's note."""
        self._only_mine(by)
        if text != self.text:
            self.text, self.changed_at = text, at or timezone.now()
            self.save(update_fields=["text", "changed_at"])
            search.keep(by.group, "topics", self.topic_id)
            by.group.changed("larder")

    @one_at_a_time
    def take_down(self, *, by) -> None:
        """It is gone. Raises ValueError for somebody else's note."""
        self._only_mine(by)
        self.delete()
        search.keep(by.group, "topics", self.topic_id)
        by.group.changed("larder")

    def _only_mine(self, by) -> None:
        if by.pk != self.by_id:
            raise ValueError("only whoever wrote a note changes it")
