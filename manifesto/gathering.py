"""How we want to work together, gathered: what is asked, and what is drawn from it. See groups.models.Gathering."""

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from copse.near import recall
from groups.models import Gathering, LogEntry, Stage
from groups.registry import Question
from manifesto.models import Proposal
from manifesto.starter import StartersForm


def on_page(group) -> dict:
    """What the manifesto's page says of gatherings, as plain facts: the one that is being written and the one that we
    draw from, or None, and all that were opened, newest first.
    """
    versions = f"{group.manifesto_version}:{group.people_version}"
    return recall(f"gatherings:{group.pk}:{versions}:{get_language()}", lambda: _on_page(group))


def _on_page(group) -> dict:
    gatherings = group.gatherings.filter(about=Gathering.About.MANIFESTO)
    writing = gatherings.writing().select_related("begun_by", "group").first()
    opened = list(gatherings.opened().select_related("group"))
    found = [{"url": gathering.get_absolute_url(), "opened_at": gathering.opened_at} for gathering in opened]
    return {
        "writing": writing and {"url": writing.get_absolute_url(), "asks": writing.asks},
        "drawing": found[0] if opened and not settled(opened[0]) else None,
        "opened": found,
    }


def shows(gathering, membership) -> dict:
    """What was opened, drawn together and not yet; `proposal` is what came of it, be it a draft of `membership`."""
    words = gathering.contributions.select_related("membership")
    bundles = list(gathering.bundles.prefetch_related(Prefetch("contributions", words)))
    proposal = Proposal.drawn_from(gathering, by=membership)
    return {
        "loose": words.filter(bundle=None),
        "bundles": bundles,
        "may_propose": proposal is None and any(bundle.is_worded for bundle in bundles),
        "unworded": [bundle for bundle in bundles if not bundle.is_worded],
        "proposal": proposal,
        "settled": proposal is not None and proposal.round.stage != Stage.DRAFT,
        "starters": StartersForm(but=[bundle.name for bundle in bundles]),
    }


def settled(gathering) -> bool:
    """Once it has been proposed to all of us, it stays: so one sees later where each value came from."""
    return Proposal.drawn_from(gathering) is not None


QUESTION = Question(
    title=Gathering.About.MANIFESTO.label,
    question=_("How do you want us to work together?"),
    subject=_("How do you want our group to work together?"),
    hint=_("A word, or a sentence. One thing at a time; write as many as you like, one after the other."),
    asks=_("%(name)s asks how each of us wants to work together."),
    news=_("We opened what each of us wrote about how we work together"),
    act=LogEntry.Act.GATHERING_VALUES,
    place="manifesto:current",
    place_title=_("Our manifesto"),
    section="manifesto",
    template="manifesto/_gathered.html",
    shows=shows,
    settled=settled,
)
