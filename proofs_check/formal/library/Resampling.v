(** The best of k draws with replacement from n samples: on the average at most the best of k fresh draws. *)
From Coq Require Import Sorting.Sorted Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Sampling BestOfN Words MaxK Remarks Growing Transport.

(** ** A number as a sum of steps: t = v₀ + Σ (vᵢ₊₁ − vᵢ) [vᵢ₊₁ ≤ t], for t among the ascending numbers v *)
Fixpoint steps (a : R) (vs : list R) (t : R) : R :=
  match vs with [] => 0 | b :: rest => (b - a) * (1 - ind (Rltb t b)) + steps b rest t end.
Lemma steps_below a vs t : (forall b, In b vs -> t <= b) -> t = a -> StronglySorted Rle (a :: vs) -> steps a vs t = 0.
Proof.
  revert a. induction vs as [|b vs IH]; intros a B -> S; [reflexivity|]. inversion S as [|? ? S2 F]; subst.
  rewrite Forall_forall in F. pose proof (F b (or_introl eq_refl)) as ab. simpl.
  unfold Rltb. destruct (Rlt_dec a b) as [L|L]; simpl ind.
  - replace (1 - 1) with 0 by ring. rewrite Rmult_0_r, Rplus_0_l.
    assert (Z : forall c ws, (forall d, In d ws -> a < d) -> steps c ws a = 0).
    { intros c ws. revert c. induction ws as [|d ws IW]; intros c W; [reflexivity|]. simpl. unfold Rltb.
      destruct (Rlt_dec a d) as [_|N]; [|exfalso; apply N, W; simpl; auto]. simpl ind.
      rewrite IW by (intros; apply W; simpl; auto). ring. }
    apply Z. intros d I. inversion S2 as [|? ? _ F2]; subst. rewrite Forall_forall in F2. specialize (F2 d I). lra.
  - assert (E : a = b) by lra. rewrite <- E. rewrite (IH a); [ring|intros; apply B; simpl; auto|reflexivity|].
    rewrite E. exact S2.
Qed.
Lemma steps_value a vs t : StronglySorted Rle (a :: vs) -> In t (a :: vs) -> a + steps a vs t = t.
Proof.
  revert a. induction vs as [|b vs IH]; intros a S I; [destruct I as [->|[]]; simpl; ring|].
  inversion S as [|? ? S2 F]; subst. rewrite Forall_forall in F. destruct I as [->|I].
  - rewrite steps_below; [ring| |reflexivity|exact S]. intros c J. apply F, J.
  - simpl. assert (bt : b <= t).
    { destruct I as [->|I]; [lra|]. inversion S2 as [|? ? _ F2]; subst. rewrite Forall_forall in F2. now apply F2. }
    unfold Rltb. destruct (Rlt_dec t b) as [L|_]; [lra|]. simpl ind. specialize (IH b S2 I). lra.
Qed.

(** Who is less often below every number has the higher mean. *)
Section Dominance.
Context {X W : Type} (A : list X) (B : list W) (u : W -> R) (pi : W -> X -> R) (p r : X -> R).
Hypotheses (Lu : law B u) (Lpi : forall w, In w B -> u w <> 0 -> law A (pi w)) (Lp : law A p).
Hypothesis Below : forall t, Pr A p (below r t) <= Ex B u (fun w => Pr A (pi w) (below r t)).
Lemma mean_of_steps a vs : StronglySorted Rle (a :: vs) ->
  Ex B u (fun w => Ex A (pi w) (fun x => steps a vs (r x))) <= Ex A p (fun x => steps a vs (r x)).
Proof.
  revert a. induction vs as [|b vs IH]; intros a S.
  - cbn [steps]. rewrite (Ex_const A p Lp), (Ex_ext B u _ (fun _ => 0)); [rewrite (Ex_const B u Lu); lra|].
    intros w I N. now apply Ex_const, Lpi.
  - inversion S as [|? ? S2 F]; subst. rewrite Forall_forall in F. specialize (F b (or_introl eq_refl)). cbn [steps].
    assert (E : forall l, law A l -> Ex A l (fun x => (b - a) * (1 - ind (Rltb (r x) b)) + steps b vs (r x)) =
      (b - a) * (1 - Pr A l (below r b)) + Ex A l (fun x => steps b vs (r x))).
    { intros l L. rewrite Ex_plus, Ex_scal, Ex_minus, (Ex_const A l L), Pr_Ex. do 3 f_equal. }
    rewrite (E p Lp). rewrite (Ex_ext B u _ (fun w => (b - a) * (1 - Pr A (pi w) (below r b)) + Ex A (pi w) (fun x => steps b vs (r x))))
      by (intros w I N; now apply E, Lpi).
    rewrite Ex_plus, Ex_scal, Ex_minus, (Ex_const B u Lu). apply Rplus_le_compat; [|now apply IH].
    apply Rmult_le_compat_l; [lra|]. specialize (Below b). lra.
