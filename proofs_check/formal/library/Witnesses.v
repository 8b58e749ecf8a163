(** Closed instances that decide a sentence by refuting it. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Renyi.

(** A law on two letters. *)
Definition two (a : R) (k : nat) : R := match k with O => a | _ => 1 - a end.
Lemma two_law a : 0 <= a <= 1 -> law (letters 2) (two a).
Proof. intros B. split; [|simpl; ring]. intros [|k] _; simpl; lra. Qed.
Lemma ln_2 : 1 / 2 < ln 2 < 1.
Proof.
  pose proof (ln_lt_sub1 2 ltac:(lra) ltac:(lra)). pose proof (ln_lt_sub1 (/ 2) ltac:(lra) ltac:(lra)) as L.
  rewrite ln_Rinv in L by lra. lra.
Qed.
Lemma ln_dyadic n : ln (2 ^ n) = INR n * ln 2.
Proof. apply ln_pow. lra. Qed.
Ltac values := cbv beta iota delta [KL Renyi Ex Var k1 k2 k3 xlog Sum letters seq two].
(** The variance of a value on two letters. *)
Lemma two_variance a f : Var (letters 2) (two a) f = a * (1 - a) * Rsqr (f 0%nat - f 1%nat).
Proof. unfold Var. cbv beta iota delta [Ex Sum letters seq two Rsqr]. ring. Qed.

(** ** k2 is biased both ways *)
Theorem k2_above : Ex (letters 2) (two (1/2)) (k2 (two (1/2)) (two (1/32))) > KL (letters 2) (two (1/2)) (two (1/32)).
Proof.
  pose proof ln_2 as B. values. pose proof (ln_dyadic 4) as D. simpl INR in D.
  replace (1 / 32 / (1 / 2)) with (/ 2 ^ 4) by field. replace (1 / 2 / (1 / 32)) with (2 ^ 4) by field.
  replace ((1 - 1 / 2) / (1 - 1 / 32)) with (/ (31 / 16)) by field. replace ((1 - 1 / 32) / (1 - 1 / 2)) with (31 / 16) by field.
  rewrite !ln_Rinv by lra. rewrite D. pose proof (ln_ge (31 / 16) ltac:(lra)) as L. set (u := ln (31 / 16)) in *.
  assert (0 < u) by (unfold u in *; lra). assert (U : 0 <= Rsqr u) by apply Rle_0_sqr. unfold Rsqr in *.
  assert (ln 2 * (1 / 2) < ln 2 * ln 2) by (apply Rmult_lt_compat_l; lra). lra.
Qed.
Theorem k2_below : Ex (letters 2) (two (1/64)) (k2 (two (1/64)) (two (1/2))) < KL (letters 2) (two (1/64)) (two (1/2)).
Proof.
  pose proof ln_2 as B. values. pose proof (ln_dyadic 5) as D. simpl INR in D.
  replace (1 / 2 / (1 / 64)) with (2 ^ 5) by field. replace (1 / 64 / (1 / 2)) with (/ 2 ^ 5) by field.
  replace ((1 - 1 / 2) / (1 - 1 / 64)) with (/ (63 / 32)) by field. replace ((1 - 1 / 64) / (1 - 1 / 2)) with (63 / 32) by field.
  rewrite !ln_Rinv by lra. rewrite D. pose proof (ln_le_mono (63 / 32) 2 ltac:(lra) ltac:(lra)) as U.
  pose proof (ln_ge (63 / 64) ltac:(lra)) as L. replace (63 / 64) with (63 / 32 / 2) in L by field. rewrite ln_div in L by lra.
  set (u := ln (63 / 32)) in *. unfold Rsqr.
  assert (ln 2 * ln 2 <= 1 * ln 2) by (apply Rmult_le_compat_r; lra). assert (u * u <= 1 * u) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(** ** The variance of k3 may be above that of k1, and below it *)
Theorem k3_variance_above :
  Var (letters 2) (two (1/64)) (k3 (two (1/64)) (two (1/2))) > Var (letters 2) (two (1/64)) (k1 (two (1/64)) (two (1/2))).
Proof.
  rewrite !two_variance. apply Rmult_lt_compat_l; [lra|]. pose proof ln_2 as B. values. pose proof (ln_dyadic 5) as D. simpl INR in D.
  replace (1 / 2 / (1 / 64)) with (2 ^ 5) by field. replace ((1 - 1 / 2) / (1 - 1 / 64)) with (/ (63 / 32)) by field.
  rewrite ln_Rinv by lra. rewrite D. pose proof (ln_le_mono (63 / 32) 2 ltac:(lra) ltac:(lra)) as U.
  pose proof (ln_ge (63 / 32) ltac:(lra)) as L. set (u := ln (63 / 32)) in *. rewrite (Rsqr_neg (- _ - _)).
  apply Rsqr_incrst_1; lra.
Qed.
Theorem k3_variance_below :
  Var (letters 2) (two (1/2)) (k3 (two (1/2)) (two (2/5))) < Var (letters 2) (two (1/2)) (k1 (two (1/2)) (two (2/5))).
Proof.
  rewrite !two_variance. apply Rmult_lt_compat_l; [lra|]. values.
  replace (2 / 5 / (1 / 2)) with (4 / 5) by field. replace ((1 - 2 / 5) / (1 - 1 / 2)) with (6 / 5) by field.
  pose proof (ln_ge (6 / 5) ltac:(lra)) as L. pose proof (ln_le_sub1 (4 / 5) ltac:(lra)) as U.
  apply Rsqr_lt_abs_1. rewrite (Rabs_pos_eq (- ln (4 / 5) - - ln (6 / 5))) by lra. apply Rabs_def1; lra.
Qed.

(** ** Truncated draws bias k3: all draws the first letter, ratios of the full laws *)
Theorem k3_truncated_biased : Ex (letters 2) (two 1) (k3 (two (1/2)) (two (1/32))) > KL (letters 2) (two (1/2)) (two (1/32)).
Proof.
  pose proof ln_2 as B. values. pose proof (ln_dyadic 4) as D. simpl INR in D.
  replace (1 / 32 / (1 / 2)) with (/ 2 ^ 4) by field. replace (1 / 2 / (1 / 32)) with (2 ^ 4) by field.
  replace ((1 - 1 / 2) / (1 - 1 / 32)) with (/ (31 / 16)) by field. rewrite !ln_Rinv by lra. rewrite D.
  pose proof (ln_ge (31 / 16) ltac:(lra)) as L. lra.
Qed.

(** ** The Rényi bound of order 1/2 beside that of KL, at equal variance proxies: now looser, now tighter *)
Lemma half_order s D : 2 * ((1 - 1/2) * s + 1/2 * s) * D / (1/2) = 2 * s * (2 * D).
Proof. field. Qed.
Theorem renyi_looser s : 0 < s -> let p := two 0 in let q := two (1/2) in
  sqrt (2 * s * KL (letters 2) p q) < sqrt (2 * ((1 - 1/2) * s + 1/2 * s) * Renyi (letters 2) (1/2) p q / (1/2)).
Proof.
  intros P p q. pose proof ln_2 as B. rewrite half_order.
  assert (K : KL (letters 2) p q = ln 2).
  { unfold p, q. values. replace ((1 - 0) / (1 - 1 / 2)) with 2 by field. ring. }
  assert (D : Renyi (letters 2) (1/2) p q = ln 2).
  { unfold p, q. values. replace ((1 - 0) / (1 - 1 / 2)) with 2 by field. rewrite Rmult_0_l, Rplus_0_l, Rplus_0_r.
    replace ((1 - 0) * Rpower 2 (1 / 2 - 1)) with (Rpower 2 (1 / 2 - 1)) by ring. unfold Rpower. rewrite ln_exp. field. }
  rewrite K, D. apply sqrt_lt_1_alt. split; [apply Rmult_le_pos; lra|]. apply Rmult_lt_compat_l; lra.
Qed.
Theorem renyi_tighter s : 0 < s -> let p := two (1/2) in let q := two (1/256) in
  sqrt (2 * ((1 - 1/2) * s + 1/2 * s) * Renyi (letters 2) (1/2) p q / (1/2)) < sqrt (2 * s * KL (letters 2) p q).
Proof.
  intros P p q. pose proof ln_2 as B. rewrite half_order.
  pose proof (ln_ge (255 / 256) ltac:(lra)) as L. rewrite ln_div in L by lra.
  pose proof (ln_dyadic 8) as D8. replace (2 ^ 8) with 256 in D8 by ring.
  pose proof (ln_dyadic 7) as D7. replace (2 ^ 7) with 128 in D7 by ring. simpl INR in D8, D7.
  pose proof (ln_le_mono 255 256 ltac:(lra) ltac:(lra)) as U.
  assert (K : KL (letters 2) p q = 1 / 2 * (7 * ln 2) + 1 / 2 * (7 * ln 2 - ln 255)).
  { unfold p, q. values. replace (1 / 2 / (1 / 256)) with 128 by field. replace ((1 - 1 / 2) / (1 - 1 / 256)) with (128 / 255) by field.
    rewrite ln_div, D7 by lra. field. }
  assert (D : Renyi (letters 2) (1/2) p q <= 2 * ln 2 + 7 * ln 2 - ln 255).
  { unfold p, q. values. replace (1 / 2 / (1 / 256)) with 128 by field. replace ((1 - 1 / 2) / (1 - 1 / 256)) with (128 / 255) by field.
    replace (/ (1 / 2 - 1)) with (-2) by field. rewrite Rplus_0_r. set (y := Rpower (128 / 255) (1 / 2 - 1)).
    assert (y0 : 0 < y) by apply Rpower_pos. assert (Ly : ln y = - (1 / 2) * (7 * ln 2 - ln 255)).
    { unfold y, Rpower. rewrite ln_exp, ln_div, D7 by lra. field. }
    pose proof (Rpower_pos 128 (1 / 2 - 1)) as x0.
    pose proof (ln_le_mono (y / 2) (1 / 2 * Rpower 128 (1 / 2 - 1) + (1 - 1 / 2) * y) ltac:(lra) ltac:(lra)) as M.
    rewrite (ln_div y 2), Ly in M by lra. lra. }
  assert (Q : 2 * Renyi (letters 2) (1/2) p q < KL (letters 2) p q) by (rewrite K; lra).
  apply sqrt_lt_1_alt. split; [|apply Rmult_lt_compat_l; lra]. apply Rmult_le_pos; [lra|].
  assert (0 <= Renyi (letters 2) (1/2) p q); [|lra]. apply Renyi_nonneg; [| | |lra|lra].
  - apply two_law. lra.
  - apply two_law. lra.
  - intros [|k] _; unfold q, two; lra.
Qed.

(** ** No multiple of √(variance · KL) bounds the gain: a rare outcome is a heavy tail *)
Theorem no_variance_transport C : 0 < C -> exists e, 0 < e < 1 /\
  let p := two e in let psi := two 1 in let r := fun k => ind (Nat.eqb k 0) in
  Ex (letters 2) psi r - Ex (letters 2) p r > C * sqrt (Var (letters 2) p r * KL (letters 2) psi p).
Proof.
  intros PC. set (n := 4 * C * C + 4). exists (exp (- n)).
  assert (n4 : 4 <= n) by (unfold n; pose proof (Rle_0_sqr C) as S; unfold Rsqr in S; lra).
  assert (E0 : 0 < exp (- n)) by apply exp_pos.
  assert (En : exp (- n) * (n * n / 4) <= 1).
  { rewrite exp_Ropp. apply Rmult_le_reg_l with (exp n); [apply exp_pos|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l, Rmult_1_r by (pose proof (exp_pos n); lra).
    replace n with (n / 2 + n / 2) at 3 by field. rewrite exp_plus. pose proof (exp_ge_1 (n / 2)) as L.
    replace (n * n / 4) with (n / 2 * (n / 2)) by field. apply Rmult_le_compat; lra. }
  assert (E1 : exp (- n) <= / 4).
  { apply Rmult_le_reg_r with (n * n / 4); [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra|].
    assert (4 <= n * n / 4) by (pose proof (Rmult_le_compat 4 n 4 n); lra). lra. }
  set (e := exp (- n)) in *. split; [lra|]. intros p psi r.
  assert (Mp : Ex (letters 2) p r = e) by (unfold Ex, p, r, two; simpl; ring).
  assert (Ms : Ex (letters 2) psi r = 1) by (unfold Ex, psi, r, two; simpl; ring).
  assert (V : Var (letters 2) p r = e * (1 - e)).
  { unfold Var. rewrite Mp. unfold Ex, p, r, two, Rsqr; simpl. ring. }
  assert (K : KL (letters 2) psi p = n).
  { unfold KL, xlog, psi, p, two. simpl. replace (1 / e) with (exp n); [rewrite ln_exp; ring|].
    unfold e. rewrite exp_Ropp. field. pose proof (exp_pos n). lra. }
  rewrite Mp, Ms, V, K. apply Rlt_gt.
  assert (B : C * C * (e * (1 - e) * n) < (1 - e) * (1 - e)).
  { replace (C * C * (e * (1 - e) * n)) with ((1 - e) * (e * (C * C * n))) by ring. apply Rmult_lt_compat_l; [lra|].
    assert (C * C * n <= n * n / 4 - n).
    { replace (n * n / 4 - n) with ((n / 4 - 1) * n) by field. apply Rmult_le_compat_r; [lra|]. unfold n. lra. }
    assert (e * (C * C * n) <= e * (n * n / 4 - n)) by (apply Rmult_le_compat_l; lra).
    assert (e * 4 <= e * n) by (apply Rmult_le_compat_l; lra). lra. }
  assert (0 <= e * (1 - e) * n) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  apply Rsqr_incrst_0; [|apply Rmult_le_pos; [lra|apply sqrt_pos]|lra].
  unfold Rsqr. replace (C * sqrt (e * (1 - e) * n) * (C * sqrt (e * (1 - e) * n))) with (C * C * (sqrt (e * (1 - e) * n) * sqrt (e * (1 - e) * n))) by ring.
  rewrite sqrt_sqrt by assumption. exact B.
Qed.
