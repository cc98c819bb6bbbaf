"""An app that has as many models and fields as Copse's apps, and nothing else: `FLOOR_SIZE` says how many."""
