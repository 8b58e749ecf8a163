(** Lemma 7 and Theorem 2 with the rate O(log m / m): the typical block of a word is taken of the most likely type. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TailLimits Growing Types TypeBounds.

Section Words.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Let phi := T A q p a.
Let delta := KL A phi p.
Let rho := - H A phi q.
Variables lo hi : R.
Hypothesis range : forall x, In x A -> 0 < p x -> lo <= ln (q x) <= hi.
Let g := hi - lo.
Let K := INR (length A).
Let Lphi : law A phi := T_law A p q Lp a.

(** The most likely type of φ^j has a reward within K g of its mean. *)
Lemma mode_reward j v : In v (words A j) -> (forall w, In w (words A j) ->
  Pr (words A j) (power phi) (same_type dec A w) <= Pr (words A j) (power phi) (same_type dec A v)) ->
  Rabs (total l v - INR j * rho) <= K * g.
Proof.
  intros I M. set (d := fun y => INR (count_occ dec v y) - INR j * phi y).
  assert (D0 : Sum A d = 0).
  { unfold d. rewrite Sum_minus, Sum_scal, (law_sum A phi Lphi), (sum_counts dec A NA) by (intros z; now apply (words_letters A j)).
    rewrite (words_length A j v I). ring. }
  assert (E : total l v - INR j * rho = Sum A (fun y => d y * ln (q y))).
  { rewrite (total_counts dec A NA) by (intros z; now apply (words_letters A j)). unfold rho, H. rewrite Ropp_involutive, <- Sum_scal, <- Sum_minus.
    apply Sum_ext. intros y _. unfold d. cbv beta. ring. }
  assert (G : forall y, In y A -> (0 < p y /\ -1 <= d y) \/ d y = 0).
  { intros y J. destruct (law_nonneg A p Lp y J) as [P|Z].
    - left. split; [exact P|]. pose proof (mode_counts dec A phi NA Lphi j v y I M J). unfold d. lra.
    - right. assert (Zy : phi y = 0) by (unfold phi; now rewrite T_zero). unfold d. rewrite Zy.
      rewrite (proj1 (count_occ_not_In dec v y)); [simpl; ring|]. intros Q.
      pose proof (power_pos_letters A phi j v y Lphi I (mode_support dec A phi NA Lphi j v I M) Q). lra. }
  assert (L1 : Sum A (fun y => d y * ln (q y)) = Sum A (fun y => d y * (ln (q y) - lo))).
  { rewrite (Sum_ext A (fun y => d y * (ln (q y) - lo)) (fun y => d y * ln (q y) - d y * lo)) by (intros; ring). rewrite Sum_minus, Sum_scal_r, D0. ring. }
  assert (L2 : Sum A (fun y => d y * ln (q y)) = Sum A (fun y => d y * (ln (q y) - hi))).
  { rewrite (Sum_ext A (fun y => d y * (ln (q y) - hi)) (fun y => d y * ln (q y) - d y * hi)) by (intros; ring). rewrite Sum_minus, Sum_scal_r, D0. ring. }
  assert (g0 : 0 <= g) by (pose proof (g_nonneg A q p a Lp lo hi range); exact H).
  rewrite E. apply Rabs_le. split.
  - rewrite L1. replace (- (K * g)) with (Sum A (fun _ => - g)) by (rewrite Sum_const; unfold K; ring).
    apply Sum_le. intros y J. destruct (G y J) as [[P B]|Z]; [|rewrite Z; lra]. specialize (range y J P).
    assert (-1 * (ln (q y) - lo) <= d y * (ln (q y) - lo)) by (apply Rmult_le_compat_r; lra). unfold g. lra.
  - rewrite L2. unfold K. rewrite <- Sum_const. apply Sum_le. intros y J. destruct (G y J) as [[P B]|Z]; [|rewrite Z; lra]. specialize (range y J P).
    assert (- d y * (hi - ln (q y)) <= 1 * (hi - ln (q y))) by (apply Rmult_le_compat_r; lra). unfold g. lra.
Qed.
Lemma mode_window j m : (j <= m)%nat ->
  exp (- K * ln (INR m + 1)) <= Pr (words A j) (power phi) (fun w => Rltb (Rabs (total l w - INR j * rho)) (K * g + 1)).
Proof.
  intros Jm. destruct (mode_exists dec A phi Lphi j) as [v [I M]]. pose proof (mode_reward j v I M) as B.
  pose proof (mode_prob dec A phi NA Lphi j v I M) as Q. pose proof (law_power A phi j Lphi) as Lj.
  apply Rle_trans with (Pr (words A j) (power phi) (same_type dec A v)).
  - assert (Pj : 1 <= INR (j + 1)) by (apply (le_INR 1); lia). set (e := (length A - 1)%nat) in *.
    assert (Pe : 0 < INR (j + 1) ^ e) by (apply pow_lt; lra). pose proof (pos_INR m) as Pm.
    apply (Rmult_le_reg_l (INR (j + 1) ^ e)); [exact Pe|]. apply Rle_trans with (2 := Q).
    apply Rle_trans with (exp (K * ln (INR m + 1)) * exp (- K * ln (INR m + 1))).
    + apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|]. rewrite <- (exp_ln (INR (j + 1) ^ e)) by exact Pe. apply exp_le_mono. rewrite ln_pow by lra.
      apply Rmult_le_compat; [apply pos_INR| |unfold K, e; apply le_INR; lia|].
      * rewrite <- ln_1. apply ln_le_mono; lra.
      * apply ln_le_mono; [lra|]. rewrite <- (INR_1) || idtac. replace (INR m + 1) with (INR (m + 1)) by (rewrite plus_INR; simpl; ring). apply le_INR. lia.
    + rewrite <- exp_plus. replace (K * ln (INR m + 1) + - K * ln (INR m + 1)) with 0 by ring. rewrite exp_0. lra.
  - apply (Pr_mono _ _ Lj). intros w J C. apply Rltb_true. rewrite (same_type_true dec A) in C.
    rewrite (total_counts dec A NA l w) by (intros z; now apply (words_letters A j)).
    rewrite (Sum_ext A _ (fun x => ln (q x) * INR (count_occ dec v x))) by (intros x Ix; cbv beta; now rewrite C).
    rewrite <- (total_counts dec A NA l v) by (intros z; now apply (words_letters A j)). lra.
