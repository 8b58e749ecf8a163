(** The proof of the type lemma (Section 8) in the form of its claims. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts TiltLevels Levels Penalty Alpha Deviations TypeSteps Witnesses BestOfN Words Types TypeBounds Steps BondForms Claims_scalars Claims.

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

(** ** From (9) to the bounds on the product *)
Section Types.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (m : nat) (v : list X).
Hypothesis ND : NoDup A.
Hypothesis Q : positive A q.
Hypothesis M : (1 <= m)%nat.
Hypothesis V : In v (words A m).
Notation r := (total (fun y => ln (q y))).
Lemma reward_of_type w : In w (words A m) -> r w = - (INR m * H A (freq dec w) q).
Proof.
  intros W. rewrite <- (info_of_type dec A q ND m w Q M W). unfold info. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  rewrite ln_power; [field; lra|]. intros y J. apply Q. apply in_words in W. now apply (proj2 W).
Qed.
Theorem order_of_types w : In w (words A m) -> (r w <= r v <-> H A (freq dec v) q <= H A (freq dec w) q).
Proof.
  intros W. rewrite (reward_of_type w W), (reward_of_type v V). assert (P : 0 < INR m) by (apply lt_0_INR; lia). split; intros L.
  - apply (Rmult_le_reg_l (INR m)); [exact P|lra].
  - assert (INR m * H A (freq dec v) q <= INR m * H A (freq dec w) q) by (apply Rmult_le_compat_l; lra). lra.
Qed.
Theorem at_most_as_types p : law A p -> Pr (words A m) (power p) (fun w => Rleb (r w) (r v)) =
  1 - Pr (words A m) (power p) (fun w => Rltb (H A (freq dec w) q) (H A (freq dec v) q)).
Proof.
  intros L. rewrite <- (Pr_compl _ _ (law_power A p m L)). unfold Pr. apply Sum_ext. intros w W. f_equal. f_equal.
  pose proof (order_of_types w W) as O. unfold Rltb, Rleb.
  destruct (Rlt_dec (H A (freq dec w) q) (H A (freq dec v) q)) as [J|J], (Rle_dec (r w) (r v)) as [K|K]; simpl; try reflexivity; exfalso; [apply O in K; lra|apply K, O; lra].
Qed.
Theorem sanov_above_the_mean p g : law A p -> H A (freq dec v) q = H A (T A q p g) q -> 0 <= g ->
  1 - exp (- (INR m * KL A (T A q p g) p)) <= Pr (words A m) (power p) (fun w => Rltb (r w) (r v)).
Proof.
  intros L E G. pose proof (sanov_corrected A q p L g m G) as S. rewrite <- E, <- (reward_of_type v V) in S.
  rewrite Ropp_mult_distr_l. exact S.
Qed.
Theorem best_of_type p N : law A p -> (1 <= N)%nat ->
  Pr (words A m) (best_of (list_eq_dec dec) (words A m) N (power p) r) (same_type dec A v) <=
    INR N * Pr (words A m) (power p) (same_type dec A v) * Pr (words A m) (power p) (fun w => Rleb (r w) (r v)) ^ (N - 1) /\
  (2 <= INR N /\ 0 < Pr (words A m) (power p) (same_type dec A v) ->
   Pr (words A m) (best_of (list_eq_dec dec) (words A m) N (power p) r) (same_type dec A v) <
    INR N * Pr (words A m) (power p) (same_type dec A v) * Pr (words A m) (power p) (fun w => Rleb (r w) (r v)) ^ (N - 1)).
Proof.
  intros L HN. pose proof (law_power A p m L) as Lm. assert (NW : NoDup (words A m)) by now apply NoDup_words.
  assert (S : forall w, In w (words A m) -> same_type dec A v w = true -> r w = r v).
  { intros w J C. rewrite same_type_true in C. apply in_words in J. pose proof V as I. apply in_words in I. destruct J as [_ J], I as [_ I].
    rewrite (total_counts dec A ND _ w J), (total_counts dec A ND _ v I). apply Sum_ext. intros x K. now rewrite (C x K). }
  split; [exact (best_of_event_le (list_eq_dec dec) (words A m) (power p) r N NW Lm HN (same_type dec A v) (r v) S)|].
  intros [N2 P]. apply (best_of_event_strict (list_eq_dec dec) (words A m) (power p) r N NW Lm HN (same_type dec A v) (r v) S); [|exact P].
  apply INR_le. simpl. lra.
Qed.
(** The tilt with the reward of a type: when there is one, and on which side. *)
Theorem tilt_of_type p : law A p -> varies A p q ->
  ((exists y, In y A /\ exists z, In z A /\ (0 < p y /\ 0 < p z) /\ - ln (q y) < H A (freq dec v) q /\ H A (freq dec v) q < - ln (q z)) <->
   (exists alpha, H A (T A q p alpha) q = H A (freq dec v) q /\ forall beta, H A (T A q p beta) q = H A (freq dec v) q -> beta = alpha)) /\
  (forall alpha, H A (T A q p alpha) q = H A (freq dec v) q -> (0 <= alpha <-> H A (freq dec v) q <= H A p q)).
Proof.
  intros L nc. assert (qp : forall x, In x A -> 0 < p x -> 0 < q x) by (intros; now apply Q). set (t := H A (freq dec v) q).
  pose proof (beta_iff A p q L qp t nc) as B. split.
  - transitivity (exists! b, H A (T A q p b) q = t).
    + rewrite <- B. split.
      * intros [y [Iy [z [Iz [[Py Pz] [L1 L2]]]]]]. exists z, y. tauto.
      * intros [x [y K]]. exists y. split; [tauto|]. exists x. tauto.
    + split; intros [b [E U]]; exists b; (split; [exact E|]); intros c F; [symmetry; now apply U|symmetry; now apply U].
  - intros a E. destruct (H_tilt_sign A p q L qp nc a) as [S1 [S2 S3]]. rewrite E in *. destruct (Rtotal_order 0 a) as [K|[K|K]].
    + apply S1 in K as K'. split; intros; lra.
    + apply eq_sym, S2 in K as K'. split; intros; lra.
    + apply S3 in K as K'. split; intros; lra.
Qed.
End Types.
(** No tilt has the reward of the best letter: p = (1/3, 2/3), q = (2/3, 1/3), m = 1, the type of the word 0. *)
Theorem no_tilt_of_best : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p : X -> R) (q : X -> R) (v : list X) (m : nat),
  NoDup A -> law A p -> positive A p -> law A q -> positive A q -> In v (words A m) -> (1 <= m)%nat -> varies A p q ->
  exists alpha, H A (T A q p alpha) q = H A (freq dec v) q /\ forall beta, H A (T A q p beta) q = H A (freq dec v) q -> beta = alpha).
