"""Exact arithmetic in a study: the text "= 1 - p" stands for a number that depends on the parameters.

A text that begins with ``=`` is an expression: numbers (a decimal means the decimal printed), names of parameters,
``+ - * /``, parentheses, ``min(...)`` and ``max(...)``. The name of one parameter alone stands for its value whatever
that is, so that words and tables can be parameters too.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import CodeType
from typing import Any

from selten.games.errors import InputError
from selten.games.number import exact_number
from selten.games.specs.spec_reading import shown

FUNCTIONS: dict[str, Callable[..., Any]] = {"min": min, "max": max}
"""What an expression may call."""

_LONGEST = 400
_ALLOWED = "numbers, names of parameters, + - * / ( ), min and max"
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UAdd, ast.USub, ast.Load)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was checked, ready to be evaluated many times.

    Parameters
    ----------
    text : str
        As the study has it, without the ``=``.
    names : frozenset of str
        The parameters that it uses.
    code : code
        Compiled; numbers in it are Fractions.
    constants : mapping
        The numbers that stand in the code.
    alone : bool
        Whether it is the name of one parameter.
    """

    text: str
    names: frozenset[str]
    code: CodeType
    constants: Mapping[str, Fraction]
    alone: bool

    def __reduce__(self) -> tuple[Any, ...]:
        """Compiled code does not travel between processes: there it is read again."""
        return expression, (self.text, "spec")

    def __call__(self, values: Mapping[str, Any]) -> Any:
        """Its value with the parameters given.

        Raises
        ------
        InputError
            If it divides by zero, or computes with a parameter that is no number.
        """
        if self.alone:
            return values[self.text]
        for name in self.names:
            if not isinstance(values[name], Fraction):
                raise InputError(f"= {self.text}: got {name} = {shown(values[name])}; allowed: numbers in arithmetic")
        try:
            return eval(self.code, {"__builtins__": {}, **FUNCTIONS, **self.constants}, dict(values))
        except ZeroDivisionError:
            raise InputError(f"= {self.text}: got a division by zero; allowed: a number") from None


def expression(text: str, field: str) -> Expression:
    """Read an expression (without its ``=``).

    Raises
    ------
    InputError
        Naming the field, if anything but arithmetic stands in it.

    Examples
    --------
    >>> share = expression("(1 - p) / 2", "mass")
    >>> sorted(share.names), share({"p": Fraction(1, 3)})
    (['p'], Fraction(1, 3))
    >>> expression("f(p)", "mass")
    Traceback (most recent call last):
    selten.games.errors.InputError: mass: got '= f(p)'; allowed: numbers, names of parameters, + - * / ( ), min and max
    """
    text = text.strip()
    refusal = InputError(f"{field}: got {shown('= ' + text)}; allowed: {_ALLOWED}")
    if not text or len(text) > _LONGEST:
        raise refusal
    try:
        tree = ast.parse(text, mode="eval")
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        nodes = list(_checked(tree, called))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise refusal from None
    alone = isinstance(tree.body, ast.Name)
    constants: dict[str, Fraction] = {}
    for k, node in enumerate(nodes):
        if isinstance(node, ast.Constant):
            constants[f"number {k}"] = exact_number(node.value, field)
    body = _Numbers({id(node): f"number {k}" for k, node in enumerate(nodes)}).visit(tree)
    code = compile(ast.fix_missing_locations(body), "study", "eval")
    names = frozenset(n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in called)
    return Expression(text, names, code, constants, alone)


def _checked(tree: ast.Expression, called: set[int]) -> Iterator[ast.AST]:
    """All nodes; ValueError at one that is not arithmetic."""
    for node in ast.walk(tree.body):
        if isinstance(node, ast.Name):
            right = (node.id in FUNCTIONS) == (id(node) in called)
        elif isinstance(node, ast.Call):
            right = isinstance(node.func, ast.Name) and len(node.args) > 1 and not node.keywords
        elif isinstance(node, ast.Constant):
            right = isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
        else:
            right = isinstance(node, (ast.BinOp, ast.UnaryOp, *_OPERATORS))
        if not right:
            raise ValueError("not arithmetic")
        yield node


class _Numbers(ast.NodeTransformer):
    """Numbers become names of exact numbers (names that no parameter can have)."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self.names = names

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Name(self.names[id(node)], ast.Load())
