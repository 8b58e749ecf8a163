r"""Delimited text (CSV with commas, semicolons or tabs) into records: the one place that chooses the delimiter.

`csv.Sniffer` is not used: it takes any frequent character, letters too, and chooses spaces in a list of
outcomes. Here the first line decides, outside its quoted cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from exactalign.exceptions import InputError

DELIMITERS = ",;\t"


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of delimited text: a tab, semicolon or comma that the first line holds, most of them first.

    >>> delimiter_of("a;b;c,d\n1;2;3"), delimiter_of('"x;y",p\n'), delimiter_of("a\tb, c\n"), delimiter_of("a")
    (';', ',', '\t', ',')
    """
    first = next((line for line in text.splitlines() if line.strip()), "")[:100_000]
    bare = re.sub(r'"[^"]*"?', "", first)
    if "\t" in bare:
        return "\t"
    return max(",;", key=bare.count)


def delimited(text: str, longest_cell: int = 100_000) -> Iterator[tuple[int, list[str]]]:
    r"""Yield (line number, cells) for every record that is not blank; raise `InputError` for broken quoting.

    >>> list(delimited("a;b\n\n1;2\n"))
    [(1, ['a', 'b']), (3, ['1', '2'])]
    """
    before = csv.field_size_limit(longest_cell)  # the limit is global to the process
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        for record in reader:
            if any(map(str.strip, record)):
                yield reader.line_num, record
    except csv.Error as error:
        raise InputError(f"malformed CSV in line {reader.line_num}: {error}") from None
    finally:
        csv.field_size_limit(before)
