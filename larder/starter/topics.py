"""Topics that groups of practitioners come to sooner or later, each as a door and not as a lesson."""

from django.utils.translation import gettext_lazy as _

from larder.starter.shapes import StarterTopic

PRACTICE, OURSELVES, FORM, THEORY = range(4)  # as larder.models.topic.FIRST_KINDS has them

TOPICS = (
    StarterTopic(
        "first-ten-minutes",
        _("The first ten minutes"),
        _("A door, a ring of chairs, a name said aloud. What have we decided before anybody has picked up a pen?"),
        PRACTICE,
        (_("beginnings"), _("groups")),
    ),
    StarterTopic(
        "quiet-in-the-room",
        _("The quiet one"),
        _("Somebody says nothing, week after week, and keeps coming. How do we leave room without lighting it up?"),
        PRACTICE,
        (_("groups"), _("silence")),
    ),
    StarterTopic(
        "when-it-is-too-much",
        _("When it is too much"),
        _(
            "Tears, a shut face, an empty chair after the break. What each of us does then, what we wish we had done,"
            " and what is not ours to do."
        ),
        PRACTICE,
        (_("care"), _("limits")),
    ),
    StarterTopic(
        "endings",
        _("Last meetings"),
        _("How a series of groups is brought to its close, and what we give people to hold when the door shuts."),
        PRACTICE,
        (_("endings"), _("groups")),
    ),
    StarterTopic(
        "what-we-carry-home",
        _("What we carry home"),
        _("Other people’s stories come along on the bus. Where do we put them down, and with whose help?"),
        PRACTICE,
        (_("care"), _("confidence")),
    ),
    StarterTopic(
        "what-it-is-worth",
        _("What it is worth"),
        _("Fees, favours, funding, and the hour that nobody counts. How do we name a price and stay kind?"),
        PRACTICE,
        (_("money"), _("working life")),
    ),
    StarterTopic(
        "saying-no",
        _("Saying no"),
        _("To a referral, to one more evening, to work that we know how to do. Where does each of us draw the line?"),
        PRACTICE,
        (_("limits"), _("working life")),
    ),
    StarterTopic(
        "the-invitation",
        _("The invitation"),
        _("What makes a prompt a door and not a demand? Bring one that opened something, and one that fell flat."),
        PRACTICE,
        (_("prompts"), _("groups")),
    ),
    StarterTopic(
        "how-we-came-here",
        _("How we came to this work"),
        _("Not the version for an application. The turning, the person, the wrong job that taught us."),
        OURSELVES,
        (_("beginnings"), _("working life")),
    ),
    StarterTopic(
        "those-who-taught-us",
        _("Those who taught us"),
        _("A grandmother, a stranger on a ward, a book left on a wall. Whose hands are in what we do?"),
        OURSELVES,
        (_("people"),),
    ),
    StarterTopic(
        "names",
        _("Names"),
        _("Given, married into, shortened, misread from a list. What a name has asked of us, and what it has kept."),
        OURSELVES,
        (_("words"), _("people")),
    ),
    StarterTopic(
        "tiredness",
        _("Kinds of tired"),
        _("The good tiredness after a day outside, and the other one. How do we tell them apart in time?"),
        OURSELVES,
        (_("care"), _("the body")),
    ),
    StarterTopic(
        "something-put-down",
        _("Something I have put down"),
        _("A piano, a faith, a way of working, a wish. What has grown in the place where it stood?"),
        OURSELVES,
        (_("change"),),
    ),
    StarterTopic(
        "older-in-this-work",
        _("Getting older in this work"),
        _("What has become easier, what takes longer, and what we would not go back for."),
        OURSELVES,
        (_("change"), _("the body")),
    ),
    StarterTopic(
        "letters",
        _("Letters"),
        _("A form that always has somebody at the other end. What can be said to one person that a page can’t hold?"),
        FORM,
        (_("writing"),),
    ),
    StarterTopic(
        "the-very-short",
        _("The very short"),
        _("Three lines, six words, a caption. What does smallness allow, and whom does it let in?"),
        FORM,
        (_("writing"), _("poems")),
    ),
    StarterTopic(
        "i-you-they",
        _("I, you, they"),
        _("Tell it again in another person, and see how near or how far it comes. When is distance a kindness?"),
        FORM,
        (_("writing"), _("care")),
    ),
    StarterTopic(
        "making-without-words",
        _("Making without words"),
        _("A morning of colour, clay or sound for people who live by sentences. What did we miss, and what came?"),
        FORM,
        (_("drawing"), _("song")),
    ),
    StarterTopic(
        "outdoors",
        _("Taking it outside"),
        _("A path, a bench, a yard with one tree. How does a group change when there are no walls to hold it?"),
        FORM,
        (_("places"), _("movement")),
    ),
    StarterTopic(
        "gaps",
        _("The white of the page"),
        _("Line ends, rests, the frame round a drawing, the silence before anybody speaks. What do the gaps do?"),
        FORM,
        (_("silence"), _("poems")),
    ),
    StarterTopic(
        "safe-enough",
        _("Safe enough"),
        _("What people mean when they call a room safe, who decides, and what a little risk is good for."),
        THEORY,
        (_("care"), _("groups")),
    ),
    StarterTopic(
        "does-it-help",
        _("Does it help, and how would we know?"),
        _("One paper each, read with a pencil. What was counted, what was left out, and would our people agree?"),
        THEORY,
        (_("research"),),
    ),
    StarterTopic(
        "being-heard",
        _("Being heard"),
        _("Listening that doesn’t mend, advise or compare. What happens in somebody who is listened to so?"),
        THEORY,
        (_("listening"), _("care")),
    ),
    StarterTopic(
        "play-for-adults",
        _("Why play"),
        _("Children learn by it and adults apologise for it. What do we know about play, and when did we last?"),
        THEORY,
        (_("play"), _("research")),
    ),
    StarterTopic(
        "power-in-the-circle",
        _("Power in a circle"),
        _("We sit in a ring and one of us holds the watch. What else is uneven among us, and what do we do about it?"),
        THEORY,
        (_("groups"), _("fairness")),
    ),
)
