(** The closing conjecture is false in every model: the rates of best-of-N on both sides of H(φ_δ‖q). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TiltLevels TailLimits Growing Theorem2.

Section Rates.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Notation level := (fun b => H A (T A q p b) q).
Notation J := (fun b => KL A (T A q p b) p).
Let phi := T A q p a.
Let delta := KL A phi p.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).

Lemma Lpi m : law (words A m) (pi m). Proof. apply (pi_law A q p Lp m (N m) (s m) (Ks m)). Qed.
Lemma pi_support m w : In w (words A m) -> pi m w <> 0 -> 0 < power p w.
Proof.
  intros I Nz. destruct (law_nonneg _ _ (law_power A p m Lp) w I) as [P|Z]; [exact P|].
  elim Nz. now apply (selected_ac dec A q p Lp m (N m) (s m) (Ks m)).
Qed.
(** No event is kept more than N times as often as it is drawn. *)
Lemma pi_le_N m E : Pr (words A m) (pi m) E <= INR (N m) * Pr (words A m) (power p) E.
Proof.
  pose proof (law_power A p m Lp) as L. eapply Rle_trans; [apply (kept_event (words A m) (N m) (power p) (s m) L (proj1 (Ks m)))|].
  apply bernoulli. split; [now apply Pr_nonneg|now apply Pr_le_1].
Qed.
(** All draws have more than t nats per letter exactly when the kept one has. *)
Lemma pi_above t m : (1 <= m)%nat -> Pr (words A m) (pi m) (fun w => Rltb t (info q m w)) =
  (1 - Pr (words A m) (power p) (fun w => Rleb (info q m w) t)) ^ N m.
Proof.
  intros M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (law_power A p m Lp) as L.
  assert (E : forall w, In w (words A m) -> 0 < power p w -> Rltb t (info q m w) = below (total l) (- (INR m * t)) w).
  { intros w I Q. rewrite (info_total A q p Lp qp m w I Q). unfold Rltb, below.
    assert (K : total l w = - (INR m * (- total l w / INR m))) by (field; lra).
    destruct (Rlt_dec t (- total l w / INR m)) as [U|U]; destruct (Rlt_dec (total l w) (- (INR m * t))) as [V|V]; auto; exfalso.
    - apply V. rewrite K. apply Ropp_lt_contravar, Rmult_lt_compat_l; lra.
    - apply U. apply (Rmult_lt_reg_l (INR m)); lra. }
  rewrite (Pr_ext _ _ _ (below (total l) (- (INR m * t)))) by (intros w I Nz; apply E; [exact I|now apply (pi_support m)]).
  unfold pi. rewrite (kept_below (words A m) (N m) (power p) (total l) (s m) L (Ks m)). f_equal.
  rewrite <- (Pr_compl _ _ L). apply Pr_ext. intros w I Nz. rewrite <- E by (first [exact I | destruct (law_nonneg _ _ L w I); [assumption|congruence]]).
  apply Rltb_neg.
Qed.
Lemma pi_above_le t m : (1 <= m)%nat -> Pr (words A m) (pi m) (fun w => Rltb t (info q m w)) <=
  exp (- (INR (N m) * Pr (words A m) (power p) (fun w => Rleb (info q m w) t))).
Proof.
  intros M. rewrite pi_above by exact M. set (G := Pr _ _ _). assert (G1 : G <= 1) by (apply Pr_le_1, law_power, Lp).
  apply Rle_trans with (exp (- G) ^ N m).
  - apply pow_incr. split; [lra|]. pose proof (exp_ge_1 (- G)). lra.
  - right. rewrite <- (exp_ln (exp (- G) ^ N m)) by (apply pow_lt, exp_pos). rewrite ln_pow, ln_exp by apply exp_pos. f_equal. ring.
Qed.

(** Beyond t_δ = H(φ_δ‖q), on the side of lower rewards: doubly exponentially small. *)
Theorem best_of_N_beyond t : level a < t -> exists k, 0 < k /\ eventually (fun m =>
  Pr (words A m) (pi m) (fun w => Rleb t (info q m w)) <= exp (- exp (INR m * k))).
