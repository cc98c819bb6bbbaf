from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.direction import closed
from copse.fields import LineField, visible
from copse.folding import folded
from copse.keys import short_key
from copse.words import number_word

MOST_TAGS = 8  # on one topic
LONGEST = 40


def tags_in(line: str) -> list[str]:
    """The tags that commas part in `line`, each once: of two that fold alike the first.

    Raises ValidationError for more tags, or longer ones, than a topic can have.
    """
    found: dict[str, str] = {}
    for name in (closed(" ".join(part.split())) for part in line.split(",")):
        if len(name) > LONGEST:
            words = _t("“%(start)s…” is too long for a tag: %(most)d letters at most.")
            raise ValidationError(words % {"start": name[:20], "most": LONGEST})
        if visible(name) and (fold := folded(name)):
            found.setdefault(fold, name)
    if len(found) > MOST_TAGS:
        words = _t("A topic has %(most)s tags at most. Here are %(number)s.")
        raise ValidationError(words % {"most": number_word(MOST_TAGS), "number": number_word(len(found))})
    return list(found.values())


class TagQuerySet(models.QuerySet):
    def unused(self):
        return self.filter(taggings=None)


class Tag(models.Model):
    """A word of the group's own for some of its topics. Two spellings that fold alike are one; the first stays."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="tags")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    name = LineField(_("tag"), max_length=LONGEST)
    folded = models.CharField(max_length=200, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [models.UniqueConstraint(fields=["group", "folded"], name="a_tag_has_one_spelling")]

    def __str__(self):
        return self.name

    @classmethod
    def put_on(cls, topic, names: list[str]) -> None:
        """These tags and no others; what no topic has any more goes. Within the transaction of a verb.

        Raises ValidationError as `tags_in`.
        """
        names = tags_in(",".join(names))
        tags = cls.add_to(topic.group, {topic: names})
        topic.taggings.exclude(tag__in=[tags[folded(name)[:200]] for name in names]).delete()
        topic.group.tags.unused().delete()

    @classmethod
    def add_to(cls, group, named: dict) -> "dict[str, Tag]":
        """Each topic in `named` has its tags too, as `tags_in` gives them. Gives the tags of the group, by what they
        fold to. Within the transaction of a verb; as many queries for many as for one.
        """
        group = group.locked()  # nobody takes a word away that somebody else is putting on
        wanted = {folded(name)[:200]: name for names in named.values() for name in reversed(names)}
        cls.objects.bulk_create(
            [cls(group=group, name=name, folded=fold) for fold, name in wanted.items()], ignore_conflicts=True
        )
        tags = {tag.folded: tag for tag in group.tags.all()}
        Tagging.objects.bulk_create(
            [Tagging(topic=topic, tag=tags[folded(name)[:200]]) for topic, names in named.items() for name in names],
            ignore_conflicts=True,
        )
        return tags


class Tagging(models.Model):
    """A tag on a topic."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    topic = models.ForeignKey("larder.Topic", models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "tag"], name="a_tag_once_on_a_topic")]

    def __str__(self):
        return f"{self.topic_id} {self.tag_id}"
