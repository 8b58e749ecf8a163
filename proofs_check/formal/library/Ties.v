(** Lemma 5 needs its tie rule: best-of-2 words with ties in alphabetical order is not exchangeable. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Words Sampling BestOfN Increasing.

Section First.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (r : X -> R) (none : X).
Hypothesis NA : NoDup A.
(** Of the best draws, the one listed first in A. *)
Definition first_best (l : list X) : X := hd none (filter (fun v => (if in_dec eq_dec v l then true else false) && best_in r l v) A).
Definition alphabetical (l : list X) (y : X) : R := if eq_dec y (first_best l) then 1 else 0.
Lemma first_best_spec N l : (1 <= N)%nat -> In l (words A N) -> In (first_best l) l /\ In (first_best l) A /\ best_in r l (first_best l) = true.
Proof.
  intros HN J. apply in_words in J. destruct J as [Len I]. unfold first_best. set (F := filter _ A).
  assert (K : In (hd none F) F).
  { destruct (best_exists r l) as [y [Iy My]]; [intros ->; simpl in Len; lia|].
    assert (Q : In y F) by (apply filter_In; split; [auto|]; destruct (in_dec eq_dec y l); [simpl; now apply best_in_true|easy]).
    destruct F; [easy|simpl; auto]. }
  unfold F in K at 2. apply filter_In in K. destruct K as [KA K]. apply andb_true_iff in K. destruct K as [K1 K2].
  destruct (in_dec eq_dec (hd none F) l); [auto|discriminate].
Qed.
(** It is a rule that keeps a draw of highest reward. *)
Theorem alphabetical_keeps_best N : (1 <= N)%nat -> keeps_best A N r alphabetical.
Proof.
  intros HN. split.
  - intros l J. destruct (first_best_spec N l HN J) as [Il [IA B]]. unfold alphabetical. split; [split|].
    + intros y _. destruct (eq_dec y (first_best l)); lra.
    + rewrite (Sum_ext A _ (fun y => (if eq_dec y (first_best l) then 1 else 0) * 1)) by (intros; ring).
      exact (Sum_ind_eq eq_dec A (fun _ => 1) _ NA IA).
    + intros y Ny. destruct (eq_dec y (first_best l)) as [E|]; [rewrite E in Ny; easy|reflexivity].
  - intros l y J Ny. destruct (first_best_spec N l HN J) as [_ [_ B]]. unfold alphabetical in Ny.
    destruct (eq_dec y (first_best l)) as [->|]; [exact B|lra].
Qed.
End First.

(** Two fair letters 0 and 1, reward the number of ones: the best of two words, ties to the first, is 01 with 5/16 and 10 with 3/16. *)
Definition ones (w : list nat) : nat := fold_right Nat.add 0%nat w.
Lemma total_ones w : total INR w = INR (ones w).
Proof. induction w as [|x w IH]; simpl; [reflexivity|]. now rewrite IH, plus_INR. Qed.
Lemma best_in_ones l v : best_in (total INR) l v = forallb (fun z => ones z <=? ones v)%nat l.
Proof.
  apply eq_true_iff_eq. rewrite best_in_true, forallb_forall. split; intros M z I.
  - apply Nat.leb_le, INR_le. rewrite <- !total_ones. now apply M.
  - rewrite !total_ones. apply le_INR, Nat.leb_le, M, I.
Qed.
Local Definition dec := list_eq_dec Nat.eq_dec.
Lemma alphabetical_values :
  kept (words (letters 2) 2) 2 (power coin) (alphabetical dec (words (letters 2) 2) (total INR) []) [0; 1]%nat = 5 / 16 /\
  kept (words (letters 2) 2) 2 (power coin) (alphabetical dec (words (letters 2) 2) (total INR) []) [1; 0]%nat = 3 / 16.
Proof.
  assert (E : forall l, first_best dec (words (letters 2) 2) (total INR) [] l =
    hd [] (filter (fun v => (if in_dec dec v l then true else false) && forallb (fun z => ones z <=? ones v)%nat l) (words (letters 2) 2))).
  { intros l. unfold first_best. f_equal. apply filter_ext. intros v. now rewrite best_in_ones. }
  unfold kept, alphabetical, coin. split; rewrite (Sum_ext _ _ _ (fun l _ => f_equal (fun v => power _ l * (if dec _ v then 1 else 0)) (E l))); cbn; lra.
Qed.
(** With other tie rules best-of-N need not be exchangeable. *)
Theorem lemma5_needs_uniform_ties : exists s, keeps_best (words (letters 2) 2) 2 (total INR) s /\
  kept (words (letters 2) 2) 2 (power coin) s [0; 1]%nat <> kept (words (letters 2) 2) 2 (power coin) s [1; 0]%nat.
Proof.
  exists (alphabetical dec (words (letters 2) 2) (total INR) []). split.
  - apply alphabetical_keeps_best; [apply NoDup_words, seq_NoDup|lia].
  - destruct alphabetical_values as [-> ->]. lra.
Qed.
