from django.urls import path

from larder.views import shelves, topic

app_name = "larder"

urlpatterns = [
    path("groups/<slug:group>/larder/", shelves.larder, name="list"),
    path("groups/<slug:group>/larder/new/", topic.put_by, name="new"),
    path("groups/<slug:group>/larder/<slug:key>/", topic.topic, name="detail"),
    path("groups/<slug:group>/larder/<slug:key>/wish/", topic.wish, name="wish"),
]
