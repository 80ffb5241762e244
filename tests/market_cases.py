"""Markets of the bundling duopoly with expected prices and profits: the table that its code is tested against.

Derived apart from selten, from the buying rule alone.  With ``t = p_b - Delta`` a customer buys the bundle when
``min(v1, p1) + min(v2, p2) >= t``, otherwise every component worth its price; a product not offered has an infinite
price.  Split off, with ``d = t - p2``, selling product 2 next to the bundle changes the bundler's profit by
``G(t, d) = (t - d) P(v1 < d, t - d <= v2 < t - v1) - (d + Delta) P(v1 < d, v1 + v2 >= t)``, which does not depend on
``p1`` as long as ``t <= p1 + p2``.

How each number was found:

- monopoly profits: two-dimensional grid over (t, d), then local search from every local maximum, so that the small
  interior maxima of "12b" and "1b" beside the flat region of unsold components are seen;
- prices: roots of the first-order conditions (residual below 1e-15), demand by tanh-sinh quadrature;
- number of pure equilibria: scan of p1 -> BR(BR(p1)) over the whole price range with global best responses, every
  change of sign bisected to tell a fixed point from a jump, then every fixed point tested against all deviations;
- profits at those prices once more from the buying rule with 17 to 30 digits (another quadrature, no splitting):
  agreement within 5e-14 everywhere.  Co- and countermonotone rows are closed forms or one-dimensional roots.

Decimals are rounded at 1e-12.  Hence ``PROFIT_ACCURACY``; a price is good to ``PRICE_ACCURACY``.

Remarks:

- Every market has exactly one pure equilibrium of "b|1".  It is saturated (``p1 = 0``, ``p_b = a + Delta``, where
  a is the lowest valuation, and the rival earns 0) exactly when "1+delta" is earned at the lowest valuation; a density
  with ``f(a) (a + Delta) >= 1`` is not enough (arcsine law, beta(1/2, 1/2), at Delta = 1/10).
- As d -> 0 at Delta = 0 and independent valuations with density ~ x**(a-1) at 0, G > 0 exactly when
  ``t f(t) > (a + 1) (1 - F(t))``.  Under a Gaussian copula with positive correlation and Delta = 0, G > 0 for small
  enough d at every t, so "12b" > "b" strictly and product 2 is always worth selling in "2b|1".
- In ``SOLD`` the pure equilibrium of "2b|1" has product 2 sold and pays the bundler more than "b|1".
- In ``MIXED_ONLY`` the equilibrium of "b|1" is not one of "2b|1" (product 2 is worth selling), and the scan ends in a
  jump: given (p2, t), the rival undercuts to ``p1 < t - p2``, where nobody wants the bundle.  ``MIXED`` then holds a
  mixed equilibrium: the rival has an atom at p1* and a thin density below; the bundler spreads d = t - p2 over the
  same low range with an atom at its top.  Found from the indifference conditions (an ordinary differential and a
  Volterra equation, 25 to 100 nodes); no deviation on a price grid gains more than 4e-6, the error of the nodes.  That
  it is the only one is not proved.  Correlation 0.5: "2b|1" > "b|1"; correlation 0.8: "2b|1" < "b|1".
- At Delta = -1/10 the prices ``p2 = 1/2``, ``t = 3/5`` and p1 an instant below 1/10 form an epsilon-equilibrium for
  every epsilon, paying (1/4, 9/100): the bundler gives up its bundle.  Whether it is the only one is open.
- A negative complementarity is outside the paper's model (it assumes Delta >= 0); the same formulas are used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROFIT_ACCURACY = 1e-12
PRICE_ACCURACY = 1e-11


@dataclass(frozen=True, slots=True)
class MarketCase:
    """One market and what its price games pay; the keys of ``payoffs`` are those of ``selten bundling``.

    ``bundle_price`` is p_b of the monopoly "b"; ``prices`` is (p1, p_b) of "b|1"; ``prices_with_2`` is
    (p1, p2, p_b) of "2b|1", with p2 None if product 2 is unsold, and None altogether if no pure equilibrium exists,
    when "2b|1" and "1|2b" are None too.  ``pure_equilibria`` counts those of "b|1" and "2b|1", unused prices apart.
    """

    name: str
    valuations: Mapping[str, Any]
    complementarity: str
    payoffs: Mapping[str, float | None]
    bundle_price: float
    prices: tuple[float, float]
    prices_with_2: tuple[float, float | None, float] | None
    pure_equilibria: tuple[int, int]

    @property
    def spec(self) -> dict[str, Any]:
        """The JSON input of ``selten bundling``."""
        return {"valuations": dict(self.valuations), "complementarity": self.complementarity}

    @property
    def product_2_sold(self) -> bool | None:
        """Whether the bundler sells product 2 in the pure equilibrium of "2b|1"; None without one."""
        return None if self.prices_with_2 is None else self.prices_with_2[1] is not None


VALUATIONS: dict[str, dict[str, Any]] = {
    "uniform-0-1": {"independent": {"uniform": [0, 1]}},
    "uniform-1-2": {"independent": {"uniform": [1, 2]}},
    "uniform-0.5-1.5": {"independent": {"uniform": [0.5, 1.5]}},
    "uniform-0-2": {"independent": {"uniform": [0, 2]}},
    "beta-2-1": {"independent": {"beta": [2, 1]}},
    "beta-1-2": {"independent": {"beta": [1, 2]}},
    "beta-5-2": {"independent": {"beta": [5, 2]}},
    "beta-2-5": {"independent": {"beta": [2, 5]}},
    "beta-0.5-0.5": {"independent": {"beta": [0.5, 0.5]}},
    "beta-3-3": {"independent": {"beta": [3, 3]}},
    "beta-2-2": {"independent": {"beta": [2, 2]}},
    "truncexp-2-1": {"independent": {"truncated_exponential": {"rate": 2, "upper": 1}}},
    "truncexp-5-2": {"independent": {"truncated_exponential": {"rate": 5, "upper": 2}}},
    "truncexp-0.5-1": {"independent": {"truncated_exponential": {"rate": 0.5, "upper": 1}}},
    "truncexp-3-1": {"independent": {"truncated_exponential": {"rate": 3, "upper": 1}}},
    "co-beta-2-2": {"comonotone": {"beta": [2, 2]}},
    "co-truncexp-1-1": {"comonotone": {"truncated_exponential": {"rate": 1, "upper": 1}}},
    "co-uniform-0-1": {"comonotone": {"uniform": [0, 1]}},
    "counter-beta-2-1": {"countermonotone": {"beta": [2, 1]}},
    "counter-truncexp-1-1": {"countermonotone": {"truncated_exponential": {"rate": 1, "upper": 1}}},
    "counter-uniform-0-1": {"countermonotone": {"uniform": [0, 1]}},
    "gauss+0.3-uniform-0-1": {"gaussian_copula": {"marginal": {"uniform": [0, 1]}, "correlation": 0.3}},
    "gauss-0.8-uniform-0-1": {"gaussian_copula": {"marginal": {"uniform": [0, 1]}, "correlation": -0.8}},
    "gauss+0.8-uniform-0-1": {"gaussian_copula": {"marginal": {"uniform": [0, 1]}, "correlation": 0.8}},
    "gauss+0.5-uniform-0-1": {"gaussian_copula": {"marginal": {"uniform": [0, 1]}, "correlation": 0.5}},
    "gauss+0.4-beta-2-2": {"gaussian_copula": {"marginal": {"beta": [2, 2]}, "correlation": 0.4}},
}

# name@complementarity: profits "1", "b", then p_b, profits "1b", "12b", "1+delta"
MONOPOLY = """
uniform-0-1@0              0.250000000000 0.544331053952 0.816496580928 0.546296296296 0.549201004620 0.250000000000
uniform-0-1@3/100          0.250000000000 0.564452533032 0.836557815875 0.564968981340 0.565908976423 0.265225000000
uniform-0-1@23/500         0.250000000000 0.575282092095 0.847307210467 0.575282092095 0.575383363211 0.273529000000
uniform-0-1@1/10           0.250000000000 0.612322078070 0.883843378142 0.612322078070 0.612322078070 0.302500000000
uniform-0-1@1/4            0.250000000000 0.718946300217 0.987404816816 0.718946300217 0.718946300217 0.390625000000
uniform-0-1@7/10           0.250000000000 1.066317980937 1.315849280190 1.066317980937 1.066317980937 0.722500000000
uniform-0-1@19/20          0.250000000000 1.273233095437 1.509086977028 1.273233095437 1.273233095437 0.950625000000
uniform-0-1@6/5            0.250000000000 1.487615346856 1.709212113132 1.487615346856 1.487615346856 1.200000000000
uniform-0-1@-1/10          0.250000000000 0.479062818811 0.750510044809 0.488544023511 0.501446888932 0.202500000000
uniform-1-2@0              1.000000000000 2.208250985248 2.387425886723 2.208250985248 2.208250985248 1.000000000000
uniform-1-2@1/5            1.000000000000 2.394140159581 2.564138508877 2.394140159581 2.394140159581 1.200000000000
uniform-0.5-1.5@0          0.562500000000 1.315565154720 1.548583770355 1.315565154720 1.315565154720 0.562500000000
uniform-0.5-1.5@1/5        0.562500000000 1.487615346856 1.709212113132 1.487615346856 1.487615346856 0.722500000000
uniform-0-2@0              0.500000000000 1.088662107904 1.632993161856 1.092592592593 1.098402009241 0.500000000000
beta-2-1@0                 0.384900179460 0.837464227400 1.049390153192 0.841792581957 0.847379881702 0.384900179460
beta-2-1@1/10              0.384900179460 0.918076308549 1.128144144524 0.919796493577 0.922017144517 0.453418875811
beta-1-2@0                 0.148148148148 0.330873580990 0.548307167272 0.330959850741 0.331059918552 0.148148148148
beta-1-2@1/10              0.148148148148 0.393757923814 0.602536546415 0.393757923814 0.393757923814 0.197185185185
beta-5-2@0                 0.462057945961 1.013730818166 1.151864260922 1.014610455781 1.015535913318 0.462057945961
beta-5-2@1/10              0.462057945961 1.102232727496 1.238837061784 1.102604602105 1.102988920838 0.543766435995
beta-2-5@0                 0.133917261299 0.305384305815 0.433011787295 0.305384349627 0.305384393524 0.133917261299
beta-0.5-0.5@0             0.262255056760 0.536561410412 0.873917203935 0.541672595961 0.557032098194 0.262255056760
beta-0.5-0.5@1/10          0.262255056760 0.598836297170 0.948357236571 0.598836297170 0.598836297170 0.305255221383
beta-3-3@0                 0.273032097961 0.613644450860 0.769089799782 0.613759169506 0.613877961812 0.273032097961
beta-3-3@1/10              0.273032097961 0.694613535120 0.846228288844 0.694613535120 0.694613535120 0.344614784691
beta-2-2@0                 0.259973837080 0.582056201555 0.776206160707 0.582441531959 0.582866380143 0.259973837080
beta-2-2@1/4               0.259973837080 0.777325989081 0.961111238081 0.777325989081 0.777325989081 0.432277555624
truncexp-2-1@0             0.146311598339 0.329531871980 0.582206427460 0.329532325983 0.329532794692 0.146311598339
truncexp-5-2@0             0.073570148888 0.167978290065 0.323565845819 0.167978290065 0.167978290065 0.073570148888
truncexp-0.5-1@0           0.219841951166 0.483765582679 0.759404397260 0.484629550794 0.485820493432 0.219841951166
truncexp-3-1@0             0.112675216122 0.255748977696 0.473616427665 0.255748977696 0.255748977696 0.112675216122
co-beta-2-2@0              0.259973837080 0.519947674160 0.843070330817 0.519947674160 0.519947674160 0.259973837080
co-truncexp-1-1@0          0.192265389350 0.384530778700 0.865713419180 0.384530778700 0.384530778700 0.192265389350
co-uniform-0-1@7/10        0.250000000000 0.911250000000 1.350000000000 0.911250000000 0.911250000000 0.722500000000
counter-beta-2-1@0         0.384900179460 1.088662107904 1.154700538379 1.127385995562 1.202107796748 0.384900179460
counter-truncexp-1-1@0     0.192265389350 0.759770986083 0.759770986083 0.759770986083 0.759770986083 0.192265389350
counter-uniform-0-1@3/10   0.250000000000 1.300000000000 1.300000000000 1.300000000000 1.300000000000 0.422500000000
gauss+0.3-uniform-0-1@0    0.250000000000 0.520716085822 0.848560060945 0.524412651253 0.529388329314 0.250000000000
gauss+0.3-uniform-0-1@1/10 0.250000000000 0.583494646481 0.909386219931 0.583494646481 0.583531717912 0.302500000000
gauss-0.8-uniform-0-1@0    0.250000000000 0.691721333655 0.809055558792 0.691721333655 0.691721333655 0.250000000000
gauss-0.8-uniform-0-1@1/10 0.250000000000 0.777986366924 0.894341288187 0.777986366924 0.777986366924 0.302500000000
gauss+0.8-uniform-0-1@0    0.250000000000 0.501383953844 0.950261183786 0.504041094813 0.506877421786 0.250000000000
gauss+0.8-uniform-0-1@1/10 0.250000000000 0.555514332032 1.001071086093 0.556247693666 0.557030608183 0.302500000000
gauss+0.5-uniform-0-1@0    0.250000000000 0.509955903599 0.882227106677 0.514127191126 0.519233334182 0.250000000000
gauss+0.5-uniform-0-1@1/10 0.250000000000 0.569205278052 0.938149631677 0.569925763289 0.570884827468 0.302500000000
gauss+0.4-beta-2-2@0       0.259973837080 0.549295881598 0.793832971485 0.550244603171 0.551265253894 0.259973837080
gauss+0.4-beta-2-2@1/5     0.259973837080 0.693558293236 0.926530856222 0.693558293236 0.693558293236 0.395179347589
"""

# name@complementarity: p1, p_b, profits "b|1", "1|b" of the one pure equilibrium of "b|1"
DUOPOLY = """
uniform-0-1@0              0.244933539041 0.607468659884 0.369018172741 0.067047644216
uniform-0-1@3/100          0.239942994854 0.620578337232 0.385117472642 0.063945491541
uniform-0-1@23/500         0.237229760402 0.627545390396 0.393813217007 0.062304533422
uniform-0-1@1/10           0.227802009682 0.650927565937 0.423706696097 0.056840452445
uniform-0-1@1/4            0.199329477537 0.714731678615 0.510841372415 0.042357457965
uniform-0-1@7/10           0.091728031616 0.893760507862 0.798807845414 0.008500733709
uniform-0-1@19/20          0.016435442852 0.983150190480 0.966584297042 0.000270199229
uniform-0-1@6/5            0.000000000000 1.200000000000 1.200000000000 0.000000000000
uniform-0-1@-1/10          0.260685512909 0.563353522294 0.317367191081 0.077605632158
uniform-1-2@0              0.000000000000 1.000000000000 1.000000000000 0.000000000000
uniform-1-2@1/5            0.000000000000 1.200000000000 1.200000000000 0.000000000000
uniform-0.5-1.5@0          0.166666666667 0.833333333333 0.694444444444 0.027777777778
uniform-0.5-1.5@1/5        0.100000000000 0.900000000000 0.810000000000 0.010000000000
uniform-0-2@0              0.489867078081 1.214937319767 0.738036345482 0.134095288433
beta-2-1@0                 0.225213516650 0.729533403414 0.540870292869 0.054375148352
beta-2-1@1/10              0.216044984879 0.795038685905 0.609780219879 0.047254652918
beta-1-2@0                 0.157841429224 0.378944923389 0.216919140510 0.044030644091
beta-1-2@1/10              0.132699081662 0.405792836731 0.266786941144 0.031564956106
beta-5-2@0                 0.131971116228 0.681069016814 0.570421162632 0.021434859129
beta-5-2@1/10              0.126656444683 0.759303055043 0.650672744568 0.018116447160
beta-2-5@0                 0.097687751243 0.281019313419 0.193037274117 0.026415130553
beta-0.5-0.5@0             0.375326456808 0.761546957870 0.385902246302 0.092971752470
beta-0.5-0.5@1/10          0.358735916811 0.806397408795 0.433025685659 0.085137827362
beta-3-3@0                 0.141595313360 0.491348701743 0.375301880060 0.032490003032
beta-3-3@1/10              0.129879619951 0.554678048614 0.444665124570 0.025179785316
beta-2-2@0                 0.172501718828 0.521195947065 0.371796033089 0.044479635224
beta-2-2@1/4               0.140015433172 0.667902663405 0.539644803359 0.025018203655
truncexp-2-1@0             0.165892684794 0.388651527609 0.212324345195 0.046450551836
truncexp-5-2@0             0.086563434869 0.199982775248 0.105416139201 0.024304743997
truncexp-0.5-1@0           0.227210398884 0.551424416337 0.323573305512 0.062830348936
truncexp-3-1@0             0.130694561376 0.303594829396 0.162392228856 0.036663457794
co-beta-2-2@0              0.127395510273 0.495982159459 0.343507893735 0.033487841652
co-truncexp-1-1@0          0.118387658745 0.474666217164 0.249601343881 0.035223740363
co-uniform-0-1@7/10        0.042857142857 0.871428571429 0.759387755102 0.003673469388
counter-beta-2-1@0         0.250000000000 0.750000000000 0.562500000000 0.062500000000
counter-truncexp-1-1@0     0.281049063402 0.528728386443 0.345222883996 0.097543560955
counter-uniform-0-1@3/10   0.233333333333 0.766666666667 0.587777777778 0.054444444444
gauss+0.3-uniform-0-1@0    0.216154571012 0.605563453513 0.356220870875 0.058396413612
gauss+0.3-uniform-0-1@1/10 0.201348948170 0.649142370508 0.410049363729 0.049305879893
gauss-0.8-uniform-0-1@0    0.308591367248 0.624331834683 0.420450880265 0.095315576284
gauss-0.8-uniform-0-1@1/10 0.284158097528 0.672307357026 0.474462332197 0.080775830148
gauss+0.8-uniform-0-1@0    0.157329498969 0.583496761352 0.333112833121 0.043858989048
gauss+0.8-uniform-0-1@1/10 0.144220547499 0.627726504681 0.385028162642 0.036127557950
gauss+0.5-uniform-0-1@0    0.194192923550 0.600833981963 0.347594811720 0.052573184974
gauss+0.5-uniform-0-1@1/10 0.180529517182 0.644757221884 0.400755276739 0.044121827190
gauss+0.4-beta-2-2@0       0.152151405752 0.511754407744 0.358436483338 0.039130832525
gauss+0.4-beta-2-2@1/5     0.129000534020 0.627329930976 0.491034287686 0.024532492544
"""

# name@complementarity: p1, p2, p_b, profits "2b|1", "1|2b" of the one pure equilibrium of "2b|1"
SOLD = """
beta-0.5-0.5@0           0.377046295602 0.730252643887 0.767651940991 0.386493981451 0.093841175197
gauss+0.3-uniform-0-1@0  0.216261720968 0.572192789612 0.605984318990 0.356285460053 0.058466366666
gauss+0.4-beta-2-2@0     0.152153702481 0.482099078778 0.511762875469 0.358438424603 0.039132479201
"""

MIXED_ONLY = {"gauss+0.5-uniform-0-1@0", "gauss+0.8-uniform-0-1@0", "uniform-0-1@-1/10"}

# (profit "2b|1", profit "1|2b", uncertainty) of the mixed equilibrium described above
MIXED = {
    "gauss+0.5-uniform-0-1@0": (0.34772067, 0.05272222, 1e-8),
    "gauss+0.8-uniform-0-1@0": (0.3329994, 0.0438443, 3e-7),
}

# "1b" - "b" and "12b" - "b" where they are positive but tiny, to 1e-15
TINY_GAINS = {
    "truncexp-2-1@0": (4.540030555e-7, 9.227113331e-7),
    "beta-2-5@0": (4.381157592e-8, 8.770869575e-8),
}

# Closed forms; "b|1" and "1|b" are the only roots of these polynomials in the interval given.
EXACT_FORMS = {
    "uniform-0-1@1/10": {
        "b": "(1799 + 601*sqrt(601))/27000",
        "1b": "(1799 + 601*sqrt(601))/27000",
        "12b": "(1799 + 601*sqrt(601))/27000",
        "1+delta": "121/400",
    },
    "uniform-0-1@1/4": {
        "b": "(287 + 97*sqrt(97))/1728",
        "1b": "(287 + 97*sqrt(97))/1728",
        "12b": "(287 + 97*sqrt(97))/1728",
        "1+delta": "25/64",
    },
}
POLYNOMIALS = {
    "uniform-0-1@1/10": {
        "p1": ("10*x**3 + 35*x**2 - 48*x + 9", 0, "1/2"),
        "p_b": ("8000*x**3 + 44500*x**2 - 76940*x + 29021", 0, "7/10"),
        "b|1": ("64000000*x**3 - 3211290000*x**2 + 3336894600*x - 842218441", 0, "1/2"),
        "1|b": ("40000*x**3 - 2586375*x**2 + 95580*x + 2916", 0, 1),
    },
    "uniform-0-1@1/4": {
        "p1": ("4*x**3 + 14*x**2 - 18*x + 3", 0, "1/2"),
        "p_b": ("256*x**3 + 1328*x**2 - 2584*x + 1075", 0, "4/5"),
        "b|1": ("65536*x**3 - 3086592*x**2 + 3821856*x - 1155625", 0, "3/5"),
        "1|b": ("1024*x**3 - 63888*x**2 + 792*x + 81", 0, 1),
    },
}


def _rows(text: str) -> dict[str, list[float]]:
    lines = [line.split() for line in text.strip().splitlines()]
    return {words[0]: [float(word) for word in words[1:]] for words in lines}


def _case(key: str, monopoly: list[float], duopoly: list[float], sold: list[float] | None) -> MarketCase:
    name, complementarity = key.split("@")
    p1, pb, bundler, rival = duopoly
    prices_with_2: tuple[float, float | None, float] | None = (p1, None, pb)
    with_2: tuple[float | None, float | None] = (bundler, rival)
    if sold is not None:
        prices_with_2, with_2 = (sold[0], sold[1], sold[2]), (sold[3], sold[4])
    elif key in MIXED_ONLY:
        prices_with_2, with_2 = None, (None, None)
    profits = zip(("1", "b", "1b", "12b", "1+delta"), monopoly[:2] + monopoly[3:], strict=True)
    payoffs: dict[str, float | None] = dict(profits)
    payoffs |= {"b|1": bundler, "1|b": rival, "2b|1": with_2[0], "1|2b": with_2[1]}
    counts = (1, 0 if prices_with_2 is None else 1)
    return MarketCase(key, VALUATIONS[name], complementarity, payoffs, monopoly[2], (p1, pb), prices_with_2, counts)


def _cases() -> tuple[MarketCase, ...]:
    duopoly, sold = _rows(DUOPOLY), _rows(SOLD)
    return tuple(_case(key, row, duopoly[key], sold.get(key)) for key, row in _rows(MONOPOLY).items())


CASES: tuple[MarketCase, ...] = _cases()
