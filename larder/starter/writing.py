"""Activities with a pen, or with a keyboard. What is written belongs to whoever wrote it, and need not be read."""

from django.utils.translation import gettext_lazy as _

from larder.starter.shapes import KNOWN, StarterActivity

ACTIVITIES = (
    StarterActivity(
        "three-lines",
        _("Three lines to arrive"),
        "writing",
        6,
        "grounding",
        _(
            "Nobody will read these lines, and nobody is asked to.\n\n"
            "1. Write one line about something that you can *see* from where you are.\n"
            "2. Write one about something that you can *hear*, near or far.\n"
            "3. Write one about something that *touches* you: a sleeve, a chair, the floor.\n\n"
            "Then put the pen down, and look up when you are ready. We wait until most of us have."
        ),
        _("Notice the three without writing, or rest your eyes on one thing that stays still."),
        _("Paper and pen"),
    ),
    StarterActivity(
        "with-me-today",
        _("With me today"),
        "writing",
        12,
        "opening",
        _(
            "A list of what came through the door with us. Things will do; they need not be feelings.\n\n"
            "1. Head the page *With me today*, and write five lines under it. A bus ticket, half a song, an answer"
            " that you owe.\n"
            "2. Draw a ring round one of them that you wouldn’t mind the others knowing.\n"
            "3. One after the other, read that line, or say *pass*. Nobody answers; the next one goes on.\n\n"
            "The rest of the list stays with you, and can be added to later."
        ),
        _("Write nothing, and say what the weather is where you are."),
        _("Paper and pen"),
    ),
    StarterActivity(
        "borrowed-first-line",
        _("A borrowed first line"),
        "writing",
        30,
        "creative",
        _(
            "Beginnings are hard, so we take one that is there already. Choose between two:\n\n"
            "- open any book within reach, and take the first sentence that your finger meets;\n"
            "- begin with *The door had been painted so often that*.\n\n"
            "Write for fifteen minutes without going back. If it stops, write the first line once more and go another"
            " way. At the end, cross the borrowed line out, and see whether the piece can stand without it.\n\n"
            "Come back by reading your last line to yourself, and then by looking round at the others."
        ),
        _("Copy the sentence slowly, as you would a drawing, and underline the words that you would keep."),
        _("Paper and pen; a few books"),
        source=KNOWN,
    ),
    StarterActivity(
        "unsent-letter",
        _("A letter that is not sent"),
        "writing",
        40,
        "creative",
        _(
            "A letter can be written without being delivered. Choose somebody or something to write to, as near or"
            " as far as you want it today:\n\n"
            "- a thing or a place: the kettle, a street, the month of March;\n"
            "- a person: one you know, one you never met, or yourself at another age.\n\n"
            "Write for twenty minutes. In the last five, write *the answer*, in two or three lines, as kindly as you"
            " can stand. Then fold the letter. You may keep it, tear it up, or take it home unread.\n\n"
            "Before we go on, name to yourself three things in the room that are blue."
        ),
        _("Write only the envelope: to whom, where they live, and what is on the stamp."),
        _("Paper and pen; envelopes, if you have some"),
        content_note=_("Somebody who is missed may turn up"),
        source=KNOWN,
    ),
    StarterActivity(
        "list-that-turns",
        _("A list that turns"),
        "writing",
        20,
        "creative",
        _(
            "Lists ask for little and hold a great deal. Choose a heading:\n\n"
            "- *Things that are lighter than they look*\n"
            "- *Things kept in the wrong drawer*\n\n"
            "Write ten lines, quickly, without explaining. At the seventh, turn: let the list contradict itself, or"
            " address somebody, or ask a question. Then go on to ten.\n\n"
            "Read it over once, and mark the line that you didn’t see coming. That one line may be shared, or not."
        ),
        _("Draw the list as ten small pictures, without any words."),
        _("Paper and pen"),
    ),
    StarterActivity(
        "through-the-window",
        _("What is in the window"),
        "writing",
        20,
        "creative",
        _(
            "Sit where you can see out of a window, or at anything with a frame.\n\n"
            "1. For eight minutes write down only what is there. No *as if*, no memory, no opinion.\n"
            "2. For five minutes let one thing come in that can’t be seen from here.\n"
            "3. For two minutes go back to what is there.\n\n"
            "Look up from the page and out of the window once more. Has anything moved?"
        ),
        _("Look for the whole time, and write one word at the end. Or choose a picture on the wall."),
        _("Paper and pen; something with a frame"),
    ),
    StarterActivity(
        "room-at-ease",
        _("A room where I was at ease"),
        "writing",
        35,
        "creative",
        _(
            "Choose a room in which you were at ease: one that you know, or one that you make up as you go.\n\n"
            "Write your way in slowly. Where does the light come from? What is on the sill? What can be heard through"
            " the wall? What is under your hand? There is no need for anybody else to be in it.\n\n"
            "After twenty minutes, write how you leave: which door, what you take in your pocket, and what the air"
            " is outside. Then come back to *this* room by the same kind of detail, one thing you see and one you"
            " hear."
        ),
        _("Furnish a room that never was, as lavishly as you want, and write its inventory."),
        _("Paper and pen"),
        content_note=_("Rooms can bring back the people who were in them"),
    ),
    StarterActivity(
        "three-line-moment",
        _("One moment, three lines"),
        "writing",
        15,
        "creative",
        _(
            "A very short poem for something that lasted no longer than a breath.\n\n"
            "1. Think back over the last day, and find a moment that was of no importance.\n"
            "2. Write *where* it was in the first line, *what happened* in the second, and leave the third for"
            " whatever stands beside it: a sound, a colour, the time.\n"
            "3. Take out every word that it can do without. Counting syllables is allowed, and so is not counting.\n\n"
            "Write it out once more, fair, in the middle of a page."
        ),
        _("Say the three lines to yourself and let them go. Nothing has to stay on paper."),
        _("Paper and pen"),
        source=KNOWN,
    ),
    StarterActivity(
        "thing-speaks",
        _("The thing speaks"),
        "writing",
        25,
        "creative",
        _(
            "Choose something that you can hold, or that stands near you. Look it over: its weight, its wear, the side"
            " that it never shows.\n\n"
            "Then let it speak. Begin with *I was made for* or with *They think that I*. Write for twelve minutes in"
            " its voice. It may be wise or petty, and it may be wrong about us.\n\n"
            "Thank it in a line of your own, and put it back where it belongs."
        ),
        _("Describe it so exactly that somebody who has never seen one could draw it."),
        _("Paper and pen; a thing each"),
    ),
    StarterActivity(
        "two-voices",
        _("Two voices on a page"),
        "writing",
        30,
        "creative",
        _(
            "A conversation, set out as a play is, between you and something that you have to do with. Choose one:\n\n"
            "- a tool of your work: the diary, the car, the register, the bag;\n"
            "- a part of the day: Monday at eight, the last quarter of an hour, the night.\n\n"
            "Let it begin. Write quickly, and answer before you have thought. Whenever it grows loud, one of the two"
            " may say *let us speak of something else*, and you do.\n\n"
            "After fifteen minutes bring it to an end in which both have said goodbye."
        ),
        _("Write it about two others, whom you invent, and stay outside as the one who wrote it down."),
        _("Paper and pen"),
        content_note=_("Work that has been heavy lately may speak up"),
    ),
    StarterActivity(
        "poem-of-all",
        _("One poem from all of us"),
        "writing",
        20,
        "sharing",
        _(
            "For when everybody has written something, and hardly anybody wants to read it.\n\n"
            "1. Each of us looks for *one line* in what we wrote, and copies it onto a slip or into the chat.\n"
            "2. One person lays the lines in an order, without changing a word, and reads them as one poem.\n"
            "3. Silence for two breaths. Then it is read once more, in another order.\n\n"
            "Nobody says which line was whose. The poem belongs to all of us, and each line to whoever wrote it."
        ),
        _("Give a line that you have heard today, or give none, and listen for where the poem turns."),
        _("Slips of paper, or a chat"),
        least=3,
        source=KNOWN,
    ),
    StarterActivity(
        "what-stayed",
        _("What stayed with me"),
        "writing",
        25,
        "sharing",
        _(
            "A way to be heard without being judged. Whoever would like to read says so; there may be nobody, and"
            " then we are quiet together.\n\n"
            "1. The reader reads. Listeners may write down words as they fall.\n"
            "2. A breath of silence.\n"
            "3. Each listener says *one* thing that stayed with them: a word, a picture, a sound. No praise, no"
            " advice, no *that happened to me too*. Passing is fine.\n"
            "4. The reader says thank you, and nothing needs to be explained.\n\n"
            "Four minutes for each reader is plenty."
        ),
        _("Ask somebody else to read yours, or show the page instead of reading it."),
        least=2,
        source=KNOWN,
    ),
    StarterActivity(
        "in-the-margin",
        _("In the margin"),
        "writing",
        15,
        "sharing",
        _(
            "We share what we noticed while we wrote, and not what we wrote.\n\n"
            "1. Read your own piece once, as if it had come from somebody you think well of.\n"
            "2. Write three notes in the margin: *here it ran*, *this I would keep*, *this I would ask about*.\n"
            "3. In a round, say one of your notes, or pass. The piece itself stays closed.\n\n"
            "To end, turn the page over and write the date on its back."
        ),
        _("Make the notes on a piece by somebody else that you have with you."),
        _("What we wrote, and a pen"),
    ),
    StarterActivity(
        "line-to-take",
        _("A line to take, a line to leave"),
        "writing",
        8,
        "closing",
        _(
            "Tear a sheet in two, or draw a line down the middle of a page.\n\n"
            "On one half write something to *take* with you from today, on the other something to *leave* here. One"
            " line is enough for each, and they may be plain: the biscuits, the draught.\n\n"
            "In a round, each of us reads one of the two, or neither. Then the halves that stay are folded together,"
            " and we say good night."
        ),
        _("Choose one word and keep it behind your teeth until you are out of the door."),
        _("Paper and pen"),
    ),
)
