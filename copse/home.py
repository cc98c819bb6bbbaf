"""The site's first page and a group's home. Each app adds its lines (groups.registry); this is where they meet."""

from datetime import datetime, timedelta
from functools import partial

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from copse.keys import stamp
from copse.near import kept_page, recall
from copse.zones import instant
from groups import registry
from meetings.home import lines as lines_of_meetings
from meetings.models import Meeting
from meetings.outlook import Outlook
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
    ahead = Meeting.objects.filter(group__in=groups).ahead().settled().for_page().select_related("group")
    context = {"groups": groups, "meetings": ahead[:MOST_AHEAD], "this_year": timezone.localdate().year}
    return render(request, "site/front.html", {**context, "section": "front"})


@require_safe
def group_home(request, group):
    """When we next meet, what waits for me, what happened since we last met."""
    home = Home(request.membership)
    key = f"home:{group.pk}:{group.version}:{request.user.unreached}"
    return kept_page(request, key, partial(home.drawn, request))


class Home:
    """What a group's home shows to one member at one moment."""

    def __init__(self, membership, at=None):
        self.membership, self.group = membership, membership.group
        self.at = at or timezone.now()

    def drawn(self, request=None) -> tuple[str, datetime]:
        """The page, and until when it is true if nobody changes anything."""
        return render_to_string("site/home.html", {"home": self, "section": "home"}, request), self.fresh_until()

    def fresh_until(self) -> datetime:
        """Midnight, the opening of an online room or the end of a meeting, whichever comes first."""
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        turns = (moment for m in self.outlook.ahead for moment in (m.starts_at - DOORS_OPEN, m.ends_at))
        return min([midnight, *(moment for moment in turns if moment > self.at)])

    @property
    def today(self) -> str:
        """The day where the member is, which words like `yesterday` are reckoned from."""
        return f"{timezone.localtime(self.at):%Y%m%d%z}"

    @cached_property
    def people(self) -> dict:
        return self.group.people

    @cached_property
    def outlook(self) -> Outlook:
        return Outlook(self.group, self.people, self.at)

    @cached_property
    def programme(self) -> Programme:
        return Programme(self.group, self.outlook.today.year, at=self.at, meetings=self.outlook.meetings)

    @cached_property
    def next(self) -> MeetingPage | None:
        """The next settled meeting, as its page shows it."""
        meeting = self.outlook.next
        if meeting is None:
            return None
        known = {"members": list(self.people.values()), "rule": self.outlook.rule}
        known |= {"answers": self.outlook.answers[meeting.pk], "excused": self.outlook.excused(meeting)}
        return MeetingPage(meeting, self.membership, at=self.at, **known)

    @property
    def next_told(self) -> str:
        """All that decides how it is drawn to this member today, apart from who we are: another meeting of ours may
        change and leave it as it is.
        """
        page = self.next
        if page is None:
            return ""
        meeting = page.meeting
        said = [page.answers, page.excused, page.joins_now]
        return stamp([meeting.pk, meeting.changed_at, meeting.topic_titles, *said])

    @property
    def asks_told(self) -> str:
        return stamp(self.asks)

    @cached_property
    def _lines(self) -> list[registry.Lines]:
        since = self.outlook.last_met or self.group.created_at
        if away := self.people[self.membership.pk].latest_span(self.group.today(self.at)):
            since = min(since, instant(away.starts, None, self.group.zone))  # whoever comes back sees all of it
        look = registry.Look(self.membership, self.at, since, self.people)
        others = (recall(look.key(area), partial(lines, look)) for area, lines in registry.home.items())
        return [lines_of_meetings(look, self.outlook), *others]

    @cached_property
    def asks(self) -> dict:
        """The first four things that wait for me, nearest first, and the rest."""
        asks = sorted((ask for lines in self._lines for ask in lines.asks), key=lambda ask: ask.order)
        return {"first": asks[:MOST_ASKS], "rest": asks[MOST_ASKS:]}

    @property
    def news_told(self) -> str:
        """All that decides how the news is drawn, apart from the day."""
        return stamp([(n.at, n.by and (n.by.pk, n.by.known_as, n.by.tone), n.deed, n.about, n.url) for n in self.news])

    @cached_property
    def news(self) -> list[registry.News]:
        """What happened since we last met, latest first."""
        news = sorted((item for lines in self._lines for item in lines.news), key=lambda item: item.at, reverse=True)
        return news[:MOST_NEWS]

    @cached_property
    def _asides(self) -> list[registry.Aside]:
        return sorted((aside for lines in self._lines for aside in lines.asides), key=lambda aside: aside.order)

    @property
    def asides(self) -> list[registry.Aside]:
        """What stands beside, for each of us the same."""
        return [aside for aside in self._asides if not aside.mine]

    @property
    def my_asides(self) -> list[registry.Aside]:
        return [aside for aside in self._asides if aside.mine]

    @property
    def alone(self) -> bool:
        return len(self.people) == 1

    @property
    def nth_year(self) -> int:
        """Which ring of ours this year is."""
        years = self.programme.earlier_years
        return self.programme.year - years[0][0] + 1 if years else 1
