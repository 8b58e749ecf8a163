"""The report: what the checks of papers showed, as one page that needs nothing else.

`render` writes the same content as a self-contained HTML page (no network, no external script), as a LaTeX
document, or as Markdown. Every verdict in it is computed by `runner`; nothing here decides anything.
"""

from typing import TYPE_CHECKING

from exactalign.lazy import names_of

if TYPE_CHECKING:
    from proofs_check.report.content import Content, collect, needs_figures
    from proofs_check.report.rendering import FORMATS, picture_files, render

_HOMES = {"content": "Content collect needs_figures", "rendering": "FORMATS picture_files render"}

if not TYPE_CHECKING:  # where type checkers see the imports above; a table of verdicts needs no templates
    __getattr__, __dir__ = names_of(__name__, _HOMES)

__all__ = ["FORMATS", "Content", "collect", "needs_figures", "picture_files", "render"]
