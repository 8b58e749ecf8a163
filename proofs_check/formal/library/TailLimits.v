(** Theorems 1 and 3 as limits of tails: −(1/m) log P(information per letter beyond t) tends to KL(T(q,p,β(t))‖φ). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Words Deviations TiltLevels.

(** ** Exponents *)
Lemma nat_above (x : R) : exists n : nat, x < INR n.
Proof.
  destruct (archimed x) as [L _]. exists (Z.to_nat (Z.max 0 (up x))).
  rewrite INR_IZR_INZ, Z2Nat.id by lia. apply Rlt_le_trans with (IZR (up x)); [lra | apply IZR_le; lia].
Qed.
Lemma eventually_large (x : R) : eventually (fun m => (1 <= m)%nat /\ x <= INR m).
Proof.
  destruct (nat_above x) as [n N]. exists (S n). intros m L. split; [lia|]. apply Rlt_le, Rlt_le_trans with (1 := N), le_INR. lia.
Qed.
(** Bounds exp(−m(J ± e)) for every e make J the exponent. *)
Lemma exponent_limit (P : nat -> R) (J : R) :
  (forall e, 0 < e -> eventually (fun m => exp (- INR m * (J + e)) <= P m)) ->
  (forall e, 0 < e -> eventually (fun m => P m <= exp (- INR m * (J - e)))) ->
  is_lim_seq (fun m => - ln (P m) / INR m) J.
Proof.
  intros L U. apply is_lim_seq_spec. intros e. set (e2 := e / 2). assert (E2 : 0 < e2) by (unfold e2; pose proof (cond_pos e); lra).
  destruct (L e2 E2) as [M1 H1]. destruct (U e2 E2) as [M2 H2]. exists (S (M1 + M2)). intros m K.
  specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). assert (Pm : 0 < INR m) by (apply lt_0_INR; lia).
  assert (P0 : 0 < P m) by (eapply Rlt_le_trans; [apply exp_pos|exact H1]).
  apply (ln_le_mono _ _ (exp_pos _)) in H1. apply (ln_le_mono _ _ P0) in H2. rewrite ln_exp in H1, H2.
  assert (A1 : - ln (P m) / INR m <= J + e2).
  { apply (Rmult_le_reg_r (INR m)); [exact Pm|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra. }
  assert (A2 : J - e2 <= - ln (P m) / INR m).
  { apply (Rmult_le_reg_r (INR m)); [exact Pm|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra. }
  apply Rabs_def1; unfold e2 in *; lra.
Qed.
(** A factor that does not vanish has no exponent. *)
Lemma half_absorbed c e : 0 < c -> 0 < e -> eventually (fun m => exp (- INR m * e) <= c).
Proof.
  intros C E. destruct (eventually_large (- ln c / e)) as [M H]. exists M. intros m K. destruct (H m K) as [_ L].
  rewrite <- (exp_ln c C). apply exp_le_mono. apply (Rmult_le_compat_r e) in L; [|lra]. unfold Rdiv in L.
  rewrite Rmult_assoc, Rinv_l in L by lra. lra.
Qed.

Section Tails.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Notation l := (fun x => ln (q x)).
Notation level := (fun g => H A (T A q p g) q).
Notation J := (fun g => KL A (T A q p g) p).

Lemma info_total m w : In w (words A m) -> 0 < power p w -> info q m w = - total l w / INR m.
Proof. intros I P. unfold info. now rewrite (ln_power_support A p q m w Lp qp I P). Qed.
Lemma Pr_info (E : R -> bool) m : Pr (words A m) (power p) (fun w => E (info q m w)) = Pr (words A m) (power p) (fun w => E (- total l w / INR m)).
Proof.
  apply Pr_ext. intros w I N. rewrite info_total; auto. destruct (law_nonneg _ _ (law_power A p m Lp) w I); [assumption|congruence].
Qed.

(** Theorem 3, upper bound at every m ≥ 1: below its mean. *)
Theorem tail_below_le g m : 0 <= g -> (1 <= m)%nat ->
  Pr (words A m) (power p) (fun w => Rleb (info q m w) (level g)) <= exp (- INR m * J g).
Proof.
  intros G M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). rewrite (Pr_info (fun x => Rleb x (level g))).
  apply Rle_trans with (2 := chernoff_above A q p Lp g m G). apply (Pr_mono _ _ (law_power A p m Lp)). intros w _. rewrite !Rleb_true. intros K.
  apply (Rmult_le_compat_l (INR m)) in K; [|lra]. replace (INR m * (- total l w / INR m)) with (- total l w) in K by (field; lra). lra.
Qed.
(** … and above its mean. *)
Theorem tail_above_le g m : g <= 0 -> (1 <= m)%nat ->
  Pr (words A m) (power p) (fun w => Rleb (level g) (info q m w)) <= exp (- INR m * J g).
Proof.
  intros G M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). rewrite (Pr_info (fun x => Rleb (level g) x)).
  apply Rle_trans with (2 := chernoff_below A q p Lp g m G). apply (Pr_mono _ _ (law_power A p m Lp)). intros w _. rewrite !Rleb_true. intros K.
  apply (Rmult_le_compat_l (INR m)) in K; [|lra]. replace (INR m * (- total l w / INR m)) with (- total l w) in K by (field; lra). lra.
