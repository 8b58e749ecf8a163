"""A figure as numbers that can show and save itself: what the functions of this package return."""

from __future__ import annotations

from pathlib import Path

from exactalign.exceptions import ParameterError
from exactalign.figures.content import FigureContent
from exactalign.figures.drawing import FORMATS, render
from exactalign.runs.files import write_file
from exactalign.text.markup import image_html


class FigureData(FigureContent):
    """A figure as numbers, with the ways into a notebook and into files."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return image_html(render(self), "image/svg+xml", self.description, self.title)

    def save(self, path: str | Path, width: str = "one", *, title: bool = False) -> None:
        """Write the figure (.svg, .pdf, .png) or the data behind it (.csv, .json), as the suffix of `path` says.

        The file appears whole or not at all. `width` and `title` are those of `render`. Raises `ParameterError` for
        another suffix or width, or a file that cannot be written.
        """
        suffix = Path(path).suffix.lower().lstrip(".")
        if suffix in FORMATS:
            content = render(self, suffix, width, title=title)
        elif suffix in ("csv", "json"):
            content = (self.csv() if suffix == "csv" else self.json()).encode("utf-8")
        else:
            raise ParameterError(f"{path} says no format: end it in .{', .'.join((*FORMATS, 'csv'))} or .json")
        write_file(str(path), content, "path")
