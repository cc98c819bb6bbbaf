from pathlib import Path

import pytest

from copse.pdf import job, press
from manifesto.papers import ManifestoPaper


@pytest.fixture
def set_paper(tmp_path):
    """`set_paper(edition)`: its paper. WeasyPrint's errors (a picture without words, an unknown address) fail the test.

    The press sets it in this process: one of its own takes longer to start than to set most papers.
    """

    def set_here(edition, kind="a4") -> Path:
        errors = []
        path = tmp_path / "paper.pdf"
        path.write_bytes(press.set_paper(job(**ManifestoPaper(edition, kind).parts), errors))
        assert errors == []
        return path

    return set_here
