from django.urls import include, path

from copse import home, views

handler429 = "copse.views.too_often"  # which allauth looks for here

urlpatterns = [
    path("", include("meetings.urls_calendar")),  # first: feeds are asked for oftener than anything else
    path("", home.front, name="front"),
    path("groups/<slug:group>/", home.group_home, name="home"),
    path("me/", views.me, name="me"),
    path("how-copse-works/", views.how, name="how"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.healthz, name="healthz"),
    path("csp-report/", views.csp_report, name="csp_report"),
    path("accounts/", include("groups.urls_ways_in")),
    path("", include("groups.urls")),
    path("", include("manifesto.urls")),
    path("", include("larder.urls")),
    path("", include("meetings.urls")),
]
