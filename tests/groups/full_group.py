"""A group with everything that a group has, to be carried elsewhere."""

from datetime import timedelta
from io import BytesIO

from PIL import Image

from groups.kinds import Kind, Rhythm
from groups.models import Contact, Gathering, Goal, Group, MailChoice, Membership, Sabbatical
from larder.models import Note
from meetings.models import Attendance, OwnNotes, RotaOrder, Turn, TurnOffer
from meetings.rota import Way
from tests.factories import (
    first_of,
    make_activity,
    make_edition,
    make_group,
    make_meeting,
    make_member,
    make_membership,
    make_topic,
)
from tests.manifesto.gatherings import bundled, gathered

SECRET = "canarywren"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "WEBP")
    return out.getvalue()


def make_full_group() -> Group:
    """With everything that a group has, and SECRET in all that is somebody's own."""
    group = make_group("Oak", first=make_member("Amara", email="amara@example.org"))
    amara = first_of(group)
    bea, gone = make_membership(group, "Bea"), make_membership(group, "Cleo")
    out = make_membership(group, SECRET)
    Membership.objects.filter(pk=amara.pk).update(access_note=SECRET, about="I write with people.")
    amara.refresh_from_db()
    amara.show_photo(picture(), kind="image/webp")
    MailChoice.keep({Kind.SHARED: Rhythm.NEVER}, by=bea)
    Contact.objects.create(membership=amara, label="phone", value="07700 900123", order=0)
    Contact.objects.create(membership=amara, label="home", value=SECRET, order=1, shown=False)
    goal = Goal.write(by=bea, text=f"{SECRET} as it was before it was shown")
    goal.change(by=bea, text="To sing")
    goal.share(by=bea)
    goal.change(by=bea, text="To sing aloud")
    Goal.write(by=bea, text=SECRET)
    gathering = Gathering.begin("goals", by=amara)
    gathering.write(SECRET, by=bea)
    opened = gathered(amara, bea, gone, out, words=1)
    bundled(opened, *opened.contributions.all(), by=bea, name="Supper")
    Gathering.begin("manifesto", by=amara).write(SECRET, by=bea)
    topic = make_topic(gone, "Pepper", "and dark", tags=["kitchen"])
    topic.reword(by=bea, title="Salt", why="and light", kind=topic.kind, tags=["sea"])
    Note.write(topic, "By the window", by=amara)
    topic.wish(by=bea)
    past = make_meeting(amara, days=-3, topics=[topic])
    past.note_outcomes({past.opened.get(): "We wrote six poems."}, by=bea)
    make_activity(bea, "Slower", variation_of=(first := make_activity(gone))).change(by=amara, instructions="Slowly.")
    past.note_outcomes({past.parts.first().pick(first, by=amara): "Quiet."}, by=bea)
    OwnNotes.objects.create(meeting=past, membership=amara, text=SECRET)
    Attendance.say(make_meeting(bea, days=4), "stretch", by=amara, note=SECRET)
    hoped = make_meeting(bea, days=5, settled=False)
    hoped.poll.answer({hoped.poll.options.get(): "stretch"}, by=amara, note=SECRET)
    RotaOrder.arrange({"online": Way(1, 2)}, by=amara)
    Turn.accept(hoped, by=bea)
    TurnOffer.make(hoped, by=bea, to=amara)
    Sabbatical.take(by=bea, starts=group.today() + timedelta(days=3), note="In the hills")
    make_edition(amara).sign(by=bea)
    group.invite("friend@example.org", by=amara, note=SECRET)
    gone.leave({})
    out.remove(by=amara, reason=SECRET)
    return group
