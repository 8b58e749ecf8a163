(** How much best-of-N and the optimum overlap on whole sequences: 1 − TV(π_N^m, φ^m) is of the order (log m)/√m, from both sides. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Theorem2 Spread Singular LocalMass Equivalence EveryBudget Claims_growing HalfLog.

(** 1 − TV is the mass that two laws have in common. *)
Lemma overlap_min {X} (A : list X) p q : law A p -> law A q -> 1 - TV A p q = Sum A (fun x => Rmin (p x) (q x)).
Proof.
  intros Lp Lq. rewrite (Sum_ext A _ (fun x => (p x + q x - Rabs (p x - q x)) / 2)).
  - unfold TV. rewrite Sum_div, Sum_minus, Sum_plus, (law_sum A p Lp), (law_sum A q Lq). field.
  - intros x _. unfold Rmin, Rabs. destruct (Rle_dec (p x) (q x)), (Rcase_abs (p x - q x)); lra.
Qed.
(** A number in [0, n] is within 1 of a whole number up to n. *)
Lemma near_whole t n : 0 <= t <= INR n -> 1 <= exp 1 * Sum (seq 0 (S n)) (fun j => exp (- (1 * Rabs (t - INR j)))).
Proof.
  assert (E : forall z, Rabs z <= 1 -> 1 <= exp 1 * exp (- (1 * Rabs z))).
  { intros z Z1. rewrite <- exp_plus, <- exp_0 at 1. apply exp_le_mono. lra. }
  assert (Q : forall n, 0 <= Sum (seq 0 n) (fun j => exp (- (1 * Rabs (t - INR j))))) by (intros; apply Sum_nonneg; intros; apply Rlt_le, exp_pos).
  induction n as [|n IH]; intros [T0 T1].
  - simpl in *. rewrite Rplus_0_r. apply E. apply Rabs_le. lra.
  - rewrite (seq_S (S n) 0), Sum_app, Nat.add_0_l, Rmult_plus_distr_l. cbn [Sum]. rewrite Rplus_0_r. pose proof (exp_pos 1) as e0.
    destruct (Rle_dec t (INR n)) as [L|L].
    + specialize (IH (conj T0 L)). assert (0 <= exp 1 * exp (- (1 * Rabs (t - INR (S n))))) by (apply Rmult_le_pos; apply Rlt_le, exp_pos). lra.
    + assert (F := E (t - INR (S n)) ltac:(rewrite S_INR in *; apply Rabs_le; lra)).
      assert (0 <= exp 1 * Sum (seq 0 (S n)) (fun j => exp (- (1 * Rabs (t - INR j))))) by (apply Rmult_le_pos; [lra|apply Q]). lra.
Qed.
Lemma power_gap x y n : 0 <= x <= y -> y <= 1 -> INR n * (y - x) * x ^ n <= y ^ n - x ^ n.
Proof.
  intros B Y. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl. assert (P : 0 <= x ^ n) by (apply pow_le; lra).
  assert (Q : x * (INR n * (y - x) * x ^ n) <= y * (y ^ n - x ^ n)).
  { assert (0 <= INR n * (y - x) * x ^ n) by (apply Rmult_le_pos; [apply Rmult_le_pos; [apply pos_INR|lra]|exact P]).
    apply Rle_trans with (y * (INR n * (y - x) * x ^ n)); [apply Rmult_le_compat_r; lra|apply Rmult_le_compat_l; lra]. }
  assert (x * ((y - x) * x ^ n) <= 1 * ((y - x) * x ^ n)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]). lra.
Qed.
Lemma inside_shift u L t v : inside u L (t - v) = inside (u + v) L t.
Proof.
  unfold inside, Rleb, Rltb. destruct (Rle_dec u (t - v)), (Rle_dec (u + v) t), (Rlt_dec (t - v) (u + L)), (Rlt_dec t (u + v + L)); try reflexivity; lra.