Qed.

(** A window around the level of any tilt, of any width: its exponent is at most J + |g|e. *)
Lemma window_exponent g e d : 0 < e -> 0 < d -> eventually (fun m =>
  exp (- INR m * (J g + Rabs g * e + d)) <= Pr (words A m) (power p) (fun w => Rltb (Rabs (info q m w - level g)) e)).
Proof.
  intros E D. set (V := Var A (T A q p g) l).
  destruct (half_absorbed (1 / 2) d ltac:(lra) D) as [M1 H1]. destruct (eventually_large (2 * V / (e * e))) as [M2 H2].
  exists (M1 + M2)%nat. intros m K. specialize (H1 m ltac:(lia)). destruct (H2 m ltac:(lia)) as [K1 K2].
  assert (P : 0 < INR m) by (apply lt_0_INR; lia). rewrite (Pr_info (fun x => Rltb (Rabs (x - level g)) e)).
  pose proof (window_below A q p Lp g m e K1 E) as W. fold V in W. apply Rle_trans with (2 := W).
  replace (- INR m * (J g + Rabs g * e + d)) with (- INR m * d + - INR m * (J g + Rabs g * e)) by (cbv beta; ring).
  rewrite exp_plus. apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|]. apply Rle_trans with (1 := H1).
  assert (EE : 0 < e * e) by (now apply Rmult_lt_0_compat).
  assert (V / (INR m * (e * e)) <= 1 / 2); [|lra].
  apply (Rmult_le_reg_r (INR m * (e * e))); [now apply Rmult_lt_0_compat|].
  unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply Rgt_not_eq; now apply Rmult_lt_0_compat).
  apply (Rmult_le_compat_r (e * e)) in K2; [|lra]. unfold Rdiv in K2. rewrite Rmult_assoc, Rinv_l in K2 by lra. lra.
Qed.

Hypothesis nc : varies A p q.
(** Just beyond the level of a tilt: the exponent is at most J. The sign s says on which side. *)
Lemma beyond_exponent s g e : s * s = 1 -> 0 <= s * g -> 0 < e -> eventually (fun m =>
  exp (- INR m * (J g + e)) <= Pr (words A m) (power p) (fun w => Rleb (s * info q m w) (s * level g))).
