"""What a proposal would change, as pages show it."""

from django.utils.translation import gettext as _

from copse.differences import word_changes
from copse.words import ordinal_word
from groups.models import ConsentRound, RoundVersion
from manifesto.models import Change
from manifesto.models.change import Standing, standing_in, standing_now


def shows(begun: ConsentRound, versions: list[RoundVersion]) -> list[dict]:
    """What each of these versions of a proposal proposes, for `manifesto/_proposed.html`: plain facts."""
    proposal = begun.proposal
    base = standing_in(proposal.base) if begun.is_over else standing_now(begun.group)
    was = {row.value: (place, row) for place, row in enumerate(base, 1)}
    changes: dict[int, list] = {version.pk: [] for version in versions}
    for change in Change.objects.filter(version__in=versions):
        changes[change.version_id].append(_shown(change, was))
    tried = _tried(proposal, base) if proposal.keeps else []
    return [{"asks": proposal.asks, "tried": tried, "changes": changes[version.pk]} for version in versions]


def _tried(proposal, base: list[Standing]) -> list[tuple[str, str]]:
    """What is on trial, as it reads now: (name, statement)."""
    tried = set(proposal.keeps.proposal.round.version.changes.values_list("value", flat=True))
    return [(row.name, row.statement) for row in base if row.value in tried]


def _shown(change: Change, was: dict[int, tuple[int, Standing]]) -> dict:
    """A change beside what it changes."""
    place, row = was.get(change.value_id, (None, Standing(None, "", "")))
    name, statement = row.name, row.statement
    if change.act in (Change.Act.ADD, Change.Act.REWORD):
        name, statement = change.name, change.statement
    if change.act == Change.Act.RETIRE:
        statement = ""
    moves = ""
    if change.order and change.value_id:
        places = {"was": ordinal_word(place), "will": ordinal_word(change.order)} if place else {}
        moves = _("It moves from the %(was)s place to the %(will)s.") % places if place else ""
    return {
        "act": str(change.act),
        "name": name,
        "name_changes": word_changes(row.name, name) if row.name not in ("", name) else [],
        "changes": word_changes(row.statement, statement),
        "moves": moves,
    }
