from django.urls import path

from larder import views

app_name = "larder"

urlpatterns = [
    path("groups/<slug:group>/larder/", views.larder, name="list"),
    path("groups/<slug:group>/larder/new/", views.put_by, name="new"),
    path("groups/<slug:group>/larder/<slug:key>/", views.topic, name="detail"),
    path("groups/<slug:group>/larder/<slug:key>/wish/", views.wish, name="wish"),
]
