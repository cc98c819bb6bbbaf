from groups.models.admin_claim import AdminClaim
from groups.models.duty import Duty
from groups.models.ending import Ending
from groups.models.goal import Goal
from groups.models.group import Group
from groups.models.group_slug import GroupSlug
from groups.models.invitation import Invitation
from groups.models.log_entry import LogEntry
from groups.models.member import Member
from groups.models.membership import Membership
from groups.models.outbox import Outbox
from groups.models.sabbatical import Sabbatical

__all__ = [
    "AdminClaim",
    "Duty",
    "Ending",
    "Goal",
    "Group",
    "GroupSlug",
    "Invitation",
    "LogEntry",
    "Member",
    "Membership",
    "Outbox",
    "Sabbatical",
]
