(** Best-of-N on words with N about exp(mδ), every tie rule: Lemma 7 and Theorem 2 with the rate O(1/√m). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits.

(** ** Rules that keep a best draw *)
Section Greedy.
Context {X : Type} (A : list X) (N : nat) (p r : X -> R) (s : list X -> X -> R).
Hypothesis (Lp : law A p) (Ks : keeps_best A N r s).
(** The kept draw is below t exactly when all draws are: P_π(r < t) = P_p(r < t)^N, whatever the tie rule. *)
Theorem kept_below t : Pr A (kept A N p s) (below r t) = Pr A p (below r t) ^ N.
Proof.
  destruct Ks as [Rs B]. apply Rle_antisym; [|now apply kept_event_ge].
  rewrite <- all_draws, !Pr_Ex, kept_Ex. apply Sum_le. intros l J. apply Rmult_le_compat_l; [now apply (law_power A p N Lp)|].
  destruct (forallb (below r t) l) eqn:F; cbn [ind].
  - apply Ex_le_const; [now apply Rs|]. intros x _ _. unfold ind. destruct (below r t x); lra.
  - right. apply Sum_zero. intros y _. destruct (Req_dec (s l y) 0) as [E|E]; [rewrite E; ring|].
    specialize (B l y J E). destruct (below r t y) eqn:Y; cbn [ind]; [exfalso|ring].
    assert (K : forallb (below r t) l = true); [|congruence]. apply forallb_forall. intros z Iz.
    apply below_true. apply below_true in Y. pose proof (proj1 (best_in_true r l y) B z Iz). lra.
Qed.
(** … which is at most exp(−N P_p(r ≥ t)). *)
Theorem kept_below_le t : Pr A (kept A N p s) (below r t) <= exp (- (INR N * (1 - Pr A p (below r t)))).
Proof.
  rewrite kept_below. set (x := Pr A p (below r t)). assert (X0 : 0 <= x) by now apply Pr_nonneg.
  apply Rle_trans with (exp (- (1 - x)) ^ N).
  - apply pow_incr. split; [exact X0|]. pose proof (exp_ge_1 (- (1 - x))). lra.
  - right. rewrite <- (ln_exp (- (INR N * (1 - x)))), <- (exp_ln (exp (- (1 - x)) ^ N)) by (apply pow_lt, exp_pos).
    rewrite ln_pow, !ln_exp by apply exp_pos. f_equal. ring.
Qed.
End Greedy.
Lemma best_keeps_best {X} dec (A : list X) N r : NoDup A -> (1 <= N)%nat -> keeps_best A N r (best dec r).
Proof.
  intros NA HN. split; [now apply best_rule|]. intros l y J E. unfold best in E. destruct (best_in r l y); [reflexivity|].
  exfalso. apply E. simpl. unfold Rdiv. ring.
Qed.

Section Words.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a : R).
Hypothesis Lp : law A p.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let delta := KL A phi p.
Let rho := - H A phi q.
Variables lo hi : R.
Hypothesis range : forall x, In x A -> 0 < p x -> lo <= ln (q x) <= hi.
Let g := hi - lo.
Variables (m N : nat) (s : list (list X) -> list X -> R).
Hypothesis Ks : keeps_best (words A m) N (total l) s.
Let pi := kept (words A m) N (power p) s.
Let Lpm := law_power A p m Lp.

Lemma phi_law : law A phi. Proof. now apply T_law. Qed.
Lemma pi_law : law (words A m) pi. Proof. apply kept_law; [exact Lpm|apply Ks]. Qed.
Lemma selected_ac : ac (words A m) pi (power p).
Proof. apply (kept_ac (list_eq_dec dec)); [exact Lpm|apply Ks]. Qed.
Lemma phi_pos w : In w (words A m) -> 0 < power p w -> 0 < power phi w.
Proof. apply (tilt_power_pos A q p Lp a m w). Qed.
Lemma selected_ac_phi : ac (words A m) pi (power phi).
Proof.
  intros w I E. apply selected_ac; [exact I|]. destruct (law_nonneg _ _ Lpm w I) as [P|Z]; [|auto].
  pose proof (phi_pos w I P). lra.
