"""Figures drawn from enclosed values, and the data behind each of them.

A figure is made in two steps. A function of this package computes a `FigureData`: curves and points whose
coordinates are exact or enclosed. `render` draws it (matplotlib and mpltern, imported then and not before), and
`FigureData.table` gives the same numbers as a table whose every printed digit is right. Nothing but pixels is
ever rounded to a float. The command is `exactalign figure`.
"""

from exactalign.figures.content import Curve
from exactalign.figures.data import FigureData
from exactalign.figures.divergences import convergence, gap
from exactalign.figures.drawing import FORMATS, WIDTHS, draw, render
from exactalign.figures.estimates import baseline, kl_estimates, pass_at_k
from exactalign.figures.experiments import divergence_choice, scaling
from exactalign.figures.rewards import golden, tradeoff
from exactalign.figures.simplex import figure1
from exactalign.figures.tails import rates

__all__ = [
    "FORMATS",
    "WIDTHS",
    "Curve",
    "FigureData",
    "baseline",
    "convergence",
    "divergence_choice",
    "draw",
    "figure1",
    "gap",
    "golden",
    "kl_estimates",
    "pass_at_k",
    "rates",
    "render",
    "scaling",
    "tradeoff",
]
