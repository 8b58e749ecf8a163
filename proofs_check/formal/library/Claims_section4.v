(** Assumptions 1 and 2, types and Definition 8 in the form of their claims. *)
From Coq Require Import Reals Lra Lia List Permutation.
From ExactAlign Require Import Definitions Sums Laws Tilts Sampling BestOfN Words Types TiltLevels Steps BondForms.
Import ListNotations.
Open Scope R_scope.

(** Assumption 1: the union of the S_ζ are the interior points with distinct entries. *)
Lemma lower_bound {X} (A : list X) (p : X -> R) : positive A p -> exists z, 0 < z /\ forall y, In y A -> z < p y.
Proof.
  induction A as [|x A IH]; intros P; [exists 1; split; [lra|easy]|]. destruct IH as [z [z0 K]]; [intros y I; apply P; now right|].
  assert (Px : 0 < p x) by (apply P; now left). exists (Rmin z (p x) / 2). assert (M : 0 < Rmin z (p x)) by now apply Rmin_glb_lt.
  split; [lra|]. intros y [<-|I]; [pose proof (Rmin_r z (p x)); lra|]. pose proof (Rmin_l z (p x)). specialize (K y I). lra.
Qed.
Theorem regular_laws {X} (A : list X) (p : X -> R) :
  (exists z, 0 < z /\ ((forall y, In y A -> z < p y) /\ (forall y, In y A -> forall x, In x A -> p y = p x -> y = x))) <->
  (forall y, In y A -> 0 < p y) /\ (forall y, In y A -> forall x, In x A -> p y = p x -> y = x).
Proof.
  split.
  - intros [z [z0 [K D]]]. split; [|exact D]. intros y I. specialize (K y I). lra.
  - intros [P D]. destruct (lower_bound A p P) as [z [z0 K]]. now exists z.
Qed.
(** Assumption 2: every letter adds at most log b, b the largest entry, so the reward is at most m log b ≤ 0. *)
Theorem reward_at_most {X} (A : list X) (q : X -> R) m w b : law A q -> positive A q -> In w (words A m) -> 0 < b -> b <= 1 ->
  (forall y, In y A -> q y <= b) -> total (fun y => ln (q y)) w <= INR m * ln b /\ INR m * ln b <= 0.
Proof.
  intros L P I b0 b1 B. split.
  - apply in_words in I. destruct I as [<- I]. induction w as [|x w IH]; [simpl; lra|]. cbn [total fold_right length]. fold (total (fun y => ln (q y)) w).
    rewrite S_INR. assert (ln (q x) <= ln b).
    { destruct (B x (I x (or_introl eq_refl))) as [K|K]; [left; apply ln_increasing; [apply P, I; now left|exact K]|right; now rewrite K]. }
    specialize (IH (fun y J => I y (or_intror J))). lra.
  - assert (ln b <= 0) by (rewrite <- ln_1; destruct b1 as [K|K]; [left; now apply ln_increasing|right; now rewrite K]). pose proof (pos_INR m). nra.
Qed.
(** The reward is linear in the type. *)
Theorem reward_by_type {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) m w : NoDup A -> In w (words A m) -> (1 <= m)%nat ->
  total (fun y => ln (q y)) w = - (INR m * H A (freq dec w) q).
Proof.
  intros NA I M. rewrite (total_counts dec A NA _ w (fun x => words_letters A m w x I)). unfold H. rewrite Ropp_mult_distr_r, Ropp_involutive, <- Sum_scal.
  apply Sum_ext. intros x _. unfold freq. rewrite (words_length A m w I). field. apply not_0_INR. lia.
Qed.
(** Words of one type are permutations of each other. *)
Lemma same_type_permuted {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) m v w : In v (words A m) -> In w (words A m) ->
  (forall x, In x A -> freq dec v x = freq dec w x) -> Permutation v w.
