(** Closed instances that decide a sentence by refuting it. *)
From Coq Require Import Reals Lra Lia List.
From Interval Require Import Tactic.
From ExactAlign Require Import Definitions Sums Laws Transport.
Import ListNotations.
Open Scope R_scope.

(** A law on two letters. *)
Definition two (a : R) (k : nat) : R := match k with O => a | _ => 1 - a end.
Lemma two_law a : 0 <= a <= 1 -> law (letters 2) (two a).
Proof. intros B. split; [|simpl; ring]. intros [|k] _; simpl; lra. Qed.
Ltac reckon := cbv beta iota delta [KL Renyi Ex Var k1 k2 k3 xlog Rsqr Sum letters seq two Rpower].

(** ** k2 is biased both ways *)
Theorem k2_above : Ex (letters 2) (two (1/2)) (k2 (two (1/2)) (two (1/4))) > KL (letters 2) (two (1/2)) (two (1/4)).
Proof. apply Rlt_gt, Rminus_gt_0_lt. reckon. interval. Qed.
Theorem k2_below : Ex (letters 2) (two (1/4)) (k2 (two (1/4)) (two (1/2))) < KL (letters 2) (two (1/4)) (two (1/2)).
Proof. apply Rminus_gt_0_lt. reckon. interval. Qed.

(** ** The variance of k3 may be below that of k1, and above it *)
Theorem k3_variance_below :
  Var (letters 2) (two (1/2)) (k3 (two (1/2)) (two (2/5))) < Var (letters 2) (two (1/2)) (k1 (two (1/2)) (two (2/5))).
Proof. apply Rminus_gt_0_lt. reckon. interval. Qed.
Theorem k3_variance_above :
  Var (letters 2) (two (1/100)) (k3 (two (1/100)) (two (1/2))) > Var (letters 2) (two (1/100)) (k1 (two (1/100)) (two (1/2))).
Proof. apply Rlt_gt, Rminus_gt_0_lt. reckon. interval. Qed.

(** ** Truncated draws bias k3: all draws the first letter, ratios of the full laws *)
Theorem k3_truncated_biased : Ex (letters 2) (two 1) (k3 (two (1/2)) (two (1/4))) > KL (letters 2) (two (1/2)) (two (1/4)).
Proof. apply Rlt_gt, Rminus_gt_0_lt. reckon. interval. Qed.

(** ** The Rényi bound of order 1/2 beside that of KL, at equal variance proxies: now looser, now tighter *)
Theorem renyi_looser s : 0 < s -> let p := two (1/10) in let q := two (1/2) in
  sqrt (2 * s * KL (letters 2) p q) < sqrt (2 * ((1 - 1/2) * s + 1/2 * s) * Renyi (letters 2) (1/2) p q / (1/2)).
Proof.
  intros P p q. apply sqrt_lt_1_alt. split.
  - apply Rmult_le_pos; [lra|]. unfold p, q. reckon. interval.
  - replace (2 * ((1 - 1/2) * s + 1/2 * s) * Renyi (letters 2) (1/2) p q / (1/2)) with (2 * s * (2 * Renyi (letters 2) (1/2) p q)) by field.
    apply Rmult_lt_compat_l; [lra|]. apply Rminus_gt_0_lt. unfold p, q. reckon. interval.
Qed.
Theorem renyi_tighter s : 0 < s -> let p := two (1/2) in let q := two (1/10) in
  sqrt (2 * ((1 - 1/2) * s + 1/2 * s) * Renyi (letters 2) (1/2) p q / (1/2)) < sqrt (2 * s * KL (letters 2) p q).
Proof.
  intros P p q. replace (2 * ((1 - 1/2) * s + 1/2 * s) * Renyi (letters 2) (1/2) p q / (1/2)) with (2 * s * (2 * Renyi (letters 2) (1/2) p q)) by field.
  apply sqrt_lt_1_alt. split.
  - apply Rmult_le_pos; [lra|]. unfold p, q. reckon. interval.
  - apply Rmult_lt_compat_l; [lra|]. apply Rminus_gt_0_lt. unfold p, q. reckon. interval.
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
