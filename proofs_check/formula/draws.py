"""One case of a statement: a value of its sort for each variable, which meets what the hypotheses say where it can."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import product
from typing import Any, Final

import attrs

from exactalign import Distribution, Reward
from exactalign.exceptions import ExactAlignError
from proofs_check.exceptions import ClaimError
from proofs_check.formula import corners
from proofs_check.formula.meeting import (
    NO_VALUE,
    at_most,
    clipped,
    conditioned,
    defined,
    least_proxy,
    of_its_sort,
    on_edge,
    solved,
)
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.shapes import SHAPES
from proofs_check.formula.sorts import NATURAL, REAL, Space, is_a
from proofs_check.formula.sources import FAR_LARGEST, FAR_NUMBERS, Source
from proofs_check.formula.terms import Term, apply
from proofs_check.formula.values import LARGEST_SPACE, NotDefined, value

_SIZES: Final = (2, 1, 2, 3, 2, 3)
_REALS: Final = (0, 1, 2, -1, Fraction(1, 2), Fraction(-1, 2), 3, Fraction(1, 4))
_FAR_REALS: Final = (Fraction(3, 2), Fraction(-5, 3), 7, -9, Fraction(1, 100), 1000, Fraction(22, 7))
_FAR_REWARDS: Final = (-3, -1, Fraction(1, 3), 2, 10)
FAR_LETTERS: Final = 5
_FAR_SCALES: Final = (1, 10, Fraction(1, 3))
_LARGEST: Final = 3  # draws, length of words
OTHERS: Final = (None, 0, 1)
MASSES: Final = (Fraction(1, 2), Fraction(1, 4))  # of a law that stands beside a point mass
_THREE: Final = ((0, 1, 2), (0, 1, 8), (0, 7, 8))  # rewards of three letters
UNIFORM: Final = 3  # of seven cases this one has uniform laws
_OTHER_OPTIMA: Final = 3
"""Every how many cases an optimum within a budget is drawn as any law is: the reference, or the best letters."""
_FUNCTIONS: Final = tuple(
    Polynomial(tuple(map(Fraction, c)))
    for c in ((1, -2, 1), (-1, 0, 1), (-1, 1), (0, -1, 0, 1), (1, 0, -1), (0, 0, 1, 1), (0, 0, 0, 0, 1))
)
_FALLING: Final = (Polynomial((Fraction(1), Fraction(-1))), Polynomial((Fraction(0), Fraction(-2))))


class TooLong(Exception):
    """The words of a case, or its draws, are too many to list, or too long."""


@attrs.define(slots=False)
class Draw:
    """One case: its number, its number among the corners or None, and the values that it has so far."""

    of: Source
    number: int
    corner: int | None
    far: bool
    numbers: random.Random
    at: tuple[str, Callable[[int], object]] | None = None
    """The variable that is given a value, and the value by the number of letters."""
    others: int | None = None
    """What all other numbers are, where their sorts allow it."""
    letters: int | None = None
    """How many letters the first alphabet has, no two of which have one reward."""
    size: int | None = None
    """How many letters the first alphabet has, whatever rewards they have."""
    model: tuple[Sequence[Any], Sequence[Any]] | None = None
    """The weights of all laws, and the rewards of the letters."""
    values: dict[str, Any] = attrs.field(factory=dict)
    sizes: dict[str, int] = attrs.field(factory=dict)
    placed: dict[str, int] = attrs.field(factory=dict)

    def case(self) -> dict[str, object]:
        first, late = self._first_size(), self.of.late
        self._draw(first, [entry for entry in self.of.variables if entry[0] not in late])
        if self.far and self.corner is None:
            self._widen()
        self._meet([name for name, _ in self.of.variables if not late or name in self.of.awaited])
        if late:
            self._draw(first, [entry for entry in self.of.variables if entry[0] in late])
            self._meet([name for name, _ in self.of.variables if name not in self.of.awaited])
        return self.values

    def _draw(self, first: int, entries: Sequence[tuple[str, Term]]) -> None:
        size = first
        for name, v in entries:
            for space in (v.sort.space, v.sort.index):
                if space is not None and space.alphabet not in self.sizes:
                    drawn = self._another_size() if self.sizes else first
                    self.sizes[space.alphabet] = space.size or drawn
            size = size if v.sort.space is None else self.sizes[v.space.alphabet]
            if self.at is not None and name == self.at[0]:
                self.values[name] = self.at[1](size)
            else:
                self.values[name] = self._value(v, size, name in self.of.exponents)

    def _meet(self, names: Sequence[str]) -> None:
        """Give these what the hypotheses say: their bounds to some, and what they are to all."""
        for name, term, strict in self.of.bounds:
            if name not in names:
                continue
            if strict or (self.numbers.random() < 1 / 2 and not (self.at and self.at[0] == name)):
                try:
                    self.values.update(of_its_sort(self.of.statement.variables[name], value(term, self.values)))
                except NO_VALUE:
                    break
        told = {v.name for v, _ in self.of.definitions}
        for v, term in self.of.definitions:
            if v.name in names:
                self.values.update(defined(v, term, self.values, self.sizes[v.space.alphabet]))
        for options in self.of.optima if self.number % _OTHER_OPTIMA else ():
            phi, tilted, budget, spent = options[self.number // _OTHER_OPTIMA % len(options)]
            if {phi.name, budget.name} <= set(names) and (self.at is None or self.at[0] not in (phi.name, budget.name)):
                if phi.name not in told:
                    self.values.update(defined(phi, tilted, self.values, self.sizes[phi.space.alphabet]))
                self.values.update(at_most(budget, spent, self.values))
        told |= {options[0][0].name for options in self.of.optima}
        for name, term, strict in self.of.bounds:  # of what has its value only now
            if name in names and strict and told & set(term.free):
                with suppress(*NO_VALUE):
                    self.values.update(of_its_sort(self.of.statement.variables[name], value(term, self.values)))
        if self.number % 2 and self.at is None:
            for p, q in self.of.densities:
                if {p.name, q.name} <= set(names) and isinstance(self.values[q.name], Distribution):
                    few = 1 + self.number // 2 % self.sizes[p.space.alphabet]
                    self.values.update(conditioned(p, self.values[q.name], few))
            for v, term, above in self.of.edges:
                if v.name in names:
                    size = self.sizes[term.args[0].space.alphabet]
                    self.values.update(on_edge(v, term, above, self.values, size))
        if self.far or self.at is not None or self.model is not None:
            self._meet_what_is_rarely_met(names)
            return
        for name, by in self.of.moved.items():  # else hardly any reward of a small case is within its bounds
            if name in names:
                self.values[name] = Reward.values([entry + by for _, entry in self.values[name].items()])
                self._clip([name])

    def _meet_what_is_rarely_met(self, names: Sequence[str]) -> None:
        """Bounds from above, of rewards from both sides, and equations."""
        for v, term in self.of.ceilings if self.at is None else ():
            if v.name in names and self.numbers.random() < 1 / 2:
                self.values.update(at_most(v, term, self.values))
        self._clip(names)
        for v, law, reward in self.of.proxies if self.number % 2 or self.model is not None else ():
            if v.name in names and self.values.keys() >= {*law.free, *reward.free}:
                self.values.update(least_proxy(v, law, reward, self.values))
        for h in self.of.equations:
            self._solve(h, names)

    def _clip(self, names: Sequence[str]) -> None:
        """Put rewards within their bounds."""
        for r, term, above in self.of.ranges:
            if r.name in names and set(term.free) <= self.values.keys():
                size = self.sizes[r.space.alphabet]
                lettered = {**self.values, f"letters of {r.space.alphabet}": tuple(range(size))}
                self.values.update(clipped(r, term, above, lettered, size))

    def _solve(self, h: Term, names: Sequence[str]) -> None:
        """Change one value so that an equation of the hypotheses is true, the first that makes it so."""
        if not self.values.keys() >= set(h.free):
            return
        given = self.at and self.at[0]
        free = [v for name, v in self.of.variables if name in h.free and name in names and name != given]
        turn = self.number % max(len(free), 1)
        self.values.update(solved(h, self.values, free[turn:] + free[:turn]))

    def _lifted(self, name: str, smallest: int) -> int:
        """A whole number that is drawn, from the bound on where no number drawn comes up to that."""
        drawn = self._whole(smallest)
        for bounded, term, above in self.of.least:
            if bounded == name:
                with suppress(*NO_VALUE):
                    least = int(value(apply("ceiling", term), self.values)) + above
                    if max(drawn, _LARGEST) < least and least - smallest + drawn <= self.of.largest:
                        drawn += least - smallest
        return drawn

    def _first_size(self) -> int:
        if self.corner is not None:
            return corners.size(self.corner, 0)
        if self.letters is not None:
            return self.letters
        if self.model is not None:
            return len(self.model[0])
        if self.size is not None:
            return self.size
        size = _SIZES[self.number] if self.number < len(_SIZES) else self.numbers.choice((1, 2, 2, 3, 3, 4))
        if self.others is not None:
            return max(size, 2)
        return FAR_LETTERS if self.far and self.number % 4 == 0 else size

    def _another_size(self) -> int:
        if self.corner is not None:
            return corners.size(self.corner, len(self.sizes))
        return self.numbers.choice((1, 2, 2, 3))

    def _place(self, kind: str) -> int:
        """How many variables of a kind have had a corner before this one."""
        self.placed[kind] = self.placed.get(kind, -1) + 1
        return self.placed[kind]

    def _value(self, v: Term, size: int, exponent: bool) -> object:
        kind, positive = v.sort.kind, "positive" in v.sort.kind
        if v.sort.index is not None:
            return {k: self._law(size, positive) for k in range(self.sizes[v.sort.index.alphabet])}
        if kind == "law" and v.space.length is not None:
            return self._law_on_words(v.space, size)
        if kind in ("law", "positive law"):
            return self._law(size, positive)
        if kind == "real function":
            if self.others == 0 and not self.of.needs_polynomials:
                place = self.number // len(OTHERS)
                return SHAPES[(place + place // (2 * len(MASSES))) % len(SHAPES)]  # each with each pair of laws
            if self.corner is None or self.of.needs_polynomials:
                return self.numbers.choice(_FUNCTIONS + _FALLING * self.far)
            return SHAPES[corners.shifted(self.corner, self._place(kind), len(SHAPES))]
        if kind == "reward":
            return self._reward(size, self.of.ends.get(v.name))
        if kind == "outcome":
            return self._outcome(v.space, size)
        if kind == "rule":
            return self._rule(v, size)
        if self.others is not None and v.sort.space is None and (self.others or kind in ("real", "nonnegative real")):
            return self.others if is_a(v.sort, NATURAL) else Fraction(self.others)
        if is_a(v.sort, NATURAL):
            return self._lifted(v.name, 1 if kind == "count" else 0)
        choices: Sequence[Any] = (0, 1, 2, -1, 3, -2, 1, 2, Fraction(1, 2)) if exponent else _REALS
        if self.far and self.corner is not None:
            choices = (*choices, *((5, -4, 7) if exponent else _FAR_REALS))
        kept = [c for c in choices if kind == "real" or c > 0 or (c == 0 and "non" in kind)]
        return Fraction(self.numbers.choice(kept))

    def _whole(self, least: int) -> int:
        if self.letters is not None and self.of.binders <= {"best"}:
            return self.letters - (self.letters == len(_THREE) and self.number // len(_THREE) % 2)
        if self.corner is None:
            choices = [n for n in (0, 1, 2, 2, 3, 3) if n >= least]
            return self.numbers.choice(choices) if self.number else max(least, 2)
        large = _LARGEST
        if self.far and self.of.only_numbers:
            large = FAR_NUMBERS[-1]
        elif self.far and not self.of.lists_words and (corners.size(self.corner, 0) <= 2 or not self.of.lists_draws):
            large = FAR_LARGEST
        return corners.whole(self.corner, self._place("whole"), least, large)

    def _reward(self, size: int, ends: tuple[Fraction, Fraction] | None) -> Reward:
        if self.letters is not None:
            few = size == len(_THREE)
            return Reward.values(self.numbers.sample(_THREE[self.number % size] if few else range(size), size))
        if self.model is not None and len(self.model[1]) == size:
            low, high = ends or (0, 1)
            return Reward.values([{0: low, 1: high}.get(x, x) for x in self.model[1]])
        if self.others == 0:
            low, high = ends or (0, 1)
            return Reward.values([low if y else high for y in range(size)])
        if self.corner is None:
            return Reward.values([self.numbers.choice((0, 1, 1, 2)) for _ in range(size)])
        found = corners.rewards(self.corner, self._place("reward"), size)
        scale = _FAR_SCALES[(self.corner // 7) % len(_FAR_SCALES)] if self.far else 1
        return Reward.values([scale * x for x in found])

    def _law(self, size: int, positive: bool) -> Distribution:
        if self.corner is not None:
            return Distribution.from_weights(self._corner_weights(size, positive))
        if self.model is not None and len(self.model[0]) == size:
            return Distribution.from_weights(self.model[0])
        if self.others == 1:
            return Distribution.uniform(size)
        if self.others == 0 and not positive:
            return Distribution.from_weights([int(y == 0) for y in range(size)])
        others = [x for x in self.values.values() if isinstance(x, Distribution) and tuple(x) == tuple(range(size))]
        if others and not positive and self.numbers.random() < 1 / 5:
            return self.numbers.choice(others)
        if self.number % 7 == UNIFORM:
            return Distribution.uniform(size)
        weights = [self.numbers.randint(1 if positive or self.number % 3 else 0, 5) for _ in range(size)]
        return Distribution.from_weights(weights if any(weights) else [1] * size)

    def _corner_weights(self, size: int, positive: bool) -> list[int]:
        assert self.corner is not None
        found = corners.weights(self.corner, self._place("law"), size, positive)
        return [w**3 for w in found] if self.far else found

    def _law_on_words(self, space: Space, size: int) -> Distribution:
        words = list(product(range(size), repeat=self._whole_value(space.length, _LARGEST)))
        if self.corner is None:
            weights = [self.numbers.randint(0, 3) for _ in words]
            if not any(weights):
                weights[0] = 1
        else:
            weights = self._corner_weights(len(words), positive=False)
        return Distribution({word: Fraction(weight, sum(weights)) for word, weight in zip(words, weights, strict=True)})

    def _outcome(self, space: Space, size: int) -> object:
        if space.length is None:
            return self.numbers.randrange(size)
        length = self._whole_value(space.length, LARGEST_SPACE)
        if size**length > LARGEST_SPACE:  # whether it is one of the words could not be seen
            raise TooLong
        return tuple(self.numbers.randrange(size) for _ in range(length))

    def _whole_value(self, term: Term, most: int) -> int:
        """A length of words or a number of draws at this case, 2 where it has no value; raises `TooLong`."""
        try:
            found = value(term, self.values)
        except (NotDefined, ClaimError):
            return 2
        except ExactAlignError:  # too large to be found, or not decided
            raise TooLong from None
        if found > most:
            raise TooLong
        return int(found)

    def _rule(self, v: Term, size: int) -> object:
        """Given the draws, keep one of their letters, two with even odds, or the first or the last letter of all."""
        count = next((self._whole_value(n, _LARGEST) for n in self.of.counts_of(v)), 2)
        best = [h.args for h in self.of.statement.given if h.op == "keeps best"]
        by = next((self.values.get(r.name) for s, _, r in best if s.name == v.name and r.op == "variable"), None)
        chosen = {}
        for draws in product(range(size), repeat=count):
            kept = draws if by is None else [d for d in draws if by[d] == max(by[e] for e in draws)]
            either = {self.numbers.choice(kept), self.numbers.choice(kept)}
            chosen[draws] = (either, {min(kept)}, {max(kept)})[self.number % 3]
        return {draws: {y: Fraction(1, len(ys)) for y in ys} for draws, ys in chosen.items()}

    def _widen(self) -> None:
        """Put larger values in the place of small ones, where that keeps a case of the sorts and cheap to read.

        In half of these cases laws have the same masses, all different, in another order, and rewards have two values:
        then entropies, means and distances are equal without the laws being so.
        """
        case, numbers, alike = self.values, self.numbers, self.number % 8 in (0, 2)
        first: dict[str, Distribution] = {}
        rewards = numbers.sample(_FAR_REWARDS, 2) if alike else _FAR_REWARDS
        exchange = self.number % 16 in (0, 10)
        for name, v in self.of.variables:
            if name in self.of.late:
                continue
            if isinstance(case[name], Distribution) and v.space.length is None:
                masses: list[Any] = [numbers.choice((1, 2, 50, 1000)) + 3 * k * alike for k in range(len(case[name]))]
                if alike and v.space.alphabet in first:
                    masses = list(first[v.space.alphabet].probabilities)
                    k = numbers.randrange(len(masses))
                    if exchange:
                        masses[k - 1], masses[k] = masses[k], masses[k - 1]
                    else:
                        masses = masses[1:] + masses[:1]
                case[name] = Distribution.from_weights(masses)
                first.setdefault(v.space.alphabet, case[name])
            elif isinstance(case[name], Reward) and "rule" not in self.of.kinds:
                found: list[Any] = [numbers.choice(rewards) for _ in range(len(case[name]))]
                if self.number % 8 == 4:  # one letter has a reward, and may be rare
                    alone = numbers.randrange(len(found))
                    found = [10 * (k == alone) for k in range(len(found))]
                case[name] = Reward.values(found)
            elif is_a(v.sort, NATURAL):
                if self.of.only_numbers or not (self.of.lists_words or self.of.lists_draws):
                    case[name] = numbers.choice(
                        FAR_NUMBERS if self.of.only_numbers else (2, 3, 4, 5, FAR_LARGEST, FAR_NUMBERS[-1])
                    )
            elif is_a(v.sort, REAL):
                choices = (5, -4, 7) if name in self.of.exponents else _FAR_REALS
                case[name] = Fraction(numbers.choice([c for c in choices if v.sort == REAL or c > 0]))
