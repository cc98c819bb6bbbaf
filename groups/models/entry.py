from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber

from copse.fulltext import TokenIndex, TokensField
from copse.tokens import tokens

TITLE, ANYWHERE = "t", "w"


class EntryQuerySet(models.QuerySet):
    def with_words(self, group: int, in_title: list[str], anywhere: list[str]):
        """Those of the group of that number that have, for each of the tokens `anywhere`, one that begins with it;
        `in_title` if they have those of the title (`marked`).

        `place` is where each stands among those of its kind: first those by their titles, then the newest.
        """
        titled = ExpressionWrapper(Q(tokens__have=in_title), models.BooleanField())
        order = [F("in_title").desc(), F("at").desc(), F("ref").desc()]
        # A sum, so that no database reads all that the group has by its number: its words lead to fewer rows.
        ours = self.alias(whose=F("group_id") + 0).filter(whose=group)
        found = ours.filter(tokens__have=anywhere).annotate(in_title=titled)
        place = Window(RowNumber(), partition_by=F("source"), order_by=order)
        return found.annotate(place=place).order_by("place")


class Entry(models.Model):
    """By what members find something: its words as they read, and as they are looked for. `groups.search` keeps it, in
    the transaction of what it is of.

    Each token begins with the group's number, so that a search meets no word of another group's, however many there
    are; then it says whether it stands in the title.
    """

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="entries", db_index=False)
    source = models.CharField(max_length=16)  # in groups.registry.searched
    ref = models.PositiveBigIntegerField()  # the primary key of what it is of
    key = models.CharField(max_length=12, blank=True)
    title = models.TextField(blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    tokens = TokensField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "source"], name="found_once")]
        indexes = [
            models.Index(fields=["group", "source"], name="entries_of_a_group"),
            TokenIndex(fields=["tokens"], name="entries_by_token"),
        ]

    def __str__(self):
        return f"{self.source} {self.ref}"

    @classmethod
    def of(cls, thing, source: str, group, said) -> "Entry":
        """What `thing` is found by, where it says `said` (a `groups.registry.Said`). It isn't saved."""
        title, words = said.title, " · ".join(filter(None, said.words))
        in_title, below = ({token for *_place, token in tokens(text)} for text in (title, words))
        found = [*marked(group.pk, TITLE, in_title), *marked(group.pk, ANYWHERE, in_title | below)]
        return cls(
            group=group, source=source, ref=thing.pk, key=said.key, title=title, words=words, at=said.at,
            tokens=" ".join(sorted(found)),
        )  # fmt: skip


def marked(group: int, mark: str, words) -> list[str]:
    return [f"{group}{mark}{word}" for word in words]
