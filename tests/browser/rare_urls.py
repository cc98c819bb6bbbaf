"""The site with two answers more that it gives seldom, to look at their pages."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import path

from copse.urls import urlpatterns as site


@login_not_required
def breaks(request):
    raise RuntimeError("as if something broke")


@login_not_required
def often(request):
    return render(request, "429.html", status=429)


urlpatterns = [path("breaks/", breaks), path("often/", often), *site]
