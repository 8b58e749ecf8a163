"""Making a list of choices smaller while the case that it makes still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

Choices = tuple[int, ...]

_CHUNKS = (8, 6, 4, 3, 2, 1)


def shrink(choices: Sequence[int], fails: Callable[[Choices], Choices | None]) -> Choices:
    """Return a list that is shorter, or smaller number by number, and that `fails` still accepts.

    `fails` gets a candidate and returns the choices that were made from it, or None when the case does not fail (or no
    more may be tried): the shrinking ends when no candidate is accepted in a whole round.
    """
    best = tuple(choices)

    def improved(candidate: Choices) -> bool:
        nonlocal best
        if not _smaller(candidate, best):
            return False
        made = fails(candidate)
        if made is None or not _smaller(made, best):
            return False
        best = made
        return True

    while any([_shorter(lambda: best, improved), _lower(lambda: best, improved)]):
        pass
    return best


def _smaller(one: Choices, other: Choices) -> bool:
    return (len(one), one) < (len(other), other)


def _shorter(best: Callable[[], Choices], improved: Callable[[Choices], bool]) -> bool:
    """Leave out runs of choices, lowering the first one (the size of what follows) or the one before the run."""
    found = False
    for length in _CHUNKS:
        place = 1
        while place + length <= len(best()):
            if any(improved(candidate) for candidate in _without(best(), place, length)):
                found = True
            else:
                place += 1
    return found


def _without(choices: Choices, place: int, length: int) -> Iterator[Choices]:
    kept = choices[:place] + choices[place + length :]
    for lowered in dict.fromkeys((0, place - 1)):
        if kept[lowered]:
            yield (*kept[:lowered], kept[lowered] - 1, *kept[lowered + 1 :])
    yield kept


def _lower(best: Callable[[], Choices], improved: Callable[[Choices], bool]) -> bool:
    """Lower every choice: to 0, else by bisection to the least one that fails."""
    found, place = False, 0
    while place < len(best()):
        works, fails = 0, best()[place]
        if fails and improved(_with(best(), place, 0)):
            found, fails = True, 0
        while fails - works > 1:  # where the list has become shorter, nothing that is tried is smaller
            middle = (works + fails) // 2
            if improved(_with(best(), place, middle)):
                found, fails = True, middle
            else:
                works = middle
        place += 1
    return found


def _with(choices: Choices, place: int, value: int) -> Choices:
    return (*choices[:place], value, *choices[place + 1 :])
