"""What somebody put by to read, and what becomes of it when they leave: see groups.holding and groups.belonging."""

from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups import search
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from groups.models import File
from larder.models import Attachment, Resource

RESOURCES = Holding(
    Resource, gettext_lazy("What you put by to read"), whose="by", goes=True,
    copied="form title why address reference file.name put_by_at", plain="group key",
)  # fmt: skip
RULES = [RESOURCES, NotPersonal(Attachment, "what belongs to what", "resource topic activity at")]


class Resources(Belonging):
    key, order, title = "resources", 37, gettext_lazy("What you put by to read")
    fates = (Fate.UNNAMED, Fate.GOES)
    holdings = (RESOURCES,)

    def says(self, fate, n):
        words = {
            Fate.UNNAMED: ngettext(
                "%(number)s link, reference or file that you put by stays in the larder, without your name.",
                "%(number)s links, references and files that you put by stay in the larder, without your name.", n,
            ),
            Fate.GOES: ngettext(
                "%(number)s link, reference or file that you put by is taken out of the larder.",
                "%(number)s links, references and files that you put by are taken out of the larder.", n,
            ),
        }[fate]  # fmt: skip
        return words % {"number": number_word(n)}

    def part(self, membership, fate, at):
        """What goes is seen by nobody from now on; its bytes stay for their copy until it is final."""
        if fate != Fate.GOES:
            return None
        taken = RESOURCES.copy(membership)
        self._take_out(membership)
        return taken

    def settle(self, membership, fate):
        """The files of what stays are the group's from now on, so that they stay when the others go."""
        if fate == Fate.GOES:
            self._take_out(membership)
        else:
            File.objects.filter(resource__by=membership).update(owner=None)

    @staticmethod
    def _take_out(membership) -> None:
        gone = list(membership.resources.values_list("pk", flat=True))
        RESOURCES.erase(membership)
        search.keep(membership.group, "resources", *gone)
        membership.group.changed("larder")


BELONGINGS = [Resources()]
