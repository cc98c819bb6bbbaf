"""What the rows of one run share: where it happens, how it counts, what the floor costs."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

from tests.bench.counting import Cost, Counter
from tests.bench.place import Floor, Place
from tests.bench.visit import Visit


class Bench:
    """One run in `folder`. `quick` counts CPU time and leaves out the 10,000 groups."""

    def __init__(self, folder: Path, *, quick: bool = False):
        self.folder, self.quick = folder, quick
        self.counter = Counter("seconds" if quick else "")

    @cached_property
    def floor(self) -> tuple[Place, list[Visit]]:
        """The floor and its one page. It goes into each comparison that takes turns."""
        place = Floor(self.folder / "floor").prepare()
        return place, [Visit("floor", "/", place.cookie)]

    @cached_property
    def empty(self) -> Place:
        return Place(self.folder / "empty").prepare()

    @cached_property
    def sample(self) -> tuple[Place, dict]:
        """Copse with the sample group, and what `data.sample` tells of it."""
        place = self.empty.copy(self.folder / "sample")
        place.add_sample_group()
        return place, place.data("sample")

    def in_floors(self, *plans: tuple[Place, list[Visit]]) -> dict[str, Cost]:
        """The costs of these visits as multiples of the floor's page, counted in the same go."""
        floor, *others = self.counter.costs([self.floor, *plans])
        costs = {name: cost for other in others for name, cost in other.items()}
        return {name: replace(cost, amount=cost.amount / floor["floor"].amount) for name, cost in costs.items()}
