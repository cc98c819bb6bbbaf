from groups.models.goal import Goal
from groups.models.group import Group
from groups.models.invitation import Invitation
from groups.models.log_entry import LogEntry
from groups.models.member import Member
from groups.models.membership import Duty, Membership
from groups.models.outbox import Outbox

__all__ = ["Duty", "Goal", "Group", "Invitation", "LogEntry", "Member", "Membership", "Outbox"]
