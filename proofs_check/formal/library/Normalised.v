(** Advantages divided by the deviation of their group, for rewards 0 and 1. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Tilts Words Baselines Estimators Claims_gradients.

Section Groups.
Context {X : Type} (A : list X) (q r s : X -> R).
Hypotheses (Lq : law A q) (B : forall x, In x A -> r x = 0 \/ r x = 1) (S0 : Ex A q s = 0).
Let theta := Ex A q r.
Let G := Ex A q (fun x => r x * s x).
Variable n : nat.
Let N := INR (S n).
(** For a function Phi of the number c of right draws, with c' that of the n others. *)
Variable Phi : R -> R.
Let a := Ex (words A n) (power q) (fun l => (1 - (1 + Sum l r) / N) * Phi (1 + Sum l r)).
Let b := Ex (words A n) (power q) (fun l => Sum l r / N * Phi (Sum l r)).
Lemma N_pos : 0 < N. Proof. unfold N. apply lt_0_INR. lia. Qed.
Lemma total_picks l (h : X -> R -> R) : Sum l (fun x => h x (Sum l r)) = Sum (picks l) (fun z => h (fst z) (r (fst z) + Sum (snd z) r)).
Proof.
  rewrite <- (Sum_picks l (fun x => h x (Sum l r))). apply Sum_ext. intros z I. now rewrite (picks_sum l r z I).
Qed.
Lemma weighted_scores :
  Ex (words A (S n)) (power q) (fun l => Sum l (fun x => (r x - Sum l r / N) * Phi (Sum l r) * s x)) = N * (G * (a + b)).
Proof.
  rewrite (Ex_ext _ _ _ (fun l => Sum (picks l) (fun z => (r (fst z) - (r (fst z) + Sum (snd z) r) / N) * Phi (r (fst z) + Sum (snd z) r) * s (fst z))))
    by (intros l _ _; exact (total_picks l (fun x c => (r x - c / N) * Phi c * s x))).
  rewrite mean_picks. fold N. f_equal. cbn [fst snd].
  rewrite (Ex_ext A q _ (fun x => a * (r x * s x) - b * (s x - r x * s x))).
  - rewrite Ex_minus, !Ex_scal, Ex_minus, S0. fold G. ring.
  - intros x I _. pose proof N_pos as P. destruct (B x I) as [E|E]; rewrite E.
    + rewrite (Ex_ext _ _ _ (fun l => - s x * (Sum l r / N * Phi (Sum l r)))) by (intros; rewrite Rplus_0_l; unfold Rdiv; ring).
      rewrite Ex_scal. fold b. ring.
    + rewrite (Ex_ext _ _ _ (fun l => s x * ((1 - (1 + Sum l r) / N) * Phi (1 + Sum l r)))) by (intros; ring).
      rewrite Ex_scal. fold a. ring.
Qed.
Let spread l := Sum l r / N * (1 - Sum l r / N) * Phi (Sum l r).
Lemma spread_of_right : Ex (words A (S n)) (power q) spread = theta * a.
Proof.
  pose proof N_pos as P.
  rewrite (Ex_ext _ _ _ (fun l => / N * Sum (picks l) (fun z => r (fst z) * (1 - (r (fst z) + Sum (snd z) r) / N) * Phi (r (fst z) + Sum (snd z) r)))).
  - rewrite Ex_scal, mean_picks. fold N. cbn [fst snd].
    rewrite (Ex_ext A q _ (fun x => a * r x)); [rewrite Ex_scal; fold theta; field; lra|].
    intros x I _. destruct (B x I) as [E|E]; rewrite E.
    + rewrite (Ex_ext _ _ _ (fun _ => 0)) by (intros; ring). rewrite (Ex_const _ _ (law_power A q n Lq)). ring.
    + rewrite Rmult_1_r. unfold a. apply Ex_ext. intros l _ _. ring.
  - intros l _ _. rewrite <- (total_picks l (fun x c => r x * (1 - c / N) * Phi c)). unfold spread.
    replace (Sum l (fun x => r x * (1 - Sum l r / N) * Phi (Sum l r))) with (Sum l r * ((1 - Sum l r / N) * Phi (Sum l r)))
      by (rewrite <- Sum_scal_r; apply Sum_ext; intros; ring). unfold Rdiv. ring.
Qed.
Lemma spread_of_wrong : Ex (words A (S n)) (power q) spread = (1 - theta) * b.
Proof.
  pose proof N_pos as P.
  rewrite (Ex_ext _ _ _ (fun l => / N * Sum (picks l) (fun z => (1 - r (fst z)) * ((r (fst z) + Sum (snd z) r) / N) * Phi (r (fst z) + Sum (snd z) r)))).
  - rewrite Ex_scal, mean_picks. fold N. cbn [fst snd].
    rewrite (Ex_ext A q _ (fun x => b - b * r x)).
    + rewrite Ex_minus, Ex_scal, (Ex_const A q Lq). fold theta. field. lra.
    + intros x I _. destruct (B x I) as [E|E]; rewrite E.
      * rewrite Rmult_0_r. transitivity b; [|ring]. unfold b. apply Ex_ext. intros l _ _. rewrite Rplus_0_l. ring.
      * rewrite (Ex_ext _ _ _ (fun _ => 0)) by (intros; ring). rewrite (Ex_const _ _ (law_power A q n Lq)). ring.
  - intros l J _. rewrite <- (total_picks l (fun x c => (1 - r x) * (c / N) * Phi c)). unfold spread.
    replace (Sum l (fun x => (1 - r x) * (Sum l r / N) * Phi (Sum l r))) with ((N - Sum l r) * (Sum l r / N * Phi (Sum l r))).
    + field. lra.
    + apply words_length in J. unfold N. rewrite <- J, length_Sum at 1. change (Sum l r) with (Sum l (fun x => r x)) at 1.
      rewrite <- Sum_minus, <- Sum_scal_r. apply Sum_ext. intros; ring.
Qed.
(** The mean of the normalised scores is the gradient times the mean deviation over θ(1 − θ). *)
Theorem normalised_score : 0 < theta < 1 ->
  Ex (words A (S n)) (power q) (fun l => Sum l (fun x => (r x - Sum l r / N) * Phi (Sum l r) * s x) / N) =
  G * Ex (words A (S n)) (power q) spread / (theta * (1 - theta)).
Proof.
  intros T. pose proof N_pos as P. pose proof spread_of_right as R. pose proof spread_of_wrong as W.
  rewrite (Ex_ext _ _ _ (fun l => / N * Sum l (fun x => (r x - Sum l r / N) * Phi (Sum l r) * s x))) by (intros; unfold Rdiv; ring).
  rewrite Ex_scal, weighted_scores. set (e := Ex (words A (S n)) (power q) spread) in *.
  replace a with (e / theta) by (rewrite R; field; lra). replace b with (e / (1 - theta)) by (rewrite W; field; lra). field. lra.
Qed.
End Groups.

(** The deviation of a group with rewards 0 and 1. *)
Lemma squares_of_group {X} (A : list X) r n w : (forall x, In x A -> r x = 0 \/ r x = 1) -> (1 <= n)%nat -> In w (words A n) ->
  total (fun y => (r y - total r w / INR n) ^ 2) w / INR n = Sum w r / INR n * (1 - Sum w r / INR n).
Proof.
  intros B Hn J. apply in_words in J. destruct J as [Len I]. assert (P : 0 < INR n) by (apply lt_0_INR; lia). rewrite !total_Sum.
  set (m := Sum w r / INR n).
  rewrite (Sum_ext w _ (fun y => r y * (1 - 2 * m) + m * m)).
  - rewrite Sum_plus, Sum_scal_r, Sum_const, Len. unfold m. field. lra.
  - intros y K. destruct (B y (I y K)) as [-> | ->]; ring.
Qed.

Section Claims.
Context {X : Type} (A : list X) (q r h : X -> R).
Hypotheses (Lq : law A q) (B : forall y, In y A -> r y = 0 \/ r y = 1).
Let dev n w := sqrt (total (fun y => (r y - total r w / INR n) ^ 2) w / INR n).
Let F (t : R) := T A (fun y => exp (h y)) q t.
Theorem standardised_claim n : positive A q -> (1 <= n)%nat -> 0 < Ex A q r -> Ex A q r < 1 ->
  Ex (words A n) (power q) (fun w => total (fun y => (if Rltb 0 (dev n w) then (r y - total r w / INR n) / dev n w else 0)
    * (h y - Ex A q h)) w / INR n) =
  Derive (fun t => Ex A (F t) r) 0 * Ex (words A n) (power q) (dev n) / (Ex A q r * (1 - Ex A q r)).
Proof.
  intros Pq Hn T0 T1. destruct n as [|n]; [lia|]. set (N := INR (S n)). assert (P : 0 < N) by (apply lt_0_INR; lia).
  set (d c := sqrt (c / N * (1 - c / N))). set (Phi c := if Rltb 0 (d c) then / d c else 0).
  assert (D : forall w, In w (words A (S n)) -> dev (S n) w = d (Sum w r)).
  { intros w J. unfold dev, d. f_equal. now apply squares_of_group with A. }
  unfold F. rewrite (softmax_mean_slope A q h Lq Pq r). set (s x := h x - Ex A q h).
  pose proof (normalised_score A q r s Lq B (softmax_score_mean A q h Lq) n Phi (conj T0 T1)) as K. fold N in K.
  etransitivity; [|etransitivity; [exact K|]].
  - apply Ex_ext. intros w J _. rewrite (D w J), !total_Sum. f_equal. apply Sum_ext. intros x _. unfold Phi, s.
    destruct (Rltb 0 (d (Sum w r))); unfold Rdiv; ring.
  - f_equal. f_equal. apply Ex_ext. intros w J _. rewrite (D w J). unfold Phi, Rltb.
    destruct (Rlt_dec 0 (d (Sum w r))) as [L|L].
    + assert (Q : Sum w r / N * (1 - Sum w r / N) = d (Sum w r) * d (Sum w r)).
      { unfold d. rewrite sqrt_sqrt; [reflexivity|]. unfold N. rewrite <- (squares_of_group A r (S n) w B Hn J). rewrite total_Sum.
        unfold Rdiv. apply Rmult_le_pos; [apply Sum_nonneg; intros; apply pow2_ge_0|left; now apply Rinv_0_lt_compat]. }
      rewrite Q. field. lra.
    + pose proof (sqrt_pos (Sum w r / N * (1 - Sum w r / N))) as Z. fold (d (Sum w r)) in Z. rewrite Rmult_0_r. lra.
Qed.
Theorem deviation_below_claim n : (1 <= n)%nat ->
  Ex (words A n) (power q) (dev n) <= sqrt ((1 - 1 / INR n) * (Ex A q r * (1 - Ex A q r))).
Proof.
  intros Hn. assert (P : 0 < INR n) by (apply lt_0_INR; lia). pose proof (law_power A q n Lq) as Lw.
  set (e := Ex (words A n) (power q) (dev n)).
  assert (Q : forall w, In w (words A n) -> Rsqr (dev n w) = Sum w r / INR n - Rsqr (total r w / INR n)).
  { intros w J. unfold dev. rewrite Rsqr_sqrt.
    - rewrite (squares_of_group A r n w B Hn J), total_Sum. unfold Rsqr. ring.
    - rewrite total_Sum. unfold Rdiv. apply Rmult_le_pos; [apply Sum_nonneg; intros; apply pow2_ge_0|left; now apply Rinv_0_lt_compat]. }
  assert (M1 : Ex (words A n) (power q) (fun w => Sum w r / INR n) = Ex A q r).
  { rewrite (Ex_ext _ _ _ (fun w => / INR n * total r w)) by (intros; rewrite total_Sum; unfold Rdiv; ring).
    rewrite Ex_scal, Ex_total by exact Lq. field. lra. }
  assert (V1 : Var A q r = Ex A q r * (1 - Ex A q r)).
  { unfold Var. set (m := Ex A q r). rewrite (Ex_ext A q _ (fun x => (1 - 2 * m) * r x + m * m)).
    - rewrite Ex_plus, Ex_scal, (Ex_const A q Lq). fold m. ring.
    - intros x I _. destruct (B x I) as [-> | ->]; unfold Rsqr; ring. }
  assert (M2 : Ex (words A n) (power q) (fun w => Rsqr (total r w / INR n)) = Ex A q r * (1 - Ex A q r) / INR n + Rsqr (Ex A q r)).
  { pose proof (Var_total A q r n Lq) as V. unfold Var at 1 in V. rewrite (Ex_total A q r n Lq) in V.
    rewrite (Ex_ext _ _ _ (fun w => / Rsqr (INR n) * Rsqr (total r w - INR n * Ex A q r) + (2 * Ex A q r / INR n * total r w - Rsqr (Ex A q r)))).
    - rewrite Ex_plus, Ex_scal, V, Ex_minus, Ex_scal, (Ex_total A q r n Lq), (Ex_const _ _ Lw), V1. unfold Rsqr. field. lra.
    - intros. unfold Rsqr. field. lra. }
  assert (S2 : Ex (words A n) (power q) (fun w => Rsqr (dev n w)) = (1 - 1 / INR n) * (Ex A q r * (1 - Ex A q r))).
  { rewrite (Ex_ext _ _ _ (fun w => Sum w r / INR n - Rsqr (total r w / INR n))) by (intros; now apply Q).
    rewrite Ex_minus, M1, M2. unfold Rsqr. field. lra. }
  assert (E0 : 0 <= e) by (apply Ex_nonneg; [exact Lw|]; intros; apply sqrt_pos).
  rewrite <- (sqrt_Rsqr e E0). apply sqrt_le_1_alt. rewrite <- S2.
  assert (V : 0 <= Ex (words A n) (power q) (fun w => Rsqr (dev n w - e))) by (apply Ex_nonneg; [exact Lw|]; intros; apply Rle_0_sqr).
  rewrite (Ex_ext _ _ _ (fun w => Rsqr (dev n w) - (2 * e * dev n w - Rsqr e))) in V by (intros; unfold Rsqr; ring).
  rewrite !Ex_minus, Ex_scal, (Ex_const _ _ Lw) in V. fold e in V. unfold Rsqr in *. lra.
Qed.
End Claims.
