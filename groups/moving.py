"""What a group takes along of people when it moves to another site, and what it leaves: see groups.carrying.

Nobody's private pieces go along: what is written for oneself, for whoever plans, or not yet opened. Whoever uses it has
the file before them; so it holds no more than what any member could read, and the addresses that they sign in with.
"""

from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from django.db.models import F, Q

from copse import pictures
from groups import registry
from groups.carrying import Carried, LeftBehind
from groups.models import (
    Absence,
    AdminClaim,
    AskedPaper,
    Bundle,
    ConsentRound,
    Contact,
    Contribution,
    Departure,
    Duty,
    Ending,
    Entry,
    ErasureEntry,
    Export,
    File,
    FoundingLink,
    Gathering,
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
    Position,
    Readiness,
    Remark,
    Return,
    RoundVersion,
    Sabbatical,
    Said,
)
from groups.models.round_stages import OVER

DECIDED = Q(round__stage__in=OVER)
SAID_OF_IT = Q(version__round__stage__in=OVER)  # what is still open is decided where it was begun
UNSAID = {"member": None, "known_as": "", "pronouns": "", "about": "", "tone": 0, "photo": None}


def live(way: str = "") -> Q:
    """Of those who are in."""
    return Q(**{f"{way}left_at": None, f"{way}removed_at": None})


def who_is_in(membership) -> dict:
    """Whoever is no longer in has no account elsewhere, and no name there but the one that they chose to leave."""
    if membership.left_at is None and membership.removed_at is None:
        return {}
    return UNSAID if membership.left_at is None else {"member": None, "photo": None}


def account(values: dict) -> Member:
    """Whose address this is, if they have an account here already; else a new one, without a password."""
    email = values["email"].lower()
    known = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    if known:
        return known.user
    if member := Member.objects.filter(email__iexact=email).first():
        return member
    member = Member.objects.create_user(**{**values, "email": email})
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    return member


MEMBERS = Carried(
    Member, "memberships__group", "email name zone language date_joined",
    left="password last_login clock theme easier_letters quiet_from quiet_until is_active is_staff version locks"
    " refused_address refused_at refused_why refused_later",
    only=live("memberships__"), bring=account,
)  # fmt: skip


def photos() -> Q:
    return live("owner__") & Q(owner__photo=F("pk"), kind=pictures.KIND)


class FilesCarried(Carried):
    """What belongs to something that goes along."""

    def rows(self, group):
        return super().rows(group).filter(reduce(or_, (condition() for condition in registry.carried_files)))


FILES = FilesCarried(File, "group", "group owner key name kind size sha256 kept_at", left="stored_as")
RULES = [
    Carried(
        Group, "pk",
        "slug name zone language country all_facilitate all_invite sign_on_joining invite_by_consent patience_weeks"
        " rounds created_at",
        left="version people_version programme_version answers_version larder_version manifesto_version",
    ),
    MEMBERS,
    Carried(
        Membership, "group",
        "group member key known_as pronouns about tone photo joined_at left_at removed_at removal_final_at"
        " anonymised_at",
        left="access_note removed_by removal_reason", afterwards="photo", change=who_is_in,
    ),
    FILES,
    Carried(
        Contact, "membership__group", "membership label value shown order", only=live("membership__") & Q(shown=True)
    ),
    Carried(Duty, "membership__group", "membership name given_by from_at until_at"),
    Carried(MailChoice, "membership__group", "membership kind rhythm", only=live("membership__")),
    Carried(Sabbatical, "membership__group", "membership starts ends note", only=live("membership__")),
    Carried(
        Gathering, "group", "group key about begun_by begun_at opened_at let_go_at", only=Q(opened_at__isnull=False)
    ),
    Carried(Bundle, "gathering__group", "gathering key name statement made_at"),
    Carried(
        Contribution, "gathering__group", "gathering membership key text written_at bundle",
        only=Q(gathering__opened_at__isnull=False),
    ),
    Carried(Readiness, "gathering__group", "gathering membership at", only=Q(gathering__opened_at__isnull=False)),
    Carried(
        Goal, "group", "group author key text state look_back written_at shared_at gathered",
        only=Q(shared_at__isnull=False),
    ),
    Carried(GoalChange, "goal__group", "goal by text state look_back at", only=Q(at__gte=F("goal__shared_at"))),
    Carried(
        ConsentRound, "group", "group key about title stage by begun_at opened_at stage_since closed_at",
        only=Q(stage__in=OVER),
    ),
    Carried(RoundVersion, "round__group", "round n by words trial_until made_at", only=DECIDED),
    Carried(
        Remark, "version__round__group", "version key stage membership to text at", only=SAID_OF_IT
    ),
    Carried(Said, "round__group", "round version stage membership words at taken_back_at", only=DECIDED),
    Carried(
        Position, "version__round__group", "version membership answer words at", only=SAID_OF_IT
    ),
    Carried(Absence, "round__group", "round about by at", only=DECIDED),
    Carried(Newcomer, "round__group", "round name", left="email note invitation", only=DECIDED),
    Carried(Return, "round__group", "round of", only=DECIDED),
    Carried(LogEntry, "group", "group act by about at"),
    LeftBehind(Invitation, "their links lead to this site, and the people aren't in"),
    LeftBehind(AdminClaim, "under way here"),
    LeftBehind(Ending, "under way here"),
    LeftBehind(GroupSlug, "addresses of this site"),
    LeftBehind(Departure, "between somebody who left and this site"),
    LeftBehind(Outbox, "mails of this site"),
    LeftBehind(Export, "one's own"),
    LeftBehind(AskedPaper, "under way here"),
    LeftBehind(FoundingLink, "this site's"),
    LeftBehind(Entry, "made anew from what is carried"),
    LeftBehind(ErasureEntry, "this site's"),
]  # fmt: skip
