"""Distributions of scipy.stats as marginals: which are taken, and what the others are told."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats as st

from selten.games.consumers.scipy_marginal import ScipyMarginal
from selten.games.errors import InputError


class Twice(st.rv_continuous):  # type: ignore[misc]
    """A density that integrates to 1 on [0, 1] and to 4 on [0, 2]."""

    def _pdf(self, x: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(2 * x)


class Half(st.rv_continuous):  # type: ignore[misc]
    """A density that integrates to one half, with a distribution function that claims otherwise."""

    def _pdf(self, x: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(0.5 + 0 * x)

    def _cdf(self, x: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(x + 0.0)


@pytest.mark.parametrize(
    "distribution",
    [
        st.uniform(0, 1),
        st.beta(0.1, 3),
        st.beta(2, 0.2),
        st.triang(0.3),
        st.truncnorm(-500, 500, 0.5, 0.001),
        st.loguniform(1, 1000),
        Twice(a=0, b=1, name="twice")(),
    ],
)
def test_taken(distribution: Any) -> None:
    marginal = ScipyMarginal(distribution)
    u = np.array([0.25, 0.5])
    assert np.abs(marginal.cdf(marginal.quantile(u)) - u).max() < 1e-9


@pytest.mark.parametrize(
    ("distribution", "message"),
    [
        (st.norm(), r"got the support \[-inf, inf\]; allowed: a bounded interval"),
        (st.expon(), r"got the support \[0.0, inf\]"),
        (st.uniform(-1, 2), "got the lower end -1.0; allowed: valuations at least 0"),
        (st.gengamma, "without its parameters"),
        (st.poisson(2), "allowed: a frozen continuous scipy.stats distribution"),
        (3, "allowed: a frozen continuous scipy.stats distribution"),
        (Twice(a=0, b=2, name="twice")(), "got a density that integrates to 4; allowed: 1 within 1e-09"),
        (Half(a=0, b=1, name="half")(), "got a density that integrates to 0.5; allowed: 1 within 1e-09"),
    ],
)
def test_refused(distribution: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        ScipyMarginal(distribution)
