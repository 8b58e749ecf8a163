"""What a paper's claims found, in a few sentences: the head of its report."""

from __future__ import annotations

import attrs


@attrs.frozen
class Headline:
    """A finding in one or two sentences, and the claims whose verdicts bear it out."""

    text: str
    claims: tuple[str, ...]