Qed.
Theorem mean_of_dominated : Ex B u (fun w => Ex A (pi w) r) <= Ex A p r.
Proof.
  destruct (sort (map r A)) as [|a vs] eqn:V.
  - pose proof (Permutation_length (sort_perm (map r A))) as P. rewrite V, map_length in P. destruct A; [|discriminate P].
    unfold Ex at 2 3. simpl. rewrite (Ex_const B u Lu). lra.
  - pose proof (sort_sorted (map r A)) as S. rewrite V in S.
    assert (Val : forall x, In x A -> r x = a + steps a vs (r x)).
    { intros x I. symmetry. apply steps_value; [exact S|]. rewrite <- V. apply (Permutation_in _ (Permutation_sym (sort_perm _))).
      now apply in_map. }
    assert (E : forall l, law A l -> Ex A l r = a + Ex A l (fun x => steps a vs (r x))).
    { intros l L. rewrite (Ex_ext A l r (fun x => a + steps a vs (r x))) by (intros; now apply Val).
      now rewrite Ex_plus, (Ex_const A l L). }
    rewrite (E p Lp), (Ex_ext B u _ (fun w => a + Ex A (pi w) (fun x => steps a vs (r x)))) by (intros w I N; now apply E, Lpi).
    rewrite Ex_plus, (Ex_const B u Lu). apply Rplus_le_compat_l. now apply mean_of_steps.
Qed.
End Dominance.

Section Resampled.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p r : X -> R).
Hypotheses (NA : NoDup A) (Lp : law A p).
Lemma freq_Sum w f : (forall x, In x w -> In x A) -> Sum A (fun x => f x * freq dec w x) = Sum w f / INR (length w).
Proof.
  intros I. rewrite <- (Sum_copies dec A NA f w I), <- Sum_div. apply Sum_ext. intros x _. unfold freq, copies. unfold Rdiv. ring.
Qed.
Lemma freq_is_law n w : (1 <= n)%nat -> In w (words A n) -> law A (freq dec w).
Proof.
  intros Hn J. apply in_words in J. destruct J as [Len I]. assert (P : 0 < INR (length w)) by (apply lt_0_INR; lia). split.
  - intros x _. unfold freq, Rdiv. apply Rmult_le_pos; [apply pos_INR|left; now apply Rinv_0_lt_compat].
  - rewrite (Sum_ext A _ (fun x => 1 * freq dec w x)) by (intros; ring). rewrite (freq_Sum w (fun _ => 1) I), <- length_Sum.
    field. lra.
Qed.
(** The mean of best@k by resampling is at most that of the best of k, for every n and k ≥ 1. *)
Theorem resampled_best_claim n k : (1 <= n)%nat -> (1 <= k)%nat ->
  Ex (words A n) (power p) (fun w => Ex A (best_of dec A k (freq dec w) r) r) <= Ex A (best_of dec A k p r) r.
Proof.
  intros Hn Hk. pose proof (law_power A p n Lp) as Lw.
  assert (Keeps : keeps_best A k r (best dec r)).
  { split; [now apply best_rule|]. intros l y J N. unfold best in N. destruct (best_in r l y); [reflexivity|].
    exfalso. apply N. simpl. unfold Rdiv. ring. }
  apply (mean_of_dominated A (words A n) (power p) (fun w => best_of dec A k (freq dec w) r) (best_of dec A k p r) r Lw).
  - intros w J _. apply best_of_law_ok; [exact NA|exact Hk|]. now apply (freq_is_law n).
  - now apply best_of_law_ok.
  - intros t. unfold best_of. rewrite (kept_below A k p r (best dec r) Lp Keeps).
    rewrite (Ex_ext _ _ _ (fun w => 1 - boot (fun x => negb (below r t x)) k w)).
    + rewrite Ex_minus, (Ex_const _ _ Lw). pose proof (boot_below A p (fun x => negb (below r t x)) Lp n k Hn) as B.
      rewrite (Pr_compl A p Lp) in B. replace (1 - (1 - Pr A p (below r t))) with (Pr A p (below r t)) in B by ring. lra.
    + intros w J _. pose proof (freq_is_law n w Hn J) as Lf. rewrite (kept_below A k (freq dec w) r (best dec r) Lf Keeps).
      apply in_words in J. destruct J as [Len I]. rewrite boot_value by (intros ->; simpl in Len; lia). rewrite total_Sum.
      replace (1 - (1 - (Sum w (fun x => ind (negb (negb (below r t x)))) / INR (length w)) ^ k)) with
        ((Sum w (fun x => ind (negb (negb (below r t x)))) / INR (length w)) ^ k) by ring.
      f_equal. rewrite <- (freq_Sum w (fun x => ind (negb (negb (below r t x)))) I). unfold Pr. apply Sum_ext. intros x _.
      now rewrite negb_involutive.
Qed.
End Resampled.
