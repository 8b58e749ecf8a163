(** Three letters, two of them good and nearly tied: best-of-2 is as far from the optimum as one likes. *)
From Coq Require Import Reals Lra Lia List Arith.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From ExactAlign Require Import Definitions Sums Laws Tilts Sampling BestOfN BondForms Levels Growing Alpha Optimum CrossEntropy TailLimits.
Import ListNotations.
Open Scope R_scope.

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
(** What the tilt by M/5 spends is less than what best-of-2 spends. *)
Lemma spent_numbers s E : 0 <= s <= 1 / 100 -> 1 <= E <= 1.2215 ->
  (- (2 / 7 + 4 / 7 * E) * ln (s / 7 + 2 / 7 + 4 / 7 * E) + 4 / 7 * E * ln E) / (s / 7 + 2 / 7 + 4 / 7 * E) <= 0.1597.
Proof. intros. interval with (i_bisect s, i_bisect E, i_taylor E, i_depth 20). Qed.
Let s := exp (- (mm / 5 * ln mm)).
Let E := exp (mm / 5 * ln ((mm + 1) / mm)).
Lemma s_small : 0 < s <= 1 / 100.
Proof.
  pose proof mm100 as B. split; [apply exp_pos|]. unfold s. apply Rle_trans with (exp (- 20)); [|interval].
  apply exp_le_mono. assert (1 <= ln mm) by (apply Rle_trans with (ln 100); [interval|apply ln_le_mono; lra]).
  cut (20 <= mm / 5 * ln mm); [lra|]. apply Rle_trans with (mm / 5 * 1); [lra|]. apply Rmult_le_compat_l; lra.
Qed.
Lemma E_near : 1 <= E <= 1.2215.
Proof.
  pose proof mm100 as B. assert (R : 1 < (mm + 1) / mm) by (apply (Rmult_lt_reg_r mm); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra).
  assert (L0 : 0 <= ln ((mm + 1) / mm)) by (rewrite <- ln_1; apply ln_le_mono; lra).
  assert (L1 : ln ((mm + 1) / mm) <= / mm).
  { eapply Rle_trans; [apply ln_le_sub1; lra|]. right. field. lra. }
  unfold E. split.
  - rewrite <- exp_0 at 1. apply exp_le_mono. apply Rmult_le_pos; [lra|exact L0].
  - apply Rle_trans with (exp (1 / 5)); [|interval]. apply exp_le_mono. apply Rle_trans with (mm / 5 * / mm); [apply Rmult_le_compat_l; lra|].
    right. field. lra.
Qed.
Lemma spent_by_tilt : KL A (T A q p (mm / 5)) p <= 0.1597.
Proof.
  pose proof mm100 as B. pose proof s_small as Hs. pose proof E_near as HE. set (Q := Rpower (q 1%nat) (mm / 5)).
  assert (PQ : 0 < Q) by apply exp_pos. destruct law_nearly as [_ P].
  assert (q0 : 0 < q 0%nat /\ 0 < q 1%nat /\ 0 < q 2%nat) by (repeat split; apply P; simpl; auto). destruct q0 as (q0 & q1 & q2).
  assert (E0 : Rpower (q 0%nat) (mm / 5) = Q * s).
  { unfold Q, s, Rpower. rewrite <- exp_plus. f_equal. replace (q 0%nat) with (q 1%nat / mm) by (unfold q, nearly, law_of; simpl; field; lra).
    rewrite ln_div by lra. ring. }
  assert (E2 : Rpower (q 2%nat) (mm / 5) = Q * E).
  { unfold Q, E, Rpower. rewrite <- exp_plus. f_equal. replace (q 2%nat) with (q 1%nat * ((mm + 1) / mm)) by (unfold q, nearly, law_of; simpl; field; lra).
    rewrite ln_mult by (try apply Rdiv_lt_0_compat; lra). ring. }
  set (z := s / 7 + 2 / 7 + 4 / 7 * E). assert (z0 : 6 / 7 <= z) by (unfold z; lra).
  assert (EZ : Z A q p (mm / 5) = Q * z).
  { unfold Z, A. simpl Sum. fold Q. rewrite E0, E2. unfold p, sevenths, law_of, z. simpl. field. }
  assert (T0 : T A q p (mm / 5) 0%nat = s / 7 / z) by (unfold T; rewrite EZ, E0; unfold p, sevenths, law_of; simpl; field; lra).
  assert (T1 : T A q p (mm / 5) 1%nat = 2 / 7 / z) by (unfold T; rewrite EZ; fold Q; unfold p, sevenths, law_of; simpl; field; lra).
  assert (T2 : T A q p (mm / 5) 2%nat = 4 / 7 * E / z) by (unfold T; rewrite EZ, E2; unfold p, sevenths, law_of; simpl; field; lra).
  eapply Rle_trans; [|apply (spent_numbers s E); lra]. fold z. unfold KL, A at 1, letters. cbn [seq Sum]. rewrite T0, T1, T2. unfold xlog, p, sevenths, law_of. cbn [nth].
  replace (s / 7 / z / (1 / 7)) with (s / z) by (field; lra). replace (2 / 7 / z / (2 / 7)) with (/ z) by (field; lra).
  replace (4 / 7 * E / z / (4 / 7)) with (E / z) by (field; lra).
  rewrite (ln_div E z), ln_Rinv by lra. assert (N0 : s / 7 / z * ln (s / z) <= 0).
  { assert (ln (s / z) <= 0) by (rewrite <- ln_1; apply ln_le_mono; [apply Rdiv_lt_0_compat; lra|]; apply (Rmult_le_reg_r z); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra).
    assert (0 <= s / 7 / z) by (left; repeat apply Rdiv_lt_0_compat; lra). pose proof (Rmult_le_compat_l (s / 7 / z) _ 0 H0 H). lra. }
  match goal with |- ?l <= ?r => apply Rle_trans with (2 / 7 / z * - ln z + 4 / 7 * E / z * (ln E - ln z)); [lra|right; field; lra] end.
