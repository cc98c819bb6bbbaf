"""Activities with the body, sitting or standing. The smallest movement counts, and so does imagining it."""

from django.utils.translation import gettext_lazy as _

from larder.starter.shapes import KNOWN, StarterActivity

ACTIVITIES = (
    StarterActivity(
        "feet-seat-back",
        _("What holds me up"),
        "movement",
        5,
        "grounding",
        _(
            "Sit, stand or lie as is best for you today. Eyes open or closed, as you prefer; you can change it.\n\n"
            "1. Notice where you are held from below: feet, seat, wheels, bed.\n"
            "2. Notice where something is behind you, or whether there is only air.\n"
            "3. Let a little more of your weight be carried, or a little less. See which is better.\n"
            "4. Turn your head, or your eyes, to one corner of the room and then to another.\n\n"
            "When you are ready, look towards the others."
        ),
        _("Look at something that stands firmly, and study what it stands on."),
    ),
    StarterActivity(
        "hands-awake",
        _("Waking the hands"),
        "movement",
        6,
        "grounding",
        _(
            "Before hands make something, they are greeted. Everything here can be done small, with one hand, or in"
            " the mind.\n\n"
            "1. Rub the palms, or rest one in the other, until there is some warmth.\n"
            "2. Go along the fingers, one after the other, as if drawing off a glove.\n"
            "3. Open and close, as slowly as a daisy does.\n"
            "4. Let them lie, and feel what is left in them.\n\n"
            "Then take up whatever you will make with."
        ),
        _("Hold something warm, or look at your hands for a minute without doing anything with them."),
    ),
    StarterActivity(
        "gesture-for-the-day",
        _("A gesture for the day"),
        "movement",
        12,
        "opening",
        _(
            "Think of a movement that says something about how you come in today. Lifting a shoulder is enough, or"
            " one finger.\n\n"
            "In a round, each of us makes theirs, once and without a word. The others watch, and whoever wants to may"
            " give it back, the same or smaller. *Pass* is said with a hand, or aloud.\n\n"
            "To finish, make the movement with which you would put a bag down."
        ),
        _("Describe the movement without making it, or say one word."),
        least=2,
    ),
    StarterActivity(
        "slow-crossing",
        _("A slow crossing"),
        "movement",
        20,
        "creative",
        _(
            "We go from one side of the room to the other, and take five minutes over it. Choose your own way of"
            " going: on foot, on wheels, holding on to the wall, or with the eyes alone from a chair.\n\n"
            "Go so slowly that there is time to change your mind. Stop wherever there is something to look at. If"
            " somebody is in your way, one of you waits, and there is no hurry about who.\n\n"
            "On the other side, write or draw for five minutes: *what I passed*, or nothing in particular. Then"
            " come back at your everyday pace, and sit where you sat."
        ),
        _("Let a hand make the crossing, from one edge of the table to the other."),
        _("Room to move; paper and pen"),
        place="room",
        source=KNOWN,
    ),
    StarterActivity(
        "conducting",
        _("Conducting"),
        "movement",
        15,
        "creative",
        _(
            "One of us plays a piece of music of three or four minutes that has no words. Say beforehand what it is,"
            " and how loud.\n\n"
            "1. The first time, only listen.\n"
            "2. The second time, conduct: with a pencil, both arms, a foot, the eyebrows. Follow the beat, or one"
            " instrument, or the silences. Cameras may be off, and nobody watches anybody.\n"
            "3. When it is over, bring the last note down gently, and let the hands rest.\n\n"
            "Two minutes for whoever would care to say where in the music they were."
        ),
        _("Let the music go along a pencil on paper, or listen twice."),
        _("A piece of music, and something to play it on"),
    ),
    StarterActivity(
        "gesture-to-page",
        _("From the hand to the page"),
        "movement",
        30,
        "creative",
        _(
            "Hands know how to do things that we have never put into words.\n\n"
            "1. Choose something that your hands have done a thousand times: filling a kettle, folding a sheet,"
            " turning a key. Or choose what you have watched somebody else’s hands do.\n"
            "2. Do it in the air, at half the speed, three times. Small is fine; so is only thinking of it.\n"
            "3. Write for twelve minutes, from the hands outwards. What do they touch next? What do they know about"
            " the weather?\n\n"
            "Before we go on, put both hands round something that is really there."
        ),
        _("Write the instructions for it, for somebody who has never seen it done."),
        _("Paper and pen"),
    ),
    StarterActivity(
        "put-it-down",
        _("Picking up, putting down"),
        "movement",
        6,
        "closing",
        _(
            "Sitting or standing, with the arms or in the mind.\n\n"
            "1. Gather with both hands, from the air in front of you, whatever you have held in these hours.\n"
            "2. Feel about how heavy it is. It needs no name.\n"
            "3. Put down what isn’t yours to carry home: on the floor, on the table, on the sill.\n"
            "4. Keep one thing that you want, as small as a pebble, and close a hand round it.\n\n"
            "Shake out the other hand, look round at who is here, and let that be the goodbye."
        ),
        _("Empty a pocket or tidy your table, slowly, and leave it as you would wish to find it."),
    ),
)
