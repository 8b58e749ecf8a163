(** The method of types: e^{−m KL(λ‖p)}/(m+1)^{K−1} ≤ p^m(type λ) ≤ e^{−m KL(λ‖p)}, from one identity that takes a letter out
    of a word; and the most likely type, whose counts are within K of those expected. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts BestOfN Words TypeLemma Types.

Section Letter.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p : X -> R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Notation count w x := (count_occ dec w x).

(** E[n_x F] = m p(x) E[F with a letter x put in], for every F that does not see the order of letters. *)
Theorem letter_out x m F : In x A -> (forall v w, Permutation v w -> F v = F w) ->
  Ex (words A (S m)) (power p) (fun w => INR (count w x) * F w) = INR (S m) * p x * Ex (words A m) (power p) (fun w => F (x :: w)).
Proof.
  intros I. revert F. induction m as [|m IH]; intros F S.
  - rewrite Ex_words_S. rewrite (Ex_ext A p _ (fun y => F [x] * is_letter dec x y)).
    + rewrite Ex_scal, (mean_letter dec A p x NA I). unfold Ex. simpl. ring.
    + intros y _ _. unfold Ex, is_letter. simpl. destruct (dec y x) as [->|]; simpl; ring.
  - rewrite Ex_words_S.
    rewrite (Ex_ext A p _ (fun y => Ex (words A (Datatypes.S m)) (power p) (fun w => F (x :: w)) * is_letter dec x y
      + INR (Datatypes.S m) * p x * Ex (words A m) (power p) (fun w => F (x :: y :: w)))).
    + rewrite Ex_plus, !Ex_scal, (mean_letter dec A p x NA I), <- (Ex_words_S A p m (fun w => F (x :: w))).
      rewrite (S_INR (Datatypes.S m)). ring.
    + intros y _ _. rewrite (Ex_ext _ _ _ (fun w => is_letter dec x y * F (y :: w) + INR (count w x) * F (y :: w))).
      * rewrite Ex_plus, Ex_scal. rewrite (IH (fun w => F (y :: w))) by (intros v w P; apply S; now constructor). f_equal.
        -- unfold is_letter. destruct (dec y x) as [->|]; ring.
        -- f_equal. apply Ex_ext. intros w _ _. apply S. constructor.
      * intros w _ _. unfold is_letter. cbn [count_occ]. destruct (dec y x); [rewrite S_INR; ring|ring].
Qed.

Notation cl v := (same_type dec A v).
Notation P m v := (Pr (words A m) (power p) (cl v)).
Lemma same_type_perm v w w' : Permutation w w' -> cl v w = cl v w'.
Proof.
  intros Q. apply eq_true_iff_eq. rewrite !same_type_true. rewrite (Permutation_count_occ dec) in Q.
  split; intros E x I; [rewrite <- Q|rewrite Q]; auto.
Qed.
Lemma same_type_cons x v w : cl (x :: v) (x :: w) = cl v w.
Proof.
  apply eq_true_iff_eq. rewrite !same_type_true. split; intros E y I; specialize (E y I); cbn [count_occ] in *; destruct (dec x y); lia.
Qed.
Lemma P_ext m v v' : (forall x, In x A -> count v x = count v' x) -> P m v = P m v'.
Proof.
  intros E. apply Pr_ext. intros w _ _. apply eq_true_iff_eq. rewrite !same_type_true.
  split; intros K x I; specialize (K x I); specialize (E x I); lia.
Qed.
(** The probability of the type of xv, in terms of the type of v. *)
Lemma type_cons x m v : In x A -> INR (count (x :: v) x) * P (S m) (x :: v) = INR (S m) * p x * P m v.
Proof.
  intros I. pose proof (letter_out x m (fun w => ind (cl (x :: v) w)) I) as E.
  rewrite !Pr_Ex. rewrite (Ex_ext (words A m) (power p) (fun w => ind (cl v w)) (fun w => ind (cl (x :: v) (x :: w)))) by (intros; now rewrite same_type_cons).
  rewrite <- E by (intros u w Q; now rewrite (same_type_perm _ u w)). rewrite <- Ex_scal. apply Ex_ext. intros w _ _.
  destruct (cl (x :: v) w) eqn:C; cbn [ind]; [|ring]. rewrite same_type_true in C. now rewrite C.
Qed.
(** Changing one letter x into y. *)
Lemma type_swap x y m v : In x A -> In y A -> p y * (INR (count (x :: v) x) * P (S m) (x :: v)) = p x * (INR (count (y :: v) y) * P (S m) (y :: v)).
Proof. intros I J. rewrite !type_cons by assumption. ring. Qed.

