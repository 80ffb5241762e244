"""What is assumed about the likelihood of each player's strategies, closed under transitivity, as bit masks.

A *literal* is a statement about two strategies of one player: ``weak(p, i, k)``, i is at least as likely as k, or
``strict(p, i, k)``, i is strictly likelier. ``strict(p, k, i)`` is the negation of ``weak(p, i, k)``. Literals are
numbers, sets of them are integers with a bit for each.
"""

from collections.abc import Iterator, Sequence


class Literals:
    """The numbering of literals for strategy counts.

    Examples
    --------
    >>> literals = Literals((2, 3))
    >>> literals.weak(0, 0, 1), literals.strict(0, 1, 0), literals.negation(literals.weak(0, 0, 1))
    (1, 15, 15)
    """

    def __init__(self, counts: tuple[int, int]) -> None:
        self.counts = counts
        self._start = (0, counts[0] ** 2)
        self.half = counts[0] ** 2 + counts[1] ** 2
        self.parts = [(p, i, k) for p in range(2) for i in range(counts[p]) for k in range(counts[p])]

    def weak(self, player: int, i: int, k: int) -> int:
        """i is at least as likely as k."""
        return self._start[player] + i * self.counts[player] + k

    def strict(self, player: int, i: int, k: int) -> int:
        """i is strictly likelier than k."""
        return self.half + self.weak(player, i, k)

    def negation(self, literal: int) -> int:
        """The literal that holds exactly where this one fails."""
        player, i, k = self.parts[literal % self.half]
        return self.strict(player, k, i) if literal < self.half else self.weak(player, k, i)


class Facts:
    """A closed set of literals; each with a mask of the assumptions that it follows from.

    Attributes
    ----------
    true, false : int
        The literals that hold, and those whose negation holds.
    """

    def __init__(self, literals: Literals) -> None:
        self.literals = literals
        self.true = self.false = 0
        self._reasons: dict[int, int] = {}
        for player, count in enumerate(literals.counts):
            for i in range(count):
                self._set(literals.weak(player, i, i), 0)

    def copy(self) -> "Facts":
        """An independent copy."""
        twin = object.__new__(Facts)
        twin.literals, twin.true, twin.false, twin._reasons = self.literals, self.true, self.false, dict(self._reasons)
        return twin

    def holds(self, literal: int) -> bool:
        """Whether the literal follows."""
        return bool(self.true >> literal & 1)

    def is_open(self, literal: int) -> bool:
        """Whether neither the literal nor its negation follows."""
        return not (self.true | self.false) >> literal & 1

    def add(self, literal: int, reason: int) -> None:
        """Assume a literal whose negation does not follow, and draw all conclusions.

        Any chain through the new comparison (i, k) runs from an a above i to a b below k, and both ends are known.
        """
        rules, (player, i, k) = self.literals, self.literals.parts[literal % self.literals.half]
        size = range(rules.counts[player])
        above = [(a, rules.weak(player, a, i), rules.strict(player, a, i)) for a in size]
        below = [(b, rules.weak(player, k, b), rules.strict(player, k, b)) for b in size]
        tops = [(a, strict, self._reason(weak, strict)) for a, weak, strict in above if self.holds(weak)]
        ends = [(b, strict, self._reason(weak, strict)) for b, weak, strict in below if self.holds(weak)]
        for a, first, why in tops:
            for b, second, because in ends:
                causes = reason | why | because
                self._set(rules.weak(player, a, b), causes)
                if literal >= rules.half or self.holds(first) or self.holds(second):
                    self._set(rules.strict(player, a, b), causes)

    def adopt(self, player: int, order: Sequence[Sequence[int]]) -> None:
        """Take over what holds without any assumption, from nothing: 2 strictly, 1 at least, 0 unknown; transitive."""
        for i, row in enumerate(order):
            for k, value in enumerate(row):
                if value:
                    self._set(self.literals.weak(player, i, k), 0)
                if value > 1:
                    self._set(self.literals.strict(player, i, k), 0)

    def why(self, mask: int) -> int:
        """The assumptions behind all literals of a mask that hold."""
        causes = 0
        for literal in bits(mask):
            causes |= self._reasons[literal]
        return causes

    def _reason(self, weak: int, strict: int) -> int:
        return self._reasons[strict if self.holds(strict) else weak]

    def _set(self, literal: int, reason: int) -> None:
        if not self.holds(literal):
            self._reasons[literal] = reason
            self.true |= 1 << literal
            self.false |= 1 << self.literals.negation(literal)


def bits(mask: int) -> Iterator[int]:
    """The positions of the bits of a mask, ascending.

    Examples
    --------
    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
