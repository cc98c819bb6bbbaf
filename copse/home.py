"""The site's first page and a group's home. Each app adds its lines (groups.registry); this is where they meet."""

from datetime import datetime, timedelta

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copse.near import kept
from groups import registry
from meetings.home import last_met
from meetings.models import Meeting
from meetings.page import DOORS_OPEN, MeetingPage
from meetings.programme import Programme

MOST_ASKS, MOST_NEWS, MOST_AHEAD = 4, 5, 12


@require_safe
def front(request):
    """My only group's home; with several, the next meetings of all of them; with none, a word on how to get in."""
    memberships = list(request.user.joined_groups())
    if len(memberships) == 1:
        return redirect("home", memberships[0].group.slug)
    groups = [m.group for m in memberships]
    ahead = (
        Meeting.objects.filter(group__in=groups)
        .ahead()
        .settled()
        .for_page()
        .select_related("group", "facilitator", "focus")
    )
    return render(request, "site/front.html", {"groups": groups, "meetings": ahead[:MOST_AHEAD], "section": "front"})


@require_safe
def group_home(request, group):
    """When we next meet, what waits for me, what happened since we last met."""
    home = Home(request.membership)
    return render(request, "site/home.html", {"body": kept(home.key, home.at, home.drawn), "section": "home"})


class Home:
    """What a group's home shows to one member at one moment."""

    def __init__(self, membership, at=None):
        self.membership, self.group = membership, membership.group
        self.at = at or timezone.now()
        self.programme = Programme(self.group, self.at.astimezone(self.group.tzinfo).year, at=self.at)

    @property
    def key(self) -> str:
        """Everything but time that decides what is shown."""
        return f"home:{self.group.pk}:{self.group.version}:{self.membership.pk}:{get_language()}:{get_current_timezone_name()}"

    def drawn(self) -> tuple[str, datetime]:
        """The page's content, and until when it is true if nobody changes anything."""
        return render_to_string("site/_home.html", {"home": self}), self.fresh_until()

    def fresh_until(self) -> datetime:
        """Midnight, the opening of the online room or the end of a meeting, whichever comes first."""
        moments = [timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)]
        nearest = self.group.meetings.ahead(self.at).values_list("starts_at", "ends_at")[:MOST_AHEAD]
        moments += [m for start, end in nearest for m in (start - DOORS_OPEN, end) if m > self.at]
        return min(moments)

    @cached_property
    def next(self) -> MeetingPage | None:
        """The next settled meeting, as its page shows it."""
        for ask in registry.home_next:
            if meeting := ask(self.membership, self.at):
                meeting.group = self.group
                return MeetingPage(meeting, self.membership, at=self.at)
        return None

    def asks(self) -> dict:
        """The first four things that wait for me, nearest first, and how many more there are."""
        asks = sorted((a for ask in registry.home_asks for a in ask(self.membership, self.at)), key=lambda a: a.order)
        return {"first": asks[:MOST_ASKS], "more": len(asks[MOST_ASKS:])}

    def news(self) -> list[registry.News]:
        """What happened since we last met, latest first."""
        since = last_met(self.group, self.at)
        news = (n for tell in registry.home_news for n in tell(self.membership, self.at, since))
        return sorted(news, key=lambda n: n.at, reverse=True)[:MOST_NEWS]

    def asides(self) -> list[registry.Aside]:
        asides = (a for offer in registry.home_asides if (a := offer(self.membership, self.at)))
        return sorted(asides, key=lambda a: a.order)

    @property
    def alone(self) -> bool:
        return self.group.members.count() == 1

    @property
    def nth_year(self) -> int:
        """Which ring of ours this year is."""
        years = self.programme.earlier_years
        return self.programme.year - years[0][0] + 1 if years else 1
