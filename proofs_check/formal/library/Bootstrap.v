(** Best@2 by bootstrap with replacement is biased down; the constant of the transfer bound is sharp. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN BondForms Levels TailLimits FDivergence FTable Rewards Baselines Increasing.

(** ** Bootstrap *)
Section Bootstrap.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p).
Lemma reward_of_one : Ex A (best_of eq_dec A 1 p r) r = Ex A p r.
Proof. apply Sum_ext. intros y I. now rewrite best_of_one. Qed.
Lemma reward_of_two : Ex A (best_of eq_dec A 2 p r) r = Ex A p (fun x => Ex A p (fun y => Rmax (r x) (r y))).
Proof.
  rewrite best_of_reward by (auto; lia). rewrite Ex_words_S. apply Ex_ext. intros x _ _. rewrite Ex_words_S. apply Ex_ext. intros y _ _.
  unfold Ex. simpl. ring.
Qed.
(** Two of n draws with replacement: the mean of the higher reward is (1 − 1/n) best@2 + (1/n) best@1. *)
Theorem bootstrap_two n : (1 <= n)%nat ->
  Ex (words A n) (power p) (fun l => Sum l (fun x => Sum l (fun y => Rmax (r x) (r y))) / (INR n * INR n)) =
  (1 - / INR n) * Ex A (best_of eq_dec A 2 p r) r + / INR n * Ex A p r.
Proof.
  intros Hn. destruct n as [|n]; [lia|]. assert (P : 0 < INR (S n)) by (apply lt_0_INR; lia). set (m := INR (S n)) in *.
  pose proof (law_power A p n L) as LN. rewrite reward_of_two.
  rewrite (Ex_ext _ _ _ (fun l => / (m * m) * Sum (picks l) (fun z => r (fst z) + Sum (snd z) (fun y => Rmax (r (fst z)) (r y))))).
  - rewrite Ex_scal, mean_picks by exact L. fold m.
    rewrite (Ex_ext A p _ (fun x => r x + (m - 1) * Ex A p (fun y => Rmax (r x) (r y)))).
    + rewrite Ex_plus, Ex_scal. field. lra.
    + intros x _ _. simpl. rewrite Ex_plus, (Ex_const _ _ LN). f_equal.
      rewrite (Ex_ext _ _ _ (total (fun y => Rmax (r x) (r y)))) by (intros; symmetry; apply total_Sum).
      rewrite Ex_total by exact L. f_equal. unfold m. rewrite S_INR. ring.
  - intros l _ _. rewrite <- (Sum_picks l (fun x => Sum l (fun y => Rmax (r x) (r y)))). unfold Rdiv. rewrite Rmult_comm. f_equal.
    apply Sum_ext. intros z I. rewrite (picks_sum l _ z I). f_equal. apply Rmax_left. lra.
Qed.
(** … below best@2 as soon as two outcomes that have a chance differ in reward. *)
Theorem bootstrap_two_biased n x y : (1 <= n)%nat -> In x A -> In y A -> 0 < p x -> 0 < p y -> r x < r y ->
  Ex (words A n) (power p) (fun l => Sum l (fun x => Sum l (fun y => Rmax (r x) (r y))) / (INR n * INR n)) <
  Ex A (best_of eq_dec A 2 p r) r.
Proof.
  intros Hn Ix Iy Px Py Lt. rewrite bootstrap_two by exact Hn. assert (P : 0 < / INR n) by (apply Rinv_0_lt_compat, lt_0_INR; lia).
  assert (D : Ex A p r < Ex A (best_of eq_dec A 2 p r) r).
  { rewrite reward_of_two. apply (Ex_lt A p L _ _ x); auto.
    - intros z _ _. rewrite <- (Ex_const A p L (r z)) at 1. apply Ex_le; [exact L|]. intros; apply Rmax_l.
    - rewrite <- (Ex_const A p L (r x)) at 1. apply (Ex_lt A p L _ _ y); auto; [intros; apply Rmax_l|]. rewrite Rmax_right by lra. exact Lt. }
  apply (Rmult_lt_compat_l (/ INR n)) in D; [|exact P]. lra.
Qed.
End Bootstrap.

