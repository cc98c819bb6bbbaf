from django.urls import include, path

from meetings.views import away, bringing_in, busy, dates, meeting, programme, repertoire, taking_part
from meetings.views.calendar import meeting_ics

in_groups = [
    path("year/", programme.year, name="year"),
    path("year/<int:year>/", programme.year, name="year_of"),
    path("year/<int:year>/year.pdf", programme.paper, name="year_paper"),
    path("year/bring-in/", bringing_in.bring_in, name="bring_in"),
    path("year/past/", bringing_in.past, name="past"),
    path("year/past.csv", bringing_in.sheet, name="past_sheet"),
    path("year/when-i-cant/", away.mine, name="when_i_cant"),
    path("year/when-i-cant/days-away/", away.new_away, name="new_away"),
    path("year/when-i-cant/each-week/", away.new_weekly, name="new_weekly"),
    path("year/when-i-cant/<slug:key>/", away.edit, name="edit_standing"),
    path("year/when-i-cant/<slug:key>/ending/", away.end, name="end_standing"),
    path("year/when-i-cant/<slug:key>/taking-out/", away.take_out, name="take_out_standing"),
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
    path("meetings/<slug:key>/dates/reminders/<slug:person>/", dates.remind, name="remind"),
    path("meetings/<slug:key>/dates/away/<slug:person>/", dates.treat_as_away, name="treat_as_away"),
    path("meetings/<slug:key>/letting-go/", meeting.let_go, name="let_go"),
    path("meetings/<slug:key>/revival/", meeting.revive, name="revive"),
    path("meetings/<slug:key>/answer/", taking_part.answer, name="answer"),
    path("meetings/<slug:key>/run-sheet/", taking_part.run_sheet, name="run_sheet"),
    path("meetings/<slug:key>/run-sheet/<int:place>/repertoire/", repertoire.repertoire, name="repertoire"),
    path("meetings/<slug:key>/run-sheet/<int:place>/uses/", repertoire.pick, name="pick"),
    path(
        "meetings/<slug:key>/run-sheet/<int:place>/uses/<slug:activity>/leaving-out/", repertoire.leave_out,
        name="leave_out",
    ),
    path("meetings/<slug:key>/notes/", taking_part.notes, name="notes"),
    path("meetings/<slug:key>/outcomes/", taking_part.outcomes, name="outcomes"),
    path("meetings/<slug:key>/meeting.ics", meeting_ics, name="ics"),
]  # fmt: skip

urlpatterns = [
    path("groups/<slug:group>/", include((in_groups, "meetings"))),
]
