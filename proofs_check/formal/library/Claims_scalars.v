(** Steps of the type lemma's proof that are about numbers alone. *)
From ExactAlign Require Import Prelude Laws.

Lemma exp_times n x : exp (INR n * x) = exp x ^ n.
Proof.
  induction n as [|n IH]; [simpl; rewrite Rmult_0_l; apply exp_0|].
  rewrite S_INR, Rmult_plus_distr_r, exp_plus, IH, Rmult_1_l. simpl. ring.
Qed.
(** The power of a number in [0, 1] against an exponential. *)
Theorem power_below x N : 0 <= x -> x <= 1 -> (1 <= N)%nat -> x ^ (N - 1) <= exp (- (INR N - 1) * (1 - x)).
Proof.
  intros P _ H. replace (- (INR N - 1) * (1 - x)) with (INR (N - 1) * (x - 1)) by (rewrite minus_INR by lia; simpl; ring).
  rewrite exp_times. apply pow_incr. pose proof (exp_ge_1 (x - 1)). lra.
Qed.
Lemma bernoulli_pow u N : 0 <= u <= 1 -> 1 - INR N * u <= (1 - u) ^ N.
Proof.
  intros U. induction N as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl.
  assert (0 <= (1 - u) ^ n) by (apply pow_le; lra). pose proof (pos_INR n). nra.
Qed.
(** Both sides of the power that the chain needs: 1 − N e^{−mD} ≤ (1 − e^{−mD})^N ≤ exp(−N e^{−mD}). *)
Theorem power_between m D N : 0 <= D -> 1 - INR N * exp (- (INR m * D)) <= (1 - exp (- (INR m * D))) ^ N /\
  (1 - exp (- (INR m * D))) ^ N <= exp (- (INR N * exp (- (INR m * D)))).
Proof.
  intros P. set (u := exp (- (INR m * D))). assert (U : 0 < u <= 1).
  { split; [apply exp_pos|]. unfold u. rewrite <- exp_0. pose proof (pos_INR m).
    destruct (Rle_lt_or_eq_dec 0 (INR m * D)) as [L | E]; [nra | left; apply exp_increasing; lra | right; f_equal; lra]. }
  split; [apply bernoulli_pow; lra|]. replace (- (INR N * u)) with (INR N * - u) by ring. rewrite exp_times.
  apply pow_incr. pose proof (exp_ge_1 (- u)). lra.
Qed.
(** The second bullet: the exponent is positive at every m. *)
Theorem second_bullet m d D delta : (1 <= m)%nat -> 0 <= d -> D < delta ->
  0 < d + D - delta + 1 / INR m * exp (INR m * (delta - D)).
Proof.
  intros M Pd L. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (exp_ge_1 (INR m * (delta - D))).
  assert (1 / INR m * (1 + INR m * (delta - D)) <= 1 / INR m * exp (INR m * (delta - D))).
  { apply Rmult_le_compat_l; [|assumption]. apply Rlt_le, Rdiv_lt_0_compat; lra. }
  replace (1 / INR m * (1 + INR m * (delta - D))) with (1 / INR m + (delta - D)) in H0 by (field; lra).
  assert (0 < 1 / INR m) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.
