"""Activities with voice and sound. Nobody has to sing, and nobody is heard alone who doesn't choose to be."""

from django.utils.translation import gettext_lazy as _

from larder.starter.shapes import KNOWN, StarterActivity

ACTIVITIES = (
    StarterActivity(
        "low-hum",
        _("A low hum"),
        "song",
        6,
        "grounding",
        _(
            "Online, turn the microphones off, so that each of us has a room of their own to be heard in by nobody.\n\n"
            "1. Breathe out a few times with a sigh that can just be heard.\n"
            "2. Let the next ones become a hum, low and easy, for as long as the breath lasts and no longer.\n"
            "3. Lay a hand where you feel it: on the chest, the jaw, the table.\n"
            "4. Let it grow quieter, until you are humming only to yourself, and then not at all.\n\n"
            "Listen for the first sound that comes from outside."
        ),
        _("Listen to whatever hums already: a fridge, a road, the building."),
    ),
    StarterActivity(
        "tune-in-the-head",
        _("The tune in my head"),
        "song",
        12,
        "opening",
        _(
            "Most of us come in with some tune going round, or with the memory of one.\n\n"
            "In a round, say which it is: hum a bar of it, tap it, tell us its name, or tell us only where it found"
            " you. If there is none, say what could be heard at your breakfast. Passing is fine, and so are tunes that"
            " one is ashamed of.\n\n"
            "We don’t discuss them. When all have had a turn, there is half a minute of silence, to let them fade."
        ),
        _("Say one sound that belongs to the place where you are."),
    ),
    StarterActivity(
        "rain",
        _("Rain"),
        "song",
        15,
        "creative",
        _(
            "A storm, made by all of us, without instruments. One person begins each sound, and the others take it up"
            " as it comes round to them, or let it go by.\n\n"
            "1. Rub the palms: wind.\n"
            "2. Tap two fingers, or a nail on the table: the first drops.\n"
            "3. Tap with all fingers; pat the knees or the chair: a downpour.\n"
            "4. Back the same way, until only the wind is left, and then nothing.\n\n"
            "Do it once more with the voice: *sh*, *t-t-t*, *oo*. Then sit, and hear how quiet it is."
        ),
        _("Be the one who listens with the back turned, and say afterwards when it was nearest."),
        least=4,
        place="room",
        source=KNOWN,
    ),
    StarterActivity(
        "new-words",
        _("New words to an old tune"),
        "song",
        35,
        "creative",
        _(
            "Choose a tune that all of us know and that belongs to nobody: a nursery rhyme, a round, an old carol.\n\n"
            "1. Hum it together once, or tap it, to see how many beats there are.\n"
            "2. In twos or alone, write a verse to it. Either about *something you do each week*, or about *something"
            " on this table*. Rhymes are optional.\n"
            "3. Come together. A verse is sung by all, by its writers, or spoken over the humming of the others, as"
            " its writers wish. It may also be kept.\n\n"
            "End with the old words, or with the tune alone, more and more softly. Online, one microphone at a time"
            " is on, and the rest of us sing unheard."
        ),
        _("Keep the beat for the others, or write a verse and give it to somebody else to sing."),
        _("Paper and pen"),
        least=2,
        source=KNOWN,
    ),
    StarterActivity(
        "three-notes-out",
        _("Three notes to go out by"),
        "song",
        8,
        "closing",
        _(
            "One of us hums three notes, going down, as somebody might who is closing a door. Nothing clever.\n\n"
            "The others take them up when they wish, each at their own pace and their own height, so that it is"
            " never together and never wrong. Let it go on for two minutes. Whoever is finished stops; the last one"
            " to hum ends it.\n\n"
            "Stay in the quiet for a breath. Then say good night by name, or with a hand."
        ),
        _("Listen for who is last, or tap the three notes on your knee."),
    ),
)
