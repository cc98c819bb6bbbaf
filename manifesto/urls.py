from django.urls import path

from manifesto import views

app_name = "manifesto"

urlpatterns = [
    path("groups/<slug:group>/manifesto/", views.current, name="current"),
    path("groups/<slug:group>/manifesto/bring-in/", views.bring_in, name="bring_in"),
    path("groups/<slug:group>/manifesto/first-edition/", views.first_edition, name="first_edition"),
    path("groups/<slug:group>/manifesto/<int:n>/", views.edition, name="edition"),
    path("groups/<slug:group>/manifesto/<int:n>/signature/", views.sign, name="sign"),
    path("groups/<slug:group>/manifesto/<int:n>/manifesto.pdf", views.paper, name="paper"),
]
