"""What this app keeps of people, and what becomes of it when they leave: see groups.holding and groups.belonging."""

import json

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups import personal_gatherings as gatherings
from groups import personal_rounds as rounds
from groups import search
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from groups.models import (
    AdminClaim,
    AskedPaper,
    Contact,
    Departure,
    Duty,
    Ending,
    Entry,
    ErasureEntry,
    Export,
    File,
    FoundingLink,
    Goal,
    GoalChange,
    Group,
    GroupSlug,
    Invitation,
    LogEntry,
    MailChoice,
    Member,
    Membership,
    Newcomer,
    Outbox,
    Sabbatical,
)

ACCOUNT = Holding(
    Member, gettext_lazy("You"), whose="pk", of_account=True, goes=True,
    copied="email name zone language clock theme easier_letters quiet_from quiet_until date_joined last_login"
    " refused_address refused_at",
    # a password is kept in a form that nobody can read back
    plain="refused_why refused_later password is_active is_staff version locks",
)  # fmt: skip
ADDRESSES = Holding(
    EmailAddress, gettext_lazy("Your addresses"), whose="user", of_account=True, goes=True,
    copied="email verified primary",
)  # fmt: skip


class WaysIn(Holding):
    """Passkeys, an app and spare codes. Passkeys were given names, which rest beside what opens."""

    def copy(self, whose) -> list[dict]:
        rows = self.rows(whose).order_by("pk")
        return [{"name": row.data.get("name"), **said} for row, said in zip(rows, super().copy(whose), strict=True)]


WAYS_IN = WaysIn(
    Authenticator, gettext_lazy("Your ways in"), whose="user", of_account=True, goes=True,
    copied="type created_at last_used_at", plain="data",  # but for the name, what opens is not for a file
)  # fmt: skip
DEVICES = Holding(
    UserSession, gettext_lazy("Where you are signed in"), whose="user", of_account=True, goes=True,
    copied="user_agent ip created_at last_seen_at", plain="session_key data",
)  # fmt: skip
PROFILE = Holding(
    Membership, gettext_lazy("You in your groups"), whose="pk",
    copied="known_as pronouns about access_note tone joined_at left_at removed_at removal_reason",
    blanked={
        "member": None, "known_as": "", "pronouns": "", "about": "", "access_note": "", "tone": 0,
        "removal_reason": "",
    },
    ours="joined_at left_at removed_at", plain="group key photo removed_by removal_final_at anonymised_at",
)  # fmt: skip


class FilesHeld(Holding):
    """Rows that stand for bytes: both go."""

    def erase(self, whose) -> None:
        for file in self.rows(whose):
            file.let_go()


FILES = FilesHeld(
    File, gettext_lazy("Your files"), whose="owner", goes=True,
    copied="name kind size kept_at", plain="group key stored_as sha256",
)  # fmt: skip
CONTACTS = Holding(
    Contact, gettext_lazy("Ways to reach you"), whose="membership", goes=True,
    copied="label value shown", plain="order",
)  # fmt: skip
GOALS = Holding(
    Goal, gettext_lazy("What you hope for"), whose="author", goes=True,
    copied="text state look_back written_at shared_at", plain="group key gathered",
)  # fmt: skip
INVITATIONS = Holding(
    Invitation, gettext_lazy("Invitations that you sent"), whose="invited_by",
    copied="email note created_at", blanked={"note": ""}, ours="email created_at",
    plain="group key nonce token_hash sent_at used_at revoked_at taken_back_by accepted_as",
)  # fmt: skip


RULES = [
    ACCOUNT,
    ADDRESSES,
    WAYS_IN,
    DEVICES,
    PROFILE,
    CONTACTS,
    FILES,
    GOALS,
    INVITATIONS,
    Holding(
        GoalChange, gettext_lazy("Goals that you changed"), whose="by",
        copied="text state look_back at", ours="text state look_back at", plain="goal",
    ),
    *gatherings.RULES,
    Holding(
        MailChoice, gettext_lazy("Which mails you get"), whose="membership", goes=True,
        copied="membership.group kind rhythm",
    ),
    Holding(
        Sabbatical, gettext_lazy("Your sabbaticals"), whose="membership", goes=True,
        copied="starts ends note",
    ),
    Holding(
        AdminClaim, gettext_lazy("Offers to look after a group"), whose="by",
        copied="claimed_at", ours="claimed_at", plain="group withdrawn_at done_at",
    ),
    Holding(
        Ending, gettext_lazy("Groups that you asked to delete"), whose="asked_by",
        copied="asked_at", ours="asked_at", plain="group agreed_by agreed_at withdrawn_at",
    ),
    *rounds.RULES,
    NotPersonal(GroupSlug, "the group's own", "group slug until_at"),
    Holding(
        Departure, gettext_lazy("Groups that you have left"), whose="membership",
        copied="at chosen kept", blanked={"kept": {}}, ours="at chosen", plain="byline settled_at returned_at",
    ),
    Holding(
        Duty, gettext_lazy("Your duties"), whose="membership",
        copied="name from_at until_at", ours="name from_at until_at", plain="given_by",
    ),
    Holding(
        LogEntry, gettext_lazy("What you did with a group"), whose="by",
        copied="act at", ours="act at", plain="group about",
    ),
    Holding(
        Outbox, gettext_lazy("Mails to you"), whose="member", of_account=True, goes=True,
        copied="to kind queued_at sent_at given_up_at",
        plain="reference group key sealed message_id due_at leased_until tries dropped_at cause",
    ),
    Holding(
        Export, gettext_lazy("Copies that you asked for"), whose="member", of_account=True, goes=True,
        copied="asked_at made_at", plain="key file done parts failed_at",
    ),
    NotPersonal(
        EmailConfirmation, "never made: addresses are confirmed by a typed code", "email_address created sent key"
    ),
    NotPersonal(AskedPaper, "the group's own", "group maker reference asked_at begun_at made_at failed_at"),
    NotPersonal(FoundingLink, "the hash of a link, made for whoever keeps the server", "token_hash made_at used_at"),
    NotPersonal(
        Entry, "words of what the other rules are about, kept to find it by, and goes with it",
        "group source ref key title words at tokens",
    ),
    NotPersonal(ErasureEntry, "marks that lead back to nobody", "mark chosen at"),
    NotPersonal(
        Group, "the group's own",
        "slug name zone language country rounds all_facilitate all_invite sign_on_joining invite_by_consent"
        " patience_weeks version people_version programme_version answers_version larder_version manifesto_version"
        " created_at",
    ),
]  # fmt: skip


