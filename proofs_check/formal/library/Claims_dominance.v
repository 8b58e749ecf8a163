(** Policies over prompts: what is averaged over a law of prompts, and one exponent for all of them. *)
From Coq Require Import Classical.
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Alpha Optimum Penalty CrossEntropy.

Section Prompts.
Context {I X : Type} (B : list I) (A : list X) (mu : I -> R) (p q psi : I -> X -> R).
Hypothesis (Lm : law B mu) (Lp : forall x, In x B -> law A (p x)) (Ls : forall x, In x B -> law A (psi x)).
(** Averages look only at prompts that have a chance. *)
Lemma Ex_support f : Ex B mu f = Sum (support mu B) (fun x => mu x * f x).
Proof.
  unfold Ex, support. apply Sum_restrict. intros x J S. unfold supp in S.
  destruct (Rlt_dec 0 (mu x)); [discriminate|]. pose proof (law_nonneg B mu Lm x J) as [P|E]; [lra|]. rewrite <- E. ring.
Qed.

(** With one exponent for all prompts: at no greater average divergence nobody has the smaller average cross entropy. *)
Theorem one_exponent_dominates alpha : 0 <= alpha -> (forall x, In x B -> 0 < mu x -> ac A (psi x) (p x)) ->
  Ex B mu (fun x => KL A (psi x) (p x)) <= Ex B mu (fun x => KL A (T A (q x) (p x) alpha) (p x)) ->
  Ex B mu (fun x => H A (T A (q x) (p x) alpha) (q x)) <= Ex B mu (fun x => H A (psi x) (q x)).
Proof.
  intros [a0|E] Ac; rewrite !Ex_support.
  - intros L. apply (common_tilt_dominates (support mu B) mu (fun _ => A) p q); auto.
    + intros x J. apply in_support in J. lra.
    + intros x J. apply in_support in J. now apply Lp.
    + intros x J. apply in_support in J. destruct J. split; auto.
  - subst alpha. intros L. right. apply Sum_ext. intros x J. pose proof (proj1 (in_support B mu x) J) as [Jx P]. f_equal.
    assert (Z0 : Sum (support mu B) (fun x => mu x * KL A (T A (q x) (p x) 0) (p x)) = 0).
    { apply Sum_zero. intros y K. apply in_support in K. destruct K as [K _]. rewrite (KL_at_0 A (p y) (q y)) by auto. ring. }
    assert (N : forall y, In y (support mu B) -> 0 <= mu y * KL A (psi y) (p y)).
    { intros y K. apply in_support in K. destruct K. apply Rmult_le_pos; [lra|]. apply KL_nonneg; auto. }
    assert (E : mu x * KL A (psi x) (p x) = 0).
    { apply (Sum_zero_all (support mu B) (fun y => mu y * KL A (psi y) (p y)) N); [|exact J].
      apply Rle_antisym; [lra|]. now apply Sum_nonneg. }
    apply Rmult_integral in E. destruct E as [E|E]; [lra|].
    unfold H. f_equal. apply Sum_ext. intros y Iy. rewrite (T_at_0 A (p x) (q x) (Lp x Jx)) by exact Iy.
    now rewrite (budget_zero A (p x) (Lp x Jx) (psi x)) by (try (split; [auto|split; [auto|lra]]); auto).
Qed.

(** Prompt by prompt the optimum within the budget is best, so it is on the average. *)
Theorem each_prompt_dominates (phi : I -> X -> R) Delta :
  (forall x, In x B -> optimal A (p x) (q x) Delta (phi x)) -> (forall x, In x B -> ac A (psi x) (p x)) ->
  (forall x, In x B -> KL A (psi x) (p x) <= Delta) ->
  Ex B mu (fun x => H A (phi x) (q x)) <= Ex B mu (fun x => H A (psi x) (q x)).
Proof.
  intros O Ac L. apply Sum_le. intros x J. apply Rmult_le_compat_l; [now apply Lm|]. apply (O x J). split; [auto|split; auto].
Qed.

(** Δ_max is above 0 only where the reward varies. *)
Lemma varies_of_Dmax x : In x B -> 0 < Dmax A (p x) (q x) -> varies A (p x) (q x).
Proof.
  intros J P. apply NNPP. intros V. apply (Rlt_irrefl 0). eapply Rlt_le_trans; [exact P|]. right. unfold Dmax.
  replace (Pr A (p x) (top A (p x) (q x))) with 1; [rewrite ln_1; ring|].
  rewrite <- (law_sum A (p x) (Lp x J)). apply Sum_ext. intros y Iy. destruct (law_nonneg A (p x) (Lp x J) y Iy) as [Q|E]; [|rewrite <- E; ring].
  replace (top A (p x) (q x) y) with true; [simpl; ring|]. symmetry. apply top_spec. intros z Iz Pz.
  destruct (Rle_dec (q x z) (q x y)) as [L|L]; [exact L|]. exfalso. apply V. exists y, z. repeat split; auto. lra.
Qed.
(** Every average budget below the average of Δ_max is spent by one common exponent, and by one only. *)
Theorem one_common_exponent D : (forall x, In x B -> positive A (q x)) -> 0 <= D ->
  D < Ex B mu (fun x => Dmax A (p x) (q x)) ->
  exists a, 0 <= a /\ (Ex B mu (fun x => KL A (T A (q x) (p x) a) (p x)) = D /\
    forall b, 0 <= b -> Ex B mu (fun x => KL A (T A (q x) (p x) b) (p x)) = D -> b = a).
Proof.
  intros Pq D0 DM.
  assert (S : forall x, In x B -> forall y, In y A -> 0 < p x y -> 0 < q x y) by (intros x J y Iy _; now apply (Pq x J)).
  destruct (common_alpha_exists B mu (fun _ => A) p q Lp S D (conj D0 DM)) as (a & a0 & E). exists a. split; [exact a0|]. split; [exact E|].
  intros b b0 Eb. apply (common_alpha_unique B mu (fun _ => A) p q (proj1 Lm) Lp S); auto; [|unfold Ex in *; lra].
  destruct (Sum_pos_term B (fun x => mu x * Dmax A (p x) (q x)) ltac:(unfold Ex in DM; lra)) as (x & J & P). exists x. split; [exact J|].
  pose proof (law_nonneg B mu Lm x J) as [Q|Q]; [|rewrite <- Q in P; lra]. split; [exact Q|]. apply varies_of_Dmax; [exact J|].
  apply (Rmult_lt_reg_l (mu x)); [exact Q|lra].
Qed.
End Prompts.
