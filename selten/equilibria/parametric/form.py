"""Linear forms in named symbols with rational coefficients, and relations between them.

A form is written as a string ("2*p1 - q/3 + 1"), a number, or with operators on :func:`symbols`. A relation is kept as
one form that is compared with zero: "p < q" as q - p > 0. Chains are taken apart: "0 < p <= q" is two relations.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from selten.games.errors import InputError
from selten.games.number import exact_number

Sign = Literal[">", ">=", "=="]

_LONGEST = 2000
"""Characters of a form or relation that is written out."""


@dataclass(frozen=True, slots=True)
class Form:
    """A constant plus coefficients times symbols.

    Parameters
    ----------
    terms : tuple of (str, Fraction)
        Symbols in ascending order with their coefficients, none of them 0.
    constant : Fraction
        What it is where every symbol is 0.

    Examples
    --------
    >>> p, q = symbols("p q")
    >>> str(2 * p - q / 3 + 1), Form.of("2*p - q/3 + 1") == 2 * p - q / 3 + 1
    ('2*p - q/3 + 1', True)
    """

    terms: tuple[tuple[str, Fraction], ...]
    constant: Fraction

    @classmethod
    def of(cls, value: object, field: str = "form") -> "Form":
        """A form from a number, a string or a form.

        Raises
        ------
        InputError
            If it is none of these, or not linear.
        """
        if isinstance(value, Form):
            return value
        if isinstance(value, str):
            return _evaluated(_parsed(value, field), value, field)
        return cls((), exact_number(value, field))

    @classmethod
    def symbol(cls, name: str) -> "Form":
        """The form that is one symbol; any name will do, also one that no string of a form could have."""
        return cls(((name, Fraction(1)),), Fraction(0))

    @property
    def names(self) -> tuple[str, ...]:
        """The symbols in it, in ascending order."""
        return tuple(name for name, _ in self.terms)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value for given values of the symbols."""
        return sum((factor * values[name] for name, factor in self.terms), start=self.constant)

    def __add__(self, other: object) -> "Form":
        right = Form.of(other)
        total = dict(self.terms)
        for name, factor in right.terms:
            total[name] = total.get(name, Fraction(0)) + factor
        return Form(tuple(sorted((n, c) for n, c in total.items() if c)), self.constant + right.constant)

    def __mul__(self, factor: object) -> "Form":
        number = exact_number(factor, "factor of a form")
        if not number:
            return Form((), number)
        return Form(tuple((name, c * number) for name, c in self.terms), self.constant * number)

    def __sub__(self, other: object) -> "Form":
        return self + Form.of(other) * -1

    def __rsub__(self, other: object) -> "Form":
        return self * -1 + other

    def __neg__(self) -> "Form":
        return self * -1

    def __truediv__(self, divisor: object) -> "Form":
        return self * (1 / exact_number(divisor, "divisor of a form"))

    __radd__ = __add__
    __rmul__ = __mul__

    def __str__(self) -> str:
        parts = [(c, name) for name, c in self.terms]
        if self.constant or not parts:
            parts.append((self.constant, ""))
        text = "".join(f" {'-' if c < 0 else '+'} {_term(abs(c), name)}" for c, name in parts)
        return text[3:] if text.startswith(" +") else "-" + text[3:]


@dataclass(frozen=True, slots=True)
class Relation:
    """A form that is positive (">"), not negative (">=") or zero ("==").

    Examples
    --------
    >>> [str(relation) for relation in relations("0 < p <= q")]
    ['0 < p', 'p <= q']
    """

    form: Form
    sign: Sign

    def at(self, values: Mapping[str, Fraction]) -> bool:
        """Whether it holds for given values of the symbols."""
        value = self.form.at(values)
        return value > 0 if self.sign == ">" else value >= 0 if self.sign == ">=" else value == 0

    def __str__(self) -> str:
        """Two sides without minus signs."""
        left = Form(tuple((n, -c) for n, c in self.form.terms if c < 0), max(-self.form.constant, Fraction(0)))
        right = Form(tuple((n, c) for n, c in self.form.terms if c > 0), max(self.form.constant, Fraction(0)))
        if self.sign == "==":
            return " == ".join(map(str, sorted((left, right), key=lambda side: (not side.terms, side.terms))))
        return f"{left} {'<' if self.sign == '>' else '<='} {right}"


