(** Corollary 1 for best-of-N: lim (1/m) log E_π e^{s r(Y^m)} is s E_φ log q for 0 ≤ s ≤ α, and δ + log Σ p q^s for s > α. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Theorem2 Conjecture LargeDeviations BestDeviations.

Section Cumulants.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let delta := KL A phi p.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Let L (t : R) m := Ex (words A m) (pi m) (fun w => exp (t * total l w)).

Lemma positive_exponent (P : nat -> R) (V : R) :
  (forall e, 0 < e -> eventually (fun m => exp (INR m * (V - e)) <= P m)) ->
  (forall e, 0 < e -> eventually (fun m => P m <= exp (INR m * (V + e)))) ->
  is_lim_seq (fun m => ln (P m) / INR m) V.
Proof.
  intros Lo Up. assert (K : is_lim_seq (fun m => - ln (P m) / INR m) (- V)).
  { apply exponent_limit; intros e E.
    - destruct (Lo e E) as [M HM]. exists M. intros m Lm. replace (- INR m * (- V + e)) with (INR m * (V - e)) by ring. now apply HM.
    - destruct (Up e E) as [M HM]. exists M. intros m Lm. replace (- INR m * (- V - e)) with (INR m * (V + e)) by ring. now apply HM. }
  apply is_lim_seq_opp in K. simpl in K. rewrite Ropp_involutive in K. revert K. apply is_lim_seq_ext. intros m. unfold Rdiv. ring.
Qed.
(** Beyond α the cumulant is that of the reference, moved up by δ. *)
Theorem cumulant_beyond t : a < t -> is_lim_seq (fun m => ln (L t m) / INR m) (ln (Z A q p t) + delta).
Proof.
  intros Lt. pose proof (Z_pos A p q Lp t) as Z0. apply positive_exponent; intros e E.
  - destruct (best_of_N_lower dec A q p a c Lp qp nc a0 N s HN Ks t e Lt E) as [M HM]. exists (S M). intros m Lm. specialize (HM m ltac:(lia)).
    assert (Pm : 0 < INR m) by (apply lt_0_INR; lia). set (v := H A (T A q p t) q) in *.
    apply Rle_trans with (exp (- (t * (INR m * v))) * exp (- INR m * (KL A (T A q p t) p - delta + e))).
    + rewrite <- exp_plus. apply exp_le_mono. right. rewrite (KL_of_tilt A p q Lp t). fold v. ring.
    + eapply Rle_trans; [apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact HM]|].
      rewrite Pr_Ex, <- Ex_scal. apply (Ex_le _ _ (law_pi A q p Lp N s Ks m)). intros w I Q. destruct (Rleb (info q m w) v) eqn:W; cbn [ind].
      * rewrite Rmult_1_r. apply exp_le_mono. apply Rleb_true in W.
        rewrite (info_total A q p Lp qp m w I) in W by (apply (pi_support dec A q p Lp N s Ks m w I); apply Rgt_not_eq; exact Q).
        apply (Rmult_le_compat_l (INR m)) in W; [|lra]. replace (INR m * (- total l w / INR m)) with (- total l w) in W by (field; lra).
        assert (t * - total l w <= t * (INR m * v)) by (apply Rmult_le_compat_l; lra). lra.
      * rewrite Rmult_0_r. apply Rlt_le, exp_pos.
  - destruct (N_absorbed A q p a c N HN e E) as [M HM]. exists M. intros m Lm. destruct (HM m Lm) as [N2 _]. fold phi delta in N2.
    apply Rle_trans with (INR (N m) * Ex (words A m) (power p) (fun w => exp (t * total l w))).
    + rewrite <- (Rmult_comm (Ex _ _ _)). unfold L, Ex. rewrite <- Sum_scal_r. apply Sum_le. intros w I.
      pose proof (kept_le (list_eq_dec dec) (words A m) (N m) (power p) (s m) (law_power A p m Lp) (proj1 (Ks m)) w I) as K. fold (pi m) in K.
      apply (Rmult_le_compat_r (exp (t * total l w))) in K; [|apply Rlt_le, exp_pos].
      eapply Rle_trans; [exact K|]. right. ring.
    + rewrite (moment_of_total A p l t m). change (Ex A p (fun x => exp (t * ln (q x)))) with (Z A q p t).
      rewrite <- (exp_ln (Z A q p t ^ m)) by (now apply pow_lt). rewrite ln_pow by exact Z0.
      apply Rle_trans with (exp (INR m * (delta + e)) * exp (INR m * ln (Z A q p t))); [apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|exact N2]|].
      rewrite <- exp_plus. apply exp_le_mono. right. ring.
