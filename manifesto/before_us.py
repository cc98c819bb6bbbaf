"""What is before all of us, above the manifesto: open proposals, and what we gather."""

from django.utils.translation import get_language

from copse.near import recall
from groups.round_page import RoundPage
from manifesto.gathering import on_page
from manifesto.models.proposal import ABOUT, values_in


def before_us(membership) -> dict:
    """`proposals` as plain facts, with what is up to `membership` first, and the first of those as a `page`
    to answer on; `taken`, the values in them; `gathering` as `manifesto.gathering.on_page` has it.
    """
    group = membership.group
    versions = f"{group.manifesto_version}:{group.people_version}"
    found = recall(f"before us:{group.pk}:{versions}:{group.today()}:{get_language()}", lambda: _open_rounds(group))
    told = [{**each, "waits_for_me": membership.pk in each["waiting"]} for each in found]
    told.sort(key=lambda each: not each["waits_for_me"])
    if told and told[0]["waits_for_me"]:
        round_ = group.rounds_of_consent.select_related("by").get(pk=told[0]["pk"])
        round_.group = group
        told[0]["page"] = RoundPage(round_, membership)
    return {"proposals": told, "taken": set().union(*(each["values"] for each in told)), "gathering": on_page(group)}


def _open_rounds(group) -> list[dict]:
    found = []
    for begun in group.rounds_of_consent.open().filter(about=ABOUT).select_related("by", "proposal__keeps"):
        begun.group = group
        found.append(
            {
                "pk": begun.pk, "key": begun.key, "title": begun.called, "stage": begun.stage,
                "at": begun.get_stage_display(), "by": begun.by and begun.by.name, "opened_at": begun.opened_at,
                "url": begun.get_absolute_url(), "values": values_in(begun),
                "waiting": {member.pk for member in begun.hearing().it_is_up_to},
            }
        )  # fmt: skip
    return found
