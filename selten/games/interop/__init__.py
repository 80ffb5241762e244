"""Objects of other packages, in and out."""