Qed.
(** Up to α the cumulant is linear: all of best-of-N's reward is near m E_φ log q. *)
Theorem cumulant_within t : 0 <= t <= a -> is_lim_seq (fun m => ln (L t m) / INR m) (t * - H A phi q).
Proof.
  intros T0. set (rho := - H A phi q). destruct HN as [c0 B].
  assert (d0 : 0 < delta).
  { pose proof (KL_strictly_increasing A p q Lp qp nc 0 a ltac:(lra) a0) as K.
    pose proof (KL_nonneg A (T A q p 0) p (T_law A p q Lp 0) Lp (T_ac A p q 0)). unfold delta, phi. lra. }
  apply positive_exponent; intros e E.
  - destruct (deficit_rate dec A q p a c Lp a0 d0 N s HN Ks) as [C HC]. destruct (eventually_large ((t * Rabs C / e) * (t * Rabs C / e))) as [M HM].
    exists M. intros m Lm. destruct (HM m Lm) as [M1 M2]. specialize (HC m M1). fold phi rho in HC. fold (pi m) in HC.
    assert (Pm : 0 < INR m) by (apply lt_0_INR; lia). assert (Y : 0 < sqrt (INR m)) by (now apply sqrt_lt_R0).
    set (S := Ex (words A m) (pi m) (total l)) in *. apply Rle_trans with (exp (t * S)).
    + apply exp_le_mono. assert (Q0 : 0 <= t * Rabs C / e) by (apply Rmult_le_pos; [apply Rmult_le_pos; [lra|apply Rabs_pos]|now apply Rlt_le, Rinv_0_lt_compat]).
      assert (Q1 : t * Rabs C / e <= sqrt (INR m)) by (rewrite <- (sqrt_square (t * Rabs C / e)) by exact Q0; now apply sqrt_le_1_alt).
      assert (Q2 : INR m * rho - S <= Rabs C * sqrt (INR m)).
      { apply Rabs_le_between in HC. destruct HC as [_ HC]. apply (Rmult_le_compat_r (INR m)) in HC; [|lra].
        unfold Rdiv at 1 in HC. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in HC by lra.
        replace (C / sqrt (INR m) * INR m) with (C * sqrt (INR m)) in HC by (rewrite <- (sqrt_sqrt (INR m)) at 3 by lra; field; lra).
        assert (C * sqrt (INR m) <= Rabs C * sqrt (INR m)) by (apply Rmult_le_compat_r; [lra|apply Rle_abs]). lra. }
      assert (Q3 : t * Rabs C * sqrt (INR m) <= e * INR m).
      { apply (Rmult_le_compat_l e) in Q1; [|lra]. replace (e * (t * Rabs C / e)) with (t * Rabs C) in Q1 by (field; lra).
        apply (Rmult_le_compat_r (sqrt (INR m))) in Q1; [|lra]. rewrite (Rmult_assoc e), sqrt_sqrt in Q1 by lra. exact Q1. }
      apply (Rmult_le_compat_l t) in Q2; [|lra]. lra.
    + pose proof (law_pi A q p Lp N s Ks m) as Lm'. fold (pi m) in Lm'.
      apply Rle_trans with (Ex (words A m) (pi m) (fun w => exp (t * S) * (1 + t * (total l w - S)))).
      * right. rewrite Ex_scal, Ex_plus, (Ex_const _ _ Lm'), Ex_scal, Ex_minus, (Ex_const _ _ Lm').
        unfold S. ring.
      * apply (Ex_le _ _ Lm'). intros w _ _. cbv beta. replace (t * total l w) with (t * S + t * (total l w - S)) by ring. rewrite exp_plus.
        apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|apply exp_ge_1].
  - destruct (half_absorbed (/ (1 + c)) e ltac:(apply Rinv_0_lt_compat; lra) E) as [M HM]. exists M. intros m Lm. specialize (HM m Lm). destruct (B m) as [_ [_ N3]].
    pose proof (law_pi A q p Lp N s Ks m) as Lm'. fold (pi m) in Lm'. pose proof (law_power A phi m (T_law A p q Lp a)) as Lf.
    assert (Up : L t m <= exp (t * (INR m * rho)) * (1 + c)).
    { assert (E1 : Sum (words A m) (fun w => pi m w + c * power phi w) = 1 + c).
      { rewrite Sum_plus, Sum_scal. transitivity (1 + c * 1); [|ring]. f_equal; [exact (law_sum _ _ Lm')|f_equal; exact (law_sum _ _ Lf)]. }
      rewrite <- E1.
      rewrite <- Sum_scal. apply Sum_le. intros w I. assert (P1 : 0 <= pi m w) by exact (law_nonneg _ _ Lm' w I). pose proof (law_nonneg _ _ Lf w I) as P2.
      assert (cf : 0 <= c * power phi w) by (apply Rmult_le_pos; lra). pose proof (exp_pos (t * (INR m * rho))) as Ep.
      destruct (Rle_dec (total l w) (INR m * rho)) as [K|K].
      - apply Rle_trans with (exp (t * (INR m * rho)) * pi m w); [|apply Rmult_le_compat_l; lra]. rewrite Rmult_comm. apply Rmult_le_compat_r; [exact P1|].
        apply exp_le_mono, Rmult_le_compat_l; lra.
      - pose proof (kept_le (list_eq_dec dec) (words A m) (N m) (power p) (s m) (law_power A p m Lp) (proj1 (Ks m)) w I) as Q. fold (pi m) in Q.
        rewrite (tilt_identity A q p Lp a m w I) in Q. fold phi delta in Q.
        assert (Q' : pi m w <= c * power phi w * exp (- (a * (total l w - INR m * rho)))).
        { eapply Rle_trans; [exact Q|]. apply Rle_trans with (c * exp (INR m * delta) * (power phi w * exp (- INR m * delta - a * (total l w + INR m * H A phi q)))).
          - apply Rmult_le_compat_r; [apply Rmult_le_pos; [exact P2|apply Rlt_le, exp_pos]|exact N3].
          - right. unfold Rminus at 1. rewrite exp_plus. replace (- INR m * delta) with (- (INR m * delta)) by ring. rewrite (exp_Ropp (INR m * delta)).
            replace (- (a * (total l w + INR m * H A phi q))) with (- (a * (total l w - INR m * rho))) by (unfold rho; ring). field. apply Rgt_not_eq, exp_pos. }
        apply Rle_trans with (exp (t * (INR m * rho)) * (c * power phi w)); [|apply Rmult_le_compat_l; lra].
        apply (Rmult_le_compat_r (exp (t * total l w))) in Q'; [|apply Rlt_le, exp_pos]. apply Rle_trans with (1 := Q').
        rewrite Rmult_assoc, <- exp_plus, Rmult_comm. apply Rmult_le_compat_r; [exact cf|]. apply exp_le_mono.
        assert (0 <= (a - t) * (total l w - INR m * rho)) by (apply Rmult_le_pos; lra). lra. }
    apply Rle_trans with (1 := Up). replace (INR m * (t * rho + e)) with (t * (INR m * rho) + INR m * e) by ring. rewrite exp_plus.
    apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
    apply Rinv_le_contravar in HM; [|apply exp_pos]. rewrite Rinv_inv in HM. rewrite <- exp_Ropp in HM. replace (- (- INR m * e)) with (INR m * e) in HM by ring. exact HM.
Qed.
(** For t < 0 too: rewards below the mean are doubly exponentially rare. *)
Lemma moment_ge t m : exp (t * Ex (words A m) (pi m) (total l)) <= L t m.
Proof.
  set (S := Ex (words A m) (pi m) (total l)). pose proof (law_pi A q p Lp N s Ks m) as Lm'. fold (pi m) in Lm'.
  apply Rle_trans with (Ex (words A m) (pi m) (fun w => exp (t * S) * (1 + t * (total l w - S)))).
  - right. rewrite Ex_scal, Ex_plus, (Ex_const _ _ Lm'), Ex_scal, Ex_minus, (Ex_const _ _ Lm'). unfold S. ring.
  - apply (Ex_le _ _ Lm'). intros w _ _. cbv beta. replace (t * total l w) with (t * S + t * (total l w - S)) by ring. rewrite exp_plus.
    apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|apply exp_ge_1].
Qed.
Theorem cumulant_negative t : t < 0 -> is_lim_seq (fun m => ln (L t m) / INR m) (t * - H A phi q).
Proof.
  intros T0. set (rho := - H A phi q). destruct HN as [c0 B]. apply positive_exponent; intros e E.
  - destruct (eventually_large (Rabs (t * (ln c / a)) / e)) as [M HM]. exists M. intros m Lm. destruct (HM m Lm) as [M1 M2].
    eapply Rle_trans; [|apply moment_ge]. apply exp_le_mono. set (S := Ex (words A m) (pi m) (total l)). destruct (B m) as [N1 [_ U]].
    pose proof (deficit_ge dec A q p a Lp m (N m) (s m) (Ks m) N1) as G. fold phi delta rho (pi m) in G. fold S in G.
    assert (LN : ln (INR (N m)) <= ln c + INR m * delta).
    { rewrite <- (ln_exp (INR m * delta)), <- ln_mult by (try apply exp_pos; exact c0). apply Rcomplements.ln_le; [apply lt_0_INR; lia|exact U]. }
    assert (Q : S - INR m * rho <= ln c / a).
    { apply (Rmult_le_reg_l a); [exact a0|]. replace (a * (ln c / a)) with (ln c) by (field; lra). lra. }
    apply (Rmult_le_compat_l e) in M2; [|lra]. replace (e * (Rabs (t * (ln c / a)) / e)) with (Rabs (t * (ln c / a))) in M2 by (field; lra).
    pose proof (Rle_abs (- (t * (ln c / a)))) as Ab. rewrite Rabs_Ropp in Ab. nra.
  - destruct (reward_range A q p Lp) as [lo [hi Rg]]. set (h := e / (2 * - t)). assert (h0 : 0 < h) by (unfold h; apply Rdiv_lt_0_compat; lra).
    assert (th : t * h = - (e / 2)) by (unfold h; field; lra). set (lev := H A phi q + h).
    destruct (best_of_N_infinite_rate dec A q p a c Lp qp nc a0 N s (conj c0 B) Ks lev (t * lo - t * rho) ltac:(unfold lev, phi; cbv beta; lra)) as [M1 H1].
    destruct (half_absorbed (1 / 2) (e / 2) ltac:(lra) ltac:(lra)) as [M2 H2]. exists (S (M1 + M2)). intros m Lm. specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)).
    assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (law_pi A q p Lp N s Ks m) as Lm'. fold (pi m) in Lm', H1.
    assert (K1 : L t m <= exp (INR m * (t * rho + e / 2)) + exp (INR m * (t * lo)) * Pr (words A m) (pi m) (fun w => Rleb lev (info q m w))).
    { unfold L. rewrite Pr_Ex, <- Ex_scal, <- (Ex_const _ _ Lm' (exp (INR m * (t * rho + e / 2)))), <- Ex_plus. apply (Ex_le _ _ Lm'). intros w I Q. cbv beta.
      assert (Pw : 0 < power p w) by (apply (pi_support dec A q p Lp N s Ks m w I); apply Rgt_not_eq; exact Q).
      pose proof (exp_pos (INR m * (t * rho + e / 2))). destruct (Rleb lev (info q m w)) eqn:W; cbn [ind].
      - pose proof (total_between A p Lp l lo hi m w Rg I Pw) as [Lo _]. rewrite Rmult_1_r.
        assert (exp (t * total l w) <= exp (INR m * (t * lo))) by (apply exp_le_mono; nra). lra.
      - rewrite Rmult_0_r. apply Rleb_false in W. rewrite (info_total A q p Lp qp m w I Pw) in W.
        assert (X1 : - total l w < INR m * lev) by (apply (Rmult_lt_compat_l (INR m)) in W; [|exact P]; replace (INR m * (- total l w / INR m)) with (- total l w) in W by (field; lra); exact W).
        assert (exp (t * total l w) <= exp (INR m * (t * rho + e / 2))); [|lra]. apply exp_le_mono.
        replace (INR m * (t * rho + e / 2)) with (t * - (INR m * lev)) by (unfold lev; replace (e / 2) with (- (t * h)) by lra; unfold rho; ring). nra. }
    assert (K2 : exp (INR m * (t * lo)) * Pr (words A m) (pi m) (fun w => Rleb lev (info q m w)) <= exp (INR m * (t * rho + e / 2))).
    { apply Rle_trans with (exp (INR m * (t * lo)) * exp (- INR m * (t * lo - t * rho))); [apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact H1]|].
      rewrite <- exp_plus. apply exp_le_mono. assert (0 <= INR m * (e / 2)) by (apply Rmult_le_pos; lra). lra. }
    assert (K3 : 2 * exp (INR m * (t * rho + e / 2)) <= exp (INR m * (t * rho + e))).
    { replace (INR m * (t * rho + e)) with (INR m * (t * rho + e / 2) + INR m * (e / 2)) by field. rewrite exp_plus.
      assert (T2 : 2 <= exp (INR m * (e / 2))).
      { replace (INR m * (e / 2)) with (- (- INR m * (e / 2))) by ring. rewrite exp_Ropp. replace 2 with (/ (1 / 2)) at 1 by field. apply Rinv_le_contravar; [apply exp_pos|exact H2]. }
      rewrite Rmult_comm. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact T2]. }
    lra.
Qed.
End Cumulants.
