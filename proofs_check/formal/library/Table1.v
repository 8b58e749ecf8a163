(** Example 2 and Table 1 of the paper, computed from sampling: p = (1/5, 3/10, 1/2), r = (log 6, 0, log 2), m = N = 2. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Words Sampling BestOfN BondForms.

Definition p (y : nat) : R := match y with 0%nat => 1 / 5 | 1%nat => 3 / 10 | _ => 1 / 2 end.
Definition weight (y : nat) : nat := match y with 0%nat => 6 | 1%nat => 1 | _ => 2 end.
Definition r (y : nat) : R := match y with 0%nat => ln 6 | 1%nat => 0 | _ => ln 2 end.
Definition space : list (list nat) := words (letters 3) 2.
(** π_N^m of the example: best of two words of two letters, ties at random. *)
Definition pi : list nat -> R := best_of (list_eq_dec Nat.eq_dec) space 2 (power p) (total r).

Lemma law_p : law (letters 3) p.
Proof. split; [intros [|[|[|x]]] _; simpl; lra|simpl; lra]. Qed.
Lemma law_space : law space (power p). Proof. apply law_power, law_p. Qed.
Lemma NoDup_space : NoDup space. Proof. apply NoDup_words, seq_NoDup. Qed.

(** The order of rewards is that of the products of the weights 6, 1, 2. *)
Definition score (w : list nat) : nat := fold_right (fun y s => (weight y * s)%nat) 1%nat w.
Lemma score_pos w : (0 < score w)%nat.
Proof. induction w as [|y w IH]; simpl; [lia|]. apply Nat.mul_pos_pos; [destruct y as [|[|y]]; simpl; lia|exact IH]. Qed.
Lemma total_score w : total r w = ln (INR (score w)).
Proof.
  induction w as [|y w IH]; simpl; [symmetry; apply ln_1|]. rewrite IH, mult_INR.
  rewrite ln_mult; [|destruct y as [|[|y]]; simpl; lra|apply lt_0_INR, score_pos].
  f_equal. destruct y as [|[|y]]; simpl; [f_equal; ring|symmetry; apply ln_1|f_equal; ring].
Qed.
Lemma total_order v w : total r v <= total r w <-> INR (score v) <= INR (score w).
Proof.
  rewrite !total_score. pose proof (lt_0_INR _ (score_pos v)). pose proof (lt_0_INR _ (score_pos w)). split; intros L.
  - destruct (Rle_lt_dec (INR (score v)) (INR (score w))) as [|G]; [assumption|]. pose proof (ln_increasing _ _ H0 G). lra.
  - now apply ln_le_mono.
Qed.
Lemma table1_law w : In w space -> pi w = power p w / Pr space (power p) (fun v => score v =? score w)%nat *
  (Pr space (power p) (fun v => score v <=? score w)%nat ^ 2 - Pr space (power p) (fun v => score v <? score w)%nat ^ 2).
Proof.
  intros I. unfold pi. assert (H2 : (1 <= 2)%nat) by lia.
  rewrite (best_of_order (list_eq_dec Nat.eq_dec) space (power p) (total r) 2 NoDup_space law_space H2 (fun w => INR (score w)) w I)
    by (intros; apply total_order).
  rewrite (best_of_law _ _ _ NoDup_space 2 _ w H2 law_space I).
  rewrite (Pr_ext _ _ _ _ (fun v _ _ => tied_nat score (score w) v)), (Pr_ext _ _ _ _ (fun v _ _ => at_most_nat score (score w) v)),
    (Pr_ext _ _ _ _ (fun v _ _ => below_nat score (score w) v)). reflexivity.
Qed.
Ltac entry := rewrite table1_law by (simpl; tauto); cbn; field.

(** Table 1, entry by entry. *)
Theorem table1_00 : pi [0; 0]%nat = 49 / 625. Proof. entry. Qed.
Theorem table1_10 : pi [1; 0]%nat = 21 / 250. Proof. entry. Qed.
Theorem table1_20 : pi [2; 0]%nat = 43 / 250. Proof. entry. Qed.
Theorem table1_01 : pi [0; 1]%nat = 21 / 250. Proof. entry. Qed.
Theorem table1_11 : pi [1; 1]%nat = 81 / 10000. Proof. entry. Qed.
Theorem table1_21 : pi [2; 1]%nat = 9 / 125. Proof. entry. Qed.
Theorem table1_02 : pi [0; 2]%nat = 43 / 250. Proof. entry. Qed.
Theorem table1_12 : pi [1; 2]%nat = 9 / 125. Proof. entry. Qed.
Theorem table1_22 : pi [2; 2]%nat = 103 / 400. Proof. entry. Qed.

(** π(y₁ = 0) = π(y₂ = 0) = 209/625, so π(0,0) is not their product: no memoryless source is the best of two words. *)
Definition at_first (y : nat) (w : list nat) : bool := match w with x :: _ => (x =? y)%nat | [] => false end.
Definition at_second (y : nat) (w : list nat) : bool := match w with [_; x] => (x =? y)%nat | _ => false end.
Theorem example2_marginals : Pr space pi (at_first 0) = 209 / 625 /\ Pr space pi (at_second 0) = 209 / 625.
Proof.
  unfold Pr. cbn [space words letters seq flat_map map app Sum at_first at_second Nat.eqb ind].
  rewrite table1_00, table1_10, table1_20, table1_01, table1_02. split; field.
Qed.
Theorem example2_not_product : pi [0; 0]%nat <> Pr space pi (at_first 0) * Pr space pi (at_second 0).
Proof. destruct example2_marginals as [-> ->]. rewrite table1_00. lra. Qed.
Theorem example2_not_memoryless (q : nat -> R) : law (letters 3) q -> ~ forall w, In w space -> pi w = power q w.
Proof.
  intros [_ S] E. pose proof (E [0; 0]%nat ltac:(simpl; tauto)) as E0. pose proof (E [1; 0]%nat ltac:(simpl; tauto)) as E1.
  pose proof (E [2; 0]%nat ltac:(simpl; tauto)) as E2. rewrite table1_00 in E0. rewrite table1_10 in E1. rewrite table1_20 in E2.
  simpl in *. rewrite Rmult_1_r in *. set (a := q 0%nat) in *. assert (Q : a = 209 / 625).
  { replace a with ((a + (q 1%nat + (q 2%nat + 0))) * a) by (rewrite S; ring).
    replace ((a + (q 1%nat + (q 2%nat + 0))) * a) with (a * a + q 1%nat * a + q 2%nat * a) by ring. lra. }
  rewrite Q in E0. lra.
Qed.
(** The reference of Example 2 is not uniform, as the text has it. *)
Theorem example2_not_uniform : p 0%nat <> 1 / 3. Proof. simpl. lra. Qed.
