"""Many games at once: any market or game family over a grid or a sample of parameters, one row for each case."""
