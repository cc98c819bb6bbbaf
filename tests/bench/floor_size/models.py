import json
import os

from django.db import models

SIZE = json.loads(os.environ["FLOOR_SIZE"])


def made(n: int) -> type[models.Model]:
    fields = {f"field_{i}": models.CharField(max_length=20) for i in range(round(SIZE["fields"] / SIZE["models"]))}
    return type(f"Made{n}", (models.Model,), {"__module__": __name__, **fields})


MADE = [made(n) for n in range(SIZE["models"])]
