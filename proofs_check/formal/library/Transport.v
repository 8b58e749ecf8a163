(** Jensen and Cauchy–Schwarz for finite laws, Hoeffding's lemma, transport inequalities, Pinsker. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Calculus TiltLevels Alpha Penalty.

Section Means.
Context {X : Type} (A : list X) (p : X -> R).
Hypothesis Lp : law A p.

(** Jensen, for any function with a line of support at the mean. *)
Theorem jensen (f : R -> R) (g : X -> R) s : (forall x, In x A -> 0 < p x -> f (Ex A p g) + s * (g x - Ex A p g) <= f (g x)) ->
  f (Ex A p g) <= Ex A p (fun x => f (g x)).
Proof.
  intros L. set (m := Ex A p g) in *. apply Rle_trans with (Ex A p (fun x => f m + s * (g x - m))); [|now apply Ex_le].
  rewrite Ex_plus, Ex_scal, Ex_minus, !Ex_const by exact Lp. fold m. lra.
Qed.
(** exp E r ≤ E exp r, and E log f ≤ log E f. *)
Corollary jensen_exp r : exp (Ex A p r) <= Ex A p (fun x => exp (r x)).
Proof.
  apply (jensen exp r (exp (Ex A p r))). intros x _ _. set (m := Ex A p r).
  replace (r x) with (m + (r x - m)) at 2 by ring. rewrite exp_plus. pose proof (exp_ge_1 (r x - m)) as E.
  apply (Rmult_le_compat_l (exp m)) in E; [|left; apply exp_pos]. lra.
Qed.
Corollary jensen_ln f : (forall x, In x A -> 0 < p x -> 0 < f x) -> Ex A p (fun x => ln (f x)) <= ln (Ex A p f).
Proof.
  intros P. assert (M : 0 < Ex A p f).
  { destruct (law_support A p Lp) as [x [I Q]]. rewrite <- (Ex_const A p Lp 0). apply (Ex_lt A p Lp _ _ x); auto. intros. left. auto. }
  rewrite <- (ln_exp (Ex A p (fun x => ln (f x)))). apply ln_le_mono; [apply exp_pos|].
  apply Rle_trans with (Ex A p (fun x => exp (ln (f x)))); [apply jensen_exp|]. right. apply Ex_ext.
  intros x I N. apply exp_ln, P; [exact I|]. pose proof (law_nonneg A p Lp x I). lra.
Qed.
(** Cauchy–Schwarz: (E f g)² ≤ E f² · E g². *)
Theorem cauchy_schwarz f g : Rsqr (Ex A p (fun x => f x * g x)) <= Ex A p (fun x => Rsqr (f x)) * Ex A p (fun x => Rsqr (g x)).
Proof.
  set (a := Ex A p (fun x => Rsqr (f x))). set (b := Ex A p (fun x => f x * g x)). set (c := Ex A p (fun x => Rsqr (g x))).
  assert (a0 : 0 <= a) by (apply Ex_nonneg; [exact Lp|intros; apply Rle_0_sqr]).
  assert (c0 : 0 <= c) by (apply Ex_nonneg; [exact Lp|intros; apply Rle_0_sqr]).
  assert (Q : forall t, 0 <= a - 2 * t * b + t * t * c).
  { intros t. replace (a - 2 * t * b + t * t * c) with (Ex A p (fun x => Rsqr (f x - t * g x))).
    - apply Ex_nonneg; [exact Lp|intros; apply Rle_0_sqr].
    - rewrite (Ex_ext A p _ (fun x => Rsqr (f x) - 2 * t * (f x * g x) + t * t * Rsqr (g x))) by (intros; unfold Rsqr; ring).
      rewrite Ex_plus, Ex_minus, !Ex_scal. reflexivity. }
  destruct c0 as [c0|c0].
  - specialize (Q (b / c)). apply (Rmult_le_compat_r c) in Q; [|lra]. unfold Rsqr.
    replace ((a - 2 * (b / c) * b + b / c * (b / c) * c) * c) with (a * c - b * b) in Q by (field; lra). lra.
  - destruct (Req_dec b 0) as [->|N]; [rewrite <- c0; unfold Rsqr; lra|exfalso].
    specialize (Q ((a + 1) / (2 * b))). rewrite <- c0 in Q.
    replace (a - 2 * ((a + 1) / (2 * b)) * b + (a + 1) / (2 * b) * ((a + 1) / (2 * b)) * 0) with (-1) in Q by (field; exact N). lra.
Qed.
Lemma Ex_abs f : Rabs (Ex A p f) <= Ex A p (fun x => Rabs (f x)).
Proof.
  apply Rle_trans with (Sum A (fun x => Rabs (p x * f x))); [apply Sum_abs|]. right. apply Sum_ext. intros x I.
  rewrite Rabs_mult, (Rabs_pos_eq (p x)); [reflexivity|now apply (law_nonneg A p Lp)].
Qed.
Lemma Ex_abs_square f : Ex A p (fun x => Rabs (f x)) <= sqrt (Ex A p (fun x => Rsqr (f x))).
Proof.
  pose proof (cauchy_schwarz (fun x => Rabs (f x)) (fun _ => 1)) as C. cbv beta in C.
  rewrite (Ex_ext A p (fun x => Rabs (f x) * 1) (fun x => Rabs (f x))) in C by (intros; ring).
  rewrite (Ex_ext A p (fun x => Rsqr (Rabs (f x))) (fun x => Rsqr (f x))) in C by (intros; symmetry; apply Rsqr_abs).
  rewrite Rsqr_1, Ex_const, Rmult_1_r in C by exact Lp. apply sqrt_le_1_alt in C.
  rewrite sqrt_Rsqr in C; [exact C|]. apply Ex_nonneg; [exact Lp|]. intros. apply Rabs_pos.
Qed.

End Means.

(** ** Hoeffding's lemma *)
(** A variable within [lo, hi] has variance at most (hi − lo)²/4. *)
Lemma Var_bounded {X} (A : list X) p r lo hi : law A p -> (forall x, In x A -> 0 < p x -> lo <= r x <= hi) -> Var A p r <= (hi - lo) * (hi - lo) / 4.
Proof.
  intros Lp B. set (m := Ex A p r). set (c := (lo + hi) / 2).
  assert (E : Ex A p (fun x => Rsqr (r x - c)) = Var A p r + Rsqr (m - c)).
  { unfold Var. fold m. rewrite (Ex_ext A p (fun x => Rsqr (r x - c)) (fun x => Rsqr (r x - m) + (2 * (m - c) * (r x - m) + Rsqr (m - c))))
      by (intros; unfold Rsqr; ring).
    rewrite !Ex_plus, Ex_scal, Ex_minus, !Ex_const by exact Lp. fold m. ring. }
  assert (L : Ex A p (fun x => Rsqr (r x - c)) <= Rsqr ((hi - lo) / 2)).
  { apply Ex_le_const; [exact Lp|]. intros x I P. apply neg_pos_Rsqr_le; unfold c; specialize (B x I P); lra. }
  pose proof (Rle_0_sqr (m - c)). unfold Rsqr in *. lra.
Qed.
(** A function that starts at 0 with slope 0 and bends by at most c stays below c t²/2. *)
Lemma parabola (f d e : R -> R) (c : R) : f 0 = 0 -> d 0 = 0 -> (forall t : R, is_derive f t (d t)) -> (forall t : R, is_derive d t (e t)) ->
  (forall t, e t <= c) -> forall t, f t <= c * t * t / 2.
Proof.
  intros f0 d0 Df Dd B.
  assert (slope : forall t, d t * t <= c * t * t).
  { intros t. destruct (MVT_gen d 0 t e) as [x [_ E]]; [intros; apply Dd|intros; apply continuity_pt_filterlim, (ex_derive_continuous d); eexists; apply Dd|].
    rewrite d0, !Rminus_0_r in E. rewrite E. pose proof (B x). pose proof (Rle_0_sqr t) as S. unfold Rsqr in S.
    replace (e x * t * t) with (e x * (t * t)) by ring. rewrite Rmult_assoc. apply Rmult_le_compat_r; lra. }
  set (g t := f t - c * t * t / 2).
  assert (Dg : forall t : R, is_derive g t (d t - c * t)).
  { intros t. apply der_minus; [apply Df|]. auto_derive; [exact I|]. field. }
  intros t. enough (g t <= 0) by (unfold g in *; lra). replace 0 with (g 0) by (unfold g; rewrite f0; field).
  destruct (MVT_gen g 0 t (fun s => d s - c * s)) as [x [Bx E]]; [intros; apply Dg|intros; apply continuity_pt_filterlim, (ex_derive_continuous g); eexists; apply Dg|].
  enough (S : (d x - c * x) * (t - 0) <= 0) by lra. pose proof (slope x) as Sx.
  assert (Sx' : (d x - c * x) * x <= 0) by lra. destruct (Rle_dec 0 t) as [t0|t0].
  - rewrite Rmin_left, Rmax_right in Bx by lra. destruct (Req_dec x 0) as [->|N]; [rewrite d0; lra|].
    assert (d x - c * x <= 0) by (apply Rmult_le_reg_r with x; lra). apply Ropp_le_cancel. rewrite Ropp_0, Ropp_mult_distr_l. apply Rmult_le_pos; lra.
  - rewrite Rmin_right, Rmax_left in Bx by lra. destruct (Req_dec x 0) as [->|N]; [rewrite d0; lra|].
    assert (0 <= d x - c * x) by (apply Rmult_le_reg_r with (- x); lra). apply Ropp_le_cancel. rewrite Ropp_0, Ropp_mult_distr_r. apply Rmult_le_pos; lra.
Qed.
(** Hoeffding's lemma: r within [lo, hi] is sub-Gaussian with variance proxy (hi − lo)²/4. *)
Theorem hoeffding {X} (A : list X) p r lo hi : law A p -> (forall x, In x A -> 0 < p x -> lo <= r x <= hi) -> subgaussian A p r ((hi - lo) * (hi - lo) / 4).
Proof.
  intros Lp B. set (q := fun x => exp (r x)). set (m := Ex A p r). set (c := (hi - lo) * (hi - lo) / 4).
  assert (lnq : forall x, ln (q x) = r x) by (intros; apply ln_exp).
  assert (M0 : Ex A (T A q p 0) (fun x => ln (q x)) = m).
  { apply Sum_ext. intros x _. now rewrite T_at_0, lnq. }
  assert (Q : forall t, ln (Z A q p t) - t * m <= c * t * t / 2).
  { apply (parabola _ (fun t => Ex A (T A q p t) (fun x => ln (q x)) - m) (fun t => Var A (T A q p t) (fun x => ln (q x)))).
    - rewrite Z_0, ln_1 by exact Lp. ring.
    - rewrite M0. ring.
    - intros t. apply (der_minus (fun t => ln (Z A q p t)) (fun t => t * m)); [now apply log_partition_derive|].
      auto_derive; [exact I|]. ring.
    - intros t. apply (der_ext (fun t => - H A (T A q p t) q - m) _ t (- - Var A (T A q p t) (fun x => ln (q x)) - 0)).
      + apply (der_minus (fun t => - H A (T A q p t) q) (fun _ => m)); [|apply (is_derive_const m)].
        apply (der_opp (fun t => H A (T A q p t) q)). now apply H_derive.
      + intros b. rewrite H_Ex. ring.
      + ring.
    - intros t. apply Var_bounded; [now apply T_law|]. intros x I P. rewrite lnq. apply B; [exact I|].
      now apply (T_support A p q Lp t). }
  intros t. fold m. specialize (Q t). rewrite (Ex_ext A p _ (fun x => exp (- (t * m)) * exp (t * r x))).
  2:{ intros x _ _. rewrite <- exp_plus. f_equal. ring. }
  rewrite Ex_scal. replace (Ex A p (fun x => exp (t * r x))) with (Z A q p t).
  2:{ apply Sum_ext. intros x _. unfold q, Rpower. now rewrite ln_exp. }
  rewrite <- (exp_ln (Z A q p t)) by now apply Z_pos. rewrite <- exp_plus. apply exp_le_mono. lra.
Qed.

(** ** Transport: how far a mean moves within a divergence *)
Section Transport.
Context {X : Type} (A : list X) (p r : X -> R) (s : R).
Hypothesis Lp : law A p.
Hypothesis s0 : 0 <= s.
Hypothesis sg : subgaussian A p r s.
Let m := Ex A p r.

(** Donsker–Varadhan along the line t r: t (E_ψ r − E_p r) ≤ KL(ψ‖p) + t² s/2 for every real t. *)
Lemma transport_line psi t : law A psi -> ac A psi p -> t * (Ex A psi r - m) <= KL A psi p + t * t * s / 2.
Proof.
  intros Ls pp. pose proof (donsker_varadhan A p Lp (fun x => t * (r x - m)) psi Ls pp) as D.
  rewrite Ex_scal, Ex_minus, Ex_const in D by exact Ls.
  assert (L : ln (Ex A p (fun x => exp (t * (r x - m)))) <= t * t * s / 2).
  { rewrite <- (ln_exp (t * t * s / 2)). apply ln_le_mono; [|apply sg].
    apply Rlt_le_trans with (exp (Ex A p (fun x => t * (r x - m)))); [apply exp_pos|now apply jensen_exp]. }
  lra.
Qed.
(** E_ψ r − E_p r ≤ √(2 s KL(ψ‖p)), and the same for the absolute value. *)
Theorem transport_abs psi : law A psi -> ac A psi p -> Rabs (Ex A psi r - m) <= sqrt (2 * s * KL A psi p).
Proof.
  intros Ls pp. pose proof (KL_nonneg A psi p Ls Lp pp) as K0. set (d := Ex A psi r - m). set (K := KL A psi p) in *.
  assert (Q : forall t, t * d <= K + t * t * s / 2) by (intros; now apply transport_line).
  rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt. unfold Rsqr.
  destruct s0 as [P|E].
  - specialize (Q (d / s)). apply (Rmult_le_compat_r s) in Q; [|lra].
    replace (d / s * d * s) with (d * d) in Q by (field; lra).
    replace ((K + d / s * (d / s) * s / 2) * s) with (K * s + d * d / 2) in Q by (field; lra). lra.
  - rewrite <- E in Q. destruct (Req_dec d 0) as [->|N]; [rewrite <- E; lra|exfalso].
    specialize (Q ((K + 1) / d)). replace ((K + 1) / d * d) with (K + 1) in Q by (field; exact N). lra.
Qed.
Theorem transport psi : law A psi -> ac A psi p -> Ex A psi r - m <= sqrt (2 * s * KL A psi p).
Proof. intros Ls pp. pose proof (transport_abs psi Ls pp). pose proof (Rle_abs (Ex A psi r - m)). lra. Qed.
(** Any bound on the divergence bounds the gain. *)
Theorem transport_budget psi B : law A psi -> ac A psi p -> KL A psi p <= B -> Ex A psi r - m <= sqrt (2 * s * B).
Proof.
  intros Ls pp L. apply Rle_trans with (sqrt (2 * s * KL A psi p)); [now apply transport|].
  apply sqrt_le_1_alt, Rmult_le_compat_l; lra.
Qed.
(** The bound is reached exactly by the tilt e^{t r}, t = gain/s, where the Gaussian bound on the mgf is reached too. *)
Theorem transport_attained psi : 0 < s -> law A psi -> ac A psi p -> m <= Ex A psi r ->
  let t := (Ex A psi r - m) / s in
  (Ex A psi r - m = sqrt (2 * s * KL A psi p) <->
   (forall x, In x A -> psi x = T A (fun y => exp (t * (r y - m))) p 1 x) /\
   Ex A p (fun x => exp (t * (r x - m))) = exp (t * t * s / 2)).
Proof.
  intros P Ls pp d0 t. set (d := Ex A psi r - m) in *.
  pose proof (donsker_varadhan A p Lp (fun x => t * (r x - m)) psi Ls pp) as D.
  pose proof (donsker_varadhan_eq A p Lp (fun x => t * (r x - m)) psi Ls pp) as De.
  assert (M0 : 0 < Ex A p (fun x => exp (t * (r x - m)))).
  { apply Rlt_le_trans with (exp (Ex A p (fun x => t * (r x - m)))); [apply exp_pos|now apply jensen_exp]. }
  rewrite Ex_scal, Ex_minus, Ex_const in D, De by exact Ls. fold d in D, De.
  assert (L : ln (Ex A p (fun x => exp (t * (r x - m)))) <= t * t * s / 2).
  { rewrite <- (ln_exp (t * t * s / 2)). apply ln_le_mono; [exact M0|apply sg]. }
  assert (td : t * d = d * d / s) by (unfold t; field; lra).
  assert (tt : t * t * s / 2 = d * d / s / 2) by (unfold t; field; lra).
  pose proof (KL_nonneg A psi p Ls Lp pp) as K0. set (K := KL A psi p) in *.
  assert (S : d = sqrt (2 * s * K) <-> K = d * d / s / 2).
  { split.
    - intros E. assert (E2 : d * d = 2 * s * K).
      { rewrite E. apply sqrt_sqrt. apply Rmult_le_pos; lra. } rewrite E2. field. lra.
    - intros E. replace (2 * s * K) with (d * d) by (rewrite E; field; lra). rewrite sqrt_square; [reflexivity|unfold d; lra]. }
  rewrite S. split.
  - intros E. split; [apply De; lra|]. apply ln_inv; [exact M0|apply exp_pos|]. rewrite ln_exp. lra.
  - intros [Ep Em]. apply (proj2 De) in Ep. rewrite Em, ln_exp in Ep. lra.
Qed.
End Transport.

(** Pinsker's inequality: 2 TV² ≤ KL. *)
Theorem pinsker {X} (A : list X) p q : law A p -> law A q -> ac A p q -> TV A p q <= sqrt (KL A p q / 2).
Proof.
  intros Lp Lq pq. set (r x := ind (Rltb (q x) (p x))).
  assert (sg : subgaussian A q r ((1 - 0) * (1 - 0) / 4)).
  { apply hoeffding; [exact Lq|]. intros x _ _. unfold r, ind. destruct (Rltb (q x) (p x)); lra. }
  assert (E : TV A p q = Ex A p r - Ex A q r).
  { unfold TV. assert (S : Sum A (fun x => p x - q x) = 0) by (rewrite Sum_minus, (law_sum A p Lp), (law_sum A q Lq); ring).
    transitivity (Sum A (fun x => (Rabs (p x - q x) + (p x - q x)) / 2)); [rewrite Sum_div, Sum_plus, S; field|].
    unfold Ex. rewrite <- Sum_minus. apply Sum_ext. intros x _. unfold r, ind, Rltb.
    destruct (Rlt_dec (q x) (p x)) as [L|L]; [rewrite Rabs_pos_eq by lra; field|rewrite Rabs_left1 by lra; field]. }
  rewrite E. replace (KL A p q / 2) with (2 * ((1 - 0) * (1 - 0) / 4) * KL A p q) by field.
  apply transport; auto; lra.
Qed.
