from django.urls import path

from larder.views import activity, bringing_in, references, resource, shelves, starter, taking_out, topic

app_name = "larder"

urlpatterns = [
    path("groups/<slug:group>/larder/", shelves.larder, name="list"),
    path("groups/<slug:group>/larder/new/", topic.put_by, name="new"),
    path("groups/<slug:group>/larder/starter/", starter.starter, name="starter"),
    path("groups/<slug:group>/larder/topics.csv", taking_out.topics, name="topics_csv"),
    path("groups/<slug:group>/larder/activities.csv", taking_out.activities, name="activities_csv"),
    path("groups/<slug:group>/larder/larder.json", taking_out.all_of_it, name="json"),
    path("groups/<slug:group>/larder/bring-in/", bringing_in.bring_in, name="bring_in"),
    path("groups/<slug:group>/larder/bring-in/topics.csv", bringing_in.topics_to_fill_in, name="topics_to_fill_in"),
    path(
        "groups/<slug:group>/larder/bring-in/activities.csv",
        bringing_in.activities_to_fill_in,
        name="activities_to_fill_in",
    ),
    path("groups/<slug:group>/larder/bring-in/<slug:key>/", bringing_in.delivery, name="delivery"),
    path("groups/<slug:group>/larder/bring-in/<slug:key>/taken-in/", bringing_in.take_in, name="take_in"),
    path("groups/<slug:group>/larder/activities/", activity.activities, name="activities"),
    path("groups/<slug:group>/larder/activities/new/", activity.put_by, name="new_activity"),
    path("groups/<slug:group>/larder/activities/cards-<slug:kind>.pdf", activity.cards, name="cards"),
    path("groups/<slug:group>/larder/activities/<slug:key>/", activity.activity, name="activity"),
    path("groups/<slug:group>/larder/activities/<slug:key>/edit/", activity.edit, name="edit_activity"),
    path("groups/<slug:group>/larder/activities/<slug:key>/wordings/", activity.wordings, name="wordings"),
    path("groups/<slug:group>/larder/activities/<slug:key>/removal/", activity.take_out, name="take_out_activity"),
    path("groups/<slug:group>/larder/activities/<slug:key>/card-<slug:kind>.pdf", activity.card, name="card"),
    path("groups/<slug:group>/larder/resources/", resource.resources, name="resources"),
    path("groups/<slug:group>/larder/resources/new/", resource.put_by, name="new_resource"),
    path("groups/<slug:group>/larder/resources/new/<slug:form>/", resource.put_by, name="new_resource_of"),
    path("groups/<slug:group>/larder/resources/bring-in/", references.bring_in, name="bring_in_references"),
    path("groups/<slug:group>/larder/resources/brought/", references.brought, name="brought_references"),
    path("groups/<slug:group>/larder/resources/all/<slug:kind>/", references.all_references, name="all_references"),
    path("groups/<slug:group>/larder/resources/<slug:key>/", resource.resource, name="resource"),
    path("groups/<slug:group>/larder/resources/<slug:key>/edit/", resource.edit, name="edit_resource"),
    path("groups/<slug:group>/larder/resources/<slug:key>/removal/", resource.take_out, name="take_out_resource"),
    path("groups/<slug:group>/larder/resources/<slug:key>/file/", resource.file, name="resource_file"),
    path("groups/<slug:group>/larder/resources/<slug:key>/places/", resource.places, name="resource_places"),
    path("groups/<slug:group>/larder/resources/<slug:key>/attachments/", resource.attach, name="attach_resource"),
    path(
        "groups/<slug:group>/larder/resources/<slug:key>/attachments/<int:attachment>/removal/",
        resource.detach,
        name="detach_resource",
    ),
    path("groups/<slug:group>/larder/resources/<slug:key>/as/<slug:kind>/", references.reference, name="reference"),
    path("groups/<slug:group>/larder/<slug:key>/", topic.topic, name="detail"),
    path("groups/<slug:group>/larder/<slug:key>/wish/", topic.wish, name="wish"),
]
