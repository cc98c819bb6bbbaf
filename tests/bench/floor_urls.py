"""The floor's one page, beside it the account pages where Copse's packages are installed."""

from django.apps import apps
from django.shortcuts import render
from django.urls import include, path


def page(request):
    return render(request, "page.html", {"seen": request.session.get("seen", 0)})


urlpatterns = [path("", page, name="page")]
if apps.is_installed("allauth.account"):
    urlpatterns.append(path("accounts/", include("allauth.account.urls")))
