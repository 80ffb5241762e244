"""The bundling duopoly: profits of all price games, and the offering game."""
