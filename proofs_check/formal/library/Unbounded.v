(** Three letters, two of them good and nearly tied: best-of-2 is as far from the optimum as one likes. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN BondForms Levels Growing Alpha Optimum CrossEntropy TailLimits.

Definition sevenths : nat -> R := law_of [1 / 7; 2 / 7; 4 / 7].
Lemma law_sevenths : law (letters 3) sevenths.
Proof. split; [intros x I; simpl in I; destruct I as [<-|[<-|[<-|[]]]]; unfold sevenths, law_of; simpl; lra|unfold sevenths, law_of; simpl; lra]. Qed.
Section NearlyTied.
Variable M : nat.
Hypothesis M100 : (100 <= M)%nat.
Let mm := INR M.
Lemma mm100 : 100 <= mm.
Proof. unfold mm. replace 100 with (INR 100) by (simpl; ring). now apply le_INR. Qed.
Definition nearly : nat -> R := law_of [1 / (2 * mm + 2); mm / (2 * mm + 2); (mm + 1) / (2 * mm + 2)].
Let q := nearly. Let p := sevenths. Let A := letters 3.
Lemma law_nearly : law A q /\ positive A q.
Proof.
  pose proof mm100 as B. assert (P : positive A q).
  { intros x I. simpl in I. unfold q, nearly, law_of. destruct I as [<-|[<-|[<-|[]]]]; simpl; apply Rdiv_lt_0_compat; lra. }
  split; [|exact P]. split; [intros x I; left; now apply P|]. unfold A, q, nearly, law_of. simpl. field. lra.
Qed.
Let b := best_of Nat.eq_dec A 2 p (fun y => ln (q y)).
Lemma best_nearly : b 0%nat = 1 / 49 /\ b 1%nat = 8 / 49 /\ b 2%nat = 40 / 49.
Proof.
  pose proof (seq_NoDup 3 0 : NoDup A) as D. pose proof law_sevenths as L. pose proof mm100 as B.
  assert (Q : q 0%nat < q 1%nat /\ q 1%nat < q 2%nat /\ 0 < q 0%nat).
  { unfold q, nearly, law_of. simpl. repeat split; unfold Rdiv; try (apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat; lra|lra]); apply Rmult_lt_0_compat; [lra|apply Rinv_0_lt_compat; lra]. }
  assert (O : forall y, In y A -> b y = best_of Nat.eq_dec A 2 p INR y).
  { intros y I. apply best_of_order; auto; try lia. intros x z Ix Iz _ _. destruct Q as (Q1 & Q2 & Q0).
    pose proof (ln_increasing _ _ Q0 Q1). pose proof (ln_increasing (q 1%nat) (q 2%nat) ltac:(lra) Q2).
    simpl in Ix, Iz. destruct Ix as [<-|[<-|[<-|[]]]], Iz as [<-|[<-|[<-|[]]]]; simpl; split; lra. }
  rewrite !O by (simpl; auto). rewrite !(best_of_law Nat.eq_dec A INR D 2 p) by (auto; simpl; tauto).
  rewrite !(Pr_ext _ _ _ _ (fun v _ _ => tied_nat (fun x => x) 0 v)), !(Pr_ext _ _ _ _ (fun v _ _ => tied_nat (fun x => x) 1 v)), !(Pr_ext _ _ _ _ (fun v _ _ => tied_nat (fun x => x) 2 v)),
    !(Pr_ext _ _ _ _ (fun v _ _ => at_most_nat (fun x => x) 0 v)), !(Pr_ext _ _ _ _ (fun v _ _ => at_most_nat (fun x => x) 1 v)), !(Pr_ext _ _ _ _ (fun v _ _ => at_most_nat (fun x => x) 2 v)),
    !(Pr_ext _ _ _ _ (fun v _ _ => below_nat (fun x => x) 0 v)), !(Pr_ext _ _ _ _ (fun v _ _ => below_nat (fun x => x) 1 v)), !(Pr_ext _ _ _ _ (fun v _ _ => below_nat (fun x => x) 2 v)).
  unfold Pr, p, sevenths, law_of. simpl Sum. cbn [Nat.eqb Nat.leb Nat.ltb ind nth]. repeat split; field.
