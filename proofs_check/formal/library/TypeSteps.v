(** Steps of the proof of the type lemma: the bound attributed to Sanov, the product bound, the bound (11) and the bullets. *)
From Coq Require Import Reals Lra Lia List Arith Bool.
From ExactAlign Require Import Definitions Sums Laws Tilts Sampling BestOfN BondForms Words Deviations Types TypeBounds.
Import ListNotations.
Open Scope R_scope.

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
(** What holds in place of (10): the N − 1 factors are at most e^{−(N−1) P(r > r(λ))}. *)
Theorem product_corrected {Y} (B : list Y) (p r : Y -> R) t N : law B p ->
  Pr B p (at_most r t) ^ (N - 1) <= exp (- (INR (N - 1) * (1 - Pr B p (at_most r t)))).
Proof.
  intros L. set (x := Pr B p (at_most r t)). assert (X0 : 0 <= x) by now apply Pr_nonneg.
  apply Rle_trans with (exp (- (1 - x)) ^ (N - 1)); [apply pow_incr; split; [exact X0|]; pose proof (exp_ge_1 (- (1 - x))); lra|].
  right. rewrite <- (exp_ln (exp (- (1 - x)) ^ (N - 1))) by (apply pow_lt, exp_pos). rewrite ln_pow, ln_exp by apply exp_pos. f_equal. ring.
Qed.
(** (11) corrected: P(t(Y) = λ) ≤ N e^{−m D(λ‖p)} e^{−(N−1) P(r > r(λ))}, with N = e^{mδ}. *)
Theorem type_of_best_le {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) m N v : NoDup A -> law A p ->
  (1 <= m)%nat -> (1 <= N)%nat -> In v (words A m) -> (forall x, In x v -> 0 < p x) ->
  let r := total (fun x => ln (q x)) in
  Pr (words A m) (best_of (list_eq_dec dec) (words A m) N (power p) r) (same_type dec A v) <=
  INR N * exp (- INR m * KL A (freq dec v) p) * exp (- (INR (N - 1) * (1 - Pr (words A m) (power p) (at_most r (r v))))).
Proof.
  intros NA L M HN I P r. pose proof (law_power A p m L) as Lm.
  assert (Tied : forall w, In w (words A m) -> same_type dec A v w = true -> r w = r v).
  { intros w J C. rewrite (same_type_true dec A) in C. unfold r. rewrite !(total_counts dec A NA) by (intros z; now apply (words_letters A m)).
    apply Sum_ext. intros x K. now rewrite C. }
  eapply Rle_trans; [apply (best_of_event_le (list_eq_dec dec) (words A m) (power p) r N (NoDup_words A m NA) Lm HN (same_type dec A v) (r v) Tied)|].
  rewrite !Rmult_assoc. apply Rmult_le_compat_l; [apply pos_INR|]. apply Rmult_le_compat.
  - now apply Pr_nonneg.
  - apply pow_le. now apply Pr_nonneg.
  - now apply type_class_le.
  - now apply product_corrected.
Qed.
(** The first bullet: D > δ makes the printed exponent D(λ‖T) + D + (D − δ) − δ positive. *)
Theorem bullet1 a D d : 0 <= a -> d < D -> a + D + (D - d) - d = a + 2 * (D - d) /\ 0 < a + 2 * (D - d).
Proof. intros. split; [ring|lra]. Qed.
(** The second bullet: positive at every m ≥ 1, not only for large m. *)
Theorem bullet2 a D d m : 0 <= a -> (1 <= m)%nat -> 0 < a + D - d + exp (INR m * (d - D)) / INR m.
Proof.
  intros A0 M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (exp_ge_1 (INR m * (d - D))) as E.
  apply (Rmult_lt_reg_r (INR m)); [exact P|]. rewrite Rmult_0_l.
  replace ((a + D - d + exp (INR m * (d - D)) / INR m) * INR m) with (a * INR m - INR m * (d - D) + exp (INR m * (d - D))) by (field; lra).
  assert (0 <= a * INR m) by (apply Rmult_le_pos; lra). lra.
Qed.
