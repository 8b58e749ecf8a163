(** The tilt as a curve in a: derivatives, limits at both ends, existence and uniqueness of α(Δ) and of β(t). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Calculus TiltLevels.

(** ** Derivatives in a *)
Section Derivatives.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Let l x := ln (q x).

(** d/da KL(T(q,p,a)‖p) = a Var_{T(q,p,a)} log q. *)
Theorem KL_derive (a : R) : is_derive (fun b => KL A (T A q p b) p) a (a * Var A (T A q p a) l).
Proof.
  pose proof (der_mult _ _ _ _ _ (der_opp _ _ _ (is_derive_id a)) (H_derive A p q Lp a)) as D1.
  apply (der_ext _ _ _ _ _ (der_minus _ _ _ _ _ D1 (log_partition_derive A p q Lp a))).
  - intros b. symmetry. now apply KL_of_tilt.
  - unfold one. simpl. rewrite H_Ex. fold l. ring.
Qed.
End Derivatives.

(** ** The top of the support *)
Section Top.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Lemma top_spec y : top A p q y = true <-> forall z, In z A -> 0 < p z -> q z <= q y.
Proof.
  unfold top, best_in. rewrite forallb_forall. split.
  - intros B z I P. specialize (B z (proj2 (in_support A p z) (conj I P))). destruct (Rle_dec (q z) (q y)); [assumption|discriminate].
  - intros B z J. apply in_support in J. destruct (Rle_dec (q z) (q y)) as [|N]; [reflexivity|]. elim N. now apply B.
Qed.
Lemma exists_top : exists y, In y A /\ 0 < p y /\ top A p q y = true.
Proof.
  destruct (law_support A p Lp) as [x [I P]].
  destruct (exists_max q (support p A)) as [y [J M]].
  { intros E. pose proof (proj2 (in_support A p x) (conj I P)) as K. now rewrite E in K. }
  apply in_support in J. exists y. split; [apply J|split; [apply J|]]. apply top_spec.
  intros z K Q. apply M. now apply in_support.
Qed.
Lemma top_same x y : In x A -> 0 < p x -> In y A -> 0 < p y -> top A p q x = true -> top A p q y = true -> q x = q y.
Proof. intros I P J Q Tx Ty. apply Rle_antisym; [apply (proj1 (top_spec y) Ty)|apply (proj1 (top_spec x) Tx)]; auto. Qed.
Lemma top_less x y : In x A -> 0 < p x -> top A p q y = true -> top A p q x = false -> q x < q y.
Proof.
  intros I P Ty Tx. destruct (Rlt_dec (q x) (q y)) as [|N]; [assumption|exfalso].
  enough (top A p q x = true) by congruence. apply top_spec. intros z J Q.
  pose proof (proj1 (top_spec y) Ty z J Q). lra.
Qed.
Lemma Pr_top_pos : 0 < Pr A p (top A p q).
Proof.
  destruct exists_top as [y [I [P Ty]]]. apply (Sum_pos A _ y); [|exact I|rewrite Ty; simpl; lra].
  intros x J. pose proof (law_nonneg A p Lp x J). destruct (top A p q x); simpl; lra.
Qed.
Lemma Dmax_nonneg : 0 <= Dmax A p q.
Proof. unfold Dmax. pose proof (ln_nonpos _ (Pr_le_1 A p Lp (top A p q))). lra. Qed.
(** Δ_max > 0 exactly when the reward varies on the support. *)
Lemma Dmax_pos : varies A p q -> 0 < Dmax A p q.
Proof.
  intros [x [y [I [J [Px [Py L]]]]]]. unfold Dmax. enough (ln (Pr A p (top A p q)) < ln 1) by (rewrite ln_1 in *; lra).
  apply ln_increasing; [apply Pr_top_pos|]. rewrite <- (law_sum A p Lp). apply (Sum_lt A _ _ x); [|exact I|].
  - intros z K. pose proof (law_nonneg A p Lp z K). destruct (top A p q z); simpl; lra.
  - destruct (top A p q x) eqn:E; simpl; [|lra]. pose proof (proj1 (top_spec x) E y J Py). lra.
Qed.
End Top.

(** ** Limits as a → ∞ *)
Section Limits.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.

(** Weights relative to the top: q^a divided by its highest value. *)
Lemma relative_weights : exists m, 0 < m /\
  (forall x, In x A -> 0 < p x -> top A p q x = true -> q x = m) /\
  (forall x, In x A -> 0 < p x -> top A p q x = false -> q x < m).
Proof.
  destruct (exists_top A p q Lp) as [y [I [P Ty]]]. exists (q y). split; [auto|]. split.
  - intros x J Q Tx. now apply (top_same A p q).
  - intros x J Q Tx. now apply (top_less A p q).
Qed.
Lemma Rpower_relative x m a : 0 < q x -> 0 < m -> Rpower (q x) a = exp (a * (ln (q x) - ln m)) * Rpower m a.
Proof. intros. unfold Rpower. rewrite <- exp_plus. f_equal. ring. Qed.

(** The tilt tends to p conditioned on the top. *)
Lemma weight_limit m x : 0 < m -> (forall x, In x A -> 0 < p x -> top A p q x = true -> q x = m) ->
  (forall x, In x A -> 0 < p x -> top A p q x = false -> q x < m) -> In x A ->
  is_lim (fun a => p x * exp (a * (ln (q x) - ln m))) p_infty (ind (top A p q x) * p x) /\
  is_lim (fun a => p x * (a * (ln (q x) - ln m) * exp (a * (ln (q x) - ln m)))) p_infty 0.
Proof.
  intros Pm Et Lt I. destruct (law_nonneg A p Lp x I) as [P|E].
  2:{ rewrite <- E. split; (apply (is_lim_ext (fun _ => 0)); [intros; ring|]); [rewrite Rmult_0_r|]; apply is_lim_const. }
  destruct (top A p q x) eqn:Tx; simpl ind.
  - rewrite (Et x I P Tx). split.
    + apply (is_lim_ext (fun _ => 1 * p x)); [|apply is_lim_const]. intros a.
      replace (a * (ln m - ln m)) with 0 by ring. rewrite exp_0. ring.
    + apply (is_lim_ext (fun _ => 0)); [intros; ring|apply is_lim_const].
  - assert (N : ln (q x) - ln m < 0).
    { pose proof (ln_increasing (q x) m (qp x I P) (Lt x I P Tx)). lra. }
    split.
    + replace (0 * p x) with (p x * 0) by ring. apply is_lim_mult'; [apply is_lim_const|now apply is_lim_decay].
    + rewrite <- (Rmult_0_r (p x)). apply is_lim_mult'; [apply is_lim_const|now apply is_lim_decay_lin].
Qed.
Lemma relative_Z m a : 0 < m -> Z A q p a = Sum A (fun x => p x * exp (a * (ln (q x) - ln m))) * Rpower m a.
Proof.
  intros Pm. rewrite <- Sum_scal_r. apply Sum_ext. intros x I. destruct (law_nonneg A p Lp x I) as [P|E]; [|rewrite <- E; ring].
  rewrite (Rpower_relative x m a) by auto. ring.
Qed.
Theorem tilt_limit x : In x A -> is_lim (fun a => T A q p a x) p_infty (given A p (top A p q) x).
Proof.
  intros I. destruct relative_weights as [m [Pm [Et Lt]]].
  apply (is_lim_ext (fun a => p x * exp (a * (ln (q x) - ln m)) / Sum A (fun x => p x * exp (a * (ln (q x) - ln m))))).
  - intros a. pose proof (Z_pos A p q Lp a) as Zp. pose proof (Rpower_pos m a) as Rp. unfold T.
    rewrite (relative_Z m a Pm) in *.
    assert (S : Sum A (fun x => p x * exp (a * (ln (q x) - ln m))) <> 0) by (intros S; rewrite S in Zp; lra).
    destruct (law_nonneg A p Lp x I) as [P|E]; [|rewrite <- E; unfold Rdiv; ring].
    rewrite (Rpower_relative x m a) by auto. field. lra.
  - unfold given. pose proof (Pr_top_pos A p q Lp).
    apply is_lim_div'; [now apply weight_limit| |unfold Pr in *; lra].
    apply (is_lim_Sum A (fun x a => p x * exp (a * (ln (q x) - ln m)))). intros y J. now apply weight_limit.
Qed.
Theorem tilt_mean_limit f : is_lim (fun a => Ex A (T A q p a) f) p_infty (Ex A (given A p (top A p q)) f).
Proof.
  apply (is_lim_Sum A (fun x a => T A q p a x * f x)). intros x I. apply is_lim_mult'; [now apply tilt_limit|apply is_lim_const].
Qed.
(** KL(T(q,p,a)‖p) tends to Δ_max. *)
Theorem KL_tilt_limit : is_lim (fun a => KL A (T A q p a) p) p_infty (Dmax A p q).
Proof.
  destruct relative_weights as [m [Pm [Et Lt]]]. pose proof (Pr_top_pos A p q Lp) as Pt.
  set (W := fun a => Sum A (fun x => p x * exp (a * (ln (q x) - ln m)))).
  set (V := fun a => Sum A (fun x => p x * (a * (ln (q x) - ln m) * exp (a * (ln (q x) - ln m))))).
  assert (LW : is_lim W p_infty (Pr A p (top A p q))).
  { apply (is_lim_Sum A (fun x a => p x * exp (a * (ln (q x) - ln m)))). intros y J. now apply weight_limit. }
  assert (LV : is_lim V p_infty 0).
  { rewrite <- (Sum_zero A (fun _ => 0)) by auto.
    apply (is_lim_Sum A (fun x a => p x * (a * (ln (q x) - ln m) * exp (a * (ln (q x) - ln m))))). intros y J. now apply weight_limit. }
  apply (is_lim_ext (fun a => V a / W a - ln (W a))).
  - intros a. pose proof (Z_pos A p q Lp a) as Zp. pose proof (Rpower_pos m a) as Rp.
    rewrite (relative_Z m a Pm) in Zp. fold (W a) in Zp.
    assert (Wp : 0 < W a) by (apply Rmult_lt_reg_r with (Rpower m a); lra).
    rewrite KL_of_tilt, H_Ex, T_Ex, (relative_Z m a Pm) by exact Lp. fold (W a).
    rewrite ln_mult by assumption.
    assert (Ea : V a * Rpower m a = a * Sum A (fun x => p x * Rpower (q x) a * ln (q x)) - a * ln m * (W a * Rpower m a)).
    { unfold W. rewrite <- (relative_Z m a Pm). unfold Z, V. rewrite <- Sum_scal_r, <- !Sum_scal, <- Sum_minus.
      apply Sum_ext. intros x I. destruct (law_nonneg A p Lp x I) as [P|E]; [|rewrite <- E; ring].
      rewrite (Rpower_relative x m a) by auto. ring. }
    replace (ln (Rpower m a)) with (a * ln m) by (unfold Rpower; now rewrite ln_exp).
    apply Rmult_eq_reg_r with (W a * Rpower m a); [|lra].
    field_simplify; [|lra|lra]. nra.
  - unfold Dmax. replace (- ln (Pr A p (top A p q))) with (0 / Pr A p (top A p q) - ln (Pr A p (top A p q))) by (field; lra).
    apply is_lim_minus'; [now apply is_lim_div'; [| |lra]|now apply is_lim_ln].
