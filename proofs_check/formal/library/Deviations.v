(** Deviations of the information per letter, at every length: the change of measure to a tilt, Chernoff's bound, and
    a window by Chebyshev (the two bounds behind Theorems 1 and 3). *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Words.

Section Source.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Notation l := (fun x => ln (q x)).
Notation tau := (T A q p).
Notation level := (fun g => H A (T A q p g) q).
Notation J := (fun g => KL A (T A q p g) p).

Lemma level_Ex g : level g = - Ex A (tau g) l.
Proof. reflexivity. Qed.
(** Lemma 4's total: the tilt of p^m has p^m = τ^m exp(−mJ − g(S + mt)), S the total of log q. *)
Lemma tilt_identity g m w : In w (words A m) ->
  power p w = power (tau g) w * exp (- INR m * J g - g * (total l w + INR m * level g)).
Proof.
  intros I. rewrite (power_ext p (fun x => tau g x * exp (ln (Z A q p g) - g * l x))) by (intros; now apply T_density).
  rewrite power_mult, power_exp. do 2 f_equal. rewrite total_minus, total_const, total_scal, (words_length A m w I).
  cbv beta. rewrite (KL_of_tilt A p q Lp g). ring.
Qed.
Lemma tilt_power_pos g m w : In w (words A m) -> 0 < power p w -> 0 < power (tau g) w.
Proof.
  intros I P. rewrite (tilt_identity g m w I) in P. apply (Rmult_lt_reg_r (exp (- INR m * J g - g * (total l w + INR m * level g)))); [apply exp_pos|]. lra.
Qed.
(** Change of measure, from above. *)
Lemma change_above g m E u : (forall w, In w (words A m) -> 0 < power p w -> E w = true -> - u <= g * (total l w + INR m * level g)) ->
  Pr (words A m) (power p) E <= exp (- INR m * J g + u) * Pr (words A m) (power (tau g)) E.
Proof.
  intros B. unfold Pr. rewrite <- Sum_scal. apply Sum_le. intros w I.
  pose proof (law_nonneg _ _ (law_power A (tau g) m (T_law A p q Lp g)) w I) as N.
  destruct (law_nonneg _ _ (law_power A p m Lp) w I) as [P|Z0].
  - destruct (E w) eqn:Ew; cbn [ind]; [|rewrite !Rmult_0_l; lra]. specialize (B w I P Ew).
    rewrite (tilt_identity g m w I), !Rmult_1_l, Rmult_comm. apply Rmult_le_compat_r; [exact N|]. apply exp_le_mono. lra.
  - rewrite <- Z0, Rmult_0_r. apply Rmult_le_pos; [apply Rlt_le, exp_pos|]. apply Rmult_le_pos; [unfold ind; destruct (E w); lra|exact N].
Qed.
(** Change of measure, from below. *)
Lemma change_below g m E u : (forall w, In w (words A m) -> 0 < power p w -> E w = true -> g * (total l w + INR m * level g) <= u) ->
  exp (- INR m * J g - u) * Pr (words A m) (power (tau g)) E <= Pr (words A m) (power p) E.
Proof.
  intros B. unfold Pr. rewrite <- Sum_scal. apply Sum_le. intros w I.
  pose proof (law_nonneg _ _ (law_power A (tau g) m (T_law A p q Lp g)) w I) as N.
  destruct (law_nonneg _ _ (law_power A p m Lp) w I) as [P|Z0].
  - destruct (E w) eqn:Ew; cbn [ind]; [|rewrite !Rmult_0_l; lra]. specialize (B w I P Ew).
    rewrite (tilt_identity g m w I), !Rmult_1_l, Rmult_comm. apply Rmult_le_compat_l; [exact N|]. apply exp_le_mono. lra.
  - rewrite <- Z0. rewrite (tilt_identity g m w I) in Z0. symmetry in Z0. apply Rmult_integral in Z0.
    destruct Z0 as [Z0|Z0]; [rewrite Z0; lra|]. pose proof (exp_pos (- INR m * J g - g * (total l w + INR m * level g))). cbv beta in *. lra.
Qed.

(** Chernoff's bound at every m: for g ≥ 0 the total log q^m is at least its mean under the tilt with probability ≤ e^{−mJ}. *)
Theorem chernoff_above g m : 0 <= g -> Pr (words A m) (power p) (fun w => Rleb (- (INR m * level g)) (total l w)) <= exp (- INR m * J g).
Proof.
  intros G. eapply Rle_trans; [apply (change_above g m _ 0)|].
  - intros w _ _ E. apply Rleb_true in E. rewrite Ropp_0. apply Rmult_le_pos; [exact G|]. cbv beta in *. lra.
  - rewrite Rplus_0_r. rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
    apply Pr_le_1, law_power, T_law, Lp.
Qed.
Theorem chernoff_below g m : g <= 0 -> Pr (words A m) (power p) (fun w => Rleb (total l w) (- (INR m * level g))) <= exp (- INR m * J g).
Proof.
  intros G. eapply Rle_trans; [apply (change_above g m _ 0)|].
  - intros w _ _ E. apply Rleb_true in E. rewrite Ropp_0. cbv beta in *.
    replace (g * (total l w + INR m * level g)) with (- g * (- (INR m * level g) - total l w)) by (cbv beta; ring). apply Rmult_le_pos; cbv beta; lra.
  - rewrite Rplus_0_r. rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
    apply Pr_le_1, law_power, T_law, Lp.
Qed.
(** Chebyshev under the tilt: within z of its mean except with probability Vm/z². *)
Lemma tilt_window g m z : 0 < z ->
  1 - INR m * Var A (tau g) l / (z * z) <= Pr (words A m) (power (tau g)) (fun w => Rltb (Rabs (total l w + INR m * level g)) z).
Proof.
  intros P. pose proof (T_law A p q Lp g) as L.
  pose proof (chebyshev (words A m) (power (tau g)) (law_power A _ m L) (total l) z P) as C. rewrite Var_total in C by exact L.
  rewrite (Pr_ext _ _ _ (fun w => negb (Rleb z (Rabs (total l w - Ex (words A m) (power (tau g)) (total l)))))).
  - rewrite Pr_compl by (now apply law_power). lra.
  - intros w _ _. rewrite Ex_total by exact L. rewrite Rltb_neg. do 3 f_equal. unfold H. unfold Ex. ring.
Qed.
(** Theorem 3's window at every m. *)
Theorem window_below g m e : (1 <= m)%nat -> 0 < e ->
  (1 - Var A (tau g) l / (INR m * (e * e))) * exp (- INR m * (J g + Rabs g * e))
  <= Pr (words A m) (power p) (fun w => Rltb (Rabs (- total l w / INR m - level g)) e).
Proof.
  intros M E. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  pose proof (tilt_window g m (INR m * e) ltac:(now apply Rmult_lt_0_compat)) as W.
  set (Ev := fun w => Rltb (Rabs (- total l w / INR m - level g)) e).
  assert (Q : forall w, Rabs (total l w + INR m * level g) = INR m * Rabs (- total l w / INR m - level g)).
  { intros w. replace (total l w + INR m * level g) with (- (INR m * (- total l w / INR m - level g))) by (cbv beta; field; lra).
    rewrite Rabs_Ropp, Rabs_mult, (Rabs_right (INR m)) by lra. reflexivity. }
  rewrite (Pr_ext _ _ _ Ev) in W.
  2:{ intros w _ _. unfold Ev. rewrite Q. unfold Rltb. destruct (Rlt_dec (Rabs _) e) as [L|L]; destruct (Rlt_dec (INR m * _) (INR m * e)) as [K|K]; auto; exfalso.
      - apply K. now apply Rmult_lt_compat_l.
      - apply L. now apply (Rmult_lt_reg_l (INR m)). }
  replace (INR m * Var A (tau g) l / (INR m * e * (INR m * e))) with (Var A (tau g) l / (INR m * (e * e))) in W by (field; lra).
  eapply Rle_trans; [|apply (change_below g m Ev (INR m * (Rabs g * e)))].
  - rewrite Rmult_comm. replace (- INR m * J g - INR m * (Rabs g * e)) with (- INR m * (J g + Rabs g * e)) by (cbv beta; ring).
    apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact W].
  - intros w _ _ B. apply Rltb_true in B. eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult, Q.
    replace (INR m * (Rabs g * e)) with (Rabs g * (INR m * e)) by ring. apply Rmult_le_compat_l; [apply Rabs_pos|].
    apply Rmult_le_compat_l; lra.
Qed.
Theorem window_above g m e : (1 <= m)%nat -> 0 < e ->
  Pr (words A m) (power p) (fun w => Rltb (Rabs (- total l w / INR m - level g)) e) <= exp (- INR m * (J g - Rabs g * e)).
Proof.
  intros M E. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  eapply Rle_trans; [apply (change_above g m _ (INR m * (Rabs g * e)))|].
  - intros w _ _ B. apply Rltb_true in B.
    assert (Q : Rabs (g * (total l w + INR m * level g)) <= INR m * (Rabs g * e)).
    { replace (total l w + INR m * level g) with (- (INR m * (- total l w / INR m - level g))) by (cbv beta; field; lra).
      rewrite Rabs_mult, Rabs_Ropp, Rabs_mult, (Rabs_right (INR m)) by lra.
      replace (INR m * (Rabs g * e)) with (Rabs g * (INR m * e)) by ring. apply Rmult_le_compat_l; [apply Rabs_pos|].
      apply Rmult_le_compat_l; cbv beta in *; lra. }
    pose proof (Rle_abs (- (g * (total l w + INR m * level g)))) as R. rewrite Rabs_Ropp in R. cbv beta in *. lra.
  - replace (- INR m * J g + INR m * (Rabs g * e)) with (- INR m * (J g - Rabs g * e)) by (cbv beta; ring).
    rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. apply Pr_le_1, law_power, T_law, Lp.
Qed.
End Source.
