"""What each app adds to things that concern them all. Apps register in `AppConfig.ready()`; groups imports none.

What only few requests need is registered by its place (`copse.later`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import get_language

from copse.mail import Letter
from groups.kinds import Kind


class Look:
    """One member looking at the group's home at one moment: what all apps need to say their lines.

    `since` is when the group last met; before the first meeting, when it began. `people` are the live memberships, by
    their primary key, as they came to the group.
    """

    def __init__(self, membership, at: datetime, since: datetime, people: dict[int, Any]):
        self.membership, self.at, self.since, self.people = membership, at, since, people

    @property
    def group(self):
        return self.membership.group

    @property
    def today(self) -> date:
        """The day where the group is."""
        return self.group.today(self.at)

    @property
    def rests(self) -> bool:
        """Whether the member is on sabbatical today."""
        return self.people[self.membership.pk].rests_on(self.today)

    def key(self, area: str) -> str:
        """All that decides what the app of `area` says to this member today."""
        return f"{area}:{getattr(self.group, area + '_version')}:{self._whose}"

    @cached_property
    def _whose(self) -> str:
        group, day = self.group, localtime(self.at)
        return f"{group.pk}:{group.people_version}:{self.membership.pk}:{self.since}:{day:%Y%m%d%z}:{get_language()}"


class Ask(NamedTuple):
    """Something that waits for me: a title, where it stands, and the one thing to do."""

    title: str
    words: str
    url: str
    button: str
    order: datetime


class News(NamedTuple):
    """Something that happened since we last met: whose, in plain words, and what it is about."""

    at: datetime
    by: Any  # Membership, or None where it is nobody's or somebody's who left
    deed: str
    about: str
    url: str


@dataclass
class Opening:
    """A topic opened, or to be opened, at a meeting."""

    topic_id: int
    on: date
    ends_at: datetime
    facilitator_id: int | None
    facilitator: Any = None  # the membership, where somebody looks it up


@dataclass(frozen=True)
class Aside:
    """A small section of a page; `template` gets `context`."""

    order: int
    template: str
    context: dict = field(default_factory=dict)
    mine: bool = False  # for this member alone


@dataclass(frozen=True)
class Reading(Aside):
    """A section that somebody reads before saying yes; `seen` is another whenever its words are."""

    seen: str = ""


class FirstThing(NamedTuple):
    """Something that a newcomer may leave here at once, and need not.

    `fields` gives form fields by name for a group, none of which has to be filled in. `keep` gets the membership,
    all that was written and a `key`, and keeps its own part, if there is any: by that key, so that twice is once.
    """

    fields: Callable[[Any], dict[str, Any]]
    keep: Callable[..., None]


class Matter(NamedTuple):
    """A kind of thing that is decided in consent rounds (groups.models.ConsentRound).

    `subject` gives what a round is about: its proposer can `open(by=…)` it; `edit_url` is where it is worded, while it
    can be; `outcome` and `outcome_url` say what came of it. `shows` gives, for each of some versions, the context of
    `template`, which says what it proposes: plain facts, which are kept. `conclude` does what follows when the round is
    over, in the same transaction. What is drawn from it is kept by the group's version of `area`.
    """

    area: str
    section: str  # of the site, as the masthead has them
    untitled: Any  # what one is called that has no title of its own
    subject: Callable[[Any], Any]
    template: str
    shows: Callable[[Any, list], list[dict]]
    conclude: Callable[[Any, datetime], None]


class Question(NamedTuple):
    """Something that each of us writes about alone, and all that differs from another (groups.models.Gathering).

    `asks` says who asks it, by `name`; `act` is its sentence in the group's log. It belongs to the page `place`, a URL
    of the group, called `place_title`. `opened` does what follows from opening, in the same transaction; `shows` gives
    a member the context of `template`, which shows what was opened, and `settled` says whether that stays as it is.
    `taken_back` gets the words of somebody who goes before; then they are deleted.
    """

    title: Any
    question: Any
    subject: Any  # of the mail
    hint: Any
    asks: Any
    news: Any
    act: str
    place: str
    place_title: Any
    section: str
    template: str
    shows: Callable[[Any, Any], dict]
    opened: Callable[[Any, datetime], None] = lambda gathering, at: None
    taken_back: Callable[[Any, Any], None] = lambda membership, words: None
    settled: Callable[[Any], bool] = lambda gathering: True


class Said(NamedTuple):
    """What something says to whoever looks for it: a title, if it has one, and all its other words. `key` leads to its
    page; of two with the same words the newer one, by `at`, is found first.
    """

    title: str
    words: Iterable[str]
    at: datetime
    key: str


class Searched(NamedTuple):
    """A kind of thing that members find by its words (groups.search).

    `shown` gives the rows of a group that each of its members may read, and nothing else, with all that `says` asks of
    them; `url` the page of one, by the group's slug and its key.
    """

    order: int
    title: Any
    shown: Callable[[Any], Any]
    says: Callable[[Any], Said]
    url: Callable[[str, str], str]


class Line(NamedTuple):
    """What the Friday letter says of one thing, in words of ours alone: nobody's names, titles or places.

    `at` is when it happened, or since when it waits; `waits`: for whoever reads.
    """

    kind: Kind
    words: str
    at: datetime
    waits: bool = False


class Shared(NamedTuple):
    """A sort of thing that members put by or show for all of us.

    `moments` gives when others than this membership shared those that still stand, since a moment; `says` how many
    they are, in words; `page` is the URL name of the group's page that has them.
    """

    order: int
    moments: Callable[[Any, datetime], Iterable[datetime]]
    says: Callable[[int], str]
    page: str


@dataclass
class Lines:
    """What one app says on a group's home. A section without rows is absent."""

    asks: list[Ask] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


