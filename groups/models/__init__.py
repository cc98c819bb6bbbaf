from groups.models.admin_claim import AdminClaim
from groups.models.asked_of_all import Newcomer, Return
from groups.models.asked_paper import AskedPaper
from groups.models.bundle import Bundle
from groups.models.consent_round import ConsentRound
from groups.models.contact import Contact
from groups.models.departure import Departure
from groups.models.duty import Duty
from groups.models.ending import Ending
from groups.models.entry import Entry
from groups.models.erasure_entry import ErasureEntry
from groups.models.export import Export
from groups.models.file import File
from groups.models.founding_link import FoundingLink
from groups.models.gathering import Contribution, Gathering, Readiness
from groups.models.goal import Goal, GoalChange
from groups.models.group import Group
from groups.models.group_slug import GroupSlug
from groups.models.invitation import Invitation
from groups.models.log_entry import LogEntry
from groups.models.mail_choice import MailChoice
from groups.models.member import Member
from groups.models.membership import Membership
from groups.models.outbox import Outbox
from groups.models.round_stages import Stage
from groups.models.round_words import Absence, Position, Remark, RoundVersion, Said
from groups.models.sabbatical import Sabbatical

__all__ = [
    "Absence",
    "AdminClaim",
    "AskedPaper",
    "Bundle",
    "ConsentRound",
    "Contact",
    "Contribution",
    "Departure",
    "Duty",
    "Ending",
    "Entry",
    "ErasureEntry",
    "Export",
    "File",
    "FoundingLink",
    "Gathering",
    "Goal",
    "GoalChange",
    "Group",
    "GroupSlug",
    "Invitation",
    "LogEntry",
    "MailChoice",
    "Member",
    "Membership",
    "Newcomer",
    "Outbox",
    "Position",
    "Readiness",
    "Remark",
    "Return",
    "RoundVersion",
    "Sabbatical",
    "Said",
    "Stage",
]