Qed.

Variables (m N : nat) (s : list (list X) -> list X -> R).
Hypothesis Ks : keeps_best (words A m) N (total l) s.
Let pi := kept (words A m) N (power p) s.
Variable c : R.
Hypothesis c0 : 0 < c.
Hypothesis HN : exp (INR m * delta) / c <= INR N.
Hypothesis d0 : 0 < delta.
(** How many letters are left free, and how far below the mean the reward of best-of-N then is. *)
Let z := K * g + 1.
Let free := (a * z + (K + 1) * ln (INR m + 1) + Rabs (ln c)) / delta.
Let loss := (free + 1) * g + z.
Lemma free_nonneg : 0 <= free /\ 0 < z /\ 0 <= g.
Proof.
  assert (g0 : 0 <= g) by (apply (g_nonneg A q p a Lp lo hi range)). assert (K0 : 0 <= K) by apply pos_INR.
  assert (0 <= K * g) by (now apply Rmult_le_pos). assert (Z0 : 0 < z) by (unfold z; lra). split; [|split; assumption].
  apply Rmult_le_pos; [|now apply Rlt_le, Rinv_0_lt_compat]. assert (0 <= a * z) by (apply Rmult_le_pos; lra).
  assert (0 <= (K + 1) * ln (INR m + 1)). { apply Rmult_le_pos; [lra|]. rewrite <- ln_1. pose proof (pos_INR m). apply ln_le_mono; lra. }
  pose proof (Rabs_pos (ln c)). lra.
Qed.
Lemma free_letters : exists k, free <= INR k <= free + 1.
Proof.
  destruct free_nonneg as [F _]. destruct (archimed free) as [A1 A2]. exists (Z.to_nat (up free)).
  rewrite INR_IZR_INZ, Z2Nat.id by (apply le_IZR; lra). lra.
