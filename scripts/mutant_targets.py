"""The modules that decide, each with the tests that have to notice a change of it, and the changes that change nothing.

The tests of a module are those that a mistake in it has to fail in seconds, the likeliest first; there are more.
"""

TARGETS: dict[str, tuple[str, ...]] = {
    "selten/equilibria/certify.py": (
        "selten/equilibria/certify.py",
        "tests/properties/test_certificates.py",
    ),
    "selten/equilibria/vet.py": (
        "selten/equilibria/vet.py",
        "tests/equilibria/test_vet.py",
        "tests/properties/test_certificates.py",
    ),
    "selten/equilibria/pure.py": ("selten/equilibria/pure.py", "tests/equilibria/test_pure.py"),
    "selten/equilibria/components.py": ("selten/equilibria/components.py", "tests/equilibria/test_components.py"),
    "selten/equilibria/compare.py": ("selten/equilibria/compare.py", "tests/equilibria/test_compare.py"),
    "selten/equilibria/index/core.py": ("tests/equilibria/index/test_component_indices.py",),
    "selten/equilibria/enumeration/traversal.py": ("tests/equilibria/enumeration/test_traversal.py",),
    "selten/equilibria/enumerate.py": ("selten/equilibria/enumerate.py", "tests/equilibria/test_enumerate.py"),
    "selten/equilibria/dominance.py": ("selten/equilibria/dominance.py", "tests/equilibria/test_dominance.py"),
    "selten/equilibria/dominance_proof.py": ("tests/equilibria/test_dominance.py",),
    "selten/equilibria/batch.py": ("selten/equilibria/batch.py", "tests/equilibria/test_batch.py"),
    "selten/equilibria/correlated.py": (
        "selten/equilibria/correlated.py",
        "tests/properties/test_correlated_proofs.py",
        "tests/equilibria/test_correlated.py",
    ),
    "selten/equilibria/trees/threats.py": (
        "selten/equilibria/trees/threats.py",
        "tests/equilibria/trees/test_threats.py",
    ),
    "selten/selection/trembling.py": ("selten/selection/trembling.py", "tests/selection/test_trembling.py"),
    "selten/selection/strict.py": ("selten/selection/strict.py", "tests/selection/test_strict.py"),
    "selten/selection/proper_check.py": (
        "selten/selection/proper_check.py",
        "tests/selection/test_proper_check.py",
        "tests/selection/test_proper.py",
    ),
    "selten/equilibria/prices/exact.py": (
        "tests/equilibria/prices/test_exact_pairs.py",
        "tests/equilibria/prices/test_price_solve.py",
    ),
    "selten/equilibria/prices/continuum.py": (
        "tests/equilibria/prices/test_continuum_checks.py",
        "tests/equilibria/prices/test_continuum.py",
    ),
    "selten/equilibria/prices/continuum_bound.py": (
        "tests/equilibria/prices/test_continuum_boxes.py",
        "tests/equilibria/prices/test_continuum_bound.py",
    ),
    "selten/equilibria/prices/continuum_deviation.py": (
        "tests/equilibria/prices/test_continuum_strips.py",
        "tests/equilibria/prices/test_continuum.py",
    ),
    "selten/equilibria/discrimination/welfare/check.py": ("tests/equilibria/discrimination/test_welfare.py",),
    "selten/equilibria/discrimination/information.py": (
        "selten/equilibria/discrimination/information.py",
        "tests/equilibria/discrimination/test_information.py",
        "tests/equilibria/discrimination/test_information_scan.py",
    ),
    "selten/equilibria/disclosure/polygons.py": ("tests/equilibria/disclosure/test_disclosure_area.py",),
    "selten/equilibria/disclosure/threshold.py": (
        "selten/equilibria/disclosure/threshold.py",
        "tests/equilibria/disclosure/test_threshold.py",
        "tests/equilibria/disclosure/test_disclosure_forms.py",
        "tests/equilibria/disclosure/test_disclosure_answer.py",
    ),
    "selten/cli/checks.py": (
        "tests/cli/test_certify_checks.py",
        "tests/cli/test_certify_command.py",
        "tests/cli/test_proper_json.py",
    ),
    "selten/cli/completeness.py": ("tests/cli/test_certify_completeness.py", "tests/cli/test_certify_command.py"),
    "selten/cli/market_checks.py": ("tests/cli/test_market_checks.py", "tests/cli/test_price_distributions.py"),
    "selten/cli/claimed_prices.py": ("tests/cli/test_claimed_prices.py", "tests/properties/test_market_claims.py"),
    "selten/cli/discrimination_checks.py": ("tests/cli/test_discrimination_command.py",),
    "selten/cli/tree_claims.py": ("tests/cli/test_tree_claims.py",),
}

