"""What the sample group knows how to do together, and what it noted of it. Invented for Copse."""

# title, who of the four put it by, and its facts
ACTIVITIES = [
    ("Three sounds", 0, {
        "medium": "other", "minutes": 5, "part": "grounding",
        "instructions": "Sit as you like. Listen for a sound far away, then for one in the room, then for one that"
        " you make yourself.\n\nNobody says what they heard, unless it makes them laugh.",
        "alternative": "Look for three colours instead.",
    }),
    ("A weather report", 1, {
        "medium": "writing", "minutes": 10, "part": "opening", "materials": "Paper, a pen",
        "instructions": "Write today’s forecast for the inside of you, as they read it on the radio:\n\n"
        "1. the general situation\n2. warnings\n3. outlook\n\nRead it, or say only *calm* or *rough*.",
        "alternative": "Draw a map with the signs that forecasters use.",
    }),
    ("Ten lines that begin with a place", 3, {
        "medium": "writing", "minutes": 20, "part": "creative", "materials": "Paper, a pen",
        "instructions": "Ten lines. Each begins with a place: *in the drawer*, *at the bus stop*, *under the stairs*."
        " Don’t stop between them.\n\nThen put a mark beside the one that you would not have written yesterday,"
        " and **go on from there** for five minutes.",
        "content_note": "places that somebody may not want to go back to",
        "alternative": "Keep to places that you can see from where you sit.",
        "source": "Idris, for Year Nine, on a wet Monday",
    }),
    ("The same table, from above", 1, {
        "medium": "drawing", "minutes": 30, "part": "creative", "place": "room", "least": 2, "most": 6,
        "materials": "One large sheet, soft pencils, string",
        "instructions": "Lay the sheet over the whole table. Each draws, from above, a table that they have eaten at:"
        "\n\n- the shape of it first\n- then what stands on it\n- then who is missing\n\nWhere two tables touch,"
        " agree on what lies between them. At the end we walk round it once, in silence.",
        "content_note": "family meals",
        "alternative": "Draw the cloth: its weave, its stains, its hem.",
    }),
    ("Copying a hand", 1, {
        "medium": "movement", "minutes": 8, "part": "grounding", "least": 2,
        "instructions": "In pairs. One hand leads and the other follows, as a mirror does, slowly enough that nobody"
        " could say whose it is. Change over. Then without anybody leading.",
        "alternative": "Follow with your eyes. That is the same exercise.",
    }),
    ("Humming home", 2, {
        "medium": "song", "minutes": 6, "part": "closing", "place": "room",
        "instructions": "One note, each in their own time and their own breath, until it ends by itself. Nobody ends"
        " it.",
        "alternative": "Hold the table: it hums too.",
        "source": "Learned from a choir that Petra left",
    }),
    ("A round of one line", 0, {
        "medium": "song", "minutes": 15, "part": "sharing", "least": 3,
        "instructions": "Take one line from what somebody has just read, with their leave. Say it until it has a tune."
        " The next comes in when they like.\n\n> We keep only the first lines.",
        "content_note": "hearing one’s own words from other mouths",
        "alternative": "Beat the time, or ask that your lines be left alone.",
    }),
    ("What rolls", 3, {
        "medium": "play", "minutes": 12, "part": "opening", "place": "room", "materials": "Something that rolls",
        "instructions": "Everyone brings a thing that rolls. Roll it to somebody, and say one thing that you are"
        " carrying this week. They roll it on with one of theirs.",
        "alternative": "Catch and roll on without a word.",
    }),
    ("Question, question", 2, {
        "medium": "play", "minutes": 10, "part": "sharing", "least": 3, "most": 8,
        "instructions": "Whoever brings something answers nothing. The others ask, one after another, and each"
        " question begins with the last word of the one before. After ten of them: which one stays?",
        "alternative": "Write the questions down for whoever asked for them.",
    }),
    ("The letter that stays here", 2, {
        "medium": "writing", "minutes": 40, "part": "creative", "materials": "Paper, a pen, an envelope each",
        "instructions": "A letter to somebody who will not read it. Begin with what you had for breakfast.\n\n"
        "1. *Fifteen minutes* for the letter.\n2. *Five* for what you would like them to answer.\n"
        "3. Seal it, or don’t. We put all of them into the drawer.\n\nWho wants to, says who it was to. Nobody reads.",
        "content_note": "people who have died, or who hurt us",
        "alternative": "Write to the table, the kettle or the street.",
        "source": "After an old habit of counsellors; the breakfast is ours",
    }),
    ("One word to leave, one to take", 0, {
        "medium": "writing", "minutes": 8, "part": "closing",
        "instructions": "Write two words on two slips. One you leave in the bowl, one you take home. Say them, or let"
        " them lie.",
        "alternative": "Take a word out of the bowl that somebody else has left.",
    }),
    ("A walk that tells", 3, {
        "medium": "movement", "minutes": 60, "place": "room", "least": 2,
        "materials": "Shoes for wet grass",
        "instructions": "Twenty minutes out, each with somebody else, one of you talking. Turn back at the lock, and"
        " the other talks. Whoever listens only asks *and then?*",
        "alternative": "Walk at the back, alone, where we see each other.",
    }),
]  # fmt: skip

# of the one with this title
VARIATION = ("A round of one line", "A round of one line, whispered", 1, {
    "medium": "song", "minutes": 10, "part": "sharing", "least": 3,
    "instructions": "As the round of one line, but nobody louder than the kettle.",
    "alternative": "Listen with closed eyes.",
})  # fmt: skip

# how one of them went before it was worded anew
AT_FIRST = {"Humming home": "One note, until it ends by itself."}

# for each part of a run sheet, the titles that take turns there
PARTS = {
    "grounding": ["Three sounds", "Copying a hand"],
    "opening": ["A weather report"],
    "creative": ["Ten lines that begin with a place", "The letter that stays here", "The same table, from above"],
    "sharing": ["Question, question", "A round of one line"],
    "closing": ["One word to leave, one to take", "Humming home"],
}
HOW_IT_WENT = [
    "Ten minutes were too few. We took fifteen from the talking, and nobody minded.",
    "Quiet. Two of us went on with it at home.",
    "",
    "Better with the lamps out.",
    "It needed a second go: the first time everybody was polite.",
    "",
    "Laughter half way through, then not.",
    "We would do it again, and later in the evening.",
    "One of us took the other way in, and made the best thing of the night.",
]