Proof.
  intros Lt. destruct (level_continuous A q p Lp a (t - level a) ltac:(cbv beta in *; lra)) as [d [D C]].
  set (u := Rmin (d / 2) (a / 2)). assert (U0 : 0 < u) by (unfold u; apply Rmin_glb_lt; lra).
  assert (U1 : u <= d / 2) by apply Rmin_l. assert (U2 : u <= a / 2) by apply Rmin_r. set (b := a - u).
  specialize (C b ltac:(unfold b; replace (a - u - a) with (- u) by ring; rewrite Rabs_Ropp, Rabs_right; lra)). apply Rabs_def2 in C.
  assert (Jb : J b < delta) by (apply (KL_strictly_increasing A p q Lp qp nc); unfold b; lra).
  set (k := (delta - J b) / 4). assert (K0 : 0 < k) by (unfold k; cbv beta in *; lra). exists k. split; [exact K0|].
  destruct HN as [C0 B]. destruct (half_absorbed (1 / c) k ltac:(apply Rdiv_lt_0_compat; lra) K0) as [M1 H1].
  destruct (beyond_exponent A q p Lp qp nc 1 b k ltac:(ring) ltac:(unfold b; lra) K0) as [M2 H2].
  exists (S (M1 + M2)). intros m Lm. specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). destruct (B m) as [_ [N2 _]].
  apply Rle_trans with (Pr (words A m) (pi m) (fun w => Rltb (level b) (info q m w))).
  - apply (Pr_mono _ _ (Lpi m)). intros w _. rewrite Rleb_true, Rltb_true. cbv beta in *. lra.
  - eapply Rle_trans; [apply pi_above_le; lia|]. apply exp_le_mono, Ropp_le_contravar.
    rewrite (Pr_ext _ _ _ (fun w => Rleb (info q m w) (level b))) in H2 by (intros; cbv beta; now rewrite !Rmult_1_l).
    apply Rle_trans with (exp (INR m * delta) / c * exp (- INR m * (J b + k))).
    + replace (INR m * k) with (INR m * delta + - INR m * (J b + k) - INR m * (2 * k)) by (unfold k; cbv beta; field).
      unfold Rminus. rewrite !exp_plus. apply Rle_trans with (exp (INR m * delta) * exp (- INR m * (J b + k)) * exp (- INR m * k)).
      * apply Rmult_le_compat_l; [apply Rlt_le, Rmult_lt_0_compat; apply exp_pos|]. apply exp_le_mono.
        assert (0 <= INR m * k) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra.
      * replace (exp (INR m * delta) / c * exp (- INR m * (J b + k))) with (exp (INR m * delta) * exp (- INR m * (J b + k)) * (1 / c)) by (field; lra).
        apply Rmult_le_compat_l; [apply Rlt_le, Rmult_lt_0_compat; apply exp_pos|exact H1].
    + apply Rmult_le_compat; [apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact C0]|apply Rlt_le, exp_pos|exact N2|exact H2].
Qed.
(** … so its exponent is infinite: below exp(−mM) eventually, whatever M. *)
Corollary best_of_N_infinite_rate t M : level a < t -> eventually (fun m =>
  Pr (words A m) (pi m) (fun w => Rleb t (info q m w)) <= exp (- INR m * M)).
Proof.
  intros Lt. destruct (best_of_N_beyond t Lt) as [k [K0 [M1 H1]]]. destruct (eventually_large (4 * M / (k * k))) as [M2 H2].
  exists (M1 + M2)%nat. intros m Lm. destruct (H2 m ltac:(lia)) as [Q1 Q2]. eapply Rle_trans; [apply H1; lia|]. apply exp_le_mono.
  assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  assert (E : INR m * k * (INR m * k) / 4 <= exp (INR m * k)).
  { assert (0 < INR m * k) by (now apply Rmult_lt_0_compat). pose proof (exp_ge_1 (INR m * k / 2)) as E.
    replace (INR m * k) with (INR m * k / 2 + INR m * k / 2) at 3 by field. rewrite exp_plus. nra. }
  assert (kk : 0 < k * k) by (now apply Rmult_lt_0_compat).
  apply (Rmult_le_compat_r (k * k)) in Q2; [|lra]. unfold Rdiv in Q2. rewrite Rmult_assoc, Rinv_l in Q2 by lra.
  assert (INR m * (4 * M) <= INR m * (INR m * (k * k))) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** Up to t_δ the exponent is at most J₀ − δ. *)
