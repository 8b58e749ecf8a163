(** The divergence of best-of-N from the optimum is ½ log m + O(1): the total reward is within O(1), in the mean, of the level
    s₀ = mρ − (log m)/(2α) where N p^m(S ≥ s) passes 1, and φ^m's mass near any level is O(1/√m). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Theorem2 Penalty Spread LocalMass Equivalence EveryBudget Claims_growing.

(** A number below n is at most the count of the whole numbers i < n below it. *)
Lemma count_below y n : y <= INR n -> y <= Sum (seq 0 n) (fun i => ind (Rltb (INR i) y)).
Proof.
  revert y. induction n as [|n IH]; intros y L; [exact L|]. rewrite (seq_S n 0), Sum_app, Nat.add_0_l. cbn [Sum]. rewrite Rplus_0_r.
  destruct (Rlt_dec (INR n) y) as [K|K].
  - rewrite (Sum_ext (seq 0 n) _ (fun _ => 1)).
    + rewrite Sum_const, seq_length. rewrite (proj2 (Rltb_true (INR n) y) K). cbn [ind]. rewrite S_INR in L. lra.
    + intros i I. apply in_seq in I. rewrite (proj2 (Rltb_true (INR i) y)); [reflexivity|]. apply Rlt_trans with (2 := K), lt_INR. lia.
  - specialize (IH y ltac:(lra)). assert (0 <= ind (Rltb (INR n) y)) by (unfold ind; destruct (Rltb _ _); lra). lra.
Qed.
Lemma geometric_sum z n : 0 < z < 1 -> Sum (seq 0 n) (fun i => z ^ i) <= / (1 - z).
Proof.
  intros Z1. assert (E : (1 - z) * Sum (seq 0 n) (fun i => z ^ i) = 1 - z ^ n).
  { induction n as [|n IH]; [simpl; ring|]. rewrite (seq_S n 0), Sum_app, Rmult_plus_distr_l, IH, Nat.add_0_l. simpl. ring. }
  pose proof (pow_lt z n ltac:(lra)). apply (Rmult_le_reg_l (1 - z)); [lra|]. rewrite Rinv_r by lra. lra.
Qed.
(** Finitely many values are bounded. *)
Lemma bounded_from (f : nat -> R) M C : (forall m, (M <= m)%nat -> f m <= C) -> exists k, 0 < k /\ forall m, f m <= k.
Proof.
  revert C. induction M as [|M IH]; intros C B.
  - exists (Rmax C 1). split; [eapply Rlt_le_trans; [|apply Rmax_r]; lra|]. intros m. eapply Rle_trans; [apply B; lia|apply Rmax_l].
  - apply (IH (Rmax C (f M))). intros m L. destruct (Nat.eq_dec m M) as [->|N]; [apply Rmax_r|]. eapply Rle_trans; [apply B; lia|apply Rmax_l].
Qed.

Section Half.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let delta := KL A phi p.
Let rho := - H A phi q.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Let Lphi : law A phi := T_law A p q Lp a.
Let s0 m := INR m * rho - ln (INR m) / (2 * a).
Let rho_mean : rho = Ex A phi l. Proof. unfold rho. rewrite H_Ex. ring. Qed.

Lemma half_root m : (1 <= m)%nat -> exp (ln (INR m) / 2) = sqrt (INR m).
Proof.
  intros M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (exp_pos (ln (INR m) / 2)) as E.
  apply Rsqr_inj; [lra|apply sqrt_pos|]. rewrite Rsqr_sqrt by lra. unfold Rsqr. rewrite <- exp_plus.
  transitivity (exp (ln (INR m))); [f_equal; field|now apply exp_ln].
Qed.
(** Seen from s₀: p^m = φ^m √m e^{−mδ − α(S − s₀)}. *)
Lemma density m w : (1 <= m)%nat -> In w (words A m) ->
  power p w = power phi w * (exp (- (INR m * delta)) * (sqrt (INR m) * exp (- (a * (total l w - s0 m))))).
Proof.
  intros M I. rewrite (tilt_identity A q p Lp a m w I), <- (half_root m M), <- !exp_plus. fold phi. do 2 f_equal. unfold s0, rho, delta. field. lra.
Qed.
(** No word is kept more often than N times as often as it is drawn. *)
Lemma kept_density m w : (1 <= m)%nat -> In w (words A m) -> pi m w <= c * sqrt (INR m) * (power phi w * exp (- (a * (total l w - s0 m)))).
Proof.
  intros M I. destruct HN as [c0 B]. destruct (B m) as [_ [_ N3]]. pose proof (law_nonneg _ _ (law_power A phi m Lphi) w I) as F0. pose proof (sqrt_pos (INR m)) as Y0.
  pose proof (kept_le (list_eq_dec dec) (words A m) (N m) (power p) (s m) (law_power A p m Lp) (proj1 (Ks m)) w I) as K. fold (pi m) in K.
  eapply Rle_trans; [exact K|]. rewrite (density m w M I). set (Y := sqrt (INR m)) in *. set (t := total l w - s0 m).
  apply Rle_trans with (c * exp (INR m * delta) * (power phi w * (exp (- (INR m * delta)) * (Y * exp (- (a * t)))))).
  - apply Rmult_le_compat_r; [|exact N3]. repeat apply Rmult_le_pos; try (apply Rlt_le, exp_pos); lra.
  - right. rewrite (exp_Ropp (INR m * delta)). field. apply Rgt_not_eq, exp_pos.
Qed.
Lemma tilt_mass g : 0 < g -> exists C, 0 < C /\ forall m u, (1 <= m)%nat ->
  Ex (words A m) (power phi) (fun w => exp (- (g * Rabs (total l w - u)))) <= C / sqrt (INR m).
Proof.
  intros G0. destruct nc as [x [y [Ix [Iy [Px [Py Lq]]]]]]. assert (xy : ln (q x) < ln (q y)) by (apply ln_increasing; [now apply qp|exact Lq]).
  exact (mass_small dec A phi l NA Lphi x y Ix Iy (T_pos A p q Lp a x Px) (T_pos A p q Lp a y Py) xy g G0).
Qed.
(** The reward of best-of-N is O(1) above s₀ in the mean. *)
Lemma excess : exists C, forall m, (1 <= m)%nat -> Ex (words A m) (pi m) (fun w => Rmax 0 (total l w - s0 m)) <= C.
Proof.
  destruct HN as [c0 _]. destruct (tilt_mass (a / 2) ltac:(lra)) as [C [C0 HC]].
  exists (c * (2 / a) * C). intros m M. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  set (Y := sqrt (INR m)). assert (Y0 : 0 < Y) by now apply sqrt_lt_R0.
  apply Rle_trans with (c * (2 / a) * Y * Ex (words A m) (power phi) (fun w => exp (- (a / 2 * Rabs (total l w - s0 m))))).
  - rewrite <- Ex_scal. apply Sum_le. intros w I. pose proof (law_nonneg _ _ (law_power A phi m Lphi) w I) as F0.
    pose proof (kept_density m w M I) as P1. fold Y in P1.
    set (t := total l w - s0 m) in *. assert (T0 : 0 <= Rmax 0 t) by apply Rmax_l.
    apply Rle_trans with (c * Y * (power phi w * exp (- (a * t))) * Rmax 0 t); [now apply Rmult_le_compat_r|].
    replace (power phi w * (c * (2 / a) * Y * exp (- (a / 2 * Rabs t)))) with (c * Y * power phi w * (2 / a * exp (- (a / 2 * Rabs t)))) by ring.
    replace (c * Y * (power phi w * exp (- (a * t))) * Rmax 0 t) with (c * Y * power phi w * (exp (- (a * t)) * Rmax 0 t)) by ring.
    apply Rmult_le_compat_l; [repeat apply Rmult_le_pos; lra|]. destruct (Rle_dec t 0) as [L|L].
    + rewrite Rmax_left, Rmult_0_r by exact L. apply Rmult_le_pos; [apply Rlt_le, Rdiv_lt_0_compat; lra|apply Rlt_le, exp_pos].
    + rewrite Rmax_right, Rabs_right by lra. replace (- (a * t)) with (- (a / 2 * t) + - (a / 2 * t)) by field. rewrite exp_plus, Rmult_assoc, (Rmult_comm (2 / a)).
      apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. pose proof (exp_ge_1 (a / 2 * t)) as Q. set (e := exp (a / 2 * t)) in *.
      assert (e0 : 0 < e) by apply exp_pos. rewrite exp_Ropp. fold e. apply (Rmult_le_reg_l e); [exact e0|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
      apply (Rmult_le_reg_l (a / 2)); [lra|]. replace (a / 2 * (e * (2 / a))) with e by (field; lra). lra.
  - specialize (HC m (s0 m) M). fold Y in HC. apply Rle_trans with (c * (2 / a) * Y * (C / Y)); [|right; field; lra].
    apply Rmult_le_compat_l; [|exact HC]. assert (0 < 2 / a) by (apply Rdiv_lt_0_compat; lra). repeat apply Rmult_le_pos; lra.
Qed.
(** A bound for how many of the draws fall in a window: N p^m(s₀ + v < S ≤ s₀ + v + d) ≥ k e^{−αv}, for |v| ≤ √m. *)
Lemma expected_draws : exists d k, 0 < d /\ 0 < k /\ eventually (fun m => forall v, Rabs v <= sqrt (INR m) ->
  k * exp (- (a * v)) <= INR (N m) * Pr (words A m) (power p) (fun w => within (s0 m + v) d (total l w))).
Proof.
  destruct nc as [x [y [Ix [Iy [Px [Py Lq]]]]]]. destruct HN as [c0 B].
  assert (xy : ln (q x) < ln (q y)) by (apply ln_increasing; [now apply qp|exact Lq]).
  destruct (mass_large dec A phi l NA Lphi x y Ix Iy (T_pos A p q Lp a x Px) (T_pos A p q Lp a y Py) xy) as [C [C0 [M1 HC]]].
  set (d := ln (q y) - ln (q x)) in *. cbv beta in HC. fold d in HC. assert (D0 : 0 < d) by (unfold d; lra).
  exists d, (C * exp (- (a * d)) / c). split; [exact D0|]. split; [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; [exact C0|apply exp_pos]|exact c0]|].
  destruct (log_small 0 (/ (2 * a)) 1 ltac:(lra)) as [M2 HL]. exists (S (M1 + M2)). intros m Lm v Hv. specialize (HC m ltac:(lia)). specialize (HL m ltac:(lia)).
  assert (M : (1 <= m)%nat) by lia. assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). destruct (B m) as [N1 [N2 _]]. pose proof (law_power A p m Lp) as Lpm.
  set (Y := sqrt (INR m)) in *. assert (Y0 : 0 < Y) by (apply sqrt_lt_R0; lra). set (t := s0 m + v).
  assert (L0 : 0 <= ln (INR m)) by (rewrite <- ln_1; apply ln_le_mono; lra). assert (Ll : ln (INR m) <= ln (INR m + 1)) by (apply ln_le_mono; lra).
  assert (ia : 0 < / (2 * a)) by (apply Rinv_0_lt_compat; lra).
  assert (W : C / Y <= Pr (words A m) (power phi) (fun w => within t d (total l w))).
  { apply HC. rewrite <- rho_mean. unfold t, s0. assert (ln (INR m) / (2 * a) <= Y).
    { unfold Rdiv. rewrite Rmult_comm. apply (Rmult_le_compat_l (/ (2 * a))) in Ll; lra. }
    assert (0 <= ln (INR m) / (2 * a)) by (apply Rmult_le_pos; lra). apply Rabs_le_between in Hv. apply Rabs_le. lra. }
  assert (Q : exp (- (INR m * delta)) * (C * exp (- (a * d)) * exp (- (a * v))) <= Pr (words A m) (power p) (fun w => within t d (total l w))).
  { eapply Rle_trans; [|apply (change_below A q p Lp a m _ (a * d + ln (INR m) * - (1 / 2) + a * v))].
    - fold phi delta. apply Rle_trans with (exp (- INR m * delta - (a * d + ln (INR m) * - (1 / 2) + a * v)) * (C / Y)); [|apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact W]].
      right. replace (- INR m * delta - (a * d + ln (INR m) * - (1 / 2) + a * v)) with (- (INR m * delta) + (- (a * d) + (ln (INR m) / 2 + - (a * v)))) by field.
      rewrite !exp_plus, (half_root m M). fold Y. field. lra.
    - intros w _ _ V. apply within_true in V. destruct V as [_ V]. fold phi. replace (H A phi q) with (- rho) by (unfold rho; ring).
      unfold t, s0 in V. apply Rle_trans with (a * (d - ln (INR m) / (2 * a) + v)); [apply Rmult_le_compat_l; lra|]. right. field. lra. }
  apply Rle_trans with (exp (INR m * delta) / c * (exp (- (INR m * delta)) * (C * exp (- (a * d)) * exp (- (a * v))))).
  - right. rewrite (exp_Ropp (INR m * delta)). field. split; (lra || apply Rgt_not_eq, exp_pos).
  - apply Rmult_le_compat; [apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact c0]| |exact N2|exact Q].
    repeat apply Rmult_le_pos; try (apply Rlt_le, exp_pos). lra.
