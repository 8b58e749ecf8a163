(** Best-of-N with uniform ties, from sampling: it is a rule, no rule reaches a higher reward, and its law. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions Sums Laws Sampling.

Lemma at_most_true {X} (r : X -> R) t x : at_most r t x = true <-> r x <= t.
Proof. unfold at_most. destruct (Rle_dec (r x) t); split; (easy || lra). Qed.
Lemma below_true {X} (r : X -> R) t x : below r t x = true <-> r x < t.
Proof. unfold below. destruct (Rlt_dec (r x) t); split; (easy || lra). Qed.
Lemma tied_true {X} (r : X -> R) t x : tied r t x = true <-> r x = t.
Proof. unfold tied. destruct (Req_EM_T (r x) t); split; easy. Qed.
(** Rewards that are whole numbers are compared as such. *)
Lemma at_most_nat {X} (s : X -> nat) k x : at_most (fun x => INR (s x)) (INR k) x = (s x <=? k)%nat.
Proof. apply eq_true_iff_eq. rewrite at_most_true, Nat.leb_le. split; [apply INR_le|apply le_INR]. Qed.
Lemma below_nat {X} (s : X -> nat) k x : below (fun x => INR (s x)) (INR k) x = (s x <? k)%nat.
Proof. apply eq_true_iff_eq. rewrite below_true, Nat.ltb_lt. split; [apply INR_lt|apply lt_INR]. Qed.
Lemma tied_nat {X} (s : X -> nat) k x : tied (fun x => INR (s x)) (INR k) x = (s x =? k)%nat.
Proof. apply eq_true_iff_eq. rewrite tied_true, Nat.eqb_eq. split; [apply INR_eq|congruence]. Qed.
Lemma best_in_true {X} (r : X -> R) l y : best_in r l y = true <-> forall z, In z l -> r z <= r y.
Proof. unfold best_in. rewrite forallb_forall. split; intros H z I; apply at_most_true, H, I. Qed.
Lemma ind_levels {X} (r : X -> R) t x : ind (at_most r t x) = ind (below r t x) + ind (tied r t x).
Proof. unfold at_most, below, tied. destruct Rle_dec, Rlt_dec, Req_EM_T; simpl; lra. Qed.
Lemma levels_cases {X} (r : X -> R) t x :
  (below r t x = true /\ tied r t x = false /\ at_most r t x = true) \/
  (below r t x = false /\ tied r t x = true /\ at_most r t x = true) \/
  (below r t x = false /\ tied r t x = false /\ at_most r t x = false).
Proof. unfold at_most, below, tied. destruct Rle_dec, Rlt_dec, Req_EM_T; try lra; auto. Qed.
(** P(r ≤ t) = P(r < t) + P(r = t). *)
Lemma Pr_levels {X} (A : list X) p r t : Pr A p (at_most r t) = Pr A p (below r t) + Pr A p (tied r t).
Proof. unfold Pr. rewrite <- Sum_plus. apply Sum_ext. intros x _. rewrite ind_levels. ring. Qed.
Lemma Pr_tied_pos {X} (A : list X) p r y : law A p -> In y A -> 0 < p y -> 0 < Pr A p (tied r (r y)).
Proof.
  intros L I P. apply (Sum_pos A _ y); [|exact I|].
  - intros x J. pose proof (law_nonneg A p L x J). destruct (tied r (r y) x); simpl; lra.
  - rewrite (proj2 (tied_true r (r y) y) eq_refl). simpl. lra.
Qed.
(** Some draw has the highest reward. *)
Lemma best_exists {X} (r : X -> R) l : l <> [] -> exists y, In y l /\ forall z, In z l -> r z <= r y.
Proof.
  induction l as [|x l IH]; intros N; [easy|]. destruct l as [|z l].
  - exists x. split; [simpl; auto|]. intros z [<-|[]]. lra.
  - destruct IH as [y [I M]]; [easy|]. destruct (Rle_dec (r x) (r y)).
    + exists y. split; [right; exact I|]. intros w [<-|J]; auto.
    + exists x. split; [simpl; auto|]. intros w [<-|J]; [lra|]. specialize (M w J). lra.
Qed.

Section Best.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (r : X -> R).
Hypothesis NA : NoDup A.

Lemma Sum_copies (f : X -> R) l : (forall x, In x l -> In x A) -> Sum A (fun y => f y * INR (copies eq_dec l y)) = Sum l f.
Proof.
  unfold copies. induction l as [|x l IH]; intros I; [simpl; apply Sum_zero; intros; simpl; ring|].
  cbn [Sum count_occ]. rewrite <- IH by (intros; apply I; simpl; auto).
  rewrite <- (Sum_ind_eq eq_dec A f x NA (I x (or_introl eq_refl))), <- Sum_plus. apply Sum_ext. intros y _.
  destruct (eq_dec x y) as [->|D].
  - destruct (eq_dec y y); [|easy]. rewrite S_INR. ring.
  - destruct (eq_dec y x); [subst; easy|]. ring.
Qed.
Lemma best_pos l : l <> [] -> (0 < length (filter (best_in r l) l))%nat.
Proof.
  intros N. destruct (best_exists r l N) as [y [I M]].
  assert (J : In y (filter (best_in r l) l)) by (apply filter_In; split; [exact I|now apply best_in_true]).
  destruct (filter _ l); [easy|simpl; lia].
Qed.
Lemma best_outside l y : ~ In y l -> best eq_dec r l y = 0.
Proof. intros N. unfold best, copies. rewrite (proj1 (count_occ_not_In eq_dec l y) N). simpl. unfold Rdiv. ring. Qed.
(** Best-of-N with uniform ties keeps one of its draws. *)
Theorem best_rule N : (1 <= N)%nat -> rule A N (best eq_dec r).
Proof.
  intros HN l J. apply in_words in J. destruct J as [Len I]. assert (Ne : l <> []) by (intros ->; simpl in Len; lia).
  assert (P : 0 < INR (length (filter (best_in r l) l))) by (apply lt_0_INR; now apply best_pos).
  split; [split|apply best_outside].
  - intros y _. unfold best, Rdiv. repeat apply Rmult_le_pos; [unfold ind; destruct best_in; lra|apply pos_INR|].
    left. now apply Rinv_0_lt_compat.
  - unfold best. rewrite Sum_div, Sum_copies by exact I.
    rewrite (Sum_ext l _ (fun z => ind (best_in r l z) * 1)) by (intros; ring).
    rewrite <- Sum_filter, Sum_const. field. lra.
Qed.
Corollary best_of_law_ok N p : (1 <= N)%nat -> law A p -> law A (best_of eq_dec A N p r).
Proof. intros HN L. apply kept_law; [exact L|now apply best_rule]. Qed.

(** Given the draws, no rule does better in anything that grows with the reward. *)
Lemma best_maximal N s l f : (1 <= N)%nat -> rule A N s -> In l (words A N) ->
  (forall x y, In x A -> In y A -> r x <= r y -> f x <= f y) -> Ex A (s l) f <= Ex A (best eq_dec r l) f.
Proof.
  intros HN Rs J M. destruct (Rs l J) as [Ls S]. destruct (best_rule N HN l J) as [Lb _].
  apply in_words in J. destruct J as [Len I].
  destruct (best_exists r l) as [y [Iy My]]; [intros ->; simpl in Len; lia|].
  apply Rle_trans with (f y).
  - apply Ex_le_const; [exact Ls|]. intros x Ix P. destruct (in_dec eq_dec x l) as [K|K]; [|rewrite S in P by exact K; lra].
    apply M; auto.
  - apply Ex_ge_const; [exact Lb|]. intros x Ix P. apply M; auto. unfold best in P.
    destruct (best_in r l x) eqn:B; [|simpl in P; unfold Rdiv in P; rewrite !Rmult_0_l in P; lra].
    now apply (proj1 (best_in_true r l x) B).
Qed.
(** Best-of-N dominates every rule that keeps one of N draws, in every function that grows with the reward. *)
Theorem best_of_dominates N p s f : (1 <= N)%nat -> law A p -> rule A N s ->
  (forall x y, In x A -> In y A -> r x <= r y -> f x <= f y) -> Ex A (kept A N p s) f <= Ex A (best_of eq_dec A N p r) f.
Proof.
  intros HN L Rs M. unfold best_of. rewrite !kept_Ex. apply Sum_le. intros l J.
  apply Rmult_le_compat_l; [now apply (law_power A p N L)|now apply (best_maximal N)].
Qed.

Section Law.
Variables (p : X -> R) (y : X).
Hypothesis Iy : In y A.
Let t := r y.
Let W (l : list X) := ind (forallb (at_most r t) l).
Let ties (l : list X) := length (filter (tied r t) l).
Let E N f := Ex (words A N) (power p) f.
(** Each draw tied at the top is kept equally often: y gets the share p(y) / P(r = r(y)). *)
Lemma share N w : Pr A p (tied r t) * E N (fun l => W l * INR (copies eq_dec l y) * w (ties l)) =
  p y * E N (fun l => W l * INR (ties l) * w (ties l)).
Proof.
  revert w. induction N as [|N IH]; intros w; [unfold E, Ex, ties; simpl; ring|].
  set (w1 := fun k => w (S k)).
  set (U := E N (fun l => W l * w1 (ties l))).
  assert (L : E (S N) (fun l => W l * INR (copies eq_dec l y) * w (ties l)) =
    p y * U + Pr A p (tied r t) * E N (fun l => W l * INR (copies eq_dec l y) * w1 (ties l))
    + Pr A p (below r t) * E N (fun l => W l * INR (copies eq_dec l y) * w (ties l))).
  { unfold E at 1. rewrite Ex_words_S. unfold Pr. rewrite <- !Sum_scal_r.
    rewrite <- (Sum_ind_eq eq_dec A (fun x => p x * U) y NA Iy), <- !Sum_plus. apply Sum_ext. intros x _.
    assert (D : forall l, W (x :: l) * INR (copies eq_dec (x :: l) y) * w (ties (x :: l)) =
      (if eq_dec x y then 1 else 0) * (W l * w1 (ties l)) + (ind (tied r t x) * (W l * INR (copies eq_dec l y) * w1 (ties l))
      + ind (below r t x) * (W l * INR (copies eq_dec l y) * w (ties l)))).
    { intros l. unfold W, ties, copies, w1, at_most, below, tied. cbn -[INR].
      destruct (eq_dec x y) as [->|]; destruct Rle_dec, Rlt_dec, Req_EM_T; unfold t in *; try lra; try congruence;
        cbn -[INR]; rewrite ?S_INR; ring. }
    rewrite (Ex_ext _ _ _ _ (fun l _ _ => D l)). rewrite !Ex_plus, !Ex_scal. unfold U, E. ring. }
  assert (Q : E (S N) (fun l => W l * INR (ties l) * w (ties l)) =
    Pr A p (tied r t) * (U + E N (fun l => W l * INR (ties l) * w1 (ties l)))
    + Pr A p (below r t) * E N (fun l => W l * INR (ties l) * w (ties l))).
  { unfold E at 1. rewrite Ex_words_S. unfold Pr. rewrite <- !Sum_scal_r, <- !Sum_plus. apply Sum_ext. intros x _.
    assert (D : forall l, W (x :: l) * INR (ties (x :: l)) * w (ties (x :: l)) =
      ind (tied r t x) * (W l * w1 (ties l)) + (ind (tied r t x) * (W l * INR (ties l) * w1 (ties l))
      + ind (below r t x) * (W l * INR (ties l) * w (ties l)))).
    { intros l. unfold W, ties, w1, at_most, below, tied. cbn -[INR].
      destruct Rle_dec, Rlt_dec, Req_EM_T; try lra; cbn -[INR]; rewrite ?S_INR; ring. }
    rewrite (Ex_ext _ _ _ _ (fun l _ _ => D l)). rewrite !Ex_plus, !Ex_scal. unfold U, E. ring. }
  rewrite L, Q, !Rmult_plus_distr_l.
  replace (Pr A p (tied r t) * (Pr A p (tied r t) * E N (fun l => W l * INR (copies eq_dec l y) * w1 (ties l)))) with
    (Pr A p (tied r t) * (p y * E N (fun l => W l * INR (ties l) * w1 (ties l)))) by (now rewrite <- IH).
  replace (Pr A p (tied r t) * (Pr A p (below r t) * E N (fun l => W l * INR (copies eq_dec l y) * w (ties l)))) with
    (Pr A p (below r t) * (p y * E N (fun l => W l * INR (ties l) * w (ties l)))) by (rewrite <- IH; ring).
  ring.
Qed.
Lemma best_ties l : best eq_dec r l y = W l * INR (copies eq_dec l y) * / INR (ties l).
Proof.
  unfold best, Rdiv. change (best_in r l y) with (forallb (at_most r t) l). fold (W l).
  destruct (in_dec eq_dec y l) as [I|I].
  - destruct (forallb (at_most r t) l) eqn:F; unfold W; rewrite F; simpl; [|ring].
    do 3 f_equal. unfold ties. f_equal. apply filter_ext_in. intros z J.
    pose proof (proj1 (best_in_true r l y) F) as M. apply eq_true_iff_eq. rewrite best_in_true, tied_true. unfold t. split.
    + intros K. specialize (K y I). specialize (M z J). lra.
    + intros -> u Iu. now apply M.
  - unfold copies. rewrite (proj1 (count_occ_not_In eq_dec l y) I). simpl. ring.
Qed.
Lemma top_ties l : W l * INR (ties l) * / INR (ties l) = W l - ind (forallb (below r t) l).
Proof.
  unfold W, ties. induction l as [|x l IH]; simpl; [ring|].
  destruct (levels_cases r t x) as [[-> [-> ->]]|[[-> [-> ->]]|[-> [-> ->]]]]; cbn [andb ind]; [exact IH| |ring].
  destruct (forallb (at_most r t) l); cbn [length ind]; [|ring]. field. apply not_0_INR. lia.
Qed.
Lemma best_of_share N : Pr A p (tied r t) * best_of eq_dec A N p r y = p y * (Pr A p (at_most r t) ^ N - Pr A p (below r t) ^ N).
Proof.
  assert (D : E N (fun l => W l * INR (ties l) * / INR (ties l)) = Pr A p (at_most r t) ^ N - Pr A p (below r t) ^ N).
  { rewrite <- !all_draws, !Pr_Ex, <- Ex_minus. apply Ex_ext. intros. apply top_ties. }
  rewrite <- D, <- (share N (fun k => / INR k)). f_equal. apply Sum_ext. intros l _. now rewrite best_ties.
Qed.
End Law.

(** The law of best-of-N: π_N(y) = p(y)/P(r = r(y)) · (P(r ≤ r(y))^N − P(r < r(y))^N). *)
Theorem best_of_law N p y : (1 <= N)%nat -> law A p -> In y A ->
  best_of eq_dec A N p r y =
  p y / Pr A p (tied r (r y)) * (Pr A p (at_most r (r y)) ^ N - Pr A p (below r (r y)) ^ N).
Proof.
  intros HN L I. pose proof (best_of_share p y I N) as S. destruct (Req_dec (p y) 0) as [E|E].
  - unfold best_of. rewrite (kept_ac eq_dec A N p _ L (best_rule N HN) y I E), E. unfold Rdiv. ring.
  - pose proof (Pr_tied_pos A p r y L I ltac:(pose proof (law_nonneg A p L y I); lra)).
    apply (Rmult_eq_reg_l (Pr A p (tied r (r y)))); [|lra]. rewrite S. field. lra.
Qed.
End Best.
