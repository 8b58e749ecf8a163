(** The type lemma: under best-of-N with N about exp(mδ) the share of every letter tends to φ_δ; and Theorem 2 past Δ_max. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling Calculus BestOfN Words TailLimits Growing Theorem2.

Section Shares.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}).
Definition is_letter (x y : X) : R := if dec y x then 1 else 0.
Lemma total_letter x w : total (is_letter x) w = INR (count_occ dec w x).
Proof.
  induction w as [|y w IH]; [reflexivity|]. cbn [total fold_right count_occ]. fold (total (is_letter x) w). rewrite IH.
  unfold is_letter. destruct (dec y x); [rewrite S_INR; ring|ring].
Qed.
Lemma mean_letter A p x : NoDup A -> In x A -> Ex A p (is_letter x) = p x.
Proof.
  intros N I. unfold Ex, is_letter. rewrite <- (Sum_ind_eq dec A p x N I). apply Sum_ext. intros. ring.
Qed.
Lemma letter_bounded A p x : law A p -> NoDup A -> In x A -> forall y, In y A -> 0 < p y -> Rabs (is_letter x y - Ex A p (is_letter x)) <= 1.
Proof.
  intros L N I y _ _. rewrite mean_letter by assumption. pose proof (law_nonneg A p L x I). pose proof (law_le_1 A p L x I).
  apply Rabs_le_between. unfold is_letter. destruct (dec y x); lra.
Qed.
(** Union bound over a list of events. *)
Lemma Pr_exists {Y} (B : list Y) (pi : Y -> R) (E : X -> Y -> bool) l : law B pi ->
  Pr B pi (fun w => existsb (fun x => E x w) l) <= Sum l (fun x => Pr B pi (E x)).
Proof.
  intros L. induction l as [|x l IH]; simpl.
  - right. apply Sum_zero. intros. simpl. ring.
  - eapply Rle_trans; [apply (Pr_or B pi L (E x))|]. lra.
Qed.
End Shares.

Section TypeLemma.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis a0 : 0 < a.
Let phi := T A q p a.
Let delta := KL A phi p.
Hypothesis d0 : 0 < delta.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total (fun x => ln (q x))) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).

(** The share of one letter. *)
Theorem share_concentrates x e : In x A -> 0 < e <= 2 ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => Rleb e (Rabs (freq dec w x - phi x)))) 0.
Proof.
  intros I E. pose proof (means_concentrate dec A q p a c Lp a0 d0 N s HN Ks (is_letter dec x) e
    (letter_bounded dec A phi x (T_law A p q Lp a) NA I) E) as M.
  fold phi in M. rewrite (mean_letter dec A phi x NA I) in M. revert M. apply is_lim_seq_ext. intros m. fold (pi m).
  apply Pr_ext. intros w J _. unfold freq. now rewrite total_letter, (words_length A m w J).
Qed.
(** The type lemma: P(every share is within ε of φ_δ) → 1, for every tie rule. *)
Theorem type_lemma e : 0 < e ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => forallb (fun x => Rltb (Rabs (freq dec w x - phi x)) e) A)) 1.
Proof.
  intros E. set (e' := Rmin e 2). assert (E' : 0 < e' <= 2) by (unfold e'; split; [apply Rmin_glb_lt; lra|apply Rmin_r]).
  assert (Le : e' <= e) by apply Rmin_l.
  assert (Z : is_lim_seq (fun m => Sum A (fun x => Pr (words A m) (pi m) (fun w => Rleb e' (Rabs (freq dec w x - phi x))))) 0).
  { replace 0 with (Sum A (fun _ => 0)) by (now apply Sum_zero). apply (is_lim_seq_Sum A (fun x m => Pr (words A m) (pi m) (fun w => Rleb e' (Rabs (freq dec w x - phi x))))).
    intros x I. now apply share_concentrates. }
  apply (is_lim_seq_le_le (fun m => 1 - Sum A (fun x => Pr (words A m) (pi m) (fun w => Rleb e' (Rabs (freq dec w x - phi x))))) _ (fun _ => 1)).
  - intros m. pose proof (pi_law A q p Lp m (N m) (s m) (Ks m)) as L. fold (pi m) in L. split; [|now apply Pr_le_1].
    pose proof (Pr_exists (words A m) (pi m) (fun x w => Rleb e' (Rabs (freq dec w x - phi x))) A L) as U.
    assert (C : 1 - Pr (words A m) (pi m) (fun w => existsb (fun x => Rleb e' (Rabs (freq dec w x - phi x))) A)
      <= Pr (words A m) (pi m) (fun w => forallb (fun x => Rltb (Rabs (freq dec w x - phi x)) e) A)); [|lra].
    rewrite <- (Pr_compl _ _ L). apply (Pr_mono _ _ L). intros w _ W. apply negb_true_iff in W. apply forallb_forall. intros x I.
    apply Rltb_true. apply Rnot_le_lt. intros K. assert (Q : existsb (fun x => Rleb e' (Rabs (freq dec w x - phi x))) A = true); [|congruence].
    apply existsb_exists. exists x. split; [exact I|]. apply Rleb_true. lra.
  - replace (Finite 1) with (Finite (1 - 0)) by (f_equal; ring). apply is_lim_seq_minus'; [apply is_lim_seq_const|exact Z].
  - apply is_lim_seq_const.
Qed.
End TypeLemma.

(** ** Past Δ_max *)
(** Theorem 2 fails where the optimum misses a letter that p has: π_N^m is not ≪ ψ^m, at every m ≥ 1 and N ≥ 1, for every
    rule that keeps a draw: KL(π_N^m‖ψ^m) = ∞. *)
Theorem divergence_infinite {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p psi : X -> R) m N s x :
  law A p -> rule (words A m) N s -> (1 <= m)%nat -> In x A -> 0 < p x -> psi x = 0 ->
  ~ ac (words A m) (kept (words A m) N (power p) s) (power psi).
Proof.
  intros L Rs M I P Z F. set (w := repeat x m).
  assert (J : In w (words A m)) by (apply in_words; split; [apply repeat_length|]; intros y Q; apply repeat_spec in Q; now subst).
  assert (Pw : 0 < power p w) by (apply power_pos; intros y Q; apply repeat_spec in Q; now subst).
  assert (Zw : power psi w = 0) by (unfold w; destruct m; [lia|]; simpl; rewrite Z; ring).
  pose proof (kept_pos (list_eq_dec dec) (words A m) N (power p) s (law_power A p m L) Rs w J Pw) as K. rewrite (F w J Zw) in K. lra.
Qed.