Qed.

(** ** Lemma 1: existence and uniqueness of α(Δ) *)
(** Every budget in [0, Δ_max) is spent by some a ≥ 0. *)
Lemma KL_at_0 : KL A (T A q p 0) p = 0.
Proof. rewrite (KL_ext A _ p p p); [apply KL_self| |reflexivity]. intros. now apply T_at_0. Qed.
Theorem alpha_exists D : 0 <= D < Dmax A p q -> exists a, 0 <= a /\ KL A (T A q p a) p = D.
Proof.
  intros B. apply (below_limit (fun a => KL A (T A q p a) p) (fun a => a * Var A (T A q p a) (fun x => ln (q x))) (Dmax A p q)).
  - intros. now apply KL_derive.
  - apply KL_tilt_limit.
  - now rewrite KL_at_0.
Qed.
Theorem KL_tilt_below_Dmax a : varies A p q -> 0 <= a -> KL A (T A q p a) p < Dmax A p q.
Proof.
  intros nc. apply (rising_below_limit (fun b => KL A (T A q p b) p)); [|apply KL_tilt_limit].
  intros. now apply KL_strictly_increasing.
Qed.
(** For a reward that varies, α(Δ) exists exactly for 0 ≤ Δ < Δ_max, and is unique. *)
Theorem alpha_iff D : varies A p q -> (0 <= D < Dmax A p q <-> exists! a, 0 <= a /\ KL A (T A q p a) p = D).
Proof.
  intros nc. split.
  - intros B. destruct (alpha_exists D B) as [a [a0 E]]. exists a. split; [auto|]. intros b [b0 F].
    apply (alpha_unique A p q Lp qp nc); [assumption|assumption|congruence].
  - intros [a [[a0 <-] _]]. split; [|now apply KL_tilt_below_Dmax].
    apply KL_nonneg; [now apply T_law|exact Lp|now apply T_ac].
