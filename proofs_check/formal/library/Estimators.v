(** Estimates of KL(q‖p) from draws of q, their means and gradients. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Tilts TiltLevels Alpha.

(** ** Means *)
Section Values.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lq : law A q.
Hypothesis Lp : law A p.
Hypothesis qp : ac A q p.
Lemma ref_pos x : In x A -> 0 < q x -> 0 < p x.
Proof. intros I P. destruct (law_nonneg A p Lp x I) as [|E]; [assumption|]. rewrite (qp x I) in P; lra. Qed.
(** k1 is unbiased. *)
Theorem k1_mean : Ex A q (k1 q p) = KL A q p.
Proof.
  apply Sum_ext. intros x I. unfold k1, xlog. destruct (law_nonneg A q Lq x I) as [P|E]; [|rewrite <- E; ring].
  pose proof (ref_pos x I P). rewrite !ln_div by assumption. ring.
Qed.
(** The mean of k3 is KL(q‖p) less the weight that p has where q has none … *)
Theorem k3_mean : Ex A q (k3 q p) = KL A q p - Pr A p (fun x => negb (supp q x)).
Proof.
  rewrite <- k1_mean, (Pr_compl A p Lp). rewrite <- (law_sum A q Lq). unfold Pr, Ex.
  replace (Sum A (fun x => q x * k1 q p x) - (Sum A q - Sum A (fun x => ind (supp q x) * p x)))
    with (Sum A (fun x => q x * k1 q p x - (q x - ind (supp q x) * p x))) by (rewrite !Sum_minus; ring).
  apply Sum_ext. intros x I. unfold k3, k1, supp. destruct (Rlt_dec 0 (q x)) as [P|P]; simpl.
  - field. lra.
  - assert (E : q x = 0) by (pose proof (law_nonneg A q Lq x I); lra). rewrite E. ring.
Qed.
(** … so k3 is unbiased exactly where p ≪ q too. *)
Theorem k3_unbiased_iff : Ex A q (k3 q p) = KL A q p <-> ac A p q.
Proof.
  rewrite k3_mean. split.
  - intros E x I Q. assert (Z0 : Pr A p (fun x => negb (supp q x)) = 0) by lra.
    pose proof (Sum_zero_all A (fun x => ind (negb (supp q x)) * p x)) as S. cbv beta in S.
    assert (B : forall y, In y A -> 0 <= ind (negb (supp q y)) * p y).
    { intros y J. pose proof (law_nonneg A p Lp y J). destruct (supp q y); simpl; lra. }
    specialize (S B Z0 x I). unfold supp in S. destruct (Rlt_dec 0 (q x)); [lra|simpl in S; lra].
  - intros pq. enough (E : Pr A p (fun x => negb (supp q x)) = 0) by lra. apply Sum_zero. intros x I. unfold supp.
    destruct (Rlt_dec 0 (q x)) as [P|P]; simpl; [ring|]. rewrite (pq x I); [ring|]. pose proof (law_nonneg A q Lq x I). lra.
Qed.
(** k3 is never negative where both have a chance. *)
Theorem k3_nonneg x : 0 < q x -> 0 < p x -> 0 <= k3 q p x.
Proof. intros Q P. unfold k3. pose proof (ln_le_sub1 (p x / q x) (Rdiv_lt_0_compat _ _ P Q)). lra. Qed.
(** Draws truncated to an event E, ratios not: the mean of k3 is that of k1 plus p(E)/q(E) − 1. *)
Theorem k3_truncated (E : X -> bool) : 0 < Pr A q E ->
  Ex A (given A q E) (k3 q p) = Ex A (given A q E) (k1 q p) + Pr A (fun x => ind (supp q x) * p x) E / Pr A q E - 1.
Proof.
  intros P. assert (S : Sum A (given A q E) = 1).
  { unfold given. rewrite Sum_div. fold (Pr A q E). field. lra. }
  rewrite <- S. unfold Ex. unfold Pr at 1. rewrite <- Sum_div, <- Sum_plus, <- Sum_minus. apply Sum_ext. intros x I.
  unfold given, k3, k1, supp. destruct (Rlt_dec 0 (q x)) as [Q|Q]; simpl ind.
  - field. lra.
  - assert (Z0 : q x = 0) by (pose proof (law_nonneg A q Lq x I); lra). rewrite Z0. unfold Rdiv. ring.
Qed.
End Values.

(** ** Gradients: a family of laws F t, derivable at th, with every outcome possible there *)
Section Gradients.
Context {X : Type} (A : list X) (F : R -> X -> R) (th : R) (dF : X -> R) (p : X -> R).
Hypothesis LF : forall t, law A (F t).
Hypothesis PF : positive A (F th).
Hypothesis DF : forall x, In x A -> is_derive (fun t : R => F t x) th (dF x).
Hypothesis Pp : positive A p.
Hypothesis Lp : law A p.
Let score x := dF x / F th x.
Lemma dF_score x : In x A -> dF x = F th x * score x.
Proof. intros I. unfold score. field. specialize (PF x I). lra. Qed.
(** The score has mean 0. *)
Theorem score_mean : Ex A (F th) score = 0.
Proof.
  unfold Ex. rewrite (Sum_ext A _ dF) by (intros; symmetry; now apply dF_score).
  pose proof (is_derive_Sum A (fun x t => F t x) th dF DF) as D.
  assert (C : is_derive (fun _ : R => 1) th (Sum A dF)).
  { apply (is_derive_ext (fun t => Sum A (fun x => F t x))); [intros t; apply (LF t)|exact D]. }
  rewrite <- (is_derive_unique _ _ _ C). apply Derive_const.
Qed.
(** The gradient of a mean is the mean of score times value … *)
Theorem policy_gradient f : is_derive (fun t : R => Ex A (F t) f) th (Ex A (F th) (fun x => score x * f x)).
Proof.
  apply (der_ext (fun t => Sum A (fun x => F t x * f x)) _ th (Sum A (fun x => dF x * f x + F th x * 0))); [|reflexivity|].
  - apply (is_derive_Sum A (fun x t => F t x * f x)). intros x I. apply (der_mult (fun t => F t x) (fun _ => f x)); [now apply DF|].
    apply (is_derive_const (f x)).
  - apply Sum_ext. intros x I. rewrite (dF_score x I). ring.
Qed.
(** … and a constant baseline leaves it as it is. *)
Theorem baseline f b : Ex A (F th) (fun x => score x * (f x - b)) = Ex A (F th) (fun x => score x * f x).
Proof.
  rewrite (Ex_ext A (F th) _ (fun x => score x * f x - b * score x)) by (intros; ring).
  rewrite Ex_minus, Ex_scal, score_mean. ring.
Qed.
Lemma ln_ratio_derive x : In x A -> is_derive (fun t : R => ln (p x / F t x)) th (- score x).
Proof.
  intros I. pose proof (PF x I) as P. pose proof (Pp x I) as Q.
  assert (D1 : is_derive (fun t : R => p x / F t x) th ((0 * F th x - p x * dF x) / (F th x * F th x))).
  { apply (der_div (fun _ => p x) (fun t => F t x)); [apply (is_derive_const (p x))|now apply DF|lra]. }
  apply (der_ext _ _ _ _ _ (der_ln _ _ _ D1 (Rdiv_lt_0_compat _ _ Q P))); [reflexivity|]. unfold score. field. lra.
Qed.
Lemma ratio_derive x : In x A -> is_derive (fun t : R => p x / F t x) th (- (p x / F th x) * score x).
Proof.
  intros I. pose proof (PF x I) as P.
  apply (der_ext _ _ _ _ _ (der_div (fun _ => p x) (fun t => F t x) th 0 (dF x) (is_derive_const (p x) th) (DF x I) ltac:(lra))); [reflexivity|].
  unfold score. field. lra.
Qed.
Lemma k1_derive x : In x A -> is_derive (fun t : R => k1 (F t) p x) th (score x).
Proof. intros I. apply (der_ext _ _ _ _ _ (der_opp _ _ _ (ln_ratio_derive x I))); [reflexivity|ring]. Qed.
Lemma k2_derive x : In x A -> is_derive (fun t : R => k2 (F t) p x) th (score x * k1 (F th) p x).
Proof.
  intros I. pose proof (der_mult _ _ _ _ _ (ln_ratio_derive x I) (ln_ratio_derive x I)) as D.
  apply (der_ext _ _ _ _ _ (der_mult _ (fun _ => / 2) _ _ 0 D (is_derive_const (/ 2) th))); [reflexivity|]. unfold k1. field.
Qed.
Lemma k3_derive x : In x A -> is_derive (fun t : R => k3 (F t) p x) th (score x * (1 - p x / F th x)).
Proof.
  intros I. pose proof (der_minus _ _ _ _ _ (ratio_derive x I) (is_derive_const 1 th)) as D.
  apply (der_ext _ _ _ _ _ (der_minus _ _ _ _ _ D (ln_ratio_derive x I))); [reflexivity|]. unfold zero. simpl. ring.
Qed.
(** The gradients of the two divergences. *)
Theorem KL_gradient : is_derive (fun t : R => KL A (F t) p) th (Ex A (F th) (fun x => score x * k1 (F th) p x)).
Proof.
  apply (der_ext (fun t => Ex A (F t) (k1 (F t) p)) _ th (Sum A (fun x => dF x * k1 (F th) p x + F th x * score x))).
  - apply (is_derive_Sum A (fun x t => F t x * k1 (F t) p x)). intros x I.
    apply (der_mult (fun t => F t x) (fun t => k1 (F t) p x)); [now apply DF|now apply k1_derive].
  - intros t. apply k1_mean; [apply LF|exact Lp|]. intros x I E. specialize (Pp x I). lra.
  - rewrite Sum_plus. fold (Ex A (F th) score). rewrite score_mean, Rplus_0_r. apply Sum_ext. intros x I. rewrite (dF_score x I). ring.
Qed.
Theorem reverse_KL_gradient : is_derive (fun t : R => KL A p (F t)) th (- Ex A p score).
Proof.
  apply (der_ext (fun t => Sum A (fun x => p x * ln (p x / F t x))) _ th (Sum A (fun x => 0 * ln (p x / F th x) + p x * - score x))); [|reflexivity|].
  - apply (is_derive_Sum A (fun x t => p x * ln (p x / F t x))). intros x I.
    apply (der_mult (fun _ => p x) (fun t => ln (p x / F t x))); [apply (is_derive_const (p x))|now apply ln_ratio_derive].
  - unfold Ex. rewrite <- Sum_opp. apply Sum_ext. intros. ring.
Qed.
(** k1 in the loss: the expected gradient is 0, whatever the laws. *)
Theorem k1_in_loss : Ex A (F th) (fun x => Derive (fun t => k1 (F t) p x) th) = 0.
Proof. rewrite <- score_mean. apply Ex_ext. intros x I _. apply is_derive_unique. now apply k1_derive. Qed.
(** k2 in the loss: the gradient of KL(q‖p). *)
Theorem k2_in_loss : Ex A (F th) (fun x => Derive (fun t => k2 (F t) p x) th) = Derive (fun t => KL A (F t) p) th.
Proof.
  rewrite (is_derive_unique _ _ _ KL_gradient). apply Ex_ext. intros x I _. apply is_derive_unique. now apply k2_derive.
Qed.
(** k3 in the loss: the gradient of KL(p‖q), not of KL(q‖p). *)
Theorem k3_in_loss : Ex A (F th) (fun x => Derive (fun t => k3 (F t) p x) th) = Derive (fun t => KL A p (F t)) th.
Proof.
  rewrite (is_derive_unique _ _ _ reverse_KL_gradient).
  rewrite (Ex_ext A (F th) _ (fun x => score x - score x * (p x / F th x))).
  - rewrite Ex_minus, score_mean, Rminus_0_l. f_equal. apply Sum_ext. intros x I. field. specialize (PF x I). lra.
  - intros x I _. rewrite (is_derive_unique _ _ _ (k3_derive x I)). ring.
Qed.
(** k1 in the reward: the gradient of KL(q‖p). *)
Theorem k1_in_reward : Ex A (F th) (fun x => score x * k1 (F th) p x) = Derive (fun t => KL A (F t) p) th.
Proof. symmetry. apply is_derive_unique, KL_gradient. Qed.
(** k3 in the reward: the gradient of KL(q‖p) − KL(p‖q). *)
Theorem k3_in_reward : Ex A (F th) (fun x => score x * k3 (F th) p x) =
  Derive (fun t => KL A (F t) p) th - Derive (fun t => KL A p (F t)) th.
Proof.
  rewrite (is_derive_unique _ _ _ reverse_KL_gradient), <- k1_in_reward.
  rewrite (Ex_ext A (F th) (fun x => score x * k3 (F th) p x) (fun x => score x * k1 (F th) p x + score x * (p x / F th x) - score x))
    by (intros; unfold k3, k1; ring).
  rewrite Ex_minus, Ex_plus, score_mean. replace (Ex A (F th) (fun x => score x * (p x / F th x))) with (Ex A p score); [ring|].
  apply Sum_ext. intros x I. field. specialize (PF x I). lra.
Qed.

(** Draws of another policy b, weighted by q/b. *)
Section Importance.
Variable b : X -> R.
Hypothesis Pb : positive A b.
Lemma importance f t : Ex A b (fun x => F t x / b x * f x) = Ex A (F t) f.
Proof. apply Sum_ext. intros x I. field. specialize (Pb x I). lra. Qed.
(** The weighted k3 has the value of KL(q‖p) where every outcome is possible … *)
Theorem k3_weighted_value : Ex A b (fun x => F th x / b x * k3 (F th) p x) = KL A (F th) p.
Proof.
  rewrite importance. apply k3_unbiased_iff; [apply LF|exact Lp| |].
  - intros x I E. specialize (Pp x I). lra.
  - intros x I E. specialize (PF x I). lra.
Qed.
(** … and, with the weight attached, its gradient … *)
Theorem k3_weighted_attached : Ex A b (fun x => Derive (fun t => F t x / b x * k3 (F t) p x) th) = Derive (fun t => KL A (F t) p) th.
Proof.
  replace (Derive (fun t => KL A (F t) p) th) with (Ex A (F th) (fun x => score x * k3 (F th) p x) +
    Ex A (F th) (fun x => Derive (fun t => k3 (F t) p x) th)) by (rewrite k3_in_loss, k3_in_reward; ring).
  unfold Ex. rewrite <- Sum_plus. apply Sum_ext. intros x I. pose proof (Pb x I) as P.
  pose proof (PF x I). pose proof (der_mult _ (fun _ => / b x) th _ 0 (DF x I) (is_derive_const (/ b x) th)) as D.
  assert (W : is_derive (fun t : R => F t x / b x * k3 (F t) p x) th
    (dF x / b x * k3 (F th) p x + F th x / b x * (score x * (1 - p x / F th x)))).
  { apply (der_ext _ _ _ _ _ (der_mult _ _ _ _ _ D (k3_derive x I))); [reflexivity|]. unfold Rdiv. ring. }
  rewrite (is_derive_unique _ _ _ W), (is_derive_unique _ _ _ (k3_derive x I)). rewrite (dF_score x I). field. lra.
Qed.
(** … but with the weight detached, that of KL(p‖q). *)
Theorem k3_weighted_detached : Ex A b (fun x => F th x / b x * Derive (fun t => k3 (F t) p x) th) = Derive (fun t => KL A p (F t)) th.
Proof. rewrite importance. apply k3_in_loss. Qed.
End Importance.
End Gradients.

(** The family of tilts is such a family: its score at t is v − E v, for the direction v. *)
Theorem tilt_family {X} (A : list X) (p v : X -> R) t x : law A p -> In x A ->
  let F s := T A (fun y => exp (v y)) p s in is_derive (fun s : R => F s x) t (F t x * (v x - Ex A (F t) v)).
Proof.
  intros Lp I F. set (q := fun y => exp (v y)). pose proof (Z_pos A p q Lp t) as P.
  assert (D : is_derive (fun s : R => p x * Rpower (q x) s) t (p x * Rpower (q x) t * v x)).
  { unfold Rpower, q. rewrite ln_exp. auto_derive; [exact Logic.I|]. ring. }
  apply (der_ext _ _ _ _ _ (der_div _ _ _ _ _ D (Z_derive A p q Lp t) (Rgt_not_eq _ _ P))); [reflexivity|].
  assert (E : Ex A (T A q p t) (fun y => ln (q y)) = Ex A (F t) v).
  { apply Sum_ext. intros y _. unfold q. rewrite ln_exp. reflexivity. }
  rewrite E. set (e := Ex A (F t) v). change (F t x) with (p x * Rpower (q x) t / Z A q p t). field. lra.
Qed.
