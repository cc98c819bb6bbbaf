import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models.group import Group

LIFETIME = timedelta(days=3)


class FoundingLinkQuerySet(models.QuerySet):
    def open(self, at=None):
        """Those that work: unused, in time, and while there is no group."""
        at = at or timezone.now()
        return self.filter(~models.Exists(Group.objects.all()), used_at=None, made_at__gt=at - LIFETIME)

    def find(self, token: str, at=None) -> "FoundingLink | None":
        """The open one that holds `token`; nothing tells apart why there is none."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        found = self.open(at).filter(token_hash=digest).first()
        return found if found and hmac.compare_digest(found.token_hash, digest) else None


class FoundingLink(models.Model):
    """The way into a site without a group: whoever has it makes the first group and looks after it.

    Printed once by a command for whoever keeps the server; here is only its hash.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    objects = FoundingLinkQuerySet.as_manager()

    def __str__(self):
        return str(self.pk)

    @classmethod
    @transaction.atomic
    def make(cls, at=None) -> str:
        """A new address that works for three days; the ones before stop."""
        token = secrets.token_urlsafe(32)
        cls.objects.all().delete()
        cls.objects.create(token_hash=hashlib.sha256(token.encode()).hexdigest(), made_at=at or timezone.now())
        return settings.SITE_URL + reverse("groups:begin", args=[token])

    @transaction.atomic
    def found(self, *, first, at=None, **what) -> Group:
        """The first group, with what `Group.begin` takes. Of any number who try at once, one makes it.

        Raises ValidationError where the link has been used or has run out, or there is a group already.
        """
        at = at or timezone.now()
        links = FoundingLink.objects.filter(pk=self.pk)
        # The condition is on this row's own columns: PostgreSQL asks those anew when it has waited for somebody else.
        if not (links.open(at).exists() and links.filter(used_at=None).update(used_at=at)):
            raise ValidationError(_("This link no longer works."))
        return Group.begin(first=first, **what)