Qed.
(** No a spends a budget of Δ_max or more. *)
Theorem no_alpha_past_Dmax D a : varies A p q -> Dmax A p q <= D -> 0 <= a -> KL A (T A q p a) p <> D.
Proof. intros nc L a0 E. pose proof (KL_tilt_below_Dmax a nc a0). lra. Qed.
End Limits.

(** ** β(t): the tilt of a given cross entropy *)
Section Beta.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.

(** Tilting by 1/q is tilting by q backwards. *)
Lemma tilt_inverse a x : In x A -> T A (fun y => / q y) p a x = T A q p (- a) x.
Proof.
  assert (E : forall y, In y A -> p y * Rpower (/ q y) a = p y * Rpower (q y) (- a)).
  { intros y J. destruct (law_nonneg A p Lp y J) as [P|Q]; [|rewrite <- Q; ring].
    unfold Rpower. rewrite ln_Rinv by auto. do 2 f_equal. ring. }
  intros I. unfold T, Z. now rewrite (Sum_ext A _ _ E), E.
Qed.
Lemma mean_top : forall y, top A p q y = true -> In y A -> 0 < p y -> H A (given A p (top A p q)) q = - ln (q y).
Proof.
  intros y Ty I P. pose proof (Pr_top_pos A p q Lp) as Pt. unfold H, given. f_equal.
  transitivity (Sum A (fun x => ind (top A p q x) * p x * (ln (q y) / Pr A p (top A p q)))).
  - apply Sum_ext. intros x J. destruct (law_nonneg A p Lp x J) as [Q|Q]; [|rewrite <- Q; unfold Rdiv; ring].
    destruct (top A p q x) eqn:Tx; simpl; [|unfold Rdiv; ring].
    rewrite (top_same A p q x y) by assumption. unfold Rdiv. ring.
  - rewrite Sum_scal_r. fold (Pr A p (top A p q)). field. lra.