Qed.
(** The chance that it is more than i below s₀ is doubly exponentially small, for i ≤ √m. *)
Lemma lower_tail : exists k, 0 < k /\ eventually (fun m => forall i, INR i <= sqrt (INR m) ->
  Pr (words A m) (pi m) (below (total l) (s0 m - INR i)) <= exp (- (k * exp (a * INR i)))).
Proof.
  destruct expected_draws as [d [k [D0 [k0 [M1 HD]]]]]. exists k. split; [exact k0|]. exists M1. intros m Lm i Hi. pose proof (law_power A p m Lp) as Lpm.
  specialize (HD m Lm (- INR i) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; [exact Hi|apply pos_INR])).
  replace (- (a * - INR i)) with (a * INR i) in HD by ring. replace (s0 m + - INR i) with (s0 m - INR i) in HD by ring.
  eapply Rle_trans; [apply (kept_below_le (words A m) (N m) (power p) (total l) (s m) Lpm (Ks m))|]. apply exp_le_mono, Ropp_le_contravar.
  eapply Rle_trans; [exact HD|]. apply Rmult_le_compat_l; [apply pos_INR|]. rewrite <- (Pr_compl _ _ Lpm).
  apply (Pr_mono _ _ Lpm). intros w _ V. apply within_true in V. apply negb_true_iff. unfold below. destruct (Rlt_dec (total l w) (s0 m - INR i)); [lra|reflexivity].
