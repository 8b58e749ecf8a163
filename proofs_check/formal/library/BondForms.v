(** What follows from the law of best-of-N: one draw, symmetry and exchangeability, BOND's form, the type bound (9). *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Words Sampling BestOfN.

(** b^N − a^N = (b − a) Σ_{i<N} a^i b^(N−1−i). *)
Lemma pow_difference a b N : b ^ N - a ^ N = (b - a) * Sum (seq 0 N) (fun i => a ^ i * b ^ (N - 1 - i)).
Proof.
  induction N as [|N IH]; [simpl; ring|]. rewrite seq_S, Sum_app. simpl Sum. rewrite Nat.sub_0_r, Nat.sub_diag.
  replace (Sum (seq 0 N) (fun i => a ^ i * b ^ (N - i))) with (b * Sum (seq 0 N) (fun i => a ^ i * b ^ (N - 1 - i))).
  - simpl. transitivity (b * (b ^ N - a ^ N) + (b - a) * a ^ N); [ring|rewrite IH; ring].
  - rewrite <- Sum_scal. apply Sum_ext. intros i I. apply in_seq in I. replace (N - i)%nat with (S (N - 1 - i)) by lia.
    simpl. ring.
Qed.
Lemma pow_difference_le a b N : 0 <= a <= b -> b ^ S N - a ^ S N <= INR (S N) * (b - a) * b ^ N.
Proof.
  intros B. induction N as [|N IH]; [simpl; lra|]. rewrite S_INR.
  assert (a ^ S N <= b ^ S N) by (apply pow_incr; lra). assert (0 <= b ^ N) by (apply pow_le; lra).
  replace (b ^ S (S N) - a ^ S (S N)) with (b * (b ^ S N - a ^ S N) + (b - a) * a ^ S N) by (simpl; ring).
  assert (b * (b ^ S N - a ^ S N) <= b * (INR (S N) * (b - a) * b ^ N)) by (apply Rmult_le_compat_l; lra).
  assert ((b - a) * a ^ S N <= (b - a) * b ^ S N) by (apply Rmult_le_compat_l; lra).
  replace (b ^ S N) with (b * b ^ N) in * by reflexivity. lra.
Qed.
Lemma pow_difference_lt a b N : 0 <= a < b -> (1 <= N)%nat -> b ^ S N - a ^ S N < INR (S N) * (b - a) * b ^ N.
Proof.
  intros B HN. destruct N as [|N]; [lia|]. pose proof (pow_difference_le a b N ltac:(lra)) as L. rewrite S_INR.
  assert (a ^ S N < b ^ S N).
  { clear - B. induction N as [|N IH]; [simpl; lra|]. change (a * a ^ S N < b * b ^ S N).
    apply Rle_lt_trans with (a * b ^ S N); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_compat_r; [apply pow_lt; lra|lra]. }
  replace (b ^ S (S N) - a ^ S (S N)) with (b * (b ^ S N - a ^ S N) + (b - a) * a ^ S N) by (simpl; ring).
  assert (b * (b ^ S N - a ^ S N) <= b * (INR (S N) * (b - a) * b ^ N)) by (apply Rmult_le_compat_l; lra).
  assert ((b - a) * a ^ S N < (b - a) * b ^ S N) by (apply Rmult_lt_compat_l; lra).
  replace (b ^ S N) with (b * b ^ N) in * by reflexivity. lra.
Qed.

Section Law.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (p r : X -> R) (N : nat).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Let le y := Pr A p (at_most r (r y)).
Let lt y := Pr A p (below r (r y)).

(** Best-of-1 is p. *)
Theorem best_of_one y : In y A -> best_of eq_dec A 1 p r y = p y.
Proof.
  intros I. rewrite best_of_law by (auto; lia). rewrite !pow_1, Pr_levels.
  destruct (Req_dec (p y) 0) as [E|E]; [rewrite E; unfold Rdiv; ring|].
  pose proof (Pr_tied_pos A p r y L I ltac:(pose proof (law_nonneg A p L y I); lra)). field. lra.
Qed.
(** Outcomes with the same weight and the same reward are kept equally often. *)
Theorem best_of_symmetric y z : In y A -> In z A -> p y = p z -> r y = r z ->
  best_of eq_dec A N p r y = best_of eq_dec A N p r z.
Proof. intros Iy Iz Ep Er. rewrite !best_of_law by assumption. now rewrite Ep, Er. Qed.
(** Only the order of the rewards matters, on the support of p. *)
Theorem best_of_order r' y : In y A -> (forall x z, In x A -> In z A -> 0 < p x -> 0 < p z -> r x <= r z <-> r' x <= r' z) ->
  best_of eq_dec A N p r y = best_of eq_dec A N p r' y.
Proof.
  intros I O. rewrite !best_of_law by assumption. destruct (law_nonneg A p L y I) as [P|E]; [|rewrite <- E; unfold Rdiv; ring].
  assert (M : Pr A p (at_most r (r y)) = Pr A p (at_most r' (r' y))).
  { apply Pr_ext. intros x J Nx. pose proof (law_nonneg A p L x J). apply eq_true_iff_eq. rewrite !at_most_true. apply O; auto; lra. }
  assert (B : Pr A p (below r (r y)) = Pr A p (below r' (r' y))).
  { apply Pr_ext. intros x J Nx. pose proof (law_nonneg A p L x J). apply eq_true_iff_eq. rewrite !below_true.
    specialize (O y x I J P ltac:(lra)). lra. }
  pose proof (Pr_levels A p r (r y)). pose proof (Pr_levels A p r' (r' y)).
  rewrite M, B in *. now replace (Pr A p (tied r (r y))) with (Pr A p (tied r' (r' y))) by lra.
