"""Small changes of a module that a test should notice: operators, constants, quantifiers and raises, one at a time."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">"),
    ast.LtE: ("<", ">="),
    ast.Gt: (">=", "<"),
    ast.GtE: (">", "<="),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
}
COMPUTED: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.BitAnd: "|", ast.BitOr: "&"}
CALLED = {"min": "max", "max": "min", "all": "any", "any": "all"}


LIMIT = 100
"""Numbers from here on say when work is given up or refused: one more or less decides nothing."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the text of a module from ``start`` to ``end`` (in bytes) becomes ``new``."""

    module: str
    line: int
    start: int
    end: int
    old: str
    new: str
    context: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it whatever stands above it: module, the line of code, and the change."""
        return self.module, self.context, f"{self.old} -> {self.new}"

    def applied(self, source: bytes) -> bytes:
        """The module with the change."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def mutants(module: str, source: str) -> list[Mutant]:
    """All changes of a module, in the order of the text."""
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for node, new in _changes(ast.parse(source)):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        old = " ".join(source.encode()[start:end].decode().split())
        context = lines[node.lineno - 1].decode().strip()
        found.append(Mutant(module, node.lineno, start, end, old, new, context))
    return sorted(set(found), key=lambda m: (m.start, m.end, m.new))


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for node in _code(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
            for sign in COMPARED[type(node.ops[0])]:
                yield node, f"({left} {sign} {right})"
        elif isinstance(node, ast.Compare):
            yield from _chained(node)
        elif isinstance(node, ast.BinOp) and type(node.op) in COMPUTED and not _text(node):
            yield node, f"({ast.unparse(node.left)} {COMPUTED[type(node.op)]} {ast.unparse(node.right)})"
        elif isinstance(node, ast.BoolOp):
            word = " or " if isinstance(node.op, ast.And) else " and "
            yield node, f"({word.join(f'({ast.unparse(value)})' for value in node.values)})"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
            yield node, f"({ast.unparse(node.operand)})"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
            yield node.func, CALLED[node.func.id]
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield node, str(not node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and node.value < LIMIT:
            yield node, repr(node.value + 1)
        elif isinstance(node, ast.Raise):
            yield node, "pass"


def _chained(node: ast.Compare) -> Iterator[tuple[ast.expr, str]]:
    """Every sign of a chain in turn."""
    parts = [node.left, *node.comparators]
    for k, op in enumerate(node.ops):
        for sign in COMPARED[type(op)]:
            signs = [sign if i == k else _sign(own) for i, own in enumerate(node.ops)]
            pairs = zip(signs, parts[1:], strict=True)
            yield node, f"({ast.unparse(parts[0])} {' '.join(f'{s} {ast.unparse(p)}' for s, p in pairs)})"


def _sign(op: ast.cmpop) -> str:
    signs = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
    return {**signs, ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"}[type(op)]


def _text(node: ast.BinOp) -> bool:
    """Whether an operand is plainly text or a type, which is no arithmetic."""
    inside = [own for own in ast.walk(node) if isinstance(own, (ast.Constant, ast.JoinedStr, ast.Name))]
    kinds = ("str", "int", "float", "bool", "None", "bytes")
    return any(
        isinstance(own, ast.JoinedStr)
        or (isinstance(own, ast.Constant) and (own.value is None or isinstance(own.value, str)))
        or (isinstance(own, ast.Name) and own.id in kinds)
        for own in inside
    )


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that decide something: no annotations, decorators, messages of raises, or blocks for typing."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"} or isinstance(node, ast.Raise):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _silent(child):
                yield from _code(child)


def _silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip":
        node.keywords = []  # strict or not decides nothing where lengths are equal
    typing = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return typing or isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom))
