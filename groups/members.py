"""What the members page shows to one of us: who we are, whom we wait for, who was taken out and can come back."""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import cached_property

from copse.near import recall
from groups.models import Contact, Duty, Invitation

NEW_FOR = timedelta(days=30)
MOST_EARLIER = 20  # invitations that are over
NAMED = ("invited_by", "accepted_as", "taken_back_by")


class Members:
    """The members of a group as one of them, `me`, sees them. Who may do what is asked of `me` alone, and anew."""

    def __init__(self, me):
        self.me, self.group = me, me.group

    @cached_property
    def people(self) -> list:
        """As they came, each with their duties, the ways to reach them that they show, and the sabbatical that is on
        or to come.
        """
        duties, contacts = recall(f"members:{self.group.pk}:{self.group.people_version}", self._read)
        people, today = list(self.group.people.values()), self.group.today()
        for person in people:
            person.is_admin = (person.pk, Duty.Name.ADMIN) in duties
            person.has_facilitator_duty = (person.pk, Duty.Name.FACILITATOR) in duties
            person.shown_contacts = [contact for contact in contacts if contact["membership_id"] == person.pk]
            person.sabbatical = person.coming_span(today)
        return people

    def _read(self) -> tuple[set, list]:
        duties = Duty.objects.held().filter(membership__group=self.group).values_list("membership_id", "name")
        contacts = Contact.objects.shown().filter(membership__in=self.group.members)
        return set(duties), list(contacts.values("membership_id", "label", "value"))

    @cached_property
    def newcomers(self) -> list:
        """Who has joined in the last thirty days and after me, the newest first."""
        since = max(self.me.joined_at, timezone.now() - NEW_FOR)
        return [person for person in reversed(self.people) if person.joined_at > since]

    @property
    def nobody_admins(self) -> bool:
        return not any(person.is_admin for person in self.people)

    @property
    def claim(self):
        """Who has offered to look after invitations and settings."""
        return self.group.admin_claims.open().select_related("by").first()

    @cached_property
    def _everyone(self) -> dict:
        return self.group.everyone

    @cached_property
    def suspended(self) -> list:
        """Taken out, and not for good yet; for admins alone."""
        return [person for person in self._everyone.values() if person.is_suspended] if self.me.is_admin else []

    @cached_property
    def invitations(self) -> list[Invitation]:
        """Those that wait for an answer, the newest first; for whoever invites."""
        return self._named(self.group.invitations.waiting().newest_first()) if self.me.invites else []

    @cached_property
    def earlier_invitations(self) -> list[Invitation]:
        return self._named(self.group.invitations.over().newest_first()[:MOST_EARLIER]) if self.me.invites else []

    def _named(self, invitations) -> list[Invitation]:
        """Each with the people whom its row names, and `counts`: whether whoever sent it still invites."""
        inviting = {person.pk for person in self.people if person.invites}
        invitations = list(invitations)
        for invitation in invitations:
            invitation.counts = invitation.invited_by_id in inviting
            for role in NAMED:
                setattr(invitation, role, self._everyone.get(getattr(invitation, f"{role}_id")))
        return invitations
