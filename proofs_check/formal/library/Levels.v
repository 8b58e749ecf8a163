(** Sums over the levels of a reward telescope; convex functions of the density of best-of-N, level by level. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN.

Lemma filter_shorter {X} (b : X -> bool) l : (length (filter b l) <= length l)%nat.
Proof. induction l as [|x l IH]; simpl; [lia|]. destruct (b x); simpl; lia. Qed.
(** Σ_x p(x)/P(r = r(x)) · (Φ(P(r ≤ r(x))) − Φ(P(r < r(x)))) = Φ(p(A)) − Φ(0). *)
Lemma telescope {X} (A : list X) (p r : X -> R) (Phi : R -> R) : (forall x, In x A -> 0 <= p x) ->
  Sum A (fun x => p x / Pr A p (tied r (r x)) * (Phi (Pr A p (at_most r (r x))) - Phi (Pr A p (below r (r x))))) =
  Phi (Sum A p) - Phi 0.
Proof.
  remember (length A) as n. assert (Hn : (length A <= n)%nat) by lia. clear Heqn. revert A Hn.
  induction n as [|n IH]; intros A Hn P.
  - destruct A; [simpl; ring|simpl in Hn; lia].
  - destruct A as [|x0 A0]; [simpl; ring|]. remember (x0 :: A0) as A. destruct (best_exists r A ltac:(subst; easy)) as [y [Iy My]].
    set (m := r y) in *. set (B := filter (below r m) A).
    assert (LB : (length B < length A)%nat).
    { unfold B. clear - Iy. subst m. induction A as [|z A IH]; [easy|]. simpl. destruct (below r (r y) z) eqn:Bz; simpl.
      - destruct Iy as [->|I]; [|specialize (IH I); lia]. apply below_true in Bz. lra.
      - pose proof (filter_shorter (below r (r y)) A). lia. }
    assert (PB : forall E, (forall z, In z A -> E z = true -> r z < m) -> Pr A p E = Pr B p E).
    { intros E HE. unfold Pr, B. apply Sum_restrict. intros z J Bz. destruct (E z) eqn:Ez; [|simpl; ring].
      apply HE in Ez; [|exact J]. apply below_true in Ez. congruence. }
    rewrite (Sum_split (below r m)). fold B.
    assert (S1 : Sum B (fun x => p x / Pr A p (tied r (r x)) * (Phi (Pr A p (at_most r (r x))) - Phi (Pr A p (below r (r x)))))
      = Phi (Sum B p) - Phi 0).
    { rewrite <- (IH B); [|lia|intros z J; apply P; unfold B in J; now apply filter_In in J].
      apply Sum_ext. intros x J. unfold B in J. apply filter_In in J. destruct J as [J Bx]. apply below_true in Bx.
      rewrite !PB; [reflexivity| | |]; intros z _ Ez;
        [apply below_true in Ez|apply at_most_true in Ez|apply tied_true in Ez]; lra. }
    rewrite S1.
    assert (E1 : Pr A p (at_most r m) = Sum A p).
    { apply Sum_ext. intros z J. rewrite (proj2 (at_most_true r m z)) by auto. simpl. ring. }
    assert (E2 : Pr A p (below r m) = Sum B p) by (unfold B; rewrite Sum_filter; reflexivity).
    assert (E3 : Pr A p (tied r m) = Sum (filter (fun x => negb (below r m x)) A) p).
    { rewrite Sum_filter. apply Sum_ext. intros z J. f_equal. f_equal. specialize (My z J).
      destruct (levels_cases r m z) as [[-> [-> K]]|[[-> [-> K]]|[-> [-> K]]]]; try reflexivity.
      pose proof (proj2 (at_most_true r m z) My). congruence. }
    assert (S2 : Sum (filter (fun x => negb (below r m x)) A)
      (fun x => p x / Pr A p (tied r (r x)) * (Phi (Pr A p (at_most r (r x))) - Phi (Pr A p (below r (r x)))))
      = Pr A p (tied r m) / Pr A p (tied r m) * (Phi (Sum A p) - Phi (Sum B p))).
    { rewrite E3 at 1. unfold Rdiv. rewrite <- !Sum_scal_r. apply Sum_ext. intros x J. apply filter_In in J. destruct J as [J Bx].
      assert (Em : r x = m).
      { specialize (My x J). apply negb_true_iff in Bx. unfold below in Bx. destruct (Rlt_dec (r x) m); [discriminate|lra]. }
      now rewrite Em, E1, E2. }
    rewrite S2. destruct (Req_dec (Pr A p (tied r m)) 0) as [Z|Z].
    + rewrite Z. pose proof (Pr_levels A p r m) as Q. rewrite E1, E2, Z in Q. replace (Sum A p) with (Sum B p) by lra.
      unfold Rdiv. ring.
    + field. exact Z.
Qed.

Section Level.
Context {X : Type}.
Variables (A : list X) (p r : X -> R).
Hypothesis L : law A p.
(** A sum over the levels of the reward, each an interval (P(r < t), P(r ≤ t)). *)
Definition levels (G : R -> R -> R) : R :=
  Sum A (fun x => p x / Pr A p (tied r (r x)) * G (Pr A p (below r (r x))) (Pr A p (at_most r (r x)))).
Lemma levels_telescope Phi : levels (fun a b => Phi b - Phi a) = Phi 1 - Phi 0.
Proof. unfold levels. rewrite telescope by apply L. now rewrite (law_sum A p L). Qed.
Lemma level_bounds x : In x A -> 0 < p x -> 0 <= Pr A p (below r (r x)) < Pr A p (at_most r (r x)) /\ Pr A p (at_most r (r x)) <= 1.
Proof.
  intros I P. pose proof (Pr_tied_pos A p r x L I P). pose proof (Pr_levels A p r (r x)).
  pose proof (Pr_nonneg A p L (below r (r x))). pose proof (Pr_le_1 A p L (at_most r (r x))). lra.
Qed.
Lemma levels_le G G' : (forall a b, 0 <= a < b -> b <= 1 -> G a b <= G' a b) -> levels G <= levels G'.
Proof.
  intros H. apply Sum_le. intros x I. destruct (law_nonneg A p L x I) as [P|E]; [|rewrite <- E; unfold Rdiv; lra].
  destruct (level_bounds x I P). apply Rmult_le_compat_l; [|now apply H].
  left. apply Rdiv_lt_0_compat; [exact P|]. now apply Pr_tied_pos.
