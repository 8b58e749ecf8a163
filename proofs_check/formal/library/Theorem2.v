(** Lemma 7 and Theorem 2 as limits, the type lemma, and the failure of Theorem 2 where the optimum misses letters. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling Calculus BestOfN Words TailLimits Growing.

(** ** Rates *)
Lemma limit_from_rate (u : nat -> R) (L K : R) : (forall m, (1 <= m)%nat -> Rabs (u m - L) <= K / sqrt (INR m)) -> is_lim_seq u L.
Proof.
  intros B. apply is_lim_seq_spec. intros e. pose proof (cond_pos e) as E. set (k := Rabs K + 1).
  assert (K0 : 0 < k) by (unfold k; pose proof (Rabs_pos K); lra).
  destruct (eventually_large ((k / e) * (k / e))) as [M H]. exists M. intros m Lm. destruct (H m Lm) as [M1 M2].
  assert (P : 0 < INR m) by (apply lt_0_INR; lia). assert (Y : 0 < sqrt (INR m)) by now apply sqrt_lt_R0.
  assert (ke : 0 < k / e) by now apply Rdiv_lt_0_compat.
  assert (Q : k / e <= sqrt (INR m)) by (rewrite <- (sqrt_square (k / e)) by lra; now apply sqrt_le_1_alt).
  eapply Rle_lt_trans; [now apply B|]. apply (Rmult_lt_reg_r (sqrt (INR m))); [exact Y|].
  unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply Rlt_le_trans with k; [unfold k; pose proof (Rle_abs K); lra|].
  apply (Rmult_le_compat_l e) in Q; [|lra]. replace (e * (k / e)) with k in Q by (field; lra). lra.
Qed.
Lemma over_m K m : (1 <= m)%nat -> 0 <= K -> K / INR m <= K / sqrt (INR m).
Proof.
  intros M K0. assert (M1 : 1 <= INR m) by (apply (le_INR 1); exact M). assert (Y : 1 <= sqrt (INR m)) by (rewrite <- sqrt_1; now apply sqrt_le_1_alt).
  apply Rmult_le_compat_l; [exact K0|]. apply Rinv_le_contravar; [lra|].
  rewrite <- (sqrt_sqrt (INR m)) at 2 by lra. rewrite <- (Rmult_1_l (sqrt (INR m))) at 1. apply Rmult_le_compat_r; lra.
Qed.
Lemma sqrt_over_m C m : (1 <= m)%nat -> C * sqrt (INR m) / INR m = C / sqrt (INR m).
Proof.
  intros M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). assert (Y : 0 < sqrt (INR m)) by now apply sqrt_lt_R0.
  rewrite <- (sqrt_sqrt (INR m)) at 2 by lra. field. lra.
Qed.
(** Rounding exp(mδ) down, or up, loses at most a factor 2. *)
Lemma about_rounded delta N : 0 <= delta -> (forall m, exp (INR m * delta) - 1 < INR (N m) < exp (INR m * delta) + 1) -> (forall m, (1 <= N m)%nat) ->
  about 2 delta N.
Proof.
  intros D B P. split; [lra|]. intros m. split; [apply P|]. specialize (B m). specialize (P m). apply (le_INR 1) in P. simpl in P.
  assert (1 <= exp (INR m * delta)) by (rewrite <- exp_0; apply exp_le_mono, Rmult_le_pos; [apply pos_INR|exact D]). lra.
Qed.

(** ** A large deviation bound for means of bounded functions, and what a law near φ^m in divergence makes of it *)
Section Transport.
Context {X : Type} (A : list X) (phi : X -> R).
Hypothesis Lf : law A phi.
(** Donsker–Varadhan: E_π f ≤ KL(π‖φ) + log E_φ e^f. *)
Theorem mean_le_KL pi f : law A pi -> ac A pi phi -> Ex A pi f <= KL A pi phi + ln (Ex A phi (fun x => exp (f x))).
Proof.
  intros Lp pf. set (q := fun x => exp (f x)).
  pose proof (KL_to_tilt A phi q Lf pi 1 Lp pf) as E.
  pose proof (KL_nonneg A pi (T A q phi 1) Lp (T_law A phi q Lf 1) (ac_T A phi q Lf pi 1 pf)) as G.
  assert (Hq : H A pi q = - Ex A pi f) by (unfold H, q; f_equal; apply Sum_ext; intros; now rewrite ln_exp).
  assert (Zq : Z A q phi 1 = Ex A phi (fun x => exp (f x))).
  { apply Sum_ext. intros x _. unfold Rpower, q. now rewrite ln_exp, Rmult_1_l. }
  rewrite Hq, Zq in E. fold q in E. lra.
