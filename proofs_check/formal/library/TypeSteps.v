(** Steps of the proof of the type lemma: the bound attributed to Sanov, and (10) as printed. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Sampling BestOfN BondForms Words Deviations Types TypeBounds.

Section Sanov.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Notation l := (fun x => ln (q x)).
(** What Chernoff's bound gives, at every m: P(r < r(λ)) ≥ 1 − e^{−m D(T‖p)} for a reward at or above the mean (g ≥ 0). *)
Theorem sanov_corrected g m : 0 <= g ->
  1 - exp (- INR m * KL A (T A q p g) p) <= Pr (words A m) (power p) (below (total l) (- (INR m * H A (T A q p g) q))).
Proof.
  intros G. pose proof (chernoff_above A q p Lp g m G) as C. pose proof (law_power A p m Lp) as L.
  rewrite (Pr_ext _ _ _ (fun w => negb (below (total l) (- (INR m * H A (T A q p g) q)) w))) in C.
  - rewrite (Pr_compl _ _ L) in C. cbv beta in C. lra.
  - intros w _ _. unfold Rleb, below. destruct (Rle_dec _ _), (Rlt_dec _ _); simpl; auto; lra.
Qed.
(** The printed direction, P(r ≤ r(λ)) ≤ 1 − e^{−mD}, is false for every type above the mean that has a chance. *)
Theorem sanov_as_printed_false g m w : 0 <= g -> In w (words A m) -> 0 < power p w -> total l w = - (INR m * H A (T A q p g) q) ->
  1 - exp (- INR m * KL A (T A q p g) p) < Pr (words A m) (power p) (at_most (total l) (total l w)).
Proof.
  intros G I P E. eapply Rle_lt_trans; [apply (sanov_corrected g m G)|]. rewrite E, Pr_levels.
  pose proof (Pr_tied_pos (words A m) (power p) (total l) w (law_power A p m Lp) I P) as Q. rewrite E in Q. lra.
Qed.
(** (10) where D > δ: the N − 1 factors exceed e^{−m(D − δ)} once that is below 1/2, N ≤ e^{mδ}. *)
Theorem product_as_printed_false g m N d : 0 <= g -> (1 <= N)%nat -> INR N <= exp (INR m * d) ->
  exp (- (INR m * (KL A (T A q p g) p - d))) < 1 / 2 ->
  exp (- (INR m * (KL A (T A q p g) p - d))) < Pr (words A m) (power p) (at_most (total l) (- (INR m * H A (T A q p g) q))) ^ (N - 1).
Proof.
  intros G HN Nd Small. pose proof (law_power A p m Lp) as L. set (D := KL A (T A q p g) p) in *.
  set (x := Pr (words A m) (power p) (at_most (total l) (- (INR m * H A (T A q p g) q)))).
  assert (X0 : 1 - exp (- INR m * D) <= x).
  { eapply Rle_trans; [apply (sanov_corrected g m G)|]. unfold x. rewrite Pr_levels. pose proof (Pr_nonneg _ _ L (tied (total l) (- (INR m * H A (T A q p g) q)))). lra. }
  assert (X1 : 0 <= x <= 1) by (split; [now apply Pr_nonneg|now apply Pr_le_1]).
  pose proof (bernoulli (1 - x) (N - 1) ltac:(lra)) as B. replace (1 - (1 - x)) with x in B by ring.
  assert (N1 : INR (N - 1) <= INR N) by (apply le_INR; lia).
  assert (U : INR (N - 1) * (1 - x) <= exp (INR m * d) * exp (- INR m * D)) by (apply Rmult_le_compat; [apply pos_INR|lra|lra|lra]).
  rewrite <- exp_plus in U. replace (INR m * d + - INR m * D) with (- (INR m * (D - d))) in U by ring. lra.
Qed.
End Sanov.
