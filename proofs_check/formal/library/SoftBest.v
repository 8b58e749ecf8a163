(** Soft best-of-n: a draw kept with weight exp(r); rewards of range b give KL ≤ log(n/(1 + (n−1) e^(−b))). *)
From ExactAlign Require Import Prelude Definitions Sums Laws Sampling BestOfN.

Section Soft.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (r : X -> R).
Hypothesis NA : NoDup A.
Lemma weights_pos (l : list X) : l <> [] -> 0 < Sum l (fun z => exp (r z)).
Proof.
  destruct l as [|x l]; [easy|]. intros _. simpl. assert (0 <= Sum l (fun z => exp (r z))) by (apply Sum_nonneg; intros; left; apply exp_pos).
  pose proof (exp_pos (r x)). lra.
Qed.
(** Soft best-of-n keeps one of its draws. *)
Theorem soft_rule n : (1 <= n)%nat -> rule A n (soft eq_dec r).
Proof.
  intros Hn l J. apply in_words in J. destruct J as [Len I]. assert (W := weights_pos l ltac:(intros ->; simpl in Len; lia)).
  split; [split|].
  - intros y _. unfold soft, Rdiv. repeat apply Rmult_le_pos; [apply pos_INR|left; apply exp_pos|left; now apply Rinv_0_lt_compat].
  - unfold soft. rewrite Sum_div. rewrite (Sum_ext A _ (fun y => exp (r y) * INR (copies eq_dec l y))) by (intros; ring).
    rewrite (Sum_copies eq_dec A NA) by exact I. field. lra.
  - intros y N. unfold soft, copies. rewrite (proj1 (count_occ_not_In eq_dec l y) N). simpl. unfold Rdiv. ring.
Qed.
(** The mean number of copies of y among n draws is n p(y). *)
Lemma mean_copies p n y : law A p -> In y A -> Ex (words A n) (power p) (fun l => INR (copies eq_dec l y)) = INR n * p y.
Proof.
  intros L I. induction n as [|n IH]; [unfold Ex; simpl; ring|]. pose proof (law_power A p n L) as LN. rewrite Ex_words_S, S_INR.
  rewrite (Ex_ext A p _ (fun x => (if eq_dec x y then 1 else 0) + INR n * p y)).
  - rewrite Ex_plus, (Ex_const A p L). unfold Ex. rewrite (Sum_ext A _ (fun x => (if eq_dec x y then 1 else 0) * p x)) by (intros; ring).
    rewrite (Sum_ind_eq eq_dec A p y NA I). ring.
  - intros x _ _. rewrite <- IH, <- (Ex_const _ _ LN (if eq_dec x y then 1 else 0)), <- Ex_plus. apply Ex_ext. intros l _ _.
    unfold copies. simpl. destruct (eq_dec x y); [rewrite S_INR; ring|ring].
Qed.
Section Range.
Variables (p : X -> R) (b : R) (n : nat).
Hypotheses (L : law A p) (Hn : (1 <= n)%nat) (Range : forall x y, In x A -> In y A -> r x - r y <= b).
Let c := 1 + (INR n - 1) * exp (- b).
Lemma c_pos : 0 < c.
Proof. unfold c. assert (1 <= INR n) by (apply (le_INR 1); lia). assert (0 <= (INR n - 1) * exp (- b)) by (apply Rmult_le_pos; [lra|left; apply exp_pos]). lra. Qed.
Lemma soft_le l y : In l (words A n) -> In y A -> soft eq_dec r l y <= INR (copies eq_dec l y) / c.
Proof.
  intros J Iy. apply in_words in J. destruct J as [Len I]. destruct (in_dec eq_dec y l) as [K|K].
  - assert (W : exp (r y) * c <= Sum l (fun z => exp (r z))).
    { assert (Low : forall m, (forall z, In z m -> In z A) -> INR (length m) * (exp (r y) * exp (- b)) <= Sum m (fun z => exp (r z))).
      { intros m M. rewrite <- Sum_const. apply Sum_le. intros z Iz. rewrite <- exp_plus. apply exp_le_mono. specialize (Range y z Iy (M z Iz)). lra. }
      apply in_split in K. destruct K as [u [v E]]. rewrite E in *. rewrite Sum_app. cbn [Sum].
      pose proof (Low u ltac:(intros; apply I, in_or_app; auto)) as Lu. pose proof (Low v ltac:(intros; apply I, in_or_app; simpl; auto)) as Lv.
      rewrite app_length in Len. cbn [length] in Len. unfold c. rewrite <- Len, plus_INR, S_INR. lra. }
    pose proof c_pos as Pc. unfold soft, Rdiv. rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply pos_INR|].
    assert (Ws : 0 < Sum l (fun z => exp (r z))) by (eapply Rlt_le_trans; [|exact W]; apply Rmult_lt_0_compat; [apply exp_pos|exact Pc]).
    apply (Rmult_le_reg_r (c * Sum l (fun z => exp (r z)))); [now apply Rmult_lt_0_compat|].
    replace (exp (r y) * / Sum l (fun z => exp (r z)) * (c * Sum l (fun z => exp (r z)))) with (exp (r y) * c) by (field; lra).
    replace (/ c * (c * Sum l (fun z => exp (r z)))) with (Sum l (fun z => exp (r z))) by (field; lra). exact W.
  - unfold soft, copies. rewrite (proj1 (count_occ_not_In eq_dec l y) K). simpl. unfold Rdiv. lra.
Qed.
(** Rewards of range b: soft best-of-n has density at most n/(1 + (n−1) e^(−b)) … *)
Theorem soft_density y : In y A -> kept A n p (soft eq_dec r) y <= INR n / (1 + (INR n - 1) * exp (- b)) * p y.
Proof.
  intros I. fold c. pose proof c_pos as Pc.
  apply Rle_trans with (Ex (words A n) (power p) (fun l => / c * INR (copies eq_dec l y))).
  - apply Ex_le; [now apply law_power|]. intros l J _. rewrite Rmult_comm. now apply soft_le.
  - rewrite Ex_scal, mean_copies by assumption. right. field. lra.
Qed.
(** … and KL ≤ log(n/(1 + (n−1) e^(−b))). *)
Theorem soft_KL : KL A (kept A n p (soft eq_dec r)) p <= ln (INR n / (1 + (INR n - 1) * exp (- b))).
Proof.
  apply KL_le_density; [exact L|apply kept_law; [exact L|now apply soft_rule]| |exact soft_density].
  apply Rdiv_lt_0_compat; [apply lt_0_INR; lia|exact c_pos].
Qed.
End Range.
End Soft.