def symbols(names: str) -> tuple[Form, ...]:
    """One form for each name, separated by blanks.

    Examples
    --------
    >>> p, q = symbols("p q")
    >>> str(q - p)
    '-p + q'
    """
    return tuple(Form.symbol(name) for name in names.split())


def relations(text: str, field: str = "relation") -> tuple[Relation, ...]:
    """The relations of a chain such as "0 < p <= 2*q == r".

    Raises
    ------
    InputError
        If it is not a chain of linear forms with <, <=, ==, >= or > between them.
    """
    tree = _parsed(text, field)
    if not isinstance(tree, ast.Compare):
        raise InputError(f"{field}: got {text!r}; allowed: linear forms with <, <=, ==, >= or > between them")
    sides = [_evaluated(side, text, field) for side in (tree.left, *tree.comparators)]
    return tuple(_relation(a, op, b, text, field) for (a, b), op in zip(pairwise(sides), tree.ops, strict=True))


def all_relations(items: Sequence[str | Relation], field: str) -> tuple[Relation, ...]:
    """The relations that strings write and relations are, one after the other.

    Examples
    --------
    >>> [str(relation) for relation in all_relations(["0 < p", Relation(Form.symbol("q"), ">=")], "assumptions")]
    ['0 < p', '0 <= q']
    """
    if isinstance(items, (str, Relation)):
        raise InputError(f"{field}: got {str(items)!r}; allowed: a list of relations")
    return tuple(_listed(items, field))


def _listed(items: Sequence[str | Relation], field: str) -> Iterator[Relation]:
    for position, item in enumerate(items):
        if isinstance(item, Relation):
            yield item
        elif isinstance(item, str):
            yield from relations(item, f"{field}[{position}]")
        else:
            raise InputError(f"{field}[{position}]: got {item!r}; allowed: a string like '0 < p' or a Relation")


def _relation(left: Form, op: ast.cmpop, right: Form, text: str, field: str) -> Relation:
    if isinstance(op, (ast.Lt, ast.LtE)):
        return Relation(right - left, ">" if isinstance(op, ast.Lt) else ">=")
    if isinstance(op, (ast.Gt, ast.GtE)):
        return Relation(left - right, ">" if isinstance(op, ast.Gt) else ">=")
    if isinstance(op, ast.Eq):
        return Relation(left - right, "==")
    raise InputError(f"{field}: got {text!r}; allowed: only <, <=, ==, >= and > between forms")


def _parsed(text: str, field: str) -> ast.expr:
    if len(text) <= _LONGEST:
        try:
            return ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
    shown = text if len(text) < 80 else text[:77] + "..."
    raise InputError(f"{field}: got {shown!r}; allowed: a linear form such as '2*p - q/3 + 1'") from None


def _evaluated(node: ast.expr, text: str, field: str) -> Form:
    value = _value(node, text, field)
    return value if isinstance(value, Form) else Form((), value)


def _value(node: ast.expr, text: str, field: str) -> Any:
    """A Fraction or a Form."""
    if isinstance(node, ast.Name):
        return Form.symbol(node.id)
    if isinstance(node, ast.Constant):
        written = ast.get_source_segment(text.strip(), node)
        return exact_number(written if isinstance(node.value, float) else node.value, field)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        value = _value(node.operand, text, field)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        left, right = (_value(side, text, field) for side in (node.left, node.right))
        found = _combined(left, node.op, right)
        if found is not None:
            return found
    raise InputError(f"{field}: got {text!r}; allowed: a linear form such as '2*p - q/3 + 1'")


def _combined(left: Any, op: ast.operator, right: Any) -> Any:
    """What an operator makes of two numbers or forms; None where that is not linear."""
    if isinstance(op, ast.Add):
        return left + right
    if isinstance(op, ast.Sub):
        return left - right
    if isinstance(op, ast.Mult) and not (isinstance(left, Form) and isinstance(right, Form)):
        return left * right
    if isinstance(op, ast.Div) and isinstance(right, Fraction) and right:
        return left / right
    return None


def _term(size: Fraction, name: str) -> str:
    if not name:
        return str(size)
    top = name if size.numerator == 1 else f"{size.numerator}*{name}"
    return top if size.denominator == 1 else f"{top}/{size.denominator}"
