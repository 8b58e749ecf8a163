(** pass@k from n draws: 1 − C(n−c, k)/C(n, k) is unbiased for k ≤ n, and what is published is not for k > n. *)
From ExactAlign Require Import Prelude Definitions Sums Laws.

Lemma choose_0 n : choose n 0 = 1%nat. Proof. now destruct n. Qed.
Lemma choose_none n k : (n < k)%nat -> choose n k = 0%nat.
Proof.
  revert k. induction n as [|n IH]; intros [|k] H; try lia; [reflexivity|]. simpl. rewrite !IH by lia. reflexivity.
Qed.
Lemma choose_pos n k : (k <= n)%nat -> (0 < choose n k)%nat.
Proof.
  revert k. induction n as [|n IH]; intros [|k] H; try lia; [simpl; lia|simpl; lia|]. simpl. specialize (IH k ltac:(lia)). lia.
Qed.
Lemma hits_le {X} (E : X -> bool) l : (hits E l <= length l)%nat.
Proof. unfold hits. induction l as [|x l IH]; simpl; [lia|]. destruct (E x); simpl; lia. Qed.
Lemma hits_compl {X} (E : X -> bool) l : hits (fun x => negb (E x)) l = (length l - hits E l)%nat.
Proof.
  unfold hits. induction l as [|x l IH]; [reflexivity|]. pose proof (hits_le E l) as Q. unfold hits in Q.
  cbn [filter]. destruct (E x); cbn [negb length]; rewrite IH; lia.
Qed.

Section Mean.
Context {X : Type} (A : list X) (p : X -> R) (E : X -> bool).
Hypothesis L : law A p.
Let theta := Pr A p E.

(** The mean number of ways to choose k draws from E: C(n, k) P(E)^k. *)
Theorem mean_choose n k : Ex (words A n) (power p) (fun l => INR (choose (hits E l) k)) = INR (choose n k) * theta ^ k.
Proof.
  revert k. induction n as [|n IH]; intros k.
  - unfold Ex. simpl. destruct k; simpl; ring.
  - pose proof (law_power A p n L) as LN. rewrite Ex_words_S. destruct k as [|k].
    + rewrite (Ex_ext A p _ (fun _ => 1)); [rewrite (Ex_const A p L), choose_0; simpl; ring|]. intros x _ _.
      rewrite (Ex_ext _ _ _ (fun _ => 1)); [now apply Ex_const|]. intros l _ _. now rewrite choose_0.
    + rewrite (Ex_ext A p _ (fun x => ind (E x) * (INR (choose n k) * theta ^ k) + INR (choose n (S k)) * theta ^ S k)).
      * rewrite Ex_plus, (Ex_const A p L). replace (Ex A p (fun x => ind (E x) * (INR (choose n k) * theta ^ k))) with (theta * (INR (choose n k) * theta ^ k)).
        { simpl choose. rewrite plus_INR. simpl. ring. }
        unfold theta at 1, Pr, Ex. rewrite <- Sum_scal_r. apply Sum_ext. intros. ring.
      * intros x _ _. rewrite <- !IH. unfold hits. destruct (E x) eqn:Ex; simpl ind.
        { rewrite Rmult_1_l, <- Ex_plus. apply Ex_ext. intros l _ _. simpl filter. rewrite Ex. cbn [length choose]. now rewrite plus_INR. }
        { rewrite Rmult_0_l, Rplus_0_l. apply Ex_ext. intros l _ _. simpl filter. now rewrite Ex. }
Qed.
(** The binomial law, one draw at a time. *)
Lemma binomial_draw n t f : Sum (seq 0 (S (S n))) (fun c => binomial (S n) t c * f c) =
  t * Sum (seq 0 (S n)) (fun c => binomial n t c * f (S c)) + (1 - t) * Sum (seq 0 (S n)) (fun c => binomial n t c * f c).
Proof.
  set (up := fun c => match c with O => 0 | S d => t * binomial n t d end).
  assert (D : forall c, binomial (S n) t c = up c + (1 - t) * binomial n t c).
  { intros [|c]; unfold up, binomial; [rewrite !choose_0, !Nat.sub_0_r; simpl; ring|].
    cbn [choose]. rewrite plus_INR. change (S n - S c)%nat with (n - c)%nat. destruct (le_lt_dec (S c) n) as [K|K].
    - replace (n - c)%nat with (S (n - S c)) by lia. simpl. ring.
    - rewrite (choose_none n (S c)) by lia. simpl. ring. }
  rewrite (Sum_ext _ _ (fun c => up c * f c + (1 - t) * (binomial n t c * f c))) by (intros c _; rewrite D; ring).
  rewrite Sum_plus, Sum_scal. f_equal.
  - change (seq 0 (S (S n))) with (0 :: seq 1 (S n))%nat. rewrite <- seq_shift. cbn [Sum]. rewrite Sum_map, <- Sum_scal. unfold up at 1.
    rewrite Rmult_0_l, Rplus_0_l. apply Sum_ext. intros c _. simpl. ring.
  - rewrite (seq_S (S n)), Sum_app. simpl plus. cbn [Sum]. unfold binomial at 2. rewrite (choose_none n (S n)) by lia. simpl INR. ring.