Proof.
  intros I J F. apply (Permutation_count_occ dec). intros x. pose proof (words_length A m v I) as Lv. pose proof (words_length A m w J) as Lw.
  destruct m as [|k]; [destruct v, w; try discriminate; reflexivity|].
  assert (O : forall u, In u (words A (S k)) -> ~ In x A -> count_occ dec u x = 0%nat).
  { intros u U N. apply count_occ_not_In. intros K. apply N. exact (words_letters A (S k) u x U K). }
  destruct (in_dec dec x A) as [Ix|N]; [|now rewrite (O v I N), (O w J N)].
  specialize (F x Ix). unfold freq in F. rewrite Lv, Lw in F. apply INR_eq. apply (Rmult_eq_reg_r (/ INR (S k))); [exact F|].
  apply Rinv_neq_0_compat, not_0_INR. lia.
Qed.
(** The type is sufficient: words of one type are equally likely, under the source and under best-of-N by any total. *)
Theorem equally_likely {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p r : X -> R) m N v w : NoDup A -> law A p -> (1 <= N)%nat ->
  In v (words A m) -> In w (words A m) -> (forall x, In x A -> freq dec v x = freq dec w x) ->
  power p v = power p w /\ best_of (list_eq_dec dec) (words A m) N (power p) (total r) v = best_of (list_eq_dec dec) (words A m) N (power p) (total r) w.
Proof.
  intros NA L HN I J F. pose proof (same_type_permuted dec A m v w I J F) as P. split.
  - clear - P. induction P; simpl; try congruence. ring.
  - now apply lemma5_memoryless.
Qed.
(** Definition 8: a law is the type of a word of length m exactly if its entries are multiples of 1/m. *)
Lemma counts_exist {X} (A : list X) (f : X -> nat -> Prop) : (forall y, In y A -> exists k, f y k) ->
  exists t, length t = length A /\ forall j y, nth_error A j = Some y -> exists k, nth_error t j = Some k /\ f y k.
Proof.
  induction A as [|x A IH]; intros E; [exists []; split; [reflexivity|intros [|j] y; discriminate]|].
  destruct IH as [t [Lt K]]; [intros y I; apply E; now right|]. destruct (E x (or_introl eq_refl)) as [k Fk]. exists (k :: t). split; [simpl; now rewrite Lt|].
  intros [|j] y Q; simpl in Q; [injection Q as <-; now exists k|now apply K].
Qed.
Theorem grained_laws {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (lam : X -> R) m : NoDup A -> law A lam -> (1 <= m)%nat ->
  ((exists w, In w (words A m) /\ forall x, In x A -> freq dec w x = lam x) <-> forall y, In y A -> exists k, INR m * lam y = INR k).
Proof.
  intros NA L M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). split.
  - intros [w [I F]] y J. exists (count_occ dec w y). rewrite <- (F y J). unfold freq. rewrite (words_length A m w I). field. lra.
  - intros E. destruct (counts_exist A (fun y k => INR m * lam y = INR k) E) as [t [Lt K]].
    assert (S : forall B u, length u = length B -> (forall j y, nth_error B j = Some y -> exists k, nth_error u j = Some k /\ INR m * lam y = INR k) ->
      INR (list_sum u) = INR m * Sum B lam).
    { induction B as [|x B IH]; intros [|k u] Q N; try discriminate; [simpl; ring|]. simpl. rewrite plus_INR.
      destruct (N 0%nat x eq_refl) as [k' [E1 E2]]. simpl in E1. injection E1 as <-.
      rewrite (IH u); [rewrite <- E2; ring|now injection Q|]. intros j y J. exact (N (Datatypes.S j) y J). }
    assert (St : list_sum t = m) by (apply INR_eq; rewrite (S A t Lt K), (law_sum A lam L); ring).
    pose proof (proj2 (grained dec A NA m t) (conj Lt St)) as G. apply in_map_iff in G. destruct G as [w [Tw I]]. exists w. split; [exact I|].
    intros x J. apply In_nth_error in J. destruct J as [j J]. destruct (K j x J) as [k [Kt Ke]]. rewrite <- Tw in Kt. unfold type_of in Kt.
    rewrite nth_error_map, J in Kt. simpl in Kt. injection Kt as Kt. unfold freq. rewrite (words_length A m w I), Kt, <- Ke. field. lra.
Qed.
(** With counts from 1 on a type that misses a letter is left out: (1, 0) at m = 1. *)
Theorem grained_from_1 : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (lam : X -> R) (m : nat),
  NoDup A -> law A lam -> (1 <= m)%nat ->
  ((exists w : list X, In w (words A m) /\ forall x_, In x_ A -> freq dec w x_ = lam x_) <->
   forall y : X, In y A -> exists k : nat, (1 <= k)%nat /\ INR m * lam y = INR k)).