(** ** The most likely type *)
Lemma mode_exists m : exists v, In v (words A m) /\ forall w, In w (words A m) -> P m w <= P m v.
Proof. apply (best_exists (fun v => P m v)). apply (law_nonempty _ (power p)). now apply law_power. Qed.
(** Its probability is at least 1 over the number of types. *)
Lemma mode_prob m v : In v (words A m) -> (forall w, In w (words A m) -> P m w <= P m v) -> 1 <= INR (m + 1) ^ (length A - 1) * P m v.
Proof.
  intros I M. rewrite <- (law_sum _ _ (law_power A p m Lp)).
  rewrite (Sum_fibres (list_eq_dec Nat.eq_dec) (type_of dec A) (words A m) (types dec A m) (power p)).
  - apply Rle_trans with (Sum (types dec A m) (fun _ => P m v)).
    + apply Sum_le. intros t J. unfold types in J. apply nodup_In, in_map_iff in J. destruct J as [w [<- J]].
      eapply Rle_trans; [right|apply (M w J)]. apply Sum_ext. intros u _. unfold ind, same_type.
      destruct (list_eq_dec Nat.eq_dec (type_of dec A u) (type_of dec A w)); reflexivity.
    + rewrite Sum_const. apply Rmult_le_compat_r; [apply Pr_nonneg, law_power, Lp|]. rewrite <- pow_INR. apply le_INR, types_count, NA.
  - apply NoDup_nodup.
  - intros w J. unfold types. apply nodup_In, in_map, J.
Qed.
Lemma mode_pos m v : In v (words A m) -> (forall w, In w (words A m) -> P m w <= P m v) -> 0 < P m v.
Proof.
  intros I M. pose proof (mode_prob m v I M) as B. apply Rnot_le_lt. intros N.
  assert (P m v = 0) as E by (apply Rle_antisym; [exact N|apply Pr_nonneg, law_power, Lp]). rewrite E in B. lra.
Qed.
(** n_x p_y ≤ (n_y + 1) p_x at the most likely type. *)
Lemma mode_ratio m v x y : In v (words A m) -> (forall w, In w (words A m) -> P m w <= P m v) -> In x A -> In y A ->
  INR (count v x) * p y <= (INR (count v y) + 1) * p x.
Proof.
  intros I M Ix Iy. pose proof (law_nonneg A p Lp x Ix) as Px. pose proof (law_nonneg A p Lp y Iy) as Py.
  destruct (in_dec dec x v) as [J|J].
  - apply in_split in J. destruct J as [v1 [v2 E]]. set (u := v1 ++ v2).
    assert (Q : Permutation v (x :: u)) by (rewrite E; symmetry; apply Permutation_middle).
    apply in_words in I. destruct I as [L I]. destruct m as [|m]; [rewrite E, app_length in L; simpl in L; lia|].
    assert (Iu : In (y :: u) (words A (S m))).
    { apply in_words. split; [rewrite <- L, (Permutation_length Q); reflexivity|]. intros z [<-|K]; [exact Iy|]. apply I.
      apply (Permutation_in z (Permutation_sym Q)). now right. }
    assert (Iv : In v (words A (S m))) by (apply in_words; now split).
    pose proof (M _ Iu) as Mu. pose proof (mode_pos (S m) v Iv M) as Pv.
    pose proof (proj1 (Permutation_count_occ dec v (x :: u)) Q) as C.
    pose proof (type_swap x y m u Ix Iy) as W. rewrite <- (P_ext (S m) v (x :: u)) in W by (intros; apply C). rewrite <- C in W.
    assert (Cy : INR (count (y :: u) y) <= INR (count v y) + 1).
    { rewrite <- S_INR. apply le_INR. rewrite (C y). cbn [count_occ]. destruct (dec y y); [|easy]. destruct (dec x y); lia. }
    apply (Rmult_le_reg_r (P (S m) v)); [exact Pv|].
    replace (INR (count v x) * p y * P (S m) v) with (p y * (INR (count v x) * P (S m) v)) by ring. rewrite W.
    rewrite (Rmult_comm (INR (count v y) + 1)), Rmult_assoc. apply Rmult_le_compat_l; [exact Px|].
    apply Rmult_le_compat; [apply pos_INR|apply Pr_nonneg, law_power, Lp|exact Cy|exact Mu].
  - apply (count_occ_not_In dec) in J. rewrite J. simpl. rewrite Rmult_0_l. apply Rmult_le_pos; [pose proof (pos_INR (count v y)); lra|exact Px].
