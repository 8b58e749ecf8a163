r"""Delimited text (CSV with commas, semicolons or tabs) into records: the one place that chooses the delimiter.

`csv.Sniffer` is not used: it takes any frequent character, letters too, and chooses spaces in a list of
outcomes. Here the records decide: the mark that cuts them alike, else the first line outside its quoted cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from exactalign.exceptions import InputError

DELIMITERS = ",;\t"
_LOOKED_AT = 100_000


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of delimited text: the one that cuts the first records into equally many cells, and most.

    Where none does, the one that is most frequent in the first line; a comma where that is open.

    >>> delimiter_of("a;b;c,d\n1;2;3"), delimiter_of('"x;y",p\n'), delimiter_of("a\tb\n1\t2"), delimiter_of("a")
    (';', ',', '\t', ',')
    """
    lines = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:20]
    widths = {}
    for mark in DELIMITERS:
        try:
            found = {len(record) for record in csv.reader(lines, delimiter=mark)}
        except csv.Error:
            continue
        if len(found) == 1 and (width := found.pop()) > 1:
            widths[mark] = width
    if widths:
        return max(widths, key=lambda mark: widths[mark])
    bare = re.sub(r'"[^"]*"?', "", lines[0]) if lines else ""
    return max(DELIMITERS, key=bare.count)


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
