"""Activities with marks and colour. Nobody has to be able to draw, and nothing is judged or hung."""

from django.utils.translation import gettext_lazy as _

from larder.starter.shapes import KNOWN, StarterActivity

ACTIVITIES = (
    StarterActivity(
        "breathing-line",
        _("A line that breathes"),
        "drawing",
        6,
        "grounding",
        _(
            "Lay a pencil at the left of the page.\n\n"
            "Draw one line to the right, as slowly as your breath goes: a little up while it comes in, a little down"
            " while it goes out. Nothing has to be deep or even. At the edge, begin again below.\n\n"
            "After a page, or whenever you have had enough, let the line run out level and lift the pencil. Look at"
            " the next thing beyond the paper."
        ),
        _("Follow the edge of something with your eyes instead: a table, a roof, a sleeve."),
        _("Paper and pencil"),
    ),
    StarterActivity(
        "square-of-colour",
        _("A square of colour"),
        "drawing",
        12,
        "opening",
        _(
            "Draw a square the size of a stamp, and fill it with the colour that comes closest to how the day has"
            " been. Mix two, if one won’t do.\n\n"
            "Then, in a round, hold yours up. You can say something about it, say only its name, or say nothing and"
            " let it be seen. To keep it face down is a turn too.\n\n"
            "When all have had theirs, put the squares in a row in front of us, or hold them to the camera together."
        ),
        _("Name a colour without drawing it, or point at something in the room that has it."),
        _("Paper; crayons, pencils or paint"),
    ),
    StarterActivity(
        "without-looking",
        _("Drawn without looking"),
        "drawing",
        15,
        "creative",
        _(
            "Put something simple in front of you: a cup, your keys, a shoe.\n\n"
            "1. Look at the thing and not at the paper. Let your eyes go along its edge as an ant would, and let the"
            " pencil do the same, without lifting it. Three minutes.\n"
            "2. Only now look down. It will be wrong in ways that nobody could invent.\n"
            "3. Do it again with the other hand, or with the pencil held loosely at its end.\n\n"
            "Choose the one that you would keep, and write today’s date beside it."
        ),
        _("Go along the thing’s edge with a finger, and tell somebody, or yourself, what you notice."),
        _("Paper and pencil; a thing each"),
        source=KNOWN,
    ),
    StarterActivity(
        "map-of-a-day",
        _("A map of a day"),
        "drawing",
        30,
        "creative",
        _(
            "Draw a day as a map. Choose an ordinary one from last week, or one that you make up for yourself.\n\n"
            "Where did it begin? Where were the steep parts, the crossings, the places to sit? Paths and water can"
            " stand for how it went; names and a key are up to you. Leave some of it white, as old maps do.\n\n"
            "After twenty minutes, mark with a small flag the place from which the view was best. Whoever would like"
            " to may show the others where it is. Then find the door of the room you are in, and imagine it on the"
            " edge of your map."
        ),
        _("Write the map as directions: left at the bakery, then uphill until lunch."),
        _("Large paper; pencils or pens in a few colours"),
    ),
    StarterActivity(
        "page-of-marks",
        _("A page of marks"),
        "drawing",
        20,
        "creative",
        _(
            "Divide a page into eight. In each part make marks for one word, as many or as few as you wish, without"
            " drawing a picture of anything. Choose a row:\n\n"
            "- *quick, heavy, far, soft* and four of your own;\n"
            "- *rain, gravel, wool, kettle* and four of your own.\n\n"
            "Two minutes for each part. Afterwards cover the words and look: could the marks stand for something"
            " else? Show a part to the others and let them say what they see in it, or keep the page to yourself.\n\n"
            "End by resting your hand flat on the table, beside the page."
        ),
        _("Find the marks instead: look round for a surface that is quick, or heavy, or woollen."),
        _("Paper; anything that makes a mark"),
    ),
    StarterActivity(
        "torn-paper",
        _("Torn paper"),
        "drawing",
        40,
        "creative",
        _(
            "Tear and don’t cut: a torn edge can’t be got right, so nobody has to.\n\n"
            "1. Choose three papers whose colours belong together, or quarrel.\n"
            "2. Tear shapes for some minutes without a plan.\n"
            "3. Lay them on a sheet and push them about. Begin from *a shore* or from *something that holds*, or from"
            " nothing at all.\n"
            "4. When it has stopped moving, glue it, or photograph it and sweep it up.\n\n"
            "Give it a title of two words. Gather the scraps into one heap together before we go on."
        ),
        _("Choose and arrange pieces that others have torn, or direct somebody else’s hands by words."),
        _("Old magazines and coloured paper; a sheet each; glue"),
        place="room",
    ),
    StarterActivity(
        "looking-in-silence",
        _("Looking in silence"),
        "drawing",
        20,
        "sharing",
        _(
            "Whoever would like to lays what they made where all can see it, or holds it to the camera. Some of us"
            " may only be looking.\n\n"
            "1. We look at one thing for a whole minute, without a word.\n"
            "2. Then each may say one sentence that begins with *I see*. Not what it means, not whether it is good.\n"
            "3. Whoever made it may add something, or nod, and takes it back.\n\n"
            "At the end everybody looks at something that nobody has made: the sky, the floor, a hand."
        ),
        _("Show a corner of it, or describe it and let the others imagine the rest."),
        _("What we made"),
        least=2,
    ),
    StarterActivity(
        "pocket-picture",
        _("A picture for the pocket"),
        "drawing",
        10,
        "closing",
        _(
            "Take a piece of card that fits into a pocket.\n\n"
            "Put on it one mark, one colour or one shape that came up today and that you would care to meet again in"
            " a week. It needs no explaining. On its back write the name of the month.\n\n"
            "Put it away where you will come upon it by chance. Then we go round once, each with a word to end on, or"
            " with a nod."
        ),
        _("Fold a blank card in half and take that. It will remind you just as well."),
        _("Small cards; a pencil or crayons"),
    ),
)
