"""What :mod:`selten.equilibria.enumerate` is made of: double description, walks along edges, and what they share."""