Qed.
(** An event that φ gives at most c e^{−s} has under π at most (KL(π‖φ) + log(1 + c))/s. *)
Theorem event_transport pi E s c : law A pi -> ac A pi phi -> 0 < s -> 0 <= c -> Pr A phi E <= c * exp (- s) ->
  Pr A pi E <= (KL A pi phi + ln (1 + c)) / s.
Proof.
  intros Lp pf S C B. pose proof (mean_le_KL pi (fun x => s * ind (E x)) Lp pf) as D.
  rewrite Ex_scal, <- Pr_Ex in D.
  assert (M : Ex A phi (fun x => exp (s * ind (E x))) <= 1 + c).
  { rewrite (Ex_ext A phi _ (fun x => 1 + (exp s - 1) * ind (E x))).
    - rewrite Ex_plus, Ex_scal, (Ex_const A phi Lf), <- Pr_Ex.
      assert (0 <= exp s - 1) by (pose proof (exp_ge_1 s); lra).
      assert ((exp s - 1) * Pr A phi E <= exp s * (c * exp (- s))).
      { apply Rmult_le_compat; try lra. now apply Pr_nonneg. }
      assert (exp s * (c * exp (- s)) = c) by (rewrite exp_Ropp; field; apply Rgt_not_eq, exp_pos). lra.
    - intros x _ _. destruct (E x); simpl; rewrite ?Rmult_1_r, ?Rmult_0_r, ?exp_0; ring. }
  apply (ln_le_mono _ _ (Ex_exp_pos A phi Lf (fun x => s * ind (E x)))) in M.
  apply (Rmult_le_reg_l s); [exact S|]. replace (s * ((KL A pi phi + ln (1 + c)) / s)) with (KL A pi phi + ln (1 + c)) by (field; lra). lra.
Qed.
End Transport.

Lemma exp_le_quadratic u : u <= 1 / 2 -> exp u <= 1 + u + 2 * (u * u).
Proof.
  intros U. pose proof (exp_ge_1 (- u)) as E. rewrite exp_Ropp in E. pose proof (exp_pos u) as P.
  assert (Q : exp u * (1 - u) <= 1).
  { apply (Rmult_le_compat_l (exp u)) in E; [|lra]. rewrite Rinv_r in E by lra. lra. }
  apply (Rmult_le_reg_r (1 - u)); [lra|]. apply Rle_trans with (1 := Q).
  replace ((1 + u + 2 * (u * u)) * (1 - u)) with (1 + u * u * (1 - 2 * u)) by ring.
  assert (0 <= u * u * (1 - 2 * u)); [|lra]. apply Rmult_le_pos; [apply Rle_0_sqr|lra].
Qed.
Section Mean.
Context {X : Type} (A : list X) (phi f : X -> R).
Hypothesis Lf : law A phi.
Hypothesis bounded : forall x, In x A -> 0 < phi x -> Rabs (f x - Ex A phi f) <= 1.
(** P(total f ≥ m(E f + ε)) ≤ e^{−mε²/8} for |f − E f| ≤ 1 and 0 < ε ≤ 2. *)
Theorem mean_tail m e : 0 < e <= 2 ->
  Pr (words A m) (power phi) (fun w => Rleb (INR m * (Ex A phi f + e)) (total f w)) <= exp (- (INR m * (e * e / 8))).
