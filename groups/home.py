"""What this app adds to a group's home."""

from groups.registry import Aside


def goals(membership, at) -> Aside | None:
    shared = list(membership.group.goals.shared().held().filter(author=None)[:6])
    return Aside(30, "groups/_home_goals.html", {"goals": shared}) if shared else None