Proof.
  intros S2 G E. set (B := s * g + 1). assert (B1 : 0 < B) by (unfold B; lra).
  set (e1 := e / (4 * B)). assert (E1 : 0 < e1) by (apply Rdiv_lt_0_compat; lra).
  destruct (level_continuous A q p Lp g e1 E1) as [d [D C]]. set (u := Rmin (d / 2) 1).
  assert (U : 0 < u <= 1) by (unfold u; split; [apply Rmin_glb_lt; lra|apply Rmin_r]).
  assert (U' : u < d) by (unfold u; pose proof (Rmin_l (d / 2) 1); lra).
  assert (S : s = 1 \/ s = -1) by (destruct (Rmult_integral (s - 1) (s + 1)); [replace ((s - 1) * (s + 1)) with (s * s - 1) by ring; lra|left; lra|right; lra]).
  set (g' := g + s * u). specialize (C g' ltac:(unfold g'; replace (g + s * u - g) with (s * u) by ring; destruct S as [-> | ->];
    [rewrite Rmult_1_l, Rabs_right|replace (-1 * u) with (- u) by ring; rewrite Rabs_Ropp, Rabs_right]; lra)).
  assert (Lt : 0 < s * (level g - level g')).
  { destruct S as [-> | ->]; unfold g'.
    - pose proof (H_strictly_decreasing A p q Lp qp nc g (g + 1 * u) ltac:(lra)). lra.
    - pose proof (H_strictly_decreasing A p q Lp qp nc (g + -1 * u) g ltac:(lra)). lra. }
  set (h := s * (level g - level g')). fold h in Lt.
  assert (Hh : h < e1). { apply Rabs_def2 in C. unfold h. destruct S as [-> | ->]; lra. }
  assert (Sg : s * g' = s * g + u) by (unfold g'; rewrite Rmult_plus_distr_l, <- Rmult_assoc, S2; ring).
  assert (Ag : Rabs g' <= B).
  { replace g' with (s * (s * g')) by (rewrite <- Rmult_assoc, S2; ring). rewrite Rabs_mult, Sg, (Rabs_right (s * g + u)) by lra.
    unfold B. destruct S as [-> | ->]; [rewrite Rabs_R1|rewrite Rabs_left by lra]; lra. }
  assert (Jg : J g' <= J g + B * h).
  { pose proof (three_point A p q Lp (T A q p g) g' (T_law A p q Lp g) (T_ac A p q g)) as TP.
    pose proof (KL_nonneg A (T A q p g) (T A q p g') (T_law A p q Lp g) (T_law A p q Lp g') (ac_T A p q Lp _ g' (T_ac A p q g))) as N.
    assert (g' * (level g - level g') = (s * g') * h) by (unfold h; replace (s * g' * (s * (level g - level g'))) with (s * s * (g' * (level g - level g'))) by ring; rewrite S2; ring).
    assert ((s * g') * h <= B * h) by (apply Rmult_le_compat_r; [lra|rewrite Sg; unfold B; lra]). cbv beta in *. lra. }
  destruct (window_exponent g' h (e / 4) Lt ltac:(lra)) as [M HM]. exists M. intros m K. specialize (HM m K).
  assert (Bh : B * h <= e / 4).
  { replace (e / 4) with (B * e1) by (unfold e1; field; lra). apply Rmult_le_compat_l; lra. }
  assert (Rabs g' * h <= B * h) by (apply Rmult_le_compat_r; lra).
  eapply Rle_trans; [|eapply Rle_trans; [exact HM|apply (Pr_mono _ _ (law_power A p m Lp))]].
  - apply exp_le_mono. rewrite <- !Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|]. cbv beta in *. lra.
  - intros w _. rewrite Rltb_true, Rleb_true. intros W. apply Rabs_def2 in W. unfold h in W. destruct S as [-> | ->]; cbv beta in *; lra.
Qed.

(** Theorem 3 below the mean: −(1/m) log P(−(1/m) log q^m(Y^m) ≤ t) → KL(T(q,p,β)‖p), t = H(T(q,p,β)‖q), β ≥ 0. *)
Theorem tail_limit_below g : 0 <= g ->
  is_lim_seq (fun m => - ln (Pr (words A m) (power p) (fun w => Rleb (info q m w) (level g))) / INR m) (J g).
Proof.
  intros G. apply exponent_limit; intros e E.
  - destruct (beyond_exponent 1 g e ltac:(ring) ltac:(lra) E) as [M HM]. exists M. intros m K. specialize (HM m K).
    erewrite Pr_ext; [exact HM|]. intros w _ _. cbv beta. now rewrite !Rmult_1_l.
  - exists 1%nat. intros m K. eapply Rle_trans; [now apply tail_below_le|]. apply exp_le_mono.
    rewrite <- !Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|lra].
Qed.
(** Theorem 3 above the mean. *)
Theorem tail_limit_above g : g <= 0 ->
  is_lim_seq (fun m => - ln (Pr (words A m) (power p) (fun w => Rleb (level g) (info q m w))) / INR m) (J g).
Proof.
  intros G. apply exponent_limit; intros e E.
  - destruct (beyond_exponent (-1) g e ltac:(ring) ltac:(lra) E) as [M HM]. exists M. intros m K. specialize (HM m K).
    erewrite Pr_ext; [exact HM|]. intros w _ _. cbv beta. unfold Rleb.
    destruct (Rle_dec (H A (T A q p g) q) (info q m w)), (Rle_dec (-1 * info q m w) (-1 * H A (T A q p g) q)); auto; exfalso; lra.
  - exists 1%nat. intros m K. eapply Rle_trans; [now apply tail_above_le|]. apply exp_le_mono.
    rewrite <- !Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|lra].
Qed.
End Tails.

(** Theorem 1: the same for the tilt φ = T(q,p,a); the tilt of φ at the level t is T(q,p,β(t)). *)
Section Aligned.
Context {X : Type} (A : list X) (q p : X -> R) (a : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Let phi := T A q p a.
Lemma phi_support x : In x A -> 0 < phi x -> 0 < q x.
Proof. intros I P. apply qp; [exact I|]. now apply (T_support A p q Lp a x I). Qed.
Lemma phi_varies : varies A phi q.
Proof. destruct nc as [x [y [I [J [P [Q L]]]]]]. exists x, y. repeat split; auto; now apply T_pos. Qed.
Lemma tilt_of_phi b : H A (T A q phi (b - a)) q = H A (T A q p b) q /\ KL A (T A q phi (b - a)) phi = KL A (T A q p b) phi.
Proof.
  assert (E : forall x, In x A -> T A q phi (b - a) x = T A q p b x).
  { intros x _. unfold phi. rewrite (lemma9 A p q Lp). f_equal. ring. }
  split; [unfold H; f_equal; apply Sum_ext; intros x I; now rewrite E|now apply KL_ext].
Qed.
(** Theorem 1 below the mean H(φ‖q): β(t) ≥ α. *)
Theorem theorem1_below b : a <= b ->
  is_lim_seq (fun m => - ln (Pr (words A m) (power phi) (fun w => Rleb (info q m w) (H A (T A q p b) q))) / INR m) (KL A (T A q p b) phi).
Proof.
  intros L. destruct (tilt_of_phi b) as [E1 E2]. rewrite <- E1, <- E2.
  apply (tail_limit_below A q phi (T_law A p q Lp a) phi_support phi_varies). lra.
Qed.
(** Theorem 1 above the mean: β(t) ≤ α. *)
Theorem theorem1_above b : b <= a ->
  is_lim_seq (fun m => - ln (Pr (words A m) (power phi) (fun w => Rleb (H A (T A q p b) q) (info q m w))) / INR m) (KL A (T A q p b) phi).
Proof.
  intros L. destruct (tilt_of_phi b) as [E1 E2]. rewrite <- E1, <- E2.
  apply (tail_limit_above A q phi (T_law A p q Lp a) phi_support phi_varies). lra.
Qed.
End Aligned.
