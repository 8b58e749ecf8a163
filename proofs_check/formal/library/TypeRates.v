(** Best-of-N on words at every length m and every N, by one tilt: its most likely type has (m+1)^{−(K−1)} of the
    probability and a reward near the mean, so it bounds the tails of the source from below, and with them best-of-N. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Types TypeBounds Steps Sharp Claims_section8.

Section Rates.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (lo hi : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis range : forall x, In x A -> lo <= ln (q x) <= hi.
Notation l := (fun x => ln (q x)).
Notation J b := (KL A (T A q p b) p).
Notation level b := (H A (T A q p b) q).
(** How far the reward of the most likely type can be below its mean, and above it. *)
Notation under := (Sum A (fun x => ln (q x) - lo)).
Notation over := (Sum A (fun x => hi - ln (q x))).

Lemma mode_between b m v : In v (words A m) ->
  (forall w, In w (words A m) -> Pr (words A m) (power (T A q p b)) (same_type dec A w) <= Pr (words A m) (power (T A q p b)) (same_type dec A v)) ->
  - under <= total l v + INR m * level b <= over.
Proof.
  intros I M. pose proof (T_law A p q Lp b) as L. set (phi := T A q p b) in *. set (d := fun y => INR (count_occ dec v y) - INR m * phi y).
  assert (D0 : Sum A d = 0).
  { unfold d. rewrite Sum_minus, Sum_scal, (law_sum A phi L), (sum_counts dec A NA) by (intros z; now apply (words_letters A m)).
    rewrite (words_length A m v I). ring. }
  assert (E : total l v + INR m * H A phi q = Sum A (fun y => d y * ln (q y))).
  { replace (total l v + INR m * H A phi q) with (total l v - INR m * Sum A (fun y => phi y * ln (q y))) by (unfold H; ring).
    rewrite (total_counts dec A NA) by (intros z; now apply (words_letters A m)). rewrite <- Sum_scal, <- Sum_minus.
    apply Sum_ext. intros y _. unfold d. cbv beta. ring. }
  assert (G : forall y, In y A -> -1 <= d y).
  { intros y K. pose proof (mode_counts dec A phi NA L m v y I M K). unfold d. lra. }
  assert (L1 : Sum A (fun y => d y * ln (q y)) = Sum A (fun y => d y * (ln (q y) - lo))).
  { rewrite (Sum_ext A (fun y => d y * (ln (q y) - lo)) (fun y => d y * ln (q y) - d y * lo)) by (intros; ring). rewrite Sum_minus, Sum_scal_r, D0. ring. }
  assert (L2 : Sum A (fun y => d y * ln (q y)) = Sum A (fun y => d y * (ln (q y) - hi))).
  { rewrite (Sum_ext A (fun y => d y * (ln (q y) - hi)) (fun y => d y * ln (q y) - d y * hi)) by (intros; ring). rewrite Sum_minus, Sum_scal_r, D0. ring. }
  rewrite E. split.
  - rewrite L1. replace (- under) with (Sum A (fun y => -1 * (ln (q y) - lo))) by (rewrite Sum_scal; ring).
    apply Sum_le. intros y K. specialize (range y K). specialize (G y K). apply Rmult_le_compat_r; lra.
  - rewrite L2. apply Sum_le. intros y K. specialize (range y K). specialize (G y K).
    assert (- d y * (hi - ln (q y)) <= 1 * (hi - ln (q y))) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(** What the most likely type of the tilt by b leaves of the probability of a total reward near its mean. *)
Definition type_tail (m : nat) (b : R) : R := exp (- (INR m * J b) - b * over) / (INR m + 1) ^ (length A - 1).
Lemma type_tail_pos m b : 0 < type_tail m b.
Proof. apply Rdiv_lt_0_compat; [apply exp_pos|]. apply pow_lt. pose proof (pos_INR m). lra. Qed.
Theorem tail_of_types m b : 0 <= b -> type_tail m b <= Pr (words A m) (power p) (fun w => Rleb (- (INR m * level b) - under) (total l w)).
Proof.
  intros B. pose proof (T_law A p q Lp b) as L. destruct (mode_exists dec A (T A q p b) L m) as [v [I M]].
  pose proof (mode_between b m v I M) as S. pose proof (mode_prob dec A (T A q p b) NA L m v I M) as P.
  rewrite plus_INR in P. change (INR 1) with 1 in P.
  assert (Same : forall w, In w (words A m) -> same_type dec A v w = true -> total l w = total l v).
  { intros w W C. rewrite same_type_true in C. rewrite !(total_counts dec A NA) by (intros z; now apply (words_letters A m)).
    apply Sum_ext. intros x K. now rewrite C. }
  assert (W : 0 < (INR m + 1) ^ (length A - 1)) by (apply pow_lt; pose proof (pos_INR m); lra).
  apply Rle_trans with (Pr (words A m) (power p) (same_type dec A v)).
  - eapply Rle_trans; [|apply (change_below A q p Lp b m (same_type dec A v) (b * over))].
    + unfold type_tail, Rdiv. replace (- INR m * J b - b * over) with (- (INR m * J b) - b * over) by ring.
      apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. apply (Rmult_le_reg_l ((INR m + 1) ^ (length A - 1))); [exact W|]. rewrite Rinv_r by lra. exact P.
    + intros w K _ C. rewrite (Same w K C). apply Rmult_le_compat_l; [exact B|]. apply S.
  - apply (Pr_mono _ _ (law_power A p m Lp)). intros w K C. apply Rleb_true. rewrite (Same w K C). lra.
Qed.

(** ** Best-of-N, with any rule for ties *)
Variables (m N : nat) (s : list (list X) -> list X -> R).
Hypothesis Ks : keeps_best (words A m) N (total l) s.
Hypothesis HN : (1 <= N)%nat.
Let pi := kept (words A m) N (power p) s.
Let Lpm := law_power A p m Lp.
Let Lpi : law (words A m) pi := kept_law (words A m) N (power p) s Lpm (proj1 Ks).
Lemma below_of_tail u x : x <= Pr (words A m) (power p) (fun w => Rleb u (total l w)) ->
  Pr (words A m) pi (fun w => Rltb (total l w) u) <= exp (- (INR N * x)).
Proof.
  intros T. pose proof (kept_below_le (words A m) N (power p) (total l) s Lpm Ks u) as K. fold pi in K.
  rewrite (Pr_ext _ _ _ (below (total l) u)) by (intros w _ _; unfold below, Rltb; now destruct (Rlt_dec (total l w) u)).
  eapply Rle_trans; [exact K|]. apply exp_le_mono, Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|].
  rewrite <- (Pr_compl _ _ Lpm). eapply Rle_trans; [exact T|]. right. apply Pr_ext. intros w _ _. unfold below, Rleb.
  destruct (Rle_dec u (total l w)), (Rlt_dec (total l w) u); simpl; (reflexivity || lra).
Qed.
(** P(S < mρ_b − under) ≤ exp(−N·tail). *)
Theorem kept_below_types b : 0 <= b ->
  Pr (words A m) pi (fun w => Rltb (total l w) (- (INR m * level b) - under)) <= exp (- (INR N * type_tail m b)).
Proof. intros B. apply below_of_tail. now apply tail_of_types. Qed.
(** P(S ≥ mρ_b) ≤ N e^{−mJ_b}, and P(S ≥ mρ_b − under) ≥ ½ min(1, N·tail). *)
Theorem kept_above_types b : 0 <= b ->
  Pr (words A m) pi (fun w => Rleb (- (INR m * level b)) (total l w)) <= INR N * exp (- (INR m * J b)) /\
  Rmin 1 (INR N * type_tail m b) / 2 <= Pr (words A m) pi (fun w => Rleb (- (INR m * level b) - under) (total l w)).
Proof.
  intros B. split.
  - pose proof (chernoff_above A q p Lp b m B) as C. set (E := fun w => Rleb (- (INR m * level b)) (total l w)) in *.
    pose proof (kept_event (words A m) N (power p) s Lpm (proj1 Ks) E) as K. fold pi in K.
    eapply Rle_trans; [exact K|]. eapply Rle_trans; [apply bernoulli; split; [now apply Pr_nonneg|now apply Pr_le_1]|].
    apply Rmult_le_compat_l; [apply pos_INR|]. rewrite Ropp_mult_distr_l. exact C.
  - pose proof (kept_below_types b B) as K. set (x := INR N * type_tail m b) in *.
    assert (X0 : 0 < x) by (apply Rmult_lt_0_compat; [apply lt_0_INR; lia|apply type_tail_pos]).
    assert (C : 1 - Pr (words A m) pi (fun w => Rltb (total l w) (- (INR m * level b) - under)) =
      Pr (words A m) pi (fun w => Rleb (- (INR m * level b) - under) (total l w))).
    { rewrite <- (Pr_compl _ _ Lpi). apply Pr_ext. intros w _ _. unfold Rleb, Rltb.
      destruct (Rle_dec (- (INR m * level b) - under) (total l w)), (Rlt_dec (total l w) (- (INR m * level b) - under)); simpl; (reflexivity || lra). }
    rewrite <- C. assert (Q : Rmin 1 x / 2 <= 1 - exp (- x)); [|lra].
    assert (M1 : Rmin 1 x <= 1) by apply Rmin_l. assert (M2 : Rmin 1 x <= x) by apply Rmin_r.
    assert (M0 : 0 <= Rmin 1 x) by (apply Rmin_glb; lra). set (y := Rmin 1 x) in *.
    assert (Ey : exp (- x) <= exp (- y)) by (apply exp_le_mono; lra).
    assert (Fy : exp (- y) <= / (1 + y)). { rewrite exp_Ropp. apply Rinv_le_contravar; [lra|]. apply exp_ge_1. }
    assert (Gy : / (1 + y) <= 1 - y / 2). { apply (Rmult_le_reg_r (1 + y)); [lra|]. rewrite Rinv_l by lra. nra. }
    lra.
Qed.
(** Lemma 7 at every m: best-of-N has at least the reward of a tilt, less a bounded amount and what a small probability can cost. *)
Theorem kept_reward_types b : 0 <= b ->
  - (INR m * level b) - under - INR m * (hi - lo) * exp (- (INR N * type_tail m b)) <= Ex (words A m) pi (total l).
Proof.
  intros B. pose proof (kept_below_types b B) as K. set (u := - (INR m * level b) - under) in *.
  set (P := Pr (words A m) pi (fun w => Rltb (total l w) u)) in *.
  pose proof (T_law A p q Lp b) as L. assert (U : u <= INR m * hi).
  { assert (- level b <= hi). { rewrite H_Ex, Ropp_involutive. apply (Ex_le_const A _ L). intros x I _. now apply range. }
    assert (INR m * - level b <= INR m * hi) by (apply Rmult_le_compat_l; [apply pos_INR|lra]).
    assert (0 <= under) by (apply Sum_nonneg; intros x I; specialize (range x I); lra). unfold u. lra. }
  assert (hl : 0 <= hi - lo).
  { assert (I : exists x, In x A) by (pose proof (law_nonempty A p Lp); destruct A as [|x A']; [easy|exists x; now left]).
    destruct I as [x I]. specialize (range x I). lra. }
  apply Rle_trans with (u - INR m * (hi - lo) * P).
  - assert (INR m * (hi - lo) * P <= INR m * (hi - lo) * exp (- (INR N * type_tail m b))); [|lra].
    apply Rmult_le_compat_l; [|exact K]. apply Rmult_le_pos; [apply pos_INR|exact hl].
  - unfold P. rewrite Pr_Ex, <- Ex_scal, <- (Ex_const (words A m) pi Lpi u), <- Ex_minus at 1.
    apply (Ex_le _ _ Lpi). intros w I W. assert (T1 : INR m * lo <= total l w).
    { rewrite <- (words_length A m w I). clear - I range. apply in_words in I. destruct I as [_ I].
      induction w as [|x w IH]; [simpl; lra|]. cbn [length]. rewrite S_INR. simpl total. assert (lo <= ln (q x)) by (apply range, I; now left).
      assert (INR (length w) * lo <= total l w) by (apply IH; intros y J; apply I; now right). lra. }
    destruct (Rltb (total l w) u) eqn:E; cbn [ind]; [lra|]. apply Rltb_false in E. lra.
Qed.
(** … and at most what its divergence pays for. *)
Theorem kept_reward_le a : 0 <= a ->
  a * (Ex (words A m) pi (total l) + INR m * level a) <= ln (INR N) - (INR N - 1) / INR N - INR m * J a.
Proof.
  intros a0. pose proof (lemma6_sharp (list_eq_dec dec) (words A m) N (power p) s (NoDup_words A m NA) Lpm HN (proj1 Ks)) as Sh. fold pi in Sh.
  pose proof (divergence_identity dec A q p a Lp m N s Ks) as D. fold pi in D.
  pose proof (KL_nonneg (words A m) pi (power (T A q p a)) Lpi (law_power A _ m (T_law A p q Lp a)) (selected_ac_phi dec A q p a Lp m N s Ks)) as G.
  rewrite D in G. lra.
Qed.
(** Theorem 2 at every m, for every N: φ is the tilt by a, and b is free. *)
Theorem kept_divergence_types a b : 0 <= a -> 0 <= b ->
  KL (words A m) pi (power (T A q p a)) <= ln (INR N) - (INR N - 1) / INR N - INR m * J a +
    a * (INR m * (level b - level a) + under + INR m * (hi - lo) * exp (- (INR N * type_tail m b))).
Proof.
  intros a0 B. pose proof (lemma6_sharp (list_eq_dec dec) (words A m) N (power p) s (NoDup_words A m NA) Lpm HN (proj1 Ks)) as Sh. fold pi in Sh.
  pose proof (divergence_identity dec A q p a Lp m N s Ks) as D. fold pi in D.
  pose proof (kept_reward_types b B) as R1. apply (Rmult_le_compat_l a) in R1; [|lra]. rewrite D. unfold Rdiv in *. lra.
Qed.
End Rates.

(** ** The chain of the type lemma's proof, repaired *)
Section Chain.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Notation l := (fun x => ln (q x)).
(** x^N − y^N ≥ N y^{N−1} (x − y) for 0 ≤ y ≤ x. *)
Lemma powers_apart x y N : 0 <= y <= x -> INR N * y ^ (N - 1) * (x - y) <= x ^ N - y ^ N.
Proof.
  intros B. induction N as [|N IH]; [simpl; lra|]. replace (S N - 1)%nat with N by lia. rewrite S_INR. cbn [pow].
  assert (Y : 0 <= y ^ N) by (apply pow_le; lra). assert (YX : y ^ N <= x ^ N) by (apply pow_incr; lra).
  assert (E : INR N * y ^ N <= INR N * (y * y ^ (N - 1))).
  { destruct N as [|N]; [simpl; lra|]. replace (S N - 1)%nat with N by lia. cbn [pow]. lra. }
  apply Rle_trans with (x * (x ^ N - y ^ N) + (x - y) * y ^ N); [|lra].
  assert (F : y * (INR N * y ^ (N - 1) * (x - y)) <= x * (x ^ N - y ^ N)).
  { apply Rle_trans with (y * (x ^ N - y ^ N)); [apply Rmult_le_compat_l; lra|]. apply Rmult_le_compat_r; lra. }
  assert (G : INR N * y ^ N * (x - y) <= INR N * (y * y ^ (N - 1)) * (x - y)) by (apply Rmult_le_compat_r; lra). lra.
Qed.
(** (1 − 1/N)^{N−1} ≥ 1/e. *)
Lemma one_over_e_below N : (1 <= N)%nat -> exp (-1) <= (1 - / INR N) ^ (N - 1).
Proof.
  intros HN. destruct N as [|[|N]]; [lia|simpl; rewrite <- exp_0; apply exp_le_mono; lra|].
  replace (S (S N) - 1)%nat with (S N) by lia. set (k := INR (S N)). assert (K : 0 < k) by (apply lt_0_INR; lia).
  assert (E : 1 - / INR (S (S N)) = / (1 + / k)). { rewrite (S_INR (S N)). fold k. field. lra. }
  rewrite E. rewrite <- (exp_ln ((/ (1 + / k)) ^ S N)) by (apply pow_lt, Rinv_0_lt_compat; pose proof (Rinv_0_lt_compat k K); lra).
  apply exp_le_mono. pose proof (Rinv_0_lt_compat k K) as I. rewrite ln_pow by (apply Rinv_0_lt_compat; lra). rewrite ln_Rinv by lra. fold k.
  pose proof (ln_le_sub1 (1 + / k) ltac:(lra)) as L. assert (k * ln (1 + / k) <= k * / k) by (apply Rmult_le_compat_l; lra).
  rewrite Rinv_r in H by lra. lra.
Qed.
Variables (m N : nat) (v : list X).
Hypothesis (M : (1 <= m)%nat) (HN : (1 <= N)%nat) (V : In v (words A m)) (vp : ac A (freq dec v) p).
Notation returned := (Pr (words A m) (best_of (list_eq_dec dec) (words A m) N (power p) (total l)) (same_type dec A v)).
Lemma letters_of_type x : In x v -> 0 < p x.
Proof.
  intros J. assert (Ix : In x A) by (apply in_words in V; now apply (proj2 V)).
  destruct (law_nonneg A p Lp x Ix) as [Q|Q]; [exact Q|exfalso]. specialize (vp x Ix (eq_sym Q)). unfold freq in vp.
  rewrite (words_length A m v V) in vp. assert (0 < INR (count_occ dec v x)) by (apply lt_0_INR; now apply count_occ_In).
  assert (Mm : 0 < INR m) by (apply lt_0_INR; lia). apply Rmult_integral in vp. destruct vp as [C|C]; [lra|].
  pose proof (Rinv_0_lt_compat _ Mm). lra.
Qed.
Lemma reward_of_class w : In w (words A m) -> same_type dec A v w = true -> total l w = total l v.
Proof.
  intros W C. rewrite same_type_true in C. rewrite !(total_counts dec A NA) by (intros z; now apply (words_letters A m)).
  apply Sum_ext. intros x K. now rewrite C.
Qed.
(** From below: N p^m(type) P(S < S(v))^{N−1}. *)
Lemma returned_ge : INR N * Pr (words A m) (power p) (same_type dec A v) * Pr (words A m) (power p) (below (total l) (total l v)) ^ (N - 1) <= returned.
Proof.
  pose proof (law_power A p m Lp) as L. unfold Pr at 1 3. rewrite Rmult_assoc, (Rmult_comm (Sum _ _)), <- Rmult_assoc, <- Sum_scal. apply Sum_le. intros w W.
  destruct (same_type dec A v w) eqn:C; cbn [ind]; [|lra]. rewrite !Rmult_1_l.
  rewrite (best_of_law (list_eq_dec dec) (words A m) (total l) (NoDup_words A m NA) N (power p) w HN L W). rewrite (reward_of_class w W C).
  pose proof (law_nonneg _ _ L w W) as [P|Z]; [|rewrite <- Z; unfold Rdiv; rewrite !Rmult_0_l, Rmult_0_r; lra].
  pose proof (Pr_tied_pos (words A m) (power p) (total l) w L W P) as T. rewrite (reward_of_class w W C) in T.
  set (x := Pr (words A m) (power p) (at_most (total l) (total l v))). set (y := Pr (words A m) (power p) (below (total l) (total l v))).
  assert (E : x - y = Pr (words A m) (power p) (tied (total l) (total l v))) by (unfold x, y; rewrite (Pr_levels (words A m) (power p)); lra).
  set (d := Pr (words A m) (power p) (tied (total l) (total l v))) in *. assert (Y : 0 <= y) by (now apply Pr_nonneg).
  pose proof (powers_apart x y N ltac:(lra)) as B. rewrite E in B.
  apply (Rmult_le_compat_l (power p w / d)) in B; [|apply Rlt_le; now apply Rdiv_lt_0_compat].
  eapply Rle_trans; [|exact B]. right. field. lra.
Qed.
(** Rewards at or above the optimum's: the exponent is KL(λ‖p) − δ, up to log (m+1)^{K−1} + 1 in all. *)
Theorem exponent_of_type a delta : 0 <= a -> H A (freq dec v) q = H A (T A q p a) q -> (forall x, In x A -> 0 < q x) ->
  exp (INR m * delta) = INR N -> delta <= KL A (T A q p a) p ->
  exp (- (INR m * (KL A (freq dec v) p - delta)) - 1) / (INR m + 1) ^ (length A - 1) <= returned.
Proof.
  intros a0 E Q EN D. pose proof (law_power A p m Lp) as L. assert (Mm : 0 < INR m) by (apply lt_0_INR; lia).
  assert (R1 : total l v = - (INR m * H A (freq dec v) q)).
  { rewrite <- (info_of_type dec A q NA m v Q M V). unfold info.
    rewrite ln_power; [field; lra|]. intros y J. apply Q. apply in_words in V. now apply (proj2 V). }
  assert (B : Pr (words A m) (power p) (fun w => Rleb (total l v) (total l w)) <= / INR N).
  { rewrite <- EN, <- exp_Ropp, R1, E. eapply Rle_trans; [exact (chernoff_above A q p Lp a m a0)|]. apply exp_le_mono.
    rewrite <- Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; lra. }
  assert (Y : 1 - / INR N <= Pr (words A m) (power p) (below (total l) (total l v))).
  { assert (C : 1 - Pr (words A m) (power p) (fun w => Rleb (total l v) (total l w)) = Pr (words A m) (power p) (below (total l) (total l v))); [|lra].
    rewrite <- (Pr_compl _ _ L). apply Pr_ext. intros w _ _. unfold below, Rleb.
    destruct (Rle_dec (total l v) (total l w)), (Rlt_dec (total l w) (total l v)); simpl; (reflexivity || lra). }
  pose proof returned_ge as G. pose proof (type_class_ge dec A NA p v m Lp V M letters_of_type) as TC. rewrite plus_INR in TC. change (INR 1) with 1 in TC. pose proof (one_over_e_below N HN) as OE.
  assert (N0 : 1 <= INR N) by (apply (le_INR 1); exact HN).
  assert (U : 0 <= 1 - / INR N). { assert (/ INR N <= 1); [|lra]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (PW : exp (-1) <= Pr (words A m) (power p) (below (total l) (total l v)) ^ (N - 1)).
  { eapply Rle_trans; [exact OE|]. apply pow_incr. lra. }
  eapply Rle_trans; [|exact G]. eapply Rle_trans; [|apply Rmult_le_compat; [| |apply Rmult_le_compat_l; [|exact TC]|exact PW]].
  - rewrite <- EN. right. unfold Rdiv. replace (- (INR m * (KL A (freq dec v) p - delta)) - 1) with (INR m * delta + - INR m * KL A (freq dec v) p + -1) by ring.
    rewrite !exp_plus. ring.
  - apply Rmult_le_pos; [lra|]. apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|]. apply pow_lt. lra.
  - apply Rlt_le, exp_pos.
  - lra.
Qed.
(** Rewards below the mean of a tilt by b: doubly exponentially small once N e^{−mJ_b} is large, whatever the sign of α(λ). *)
Theorem type_below b lo hi : 0 <= b -> (forall x, In x A -> lo <= ln (q x) <= hi) ->
  total l v < - (INR m * H A (T A q p b) q) - Sum A (fun x => ln (q x) - lo) -> returned <= exp (- (INR N * type_tail A q p hi m b)).
Proof.
  intros B range U. pose proof (law_power A p m Lp) as L. assert (NW : NoDup (words A m)) by now apply NoDup_words.
  pose proof (best_keeps_best (list_eq_dec dec) (words A m) N (total l) NW HN) as Ks.
  eapply Rle_trans; [|exact (kept_below_types dec A q p lo hi NA Lp range m N (best (list_eq_dec dec) (total l)) Ks b B)].
  apply Pr_mono; [apply kept_law; [exact L|apply Ks]|]. intros w W C. apply Rltb_true. rewrite (reward_of_class w W C). exact U.
Qed.
End Chain.

(** ** In the form of the claims: ties broken uniformly *)
Section Forms.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (m N : nat) (a b lo hi : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis HN : (1 <= N)%nat.
Hypothesis b0 : 0 <= b.
Hypothesis range : forall y, In y A -> lo <= ln (q y) /\ ln (q y) <= hi.
Notation l := (fun y => ln (q y)).
Notation best_law := (best_of (list_eq_dec dec) (words A m) N (power p) (total l)).
Let Ks : keeps_best (words A m) N (total l) (best (list_eq_dec dec) (total l)) := best_keeps_best (list_eq_dec dec) (words A m) N (total l) (NoDup_words A m NA) HN.
Notation tail := (exp (- (INR m * KL A (T A q p b) p) - b * Sum A (fun y => hi - ln (q y))) / (INR m + 1) ^ (length A - 1)).
Theorem rewards_by_types : 0 <= a ->
  - (INR m * H A (T A q p b) q) - Sum A (fun y => ln (q y) - lo) - INR m * (hi - lo) * exp (- (INR N * tail)) <= Ex (words A m) best_law (total l) /\
  a * (Ex (words A m) best_law (total l) + INR m * H A (T A q p a) q) <= ln (INR N) - (INR N - 1) / INR N - INR m * KL A (T A q p a) p.
Proof.
  intros a0. split; [exact (kept_reward_types dec A q p lo hi NA Lp range m N _ Ks b b0)|].
  exact (kept_reward_le dec A q p NA Lp m N _ Ks HN a a0).
Qed.
Theorem divergence_by_types : 0 <= a -> KL (words A m) best_law (power (T A q p a)) <=
  ln (INR N) - (INR N - 1) / INR N - INR m * KL A (T A q p a) p +
  a * (INR m * (H A (T A q p b) q - H A (T A q p a) q) + Sum A (fun y => ln (q y) - lo) + INR m * (hi - lo) * exp (- (INR N * tail))).
Proof. intros a0. exact (kept_divergence_types dec A q p lo hi NA Lp range m N _ Ks HN a b a0 b0). Qed.
Theorem tails_by_types :
  (Pr (words A m) best_law (fun w => Rleb (- (INR m * H A (T A q p b) q)) (total l w)) <= INR N * exp (- (INR m * KL A (T A q p b) p)) /\
   Rmin 1 (INR N * tail) / 2 <= Pr (words A m) best_law (fun w => Rleb (- (INR m * H A (T A q p b) q) - Sum A (fun y => ln (q y) - lo)) (total l w))) /\
  Pr (words A m) best_law (fun w => Rltb (total l w) (- (INR m * H A (T A q p b) q) - Sum A (fun y => ln (q y) - lo))) <= exp (- (INR N * tail)).
Proof.
  split; [exact (kept_above_types dec A q p lo hi NA Lp range m N _ Ks HN b b0)|].
  exact (kept_below_types dec A q p lo hi NA Lp range m N _ Ks b b0).
Qed.
(** The chain of Section 8: v is a word of the type, and a the exponent of the tilt with its reward. *)
Theorem chain_of_types v delta : (1 <= m)%nat -> In v (words A m) -> (forall x, In x A -> 0 < q x) -> ac A (freq dec v) p -> exp (INR m * delta) = INR N ->
  ((0 <= a /\ delta <= KL A (T A q p a) p) /\ H A (freq dec v) q = H A (T A q p a) q ->
   Pr (words A m) best_law (same_type dec A v) <= exp (- (INR m * (KL A (freq dec v) p - delta))) /\
   exp (- (INR m * (KL A (freq dec v) p - delta)) - 1) / (INR m + 1) ^ (length A - 1) <= Pr (words A m) best_law (same_type dec A v)) /\
  (total l v < - (INR m * H A (T A q p b) q) - Sum A (fun y => ln (q y) - lo) -> Pr (words A m) best_law (same_type dec A v) <= exp (- (INR N * tail))).
Proof.
  intros M V Q vp EN. split.
  - intros [[a0 D] E]. split; [|exact (exponent_of_type dec A q p NA Lp m N v M HN V vp a delta a0 E Q EN D)].
    eapply Rle_trans; [exact (probability_of_type dec A p q m v N delta NA Lp M HN V vp EN)|].
    rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. apply Rle_trans with (exp 0); [apply exp_le_mono|rewrite exp_0; lra].
    assert (N1 : 1 <= INR N) by (apply (le_INR 1); exact HN).
    pose proof (Pr_nonneg (words A m) (power p) (law_power A p m Lp) (fun w => Rltb (total l v) (total l w))) as G.
    assert (0 <= (INR N - 1) * Pr (words A m) (power p) (fun w => Rltb (total l v) (total l w))) by (apply Rmult_le_pos; lra). lra.
  - intros U. exact (type_below dec A q p NA Lp m N v HN V b lo hi b0 range U).
Qed.
End Forms.
