(** The proof of the type lemma (Section 8) in the form of its claims. *)
From Coq Require Import Reals Lra Lia List Bool.
From ExactAlign Require Import Definitions Sums Laws Tilts TiltLevels Levels Penalty BestOfN Words Types TypeBounds Steps BondForms Claims_scalars Claims.
Import ListNotations.
Open Scope R_scope.

(** ** Events by rewards *)
Lemma Pr_above {X} (A : list X) (p r : X -> R) t : law A p ->
  Pr A p (fun w => Rltb t (r w)) = 1 - Pr A p (fun w => Rleb (r w) t).
Proof.
  intros L. rewrite <- (Pr_compl A p L). apply Pr_ext. intros w _ _. unfold Rltb, Rleb.
  destruct (Rlt_dec t (r w)), (Rle_dec (r w) t); simpl; (reflexivity || lra).
Qed.
(** (10) repaired: the product of N − 1 factors. *)
Theorem product_of_factors {X} (A : list X) (p r : X -> R) t N : law A p -> (1 <= N)%nat ->
  Pr A p (fun w => Rleb (r w) t) ^ (N - 1) <= exp (- (INR N - 1) * Pr A p (fun w => Rltb t (r w))).
Proof.
  intros L HN. rewrite (Pr_above A p r t L). apply power_below; [now apply Pr_nonneg|now apply Pr_le_1|exact HN].
Qed.
(** (11) repaired: the probability that best-of-N returns a type. *)
Theorem probability_of_type {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p q : X -> R) m v N delta :
  NoDup A -> law A p -> (1 <= m)%nat -> (1 <= N)%nat -> In v (words A m) -> ac A (freq dec v) p -> exp (INR m * delta) = INR N ->
  Pr (words A m) (best_of (list_eq_dec dec) (words A m) N (power p) (total (fun y => ln (q y)))) (same_type dec A v) <=
  exp (- (INR m * (KL A (freq dec v) p - delta))) *
  exp (- (INR N - 1) * Pr (words A m) (power p) (fun w => Rltb (total (fun y => ln (q y)) v) (total (fun y => ln (q y)) w))).
Proof.
  intros ND L M HN I a E. pose proof (law_power A p m L) as Lm. set (r := total (fun y => ln (q y))).
  assert (NW : NoDup (words A m)) by now apply NoDup_words.
  assert (S : forall w, In w (words A m) -> same_type dec A v w = true -> r w = r v).
  { intros w J T. rewrite same_type_true in T. apply in_words in J. apply in_words in I. destruct J as [_ J], I as [_ I]. unfold r.
    rewrite (total_counts dec A ND _ w J), (total_counts dec A ND _ v I). apply Sum_ext. intros x K. now rewrite (T x K). }
  pose proof (best_of_event_le (list_eq_dec dec) (words A m) (power p) r N NW Lm HN (same_type dec A v) (r v) S) as B.
  pose proof (product_of_factors (words A m) (power p) r (r v) N Lm HN) as P.
  assert (pos : forall x, In x v -> 0 < p x).
  { intros x J. assert (Ix : In x A) by (apply in_words in I; now apply (proj2 I)).
    destruct (law_nonneg A p L x Ix) as [Q|Q]; [exact Q|exfalso]. specialize (a x Ix (eq_sym Q)). unfold freq in a.
    apply in_words in I. destruct I as [Lv _]. assert (0 < INR (count_occ dec v x)) by (apply lt_0_INR; now apply count_occ_In).
    assert (0 < INR (length v)) by (apply lt_0_INR; lia). apply Rmult_integral in a. destruct a as [a|a]; [lra|].
    pose proof (Rinv_0_lt_compat _ H0). lra. }
  pose proof (type_class_le dec A ND p v m L I M pos) as C. fold r.
  change (fun w => Rleb (r w) (r v)) with (at_most r (r v)) in P.
  apply Rle_trans with (1 := B). replace (- (INR m * (KL A (freq dec v) p - delta))) with (INR m * delta + - INR m * KL A (freq dec v) p) by ring.
  rewrite exp_plus, E. apply Rmult_le_compat; [|apply pow_le; now apply Pr_nonneg| |exact P].
  - apply Rmult_le_pos; [apply pos_INR|now apply Pr_nonneg].
  - apply Rmult_le_compat_l; [apply pos_INR|]. exact C.
Qed.

(** ** The three bullets *)
Section Bullets.
Context {X : Type} (A : list X) (p q lam : X -> R) (a delta : R).
Hypothesis Lp : law A p.
Hypothesis Ll : law A lam.
Hypothesis lp : ac A lam p.
Hypothesis level : H A lam q = H A (T A q p a) q.
Notation tilted := (T A q p a).
Lemma split_exponent : KL A lam p = KL A lam tilted + KL A tilted p /\ 0 <= KL A lam tilted.
Proof.
  split; [now apply pythagoras|]. apply KL_nonneg; [exact Ll|now apply T_law|now apply ac_T].
Qed.
Theorem first_bullet_exponent : delta < KL A tilted p ->
  KL A lam p + (KL A tilted p - delta) - delta = KL A lam tilted + 2 * (KL A tilted p - delta) /\
  0 < KL A lam p + (KL A tilted p - delta) - delta.
Proof. destruct split_exponent. intros. lra. Qed.
Theorem second_bullet_exponent m : (1 <= m)%nat -> KL A tilted p < delta ->
  0 < KL A lam tilted + KL A tilted p - delta + 1 / INR m * exp (INR m * (delta - KL A tilted p)).
Proof. destruct split_exponent. intros. now apply second_bullet. Qed.
Theorem third_bullet_exponent : KL A tilted p = delta ->
  KL A lam p - delta = KL A lam tilted /\ (0 < KL A lam p - delta <-> ~ forall x, In x A -> lam x = tilted x).
Proof.
  destruct split_exponent as [E P]. intros B. assert (S : KL A lam p - delta = KL A lam tilted) by lra. split; [exact S|].
  rewrite S. apply positive_unless_equal; [exact Ll|now apply T_law|now apply ac_T].
Qed.
End Bullets.
(** Among tilts by exponents ≥ 0, one divergence is one law; and no law is at divergence 0 from it but itself. *)
Theorem one_law_of_exponent_0 {X} (A : list X) (p q lam : X -> R) a b : law A p -> law A lam -> ac A lam p ->
  (forall x, In x A -> 0 < p x -> 0 < q x) -> varies A p q -> 0 <= a -> 0 <= b ->
  KL A (T A q p b) p = KL A (T A q p a) p -> KL A lam (T A q p b) = 0 -> forall x, In x A -> lam x = T A q p a x.
Proof.
  intros Lp Ll lp qp nc Pa Pb E Z. assert (b = a) as ->.
  { destruct (Rtotal_order a b) as [L|[<-|L]]; [|reflexivity|].
    - pose proof (KL_strictly_increasing A p q Lp qp nc a b Pa L). lra.
    - pose proof (KL_strictly_increasing A p q Lp qp nc b a Pb L). lra. }
  apply (KL_zero_iff A lam (T A q p a) Ll); [now apply T_law|now apply ac_T|exact Z].
Qed.
