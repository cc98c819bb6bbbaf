"""What the sample group's members are called and wrote. Invented for Copse."""

GROUP = ("Kettle Row", "kettle-row")
PASSWORD = "three-kettles-on-the-hob"  # noqa: S105  known to all, and only loaded where DEBUG is on

# name, address, pronouns, zone, practice, ways to reach (what, which, whether the others see it), access note
MEMBERS = [
    ("Amara", "amara@example.org", "she/her", "Europe/London",
     "Writing groups in two hospices and a library. Before that, fifteen years of ward work.",
     [("Phone", "07700 900417. Text rather than ring, after four.", True), ("At home", "07700 900418", False)],
     "No stairs after a long day. Oats, not dairy."),
    ("Joss", "joss@example.org", "they/them", "Europe/London",
     "Movement and drawing with people living with long illness; a shed full of clay.",
     [("Signal", "Any time. I answer slowly.", True)], "A chair with arms. I eat everything but coriander."),
    ("Petra", "petra@example.org", "", "Europe/Stockholm",
     "Counsellor. I came to writing by way of letters that clients never posted.",
     [], "Good light to read by."),
    ("Idris", "idris@example.org", "he/him", "Europe/London",
     "Poet in schools and in one very patient prison.", [("", "The landline still works.", True)], "Vegetarian."),
]  # fmt: skip

# title, why, kind (0 practice, 1 ourselves, 2 form, 3 theory)
TOPICS = [
    ("Arriving late", "What we carry in with us when the room has already begun.", 0),
    ("The unsent letter", "Who is it for, if not for the one it names?", 2),
    ("Tables", "Every table I have written at, and who laid it.", 1),
    ("Small weather", "Weather that only one person notices.", 2),
    ("Endings we run", "How do we close a series so that nobody is left on the step?", 0),
    ("Borrowed first lines", "Begin with somebody else’s beginning and see where it lets go of you.", 2),
    ("What hands know", "Knitting, bread, bandages. What did they learn before we did?", 1),
    ("Silence in a circle", "When is it rest, and when is it somebody leaving?", 0),
    ("Writing and the breath", "What the studies say about slowing down, and what they leave out.", 3),
    ("The house with one more room", "The one I go to in dreams. What is kept there?", 1),
    ("Lists", "A list can hold what a story can’t carry.", 2),
    ("Being paid", "We never talk about it. Let’s.", 0),
    ("Salt", "Sea, kitchen, tears. One word for an hour.", 2),
    ("The helper’s tiredness", "Not to mend it. To draw its outline.", 1),
    ("Whose words are they", "Publishing what was written in a group, and the leave we ask.", 3),
    ("Maps from memory", "Draw the way to school. Then walk it on the page.", 1),
    ("Bodies in chairs", "How we sit is how we listen. Try it standing, try it on the floor.", 0),
    ("Repetition", "Songs do it. Grief does it. What does it do for us?", 2),
    ("The first client", "Names left out, of course. What did that person teach me?", 1),
    ("Play for grown people", "It is harder than it looks. Bring something that rolls.", 0),
    ("Metaphor as shelter", "Why saying it slant can be safer, and when it is only hiding.", 3),
    ("A day without a screen", "We all tried it once. What came up?", 1),
    ("Objects from a pocket", "Turn it over. It has been listening.", 2),
    ("Asking better questions", "The ones that open, the ones that only knock.", 0),
    ("Rivers", "Source, weir, mouth. Where are we this year?", 1),
    ("Two languages", "What I can only say in the other one.", 1),
    ("Reading aloud", "Some of us dread it. What would make it kind?", 0),
    ("Evidence and wonder", "A short stack of papers on arts and health. Bring a pencil.", 3),
    ("The colour of a week", "Paint first, words after, or never.", 2),
    ("What we would tell a beginner", "Three sentences each. No more.", 0),
]

# activities that they took from the starter larder, by their keys
TAKEN = {
    "three-lines", "with-me-today", "borrowed-first-line", "what-stayed", "line-to-take", "without-looking",
    "map-of-a-day", "hands-awake", "low-hum", "museum-of-small-things",
}  # fmt: skip

# the tags of some of them, by their place in the list
TAGS = {
    1: ["letters"], 2: ["kitchen", "childhood"], 6: ["hands"], 12: ["kitchen", "sea"], 15: ["childhood", "walking"],
    24: ["water", "walking"], 26: ["voice"], 28: ["paint"],
}  # fmt: skip
# which topic, whose note
TOPIC_NOTES = [
    (24, 0, "There is a towpath by the lock where one can sit dry even in rain."),
    (24, 3, "I have a poem about a weir that could begin it. I won’t bring it unless you ask."),
    (26, 2, "In a small voice, to a wall, first. Then to one other."),
]
# which topic, by whom, what draws us to it since
TOPIC_REWORDED = (24, 2, "Source, weir, mouth. Where are we this year, and what do we carry to the sea?")
PUT_BACK = 2  # we want to open it again

CAME_OF_IT = [
    "Four quiet pieces and one loud one. We want to come back to the loud one.",
    "We wrote for twenty minutes and nobody looked up. Joss’s drawing is on the wall now.",
    "Harder than we thought. We stopped early and walked instead, and that was the work.",
    "Two of us will try it with our own groups and say how it went.",
    "A list poem that all of us added to, read round the room, twice.",
    "It opened something about money that we needed to say.",
    "Laughter, mostly. We had forgotten that it counts.",
    "We kept only the first lines. They are better without the rest.",
]

