from django.urls import path

from copse.later import Later

calendar = Later("meetings.views.calendar")

app_name = "calendar"

urlpatterns = [
    path("c/<str:token>/calendar.ics", calendar.feed, name="feed"),
    path("calendar/", calendar.feeds, name="list"),
    path("calendar/new/", calendar.create, name="create"),
    path("calendar/ways/", calendar.choose_ways, name="ways"),
    path("calendar/<slug:key>/", calendar.change, name="change"),
    path("calendar/<slug:key>/renewal/", calendar.renew, name="renew"),
    path("calendar/<slug:key>/revocation/", calendar.revoke, name="revoke"),
]