Qed.
(** … so it is O(1) below s₀ in the mean. *)
Lemma shortfall : exists C, eventually (fun m => Ex (words A m) (pi m) (fun w => Rmax 0 (s0 m - total l w)) <= C).
Proof.
  destruct lower_tail as [k [k0 [M1 HT]]]. destruct (reward_range A q p Lp) as [lo [hi R]]. set (g := hi - lo).
  destruct (rho_between A q p a Lp lo hi R) as [R1 R2]. fold phi rho in R1, R2. assert (g0 : 0 <= g) by (unfold g; lra).
  assert (e1 : 0 < exp (- a) < 1) by (split; [apply exp_pos|rewrite <- exp_0; apply exp_increasing; lra]).
  exists (/ k * / (1 - exp (- a)) + 4 * g * exp a / (k * (a * a))). exists (S M1). intros m Lm. specialize (HT m ltac:(lia)).
  assert (M : (1 <= m)%nat) by lia. assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). pose proof (law_power A p m Lp) as Lpm.
  pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi.
  set (Y := sqrt (INR m)) in *. assert (Y1 : 1 <= Y) by (unfold Y; rewrite <- sqrt_1; now apply sqrt_le_1_alt). assert (Y2 : Y * Y = INR m) by (apply sqrt_sqrt; lra).
  (* n is √m rounded down *)
  assert (Hn : exists n, INR n <= Y < INR n + 1).
  { destruct (archimed Y) as [A1 A2]. assert (U : (1 <= up Y)%Z) by (apply le_IZR; simpl; lra). exists (Z.to_nat (up Y - 1)).
    rewrite INR_IZR_INZ, Z2Nat.id, minus_IZR by lia. simpl. lra. }
  destruct Hn as [n [n1 n2]]. set (E := fun i => below (total l) (s0 m - INR i)).
  assert (L0 : 0 <= ln (INR m)) by (rewrite <- ln_1; apply ln_le_mono; lra).
  apply Rle_trans with (Ex (words A m) (pi m) (fun w => Sum (seq 0 n) (fun i => ind (E i w)) + INR m * g * ind (E n w))).
  - apply (Ex_le _ _ Lpi). intros w I Pw. assert (Pp : 0 < power p w).
    { destruct (law_nonneg _ _ Lpm w I) as [Q|Z]; [exact Q|]. pose proof (selected_ac dec A q p Lp m (N m) (s m) (Ks m) w I (eq_sym Z)) as Q. fold (pi m) in Q. lra. }
    destruct (total_range A q p Lp lo hi R m w I Pp) as [T1 _]. set (y := s0 m - total l w).
    assert (Eq : forall i, E i w = Rltb (INR i) y).
    { intros i. unfold E, y, below, Rltb. destruct (Rlt_dec (total l w) (s0 m - INR i)), (Rlt_dec (INR i) (s0 m - total l w)); try reflexivity; lra. }
    rewrite (Sum_ext (seq 0 n) _ (fun i => ind (Rltb (INR i) y))) by (intros; now rewrite Eq). rewrite Eq.
    assert (S0 : 0 <= Sum (seq 0 n) (fun i => ind (Rltb (INR i) y))) by (apply Sum_nonneg; intros; unfold ind; destruct (Rltb _ _); lra).
    assert (G0 : 0 <= INR m * g) by (apply Rmult_le_pos; lra).
    destruct (Rltb (INR n) y) eqn:Q; cbn [ind].
    + assert (y <= INR m * g).
      { unfold y, s0. assert (INR m * (rho - lo) <= INR m * g) by (apply Rmult_le_compat_l; unfold g; lra).
        assert (0 <= ln (INR m) / (2 * a)) by (apply Rmult_le_pos; [exact L0|apply Rlt_le, Rinv_0_lt_compat; lra]). lra. }
      apply Rmax_lub; lra.
    + apply Rltb_false in Q. pose proof (count_below y n Q). apply Rmax_lub; lra.
  - rewrite Ex_plus, Ex_scal, <- Pr_Ex. apply Rplus_le_compat.
    + unfold Ex. rewrite (Sum_ext _ _ (fun w => Sum (seq 0 n) (fun i => pi m w * ind (E i w)))) by (intros; now rewrite Sum_scal).
      rewrite Sum_exchange. apply Rle_trans with (Sum (seq 0 n) (fun i => / k * exp (- a) ^ i)).
      * apply Sum_le. intros i I. apply in_seq in I. fold (Ex (words A m) (pi m) (fun w => ind (E i w))). rewrite <- Pr_Ex.
        assert (Hi : INR i <= Y) by (apply Rle_trans with (INR n); [apply le_INR; lia|exact n1]).
        eapply Rle_trans; [apply (HT i Hi)|]. assert (e0 : 0 < k * exp (a * INR i)) by (apply Rmult_lt_0_compat; [exact k0|apply exp_pos]).
        rewrite exp_Ropp. apply Rle_trans with (/ (k * exp (a * INR i))); [apply Rinv_le_contravar; [exact e0|pose proof (exp_ge_1 (k * exp (a * INR i))); lra]|].
        right. rewrite Rinv_mult. f_equal. rewrite <- exp_Ropp. rewrite <- (exp_ln (exp (- a) ^ i)) by (apply pow_lt, exp_pos). rewrite ln_pow, ln_exp by apply exp_pos. f_equal. ring.
      * rewrite Sum_scal. apply Rmult_le_compat_l; [apply Rlt_le, Rinv_0_lt_compat, k0|]. now apply geometric_sum.
    + pose proof (HT n n1) as Tn. fold (E n) in Tn. set (e := exp (a * INR n)) in *. assert (e0 : 0 < e) by apply exp_pos.
      assert (Q : a * a / 4 * INR m <= exp a * e).
      { unfold e. rewrite <- exp_plus, <- Y2. apply Rle_trans with (exp (a / 2 * Y) * exp (a / 2 * Y)).
        - replace (a * a / 4 * (Y * Y)) with ((a / 2 * Y) * (a / 2 * Y)) by field. pose proof (exp_ge_1 (a / 2 * Y)). assert (0 <= a / 2 * Y) by (apply Rmult_le_pos; lra). apply Rmult_le_compat; lra.
        - rewrite <- exp_plus. apply exp_le_mono. apply (Rmult_lt_compat_l a) in n2; lra. }
      assert (F : exp (- (k * e)) <= / (k * e)).
      { rewrite exp_Ropp. apply Rinv_le_contravar; [now apply Rmult_lt_0_compat|]. pose proof (exp_ge_1 (k * e)). lra. }
      apply Rle_trans with (INR m * g * / (k * e)); [apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]|].
      assert (aa : 0 < k * (a * a)) by (apply Rmult_lt_0_compat; [exact k0|now apply Rmult_lt_0_compat]).
      replace (INR m * g * / (k * e)) with (4 * g * (a * a / 4 * INR m) / (k * (a * a)) / e) by (field; repeat split; lra).
      replace (4 * g * exp a / (k * (a * a))) with (4 * g * (exp a * e) / (k * (a * a)) / e) by (field; repeat split; lra).
      apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|]. apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|].
      apply Rmult_le_compat_l; [lra|exact Q].