Qed.

Section Overlap.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let rho := - H A phi q.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c (KL A phi p) N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Let Lphi : law A phi := T_law A p q Lp a.
Let s0 m := INR m * rho - ln (INR m) / (2 * a).
Let Lpi m : law (words A m) (pi m) := pi_law A q p Lp m (N m) (s m) (Ks m).

(** At most: π is above s₀ − O(log m) but for 1/√m, and φ^m has the mass O((log m)/√m) between there and s₀ + (log m)/α. *)
Lemma overlap_le : exists C, 0 < C /\ eventually (fun m => (1 - TV (words A m) (pi m) (power phi)) * sqrt (INR m) <= C * (1 + ln (INR m))).
Proof.
  destruct (lower_tail dec A q p a c NA Lp qp nc a0 N s HN Ks) as [k [k0 [M1 HT]]]. destruct HN as [c0 _].
  destruct (tilt_mass dec A q p a NA Lp qp nc (a / 2) ltac:(lra)) as [C1 [C10 H1]]. destruct (tilt_mass dec A q p a NA Lp qp nc 1 ltac:(lra)) as [C2 [C20 H2]].
  fold phi in H1, H2. destruct (log_small 1 (/ (2 * a)) 1 ltac:(lra)) as [M2 HL]. assert (ia : 0 < / (2 * a)) by (apply Rinv_0_lt_compat; lra).
  assert (K2 : 0 < exp 1 * C2 * (3 * / (2 * a) + 3)) by (repeat apply Rmult_lt_0_compat; try apply exp_pos; lra).
  assert (cC : 0 < c * C1) by now apply Rmult_lt_0_compat. pose proof (Rinv_0_lt_compat _ k0) as ik.
  exists (/ k + c * C1 + exp 1 * C2 * (3 * / (2 * a) + 3)). split; [lra|]. exists (S (M1 + M2)). intros m Lm. specialize (HT m ltac:(lia)). specialize (HL m ltac:(lia)).
  assert (M : (1 <= m)%nat) by lia. assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). set (Y := sqrt (INR m)) in *. assert (Y0 : 0 < Y) by (apply sqrt_lt_R0; lra).
  set (L := ln (INR m)). assert (L0 : 0 <= L) by (unfold L; rewrite <- ln_1; apply ln_le_mono; lra). assert (Ll : L <= ln (INR m + 1)) by (apply ln_le_mono; lra).
  apply (Rmult_le_compat_l (/ (2 * a))) in Ll; [|lra]. assert (La : 0 <= / (2 * a) * L) by (apply Rmult_le_pos; lra).
  assert (Up : forall x, 0 <= x -> exists n, x <= INR n <= x + 1).
  { intros x X0. destruct (archimed x) as [A1 A2]. exists (Z.to_nat (up x)). rewrite INR_IZR_INZ, Z2Nat.id by (apply le_IZR; lra). lra. }
  destruct (Up (/ (2 * a) * L) La) as [i [i1 i2]]. set (u := L / a). assert (u2 : u = 2 * (/ (2 * a) * L)) by (unfold u; field; lra).
  destruct (Up (u + INR i) ltac:(pose proof (pos_INR i); lra)) as [n [n1 n2]].
  pose proof (law_power A phi m Lphi) as Lfm. set (St := s0 m - INR i).
  assert (root : exp (L / 2) = Y) by (apply half_root; exact M).
  rewrite (overlap_min _ _ _ (Lpi m) Lfm).
  assert (Bd : Sum (words A m) (fun w => Rmin (pi m w) (power phi w)) <=
    Pr (words A m) (pi m) (below (total l) St) + c * Ex (words A m) (power phi) (fun w => exp (- (a / 2 * Rabs (total l w - s0 m)))) +
    exp 1 * Sum (seq 0 (S n)) (fun j => Ex (words A m) (power phi) (fun w => exp (- (1 * Rabs (total l w - (St + INR j))))))).
  { unfold Pr, Ex. rewrite Sum_exchange, <- !Sum_scal, <- !Sum_plus. apply Sum_le. intros w I. rewrite Sum_scal.
    pose proof (law_nonneg _ _ (Lpi m) w I) as P0. pose proof (law_nonneg _ _ Lfm w I) as F0. set (t := total l w - s0 m).
    set (Sj := Sum (seq 0 (S n)) (fun j => exp (- (1 * Rabs (total l w - (St + INR j)))))).
    assert (Sj0 : 0 <= Sj) by (apply Sum_nonneg; intros; apply Rlt_le, exp_pos).
    assert (T1 : 0 <= ind (below (total l) St w) * pi m w) by (apply Rmult_le_pos; [unfold ind; destruct (below _ _ _); lra|exact P0]).
    assert (T2 : 0 <= c * (power phi w * exp (- (a / 2 * Rabs t)))) by (repeat apply Rmult_le_pos; try lra; apply Rlt_le, exp_pos).
    assert (T3 : 0 <= exp 1 * (power phi w * Sj)) by (repeat apply Rmult_le_pos; try lra; apply Rlt_le, exp_pos).
    destruct (Rlt_dec (total l w) St) as [W|W].
    - rewrite (proj2 (below_true (total l) St w) W) in *. cbn [ind] in *. pose proof (Rmin_l (pi m w) (power phi w)). lra.
    - destruct (Rle_dec t u) as [V|V].
      + assert (Q : 1 <= exp 1 * Sj).
        { pose proof (near_whole (total l w - St) n) as Q. unfold Sj. rewrite (Sum_ext (seq 0 (S n)) _ (fun j => exp (- (1 * Rabs (total l w - St - INR j))))).
          - apply Q. unfold t, St in *. lra.
          - intros j _. do 4 f_equal. ring. }
        apply (Rmult_le_compat_l (power phi w)) in Q; [|exact F0]. pose proof (Rmin_r (pi m w) (power phi w)). lra.
      + assert (K : pi m w <= c * Y * (power phi w * exp (- (a * t)))) by exact (kept_density dec A q p a c Lp a0 N s HN Ks m w M I).
        assert (K' : c * Y * (power phi w * exp (- (a * t))) <= c * (power phi w * exp (- (a / 2 * Rabs t)))).
        { rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|]. rewrite <- Rmult_assoc, (Rmult_comm Y), Rmult_assoc. apply Rmult_le_compat_l; [exact F0|].
          rewrite <- root, <- exp_plus. apply exp_le_mono. rewrite Rabs_pos_eq by (unfold u in *; assert (0 <= L / a) by (apply Rmult_le_pos; [exact L0|apply Rlt_le, Rinv_0_lt_compat, a0]); lra).
          assert (L <= a * t) by (apply Rnot_le_lt in V; apply (Rmult_lt_compat_l a) in V; [|exact a0]; unfold u in V; replace (a * (L / a)) with L in V by (field; lra); lra). lra. }
        pose proof (Rmin_l (pi m w) (power phi w)). lra. }
  assert (F1 : Pr (words A m) (pi m) (below (total l) St) <= / k * / Y).
  { assert (iY : INR i <= Y) by lra. eapply Rle_trans; [apply (HT i iY)|]. rewrite exp_Ropp, <- Rinv_mult. assert (kY : 0 < k * Y) by now apply Rmult_lt_0_compat.
    apply Rinv_le_contravar; [exact kY|]. apply Rle_trans with (k * exp (a * INR i)); [|pose proof (exp_ge_1 (k * exp (a * INR i))); lra].
    apply Rmult_le_compat_l; [lra|]. rewrite <- root. apply exp_le_mono. apply (Rmult_le_compat_l a) in i1; [|lra]. replace (a * (/ (2 * a) * L)) with (L / 2) in i1 by (field; lra). lra. }
  assert (F2 : c * Ex (words A m) (power phi) (fun w => exp (- (a / 2 * Rabs (total l w - s0 m)))) <= c * C1 * / Y).
  { rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|]. apply (H1 m (s0 m) M). }
  assert (F3 : exp 1 * Sum (seq 0 (S n)) (fun j => Ex (words A m) (power phi) (fun w => exp (- (1 * Rabs (total l w - (St + INR j)))))) <= exp 1 * C2 * (3 * / (2 * a) + 3) * (1 + L) * / Y).
  { rewrite !Rmult_assoc. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
    apply Rle_trans with (Sum (seq 0 (S n)) (fun _ => C2 / Y)); [apply Sum_le; intros j _; exact (H2 m (St + INR j) M)|].
    rewrite Sum_const, seq_length. unfold Rdiv. rewrite <- !Rmult_assoc. apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|].
    rewrite Rmult_comm, Rmult_assoc. apply Rmult_le_compat_l; [lra|]. rewrite S_INR. assert (0 <= 3 * / (2 * a)) by lra. lra. }
  apply Rle_trans with ((/ k * / Y + c * C1 * / Y + exp 1 * C2 * (3 * / (2 * a) + 3) * (1 + L) * / Y) * Y); [apply Rmult_le_compat_r; lra|].
  replace ((/ k * / Y + c * C1 * / Y + exp 1 * C2 * (3 * / (2 * a) + 3) * (1 + L) * / Y) * Y) with (/ k + c * C1 + exp 1 * C2 * (3 * / (2 * a) + 3) * (1 + L)) by (field; lra).
  assert (0 <= (/ k + c * C1) * L) by (apply Rmult_le_pos; lra). lra.
