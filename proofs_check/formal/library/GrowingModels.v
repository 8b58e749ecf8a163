(** Models on two letters: p = (1/3, 2/3), q = (2/3, 1/3), where the hypotheses on growing N hold together, and where with
    N_m = 2^m what the paper says too widely fails. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts TiltLevels Alpha Optimum Sampling BestOfN Words Deviations Growing Theorem2 Witnesses Equivalence EveryBudget Claims_growing.

Definition model_p : nat -> R := two (1/3).
Definition model_q : nat -> R := two (2/3).
Local Notation L2 := (letters 2).
Lemma two_letters (x : nat) : In x L2 -> x = 0%nat \/ x = 1%nat.
Proof. simpl. lia. Qed.
Lemma model_letter_0 : In 0%nat L2. Proof. simpl. auto. Qed.
Lemma model_nodup : NoDup L2. Proof. apply seq_NoDup. Qed.
Lemma model_law_p : law L2 model_p. Proof. apply two_law; lra. Qed.
Lemma model_law_q : law L2 model_q. Proof. apply two_law; lra. Qed.
Lemma model_positive_p : positive L2 model_p. Proof. intros [|k] _; unfold model_p; simpl; lra. Qed.
Lemma model_positive_q : positive L2 model_q. Proof. intros [|k] _; unfold model_q; simpl; lra. Qed.
Lemma model_supports x : In x L2 -> 0 < model_p x -> 0 < model_q x. Proof. intros I _. now apply model_positive_q. Qed.
Lemma two_distinct a : a <> 1/2 -> forall x, In x L2 -> forall y, In y L2 -> two a x = two a y -> x = y.
Proof. intros N x I y J E. destruct (two_letters x I) as [->| ->], (two_letters y J) as [->| ->]; simpl in E; auto; exfalso; lra. Qed.
Lemma model_distinct_p x : In x L2 -> forall y, In y L2 -> model_p x = model_p y -> x = y. Proof. apply two_distinct. lra. Qed.
Lemma model_distinct_q x : In x L2 -> forall y, In y L2 -> model_q x = model_q y -> x = y. Proof. apply two_distinct. lra. Qed.
Lemma model_zeta_p x : In x L2 -> 1/4 < model_p x. Proof. intros I. destruct (two_letters x I) as [->| ->]; unfold model_p; simpl; lra. Qed.
Lemma model_zeta_q x : In x L2 -> 1/4 < model_q x. Proof. intros I. destruct (two_letters x I) as [->| ->]; unfold model_q; simpl; lra. Qed.
Lemma model_varies : varies L2 model_p model_q.
Proof. exists 1%nat, 0%nat. unfold model_p, model_q. simpl. repeat split; auto; lra. Qed.
(** The first letter is the best. *)
Lemma two_best a b y : 0 < a -> 1/2 < b -> In y L2 -> 0 < two a y -> y <> 0%nat -> two b y < two b 0%nat.
Proof. intros _ B I _ N. destruct (two_letters y I) as [->| ->]; [now elim N|simpl; lra]. Qed.
Lemma two_Dmax a b : 0 < a < 1 -> 1/2 < b -> Dmax L2 (two a) (two b) = - ln a.
Proof.
  intros P B. unfold Dmax. do 2 f_equal.
  exact (top_weight Nat.eq_dec L2 (two b) (two a) model_nodup (two_law a ltac:(lra)) 0%nat model_letter_0 ltac:(simpl; lra) (fun y => two_best a b y ltac:(lra) B)).
Qed.
Lemma model_Dmax : Dmax L2 model_p model_q = ln 3.
Proof. unfold model_p, model_q. rewrite two_Dmax by lra. rewrite <- ln_Rinv by lra. f_equal. field. Qed.

(** ** The hypotheses can hold together: α = 1, N rounded up, ties broken uniformly *)
Definition model_phi : nat -> R := T L2 model_q model_p 1.
Definition model_delta : R := KL L2 model_phi model_p.
Definition model_N : nat -> nat := rounded_up model_delta.
Definition model_s (m : nat) : list (list nat) -> list nat -> R := best (list_eq_dec Nat.eq_dec) (total (fun y => ln (model_q y))).
(** The law of the best letter alone: the optimum at Δ_max. *)
Definition model_top : nat -> R := two 1.
Lemma model_law_phi : law L2 model_phi. Proof. apply T_law, model_law_p. Qed.
Lemma model_delta_positive : 0 < model_delta.
Proof.
  unfold model_delta, model_phi. apply Rle_lt_trans with (KL L2 (T L2 model_q model_p 0) model_p).
  - apply KL_nonneg; [apply T_law|..]; try exact model_law_p. apply T_ac.
  - apply KL_strictly_increasing; [exact model_law_p|exact model_supports|exact model_varies|lra|lra].
Qed.
Lemma model_delta_below : model_delta < Dmax L2 model_p model_q.
Proof. apply KL_tilt_below_Dmax; [exact model_law_p|exact model_supports|exact model_varies|lra]. Qed.
Theorem model_optimal : optimal L2 model_p model_q model_delta model_phi.
Proof. apply tilt_optimal; [exact model_law_p|lra|reflexivity]. Qed.
Lemma model_about : about 2 model_delta model_N. Proof. apply about_rounded_up. pose proof model_delta_positive. lra. Qed.
Lemma model_draws m : (1 <= model_N m)%nat. Proof. exact (proj1 (proj2 model_about m)). Qed.
Lemma model_keeps (N : nat -> nat) : (forall m, (1 <= N m)%nat) -> forall m, keeps_best (words L2 m) (N m) (total (fun y => ln (model_q y))) (model_s m).
Proof. intros H m. apply best_on_words; [exact model_nodup|apply H]. Qed.
Lemma model_optimal_top : optimal L2 model_p model_q (Dmax L2 model_p model_q) model_top.
Proof.
  apply optimum_past_Dmax; [exact model_law_p|exact model_supports|lra|]. split; [split; [apply two_law; lra|split]|].
  - intros x I Z. pose proof (model_positive_p x I). lra.
  - rewrite model_Dmax. unfold KL, xlog, model_top, model_p. simpl. replace (1 / (1 / 3)) with 3 by field. lra.
  - intros x I P. destruct (two_letters x I) as [->| ->]; [|unfold model_top in P; simpl in P; lra].
    apply top_spec. intros z J _. destruct (two_letters z J) as [->| ->]; unfold model_q; simpl; lra.
Qed.
Lemma model_law_top : law L2 model_top. Proof. apply two_law. lra. Qed.
(** What is asked of the model. *)
Ltac model := intros; first
  [ exact model_nodup | exact model_letter_0 | exact model_law_p | exact model_law_q | exact model_law_phi | exact model_law_top | exact model_positive_p | exact model_positive_q
  | apply model_distinct_p; assumption | apply model_distinct_q; assumption | exact model_optimal | exact model_optimal_top | exact model_about | exact model_varies
  | exact model_delta_positive | exact model_delta_below | apply model_draws | apply model_keeps; exact model_draws | apply (proj1 (model_keeps model_N model_draws _))
  | apply Rlt_le; exact model_delta_positive | apply Rle_refl | lra | lia ].

(** ** N_m = 2^m, δ = log 2 *)
Definition powers_of_two (m : nat) : nat := (2 ^ m)%nat.
Lemma powers_exact m : INR (powers_of_two m) = exp (INR m * ln 2).
Proof.
  unfold powers_of_two. rewrite pow_INR. change (INR 2) with 2. transitivity (exp (ln (2 ^ m))); [now rewrite exp_ln by (apply pow_lt; lra)|].
  now rewrite ln_pow by lra.
Qed.
Lemma powers_positive m : (1 <= powers_of_two m)%nat.
Proof. unfold powers_of_two. induction m as [|m IH]; simpl; lia. Qed.
Lemma about_exactly N D : (forall m, (1 <= N m)%nat) -> (forall m, INR (N m) = exp (INR m * D)) -> about 1 D N.
Proof. intros P E. split; [lra|]. intros m. split; [apply P|rewrite E; lra]. Qed.
Lemma log_2 : 0 < ln 2 /\ ln 2 <= ln (1 / (1/4)) /\ ln 2 < ln 3.
Proof. replace (1 / (1 / 4)) with 4 by field. repeat split; [rewrite <- ln_1|left|]; apply ln_increasing; lra. Qed.
Lemma model_alpha : exists a, 0 < a /\ KL L2 (T L2 model_q model_p a) model_p = ln 2.
Proof.
  destruct log_2 as [P [_ Q]]. destruct (alpha_exists L2 model_p model_q model_law_p model_supports (ln 2)) as [a [a0 E]]; [rewrite model_Dmax; lra|].
  exists a. split; [|exact E]. destruct (Req_dec a 0) as [Z|]; [exfalso|lra]. subst a.
  assert (KL L2 (T L2 model_q model_p 0) model_p = 0); [|lra]. transitivity (KL L2 model_p model_p); [|apply KL_self].
  apply KL_ext; [intros; apply T_at_0; exact model_law_p|reflexivity].
Qed.
Lemma model_exact_keeps m : keeps_best (words L2 m) (powers_of_two m) (total (fun y => ln (model_q y))) (model_s m).
Proof. exact (model_keeps powers_of_two powers_positive m). Qed.
(** The divergence not divided by m does not vanish. *)
Theorem divergence_does_not_vanish : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R) (phi : X -> R) (s : nat -> list (list X) -> list X -> R) (N : nat -> nat) (zeta : R) (delta : R),
  NoDup A -> law A q -> positive A q -> law A p -> law A phi -> (forall m_ : nat, rule (words A m_) (N m_) (s m_)) -> (forall m_ : nat, (1 <= N m_)%nat) -> 0 < zeta ->
  (forall y : X, In y A -> (zeta < (p y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> p x_ = p y_ -> x_ = y_) ->
  (forall y : X, In y A -> (zeta < (q y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> q x_ = q y_ -> x_ = y_) ->
  (optimal A p q delta phi) ->
  (0 < delta) ->
  (delta < (Dmax A p q)) ->
  (forall m : nat, ((INR (N m)) = (exp ((INR m) * delta)))) ->
  (forall m : nat, (keeps_best (words A m) (N m) (total (fun y_ => (ln (q y_)))) (s m))) ->
  ((exists M_ : nat, forall m : nat, (M_ <= m)%nat -> (ac (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi))) /\ (is_lim_seq (fun m => (KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi))) 0))).
Proof.
  intros F. destruct log_2 as [P [_ Q]]. destruct model_alpha as [a [a0 E]].
  pose proof (tilt_optimal L2 model_p model_q model_law_p a (ln 2) ltac:(lra) E) as O.
  destruct (F nat Nat.eq_dec L2 model_q model_p (T L2 model_q model_p a) model_s powers_of_two (1/4) (ln 2)) as [_ Z]; try exact O;
    try exact powers_exact; try exact powers_positive; try exact model_exact_keeps; try exact model_zeta_p; try exact model_zeta_q; try (model; fail);
    try (intros m; exact (proj1 (model_exact_keeps m))); try (apply T_law; exact model_law_p); try (rewrite model_Dmax); try lra.
  destruct (divergence_grows Nat.eq_dec L2 model_q model_p (T L2 model_q model_p a) (ln 2) 1 model_nodup model_law_p O model_supports powers_of_two model_s model_exact_keeps
    P ltac:(rewrite model_Dmax; lra) (about_exactly _ _ powers_positive powers_exact)) as [_ I].
  apply is_lim_seq_unique in Z. apply is_lim_seq_unique in I. rewrite Z in I. discriminate.
Qed.
(** The display in the proof of Lemma 7 with the printed sign. *)
Theorem printed_sign : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R) (phi : X -> R) (s : nat -> list (list X) -> list X -> R) (N : nat -> nat) (zeta : R) (delta : R),
  NoDup A -> law A q -> positive A q -> law A p -> law A phi -> (forall m_ : nat, rule (words A m_) (N m_) (s m_)) -> (forall m_ : nat, (1 <= N m_)%nat) -> 0 < zeta ->
  (forall y : X, In y A -> (zeta < (p y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> p x_ = p y_ -> x_ = y_) ->
  (forall y : X, In y A -> (zeta < (q y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> q x_ = q y_ -> x_ = y_) ->
  (0 <= delta) ->
  (delta <= (ln (1 / zeta))) ->
  (optimal A p q delta phi) ->
  (forall m : nat, ((INR (N m)) = (exp ((INR m) * delta)))) ->
  (forall m : nat, (keeps_best (words A m) (N m) (total (fun y_ => (ln (q y_)))) (s m))) ->
  ((is_lim_seq (fun m => (((H (words A m) (kept (words A m) (N m) (power p) (s m)) (power q)) - (H (words A m) (power phi) (power q))) / (INR m))) 0) /\ (is_lim_seq (fun m => ((- ((Ex (words A m) (kept (words A m) (N m) (power p) (s m)) (total (fun y_ => (ln (q y_))))) / (INR m))) - (Ex A phi (fun y_ => (ln (q y_)))))) 0))).
Proof.
  intros F. destruct log_2 as [P [R Q]]. destruct model_alpha as [a [a0 E]]. set (f := T L2 model_q model_p a).
  pose proof (tilt_optimal L2 model_p model_q model_law_p a (ln 2) ltac:(lra) E) as O. assert (Lf : law L2 f) by (apply T_law; exact model_law_p).
  destruct (F nat Nat.eq_dec L2 model_q model_p f model_s powers_of_two (1/4) (ln 2)) as [_ Z]; try exact O;
    try exact powers_exact; try exact powers_positive; try exact model_exact_keeps; try exact model_zeta_p; try exact model_zeta_q; try exact Lf; try (model; fail);
    try (intros m; exact (proj1 (model_exact_keeps m))); try lra.
  destruct (reward_display Nat.eq_dec L2 model_q model_p f (ln 2) 1 model_nodup model_law_p O model_supports powers_of_two model_s model_exact_keeps
    model_distinct_q ltac:(lra) (about_exactly _ _ powers_positive powers_exact)) as [_ K].
  pose proof (is_lim_seq_minus' _ _ _ _ K Z) as M.
  assert (M' : is_lim_seq (fun _ => 2 * Ex L2 f (fun y => ln (model_q y))) (0 - 0)) by (revert M; apply is_lim_seq_ext; intros m; ring).
  apply is_lim_seq_unique in M'. rewrite Lim_seq_const in M'. injection M' as M'.
  assert (Ex L2 f (fun y => ln (model_q y)) <= ln (2/3)).
  { apply (Ex_le_const L2 f Lf). intros x I _. apply Rcomplements.ln_le; [now apply model_positive_q|]. destruct (two_letters x I) as [->| ->]; unfold model_q; simpl; lra. }
  assert (ln (2/3) < 0) by (rewrite <- ln_1; apply ln_increasing; lra). lra.
Qed.
(** The closing conjecture. *)
Theorem conjecture_refuted : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R) (s : nat -> list (list X) -> list X -> R) (N : nat -> nat) (zeta : R) (alpha : R) (delta : R),
  NoDup A -> law A q -> positive A q -> law A p -> (forall m_ : nat, rule (words A m_) (N m_) (s m_)) -> (forall m_ : nat, (1 <= N m_)%nat) -> 0 < zeta ->
  (forall y : X, In y A -> (zeta < (p y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> p x_ = p y_ -> x_ = y_) ->
  (forall y : X, In y A -> (zeta < (q y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> q x_ = q y_ -> x_ = y_) ->
  (0 < alpha) ->
  ((KL A (T A q p alpha) p) = delta) ->
  (forall m : nat, ((INR (N m)) = (exp ((INR m) * delta)))) ->
  (forall m : nat, (keeps_best (words A m) (N m) (total (fun y_ => (ln (q y_)))) (s m))) ->
  (LDP (fun m B_ => Pr (words A m) (kept (words A m) (N m) (power p) (s m)) (fun w_ => B_ (info q m w_))) (rate A q p (T A q p alpha)))).
Proof.
  intros F. destruct model_alpha as [a [a0 E]].
  pose proof (about_exactly _ _ powers_positive powers_exact) as Ab. rewrite <- E in Ab.
  apply (conjecture_fails Nat.eq_dec L2 model_q model_p a 1 model_law_p model_supports model_varies a0 powers_of_two model_s Ab model_exact_keeps).
  apply (F nat Nat.eq_dec L2 model_q model_p model_s powers_of_two (1/4) a (ln 2)); try exact E; try exact a0;
    try exact powers_exact; try exact powers_positive; try exact model_exact_keeps; try exact model_zeta_p; try exact model_zeta_q; try (model; fail);
    try (intros m; exact (proj1 (model_exact_keeps m))); lra.
Qed.

(** ** p = q = (2/3, 1/3): δ = log 2 is past Δ_max = log(3/2), and within log 1/ζ, ζ = 1/4 *)
(** Theorem 2 on the printed range. *)
Theorem theorem2_beyond : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R) (phi : X -> R) (s : nat -> list (list X) -> list X -> R) (N : nat -> nat) (zeta : R) (delta : R),
  NoDup A -> law A q -> positive A q -> law A p -> law A phi -> (forall m_ : nat, rule (words A m_) (N m_) (s m_)) -> (forall m_ : nat, (1 <= N m_)%nat) -> 0 < zeta ->
  (forall y : X, In y A -> (zeta < (p y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> p x_ = p y_ -> x_ = y_) ->
  (forall y : X, In y A -> (zeta < (q y))) ->
  (forall x_, In x_ A -> forall y_, In y_ A -> q x_ = q y_ -> x_ = y_) ->
  (0 <= delta) ->
  (delta <= (ln (1 / zeta))) ->
  (optimal A p q delta phi) ->
  (forall m : nat, ((INR (N m)) = (exp ((INR m) * delta)))) ->
  (forall m : nat, (keeps_best (words A m) (N m) (total (fun y_ => (ln (q y_)))) (s m))) ->
  ((exists M_ : nat, forall m : nat, (M_ <= m)%nat -> (ac (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi))) /\ (is_lim_seq (fun m => ((KL (words A m) (kept (words A m) (N m) (power p) (s m)) (power phi)) / (INR m))) 0))).
Proof.
  intros F. destruct log_2 as [P [R _]].
  assert (V : varies L2 model_q model_q) by (exists 1%nat, 0%nat; unfold model_q; simpl; repeat split; auto; lra).
  assert (qq : forall x, In x L2 -> 0 < model_q x -> 0 < model_q x) by auto.
  destruct (optimum_exists L2 model_q model_q model_law_q qq (ln 2) ltac:(lra)) as [f O].
  destruct (F nat Nat.eq_dec L2 model_q model_q f model_s powers_of_two (1/4) (ln 2)) as [[M A] _]; try exact O;
    try exact powers_exact; try exact powers_positive; try exact model_exact_keeps; try exact model_zeta_q; try exact (proj1 (proj1 O)); try (model; fail);
    try (intros m; exact (proj1 (model_exact_keeps m))); try lra.
  apply (infinite_past_the_maximum Nat.eq_dec L2 model_q model_q f (ln 2) model_law_q O qq powers_of_two model_s model_exact_keeps (S M) ltac:(lia) V); [|apply A; lia].
  unfold model_q. rewrite two_Dmax by lra. rewrite <- ln_Rinv by lra. apply Rcomplements.ln_le; [apply Rinv_0_lt_compat; lra|].
  replace (/ (2 / 3)) with (3 / 2) by field. lra.
Qed.
