(** Single steps of the paper's proofs, decided one by one. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling Witnesses.

(** ** Tilts *)
Section Tilts.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
(** Lemma 9's display writes q^(αβ): that is the tilt by α + β only where αβ = α + β. *)
Theorem lemma9_as_printed a b : varies A p q ->
  ((forall x, In x A -> T A q (T A q p a) b x = T A q p (a * b) x) <-> a * b = a + b).
Proof.
  intros nc. split.
  - intros E. destruct (Req_dec (a * b) (a + b)) as [|N]; [assumption|exfalso].
    destruct (tilts_differ A p q Lp qp nc (a + b) (a * b) (not_eq_sym N)) as [x [I D]]. apply D. rewrite <- E by exact I.
    symmetry. now apply lemma9.
  - intros -> x _. now apply lemma9.
Qed.
(** Figure 1: within the budget of the tilt and at its cross entropy there is only the tilt. *)
Theorem contours_meet_once a psi : law A psi -> ac A psi p -> KL A psi p <= KL A (T A q p a) p ->
  H A psi q = H A (T A q p a) q -> forall x, In x A -> psi x = T A q p a x.
Proof.
  intros Ls pp B E. pose proof (three_point A p q Lp psi a Ls pp) as I3. pose proof (ac_T A p q Lp psi a pp) as aT.
  apply (KL_zero_iff A psi _ Ls (T_law A p q Lp a) aT). pose proof (KL_nonneg A psi _ Ls (T_law A p q Lp a) aT). rewrite E in I3. lra.
Qed.
(** The rate is 0 at the tilt by 0 only, where the level is H(p‖q). *)
Theorem rate_zero_iff b : varies A p q -> (KL A (T A q p b) p = 0 <-> b = 0).
Proof.
  intros nc. assert (Z0 : KL A (T A q p 0) p = 0).
  { rewrite (KL_ext A _ p p p); [apply KL_self| |reflexivity]. intros. now apply T_at_0. }
  split; [|now intros ->]. intros E. destruct (Rtotal_order b 0) as [L|[Q|L]]; [|exact Q|].
  - pose proof (KL_strictly_decreasing A p q Lp qp nc b 0 ltac:(lra) L). lra.
  - pose proof (KL_strictly_increasing A p q Lp qp nc 0 b ltac:(lra) L). lra.
Qed.
(** Case (c): at a level c the rate is 0 exactly if c = H(p‖q), whichever q is; c = H(q) is that only where H(q) = H(p‖q). *)
Theorem rate_zero_level b c : varies A p q -> H A (T A q p b) q = c -> (KL A (T A q p b) p = 0 <-> c = H A p q).
Proof.
  intros nc <-. rewrite (rate_zero_iff b nc). symmetry. now apply (H_tilt_sign A p q Lp qp nc).
Qed.
End Tilts.

(** Cases (a) and (b): tilts of the uniform law u, T(q, u, 1) = q. *)
Section Uniform.
Context {X : Type} (A : list X) (u q : X -> R) (c : R).
Hypothesis Lu : law A u.
Hypothesis uc : forall x, In x A -> u x = c.
Hypothesis Lq : law A q.
Hypothesis Pq : positive A q.
Hypothesis nc : varies A u q.
Lemma tilt_of_uniform x : In x A -> T A q u 1 x = q x.
Proof.
  intros I. assert (Pc : 0 < c).
  { destruct (law_support A u Lu) as [y [J P]]. rewrite <- (uc y J). exact P. }
  assert (E : Z A q u 1 = c).
  { unfold Z. rewrite (Sum_ext A _ (fun y => c * q y)); [rewrite Sum_scal, (law_sum A q Lq); ring|].
    intros y J. rewrite (uc y J), Rpower_1 by now apply Pq. ring. }
  unfold T. rewrite E, (uc x I), Rpower_1 by now apply Pq. field. lra.
Qed.
Lemma H_at_1 : H A (T A q u 1) q = H A q q.
Proof. unfold H. f_equal. apply Sum_ext. intros x I. now rewrite tilt_of_uniform. Qed.
Lemma H_order a b : H A (T A q u a) q < H A (T A q u b) q <-> b < a.
Proof.
  assert (M : forall s t, s < t -> H A (T A q u t) q < H A (T A q u s) q).
  { intros s t L. apply H_strictly_decreasing; [exact Lu|intros; now apply Pq|exact nc|exact L]. }
  split; [|apply M]. intros L. destruct (Rtotal_order b a) as [G|[->|G]]; [exact G|lra|]. specialize (M _ _ G). lra.
Qed.
Lemma H_at_0 : H A (T A q u 0) q = H A u q.
Proof. unfold H. f_equal. apply Sum_ext. intros x I. now rewrite T_at_0. Qed.
(** α(t) is in (0, 1) exactly for levels t between H(q) and H(u‖q), not up to log 1/ζ: beyond, it is negative. *)
Theorem case_a a : 0 < a < 1 <-> H A q q < H A (T A q u a) q < H A u q.
Proof. rewrite <- H_at_1, <- H_at_0, !H_order. tauto. Qed.
Theorem case_a_beyond a : a < 0 <-> H A u q < H A (T A q u a) q.
Proof. rewrite <- H_at_0, H_order. tauto. Qed.
(** α(t) > 1 exactly below H(q). *)
Theorem case_b a : 1 < a <-> H A (T A q u a) q < H A q q.
Proof. rewrite <- H_at_1, H_order. tauto. Qed.
End Uniform.

(** B(q, α, 0) does not lie in the interior of B(q, α, ε): beside every law of a level below −log q(y) there are laws
    of a higher level, as near as one likes. *)
Theorem not_interior {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (psi q : X -> R) y eta :
  NoDup A -> law A psi -> In y A -> H A psi q < - ln (q y) -> 0 < eta ->
  exists phi, law A phi /\ (forall x, In x A -> Rabs (phi x - psi x) <= eta) /\ H A psi q < H A phi q.
Proof.
  intros ND Ls Iy L e0. set (d x := if dec x y then 1 else 0). set (t := Rmin 1 eta).
  assert (t0 : 0 < t <= 1) by (unfold t; split; [apply Rmin_glb_lt; lra|apply Rmin_l]).
  assert (te : t <= eta) by apply Rmin_r. exists (fun x => (1 - t) * psi x + t * d x).
  assert (S : forall f, Sum A (fun x => d x * f x) = f y) by (intros; now apply Sum_ind_eq).
  assert (S1 : Sum A d = 1).
  { rewrite <- (S (fun _ => 1)). apply Sum_ext. intros. ring. }
  split; [split|split].
  - intros x I. pose proof (law_nonneg A psi Ls x I). assert (0 <= d x) by (unfold d; destruct (dec x y); lra).
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra.
  - rewrite Sum_plus, !Sum_scal, (law_sum A psi Ls), S1. ring.
  - intros x I. pose proof (law_nonneg A psi Ls x I). pose proof (law_le_1 A psi Ls x I).
    replace ((1 - t) * psi x + t * d x - psi x) with (t * (d x - psi x)) by ring. rewrite Rabs_mult, (Rabs_pos_eq t) by lra.
    apply Rle_trans with (t * 1); [|lra]. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. unfold d. destruct (dec x y); lra.
  - assert (E : H A (fun x => (1 - t) * psi x + t * d x) q = (1 - t) * H A psi q + t * - ln (q y)).
    { unfold H. rewrite (Sum_ext A _ (fun x => (1 - t) * (psi x * ln (q x)) + t * (d x * ln (q x)))) by (intros; ring).
      rewrite Sum_plus, !Sum_scal, (S (fun x => ln (q x))). ring. }
    rewrite E. assert (0 < t * (- ln (q y) - H A psi q)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(** ** The bounds on the product in the proof of the type lemma *)
(** N − 1 factors are not below the N-th power: x^N < x^(N−1) for 0 < x < 1. *)
Theorem power_step x N : 0 < x < 1 -> (1 <= N)%nat -> x ^ N < x ^ (N - 1).
Proof.
  intros B HN. replace N with (S (N - 1)) at 1 by lia. simpl. pose proof (pow_lt x (N - 1) ltac:(lra)).
  rewrite <- (Rmult_1_l (x ^ (N - 1))) at 2. apply Rmult_lt_compat_r; lra.
Qed.
(** (1 − e^{−mD})^N exceeds e^{−m(D − δ)} as soon as the latter is below 1/2, for N ≤ e^{mδ}: the printed bound fails. *)
Theorem plus_bound_fails m D d N : INR N <= exp (m * d) -> 0 <= m * D -> exp (- (m * (D - d))) < 1 / 2 ->
  exp (- (m * (D - d))) < (1 - exp (- (m * D))) ^ N.
Proof.
  intros HN mD half. pose proof (exp_pos (- (m * D))) as P. assert (E1 : exp (- (m * D)) <= 1).
  { rewrite <- exp_0. apply exp_le_mono. lra. }
  pose proof (bernoulli (exp (- (m * D))) N ltac:(lra)) as B.
  assert (U : INR N * exp (- (m * D)) <= exp (- (m * (D - d)))).
  { replace (- (m * (D - d))) with (m * d + - (m * D)) by ring. rewrite exp_plus. apply Rmult_le_compat_r; lra. }
  lra.
Qed.
(** The double-exponential bound: (1 − e^{−mD})^N ≤ exp(−e^{m(δ − D)}) for N ≥ e^{mδ}. *)
Theorem double_exponential m D d N : exp (m * d) <= INR N -> 0 <= m * D -> (1 - exp (- (m * D))) ^ N <= exp (- exp (m * (d - D))).
Proof.
  intros HN mD. set (x := exp (- (m * D))). assert (x0 : 0 < x) by apply exp_pos.
  assert (x1 : x <= 1) by (unfold x; rewrite <- exp_0; apply exp_le_mono; lra).
  apply Rle_trans with (exp (- x) ^ N).
  - apply pow_incr. split; [lra|]. pose proof (exp_ge_1 (- x)). lra.
  - rewrite <- (exp_ln (exp (- x) ^ N)) by (apply pow_lt, exp_pos). rewrite ln_pow, ln_exp by apply exp_pos. apply exp_le_mono.
    replace (m * (d - D)) with (m * d + - (m * D)) by ring. rewrite exp_plus. fold x.
    assert (exp (m * d) * x <= INR N * x) by (apply Rmult_le_compat_r; lra). lra.
Qed.
(** (1 − 1/x)^x ≤ 1/e for x > 1. *)
Theorem one_over_e x : 1 < x -> Rpower (1 - / x) x <= exp (-1).
Proof.
  intros L. assert (I : 0 < / x < 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra. }
  unfold Rpower. apply exp_le_mono. pose proof (ln_le_sub1 (1 - / x) ltac:(lra)) as B.
  apply Rle_trans with (x * (1 - / x - 1)); [apply Rmult_le_compat_l; lra|]. right. field. lra.
Qed.
(** The third bullet: KL(λ‖T) > 0 exactly if λ is not T (printed: if and only if it is). *)
Theorem positive_unless_equal {X} (A : list X) lam t : law A lam -> law A t -> ac A lam t ->
  (0 < KL A lam t <-> ~ forall x, In x A -> lam x = t x).
Proof.
  intros Ll Lt lt. rewrite <- (KL_zero_iff A lam t Ll Lt lt). pose proof (KL_nonneg A lam t Ll Lt lt). split; intros; lra.
Qed.

(** ** Assumptions 1 and 2 *)
(** A tilt of a law with distinct entries may have equal ones: p = (2/3, 1/3), q = (1/3, 2/3), a = 1. *)
Theorem tilt_of_distinct : T (letters 2) (two (1/3)) (two (2/3)) 1 0%nat = T (letters 2) (two (1/3)) (two (2/3)) 1 1%nat.
Proof.
  unfold T. f_equal. unfold two. rewrite !Rpower_1 by lra. field.
Qed.
(** Distinct entries do not give distinct types distinct rewards: q = (1/7, 2/7, 4/7), the words 02 and 11. *)
Definition sevenths (k : nat) : R := match k with O => 1/7 | 1 => 2/7 | _ => 4/7 end.
Theorem equal_rewards : law (letters 3) sevenths /\ sevenths 0 <> sevenths 1 /\ sevenths 0 <> sevenths 2 /\ sevenths 1 <> sevenths 2 /\
  power sevenths [0; 2]%nat = power sevenths [1; 1]%nat.
Proof.
  repeat split; try (simpl; lra). intros [|[|k]] _; simpl; lra.
Qed.
(** The reward log q^m of a law q is at most 0. *)
Theorem reward_bounded {X} (A : list X) q m w : law A q -> In w (words A m) -> ln (power q w) <= 0.
Proof. intros L I. apply ln_nonpos. now apply (law_le_1 (words A m) (power q) (law_power A q m L)). Qed.
(** Lemma 3: E_{Δ,2} is not the second cumulant, which is a variance: it is negative at φ = (1/2, 1/2), q = (1/4, 3/4). *)
Theorem not_a_cumulant : let phi := two (1/2) in let q := two (1/4) in
  / 2 * ln (Ex (letters 2) phi (fun y => Rpower (q y) 2)) < 0 /\ 0 <= Var (letters 2) phi (fun y => ln (q y)).
Proof.
  split.
  - unfold Ex, two. cbv beta iota delta [Sum letters seq]. change 2 with (INR 2) at 3 5. rewrite !Rpower_pow by lra.
    match goal with |- _ * ln ?v < 0 => replace v with (5 / 16) by (simpl; field) end.
    pose proof (ln_le_sub1 (5 / 16) ltac:(lra)). lra.
  - apply Ex_nonneg; [apply two_law; lra|]. intros. apply Rle_0_sqr.
Qed.

(** ** Types and Lemma 8 *)
Section Types.
Context {X : Type}.
Variable dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (q : X -> R).
Hypothesis ND : NoDup A.
Lemma counted f w : (forall x, In x w -> In x A) -> Sum A (fun x => INR (count_occ dec w x) * f x) = total f w.
Proof.
  induction w as [|y w IH]; intros I; [apply Sum_zero; intros; simpl; ring|]. simpl total.
  rewrite <- IH by (intros; apply I; simpl; auto). rewrite <- (Sum_ind_eq dec A f y ND (I y (or_introl eq_refl))), <- Sum_plus.
  apply Sum_ext. intros x _. simpl. destruct (dec y x) as [<-|N].
  - rewrite S_INR. destruct (dec y y); [ring|easy].
  - destruct (dec x y) as [->|]; [easy|ring].
Qed.
(** −(1/m) log q^m(w) is the cross entropy of the type of w. *)
Theorem info_of_type m w : positive A q -> (1 <= m)%nat -> In w (words A m) -> info q m w = H A (freq dec w) q.
Proof.
  intros Pq Hm I. apply in_words in I. destruct I as [Lw I]. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  unfold info, H. rewrite ln_power by (intros; now apply Pq, I). rewrite <- (counted _ w I).
  rewrite (Sum_ext A (fun x => freq dec w x * ln (q x)) (fun x => / INR m * (INR (count_occ dec w x) * ln (q x)))).
  - rewrite Sum_scal. field. lra.
  - intros x _. unfold freq. rewrite Lw. field. lra.
Qed.
(** Lemma 8's inclusions hold for every m ≥ 1, every law phi for the tilt, and with ε for 2ε. *)
Theorem lemma8_D m w phi eps : positive A q -> (1 <= m)%nat -> In w (words A m) ->
  Rabs (info q m w - H A phi q) <= eps -> H A (freq dec w) q - H A phi q <= eps.
Proof. intros Pq Hm I B. rewrite <- (info_of_type m w) by assumption. apply Rabs_le_between in B. lra. Qed.
Theorem lemma8_E m w phi eps : positive A q -> (1 <= m)%nat -> In w (words A m) ->
  Rabs (info q m w - H A phi q) <= eps -> - eps <= H A (freq dec w) q - H A phi q.
Proof. intros Pq Hm I B. rewrite <- (info_of_type m w) by assumption. apply Rabs_le_between in B. lra. Qed.
Theorem lemma8_B m w phi eps : positive A q -> (1 <= m)%nat -> In w (words A m) ->
  0 <= H A phi q - H A (freq dec w) q <= eps -> Rabs (info q m w - H A phi q) <= eps.
Proof. intros Pq Hm I B. rewrite (info_of_type m w) by assumption. apply Rabs_le. lra. Qed.
(** The reward of w is at most that of v exactly if H(t(w)‖q) ≥ H(t(v)‖q) (printed: ≤). *)
Theorem reward_order m v w : positive A q -> (1 <= m)%nat -> In v (words A m) -> In w (words A m) ->
  (ln (power q w) <= ln (power q v) <-> H A (freq dec v) q <= H A (freq dec w) q).
Proof.
  intros Pq Hm Iv Iw. rewrite <- (info_of_type m v), <- (info_of_type m w) by assumption. unfold info.
  assert (P : 0 < / INR m) by (apply Rinv_0_lt_compat, lt_0_INR; lia). unfold Rdiv. split; intros L.
  - apply Rmult_le_compat_r; lra.
  - apply Rmult_le_reg_r in L; lra.
Qed.
(** The information per letter lies in [0, log 1/ζ] for a law q ≥ ζ > 0. *)
Theorem info_range m w z : law A q -> 0 < z -> (forall x, In x A -> z <= q x) -> (1 <= m)%nat -> In w (words A m) ->
  0 <= info q m w <= ln (1 / z).
Proof.
  intros L z0 B Hm I. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (reward_bounded A q m w L I) as U. unfold info. split.
  - apply Rmult_le_pos; [lra|left; now apply Rinv_0_lt_compat].
  - apply Rmult_le_reg_r with (INR m); [exact P|]. replace (- ln (power q w) / INR m * INR m) with (- ln (power q w)) by (field; lra).
    rewrite ln_div, ln_1 by lra. apply in_words in I. destruct I as [<- I].
    rewrite ln_power by (intros x J; specialize (B x (I x J)); lra). clear U P Hm. induction w as [|x w IH]; [simpl; lra|].
    pose proof (ln_le_mono z (q x) z0 (B x (I x (or_introl eq_refl)))) as Lx. specialize (IH (fun s J => I s (or_intror J))).
    change (total (fun s => ln (q s)) (x :: w)) with (ln (q x) + total (fun s => ln (q s)) w).
    change (length (x :: w)) with (S (length w)). rewrite S_INR. lra.
Qed.
End Types.
