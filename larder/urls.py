from django.urls import include, path

from copse.later import Later

activity = Later("larder.views.activity")
bringing_in = Later("larder.views.bringing_in")
kind = Later("larder.views.kind")
note = Later("larder.views.note")
references = Later("larder.views.references")
resource = Later("larder.views.resource")
shelves = Later("larder.views.shelves")
starter = Later("larder.views.starter")
taking_out = Later("larder.views.taking_out")
topic = Later("larder.views.topic")

app_name = "larder"

in_larder = [
    path("", shelves.larder, name="list"),
    path("new/", topic.put_by, name="new"),
    path("starter/", starter.starter, name="starter"),
    path("topics.csv", taking_out.topics, name="topics_csv"),
    path("activities.csv", taking_out.activities, name="activities_csv"),
    path("larder.json", taking_out.all_of_it, name="json"),
    path("bring-in/", bringing_in.bring_in, name="bring_in"),
    path("bring-in/topics.csv", bringing_in.topics_to_fill_in, name="topics_to_fill_in"),
    path("bring-in/activities.csv", bringing_in.activities_to_fill_in, name="activities_to_fill_in"),
    path("bring-in/<slug:key>/", bringing_in.delivery, name="delivery"),
    path("bring-in/<slug:key>/taken-in/", bringing_in.take_in, name="take_in"),
    path("activities/", activity.activities, name="activities"),
    path("activities/new/", activity.put_by, name="new_activity"),
    path("activities/cards-<slug:kind>.pdf", activity.cards, name="cards"),
    path("activities/<slug:key>/", activity.activity, name="activity"),
    path("activities/<slug:key>/edit/", activity.edit, name="edit_activity"),
    path("activities/<slug:key>/wordings/", activity.wordings, name="wordings"),
    path("activities/<slug:key>/removal/", activity.take_out, name="take_out_activity"),
    path("activities/<slug:key>/laid-aside/", activity.lay_aside, name="lay_activity_aside"),
    path("activities/<slug:key>/taken-up/", activity.take_up, name="take_activity_up"),
    path("activities/<slug:key>/card-<slug:kind>.pdf", activity.card, name="card"),
    path("resources/", resource.resources, name="resources"),
    path("resources/new/", resource.put_by, name="new_resource"),
    path("resources/new/<slug:form>/", resource.put_by, name="new_resource_of"),
    path("resources/bring-in/", references.bring_in, name="bring_in_references"),
    path("resources/brought/", references.brought, name="brought_references"),
    path("resources/all/<slug:kind>/", references.all_references, name="all_references"),
    path("resources/<slug:key>/", resource.resource, name="resource"),
    path("resources/<slug:key>/edit/", resource.edit, name="edit_resource"),
    path("resources/<slug:key>/removal/", resource.take_out, name="take_out_resource"),
    path("resources/<slug:key>/file/", resource.file, name="resource_file"),
    path("resources/<slug:key>/places/", resource.places, name="resource_places"),
    path("resources/<slug:key>/attachments/", resource.attach, name="attach_resource"),
    path("resources/<slug:key>/attachments/<int:attachment>/removal/", resource.detach, name="detach_resource"),
    path("resources/<slug:key>/as/<slug:kind>/", references.reference, name="reference"),
    path("kinds/", kind.kinds, name="kinds"),
    path("kinds/new/", kind.add, name="new_kind"),
    path("kinds/<slug:key>/", kind.change, name="kind"),
    path("kinds/<slug:key>/order/", kind.move, name="move_kind"),
    path("kinds/<slug:key>/removal/", kind.take_away, name="take_away_kind"),
    path("<slug:key>/", topic.topic, name="detail"),
    path("<slug:key>/edit/", topic.reword, name="edit"),
    path("<slug:key>/before/", topic.wordings, name="topic_wordings"),
    path("<slug:key>/wish/", topic.wish, name="wish"),
    path("<slug:key>/shelf/", topic.put_back, name="put_back"),
    path("<slug:key>/leaving-opened/", topic.leave_opened, name="leave_opened"),
    path("<slug:key>/removal/", topic.take_out, name="take_out_topic"),
    path("<slug:key>/notes/", note.write, name="note"),
    path("<slug:key>/notes/<slug:note>/", note.change, name="edit_note"),
    path("<slug:key>/notes/<slug:note>/removal/", note.take_down, name="take_down_note"),
]

urlpatterns = [path("groups/<slug:group>/larder/", include(in_larder))]
