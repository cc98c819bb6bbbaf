from django.urls import include, path

from copse.later import Later

away = Later("meetings.views.away")
bringing_in = Later("meetings.views.bringing_in")
busy = Later("meetings.views.busy")
calendar = Later("meetings.views.calendar")
change = Later("meetings.views.change")
dates = Later("meetings.views.dates")
meeting = Later("meetings.views.meeting")
programme = Later("meetings.views.programme")
repertoire = Later("meetings.views.repertoire")
rhythm = Later("meetings.views.rhythm")
smaller = Later("meetings.views.smaller")
taking_part = Later("meetings.views.taking_part")
turns = Later("meetings.views.turns")

app_name = "meetings"

in_groups = [
    path("year/", programme.year, name="year"),
    path("year/<int:year>/", programme.year, name="year_of"),
    path("year/<int:year>/year.pdf", programme.paper, name="year_paper"),
    path("year/<int:year>/laying-out/", rhythm.lay_out, name="lay_out"),
    path("year/<int:year>/laid-out/", rhythm.laid_out, name="laid_out"),
    path("year/<int:year>/begin-with/<slug:ready>/", rhythm.begin_with, name="begin_with"),
    path("year/rhythms/", rhythm.rhythms, name="rhythms"),
    path("year/rhythms/new/", rhythm.new, name="new_rhythm"),
    path("year/rhythms/in-words/", rhythm.in_words, name="rhythms_in_words"),
    path("year/rhythms/<slug:key>/", rhythm.edit, name="edit_rhythm"),
    path("year/rhythms/<slug:key>/letting-go/", rhythm.let_go, name="let_go_rhythm"),
    path("year/bring-in/", bringing_in.bring_in, name="bring_in"),
    path("year/past/", bringing_in.past, name="past"),
    path("year/past.csv", bringing_in.sheet, name="past_sheet"),
    path("year/when-i-cant/", away.mine, name="when_i_cant"),
    path("year/when-i-cant/days-away/", away.new_away, name="new_away"),
    path("year/when-i-cant/each-week/", away.new_weekly, name="new_weekly"),
    path("year/when-i-cant/<slug:key>/", away.edit, name="edit_standing"),
    path("year/when-i-cant/<slug:key>/ending/", away.end, name="end_standing"),
    path("year/when-i-cant/<slug:key>/taking-out/", away.take_out, name="take_out_standing"),
    path("turns/", turns.turns, name="turns"),
    path("turns/laying/", turns.lay, name="lay_turns"),
    path("turns/ways/", turns.ways, name="turn_ways"),
    path("turns/offers/<slug:key>/taking/", turns.take, name="take_turn"),
    path("turns/offers/<slug:key>/declining/", turns.decline, name="decline_turn"),
    path("turns/offers/<slug:key>/withdrawal/", turns.withdraw, name="withdraw_turn"),
    path("larder/<slug:key>/opening/", meeting.open_topic, name="open_topic"),
    path("meetings/new/", meeting.plan, name="plan"),
    path("meetings/<slug:key>/", meeting.detail, name="detail"),
    path("meetings/<slug:key>/edit/", meeting.edit, name="edit"),
    path("year/dates/", dates.all_dates, name="all_dates"),
    path("year/finding-dates/", dates.rule, name="rule"),
    path("meetings/<slug:key>/dates/", dates.dates, name="dates"),
    path("meetings/<slug:key>/dates/new/", dates.offer, name="offer"),
    path("meetings/<slug:key>/dates/copies/", dates.copy, name="copy_dates"),
    path("meetings/<slug:key>/dates/busy/", busy.lay_beside, name="lay_beside"),
    path("meetings/<slug:key>/dates/busy/taking-away/", busy.take_away, name="take_away"),
    path("meetings/<slug:key>/dates/opening/", dates.open_again, name="open_again"),
    path("meetings/<slug:key>/dates/<slug:option>/settlement/", dates.settle, name="settle"),
    path("meetings/<slug:key>/dates/<slug:option>/taking-back/", dates.take_back, name="take_back"),
    path("meetings/<slug:key>/dates/<slug:option>/confirmation/", dates.confirm, name="confirm"),
    path("meetings/<slug:key>/dates/<slug:option>/exception/", dates.offer_exception, name="offer_exception_on_date"),
    path("meetings/<slug:key>/dates/reminders/<slug:person>/", dates.remind, name="remind"),
    path("meetings/<slug:key>/dates/away/<slug:person>/", dates.treat_as_away, name="treat_as_away"),
    path("meetings/<slug:key>/letting-go/", meeting.let_go, name="let_go"),
    path("meetings/<slug:key>/revival/", meeting.revive, name="revive"),
    path("meetings/<slug:key>/answer/", taking_part.answer, name="answer"),
    path("meetings/<slug:key>/turn/", turns.turn, name="turn"),
    path("meetings/<slug:key>/turn/acceptance/", turns.accept, name="accept_turn"),
    path("meetings/<slug:key>/turn/skipping/", turns.skip, name="skip_turn"),
    path("meetings/<slug:key>/turn/taking-again/", turns.take_again, name="take_turn_again"),
    path("meetings/<slug:key>/turn/swap/", turns.swap, name="swap_turn"),
    path("meetings/<slug:key>/turn/gift/", turns.give, name="give_turn"),
    path("meetings/<slug:key>/run-sheet/", taking_part.run_sheet, name="run_sheet"),
    path("meetings/<slug:key>/run-sheet/<int:place>/repertoire/", repertoire.repertoire, name="repertoire"),
    path("meetings/<slug:key>/run-sheet/<int:place>/uses/", repertoire.pick, name="pick"),
    path(
        "meetings/<slug:key>/run-sheet/<int:place>/uses/<slug:activity>/leaving-out/", repertoire.leave_out,
        name="leave_out",
    ),
    path("meetings/<slug:key>/notes/", taking_part.notes, name="notes"),
    path("meetings/<slug:key>/outcomes/", taking_part.outcomes, name="outcomes"),
    path("meetings/<slug:key>/meeting.ics", calendar.meeting_ics, name="ics"),
    path("meetings/<slug:key>/going-online/", change.go_online, name="go_online"),
    path("meetings/<slug:key>/exception/", change.offer_exception, name="offer_exception"),
    path(
        "meetings/<slug:key>/exception/<slug:offer>/taking-back/", change.take_back_exception,
        name="take_back_exception",
    ),
    path("meetings/<slug:key>/exception/<slug:offer>/acceptance/", change.accept_exception, name="accept_exception"),
    path("meetings/<slug:key>/exception/<slug:offer>/refusal/", change.unaccept_exception, name="unaccept_exception"),
    path("meetings/<slug:key>/not-held/", change.did_not_happen, name="did_not_happen"),
    path("meetings/<slug:key>/held/", change.did_happen, name="did_happen"),
    path("smaller/new/", smaller.arrange, name="arrange_smaller"),
    path("smaller/<slug:key>/", smaller.detail, name="smaller"),
    path("smaller/<slug:key>/edit/", smaller.edit, name="edit_smaller"),
    path("smaller/<slug:key>/answer/", smaller.answer, name="answer_smaller"),
    path("smaller/<slug:key>/leaving/", smaller.leave, name="leave_smaller"),
    path("smaller/<slug:key>/letting-go/", smaller.let_go, name="let_go_smaller"),
    path("smaller/<slug:key>/revival/", smaller.revive, name="revive_smaller"),
    path("smaller/<slug:key>/meeting.ics", smaller.ics, name="smaller_ics"),
]  # fmt: skip

urlpatterns = [path("groups/<slug:group>/", include(in_groups))]
