from urllib.parse import quote, urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField, WordsField
from copse.keys import key_of, short_key, stamp
from copse.uploads import Upload
from groups import search
from groups.locking import one_at_a_time
from groups.models import File
from larder.models.activity import Activity
from larder.models.topic import Topic
from larder.references import apa, csl

WRITTEN = ("title", "why", "address", "reference")  # what a change may change


class ResourceQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-put_by_at", "-pk")

    def of_form(self, form: str):
        return self.filter(form=form) if form else self

    def not_at(self, place: "Topic | Activity | None"):
        """All but what belongs to `place`."""
        return self.exclude(attachments__in=Attachment.objects.filter(**_at(place))) if place else self

    def references(self):
        """By title, as they are given away together."""
        return self.filter(form=Resource.Form.REFERENCE).order_by("title", "pk")

    def for_page(self):
        """With all that a row shows."""
        return self.select_related("file", "by")

    def same_as(self, *, address: str = "", reference: dict | None = None):
        """Those with the same address, DOI or ISBN."""
        found = Q(address=address) if address else Q(pk__in=[])
        if doi := (reference or {}).get("DOI"):
            found |= Q(reference__DOI__iexact=doi)
        if isbn := (reference or {}).get("ISBN"):
            found |= Q(reference__ISBN__in=csl.isbns(isbn))
        return self.filter(found)


class ReferenceField(models.JSONField):
    """Of CSL-JSON (larder.references.csl), without the title and the address; an empty one is none."""

    empty_values = (None,)
    default_validators = [csl.check_rest]


