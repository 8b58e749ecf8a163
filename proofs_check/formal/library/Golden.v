(** Best-of-N by a proxy: what it gains in the proxy, and what of that in the golden reward. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN BondForms FTable Sharp Transport Rewards Increasing.

Section Golden.
Context {X : Type}.
Variables (A : list X) (p : X -> R).
Hypothesis L : law A p.
(** What is gained in the golden reward is what is gained in the proxy less what the overestimation gains. *)
Theorem golden_by_proxy psi proxy gold : Ex A psi gold - Ex A p gold =
  (Ex A psi proxy - Ex A p proxy) - (Ex A psi (fun x => proxy x - gold x) - Ex A p (fun x => proxy x - gold x)).
Proof. rewrite !Ex_minus. ring. Qed.
(** A proxy within e of the golden reward: the golden gain is at most √(2 s KL) + 2e. *)
Theorem golden_uniform psi proxy gold s e : law A psi -> ac A psi p -> 0 <= s -> subgaussian A p proxy s ->
  (forall x, In x A -> 0 < p x -> Rabs (proxy x - gold x) <= e) ->
  Ex A psi gold - Ex A p gold <= sqrt (2 * s * KL A psi p) + 2 * e.
Proof.
  intros Ls pp s0 sg B. rewrite (golden_by_proxy psi proxy gold). pose proof (transport A p proxy s L s0 sg psi Ls pp) as T.
  assert (- e <= Ex A psi (fun x => proxy x - gold x)).
  { apply Ex_ge_const; [exact Ls|]. intros x I P. assert (0 < p x).
    { destruct (law_nonneg A p L x I) as [Q|Q]; [exact Q|]. rewrite (pp x I) in P by auto. lra. }
    specialize (B x I ltac:(assumption)). apply Rabs_le_between in B. lra. }
  assert (Ex A p (fun x => proxy x - gold x) <= e).
  { apply Ex_le_const; [exact L|]. intros x I P. specialize (B x I P). apply Rabs_le_between in B. lra. }
  lra.
Qed.

Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Hypothesis NA : NoDup A.
(** Best-of-N does not lower the mean of anything that grows with the reward, and N + 1 draws not below N. *)
Theorem best_of_monotone N r f : (1 <= N)%nat -> (forall x y, In x A -> In y A -> r x <= r y -> f x <= f y) ->
  Ex A (best_of eq_dec A N p r) f <= Ex A (best_of eq_dec A (S N) p r) f.
Proof.
  intros HN M. pose proof (forget_rule A N (best eq_dec r) (best_rule eq_dec A r NA N HN)) as Rs.
  pose proof (best_of_dominates eq_dec A r NA (S N) p _ f ltac:(lia) L Rs M) as D.
  eapply Rle_trans; [|exact D]. right. apply Sum_ext. intros y _. f_equal. symmetry. now apply forget_kept.
Qed.
Theorem best_of_improves N r f : (1 <= N)%nat -> (forall x y, In x A -> In y A -> r x <= r y -> f x <= f y) ->
  Ex A p f <= Ex A (best_of eq_dec A N p r) f.
Proof.
  intros HN M. induction N as [|N IH]; [lia|]. destruct (Nat.eq_dec N 0) as [->|N0].
  - right. apply Sum_ext. intros y I. now rewrite best_of_one.
  - eapply Rle_trans; [apply IH; lia|]. apply best_of_monotone; [lia|exact M].
Qed.
(** Where the overestimation grows with the proxy, best-of-N gains no more in the golden reward than in the proxy. *)
Theorem golden_gain_smaller N proxy gold : (1 <= N)%nat ->
  (forall x y, In x A -> In y A -> proxy x <= proxy y -> proxy x - gold x <= proxy y - gold y) ->
  Ex A (best_of eq_dec A N p proxy) gold - Ex A p gold <= Ex A (best_of eq_dec A N p proxy) proxy - Ex A p proxy.
Proof.
  intros HN M. rewrite (golden_by_proxy (best_of eq_dec A N p proxy) proxy gold).
  pose proof (best_of_improves N proxy (fun x => proxy x - gold x) HN M). lra.
Qed.
(** Sub-Gaussian rewards: best-of-N, like every rule that keeps one of N draws, gains at most √(2s(log N − (N−1)/N)). *)
Theorem kept_gain N s r v : (1 <= N)%nat -> rule A N s -> 0 <= v -> subgaussian A p r v ->
  Ex A (kept A N p s) r - Ex A p r <= sqrt (2 * v * (ln (INR N) - (INR N - 1) / INR N)).
Proof.
  intros HN Rs v0 sg. apply (transport_budget A p r v L v0 sg); [now apply kept_law|now apply (kept_ac eq_dec)|now apply (lemma6_sharp eq_dec)].
Qed.
Theorem best_of_gain_sharp N r v : (1 <= N)%nat -> 0 <= v -> subgaussian A p r v ->
  Ex A (best_of eq_dec A N p r) r - Ex A p r <= sqrt (2 * v * (ln (INR N) - (INR N - 1) / INR N)).
Proof. intros HN v0 sg. apply kept_gain; auto. now apply best_rule. Qed.
(** Best-of-N by a proxy of mean square error E_p d²: gains in the proxy and in the golden reward differ by at most (N/√(2N−1) + 1)(E_p d²)^½. *)
Theorem golden_best_of N proxy gold : (1 <= N)%nat -> let pi := best_of eq_dec A N p proxy in
  Rabs ((Ex A pi gold - Ex A p gold) - (Ex A pi proxy - Ex A p proxy)) <=
  (INR N / sqrt (2 * INR N - 1) + 1) * sqrt (Ex A p (fun x => Rsqr (proxy x - gold x))).
Proof.
  intros HN pi. rewrite (golden_by_proxy pi proxy gold). set (d := fun x => proxy x - gold x).
  pose proof (best_of_transfer eq_dec A N p proxy NA L HN d) as T. fold pi in T.
  pose proof (best_of_transfer eq_dec A 1 p proxy NA L (le_n 1) d) as T1. simpl INR in T1. replace (2 * 1 - 1) with 1 in T1 by ring.
  rewrite sqrt_1 in T1. replace (Ex A (best_of eq_dec A 1 p proxy) (fun x => Rabs (d x))) with (Ex A p (fun x => Rabs (d x))) in T1
    by (apply Sum_ext; intros; now rewrite best_of_one).
  pose proof (Ex_abs A pi (best_of_law_ok eq_dec A proxy NA N p HN L) d) as B. pose proof (Ex_abs A p L d) as B1. fold d.
  replace (Ex A pi proxy - Ex A p proxy - (Ex A pi d - Ex A p d) - (Ex A pi proxy - Ex A p proxy)) with (- (Ex A pi d - Ex A p d)) by ring.
  rewrite Rabs_Ropp. pose proof (Rabs_triang (Ex A pi d) (- Ex A p d)) as Tr. rewrite Rabs_Ropp in Tr.
  change (fun x => Rsqr (proxy x - gold x)) with (fun x => Rsqr (d x)). change (Ex A pi d - Ex A p d) with (Ex A pi d + - Ex A p d). lra.
Qed.
(** … so what best-of-N gains in the golden reward is at most √(2s(log N − (N−1)/N)) + (N/√(2N−1) + 1)(E_p d²)^½. *)
Corollary golden_best_of_gain N proxy gold v : (1 <= N)%nat -> 0 <= v -> subgaussian A p proxy v ->
  Ex A (best_of eq_dec A N p proxy) gold - Ex A p gold <= sqrt (2 * v * (ln (INR N) - (INR N - 1) / INR N)) +
  (INR N / sqrt (2 * INR N - 1) + 1) * sqrt (Ex A p (fun x => Rsqr (proxy x - gold x))).
Proof.
  intros HN v0 sg. pose proof (best_of_gain_sharp N proxy v HN v0 sg). pose proof (golden_best_of N proxy gold HN) as B. cbv zeta in B.
  apply Rabs_le_between in B. lra.
Qed.
End Golden.