Qed.
(** A function of the number of n draws that are in E has the binomial mean. *)
Theorem mean_hits n f : Ex (words A n) (power p) (fun l => f (hits E l)) = Sum (seq 0 (S n)) (fun c => binomial n theta c * f c).
Proof.
  revert f. induction n as [|n IH]; intros f; [unfold Ex, binomial, hits; simpl; ring|]. rewrite Ex_words_S, binomial_draw, <- !IH.
  replace (1 - theta) with (Pr A p (fun x => negb (E x))) by now apply Pr_compl. unfold theta, Pr. rewrite <- !Sum_scal_r, <- Sum_plus. apply Sum_ext. intros x _.
  unfold hits. simpl filter. destruct (E x); simpl; ring.
Qed.
End Mean.

Section Passk.
Context {X : Type} (A : list X) (p : X -> R) (E : X -> bool).
Hypothesis L : law A p.
(** pass@k: for k ≤ n, the mean of 1 − C(n−c, k)/C(n, k) over n draws is 1 − (1 − θ)^k, θ = P(E). *)
Theorem passk_unbiased n k : (k <= n)%nat -> Ex (words A n) (power p) (fun l => passk n (hits E l) k) = 1 - (1 - Pr A p E) ^ k.
Proof.
  intros K. pose proof (law_power A p n L) as LN. assert (P : 0 < INR (choose n k)) by (apply lt_0_INR; now apply choose_pos).
  unfold passk. rewrite Ex_minus, (Ex_const _ _ LN). f_equal. rewrite <- (Pr_compl A p L E).
  rewrite (Ex_ext _ _ _ (fun l => / INR (choose n k) * INR (choose (hits (fun x => negb (E x)) l) k))).
  - rewrite Ex_scal, mean_choose by exact L. field. lra.
  - intros l J _. apply in_words in J. rewrite hits_compl, (proj1 J). unfold Rdiv. ring.
Qed.
(** As published it agrees with that for k ≤ n … *)
Lemma published_passk_same n c k : (k <= n)%nat -> published_passk n c k = passk n c k.
Proof.
  intros K. unfold published_passk. destruct (Nat.ltb_spec (n - c) k) as [Q|Q]; [|reflexivity].
  unfold passk. rewrite (choose_none (n - c) k) by exact Q. simpl INR. unfold Rdiv. ring.
Qed.
Theorem published_passk_unbiased n k : (k <= n)%nat ->
  Ex (words A n) (power p) (fun l => published_passk n (hits E l) k) = 1 - (1 - Pr A p E) ^ k.
Proof. intros K. rewrite <- (passk_unbiased n k K). apply Ex_ext. intros. now apply published_passk_same. Qed.
(** … and for k > n it says 1 whatever was drawn: too much, unless θ = 1. *)
Theorem published_passk_small_n n k : (n < k)%nat -> Pr A p E < 1 ->
  Ex (words A n) (power p) (fun l => published_passk n (hits E l) k) = 1 /\ 1 - (1 - Pr A p E) ^ k < 1.
Proof.
  intros K T. split.
  - rewrite (Ex_ext _ _ _ (fun _ => 1)); [now apply Ex_const, law_power|]. intros l _ _. unfold published_passk.
    destruct (Nat.ltb_spec (n - hits E l) k); [reflexivity|lia].
  - assert (0 < (1 - Pr A p E) ^ k) by (apply pow_lt; lra). lra.
Qed.
End Passk.

(** The same for a number c of right answers with the binomial law (n, θ). *)
Theorem passk_unbiased_binomial n k theta : (k <= n)%nat -> 0 <= theta <= 1 ->
  Sum (seq 0 (S n)) (fun c => binomial n theta c * passk n c k) = 1 - (1 - theta) ^ k.
Proof.
  intros K T. set (coin := fun b : bool => if b then theta else 1 - theta). set (A := [true; false]).
  assert (L : law A coin) by (split; [intros [] _; simpl; lra|simpl; ring]).
  assert (P : Pr A coin (fun b => b) = theta) by (unfold Pr; simpl; ring).
  pose proof (mean_hits A coin (fun b => b) L n (fun c => passk n c k)) as M. pose proof (passk_unbiased A coin (fun b => b) L n k K) as Q.
  rewrite P in M, Q. now rewrite <- M.
Qed.
