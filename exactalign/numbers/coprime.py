"""Coprime bases: writing integers as products of powers of pairwise coprime integers, without factoring.

Log forms are compared through them: logarithms of pairwise coprime integers > 1 are linearly
independent over Q, so a combination of logarithms is 0 exactly when every exponent cancels.
"""

from collections.abc import Iterable, Sequence

from flint import fmpz

_SMALL_PRIMES = [fmpz(n) for n in range(2, 1000) if fmpz(n).is_prime()]
_PRIMORIAL = fmpz.primorial_ui(fmpz(1000))
_SHORT_BITS = 4096

_Relation = dict[fmpz, fmpz]  # integer → integer coefficient of its logarithm


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
    """Return the exponents e with number = Π baseⱼ^eⱼ, for a number that the base generates.

    >>> exponents(fmpz(360), [fmpz(2), fmpz(3), fmpz(5)])
    [3, 2, 1]
    """
    found = []
    for element in base:
        number, power = _remove(number, element)
        found.append(power)
    if number != 1:
        raise ValueError("the base does not generate the number")
    return found


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
    for number in long:
        _refine_by(base, number)
    totals: _Relation = {}
    for number, coefficient in short.items():
        _add_exponents(totals, coefficient, number, base)
    over = _product(base)
    cofactors: _Relation = {}
    for number, coefficient in long.items():
        dividing = number.gcd(over % number) if base else fmpz(1)
        cofactor = _add_exponents(totals, coefficient, number, [e for e in base if dividing % e == 0])
        _add(cofactors, cofactor, coefficient)
    if any(totals.values()):
        return False
    remaining = {n: c for n, c in cofactors.items() if c}
    long_base = _refine(sorted(remaining))
    for number, coefficient in remaining.items():
        _add_exponents(totals, coefficient, number, long_base)
    return not any(totals.values())


def _add(relation: _Relation, number: fmpz, coefficient: fmpz) -> None:
    if number != 1:
        relation[number] = relation.get(number, fmpz(0)) + coefficient


def _add_exponents(totals: _Relation, coefficient: fmpz, number: fmpz, base: Sequence[fmpz]) -> fmpz:
    """Add coefficient·(exponents of number over the base) to the totals; return what is left of the number."""
    for element in base:
        number, power = _remove(number, element)
        if power:
            _add(totals, element, coefficient * power)
        if number == 1:
            break
    return number


def _refine_by(base: list[fmpz], number: fmpz) -> None:
    """Refine a coprime base until every element either divides `number` or is coprime to it."""
    if not base:
        return
    shared = number.gcd(_product(base) % number)
    while shared != 1:
        for element in list(base):
            common = element.gcd(shared)
            if common not in (1, element):
                base.remove(element)
                _insert(base, common)
                _insert(base, element // common)
        for element in base:
            if shared % element == 0:
                number, _ = _remove(number, element)
        shared = number.gcd(_product(base) % number) if number != 1 else fmpz(1)


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
    """Merge two coprime bases: only the elements that share a factor with the other side are refined."""
    over_left, over_right = _product(left), _product(right)
    if over_left.gcd(over_right) == 1:
        return left + right
    touched: list[fmpz] = []
    shared: list[fmpz] = []
    untouched: list[fmpz] = []
    for a in left:
        (untouched if a.gcd(over_right % a) == 1 else touched).append(a)
    for b in right:
        (untouched if b.gcd(over_left % b) == 1 else shared).append(b)
    for number in shared:
        _insert(touched, number)
    return untouched + touched


def _insert(base: list[fmpz], number: fmpz) -> None:
    pending = [number]
    while pending:
        number = pending.pop()
        if number == 1:
            continue
        for index, element in enumerate(base):
            shared = number.gcd(element)
            if shared != 1:
                del base[index]
                pending += [element // shared, shared, number // shared]
                break
        else:
            base.append(number)


def _product(numbers: list[fmpz]) -> fmpz:
    while len(numbers) > 1:
        numbers = [
            numbers[i] * numbers[i + 1] if i + 1 < len(numbers) else numbers[i] for i in range(0, len(numbers), 2)
        ]
    return numbers[0] if numbers else fmpz(1)
