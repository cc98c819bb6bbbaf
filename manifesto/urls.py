from django.urls import path

from groups.views import gatherings
from manifesto.views import bringing_in, edition, gathering, papers, proposal, value

app_name = "manifesto"

urlpatterns = [
    path("groups/<slug:group>/manifesto/", edition.current, name="current"),
    path("groups/<slug:group>/manifesto/proposals/new/", proposal.propose, name="propose"),
    path("groups/<slug:group>/manifesto/proposals/<slug:key>/draft/", proposal.redraft, name="redraft"),
    path("groups/<slug:group>/manifesto/proposals/<slug:key>/wording/", proposal.reword, name="reword"),
    path("groups/<slug:group>/manifesto/gathering/", gatherings.begin, {"about": "manifesto"}, name="begin_gathering"),
    path("groups/<slug:group>/manifesto/gatherings/<slug:key>/bundles/", gathering.draw, name="draw"),
    path("groups/<slug:group>/manifesto/gatherings/<slug:key>/bundles/<slug:bundle>/", gathering.bundle, name="bundle"),
    path(
        "groups/<slug:group>/manifesto/gatherings/<slug:key>/bundles/<slug:bundle>/undoing/", gathering.take_apart,
        name="take_apart",
    ),
    path(
        "groups/<slug:group>/manifesto/gatherings/<slug:key>/starters/", gathering.draw_from_starters,
        name="draw_from_starters",
    ),
    path("groups/<slug:group>/manifesto/gatherings/<slug:key>/proposal/", gathering.propose, name="propose_gathered"),
    path("groups/<slug:group>/manifesto/starters/", gathering.starters, name="starters"),
    path("groups/<slug:group>/manifesto/bring-in/", edition.bring_in, name="bring_in"),
    path("groups/<slug:group>/manifesto/first-edition/", edition.first_edition, name="first_edition"),
    path("groups/<slug:group>/manifesto/editions/", bringing_in.editions, name="editions"),
    path("groups/<slug:group>/manifesto/editions/bring-in/", bringing_in.bring_in, name="bring_in_editions"),
    path("groups/<slug:group>/manifesto/editions.csv", bringing_in.sheet, name="editions_sheet"),
    path("groups/<slug:group>/manifesto/<int:n>/", edition.edition, name="edition"),
    path("groups/<slug:group>/manifesto/<int:n>/signature/", edition.sign, name="sign"),
    path("groups/<slug:group>/manifesto/<int:n>/manifesto-<slug:kind>.pdf", papers.paper, name="paper"),
    path("groups/<slug:group>/manifesto/<int:n>/aloud/<int:place>/", papers.aloud, name="aloud"),
    path("groups/<slug:group>/manifesto/beside/", value.beside, name="beside"),
    path("groups/<slug:group>/manifesto/values/<slug:key>/", value.value, name="value"),
    path("groups/<slug:group>/manifesto/values/<slug:key>/correction/", value.correct, name="correct"),
    path(
        "groups/<slug:group>/manifesto/corrections/<slug:key>/undoing/", value.undo_correction, name="undo_correction"
    ),
]  # fmt: skip
