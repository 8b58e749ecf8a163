"""Coprime bases: writing integers as products of powers of pairwise coprime integers, without factoring.

Log forms are compared through them: logarithms of pairwise coprime integers > 1 are linearly
independent over Q, so a combination of logarithms is 0 exactly when every exponent cancels.

Everything runs over product trees, so that the time is nearly linear in the bits of the numbers: an element of a
coprime base meets, at each node of the tree over another one, only the part of itself that lies below that node.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import prod

from flint import fmpq, fmpz

_PRIMORIAL = fmpz.primorial_ui(fmpz(1000))
_SMALL_PRIMES = [prime for prime, _ in _PRIMORIAL.factor()]
_SHORT_BITS = 4096
_FEW = 8
_LONG_BITS = 512

_Relation = dict[fmpz, fmpz]  # integer → integer coefficient of its logarithm


def accumulate(terms: dict[fmpz, fmpz], argument: fmpz, coefficient: fmpz) -> None:
    """Add coefficient·log(argument) to the coefficients of logarithms of integers.

    >>> terms = {fmpz(2): fmpz(3)}
    >>> accumulate(terms, fmpz(2), fmpz(1))
    >>> terms
    {2: 4}
    """
    if argument != 1:
        size = len(terms)  # so a new integer is hashed once, which takes long for a long one
        before = terms.setdefault(argument, coefficient)
        if len(terms) == size:
            terms[argument] = before + coefficient


def coprime_base(numbers: Iterable[fmpz]) -> list[fmpz]:
    """Return pairwise coprime integers > 1 such that every given positive integer is a product of their powers.

    Factor refinement: primes below 1000 are split off first (they are what unrelated integers share),
    the cofactors are refined by gcds, halves first. The result is sorted.

    >>> coprime_base([fmpz(60), fmpz(90), fmpz(10007 * 10009), fmpz(10009)])
    [2, 3, 5, 10007, 10009]
    """
    small: set[fmpz] = set()
    cofactors: set[fmpz] = set()
    for number in numbers:
        primes, rest = _split_small(number)
        small.update(primes)
        if rest != 1:
            cofactors.add(rest)
    return sorted(small) + sorted(_refine(sorted(cofactors)))


def exponents(number: fmpz, base: Sequence[fmpz]) -> list[int]:
    """Return the exponents e with number = Π baseⱼ^eⱼ, for a number that the coprime base generates.

    >>> exponents(fmpz(360), [fmpz(2), fmpz(3), fmpz(5)])
    [3, 2, 1]
    """
    found = powers_over([number], base)[0]
    return [found.get(place, 0) for place in range(len(base))]


def powers_over(numbers: Collection[fmpz], base: Sequence[fmpz]) -> list[dict[int, int]]:
    """Return {j: eⱼ ≠ 0} with number = Π baseⱼ^eⱼ for each number; the coprime base must generate them all.

    >>> powers_over([fmpz(8), fmpz(15)], [fmpz(2), fmpz(3), fmpz(5)])
    [{0: 3}, {2: 1, 1: 1}]
    """
    found: list[dict[int, int]] = [{} for _ in numbers]
    missing = list(numbers)
    for at, place, part in _parts(numbers, base):
        rest, power = _remove(part, base[place])
        if rest == 1:
            found[at][place] = power
            missing[at] //= part
    if any(rest != 1 for rest in missing):
        raise ValueError("the base does not generate the number")
    return found


def stands_alone(numbers: Collection[fmpz]) -> bool:
    """Whether the longest of a few integers > 1 is long and coprime to the others: its logarithm cancels with nothing.

    That costs one gcd. Of short integers it is not asked, where an enclosure tells as fast, nor of many.

    >>> stands_alone([fmpz(10**300 + 1), fmpz(2), fmpz(5)]), stands_alone([fmpz(9**300), fmpz(3)])
    (True, False)
    """
    if not 0 < len(numbers) <= _FEW:
        return False
    *others, longest = sorted(numbers)
    return longest.bit_length() > _LONG_BITS and bool(longest.gcd(prod(others) % longest) == 1)


def relation_is_trivial(coefficients: Sequence[fmpz], numbers: Sequence[fmpz]) -> bool:
    """Decide whether Σ cᵢ·log aᵢ = 0, for integers cᵢ and positive integers aᵢ.

    >>> relation_is_trivial([fmpz(1), fmpz(-2)], [fmpz(9), fmpz(3)])
    True
    """
    primes: _Relation = {}
    rest: _Relation = {}
    for coefficient, number in zip(coefficients, numbers, strict=True):
        found, cofactor = _split_small(number)
        for prime, power in found.items():
            _add(primes, prime, coefficient * power)
        _add(rest, cofactor, coefficient)
    if any(primes.values()):
        return False
    # Short numbers first: once their factors are taken out of the long ones, long numbers that were
    # equal up to short factors become equal, and cancel without a long gcd.
    short = {n: c for n, c in rest.items() if c and n.bit_length() <= _SHORT_BITS}
    long = {n: c for n, c in rest.items() if c and n.bit_length() > _SHORT_BITS}
    base = _refine(sorted(short))
    cofactors: _Relation = {}
    parts: set[fmpz] = set()
    pieces: list[list[fmpz]] = [[] for _ in long]
    for at, _, part in _parts(long, base):
        pieces[at].append(part)
    for (number, coefficient), shared in zip(long.items(), pieces, strict=True):
        for part in shared:
            parts.add(part)
            _add(short, part, coefficient)
        _add(cofactors, number // product(shared), coefficient)
    if parts:
        base = _refine(sorted({*base, *parts}))
    remaining = {n: c for n, c in cofactors.items() if c}
    # The two bases are coprime to each other.
    if any(_totals(short, base).values()):
        return False
    return not any(_totals(remaining, _refine(sorted(remaining))).values())


def over_a_base(relation: Mapping[fmpz, fmpz]) -> dict[fmpz, fmpz]:
    """Return {b: c} over a coprime base with Σ c·log b the given sum of logarithms; a c may be 0.

    >>> over_a_base({fmpz(12): fmpz(1), fmpz(3): fmpz(-1)}) == {2: 2, 3: 0}
    True
    """
    base = coprime_base(relation)
    return {base[place]: total for place, total in _totals(relation, base).items()}


def whole_powers(powers: Mapping[fmpz, fmpz], denominator: fmpz) -> list[tuple[fmpz, fmpz]] | None:
    """Return pairs (b, e) with Π aᵢ^(cᵢ/denominator) = Π b^e and whole e, for coprime aᵢ; None where it is irrational.

    Such a product is rational just when every factor is, and a^(p/q) is when a is a q-th power.

    >>> whole_powers({fmpz(4): fmpz(3), fmpz(3): fmpz(-2)}, fmpz(2)), whole_powers({fmpz(2): fmpz(1)}, fmpz(2))
    ([(2, 3), (3, -1)], None)
    """
    found = []
    for argument, coefficient in powers.items():
        power = fmpq(coefficient, denominator)
        root = whole_root(argument, int(power.q))
        if root is None:
            return None
        found.append((root, power.p))
    return found


def whole_root(number: fmpz, degree: int) -> fmpz | None:
    """Return the root of a positive integer, None where it is no integer.

    >>> whole_root(fmpz(27), 3), whole_root(fmpz(28), 3)
    (3, None)
    """
    if degree == 1 or number == 1:
        return number
    if degree >= number.bit_length():  # 2^degree is larger
        return None
    root = number.root(degree)
    return root if root**degree == number else None


def _add(relation: _Relation, number: fmpz, coefficient: fmpz) -> None:
    relation[number] = relation.get(number, fmpz(0)) + coefficient


def _totals(relation: Mapping[fmpz, fmpz], base: Sequence[fmpz]) -> dict[int, fmpz]:
    """The exponent of each element of the base in Π numberᵢ^cᵢ."""
    totals: dict[int, fmpz] = {}
    for coefficient, powers in zip(relation.values(), powers_over(relation, base), strict=True):
        for place, power in powers.items():
            totals[place] = totals.get(place, fmpz(0)) + coefficient * power
    return totals


def _split_small(number: fmpz) -> tuple[dict[fmpz, int], fmpz]:
    shared = number.gcd(_PRIMORIAL)
    if shared == 1:
        return {}, number
    primes = {}
    for prime in _SMALL_PRIMES:
        if shared % prime == 0:
            number, primes[prime] = _remove(number, prime)
            shared //= prime
            if shared == 1:
                break
    return primes, number


def _remove(number: fmpz, divisor: fmpz) -> tuple[fmpz, int]:
    """Divide out all powers of `divisor`, by repeated squaring so that high powers stay cheap."""
    ladder = [divisor]
    power = 0
    while True:
        quotient, remainder = divmod(number, ladder[-1])
        if remainder:
            break
        number = quotient
        power += 1 << (len(ladder) - 1)
        ladder.append(ladder[-1] * ladder[-1])
    for step in range(len(ladder) - 2, -1, -1):
        quotient, remainder = divmod(number, ladder[step])
        if not remainder:
            number = quotient
            power += 1 << step
    return number, power


def _refine(numbers: list[fmpz]) -> list[fmpz]:
    if len(numbers) <= 1:
        return numbers
    middle = len(numbers) // 2
    return _merge(_refine(numbers[:middle]), _refine(numbers[middle:]))


def _merge(left: list[fmpz], right: list[fmpz]) -> list[fmpz]:
    """Merge two coprime bases.

    For a pair that shares primes, only the parts made of these have to be refined against each other: parts that
    belong to different pairs are coprime.
    """
    taken_left: dict[int, list[fmpz]] = {}
    taken_right: dict[int, list[fmpz]] = {}
    merged: list[fmpz] = []
    for at, place, part in _parts(right, left):
        other = _part(left[place], part)
        taken_right.setdefault(at, []).append(part)
        taken_left.setdefault(place, []).append(other)
        pair = [other]
        _insert(pair, part)
        merged += pair
    for numbers, taken in ((left, taken_left), (right, taken_right)):
        for at, number in enumerate(numbers):
            rest = number // product(taken[at]) if at in taken else number
            if rest != 1:
                merged.append(rest)
    return merged


def _parts(numbers: Collection[fmpz], base: Sequence[fmpz]) -> Iterator[tuple[int, int, fmpz]]:
    """The (i, j, part ≠ 1): what of numbers[i] is made of primes that divide base[j], for a coprime base."""
    if not base or not numbers:
        return
    levels = _product_tree(base)
    pending = [(len(levels) - 1, 0, list(enumerate(numbers)))]
    while pending:
        level, index, items = pending.pop()
        remainders = _remainders(levels[level][index], [number for _, number in items])
        kept = [
            (at, _part(number, shared))
            for (at, number), rest in zip(items, remainders, strict=True)
            if (shared := number.gcd(rest)) != 1
        ]
        if not kept:
            continue
        if level == 0:
            for at, part in kept:
                yield at, index, part
            continue
        below = levels[level - 1]
        pending += [(level - 1, child, kept) for child in (2 * index, 2 * index + 1) if child < len(below)]


def _part(number: fmpz, shared: fmpz) -> fmpz:
    """What of a number is made of the primes that divide `shared`."""
    rest, common = number, number.gcd(shared)
    while common != 1:
        rest //= common
        common = rest.gcd(common * common)
    return number // rest


def _remainders(number: fmpz, moduli: list[fmpz]) -> list[fmpz]:
    """number mod each of the moduli, from the top of their product tree down."""
    levels = _product_tree(moduli)
    found = [number % levels[-1][0]]
    for level in reversed(levels[:-1]):
        found = [found[at // 2] % modulus for at, modulus in enumerate(level)]
    return found


def _product_tree(numbers: Sequence[fmpz]) -> list[list[fmpz]]:
    """The numbers, the products of their pairs, and so on up to the product of all."""
    levels = [list(numbers)]
    while len(levels[-1]) > 1:
        level = levels[-1]
        pairs = [level[at] * level[at + 1] for at in range(0, len(level) - 1, 2)]
        levels.append(pairs + level[len(level) - len(level) % 2 :])
    return levels


def _insert(base: list[fmpz], number: fmpz) -> None:
    """Refine a short coprime base by one more number."""
    pending = [number]
    while pending:
        number = pending.pop()
        if number == 1:
            continue
        for index, element in enumerate(base):
            shared = number.gcd(element)
            if shared == 1:
                continue
            if shared == element:  # all its powers at once
                pending.append(_remove(number, element)[0])
            else:
                del base[index]
                rest = _remove(element, shared)[0]
                pending += [rest, shared, _remove(number, shared)[0]]
            break
        else:
            base.append(number)


def product(numbers: Sequence[fmpz]) -> fmpz:
    """Return the product of integers, over a tree.

    >>> product([fmpz(2), fmpz(3), fmpz(4)])
    24
    """
    return _product_tree(numbers)[-1][0] if numbers else fmpz(1)
