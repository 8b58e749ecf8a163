(** Types of words: how many there are (Definition 8), and the probability of a type (the method of types), by one identity
    that takes a letter out of a word. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts BestOfN Words TypeLemma.

Lemma NoDup_map_on {X Y} (f : X -> Y) l : (forall x y, In x l -> In y l -> f x = f y -> x = y) -> NoDup l -> NoDup (map f l).
Proof.
  intros J N. induction N as [|x l F N IH]; simpl; constructor.
  - intros I. apply in_map_iff in I. destruct I as [y [E I]]. assert (y = x) by (apply J; simpl; auto). now subst.
  - apply IH. intros y z Iy Iz. apply J; simpl; auto.
Qed.
Lemma words_count {X} (A : list X) m : length (words A m) = (length A ^ m)%nat.
Proof.
  induction m as [|m IH]; [reflexivity|]. simpl. rewrite <- IH. generalize (words A m). intros W. clear.
  induction A as [|b B IH]; [reflexivity|]. simpl. now rewrite app_length, map_length, IH.
Qed.

Section Types.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X).
Hypothesis NA : NoDup A.
Notation count w x := (count_occ dec w x).

(** ** Counting *)
Lemma same_type_true v w : same_type dec A v w = true <-> forall x, In x A -> count w x = count v x.
Proof.
  unfold same_type, type_of. destruct (list_eq_dec _ _ _) as [E|E].
  - split; [intros _|reflexivity]. intros x I. revert I E. clear. induction A as [|y B IH]; [easy|]. simpl.
    intros [->|I] E; injection E; auto.
  - split; [discriminate|]. intros K. elim E. now apply map_ext_in.
Qed.
(** The counts of a word sum to its length. *)
Lemma sum_counts w : (forall x, In x w -> In x A) -> Sum A (fun x => INR (count w x)) = INR (length w).
Proof.
  intros I. rewrite (Sum_ext A _ (fun y => 1 * INR (copies dec w y))) by (intros; unfold copies; ring).
  rewrite (Sum_copies dec A NA (fun _ => 1) w I), Sum_const. ring.
Qed.
Lemma total_counts r w : (forall x, In x w -> In x A) -> total r w = Sum A (fun x => r x * INR (count w x)).
Proof. intros I. rewrite total_Sum. symmetry. apply (Sum_copies dec A NA r w I). Qed.
Lemma list_sum_counts w : (forall x, In x w -> In x A) -> list_sum (type_of dec A w) = length w.
Proof.
  intros I. apply INR_eq. rewrite <- (sum_counts w I). unfold type_of. clear. induction A as [|x B IH]; [reflexivity|].
  cbn [map list_sum fold_right Sum]. rewrite plus_INR. f_equal. exact IH.
Qed.
(** Definition 8: the types of words of length m are the vectors of whole numbers of sum m (zero among them). *)
Theorem grained m t : In t (map (type_of dec A) (words A m)) <-> length t = length A /\ list_sum t = m.
Proof.
  rewrite in_map_iff. split.
  - intros [w [<- I]]. apply in_words in I. destruct I as [L I]. split; [apply map_length|]. now rewrite list_sum_counts.
  - intros [L S]. enough (E : exists w, (forall x, In x w -> In x A) /\ type_of dec A w = t).
    { destruct E as [w [I E]]. exists w. split; [exact E|]. apply in_words. split; [|exact I]. now rewrite <- (list_sum_counts w I), E. }
    clear S. revert t L. induction NA as [|x B F NB IH]; intros t L.
    + destruct t; [|discriminate]. now exists [].
    + destruct t as [|c t]; [discriminate|]. injection L as L. destruct (IH NB t L) as [w [I E]]. exists (repeat x c ++ w). split.
      * intros y J. apply in_app_or in J. destruct J as [J|J]; [apply repeat_spec in J; subst; simpl; auto|right; auto].
      * unfold type_of in *. cbn [map]. f_equal.
        -- rewrite count_occ_app, count_occ_repeat_eq by reflexivity.
           rewrite (proj1 (count_occ_not_In dec w x)); [lia|]. intros J. apply F. auto.
        -- rewrite <- E. apply map_ext_in. intros y J. rewrite count_occ_app, count_occ_repeat_neq; [reflexivity|]. intros ->. auto.
Qed.
(** Definition 8: there are at most (m + 1)^(K−1) types, K the number of letters. *)
Definition types (m : nat) : list (list nat) := nodup (list_eq_dec Nat.eq_dec) (map (type_of dec A) (words A m)).
Theorem types_count m : (length (types m) <= (m + 1) ^ (length A - 1))%nat.
Proof.
  assert (D : forall t, In t (types m) <-> length t = length A /\ list_sum t = m) by (intros t; unfold types; rewrite nodup_In; apply grained).
  assert (N : NoDup (types m)) by apply NoDup_nodup. revert D N. generalize (types m). intros L D N.
  assert (Nt : NoDup (map (@tl nat) L)).
  { apply NoDup_map_on; [|exact N]. intros t u It Iu E. apply D in It. apply D in Iu. destruct It as [L1 S1]. destruct Iu as [L2 S2].
    destruct t as [|c t], u as [|d u]; simpl in *; try congruence. subst u. f_equal. lia. }
  rewrite <- (map_length (@tl nat) L).
  rewrite <- (seq_length (m + 1) 0) at 1. rewrite <- words_count. apply (NoDup_incl_length Nt). intros t I. apply in_map_iff in I. destruct I as [u [<- I]].
  apply D in I. destruct I as [L1 S1]. apply in_words. split; [destruct u; simpl in *; lia|].
  intros y J. apply in_seq. split; [lia|]. simpl. assert (K : (y <= list_sum (tl u))%nat).
  { clear - J. induction (tl u) as [|z v IH]; [easy|]. simpl in *. destruct J as [->|J]; [lia|specialize (IH J); lia]. }
  destruct u as [|c u]; simpl in *; lia.
Qed.
End Types.
