"""The mails of a group that failed or wait, as whoever looks after the group sees them: without a word of content."""

from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse.undelivered import Cause
from copse.words import number_word
from groups.models import Group, Member, Membership, Outbox

CALLED = {  # by the outbox kind
    "invitation": gettext_lazy("An invitation to our group"),
    "account": gettext_lazy("A code, or a word on an account"),
    "admin_claim": gettext_lazy("Somebody offers to look after our group"),
    "group_ending": gettext_lazy("Whether our group ends"),
    "removal": gettext_lazy("Somebody was taken out of our group"),
    "removal_undone": gettext_lazy("Somebody is one of us again"),
    "gathering": gettext_lazy("Each of us is asked to write"),
    "round": gettext_lazy("What we are deciding"),
    "round_reminder": gettext_lazy("A reminder of what we are deciding"),
    "dates": gettext_lazy("A date to find"),
    "poll_reminder": gettext_lazy("A reminder of a date to find"),
    "all_heard": gettext_lazy("All have answered about a date"),
    "exception": gettext_lazy("A date without one of us"),
    "meeting": gettext_lazy("A date settled or changed"),
    "at_risk": gettext_lazy("A meeting that may not take place"),
    "turn": gettext_lazy("A turn that is coming"),
    "turn_offer": gettext_lazy("A turn that is offered"),
    "turn_taken": gettext_lazy("A turn that was taken"),
    "calendar": gettext_lazy("An invitation for a calendar"),
    "put_aside": gettext_lazy("An answer that was put aside"),
    "shared": gettext_lazy("Something was shared"),
    "letter": gettext_lazy("The weekly letter"),
}
MOST = 50  # of each; where a mail server is away for long there can be many


def _is_to_put_right(mail: Outbox, member: Member) -> bool:
    """Whether it is about their address, and still theirs: whoever helps needs to know which."""
    about_it = mail.cause == Cause.FULL or (member.unreached and mail.cause in (Cause.UNKNOWN, Cause.REFUSED))
    return about_it and mail.to.lower() == member.email.lower()


def becomes_of(mail: Outbox) -> str:
    """What is so of a mail that somebody has just seen to, or somebody else before them."""
    if mail.dropped_at:
        return _("It isn’t sent any more.")
    if mail.sent_at:
        return _("It has been sent.")
    return _("It is sent again within minutes.")


class Undelivered:
    """What the page shows at one moment. Each mail is `called` something, goes to `whom`, and `stands` somehow. An
    address is shown where it is to be put right, or where there is no name.
    """

    def __init__(self, group: Group, at: datetime | None = None):
        self.group, self.at = group, at or timezone.now()

    @cached_property
    def unreached(self) -> list[Membership]:
        """Those of us whose address refused a mail, and no other has arrived since."""
        refused = self.group.members.filter(member__refused_at__isnull=False).select_related("member")
        return [person for person in refused if person.member.unreached]

    @cached_property
    def failed(self) -> list[Outbox]:
        return self._said(self.group.mails.failed().order_by("-given_up_at", "-pk"))

    @cached_property
    def waiting(self) -> list[Outbox]:
        """What was tried before first, then what waits for its time."""
        return self._said(self.group.mails.waiting().order_by("-tries", "due_at", "pk"))

    @cached_property
    def more(self) -> int:
        """How many aren't shown."""
        there = self.group.mails.failed().count() + self.group.mails.waiting().count()
        return there - len(self.failed) - len(self.waiting)

    @cached_property
    def people(self) -> dict[int, Membership]:
        """Those of us who are here, by their accounts."""
        return {person.member_id: person for person in self.group.members.select_related("member")}

    def _said(self, mails) -> list[Outbox]:
        found = list(mails[:MOST])
        for mail in found:
            mail.called = CALLED.get(mail.kind, _("A mail"))
            person = self.people.get(mail.member_id)
            shown = mail.to if person is None or _is_to_put_right(mail, person.member) else ""
            mail.whom = ", ".join(filter(None, (person and person.name, shown)))
            mail.stands = self._stands(mail)
        return found

    def _stands(self, mail: Outbox) -> str:
        if mail.given_up_at and mail.sent_at:
            return _("It was sent, and came back.")
        tried = ngettext("It was tried once.", "It was tried %(times)s times.", mail.tries)
        tried %= {"times": number_word(mail.tries)}
        if mail.given_up_at:
            return tried
        later = _("It goes out by itself.") if mail.due_at > self.at else _("It goes out within minutes.")
        return " ".join([tried, _("It is tried again by itself.")]) if mail.tries else later
