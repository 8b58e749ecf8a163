(** Assumptions 1 and 2, types and Definition 8 in the form of their claims. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Sampling BestOfN Words Types TiltLevels Steps BondForms.

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

(** Assumption 2: types of length m have distinct rewards exactly if no integers n ≠ 0 have Σ n = 0, Σ|n| ≤ 2m, Σ n log q = 0. *)
Lemma natural_sum {X} (A : list X) (f : X -> R) : (forall y, In y A -> exists k, f y = INR k) -> exists k, Sum A f = INR k.
Proof.
  induction A as [|x A IH]; intros E; [exists 0%nat; reflexivity|]. destruct IH as [k K]; [intros y I; apply E; now right|].
  destruct (E x (or_introl eq_refl)) as [j J]. exists (j + k)%nat. simpl. now rewrite J, K, plus_INR.
Qed.
Theorem distinct_rewards {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) m : NoDup A -> law A q -> (1 <= m)%nat ->
  ((forall v, In v (words A m) -> forall w, In w (words A m) -> total (fun y => ln (q y)) v = total (fun y => ln (q y)) w ->
      forall x, In x A -> freq dec v x = freq dec w x) <->
   (forall r : X -> R, ((forall y, In y A -> exists i, exists j, r y = INR i - INR j) /\ Sum A (fun y => r y) = 0) /\
      Sum A (fun y => Rabs (r y)) <= 2 * INR m /\ Sum A (fun y => r y * ln (q y)) = 0 -> forall y, In y A -> r y = 0)).
Proof.
  intros NA L M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). split.
  - intros T r [[Int S0] [S1 Sq]]. change (Sum A r = 0) in S0. destruct (law_support A q L) as [x0 [I0 _]].
    set (a := fun y => (Rabs (r y) + r y) / 2). set (b := fun y => (Rabs (r y) - r y) / 2).
    assert (Na : forall y, In y A -> exists k, a y = INR k).
    { intros y I. destruct (Int y I) as [i [j E]]. unfold a. rewrite E. destruct (Nat.le_ge_cases j i) as [K|K].
      - exists (i - j)%nat. rewrite minus_INR by exact K. apply le_INR in K. rewrite Rabs_pos_eq by lra. field.
      - exists 0%nat. apply le_INR in K. rewrite Rabs_left1 by lra. simpl. field. }
    assert (Nb : forall y, In y A -> exists k, b y = INR k).
    { intros y I. destruct (Int y I) as [i [j E]]. unfold b. rewrite E. destruct (Nat.le_ge_cases j i) as [K|K].
      - exists 0%nat. apply le_INR in K. rewrite Rabs_pos_eq by lra. simpl. field.
      - exists (j - i)%nat. rewrite minus_INR by exact K. apply le_INR in K. rewrite Rabs_left1 by lra. field. }
    assert (Sa : Sum A a = Sum A (fun y => Rabs (r y)) / 2).
    { unfold a. rewrite (Sum_ext A _ (fun y => / 2 * Rabs (r y) + / 2 * r y)) by (intros; field). rewrite Sum_plus, !Sum_scal, S0. field. }
    assert (Sb : Sum A b = Sum A (fun y => Rabs (r y)) / 2).
    { unfold b. rewrite (Sum_ext A _ (fun y => / 2 * Rabs (r y) + - / 2 * r y)) by (intros; field). rewrite Sum_plus, !Sum_scal, S0. field. }
    destruct (natural_sum A a Na) as [S Sk]. assert (Le : (S <= m)%nat) by (apply INR_le; rewrite <- Sk, Sa; lra).
    set (pad := fun y : X => if dec y x0 then 1 else 0). assert (Sp : Sum A pad = 1).
    { rewrite <- (Sum_ind_eq dec A (fun _ => 1) x0 NA I0). apply Sum_ext. intros. unfold pad. ring. }
    assert (W : forall f, (forall y, In y A -> exists k, f y = INR k) -> Sum A f = INR S ->
      exists v, In v (words A m) /\ forall x, In x A -> freq dec v x = (f x + INR (m - S) * pad x) / INR m).
    { intros f Nf Sf. apply (grained_laws dec A (fun x => (f x + INR (m - S) * pad x) / INR m) m NA); [split|exact M|].
      - intros y I. destruct (Nf y I) as [k ->]. pose proof (pos_INR k). pose proof (pos_INR (m - S)). apply Rmult_le_pos; [|now apply Rlt_le, Rinv_0_lt_compat].
        unfold pad. destruct (dec y x0); lra.
      - rewrite Sum_div, Sum_plus, Sum_scal, Sf, Sp, minus_INR by exact Le. field. lra.
      - intros y I. destruct (Nf y I) as [k Ek]. exists (k + (m - S) * (if dec y x0 then 1 else 0))%nat. rewrite plus_INR, mult_INR, Ek. unfold pad.
        destruct (dec y x0); simpl; field; lra. }
    destruct (W a Na Sk) as [v [Iv Fv]]. destruct (W b Nb ltac:(rewrite Sb, <- Sa; exact Sk)) as [w [Iw Fw]].
    assert (E : total (fun y => ln (q y)) v = total (fun y => ln (q y)) w).
    { rewrite (reward_by_type dec A q m v NA Iv M), (reward_by_type dec A q m w NA Iw M). f_equal. f_equal. unfold H. f_equal.
      apply Rminus_diag_uniq. rewrite <- Sum_minus. rewrite (Sum_ext A _ (fun y => / INR m * (r y * ln (q y)))); [rewrite Sum_scal, Sq; ring|].
      intros y I. rewrite (Fv y I), (Fw y I). unfold a, b. field. lra. }
    intros y I. pose proof (T v Iv w Iw E y I) as F. rewrite (Fv y I), (Fw y I) in F. apply (Rmult_eq_compat_r (INR m)) in F.
    unfold Rdiv in F. rewrite !Rmult_assoc, Rinv_l, !Rmult_1_r in F by lra. unfold a, b in F. lra.
  - intros C v Iv w Iw E. set (r := fun y => INR (count_occ dec v y) - INR (count_occ dec w y)).
    assert (Cv : forall u, In u (words A m) -> Sum A (fun y => INR (count_occ dec u y)) = INR m).
    { intros u I. pose proof (total_counts dec A NA (fun _ => 1) u (fun x => words_letters A m u x I)) as K.
      rewrite (Sum_ext A _ (fun y => INR (count_occ dec u y))) in K by (intros; ring). rewrite <- K, <- (words_length A m u I). clear.
      induction u as [|x u IH]; [reflexivity|]. cbn [total fold_right length]. fold (total (fun _ : X => 1) u). rewrite IH, S_INR. ring. }
    assert (Z : forall y, In y A -> r y = 0).
    { apply C. split; [split|split].
      - intros y _. now exists (count_occ dec v y), (count_occ dec w y).
      - unfold r. rewrite Sum_minus, (Cv v Iv), (Cv w Iw). ring.
      - apply Rle_trans with (Sum A (fun y => INR (count_occ dec v y) + INR (count_occ dec w y))); [|rewrite Sum_plus, (Cv v Iv), (Cv w Iw); lra].
        apply Sum_le. intros y _. unfold r. pose proof (pos_INR (count_occ dec v y)). pose proof (pos_INR (count_occ dec w y)). apply Rabs_le. lra.
      - rewrite (total_counts dec A NA _ v (fun x => words_letters A m v x Iv)), (total_counts dec A NA _ w (fun x => words_letters A m w x Iw)) in E.
        unfold r. rewrite (Sum_ext A _ (fun y => ln (q y) * INR (count_occ dec v y) - ln (q y) * INR (count_occ dec w y))) by (intros; ring).
        rewrite Sum_minus. lra. }
    intros x I. specialize (Z x I). unfold r in Z. unfold freq. rewrite (words_length A m v Iv), (words_length A m w Iw). f_equal. lra.
Qed.