# A group's home, besides its meetings: by the area of the group whose version tells that it has changed.
home: dict[str, Callable[[Look], Lines]] = {}

# What somebody who joins reads before saying yes: each gets the group, gives a Reading or None.
joining: list[Callable[[Any], Reading | None]] = []

# What follows from saying yes, in its transaction: each gets the new membership and the moment.
joined: list[Callable[[Any, datetime], None]] = []

# What is decided by consent, by the name that a round has for it.
matters: dict[str, Matter] = {}

# What each of us is asked and all of it is opened together, by what a gathering is about.
questions: dict[str, Question] = {}

# What a newcomer may leave on the last page of joining.
first_things: list[FirstThing] = []

# Lay in what a new group starts with: each gets the group.
group_begins: list[Callable[[Any], None]] = []

# Take away what a group that ends has, where the database wouldn't by itself: each gets the group.
group_ends: list[Callable[[Any], None]] = []

# Mail kinds: each gets the outbox row and gives the letter, or None where it may no longer be sent.
mails: dict[str, Callable[[Any], Letter | None]] = {}
ACCOUNT = "account"  # what an account is told, codes among it: it never waits

# What comes to an address of the inbound mailbox, by its purpose, one letter: each gets the token, the message and the
# moment, and gives whether it has dealt with it (copse.inbound). The same message may come twice.
received: dict[str, Callable[[str, Any, datetime], bool]] = {}

# Of which kind each of them is that one may choose (groups.kinds), by the same names. What isn't here always
# comes: codes, invitations, and what concerns one's place in a group.
kinds: dict[str, Kind] = {}

# What is told in one mail when it is put by or shown for all, a list from each app (groups.sharing).
shared: list[Iterable[Shared]] = []

# What the Friday letter says to whoever looks, by app (groups.friday).
letters: list[Callable[[Look], list[Line]]] = []

# What members find by its words, by the name that the index has for it.
searched: dict[str, Searched] = {}

# When topics are opened: gets a group, or nothing where topics are named, and gives a queryset with `.ahead()`,
# `.behind()`, `.counting()`, `.remembered()` and more (meetings.models.MeetingTopic).
openings: Callable[..., Any] | None = None

# When activities are used: gets a group, gives a queryset with the same (meetings.models.Use).
uses: Callable[[Any], Any] | None = None

# What falls due with time alone: each gets the moment, does what is due by then, and done twice is done once.
ticks: list[Callable[[datetime], None]] = []

# What somebody has in a group, kind by kind, and what may become of it when they leave (groups.belonging), of each app.
belongings: list[Iterable[Any]] = []

# What ends at once when somebody leaves or is removed, for it gives access: each gets the membership and the moment;
# twice is once.
endings: list[Callable[[Any, datetime], None]] = []

# What somebody parts with who leaves, or whose removal is final: what they have in the group for what is to come. Each
# gets the membership and the moment.
partings: list[Callable[[Any, datetime], None]] = []

# What each app keeps of people: the rules of its models (groups.holding), by the app's name.
personal: dict[str, Iterable[Any]] = {}

# What a group takes along to another site, by the app's name: the rules of its models (groups.carrying), those that
# others point at first.
moving: dict[str, Iterable[Any]] = {}

# Which files go along to another site, beside the rows that they belong to: conditions on groups.models.File.
carried_files: list[Callable[[], Q]] = []

# Who sets papers that take long, by name: each gets the group and which of its papers, and keeps it (copse.pdf).
papers: dict[str, Callable[[Any, str], Any]] = {}

# Tasks that somebody waits for before a page, by their path: given back sooner when their worker dies.
awaited: set[str] = set()

# Files that go with a copy of one's own: each gets the Member, gives names and contents.
copied_files: list[Callable[[Any], dict[str, bytes]]] = []

# What is done to a site that was restored from a backup, in one transaction, before anybody comes in: each gives how
# many erasures it did again.
after_restore: list[Callable[[], int]] = []

# Forget what was drawn with a name that is no longer to be read: each gets the group.
forgets: list[Callable[[Any], None]] = []


def holdings(*, of_account: bool) -> list[Any]:
    """The rules on what belongs to a Membership, or to the account itself."""
    rules = [rule for app in personal.values() for rule in app]
    return [rule for rule in rules if getattr(rule, "of_account", None) is of_account]