(** ** The constant N/√(2N−1) *)
(** The second moment of the density of best-of-N is at least N²/(2N−1) − N² w where no level weighs more than w. *)
Lemma density_square {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N p r w : NoDup A -> law A p -> (1 <= N)%nat ->
  (forall x, In x A -> 0 < p x -> Pr A p (tied r (r x)) <= w) ->
  INR N * INR N / (2 * INR N - 1) - INR N * INR N * w <= Sum A (fun x => p x * Rsqr (best_of eq_dec A N p r x / p x)).
Proof.
  intros NA L HN W. assert (N1 : 1 <= INR N) by (apply (le_INR 1); lia). set (n := INR N) in *.
  set (M := (2 * N - 2)%nat). assert (EM : INR (S M) = 2 * n - 1) by (unfold M, n; rewrite S_INR, minus_INR, mult_INR by lia; simpl; ring).
  rewrite (density_levels eq_dec A N p r NA L HN Rsqr).
  assert (T : n * n / (2 * n - 1) = levels A p r (fun a b => n * n / (2 * n - 1) * (b ^ S M - a ^ S M))).
  { rewrite levels_scal, (levels_telescope A p r L (fun u => u ^ S M)), pow1, pow_i by lia. ring. }
  assert (U : n * n * w >= levels A p r (fun a b => n * n * w * (b ^ M - a ^ M))).
  { rewrite levels_scal, (levels_telescope A p r L (fun u => u ^ M)), pow1.
    assert (0 <= 0 ^ M) by (apply pow_le; lra). destruct (law_support A p L) as [x [I P]]. specialize (W x I P).
    pose proof (Pr_tied_pos A p r x L I P). assert (0 <= n * n * w) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= n * n * w * 0 ^ M) by (apply Rmult_le_pos; assumption). lra. }
  apply Rle_trans with (levels A p r (fun a b => n * n / (2 * n - 1) * (b ^ S M - a ^ S M) - n * n * w * (b ^ M - a ^ M))).
  { rewrite levels_minus, <- T. lra. }
  apply Sum_le. intros x I. destruct (law_nonneg A p L x I) as [P|E]; [|rewrite <- E; unfold Rdiv; lra].
  apply Rmult_le_compat_l; [left; apply Rdiv_lt_0_compat; [exact P|now apply Pr_tied_pos]|].
  destruct (level_bounds A p r L x I P) as [B _]. specialize (W x I P). pose proof (Pr_levels A p r (r x)) as Q.
  set (a := Pr A p (below r (r x))) in *. set (b := Pr A p (at_most r (r x))) in *. assert (Wd : b - a <= w) by lra.
  (* n a^(N−1) ≤ slope, and b^(2N−1) − a^(2N−1) ≤ (2N−1)(b−a) b^(2N−2) *)
  assert (Lo : n * a ^ (N - 1) <= slope N a b).
  { destruct N as [|k]; [lia|]. replace (S k - 1)%nat with k by lia. unfold slope. apply (Rmult_le_reg_r (b - a)); [lra|].
    replace ((b ^ S k - a ^ S k) / (b - a) * (b - a)) with (b ^ S k - a ^ S k) by (field; lra). unfold n. clear - B.
    induction k as [|k IH]; [simpl; lra|]. rewrite S_INR. assert (0 <= a ^ k) by (apply pow_le; lra).
    apply (Rmult_le_compat_l a) in IH; [|lra].
    assert (a ^ S k <= b ^ S k) by (apply pow_incr; lra).
    assert ((b - a) * a ^ S k <= (b - a) * b ^ S k) by (apply Rmult_le_compat_l; lra).
    assert (E1 : a ^ S (S k) = a * a ^ S k) by reflexivity. assert (E2 : b ^ S (S k) = b * b ^ S k) by reflexivity.
    assert (E3 : a ^ S k = a * a ^ k) by reflexivity. rewrite E1, E2.
    replace ((INR (S k) + 1) * a ^ S k * (b - a)) with (a * (INR (S k) * a ^ k * (b - a)) + (b - a) * a ^ S k) by (rewrite E3; ring). lra. }
  assert (Sq : n * n * a ^ M <= Rsqr (slope N a b)).
  { replace (a ^ M) with (a ^ (N - 1) * a ^ (N - 1)) by (rewrite <- pow_add; f_equal; unfold M; lia).
    assert (0 <= n * a ^ (N - 1)) by (apply Rmult_le_pos; [lra|apply pow_le; lra]).
    apply Rle_trans with (Rsqr (n * a ^ (N - 1))); [right; unfold Rsqr; ring|]. apply Rsqr_incr_1; lra. }
  assert (Hi : n * n / (2 * n - 1) * (b ^ S M - a ^ S M) <= n * n * (b - a) * b ^ M).
  { pose proof (pow_difference_le a b M ltac:(lra)) as D. rewrite EM in D. apply (Rmult_le_compat_l (n * n / (2 * n - 1))) in D.
    - eapply Rle_trans; [exact D|]. right. field. lra.
    - apply Rdiv_le_0_compat; [apply Rmult_le_pos; lra|lra]. }
  apply (Rmult_le_compat_l (b - a)) in Sq; [|lra].
  assert (G : 0 <= n * n * (w - (b - a)) * (b ^ M - a ^ M)).
  { assert (a ^ M <= b ^ M) by (apply pow_incr; lra). repeat apply Rmult_le_pos; lra. }
  lra.
