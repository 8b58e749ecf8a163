(** KL(π_N‖p) in N: nondecreasing, not concave; the budget N = exp(mδ); the sharp bound cannot be improved. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Sampling BestOfN BondForms Levels TailLimits FTable Sharp Transport Rewards.

(** The density of best-of-N grows from level to level, N ≥ 2. *)
Lemma slope_increasing N a b a' b' : (2 <= N)%nat -> 0 <= a < b -> b <= a' -> a' < b' -> slope N a b < slope N a' b'.
Proof.
  intros HN B Ba B'. destruct N as [|n]; [lia|]. unfold slope.
  assert (Lo : (b ^ S n - a ^ S n) / (b - a) < INR (S n) * b ^ n).
  { apply (Rmult_lt_reg_r (b - a)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    pose proof (pow_difference_lt a b n B ltac:(lia)). lra. }
  assert (Mid : INR (S n) * b ^ n <= INR (S n) * a' ^ n) by (apply Rmult_le_compat_l; [apply pos_INR|apply pow_incr; lra]).
  assert (Hi : INR (S n) * a' ^ n <= (b' ^ S n - a' ^ S n) / (b' - a')).
  { apply (Rmult_le_reg_r (b' - a')); [lra|]. unfold Rdiv. rewrite (Rmult_assoc (b' ^ S n - a' ^ S n)), Rinv_l, Rmult_1_r by lra.
    assert (Q : forall k, INR k * (b' - a') * a' ^ k <= a' * (b' ^ k - a' ^ k)).
    { induction k as [|k IH]; [simpl; lra|]. rewrite S_INR. simpl. assert (a' ^ k <= b' ^ k) by (apply pow_incr; lra).
      assert (0 <= a' ^ k) by (apply pow_le; lra). apply (Rmult_le_compat_l a') in IH; [|lra].
      assert (0 <= a' * (b' - a') * (b' ^ k - a' ^ k)) by (repeat apply Rmult_le_pos; lra). lra. }
    specialize (Q (S n)). simpl pow in *. apply (Rmult_le_reg_l a'); [lra|]. lra. }
  lra.
Qed.

Section Increasing.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p).
(** Of N + 1 draws, forget the first: a rule whose law is that of N draws. *)
Lemma forget_rule N s : rule A N s -> rule A (S N) (fun l => s (tl l)).
Proof.
  intros Rs l J. destruct l as [|x l]; [apply in_words in J; destruct J; discriminate|].
  assert (J' : In l (words A N)) by (apply in_words in J; apply in_words; destruct J as [E I]; split; [now injection E|intros; apply I; simpl; auto]).
  simpl. destruct (Rs l J') as [Ls S]. split; [exact Ls|]. intros y Ny. apply S. intros Q. apply Ny. simpl. auto.
Qed.
Lemma forget_kept N s y : kept A (S N) p (fun l => s (tl l)) y = kept A N p s y.
Proof.
  unfold kept. rewrite Sum_words_S. simpl.
  rewrite (Sum_ext A _ (fun x => p x * Sum (words A N) (fun l => power p l * s l y))) by (intros; rewrite <- Sum_scal; apply Sum_ext; intros; ring).
  rewrite Sum_scal_r, (law_sum A p L). ring.
Qed.
(** On the support of p the density of best-of-N orders outcomes as the reward does, N ≥ 2. *)
Lemma density_order N x z : (2 <= N)%nat -> In x A -> In z A -> 0 < p x -> 0 < p z ->
  best_of eq_dec A N p r x / p x <= best_of eq_dec A N p r z / p z <-> r x <= r z.
Proof.
  intros HN Ix Iz Px Pz. rewrite !(density eq_dec A N p r NA L) by (assumption || lia).
  assert (Lt : forall x z, In x A -> In z A -> 0 < p x -> 0 < p z -> r x < r z ->
    slope N (Pr A p (below r (r x))) (Pr A p (at_most r (r x))) < slope N (Pr A p (below r (r z))) (Pr A p (at_most r (r z)))).
  { clear - L HN. intros x z Ix Iz Px Pz Q. destruct (level_bounds A p r L x Ix Px) as [B _]. destruct (level_bounds A p r L z Iz Pz) as [B' _].
    apply slope_increasing; [exact HN|exact B| |lra]. apply Pr_mono; [exact L|]. intros y _ Y. apply at_most_true in Y. apply below_true. lra. }
  split; intros Q.
  - destruct (Rle_lt_dec (r x) (r z)) as [|G]; [assumption|]. specialize (Lt z x Iz Ix Pz Px G). lra.
  - destruct Q as [Q|Q]; [left; now apply Lt|rewrite Q; lra].
Qed.
(** KL(π_N‖p) does not decrease with N. *)
Theorem best_of_KL_increasing N : (1 <= N)%nat -> KL A (best_of eq_dec A N p r) p <= KL A (best_of eq_dec A (S N) p r) p.
Proof.
  intros HN. destruct (Nat.eq_dec N 1) as [->|N1].
  - rewrite (KL_ext A _ p p p) by (auto; intros; now apply best_of_one). rewrite KL_self. apply KL_nonneg; [apply best_of_law_ok; auto|exact L|].
    apply best_ac; auto.
  - set (s := fun l : list X => best eq_dec r (tl l)).
    assert (Rs : rule A (S N) s) by (apply (forget_rule N); now apply best_rule).
    pose proof (kept_KL_le_best eq_dec A (S N) p s NA L ltac:(lia) Rs) as K.
    assert (E : forall y, kept A (S N) p s y = best_of eq_dec A N p r y) by (intros; apply forget_kept).
    rewrite (KL_ext A (kept A (S N) p s) (best_of eq_dec A N p r) p p) in K by auto.
    eapply Rle_trans; [exact K|]. right. apply KL_ext; [|reflexivity]. intros y I.
    apply best_of_order; auto. intros x z Ix Iz Px Pz. rewrite !E. apply density_order; auto. lia.
Qed.

(** Lemma 6 within a budget: for N = exp(mδ), KL ≤ mδ for every rule … *)
Theorem budget N m delta s : (1 <= N)%nat -> rule A N s -> INR N = exp (INR m * delta) -> KL A (kept A N p s) p <= INR m * delta.
Proof. intros HN Rs E. rewrite <- (ln_exp (INR m * delta)), <- E. now apply (lemma6 eq_dec). Qed.
(** … and when exp(mδ) is rounded up to N ≥ 3 as well. *)
Theorem budget_rounded_up N m delta s : (3 <= N)%nat -> rule A N s -> INR N - 1 < exp (INR m * delta) -> KL A (kept A N p s) p <= INR m * delta.
Proof.
  intros HN Rs E. assert (N3 : 3 <= INR N) by (replace 3 with (INR 3) by (simpl; ring); apply le_INR; lia). eapply Rle_trans; [apply (lemma6_sharp eq_dec); auto; lia|].
  apply ln_increasing in E; [|lra]. rewrite ln_exp in E.
  pose proof (ln_le_sub1 (INR N / (INR N - 1)) ltac:(apply Rdiv_lt_0_compat; lra)) as G. rewrite ln_div in G by lra.
  assert (INR N / (INR N - 1) - 1 <= (INR N - 1) / INR N).
  { apply (Rmult_le_reg_r (INR N * (INR N - 1))); [apply Rmult_lt_0_compat; lra|].
    replace ((INR N / (INR N - 1) - 1) * (INR N * (INR N - 1))) with (INR N) by (field; lra).
    replace ((INR N - 1) / INR N * (INR N * (INR N - 1))) with ((INR N - 1) * (INR N - 1)) by (field; lra). nra. }
  lra.
Qed.
End Increasing.

(** KL(π_N‖p) is not concave in N: a fair coin gains more from the third draw than from the second. *)
Definition coin (x : nat) : R := 1 / 2.
Lemma law_coin : law (letters 2) coin.
Proof. split; [intros; unfold coin; lra|unfold coin; simpl; lra]. Qed.
Lemma best_of_coin N : (1 <= N)%nat -> best_of Nat.eq_dec (letters 2) N coin INR 0%nat = (1 / 2) ^ N /\ best_of Nat.eq_dec (letters 2) N coin INR 1%nat = 1 - (1 / 2) ^ N.
Proof.
  intros HN. pose proof law_coin as L. pose proof (seq_NoDup 2 0 : NoDup (letters 2)) as D.
  rewrite !(best_of_law Nat.eq_dec (letters 2) INR D N coin) by (auto; simpl; tauto).
  rewrite !(Pr_ext _ _ _ _ (fun v _ _ => tied_nat (fun x => x) 0 v)), !(Pr_ext _ _ _ _ (fun v _ _ => tied_nat (fun x => x) 1 v)),
    !(Pr_ext _ _ _ _ (fun v _ _ => at_most_nat (fun x => x) 0 v)), !(Pr_ext _ _ _ _ (fun v _ _ => at_most_nat (fun x => x) 1 v)),
    !(Pr_ext _ _ _ _ (fun v _ _ => below_nat (fun x => x) 0 v)), !(Pr_ext _ _ _ _ (fun v _ _ => below_nat (fun x => x) 1 v)).
  unfold Pr, coin. simpl Sum. cbn [Nat.eqb Nat.leb Nat.ltb ind].
  replace (0 * (1 / 2) + (0 * (1 / 2) + 0)) with 0 by ring. replace (1 * (1 / 2) + (0 * (1 / 2) + 0)) with (1 / 2) by field.
  replace (0 * (1 / 2) + (1 * (1 / 2) + 0)) with (1 / 2) by field. replace (1 * (1 / 2) + (1 * (1 / 2) + 0)) with 1 by field.
  rewrite pow1, (pow_i N) by lia. split; field.
Qed.
Theorem best_of_KL_not_concave :
  let K N := KL (letters 2) (best_of Nat.eq_dec (letters 2) N coin INR) coin in K 2%nat - K 1%nat < K 3%nat - K 2%nat.
Proof.
  intros K. assert (V : forall N, (1 <= N)%nat -> K N = (1 / 2) ^ N * ln ((1 / 2) ^ N / (1 / 2)) + (1 - (1 / 2) ^ N) * ln ((1 - (1 / 2) ^ N) / (1 / 2))).
  { intros N HN. destruct (best_of_coin N HN) as [E0 E1]. unfold K, KL, xlog. unfold letters at 1. cbn [seq Sum]. rewrite E0, E1. unfold coin. ring. }
  rewrite !V by lia. replace ((1 / 2) ^ 1 / (1 / 2)) with 1 by field. replace ((1 - (1 / 2) ^ 1) / (1 / 2)) with 1 by field.
  replace ((1 / 2) ^ 2 / (1 / 2)) with (/ 2) by field. replace ((1 - (1 / 2) ^ 2) / (1 / 2)) with (3 / 2) by field.
  replace ((1 / 2) ^ 3 / (1 / 2)) with (/ 2 ^ 2) by field. replace ((1 - (1 / 2) ^ 3) / (1 / 2)) with (7 / 2 ^ 2) by field.
  rewrite !ln_Rinv, !ln_div, (ln_pow 2 2), ln_1 by lra. simpl INR.
  pose proof (ln_increasing (3 ^ 12) (7 ^ 7) ltac:(lra) ltac:(lra)) as L. rewrite !ln_pow in L by lra. simpl INR in L. lra.
Qed.

(** Uniform laws with rewards 0, 1, …: the sharp bound log N − (N−1)/N is approached, so it cannot be lowered. *)
Definition uniform (K : nat) (x : nat) : R := / INR K.
Lemma law_uniform K : (1 <= K)%nat -> law (letters K) (uniform K).
Proof.
  intros HK. assert (0 < INR K) by (apply lt_0_INR; lia). split; [intros; left; now apply Rinv_0_lt_compat|].
  unfold uniform, letters. rewrite Sum_const, seq_length. field. lra.
Qed.
Theorem lemma6_sharp_optimal N eps : (1 <= N)%nat -> 0 < eps -> exists K, (1 <= K)%nat /\
  ln (INR N) - (INR N - 1) / INR N - eps < KL (letters K) (best_of Nat.eq_dec (letters K) N (uniform K) INR) (uniform K).
Proof.
  intros HN Pe. set (B := INR N * (INR N - 1) / 2). assert (N1 : 1 <= INR N) by (apply (le_INR 1); lia).
  assert (PB : 0 <= B) by (unfold B; apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  destruct (nat_above (B / eps)) as [k Hk]. exists (S k). split; [lia|]. set (K := S k).
  assert (PK : 0 < INR K) by (apply lt_0_INR; unfold K; lia).
  pose proof (best_of_gap Nat.eq_dec (letters K) N (uniform K) INR (seq_NoDup K 0) (law_uniform K ltac:(unfold K; lia)) HN
    ltac:(intros x y _ _; apply INR_eq)) as G. fold B in G.
  replace (Sum (letters K) (fun x => Rsqr (uniform K x))) with (/ INR K) in G.
  - assert (B * / INR K < eps).
    { apply (Rmult_lt_reg_r (INR K)); [exact PK|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply (Rmult_lt_compat_r eps) in Hk; [|exact Pe]. unfold Rdiv in Hk. rewrite Rmult_assoc, Rinv_l in Hk by lra.
      apply Rlt_trans with (INR k * eps); [lra|]. rewrite Rmult_comm. apply Rmult_lt_compat_l; [exact Pe|]. unfold K. rewrite S_INR. lra. }
    lra.
  - unfold uniform, letters. rewrite Sum_const, seq_length. unfold Rsqr. field. lra.
Qed.