Lemma best_of_N_lower b e : a < b -> 0 < e -> eventually (fun m =>
  exp (- INR m * (J b - delta + e)) <= Pr (words A m) (pi m) (fun w => Rleb (info q m w) (level b))).
Proof.
  intros Lb E. destruct HN as [C0 B].
  assert (Jb : delta < J b) by (apply (KL_strictly_increasing A p q Lp qp nc); lra).
  destruct (half_absorbed (/ (c * (1 + c))) (e / 2) ltac:(apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra) ltac:(lra)) as [M1 H1].
  destruct (beyond_exponent A q p Lp qp nc 1 b (e / 2) ltac:(ring) ltac:(lra) ltac:(lra)) as [M2 H2].
  exists (S (M1 + M2)). intros m Lm. specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). destruct (B m) as [_ [N2 N3]].
  rewrite (Pr_ext _ _ _ (fun w => Rleb (info q m w) (level b))) in H2 by (intros; cbv beta; now rewrite !Rmult_1_l).
  set (G := Pr (words A m) (power p) (fun w => Rleb (info q m w) (level b))) in *.
  pose proof (pi_above_le (level b) m ltac:(lia)) as U. fold G in U.
  rewrite (Pr_ext _ _ _ (fun w => negb (Rltb (level b) (info q m w)))) by (intros; apply Rleb_neg). rewrite (Pr_compl _ _ (Lpi m)).
  set (y := INR (N m) * G) in *.
  assert (Y1 : y <= c).
  { apply Rle_trans with (c * exp (INR m * delta) * exp (- INR m * J b)).
    - apply Rmult_le_compat; [apply pos_INR|apply Pr_nonneg, law_power, Lp|exact N3|]. apply (tail_below_le A q p Lp qp b m); [lra|lia].
    - rewrite Rmult_assoc, <- exp_plus. rewrite <- (Rmult_1_r c) at 2. apply Rmult_le_compat_l; [lra|].
      rewrite <- exp_0. apply exp_le_mono. assert (0 <= INR m * (J b - delta)) by (apply Rmult_le_pos; [apply pos_INR|cbv beta; lra]). cbv beta in *. lra. }
  assert (Y2 : exp (INR m * delta) / c * exp (- INR m * (J b + e / 2)) <= y).
  { apply Rmult_le_compat; [apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact C0]|apply Rlt_le, exp_pos|exact N2|exact H2]. }
  assert (Y0 : 0 < y). { eapply Rlt_le_trans; [|exact Y2]. apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; [apply exp_pos|exact C0]|apply exp_pos]. }
  assert (Ey : exp (- y) <= / (1 + y)) by (rewrite exp_Ropp; apply Rinv_le_contravar; [lra|apply exp_ge_1]).
  assert (Low : y / (1 + c) <= 1 - exp (- y)).
  { apply Rle_trans with (1 - / (1 + y)); [|lra]. replace (1 - / (1 + y)) with (y / (1 + y)) by (field; lra).
    apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
  apply Rle_trans with (y / (1 + c)); [|lra].
  apply Rle_trans with (exp (INR m * delta) / c * exp (- INR m * (J b + e / 2)) / (1 + c)); [|apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra|exact Y2]].
  replace (exp (INR m * delta) / c * exp (- INR m * (J b + e / 2)) / (1 + c)) with (exp (INR m * delta) * exp (- INR m * (J b + e / 2)) * / (c * (1 + c))) by (field; lra).
  replace (- INR m * (J b - delta + e)) with (INR m * delta + - INR m * (J b + e / 2) + - INR m * (e / 2)) by (cbv beta; field).
  rewrite !exp_plus. apply Rmult_le_compat_l; [apply Rlt_le, Rmult_lt_0_compat; apply exp_pos|exact H1].
Qed.
(** Up to t_δ, on the side of higher rewards: the rate is J₀ − δ. *)
Theorem best_of_N_rate b : a < b ->
  is_lim_seq (fun m => - ln (Pr (words A m) (pi m) (fun w => Rleb (info q m w) (level b))) / INR m) (J b - delta).
