"""The starter larder: topics and activities to begin from, in our own words, of which a group takes what it wants.

Each activity is safe by design: everything in it is a choice and can be passed over, nobody is asked to tell of
themselves, to touch or to be looked at, there are two prompts or none, it can be done sitting, and it leads back to
the room. Each has a second way in. `tests/larder/test_starter_words.py` holds what can be counted of that.
"""

from larder.starter import drawing, movement, play, song, writing
from larder.starter.shapes import StarterActivity, StarterTopic
from larder.starter.topics import TOPICS

ACTIVITIES = (
    *writing.ACTIVITIES,
    *drawing.ACTIVITIES,
    *movement.ACTIVITIES,
    *song.ACTIVITIES,
    *play.ACTIVITIES,
)

__all__ = ["ACTIVITIES", "TOPICS", "StarterActivity", "StarterTopic"]
