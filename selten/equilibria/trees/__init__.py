"""Games as trees: subgame perfection, assessments, beliefs, threats."""