Qed.
(** KL(π_N^m‖φ^m) = ½ log m + O(1), from some length on. *)
Lemma half_log : exists C, eventually (fun m => Rabs (KL (words A m) (pi m) (power phi) - ln (INR m) / 2) <= C).
Proof.
  destruct excess as [C1 E1]. destruct shortfall as [C2 [M2 E2]]. destruct HN as [c0 B]. destruct (tilt_mass 1 ltac:(lra)) as [C3 [C30 E3]].
  exists (Rabs (ln c) + a * Rabs C2 + Rabs C1 + Rabs C2 + Rabs (ln C3)). exists (S M2). intros m Lm. specialize (E2 m ltac:(lia)). assert (M : (1 <= m)%nat) by lia.
  specialize (E1 m M). specialize (E3 m (s0 m) M). destruct (B m) as [N1 [_ N3]]. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi. pose proof (law_power A phi m Lphi) as Lfm.
  set (Ep := Ex (words A m) (pi m)) in *.
  assert (aC : 0 <= a * Rabs C2) by (apply Rmult_le_pos; [lra|apply Rabs_pos]). pose proof (Rabs_pos C1). pose proof (Rabs_pos C2). pose proof (Rabs_pos (ln c)). pose proof (Rabs_pos (ln C3)).
  pose proof (Rle_abs C1). pose proof (Rle_abs C2). pose proof (Rle_abs (ln c)). pose proof (Rle_abs (ln C3)).
  apply Rabs_le. split.
  - pose proof (donsker_varadhan (words A m) (power phi) Lfm (fun w => - (1 * Rabs (total l w - s0 m))) (pi m) Lpi (selected_ac_phi dec A q p a Lp m (N m) (s m) (Ks m))) as D. cbv beta in D. fold Ep in D.
    set (F := Ex (words A m) (power phi) (fun w => exp (- (1 * Rabs (total l w - s0 m))))) in *.
    assert (F0 : 0 < F) by (apply (Ex_exp_pos (words A m) (power phi) Lfm (fun w => - (1 * Rabs (total l w - s0 m))))).
    assert (LF : ln F <= ln C3 - ln (INR m) / 2).
    { apply (ln_le_mono _ _ F0) in E3. rewrite <- (half_root m M) in E3. unfold Rdiv in E3. rewrite ln_mult, <- exp_Ropp, ln_exp in E3 by (try apply Rinv_0_lt_compat; try apply exp_pos; exact C30). lra. }
    assert (Dv : - (C1 + C2) <= Ep (fun w => - (1 * Rabs (total l w - s0 m)))).
    { apply Rle_trans with (Ep (fun w => -1 * (Rmax 0 (total l w - s0 m) + Rmax 0 (s0 m - total l w)))).
      - unfold Ep in *. rewrite Ex_scal, Ex_plus. lra.
      - apply (Ex_le _ _ Lpi). intros w _ _. unfold Rmax, Rabs. destruct (Rle_dec 0 (total l w - s0 m)), (Rle_dec 0 (s0 m - total l w)), (Rcase_abs (total l w - s0 m)); lra. }
    lra.
  - pose proof (divergence_le dec A q p a Lp m (N m) (s m) (Ks m) N1) as D. fold phi delta rho in D. fold (pi m) in D. change (Ex (words A m) (pi m) (total l)) with (Ep (total l)) in D.
    assert (PN : 0 < INR (N m)) by (apply lt_0_INR; lia). apply (ln_le_mono _ _ PN) in N3. rewrite ln_mult, ln_exp in N3 by (assumption || apply exp_pos).
    assert (Sh : s0 m - Ep (total l) <= C2).
    { eapply Rle_trans; [|exact E2]. replace (s0 m - Ep (total l)) with (Ep (fun w => s0 m - total l w)) by (unfold Ep; now rewrite Ex_minus, (Ex_const _ _ Lpi)).
      apply (Ex_le _ _ Lpi). intros w _ _. apply Rmax_r. }
    assert (a * (s0 m - Ep (total l)) <= a * Rabs C2) by (apply Rmult_le_compat_l; lra).
    assert (a * (INR m * rho - Ep (total l)) = ln (INR m) / 2 + a * (s0 m - Ep (total l))) by (unfold s0; field; lra). lra.
