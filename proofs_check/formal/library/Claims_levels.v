(** Best-of-N level by level of the reward: its win rate, the gap below log N − (N−1)/N, the stochastic inverse. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN BondForms Levels FDivergence FTable Rewards Transport.

Section Levels.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (N : nat) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Let F y := Pr A p (fun z => Rleb (r z) (r y)).
Let E y := Pr A p (fun z => Rltb (r z) (r y)).
Let W y := Pr A p (fun z => if Req_EM_T (r z) (r y) then true else false).
Let pi := best_of dec A N p r.
Lemma FEW : (forall y, F y = Pr A p (at_most r (r y))) /\ (forall y, E y = Pr A p (below r (r y))) /\ forall y, W y = Pr A p (tied r (r y)).
Proof. now repeat split. Qed.
Lemma W_is y : W y = F y - E y.
Proof. pose proof (Pr_levels A p r (r y)) as Q. unfold F, E, W. change (Pr A p (at_most r (r y)) = Pr A p (below r (r y)) + Pr A p (tied r (r y))) in Q. unfold at_most, below, tied in Q. unfold Rleb, Rltb. lra. Qed.

(** V = F(r−) + W·p(level) is uniform, and the level of its largest of N copies has the law of best-of-N. *)
Theorem stochastic_inverse t y : 0 <= t -> t <= 1 -> In y A -> W y <> 0 ->
  Ex A p (fun z => Rmin 1 (Rmax 0 ((t - E z) / W z))) = t /\ pi y = p y / W y * (F y ^ N - E y ^ N).
Proof.
  intros t0 t1 I W0. split; [|unfold pi; now apply best_of_law].
  assert (T : levels A p r (fun a b => Rmin b t - Rmin a t) = t).
  { rewrite levels_telescope by exact L. rewrite Rmin_right, Rmin_left by lra. ring. }
  transitivity (levels A p r (fun a b => Rmin b t - Rmin a t)); [clear T|exact T]. apply Sum_ext. intros z J. destruct (law_nonneg A p L z J) as [P|Z0]; [|rewrite <- Z0; unfold Rdiv; ring].
  destruct (level_bounds A p r L z J P) as [B1 B2]. change (Pr A p (below r (r z))) with (E z) in *. change (Pr A p (at_most r (r z))) with (F z) in *.
  change (Pr A p (tied r (r z))) with (W z). pose proof (W_is z) as Q. assert (Wz : 0 < W z) by lra.
  replace (p z / W z * (Rmin (F z) t - Rmin (E z) t)) with (p z * ((Rmin (F z) t - Rmin (E z) t) / W z)) by (unfold Rdiv; ring). f_equal.
  destruct (Rle_dec t (E z)) as [C1|C1]; [|destruct (Rle_dec (F z) t) as [C2|C2]].
  - rewrite (Rmin_right (F z) t), (Rmin_right (E z) t) by lra. assert ((t - E z) / W z <= 0) by (apply (Rmult_le_reg_r (W z)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra).
    rewrite Rmax_left, Rmin_right by lra. unfold Rdiv. ring.
  - rewrite (Rmin_left (F z) t), (Rmin_left (E z) t) by lra. assert (1 <= (t - E z) / W z) by (apply (Rmult_le_reg_r (W z)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra).
    rewrite Rmax_right, Rmin_left by lra. rewrite Q. field. lra.
  - rewrite (Rmin_right (F z) t), (Rmin_left (E z) t) by lra.
    assert (0 <= (t - E z) / W z <= 1).
    { split; apply (Rmult_le_reg_r (W z)); try lra; unfold Rdiv; rewrite ?Rmult_0_l, Rmult_assoc, Rinv_l by lra; lra. }
    rewrite Rmax_right, Rmin_right by lra. reflexivity.
Qed.

(** Best-of-N beats a draw with probability at most N/(N+1), ties counted half, and less for N ≥ 2. *)
Lemma trapezoid_lt a b : (2 <= N)%nat -> 0 <= a < b -> (b ^ N - a ^ N) * ((a + b) / 2) < INR N / (INR N + 1) * (b ^ S N - a ^ S N).
Proof.
  intros H2 B. clear pi. destruct N as [|M]; [lia|]. set (n := INR (S M)). assert (Pn : 0 < n) by (apply lt_0_INR; lia).
  set (G := fun u => 2 * n * (u ^ S (S M) - a ^ S (S M)) - (n + 1) * ((a + u) * (u ^ S M - a ^ S M))).
  set (dG := fun u => (n + 1) * (n * (u - a) * u ^ M - (u ^ S M - a ^ S M))).
  destruct (mean_value G dG a b) as [c [Hc K]]; [lra| | |].
  - intros c _. unfold G, dG. auto_derive; [trivial|]. change (match M with O => 1 | S _ => INR M + 1 end) with n.
    replace (n + 1) with (INR (S (S M))) at 1 by apply S_INR. simpl pow. unfold n. rewrite (S_INR (S M)). ring.
  - intros c _. unfold G. apply derivable_continuous_pt. reg.
  - assert (G0 : G a = 0) by (unfold G; ring).
    assert (D0 : 0 < dG c) by (unfold dG; apply Rmult_lt_0_compat; [lra|]; pose proof (pow_difference_lt a c M ltac:(lra) ltac:(lia)); unfold n; lra).
    assert (G1 : 0 < G b) by (replace (G b) with (dG c * (b - a)) by lra; apply Rmult_lt_0_compat; lra).
    unfold G in G1. apply (Rmult_lt_reg_r (2 * (n + 1))); [lra|].
    replace (n / (n + 1) * (b ^ S (S M) - a ^ S (S M)) * (2 * (n + 1))) with (2 * n * (b ^ S (S M) - a ^ S (S M))) by (field; lra). lra.
Qed.
Theorem win_rate : Ex A pi (fun y => E y + W y / 2) <= INR N / (INR N + 1) /\
  (2 <= INR N -> Ex A pi (fun y => E y + W y / 2) < INR N / (INR N + 1)).
Proof.
  split; [exact (best_of_win_rate dec A N p r NA L HN)|]. intros H2'. assert (H2 : (2 <= N)%nat) by (apply INR_le; simpl; lra).
  rewrite (Ex_ext _ _ _ (fun y => (Pr A p (below r (r y)) + Pr A p (at_most r (r y))) / 2)) by (intros; rewrite W_is; unfold E, F; change (Pr A p (fun z => Rltb (r z) (r x))) with (Pr A p (below r (r x))); change (Pr A p (fun z => Rleb (r z) (r x))) with (Pr A p (at_most r (r x))); field).
  unfold pi. rewrite (best_of_levels dec A N p r NA L HN (fun a b => (a + b) / 2)).
  replace (INR N / (INR N + 1)) with (INR N / (INR N + 1) * (1 ^ S N - 0 ^ S N)) by (rewrite pow1, pow_i by lia; ring).
  rewrite <- (levels_telescope A p r L (fun u => u ^ S N)), <- levels_scal.
  apply levels_lt; [exact L|]. intros a b B _. now apply trapezoid_lt.
Qed.

(** The gap of a level from a to b is at most (b − a) times what the density rises on it. *)
Lemma level_gap_le a b : 0 <= a < b -> b <= 1 ->
  Phi N b - Phi N a - (b ^ N - a ^ N) * ln (slope N a b) <= (b - a) * (INR N * b ^ (N - 1) - INR N * a ^ (N - 1)).
Proof.
  intros B B1. assert (PN : 0 < INR N) by now apply INR_pos_of. assert (Pb : 0 < b ^ (N - 1)) by (apply pow_lt; lra).
  set (x := INR N * b ^ (N - 1)). assert (Px : 0 < x) by (unfold x; now apply Rmult_lt_0_compat). set (w := slope N a b).
  assert (Pw : 0 < w) by now apply slope_pos. assert (Ew : (b - a) * w = b ^ N - a ^ N) by (unfold w, slope; field; lra).
  assert (Up : Phi N b - Phi N a <= (b ^ N - a ^ N) * ln x).
  { set (K := fun u => Phi N u - ln x * u ^ N).
    destruct (mean_value K (fun u => INR N * u ^ (N - 1) * ln (INR N * u ^ (N - 1)) - ln x * (INR N * u ^ (N - 1))) a b) as [c [Hc D]]; [lra| | |].
    - intros c Hc. unfold K. apply (is_derive_minus (Phi N) (fun u => ln x * u ^ N)).
      + apply (Fkl_derive N HN). lra.
      + auto_derive; [trivial|]. rewrite Nat.sub_1_r. ring.
    - intros c Hc. unfold K. apply continuity_pt_minus; [apply (Fkl_continuous N HN); lra|apply derivable_continuous_pt; reg].
    - assert (Pc : 0 < INR N * c ^ (N - 1)) by (apply Rmult_lt_0_compat; [exact PN|apply pow_lt; lra]).
      assert (Lc : ln (INR N * c ^ (N - 1)) <= ln x) by (apply ln_le_mono; [exact Pc|unfold x; apply Rmult_le_compat_l; [lra|apply pow_incr; lra]]).
      assert (Ng : (INR N * c ^ (N - 1)) * (ln (INR N * c ^ (N - 1)) - ln x) * (b - a) <= 0).
      { rewrite <- (Rmult_0_l (b - a)). apply Rmult_le_compat_r; [lra|]. rewrite <- (Rmult_0_r (INR N * c ^ (N - 1))). apply Rmult_le_compat_l; lra. }
      unfold K in D. lra. }
  assert (Lx : ln x - ln w <= x / w - 1).
  { rewrite <- ln_div by assumption. apply ln_le_sub1. now apply Rdiv_lt_0_compat. }
  apply Rle_trans with ((b - a) * w * (x / w - 1)).
  - rewrite Ew. apply Rle_trans with ((b ^ N - a ^ N) * (ln x - ln w)); [lra|]. apply Rmult_le_compat_l; [|exact Lx].
    pose proof (pow_lt_mono a b N B HN). lra.
  - replace ((b - a) * w * (x / w - 1)) with ((b - a) * (x - w)) by (field; lra). apply Rmult_le_compat_l; [lra|]. unfold x.
    assert (Lo : INR N * a ^ (N - 1) <= w); [|lra]. unfold w, slope. apply (Rmult_le_reg_r (b - a)); [lra|].
    replace ((b ^ N - a ^ N) / (b - a) * (b - a)) with (b ^ N - a ^ N) by (field; lra). destruct N as [|n]; [lia|]. replace (S n - 1)%nat with n by lia.
    clear - B. assert (K : forall k, INR k * (b - a) * a ^ k <= a * (b ^ k - a ^ k)).
    { induction k as [|k IH]; [simpl; lra|]. rewrite S_INR. simpl. assert (a ^ k <= b ^ k) by (apply pow_incr; lra).
      assert (0 <= a ^ k) by (apply pow_le; lra). apply (Rmult_le_compat_l a) in IH; [|lra].
      assert (0 <= a * (b - a) * (b ^ k - a ^ k)) by (repeat apply Rmult_le_pos; lra). lra. }
    destruct (proj1 B) as [a0|a0].
    + specialize (K (S n)). simpl pow in *. apply (Rmult_le_reg_l a); [exact a0|]. lra.
    + rewrite <- a0. destruct n as [|n]; [simpl; lra|]. rewrite !pow_i by lia. assert (0 <= b ^ S (S n)) by (apply pow_le; lra). lra.
Qed.
(** So no level above d: the gap below log N − (N−1)/N is at most N d. *)
Theorem gap_of_levels d : (forall y, In y A -> W y <= d) -> ln (INR N) - (INR N - 1) / INR N - INR N * d <= KL A pi p.
Proof.
  intros B. pose proof (best_of_KL_gap dec A N p r NA L HN) as G. fold pi in G. assert (PN : 0 < INR N) by now apply INR_pos_of.
  destruct (law_support A p L) as [y0 [I0 P0]]. assert (d0 : 0 <= d) by (eapply Rle_trans; [|apply (B y0 I0)]; apply (Pr_nonneg A p L)).
  enough (levels A p r (fun a b => Phi N b - Phi N a - (b ^ N - a ^ N) * ln ((b ^ N - a ^ N) / (b - a))) <= INR N * d) by lra.
  set (Psi := fun u => d * (INR N * u ^ (N - 1))).
  apply Rle_trans with (levels A p r (fun a b => Psi b - Psi a)).
  - apply Sum_le. intros x I. destruct (law_nonneg A p L x I) as [P|Z0]; [|rewrite <- Z0; unfold Rdiv; lra].
    destruct (level_bounds A p r L x I P) as [B1 B2]. pose proof (Pr_levels A p r (r x)) as Q. pose proof (B x I) as Wd. change (W x) with (Pr A p (tied r (r x))) in Wd.
    assert (T0 : 0 < Pr A p (tied r (r x))) by lra.
    apply Rmult_le_compat_l; [left; now apply Rdiv_lt_0_compat|]. eapply Rle_trans; [apply (level_gap_le _ _ B1 B2)|]. unfold Psi.
    replace (d * (INR N * Pr A p (at_most r (r x)) ^ (N - 1)) - d * (INR N * Pr A p (below r (r x)) ^ (N - 1)))
      with (d * (INR N * Pr A p (at_most r (r x)) ^ (N - 1) - INR N * Pr A p (below r (r x)) ^ (N - 1))) by ring.
    apply Rmult_le_compat_r; [|lra]. assert (Pr A p (below r (r x)) ^ (N - 1) <= Pr A p (at_most r (r x)) ^ (N - 1)) by (apply pow_incr; lra).
    pose proof (Rmult_le_compat_l (INR N) _ _ (Rlt_le _ _ PN) H). lra.
  - rewrite levels_telescope by exact L. unfold Psi. rewrite pow1. assert (0 <= 0 ^ (N - 1)) by (apply pow_le; lra).
    assert (0 <= d * (INR N * 0 ^ (N - 1))) by (repeat apply Rmult_le_pos; lra). lra.
Qed.
(** The exact gap, level by level; for N ≥ 2 every level adds to it. *)
Definition u_log_u (u : R) : R := u * ln u.
Theorem gap_by_levels : 2 <= INR N ->
  ln (INR N) - (INR N - 1) / INR N - KL A pi p =
    Ex A p (fun y => (ln (INR N) * (F y ^ N - E y ^ N) + (INR N - 1) * (F y ^ (N - 1) * (F y * ln (F y)) - E y ^ (N - 1) * (E y * ln (E y)))
      - (INR N - 1) / INR N * (F y ^ N - E y ^ N) - (F y ^ N - E y ^ N) * ln ((F y ^ N - E y ^ N) / W y)) / W y) /\
  forall y, In y A -> 0 < p y ->
    0 < (ln (INR N) * (F y ^ N - E y ^ N) + (INR N - 1) * (F y ^ (N - 1) * (F y * ln (F y)) - E y ^ (N - 1) * (E y * ln (E y)))
      - (INR N - 1) / INR N * (F y ^ N - E y ^ N) - (F y ^ N - E y ^ N) * ln ((F y ^ N - E y ^ N) / W y)) / W y.
Proof.
  intros H2'. assert (H2 : (2 <= N)%nat) by (apply INR_le; simpl; lra).
  assert (K : forall y, (ln (INR N) * (F y ^ N - E y ^ N) + (INR N - 1) * (F y ^ (N - 1) * (F y * ln (F y)) - E y ^ (N - 1) * (E y * ln (E y)))
      - (INR N - 1) / INR N * (F y ^ N - E y ^ N) - (F y ^ N - E y ^ N) * ln ((F y ^ N - E y ^ N) / W y)) =
    Phi N (F y) - Phi N (E y) - (F y ^ N - E y ^ N) * ln ((F y ^ N - E y ^ N) / (F y - E y))) by (intros y; rewrite W_is; unfold Phi; ring).
  split.
  - unfold pi. rewrite (best_of_KL_gap dec A N p r NA L HN). apply Sum_ext. intros y I. rewrite K.
    change (Pr A p (below r (r y))) with (E y). change (Pr A p (at_most r (r y))) with (F y). change (Pr A p (tied r (r y))) with (W y). unfold Rdiv. ring.
  - intros y I P. rewrite K. destruct (level_bounds A p r L y I P) as [B1 B2].
    change (Pr A p (below r (r y))) with (E y) in *. change (Pr A p (at_most r (r y))) with (F y) in *. pose proof (W_is y) as Q.
    apply Rdiv_lt_0_compat; [|lra].
    pose proof (interval_lt (fun v => v * ln v) (Phi N) N HN (fun u U => Fkl_derive N HN u ltac:(lra)) (Fkl_continuous N HN) (E y) (F y) KL_supported H2 B1 B2) as G.
    unfold slope in G. assert (Ex0 : (F y - E y) * ((F y ^ N - E y ^ N) / (F y - E y) * ln ((F y ^ N - E y ^ N) / (F y - E y))) = (F y ^ N - E y ^ N) * ln ((F y ^ N - E y ^ N) / (F y - E y))) by (field; lra).
    lra.
Qed.
End Levels.
