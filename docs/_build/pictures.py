"""Pictures of the pages that show figures, drawn at build time by the very commands on the page.

Every fenced command `exactalign figure … -o NAME.svg` is run, and its picture put below it, with the figure's own
description as the text for those who cannot see it, and the columns of its data.
"""

import json
import re
import shlex
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from typer.main import get_command

from exactalign.cli.app import app

PAGES = ("figures.md", "estimators.md")
COMMAND = re.compile(r"^```bash\n(exactalign figure [^\n]*-o (\S+)\.svg)\n```\n", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pictures."""
    for name in PAGES:
        text = (Path(config.docs_dir) / name).read_text(encoding="utf-8")
        for found in COMMAND.finditer(text):
            files.append(File.generated(config, f"figures/{found[2]}.svg", content=drawn(found[1])[0]))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Show each picture below its command."""
    return COMMAND.sub(shown, markdown) if page.file.src_uri in PAGES else markdown


def shown(found: re.Match[str]) -> str:
    """A command, its picture, and the columns of its data."""
    data = drawn(found[1])[1]
    alt = re.sub(r"[\\\[\]*_`<>]", lambda special: f"&#{ord(special[0])};", data["description"])
    columns = ", ".join(f"`{name}`" for name in ("curve", "point", *data["columns"]))
    return f"{found[0]}\n![{alt}](figures/{found[2]}.svg)\n\nColumns of the data: {columns}.\n"


@lru_cache
def drawn(command: str) -> tuple[bytes, dict[str, Any]]:
    """The picture that a command draws, and the data behind it."""
    with TemporaryDirectory() as folder:
        picture, data = Path(folder) / "figure.svg", Path(folder) / "figure.json"
        arguments = shlex.split(command)[1:]
        arguments[arguments.index("-o") + 1] = str(picture)
        get_command(app).main(
            args=[*arguments, "--data", str(data)], prog_name="exactalign", standalone_mode=False
        )
        return picture.read_bytes(), json.loads(data.read_text(encoding="utf-8"))
