"""The floor's one page; the account pages where Copse's packages are installed, and as many routes as ours."""

from django.apps import apps
from django.shortcuts import render
from django.urls import include, path, reverse


def page(request):
    return render(request, "page.html", {"seen": request.session.get("seen", 0)})


def named_page(request):
    """With a link, as pages have: the first of them makes Django read all routes."""
    reverse("page")
    return page(request)


urlpatterns = [path("", page, name="page")]
if apps.is_installed("allauth.account"):
    urlpatterns.append(path("accounts/", include("allauth.account.urls")))
if apps.is_installed("tests.bench.floor_size"):
    from tests.bench.floor_size.models import SIZE

    routes = range(SIZE["routes"])
    urlpatterns = [
        path("", named_page, name="page"),
        *urlpatterns[1:],
        *(path(f"pages/<slug:group>/{n}/", page, name=f"page-{n}") for n in routes),
    ]
