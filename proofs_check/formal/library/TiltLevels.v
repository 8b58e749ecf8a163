(** The level H(T(q,p,g)‖q) of a tilt: its derivative in g, and the tilt β(t) of every level inside the range of −log q. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Calculus Words.

(** ** Derivatives in a *)
Section Derivatives.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Let l x := ln (q x).

Lemma T_Ex a f : Ex A (T A q p a) f = Sum A (fun x => p x * Rpower (q x) a * f x) / Z A q p a.
Proof. unfold Ex, T. rewrite <- Sum_div. apply Sum_ext. intros. unfold Rdiv. ring. Qed.
Lemma weights_derive f (a : R) :
  is_derive (fun b => Sum A (fun x => p x * Rpower (q x) b * f x)) a (Sum A (fun x => p x * Rpower (q x) a * (l x * f x))).
Proof.
  apply (is_derive_Sum A (fun x b => p x * Rpower (q x) b * f x)). intros x _. unfold Rpower. auto_derive; [exact I|]. unfold l. ring.
Qed.
Lemma Z_derive (a : R) : is_derive (Z A q p) a (Z A q p a * Ex A (T A q p a) l).
Proof.
  apply (der_ext _ _ _ _ _ (weights_derive (fun _ => 1) a)).
  - intros b. apply Sum_ext. intros. ring.
  - rewrite T_Ex. pose proof (Z_pos A p q Lp a). field_simplify; [|lra]. apply Sum_ext. intros. ring.
Qed.
(** d/da log Z(a) = E_{T(q,p,a)} log q. *)
Theorem log_partition_derive (a : R) : is_derive (fun b => ln (Z A q p b)) a (Ex A (T A q p a) l).
Proof.
  pose proof (Z_pos A p q Lp a) as P. apply (der_ext _ _ _ _ _ (der_ln _ _ _ (Z_derive a) P)); [reflexivity|]. field. lra.
Qed.
(** d/da E_{T(q,p,a)} f is the covariance of f and log q. *)
Lemma T_Ex_derive f (a : R) : is_derive (fun b => Ex A (T A q p b) f) a
  (Ex A (T A q p a) (fun x => l x * f x) - Ex A (T A q p a) l * Ex A (T A q p a) f).
Proof.
  pose proof (Z_pos A p q Lp a) as P. assert (N : Z A q p a <> 0) by lra.
  apply (der_ext _ _ _ _ _ (der_div _ _ _ _ _ (weights_derive f a) (Z_derive a) N)).
  - intros b. symmetry. apply T_Ex.
  - rewrite !T_Ex. field. exact N.
Qed.
(** d/da H(T(q,p,a)‖q) = −Var_{T(q,p,a)} log q. *)
Theorem H_derive (a : R) : is_derive (fun b => H A (T A q p b) q) a (- Var A (T A q p a) l).
Proof.
  apply (der_ext _ _ _ _ _ (der_opp _ _ _ (T_Ex_derive l a))); [reflexivity|].
  f_equal. unfold Var. set (m := Ex A (T A q p a) l).
  rewrite (Ex_ext A (T A q p a) (fun x => Rsqr (l x - m)) (fun x => l x * l x - (2 * m * l x - m * m)))
    by (intros; unfold Rsqr; ring).
  rewrite Ex_minus, Ex_minus, Ex_scal, Ex_const by now apply T_law. fold m. ring.
Qed.
End Derivatives.

Section Level.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Notation l := (fun x => ln (q x)).
Notation M1 := (fun g => Sum A (fun x => p x * Rpower (q x) g * ln (q x))).

Lemma level_quotient g : H A (T A q p g) q = - (M1 g / Z A q p g).
Proof. unfold H, Rdiv. f_equal. rewrite <- Sum_scal_r. apply Sum_ext. intros x _. unfold T, Rdiv. ring. Qed.
Lemma level_continuous g e : 0 < e -> exists d, 0 < d /\ forall b, Rabs (b - g) < d -> Rabs (H A (T A q p b) q - H A (T A q p g) q) < e.
Proof.
  intros P. assert (C : continuous (fun b => H A (T A q p b) q) g) by (apply (ex_derive_continuous (fun b => H A (T A q p b) q)); eexists; apply (H_derive A p q Lp)).
  apply continuity_pt_filterlim in C. destruct (C e P) as [d [D K]]. exists d. split; [exact D|]. intros b B.
  destruct (Req_dec b g) as [->|N]; [rewrite Rminus_eq_0, Rabs_R0; exact P|]. apply (K b). split; [split; [exact Logic.I|auto]|exact B].
Qed.

(** Strong tilts reach every level short of the best letter. *)
Lemma tilt_reaches (r : X -> R) s x : In x A -> 0 < p x -> s < r x ->
  exists g, 0 <= g /\ s * Sum A (fun y => p y * exp (g * r y)) < Sum A (fun y => p y * exp (g * r y) * r y).
Proof.
  intros I P L. set (d := r x - s). assert (D : 0 < d) by (unfold d; lra).
  set (C := Sum A (fun y => p y * Rabs (r y - s))).
  assert (C0 : 0 <= C) by (apply Sum_nonneg; intros y J; apply Rmult_le_pos; [now apply (law_nonneg A p Lp)|apply Rabs_pos]).
  set (g := C / (p x * d * d)). assert (Pd : 0 < p x * d * d) by (repeat apply Rmult_lt_0_compat; assumption).
  assert (G : 0 <= g) by (apply Rmult_le_pos; [exact C0|now apply Rlt_le, Rinv_0_lt_compat]).
  exists g. split; [exact G|].
  enough (K : 0 < Sum A (fun y => p y * exp (g * r y) * (r y - s))).
  { rewrite <- Sum_scal. apply Rminus_gt_0_lt. rewrite <- Sum_minus. erewrite Sum_ext; [exact K|]. intros y _. cbv beta. ring. }
  apply Rlt_le_trans with (exp (g * s) * (p x * exp (g * d) * d - C)).
  - apply Rmult_lt_0_compat; [apply exp_pos|]. pose proof (exp_ge_1 (g * d)) as E.
    assert (Q : p x * d * (1 + g * d) = p x * d + C) by (unfold g; field; repeat split; lra).
    assert (p x * d * (1 + g * d) <= p x * exp (g * d) * d); [|assert (0 < p x * d) by (now apply Rmult_lt_0_compat); lra].
    replace (p x * exp (g * d) * d) with (p x * d * exp (g * d)) by ring. apply Rmult_le_compat_l; [apply Rlt_le; now apply Rmult_lt_0_compat|exact E].
  - assert (S1 : forall y, In y A -> - (exp (g * s) * (p y * Rabs (r y - s))) <= p y * exp (g * r y) * (r y - s)).
    { intros y J. pose proof (law_nonneg A p Lp y J) as N. destruct (Rle_dec s (r y)) as [K|K].
      - apply Rle_trans with 0; [|apply Rmult_le_pos; [apply Rmult_le_pos; [exact N|apply Rlt_le, exp_pos]|lra]].
        rewrite <- Ropp_0. apply Ropp_le_contravar, Rmult_le_pos; [apply Rlt_le, exp_pos|]. apply Rmult_le_pos; [exact N|apply Rabs_pos].
      - rewrite Rabs_left by lra. assert (E : exp (g * r y) <= exp (g * s)) by (apply exp_le_mono, Rmult_le_compat_l; lra).
        replace (p y * exp (g * r y) * (r y - s)) with (- (exp (g * r y) * (p y * - (r y - s)))) by ring.
        apply Ropp_le_contravar, Rmult_le_compat_r; [apply Rmult_le_pos; lra|exact E]. }
    pose proof (Sum_ge_term A (fun y => p y * exp (g * r y) * (r y - s) + exp (g * s) * (p y * Rabs (r y - s))) x
      ltac:(intros y J; cbv beta; specialize (S1 y J); lra) I) as S2. cbv beta in S2. rewrite Sum_plus, Sum_scal in S2. fold C in S2.
    assert (0 <= exp (g * s) * (p x * Rabs (r x - s))) by (apply Rmult_le_pos; [apply Rlt_le, exp_pos|apply Rmult_le_pos; [lra|apply Rabs_pos]]).
    replace (exp (g * s) * (p x * exp (g * d) * d - C)) with (p x * exp (g * r x) * (r x - s) - exp (g * s) * C); [lra|].
    replace (g * r x) with (g * s + g * d) by (unfold d; ring). rewrite exp_plus. fold d. ring.
Qed.
(** β(t): every level strictly between two values of −log q on the support of p is the level of a tilt. *)
Theorem exists_beta t x y : In x A -> 0 < p x -> In y A -> 0 < p y -> - ln (q x) < t < - ln (q y) ->
  exists b, H A (T A q p b) q = t.
Proof.
  intros I P J Q [L U].
  destruct (tilt_reaches l (- t) x I P ltac:(lra)) as [g1 [G1 K1]].
  destruct (tilt_reaches (fun z => - ln (q z)) t y J Q U) as [g2 [G2 K2]].
  destruct (between (fun b => - H A (T A q p b) q) (fun b => Var A (T A q p b) l) (- g2) g1 (- t)) as [b [_ E]]; [|lra| |exists b; lra].
  - intros b. rewrite <- (Ropp_involutive (Var A (T A q p b) l)). apply (is_derive_opp (fun b => H A (T A q p b) q)), (H_derive A p q Lp).
  - rewrite !level_quotient, !Ropp_involutive. split.
    + apply (Rmult_le_reg_r (Z A q p (- g2))); [now apply Z_pos|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply Rgt_not_eq; now apply Z_pos).
      assert (E1 : Sum A (fun z => p z * exp (g2 * - ln (q z)) * - ln (q z)) = - Sum A (fun z => p z * Rpower (q z) (- g2) * ln (q z))).
      { rewrite <- Sum_opp. apply Sum_ext. intros z _. unfold Rpower. replace (g2 * - ln (q z)) with (- g2 * ln (q z)) by ring. ring. }
      assert (E2 : Sum A (fun z => p z * exp (g2 * - ln (q z))) = Z A q p (- g2)).
      { apply Sum_ext. intros z _. unfold Rpower. do 2 f_equal. ring. }
      rewrite E1, E2 in K2. lra.
    + apply (Rmult_le_reg_r (Z A q p g1)); [now apply Z_pos|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply Rgt_not_eq; now apply Z_pos).
      apply Rlt_le, K1.
Qed.
(** The level of a tilt lies within the range of −log q on the support. *)
Lemma level_between lo hi g : (forall x, In x A -> 0 < p x -> lo <= - ln (q x) <= hi) -> lo <= H A (T A q p g) q <= hi.
Proof.
  intros B. pose proof (T_law A p q Lp g) as L. rewrite H_Ex.
  assert (S : forall x, In x A -> 0 < T A q p g x -> 0 < p x) by (intros x I; now apply T_support).
  split; apply Ropp_le_cancel; rewrite Ropp_involutive.
  - apply (Ex_le_const A _ L). intros x I P. specialize (B x I (S x I P)). lra.
  - apply (Ex_ge_const A _ L). intros x I P. specialize (B x I (S x I P)). lra.
Qed.
End Level.
