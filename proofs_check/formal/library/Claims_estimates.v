(** Estimates of a KL divergence in the form of their claims: truncated draws, variances, the bias of k2. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Estimators Witnesses.

Section Truncated.
Context {X : Type} (A : list X) (q p r : X -> R).
Hypotheses (Lq : law A q) (Pq : positive A q).
Let E y := Rltb 0 (r y).
Lemma mean_of_kept f : 0 < Pr A q E -> Ex A (given A q E) f = Ex A q (fun y => if E y then f y else 0) / Pr A q E.
Proof.
  intros P. unfold Ex. rewrite <- Sum_div. apply Sum_ext. intros x _. unfold given. destruct (E x); simpl ind; field; lra.
Qed.
Theorem k3_truncated_claim : 0 < Pr A q E ->
  Ex A q (fun y => if E y then p y / q y - 1 - ln (p y / q y) else 0) / Pr A q E =
  Ex A q (fun y => if E y then - ln (p y / q y) else 0) / Pr A q E + Pr A p E / Pr A q E - 1.
Proof.
  intros P. pose proof (k3_truncated A q p Lq E P) as K. rewrite !mean_of_kept in K by exact P.
  replace (Pr A (fun x => ind (supp q x) * p x) E) with (Pr A p E) in K; [exact K|].
  apply Sum_ext. intros x I. unfold supp. destruct (Rlt_dec 0 (q x)) as [_|N]; [simpl; ring|]. exfalso. now apply N, Pq.
Qed.
End Truncated.

(** A variance by pairs of draws. *)
Lemma variance_by_pairs {X} (A : list X) q f : law A q ->
  2 * Var A q f = Ex A q (fun x => Ex A q (fun y => Rsqr (f x - f y))).
Proof.
  intros L. unfold Var. set (m := Ex A q f). set (v := Ex A q (fun x => Rsqr (f x - m))).
  rewrite (Ex_ext A q _ (fun x => Rsqr (f x - m) + v)).
  - rewrite Ex_plus, (Ex_const A q L). fold v. ring.
  - intros x _ _. rewrite (Ex_ext A q _ (fun y => Rsqr (f x - m) + Rsqr (f y - m) - 2 * (f x - m) * (f y - m))).
    + rewrite Ex_minus, Ex_plus, Ex_scal, Ex_minus, !(Ex_const A q L). fold m v. ring.
    + intros y _ _. unfold Rsqr. ring.
Qed.
Lemma k3_apart a b : 0 < a <= 2 -> 0 < b <= 2 -> Rsqr (a - 1 - ln a - (b - 1 - ln b)) <= Rsqr (- ln a - - ln b).
Proof.
  assert (W : forall a b, 0 < a <= 2 -> 0 < b <= a -> Rsqr (a - 1 - ln a - (b - 1 - ln b)) <= Rsqr (- ln a - - ln b)).
  { clear. intros a b Ba Bb. set (L := ln a - ln b). assert (LB : (a - b) / a <= L).
    { unfold L. pose proof (ln_ge (a / b)) as G. rewrite ln_div in G by lra. specialize (G ltac:(apply Rdiv_lt_0_compat; lra)).
      replace ((a - b) / a) with (1 - / (a / b)) by (field; lra). lra. }
    assert (D : a - b <= 2 * L).
    { assert ((a - b) / 2 <= (a - b) / a); [|lra]. unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
    replace (a - 1 - ln a - (b - 1 - ln b)) with ((a - b) - L) by (unfold L; ring).
    replace (- ln a - - ln b) with (- L) by (unfold L; ring). unfold Rsqr. assert (0 <= (a - b) * (2 * L - (a - b))) by (apply Rmult_le_pos; lra).
    lra. }
  intros Ba Bb. destruct (Rle_dec b a) as [R|R]; [apply W; lra|].
  rewrite (Rsqr_neg (a - 1 - _ - _)), (Rsqr_neg (- ln a - _)).
  replace (- (a - 1 - ln a - (b - 1 - ln b))) with (b - 1 - ln b - (a - 1 - ln a)) by ring.
  replace (- (- ln a - - ln b)) with (- ln b - - ln a) by ring. apply W; lra.
Qed.
(** Where p is nowhere more than twice q, k3 has at most the variance of k1. *)
Theorem k3_variance_le {X} (A : list X) (q p : X -> R) : law A q -> positive A q -> positive A p ->
  (forall y, In y A -> p y <= 2 * q y) ->
  Var A q (fun y => p y / q y - 1 - ln (p y / q y)) <= Var A q (fun y => - ln (p y / q y)).
Proof.
  intros L Pq Pp B. apply (Rmult_le_reg_l 2); [lra|]. rewrite !variance_by_pairs by exact L.
  assert (R : forall x, In x A -> 0 < p x / q x <= 2).
  { intros x I. pose proof (Pq x I) as Q. split; [apply Rdiv_lt_0_compat; [now apply Pp|exact Q]|].
    apply (Rmult_le_reg_r (q x)); [exact Q|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. now apply B. }
  apply Ex_le; [exact L|]. intros x I _. apply Ex_le; [exact L|]. intros y J _. apply k3_apart; now apply R.
Qed.

(** k2 is biased, in both directions. *)
Lemma law_of_two a b k : a + b = 1 -> In k (letters 2) -> law_of [a; b] k = two a k.
Proof. intros S [<-|[<-|[]]]; unfold law_of, two; simpl; lra. Qed.
Theorem k2_bias_both_ways :
  Ex (letters 2) (law_of [1/64; 63/64]) (fun y => ln (law_of [1/2; 1/2] y / law_of [1/64; 63/64] y) ^ 2 / 2) <
  KL (letters 2) (law_of [1/64; 63/64]) (law_of [1/2; 1/2]) /\
  KL (letters 2) (law_of [1/2; 1/2]) (law_of [1/32; 31/32]) <
  Ex (letters 2) (law_of [1/2; 1/2]) (fun y => ln (law_of [1/32; 31/32] y / law_of [1/2; 1/2] y) ^ 2 / 2).
Proof.
  assert (H2 : forall a b c d, a + b = 1 -> c + d = 1 ->
    Ex (letters 2) (law_of [a; b]) (fun y => ln (law_of [c; d] y / law_of [a; b] y) ^ 2 / 2) = Ex (letters 2) (two a) (k2 (two a) (two c))
    /\ KL (letters 2) (law_of [a; b]) (law_of [c; d]) = KL (letters 2) (two a) (two c)).
  { intros a b c d S T. split.
    - apply Sum_ext. intros y I. unfold k2. rewrite !(law_of_two _ _ y) by assumption. now rewrite Rsqr_pow2.
    - apply KL_ext; intros; now apply law_of_two. }
  destruct (H2 (1/64) (63/64) (1/2) (1/2)) as [-> ->]; [lra|lra|]. destruct (H2 (1/2) (1/2) (1/32) (31/32)) as [-> ->]; [lra|lra|].
  split; [exact k2_below|exact k2_above].
Qed.
