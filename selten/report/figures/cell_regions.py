"""Connected regions of cells with the same outcome, and the cell of each that is farthest inside."""

Cell = tuple[int, int]
"""The place of a cell in a grid: its column and its row."""


def region(cells: dict[Cell, int], start: Cell, seen: set[Cell]) -> set[Cell]:
    """The cells connected with one, of the same outcome; none if it was seen before."""
    if start in seen:
        return set()
    connected, front = {start}, [start]
    while front:
        for near in neighbours(front.pop()):
            if near not in connected and cells.get(near) == cells[start]:
                connected.add(near)
                front.append(near)
    seen |= connected
    return connected


def inmost(region: set[Cell]) -> Cell:
    """A cell as far from the border as any: what is left when the border is peeled off again and again."""
    left = region
    while peeled := {cell for cell in left if left.issuperset(neighbours(cell))}:
        left = peeled
    middle = [sum(cell[side] for cell in left) / len(left) for side in (0, 1)]
    return min(sorted(left), key=lambda cell: abs(cell[0] - middle[0]) + abs(cell[1] - middle[1]))


def neighbours(cell: Cell) -> list[Cell]:
    """The four cells beside one, inside of the grid or not."""
    i, j = cell
    return [(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)]