Qed.
Lemma spent_by_best : 0.16 <= KL A b p.
Proof.
  destruct best_nearly as (b0 & b1 & b2). unfold KL, A at 1, letters. cbn [seq Sum]. rewrite b0, b1, b2. unfold xlog, p, sevenths, law_of. cbn [nth]. interval.
Qed.
Lemma spent_by_best_le : KL A b p <= 0.161.
Proof.
  destruct best_nearly as (b0 & b1 & b2). unfold KL, A at 1, letters. cbn [seq Sum]. rewrite b0, b1, b2. unfold xlog, p, sevenths, law_of. cbn [nth]. interval.
Qed.
(** The optimum at the divergence of best-of-2 all but loses the bad letter: KL(π₂‖φ) ≥ M/65 − 1. *)
Theorem far_from_optimum : exists phi, law A phi /\ (optimal A p q (KL A b p) phi /\ (ac A p phi /\ mm / 65 - 1 < KL A b phi)).
Proof.
  pose proof mm100 as B. pose proof law_sevenths as Lp. destruct law_nearly as [Lq Pq].
  assert (S : forall x, In x A -> 0 < p x -> 0 < q x) by (intros; now apply Pq).
  assert (Pp : positive A p) by (intros x I; simpl in I; unfold p, sevenths, law_of; destruct I as [<-|[<-|[<-|[]]]]; simpl; lra).
  assert (Q : q 0%nat < q 1%nat /\ q 1%nat < q 2%nat).
  { unfold q, nearly, law_of. simpl. unfold Rdiv. split; apply Rmult_lt_compat_r; try (apply Rinv_0_lt_compat; lra); lra. }
  assert (V : varies A p q) by (exists 0%nat, 1%nat; repeat split; try (simpl; auto; fail); try (apply Pp; simpl; auto); apply Q).
  assert (DM : 0.5 <= Dmax A p q).
  { unfold Dmax. apply Rle_trans with (- ln (4 / 7)); [interval|]. right. f_equal. f_equal.
    assert (Tp : top A p q 2%nat = true /\ top A p q 0%nat = false /\ top A p q 1%nat = false).
    { split; [apply top_spec; intros z I _; simpl in I; destruct I as [<-|[<-|[<-|[]]]]; lra|].
      split; apply Bool.not_true_is_false; intros K; pose proof (proj1 (top_spec A p q _) K 2%nat ltac:(simpl; auto) ltac:(apply Pp; simpl; auto)); lra. }
    destruct Tp as (t2 & t0 & t1). unfold Pr, A at 1, letters. cbn [seq Sum]. rewrite t0, t1, t2. unfold p, sevenths, law_of. simpl. field. }
  pose proof spent_by_best as Lo. pose proof spent_by_best_le as Hi. pose proof spent_by_tilt as Tl.
  destruct (alpha_exists A p q Lp S (KL A b p) ltac:(lra)) as (a & a0 & Ea). exists (T A q p a).
  assert (far : mm / 5 < a).
  { apply Rnot_le_lt. intros K. destruct K as [K|K].
    - pose proof (KL_strictly_increasing A p q Lp S V a (mm / 5) a0 K). lra.
    - rewrite K in Ea. lra. }
  pose proof (T_law A p q Lp a) as LT. split; [exact LT|]. split; [now apply tilt_optimal|].
  pose proof (positive_T A p q Lp a Pp) as PT. split; [intros x I K; pose proof (PT x I); lra|].
  assert (le1 : forall x, In x A -> T A q p a x <= 1) by (intros x I; rewrite <- (law_sum A _ LT); apply Sum_ge_term; [apply LT|exact I]).
  pose proof (PT 0%nat ltac:(simpl; auto)) as P0. pose proof (PT 1%nat ltac:(simpl; auto)) as P1. pose proof (PT 2%nat ltac:(simpl; auto)) as P2.
  pose proof (le1 1%nat ltac:(simpl; auto)) as l1. pose proof (le1 2%nat ltac:(simpl; auto)) as l2.
  assert (q0 : 0 < q 0%nat /\ 0 < q 1%nat) by (split; apply Pq; simpl; auto). destruct q0 as (q0 & q1).
  assert (L0 : ln (T A q p a 0%nat) <= - (mm / 5 * ln mm)).
  { pose proof (ln_T A p q Lp a 0%nat ltac:(apply Pp; simpl; auto)) as K0. pose proof (ln_T A p q Lp a 1%nat ltac:(apply Pp; simpl; auto)) as K1.
    assert (ln (T A q p a 1%nat) <= 0) by (rewrite <- ln_1; apply ln_le_mono; lra).
    assert (R : ln (q 0%nat) = ln (q 1%nat) - ln mm).
    { replace (q 0%nat) with (q 1%nat / mm) by (unfold q, nearly, law_of; simpl; field; lra). apply ln_div; lra. }
    assert (Lp01 : ln (p 0%nat) <= ln (p 1%nat)) by (apply ln_le_mono; unfold p, sevenths, law_of; simpl; lra).
    assert (lm : 0 <= ln mm) by (rewrite <- ln_1; apply ln_le_mono; lra).
    pose proof (Rmult_le_compat_r (ln mm) (mm / 5) a lm ltac:(lra)). rewrite R in K0. lra. }
  assert (lm : 4 <= ln mm) by (apply Rle_trans with (ln 100); [interval|apply ln_le_mono; lra]).
  assert (L0' : ln (T A q p a 0%nat) <= - (mm / 5 * 4)) by (pose proof (Rmult_le_compat_l (mm / 5) 4 (ln mm) ltac:(lra) lm); lra).
  assert (n1 : ln (T A q p a 1%nat) <= 0) by (rewrite <- ln_1; apply ln_le_mono; lra).
  assert (n2 : ln (T A q p a 2%nat) <= 0) by (rewrite <- ln_1; apply ln_le_mono; lra).
  destruct best_nearly as (b0 & b1 & b2). unfold KL, A at 1, letters. cbn [seq Sum]. rewrite b0, b1, b2. unfold xlog. rewrite !ln_div by lra.
  assert (N : -0.6 <= 1 / 49 * (ln 1 - ln 49) + 8 / 49 * (ln 8 - ln 49) + 40 / 49 * (ln 40 - ln 49)) by interval.
  rewrite ?ln_div in * by lra. lra.
Qed.
End NearlyTied.
(** So no constant bounds the divergence over all rewards, even for three letters and two draws. *)
Theorem no_bound_over_rewards C : exists q, law (letters 3) q /\ (positive (letters 3) q /\ exists phi, law (letters 3) phi /\
  (optimal (letters 3) sevenths q (KL (letters 3) (best_of Nat.eq_dec (letters 3) 2 sevenths (fun y => ln (q y))) sevenths) phi /\
   (ac (letters 3) sevenths phi /\ C < KL (letters 3) (best_of Nat.eq_dec (letters 3) 2 sevenths (fun y => ln (q y))) phi))).
Proof.
  destruct (nat_above (65 * (C + 1))) as [n Hn]. set (M := (100 + n)%nat). exists (nearly M).
  destruct (law_nearly M ltac:(unfold M; lia)) as [L P]. split; [exact L|]. split; [exact P|].
  destruct (far_from_optimum M ltac:(unfold M; lia)) as (phi & Lf & O & Ac & K). exists phi. split; [exact Lf|]. split; [exact O|]. split; [exact Ac|].
  eapply Rle_lt_trans; [|exact K]. unfold M. rewrite plus_INR. pose proof (pos_INR 100). lra.
Qed.
