"""Keeper: a self-study course for the Netflix software-engineer interview loop."""
