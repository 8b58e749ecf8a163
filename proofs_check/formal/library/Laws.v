(** Laws on a finite space: Gibbs, log-sum and KL with their equality cases; support; laws of words. *)
From ExactAlign Require Import Prelude Definitions Sums.

(** ** Logarithms *)
Lemma ln_div x y : 0 < x -> 0 < y -> ln (x / y) = ln x - ln y.
Proof.
  intros. unfold Rdiv. rewrite ln_mult; [ | assumption | now apply Rinv_0_lt_compat].
  rewrite ln_Rinv; [ring | assumption].
Qed.
Lemma ln_0 : ln 0 = 0.
Proof. unfold ln. destruct (Rlt_dec 0 0); [exfalso; lra|reflexivity]. Qed.
Lemma ln_pow n x : 0 < x -> ln (x ^ n) = INR n * ln x.
Proof.
  intros P. induction n as [|n IH]; [simpl; rewrite ln_1; ring|]. rewrite S_INR. simpl.
  rewrite ln_mult; [rewrite IH; ring | assumption | now apply pow_lt].
Qed.
Lemma Rpower_pos x y : 0 < Rpower x y.
Proof. apply exp_pos. Qed.
Lemma exp_ge_1 x : 1 + x <= exp x.
Proof. destruct (Req_dec x 0) as [->|N]; [rewrite exp_0; lra|]. now apply Rlt_le, exp_ineq1. Qed.
Lemma ln_le_sub1 z : 0 < z -> ln z <= z - 1.
Proof. intros P. pose proof (exp_ge_1 (ln z)) as E. rewrite exp_ln in E by assumption. lra. Qed.
Lemma ln_lt_sub1 z : 0 < z -> z <> 1 -> ln z < z - 1.
Proof.
  intros P N. assert (D : ln z <> 0) by (intros E; apply N, ln_inv; [assumption|lra|rewrite ln_1; lra]).
  pose proof (exp_ineq1 (ln z) D) as E. rewrite exp_ln in E by assumption. lra.
Qed.
Lemma ln_ge z : 0 < z -> 1 - / z <= ln z.
Proof.
  intros P. pose proof (ln_le_sub1 (/ z) (Rinv_0_lt_compat z P)) as E. rewrite ln_Rinv in E by assumption. lra.
Qed.
Lemma ln_le_mono x y : 0 < x -> x <= y -> ln x <= ln y.
Proof. intros P [L| ->]; [left; now apply ln_increasing|lra]. Qed.
Lemma exp_le_mono x y : x <= y -> exp x <= exp y.
Proof. intros [L| ->]; [left; now apply exp_increasing|lra]. Qed.
Lemma ln_nonpos x : x <= 1 -> ln x <= 0.
Proof.
  intros L. destruct (Rlt_dec 0 x) as [P|P]; [rewrite <- ln_1; now apply ln_le_mono|].
  unfold ln. destruct (Rlt_dec 0 x); [contradiction|lra].
Qed.

(** ** Gibbs, term by term *)
Lemma xlog_0 b : xlog 0 b = 0.
Proof. unfold xlog. ring. Qed.
Lemma xlog_self a : xlog a a = 0.
Proof.
  unfold xlog. destruct (Req_dec a 0) as [->|N]; [ring|]. unfold Rdiv. rewrite Rinv_r, ln_1 by assumption. ring.
Qed.
Lemma xlog_sub a b : 0 < a -> 0 < b -> xlog a b = a * (ln a - ln b).
Proof. intros. unfold xlog. now rewrite ln_div. Qed.
Lemma gibbs_term a b : 0 <= a -> 0 <= b -> (b = 0 -> a = 0) -> a - b <= xlog a b.
Proof.
  intros Ha Hb ac. unfold xlog. destruct (Req_dec a 0) as [->|N]; [lra|]. assert (Pa : 0 < a) by lra.
  assert (Pb : 0 < b) by (destruct (Req_dec b 0); [now elim N; auto|lra]).
  pose proof (ln_ge _ (Rdiv_lt_0_compat a b Pa Pb)) as L. apply (Rmult_le_compat_l a) in L; [|lra].
  replace (a * (1 - / (a / b))) with (a - b) in L by (field; lra). exact L.