Qed.
Lemma levels_lt G G' : (forall a b, 0 <= a < b -> b <= 1 -> G a b < G' a b) -> levels G < levels G'.
Proof.
  intros H. destruct (law_support A p L) as [y [Iy Py]]. apply (Sum_lt A _ _ y); [|exact Iy|].
  - intros x I. destruct (law_nonneg A p L x I) as [P|E]; [|rewrite <- E; unfold Rdiv; lra].
    destruct (level_bounds x I P). apply Rmult_le_compat_l; [|now left; apply H].
    left. apply Rdiv_lt_0_compat; [exact P|]. now apply Pr_tied_pos.
  - destruct (level_bounds y Iy Py). apply Rmult_lt_compat_l; [|now apply H].
    apply Rdiv_lt_0_compat; [exact Py|]. now apply Pr_tied_pos.
Qed.
Lemma levels_ext G G' : (forall a b, 0 <= a < b -> b <= 1 -> G a b = G' a b) -> levels G = levels G'.
Proof. intros E. apply Rle_antisym; apply levels_le; intros; right; [|symmetry]; now apply E. Qed.
Lemma levels_minus G G' : levels (fun a b => G a b - G' a b) = levels G - levels G'.
Proof. unfold levels. rewrite <- Sum_minus. apply Sum_ext. intros. ring. Qed.
Lemma levels_scal c G : levels (fun a b => c * G a b) = c * levels G.
Proof. unfold levels. rewrite <- Sum_scal. apply Sum_ext. intros. ring. Qed.
End Level.

(** The mean slope of u^N over (a, b): the density of best-of-N on a level. *)
Definition slope (N : nat) (a b : R) : R := (b ^ N - a ^ N) / (b - a).
Lemma pow_lt_mono a b N : 0 <= a < b -> (1 <= N)%nat -> a ^ N < b ^ N.
Proof.
  intros B HN. destruct N as [|N]; [lia|]. clear HN. induction N as [|N IH]; [simpl; lra|].
  change (a * a ^ S N < b * b ^ S N).
  apply Rle_lt_trans with (a * b ^ S N); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_compat_r; [apply pow_lt; lra|lra].
Qed.
Lemma slope_pos N a b : 0 <= a < b -> (1 <= N)%nat -> 0 < slope N a b.
Proof. intros B HN. apply Rdiv_lt_0_compat; [|lra]. pose proof (pow_lt_mono a b N B HN). lra. Qed.

Section Density.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (N : nat) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Lemma density x : In x A -> 0 < p x ->
  best_of eq_dec A N p r x / p x = slope N (Pr A p (below r (r x))) (Pr A p (at_most r (r x))).
Proof.
  intros I P. rewrite best_of_law by assumption. unfold slope. pose proof (Pr_levels A p r (r x)) as Q.
  pose proof (Pr_tied_pos A p r x L I P). replace (Pr A p (at_most r (r x)) - Pr A p (below r (r x))) with (Pr A p (tied r (r x))) by lra.
  field. lra.
Qed.
(** Σ p g(π_N/p) is a sum over levels. *)
Lemma density_levels g : Sum A (fun x => p x * g (best_of eq_dec A N p r x / p x)) =
  levels A p r (fun a b => (b - a) * g (slope N a b)).
Proof.
  apply Sum_ext. intros x I. destruct (law_nonneg A p L x I) as [P|E]; [|rewrite <- E; unfold Rdiv; ring].
  rewrite (density x I P). pose proof (Pr_levels A p r (r x)) as Q. pose proof (Pr_tied_pos A p r x L I P).
  replace (Pr A p (at_most r (r x)) - Pr A p (below r (r x))) with (Pr A p (tied r (r x))) by lra. field. lra.
Qed.
End Density.
