(** What best-of-N can gain, and what a gain in a proxy says of the golden reward. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN FTable Sharp Transport.

(** ** Best-of-N *)
(** Best-of-N by r gains at most √(2 σ² (log N − (N−1)/N)) in any reward g that is sub-Gaussian under p. *)
Theorem best_of_gain {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N p r g s :
  NoDup A -> law A p -> (1 <= N)%nat -> 0 <= s -> subgaussian A p g s ->
  Ex A (best_of dec A N p r) g - Ex A p g <= sqrt (2 * s * (ln (INR N) - (INR N - 1) / INR N)).
Proof.
  intros ND Lp HN s0 sg. apply transport_budget; [assumption|assumption|assumption| | |].
  - apply (kept_law A N p _ Lp). now apply best_rule.
  - apply (kept_ac dec A N p _ Lp). now apply best_rule.
  - now apply best_of_KL.
Qed.

(** ** Golden and proxy: the error e = proxy − golden *)
Section Golden.
Context {X : Type} (A : list X) (p psi proxy golden : X -> R).
Hypothesis Lp : law A p.
Hypothesis Ls : law A psi.
Hypothesis pp : ac A psi p.
Let gain f := Ex A psi f - Ex A p f.
Let e x := proxy x - golden x.
(** The golden gain is the proxy's less the growth of the overestimate. *)
Theorem golden_decomposition : gain golden = gain proxy - gain e.
Proof. unfold gain, e. rewrite !Ex_minus. ring. Qed.
(** So the golden gain is the smaller exactly where the error grows on average. *)
Theorem golden_smaller_iff : gain golden <= gain proxy <-> Ex A p e <= Ex A psi e.
Proof. rewrite golden_decomposition. unfold gain. split; intros; lra. Qed.
(** An error within [lo, hi] can cost at most (hi − lo) TV(ψ, p) … *)
Lemma gain_TV f lo hi : (forall x, In x A -> lo <= f x <= hi) -> Rabs (gain f) <= (hi - lo) * TV A psi p.
Proof.
  intros B. assert (E : gain f = Sum A (fun x => (psi x - p x) * (f x - (lo + hi) / 2))).
  { unfold gain, Ex. rewrite <- Sum_minus. rewrite (Sum_ext A _ (fun x => (psi x - p x) * (f x - (lo + hi) / 2) + (lo + hi) / 2 * (psi x - p x)))
      by (intros; ring). rewrite Sum_plus, Sum_scal, Sum_minus, (law_sum A p Lp), (law_sum A psi Ls). ring. }
  rewrite E. apply Rle_trans with (Sum A (fun x => Rabs (psi x - p x) * ((hi - lo) / 2))).
  - apply Rle_trans with (1 := Sum_abs A _). apply Sum_le. intros x I. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|].
    specialize (B x I). apply Rabs_le. lra.
  - rewrite Sum_scal_r. unfold TV. lra.
Qed.
Theorem golden_bounded lo hi : (forall x, In x A -> lo <= e x <= hi) ->
  Rabs (gain golden - gain proxy) <= (hi - lo) * TV A psi p.
Proof.
  intros B. rewrite golden_decomposition. replace (gain proxy - gain e - gain proxy) with (- gain e) by ring.
  rewrite Rabs_Ropp. now apply gain_TV.
Qed.
(** … and a sub-Gaussian one at most √(2 σ² KL(ψ‖p)). *)
Theorem golden_subgaussian s : 0 <= s -> subgaussian A p e s -> Rabs (gain golden - gain proxy) <= sqrt (2 * s * KL A psi p).
Proof.
  intros s0 sg. rewrite golden_decomposition. replace (gain proxy - gain e - gain proxy) with (- gain e) by ring.
  rewrite Rabs_Ropp. now apply transport_abs.
Qed.
(** The golden gain of any law is bounded as if the golden reward had been optimised. *)
Theorem golden_transport s : 0 <= s -> subgaussian A p golden s -> gain golden <= sqrt (2 * s * KL A psi p).
Proof. intros s0 sg. now apply transport. Qed.
(** A proxy within eps of the golden reward: 2 eps at most between the gains. *)
Theorem golden_close eps : (forall x, In x A -> Rabs (e x) <= eps) -> Rabs (gain golden - gain proxy) <= 2 * eps.
Proof.
  intros B. assert (M : forall r, law A r -> Rabs (Ex A r e) <= eps).
  { intros r Lr. apply Rle_trans with (1 := Ex_abs A r Lr e). apply Ex_le_const; [exact Lr|]. intros x I _. now apply B. }
  rewrite golden_decomposition. unfold gain. apply Rabs_le. pose proof (Rabs_le_between (Ex A psi e) eps) as [U _].
  specialize (U (M psi Ls)). pose proof (Rabs_le_between (Ex A p e) eps) as [V _]. specialize (V (M p Lp)). lra.
Qed.
End Golden.
