"""What is played: games, profiles, file formats and market models."""