Qed.
(** H(T(q,p,a)‖q) tends to −log of the highest q on the support. *)
Theorem H_tilt_limit y : In y A -> 0 < p y -> top A p q y = true -> is_lim (fun a => H A (T A q p a) q) p_infty (- ln (q y)).
Proof.
  intros I P Ty. rewrite <- (mean_top y Ty I P). apply (is_lim_opp _ p_infty (Ex A (given A p (top A p q)) (fun x => ln (q x)))).
  now apply tilt_mean_limit.
Qed.
Lemma H_tilt_goes_below y t : In y A -> 0 < p y -> - ln (q y) < t -> exists M, forall a, M < a -> H A (T A q p a) q < t.
Proof.
  intros I P L. destruct (exists_top A p q Lp) as [z [J [Q Tz]]].
  apply (eventually_below (fun a => H A (T A q p a) q) (- ln (q z)) t (H_tilt_limit z J Q Tz)).
  pose proof (ln_le_mono (q y) (q z) (qp y I P) (proj1 (top_spec A p q z) Tz y I P)). lra.
Qed.
End Beta.

Section Beta_exists.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Lemma H_tilt_goes_above y t : In y A -> 0 < p y -> t < - ln (q y) -> exists M, forall a, a < M -> t < H A (T A q p a) q.
Proof.
  intros I P L. destruct (H_tilt_goes_below A p (fun x => / q x) Lp) with (y := y) (t := - t) as [M HM]; auto.
  - intros x J Q. apply Rinv_0_lt_compat. auto.
  - rewrite ln_Rinv by auto. lra.
  - exists (- M). intros a B. specialize (HM (- a) ltac:(lra)).
    enough (E : H A (T A (fun x => / q x) p (- a)) (fun x => / q x) = - H A (T A q p a) q) by lra.
    unfold H. f_equal. rewrite <- Sum_opp. apply Sum_ext. intros x J.
    rewrite (tilt_inverse A p q Lp qp), Ropp_involutive by exact J.
    destruct (law_nonneg A p Lp x J) as [Q|Q]; [|rewrite T_zero by auto; ring]. rewrite ln_Rinv by auto. ring.
