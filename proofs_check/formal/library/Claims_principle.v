(** Theorems 1 and 3 in the form of their claims. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts TiltLevels Alpha Words Witnesses LargeDeviations.

(** ** Without a rate at the ends of the range, where no tilt has the level, the principles fail: p = q = (1/3, 2/3), the level log 3. *)
Local Notation third := (two (1/3)).
Lemma third_is_law : law (letters 2) third. Proof. apply two_law; lra. Qed.
Lemma third_is_positive : positive (letters 2) third. Proof. intros [|k] _; simpl; lra. Qed.
Lemma no_tilt_at_log_3 b : H (letters 2) (T (letters 2) third third b) third <> ln 3.
Proof.
  intros E. assert (qp : forall x, In x (letters 2) -> 0 < third x -> 0 < third x) by auto.
  assert (nc : varies (letters 2) third third) by (exists 0%nat, 1%nat; simpl; repeat split; auto; lra).
  assert (G : exists! b, H (letters 2) (T (letters 2) third third b) third = ln 3).
  { exists b. split; [exact E|]. intros c D. rewrite <- E in D. symmetry. apply (H_tilt_injective (letters 2) third third third_is_law qp nc). exact D. }
  apply (beta_iff (letters 2) third third third_is_law qp (ln 3) nc) in G.
  destruct G as [x [y [_ [_ [_ [_ [_ G]]]]]]]. assert (ln (1 / 3) <= ln (third x)).
  { destruct x as [|x]; simpl; [right; reflexivity|left; apply ln_increasing; lra]. }
  rewrite ln_div, ln_1 in H by lra. lra.
Qed.
(** Whatever the finite rates, and whatever law with a chance of the worst letter. *)
Lemma no_principle_with f (J : R -> R) : law (letters 2) f -> 0 < f 0%nat ->
  ~ LDP (fun m B => Pr (words (letters 2) m) (power f) (fun w => B (info third m w)))
    (fun t j => exists b, H (letters 2) (T (letters 2) third third b) third = t /\ j = J b).
Proof.
  intros L f0 [U _]. set (B := fun u => if Req_EM_T u (ln 3) then true else false). set (v := - ln (f 0%nat)).
  destruct (U B (v + 2)) with (e := 1) as [M K]; [|lra|].
  - intros t j C [b [E _]]. exfalso. apply (no_tilt_at_log_3 b). rewrite E.
    destruct (Req_dec t (ln 3)) as [Q|N]; [exact Q|exfalso]. destruct (C (Rabs (ln 3 - t))) as [u [Bu D]].
    + apply Rabs_pos_lt. lra.
    + unfold B in Bu. destruct (Req_EM_T u (ln 3)) as [->|]; [lra|discriminate].
  - set (m := S M). specialize (K m ltac:(unfold m; lia)). cbv beta in K.
    assert (W : In (repeat 0%nat m) (words (letters 2) m)).
    { apply in_words. split; [apply repeat_length|]. intros y J1. apply repeat_spec in J1. subst. simpl. auto. }
    assert (R : forall (g : nat -> R) n, power g (repeat 0%nat n) = g 0%nat ^ n) by (induction n as [|n IH]; simpl in *; [reflexivity|rewrite IH; reflexivity]).
    assert (L3 : ln (1 / 3) = - ln 3) by (rewrite ln_div, ln_1 by lra; lra).
    assert (M0 : 0 < INR m) by (apply lt_0_INR; unfold m; lia).
    assert (I : info third m (repeat 0%nat m) = ln 3).
    { unfold info. rewrite R. cbn [two]. rewrite ln_pow by lra. rewrite L3. field. lra. }
    pose proof (Sum_ge_term (words (letters 2) m) (fun w => ind (B (info third m w)) * power f w) (repeat 0%nat m)) as S.
    cbv beta in S. rewrite I, R in S. unfold B at 2 in S. destruct (Req_EM_T (ln 3) (ln 3)) as [_|N]; [|now elim N].
    assert (S' : 1 * f 0%nat ^ m <= Pr (words (letters 2) m) (power f) (fun w => B (info third m w))).
    { apply S; [|exact W]. intros w J1. apply Rmult_le_pos; [destruct (B _); simpl; lra|].
      exact (law_nonneg _ _ (law_power (letters 2) f m L) w J1). }
    assert (E : f 0%nat ^ m = exp (- INR m * v)).
    { rewrite <- (exp_ln (f 0%nat ^ m)) by (apply pow_lt; lra). f_equal. rewrite ln_pow by exact f0. unfold v. ring. }
    assert (exp (- INR m * (v + 2 - 1)) < exp (- INR m * v)) by (apply exp_increasing; lra). lra.
Qed.
(** Theorem 3 as printed. *)
Theorem no_principle_without_ends : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R),
  NoDup A -> law A q -> positive A q -> law A p ->
  LDP (fun m_ B_ => Pr (words A m_) (power p) (fun w_ => B_ (info q m_ w_)))
    (fun t_ j_ => exists b_, H A (T A q p b_) q = t_ /\ j_ = KL A (T A q p b_) p)).
Proof.
  intros F. apply (no_principle_with third (fun b => KL (letters 2) (T (letters 2) third third b) third)); [exact third_is_law|simpl; lra|].
  exact (F nat Nat.eq_dec (letters 2) third third (seq_NoDup 2 0) third_is_law third_is_positive third_is_law).
Qed.
(** Theorem 1 as printed, at α = 1. *)
Theorem no_aligned_principle_without_ends : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p : X -> R) (q : X -> R) (alpha : R),
  NoDup A -> law A p -> positive A p -> law A q -> positive A q -> 0 <= alpha ->
  (forall x_, In x_ A -> forall y_, In y_ A -> p x_ = p y_ -> x_ = y_) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> q x_ = q y_ -> x_ = y_) ->
  (LDP (fun m B_ => Pr (words A m) (power (T A q p alpha)) (fun w_ => B_ (info q m w_))) (fun t_ j_ => exists b_, H A (T A q p b_) q = t_ /\ j_ = KL A (T A q p b_) (T A q p alpha)))).
Proof.
  intros F. set (f := T (letters 2) third third 1).
  assert (D : forall x, In x (letters 2) -> forall y, In y (letters 2) -> third x = third y -> x = y).
  { simpl. intros x [<-|[<-|[]]] y [<-|[<-|[]]] E; simpl in E; auto; exfalso; lra. }
  apply (no_principle_with f (fun b => KL (letters 2) (T (letters 2) third third b) f)).
  - apply T_law, third_is_law.
  - apply T_pos_iff; [exact third_is_law|simpl; auto|simpl; lra].
  - exact (F nat Nat.eq_dec (letters 2) third third 1 (seq_NoDup 2 0) third_is_law third_is_positive third_is_law third_is_positive Rle_0_1 D D).
Qed.