Qed.
(** Its counts: m p_y − 1 ≤ n_y, and letters that p misses do not occur. *)
Lemma mode_counts m v y : In v (words A m) -> (forall w, In w (words A m) -> P m w <= P m v) -> In y A -> INR m * p y - 1 <= INR (count v y).
Proof.
  intros I M Iy. pose proof (Sum_le A (fun x => INR (count v x) * p y) (fun x => (INR (count v y) + 1) * p x)
    (fun x Ix => mode_ratio m v x y I M Ix Iy)) as S.
  rewrite Sum_scal_r, Sum_scal, (law_sum A p Lp), (sum_counts dec A NA) in S by (intros z; now apply (words_letters A m)).
  rewrite (words_length A m v I) in S. lra.
Qed.
Lemma mode_support m v : In v (words A m) -> (forall w, In w (words A m) -> P m w <= P m v) -> 0 < power p v.
Proof.
  intros I M. pose proof (mode_pos m v I M) as Q. apply Sum_pos_term in Q. destruct Q as [w [J Q]].
  assert (C : cl v w = true) by (destruct (cl v w); [reflexivity|simpl in Q; lra]). rewrite C in Q. simpl in Q. rewrite Rmult_1_l in Q.
  apply power_pos. intros x K. apply (power_pos_letters A p m w x Lp J Q).
  apply (count_occ_In dec). rewrite same_type_true in C. rewrite (C x) by (now apply (words_letters A m v)). now apply count_occ_In.
Qed.
End Letter.

(** ** The method of types *)
Section Method.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X).
Hypothesis NA : NoDup A.
Notation lam v := (freq dec v).
Lemma freq_law v m : In v (words A m) -> (1 <= m)%nat -> law A (lam v).
Proof.
  intros I M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). unfold freq. rewrite (words_length A m v I). split.
  - intros x _. apply Rmult_le_pos; [apply pos_INR|now apply Rlt_le, Rinv_0_lt_compat].
  - rewrite Sum_div, (sum_counts dec A NA) by (intros z; now apply (words_letters A m)). rewrite (words_length A m v I). field. lra.
Qed.
(** Words of one type have the probability e^{−m KL(λ‖p)} λ^m under p^m. *)
Lemma type_density p v w m : law A p -> In v (words A m) -> In w (words A m) -> (1 <= m)%nat -> same_type dec A v w = true ->
  (forall x, In x v -> 0 < p x) -> power p w = exp (- INR m * KL A (lam v) p) * power (lam v) w.
Proof.
  intros Lp I J M C Q. assert (P : 0 < INR m) by (apply lt_0_INR; lia). rewrite same_type_true in C.
  assert (F : forall x, In x w -> 0 < lam v x /\ 0 < p x).
  { intros x K. assert (In x v).
    { apply (count_occ_In dec). rewrite <- (C x) by (now apply (words_letters A m w)). now apply count_occ_In. }
    split; [|auto]. unfold freq. rewrite (words_length A m v I). apply Rdiv_lt_0_compat; [|exact P]. apply lt_0_INR. now apply count_occ_In. }
  rewrite <- (exp_ln (power p w)), <- (exp_ln (power (lam v) w)), <- exp_plus by (apply power_pos; intros; now apply F).
  f_equal. rewrite !ln_power by (intros; now apply F).
  rewrite !(total_counts dec A NA) by (intros z; now apply (words_letters A m)).
  unfold KL. rewrite <- Sum_scal, <- Sum_plus. apply Sum_ext. intros x K. rewrite (C x K).
  destruct (Nat.eq_dec (count_occ dec v x) 0) as [E|E].
  - unfold freq. rewrite E. unfold xlog. simpl. unfold Rdiv. rewrite !Rmult_0_l. ring.
  - assert (Kv : In x v) by (apply (count_occ_In dec); lia).
    assert (Fx : 0 < lam v x) by (unfold freq; rewrite (words_length A m v I); apply Rdiv_lt_0_compat; [apply lt_0_INR; lia|exact P]).
    rewrite xlog_sub by auto. assert (Ef : INR (count_occ dec v x) = INR m * lam v x) by (unfold freq; rewrite (words_length A m v I); field; lra).
    rewrite Ef. ring.
Qed.
Lemma type_prob p v m : law A p -> In v (words A m) -> (1 <= m)%nat -> (forall x, In x v -> 0 < p x) ->
  Pr (words A m) (power p) (same_type dec A v) = exp (- INR m * KL A (lam v) p) * Pr (words A m) (power (lam v)) (same_type dec A v).
Proof.
  intros Lp I M Q. unfold Pr. rewrite <- Sum_scal. apply Sum_ext. intros w J. destruct (same_type dec A v w) eqn:C; cbn [ind]; [|ring].
  rewrite (type_density p v w m) by assumption. ring.
