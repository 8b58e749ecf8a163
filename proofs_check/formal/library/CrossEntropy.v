(** The Rényi cross entropy and Lemma 3, its limit at order 1, the expansions in the proof of Corollary 1,
    and the one a that spends an averaged budget. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Calculus TiltLevels Alpha.

(** The slope at a point as a limit of difference quotients. *)
Lemma slope_limit (f : R -> R) (a d : R) : is_derive f a d -> is_lim (fun h => (f (a + h) - f a) / h) 0 d.
Proof.
  intros D. apply is_derive_Reals in D. apply is_lim_spec. intros eps. destruct (D (pos eps) (cond_pos eps)) as [del Hd].
  exists del. intros h B N. apply Hd; [exact N|]. rewrite <- (Rminus_0_r h). exact B.
Qed.

Section CrossEntropy.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.

(** Lemma 3: (1/ρ) log E_φ q^ρ = −H_{1+ρ}(φ‖q), for every law φ and ρ ≠ 0. *)
Theorem lemma3 rho : rho <> 0 -> / rho * ln (Ex A p (fun y => Rpower (q y) rho)) = - Ht A (1 + rho) p q.
Proof.
  intros N. unfold Ht. replace (1 + rho - 1) with rho by ring. change (Ex A p (fun y => Rpower (q y) rho)) with (Z A q p rho).
  field. split; lra.
Qed.
(** … where φ is the tilt by a, it is the slope of log Z between a and a + ρ. *)
Theorem lemma3_tilt a rho : rho <> 0 ->
  / rho * ln (Ex A (T A q p a) (fun y => Rpower (q y) rho)) = (ln (Z A q p (a + rho)) - ln (Z A q p a)) / rho.
Proof.
  intros N. change (Ex A (T A q p a) (fun y => Rpower (q y) rho)) with (Z A q (T A q p a) rho).
  rewrite Z_compose, ln_div by (apply Z_pos, Lp). field. exact N.
Qed.
Lemma Z_slope : is_lim (fun h => ln (Z A q p h) / h) 0 (Ex A p (fun y => ln (q y))).
Proof.
  replace (Ex A p (fun y => ln (q y))) with (Ex A (T A q p 0) (fun y => ln (q y))).
  2:{ apply Sum_ext. intros x _. now rewrite T_at_0. }
  apply (is_lim_ext (fun h => (ln (Z A q p (0 + h)) - ln (Z A q p 0)) / h)).
  - intros h. rewrite Rplus_0_l, Z_0, ln_1, Rminus_0_r by exact Lp. reflexivity.
  - apply (slope_limit (fun h => ln (Z A q p h))). now apply log_partition_derive.
Qed.
(** Lemma 3 at ρ = 0, by continuity: −H(φ‖q). *)
Theorem lemma3_at_0 : is_lim (fun rho => / rho * ln (Ex A p (fun y => Rpower (q y) rho))) 0 (- H A p q).
Proof.
  rewrite H_Ex, Ropp_involutive. apply (is_lim_ext (fun h => ln (Z A q p h) / h)); [|apply Z_slope].
  intros h. unfold Rdiv. apply Rmult_comm.
Qed.
(** Definition 5: the order-1 Rényi cross entropy, by continuity, is the cross entropy. *)
Theorem Ht_limit_1 : is_lim (fun t => Ht A t p q) 1 (H A p q).
Proof.
  apply is_lim_spec. intros eps. pose proof (proj2 (is_lim_spec _ _ _) Z_slope eps) as [del Hd]. exists del. intros t B N.
  specialize (Hd (t - 1)). assert (B0 : Hierarchy.ball 0 del (t - 1)).
  { unfold Hierarchy.ball in *. simpl in *. unfold AbsRing_ball, abs, minus, plus, opp in *. simpl in *.
    replace (t - 1 + - 0) with (t + - 1) by ring. exact B. }
  specialize (Hd B0 ltac:(lra)). rewrite <- Rabs_Ropp in Hd. unfold Ht. rewrite H_Ex.
  replace (/ (1 - t) * ln (Z A q p (t - 1)) - - Ex A p (fun y => ln (q y)))
    with (- (ln (Z A q p (t - 1)) / (t - 1) - Ex A p (fun y => ln (q y)))); [exact Hd|field; lra].
Qed.

(** ** The expansions in the proof of Corollary 1 *)
(** Σ ψ log(ψ/(φ q^γ)) = KL(ψ‖T(q,φ,γ)) − log Σ φ q^γ. *)
Theorem expansion psi g : law A psi -> ac A psi p ->
  - Sum A (fun y => xlog (psi y) (p y * Rpower (q y) g)) = - KL A psi (T A q p g) + ln (Z A q p g).
Proof.
  intros Ls pp. rewrite KL_to_tilt by assumption. unfold KL, H.
  rewrite (Sum_ext A (fun y => xlog (psi y) (p y * Rpower (q y) g)) (fun y => xlog (psi y) (p y) - g * (psi y * ln (q y)))).
  - rewrite Sum_minus, Sum_scal. ring.
  - intros x I. destruct (Req_dec (psi x) 0) as [E|N]; [rewrite E, !xlog_0; ring|].
    assert (P : 0 < p x).
    { destruct (law_nonneg A p Lp x I) as [|E]; [assumption|]. elim N. apply pp; auto. }
    unfold xlog. rewrite ln_div, ln_div, ln_mult; try apply Rmult_lt_0_compat; try apply Rpower_pos; try exact P;
      try (pose proof (law_nonneg A psi Ls x I); lra). unfold Rpower. rewrite ln_exp. ring.
Qed.
(** As printed, with −log Σ φ q^γ, it holds only where Σ φ q^γ = 1. *)
Theorem expansion_as_printed psi g : law A psi -> ac A psi p ->
  (- Sum A (fun y => xlog (psi y) (p y * Rpower (q y) g)) = - KL A psi (T A q p g) - ln (Z A q p g) <-> Z A q p g = 1).
Proof.
  intros Ls pp. rewrite expansion by assumption. pose proof (Z_pos A p q Lp g). split; intros E.
  - apply ln_inv; [assumption|lra|rewrite ln_1; lra].
  - rewrite E, ln_1. ring.
Qed.
(** The remaining term is −γ H_{1+γ}(φ‖q). *)
Theorem remaining_term g : g <> 0 -> ln (Z A q p g) = - g * Ht A (1 + g) p q.
Proof. intros N. unfold Ht. replace (1 + g - 1) with g by ring. field. lra. Qed.
(** Varadhan's supremum for the reward: −γ H(ψ‖q) − KL(ψ‖φ) ≤ log Σ φ q^γ, with equality exactly at T(q, φ, γ). *)
Theorem varadhan_value psi g : law A psi -> ac A psi p ->
  - g * H A psi q - KL A psi p <= ln (Z A q p g) /\
  (- g * H A psi q - KL A psi p = ln (Z A q p g) <-> forall x, In x A -> psi x = T A q p g x).
Proof.
  intros Ls pp. pose proof (KL_to_tilt A p q Lp psi g Ls pp) as E. pose proof (ac_T A p q Lp psi g pp) as aT.
  pose proof (KL_nonneg A psi _ Ls (T_law A p q Lp g) aT). split; [lra|].
  rewrite <- (KL_zero_iff A psi _ Ls (T_law A p q Lp g) aT). split; intros; lra.
Qed.
(** H_t(p‖q) does not depend on which normalisation of q is taken, up to log c. *)
Theorem Ht_scale c t : 0 < c -> t <> 1 -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  Ht A t p (fun y => c * q y) = Ht A t p q - ln c.
Proof.
  intros P N qp. unfold Ht.
  assert (E : Z A (fun y => c * q y) p (t - 1) = Rpower c (t - 1) * Z A q p (t - 1)).
  { unfold Z. rewrite <- Sum_scal. apply Sum_ext. intros x I. destruct (law_nonneg A p Lp x I) as [Q|Q]; [|rewrite <- Q; ring].
    rewrite <- Rpower_mult_distr by auto. ring. }
  rewrite E, ln_mult by (apply Rpower_pos || now apply Z_pos).
  assert (L : ln (Rpower c (t - 1)) = (t - 1) * ln c) by (unfold Rpower; now rewrite ln_exp). rewrite L. field. lra.
Qed.
Theorem H_scale c psi : 0 < c -> law A psi -> (forall x, In x A -> 0 < psi x -> 0 < q x) ->
  H A psi (fun y => c * q y) = H A psi q - ln c.
Proof.
  intros P Ls sq. rewrite !H_Ex. rewrite (Ex_ext A psi _ (fun x => ln c + ln (q x))).
  - rewrite Ex_plus, Ex_const by exact Ls. ring.
  - intros x I N. apply ln_mult; [exact P|]. apply sq; [exact I|]. pose proof (law_nonneg A psi Ls x I). lra.
Qed.
(** Minimising H(·‖q) for q = e^r / R is maximising the mean reward. *)
Theorem H_reward r C psi : 0 < C -> law A psi -> H A psi (fun y => exp (r y) / C) = ln C - Ex A psi r.
Proof.
  intros P Ls. rewrite H_Ex. rewrite (Ex_ext A psi _ (fun x => r x - ln C)).
  - rewrite Ex_minus, Ex_const by exact Ls. ring.
  - intros x _ _. rewrite ln_div by (apply exp_pos || exact P). now rewrite ln_exp.
Qed.
End CrossEntropy.

(** ** One a for an averaged budget *)
Section Prompts.
Context {I X : Type} (P : list I) (w : I -> R) (A : I -> list X) (p q : I -> X -> R).
Hypothesis nw : forall i, In i P -> 0 <= w i.
Hypothesis Lp : forall i, In i P -> law (A i) (p i).
Hypothesis qp : forall i, In i P -> forall x, In x (A i) -> 0 < p i x -> 0 < q i x.
Let avg a := Sum P (fun i => w i * KL (A i) (T (A i) (q i) (p i) a) (p i)).
Let avgmax := Sum P (fun i => w i * Dmax (A i) (p i) (q i)).

(** Every averaged budget below the averaged Δ_max is spent by one common a ≥ 0 … *)
Theorem common_alpha_exists D : 0 <= D < avgmax -> exists a, 0 <= a /\ avg a = D.
Proof.
  intros B. apply (below_limit avg (fun a => Sum P (fun i => w i * (a * Var (A i) (T (A i) (q i) (p i) a) (fun x => ln (q i x))))) avgmax).
  - intros a. apply (is_derive_Sum P (fun i a => w i * KL (A i) (T (A i) (q i) (p i) a) (p i))). intros i J.
    apply (is_derive_scal (fun b => KL (A i) (T (A i) (q i) (p i) b) (p i)) a (w i)). now apply KL_derive, Lp.
  - apply (is_lim_Sum P (fun i a => w i * KL (A i) (T (A i) (q i) (p i) a) (p i))). intros i J.
    apply is_lim_mult'; [apply is_lim_const|]. now apply KL_tilt_limit; auto.
  - replace (avg 0) with 0; [exact B|]. symmetry. apply Sum_zero. intros i J. rewrite KL_at_0; [ring|auto].
Qed.
(** … and by one only, if the reward varies for some prompt that has weight. *)
Theorem common_alpha_unique a b : (exists i, In i P /\ 0 < w i /\ varies (A i) (p i) (q i)) ->
  0 <= a -> 0 <= b -> avg a = avg b -> a = b.
Proof.
  intros [i [J [wi nc]]].
  assert (M : forall c d, 0 <= c -> c < d -> avg c < avg d).
  { intros c d c0 L. apply (Sum_lt P _ _ i); [|exact J|].
    - intros j K. apply Rmult_le_compat_l; [auto|]. destruct (varies_or_constant (A j) (p j) (q j) (Lp j K)) as [V|[k C]].
      + left. apply KL_strictly_increasing; auto.
      + right. apply KL_ext; [|reflexivity]. intros x S. rewrite !(tilt_constant (A j) (p j) (q j) (Lp j K) k) by assumption. reflexivity.
    - apply Rmult_lt_compat_l; [exact wi|]. apply KL_strictly_increasing; auto. }
  intros a0 b0 E. destruct (Rtotal_order a b) as [L|[Q|L]]; [|exact Q|].
  - pose proof (M _ _ a0 L). lra.
  - pose proof (M _ _ b0 L). lra.
Qed.
End Prompts.
