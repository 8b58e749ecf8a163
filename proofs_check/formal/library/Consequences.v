(** What follows for alignment: bounds on RLHF, the choice of a divergence, why the tail bound needs the aligned tail,
    budgets prompt by prompt, and groups normalised by their deviation. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Penalty Transport Renyi.

(** ** RLHF with a sub-Gaussian reward *)
Section RLHF.
Context {X : Type} (A : list X) (p r : X -> R) (beta s : R).
Hypothesis Lp : law A p.
Hypothesis b0 : 0 < beta.
Hypothesis s0 : 0 <= s.
Hypothesis sg : subgaussian A p r s.
Let opt := T A (fun y => exp (r y)) p (/ beta).
Let gain := Ex A opt r - Ex A p r.
(** The optimum's divergence is paid for by its gain: β KL ≤ gain … *)
Theorem rlhf_gain_pays : beta * KL A opt p <= gain.
Proof.
  pose proof (proj1 (rlhf_optimum A p Lp r beta b0 p Lp (fun x _ E => E))) as L. rewrite KL_self in L. unfold gain, opt. lra.
Qed.
(** … the penalised value exceeds E_p r by at most σ²/(2β) … *)
Theorem rlhf_value_le : gain - beta * KL A opt p <= s / (2 * beta).
Proof.
  pose proof (transport_line A p r s Lp sg opt (/ beta) (T_law A p _ Lp _) (T_ac A p _ _)) as L. fold gain in L.
  apply (Rmult_le_compat_l beta) in L; [|lra].
  replace (beta * (/ beta * gain)) with gain in L by (field; lra).
  replace (beta * (KL A opt p + / beta * / beta * s / 2)) with (beta * KL A opt p + s / (2 * beta)) in L by (field; lra). lra.
Qed.
(** … so KL ≤ 2σ²/β², and the gain is at most 2σ²/β. *)
Theorem rlhf_KL_le : beta * beta * KL A opt p <= 2 * s.
Proof.
  pose proof rlhf_gain_pays as G. pose proof (transport A p r s Lp s0 sg opt (T_law A p _ Lp _) (T_ac A p _ _)) as U. fold gain in U.
  pose proof (KL_nonneg A opt p (T_law A p _ Lp _) Lp (T_ac A p _ _)) as K0. set (K := KL A opt p) in *.
  destruct K0 as [K0|K0]; [|rewrite <- K0; lra].
  assert (S : Rsqr (beta * K) <= 2 * s * K).
  { rewrite <- (Rsqr_sqrt (2 * s * K)) by (apply Rmult_le_pos; lra). apply Rsqr_incr_1; [lra|apply Rmult_le_pos; lra|apply sqrt_pos]. }
  unfold Rsqr in S. apply Rmult_le_reg_r with K; [exact K0|]. lra.
Qed.
Theorem rlhf_gain_le : beta * gain <= 2 * s.
Proof.
  pose proof rlhf_KL_le as K2. pose proof (transport A p r s Lp s0 sg opt (T_law A p _ Lp _) (T_ac A p _ _)) as U. fold gain in U.
  pose proof (KL_nonneg A opt p (T_law A p _ Lp _) Lp (T_ac A p _ _)) as K0. set (K := KL A opt p) in *.
  destruct (Rle_dec gain 0) as [N|P]; [apply Rle_trans with (beta * 0); [apply Rmult_le_compat_l|]; lra|].
  assert (G2 : gain * gain <= 2 * s * K).
  { rewrite <- (sqrt_sqrt (2 * s * K)) by (apply Rmult_le_pos; lra). apply Rmult_le_compat; lra. }
  apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. apply Rle_trans with (2 * s * (beta * beta * K)).
  - replace (beta * gain * (beta * gain)) with (beta * beta * (gain * gain)) by ring.
    replace (2 * s * (beta * beta * K)) with (beta * beta * (2 * s * K)) by ring. apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact G2].
  - apply Rmult_le_compat_l; lra.
Qed.
End RLHF.

(** ** KL or Rényi at an equal budget *)
(** For an order below 1 the Rényi budget admits every law that the KL budget admits; above 1 it is the other way. *)
Theorem renyi_budget_wider {X} (A : list X) p B a psi : law A p -> a < 1 -> feasible A p B psi -> Renyi A a psi p <= B.
Proof. intros Lp L [Ls [pp K]]. pose proof (Renyi_le_KL A psi p Ls a L). lra. Qed.
Theorem renyi_budget_narrower {X} (A : list X) p B a psi : law A p -> law A psi -> ac A psi p -> 1 < a ->
  Renyi A a psi p <= B -> feasible A p B psi.
Proof. intros Lp Ls pp L K. split; [exact Ls|split; [exact pp|]]. pose proof (KL_le_Renyi A psi p Ls a L). lra. Qed.

(** ** The tail bound needs the aligned tail *)
(** Without (1−a) σ_π² the bound √(2 σ² D_a) fails for every σ², every gain and every pair of one support, at some a. *)
Theorem aligned_tail_needed {X} (A : list X) p q r s : law A p -> law A q -> ac A p q -> ac A q p -> 0 <= s ->
  Ex A q r < Ex A p r -> exists a, 0 < a < 1 /\ sqrt (2 * s * Renyi A a p q) < Ex A p r - Ex A q r.
Proof.
  intros Lp Lq pq qp s0 G. set (g := Ex A p r - Ex A q r). assert (g0 : 0 < g) by (unfold g; lra).
  pose proof (KL_nonneg A q p Lq Lp qp) as K0. set (K := KL A q p) in *.
  set (c := g * g / (4 * (s * K + g * g))). assert (gg : 0 < g * g) by now apply Rmult_lt_0_compat.
  assert (sK : 0 <= s * K) by (apply Rmult_le_pos; lra).
  assert (c0 : 0 < c) by (apply Rdiv_lt_0_compat; lra).
  assert (cE : c * (4 * (s * K + g * g)) = g * g) by (unfold c; field; lra).
  assert (c4 : c <= / 4).
  { apply Rmult_le_reg_r with (4 * (s * K + g * g)); [lra|]. rewrite cE. lra. }
  exists c. split; [lra|].
  assert (D : Renyi A c p q <= 2 * c * K).
  { pose proof (Renyi_skew A p q c Lp Lq pq qp ltac:(lra) ltac:(lra)) as S.
    pose proof (Renyi_le_KL A q p Lq (1 - c) ltac:(lra)) as U. fold K in U.
    assert (E : Renyi A c p q = c * (Renyi A (1 - c) q p / (1 - c))) by (rewrite <- S; field; lra). rewrite E, (Rmult_comm 2), Rmult_assoc.
    apply Rmult_le_compat_l; [lra|]. apply Rmult_le_reg_r with (1 - c); [lra|].
    replace (Renyi A (1 - c) q p / (1 - c) * (1 - c)) with (Renyi A (1 - c) q p) by (field; lra).
    apply Rle_trans with K; [exact U|]. assert (0 <= K * (1 - 2 * c)) by (apply Rmult_le_pos; lra). lra. }
  rewrite <- (sqrt_square g) by lra. apply sqrt_lt_1_alt.
  assert (D0 : 0 <= Renyi A c p q) by (apply Renyi_nonneg; auto; lra).
  split; [apply Rmult_le_pos; lra|].
  apply Rle_lt_trans with (2 * s * (2 * c * K)); [apply Rmult_le_compat_l; lra|].
  assert (0 < c * (g * g)) by now apply Rmult_lt_0_compat. lra.
Qed.

(** ** Budgets prompt by prompt *)
(** The optima for one budget at every prompt are beaten on the average by the tilts with one common a of the same
    average divergence, unless they are those tilts. *)
Theorem per_prompt_budget_beaten {I X : Type} (P : list I) (w : I -> R) (A : I -> list X) (p q : I -> X -> R) (b : I -> R) a i x :
  (forall i, In i P -> 0 <= w i) -> (forall i, In i P -> law (A i) (p i)) -> 0 < a ->
  Sum P (fun i => w i * KL (A i) (T (A i) (q i) (p i) (b i)) (p i)) = Sum P (fun i => w i * KL (A i) (T (A i) (q i) (p i) a) (p i)) ->
  In i P -> 0 < w i -> In x (A i) -> T (A i) (q i) (p i) (b i) x <> T (A i) (q i) (p i) a x ->
  Sum P (fun i => w i * H (A i) (T (A i) (q i) (p i) a) (q i)) < Sum P (fun i => w i * H (A i) (T (A i) (q i) (p i) (b i)) (q i)).
Proof.
  intros Lw Lp a0 E Ii wi Ix N.
  destruct (common_tilt_dominates P w A p q Lw Lp a (fun j => T (A j) (q j) (p j) (b j)) a0) as [D Q].
  - intros j J. split; [apply T_law; auto|apply T_ac].
  - right. exact E.
  - destruct D as [D|D]; [exact D|]. exfalso. apply N. now apply (Q (eq_sym D) i Ii wi x Ix).
Qed.

(** ** Groups of two, normalised by their deviation *)
(** Rewards 0 and 1, a group of two, (reward − mean)/deviation: the expected gradient is that of the mean reward, not
    that over √(θ(1−θ)); s is the score, of mean 0. *)
Theorem group_of_two {X} (A : list X) q r s : law A q -> Ex A q s = 0 -> (forall x, In x A -> r x = 0 \/ r x = 1) ->
  Ex A q (fun x => Ex A q (fun y => let m := (r x + r y) / 2 in let d := sqrt ((Rsqr (r x - m) + Rsqr (r y - m)) / 2) in
    ((r x - m) / d * s x + (r y - m) / d * s y) / 2)) = Ex A q (fun x => r x * s x).
Proof.
  intros L S B. transitivity (Ex A q (fun x => Ex A q (fun y => (r x - r y) * s x / 2 + (r y - r x) * s y / 2))).
  - apply Ex_ext. intros x I _. apply Ex_ext. intros y J _. cbv zeta.
    destruct (B x I) as [-> | ->], (B y J) as [-> | ->].
    + replace ((0 + 0) / 2) with 0 by field. rewrite Rminus_0_r. unfold Rdiv. ring.
    + replace ((0 + 1) / 2) with (1 / 2) by field. replace ((Rsqr (0 - 1 / 2) + Rsqr (1 - 1 / 2)) / 2) with (1 / 2 * (1 / 2)) by (unfold Rsqr; field).
      rewrite sqrt_square by lra. field.
    + replace ((1 + 0) / 2) with (1 / 2) by field. replace ((Rsqr (1 - 1 / 2) + Rsqr (0 - 1 / 2)) / 2) with (1 / 2 * (1 / 2)) by (unfold Rsqr; field).
      rewrite sqrt_square by lra. field.
    + replace ((1 + 1) / 2) with 1 by field. rewrite Rminus_diag_eq by reflexivity. unfold Rdiv. ring.
  - rewrite (Ex_ext A q _ (fun x => r x * s x / 2 - s x * Ex A q r / 2 + Ex A q (fun y => r y * s y) / 2)).
    + assert (D : forall f, Ex A q (fun x => f x / 2) = Ex A q f / 2).
      { intros f. unfold Rdiv. rewrite Rmult_comm, <- Ex_scal. apply Ex_ext. intros. ring. }
      rewrite Ex_plus, Ex_minus, !D, Ex_const by exact L.
      rewrite (Ex_ext A q (fun x => s x * Ex A q r) (fun x => Ex A q r * s x)) by (intros; ring). rewrite Ex_scal, S. field.
    + intros x _ _. rewrite (Ex_ext A q _ (fun y => r x * s x / 2 - s x / 2 * r y + (/ 2 * (r y * s y) - r x / 2 * s y))) by (intros; field).
      rewrite Ex_plus, !Ex_minus, Ex_const, !Ex_scal, S by exact L. field.
Qed.

(** ** The sign of the reward; contours *)
(** With R = 1 the reward is log q: the log-likelihood, not its negative. *)
Theorem reward_sign {X} (q r : X -> R) y : exp (r y) / 1 = q y -> r y = ln (q y).
Proof. intros <-. unfold Rdiv. rewrite Rinv_1, Rmult_1_r. now rewrite ln_exp. Qed.
(** Laws of one mean reward log q are those of one H(·‖q); one H(·‖p) says nothing where p is uniform. *)
Theorem contour {X} (A : list X) q phi psi : Ex A phi (fun y => ln (q y)) = Ex A psi (fun y => ln (q y)) <-> H A phi q = H A psi q.
Proof. rewrite !H_Ex. split; intros; lra. Qed.
Theorem contour_of_uniform {X} (A : list X) u c phi psi : law A phi -> law A psi -> (forall x, In x A -> u x = c) -> H A phi u = H A psi u.
Proof.
  intros Lf Ls E. assert (V : forall f, law A f -> H A f u = - ln c).
  { intros f L. rewrite H_Ex, (Ex_ext A f _ (fun _ => ln c)); [now rewrite Ex_const|]. intros x I _. now rewrite E. }
  now rewrite !V.
Qed.