Qed.
(** BOND's form of the law: π_N(y) = p(y) Σ_{i<N} P(r < r(y))^i P(r ≤ r(y))^(N−1−i). *)
Theorem best_of_bond y : In y A -> best_of eq_dec A N p r y = p y * Sum (seq 0 N) (fun i => lt y ^ i * le y ^ (N - 1 - i)).
Proof.
  intros I. rewrite best_of_law by assumption. unfold le, lt. rewrite pow_difference.
  destruct (Req_dec (p y) 0) as [E|E]; [rewrite E; unfold Rdiv; ring|].
  pose proof (Pr_tied_pos A p r y L I ltac:(pose proof (law_nonneg A p L y I); lra)).
  pose proof (Pr_levels A p r (r y)) as Q. replace (Pr A p (at_most r (r y)) - Pr A p (below r (r y))) with (Pr A p (tied r (r y))) by lra.
  field. lra.
Qed.
(** … and as printed: p(y) p_≤(y)^(N−1) Σ_{i=1…N} (p_<(y)/p_≤(y))^(i−1), where p(y) > 0. *)
Theorem best_of_bond_printed y : In y A -> 0 < p y ->
  best_of eq_dec A N p r y = p y * le y ^ (N - 1) * Sum (seq 1 N) (fun i => (lt y / le y) ^ (i - 1)).
Proof.
  intros I P. rewrite best_of_bond by assumption. rewrite Rmult_assoc. f_equal. rewrite <- Sum_scal, <- seq_shift, Sum_map.
  assert (0 < le y).
  { pose proof (Pr_tied_pos A p r y L I P). pose proof (Pr_levels A p r (r y)). pose proof (Pr_nonneg A p L (below r (r y))).
    unfold le. lra. }
  apply Sum_ext. intros i J. apply in_seq in J. replace (S i - 1)%nat with i by lia.
  unfold Rdiv. rewrite Rpow_mult_distr, pow_inv.
  replace (N - 1)%nat with (i + (N - 1 - i))%nat at 2 by lia. rewrite pow_add. field. apply pow_nonzero. lra.
Qed.

(** An event on which the reward is constant. *)
Section Event.
Variables (E : X -> bool) (t : R).
Hypothesis ET : forall x, In x A -> E x = true -> r x = t.
Lemma best_of_event : Pr A (best_of eq_dec A N p r) E =
  Pr A p E / Pr A p (tied r t) * (Pr A p (at_most r t) ^ N - Pr A p (below r t) ^ N).
Proof.
  unfold Pr at 1 2. unfold Rdiv. rewrite <- !Sum_scal_r. apply Sum_ext. intros x I. destruct (E x) eqn:F; simpl; [|ring].
  rewrite best_of_law by assumption. rewrite (ET x I F). unfold Rdiv. ring.
Qed.
Lemma event_tied : Pr A p E <= Pr A p (tied r t).
Proof. apply Pr_mono; [exact L|]. intros x I F. apply tied_true. auto. Qed.
(** (9) as an inequality: P(kept in E) ≤ N P(E) P(r ≤ t)^(N−1), such as for a type. *)
Theorem best_of_event_le : Pr A (best_of eq_dec A N p r) E <= INR N * Pr A p E * Pr A p (at_most r t) ^ (N - 1).
Proof.
  rewrite best_of_event. destruct N as [|n]; [lia|]. replace (S n - 1)%nat with n by lia.
  pose proof (Pr_nonneg A p L E). pose proof event_tied as K. pose proof (Pr_levels A p r t) as Q.
  pose proof (Pr_nonneg A p L (below r t)).
  destruct (Req_dec (Pr A p (tied r t)) 0) as [Z|Z].
  - replace (Pr A p E) with 0 by lra. unfold Rdiv. lra.
  - pose proof (pow_difference_le (Pr A p (below r t)) (Pr A p (at_most r t)) n ltac:(lra)) as D.
    apply (Rmult_le_compat_l (Pr A p E / Pr A p (tied r t))) in D; [|apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]].
    eapply Rle_trans; [exact D|]. right. rewrite Q. field. lra.
