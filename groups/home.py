"""What this app adds to a group's home."""

from groups.registry import Aside, Lines, Look


def lines(look: Look) -> Lines:
    """What all of us want."""
    goals = look.group.goals.shared().held().filter(author=None)
    texts = list(goals.values_list("text", flat=True)[:6])
    return Lines(asides=[Aside(30, "groups/_home_goals.html", {"goals": texts})] if texts else [])
