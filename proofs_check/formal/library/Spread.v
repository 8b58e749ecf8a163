(** Best-of-N and φ_δ^m become singular: total variation tends to 1 and the divergence, not divided by m, to infinity, in every
    model with 0 < δ < Δ_max. The total reward under φ^m does not concentrate: changing one letter hardly changes its law. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Theorem2 TypeLemma Types TypeBounds LogRate.

Section Spread.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (phi r : X -> R).
Hypothesis NA : NoDup A.
Hypothesis Lf : law A phi.
Notation E m := (Ex (words A m) (power phi)).

(** The share of a letter is near its probability, in the mean. *)
Lemma share_error x m : (1 <= m)%nat -> In x A -> 0 < phi x ->
  E m (fun w => Rabs (1 - INR (count_occ dec w x) / (INR m * phi x))) <= (/ phi x + 1) / 2 / sqrt (INR m).
Proof.
  intros M I P. assert (Pm : 0 < INR m) by (apply lt_0_INR; lia). set (y := sqrt (INR m)). assert (Y : 0 < y) by (now apply sqrt_lt_R0).
  assert (Y2 : y * y = INR m) by (apply sqrt_sqrt; lra). pose proof (law_power A phi m Lf) as Lm.
  set (n := fun w => INR (count_occ dec w x)).
  assert (Mu : E m (total (is_letter dec x)) = INR m * phi x) by (rewrite Ex_total, (mean_letter dec A phi x NA I) by exact Lf; reflexivity).
  assert (V : Var (words A m) (power phi) (total (is_letter dec x)) <= INR m * phi x).
  { rewrite Var_total by exact Lf. apply Rmult_le_compat_l; [lra|]. pose proof (Ex_square A phi Lf (is_letter dec x) 0) as Q.
    rewrite (Ex_ext A phi _ (is_letter dec x)) in Q by (intros; unfold is_letter, Rsqr; destruct (dec x0 x); ring).
    rewrite (mean_letter dec A phi x NA I) in Q. pose proof (Rle_0_sqr (phi x - 0)). lra. }
  apply Rle_trans with (E m (fun w => y / (2 * ((INR m * phi x) * (INR m * phi x))) * Rsqr (total (is_letter dec x) w - INR m * phi x) + / (2 * y))).
  - apply (Ex_le _ _ Lm). intros w _ _. rewrite total_letter. fold (n w). set (f := 1 - n w / (INR m * phi x)).
    assert (Mp : 0 < INR m * phi x) by now apply Rmult_lt_0_compat.
    replace (y / (2 * ((INR m * phi x) * (INR m * phi x))) * Rsqr (n w - INR m * phi x)) with (y * Rsqr f / 2) by (unfold f, Rsqr; field; lra).
    assert (Q : 0 <= Rsqr (y * Rabs f - 1)) by apply Rle_0_sqr. unfold Rsqr in Q.
    assert (F : Rsqr f = Rabs f * Rabs f) by (rewrite Rsqr_abs; reflexivity). rewrite F.
    apply (Rmult_le_reg_l (2 * y)); [lra|]. rewrite Rmult_plus_distr_l, Rinv_r by lra.
    replace (2 * y * (y * (Rabs f * Rabs f) / 2)) with (y * Rabs f * (y * Rabs f)) by field. lra.
  - rewrite Ex_plus, (Ex_const _ _ Lm), Ex_scal. unfold Var in V. rewrite Mu in V.
    apply Rle_trans with (y / (2 * ((INR m * phi x) * (INR m * phi x))) * (INR m * phi x) + / (2 * y)).
    + apply Rplus_le_compat_r, Rmult_le_compat_l; [|exact V]. assert (0 < INR m * phi x) by now apply Rmult_lt_0_compat.
      apply Rlt_le, Rdiv_lt_0_compat; [exact Y|]. apply Rmult_lt_0_compat; [lra|]. now apply Rmult_lt_0_compat.
    + right. rewrite <- Y2. field. lra.
Qed.
Lemma weighted_error x m (G : list X -> R) : (1 <= m)%nat -> In x A -> 0 < phi x -> (forall w, 0 <= G w <= 1) ->
  Rabs (E m G - E m (fun w => INR (count_occ dec w x) * G w) / (INR m * phi x)) <= (/ phi x + 1) / 2 / sqrt (INR m).
Proof.
  intros M I P B. assert (Pm : 0 < INR m * phi x) by (apply Rmult_lt_0_compat; [apply lt_0_INR; lia|exact P]).
  eapply Rle_trans; [|apply (share_error x m M I P)].
  replace (E m G - E m (fun w => INR (count_occ dec w x) * G w) / (INR m * phi x)) with (E m (fun w => (1 - INR (count_occ dec w x) / (INR m * phi x)) * G w)).
  - unfold Ex. eapply Rle_trans; [apply Sum_abs|]. apply Sum_le. intros w J. pose proof (law_nonneg _ _ (law_power A phi m Lf) w J).
    rewrite !Rabs_mult, (Rabs_right (power phi w)) by lra. apply Rmult_le_compat_l; [assumption|]. destruct (B w) as [B0 B1].
    rewrite (Rabs_right (G w)) by lra. rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rabs_pos|exact B1].
  - rewrite (Ex_ext _ _ _ (fun w => G w - / (INR m * phi x) * (INR (count_occ dec w x) * G w))) by (intros; unfold Rdiv; ring).
    rewrite Ex_minus, Ex_scal. unfold Rdiv. ring.