Qed.
(** β(t) exists, and is unique, exactly for t strictly between the extreme values of −log q on the support. *)
Theorem beta_iff t : varies A p q ->
  ((exists x y, In x A /\ In y A /\ 0 < p x /\ 0 < p y /\ - ln (q y) < t < - ln (q x)) <-> exists! b, H A (T A q p b) q = t).
Proof.
  intros nc. split.
  - intros [x [y [I [J [P [Q [Ly Lx]]]]]]].
    destruct (H_tilt_goes_below A p q Lp qp y t J Q Ly) as [M HM]. destruct (H_tilt_goes_above x t I P Lx) as [N HN].
    set (a := Rmin 0 (N - 1)). set (b := Rmax 1 (M + 1)).
    assert (ab : a < b) by (unfold a, b; pose proof (Rmin_l 0 (N - 1)); pose proof (Rmax_l 1 (M + 1)); lra).
    pose proof (HM b ltac:(unfold b; pose proof (Rmax_r 1 (M + 1)); lra)) as Hb.
    pose proof (HN a ltac:(unfold a; pose proof (Rmin_r 0 (N - 1)); lra)) as Ha.
    destruct (between (fun c => - H A (T A q p c) q) (fun c => - - Var A (T A q p c) (fun z => ln (q z))) a b (- t)) as [c [_ E]]; try lra.
    { intros c. apply (der_opp (fun d => H A (T A q p d) q)). now apply H_derive. }
    exists c. split; [lra|]. intros d F. apply (H_tilt_injective A p q Lp qp nc). lra.
  - intros [b [E _]].
    pose proof (H_strictly_decreasing A p q Lp qp nc b (b + 1) ltac:(lra)) as D1.
    pose proof (H_strictly_decreasing A p q Lp qp nc (b - 1) b ltac:(lra)) as D2.
    assert (B : forall c, exists x, In x A /\ 0 < p x /\ - ln (q x) <= H A (T A q p c) q).
    { intros c. destruct (exists_top A p q Lp) as [y [J [Q Ty]]]. exists y. split; [exact J|split; [exact Q|]].
      rewrite H_Ex. apply Ropp_le_contravar. apply Ex_le_const; [now apply T_law|]. intros z K S.
      pose proof (T_support A p q Lp c z K S) as R1. apply ln_le_mono; [auto|]. now apply (top_spec A p q y). }
    assert (C : forall c, exists x, In x A /\ 0 < p x /\ H A (T A q p c) q <= - ln (q x)).
    { intros c. destruct (exists_top A p (fun x => / q x) Lp) as [y [J [Q Ty]]]. exists y. split; [exact J|split; [exact Q|]].
      rewrite H_Ex. apply Ropp_le_contravar. apply Ex_ge_const; [now apply T_law|]. intros z K S.
      pose proof (T_support A p q Lp c z K S) as R1. apply ln_le_mono; [auto|].
      pose proof (proj1 (top_spec A p (fun x => / q x) y) Ty z K R1) as L.
      apply Rinv_le_contravar in L; [|now apply Rinv_0_lt_compat, qp]. rewrite !Rinv_inv in L. exact L. }
    destruct (B (b + 1)) as [y [J [Q Ly]]]. destruct (C (b - 1)) as [x [I [P Lx]]]. exists x, y. repeat split; auto; lra.
Qed.
End Beta_exists.
