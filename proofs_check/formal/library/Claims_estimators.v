(** Estimators in the form of their claims. *)
From ExactAlign Require Import Prelude Definitions Sums Laws.
From ExactAlign Require Import Passk Rewards.

(** The transfer of an error under best-of-N, with the error written as a difference. *)
Theorem transfer_of_difference {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N (p g r : X -> R) :
  NoDup A -> law A p -> (1 <= N)%nat ->
  Ex A (best_of dec A N p g) (fun y => Rabs (r y - g y)) <=
  INR N / sqrt (2 * INR N - 1) * sqrt (Ex A p (fun y => (r y - g y) ^ 2)).
Proof.
  intros ND L H. pose proof (best_of_transfer dec A N p g ND L H (fun y => r y - g y)) as B. cbv beta in B.
  assert (E : Ex A p (fun y => (r y - g y) ^ 2) = Ex A p (fun y => Rsqr (r y - g y))).
  { unfold Ex. apply Sum_ext. intros x _. now rewrite Rsqr_pow2. }
  rewrite E. exact B.
Qed.
(** pass@k from a binomial number of right samples. *)
Theorem passk_claim (n k : nat) theta : (k <= n)%nat -> 0 <= theta -> theta <= 1 ->
  Sum (seq 0 (n + 1)) (fun c => INR (choose n c) * theta ^ c * (1 - theta) ^ (n - c) *
    (1 - INR (choose (n - c) k) / INR (choose n k))) = 1 - (1 - theta) ^ k.
Proof.
  intros K P Q. rewrite <- (passk_unbiased_binomial n k theta K (conj P Q)). rewrite Nat.add_1_r. apply Sum_ext.
  intros c _. unfold binomial, passk. reflexivity.
Qed.