Qed.
Lemma gibbs_term_eq a b : 0 <= a -> 0 <= b -> (b = 0 -> a = 0) -> xlog a b = a - b -> a = b.
Proof.
  intros Ha Hb ac E. destruct (Req_dec a 0) as [->|N]; [rewrite xlog_0 in E; lra|]. assert (Pa : 0 < a) by lra.
  assert (Pb : 0 < b) by (destruct (Req_dec b 0); [now elim N; auto|lra]).
  destruct (Req_dec a b) as [|D]; [assumption|exfalso].
  assert (Q : b / a <> 1) by (intros Q; apply D; apply (Rmult_eq_compat_r a) in Q; field_simplify in Q; lra).
  pose proof (ln_lt_sub1 _ (Rdiv_lt_0_compat b a Pb Pa) Q) as L. apply (Rmult_lt_compat_l a) in L; [|lra].
  rewrite ln_div in L by assumption. rewrite xlog_sub in E by assumption.
  replace (a * (b / a - 1)) with (b - a) in L by (field; lra). lra.
Qed.
Lemma xlog_scale a b c : 0 <= a -> 0 <= b -> (b = 0 -> a = 0) -> 0 < c -> xlog a (b * c) = xlog a b - a * ln c.
Proof.
  intros Ha Hb ac Hc. unfold xlog. destruct (Req_dec a 0) as [->|N]; [ring|]. assert (Pa : 0 < a) by lra.
  assert (Pb : 0 < b) by (destruct (Req_dec b 0); [now elim N; auto|lra]).
  rewrite !ln_div, ln_mult by (assumption || now apply Rmult_lt_0_compat). ring.
Qed.

(** ** Divergences of weights: log-sum, with equality only for proportional weights *)
Section Weights.
Context {X : Type} (A : list X) (a b : X -> R).
Hypothesis na : forall x, In x A -> 0 <= a x.
Hypothesis nb : forall x, In x A -> 0 <= b x.
Hypothesis ab : ac A a b.

Lemma KL_weights : Sum A a - Sum A b <= KL A a b.
Proof. rewrite <- Sum_minus. apply Sum_le. intros. apply gibbs_term; auto. Qed.
Lemma KL_weights_eq : KL A a b = Sum A a - Sum A b -> forall x, In x A -> a x = b x.
Proof.
  intros E x I. apply gibbs_term_eq; auto. symmetry.
  apply (Sum_le_eq A (fun x => a x - b x) (fun x => xlog (a x) (b x))); [|rewrite Sum_minus; now symmetry|exact I].
  intros. apply gibbs_term; auto.
Qed.
Lemma KL_scale c : 0 < c -> KL A a (fun x => b x * c) = KL A a b - Sum A a * ln c.
Proof.
  intros P. unfold KL. rewrite <- Sum_scal_r, <- Sum_minus. apply Sum_ext. intros. apply xlog_scale; auto.
Qed.
End Weights.

(** The log-sum inequality. *)
Theorem log_sum {X} (A : list X) (a b : X -> R) : (forall x, In x A -> 0 <= a x) -> (forall x, In x A -> 0 <= b x) ->
  ac A a b -> 0 < Sum A a -> 0 < Sum A b -> xlog (Sum A a) (Sum A b) <= KL A a b.