Qed.
Variables x y : X.
Hypotheses (Ix : In x A) (Iy : In y A) (Px : 0 < phi x) (Py : 0 < phi y) (xy : r x < r y).
Let d := r y - r x.
Definition kappa := (/ phi x + 1) / 2 + (/ phi y + 1) / 2.
Lemma kappa_pos : 0 < kappa.
Proof. unfold kappa. pose proof (Rinv_0_lt_compat _ Px). pose proof (Rinv_0_lt_compat _ Py). lra. Qed.
(** The laws of the total and of the total moved by d differ by O(1/√m). *)
Lemma shift m (G : R -> R) : (1 <= m)%nat -> (forall t, 0 <= G t <= 1) ->
  Rabs (E m (fun w => G (total r w)) - E m (fun w => G (total r w - d))) <= kappa / sqrt (INR m).
Proof.
  intros M B. destruct m as [|m]; [lia|]. assert (Pm : 0 < INR (S m)) by (apply lt_0_INR; lia).
  pose proof (weighted_error x (S m) (fun w => G (total r w)) M Ix Px ltac:(intros; apply B)) as E1.
  pose proof (weighted_error y (S m) (fun w => G (total r w - d)) M Iy Py ltac:(intros; apply B)) as E2.
  cbv beta in E1, E2.
  assert (S1 : forall v w, Permutation v w -> total r v = total r w) by (intros; rewrite !total_Sum; now apply Sum_perm).
  rewrite (letter_out dec A phi NA x m (fun w => G (total r w)) Ix) in E1 by (intros v w Q; now rewrite (S1 v w Q)).
  rewrite (letter_out dec A phi NA y m (fun w => G (total r w - d)) Iy) in E2 by (intros v w Q; now rewrite (S1 v w Q)).
  rewrite (Ex_ext _ _ (fun w => G (total r (y :: w) - d)) (fun w => G (total r (x :: w)))) in E2.
  2:{ intros w _ _. f_equal. simpl. unfold d. ring. }
  set (C := E m (fun w => G (total r (x :: w)))) in *.
  replace (INR (S m) * phi x * C / (INR (S m) * phi x)) with C in E1 by (field; lra).
  replace (INR (S m) * phi y * C / (INR (S m) * phi y)) with C in E2 by (field; lra).
  unfold kappa. rewrite Rdiv_plus_distr.
  replace (E (S m) (fun w => G (total r w)) - E (S m) (fun w => G (total r w - d))) with
    ((E (S m) (fun w => G (total r w)) - C) - (E (S m) (fun w => G (total r w - d)) - C)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
Qed.
Lemma shifts m j (G : R -> R) : (1 <= m)%nat -> (forall t, 0 <= G t <= 1) ->
  Rabs (E m (fun w => G (total r w)) - E m (fun w => G (total r w - INR j * d))) <= INR j * kappa / sqrt (INR m).
Proof.
  intros M B. induction j as [|j IH].
  - simpl. rewrite (Ex_ext _ _ (fun w => G (total r w - 0 * d)) (fun w => G (total r w))) by (intros; f_equal; ring).
    rewrite Rminus_eq_0, Rabs_R0. unfold Rdiv. rewrite !Rmult_0_l. lra.
  - pose proof (shift m (fun t => G (t - INR j * d)) M ltac:(intros; apply B)) as S1. cbv beta in S1.
    rewrite (Ex_ext _ _ (fun w => G (total r w - d - INR j * d)) (fun w => G (total r w - INR (S j) * d))) in S1 by (intros; f_equal; rewrite S_INR; ring).
    rewrite S_INR. replace ((INR j + 1) * kappa / sqrt (INR m)) with (INR j * kappa / sqrt (INR m) + kappa / sqrt (INR m)) by (unfold Rdiv; ring).
    replace (E m (fun w => G (total r w)) - E m (fun w => G (total r w - (INR j + 1) * d))) with
     ((E m (fun w => G (total r w)) - E m (fun w => G (total r w - INR j * d))) + (E m (fun w => G (total r w - INR j * d)) - E m (fun w => G (total r w - INR (S j) * d)))) by (rewrite S_INR; ring).
    eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.
Definition inside (u L t : R) : bool := Rleb u t && Rltb t (u + L).
Lemma disjoint u L D t k n : 0 < L <= D -> Sum (seq k n) (fun i => ind (inside u L (t - INR i * D))) <= 1.
Proof.
  intros B. revert k. induction n as [|n IH]; intros k; simpl; [lra|]. destruct (inside u L (t - INR k * D)) eqn:Q; cbn [ind].
  - rewrite Sum_zero; [lra|]. intros i I. apply in_seq in I. unfold inside in *. apply andb_prop in Q. destruct Q as [_ Q]. apply Rltb_true in Q.
    destruct (Rleb u (t - INR i * D)) eqn:W; [|reflexivity]. apply Rleb_true in W. exfalso.
    assert (INR k + 1 <= INR i) by (rewrite <- S_INR; apply le_INR; lia).
    assert ((INR k + 1) * D <= INR i * D) by (apply Rmult_le_compat_r; lra). lra.
  - specialize (IH (S k)). lra.
Qed.
(** The total lies in a window of length L ≤ R d with probability at most 1/J + J R κ/√m, for every J. *)
Theorem window_small m u L R0 J : (1 <= m)%nat -> (1 <= J)%nat -> 0 < L <= INR R0 * d ->
  Pr (words A m) (power phi) (fun w => inside u L (total r w)) <= / INR J + INR J * INR R0 * kappa / sqrt (INR m).
Proof.
  intros M HJ B. set (G := fun t => ind (inside u L t)). assert (G1 : forall t, 0 <= G t <= 1) by (intros t; unfold G, ind; destruct (inside u L t); lra).
  rewrite Pr_Ex. change (fun w => ind (inside u L (total r w))) with (fun w => G (total r w)). set (P := E m (fun w => G (total r w))).
  assert (PJ : 0 < INR J) by (apply lt_0_INR; lia). pose proof (law_power A phi m Lf) as Lm. pose proof kappa_pos as K0.
  assert (Y : 0 < sqrt (INR m)) by (apply sqrt_lt_R0, lt_0_INR; lia).
  assert (Up : Sum (seq 0 J) (fun i => E m (fun w => G (total r w - INR i * (INR R0 * d)))) <= 1).
  { unfold Ex. rewrite Sum_exchange. rewrite <- (law_sum _ _ Lm). apply Sum_le. intros w I. rewrite Sum_scal. rewrite <- (Rmult_1_r (power phi w)) at 2.
    apply Rmult_le_compat_l; [now apply Lm|]. now apply disjoint. }
  assert (Lo : Sum (seq 0 J) (fun _ => P - INR J * INR R0 * kappa / sqrt (INR m)) <= Sum (seq 0 J) (fun i => E m (fun w => G (total r w - INR i * (INR R0 * d))))).
  { apply Sum_le. intros i I. apply in_seq in I. pose proof (shifts m (i * R0) G M G1) as S1. fold P in S1.
    rewrite (Ex_ext _ _ (fun w => G (total r w - INR (i * R0) * d)) (fun w => G (total r w - INR i * (INR R0 * d)))) in S1 by (intros; f_equal; rewrite mult_INR; ring).
    apply Rabs_le_between in S1. rewrite mult_INR in S1.
    assert (INR i * INR R0 * kappa / sqrt (INR m) <= INR J * INR R0 * kappa / sqrt (INR m)); [|lra].
    apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|]. apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; [apply pos_INR|apply le_INR; lia]. }
  rewrite Sum_const, seq_length in Lo. assert (Q : INR J * (P - INR J * INR R0 * kappa / sqrt (INR m)) <= 1) by lra.
  apply (Rmult_le_compat_l (/ INR J)) in Q; [|now apply Rlt_le, Rinv_0_lt_compat].
  rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in Q by lra. lra.
