(** Remarks of the paper and of practice: Figure 1's N, the set of Assumption 1, events of types, rewards within [0, 1],
    best@k by bootstrap. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BondForms Words Types Transport Witnesses Steps.

(** (1 + x/n)^n ≤ e^x ≤ (1 − x/n)^(−n). *)
Lemma exp_above_power x n : (1 <= n)%nat -> 0 <= 1 + x / INR n -> (1 + x / INR n) ^ n <= exp x.
Proof.
  intros Hn P. assert (n0 : 0 < INR n) by (apply lt_0_INR; lia).
  apply Rle_trans with (exp (x / INR n) ^ n); [apply pow_incr; split; [exact P|apply exp_ge_1]|].
  right. rewrite <- (exp_ln (exp (x / INR n) ^ n)) by (apply pow_lt, exp_pos). rewrite ln_pow, ln_exp by apply exp_pos. f_equal. field. lra.
Qed.
Lemma exp_below x n : (1 <= n)%nat -> 0 < 1 - x / INR n -> exp x <= / (1 - x / INR n) ^ n.
Proof.
  intros Hn P. pose proof (exp_above_power (- x) n Hn) as B. replace (1 + - x / INR n) with (1 - x / INR n) in B by (unfold Rdiv; ring).
  rewrite exp_Ropp in B. rewrite <- (Rinv_inv (exp x)). apply Rinv_le_contravar; [now apply pow_lt|]. apply B. lra.
Qed.
(** Figure 1: exp(mδ) is near 3 for m = 10, δ = 0.11. *)
Theorem figure1_N : 2 + 9 / 10 < exp (10 * (11 / 100)) < 3 + 1 / 10.
Proof.
  pose proof (exp_above_power (10 * (11 / 100)) 32 ltac:(lia)) as L. pose proof (exp_below (10 * (11 / 100)) 32 ltac:(lia)) as U.
  replace (INR 32) with 32 in L, U by (simpl; ring).
  replace (1 + 10 * (11 / 100) / 32) with (331 / 320) in L by field. replace (1 - 10 * (11 / 100) / 32) with (309 / 320) in U by field.
  specialize (L ltac:(lra)). specialize (U ltac:(lra)). split.
  - apply Rlt_le_trans with (2 := L). lra.
  - apply Rle_lt_trans with (1 := U). rewrite <- (Rinv_inv (3 + 1 / 10)). apply Rinv_lt_contravar; [|lra].
    apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat; lra|lra].
Qed.
(** The set of Assumption 1 is smaller than the interior of the simplex for ζ > 0: a law within it has a letter below ζ. *)
Theorem smaller_than_interior z : 0 < z < 1 -> law (letters 2) (two (z / 2)) /\ positive (letters 2) (two (z / 2)) /\ two (z / 2) 0 < z.
Proof.
  intros B. split; [apply two_law; lra|split; [|unfold two; lra]]. intros [|k] _; unfold two; lra.
Qed.
(** The event r(X) ≤ r(v) is the event H(t(X)‖q) ≥ H(t(v)‖q) (printed: H(t(X)‖q) < H(t(v)‖q)). *)
Theorem event_of_types {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) p q m v : NoDup A -> positive A q -> (1 <= m)%nat ->
  In v (words A m) -> Pr (words A m) (power p) (fun w => Rleb (ln (power q w)) (ln (power q v))) =
  Pr (words A m) (power p) (fun w => Rleb (H A (freq dec v) q) (H A (freq dec w) q)).
Proof.
  intros ND Pq Hm Iv. apply Sum_ext. intros w Iw. do 2 f_equal. pose proof (reward_order dec A q ND m v w Pq Hm Iv Iw) as E.
  destruct (Rleb (ln (power q w)) (ln (power q v))) eqn:B.
  - apply Rleb_true in B. symmetry. now apply Rleb_true, E.
  - symmetry. destruct (Rleb (H A (freq dec v) q) (H A (freq dec w) q)) eqn:C; [|reflexivity]. apply Rleb_true, E, Rleb_true in C. congruence.
Qed.
(** The type is sufficient: given the type of v, all its words are equally likely, whatever the law of the letters. *)
Theorem type_sufficient {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) p m v w : NoDup A -> law A p ->
  In v (words A m) -> In w (words A m) -> 0 < power p v ->
  given (words A m) (power p) (same_type dec A v) w =
  ind (same_type dec A v w) / INR (length (filter (same_type dec A v) (words A m))).
Proof.
  intros ND L Iv Iw P.
  assert (E : forall u, In u (words A m) -> same_type dec A v u = true -> power p u = power p v).
  { intros u Iu S. rewrite same_type_true in S. apply power_perm. apply (Permutation_count_occ dec). intros x.
    destruct (in_dec dec x A) as [J|J]; [now apply S|]. apply in_words in Iu. apply in_words in Iv.
    rewrite !(proj1 (count_occ_not_In dec _ x)); [reflexivity| |]; intros K; apply J; [now apply Iv|now apply Iu]. }
  assert (D : Pr (words A m) (power p) (same_type dec A v) = INR (length (filter (same_type dec A v) (words A m))) * power p v).
  { unfold Pr. rewrite <- Sum_filter, <- Sum_const. apply Sum_ext. intros u Iu. apply filter_In in Iu. now apply E. }
  assert (N : 0 < INR (length (filter (same_type dec A v) (words A m)))).
  { apply lt_0_INR. assert (K : In v (filter (same_type dec A v) (words A m))) by (apply filter_In; split; [exact Iv|now apply same_type_true]).
    destruct (filter (same_type dec A v) (words A m)); [easy|simpl; lia]. }
  unfold given. rewrite D. destruct (same_type dec A v w) eqn:S; simpl; [rewrite (E w Iw S)|]; field; lra.