Proof.
  intros F. set (f := fun k : nat => match k with O => 1 | _ => 0 end). assert (L : law (letters 2) f).
  { split; [intros [|k] _; simpl; lra|simpl; lra]. }
  pose proof (proj1 (F nat Nat.eq_dec (letters 2) f 1%nat (seq_NoDup 2 0) L (le_n 1))) as K. destruct K with (y := 1%nat) as [k [k1 E]].
  - exists [0%nat]. split; [simpl; auto|]. intros x I. simpl in I. destruct I as [<-|[<-|[]]]; unfold freq; simpl; field.
  - simpl. auto.
  - simpl in E. assert (0 < INR k) by (apply lt_0_INR; lia). lra.
Qed.

(** Assumption 1: S_ζ is not empty exactly if ζ < 1/K: ζ plus what is left, shared in the proportions 1 : 2 : … : K. *)
Section NotEmpty.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}).
Fixpoint place (A : list X) (y : X) : nat := match A with [] => 0%nat | x :: rest => if dec x y then 0%nat else Datatypes.S (place rest y) end.
Lemma place_injective A x y : In x A -> In y A -> place A x = place A y -> x = y.
Proof.
  induction A as [|a A IH]; [easy|]. simpl. intros I J. destruct (dec a x) as [E|N], (dec a y) as [F|M]; intros Q; try discriminate; [congruence|].
  injection Q as Q. destruct I as [I|I]; [now elim N|]. destruct J as [J|J]; [now elim M|]. now apply IH.
Qed.
Theorem regular_exists (A : list X) (u : X -> R) z : law A u -> 0 <= z ->
  ((exists p, law A p /\ ((forall y, In y A -> z < p y) /\ (forall y, In y A -> forall x, In x A -> p y = p x -> y = x))) <-> z * INR (length A) < 1).
Proof.
  intros L z0. destruct (law_support A u L) as [a [Ia _]]. assert (C : forall k : R, Sum A (fun _ => k) = k * INR (length A)).
  { intros k. clear. induction A as [|x A IH]; [simpl; ring|]. cbn [Sum length]. rewrite IH, S_INR. ring. }
  split.
  - intros [p [[_ S1] [K _]]]. assert (0 < Sum A (fun y => p y - z)).
    { apply (Sum_pos A _ a); [intros y I; specialize (K y I); lra|exact Ia|specialize (K a Ia); lra]. }
    rewrite Sum_minus, S1, C in H. lra.
  - intros B. set (W := Sum A (fun y => INR (place A y) + 1)).
    assert (W0 : 0 < W) by (apply (Sum_pos A _ a); [intros y _; pose proof (pos_INR (place A y)); lra|exact Ia|pose proof (pos_INR (place A a)); lra]).
    set (d := (1 - z * INR (length A)) / W). assert (d0 : 0 < d) by (apply Rdiv_lt_0_compat; lra).
    assert (K : forall y, z < z + d * (INR (place A y) + 1)).
    { intros y. assert (0 < d * (INR (place A y) + 1)) by (apply Rmult_lt_0_compat; [exact d0|pose proof (pos_INR (place A y)); lra]). lra. }
    exists (fun y => z + d * (INR (place A y) + 1)). split; [split; [intros y _; specialize (K y); lra|]|split; [intros y _; apply K|]].
    + rewrite Sum_plus, C, Sum_scal. fold W. unfold d. field. lra.
    + intros y I x J E. apply (place_injective A y x I J). apply INR_eq. apply (Rmult_eq_reg_l d); lra.
Qed.
End NotEmpty.
