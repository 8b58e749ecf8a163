(** Tails and transport: a variance alone, Gaussian rewards, Rényi's representation of a maximum of exponentials. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Sampling BestOfN FDivergence FTable Transport Penalty Witnesses.

(** E_ψ r − E_p r ≤ √(Var_p(r) χ²(ψ‖p)). *)
Theorem variance_transport {X} (A : list X) (p psi r : X -> R) : law A p -> law A psi -> ac A psi p ->
  Ex A psi r - Ex A p r <= sqrt (Var A p r * chi2 A psi p).
Proof.
  intros L Ls pp. destruct (Rle_dec (Ex A psi r - Ex A p r) 0) as [N|P]; [eapply Rle_trans; [exact N|apply sqrt_pos]|].
  apply Rsqr_incr_0_var; [|apply sqrt_pos]. set (m := Ex A p r).
  assert (E1 : Ex A psi r - m = Ex A p (fun x => (r x - m) * (psi x / p x - 1))).
  { unfold m at 1, Ex. rewrite <- Sum_minus. transitivity (Sum A (fun x => (psi x - p x) * (r x - m))).
    - rewrite (Sum_ext A (fun x => (psi x - p x) * (r x - m)) (fun x => psi x * r x - p x * r x - m * psi x + m * p x)) by (intros; ring).
      rewrite Sum_plus, !Sum_minus, !Sum_scal, (law_sum A p L), (law_sum A psi Ls). ring.
    - apply Sum_ext. intros x I. destruct (law_nonneg A p L x I) as [Q|Z0]; [field; lra|]. rewrite (pp x I (eq_sym Z0)), <- Z0. ring. }
  rewrite E1. eapply Rle_trans; [apply (cauchy_schwarz A p L)|]. right. rewrite Rsqr_sqrt.
  - unfold Var. fold m. f_equal. unfold Ex, chi2. apply Sum_ext. intros x I. destruct (law_nonneg A p L x I) as [Q|Z0]; [unfold Rsqr; field; lra|].
    rewrite (pp x I (eq_sym Z0)), <- Z0. unfold Rsqr, Rdiv. rewrite Rinv_0. ring.
  - apply Rmult_le_pos.
    + apply Sum_nonneg. intros x I. apply Rmult_le_pos; [now apply L|apply Rle_0_sqr].
    + apply Sum_nonneg. intros x I. destruct (law_nonneg A p L x I) as [Q|Z0]; [apply Rdiv_le_0_compat; [apply Rle_0_sqr|exact Q]|].
      rewrite <- Z0. unfold Rdiv. rewrite Rinv_0. lra.
Qed.
Theorem variance_gains {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N (p psi r : X -> R) : NoDup A -> law A p -> law A psi -> ac A psi p ->
  (1 <= N)%nat -> Ex A psi r - Ex A p r <= sqrt (Var A p r * chi2 A psi p) /\
  Ex A (best_of dec A N p r) r - Ex A p r <= sqrt (Var A p r) * (INR N - 1) / sqrt (2 * INR N - 1).
Proof.
  intros NA L Ls pp HN. split; [now apply variance_transport|]. assert (N1 : 1 <= INR N) by (apply (le_INR 1); exact HN).
  assert (V : 0 <= Var A p r) by (apply Sum_nonneg; intros x I; apply Rmult_le_pos; [now apply L|apply Rle_0_sqr]).
  eapply Rle_trans; [apply (variance_transport A p (best_of dec A N p r) r L); [now apply best_of_law_ok|now apply best_ac]|].
  pose proof (best_of_chi2 dec A N p r NA L HN) as C. unfold Rdiv. rewrite Rmult_assoc.
  assert (E : (INR N - 1) * / sqrt (2 * INR N - 1) = sqrt (Rsqr (INR N - 1) / (2 * INR N - 1))).
  { rewrite sqrt_div by (try apply Rle_0_sqr; lra). rewrite sqrt_Rsqr by lra. reflexivity. }
  rewrite E, <- sqrt_mult by (exact V || (apply Rdiv_le_0_compat; [apply Rle_0_sqr|lra])). apply sqrt_le_1_alt. now apply Rmult_le_compat_l.
Qed.
(** A reward that is nowhere above 0 needs no sub-Gaussian tail below: its second moment is a proxy. *)
Lemma exp_quadratic u : u <= 0 -> exp u <= 1 + u + u * u / 2.
Proof.
  intros U. set (f := fun v => 1 + v + v * v / 2 - exp v). destruct U as [U| ->]; [|rewrite exp_0; lra].
  assert (D : forall v, is_derive f v (1 + v - exp v)) by (intros v; unfold f; auto_derive; [trivial|field]).
  destruct (MVT_gen f u 0 (fun v => 1 + v - exp v)) as [c [Hc E]]; [intros; apply D|intros; apply derivable_continuous_pt; exists (1 + x - exp x); apply is_derive_Reals, D|].
  assert (f 0 = 0) by (unfold f; rewrite exp_0; lra). pose proof (exp_ge_1 c). assert (0 <= f u).
  { replace (f u) with (- ((1 + c - exp c) * (0 - u))) by lra. assert (0 <= (exp c - 1 - c) * (0 - u)) by (apply Rmult_le_pos; lra). lra. }
  unfold f in H1. lra.
Qed.
Theorem lower_tail_harmless {X} (A : list X) (p psi r : X -> R) : law A p -> law A psi -> ac A psi p -> (forall x, In x A -> r x <= 0) ->
  Ex A psi r - Ex A p r <= sqrt (2 * Ex A p (fun x => Rsqr (r x)) * KL A psi p).
Proof.
  intros L Ls pp N. set (g := Ex A psi r - Ex A p r). set (S := Ex A p (fun x => Rsqr (r x))).
  assert (S0 : 0 <= S) by (apply Sum_nonneg; intros x I; apply Rmult_le_pos; [now apply L|apply Rle_0_sqr]).
  assert (K0 : 0 <= KL A psi p) by now apply KL_nonneg.
  destruct (Rle_dec g 0) as [G|G]; [eapply Rle_trans; [exact G|apply sqrt_pos]|].
  assert (line : forall t, 0 < t -> t * g <= KL A psi p + t * t * S / 2).
  { intros t t0. pose proof (donsker_varadhan A p L (fun x => t * r x) psi Ls pp) as D.
    assert (E1 : Ex A psi (fun x => t * r x) = t * Ex A psi r) by (unfold Ex; rewrite <- Sum_scal; apply Sum_ext; intros; ring).
    assert (M : Ex A p (fun x => exp (t * r x)) <= 1 + t * Ex A p r + t * t * S / 2).
    { unfold S, Ex. replace (1 + t * Sum A (fun x => p x * r x) + t * t * Sum A (fun x => p x * Rsqr (r x)) / 2)
        with (Sum A p + t * Sum A (fun x => p x * r x) + t * t / 2 * Sum A (fun x => p x * Rsqr (r x))) by (rewrite (law_sum A p L); field).
      rewrite <- !Sum_scal, <- !Sum_plus. apply Sum_le. intros x I. pose proof (exp_quadratic (t * r x) ltac:(pose proof (N x I); pose proof (Rmult_le_compat_l t (r x) 0); lra)) as Q.
      apply (Rmult_le_compat_l (p x)) in Q; [|now apply L]. unfold Rsqr. eapply Rle_trans; [exact Q|]. right. field. }
    assert (P : 0 < Ex A p (fun x => exp (t * r x))).
    { destruct (law_support A p L) as [y [I P]]. apply (Sum_pos A _ y); [|exact I|apply Rmult_lt_0_compat; [exact P|apply exp_pos]].
      intros x J. apply Rmult_le_pos; [now apply L|left; apply exp_pos]. }
    pose proof (ln_le_sub1 _ P). unfold g. lra. }
  apply Rsqr_incr_0_var; [|apply sqrt_pos]. rewrite Rsqr_sqrt by (repeat apply Rmult_le_pos; lra). unfold Rsqr.
  destruct S0 as [S0|S0].
  - pose proof (line (g / S) ltac:(apply Rdiv_lt_0_compat; lra)) as Q. replace (g / S * g) with (g * g / S) in Q by (field; lra).
    replace (g / S * (g / S) * S / 2) with (g * g / S / 2) in Q by (field; lra).
    assert (g * g / S <= 2 * KL A psi p) by lra. apply (Rmult_le_compat_r S) in H; [|lra]. replace (g * g / S * S) with (g * g) in H by (field; lra). lra.
  - exfalso. destruct K0 as [K0|K0].
    + pose proof (line (2 * KL A psi p / g) ltac:(apply Rdiv_lt_0_compat; lra)) as Q. rewrite <- S0 in Q. replace (2 * KL A psi p / g * g) with (2 * KL A psi p) in Q by (field; lra). lra.
    + pose proof (line 1 ltac:(lra)) as Q. rewrite <- S0, <- K0 in Q. lra.
Qed.

(** Gaussian rewards N(0,1) and N(m,s): the sign of the difference between the squares of the two bounds is that of 1 − s. *)
Definition gauss_gap (a s : R) : R := a * (1 - a) * (s - 1 - ln s) - ((1 - a) * s + a) * (ln ((1 - a) * s + a) - (1 - a) * ln s).
Lemma gauss_derive a s : 0 < a < 1 -> 0 < s -> is_derive (gauss_gap a) s ((1 - a) * ((1 - a) * ln s - ln ((1 - a) * s + a))).
Proof.
  intros A S. assert (T : 0 < (1 - a) * s + a) by (pose proof (Rmult_lt_0_compat (1 - a) s); lra).
  unfold gauss_gap. auto_derive; [repeat split; lra|]. field. split; lra.
Qed.
Lemma gauss_slope a s : 0 < a < 1 -> 0 < s -> s <> 1 -> (1 - a) * ((1 - a) * ln s - ln ((1 - a) * s + a)) < 0.
Proof.
  intros A S N. set (T := (1 - a) * s + a). assert (T0 : 0 < T) by (unfold T; pose proof (Rmult_lt_0_compat (1 - a) s); lra).
  assert (K : (1 - a) * (ln s - ln T) + a * (ln 1 - ln T) < 0).
  { assert (D : s / T <> 1) by (intros D; apply (Rmult_eq_compat_r T) in D; unfold Rdiv in D; rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l in D by lra; unfold T in D; apply N; apply (Rmult_eq_reg_l a); lra).
    pose proof (ln_lt_sub1 (s / T) (Rdiv_lt_0_compat _ _ S T0) D) as G1. rewrite ln_div in G1 by assumption.
    pose proof (ln_le_sub1 (1 / T) (Rdiv_lt_0_compat _ _ Rlt_0_1 T0)) as G2. rewrite ln_div in G2 by lra.
    apply (Rmult_lt_compat_l (1 - a)) in G1; [|lra]. apply (Rmult_le_compat_l a) in G2; [|lra].
    assert (E : (1 - a) * (s / T - 1) + a * (1 / T - 1) = 0) by (unfold T; field; unfold T in T0; lra). lra. }
  rewrite ln_1 in K. rewrite <- (Rmult_0_r (1 - a)). apply Rmult_lt_compat_l; [lra|]. lra.
Qed.
Lemma gauss_gap_1 a : gauss_gap a 1 = 0.
Proof. unfold gauss_gap. replace ((1 - a) * 1 + a) with 1 by ring. rewrite ln_1. ring. Qed.
Theorem gauss_sign a s : 0 < a < 1 -> 0 < s -> (s < 1 -> 0 < gauss_gap a s) /\ (1 < s -> gauss_gap a s < 0).
Proof.
  intros A S. set (d := fun s => (1 - a) * ((1 - a) * ln s - ln ((1 - a) * s + a))).
  assert (C : forall u, 0 < u -> continuity_pt (gauss_gap a) u) by (intros u U; apply (derive_continuous _ u (d u)); now apply gauss_derive).
  split; intros N.
  - destruct (FDivergence.mean_value (gauss_gap a) d s 1 N) as [c [Hc E]]; [intros; apply gauss_derive; lra|intros; apply C; lra|].
    pose proof (gauss_slope a c A ltac:(lra) ltac:(lra)) as D. fold (d c) in D. rewrite gauss_gap_1 in E. assert (d c * (1 - s) < 0) by (rewrite <- (Rmult_0_l (1 - s)); apply Rmult_lt_compat_r; lra). lra.
  - destruct (FDivergence.mean_value (gauss_gap a) d 1 s N) as [c [Hc E]]; [intros; apply gauss_derive; lra|intros; apply C; lra|].
    pose proof (gauss_slope a c A ltac:(lra) ltac:(lra)) as D. fold (d c) in D. rewrite gauss_gap_1 in E. assert (d c * (s - 1) < 0) by (rewrite <- (Rmult_0_l (s - 1)); apply Rmult_lt_compat_r; lra). lra.
Qed.
(** The bounds squared: 2·KL and 2((1−a)s + a)·D_a/a for N(m, s) and N(0, 1), their difference is the gap over a(1 − a). *)
Definition gauss_KL (m s : R) : R := (m * m + s - 1 - ln s) / 2.
Definition gauss_Renyi (a m s : R) : R := a * (m * m) / (2 * ((1 - a) * s + a)) + (ln ((1 - a) * s + a) - (1 - a) * ln s) / (2 * (1 - a)).
Theorem gauss_bounds a m s : 0 < a -> a < 1 -> 0 < s ->
  (s < 1 -> 2 * ((1 - a) * s + a) * (a * m ^ 2 / (2 * ((1 - a) * s + a)) + (ln ((1 - a) * s + a) - (1 - a) * ln s) / (2 * (1 - a))) / a < 2 * ((m ^ 2 + s - 1 - ln s) / 2)) /\
  (s = 1 -> 2 * ((1 - a) * s + a) * (a * m ^ 2 / (2 * ((1 - a) * s + a)) + (ln ((1 - a) * s + a) - (1 - a) * ln s) / (2 * (1 - a))) / a = 2 * ((m ^ 2 + s - 1 - ln s) / 2)) /\
  (1 < s -> 2 * ((m ^ 2 + s - 1 - ln s) / 2) < 2 * ((1 - a) * s + a) * (a * m ^ 2 / (2 * ((1 - a) * s + a)) + (ln ((1 - a) * s + a) - (1 - a) * ln s) / (2 * (1 - a))) / a).
Proof.
  intros a0 a1 S. assert (T : 0 < (1 - a) * s + a) by (pose proof (Rmult_lt_0_compat (1 - a) s); lra).
  assert (E : 2 * ((m ^ 2 + s - 1 - ln s) / 2) - 2 * ((1 - a) * s + a) * (a * m ^ 2 / (2 * ((1 - a) * s + a)) + (ln ((1 - a) * s + a) - (1 - a) * ln s) / (2 * (1 - a))) / a = gauss_gap a s / (a * (1 - a))).
  { unfold gauss_gap. field. repeat split; lra. }
  assert (P : 0 < a * (1 - a)) by (apply Rmult_lt_0_compat; lra). destruct (gauss_sign a s (conj a0 a1) S) as [G1 G2].
  repeat split; intros N.
  - pose proof (Rdiv_lt_0_compat _ _ (G1 N) P). lra.
  - subst s. rewrite gauss_gap_1 in E. replace (0 / (a * (1 - a))) with 0 in E by (field; lra). lra.
  - specialize (G2 N). assert (gauss_gap a s / (a * (1 - a)) < 0); [|lra]. apply (Rmult_lt_reg_r (a * (1 - a))); [exact P|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(** Rényi's representation. [spacings n x] is the probability that E₁/n + E₂/(n−1) + … + E_n, of independent Exp(1)
    variables, is at most x ≥ 0: the first summand has the density n e^(−ns). *)
Fixpoint spacings (n : nat) (x : R) : R :=
  match n with O => 1 | S k => RInt (fun s => INR n * exp (- (INR n * s)) * spacings k (x - s)) 0 x end.
Theorem renyi_representation n x : 0 <= x -> spacings n x = (1 - exp (- x)) ^ n.
Proof.
  revert x. induction n as [|n IH]; intros x X; [reflexivity|]. cbn [spacings].
  rewrite (RInt_ext _ (fun s => INR (S n) * exp (- (INR (S n) * s)) * (1 - exp (- (x - s))) ^ n)).
  2:{ intros s Hs. rewrite Rmin_left, Rmax_right in Hs by lra. rewrite IH by lra. reflexivity. }
  assert (P : forall k s, exp (- (INR k * s)) = exp (- s) ^ k).
  { intros k s. induction k as [|k K]; [simpl; rewrite Rmult_0_l, Ropp_0; apply exp_0|]. rewrite S_INR. simpl pow. rewrite <- K, <- exp_plus. f_equal. ring. }
  rewrite (RInt_ext _ (fun s => INR (S n) * exp (- s) * (exp (- s) - exp (- x)) ^ n)).
  2:{ intros s _. rewrite P. simpl pow. rewrite Rmult_assoc, Rmult_assoc, Rmult_assoc. f_equal. f_equal. rewrite <- Rpow_mult_distr. f_equal.
      replace (- (x - s)) with (- x + s) by ring. rewrite exp_plus. assert (exp (- s) * exp s = 1) by (rewrite <- exp_plus; replace (- s + s) with 0 by ring; apply exp_0).
      transitivity (exp (- s) - exp (- x) * (exp (- s) * exp s)); [ring|]. rewrite H. ring. }
  apply is_RInt_unique. set (G := fun s => - (exp (- s) - exp (- x)) ^ S n).
  replace ((1 - exp (- x)) ^ S n) with (minus (G x) (G 0)).
  2:{ unfold minus, plus, opp, G; simpl. rewrite Ropp_0, exp_0. ring. }
  apply (is_RInt_derive G).
  - intros s _. unfold G. auto_derive; [trivial|]. change (match n with O => 1 | S _ => INR n + 1 end) with (INR (S n)). unfold Rminus. generalize ((exp (- s) + - exp (- x)) ^ n). intros y. match goal with |- @eq _ ?u ?v => change (@eq R u v) end. ring.
  - intros s _. apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. trivial.
Qed.
(** … so the mean of log(n u^(n−1)) under the largest of n uniform variables, which is best-of-n's divergence without atoms. *)
Theorem largest_uniform_KL n : (1 <= n)%nat -> exists F : R -> R, (forall u, 0 < u -> is_derive F u (INR n * u ^ (n - 1) * ln (INR n * u ^ (n - 1)))) /\
  (forall u, 0 <= u <= 1 -> continuity_pt F u) /\ F 1 - F 0 = ln (INR n) - (INR n - 1) / INR n.
Proof. intros Hn. exists (Phi n). split; [intros u U; now apply Fkl_derive|]. split; [intros u U; now apply Fkl_continuous|now apply Fkl_value]. Qed.
(** Neither tail by itself: an upper tail admits no constant over two letters; a lower tail is served by the constant 2. *)
Theorem heavy_upper_tail C : 0 < C -> exists p, law (letters 2) p /\ exists psi, law (letters 2) psi /\ exists r : nat -> R,
  ac (letters 2) psi p /\ C * sqrt (Var (letters 2) p r * KL (letters 2) psi p) < Ex (letters 2) psi r - Ex (letters 2) p r.
Proof.
  intros C0. destruct (no_variance_transport C C0) as (e & He & G). exists (two e). split; [apply two_law; lra|].
  exists (two 1). split; [apply two_law; lra|]. exists (fun k => ind (k =? 0)%nat). split; [|exact G].
  intros x I Z. simpl in I. destruct I as [<-|[<-|[]]]; simpl in *; lra.
Qed.
Theorem lower_tail_served (p psi r : nat -> R) : law (letters 2) p -> law (letters 2) psi -> ac (letters 2) psi p ->
  (forall x, In x (letters 2) -> r x <= 0) ->
  ~ 2 * sqrt (Ex (letters 2) p (fun x => r x ^ 2) * KL (letters 2) psi p) < Ex (letters 2) psi r - Ex (letters 2) p r.
Proof.
  intros L Ls pp N. apply Rle_not_lt. eapply Rle_trans; [now apply (lower_tail_harmless (letters 2) p psi r)|].
  assert (E : Ex (letters 2) p (fun x => Rsqr (r x)) = Ex (letters 2) p (fun x => r x ^ 2)) by (apply Sum_ext; intros; unfold Rsqr; ring).
  rewrite E. set (S := Ex (letters 2) p (fun x => r x ^ 2)). assert (S0 : 0 <= S) by (apply Sum_nonneg; intros; apply Rmult_le_pos; [now apply L|apply pow2_ge_0]).
  assert (K0 : 0 <= KL (letters 2) psi p) by now apply KL_nonneg.
  rewrite Rmult_assoc, (sqrt_mult 2) by (try lra; now apply Rmult_le_pos). apply Rmult_le_compat_r; [apply sqrt_pos|].
  rewrite <- (sqrt_square 2) at 2 by lra. apply sqrt_le_1_alt. lra.
Qed.
(** Best-of-N by any reward gains at most √(2σ² KL) in a sub-Gaussian one, with its own divergence. *)
Theorem best_of_transport {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N (p r g : X -> R) s : NoDup A -> law A p -> (1 <= N)%nat ->
  0 <= s -> subgaussian A p g s ->
  Ex A (best_of dec A N p r) g - Ex A p g <= sqrt (2 * s * KL A (best_of dec A N p r) p).
Proof. intros NA L HN s0 sg. apply (transport A p g s); auto; [now apply best_of_law_ok|now apply best_ac]. Qed.
