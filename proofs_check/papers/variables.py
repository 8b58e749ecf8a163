"""The letters of the papers: one sort for each name, in every claim."""

from __future__ import annotations

from typing import Final

from proofs_check.formula import (
    count,
    counts,
    law,
    laws,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    positive_laws,
    real,
    real_function,
    reward,
    rule,
    rules,
)

p: Final = law("p")
"""The reference; zeros are allowed."""
q: Final = law("q")
"""The law whose logarithm is the reward; a tilt by it needs q > 0 on the support of what is tilted."""
q_positive: Final = positive_law("q")
gamma: Final = real("gamma")
psi: Final = law("psi")
phi: Final = law("phi")
lam: Final = law("lam")
alpha: Final = real("alpha")
alpha_nonnegative: Final = nonnegative("alpha")
beta: Final = real("beta")
a_positive: Final = positive("a")
rho: Final = real("rho")
t: Final = real("t")
delta: Final = real("delta")
Delta: Final = real("Delta")
eps: Final = real("eps")
eps_positive: Final = positive("eps")
tau: Final = positive("tau")
N: Final = count("N")
m: Final = count("m")
k: Final = natural("k")
r: Final = reward("r")
s: Final = rule("s")
s_other: Final = rule("s_2")
y: Final = outcome("y")
z: Final = outcome("z")
v: Final = outcome("v", length=m)
"""A word of length m; so is w."""
w: Final = outcome("w", length=m)
x: Final = real("x")
D: Final = nonnegative("D")
d: Final = nonnegative("d")
delta_nonnegative: Final = nonnegative("delta")
D_any: Final = real("D")
zeta: Final = nonnegative("zeta")
zeta_positive: Final = positive("zeta")
u: Final = law("u")
pi: Final = law("pi")
g: Final = reward("g")
proxy: Final = nonnegative("S")
proxy_pi: Final = nonnegative("S_pi")
a: Final = nonnegative("a")
"""An order of a divergence; so is b."""
price: Final = positive("beta")
b_order: Final = nonnegative("b")
eta_positive: Final = positive("eta")
p_positive: Final = positive_law("p")
i: Final = natural("i")
c: Final = natural("c")
n_samples: Final = natural("n")
theta: Final = real("theta")
low: Final = real("low")
high: Final = real("high")
n: Final = count("n")
"""The number of draws, where there is at least one."""
word: Final = outcome("w", length=n)
"""n draws."""
k_count: Final = count("k")
h: Final = reward("h")
"""A direction in which logits move."""
mu_positive: Final = positive_law("mu")
"""The policy that draws are from, where it is not the one that is trained."""
beta_nonnegative: Final = nonnegative("beta")
multiplier: Final = positive("kappa")
f: Final = real_function("f")
F: Final = real_function("F")
between: Final = real("u")
"""What an integral runs over."""
x_prompt: Final = outcome("x", "B")
"""A prompt; the laws of a family are policies, one for each prompt."""
mu: Final = law("mu", "B")
p_prompts: Final = laws("p", "B")
q_prompts: Final = positive_laws("q", "B")
psi_prompts: Final = laws("psi", "B")
phi_prompts: Final = laws("phi", "B")
psi_words: Final = law("Psi", length=m)
"""A law on words of length m."""
p_two: Final = positive_law("p", "letters 2")
q_two: Final = positive_law("q", "letters 2")
phi_two: Final = law("phi", "letters 2")
numbers: Final = counts("N")
"""The number of draws at each length: N(m) for words of length m."""
keepers: Final = rules("s")
"""A rule for each length."""
factor: Final = positive("c")
largest: Final = positive("b")
"""A bound on the entries of a law."""
