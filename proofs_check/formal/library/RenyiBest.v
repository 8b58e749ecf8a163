(** The Rényi divergence of best-of-N from p, its limits, and D_f ≤ ∫₀¹ f(N u^(N−1)) du as an integral. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Sampling BestOfN BondForms Levels FDivergence FTable.

(** ** As an integral *)
Section Integral.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (f : R -> R) (A : list X) (N : nat) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat) (C : forall v, 0 <= v -> continuous f v).
Let g u := f (INR N * Rabs u ^ (N - 1)).
Lemma g_continuous u : continuous g u.
Proof.
  apply (continuous_comp (fun u => INR N * Rabs u ^ (N - 1)) f).
  - apply continuity_pt_filterlim. apply continuity_pt_mult; [apply derivable_continuous_pt; reg|].
    apply (continuity_pt_comp Rabs (fun v => v ^ (N - 1))); [apply Rcontinuity_abs|apply derivable_continuous_pt; reg].
  - apply C. apply Rmult_le_pos; [apply pos_INR|]. apply pow_le, Rabs_pos.
Qed.
Lemma g_integral u : is_derive (fun u => RInt g 0 u) u (g u).
Proof.
  apply (is_derive_RInt g (fun u => RInt g 0 u) 0); [|apply g_continuous].
  exists (mkposreal 1 Rlt_0_1). intros v _. apply (RInt_correct (V := R_CompleteNormedModule)), ex_RInt_continuous. intros; apply g_continuous.
Qed.
(** D_f(π_N‖p) ≤ ∫₀¹ f(N u^(N−1)) du for every convex f that is continuous from 0 on. *)
Theorem best_of_Df_integral : convex f -> Df A f (best_of eq_dec A N p r) p <= RInt (fun u => f (INR N * u ^ (N - 1))) 0 1.
Proof.
  intros S. rewrite (RInt_ext _ g).
  - replace (RInt g 0 1) with (RInt g 0 1 - RInt g 0 0) by (rewrite RInt_point; apply Rminus_0_r).
    apply (best_of_Df eq_dec f (fun u => RInt g 0 u)); auto.
    + intros u U. replace (f (INR N * u ^ (N - 1))) with (g u) by (unfold g; rewrite Rabs_right by lra; reflexivity). apply g_integral.
    + intros u _. eapply derive_continuous, g_integral.
  - intros u U. rewrite Rmin_left, Rmax_right in U by lra. unfold g. rewrite Rabs_right by lra. reflexivity.
Qed.
Theorem best_of_Df_integral_lt : strictly_convex f -> (2 <= N)%nat ->
  Df A f (best_of eq_dec A N p r) p < RInt (fun u => f (INR N * u ^ (N - 1))) 0 1.
Proof.
  intros S H2. rewrite (RInt_ext _ g).
  - replace (RInt g 0 1) with (RInt g 0 1 - RInt g 0 0) by (rewrite RInt_point; apply Rminus_0_r).
    apply (best_of_Df_lt eq_dec f (fun u => RInt g 0 u)); auto.
    + intros u U. replace (f (INR N * u ^ (N - 1))) with (g u) by (unfold g; rewrite Rabs_right by lra; reflexivity). apply g_integral.
    + intros u _. eapply derive_continuous, g_integral.
  - intros u U. rewrite Rmin_left, Rmax_right in U by lra. unfold g. rewrite Rabs_right by lra. reflexivity.
Qed.
End Integral.