Proof.
  intros E. set (mu := Ex A phi f) in *. set (L := e / 4). set (h := fun x => f x - mu).
  pose proof (moment_of_total A phi h L m) as M.
  assert (B : Ex A phi (fun x => exp (L * h x)) <= exp (2 * (L * L))).
  { apply Rle_trans with (Ex A phi (fun x => 1 + (L * h x + 2 * (L * L)))).
    - apply (Ex_le A phi Lf). intros x I P. specialize (bounded x I P). apply Rabs_le_between in bounded.
      assert (L * h x <= L * 1) by (apply Rmult_le_compat_l; unfold L, h; fold mu in bounded; lra).
      eapply Rle_trans; [apply exp_le_quadratic; unfold L in *; lra|].
      assert (h x * h x <= 1) by (unfold h; fold mu in bounded; nra).
      assert (L * L * (h x * h x) <= L * L * 1) by (apply Rmult_le_compat_l; [apply Rle_0_sqr|assumption]). lra.
    - rewrite Ex_plus, Ex_plus, Ex_scal, !(Ex_const A phi Lf). unfold h. rewrite Ex_minus, (Ex_const A phi Lf). fold mu.
      pose proof (exp_ge_1 (2 * (L * L))). lra. }
  pose proof (law_power A phi m Lf) as Lm.
  set (K := exp (L * (INR m * e))). assert (K0 : 0 < K) by apply exp_pos.
  apply Rle_trans with (Pr (words A m) (power phi) (fun w => Rleb K (exp (L * total h w)))).
  - apply (Pr_mono _ _ Lm). intros w I. rewrite !Rleb_true. intros W. apply exp_le_mono. unfold h. rewrite total_minus, total_const, (words_length A m w I).
    apply Rmult_le_compat_l; [unfold L; lra|]. lra.
  - eapply Rle_trans; [apply (markov _ _ Lm); [exact K0|intros; apply Rlt_le, exp_pos]|]. rewrite M.
    apply Rle_trans with (exp (2 * (L * L)) ^ m / K).
    + apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|]. apply pow_incr. split; [apply Rlt_le, (Ex_exp_pos A phi Lf (fun x => L * h x))|exact B].
    + right. unfold K, Rdiv. rewrite <- exp_Ropp. rewrite <- (exp_ln (exp (2 * (L * L)) ^ m)) by (apply pow_lt, exp_pos).
      rewrite ln_pow, ln_exp, <- exp_plus by apply exp_pos. f_equal. unfold L. field.
Qed.
End Mean.
(** Both tails. *)
Theorem mean_tails {X} (A : list X) phi f m e : law A phi -> (forall x, In x A -> 0 < phi x -> Rabs (f x - Ex A phi f) <= 1) ->
  (1 <= m)%nat -> 0 < e <= 2 ->
  Pr (words A m) (power phi) (fun w => Rleb e (Rabs (total f w / INR m - Ex A phi f))) <= 2 * exp (- (INR m * (e * e / 8))).
Proof.
  intros Lf B M E. assert (P : 0 < INR m) by (apply lt_0_INR; lia). pose proof (law_power A phi m Lf) as Lm.
  assert (Em : Ex A phi (fun x => - f x) = - Ex A phi f) by (unfold Ex; rewrite <- Sum_opp; apply Sum_ext; intros; ring).
  pose proof (mean_tail A phi f Lf B m e E) as U.
  pose proof (mean_tail A phi (fun x => - f x) Lf ltac:(intros x I Q; rewrite Em; replace (- f x - - Ex A phi f) with (- (f x - Ex A phi f)) by ring; rewrite Rabs_Ropp; auto) m e E) as D.
  rewrite Em in D. set (mu := Ex A phi f) in *.
  apply Rle_trans with (Pr (words A m) (power phi) (fun w => Rleb (INR m * (mu + e)) (total f w) || Rleb (INR m * (- mu + e)) (total (fun x => - f x) w))).
  - apply (Pr_mono _ _ Lm). intros w _ W. apply Rleb_true in W. apply orb_true_iff. rewrite !Rleb_true.
    assert (N : total (fun x => - f x) w = - total f w) by (rewrite (total_ext _ (fun x => -1 * f x)) by (intros; ring); rewrite total_scal; ring).
    rewrite N. replace (total f w) with (INR m * (total f w / INR m)) by (field; lra).
    set (t := total f w / INR m) in *. destruct (Rle_dec 0 (t - mu)).
    + left. rewrite Rabs_right in W by lra. apply Rmult_le_compat_l; lra.
    + right. rewrite Rabs_left in W by lra. replace (- (INR m * t)) with (INR m * (- t)) by ring. apply Rmult_le_compat_l; lra.
  - eapply Rle_trans; [apply (Pr_or _ _ Lm)|]. lra.
Qed.

(** ** The limits *)
Section Limits.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let delta := KL A phi p.
Hypothesis d0 : 0 < delta.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).