Qed.
(** The reward of best-of-N is more than O(log m) below its mean with probability at most e^{−(m+1)}. *)
Theorem tail_log : free + 1 <= INR m -> Pr (words A m) pi (below (total l) (INR m * rho - loss)) <= exp (- (INR m + 1)).
Proof.
  intros Fm. destruct free_nonneg as [F [Z0 g0]]. destruct free_letters as [k [K1 K2]]. assert (Km : (k <= m)%nat) by (apply INR_le; lra).
  pose proof (law_power A p m Lp) as Lpm. pose proof (pi_law A q p Lp m N s Ks) as Lpi. fold pi in Lpi.
  destruct (rho_between A q p a Lp lo hi range) as [R1 R2]. fold phi rho in R1, R2.
  assert (Mjk : INR m = INR (m - k) + INR k) by (rewrite <- plus_INR; f_equal; lia).
  set (u := INR (m - k) * rho - z + INR k * lo).
  apply Rle_trans with (Pr (words A m) pi (below (total l) u)).
  - apply (Pr_mono _ _ Lpi). intros w _. rewrite !below_true. intros W. eapply Rlt_le_trans; [exact W|]. unfold u, loss. rewrite Mjk.
    assert (INR k * (rho - lo) <= (free + 1) * g) by (apply Rmult_le_compat; [apply pos_INR|lra|lra|unfold g; lra]). lra.
  - eapply Rle_trans; [apply (kept_below_le (words A m) N (power p) (total l) s Lpm Ks)|]. apply exp_le_mono, Ropp_le_contravar.
    pose proof (block_tail A q p a Lp a0 lo hi range m (m - k) k z _ ltac:(lia) (mode_window (m - k) m ltac:(lia))) as B. fold phi delta rho u in B.
    set (h := exp (- K * ln (INR m + 1))) in *.
    apply Rle_trans with (exp (INR m * delta) / c * (exp (- INR (m - k) * delta - a * z) * h)).
    + rewrite <- (exp_ln (INR m + 1)) at 1 by (pose proof (pos_INR m); lra). rewrite <- (exp_ln c) at 1 by exact c0.
      unfold Rdiv, h. rewrite <- exp_Ropp, <- !exp_plus. apply exp_le_mono. rewrite Mjk at 2.
      apply (Rmult_le_compat_r delta) in K1; [|lra]. unfold free in K1. unfold Rdiv in K1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in K1 by lra.
      pose proof (Rle_abs (ln c)). pose proof (Rle_abs (- ln c)) as Q. rewrite Rabs_Ropp in Q. lra.
    + apply Rmult_le_compat; [apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact c0]|apply Rlt_le, Rmult_lt_0_compat; apply exp_pos|exact HN|exact B].
Qed.
(** Lemma 7 with the rate O(log m): explicit, at every m. *)
Theorem deficit_log : INR m * rho - Ex (words A m) pi (total l) <= loss + g.
Proof.
  destruct free_nonneg as [F [Z0 g0]]. destruct (rho_between A q p a Lp lo hi range) as [R1 R2]. fold phi rho in R1, R2.
  destruct (Rle_dec (free + 1) (INR m)) as [Fm|Fm].
  - assert (U : INR m * rho - loss <= INR m * hi).
    { assert (INR m * rho <= INR m * hi) by (apply Rmult_le_compat_l; [apply pos_INR|lra]). assert (0 <= (free + 1) * g) by (apply Rmult_le_pos; lra). unfold loss. lra. }
    pose proof (deficit_tail dec A q p a Lp lo hi range m N s Ks _ U) as D. fold phi rho g pi in D.
    pose proof (tail_log Fm) as Tl. eapply Rle_trans; [exact D|]. replace (INR m * rho - (INR m * rho - loss)) with loss by ring.
    apply Rplus_le_compat_l. set (P := Pr (words A m) pi (below (total l) (INR m * rho - loss))) in *.
    assert (Pm : 0 <= INR m) by apply pos_INR.
    apply Rle_trans with (INR m * g * exp (- (INR m + 1))); [apply Rmult_le_compat_l; [now apply Rmult_le_pos|exact Tl]|].
    assert (E : INR m * exp (- (INR m + 1)) <= 1).
    { rewrite exp_Ropp. apply (Rmult_le_reg_r (exp (INR m + 1))); [apply exp_pos|]. rewrite Rmult_assoc, Rinv_l by (apply Rgt_not_eq, exp_pos).
      pose proof (exp_ge_1 (INR m + 1)). lra. }
    apply (Rmult_le_compat_r g) in E; [|exact g0]. lra.
  - pose proof (deficit_trivial dec A q p a Lp lo hi range m N s Ks) as D. fold phi rho pi in D. eapply Rle_trans; [exact D|].
    apply Rle_trans with ((free + 1) * g); [apply Rmult_le_compat; [apply pos_INR|lra|lra|unfold g; lra]|]. unfold loss. lra.
Qed.
(** Theorem 2 with the rate O(log m): KL(π_N^m‖φ^m) ≤ log N − mδ + α(loss + g), explicit, at every m. *)
Theorem divergence_log : (1 <= N)%nat -> KL (words A m) pi (power phi) <= ln (INR N) - INR m * delta + a * (loss + g).
Proof.
  intros N1. pose proof (divergence_le dec A q p a Lp m N s Ks N1) as D. fold phi delta rho pi in D.
  pose proof deficit_log as L. apply (Rmult_le_compat_l a) in L; lra.
Qed.
End Words.