def my_files(member) -> dict[str, bytes]:
    """What I brought, as it is kept."""
    files = File.objects.filter(owner__member=member, owner__anonymised_at=None).order_by("pk")
    return {f"files/{file.key}-{file.name}": content for file in files if (content := file.read()) is not None}


def forget_addresses(member) -> None:
    """Whatever else knows the member's addresses: mails, invitations to them, sessions of theirs or on the way in."""
    addresses = {member.email, *member.emailaddress_set.values_list("email", flat=True)}
    for address in addresses:
        Outbox.objects.filter(to__iexact=address).delete()
        Invitation.forget_address(address)
        Newcomer.forget_address(address)
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(member.pk) or any(a in json.dumps(held, default=str) for a in addresses):
            session.delete()


class Profile(Belonging):
    key, order, title = "profile", 10, gettext_lazy("Your name and what you say of yourself")

    def seen(self, whose):
        return []

    def number(self):
        return 1

    def says(self, fate, n):
        return _("Your name, and all that you say of yourself here, goes at once. You are shown as “a former member”.")

    def settle(self, membership, fate):
        """The rule on the membership itself does it, with the rest (`groups.models.departure.erase`)."""


class Goals(Belonging):
    key, order, title = "goals", 20, gettext_lazy("What you hope for")
    fates = (Fate.GOES, Fate.UNNAMED, Fate.NAMED)
    holdings = (GOALS, gatherings.HOPES)

    def seen(self, whose):
        return [GOALS.rows(whose).shared(), gatherings.HOPES.rows(whose)]

    def number(self, goals, hopes):
        """Each hope that was opened has become a goal, and it may have been taken back since."""
        return max(goals, hopes)

    def says(self, fate, n):
        words = {
            Fate.GOES: ngettext(
                "%(number)s goal that you showed is taken back at once.",
                "%(number)s goals that you showed are taken back at once.", n,
            ),
            Fate.UNNAMED: ngettext(
                "%(number)s goal that you showed stays, without your name.",
                "%(number)s goals that you showed stay, without your name.", n,
            ),
            Fate.NAMED: ngettext(
                "%(number)s goal that you showed stays, with your name.",
                "%(number)s goals that you showed stay, with your name.", n,
            ),
        }[fate]  # fmt: skip
        return words % {"number": number_word(n)}

    def part(self, membership, fate, at):
        if fate == Fate.GOES:
            membership.goals.update(shared_at=None)
            search.keep(membership.group, "goals", *membership.goals.all())
            gatherings.HOPES.erase(membership)  # of which each had become a goal

    def hand(self, membership, to):
        membership.goals.shared().update(author=to)
        gatherings.HOPES.hand(membership, to)

    def settle(self, membership, fate):
        """What was never shown goes whatever was chosen."""
        gatherings.HOPES.forget_unopened(membership)
        goals = membership.goals.all() if fate == Fate.GOES else membership.goals.filter(shared_at=None)
        gone = list(goals.values_list("pk", flat=True))
        goals.delete()
        search.keep(membership.group, "goals", *gone)


class Invitations(Belonging):
    key, order, title = "invitations", 80, gettext_lazy("Invitations that you sent")
    holdings = (INVITATIONS,)

    def seen(self, whose):
        return [INVITATIONS.rows(whose).waiting()]

    def says(self, fate, n):
        words = ngettext(
            "%(number)s invitation that you sent no longer works.",
            "%(number)s invitations that you sent no longer work.", n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


BELONGINGS = [Profile(), Goals(), gatherings.Values(), Invitations(), rounds.Deciding()]
