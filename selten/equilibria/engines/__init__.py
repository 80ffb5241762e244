"""Other packages' solvers behind our protocol: one engine a file."""