Qed.
(** The total reward is ½ log m/α + O(1) below the optimum's, in the mean. *)
Theorem total_reward_half_log : exists k, 0 < k /\ forall m, (1 <= m)%nat ->
  Rabs (Ex (words A m) (power phi) (total l) - Ex (words A m) (pi m) (total l) - ln (INR m) / (2 * a)) <= k.
Proof.
  destruct excess as [C1 E1]. destruct shortfall as [C2 [M2 E2]].
  destruct (bounded_from (fun m => Rabs (Ex (words A m) (power phi) (total l) - Ex (words A m) (pi m) (total l) - ln (INR m) / (2 * a))) (S M2) (Rabs C1 + Rabs C2)) as [k [k0 Hk]];
    [|exists k; split; [exact k0|intros m _; apply Hk]].
  intros m Lm. specialize (E2 m ltac:(lia)). specialize (E1 m ltac:(lia)). pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi.
  rewrite Ex_total by exact Lphi. rewrite <- rho_mean.
  replace (INR m * rho - Ex (words A m) (pi m) (total l) - ln (INR m) / (2 * a)) with (Ex (words A m) (pi m) (fun w => s0 m - total l w))
    by (rewrite Ex_minus, (Ex_const _ _ Lpi); unfold s0; ring).
  assert (U : Ex (words A m) (pi m) (fun w => s0 m - total l w) <= C2) by (eapply Rle_trans; [|exact E2]; apply (Ex_le _ _ Lpi); intros; apply Rmax_r).
  assert (L : - C1 <= Ex (words A m) (pi m) (fun w => s0 m - total l w)).
  { assert (Q : Ex (words A m) (pi m) (fun w => -1 * Rmax 0 (total l w - s0 m)) <= Ex (words A m) (pi m) (fun w => s0 m - total l w))
      by (apply (Ex_le _ _ Lpi); intros w _ _; pose proof (Rmax_r 0 (total l w - s0 m)); lra). rewrite Ex_scal in Q. lra. }
  pose proof (Rle_abs C1). pose proof (Rle_abs C2). pose proof (Rabs_pos C1). pose proof (Rabs_pos C2). apply Rabs_le. lra.
Qed.
End Half.

(** For 0 < δ < Δ_max and N about exp(mδ), every optimum and every rule for ties: |KL(π_N^m‖φ^m) − ½ log m| is bounded. *)
Theorem divergence_is_half_log {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R)
  (N : nat -> nat) (s : nat -> list (list X) -> list X -> R) : NoDup A -> law A p -> optimal A p q D phi ->
  (forall x, In x A -> 0 < p x -> 0 < q x) -> (forall m, keeps_best (words A m) (N m) (total (fun x => ln (q x))) (s m)) ->
  0 < D -> D < Dmax A p q -> about c D N ->
  (forall m, (1 <= m)%nat -> ac (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi)) /\
  exists k, 0 < k /\ forall m, (1 <= m)%nat -> Rabs (KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi) - ln (INR m) / 2) <= k.