Qed.
Lemma rho_between : lo <= rho <= hi.
Proof.
  unfold rho. rewrite H_Ex, Ropp_involutive. pose proof phi_law as L.
  assert (S : forall x, In x A -> 0 < phi x -> 0 < p x) by (intros x I; now apply T_support).
  split; [apply (Ex_ge_const A phi L)|apply (Ex_le_const A phi L)]; intros x I P; apply range; auto.
Qed.
Lemma g_nonneg : 0 <= g. Proof. pose proof rho_between. unfold g. lra. Qed.
Lemma total_range j w : In w (words A j) -> 0 < power p w -> INR j * lo <= total l w <= INR j * hi.
Proof. now apply (total_between A p Lp l lo hi j w range). Qed.

(** The identity of Lemma 2 on words: KL(π‖φ^m) = KL(π‖p^m) − mδ + α(mρ − E_π log q^m). *)
Theorem divergence_identity : KL (words A m) pi (power phi) =
  KL (words A m) pi (power p) - INR m * delta + a * (INR m * rho - Ex (words A m) pi (total l)).
Proof.
  assert (E : forall w, In w (words A m) -> xlog (pi w) (power phi w) =
    xlog (pi w) (power p w) + pi w * (- INR m * delta - a * (total l w - INR m * rho))).
  { intros w I. destruct (law_nonneg _ _ pi_law w I) as [P|Z]; [|rewrite <- Z, !xlog_0; ring].
    assert (Pw : 0 < power p w).
    { destruct (law_nonneg _ _ Lpm w I) as [Q|Z]; [exact Q|]. pose proof (selected_ac w I (eq_sym Z)). lra. }
    pose proof (phi_pos w I Pw) as Pf. rewrite !xlog_sub by assumption.
    rewrite (tilt_identity A q p Lp a m w I) at 1. fold phi. rewrite ln_mult, ln_exp by (assumption || apply exp_pos).
    unfold delta, rho. fold phi. ring. }
  unfold KL at 1. rewrite (Sum_ext _ _ _ E), Sum_plus. fold (KL (words A m) pi (power p)).
  change (Sum (words A m) (fun w => pi w * (- INR m * delta - a * (total l w - INR m * rho)))) with
    (Ex (words A m) pi (fun w => - INR m * delta - a * (total l w - INR m * rho))).
  rewrite Ex_minus, (Ex_const _ _ pi_law), Ex_scal, Ex_minus, (Ex_const _ _ pi_law). ring.
