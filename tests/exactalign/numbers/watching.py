"""What a number is asked for, seen from outside."""

from __future__ import annotations

import pytest
from flint import arb, ctx

from exactalign import LogForm


def precisions_asked(monkeypatch: pytest.MonkeyPatch, kind: type[LogForm] = LogForm) -> list[int]:
    """The precision of every evaluation of a log form (of this kind) from now on, as it happens."""
    asked: list[int] = []
    inner = kind._evaluate

    def watched(self: LogForm) -> arb:
        asked.append(ctx.prec)
        return inner(self)

    monkeypatch.setattr(kind, "_evaluate", watched)
    return asked