class Resource(models.Model):
    """Something to read or to look at: a link, a reference or a file. It may belong to topics and to activities."""

    class Form(models.TextChoices):
        LINK = "link", _("A link")
        REFERENCE = "reference", _("A reference")
        FILE = "file", _("A file")

    class ChangedMeanwhile(Exception):
        """Somebody else changed it while this change was being written."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="resources")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="resources")
    form = models.CharField(max_length=9, choices=Form, editable=False)
    title = LineField(_("What is it called?"), max_length=300)
    why = WordsField(_("What is it good for?"), max_length=2000, blank=True)
    address = models.CharField(_("Where is it?"), max_length=1000, blank=True, validators=[csl.address_of])
    reference = ReferenceField(null=True)
    file = models.OneToOneField("groups.File", models.PROTECT, null=True, related_name="resource")
    put_by_at = models.DateTimeField(default=timezone.now)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "put_by_at"], name="resources_of_a_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(form="link", reference__isnull=True, file=None) & ~Q(address="")
                | Q(form="reference", reference__isnull=False, file=None)
                | Q(form="file", reference__isnull=True, file__isnull=False, address=""),
                name="a_link_a_reference_or_a_file",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("larder:resource", args=[self.group.slug, self.key])

    # -- what it is

    @property
    def host(self) -> str:
        """Whose address it is, as people read it: without www, in the letters of its language."""
        host = (urlsplit(self.address).hostname or "").removeprefix("www.")
        try:
            return host.encode("ascii").decode("idna")
        except UnicodeError:
            return host

    @property
    def item(self) -> dict:
        """The whole reference, of CSL-JSON."""
        return {**self.reference, "title": self.title, **({"URL": self.address} if self.address else {})}

    @property
    def in_apa(self) -> str:
        """The reference as HTML, in the style of the APA."""
        return apa.shown(self.item)

    @property
    def link(self) -> str:
        """Where it leads: the address, or that of the DOI."""
        doi = (self.reference or {}).get("DOI")
        return f"https://doi.org/{quote(doi)}" if doi else self.address

    @property
    def stamp(self) -> str:
        """Changes with every word that is written into it."""
        return stamp([str(getattr(self, name)) for name in WRITTEN])

    @cached_property
    def others_like_it(self) -> list["Resource"]:
        """What else the group has put by with the same address, DOI or ISBN, oldest first."""
        same = self.group.resources.same_as(address=self.address, reference=self.reference)
        return list(same.exclude(pk=self.pk).order_by("put_by_at", "pk"))

    def may_be_taken_out_by(self, membership) -> bool:
        """By whoever put it by; once they have left, by each of us."""
        return membership.group_id == self.group_id and (self.by_id == membership.pk or not self.by.is_live)

    # -- verbs

    @classmethod
    @one_at_a_time
    def put_by(cls, *, by, title: str, why: str = "", address: str = "", reference: dict | None = None,
               upload: Upload | None = None, to=None, key: str = "", at=None) -> "Resource":  # fmt: skip
        """A new one in the larder, and, where a topic or an activity is given as `to`, attached to it. Put by twice
        with the same `key` it is one.

        It is a file where there is an `upload`, else a reference where there is one, else a link. Raises
        ValidationError where its bytes are too many (`File.find_room`), OSError where the disk doesn't take them.
        """
        if upload:
            File.find_room(len(upload.content), by=by)
        if key and (first := cls.objects.filter(by=by, key=key).first()):
            return first
        file = File.keep(upload.content, by=by, name=upload.name, kind=upload.kind, at=at) if upload else None
        form = cls.Form.FILE if upload else cls.Form.LINK if reference is None else cls.Form.REFERENCE
        what = {
            "form": form, "title": title, "why": why, "address": address, "reference": reference, "file": file,
            "put_by_at": at or timezone.now(),
        }  # fmt: skip
        resource, new = cls.objects.get_or_create(group=by.group, by=by, key=key or short_key(), defaults=what)
        if new and to:
            resource.attach(to, by=by)
        search.keep(by.group, "resources", resource)
        by.group.changed("larder")
        if new:
            by.group.tell_of_sharing(by=by, at=resource.put_by_at)
        return resource

    @classmethod
    @one_at_a_time
    def bring_in(cls, items: list[dict], *, by, key: str, at=None) -> None:
        """All of these references (`larder.references.csl`); brought in twice with the same `key` they are one each."""
        keys = dict(zip(cls._keys(key, len(items)), items, strict=True))
        here = set(cls.objects.filter(by=by, key__in=keys).values_list("key", flat=True))
        what = {"group": by.group, "by": by, "form": cls.Form.REFERENCE, "put_by_at": at or timezone.now()}
        made = cls.objects.bulk_create(
            cls(key=key, **what, **cls.parts_of(item)) for key, item in keys.items() if key not in here
        )
        search.keep(by.group, "resources", *made)
        by.group.changed("larder")
        if made:
            by.group.tell_of_sharing(by=by, at=made[0].put_by_at)

    @classmethod
    def brought_in(cls, n: int, *, by, key: str) -> int:
        """How many of `n` references were brought in with this `key` before."""
        return cls.objects.filter(by=by, key__in=cls._keys(key, n)).count()

    @staticmethod
    def _keys(key: str, n: int) -> list[str]:
        """Those of `n` references that are brought in together."""
        return [key_of(f"{key} {i}") for i in range(n)]

    @staticmethod
    def parts_of(item: dict) -> dict:
        """A whole reference as the fields that it is kept in."""
        rest = {name: said for name, said in item.items() if name not in ("title", "URL")}
        return {"title": item["title"], "address": item.get("URL", ""), "reference": rest}

    @one_at_a_time
    def change(self, *, by, seen: str | None = None, **what) -> None:
        """Say it anew: `what` are fields of `WRITTEN`. Any of us can.

        `seen` is the stamp that the change was made from; raises `Resource.ChangedMeanwhile` where somebody has changed
        it since, ValueError for somebody of another group.
        """
        self._is_ours(by)
        now = Resource.objects.select_for_update().get(pk=self.pk)
        if seen is not None and seen != now.stamp:
            raise Resource.ChangedMeanwhile
        Resource.objects.filter(pk=self.pk).update(**{name: what[name] for name in WRITTEN if name in what})
        search.keep(self.group, "resources", self)
        self.group.changed("larder")
        self.refresh_from_db()

    @one_at_a_time
    def attach(self, to: Topic | Activity, *, by, at=None) -> None:
        """Let it belong to a topic or an activity, too. Attached twice is attached once.

        Raises ValueError for what is another group's.
        """
        self._is_ours(by)
        self._is_ours(to)
        Attachment.objects.get_or_create(resource=self, **_at(to), defaults={"at": at or timezone.now()})
        self.group.changed("larder")

    @one_at_a_time
    def detach(self, attachment: "Attachment", *, by) -> None:
        """It no longer belongs there. Raises ValueError for another's."""
        self._is_ours(by)
        if attachment.resource_id != self.pk:
            raise ValueError("another's")
        attachment.delete()
        self.group.changed("larder")

    @one_at_a_time
    def take_out(self, *, by) -> None:
        """It is no longer in the larder, and its bytes are gone. Raises ValueError for whoever may not."""
        if not self.may_be_taken_out_by(by):
            raise ValueError("somebody else's")
        file, pk = self.file, self.pk
        self.delete()
        search.keep(self.group, "resources", pk)
        if file:
            file.let_go()
        self.group.changed("larder")

    def _is_ours(self, row) -> None:
        if row.group_id != self.group_id:
            raise ValueError("another group's")


class Attachment(models.Model):
    """A resource belongs to a topic, or to an activity."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="attachments")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="attachments")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, related_name="attachments")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=False, activity=None) | Q(topic=None, activity__isnull=False),
                name="to_a_topic_or_an_activity",
            ),
            models.UniqueConstraint(fields=["resource", "topic"], name="once_to_each_topic"),
            models.UniqueConstraint(fields=["resource", "activity"], name="once_to_each_activity"),
        ]

    def __str__(self):
        return f"{self.resource_id} {self.topic_id or self.activity_id}"

    @property
    def place(self) -> Topic | Activity:
        return self.topic or self.activity


def _at(place: Topic | Activity) -> dict[str, Topic | Activity]:
    return {"topic" if isinstance(place, Topic) else "activity": place}