Proof.
  intros na nb ab Pa Pb. set (c := Sum A a / Sum A b). assert (Pc : 0 < c) by now apply Rdiv_lt_0_compat.
  pose proof (KL_weights A a (fun x => b x * c) na) as G.
  rewrite KL_scale, Sum_scal_r in G by assumption. unfold xlog. fold c.
  enough (Sum A a - Sum A b * c <= KL A a b - Sum A a * ln c) by (replace (Sum A b * c) with (Sum A a) in * by (unfold c; field; lra); lra).
  apply G; [intros x I; apply Rmult_le_pos; [auto|lra]|].
  intros x I E. apply ab; [exact I|]. apply Rmult_integral in E. destruct E; lra.
Qed.
Theorem log_sum_eq {X} (A : list X) (a b : X -> R) : (forall x, In x A -> 0 <= a x) -> (forall x, In x A -> 0 <= b x) ->
  ac A a b -> 0 < Sum A a -> 0 < Sum A b ->
  (xlog (Sum A a) (Sum A b) = KL A a b <-> forall x, In x A -> a x * Sum A b = b x * Sum A a).
Proof.
  intros na nb ab Pa Pb. set (c := Sum A a / Sum A b). assert (Pc : 0 < c) by now apply Rdiv_lt_0_compat.
  assert (Sc : Sum A b * c = Sum A a) by (unfold c; field; lra).
  assert (ab' : ac A a (fun x => b x * c)).
  { intros x I E. apply ab; [exact I|]. apply Rmult_integral in E. destruct E; lra. }
  split; intros E.
  - intros x I. rewrite (KL_weights_eq A a (fun x => b x * c)) with (x := x); auto; [|intros; apply Rmult_le_pos; [auto|lra]|].
    + rewrite <- Sc. ring.
    + rewrite KL_scale, Sum_scal_r by assumption. rewrite Sc, <- E. unfold xlog. fold c. ring.
  - assert (Q : KL A a (fun x => b x * c) = 0).
    { apply Sum_zero. intros x I. replace (b x * c) with (a x); [apply xlog_self|].
      unfold c, Rdiv. rewrite <- Rmult_assoc, <- E by exact I. field. lra. }
    rewrite KL_scale in Q by assumption. unfold xlog. fold c. lra.
Qed.

(** ** Gibbs *)
Section Gibbs.
Context {X : Type} (A : list X) (p q : X -> R).
(** Gibbs' inequality: KL(p‖q) ≥ 0. *)
Theorem KL_nonneg : law A p -> law A q -> ac A p q -> 0 <= KL A p q.
Proof. intros [np Sp] [nq Sq] pq. pose proof (KL_weights A p q np nq pq). lra. Qed.
(** … with equality only for p = q. *)
Theorem KL_zero_iff : law A p -> law A q -> ac A p q -> (KL A p q = 0 <-> forall x, In x A -> p x = q x).
Proof.
  intros [np Sp] [nq Sq] pq. split; intros E.
  - apply (KL_weights_eq A p q np nq pq). lra.
  - apply Sum_zero. intros x I. rewrite (E x I). apply xlog_self.
Qed.
End Gibbs.
Lemma KL_self {X} (A : list X) p : KL A p p = 0.
Proof. apply Sum_zero. intros. apply xlog_self. Qed.
Lemma KL_ext {X} (A : list X) p p' q q' : (forall x, In x A -> p x = p' x) -> (forall x, In x A -> q x = q' x) ->
  KL A p q = KL A p' q'.
Proof. intros E F. apply Sum_ext. intros x I. now rewrite E, F. Qed.
Lemma KL_pos {X} (A : list X) p q x : law A p -> law A q -> ac A p q -> In x A -> p x <> q x -> 0 < KL A p q.
Proof.
  intros Lp Lq pq I N. destruct (KL_nonneg A p q Lp Lq pq) as [P|E]; [exact P|].
  elim N. symmetry in E. now apply (proj1 (KL_zero_iff A p q Lp Lq pq) E).
Qed.

(** ** Laws *)
Section Laws.
Context {X : Type} (A : list X) (p : X -> R).
Hypothesis Lp : law A p.
Lemma law_nonneg x : In x A -> 0 <= p x. Proof. apply Lp. Qed.
Lemma law_sum : Sum A p = 1. Proof. apply Lp. Qed.
Lemma law_le_1 x : In x A -> p x <= 1.
Proof. intros I. rewrite <- law_sum. apply Sum_ge_term; [exact law_nonneg|exact I]. Qed.
Lemma law_support : exists x, In x A /\ 0 < p x.
Proof. apply Sum_pos_term. rewrite law_sum. lra. Qed.
Lemma law_nonempty : A <> [].
Proof. intros E. pose proof law_sum as S. rewrite E in S. simpl in S. lra. Qed.
Lemma law_ext p' : (forall x, In x A -> p x = p' x) -> law A p'.
Proof. intros E. split; [intros x I; rewrite <- E by exact I; now apply law_nonneg | rewrite <- law_sum; apply Sum_ext; intros; symmetry; auto]. Qed.
Lemma positive_ac r : positive A r -> ac A p r.
Proof. intros P x I E. specialize (P x I). lra. Qed.

Lemma Ex_const c : Ex A p (fun _ => c) = c.
Proof. unfold Ex. rewrite Sum_scal_r, law_sum. ring. Qed.
Lemma Ex_le f g : (forall x, In x A -> 0 < p x -> f x <= g x) -> Ex A p f <= Ex A p g.
Proof.
  intros L. apply Sum_le. intros x I. destruct (law_nonneg x I) as [P|E]; [|rewrite <- E; lra].
  apply Rmult_le_compat_l; [lra|auto].
Qed.
Lemma Ex_nonneg f : (forall x, In x A -> 0 < p x -> 0 <= f x) -> 0 <= Ex A p f.
Proof. intros L. rewrite <- (Ex_const 0). now apply Ex_le. Qed.
(** A mean lies between the bounds that hold on the support. *)
Lemma Ex_le_const f c : (forall x, In x A -> 0 < p x -> f x <= c) -> Ex A p f <= c.
Proof. intros L. rewrite <- (Ex_const c). now apply Ex_le. Qed.
Lemma Ex_ge_const f c : (forall x, In x A -> 0 < p x -> c <= f x) -> c <= Ex A p f.
Proof. intros L. rewrite <- (Ex_const c) at 1. now apply Ex_le. Qed.
(** A mean equal to its lower bound: equality on the support. *)
Lemma Ex_zero_support f : (forall x, In x A -> 0 < p x -> 0 <= f x) -> Ex A p f = 0 -> forall x, In x A -> 0 < p x -> f x = 0.
Proof.
  intros L E x I P. apply (Rmult_eq_reg_l (p x)); [|lra]. rewrite Rmult_0_r.
  apply (Sum_zero_all A (fun x => p x * f x)); [|exact E|exact I].
  intros y J. destruct (law_nonneg y J) as [Q|Q]; [apply Rmult_le_pos; [lra|auto]|rewrite <- Q; lra].
Qed.
Lemma Ex_lt f g x : (forall y, In y A -> 0 < p y -> f y <= g y) -> In x A -> 0 < p x -> f x < g x -> Ex A p f < Ex A p g.
Proof.
  intros L I P S. apply (Sum_lt A _ _ x); [|exact I|now apply Rmult_lt_compat_l].
  intros y J. destruct (law_nonneg y J) as [Q|Q]; [apply Rmult_le_compat_l; [lra|auto]|rewrite <- Q; lra].
Qed.
Lemma Pr_nonneg E : 0 <= Pr A p E.
Proof. apply Sum_nonneg. intros x I. pose proof (law_nonneg x I). unfold ind. destruct (E x); lra. Qed.
Lemma Pr_mono E F : (forall x, In x A -> E x = true -> F x = true) -> Pr A p E <= Pr A p F.
Proof.
  intros L. apply Sum_le. intros x I. pose proof (law_nonneg x I). specialize (L x I).
  unfold ind. destruct (E x); [rewrite L by reflexivity; lra|destruct (F x); lra].
Qed.
Lemma Pr_all : Pr A p (fun _ => true) = 1.
Proof. rewrite <- law_sum. apply Sum_ext. intros. simpl. ring. Qed.
Lemma Pr_le_1 E : Pr A p E <= 1.
Proof. rewrite <- Pr_all. now apply Pr_mono. Qed.
Lemma Pr_compl E : Pr A p (fun x => negb (E x)) = 1 - Pr A p E.
Proof. rewrite <- law_sum. unfold Pr. rewrite <- Sum_minus. apply Sum_ext. intros x _. destruct (E x); simpl; ring. Qed.
(** Union bound. *)
Lemma Pr_or E F : Pr A p (fun x => E x || F x) <= Pr A p E + Pr A p F.
Proof.
  unfold Pr. rewrite <- Sum_plus. apply Sum_le. intros x I. pose proof (law_nonneg x I).
  destruct (E x), (F x); simpl; lra.
Qed.
End Laws.

Section Linear.
Context {X : Type} (A : list X).
Implicit Types p f g : X -> R.
Lemma Ex_plus p f g : Ex A p (fun x => f x + g x) = Ex A p f + Ex A p g.
Proof. unfold Ex. rewrite <- Sum_plus. apply Sum_ext. intros. ring. Qed.
Lemma Ex_minus p f g : Ex A p (fun x => f x - g x) = Ex A p f - Ex A p g.
Proof. unfold Ex. rewrite <- Sum_minus. apply Sum_ext. intros. ring. Qed.
Lemma Ex_scal p c f : Ex A p (fun x => c * f x) = c * Ex A p f.
Proof. unfold Ex. rewrite <- Sum_scal. apply Sum_ext. intros. ring. Qed.
Lemma Ex_ext p f g : (forall x, In x A -> p x <> 0 -> f x = g x) -> Ex A p f = Ex A p g.
Proof.
  intros E. apply Sum_ext. intros x I. destruct (Req_dec (p x) 0) as [Z|N]; [rewrite Z; ring|]. now rewrite E.
Qed.
Lemma Pr_Ex p E : Pr A p E = Ex A p (fun x => ind (E x)).
Proof. apply Sum_ext. intros. ring. Qed.
Lemma Pr_ext p E F : (forall x, In x A -> p x <> 0 -> E x = F x) -> Pr A p E = Pr A p F.
Proof. intros L. rewrite !Pr_Ex. apply Ex_ext. intros. now rewrite L. Qed.
End Linear.

(** ** The support of a law: where zeros are left out *)
Section Support.
Context {X : Type} (A : list X) (p : X -> R).
Lemma in_support x : In x (support p A) <-> In x A /\ 0 < p x.
Proof.
  unfold support. rewrite filter_In. unfold supp. destruct (Rlt_dec 0 (p x)); split; intros [? ?]; split; auto; easy.
Qed.
Lemma support_positive : positive (support p A) p.
Proof. intros x I. now apply in_support in I. Qed.
Lemma support_NoDup : NoDup A -> NoDup (support p A).
Proof. apply NoDup_filter. Qed.
(** What vanishes with p is summed over the support of p. *)
Lemma Sum_support f : law A p -> (forall x, In x A -> p x = 0 -> f x = 0) -> Sum A f = Sum (support p A) f.
Proof.
  intros [n _] E. apply Sum_restrict. intros x I B. apply E; [exact I|].
  unfold supp in B. destruct (Rlt_dec 0 (p x)); [discriminate|]. specialize (n x I). lra.
Qed.
Lemma law_on_support r : law A p -> law A r -> ac A r p -> law (support p A) r.
Proof.
  intros Lp Lr rp. split.
  - intros x I. apply (law_nonneg A r Lr). now apply in_support in I.
  - rewrite <- (law_sum A r Lr). symmetry. now apply Sum_support.
Qed.
Lemma Ex_on_support r f : law A p -> ac A r p -> Ex (support p A) r f = Ex A r f.
Proof. intros Lp rp. symmetry. apply Sum_support; [exact Lp|]. intros x I E. rewrite (rp x I E). ring. Qed.
Lemma KL_on_support r s : law A p -> ac A r p -> KL (support p A) r s = KL A r s.
Proof. intros Lp rp. symmetry. apply Sum_support; [exact Lp|]. intros x I E. rewrite (rp x I E). apply xlog_0. Qed.
Lemma H_on_support r s : law A p -> ac A r p -> H (support p A) r s = H A r s.
Proof. intros Lp rp. unfold H. f_equal. symmetry. apply Sum_support; [exact Lp|]. intros x I E. rewrite (rp x I E). ring. Qed.
End Support.

(** ** Words *)
Lemma power_nonneg {X} (p : X -> R) w : (forall x, In x w -> 0 <= p x) -> 0 <= power p w.
Proof. induction w as [|x w IH]; simpl; intros L; [lra|]. apply Rmult_le_pos; auto. Qed.
Lemma power_pos {X} (p : X -> R) w : (forall x, In x w -> 0 < p x) -> 0 < power p w.
Proof. induction w as [|x w IH]; simpl; intros L; [lra|]. apply Rmult_lt_0_compat; auto. Qed.
Lemma ln_power {X} (p : X -> R) w : (forall x, In x w -> 0 < p x) -> ln (power p w) = total (fun x => ln (p x)) w.
Proof.
  induction w as [|x w IH]; simpl; intros L; [apply ln_1|]. rewrite ln_mult; [now rewrite IH by auto|auto|].
  apply power_pos. auto.
Qed.
(** The memoryless source is a law on words. *)
Theorem law_power {X} (A : list X) p m : law A p -> law (words A m) (power p).
Proof.
  intros [n S]. split.
  - intros w I. apply in_words in I. apply power_nonneg. intros. apply n. now apply I.
  - rewrite Sum_words_power, S. apply pow1.
Qed.
Lemma positive_power {X} (A : list X) p m : positive A p -> positive (words A m) (power p).
Proof. intros P w I. apply in_words in I. apply power_pos. intros. apply P. now apply I. Qed.
Lemma ac_power {X} (A : list X) p q m : ac A p q -> ac (words A m) (power p) (power q).
Proof.
  intros pq w I. apply in_words in I. destruct I as [_ I]. induction w as [|x w IH]; simpl; [lra|].
  intros E. apply Rmult_integral in E. destruct E as [E|E].
  - rewrite (pq x); simpl in *; auto. ring.
  - rewrite IH; auto; [ring|]. intros. apply I. simpl. auto.
Qed.
(** Marginals: a function of the first letter, and of the rest. *)
Lemma Ex_words_S {X} (A : list X) p m f :
  Ex (words A (S m)) (power p) f = Ex A p (fun x => Ex (words A m) (power p) (fun w => f (x :: w))).
Proof.
  unfold Ex. rewrite Sum_words_S. apply Sum_ext. intros x _. rewrite <- Sum_scal. apply Sum_ext. intros w _. simpl. ring.
Qed.
(** A total over the letters has mean m times the letter's. *)
Lemma Ex_total {X} (A : list X) p r m : law A p -> Ex (words A m) (power p) (total r) = INR m * Ex A p r.
Proof.
  intros L. induction m as [|m IH]; [unfold Ex; simpl; ring|]. rewrite Ex_words_S, S_INR. simpl total.
  rewrite (Ex_ext A p _ (fun x => r x + INR m * Ex A p r)).
  - rewrite Ex_plus, Ex_const by exact L. ring.
  - intros x _ _. rewrite Ex_plus, IH, Ex_const by now apply law_power. reflexivity.
Qed.
