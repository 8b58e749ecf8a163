(** Words: tilts, divergences, moments and variances of totals over the letters of a word (Lemma 4, Corollary 1). *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts.

(** ** Sums of products over words *)
Lemma power_ext {X} (p r : X -> R) w : (forall x, In x w -> p x = r x) -> power p w = power r w.
Proof. induction w as [|x w IH]; simpl; intros E; [reflexivity|]. now rewrite E, IH by auto. Qed.
Lemma power_mult {X} (p r : X -> R) w : power (fun x => p x * r x) w = power p w * power r w.
Proof. induction w as [|x w IH]; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma power_div {X} (p : X -> R) c w : power (fun x => p x / c) w = power p w / c ^ length w.
Proof. induction w as [|x w IH]; simpl; [field|]. rewrite IH. unfold Rdiv. rewrite Rinv_mult. ring. Qed.
Lemma power_exp {X} (r : X -> R) w : power (fun x => exp (r x)) w = exp (total r w).
Proof. induction w as [|x w IH]; simpl; [now rewrite exp_0|]. now rewrite IH, exp_plus. Qed.
Lemma power_const {X} c (w : list X) : power (fun _ => c) w = c ^ length w.
Proof. induction w as [|x w IH]; simpl; [reflexivity|now rewrite IH]. Qed.
Lemma total_ext {X} (r s : X -> R) w : (forall x, In x w -> r x = s x) -> total r w = total s w.
Proof. induction w as [|x w IH]; simpl; intros E; [reflexivity|]. now rewrite E, IH by auto. Qed.
Lemma total_scal {X} c (r : X -> R) w : total (fun x => c * r x) w = c * total r w.
Proof. induction w as [|x w IH]; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma total_minus {X} (r s : X -> R) w : total (fun x => r x - s x) w = total r w - total s w.
Proof. induction w as [|x w IH]; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma total_plus {X} (r s : X -> R) w : total (fun x => r x + s x) w = total r w + total s w.
Proof. induction w as [|x w IH]; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma total_const {X} c (w : list X) : total (fun _ => c) w = INR (length w) * c.
Proof. induction w as [|x w IH]; cbn [total fold_right length]; [simpl; ring|]. fold (total (fun _ : X => c) w). rewrite IH, S_INR. ring. Qed.
Lemma total_le {X} (r s : X -> R) w : (forall x, In x w -> r x <= s x) -> total r w <= total s w.
Proof. induction w as [|x w IH]; simpl; intros L; [lra|]. apply Rplus_le_compat; auto. Qed.
Lemma words_length {X} (A : list X) m w : In w (words A m) -> length w = m.
Proof. intros I. now apply in_words in I. Qed.
Lemma words_letters {X} (A : list X) m w x : In w (words A m) -> In x w -> In x A.
Proof. intros I. apply in_words in I. now apply I. Qed.
(** A word of positive probability has letters of positive probability. *)
Lemma power_pos_letters {X} (A : list X) p m w x : law A p -> In w (words A m) -> 0 < power p w -> In x w -> 0 < p x.
Proof.
  intros L I P J. destruct (law_nonneg A p L x (words_letters A m w x I J)) as [Q|Z]; [exact Q|exfalso].
  clear I. induction w as [|y w IH]; [easy|]. simpl in P. destruct J as [->|J]; [rewrite <- Z in P; lra|].
  apply IH; [|exact J]. apply Rnot_le_lt. intros N. destruct (Rle_lt_or_eq_dec _ _ N) as [N'|N'].
  - assert (power p w = 0); [|lra]. clear - J Z. induction w as [|y w IH]; [easy|]. simpl. destruct J as [->|J]; [rewrite <- Z; ring|rewrite IH by exact J; ring].
  - rewrite N' in P. lra.
Qed.

(** ** Totals under a memoryless source *)
Section Totals.
Context {X : Type} (A : list X) (p : X -> R).
Hypothesis Lp : law A p.
Lemma total_between r lo hi m w : (forall x, In x A -> 0 < p x -> lo <= r x <= hi) -> In w (words A m) -> 0 < power p w ->
  INR m * lo <= total r w <= INR m * hi.
Proof.
  intros B I P. rewrite <- (words_length A m w I). rewrite <- !total_const.
  split; apply total_le; intros x J; apply B; eauto using words_letters, power_pos_letters.
Qed.
(** A product of letters' functions has mean the m-th power of the letter's. *)
Lemma Ex_power f m : Ex (words A m) (power p) (power f) = Ex A p f ^ m.
Proof.
  unfold Ex. rewrite <- Sum_words_power. apply Sum_ext. intros w _. now rewrite power_mult.
Qed.
(** Corollary 1, at every m: the moments of the total reward are exactly those of a letter, to the power m. *)
Theorem moment_of_total r rho m : Ex (words A m) (power p) (fun w => exp (rho * total r w)) = Ex A p (fun x => exp (rho * r x)) ^ m.
Proof.
  rewrite <- Ex_power. apply Ex_ext. intros w _ _. rewrite <- total_scal. symmetry. apply power_exp.
Qed.
Lemma Ex_exp_pos (r : X -> R) : 0 < Ex A p (fun x => exp (r x)).
Proof.
  destruct (law_support A p Lp) as [x [I P]]. apply (Sum_pos A _ x); [|exact I|apply Rmult_lt_0_compat; [exact P|apply exp_pos]].
  intros y J. apply Rmult_le_pos; [now apply (law_nonneg A p Lp)|apply Rlt_le, exp_pos].
Qed.
(** Corollary 1: log E e^{ρ r(Y^m)} = m log E e^{ρ r}. *)
Theorem log_moment_of_total r rho m :
  ln (Ex (words A m) (power p) (fun w => exp (rho * total r w))) = INR m * ln (Ex A p (fun x => exp (rho * r x))).
Proof. rewrite moment_of_total. apply ln_pow, Ex_exp_pos. Qed.

Lemma Var_nonneg f : 0 <= Var A p f.
Proof. apply (Ex_nonneg A p Lp). intros. apply Rle_0_sqr. Qed.
Lemma Ex_square f c : Ex A p (fun x => Rsqr (f x - c)) = Var A p f + Rsqr (Ex A p f - c).
Proof.
  unfold Var. set (m := Ex A p f).
  rewrite (Ex_ext A p _ (fun x => Rsqr (f x - m) + (2 * (m - c) * f x + (c * c - m * m)))) by (intros; unfold Rsqr; ring).
  rewrite Ex_plus, Ex_plus, Ex_scal, Ex_const by exact Lp. fold m. unfold Rsqr. ring.
Qed.
End Totals.
(** The variance of a total is m times that of a letter. *)
Theorem Var_total {X} (A : list X) p r m : law A p -> Var (words A m) (power p) (total r) = INR m * Var A p r.
Proof.
  intros L. unfold Var at 1. rewrite (Ex_total A p r m L). set (mu := Ex A p r).
  induction m as [|m IH].
  - unfold Ex. simpl. unfold Rsqr. ring.
  - rewrite Ex_words_S, S_INR. simpl total.
    rewrite (Ex_ext A p _ (fun x => INR m * Var A p r + Rsqr (r x - mu))).
    + rewrite Ex_plus, Ex_const by exact L. fold (Var A p r). unfold Var. fold mu. ring.
    + intros x _ _. rewrite (Ex_ext _ _ _ (fun w => Rsqr (total r w - (mu - r x + INR m * mu)))) by (intros; unfold Rsqr; ring).
      rewrite (Ex_square _ _ (law_power A p m L)), Ex_total by exact L. fold mu. unfold Var. rewrite Ex_total by exact L. fold mu.
      rewrite IH. unfold Var. fold mu. unfold Rsqr. ring.
Qed.

(** ** Markov and Chebyshev *)
Lemma Rleb_true a b : Rleb a b = true <-> a <= b.
Proof. unfold Rleb. destruct (Rle_dec a b); split; intros; auto; easy. Qed.
Lemma Rleb_false a b : Rleb a b = false <-> b < a.
Proof. unfold Rleb. destruct (Rle_dec a b); split; intros; auto; try easy; lra. Qed.
Lemma Rltb_true a b : Rltb a b = true <-> a < b.
Proof. unfold Rltb. destruct (Rlt_dec a b); split; intros; auto; easy. Qed.
Lemma Rltb_false a b : Rltb a b = false <-> b <= a.
Proof. unfold Rltb. destruct (Rlt_dec a b); split; intros; auto; try easy; lra. Qed.
Lemma Rltb_neg a b : Rltb a b = negb (Rleb b a).
Proof. unfold Rltb, Rleb. destruct (Rlt_dec a b), (Rle_dec b a); simpl; auto; lra. Qed.
Lemma Rleb_neg a b : Rleb a b = negb (Rltb b a).
Proof. unfold Rltb, Rleb. destruct (Rlt_dec b a), (Rle_dec a b); simpl; auto; lra. Qed.
Section Inequalities.
Context {X : Type} (A : list X) (p : X -> R).
Hypothesis Lp : law A p.
(** Markov's inequality. *)
Theorem markov f c : 0 < c -> (forall x, In x A -> 0 < p x -> 0 <= f x) -> Pr A p (fun x => Rleb c (f x)) <= Ex A p f / c.
Proof.
  intros C F. rewrite Pr_Ex. unfold Rdiv. rewrite Rmult_comm, <- Ex_scal. apply (Ex_le A p Lp). intros x I P.
  specialize (F x I P). unfold Rleb, ind. destruct (Rle_dec c (f x)).
  - apply (Rmult_le_reg_l c); [exact C|]. rewrite <- Rmult_assoc, Rinv_r by lra. lra.
  - apply Rmult_le_pos; [now apply Rlt_le, Rinv_0_lt_compat|exact F].
Qed.
(** Chebyshev's inequality. *)
Theorem chebyshev f c : 0 < c -> Pr A p (fun x => Rleb c (Rabs (f x - Ex A p f))) <= Var A p f / (c * c).
Proof.
  intros C. apply Rle_trans with (Pr A p (fun x => Rleb (c * c) (Rsqr (f x - Ex A p f)))).
  - apply (Pr_mono A p Lp). intros x _. rewrite !Rleb_true. intros L. rewrite Rsqr_abs. unfold Rsqr. apply Rmult_le_compat; lra.
  - apply markov; [now apply Rmult_lt_0_compat|]. intros. apply Rle_0_sqr.
Qed.
End Inequalities.
(** The weak law of large numbers with a rate: P(|r(Y^m)/m − E r| ≥ ε) ≤ Var r/(mε²). *)
Theorem weak_law {X} (A : list X) p r m eps : law A p -> (1 <= m)%nat -> 0 < eps ->
  Pr (words A m) (power p) (fun w => Rleb eps (Rabs (total r w / INR m - Ex A p r))) <= Var A p r / (INR m * (eps * eps)).
Proof.
  intros L M E. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  pose proof (chebyshev (words A m) (power p) (law_power A p m L) (total r) (INR m * eps) ltac:(now apply Rmult_lt_0_compat)) as C.
  rewrite Var_total, Ex_total in C by exact L.
  replace (Var A p r / (INR m * (eps * eps))) with (INR m * Var A p r / (INR m * eps * (INR m * eps))) by (field; lra).
  apply Rle_trans with (2 := C). apply (Pr_mono _ _ (law_power A p m L)). intros w _. rewrite !Rleb_true. intros K.
  replace (total r w - INR m * Ex A p r) with (INR m * (total r w / INR m - Ex A p r)) by (field; lra).
  rewrite Rabs_mult, (Rabs_right (INR m)) by lra. apply Rmult_le_compat_l; lra.
Qed.

(** ** Tilts and divergences of words *)
Lemma KL_mult {X} (A : list X) p q m : law A p -> law A q -> ac A p q ->
  KL (words A m) (power p) (power q) = INR m * KL A p q.
Proof.
  intros Lp Lq pq. induction m as [|m IH]; [unfold KL; simpl; rewrite xlog_self; ring|].
  unfold KL. rewrite Sum_words_S, S_INR. simpl power.
  rewrite (Sum_ext A _ (fun x => xlog (p x) (q x) + p x * (INR m * KL A p q))).
  - rewrite Sum_plus, Sum_scal_r, (law_sum A p Lp). fold (KL A p q). ring.
  - intros x I. rewrite <- IH. unfold KL. rewrite <- Sum_scal.
    replace (xlog (p x) (q x)) with (Sum (words A m) (fun w => power p w * xlog (p x) (q x)))
      by (rewrite Sum_scal_r, (law_sum _ _ (law_power A p m Lp)); ring).
    rewrite <- Sum_plus. apply Sum_ext. intros w J.
    destruct (law_nonneg _ _ (law_power A p m Lp) w J) as [P|Z]; [|unfold xlog; rewrite <- Z; ring].
    destruct (law_nonneg A p Lp x I) as [Px|Z]; [|unfold xlog; rewrite <- Z; ring].
    assert (Qw : 0 < power q w).
    { destruct (law_nonneg _ _ (law_power A q m Lq) w J) as [Q|Z]; [exact Q|].
      pose proof (ac_power A p q m pq w J (eq_sym Z)). lra. }
    assert (Qx : 0 < q x).
    { destruct (law_nonneg A q Lq x I) as [Q|Z]; [exact Q|]. pose proof (pq x I (eq_sym Z)). lra. }
    rewrite !xlog_sub by (try apply Rmult_lt_0_compat; assumption). rewrite !ln_mult by assumption. ring.
Qed.
(** The letters of a word of positive probability have q > 0: ln of q^m is a total. *)
Lemma ln_power_support {X} (A : list X) p q m w : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  In w (words A m) -> 0 < power p w -> ln (power q w) = total (fun x => ln (q x)) w.
Proof.
  intros L Q I P. apply ln_power. intros x J. apply Q; [eauto using words_letters|eauto using power_pos_letters].
Qed.
(** H of products is m times H. *)
Theorem H_mult {X} (A : list X) p q m : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  H (words A m) (power p) (power q) = INR m * H A p q.
Proof.
  intros L Q. unfold H. replace (INR m * - Sum A (fun x => p x * ln (q x))) with (- (INR m * Ex A p (fun x => ln (q x)))) by (unfold Ex; ring).
  f_equal. rewrite <- Ex_total by exact L. apply Ex_ext. intros w I N.
  eapply ln_power_support; eauto. destruct (law_nonneg _ _ (law_power A p m L) w I); [assumption|congruence].
Qed.

Lemma T_pos_iff {X} (A : list X) q p a x : law A p -> In x A -> (0 < T A q p a x <-> 0 < p x).
Proof. intros L I. split; [now apply T_support|now apply T_pos]. Qed.
Lemma p_ac_T {X} (A : list X) q p a : law A p -> ac A p (T A q p a).
Proof. intros L. apply ac_T; [exact L|]. now intros x _. Qed.
(** The change of measure from the tilt: p = T exp(ln Z − a ln q), letter by letter. *)
Lemma T_density {X} (A : list X) q p a x : law A p -> p x = T A q p a x * exp (ln (Z A q p a) - a * ln (q x)).
Proof.
  intros L. pose proof (Z_pos A p q L a) as P. unfold T, Rpower, Rminus. rewrite exp_plus, exp_Ropp, exp_ln by exact P.
  field. split; [apply Rgt_not_eq, exp_pos|lra].
Qed.
Lemma weight_words {X} (A : list X) p q a m w : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> In w (words A m) ->
  power p w * Rpower (power q w) a = power (fun x => p x * Rpower (q x) a) w.
Proof.
  intros L Q I. rewrite power_mult. destruct (law_nonneg _ _ (law_power A p m L) w I) as [P|E]; [|rewrite <- E; ring].
  f_equal. unfold Rpower. rewrite (ln_power_support A p q m w L Q I P), power_exp. now rewrite total_scal.
Qed.
Lemma Z_words {X} (A : list X) p q a m : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  Z (words A m) (power q) (power p) a = Z A q p a ^ m.
Proof.
  intros L Q. unfold Z at 2. rewrite <- Sum_words_power. apply Sum_ext. intros w I. now apply (weight_words A p q a m).
Qed.
(** Lemma 4: the tilt of memoryless sources is the product of the letter's tilt. *)
Theorem T_words {X} (A : list X) p q a m w : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> In w (words A m) ->
  T (words A m) (power q) (power p) a w = power (T A q p a) w.
Proof.
  intros L Q I. unfold T at 1. rewrite (weight_words A p q a m w L Q I), (Z_words A p q a m L Q).
  rewrite <- (words_length A m w I) at 1. symmetry. apply (power_div (fun x => p x * Rpower (q x) a)).
Qed.
(** Lemma 4: its divergence from the reference, and its cross entropy, are m times the letter's. *)
Theorem KL_T_words {X} (A : list X) p q a m : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  KL (words A m) (T (words A m) (power q) (power p) a) (power p) = INR m * KL A (T A q p a) p.
Proof.
  intros L Q. rewrite <- KL_mult; [|now apply T_law|exact L|apply T_ac].
  apply KL_ext; [intros; now apply T_words|reflexivity].
Qed.
Theorem H_T_words {X} (A : list X) p q a m : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  H (words A m) (T (words A m) (power q) (power p) a) (power q) = INR m * H A (T A q p a) q.
Proof.
  intros L Q. rewrite <- H_mult; [|now apply T_law|].
  - unfold H. f_equal. apply Sum_ext. intros w I. now rewrite T_words.
  - intros x I P. apply Q; [exact I|]. now apply (T_pos_iff A q p a x L I).
Qed.
