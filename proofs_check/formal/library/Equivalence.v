(** Lemma 7, the type lemma and Theorem 2 in the paper's terms: φ_δ any optimum within the budget δ, N about exp(mδ). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Alpha Optimum Sampling BestOfN Words Growing Theorem2 TypeLemma Singular Reverse.

(** The hypotheses can be met at every budget: exp(mδ) rounded up, and best-of-N with uniform ties. *)
Definition rounded_up (D : R) (m : nat) : nat := Z.to_nat (up (exp (INR m * D))).
Lemma about_rounded_up D : 0 <= D -> about 2 D (rounded_up D).
Proof.
  intros D0. split; [lra|]. intros m. unfold rounded_up. destruct (archimed (exp (INR m * D))) as [A1 A2].
  assert (E : 1 <= exp (INR m * D)) by (rewrite <- exp_0; apply exp_le_mono, Rmult_le_pos; [apply pos_INR|exact D0]).
  assert (Q : INR (Z.to_nat (up (exp (INR m * D)))) = IZR (up (exp (INR m * D)))) by (rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity|apply le_IZR; lra]).
  split; [apply INR_le; rewrite Q; simpl; lra|rewrite Q; lra].
Qed.
Theorem about_exists D : 0 <= D -> exists N, about 2 D N.
Proof. intros D0. exists (rounded_up D). now apply about_rounded_up. Qed.
Theorem best_on_words {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N r m : NoDup A -> (1 <= N)%nat ->
  keeps_best (words A m) N r (best (list_eq_dec dec) r).
Proof. intros NA HN. apply best_keeps_best; [now apply NoDup_words|exact HN]. Qed.

Section Equivalence.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis Opt : optimal A p q D phi.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c D N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total (fun x => ln (q x))) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).

Section Within.
Hypothesis B : 0 < D < Dmax A p q.
(** The optimum is a tilt with a positive exponent. *)
Lemma optimum_tilt : exists a, 0 < a /\ KL A (T A q p a) p = D /\ forall x, In x A -> phi x = T A q p a x.
Proof.
  destruct (lemma1 A p q Lp qp D ltac:(lra)) as [a [a0 [E [_ O]]]]. exists a. split; [|split; [exact E|now apply O]].
  destruct (Req_dec a 0) as [Z|]; [|lra]. subst a. exfalso.
  assert (KL A (T A q p 0) p = 0); [|lra]. transitivity (KL A p p); [|apply KL_self]. apply KL_ext; [intros; now apply T_at_0|reflexivity].
Qed.
Lemma power_phi a m w : (forall x, In x A -> phi x = T A q p a x) -> In w (words A m) -> power phi w = power (T A q p a) w.
Proof. intros E I. apply power_ext. intros x J. apply E. now apply (words_letters A m w). Qed.
(** Lemma 7: the normalised rewards have the same limit. *)
Theorem same_reward : is_lim_seq (fun m => H (words A m) (pi m) (power q) / INR m) (H A phi q).
Proof.
  destruct optimum_tilt as [a [a0 [E F]]]. replace (H A phi q) with (H A (T A q p a) q).
  - rewrite <- E in HN. exact (lemma7 dec A q p a c Lp qp a0 ltac:(rewrite E; lra) N s HN Ks).
  - unfold H. f_equal. apply Sum_ext. intros x I. now rewrite F.
Qed.
(** The type lemma: the share of every letter tends to φ_δ in probability. *)
Theorem same_types e : 0 < e ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => forallb (fun x => Rltb (Rabs (freq dec w x - phi x)) e) A)) 1.
Proof.
  intros E0. destruct optimum_tilt as [a [a0 [E F]]]. pose proof HN as HN'. rewrite <- E in HN'.
  pose proof (type_lemma dec A q p a c NA Lp a0 ltac:(rewrite E; lra) N s HN' Ks e E0) as L. revert L. apply is_lim_seq_ext. intros m.
  apply Pr_ext. intros w _ _. apply eq_true_iff_eq. rewrite !forallb_forall. split; intros K x I; specialize (K x I); rewrite F in * by exact I; exact K.
Qed.
Lemma KL_phi a m : (forall x, In x A -> phi x = T A q p a x) -> KL (words A m) (pi m) (power phi) = KL (words A m) (pi m) (power (T A q p a)).
Proof. intros F. apply KL_ext; [reflexivity|]. intros w I. now apply (power_phi a m). Qed.
(** Theorem 2: (1/m) KL(π_N^m‖φ_δ^m) → 0. *)
Theorem equivalence : is_lim_seq (fun m => KL (words A m) (pi m) (power phi) / INR m) 0.
Proof.
  destruct optimum_tilt as [a [a0 [E F]]]. pose proof HN as HN'. rewrite <- E in HN'.
  apply (is_lim_seq_ext (fun m => KL (words A m) (pi m) (power (T A q p a)) / INR m)); [intros m; now rewrite (KL_phi a m F)|].
  exact (theorem2 dec A q p a c Lp a0 ltac:(rewrite E; lra) N s HN' Ks).
Qed.
(** … but KL(π_N^m‖φ_δ^m) itself tends to infinity, *)
Theorem divergence_unbounded : is_lim_seq (fun m => KL (words A m) (pi m) (power phi)) p_infty.
Proof.
  destruct optimum_tilt as [a [a0 [E F]]]. pose proof HN as HN'. rewrite <- E in HN'.
  apply (is_lim_seq_ext (fun m => KL (words A m) (pi m) (power (T A q p a)))); [intros m; now rewrite (KL_phi a m F)|].
  exact (KL_tends_to_infinity dec A q p a c NA Lp qp nc a0 ltac:(rewrite E; lra) N s HN' Ks).
Qed.
(** and total variation to 1. *)
Theorem variation_one : is_lim_seq (fun m => TV (words A m) (pi m) (power phi)) 1.
Proof.
  destruct optimum_tilt as [a [a0 [E F]]]. pose proof HN as HN'. rewrite <- E in HN'.
  apply (is_lim_seq_ext (fun m => TV (words A m) (pi m) (power (T A q p a)))).
  - intros m. unfold TV. f_equal. apply Sum_ext. intros w I. now rewrite (power_phi a m w F I).
  - exact (TV_tends_to_1 dec A q p a c NA Lp qp nc a0 ltac:(rewrite E; lra) N s HN' Ks).
Qed.
End Within.

(** For δ ≥ Δ_max Theorem 2 fails at every m ≥ 1: π_N^m is not absolutely continuous towards φ_δ^m (KL = ∞). *)
Theorem no_equivalence_past_Dmax m : Dmax A p q <= D -> (1 <= m)%nat -> ~ ac (words A m) (pi m) (power phi).
Proof.
  intros B M. apply (optimum_past_Dmax A p q Lp qp D phi B) in Opt. destruct Opt as [[Lf _] Tops].
  destruct nc as [x [y [Ix [Iy [Px [Py Lq]]]]]].
  apply (divergence_infinite dec A p phi m (N m) (s m) x Lp (proj1 (Ks m)) M Ix Px).
  destruct (law_nonneg A phi Lf x Ix) as [Q|Z]; [exfalso|now symmetry].
  pose proof (proj1 (top_spec A p q x) (Tops x Ix Q) y Iy Py). lra.
Qed.
End Equivalence.