Qed.
(** The reward of best-of-N is never more than log N/α − mδ/α above the optimum's. *)
Theorem deficit_ge : (1 <= N)%nat -> INR m * delta - ln (INR N) <= a * (INR m * rho - Ex (words A m) pi (total l)).
Proof.
  intros HN. pose proof (lemma6 (list_eq_dec dec) (words A m) N (power p) s Lpm (proj1 Ks) HN) as L6. fold pi in L6.
  pose proof (KL_nonneg (words A m) pi (power phi) pi_law (law_power A phi m phi_law) selected_ac_phi) as G.
  rewrite divergence_identity in G. lra.
Qed.
Theorem divergence_le : (1 <= N)%nat ->
  KL (words A m) pi (power phi) <= ln (INR N) - INR m * delta + a * (INR m * rho - Ex (words A m) pi (total l)).
Proof.
  intros HN. pose proof (lemma6 (list_eq_dec dec) (words A m) N (power p) s Lpm (proj1 Ks) HN) as L6. fold pi in L6.
  rewrite divergence_identity. lra.
Qed.

(** Best-of-N loses little if its tail below u is small. *)
Lemma deficit_tail u : u <= INR m * hi ->
  INR m * rho - Ex (words A m) pi (total l) <= INR m * rho - u + INR m * g * Pr (words A m) pi (below (total l) u).
Proof.
  intros U. assert (E : u - INR m * g * Pr (words A m) pi (below (total l) u) <= Ex (words A m) pi (total l)); [|lra].
  rewrite Pr_Ex, <- Ex_scal, <- (Ex_const (words A m) pi pi_law u), <- Ex_minus at 1.
  apply (Ex_le _ _ pi_law). intros w I P. assert (Pw : 0 < power p w).
  { destruct (law_nonneg _ _ Lpm w I) as [Q|Z]; [exact Q|]. pose proof (selected_ac w I (eq_sym Z)). lra. }
  destruct (total_range m w I Pw) as [T1 T2]. destruct (below (total l) u w) eqn:B; cbn [ind].
  - unfold g. lra.
  - unfold below in B. destruct (Rlt_dec (total l w) u); [discriminate|lra].
Qed.
(** The last k letters may be anything, the first are typical for φ: a lower bound for p^m(log q^m ≥ …). *)
Lemma block_tail j k z h : m = (j + k)%nat -> h <= Pr (words A j) (power phi) (fun w => Rltb (Rabs (total l w - INR j * rho)) z) ->
  exp (- INR j * delta - a * z) * h <= 1 - Pr (words A m) (power p) (below (total l) (INR j * rho - z + INR k * lo)).
Proof.
  intros Em Hh. pose proof (law_power A p j Lp) as Lj. pose proof (law_power A p k Lp) as Lk.
  rewrite <- (Pr_compl _ _ Lpm). set (E := fun w => Rltb (Rabs (total l w - INR j * rho)) z) in Hh.
  apply Rle_trans with (Pr (words A j) (power p) E).
  - eapply Rle_trans; [apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact Hh]|].
    apply (change_below A q p Lp a j E (a * z)). intros w _ _ B. unfold E in B. apply Rltb_true, Rabs_def2 in B.
    apply Rmult_le_compat_l; [lra|]. unfold rho in B. fold phi. lra.
  - rewrite Em. unfold Pr. rewrite Sum_words_app. apply Sum_le. intros v I.
    destruct (law_nonneg _ _ Lj v I) as [P|Z]; [|rewrite <- Z, Rmult_0_r; apply Sum_nonneg; intros w J;
      rewrite power_app, <- Z, Rmult_0_l, Rmult_0_r; lra].
    destruct (E v) eqn:B; cbn [ind].
    + rewrite Rmult_1_l, <- (Rmult_1_r (power p v)), <- (law_sum _ _ Lk), <- Sum_scal. apply Sum_le. intros w J. rewrite power_app.
      destruct (law_nonneg _ _ Lk w J) as [Q|Z]; [|rewrite <- Z; lra].
      unfold E in B. apply Rltb_true, Rabs_def2 in B. destruct (total_range k w J Q) as [K _].
      unfold below. rewrite total_app. destruct (Rlt_dec (total l v + total l w) (INR j * rho - z + INR k * lo)); cbn [negb ind]; lra.
    + rewrite Rmult_0_l. apply Sum_nonneg. intros w J. apply Rmult_le_pos; [unfold ind; destruct (negb _); lra|].
      rewrite power_app. apply Rmult_le_pos; [lra|now apply Lk].
Qed.
(** Both together: the loss, from a typical block and k free letters. *)
Theorem deficit_block c j k z h : m = (j + k)%nat -> 0 < c -> exp (INR m * delta) / c <= INR N -> 0 <= z -> 0 <= h ->
  h <= Pr (words A j) (power phi) (fun w => Rltb (Rabs (total l w - INR j * rho)) z) ->
  INR m * rho - Ex (words A m) pi (total l) <= INR k * (rho - lo) + z + INR m * g * exp (- (h / c * exp (INR k * delta - a * z))).
