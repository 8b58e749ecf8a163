"""The report: what the checks of papers showed, as one page that needs nothing else.

`render` writes the same content as a self-contained HTML page (no network, no external script), as a LaTeX
document, or as Markdown. Every verdict in it is computed by `runner`; nothing here decides anything.
"""

from proofs_check.report.content import Content, collect, needs_figures
from proofs_check.report.rendering import FORMATS, picture_files, render

__all__ = ["FORMATS", "Content", "collect", "needs_figures", "picture_files", "render"]