Qed.
End Spread.

(** A logarithm is small beside √m. *)
Lemma log_small C D e : 0 < e -> eventually (fun m => C + D * ln (INR m + 1) <= e * sqrt (INR m)).
Proof.
  intros E0. set (Y := Rmax 1 (2 * (Rabs C + 4 * Rabs D) / e)). destruct (eventually_large ((Y * Y) * (Y * Y))) as [M H]. exists M. intros m Lm.
  destruct (H m Lm) as [M1 M2]. assert (P1 : 1 <= INR m) by (apply (le_INR 1); exact M1).
  assert (Y1 : 1 <= Y) by apply Rmax_l. assert (Y3 : 2 * (Rabs C + 4 * Rabs D) / e <= Y) by apply Rmax_r.
  set (b := sqrt (sqrt (INR m + 1))). assert (B2 : b * b = sqrt (INR m + 1)) by (apply sqrt_sqrt, sqrt_pos).
  assert (B4 : (b * b) * (b * b) = INR m + 1) by (rewrite B2; apply sqrt_sqrt; lra).
  assert (Bp : 0 < b) by (apply sqrt_lt_R0, sqrt_lt_R0; lra).
  assert (YY : 1 <= Y * Y) by (rewrite <- (Rmult_1_r 1); apply Rmult_le_compat; lra).
  assert (Yb : Y <= b).
  { unfold b. rewrite <- (sqrt_square Y) by lra. apply sqrt_le_1_alt. rewrite <- (sqrt_square (Y * Y)) by lra. apply sqrt_le_1_alt. lra. }
  assert (Lb : ln (INR m + 1) <= 4 * b).
  { rewrite <- B4. rewrite !ln_mult by (repeat apply Rmult_lt_0_compat; assumption). pose proof (ln_le_sub1 b Bp). lra. }
  assert (L0 : 0 <= ln (INR m + 1)) by (rewrite <- ln_1; apply ln_le_mono; lra).
  assert (Sq : b * b / 2 <= sqrt (INR m)).
  { rewrite B2. replace (sqrt (INR m + 1) / 2) with (sqrt ((INR m + 1) / (2 * 2))) by (rewrite sqrt_div_alt, sqrt_square by lra; reflexivity). apply sqrt_le_1_alt. lra. }
  assert (T1 : C + D * ln (INR m + 1) <= (Rabs C + 4 * Rabs D) * b).
  { assert (D * ln (INR m + 1) <= Rabs D * (4 * b)) by (apply Rle_trans with (Rabs D * ln (INR m + 1)); [apply Rmult_le_compat_r; [exact L0|apply Rle_abs]|apply Rmult_le_compat_l; [apply Rabs_pos|exact Lb]]).
    assert (C <= Rabs C * b) by (pose proof (Rle_abs C); pose proof (Rabs_pos C); assert (Rabs C * 1 <= Rabs C * b) by (apply Rmult_le_compat_l; lra); lra). lra. }
  apply Rle_trans with (1 := T1). apply Rle_trans with (e * (b * b / 2)); [|apply Rmult_le_compat_l; lra].
  assert (T2 : 2 * (Rabs C + 4 * Rabs D) <= e * b).
  { assert (Z : 2 * (Rabs C + 4 * Rabs D) / e <= b) by lra. apply (Rmult_le_compat_l e) in Z; [|lra].
    replace (e * (2 * (Rabs C + 4 * Rabs D) / e)) with (2 * (Rabs C + 4 * Rabs D)) in Z by (field; lra). exact Z. }
  apply (Rmult_le_compat_r b) in T2; lra.
Qed.