Qed.
(** … and (9) as printed, an equality, holds only for N = 1 or an event without a chance. *)
Theorem best_of_event_strict : (2 <= N)%nat -> 0 < Pr A p E ->
  Pr A (best_of eq_dec A N p r) E < INR N * Pr A p E * Pr A p (at_most r t) ^ (N - 1).
Proof.
  intros H2 P. rewrite best_of_event. destruct N as [|n]; [lia|]. replace (S n - 1)%nat with n by lia.
  pose proof event_tied as K. pose proof (Pr_levels A p r t) as Q. pose proof (Pr_nonneg A p L (below r t)).
  pose proof (pow_difference_lt (Pr A p (below r t)) (Pr A p (at_most r t)) n ltac:(lra) ltac:(lia)) as D.
  apply (Rmult_lt_compat_l (Pr A p E / Pr A p (tied r t))) in D; [|apply Rdiv_lt_0_compat; lra].
  eapply Rlt_le_trans; [exact D|]. right. rewrite Q. field. lra.
Qed.
End Event.
End Law.

Section Exchangeable.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X).
Hypothesis NA : NoDup A.
Lemma words_perm m v w : Permutation v w -> In v (words A m) -> In w (words A m).
Proof.
  intros P. rewrite !in_words. intros [E I]. split; [rewrite <- E; symmetry; now apply Permutation_length|].
  intros x J. apply I. now apply Permutation_in with w; [apply Permutation_sym|].
Qed.
Lemma power_perm (p : X -> R) v w : Permutation v w -> power p v = power p w.
Proof. induction 1; simpl; [reflexivity|now rewrite IHPermutation|ring|congruence]. Qed.
Lemma total_perm (r : X -> R) v w : Permutation v w -> total r v = total r w.
Proof. induction 1; simpl; lra. Qed.
(** Lemma 5: best-of-N on words is exchangeable, for any law and reward that do not see the order of letters. *)
Theorem lemma5 m N (p r : list X -> R) v w : (1 <= N)%nat -> law (words A m) p ->
  (forall v w, Permutation v w -> p v = p w) -> (forall v w, Permutation v w -> r v = r w) ->
  Permutation v w -> In v (words A m) ->
  best_of (list_eq_dec eq_dec) (words A m) N p r v = best_of (list_eq_dec eq_dec) (words A m) N p r w.
Proof.
  intros HN L Sp Sr P I. apply best_of_symmetric; auto; [now apply NoDup_words | now apply words_perm with v].
Qed.
(** … in particular for a memoryless source and a reward that is a total over the letters. *)
Corollary lemma5_memoryless m N (p r : X -> R) v w : (1 <= N)%nat -> law A p -> Permutation v w -> In v (words A m) ->
  best_of (list_eq_dec eq_dec) (words A m) N (power p) (total r) v =
  best_of (list_eq_dec eq_dec) (words A m) N (power p) (total r) w.
Proof.
  intros HN L. apply lemma5; auto; [now apply law_power | apply power_perm | apply total_perm].
Qed.
End Exchangeable.