# which topic it is for, title, what it is good for, and what it is: a reference, a link or a file
READING = [
    (4, "The door left on the latch: how small groups part", "Chapter three, on the last evening but one.", {
        "type": "book", "issued": {"date-parts": [[2011]]}, "edition": "2", "publisher": "Low Shelf Press",
        "author": [{"family": "Marrow", "given": "Ottilie P."}, {"family": "Sedge", "given": "Brannoc"}],
    }),
    (8, "Slow lines, slower breath", "Small, and honest about being small.", {
        "type": "article-journal", "issued": {"date-parts": [[2018]]}, "page": "31-44", "volume": "7", "issue": "2",
        "author": [{"family": "Tansy", "given": "Rue"}, {"family": "van der Linde", "given": "Imke"}],
        "container-title": "Journal of Small Rooms",
    }),
    (7, "What a pause is for", "", {
        "type": "chapter", "author": [{"family": "Quill", "given": "Anwen"}], "issued": {"date-parts": [[2015]]},
        "container-title": "Circles and corners", "editor": [{"family": "Marrow", "given": "Ottilie P."}],
        "page": "88-101", "publisher": "Low Shelf Press",
    }),
    (14, "Asking before we print", "A page to give to those who write with us.", {
        "type": "webpage", "author": [{"literal": "The Long Table"}], "issued": {"date-parts": [[2023, 4, 2]]},
        "URL": "https://long-table.example/asking",
    }),
    (16, "Sitting for people who stand all day", "", {"address": "https://chairs.example/sitting"}),
    (19, "What to bring for an hour of play", "Mine, for you to change.", {"name": "What to bring.txt"}),
]  # fmt: skip
TO_BRING = "Something that rolls.\nSomething that could be a hat.\nA scarf.\nNothing that can’t get wet.\n"

# what each wrote of how they want to work together: who, in which words, and which of the first values it is behind
GATHERED = [
    (0, "That I can count on the evening happening.", 0),
    (1, "Turning up, even tired. Above all tired.", 0),
    (2, "If it is in the diary, it is.", 0),
    (3, "No chair of the chair.", 1),
    (1, "Let somebody else lead me for once.", 1),
    (2, "Nothing leaves the room.", 2),
    (0, "My pages stay mine, also the bad ones.", 2),
    (3, "I want to be allowed to keep my mouth shut.", 3),
    (2, "No round where one feels the turn coming nearer.", 3),
    (1, "Hands before talk.", 4),
    (0, "We make something each time, however small.", 4),
    (3, "An end that is on time. I have a bus.", 5),
    (1, "Biscuits.", None),
]

# name, statement; the later editions change some of them
FIRST_VALUES = [
    ("We come", "A date we have all said yes to is a promise, and we keep it."),
    ("Nobody leads twice", "The chair by the kettle goes round, and whoever has it leads."),
    ("What is said here stays here", "What is written here belongs to whoever wrote it."),
    ("Passing is a way of taking part", "Nobody reads, draws or speaks because it is their turn."),
    ("Making first", "We make something before we talk about it."),
    ("Time", "We begin on the hour and end on the hour."),
]
SECOND_VALUES = [
    *FIRST_VALUES[:5],
    ("Time", "We begin on the hour, and we protect the last ten minutes from everything else."),
    ("Clients stay outside", "We bring what the work does to us. Whoever we work with is not in the room."),
]
THIRD_VALUES = [
    *SECOND_VALUES[:4],
    ("Making first", "We make something before we talk about it: words most often, or paint, or a tune."),
    *SECOND_VALUES[5:],
    ("Once a year we go away", "Two nights, one kettel, no plan after supper."),
]
# the slip in it, put right by somebody who noticed: name, statement
CORRECTED = ("Once a year we go away", "Two nights, one kettle, no plan after supper.")
BECAUSE = [
    "",
    "Time reworded after a winter of running over. Clients stay outside is new.",
    "Room for paint and tunes, and the weekend away written down at last.",
]

# which value, how it would stand, why; a question and its reply; how it sat with each of us; a thought
PROPOSED = (
    "Time",
    "We begin on the hour and end on the hour, and we protect the last ten minutes and the walk to the bus.",
    "Twice this autumn I read the closing line on my feet with my coat on. I would like us to finish sitting down.",
)
ASKED = "Does ending on the hour hold for the weekend away as well?"
REPLIED = "No. There we have supper instead of a clock."
REACTIONS = ("Relief, mostly.", "I shall miss the bit where we forget.", "", "Warm. And a small wish for a bell.")
THOUGHT = "And whoever facilitates says so at ten to, out loud."

GOALS_OF_ALL = [
    "A season of action learning: one turn in focus for each of us.",
    "A weekend away that somebody else cooks for, at least once.",
    "Ten pages each for the little book.",
]
MY_GOALS = [
    "To write something that is not for work.",
    "To say no to one thing a month, and tell you which.",
    "To find out whether I still want to be in schools.",
    "To be read to.",
]

PLACES = ["The old ropewalk, upstairs", "Idris’s kitchen", "The reading room at Sallow Street"]
RETREAT_PLACE = "Cobb’s Barn, by the reservoir"
JOIN_URL = "https://meet.example.org/kettle-row"

SABBATICAL = "My sister has twins. Keep me a chair by the window."
