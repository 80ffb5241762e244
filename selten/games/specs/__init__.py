"""Descriptions of markets in JSON and TOML, read and checked."""