Proof.
  intros F. assert (Lp : law (letters 2) (two (1/3))) by (apply two_law; lra). assert (Lq : law (letters 2) (two (2/3))) by (apply two_law; lra).
  assert (Pp : positive (letters 2) (two (1/3))) by (intros [|k] _; simpl; lra).
  assert (Pq : positive (letters 2) (two (2/3))) by (intros [|k] _; simpl; lra).
  assert (nc : varies (letters 2) (two (1/3)) (two (2/3))) by (exists 1%nat, 0%nat; simpl; repeat split; auto; lra).
  assert (V : In [0%nat] (words (letters 2) 1)) by (simpl; auto).
  pose proof (F nat Nat.eq_dec (letters 2) (two (1/3)) (two (2/3)) [0%nat] 1%nat (seq_NoDup 2 0) Lp Pp Lq Pq V (le_n 1) nc) as E.
  apply (proj1 (tilt_of_type Nat.eq_dec (letters 2) (two (2/3)) [0%nat] Pq (two (1/3)) Lp nc)) in E.
  destruct E as [y [_ [z [_ [_ [L _]]]]]]. rewrite <- (info_of_type Nat.eq_dec (letters 2) (two (2/3)) (seq_NoDup 2 0) 1 [0%nat] Pq (le_n 1) V) in L.
  unfold info in L. simpl in L. rewrite Rmult_1_r in L. unfold Rdiv in L. rewrite Rinv_1, Rmult_1_r in L.
  assert (ln (two (2/3) y) <= ln (2 / 3)); [|unfold Rdiv in *; lra]. destruct y as [|y]; simpl; [right; f_equal; lra|left; apply ln_increasing; lra].
Qed.
