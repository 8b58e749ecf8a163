"""Distributions, rewards, level laws, divergences."""