Lemma reward_range : exists lo hi, forall x, In x A -> 0 < p x -> lo <= ln (q x) <= hi.
Proof.
  destruct (best_exists l A (law_nonempty A p Lp)) as [y [_ My]]. destruct (best_exists (fun x => - l x) A (law_nonempty A p Lp)) as [z [_ Mz]].
  exists (l z), (l y). intros x I _. specialize (My x I). specialize (Mz x I). cbv beta in *. lra.
Qed.
(** The loss over m is O(1/√m), on both sides. *)
Lemma deficit_rate : exists C, forall m, (1 <= m)%nat ->
  Rabs ((INR m * - H A phi q - Ex (words A m) (pi m) (total l)) / INR m) <= C / sqrt (INR m).
Proof.
  destruct reward_range as [lo [hi R]]. destruct HN as [C0 B].
  set (C := ((a * (1 + Var A phi l) + 1) / delta + 1 + 2 * c) * (hi - lo) + 1 + Var A phi l).
  exists (Rabs C + Rabs (ln c) / a). intros m M. destruct (B m) as [N1 [N2 N3]]. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  pose proof (deficit_sqrt dec A q p a Lp a0 lo hi R m (N m) (s m) (Ks m) c M d0 C0 N2) as U. fold phi delta C in U. fold (pi m) in U.
  pose proof (deficit_ge dec A q p a Lp m (N m) (s m) (Ks m) N1) as D. fold phi delta in D. fold (pi m) in D.
  assert (PN : 0 < INR (N m)) by (apply lt_0_INR; lia). apply (ln_le_mono _ _ PN) in N3. rewrite ln_mult, ln_exp in N3 by (assumption || apply exp_pos).
  set (d := INR m * - H A phi q - Ex (words A m) (pi m) (total l)) in *.
  assert (Y : 0 < sqrt (INR m)) by now apply sqrt_lt_R0.
  assert (D1 : - (Rabs (ln c) / a) <= d).
  { apply (Rmult_le_reg_l a); [exact a0|]. replace (a * - (Rabs (ln c) / a)) with (- Rabs (ln c)) by (field; lra). pose proof (Rle_abs (ln c)). lra. }
  assert (Ca : 0 <= Rabs (ln c) / a) by (apply Rmult_le_pos; [apply Rabs_pos|now apply Rlt_le, Rinv_0_lt_compat]).
  assert (U1 : d / INR m <= Rabs C / sqrt (INR m)).
  { rewrite <- sqrt_over_m by exact M. apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|].
    eapply Rle_trans; [exact U|]. apply Rmult_le_compat_r; [lra|apply Rle_abs]. }
  assert (D2 : - (Rabs (ln c) / a / sqrt (INR m)) <= d / INR m).
  { pose proof (over_m (Rabs (ln c) / a) m M Ca). assert (- (Rabs (ln c) / a) / INR m <= d / INR m) by (apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|exact D1]). lra. }
  assert (0 <= Rabs C / sqrt (INR m)) by (apply Rmult_le_pos; [apply Rabs_pos|now apply Rlt_le, Rinv_0_lt_compat]).
  assert (0 <= Rabs (ln c) / a / sqrt (INR m)) by (apply Rmult_le_pos; [exact Ca|now apply Rlt_le, Rinv_0_lt_compat]).
  rewrite Rdiv_plus_distr. apply Rabs_le_between. lra.
Qed.
(** Lemma 7: (1/m) H(π_N^m‖q^m) → H(φ‖q), which is (1/m) H(φ^m‖q^m) at every m (H_mult). *)
Theorem lemma7 : is_lim_seq (fun m => H (words A m) (pi m) (power q) / INR m) (H A phi q).
Proof.
  destruct deficit_rate as [C B]. apply (limit_from_rate _ _ C). intros m M. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  eapply Rle_trans; [right|apply (B m M)]. f_equal.
  assert (E : Ex (words A m) (pi m) (fun w => ln (power q w)) = Ex (words A m) (pi m) (total l)).
  { apply Ex_ext. intros w I Nz. apply (ln_power_support A p q m w Lp qp I).
    destruct (law_nonneg _ _ (law_power A p m Lp) w I) as [Q|Z]; [exact Q|].
    elim Nz. now apply (selected_ac dec A q p Lp m (N m) (s m) (Ks m)). }
  rewrite H_Ex, E. field. lra.
