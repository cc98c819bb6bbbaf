"""Activities for their own sake. Nobody wins, nobody is found out, and passing is always a move."""

from django.utils.translation import gettext_lazy as _

from larder.starter.shapes import KNOWN, StarterActivity

ACTIVITIES = (
    StarterActivity(
        "three-finds",
        _("Three finds"),
        "play",
        5,
        "grounding",
        _(
            "Without getting up, look round as though you had never been here.\n\n"
            "- Find something that is *round*.\n"
            "- Find something that is *older than you are*.\n"
            "- Find something that would *outlast a night of rain*.\n\n"
            "There is nothing to say about them. When you have the third, look at it for the length of one breath,"
            " and then at us."
        ),
        _("Go through your pockets or your bag instead, or think of three things at home."),
    ),
    StarterActivity(
        "also-true",
        _("Two small reports"),
        "play",
        15,
        "opening",
        _(
            "Each of us gives two short reports from the past week, of no more than a sentence. They may be of the"
            " smallest kind: what became of the leek, who was at the bus stop.\n\n"
            "One of the two may be made up. Nobody guesses, nobody asks, and nobody ever finds out. The others say"
            " *we have heard you*, and the next one goes on.\n\n"
            "One report is enough, and so is *nothing to report*. When all have been heard, we take a breath together"
            " and begin."
        ),
        _("Report for somebody else: a cat, the weather, the building."),
    ),
    StarterActivity(
        "museum-of-small-things",
        _("The museum of small things"),
        "play",
        30,
        "creative",
        _(
            "A museum opens among us today.\n\n"
            "1. Each of us chooses a thing from their pocket, bag or room. It has no value but to be there.\n"
            "2. Write its label, as museums do: what it is called, what it is made of, where it was found, what it is"
            " believed to have been for. Scholars may be mistaken.\n"
            "3. Lay things and labels out, or hold them to the camera, and go round in silence as visitors.\n"
            "4. Anybody may ask the keeper one question. The keeper may say that research is under way.\n\n"
            "Then the museum closes, and everybody takes their thing home."
        ),
        _("Be the visitor who writes in the guest book: three lines about what was seen."),
        _("Cards and a pen; a thing each"),
        least=2,
    ),
    StarterActivity(
        "story-in-turns",
        _("A story that nobody owns"),
        "play",
        15,
        "creative",
        _(
            "We tell a story, one sentence each, round and round. Begin with one of these:\n\n"
            "- *It was the wrong key, but it turned.*\n"
            "- *On the third day the goats came back.*\n\n"
            "Take up what was said last, and add as little as you can. *Meanwhile* and *pass* are both good turns. If"
            " somebody is about to come to harm, the next one finds a door. After three rounds we look for an ending,"
            " and whoever hears it go by says *there*.\n\n"
            "Let the last sentence stand for a moment. Nobody writes it down."
        ),
        _("Say only the first sentence or only the last, or make the sounds: wind, hinges, goats."),
        least=3,
        source=KNOWN,
    ),
    StarterActivity(
        "questions-only",
        _("Questions to keep"),
        "play",
        15,
        "sharing",
        _(
            "For whoever would care to hear what a piece makes others wonder. If nobody would, we leave it out.\n\n"
            "1. Somebody shows or reads a piece, or tells us about it.\n"
            "2. For three minutes the others ask, and only ask. Questions that can’t be answered are the best: *Who"
            " else knows about the stairs? What is it doing on Sunday?*\n"
            "3. Whoever made it answers nothing. They write down the questions that they want to keep.\n"
            "4. They say *enough* when it is, and thank us.\n\n"
            "Afterwards all of us look away from the piece and at something across the room."
        ),
        _("Put your questions on slips, unsigned; or listen, and keep one for a piece of your own."),
        _("Slips of paper and a pen"),
        least=3,
    ),
    StarterActivity(
        "lost-property",
        _("Lost property"),
        "play",
        8,
        "closing",
        _(
            "We are at the counter of a lost property office, which is about to close.\n\n"
            "Each of us may *hand something in*, which was found today and belongs to nobody: a word, a worry, a tune."
            " And each may *collect something* of their own that was missing: an hour, a sense of direction, a"
            " glove. Say one of them, or both, or step back from the counter with a nod.\n\n"
            "When the last one has been served, the shutter comes down. We say good night as colleagues do."
        ),
        _("Write a label for what you hand in, and leave it behind without a word."),
    ),
)
