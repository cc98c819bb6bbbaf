"""What this app has decided in consent rounds: see groups.registry.Matter."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from groups.models import Newcomer, Return
from groups.models.asked_of_all import NEWCOMER, RETURN
from groups.registry import Matter

MATTERS = {
    NEWCOMER: Matter(
        area="people",
        section="members",
        untitled=_("Somebody new"),
        subject=attrgetter("newcomer"),
        template="groups/_newcomer.html",
        shows=lambda begun, versions: [{"name": begun.newcomer.name, "by": begun.by.name} for _version in versions],
        conclude=Newcomer.conclude,
    ),
    RETURN: Matter(
        area="people",
        section="members",
        untitled=_("Does somebody come back?"),
        subject=attrgetter("comeback"),
        template="groups/_return.html",
        shows=lambda begun, versions: [{"name": begun.comeback.of.name} for _version in versions],
        conclude=Return.conclude,
    ),
}
