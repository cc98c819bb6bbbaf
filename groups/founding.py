"""The founding link that this visitor follows: its row is noted in the session, its secret never is."""

from groups.models import FoundingLink

SESSION_KEY = "founding"


def follow(request, link: FoundingLink) -> None:
    request.session[SESSION_KEY] = link.pk


def link_in(request) -> FoundingLink | None:
    """The link that the visitor follows, if it still works. Asked anew each time."""
    pk = request.session.get(SESSION_KEY)
    return FoundingLink.objects.open().filter(pk=pk).first() if pk else None


def arrived(request) -> None:
    request.session.pop(SESSION_KEY, None)
