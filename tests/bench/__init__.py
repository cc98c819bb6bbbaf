"""How fast Copse is, as ratios: `python -m tests.bench` prints a table and writes bench.json.

The figures are those of one run on one machine, against a bare Django view on the same Python (`floor.py`).
"""