Qed.
(** A reward within [0, 1] gains at most √(KL/2): a bound, not a law, for Bernoulli rewards. *)
Theorem transport_unit {X} (A : list X) p psi r : law A p -> law A psi -> ac A psi p -> (forall x, In x A -> 0 <= r x <= 1) ->
  Ex A psi r - Ex A p r <= sqrt (KL A psi p / 2).
Proof.
  intros Lp Ls pp B. replace (KL A psi p / 2) with (2 * ((1 - 0) * (1 - 0) / 4) * KL A psi p) by field.
  apply transport; auto; [lra|]. apply hoeffding; auto.
Qed.

(** ** best@k by bootstrap: k draws with replacement from the n draws w, each with chance 1/n *)
Section Bootstrap.
Context {X : Type} (A : list X) (p : X -> R) (right : X -> bool).
Hypothesis Lp : law A p.
Let wrong x := negb (right x).
Lemma boot_value k w : w <> [] -> boot right k w = 1 - (total (fun x => ind (wrong x)) w / INR (length w)) ^ k.
Proof.
  intros N. assert (P : 0 < INR (length w)) by (apply lt_0_INR; destruct w; [easy|simpl; lia]).
  assert (U : law w (fun _ => / INR (length w))).
  { split; [intros; left; now apply Rinv_0_lt_compat|]. rewrite Sum_const. field. lra. }
  unfold boot. rewrite Pr_compl by now apply law_power. rewrite all_draws. do 2 f_equal.
  unfold Pr. rewrite Sum_scal_r, total_Sum. reflexivity.
Qed.
(** A power lies above its tangents. *)
Lemma pow_tangent m x k : 0 <= m -> 0 <= x -> m ^ S k + INR (S k) * m ^ k * (x - m) <= x ^ S k.
Proof.
  intros m0 x0. induction k as [|k IH]; [simpl; lra|].
  assert (M : 0 <= m ^ k) by now apply pow_le.
  apply (Rmult_le_compat_l x) in IH; [|exact x0]. rewrite S_INR. set (n := INR (S k)) in *.
  assert (n0 : 0 <= n) by apply pos_INR. change (x ^ S (S k)) with (x * x ^ S k).
  apply Rle_trans with (2 := IH). simpl pow.
  assert (Q : 0 <= n * m ^ k * ((x - m) * (x - m))).
  { apply Rmult_le_pos; [now apply Rmult_le_pos|]. apply Rle_0_sqr. }
  replace (x * (m * m ^ k + n * m ^ k * (x - m))) with
    (m * (m * m ^ k) + (n + 1) * (m * m ^ k) * (x - m) + n * m ^ k * ((x - m) * (x - m)) ) by ring. lra.
Qed.
(** Its mean is at most the chance 1 − (1 − θ)^k of a right one among k fresh draws … *)
Theorem boot_below n k : (1 <= n)%nat -> Ex (words A n) (power p) (boot right k) <= 1 - (1 - Pr A p right) ^ k.
Proof.
  intros Hn. assert (P : 0 < INR n) by (apply lt_0_INR; lia). assert (Lw : law (words A n) (power p)) by now apply law_power.
  set (g w := total (fun x => ind (wrong x)) w / INR n). set (m := 1 - Pr A p right).
  assert (M : Ex (words A n) (power p) g = m).
  { unfold g, Rdiv. rewrite (Ex_ext _ _ _ (fun w => / INR n * total (fun x => ind (wrong x)) w)) by (intros; ring).
    rewrite Ex_scal, Ex_total by exact Lp. rewrite <- Pr_Ex. unfold wrong. rewrite Pr_compl by exact Lp. fold m. field. lra. }
  assert (m0 : 0 <= m) by (unfold m; pose proof (Pr_le_1 A p Lp right); lra).
  rewrite (Ex_ext _ _ _ (fun w => 1 - g w ^ k)).
  2:{ intros w I _. apply words_length in I. rewrite boot_value by (intros ->; simpl in I; lia). unfold g. now rewrite I. }
  rewrite Ex_minus, Ex_const by exact Lw. destruct k as [|k].
  - rewrite (Ex_ext _ _ (fun w => g w ^ 0) (fun _ => 1)) by reflexivity. rewrite Ex_const by exact Lw. simpl. lra.
  - enough (m ^ S k <= Ex (words A n) (power p) (fun w => g w ^ S k)) by lra. rewrite <- M.
    apply (jensen (words A n) (power p) Lw (fun x => x ^ S k) g (INR (S k) * m ^ k)). rewrite M. intros w _ _. apply pow_tangent; [exact m0|].
    unfold g. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat]. rewrite total_Sum. apply Sum_nonneg. intros x _. destruct (wrong x); simpl; lra.
Qed.
End Bootstrap.
(** … and below it already for two draws of a fair coin: 5/8, not 3/4. *)
Theorem boot_biased : Ex (words (letters 2) 2) (power (two (1/2))) (boot (Nat.eqb 0) 2) = 5 / 8 /\
  1 - (1 - Pr (letters 2) (two (1/2)) (Nat.eqb 0)) ^ 2 = 3 / 4.
Proof.
  split; [|unfold Pr, two; simpl; field].
  rewrite (Ex_ext _ _ _ (fun w => 1 - (total (fun x => ind (negb (Nat.eqb 0 x))) w / INR (length w)) ^ 2)).
  - unfold Ex, two. simpl. field.
  - intros w I _. apply boot_value. intros ->. now apply words_length in I.
Qed.