Proof.
  intros Em C HN Hz H0 Hh. destruct rho_between as [R1 R2].
  assert (Mjk : INR m = INR j + INR k) by (rewrite Em; apply plus_INR).
  set (u := INR j * rho - z + INR k * lo). assert (U : u <= INR m * hi).
  { unfold u. rewrite Mjk. assert (INR j * rho <= INR j * hi) by (apply Rmult_le_compat_l; [apply pos_INR|lra]).
    assert (INR k * lo <= INR k * hi) by (apply Rmult_le_compat_l; [apply pos_INR|lra]). lra. }
  eapply Rle_trans; [apply (deficit_tail u U)|]. apply Rplus_le_compat; [unfold u; rewrite Mjk; lra|].
  apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply pos_INR|apply g_nonneg]|].
  eapply Rle_trans; [apply (kept_below_le (words A m) N (power p) (total l) s Lpm Ks)|]. apply exp_le_mono, Ropp_le_contravar.
  pose proof (block_tail j k z h Em Hh) as B. fold u in B.
  assert (P : 0 <= exp (- INR j * delta - a * z) * h) by (apply Rmult_le_pos; [apply Rlt_le, exp_pos|exact H0]).
  apply Rle_trans with (exp (INR m * delta) / c * (exp (- INR j * delta - a * z) * h)).
  - right. replace (INR k * delta - a * z) with (INR m * delta + (- INR j * delta - a * z)) by (rewrite Mjk; ring).
    rewrite exp_plus. field. lra.
  - apply Rmult_le_compat; [apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact C]|exact P|exact HN|exact B].
Qed.
(** The trivial bound. *)
Lemma deficit_trivial : INR m * rho - Ex (words A m) pi (total l) <= INR m * (rho - lo).
Proof.
  assert (INR m * lo <= Ex (words A m) pi (total l)); [|lra]. apply (Ex_ge_const _ _ pi_law). intros w I P.
  apply (total_range m w I). destruct (law_nonneg _ _ Lpm w I) as [Q|Z]; [exact Q|]. pose proof (selected_ac w I (eq_sym Z)). lra.
Qed.

(** Lemma 7 with a rate: the loss is at most C√m, at every m ≥ 1. *)
Theorem deficit_sqrt c : (1 <= m)%nat -> 0 < delta -> 0 < c -> exp (INR m * delta) / c <= INR N ->
  INR m * rho - Ex (words A m) pi (total l) <=
  (((a * (1 + Var A phi l) + 1) / delta + 1 + 2 * c) * g + 1 + Var A phi l) * sqrt (INR m).
