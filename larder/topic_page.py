"""What the page of a topic shows to one of us: how it is worded, who would like it, what became of it."""

from django.utils import timezone
from django.utils.functional import cached_property

from copse.near import columns, instances
from copse.prepared import Given, Prepared
from larder.filters import Filters
from larder.forms.note import NoteForm
from larder.memory import Memory
from larder.models import Note, Topic
from larder.places import TAGGED, WISHED, kinds_of, tags_of
from larder.reading import reading_of

NOTES = Prepared(lambda: Note.objects.filter(topic=Given("topic")).values_list(*columns(Note)))


class TopicPage:
    """`topic` as `me` sees it, who came from a shelf seen through `filters`. As many queries however long its life."""

    def __init__(self, topic: Topic, me, filters: Filters | None = None, note_form: NoteForm | None = None):
        self.topic, self.me, self.group = topic, me, me.group
        self.filters, self.note_form = filters or Filters(), note_form or NoteForm()
        self.at = timezone.now()
        topic.by, topic.worded_by = self._everyone[topic.by_id], self._everyone.get(topic.worded_by_id)
        topic.kind = kinds_of(self.group)[topic.kind_id]

    @cached_property
    def _everyone(self) -> dict:
        return self.group.everyone

    @cached_property
    def tags(self) -> list:
        ours = tags_of(self.group)
        return [ours[tag] for _topic, tag in TAGGED([self.topic.pk])]

    @cached_property
    def wished_by(self) -> list:
        """Those of us who would like it, as they came to the mark."""
        return [person for _topic, pk in WISHED([self.topic.pk]) if (person := self._everyone[pk]).is_live]

    @property
    def i_would_like_it(self) -> bool:
        return self.me in self.wished_by

    @property
    def may_take_out(self) -> bool:
        return self.topic.may_be_taken_out_by(self.me)

    @cached_property
    def notes(self) -> list:
        """The oldest first."""
        notes = instances(Note, NOTES(topic=self.topic.pk))
        for note in notes:
            note.by = self._everyone[note.by_id]
        return notes

    @cached_property
    def reading(self) -> list:
        return reading_of(self.topic)

    @cached_property
    def _memory(self) -> Memory:
        return Memory(self.topic, self.group, self.at, self._everyone)

    @property
    def ahead(self) -> list:
        """When we will open it, the nearest first."""
        return self._memory.ahead

    @property
    def behind(self) -> list:
        """Each time that we opened it, the latest first."""
        return self._memory.behind

    @property
    def stands_opened(self) -> bool:
        """Among what was opened before: it can be put back on the shelf."""
        since, behind = self.topic.put_back_at, self.behind
        return bool(behind and not self.ahead and (since is None or behind[0].ends_at > since))

    @property
    def was_put_back(self) -> bool:
        """It stands ready though it was opened before: that can be undone."""
        return bool(self.topic.put_back_at and self.behind and not self.ahead and not self.stands_opened)