Qed.
(** What the tilt by M/20 spends is less than what best-of-2 spends. *)
Lemma spent_numbers s E : 0 <= s <= 1 / 100 -> 1 <= E <= 20 / 19 ->
  (- (2 / 7 + 4 / 7 * E) * ln (s / 7 + 2 / 7 + 4 / 7 * E) + 4 / 7 * E * ln E) / (s / 7 + 2 / 7 + 4 / 7 * E) <= ln (7 / 6) + 1 / 500.
Proof.
  intros Hs HE. set (z := s / 7 + 2 / 7 + 4 / 7 * E). set (z1 := 2 / 7 + 4 / 7 * E). set (e := E - 1). set (x := 2 / 3 * e).
  assert (z1p : 6 / 7 <= z1 <= z) by (unfold z, z1; lra). assert (zle : z < 1) by (unfold z; lra).
  assert (L : 0 <= - ln z <= - ln z1).
  { split; [|apply Ropp_le_contravar, ln_le_mono; lra]. rewrite <- Ropp_0, <- ln_1 at 1. apply Ropp_le_contravar, ln_le_mono; lra. }
  assert (L1 : - ln z1 <= ln (7 / 6) - (1 - / (1 + x))).
  { replace z1 with (/ (7 / 6) * (1 + x)) by (unfold z1, x, e; field). assert (0 <= x) by (unfold x, e; lra).
    rewrite ln_mult, ln_Rinv by lra. pose proof (ln_ge (1 + x) ltac:(lra)). lra. }
  assert (LE : 0 <= ln E <= e) by (split; [rewrite <- ln_1; apply ln_le_mono; lra|apply ln_le_sub1; lra]).
  replace ((- z1 * ln z + 4 / 7 * E * ln E) / z) with (z1 / z * - ln z + 4 / 7 * E * ln E / z) by (field; lra).
  apply Rle_trans with (- ln z1 + 4 / 7 * E * e / z1).
  - apply Rplus_le_compat.
    + apply Rle_trans with (1 * - ln z); [|lra]. apply Rmult_le_compat_r; [lra|]. apply (Rmult_le_reg_r z); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
    + unfold Rdiv. apply Rmult_le_compat; [repeat apply Rmult_le_pos; lra|left; apply Rinv_0_lt_compat; lra|apply Rmult_le_compat_l; lra|apply Rinv_le_contravar; lra].
  - replace (4 / 7 * E * e / z1) with (2 / 3 * (1 + e) * e / (1 + x)) by (unfold z1, x, e; field; lra).
    assert (x0 : 0 <= x) by (unfold x, e; lra).
    assert (I1 : 1 - / (1 + x) = x / (1 + x)) by (field; lra). rewrite I1 in L1.
    replace (2 / 3 * (1 + e) * e / (1 + x)) with (x / (1 + x) + 2 / 3 * e * e * / (1 + x)) by (unfold x; field; unfold x in x0; lra).
    assert (2 / 3 * e * e * / (1 + x) <= 1 / 500); [|lra]. assert (I2 : / (1 + x) <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
    assert (e2 : 0 <= 2 / 3 * e * e <= 1 / 500) by (unfold e; split; [apply Rmult_le_pos; lra|]; apply Rle_trans with (2 / 3 * (1 / 19) * (1 / 19)); [apply Rmult_le_compat; lra|lra]).
    apply Rle_trans with (2 / 3 * e * e * 1); [apply Rmult_le_compat_l; lra|lra].
Qed.
Let s := exp (- (mm / 20 * ln mm)).
Let E := exp (mm / 20 * ln ((mm + 1) / mm)).
Lemma ln_mm : 4 <= ln mm.
Proof.
  pose proof mm100 as B. apply Rle_trans with (ln (3 ^ 4)); [|apply ln_le_mono; lra]. rewrite ln_pow by lra. simpl INR.
  assert (1 <= ln 3); [|lra]. rewrite <- (ln_exp 1). apply ln_le_mono; [apply exp_pos|apply exp_le_3].
Qed.
Lemma s_small : 0 < s <= 1 / 100.
Proof.
  pose proof mm100 as B. pose proof ln_mm as L. split; [apply exp_pos|]. unfold s. rewrite exp_Ropp.
  assert (20 <= mm / 20 * ln mm) by (apply Rle_trans with (mm / 20 * 4); [lra|apply Rmult_le_compat_l; lra]).
  replace (1 / 100) with (/ 100) by field. apply Rinv_le_contravar; [lra|].
  apply Rle_trans with (exp (10 + 10)); [|apply exp_le_mono; lra]. rewrite exp_plus. pose proof (exp_ge_1 10) as G.
  apply Rle_trans with (10 * 10); [lra|]. apply Rmult_le_compat; lra.
Qed.
Lemma E_near : 1 <= E <= 20 / 19.
Proof.
  pose proof mm100 as B. assert (R : 1 < (mm + 1) / mm) by (apply (Rmult_lt_reg_r mm); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra).
  assert (L0 : 0 <= ln ((mm + 1) / mm)) by (rewrite <- ln_1; apply ln_le_mono; lra).
  assert (L1 : ln ((mm + 1) / mm) <= / mm) by (eapply Rle_trans; [apply ln_le_sub1; lra|right; field; lra]).
  assert (X : 0 <= mm / 20 * ln ((mm + 1) / mm) <= 1 / 20).
  { split; [apply Rmult_le_pos; lra|]. apply Rle_trans with (mm / 20 * / mm); [apply Rmult_le_compat_l; lra|right; field; lra]. }
  unfold E. split; [rewrite <- exp_0 at 1; apply exp_le_mono; lra|].
  set (y := mm / 20 * ln ((mm + 1) / mm)) in *. replace (exp y) with (/ exp (- y)) by (rewrite exp_Ropp; field; apply Rgt_not_eq, exp_pos).
  replace (20 / 19) with (/ (19 / 20)) by field. apply Rinv_le_contravar; [lra|]. pose proof (exp_ge_1 (- y)). lra.
Qed.
Lemma spent_by_tilt : KL A (T A q p (mm / 20)) p <= ln (7 / 6) + 1 / 500.
Proof.
  pose proof mm100 as B. pose proof s_small as Hs. pose proof E_near as HE. set (Q := Rpower (q 1%nat) (mm / 20)).
  assert (PQ : 0 < Q) by apply exp_pos. destruct law_nearly as [_ P].
  assert (q0 : 0 < q 0%nat /\ 0 < q 1%nat /\ 0 < q 2%nat) by (repeat split; apply P; simpl; auto). destruct q0 as (q0 & q1 & q2).
  assert (E0 : Rpower (q 0%nat) (mm / 20) = Q * s).
  { unfold Q, s, Rpower. rewrite <- exp_plus. f_equal. replace (q 0%nat) with (q 1%nat / mm) by (unfold q, nearly, law_of; simpl; field; lra).
    rewrite ln_div by lra. ring. }
  assert (E2 : Rpower (q 2%nat) (mm / 20) = Q * E).
  { unfold Q, E, Rpower. rewrite <- exp_plus. f_equal. replace (q 2%nat) with (q 1%nat * ((mm + 1) / mm)) by (unfold q, nearly, law_of; simpl; field; lra).
    rewrite ln_mult by (try apply Rdiv_lt_0_compat; lra). ring. }
  set (z := s / 7 + 2 / 7 + 4 / 7 * E). assert (z0 : 6 / 7 <= z) by (unfold z; lra).
  assert (EZ : Z A q p (mm / 20) = Q * z).
  { unfold Z, A. simpl Sum. fold Q. rewrite E0, E2. unfold p, sevenths, law_of, z. simpl. field. }
  assert (T0 : T A q p (mm / 20) 0%nat = s / 7 / z) by (unfold T; rewrite EZ, E0; unfold p, sevenths, law_of; simpl; field; lra).
  assert (T1 : T A q p (mm / 20) 1%nat = 2 / 7 / z) by (unfold T; rewrite EZ; fold Q; unfold p, sevenths, law_of; simpl; field; lra).
  assert (T2 : T A q p (mm / 20) 2%nat = 4 / 7 * E / z) by (unfold T; rewrite EZ, E2; unfold p, sevenths, law_of; simpl; field; lra).
  eapply Rle_trans; [|apply (spent_numbers s E); lra]. fold z. unfold KL, A at 1, letters. cbn [seq Sum]. rewrite T0, T1, T2. unfold xlog, p, sevenths, law_of. cbn [nth].
  replace (s / 7 / z / (1 / 7)) with (s / z) by (field; lra). replace (2 / 7 / z / (2 / 7)) with (/ z) by (field; lra).
  replace (4 / 7 * E / z / (4 / 7)) with (E / z) by (field; lra).
  rewrite (ln_div E z), ln_Rinv by lra. assert (N0 : s / 7 / z * ln (s / z) <= 0).
  { assert (ln (s / z) <= 0) by (rewrite <- ln_1; apply ln_le_mono; [apply Rdiv_lt_0_compat; lra|]; apply (Rmult_le_reg_r z); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra).
    assert (0 <= s / 7 / z) by (left; repeat apply Rdiv_lt_0_compat; lra). pose proof (Rmult_le_compat_l (s / 7 / z) _ 0 H0 H). lra. }
  match goal with |- ?l <= ?r => apply Rle_trans with (2 / 7 / z * - ln z + 4 / 7 * E / z * (ln E - ln z)); [lra|right; field; lra] end.
Qed.
Lemma best_spends : 49 * KL A b p = 56 * ln 2 + 40 * ln 5 - 49 * ln 7.
Proof.
  destruct best_nearly as (b0 & b1 & b2). unfold KL, A at 1, letters. cbn [seq Sum]. rewrite b0, b1, b2. unfold xlog, p, sevenths, law_of. cbn [nth].
  replace (1 / 49 / (1 / 7)) with (/ 7) by field. replace (8 / 49 / (2 / 7)) with (2 ^ 2 / 7) by field. replace (40 / 49 / (4 / 7)) with (2 * 5 / 7) by field.
  rewrite !ln_div, ln_Rinv, ln_mult, ln_pow by lra. simpl INR. field.
Qed.
Lemma spent_by_best : ln (7 / 6) + 1 / 300 <= KL A b p.
Proof.
  pose proof best_spends as S. pose proof (ln_le_mono (5 * 7 ^ 98) (4 * 2 ^ 105 * 5 ^ 40 * 3 ^ 49) ltac:(lra) ltac:(lra)) as L.
  rewrite !ln_mult, !ln_pow in L by (try apply Rmult_lt_0_compat; try apply pow_lt; try apply Rmult_lt_0_compat; try apply pow_lt; lra). simpl INR in L.
  pose proof (ln_ge (5 / 4) ltac:(lra)) as G. rewrite ln_div in G by lra. rewrite ln_div by lra. replace 6 with (2 * 3) by ring. rewrite ln_mult by lra. lra.
Qed.
Lemma spent_by_best_le : KL A b p < ln (7 / 4).
Proof.
  pose proof best_spends as S. pose proof (ln_increasing (2 ^ 154 * 5 ^ 40) (7 ^ 98) ltac:(lra) ltac:(lra)) as L.
  rewrite ln_mult, !ln_pow in L by (try apply pow_lt; lra). simpl INR in L. rewrite ln_div by lra. replace 4 with (2 * 2) by ring. rewrite ln_mult by lra. lra.
Qed.
(** The optimum at the divergence of best-of-2 all but loses the bad letter: KL(π₂‖φ) ≥ M/245 − 2. *)
Theorem far_from_optimum : exists phi, law A phi /\ (optimal A p q (KL A b p) phi /\ (ac A p phi /\ mm / 245 - 2 <= KL A b phi)).
Proof.
  pose proof mm100 as B. pose proof law_sevenths as Lp. destruct law_nearly as [Lq Pq].
  assert (S : forall x, In x A -> 0 < p x -> 0 < q x) by (intros; now apply Pq).
  assert (Pp : positive A p) by (intros x I; simpl in I; unfold p, sevenths, law_of; destruct I as [<-|[<-|[<-|[]]]]; simpl; lra).
  assert (Q : q 0%nat < q 1%nat /\ q 1%nat < q 2%nat).
  { unfold q, nearly, law_of. simpl. unfold Rdiv. split; apply Rmult_lt_compat_r; try (apply Rinv_0_lt_compat; lra); lra. }
  assert (V : varies A p q) by (exists 0%nat, 1%nat; repeat split; try (simpl; auto; fail); try (apply Pp; simpl; auto); apply Q).
  assert (DM : Dmax A p q = ln (7 / 4)).
  { unfold Dmax. replace (7 / 4) with (/ (4 / 7)) by field. rewrite ln_Rinv by lra. f_equal. f_equal.
    assert (Tp : top A p q 2%nat = true /\ top A p q 0%nat = false /\ top A p q 1%nat = false).
    { split; [apply top_spec; intros z I _; simpl in I; destruct I as [<-|[<-|[<-|[]]]]; lra|].
      split; apply Bool.not_true_is_false; intros K; pose proof (proj1 (top_spec A p q _) K 2%nat ltac:(simpl; auto) ltac:(apply Pp; simpl; auto)); lra. }
    destruct Tp as (t2 & t0 & t1). unfold Pr, A at 1, letters. cbn [seq Sum]. rewrite t0, t1, t2. unfold p, sevenths, law_of. simpl. field. }
  pose proof spent_by_best as Lo. pose proof spent_by_best_le as Hi. pose proof spent_by_tilt as Tl.
  assert (l76 : 0 <= ln (7 / 6)) by (rewrite <- ln_1; apply ln_le_mono; lra).
  destruct (alpha_exists A p q Lp S (KL A b p) ltac:(lra)) as (a & a0 & Ea). exists (T A q p a).
  assert (far : mm / 20 < a).
  { apply Rnot_le_lt. intros K. destruct K as [K|K].
    - pose proof (KL_strictly_increasing A p q Lp S V a (mm / 20) a0 K). lra.
    - rewrite K in Ea. lra. }
  pose proof (T_law A p q Lp a) as LT. split; [exact LT|]. split; [now apply tilt_optimal|].
  pose proof (positive_T A p q Lp a Pp) as PT. split; [intros x I K; pose proof (PT x I); lra|].
  assert (le1 : forall x, In x A -> T A q p a x <= 1) by (intros x I; rewrite <- (law_sum A _ LT); apply Sum_ge_term; [apply LT|exact I]).
  pose proof (PT 0%nat ltac:(simpl; auto)) as P0. pose proof (PT 1%nat ltac:(simpl; auto)) as P1. pose proof (PT 2%nat ltac:(simpl; auto)) as P2.
  pose proof (le1 1%nat ltac:(simpl; auto)) as l1. pose proof (le1 2%nat ltac:(simpl; auto)) as l2.
  assert (q0 : 0 < q 0%nat /\ 0 < q 1%nat) by (split; apply Pq; simpl; auto). destruct q0 as (q0 & q1).
  assert (L0 : ln (T A q p a 0%nat) <= - (mm / 20 * ln mm)).
  { pose proof (ln_T A p q Lp a 0%nat ltac:(apply Pp; simpl; auto)) as K0. pose proof (ln_T A p q Lp a 1%nat ltac:(apply Pp; simpl; auto)) as K1.
    assert (ln (T A q p a 1%nat) <= 0) by (rewrite <- ln_1; apply ln_le_mono; lra).
    assert (R : ln (q 0%nat) = ln (q 1%nat) - ln mm).
    { replace (q 0%nat) with (q 1%nat / mm) by (unfold q, nearly, law_of; simpl; field; lra). apply ln_div; lra. }
    assert (Lp01 : ln (p 0%nat) <= ln (p 1%nat)) by (apply ln_le_mono; unfold p, sevenths, law_of; simpl; lra).
    assert (lm : 0 <= ln mm) by (rewrite <- ln_1; apply ln_le_mono; lra).
    pose proof (Rmult_le_compat_r (ln mm) (mm / 20) a lm ltac:(lra)). rewrite R in K0. lra. }
  pose proof ln_mm as lm.
  assert (L0' : ln (T A q p a 0%nat) <= - (mm / 20 * 4)) by (pose proof (Rmult_le_compat_l (mm / 20) 4 (ln mm) ltac:(lra) lm); lra).
  assert (n1 : ln (T A q p a 1%nat) <= 0) by (rewrite <- ln_1; apply ln_le_mono; lra).
  assert (n2 : ln (T A q p a 2%nat) <= 0) by (rewrite <- ln_1; apply ln_le_mono; lra).
  destruct best_nearly as (b0 & b1 & b2). unfold KL, A at 1, letters. cbn [seq Sum]. rewrite b0, b1, b2. unfold xlog.
  rewrite (ln_div (1 / 49)), (ln_div (8 / 49)), (ln_div (40 / 49)) by lra.
  pose proof (ln_ge (1 / 49) ltac:(lra)). pose proof (ln_ge (8 / 49) ltac:(lra)). pose proof (ln_ge (40 / 49) ltac:(lra)).
  replace (/ (1 / 49)) with 49 in * by field. replace (/ (8 / 49)) with (49 / 8) in * by field. replace (/ (40 / 49)) with (49 / 40) in * by field. lra.
Qed.
End NearlyTied.
(** So no constant bounds the divergence over all rewards, even for three letters and two draws. *)
Theorem no_bound_over_rewards C : exists q, law (letters 3) q /\ (positive (letters 3) q /\ exists phi, law (letters 3) phi /\
  (optimal (letters 3) sevenths q (KL (letters 3) (best_of Nat.eq_dec (letters 3) 2 sevenths (fun y => ln (q y))) sevenths) phi /\
   (ac (letters 3) sevenths phi /\ C < KL (letters 3) (best_of Nat.eq_dec (letters 3) 2 sevenths (fun y => ln (q y))) phi))).
Proof.
  destruct (nat_above (245 * (C + 3))) as [n Hn]. set (M := (100 + n)%nat). exists (nearly M).
  destruct (law_nearly M ltac:(unfold M; lia)) as [L P]. split; [exact L|]. split; [exact P|].
  destruct (far_from_optimum M ltac:(unfold M; lia)) as (phi & Lf & O & Ac & K). exists phi. split; [exact Lf|]. split; [exact O|]. split; [exact Ac|].
  eapply Rlt_le_trans; [|exact K]. unfold M. rewrite plus_INR. pose proof (pos_INR 100). lra.
Qed.
(** Three letters are fewer than ten, and 1/2 is no bound. *)
Theorem more_than_a_half : exists q phi, law (letters 3) q /\ positive (letters 3) q /\ law (letters 3) phi /\
  optimal (letters 3) sevenths q (KL (letters 3) (best_of Nat.eq_dec (letters 3) 2 sevenths (fun y => ln (q y))) sevenths) phi /\
  ac (letters 3) sevenths phi /\ 1 / 2 < KL (letters 3) (best_of Nat.eq_dec (letters 3) 2 sevenths (fun y => ln (q y))) phi.
Proof.
  destruct (no_bound_over_rewards (1 / 2)) as (q & L & P & phi & Lf & O & Ac & K). exists q, phi. now repeat split; try apply L; try apply Lf; try apply O.
Qed.
