"""What comparisons and steps tell of themselves."""

from proofs_check import equal, identity, less
from proofs_check.algebra.symbolic import symbols
from proofs_check.language.comparisons import settle


def test_the_first_comparison_is_told_and_how_many_more_there_are() -> None:
    one, two = equal(1, 1, "first"), less(1, 2, "second")
    assert settle([one]).words == "first: 1 = 1"
    assert settle([one, two, True]).words == "first: 1 = 1; and 2 more"
    assert settle([one, less(2, 1, "third"), two]).words == "third: 2 < 1"


def test_where_nobody_reads_it_only_what_fails_is_put_into_words() -> None:
    one, two = equal(1, 1, "first"), less(2, 1, "second")
    assert settle(one, told=False) == (True, "", (one,))
    assert settle([one, one], told=False) == (True, "", (one, one))
    assert settle([one, two], told=False) == settle([one, two]) == (False, "second: 2 < 1", (one, two))


def test_an_identity_tells_what_it_proved_or_what_is_left() -> None:
    x, y = symbols("x y")
    assert identity("words", (x + y) ** 2, x**2 + 2 * x * y + y**2).detail.startswith("(x + y)**2 = ")
    assert identity("words", x + y, x - y).detail == "the difference of the two sides is 2·y"