Qed.
Lemma divergence_rate : exists C, forall m, (1 <= m)%nat -> 0 <= KL (words A m) (pi m) (power phi) / INR m <= C / sqrt (INR m).
Proof.
  destruct reward_range as [lo [hi R]]. destruct HN as [C0 B].
  set (C := ((a * (1 + Var A phi l) + 1) / delta + 1 + 2 * c) * (hi - lo) + 1 + Var A phi l).
  exists (Rabs (ln c) + a * C). intros m M. destruct (B m) as [N1 [N2 N3]]. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  pose proof (divergence_sqrt dec A q p a Lp a0 lo hi R m (N m) (s m) (Ks m) c M N1 d0 C0 (conj N2 N3)) as U. fold phi delta C in U. fold (pi m) in U.
  pose proof (KL_nonneg (words A m) (pi m) (power phi) (pi_law A q p Lp m (N m) (s m) (Ks m)) (law_power A phi m (T_law A p q Lp a))
    (selected_ac_phi dec A q p a Lp m (N m) (s m) (Ks m))) as G.
  split; [apply Rmult_le_pos; [exact G|now apply Rlt_le, Rinv_0_lt_compat]|].
  pose proof (over_m (Rabs (ln c)) m M (Rabs_pos _)) as Q1. rewrite !Rdiv_plus_distr, <- (sqrt_over_m (a * C)) by exact M.
  apply Rle_trans with ((Rabs (ln c) + a * C * sqrt (INR m)) / INR m); [|rewrite Rdiv_plus_distr; lra].
  apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|]. pose proof (Rle_abs (ln c)). rewrite <- Rmult_assoc in U. lra.
Qed.
(** Theorem 2: (1/m) KL(π_N^m‖φ_δ^m) → 0, for 0 < δ < Δ_max. *)
Theorem theorem2 : is_lim_seq (fun m => KL (words A m) (pi m) (power phi) / INR m) 0.
Proof.
  destruct divergence_rate as [C B]. apply (limit_from_rate _ _ C). intros m M. destruct (B m M) as [B1 B2].
  rewrite Rminus_0_r, Rabs_right; lra.
Qed.
(** Means of any bounded function under best-of-N concentrate on its mean under φ. *)
Theorem means_concentrate f e : (forall x, In x A -> 0 < phi x -> Rabs (f x - Ex A phi f) <= 1) -> 0 < e <= 2 ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => Rleb e (Rabs (total f w / INR m - Ex A phi f)))) 0.
Proof.
  intros Bf E. destruct divergence_rate as [C B]. set (v := e * e / 8). assert (V : 0 < v) by (unfold v; assert (0 < e * e) by nra; lra).
  apply (limit_from_rate _ _ ((Rabs C + ln 3) / v)). intros m M. destruct (B m M) as [_ B2].
  assert (P : 0 < INR m) by (apply lt_0_INR; lia). assert (Y : 0 < sqrt (INR m)) by now apply sqrt_lt_R0.
  pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as Lpi. rewrite Rminus_0_r, Rabs_right by (apply Rle_ge; now apply Pr_nonneg).
  eapply Rle_trans; [apply (event_transport (words A m) (power phi) (law_power A phi m (T_law A p q Lp a)) (pi m) _ (INR m * v) 2 Lpi
    (selected_ac_phi dec A q p a Lp m (N m) (s m) (Ks m)) ltac:(now apply Rmult_lt_0_compat) ltac:(lra) (mean_tails A phi f m e (T_law A p q Lp a) Bf M E))|].
  replace (1 + 2) with 3 by ring.
  assert (L3 : 0 <= ln 3) by (rewrite <- ln_1; apply ln_le_mono; lra).
  replace ((KL (words A m) (pi m) (power phi) + ln 3) / (INR m * v)) with ((KL (words A m) (pi m) (power phi) / INR m + ln 3 / INR m) / v) by (field; lra).
  replace ((Rabs C + ln 3) / v / sqrt (INR m)) with ((Rabs C / sqrt (INR m) + ln 3 / sqrt (INR m)) / v) by (field; lra).
  apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|]. pose proof (over_m (ln 3) m M L3).
  assert (C / sqrt (INR m) <= Rabs C / sqrt (INR m)) by (apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|apply Rle_abs]). lra.
Qed.
End Limits.