Proof.
  intros NA Lp Opt qp Ks D0 B HN. split; [intros m _; exact (finite_below dec A q p phi D Lp qp Opt (Rlt_le _ _ D0) B N s Ks m)|].
  destruct (optimum_tilt A q p phi D Lp qp Opt (conj D0 B)) as [a [a0 [E F]]]. rewrite <- E in HN.
  destruct (half_log dec A q p a c NA Lp qp (varies_below A q p D Lp D0 B) a0 N s HN Ks) as [C [M HC]].
  destruct (bounded_from _ M C HC) as [k [k0 Hk]]. exists k. split; [exact k0|]. intros m _. specialize (Hk m).
  assert (KF : KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi) = KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power (T A q p a)))
    by exact (KL_phi A q p phi N s a m F).
  rewrite KF. exact Hk.
Qed.
(** … and of the budget all but a constant is spent: |KL(π_N^m‖p^m) − mδ| is bounded. *)
Theorem budget_spent {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R)
  (N : nat -> nat) (s : nat -> list (list X) -> list X -> R) : NoDup A -> law A p -> optimal A p q D phi ->
  (forall x, In x A -> 0 < p x -> 0 < q x) -> (forall m, keeps_best (words A m) (N m) (total (fun x => ln (q x))) (s m)) ->
  0 < D -> D < Dmax A p q -> about c D N ->
  exists k, 0 < k /\ forall m, (1 <= m)%nat -> Rabs (KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power p) - INR m * D) <= k.