(** ** Powers *)
(** Bernoulli's inequality for real exponents. *)
Lemma Rpower_below t a : 0 < t -> t <> 1 -> 0 < a < 1 -> Rpower t a < 1 + a * (t - 1).
Proof.
  intros Pt Ne Ha. set (m := 1 + a * (t - 1)).
  assert (Pm : 0 < m) by (unfold m; assert (0 < a * t) by (apply Rmult_lt_0_compat; lra); lra).
  rewrite <- (exp_ln m Pm). apply exp_increasing.
  assert (Tm : t / m <> 1).
  { intros E. apply (Rmult_eq_compat_r m) in E. field_simplify in E; [|lra]. unfold m in E.
    assert (Q : (1 - a) * (t - 1) = 0) by lra. apply Rmult_integral in Q. destruct Q; lra. }
  pose proof (ln_lt_sub1 (t / m) (Rdiv_lt_0_compat t m Pt Pm) Tm) as G1. rewrite ln_div in G1 by assumption.
  pose proof (ln_le_sub1 (/ m) (Rinv_0_lt_compat m Pm)) as G2. rewrite ln_Rinv in G2 by assumption.
  apply (Rmult_lt_compat_l a) in G1; [|lra]. apply (Rmult_le_compat_l (1 - a)) in G2; [|lra].
  assert (E : a * (t / m - 1) + (1 - a) * (/ m - 1) = 0) by (unfold m in *; field; lra). lra.
Qed.
Lemma Rpower_above t a : 0 < t -> t <> 1 -> 1 < a -> 1 + a * (t - 1) < Rpower t a.
Proof.
  intros Pt Ne Ha. set (y := Rpower t a). assert (E : Rpower y (/ a) = t).
  { unfold y. rewrite Rpower_mult, Rinv_r by lra. now apply Rpower_1. }
  assert (Ny : y <> 1). { intros Q. rewrite Q in E. apply Ne. rewrite <- E. unfold Rpower. rewrite ln_1, Rmult_0_r. apply exp_0. }
  assert (B : 0 < / a < 1) by (split; [apply Rinv_0_lt_compat; lra|rewrite <- Rinv_1; apply Rinv_lt_contravar; lra]).
  pose proof (Rpower_below y (/ a) (exp_pos _) Ny B) as K. rewrite E in K.
  apply (Rmult_lt_compat_l a) in K; [|lra]. replace (a * (1 + / a * (y - 1))) with (a + y - 1) in K by (field; lra). lra.
Qed.
Lemma Rpower_split v c a : 0 < v -> 0 < c -> Rpower v a = Rpower c a * Rpower (v / c) a.
Proof. intros. rewrite Rpower_mult_distr by (auto; now apply Rdiv_lt_0_compat). f_equal. field. lra. Qed.
Lemma power_supported a : 1 < a -> strictly_supported (fun v => Rpower v a).
Proof.
  intros Ha c P. exists (a * Rpower c a / c). intros v Pv Ne. rewrite (Rpower_split v c) by assumption.
  assert (Q : v / c <> 1) by (intros Q; apply Ne; apply (Rmult_eq_compat_r c) in Q; field_simplify in Q; lra).
  pose proof (Rpower_above (v / c) a (Rdiv_lt_0_compat v c Pv P) Q Ha) as K. apply (Rmult_lt_compat_l (Rpower c a)) in K; [|apply exp_pos].
  replace (Rpower c a * (1 + a * (v / c - 1))) with (Rpower c a + a * Rpower c a / c * (v - c)) in K by (field; lra). lra.
Qed.
Lemma root_supported a : 0 < a < 1 -> strictly_supported (fun v => - Rpower v a).
Proof.
  intros Ha c P. exists (- (a * Rpower c a / c)). intros v Pv Ne. rewrite (Rpower_split v c) by assumption.
  assert (Q : v / c <> 1) by (intros Q; apply Ne; apply (Rmult_eq_compat_r c) in Q; field_simplify in Q; lra).
  pose proof (Rpower_below (v / c) a (Rdiv_lt_0_compat v c Pv P) Q Ha) as K. apply (Rmult_lt_compat_l (Rpower c a)) in K; [|apply exp_pos].
  replace (Rpower c a * (1 + a * (v / c - 1))) with (Rpower c a + a * Rpower c a / c * (v - c)) in K by (field; lra). lra.
Qed.
(** u^b, 0 where u ≤ 0. *)
Definition pow0 (b u : R) : R := if Rlt_dec 0 u then Rpower u b else 0.
Lemma pow0_derive b u : 0 < u -> is_derive (pow0 b) u (b * Rpower u (b - 1)).
Proof.
  intros P. apply (is_derive_ext_loc (fun u => Rpower u b)).
  - exists (mkposreal u P). intros y B. unfold pow0. destruct (Rlt_dec 0 y); [reflexivity|].
    exfalso. unfold ball in B. simpl in B. unfold AbsRing_ball, abs, minus, plus, opp in B. simpl in B.
    rewrite Rabs_left in B; lra.
  - apply is_derive_Reals. now apply derivable_pt_lim_power.
Qed.
Lemma pow0_continuous b : 0 < b -> continuity_pt (pow0 b) 0.
Proof.
  intros Pb eps Pe. exists (Rpower eps (/ b)). split; [apply exp_pos|]. intros u [_ U]. simpl in *. unfold R_dist in *.
  rewrite Rminus_0_r in U. unfold pow0 at 2. destruct (Rlt_dec 0 0); [lra|]. rewrite Rminus_0_r. unfold pow0.
  destruct (Rlt_dec 0 u) as [P|P]; [|rewrite Rabs_R0; lra]. rewrite Rabs_right by (left; apply exp_pos). rewrite Rabs_right in U by lra.
  replace eps with (Rpower (Rpower eps (/ b)) b) by (rewrite Rpower_mult, Rinv_l by lra; now apply Rpower_1).
  unfold Rpower at 1 2. apply exp_increasing, Rmult_lt_compat_l; [exact Pb|]. now apply ln_increasing.
Qed.

Section Renyi.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (N : nat) (p r : X -> R) (a : R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat) (Pa : 0 < a) (N1 : a <> 1).
Let pi := best_of eq_dec A N p r.
Let n := INR N.
Let b := a * (n - 1) + 1.
Let F u := Rpower n a / b * pow0 b u.
Lemma n_ge_1 : 1 <= n. Proof. apply (le_INR 1). lia. Qed.
Lemma b_ge_1 : 1 <= b. Proof. unfold b. pose proof n_ge_1. assert (0 <= a * (n - 1)) by (apply Rmult_le_pos; lra). lra. Qed.
Lemma F_derive u : 0 < u -> is_derive F u (Rpower (n * u ^ (N - 1)) a).
Proof.
  intros P. pose proof n_ge_1. pose proof b_ge_1.
  replace (Rpower (n * u ^ (N - 1)) a) with (Rpower n a / b * (b * Rpower u (b - 1))).
  - apply (is_derive_scal (pow0 b)), pow0_derive, P.
  - rewrite <- Rpower_mult_distr by (try apply pow_lt; lra). rewrite <- Rpower_pow, Rpower_mult, INR_pred by (auto; lia).
    fold n. replace ((n - 1) * a) with (b - 1) by (unfold b; ring). field. lra.
Qed.
Lemma F_continuous u : 0 <= u <= 1 -> continuity_pt F u.
Proof.
  apply (continuous_from_0 _ _ F_derive). apply continuity_pt_mult; [apply derivable_continuous_pt; reg|].
  apply pow0_continuous. pose proof b_ge_1. lra.
Qed.
Lemma F_value : F 1 - F 0 = Rpower n a / b.
Proof.
  unfold F, pow0. destruct (Rlt_dec 0 1); [|lra]. destruct (Rlt_dec 0 0); [lra|].
  replace (Rpower 1 b) with 1; [ring|]. unfold Rpower. rewrite ln_1, Rmult_0_r. symmetry. apply exp_0.
Qed.
Lemma moment_as_Df : Ex A pi (fun x => Rpower (pi x / p x) (a - 1)) = Df A (fun v => Rpower v a) pi p.
Proof.
  apply (as_Df eq_dec A N p r NA L HN); intros x I; fold pi; [intros E; replace (pi x) with 0 by (symmetry; now apply (best_ac eq_dec A N p r NA L HN)); ring|]. intros P Q.
  replace (Rpower (pi x / p x) a) with (Rpower (pi x / p x) (a - 1) * (pi x / p x)); [field; lra|].
  rewrite <- (Rpower_1 (pi x / p x)) at 2 by now apply Rdiv_lt_0_compat. rewrite <- Rpower_plus. f_equal. ring.
Qed.
Lemma moment_pos : 0 < Ex A pi (fun x => Rpower (pi x / p x) (a - 1)).
Proof.
  pose proof (best_of_law_ok eq_dec A r NA N p HN L) as Lpi. destruct (law_support A _ Lpi) as [x [I P]].
  apply (Sum_pos A _ x); [|exact I|apply Rmult_lt_0_compat; [exact P|apply exp_pos]].
  intros y J. apply Rmult_le_pos; [now apply Lpi|left; apply exp_pos].
Qed.
(** Rényi order a > 0, a ≠ 1: D_a(π_N‖p) ≤ log(N^a/(a(N−1)+1))/(a−1). *)
Theorem best_of_Renyi : Renyi A a pi p <= / (a - 1) * ln (Rpower (INR N) a / (a * (INR N - 1) + 1)).
Proof.
  fold n b. unfold Renyi. pose proof b_ge_1 as Hb. pose proof moment_pos as M. assert (V : 0 < Rpower n a / b) by (apply Rdiv_lt_0_compat; [apply exp_pos|lra]).
  destruct (Rlt_dec 1 a) as [G|G].
  - apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat; lra|]. apply ln_le_mono; [exact M|].
    rewrite moment_as_Df, <- F_value. apply best_of_supported; auto using F_continuous, strictly_supported_supported, power_supported.
    intros u U. apply F_derive. lra.
  - assert (Neg : / (a - 1) < 0) by (apply Rinv_lt_0_compat; lra). apply Rmult_le_compat_neg_l; [lra|]. apply ln_le_mono; [exact V|].
    rewrite moment_as_Df, <- F_value.
    assert (K : Df A (fun v => - Rpower v a) pi p <= - F 1 - - F 0).
    { apply (best_of_supported eq_dec (fun v => - Rpower v a) (fun u => - F u)); auto.
      - intros u U. apply (is_derive_opp F), F_derive. lra.
      - intros u U. apply continuity_pt_opp, F_continuous, U.
      - apply strictly_supported_supported, root_supported. lra. }
    unfold Df in K at 1. rewrite (Sum_ext A _ (fun x => - (p x * Rpower (pi x / p x) a))) in K by (intros; ring). rewrite Sum_opp in K.
    unfold Df. lra.