Qed.

(** What π has in a window at s₀ + y, for y from some constant up to √m: at least a multiple of e^{−αy}. *)
Lemma kept_window : exists D k y0, 0 < D /\ 0 < k /\ 0 < y0 /\ eventually (fun m => forall y, y0 <= y <= sqrt (INR m) ->
  k * exp (- (a * y)) <= Pr (words A m) (pi m) (fun w => inside (s0 m + y) D (total l w))).
Proof.
  destruct (expected_draws dec A q p a c NA Lp qp nc a0 N HN) as [d [k [d0 [k0 [M1 HD]]]]]. destruct (excess dec A q p a c NA Lp qp nc a0 N s HN Ks) as [C HC].
  exists (2 * d), (k / 2), (2 * Rabs C + 1). pose proof (Rabs_pos C) as C0. split; [lra|]. split; [lra|]. split; [lra|]. exists (S M1). intros m Lm y [y1 y2].
  specialize (HD m ltac:(lia) y ltac:(rewrite Rabs_pos_eq; lra)). specialize (HC m ltac:(lia)).
  change (k * exp (- (a * y)) <= INR (N m) * Pr (words A m) (power p) (fun w => within (s0 m + y) d (total l w))) in HD.
  change (Ex (words A m) (pi m) (fun w => Rmax 0 (total l w - s0 m)) <= C) in HC.
  pose proof (law_power A p m Lp) as Lpm. set (t1 := s0 m + y) in *. set (t2 := t1 + 2 * d).
  assert (Split : forall r : list X -> R, Pr (words A m) r (fun w => inside t1 (2 * d) (total l w)) = Pr (words A m) r (below (total l) t2) - Pr (words A m) r (below (total l) t1)).
  { intros r. unfold Pr. rewrite <- Sum_minus. apply Sum_ext. intros w _. unfold inside, below, Rleb, Rltb, t2.
    destruct (Rle_dec t1 (total l w)), (Rlt_dec (total l w) (t1 + 2 * d)), (Rlt_dec (total l w) t1); cbn [andb ind]; lra. }
  rewrite Split. unfold pi. rewrite (kept_below (words A m) (N m) (power p) (total l) (s m) Lpm (Ks m) t2). rewrite (kept_below (words A m) (N m) (power p) (total l) (s m) Lpm (Ks m) t1).
  set (b1 := Pr (words A m) (power p) (below (total l) t1)). set (b2 := Pr (words A m) (power p) (below (total l) t2)).
  assert (B0 : 0 <= b1) by now apply Pr_nonneg. assert (B2 : b2 <= 1) by now apply Pr_le_1.
  assert (B1 : b1 <= b2) by (apply (Pr_mono _ _ Lpm); intros w _; rewrite !below_true; unfold t2; lra).
  eapply Rle_trans; [|apply (power_gap b1 b2 (N m) (conj B0 B1) B2)].
  assert (G : k * exp (- (a * y)) <= INR (N m) * (b2 - b1)).
  { eapply Rle_trans; [exact HD|]. apply Rmult_le_compat_l; [apply pos_INR|]. unfold b1, b2. rewrite <- Split. apply (Pr_mono _ _ Lpm). intros w _ V. apply within_true in V.
    unfold inside. apply andb_true_iff. rewrite Rleb_true, Rltb_true. lra. }
  assert (Hf : 1 / 2 <= b1 ^ N m).
  { unfold b1. rewrite <- (kept_below (words A m) (N m) (power p) (total l) (s m) Lpm (Ks m) t1). fold (pi m).
    assert (Mk : Pr (words A m) (pi m) (fun w => negb (below (total l) t1 w)) <= 1 / 2).
    { apply Rle_trans with (Pr (words A m) (pi m) (fun w => Rleb y (Rmax 0 (total l w - s0 m)))).
      - apply (Pr_mono _ _ (Lpi m)). intros w _ V. apply negb_true_iff in V. unfold below in V. destruct (Rlt_dec (total l w) t1) as [?|V']; [discriminate|].
        apply Rleb_true. eapply Rle_trans; [|apply Rmax_r]. unfold t1 in V'. lra.
      - eapply Rle_trans; [apply (markov _ _ (Lpi m)); [lra|intros; apply Rmax_l]|]. apply (Rmult_le_reg_r y); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
        pose proof (Rle_abs C). lra. }
    rewrite (Pr_compl _ _ (Lpi m)) in Mk. lra. }
  apply Rle_trans with (k * exp (- (a * y)) * (1 / 2)); [lra|]. apply Rmult_le_compat; try lra. apply Rmult_le_pos; [lra|apply Rlt_le, exp_pos].
Qed.
(** At least: on each of (log m)/(2αD) windows above s₀ the smaller of the two laws has a multiple of 1/√m. *)
Lemma overlap_ge : exists C, 0 < C /\ eventually (fun m => 1 + ln (INR m) <= C * ((1 - TV (words A m) (pi m) (power phi)) * sqrt (INR m))).
Proof.
  destruct kept_window as [D [k [y0 [D0 [k0 [Y00 [M1 HW]]]]]]]. destruct HN as [c0 _].
  exists (8 * a * D * (1 + c) / k). split; [apply Rdiv_lt_0_compat; [repeat apply Rmult_lt_0_compat; lra|exact k0]|].
  destruct (log_small 0 (/ (2 * a)) 1 ltac:(lra)) as [M2 HL]. destruct (eventually_large (exp (4 * a * (y0 + D) + 1))) as [M3 HB]. exists (S (M1 + M2 + M3)). intros m Lm.
  specialize (HW m ltac:(lia)). specialize (HL m ltac:(lia)). destruct (HB m ltac:(lia)) as [_ Bm].
  assert (M : (1 <= m)%nat) by lia. assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). set (Y := sqrt (INR m)) in *. assert (Yp : 0 < Y) by (apply sqrt_lt_R0; lra).
  set (L := ln (INR m)). assert (BL : 4 * a * (y0 + D) + 1 <= L) by (unfold L; rewrite <- (ln_exp (4 * a * (y0 + D) + 1)); apply ln_le_mono; [apply exp_pos|exact Bm]).
  assert (Ll : L <= ln (INR m + 1)) by (apply ln_le_mono; lra). assert (ia : 0 < / (2 * a)) by (apply Rinv_0_lt_compat; lra). apply (Rmult_le_compat_l (/ (2 * a))) in Ll; [|lra].
  set (h := / (2 * a) * L) in *. assert (hL : 2 * a * h = L) by (unfold h; field; lra).
  assert (aD : 0 < 4 * a * (y0 + D)) by (repeat apply Rmult_lt_0_compat; lra).
  assert (hD : 2 * (y0 + D) < h) by (apply (Rmult_lt_reg_l (2 * a)); [lra|]; rewrite hL; lra).
  assert (Hn : exists n, y0 + INR n * D <= h < y0 + (INR n + 1) * D).
  { set (x := (h - y0) / D). assert (x0 : 0 < x) by (apply Rdiv_lt_0_compat; lra). assert (xD : x * D = h - y0) by (unfold x; field; lra). destruct (archimed x) as [A1 A2].
    assert (U : (1 <= up x)%Z) by (apply le_IZR; destruct (Z_lt_le_dec (up x) 1) as [V|V]; [assert (W : (up x <= 0)%Z) by lia; apply IZR_le in W; lra|now apply IZR_le]).
    exists (Z.to_nat (up x - 1)). rewrite INR_IZR_INZ, Z2Nat.id, minus_IZR by lia.
    assert ((IZR (up x) - 1) * D <= x * D) by (apply Rmult_le_compat_r; lra). assert (x * D < IZR (up x) * D) by (apply Rmult_lt_compat_r; lra).
    replace ((IZR (up x) - 1 + 1) * D) with (IZR (up x) * D) by ring. lra. }
  destruct Hn as [n [n1 n2]]. pose proof (law_power A phi m Lphi) as Lfm. rewrite (overlap_min _ _ _ (Lpi m) Lfm). set (mn := fun w => Rmin (pi m w) (power phi w)).
  assert (mn0 : forall w, In w (words A m) -> 0 <= mn w) by (intros w I; apply Rmin_glb; [now apply (law_nonneg _ _ (Lpi m))|now apply (law_nonneg _ _ Lfm)]).
  assert (root : exp (L / 2) = Y) by (apply half_root; exact M).
  assert (Lo : INR n * (k / ((1 + c) * Y)) <= Sum (words A m) mn).
  { apply Rle_trans with (Sum (words A m) (fun w => Sum (seq 0 n) (fun j => ind (inside (s0 m + y0) D (total l w - INR j * D)) * mn w))).
    - rewrite Sum_exchange. replace (INR n * (k / ((1 + c) * Y))) with (Sum (seq 0 n) (fun _ => k / ((1 + c) * Y))) by (now rewrite Sum_const, seq_length).
      apply Sum_le. intros j J. apply in_seq in J. set (y := y0 + INR j * D). pose proof (pos_INR j) as j0.
      assert (jn : INR j * D <= INR n * D) by (apply Rmult_le_compat_r; [lra|apply le_INR; lia]). assert (jD : 0 <= INR j * D) by (apply Rmult_le_pos; lra).
      assert (yh : y <= h) by (unfold y; lra). specialize (HW y ltac:(unfold y in *; lra)). set (e := exp (- (a * y))) in *. assert (e0 : 0 < e) by apply exp_pos.
      assert (Ye : 1 <= Y * e). { rewrite <- root, <- exp_0. unfold e. rewrite <- exp_plus. apply exp_le_mono. apply (Rmult_le_compat_l a) in yh; lra. }
      set (B := (1 + c) * (Y * e)). assert (B1 : 1 <= B) by (unfold B; assert (0 <= c * (Y * e)) by (apply Rmult_le_pos; lra); lra).
      apply Rle_trans with (/ B * Pr (words A m) (pi m) (fun w => inside (s0 m + y) D (total l w))).
      + apply Rle_trans with (/ B * (k * e)); [right; unfold B; field; repeat split; lra|]. apply Rmult_le_compat_l; [apply Rlt_le, Rinv_0_lt_compat; lra|exact HW].
      + unfold Pr. rewrite <- Sum_scal. apply Sum_le. intros w I. rewrite inside_shift. replace (s0 m + y0 + INR j * D) with (s0 m + y) by (unfold y; ring).
        destruct (inside (s0 m + y) D (total l w)) eqn:W; cbn [ind]; [|lra]. rewrite !Rmult_1_l. unfold inside in W. apply andb_true_iff in W. destruct W as [W _]. apply Rleb_true in W.
        pose proof (law_nonneg _ _ (Lpi m) w I) as P0. pose proof (law_nonneg _ _ Lfm w I) as F0. apply (Rmult_le_reg_l B); [lra|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
        assert (Ph : pi m w <= B * power phi w).
        { assert (K : pi m w <= c * Y * (power phi w * exp (- (a * (total l w - s0 m))))) by exact (kept_density dec A q p a c Lp a0 N s HN Ks m w M I). eapply Rle_trans; [exact K|].
          apply Rle_trans with (c * Y * (power phi w * e)).
          - apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat_l; [exact F0|]. unfold e. apply exp_le_mono, Ropp_le_contravar, Rmult_le_compat_l; lra.
          - unfold B. assert (0 <= Y * e * power phi w) by (repeat apply Rmult_le_pos; lra). lra. }
        unfold mn. assert (pi m w <= B * pi m w) by (rewrite <- (Rmult_1_l (pi m w)) at 1; apply Rmult_le_compat_r; lra).
        unfold Rmin. destruct (Rle_dec (pi m w) (power phi w)); assumption.
    - apply Sum_le. intros w I. rewrite Sum_scal_r. rewrite <- (Rmult_1_l (mn w)) at 2. apply Rmult_le_compat_r; [now apply mn0|]. apply disjoint. lra. }
  apply (Rmult_le_compat_r Y) in Lo; [|lra]. replace (INR n * (k / ((1 + c) * Y)) * Y) with (INR n * k / (1 + c)) in Lo by (field; lra).
  apply Rle_trans with (8 * a * D * (1 + c) / k * (INR n * k / (1 + c))).
  - replace (8 * a * D * (1 + c) / k * (INR n * k / (1 + c))) with (8 * a * (INR n * D)) by (field; lra).
    assert (nD : h / 2 <= INR n * D) by lra. apply (Rmult_le_compat_l (8 * a)) in nD; lra.
  - apply Rmult_le_compat_l; [|exact Lo]. apply Rlt_le, Rdiv_lt_0_compat; [repeat apply Rmult_lt_0_compat; lra|exact k0].
Qed.
End Overlap.

(** For 0 < δ < Δ_max and N about exp(mδ), every optimum and every rule for ties: 1 − TV(π_N^m, φ^m) is of the order (1 + log m)/√m. *)
Theorem overlap_order {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R)
  (N : nat -> nat) (s : nat -> list (list X) -> list X -> R) : NoDup A -> law A p -> optimal A p q D phi ->
  (forall x, In x A -> 0 < p x -> 0 < q x) -> (forall m, keeps_best (words A m) (N m) (total (fun x => ln (q x))) (s m)) ->
  0 < D -> D < Dmax A p q -> about c D N ->
  exists k, 0 < k /\ forall m, (1 <= m)%nat ->
    (1 - TV (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi)) * sqrt (INR m) <= k * (1 + ln (INR m)) /\
    1 + ln (INR m) <= k * ((1 - TV (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi)) * sqrt (INR m)).
Proof.
  intros NA Lp Opt qp Ks D0 B HN.
  destruct (optimum_tilt A q p phi D Lp qp Opt (conj D0 B)) as [a [a0 [E F]]]. pose proof HN as HN'. rewrite <- E in HN'.
  set (pi := fun m => kept (words A m) (N m) (power p) (s m)). set (O := fun m => (1 - TV (words A m) (pi m) (power phi)) * sqrt (INR m)).
  assert (TF : forall m, TV (words A m) (pi m) (power (T A q p a)) = TV (words A m) (pi m) (power phi)).
  { intros m. unfold TV. f_equal. apply Sum_ext. intros w I. now rewrite (power_phi A q p phi a m w F I). }
  destruct (overlap_le dec A q p a c NA Lp qp (varies_below A q p D Lp D0 B) a0 N s HN' Ks) as [C1 [C10 [M1 H1]]].
  destruct (overlap_ge dec A q p a c NA Lp qp (varies_below A q p D Lp D0 B) a0 N s HN' Ks) as [C2 [C20 [M2 H2]]].
  assert (L0 : forall m, (1 <= m)%nat -> 0 <= ln (INR m)) by (intros m M; rewrite <- ln_1; apply ln_le_mono; [lra|apply (le_INR 1); exact M]).
  assert (Op : forall m, (1 <= m)%nat -> 0 < O m).
  { intros m M. apply Rmult_lt_0_compat; [|apply sqrt_lt_R0, lt_0_INR; lia]. pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi.
    pose proof (law_power A phi m (proj1 (proj1 Opt))) as Lfm. rewrite (overlap_min _ _ _ Lpi Lfm). destruct (law_support _ _ Lpi) as [w [I Pw]].
    apply (Sum_pos _ _ w); [|exact I|].
    - intros v J. apply Rmin_glb; [now apply (law_nonneg _ _ Lpi)|now apply (law_nonneg _ _ Lfm)].
    - apply Rmin_glb_lt; [exact Pw|]. destruct (law_nonneg _ _ Lfm w I) as [Q|Z]; [exact Q|].
      assert (Q : pi m w = 0) by exact (finite_below dec A q p phi D Lp qp Opt (Rlt_le _ _ D0) B N s Ks m w I (eq_sym Z)). lra. }
  destruct (bounded_from (fun m => O m / (1 + ln (INR m))) (S M1) C1) as [k1 [k10 K1]].
  { intros m Lm. specialize (H1 m ltac:(lia)). cbv beta in H1. fold (pi m) in H1. rewrite TF in H1. fold (O m) in H1. specialize (L0 m ltac:(lia)).
    apply (Rmult_le_reg_r (1 + ln (INR m))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. exact H1. }
  destruct (bounded_from (fun m => (1 + ln (INR m)) / O m) (S M2) C2) as [k2 [k20 K2]].
  { intros m Lm. specialize (H2 m ltac:(lia)). cbv beta in H2. fold (pi m) in H2. rewrite TF in H2. fold (O m) in H2. specialize (Op m ltac:(lia)).
    apply (Rmult_le_reg_r (O m)); [exact Op|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. exact H2. }
  exists (k1 + k2). split; [lra|]. intros m M. specialize (K1 m). specialize (K2 m). specialize (L0 m M). specialize (Op m M). cbv beta in *.
  change ((1 - TV (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi)) * sqrt (INR m)) with (O m). split.
  - apply (Rmult_le_compat_r (1 + ln (INR m))) in K1; [|lra]. unfold Rdiv in K1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in K1 by lra.
    assert (0 <= k2 * (1 + ln (INR m))) by (apply Rmult_le_pos; lra). lra.
  - apply (Rmult_le_compat_r (O m)) in K2; [|lra]. unfold Rdiv in K2. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in K2 by lra.
    assert (0 <= k1 * O m) by (apply Rmult_le_pos; lra). lra.
Qed.