Qed.
(** For every c below N/√(2N−1) some model, with the error d = π_N/p, has E_π|d| > c (E_p d²)^½. *)
Theorem best_of_transfer_sharp N c : (1 <= N)%nat -> c < INR N / sqrt (2 * INR N - 1) -> exists K (d : nat -> R), (1 <= K)%nat /\
  c * sqrt (Ex (letters K) (uniform K) (fun x => Rsqr (d x))) <
  Ex (letters K) (best_of Nat.eq_dec (letters K) N (uniform K) INR) (fun x => Rabs (d x)).
Proof.
  intros HN Hc. assert (N1 : 1 <= INR N) by (apply (le_INR 1); lia). set (n := INR N) in *.
  pose proof (sqrt_lt_R0 (2 * n - 1) ltac:(lra)) as Ps. pose proof (sqrt_sqrt (2 * n - 1) ltac:(lra)) as Es.
  set (c0 := Rmax c 0). assert (C0 : 0 <= c0) by apply Rmax_r.
  assert (C1 : c0 < n / sqrt (2 * n - 1)) by (unfold c0; apply Rmax_lub_lt; [exact Hc|apply Rdiv_lt_0_compat; lra]).
  assert (C2 : c0 * c0 < n * n / (2 * n - 1)).
  { replace (n * n / (2 * n - 1)) with (n / sqrt (2 * n - 1) * (n / sqrt (2 * n - 1))) by (rewrite <- Es at 3; field; lra).
    apply Rmult_le_0_lt_compat; assumption. }
  set (e := n * n / (2 * n - 1) - c0 * c0) in *. assert (Pe : 0 < e) by (unfold e; lra).
  destruct (nat_above (n * n / e)) as [k Hk]. set (K := S k). assert (PK : 0 < INR K) by (apply lt_0_INR; unfold K; lia).
  set (pi := best_of Nat.eq_dec (letters K) N (uniform K) INR). exists K, (fun x => pi x / uniform K x). split; [unfold K; lia|]. cbv beta.
  pose proof (law_uniform K ltac:(unfold K; lia)) as L. pose proof (seq_NoDup K 0 : NoDup (letters K)) as D.
  assert (U : forall x, 0 < uniform K x) by (intros; now apply Rinv_0_lt_compat).
  set (V := Ex (letters K) (uniform K) (fun x => Rsqr (pi x / uniform K x))).
  assert (W : n * n / (2 * n - 1) - n * n * / INR K <= V).
  { apply (density_square Nat.eq_dec (letters K) N (uniform K) INR (/ INR K) D L HN). intros x I _.
    right. unfold Pr. rewrite (Sum_single _ _ x D I).
    - rewrite (proj2 (tied_true INR (INR x) x) eq_refl). unfold uniform. simpl. ring.
    - intros y _ Ne. destruct (tied INR (INR x) y) eqn:Q; simpl; [|ring]. apply tied_true, INR_eq in Q. easy. }
  assert (Small : n * n * / INR K < e).
  { apply (Rmult_lt_reg_r (INR K)); [exact PK|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply (Rmult_lt_compat_r e) in Hk; [|exact Pe]. unfold Rdiv in Hk. rewrite Rmult_assoc, Rinv_l in Hk by lra.
    apply Rlt_trans with (INR k * e); [lra|]. rewrite Rmult_comm. apply Rmult_lt_compat_l; [exact Pe|]. unfold K. rewrite S_INR. lra. }
  assert (CV : c0 * c0 < V) by (unfold e in Small; lra).
  assert (E : Ex (letters K) pi (fun x => Rabs (pi x / uniform K x)) = V).
  { apply Sum_ext. intros x I. specialize (U x). pose proof (law_nonneg _ _ (best_of_law_ok Nat.eq_dec (letters K) INR D N (uniform K) HN L) x I) as Q.
    fold pi in Q. rewrite Rabs_right by (apply Rle_ge, Rdiv_le_0_compat; assumption). unfold Rsqr. field. lra. }
  fold pi V. rewrite E. assert (PV : 0 <= V) by (assert (0 <= c0 * c0) by (apply Rmult_le_pos; assumption); lra).
  pose proof (sqrt_pos V) as SV. apply Rle_lt_trans with (c0 * sqrt V); [apply Rmult_le_compat_r; [exact SV|apply Rmax_l]|].
  rewrite <- (sqrt_sqrt V PV) at 2. apply Rmult_lt_compat_r.
  - apply sqrt_lt_R0. assert (0 <= c0 * c0) by (apply Rmult_le_pos; assumption). lra.
  - rewrite <- (sqrt_square c0 C0). apply sqrt_lt_1; [apply Rmult_le_pos; assumption|exact PV|exact CV].
Qed.