Qed.
(** … strictly for N ≥ 2. *)
Theorem best_of_Renyi_lt : (2 <= N)%nat -> Renyi A a pi p < / (a - 1) * ln (Rpower (INR N) a / (a * (INR N - 1) + 1)).
Proof.
  intros H2. fold n b. unfold Renyi. pose proof b_ge_1 as Hb. pose proof moment_pos as M. assert (V : 0 < Rpower n a / b) by (apply Rdiv_lt_0_compat; [apply exp_pos|lra]).
  destruct (Rlt_dec 1 a) as [G|G].
  - apply Rmult_lt_compat_l; [apply Rinv_0_lt_compat; lra|]. apply ln_increasing; [exact M|].
    rewrite moment_as_Df, <- F_value. apply best_of_supported_lt; auto using F_continuous, power_supported.
    intros u U. apply F_derive. lra.
  - assert (Neg : / (a - 1) < 0) by (apply Rinv_lt_0_compat; lra). apply Rmult_lt_gt_compat_neg_l; [lra|]. apply ln_increasing; [exact V|].
    rewrite moment_as_Df, <- F_value.
    assert (K : Df A (fun v => - Rpower v a) pi p < - F 1 - - F 0).
    { apply (best_of_supported_lt eq_dec (fun v => - Rpower v a) (fun u => - F u)); auto.
      - intros u U. apply (is_derive_opp F), F_derive. lra.
      - intros u U. apply continuity_pt_opp, F_continuous, U.
      - apply root_supported. lra. }
    unfold Df in K at 1. rewrite (Sum_ext A _ (fun x => - (p x * Rpower (pi x / p x) a))) in K by (intros; ring). rewrite Sum_opp in K.
    unfold Df. lra.
