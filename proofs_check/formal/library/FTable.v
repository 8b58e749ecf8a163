(** The table of divergences of best-of-N from p: KL, reverse KL, χ², squared Hellinger, total variation. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN BondForms Levels FDivergence.

(** ** Continuity of the antiderivatives *)
Lemma derive_continuous F u d : is_derive F u d -> continuity_pt F u.
Proof. intros D. apply derivable_continuous_pt. exists d. now apply is_derive_Reals. Qed.
(** u log u → 0 as u → 0 (and log of a negative number is 0 in Coq). *)
Lemma xlnx_continuous : continuity_pt (fun u => u * ln u) 0.
Proof.
  intros eps Pe. exists (Rmin 1 (Rsqr (eps / 2))). split; [apply Rmin_pos; [lra|apply Rlt_0_sqr; lra]|].
  intros u [_ U]. simpl in *. unfold R_dist in *. rewrite Rmult_0_l, Rminus_0_r in *.
  destruct (Rlt_dec 0 u) as [P|P].
  - rewrite (Rabs_right u) in U by lra. assert (U1 : u < 1) by (eapply Rlt_le_trans; [exact U|apply Rmin_l]).
    assert (U2 : u < Rsqr (eps / 2)) by (eapply Rlt_le_trans; [exact U|apply Rmin_r]).
    assert (S : 0 < sqrt u) by (now apply sqrt_lt_R0). assert (Q : sqrt u * sqrt u = u) by (apply sqrt_sqrt; lra).
    assert (Lt : sqrt u < eps / 2) by (rewrite <- (sqrt_Rsqr (eps / 2)) by lra; apply sqrt_lt_1; lra || apply Rle_0_sqr || lra).
    pose proof (ln_ge (sqrt u) S) as G. assert (E : ln u = 2 * ln (sqrt u)) by (rewrite <- Q at 1; rewrite ln_mult by assumption; ring).
    rewrite Rabs_left1; [|rewrite <- (Rmult_0_r u); apply Rmult_le_compat_l; [lra|apply ln_nonpos; lra]].
    apply (Rmult_le_compat_l (2 * (sqrt u * sqrt u))) in G; [|rewrite Q; lra].
    replace (2 * (sqrt u * sqrt u) * (1 - / sqrt u)) with (2 * u - 2 * sqrt u) in G by (rewrite <- Q at 1; field; lra).
    rewrite Q in G. rewrite E. lra.
  - replace (ln u) with 0; [rewrite Rmult_0_r, Rabs_R0; exact Pe|]. unfold ln. destruct (Rlt_dec 0 u); [contradiction|reflexivity].
Qed.
(** Where F has a derivative at each u > 0, only continuity at 0 is left. *)
Lemma continuous_from_0 F dF : (forall u, 0 < u -> is_derive F u (dF u)) -> continuity_pt F 0 -> forall u, 0 <= u <= 1 -> continuity_pt F u.
Proof. intros D C u U. destruct (Req_dec u 0) as [->|N]; [exact C|]. apply (derive_continuous F u (dF u)), D. lra. Qed.
Lemma INR_pos_of N : (1 <= N)%nat -> 0 < INR N. Proof. intros. apply lt_0_INR. lia. Qed.
Lemma pow_pred u N : (1 <= N)%nat -> u ^ N = u * u ^ (N - 1).
Proof. intros. replace N with (S (N - 1)) at 1 by lia. reflexivity. Qed.
Lemma INR_pred N : (1 <= N)%nat -> INR (N - 1) = INR N - 1. Proof. intros. rewrite minus_INR by lia. simpl. ring. Qed.

(** The antiderivative of f log f for f = N u^(N−1). *)
Definition Phi (N : nat) (u : R) : R :=
  ln (INR N) * u ^ N + (INR N - 1) * (u ^ (N - 1) * (u * ln u)) - (INR N - 1) / INR N * u ^ N.

Section Table.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (N : nat) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Let pi := best_of eq_dec A N p r.
Let n := INR N.
Lemma best_ac : ac A pi p.
Proof. apply (kept_ac eq_dec A N p _ L). now apply best_rule. Qed.
Lemma pi_pos x : In x A -> 0 < p x -> 0 < pi x.
Proof.
  intros I P. pose proof (density eq_dec A N p r NA L HN x I P) as E. fold pi in E.
  destruct (level_bounds A p r L x I P) as [B _]. pose proof (slope_pos N _ _ B HN) as S. rewrite <- E in S.
  apply (Rmult_lt_compat_r (p x)) in S; [|exact P]. unfold Rdiv in S. rewrite Rmult_assoc, Rinv_l in S by lra. lra.
Qed.
(** A sum of terms that vanish with p is an f-divergence if it is one on the support. *)
Lemma as_Df f g : (forall x, In x A -> p x = 0 -> g x = 0) -> (forall x, In x A -> 0 < p x -> 0 < pi x -> g x = p x * f (pi x / p x)) ->
  Sum A g = Df A f pi p.
Proof.
  intros Z P. apply Sum_ext. intros x I. destruct (law_nonneg A p L x I) as [Q|Q]; [apply P; auto; now apply pi_pos|].
  rewrite (Z x I) by auto. rewrite <- Q. ring.
Qed.

(** *** KL *)
Lemma KL_supported : strictly_supported (fun v => v * ln v).
Proof.
  intros c P. exists (ln c + 1). intros v Pv Ne. pose proof (gibbs_term v c ltac:(lra) ltac:(lra) ltac:(lra)) as G.
  destruct G as [G|G]; [|exfalso; apply Ne; now apply gibbs_term_eq; try lra].
  rewrite xlog_sub in G by assumption. lra.
Qed.
Let Fkl := Phi N.
Lemma Fkl_derive u : 0 < u -> is_derive Fkl u (n * u ^ (N - 1) * ln (n * u ^ (N - 1))).
Proof.
  intros P. pose proof (INR_pos_of N HN) as Pn. fold n in Pn.
  apply (is_derive_ext_loc (fun u => ln n * u ^ N + (n - 1) * (u ^ N * ln u) - (n - 1) / n * u ^ N)).
  - exists (mkposreal 1 Rlt_0_1). intros y _. unfold Fkl, Phi. fold n. rewrite !(pow_pred y N HN). match goal with |- @eq _ ?a ?b => change (@eq R a b) end. ring.
  - auto_derive; [exact P|]. rewrite ln_mult by (auto; now apply pow_lt). rewrite ln_pow by exact P.
    rewrite INR_pred by exact HN. replace (pred N) with (N - 1)%nat by lia. rewrite (pow_pred u N HN). fold n. field. split; lra.
Qed.
Lemma Fkl_continuous u : 0 <= u <= 1 -> continuity_pt Fkl u.
Proof.
  apply (continuous_from_0 _ _ Fkl_derive). unfold Fkl, Phi. apply continuity_pt_minus; [apply continuity_pt_plus|].
  - apply derivable_continuous_pt. reg.
  - apply continuity_pt_mult; [apply derivable_continuous_pt; reg|]. apply continuity_pt_mult; [apply derivable_continuous_pt; reg|apply xlnx_continuous].
  - apply derivable_continuous_pt. reg.
Qed.
Lemma Fkl_value : Fkl 1 - Fkl 0 = ln n - (n - 1) / n.
Proof. unfold Fkl, Phi. fold n. rewrite !pow1, ln_1, (pow_i N) by lia. ring. Qed.
Lemma KL_as_Df : KL A pi p = Df A (fun v => v * ln v) pi p.
Proof.
  apply as_Df; intros x I; [intros E; rewrite (best_ac x I E); apply xlog_0|]. intros P Q. unfold xlog. field. lra.
Qed.
(** KL(π_N‖p) ≤ log N − (N−1)/N. *)
Theorem best_of_KL : KL A pi p <= ln (INR N) - (INR N - 1) / INR N.
Proof.
  fold n. rewrite KL_as_Df, <- Fkl_value. apply best_of_supported; auto using Fkl_continuous, strictly_supported_supported, KL_supported.
  intros u U. apply Fkl_derive. lra.
Qed.
(** … with equality on no finite space, but for N = 1. *)
Theorem best_of_KL_lt : (2 <= N)%nat -> KL A pi p < ln (INR N) - (INR N - 1) / INR N.
Proof.
  intros H2. fold n. rewrite KL_as_Df, <- Fkl_value. apply best_of_supported_lt; auto using Fkl_continuous, KL_supported.
  intros u U. apply Fkl_derive. lra.
Qed.
(** The exact gap: a sum over the levels of the reward, each (a, b) = (P(r < t), P(r ≤ t)). *)
Theorem best_of_KL_gap : ln (INR N) - (INR N - 1) / INR N - KL A pi p =
  levels A p r (fun a b => Phi N b - Phi N a - (b ^ N - a ^ N) * ln ((b ^ N - a ^ N) / (b - a))).
Proof.
  fold n. rewrite levels_minus, (levels_telescope A p r L (Phi N)). fold Fkl. rewrite Fkl_value. f_equal. rewrite KL_as_Df, (Df_levels eq_dec _ A N p r NA L HN).
  apply levels_ext; [exact L|]. intros a b B _. unfold slope. field. lra.
Qed.

(** *** Reverse KL *)
Lemma reverse_supported : strictly_supported (fun v => - ln v).
Proof.
  intros c P. exists (- / c). intros v Pv Ne.
  assert (Q : v / c <> 1) by (intros Q; apply Ne; apply (Rmult_eq_compat_r c) in Q; field_simplify in Q; lra).
  pose proof (ln_lt_sub1 (v / c) (Rdiv_lt_0_compat v c Pv P) Q) as G. rewrite ln_div in G by assumption.
  replace (- / c * (v - c)) with (1 - v / c) by (field; lra). lra.
Qed.
Let Frev u := (n - 1 - ln n) * u - (n - 1) * (u * ln u).
Lemma Frev_derive u : 0 < u -> is_derive Frev u (- ln (n * u ^ (N - 1))).
Proof.
  intros P. pose proof (INR_pos_of N HN) as Pn. fold n in Pn. unfold Frev. auto_derive; [exact P|].
  rewrite ln_mult by (auto; now apply pow_lt). rewrite ln_pow by exact P. rewrite INR_pred by exact HN. fold n. field. lra.
Qed.
Lemma Frev_continuous u : 0 <= u <= 1 -> continuity_pt Frev u.
Proof.
  apply (continuous_from_0 _ _ Frev_derive). apply continuity_pt_minus; [apply derivable_continuous_pt; reg|].
  apply continuity_pt_mult; [apply derivable_continuous_pt; reg|apply xlnx_continuous].
Qed.
Lemma Frev_value : Frev 1 - Frev 0 = n - 1 - ln n. Proof. unfold Frev. rewrite ln_1. ring. Qed.
Lemma reverse_as_Df : KL A p pi = Df A (fun v => - ln v) pi p.
Proof.
  apply as_Df; intros x I; [intros E; rewrite E; apply xlog_0|]. intros P Q. rewrite xlog_sub, ln_div by assumption. ring.
Qed.
(** KL(p‖π_N) ≤ N − 1 − log N. *)
Theorem best_of_reverse_KL : KL A p pi <= INR N - 1 - ln (INR N).
Proof.
  fold n. rewrite reverse_as_Df, <- Frev_value. apply best_of_supported; auto using Frev_continuous, strictly_supported_supported, reverse_supported.
  intros u U. apply Frev_derive. lra.
Qed.
Theorem best_of_reverse_KL_lt : (2 <= N)%nat -> KL A p pi < INR N - 1 - ln (INR N).
Proof.
  intros H2. fold n. rewrite reverse_as_Df, <- Frev_value. apply best_of_supported_lt; auto using Frev_continuous, reverse_supported.
  intros u U. apply Frev_derive. lra.
Qed.

(** *** χ² *)
Lemma chi2_supported : strictly_supported (fun v => Rsqr (v - 1)).
Proof. intros c P. exists (2 * (c - 1)). intros v Pv Ne. pose proof (Rlt_0_sqr (v - c) ltac:(lra)). unfold Rsqr in *. lra. Qed.
Let Fchi u := n * n / (2 * n - 1) * u ^ (2 * N - 1) - 2 * u ^ N + u.
Lemma Fchi_derive u : is_derive Fchi u (Rsqr (n * u ^ (N - 1) - 1)).
Proof.
  assert (1 <= n) by (apply (le_INR 1); lia). unfold Fchi. auto_derive; [trivial|].
  replace (u ^ Init.Nat.pred (N + (N + 0) - 1)) with (u ^ (N - 1) * u ^ (N - 1)) by (rewrite <- pow_add; f_equal; lia).
  replace (INR (N + (N + 0) - 1)) with (2 * n - 1) by (unfold n; rewrite minus_INR, !plus_INR by lia; simpl; ring).
  replace (pred N) with (N - 1)%nat by lia. fold n. unfold Rsqr. field. lra.
Qed.
Lemma Fchi_continuous u : 0 <= u <= 1 -> continuity_pt Fchi u.
Proof. intros _. eapply derive_continuous, Fchi_derive. Qed.
Lemma Fchi_value : Fchi 1 - Fchi 0 = Rsqr (n - 1) / (2 * n - 1).
Proof.
  assert (1 <= n) by (apply (le_INR 1); lia). unfold Fchi. rewrite !pow1, !pow_i by lia. unfold Rsqr. field. lra.
Qed.
Lemma chi2_as_Df : chi2 A pi p = Df A (fun v => Rsqr (v - 1)) pi p.
Proof.
  apply as_Df; intros x I; [intros E; rewrite (best_ac x I E), E; unfold Rsqr, Rdiv; ring|]. intros P Q. unfold Rsqr. field. lra.
Qed.
(** χ²(π_N‖p) ≤ (N−1)²/(2N−1). *)
Theorem best_of_chi2 : chi2 A pi p <= Rsqr (INR N - 1) / (2 * INR N - 1).
Proof.
  fold n. rewrite chi2_as_Df, <- Fchi_value. apply best_of_supported; auto using Fchi_continuous, Fchi_derive, strictly_supported_supported, chi2_supported.
Qed.
Theorem best_of_chi2_lt : (2 <= N)%nat -> chi2 A pi p < Rsqr (INR N - 1) / (2 * INR N - 1).
Proof.
  intros H2. fold n. rewrite chi2_as_Df, <- Fchi_value. apply best_of_supported_lt; auto using Fchi_continuous, Fchi_derive, chi2_supported.
Qed.

(** *** Squared Hellinger *)
Lemma Hellinger_supported : strictly_supported (fun v => Rsqr (1 - sqrt v)).
Proof.
  intros c P. exists (1 - / sqrt c). intros v Pv Ne. pose proof (sqrt_lt_R0 c P) as C. pose proof (sqrt_lt_R0 v Pv) as V.
  assert (D : sqrt v - sqrt c <> 0) by (intros D; apply Ne, sqrt_inj; lra).
  pose proof (Rdiv_lt_0_compat _ _ (Rlt_0_sqr _ D) C) as Q.
  pose proof (sqrt_sqrt v ltac:(lra)) as Ev. pose proof (sqrt_sqrt c ltac:(lra)) as Ec.
  rewrite <- Ev at 1. rewrite <- Ec at 3. unfold Rsqr in *. 
  replace ((sqrt v - sqrt c) * (sqrt v - sqrt c) / sqrt c) with ((sqrt v * sqrt v) / sqrt c - 2 * sqrt v + sqrt c) in Q by (field; lra).
  replace ((1 - / sqrt c) * (sqrt v * sqrt v - sqrt c * sqrt c)) with (sqrt v * sqrt v - sqrt c * sqrt c - (sqrt v * sqrt v) / sqrt c + sqrt c) by (field; lra).
  lra.
Qed.
Let Fhel u := u - 4 * sqrt n / (n + 1) * sqrt u ^ S N + u ^ N.
Lemma Fhel_derive u : 0 < u -> is_derive Fhel u (Rsqr (1 - sqrt (n * u ^ (N - 1)))).
Proof.
  intros P. pose proof (INR_pos_of N HN) as Pn. fold n in Pn. pose proof (sqrt_lt_R0 u P) as V.
  unfold Fhel. auto_derive; [exact P|].
  rewrite sqrt_mult by (try apply pow_le; lra).
  assert (Q : sqrt (u ^ (N - 1)) = sqrt u ^ (N - 1)).
  { apply Rsqr_inj; [apply sqrt_pos|apply pow_le; lra|]. rewrite Rsqr_sqrt by (apply pow_le; lra). unfold Rsqr. rewrite <- Rpow_mult_distr, sqrt_sqrt by lra. reflexivity. }
  rewrite Q. unfold Rsqr. replace (pred N) with (N - 1)%nat by lia.
  pose proof (sqrt_sqrt n ltac:(lra)) as En.
  assert (Eu : sqrt u ^ (N - 1) * sqrt u ^ (N - 1) = u ^ (N - 1)) by (rewrite <- Rpow_mult_distr, sqrt_sqrt by lra; reflexivity).
  transitivity (1 - 2 * (sqrt n * sqrt u ^ (N - 1)) + (sqrt n * sqrt n) * (sqrt u ^ (N - 1) * sqrt u ^ (N - 1))); [|ring].
  rewrite En, Eu. fold n.
  replace (match N with O => 1 | S _ => n + 1 end) with (n + 1) by (destruct N; [lia|reflexivity]).
  rewrite (pow_pred (sqrt u) N HN).
  field. split; lra.
Qed.
Lemma Fhel_continuous u : 0 <= u <= 1 -> continuity_pt Fhel u.
Proof.
  apply (continuous_from_0 _ _ Fhel_derive). unfold Fhel. apply continuity_pt_plus; [apply continuity_pt_minus|apply derivable_continuous_pt; reg].
  - apply derivable_continuous_pt. reg.
  - apply continuity_pt_mult; [apply derivable_continuous_pt; reg|].
    apply (continuity_pt_comp sqrt (fun v => v ^ S N)); [apply continuity_pt_sqrt; lra|apply derivable_continuous_pt; reg].
Qed.
Lemma Fhel_value : Fhel 1 - Fhel 0 = 2 * Rsqr (1 - sqrt n) / (n + 1).
Proof.
  pose proof (INR_pos_of N HN) as Pn. fold n in Pn. unfold Fhel. rewrite sqrt_1, sqrt_0, !pow1, (pow_i N), (pow_i (S N)) by lia.
  pose proof (sqrt_sqrt n ltac:(lra)) as E. unfold Rsqr.
  replace ((1 - sqrt n) * (1 - sqrt n)) with (1 - 2 * sqrt n + n) by (transitivity (1 - 2 * sqrt n + sqrt n * sqrt n); [now rewrite E|ring]). field. lra.
Qed.
Lemma Hellinger_as_Df : Hellinger A pi p = Df A (fun v => Rsqr (1 - sqrt v)) pi p.
Proof.
  apply as_Df; intros x I; [intros E; rewrite (best_ac x I E), E; unfold Rsqr; ring|]. intros P Q.
  rewrite sqrt_div by lra. pose proof (sqrt_lt_R0 (p x) P). pose proof (sqrt_sqrt (p x) ltac:(lra)) as E.
  transitivity (sqrt (p x) * sqrt (p x) * Rsqr (1 - sqrt (pi x) / sqrt (p x))); [unfold Rsqr; field; lra|now rewrite E].
Qed.
(** H²(π_N, p) ≤ 2 (1 − √N)²/(N + 1). *)
Theorem best_of_Hellinger : Hellinger A pi p <= 2 * Rsqr (1 - sqrt (INR N)) / (INR N + 1).
Proof.
  fold n. rewrite Hellinger_as_Df, <- Fhel_value. apply best_of_supported; auto using Fhel_continuous, strictly_supported_supported, Hellinger_supported.
  intros u U. apply Fhel_derive. lra.
Qed.
Theorem best_of_Hellinger_lt : (2 <= N)%nat -> Hellinger A pi p < 2 * Rsqr (1 - sqrt (INR N)) / (INR N + 1).
Proof.
  intros H2. fold n. rewrite Hellinger_as_Df, <- Fhel_value. apply best_of_supported_lt; auto using Fhel_continuous, Hellinger_supported.
  intros u U. apply Fhel_derive. lra.
Qed.
End Table.