Proof.
  intros M D C HN. pose proof g_nonneg as G. destruct rho_between as [R1 R2]. pose proof (Var_nonneg A phi phi_law l) as V0. set (V := Var A phi l) in *.
  assert (M1 : 1 <= INR m) by (apply (le_INR 1); exact M). set (y := sqrt (INR m)).
  assert (Y1 : 1 <= y) by (rewrite <- sqrt_1; apply sqrt_le_1_alt; exact M1).
  assert (Y2 : y * y = INR m) by (apply sqrt_sqrt; lra).
  set (c1 := (a * (1 + V) + 1) / delta). assert (aV : 0 <= a * (1 + V)) by (apply Rmult_le_pos; lra).
  assert (C1 : 0 <= c1) by (apply Rlt_le, Rdiv_lt_0_compat; lra).
  destruct (archimed (c1 * y)) as [A1 A2]. set (k := Z.to_nat (up (c1 * y))).
  assert (CY : 0 <= c1 * y) by (apply Rmult_le_pos; lra).
  assert (Kr : INR k = IZR (up (c1 * y))).
  { unfold k. rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity|]. apply le_IZR. lra. }
  assert (K1 : c1 * y <= INR k) by lra. assert (K2 : INR k <= c1 * y + 1) by lra.
  assert (Rl : 0 <= rho - lo <= g) by (unfold g; lra).
  assert (F1 : INR k * (rho - lo) <= (c1 * y + y) * g) by (apply Rmult_le_compat; try lra; apply pos_INR).
  assert (Fin : (c1 * y + y) * g + (1 + V) * y + 2 * c * g * y = ((c1 + 1 + 2 * c) * g + 1 + V) * y) by ring.
  assert (P2 : 0 <= 2 * c * g * y) by (repeat apply Rmult_le_pos; lra).
  assert (P3 : 0 <= (1 + V) * y) by (apply Rmult_le_pos; lra).
  destruct (le_lt_dec k m) as [Km|Km].
  - set (z := (1 + V) * y). assert (Zp : 0 < z) by (apply Rmult_lt_0_compat; lra).
    assert (Hw : 1 / 2 <= Pr (words A (m - k)) (power phi) (fun w => Rltb (Rabs (total l w - INR (m - k) * rho)) z)).
    { pose proof (tilt_window A q p Lp a (m - k) z Zp) as W. cbv beta in W. fold phi in W. fold V in W.
      rewrite (Pr_ext _ _ _ (fun w => Rltb (Rabs (total l w - INR (m - k) * rho)) z)) in W
        by (intros w _ _; cbv beta; do 2 f_equal; unfold rho; ring).
      eapply Rle_trans; [|exact W]. assert (ZZ : 0 < z * z) by now apply Rmult_lt_0_compat.
      assert (INR (m - k) * V / (z * z) <= 1 / 2); [|lra]. apply (Rmult_le_reg_r (z * z)); [exact ZZ|].
      unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply Rle_trans with (INR m * V); [apply Rmult_le_compat_r; [lra|apply le_INR; lia]|].
      replace (1 / 2 * (z * z)) with (INR m * ((1 + V) * (1 + V) / 2)) by (rewrite <- Y2; unfold z; field).
      apply Rmult_le_compat_l; [lra|]. pose proof (Rle_0_sqr V). unfold Rsqr in *. lra. }
    eapply Rle_trans; [apply (deficit_block c (m - k) k z (1 / 2)); try lra; try lia|].
    assert (F2 : INR m * g * exp (- (1 / 2 / c * exp (INR k * delta - a * z))) <= 2 * c * g * y); [|unfold z in *; lra].
      assert (E1 : y <= exp (INR k * delta - a * z)).
      { apply Rle_trans with (exp y); [pose proof (exp_ge_1 y); lra|]. apply exp_le_mono.
        apply (Rmult_le_compat_r delta) in K1; [|lra]. unfold c1, z in *.
        replace ((a * (1 + V) + 1) / delta * y * delta) with (a * ((1 + V) * y) + y) in K1 by (field; lra). lra. }
      set (e := exp (INR k * delta - a * z)) in *. assert (E0 : 0 < e) by apply exp_pos.
      assert (Q : 0 < 1 / 2 / c * e) by (repeat apply Rmult_lt_0_compat; try lra; now apply Rinv_0_lt_compat).
      assert (E2 : exp (- (1 / 2 / c * e)) <= 2 * c / y).
      { rewrite exp_Ropp. apply Rle_trans with (/ (1 / 2 / c * y)); [|right; field; lra].
        apply Rinv_le_contravar; [repeat apply Rmult_lt_0_compat; try lra; now apply Rinv_0_lt_compat|].
        pose proof (exp_ge_1 (1 / 2 / c * e)) as E3.
        assert (1 / 2 / c * y <= 1 / 2 / c * e); [apply Rmult_le_compat_l; [apply Rlt_le, Rdiv_lt_0_compat; lra|exact E1]|lra]. }
      apply Rle_trans with (INR m * g * (2 * c / y)); [apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact E2]|].
      right. rewrite <- Y2. field. lra.
  - eapply Rle_trans; [apply deficit_trivial|]. assert (INR m <= INR k) by (apply le_INR; lia).
    assert (INR m * (rho - lo) <= INR k * (rho - lo)) by (apply Rmult_le_compat_r; lra). lra.
Qed.
(** Theorem 2 with a rate: KL(π‖φ^m) ≤ log c + αC√m for exp(mδ)/c ≤ N ≤ c exp(mδ). *)
Theorem divergence_sqrt c : (1 <= m)%nat -> (1 <= N)%nat -> 0 < delta -> 0 < c -> exp (INR m * delta) / c <= INR N <= c * exp (INR m * delta) ->
  KL (words A m) pi (power phi) <= ln c + a *
  ((((a * (1 + Var A phi l) + 1) / delta + 1 + 2 * c) * g + 1 + Var A phi l) * sqrt (INR m)).
Proof.
  intros M HN D C [N1 N2]. eapply Rle_trans; [now apply divergence_le|].
  pose proof (deficit_sqrt c M D C N1) as F. apply (Rmult_le_compat_l a) in F; [|lra].
  assert (P : 0 < INR N) by (apply lt_0_INR; lia).
  apply (ln_le_mono _ _ P) in N2. rewrite ln_mult, ln_exp in N2 by (assumption || apply exp_pos). lra.
Qed.
End Words.