FAST = ("selten/equilibria/pure.py", "selten/equilibria/components.py", "selten/selection/trembling.py")
"""Modules whose tests take about a second, for the sample in the ordinary tests."""

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "selten/equilibria/disclosure/polygons.py",
        "a = 0 if surplus[0] >= surplus[1] else 1",
        "surplus[0] >= surplus[1] -> (surplus[0] > surplus[1])",
    ): "a polygon has area: no form that varies with a price vanishes on it",
    (
        "selten/equilibria/disclosure/polygons.py",
        "if not surplus[a] > terms.cost + terms.cost_slope or _come(terms, u, everybody):",
        "surplus[a] > terms.cost + terms.cost_slope -> (surplus[a] >= terms.cost + terms.cost_slope)",
    ): "a polygon has area: no form that varies with a price vanishes on it",
    (
        "selten/equilibria/disclosure/polygons.py",
        "wanted = surplus[1 - a] > 0",
        "surplus[1 - a] > 0 -> (surplus[1 - a] >= 0)",
    ): "a polygon has area: no form that varies with a price vanishes on it",
    ("selten/equilibria/vet.py", "false: int = 0", "0 -> 1"): "every caller gives the number",
    ("selten/equilibria/vet.py", "repeats: int = 0", "0 -> 1"): "every caller gives the number",
    (
        "selten/equilibria/vet.py",
        'if profile.is_exact and game.kind != "enclosed":',
        "game.kind != \"enclosed\" -> (game.kind == 'enclosed')",
    ): "a shortcut: an exact equilibrium comes out the same after it was looked for anew",
    (
        "selten/equilibria/pure.py",
        "return now is not other and now.residue != other.residue and now < other",
        "now < other -> (now <= other)",
    ): "residues that differ are of numbers that differ",
    (
        "selten/equilibria/pure.py",
        'if game.kind == "float":',
        "game.kind == \"float\" -> (game.kind != 'float')",
    ): "the same numbers are compared either way: doubles as they are or as integers over one denominator",
    (
        "selten/equilibria/prices/exact.py",
        "ATTEMPTS = 60",
        "60 -> 61",
    ): "when a proof that does not come about is given up",
    (
        "selten/equilibria/prices/exact.py",
        "shift = 1 - int(payoffs.min())",
        "1 -> 2",
    ): "any shift that makes all payoffs positive: the weights come out in proportion; their sum is taken out again",
    (
        "selten/equilibria/prices/exact.py",
        "if not (signs > 0).any():",
        "signs > 0 -> (signs >= 0)",
    ): "a shortcut: where only ties are left, no row is found either",
    (
        "selten/equilibria/prices/exact.py",
        "earned = np.where(signs > 0, sweep, -np.inf).reshape(game.rows[firm], -1)",
        "1 -> 2",
    ): "numpy reads any negative length as the one to fill in",
    (
        "selten/equilibria/prices/continuum.py",
        "regret_other_tie: Fraction = Fraction(0)",
        "0 -> 1",
    ): "every caller gives the number",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "free = np.where(q <= t - x, free, beside)",
        "q <= t - x -> (q < t - x)",
    ): "a tie at one price: the bounds hold with it and without",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "reached = np.where(gains, nearest <= r, widest <= r)",
        "widest <= r -> (widest < r)",
    ): "a tie at one price: the bounds hold with it and without",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "gains = widest + market.delta >= 0",
        "widest + market.delta >= 0 -> (widest + market.delta > 0)",
    ): "at 0 what it decides is multiplied by 0",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "edges = np.linspace(start, sum(market.valuations.high) + 1e-9, _START + 1)",
        "1e-9 -> 1.000000001",
    ): "nobody buys at prices beyond",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "if earned[i] > best:",
        "earned[i] > best -> (earned[i] >= best)",
    ): "which of the prices that earn the same is named",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "open_ = bound > best + tolerance",
        "bound > best + tolerance -> (bound >= best + tolerance)",
    ): "whether a box that is within the tolerance to the last bit is halved",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "open_ = (bound > best + tolerance) & (t2 > p1)",
        "bound > best + tolerance -> (bound >= best + tolerance)",
    ): "whether a box that is within the tolerance to the last bit is halved",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "if boxes > MOST_BOXES:",
        "boxes > MOST_BOXES -> (boxes >= MOST_BOXES)",
    ): "when work is given up",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "return 8 * (float(market.valuations.error) + 1e-15) * market.scale",
        "8 -> 9",
    ): "an allowance for errors, a little wider",
    (
        "selten/equilibria/prices/continuum_bound.py",
        "t = np.linspace(max(0.0, -market.delta), sum(market.valuations.high), 17)",
        "max -> min",
    ): "prices at which d <= 0, or bundles for less than nothing: neither earns more",
    (
        "selten/selection/proper_check.py",
        "return next((1 if c > 0 else -1 for c in series if c != 0), 0)",
        "c > 0 -> (c >= 0)",
    ): "coefficients of 0 are passed over",
    (
        "selten/selection/proper_check.py",
        "return next((1 if c > 0 else -1 for c in series if c != 0), 0)",
        "1 -> 2",
    ): "only the sign is read",
    (
        "selten/equilibria/dominance.py",
        "rows = np.moveaxis(payoffs, player, 0).reshape(payoffs.shape[player], -1).tolist()",
        "1 -> 2",
    ): "numpy reads any negative length as the one to fill in",
    (
        "selten/equilibria/dominance.py",
        "return [Fraction(int(k == strategy)) for k in range(m)], [int(strategy)]",
        "k == strategy -> (k != strategy)",
    ): "the weights of a pure strategy are not read: its proof is not moved",
    (
        "selten/equilibria/dominance.py",
        "least = min(Fraction(w.low) / 2 if isinstance(w, Enclosed) else w for w in (weights[k] for k in support))",
        "2 -> 3",
    ): "a shorter step along the same proof",
    (
        "selten/equilibria/dominance_proof.py",
        "one = [Fraction(1)] * len(table)",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "rows = [[*one, zero], *([*row, Fraction(1)] for row in losses)]",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "return [zero] * len(table) + [Fraction(1)], rows, [Fraction(1)] + [zero] * len(losses)",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "return [sum(row, zero) for row in table], [one, *losses], [Fraction(1)] + [zero] * len(losses)",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "bounds[len(rivals)] = Fraction(1)",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "rows.append([*([Fraction(1)] * width), Fraction(0)])",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "rows.append([*([Fraction(1)] * width), Fraction(0)])",
        "0 -> 1",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "scale = max((abs(x) for row in centre for x in row), default=Fraction(0)) or Fraction(1)",
        "0 -> 1",
    ): "there is always a row",
    (
        "selten/equilibria/dominance_proof.py",
        "scale = max((abs(x) for row in centre for x in row), default=Fraction(0)) or Fraction(1)",
        "1 -> 2",
    ): "what zeros are divided by",
    (
        "selten/equilibria/dominance_proof.py",
        "width = len(centre[0])",
        "0 -> 1",
    ): "all rows are of one length; a single one is settled before",
    (
        "selten/equilibria/dominance_proof.py",
        "return _normalised(list(maximise([Fraction(0)] * width + [Fraction(1)], rows, bounds).primal[:width]))",
        "1 -> 2",
    ): "the scale of a program whose solution is made to sum to 1 and checked",
    (
        "selten/equilibria/dominance_proof.py",
        "bounds = [Fraction(0)] * len(rows)",
        "0 -> 1",
    ): "all margins counted from another start",
    (
        "selten/equilibria/dominance_proof.py",
        "return _normalised(list(maximise([Fraction(0)] * width + [Fraction(1)], rows, bounds).primal[:width]))",
        "0 -> 1",
    ): "the probabilities sum to 1 wherever the margin is positive",
    ("selten/equilibria/prices/continuum_deviation.py", "_DEPTH = 60", "60 -> 61"): "when work is given up",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "start, end = min(nothing, -delta), _top(market) + 2",
        "-delta -> (delta)",
    ): "the pieces are cut at 0 and at -Delta afterwards",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "start, end = min(nothing, -delta), _top(market) + 2",
        "min -> max",
    ): "the pieces are cut at 0 and at -Delta afterwards",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "start, end = min(nothing, -delta), _top(market) + 2",
        "2 -> 3",
    ): "nobody buys at prices beyond",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "return cls(*strip, joined(by_t, max(nothing, -delta), end), joined(by_d, nothing, end))",
        "max -> min",
    ): "prices at which d <= 0, or bundles for less than nothing: neither earns more",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "if t[0] > t[1] or d[0] > d[1]:",
        "d[0] > d[1] -> (d[0] >= d[1])",
    ): "a rectangle without width is an edge of its other half",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "if t[0] > t[1] or d[0] > d[1]:",
        "t[0] > t[1] -> (t[0] >= t[1])",
    ): "a rectangle without width is an edge of its other half",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "if t[0] > t[1] or d[0] > d[1]:",
        "0 -> 1",
    ): "what the strip leaves empty it leaves empty both ways",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "if bound <= floor + FINE:",
        "bound <= floor + FINE -> (bound < floor + FINE)",
    ): "whether a rectangle that is as good to the last bit is looked at closer",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "if h_slope <= 0 or h_slope >= 0:",
        "h_slope <= 0 -> (h_slope < 0)",
    ): "a slope of 0 is met by the other sign",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "if h_slope <= 0 or h_slope >= 0:",
        "h_slope >= 0 -> (h_slope > 0)",
    ): "a slope of 0 is met by the other sign",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "elif g_slope <= 0 or g_slope >= 0:",
        "g_slope <= 0 -> (g_slope < 0)",
    ): "a slope of 0 is met by the other sign",
    (
        "selten/equilibria/prices/continuum_deviation.py",
        "elif g_slope <= 0 or g_slope >= 0:",
        "g_slope >= 0 -> (g_slope > 0)",
    ): "a slope of 0 is met by the other sign",
    (
        "selten/selection/proper_check.py",
        "if below[k] and (value := max(first, below[k])) > above[k]:",
        "(value := max(first, below[k])) > above[k] -> ((value := max(first, below[k])) >= above[k])",
    ): "the same value once more",
    (
        "selten/equilibria/correlated.py",
        "shift = 1 - min(values)  # a positive objective makes the whole probability worth placing",
        "1 -> 2",
    ): "any shift that makes the objective positive",
    (
        "selten/equilibria/trees/threats.py",
        "seen = outlook(small, behaviour, player=player, starts=[(0, Fraction(1))], totals=totals)",
        "1 -> 2",
    ): "values and weights double, and their quotients stay",
    (
        "selten/equilibria/discrimination/information.py",
        "end = gap if weight == 1 else min(gap, margin * weight / (1 - weight))",
        "1 - weight -> (1 + weight)",
    ): "a shorter support: prices beyond it earn no more than those on it",
    (
        "selten/equilibria/discrimination/information.py",
        "end = gap if weight == 1 else min(gap, margin * weight / (1 - weight))",
        "1 -> 2",
    ): "a shorter support: prices beyond it earn no more than those on it",
    (
        "selten/selection/strict.py",
        "by_masks = _by_masks(solution) if len(solution.game.players) == 2 else None",
        "len(solution.game.players) == 2 -> (len(solution.game.players) != 2)",
    ): "a shortcut: the profiles give the same answers",
    (
        "selten/selection/strict.py",
        "by_masks = _by_masks(solution) if len(solution.game.players) == 2 else None",
        "2 -> 3",
    ): "a shortcut: the profiles give the same answers",
    (
        "selten/selection/strict.py",
        "extreme = None if masks is None else aligned(solution, masks)",
        "masks is None -> (masks is not None)",
    ): "a shortcut: the profiles give the same answers",
    (
        "selten/selection/strict.py",
        "if masks is None or extreme is None:",
        "masks is None -> (masks is not None)",
    ): "a shortcut: the profiles give the same answers",
    (
        "selten/selection/strict.py",
        "top = k if values[k] > values[top] else top",
        "values[k] > values[top] -> (values[k] >= values[top])",
    ): "the last of equals instead of the first",
    (
        "selten/equilibria/index/core.py",
        "if len(part) == 1 and not part[0][0] & part[0][1]:",
        "part[0][0] & part[0][1] -> (part[0][0] | part[0][1])",
    ): "a shortcut: strategies that are no best replies do not change the index",
    (
        "selten/equilibria/prices/continuum_bound.py",
        'start = -margin if name == "b" else 0.0',
        "name == \"b\" -> (name != 'b')",
    ): "from t = 0 on down everybody buys, and below a price of 0 nothing is earned",
}
"""Changes that no test can notice: (module, line of code, change), with the reason."""