Qed.
(** The probability of a type is at most e^{−m KL(λ‖p)}. *)
Theorem type_class_le p v m : law A p -> In v (words A m) -> (1 <= m)%nat -> (forall x, In x v -> 0 < p x) ->
  Pr (words A m) (power p) (same_type dec A v) <= exp (- INR m * KL A (lam v) p).
Proof.
  intros Lp I M Q. rewrite (type_prob p v m Lp I M Q). rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
  apply Pr_le_1, law_power, (freq_law v m I M).
Qed.
(** Under its own shares a type is the most likely one. *)
Lemma own_mode v m : In v (words A m) -> (1 <= m)%nat -> 1 <= INR (m + 1) ^ (length A - 1) * Pr (words A m) (power (lam v)) (same_type dec A v).
Proof.
  intros I M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (freq_law v m I M) as L.
  destruct (mode_exists dec A (lam v) L m) as [u [Iu Mu]]. pose proof (mode_prob dec A (lam v) NA L m u Iu Mu) as B.
  rewrite (P_ext dec A (lam v) m v u); [exact B|].
  assert (Rt : forall x y, In x A -> In y A -> (count_occ dec u x * count_occ dec v y <= (count_occ dec u y + 1) * count_occ dec v x)%nat).
  { intros x y Ix Iy. pose proof (mode_ratio dec A (lam v) NA L m u x y Iu Mu Ix Iy) as K. unfold freq in K. rewrite (words_length A m v I) in K.
    apply INR_le. rewrite !mult_INR, plus_INR. simpl (INR 1). apply (Rmult_le_compat_r (INR m)) in K; [|lra].
    replace (INR (count_occ dec u x) * (INR (count_occ dec v y) / INR m) * INR m) with (INR (count_occ dec u x) * INR (count_occ dec v y)) in K by (field; lra).
    replace ((INR (count_occ dec u y) + 1) * (INR (count_occ dec v x) / INR m) * INR m) with ((INR (count_occ dec u y) + 1) * INR (count_occ dec v x)) in K by (field; lra). exact K. }
  (* where u has too many of x, it has at least the right number of every y *)
  assert (Le : forall x, In x A -> (count_occ dec u x <= count_occ dec v x)%nat).
  { intros x Ix. destruct (le_lt_dec (count_occ dec u x) (count_occ dec v x)) as [K|K]; [exact K|exfalso].
    assert (Ge : forall y, In y A -> (count_occ dec v y <= count_occ dec u y)%nat).
    { intros y Iy. specialize (Rt x y Ix Iy). destruct (le_lt_dec (count_occ dec v y) (count_occ dec u y)) as [W|W]; [exact W|exfalso].
      assert ((S (count_occ dec v x)) * (count_occ dec u y + 1) <= (count_occ dec u y + 1) * count_occ dec v x)%nat; [|lia].
      apply Nat.le_trans with (2 := Rt). apply Nat.mul_le_mono; lia. }
    pose proof (Sum_lt A (fun y => INR (count_occ dec v y)) (fun y => INR (count_occ dec u y)) x (fun y Iy => le_INR _ _ (Ge y Iy)) Ix (lt_INR _ _ K)) as S.
    rewrite !(sum_counts dec A NA) in S by (intros z; now apply (words_letters A m)). rewrite (words_length A m v I), (words_length A m u Iu) in S. lra. }
  intros x Ix. apply INR_eq. symmetry. apply (Sum_le_eq A (fun y => INR (count_occ dec u y)) (fun y => INR (count_occ dec v y)) (fun y Iy => le_INR _ _ (Le y Iy)));
    [|exact Ix]. rewrite !(sum_counts dec A NA) by (intros z; now apply (words_letters A m)). now rewrite (words_length A m v I), (words_length A m u Iu).
Qed.
(** … and at least e^{−m KL(λ‖p)}/(m + 1)^(K−1). *)
Theorem type_class_ge p v m : law A p -> In v (words A m) -> (1 <= m)%nat -> (forall x, In x v -> 0 < p x) ->
  exp (- INR m * KL A (lam v) p) / INR (m + 1) ^ (length A - 1) <= Pr (words A m) (power p) (same_type dec A v).
Proof.
  intros Lp I M Q. rewrite (type_prob p v m Lp I M Q). apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
  assert (P : 0 < INR (m + 1) ^ (length A - 1)) by (apply pow_lt, lt_0_INR; lia).
  apply (Rmult_le_reg_l (INR (m + 1) ^ (length A - 1))); [exact P|]. rewrite Rinv_r by lra. now apply own_mode.
Qed.
End Method.
