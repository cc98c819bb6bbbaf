from django.urls import include, path

from copse.later import Later

bringing_in = Later("manifesto.views.bringing_in")
edition = Later("manifesto.views.edition")
gathering = Later("manifesto.views.gathering")
papers = Later("manifesto.views.papers")
proposal = Later("manifesto.views.proposal")
value = Later("manifesto.views.value")
gatherings = Later("groups.views.gatherings")

app_name = "manifesto"

in_manifesto = [
    path("", edition.current, name="current"),
    path("proposals/new/", proposal.propose, name="propose"),
    path("proposals/<slug:key>/draft/", proposal.redraft, name="redraft"),
    path("proposals/<slug:key>/wording/", proposal.reword, name="reword"),
    path("gathering/", gatherings.begin, {"about": "manifesto"}, name="begin_gathering"),
    path("gatherings/<slug:key>/bundles/", gathering.draw, name="draw"),
    path("gatherings/<slug:key>/bundles/<slug:bundle>/", gathering.bundle, name="bundle"),
    path("gatherings/<slug:key>/bundles/<slug:bundle>/undoing/", gathering.take_apart, name="take_apart"),
    path("gatherings/<slug:key>/starters/", gathering.draw_from_starters, name="draw_from_starters"),
    path("gatherings/<slug:key>/proposal/", gathering.propose, name="propose_gathered"),
    path("starters/", gathering.starters, name="starters"),
    path("bring-in/", edition.bring_in, name="bring_in"),
    path("first-edition/", edition.first_edition, name="first_edition"),
    path("editions/", bringing_in.editions, name="editions"),
    path("editions/bring-in/", bringing_in.bring_in, name="bring_in_editions"),
    path("editions.csv", bringing_in.sheet, name="editions_sheet"),
    path("<int:n>/", edition.edition, name="edition"),
    path("<int:n>/signature/", edition.sign, name="sign"),
    path("<int:n>/manifesto-<slug:kind>.pdf", papers.paper, name="paper"),
    path("<int:n>/aloud/<int:place>/", papers.aloud, name="aloud"),
    path("beside/", value.beside, name="beside"),
    path("values/<slug:key>/", value.value, name="value"),
    path("values/<slug:key>/correction/", value.correct, name="correct"),
    path("corrections/<slug:key>/undoing/", value.undo_correction, name="undo_correction"),
]  # fmt: skip

urlpatterns = [path("groups/<slug:group>/manifesto/", include(in_manifesto))]
