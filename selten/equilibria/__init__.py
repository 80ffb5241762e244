"""All equilibria of a game, with proof."""