Proof.
  intros NA Lp Opt qp Ks D0 B HN. destruct (divergence_is_half_log dec A q p phi D c N s NA Lp Opt qp Ks D0 B HN) as [_ [k1 [k10 H1]]].
  destruct (optimum_tilt A q p phi D Lp qp Opt (conj D0 B)) as [a [a0 [E F]]]. rewrite <- E in HN.
  destruct (total_reward_half_log dec A q p a c NA Lp qp (varies_below A q p D Lp D0 B) a0 N s HN Ks) as [k2 [k20 H2]].
  exists (k1 + a * k2). split; [assert (0 < a * k2) by (now apply Rmult_lt_0_compat); lra|]. intros m M. specialize (H1 m M). specialize (H2 m M). cbv beta in H2.
  set (pi := kept (words A m) (N m) (power p) (s m)) in *. set (l := fun x => ln (q x)) in *.
  assert (KF : KL (words A m) pi (power phi) = KL (words A m) pi (power (T A q p a))) by exact (KL_phi A q p phi N s a m F).
  assert (I : KL (words A m) pi (power (T A q p a)) = KL (words A m) pi (power p) - INR m * KL A (T A q p a) p
    + a * (INR m * - H A (T A q p a) q - Ex (words A m) pi (total l))) by exact (divergence_identity dec A q p a Lp m (N m) (s m) (Ks m)).
  rewrite E in I. rewrite KF in H1. rewrite Ex_total in H2 by exact (T_law A p q Lp a). replace (Ex A (T A q p a) l) with (- H A (T A q p a) q) in H2 by (rewrite H_Ex; unfold l; ring).
  set (g := INR m * - H A (T A q p a) q - Ex (words A m) pi (total l)) in *.
  replace (KL (words A m) pi (power p) - INR m * D) with ((KL (words A m) pi (power (T A q p a)) - ln (INR m) / 2) + - (a * (g - ln (INR m) / (2 * a)))) by (rewrite I; field; lra).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult, (Rabs_right a) by lra. apply Rplus_le_compat; [exact H1|]. apply Rmult_le_compat_l; [lra|exact H2].
Qed.
