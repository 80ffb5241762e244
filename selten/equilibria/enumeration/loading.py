"""When to load the compiled kernels: as soon as they are worth what loading them costs.

Loading takes about half a second, in which exact Python integers solve dozens of small games. So small games are solved
in Python until that has taken as long as loading would (then at most twice the best possible time has been spent,
whatever comes after: the classical rule for renting or buying); large games load the kernels at once. The answers do
not depend on it.
"""

from dataclasses import dataclass

LOADING_SECONDS = 0.5
"""About what loading costs."""

SMALL_GAME = 300.0
"""Games expected to have fewer extreme strategies a player are small."""


@dataclass(slots=True)
class Kernels:
    """Whether the kernels are in use in this process, and what was spent without them."""

    loaded: bool = False
    spent: float = 0.0

    def wanted(self, expected_vertices: float) -> bool:
        """Whether a game with about so many extreme strategies is to be solved by the kernels.

        Examples
        --------
        >>> Kernels().wanted(100.0), Kernels().wanted(1e4), Kernels(spent=0.6).wanted(100.0)
        (False, True, True)
        """
        return self.loaded or expected_vertices > SMALL_GAME or self.spent > LOADING_SECONDS


KERNELS = Kernels()
"""Those of this process."""
