(** In every model with 0 < δ < Δ_max and N about exp(mδ): TV(π_N^m, φ_δ^m) → 1 and KL(π_N^m‖φ_δ^m) → ∞, for every tie rule. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Theorem2 LogRate Spread.

Lemma TV_event {X} (A : list X) p q E : law A p -> law A q -> Pr A p E - Pr A q E <= TV A p q.
Proof.
  intros Lp Lq. unfold TV, Pr. rewrite <- Sum_minus.
  replace (Sum A (fun x => Rabs (p x - q x)) / 2) with (Sum A (fun x => (Rabs (p x - q x) + (p x - q x)) / 2)).
  - apply Sum_le. intros x _. pose proof (Rle_abs (p x - q x)). pose proof (Rabs_pos (p x - q x)). pose proof (Rle_abs (- (p x - q x))) as N. rewrite Rabs_Ropp in N. destruct (E x); cbn [ind]; lra.
  - rewrite Sum_div, Sum_plus, Sum_minus, (law_sum A p Lp), (law_sum A q Lq). f_equal. ring.
Qed.
Lemma TV_le_1 {X} (A : list X) p q : law A p -> law A q -> TV A p q <= 1.
Proof.
  intros Lp Lq. unfold TV. assert (S : Sum A (fun x => Rabs (p x - q x)) <= Sum A (fun x => p x + q x)).
  { apply Sum_le. intros x I. pose proof (law_nonneg A p Lp x I). pose proof (law_nonneg A q Lq x I). apply Rabs_le. lra. }
  rewrite Sum_plus, (law_sum A p Lp), (law_sum A q Lq) in S. lra.
Qed.

Section Singular.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let delta := KL A phi p.
Hypothesis d0 : 0 < delta.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Let Lphi : law A phi := T_law A p q Lp a.

(** A window of the total reward that has nearly all of π's mass and nearly none of φ^m's. *)
Theorem separated e : 0 < e -> eventually (fun m => exists W,
  1 - e <= Pr (words A m) (pi m) W /\ Pr (words A m) (power phi) W <= e).
Proof.
  intros E. destruct (reward_range A q p Lp) as [lo [hi R]]. destruct HN as [c0 B]. destruct nc as [x [y [Ix [Iy [Px [Py Lq]]]]]].
  set (rho := - H A phi q). set (K := INR (length A)). set (g := hi - lo). set (z := K * g + 1).
  set (C0 := (a * z + K * 0 + Rabs (ln c)) / delta + 1). set (C1 := (K + 1) / delta).
  assert (g0 : 0 <= g) by (apply (g_nonneg A q p a Lp lo hi R)).
  assert (K0 : 0 <= K) by apply pos_INR. assert (Kg : 0 <= K * g) by now apply Rmult_le_pos.
  set (d := ln (q y) - ln (q x)). assert (D : 0 < d) by (unfold d; pose proof (ln_increasing (q x) (q y) (qp x Ix Px) Lq); lra).
  destruct (nat_above (2 / e)) as [J HJ]. assert (P2e : 0 < 2 / e) by (apply Rdiv_lt_0_compat; lra).
  assert (J1 : (1 <= J)%nat) by (apply INR_lt in HJ || (destruct J; [simpl in HJ; lra|lia])).
  assert (PJ : 0 < INR J) by (apply lt_0_INR; lia).
  assert (IJ : / INR J <= e / 2).
  { apply (Rmult_le_reg_l (INR J)); [exact PJ|]. rewrite Rinv_r by lra. apply Rlt_le in HJ. apply (Rmult_le_compat_r (e / 2)) in HJ; [|lra].
    replace (2 / e * (e / 2)) with 1 in HJ by (field; lra). lra. }
  set (kap := kappa phi x y). assert (kap0 : 0 < kap) by (apply kappa_pos; now apply T_pos).
  (* the length of the window is D0 + D1 log (m + 1) *)
  set (D0 := C0 * g + z). set (D1 := C1 * g + 1 / a).
  assert (e2 : 0 < e / (2 * INR J * kap)) by (apply Rdiv_lt_0_compat; [exact E|]; repeat apply Rmult_lt_0_compat; lra).
  destruct (log_small (D0 / d + 1) (D1 / d) (e / (2 * INR J * kap)) e2) as [M1 H1].
  destruct (log_small C0 C1 1 ltac:(lra)) as [M2 H2].
  destruct (eventually_large (2 * (c + 1) / e)) as [M3 H3]. exists (S (M1 + M2 + M3)). intros m Lm.
  specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). destruct (H3 m ltac:(lia)) as [M0 Me]. destruct (B m) as [N1 [N2 N3]].
  assert (Pm : 1 <= INR m) by (apply (le_INR 1); exact M0). set (Lg := ln (INR m + 1)) in *.
  assert (Lg0 : 0 <= Lg) by (unfold Lg; rewrite <- ln_1; apply ln_le_mono; lra).
  set (free := (a * z + (K + 1) * Lg + Rabs (ln c)) / delta).
  assert (Fr : free + 1 = C0 + C1 * Lg) by (unfold free, C0, C1; field; lra).
  set (loss := (free + 1) * g + z). set (Len := loss + Lg / a).
  assert (Ln : Len = D0 + D1 * Lg) by (unfold Len, loss, D0, D1; rewrite Fr; field; lra).
  assert (az : 0 <= a * z) by (apply Rmult_le_pos; unfold z; lra).
  assert (F0 : 0 <= free).
  { apply Rmult_le_pos; [|now apply Rlt_le, Rinv_0_lt_compat]. assert (0 <= (K + 1) * Lg) by (apply Rmult_le_pos; lra). pose proof (Rabs_pos (ln c)). lra. }
  assert (La : 0 <= Lg / a) by (apply Rmult_le_pos; [exact Lg0|now apply Rlt_le, Rinv_0_lt_compat]).
  assert (Len0 : 0 < Len). { unfold Len, loss. assert (0 <= (free + 1) * g) by (apply Rmult_le_pos; lra). unfold z. lra. }
  pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi. pose proof (law_power A phi m Lphi) as Lfm.
  set (u := INR m * rho - loss). exists (fun w => inside u Len (total l w)). split.
  - (* π's mass outside is at most c/(m+1) + exp(−(m+1)) *)
    assert (Tl : Pr (words A m) (pi m) (below (total l) u) <= exp (- (INR m + 1))).
    { apply (tail_log dec A q p a NA Lp a0 lo hi R m (N m) (s m) (Ks m) c c0 N2 d0). fold phi delta K g z Lg free. rewrite Fr.
      apply Rle_trans with (1 := H2). rewrite Rmult_1_l. rewrite <- (sqrt_sqrt (INR m)) at 2 by lra. rewrite <- (Rmult_1_r (sqrt (INR m))) at 1.
      apply Rmult_le_compat_l; [apply sqrt_pos|]. rewrite <- sqrt_1. apply sqrt_le_1_alt. exact Pm. }
    assert (Tu : Pr (words A m) (pi m) (fun w => Rleb (u + Len) (total l w)) <= c / (INR m + 1)).
    { pose proof (law_power A p m Lp) as Lpm.
      eapply Rle_trans; [apply (kept_event (words A m) (N m) (power p) (s m) Lpm (proj1 (Ks m)))|].
      eapply Rle_trans; [apply bernoulli; split; [now apply Pr_nonneg|now apply Pr_le_1]|].
      assert (Cu : Pr (words A m) (power p) (fun w => Rleb (u + Len) (total l w)) <= exp (- INR m * delta + - Lg)).
      { eapply Rle_trans; [apply (change_above A q p Lp a m _ (- Lg))|].
        - intros w _ _ W. apply Rleb_true in W. rewrite Ropp_involutive. unfold u, Len, rho in W. fold phi.
          assert (Q : Lg / a <= total l w + INR m * H A phi q) by lra. apply (Rmult_le_compat_l a) in Q; [|lra].
          replace (a * (Lg / a)) with Lg in Q by (field; lra). exact Q.
        - fold phi delta. rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. now apply Pr_le_1. }
      apply Rle_trans with (c * exp (INR m * delta) * exp (- INR m * delta + - Lg)).
      - apply Rmult_le_compat; [apply pos_INR|now apply Pr_nonneg|exact N3|exact Cu].
      - right. rewrite Rmult_assoc, <- exp_plus. replace (INR m * delta + (- INR m * delta + - Lg)) with (- Lg) by ring.
        unfold Lg. rewrite exp_Ropp, exp_ln by lra. reflexivity. }
    assert (Co : 1 - Pr (words A m) (pi m) (fun w => inside u Len (total l w)) <= Pr (words A m) (pi m) (below (total l) u) + Pr (words A m) (pi m) (fun w => Rleb (u + Len) (total l w))).
    { rewrite <- (Pr_compl _ _ Lpi). eapply Rle_trans; [|apply (Pr_or _ _ Lpi)]. apply (Pr_mono _ _ Lpi). intros w _ W. apply negb_true_iff in W.
      apply orb_true_iff. rewrite below_true, Rleb_true. unfold inside in W. apply andb_false_iff in W. destruct W as [W|W]; [apply Rleb_false in W|apply Rltb_false in W]; lra. }
    assert (Ex1 : exp (- (INR m + 1)) <= 1 / (INR m + 1)).
    { rewrite exp_Ropp. unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; [lra|]. pose proof (exp_ge_1 (INR m + 1)). lra. }
    assert (Ce : 1 / (INR m + 1) + c / (INR m + 1) <= e).
    { replace (1 / (INR m + 1) + c / (INR m + 1)) with ((c + 1) / (INR m + 1)) by (field; lra). apply (Rmult_le_reg_r (INR m + 1)); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply (Rmult_le_compat_r e) in Me; [|lra].
      replace (2 * (c + 1) / e * e) with (2 * (c + 1)) in Me by (field; lra). lra. }
    lra.
  - (* φ^m's mass inside is at most 1/J + J R κ/√m *)
    destruct (archimed (Len / d)) as [A1 A2]. set (R0 := Z.to_nat (up (Len / d))).
    assert (Ld : 0 < Len / d) by now apply Rdiv_lt_0_compat.
    assert (Rr : INR R0 = IZR (up (Len / d))) by (unfold R0; rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity|apply le_IZR; lra]).
    assert (Y : 0 < sqrt (INR m)) by (apply sqrt_lt_R0; lra).
    assert (Fx : 0 < phi x) by (now apply T_pos). assert (Fy : 0 < phi y) by (now apply T_pos).
    pose proof (window_small dec A phi l NA Lphi x y Ix Iy Fx Fy m u Len R0 J M0 J1) as W.
    cbv beta in W. fold d kap in W. eapply Rle_trans; [apply W|].
    + split; [exact Len0|]. rewrite Rr. apply Rlt_le in A1. apply Rge_le in A1 || idtac.
      assert (Q : Len / d <= IZR (up (Len / d))) by lra. apply (Rmult_le_compat_r d) in Q; [|lra]. replace (Len / d * d) with Len in Q by (field; lra). exact Q.
    + assert (Q : INR R0 <= e / (2 * INR J * kap) * sqrt (INR m)).
      { apply Rle_trans with (2 := H1). rewrite Rr. replace (D0 / d + 1 + D1 / d * Lg) with (Len / d + 1) by (rewrite Ln; field; lra). lra. }
      assert (INR J * INR R0 * kap / sqrt (INR m) <= e / 2); [|lra].
      apply (Rmult_le_reg_r (sqrt (INR m))); [exact Y|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply (Rmult_le_compat_l (INR J * kap)) in Q; [|apply Rlt_le, Rmult_lt_0_compat; lra].
      replace (INR J * kap * (e / (2 * INR J * kap) * sqrt (INR m))) with (e / 2 * sqrt (INR m)) in Q by (field; lra). lra.
Qed.
(** Total variation tends to 1. *)
Theorem TV_tends_to_1 : is_lim_seq (fun m => TV (words A m) (pi m) (power phi)) 1.
Proof.
  apply is_lim_seq_spec. intros e. pose proof (cond_pos e) as E. destruct (separated (e / 4) ltac:(lra)) as [M HM]. exists M. intros m Lm.
  destruct (HM m Lm) as [W [W1 W2]]. pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi.
  pose proof (TV_event (words A m) (pi m) (power phi) W Lpi (law_power A phi m Lphi)). pose proof (TV_le_1 (words A m) (pi m) (power phi) Lpi (law_power A phi m Lphi)).
  apply Rabs_lt_between. lra.
Qed.
(** The divergence, not divided by m, tends to infinity: it does not vanish. *)
Theorem KL_tends_to_infinity : is_lim_seq (fun m => KL (words A m) (pi m) (power phi)) p_infty.
Proof.
  apply is_lim_seq_spec. intros M. set (t := 2 * (Rabs M + 2)). assert (T0 : 0 < t) by (unfold t; pose proof (Rabs_pos M); lra).
  set (e := Rmin (1 / 2) (exp (- t))). assert (E : 0 < e) by (unfold e; apply Rmin_glb_lt; [lra|apply exp_pos]).
  assert (E1 : e <= 1 / 2) by apply Rmin_l. assert (E2 : e <= exp (- t)) by apply Rmin_r.
  destruct (separated e E) as [M0 HM]. exists M0. intros m Lm. destruct (HM m Lm) as [W [W1 W2]].
  pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. fold (pi m) in Lpi.
  pose proof (event_transport (words A m) (power phi) (law_power A phi m Lphi) (pi m) W t 1 Lpi (selected_ac_phi dec A q p a Lp m (N m) (s m) (Ks m)) T0 ltac:(lra) ltac:(lra)) as D.
  assert (L2 : ln (1 + 1) <= 1) by (pose proof (ln_le_sub1 2 ltac:(lra)); replace (1 + 1) with 2 by ring; lra).
  apply (Rmult_le_compat_l t) in D; [|lra]. replace (t * ((KL (words A m) (pi m) (power phi) + ln (1 + 1)) / t)) with (KL (words A m) (pi m) (power phi) + ln (1 + 1)) in D by (field; lra).
  assert (t * (1 / 2) <= t * Pr (words A m) (pi m) W) by (apply Rmult_le_compat_l; lra). pose proof (Rle_abs M). unfold t in *. lra.
Qed.
(** "Vanishingly small", not divided by m, is false in every such model. *)
Corollary not_vanishing : ~ is_lim_seq (fun m => KL (words A m) (pi m) (power phi)) 0.
Proof.
  intros L. apply is_lim_seq_unique in L. pose proof (is_lim_seq_unique _ _ KL_tends_to_infinity) as I. rewrite L in I. discriminate.
Qed.
End Singular.