Qed.
End Renyi.

(** ** The limits of the bound: a → 1 is the KL bound, a → ∞ is log N *)
Section Limits.
Variable n : R.
Hypothesis Hn : 1 <= n.
Let bound a := / (a - 1) * ln (Rpower n a / (a * (n - 1) + 1)).
Lemma bound_form a : 0 < a -> bound a = / (a - 1) * (a * ln n - ln (a * (n - 1) + 1)).
Proof.
  intros P. unfold bound. assert (0 <= a * (n - 1)) by (apply Rmult_le_pos; lra).
  rewrite ln_div by (try apply exp_pos; lra). unfold Rpower. now rewrite ln_exp.
Qed.
Theorem Renyi_bound_at_1 : is_lim bound 1 (ln n - (n - 1) / n).
Proof.
  set (phi := fun a => a * ln n - ln (a * (n - 1) + 1)).
  assert (D : derivable_pt_lim phi 1 (ln n - (n - 1) / n)).
  { apply is_derive_Reals. unfold phi. auto_derive; [lra|]. field. lra. }
  assert (P0 : phi 1 = 0) by (unfold phi; replace (1 * (n - 1) + 1) with n by ring; ring).
  apply is_lim_spec. intros eps. destruct (D eps (cond_pos eps)) as [d Hd].
  assert (Pd : 0 < Rmin d (1 / 2)) by (apply Rmin_pos; [apply cond_pos|lra]).
  exists (mkposreal _ Pd). enough (K : forall y : R, Rabs (y - 1) < Rmin d (1 / 2) -> y <> 1 -> Rabs (bound y - (ln n - (n - 1) / n)) < eps).
  { intros y B Ny. now apply K. }
  intros y B Ny.
  assert (B1 : Rabs (y - 1) < d) by (eapply Rlt_le_trans; [exact B|apply Rmin_l]).
  assert (B2 : Rabs (y - 1) < 1 / 2) by (eapply Rlt_le_trans; [exact B|apply Rmin_r]).
  assert (Py : 0 < y) by (apply Rabs_def2 in B2; lra).
  assert (Ny' : y - 1 <> 0) by now apply Rminus_eq_contra.
  specialize (Hd (y - 1) Ny' B1). rewrite bound_form by exact Py. rewrite P0 in Hd. replace (1 + (y - 1)) with y in Hd by ring.
  fold (phi y). replace (/ (y - 1) * phi y) with ((phi y - 0) / (y - 1)) by (field; exact Ny'). exact Hd.
Qed.
Theorem Renyi_bound_at_oo : is_lim bound p_infty (ln n).
Proof.
  apply (is_lim_ext_loc (fun a => ln n * (1 + / (a - 1)) - (a * (n - 1) + 1) / (a - 1) * (ln (a * (n - 1) + 1) / (a * (n - 1) + 1)))).
  - exists 1. intros a Ha. assert (0 <= a * (n - 1)) by (apply Rmult_le_pos; lra). rewrite bound_form by lra. field. lra.
  - destruct (Req_dec n 1) as [->|Ne].
    + rewrite ln_1. apply (is_lim_ext_loc (fun _ => 0)); [|apply is_lim_const]. exists 1. intros a Ha.
      replace (a * (1 - 1) + 1) with 1 by ring. rewrite ln_1. unfold Rdiv. ring.
    + assert (I : is_lim (fun a => a - 1) p_infty p_infty).
      { apply is_lim_spec. intros M. exists (M + 1). intros a Ha. lra. }
      assert (I1 : is_lim (fun a => / (a - 1)) p_infty 0).
      { replace (Finite 0) with (Rbar_inv p_infty) by reflexivity. apply is_lim_inv; [exact I|discriminate]. }
      assert (J : is_lim (fun a => a * (n - 1) + 1) p_infty p_infty).
      { apply is_lim_spec. intros M. exists (M / (n - 1)). intros a Ha.
        apply (Rmult_lt_compat_r (n - 1)) in Ha; [|lra]. unfold Rdiv in Ha. rewrite Rmult_assoc, Rinv_l in Ha by lra. lra. }
      assert (K : is_lim (fun a => ln (a * (n - 1) + 1) / (a * (n - 1) + 1)) p_infty 0).
      { apply (is_lim_comp (fun y => ln y / y) (fun a => a * (n - 1) + 1) p_infty 0 p_infty); [apply is_lim_div_ln_p|exact J|].
        exists 0. intros y _. discriminate. }
      assert (Q : is_lim (fun a => (a * (n - 1) + 1) / (a - 1)) p_infty (n - 1)).
      { apply (is_lim_ext_loc (fun a => (n - 1) + n * / (a - 1))); [exists 1; intros a Ha; field; lra|].
        evar_last; [apply is_lim_plus'; [apply is_lim_const|apply (is_lim_scal_l _ n p_infty 0), I1]|]. simpl. f_equal. ring. }
      evar_last; [apply is_lim_minus'; [apply (is_lim_scal_l _ (ln n) p_infty (1 + 0)); apply is_lim_plus'; [apply is_lim_const|exact I1]
        |apply (is_lim_mult' _ _ _ (n - 1) 0); [exact Q|exact K]]|].
      simpl. f_equal. ring.
Qed.
End Limits.