Proof.
  intros Lb. destruct HN as [C0 B].
  assert (Jb : delta < J b) by (apply (KL_strictly_increasing A p q Lp qp nc); lra).
  apply exponent_limit; intros e E.
  - now apply best_of_N_lower.
  - destruct (half_absorbed (/ c) e ltac:(now apply Rinv_0_lt_compat) E) as [M1 H1]. exists (S M1). intros m Lm. specialize (H1 m ltac:(lia)).
    destruct (B m) as [_ [_ N3]]. eapply Rle_trans; [apply pi_le_N|].
    apply Rle_trans with (c * exp (INR m * delta) * exp (- INR m * J b)).
    { apply Rmult_le_compat; [apply pos_INR|apply Pr_nonneg, law_power, Lp|exact N3|]. apply (tail_below_le A q p Lp qp b m); [lra|lia]. }
    assert (Ce : c <= exp (INR m * e)).
    { apply Rinv_le_contravar in H1; [|apply exp_pos]. rewrite Rinv_inv in H1. rewrite <- exp_Ropp in H1. replace (- (- INR m * e)) with (INR m * e) in H1 by ring. exact H1. }
    replace (- INR m * (J b - delta - e)) with (INR m * e + INR m * delta + - INR m * J b) by (cbv beta; ring). rewrite !exp_plus.
    apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|]. apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|exact Ce].
Qed.
(** The rate of best-of-N exceeds J_Δ by α(t_δ − t) > 0. *)
Theorem rate_gap b : J b - delta = KL A (T A q p b) phi + a * (level a - level b).
Proof.
  pose proof (three_point A p q Lp (T A q p b) a (T_law A p q Lp b) (T_ac A p q b)) as E. fold phi delta in E. cbv beta. fold phi. lra.
Qed.
(** The conjecture is false, below t_δ: the exponent of best-of-N is not J_Δ(t). *)
Theorem conjecture_false_below b : a < b ->
  ~ is_lim_seq (fun m => - ln (Pr (words A m) (pi m) (fun w => Rleb (info q m w) (level b))) / INR m) (KL A (T A q p b) phi).
Proof.
  intros Lb L. pose proof (best_of_N_rate b Lb) as R. apply is_lim_seq_unique in L. apply is_lim_seq_unique in R. rewrite L in R.
  injection R as R. rewrite rate_gap in R. pose proof (H_strictly_decreasing A p q Lp qp nc a b Lb) as D.
  assert (0 < a * (level a - level b)) by (apply Rmult_lt_0_compat; cbv beta; lra). cbv beta in *. lra.
Qed.
(** … and above t_δ: best-of-N is below every exponential, the optimum's tail is not. *)
Theorem conjecture_false_above b M e : b < a -> 0 < e -> eventually (fun m =>
  Pr (words A m) (pi m) (fun w => Rleb (level b) (info q m w)) <= exp (- INR m * M) /\
  exp (- INR m * (KL A (T A q p b) phi + e)) <= Pr (words A m) (power phi) (fun w => Rleb (level b) (info q m w))).
Proof.
  intros Lb E. pose proof (H_strictly_decreasing A p q Lp qp nc b a Lb) as D.
  destruct (best_of_N_infinite_rate (level b) M D) as [M1 H1].
  destruct (tilt_of_phi A q p a Lp b) as [E1 E2]. fold phi in E1, E2.
  destruct (beyond_exponent A q phi (T_law A p q Lp a) (phi_support A q p a Lp qp) (phi_varies A q p a Lp nc) (-1) (b - a) e ltac:(ring) ltac:(lra) E) as [M2 H2].
  exists (M1 + M2)%nat. intros m Lm. specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). split; [exact H1|].
  cbv beta in H2. rewrite E1, E2 in H2. erewrite Pr_ext; [exact H2|]. intros w _ _. cbv beta. unfold Rleb.
  destruct (Rle_dec (H A (T A q p b) q) (info q m w)), (Rle_dec (-1 * info q m w) (-1 * H A (T A q p b) q)); auto; exfalso; lra.
Qed.
End Rates.
