"""Fonts: DejaVu Sans, which comes with matplotlib; for a character that it lacks, an installed font that has it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache

from exactalign.exceptions import ParameterError

BASE = "DejaVu Sans"


def families_for(texts: Iterable[str]) -> list[str]:
    """Return the fonts that have every character of some texts, `BASE` first; raise `ParameterError` if none do.

    Only TrueType outlines count, for others are not embedded as such in a PDF.
    """
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it speaks when it fills its cache
    from matplotlib.font_manager import findfont, fontManager

    wanted = {ord(character) for text in texts for character in text if not character.isspace()}
    families = [BASE]
    missing = wanted - _characters(findfont(BASE))
    if missing:
        for entry in sorted(fontManager.ttflist, key=lambda entry: (entry.name, entry.fname)):
            usable = entry.style == "normal" and not entry.name.startswith("Last Resort")  # that one draws boxes
            if usable and entry.name not in families and missing & _characters(entry.fname):
                families.append(entry.name)
                missing -= _characters(entry.fname)
            if not missing:
                break
    if missing:
        shown = ", ".join(f"U+{code:04X}" for code in sorted(missing)[:5])
        raise ParameterError(
            f"a label has {shown}{' and more' if len(missing) > 5 else ''}, which no installed TrueType font can draw: "
            "install one that can, or use other labels"
        )
    return families


@lru_cache(maxsize=4096)
def _characters(path: str) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    try:
        font = get_font(path)
        table = font.get_sfnt_table("maxp")
    except (OSError, RuntimeError):  # a font that cannot be read
        return frozenset()
    return frozenset(font.get_charmap()) if table and table["version"] == (1, 0) else frozenset()
