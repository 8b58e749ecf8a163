(** Theorems 1 and 3 in the form of their claims. *)
From Coq Require Import Reals Lra Lia List Bool.
From ExactAlign Require Import Definitions Sums Laws Tilts TiltLevels Alpha Words Witnesses LargeDeviations.
Import ListNotations.
Open Scope R_scope.

(** Without a rate at the ends of the range, where no tilt has the level, the principle fails: p = q = (1/3, 2/3), the level log 3. *)
Theorem no_principle_without_ends : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R),
  NoDup A -> law A q -> positive A q -> law A p ->
  LDP (fun m_ B_ => Pr (words A m_) (power p) (fun w_ => B_ (info q m_ w_)))
    (fun t_ j_ => exists b_, H A (T A q p b_) q = t_ /\ j_ = KL A (T A q p b_) p)).
Proof.
  intros F. assert (L : law (letters 2) (two (1/3))) by (apply two_law; lra).
  assert (P : positive (letters 2) (two (1/3))) by (intros [|k] _; simpl; lra).
  assert (nc : varies (letters 2) (two (1/3)) (two (1/3))) by (exists 0%nat, 1%nat; simpl; repeat split; auto; lra).
  destruct (F nat Nat.eq_dec (letters 2) (two (1/3)) (two (1/3)) (seq_NoDup 2 0) L P L) as [U _].
  set (B := fun u => if Req_EM_T u (ln 3) then true else false).
  destruct (U B (ln 3 + 2)) with (e := 1) as [M K]; [|lra|].
  - intros t j C [b [E _]]. exfalso. assert (t = ln 3) as ->.
    { destruct (Req_dec t (ln 3)) as [Q|N]; [exact Q|exfalso]. destruct (C (Rabs (ln 3 - t))) as [u [Bu D]].
      - apply Rabs_pos_lt. lra.
      - unfold B in Bu. destruct (Req_EM_T u (ln 3)) as [->|]; [lra|discriminate]. }
    assert (G : exists! b, H (letters 2) (T (letters 2) (two (1/3)) (two (1/3)) b) (two (1/3)) = ln 3).
    { exists b. split; [exact E|]. intros c D. rewrite <- E in D. symmetry.
      apply (H_tilt_injective (letters 2) (two (1/3)) (two (1/3)) L (fun x I _ => P x I) nc). exact D. }
    apply (beta_iff (letters 2) (two (1/3)) (two (1/3)) L (fun x I _ => P x I) (ln 3) nc) in G.
    destruct G as [x [y [_ [_ [_ [_ [_ G]]]]]]]. assert (ln (1 / 3) <= ln (two (1/3) x)).
    { destruct x as [|x]; simpl; [right; reflexivity|left; apply ln_increasing; lra]. }
    rewrite ln_div, ln_1 in H by lra. lra.
  - set (m := S M). specialize (K m ltac:(unfold m; lia)). cbv beta in K.
    assert (W : In (repeat 0%nat m) (words (letters 2) m)).
    { apply in_words. split; [apply repeat_length|]. intros y J. apply repeat_spec in J. subst. simpl. auto. }
    assert (R : forall n, power (two (1/3)) (repeat 0%nat n) = (1/3) ^ n) by (induction n as [|n IH]; simpl in *; [reflexivity|rewrite IH; reflexivity]).
    assert (L3 : ln (1 / 3) = - ln 3) by (rewrite ln_div, ln_1 by lra; lra).
    assert (M0 : 0 < INR m) by (apply lt_0_INR; unfold m; lia).
    assert (I : info (two (1/3)) m (repeat 0%nat m) = ln 3).
    { unfold info. rewrite R, ln_pow by lra. rewrite L3. field. lra. }
    pose proof (Sum_ge_term (words (letters 2) m) (fun w => ind (B (info (two (1/3)) m w)) * power (two (1/3)) w) (repeat 0%nat m)) as S.
    cbv beta in S. rewrite I, R in S. unfold B at 2 in S. destruct (Req_EM_T (ln 3) (ln 3)) as [_|N]; [|now elim N].
    assert (S' : 1 * (1 / 3) ^ m <= Pr (words (letters 2) m) (power (two (1/3))) (fun w => B (info (two (1/3)) m w))).
    { apply S; [|exact W]. intros w J. apply Rmult_le_pos; [destruct (B _); simpl; lra|].
      exact (law_nonneg _ _ (law_power (letters 2) (two (1/3)) m L) w J). }
    assert (E : (1 / 3) ^ m = exp (- INR m * ln 3)).
    { rewrite <- (exp_ln ((1 / 3) ^ m)) by (apply pow_lt; lra). f_equal. rewrite ln_pow, L3 by lra. ring. }
    assert (exp (- INR m * (ln 3 + 2 - 1)) < exp (- INR m * ln 3)) by (apply exp_increasing; lra). lra.
Qed.
