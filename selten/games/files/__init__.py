"""File formats, one a module; :mod:`selten.games.formats` chooses among them."""
