(** The penalised problem: the Lagrangian behind Lemma 1, RLHF's optimum, Donsker–Varadhan for finite laws. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Optimum.

Section Penalty.
Context {X : Type} (A : list X) (p : X -> R).
Hypothesis Lp : law A p.

(** ** The Lagrangian of Section 6 *)
(** H(φ‖q) + λ (KL(φ‖p) − Δ) = λ KL(φ‖T(q,p,1/λ)) + C(λ, Δ). *)
Theorem lagrangian q phi lam D : law A phi -> ac A phi p -> 0 < lam ->
  H A phi q + lam * (KL A phi p - D) = lam * KL A phi (T A q p (/ lam)) - lam * (ln (Z A q p (/ lam)) + D).
Proof. intros Ls pp P. rewrite KL_to_tilt by assumption. field. lra. Qed.
(** Its only minimiser is T(q, p, 1/λ). *)
Theorem lagrangian_minimiser q phi lam D : law A phi -> ac A phi p -> 0 < lam ->
  let t := T A q p (/ lam) in
  H A t q + lam * (KL A t p - D) <= H A phi q + lam * (KL A phi p - D) /\
  (H A phi q + lam * (KL A phi p - D) = H A t q + lam * (KL A t p - D) <-> forall x, In x A -> phi x = t x).
Proof.
  intros Ls pp P t. pose proof (T_law A p q Lp (/ lam)) as Lt. pose proof (ac_T A p q Lp phi (/ lam) pp) as aT.
  pose proof (lagrangian q t lam D Lt (T_ac A p q (/ lam)) P) as Gt. pose proof (lagrangian q phi lam D Ls pp P) as Gf.
  fold t in Lt, aT, Gt, Gf. rewrite KL_self in Gt. pose proof (KL_nonneg A phi t Ls Lt aT) as N.
  assert (M : 0 <= lam * KL A phi t) by (apply Rmult_le_pos; lra). split; [lra|].
  rewrite <- (KL_zero_iff A phi t Ls Lt aT). split.
  - intros E. apply Rmult_eq_reg_l with lam; lra.
  - intros E. rewrite E in Gf. lra.
Qed.

(** ** The projection onto a half-space of cross entropies *)
(** Among the laws with H(·‖q) at most that of T(q,p,a), a ≥ 0, the closest to p is T(q,p,a), and it alone … *)
Theorem projection_below q a psi : 0 <= a -> law A psi -> ac A psi p -> H A psi q <= H A (T A q p a) q ->
  KL A (T A q p a) p <= KL A psi p /\ (KL A psi p = KL A (T A q p a) p -> forall x, In x A -> psi x = T A q p a x).
Proof.
  intros a0 Ls pp L. pose proof (three_point A p q Lp psi a Ls pp) as E. pose proof (ac_T A p q Lp psi a pp) as aT.
  pose proof (KL_nonneg A psi _ Ls (T_law A p q Lp a) aT) as N.
  assert (M : 0 <= a * (H A (T A q p a) q - H A psi q)) by (apply Rmult_le_pos; lra). split; [lra|].
  intros Q. apply (KL_zero_iff A psi _ Ls (T_law A p q Lp a) aT). lra.
Qed.
(** … and on the other side, for a ≤ 0. *)
Theorem projection_above q a psi : a <= 0 -> law A psi -> ac A psi p -> H A (T A q p a) q <= H A psi q ->
  KL A (T A q p a) p <= KL A psi p /\ (KL A psi p = KL A (T A q p a) p -> forall x, In x A -> psi x = T A q p a x).
Proof.
  intros a0 Ls pp L. pose proof (three_point A p q Lp psi a Ls pp) as E. pose proof (ac_T A p q Lp psi a pp) as aT.
  pose proof (KL_nonneg A psi _ Ls (T_law A p q Lp a) aT) as N.
  assert (M : 0 <= - a * (H A psi q - H A (T A q p a) q)) by (apply Rmult_le_pos; lra). split; [lra|].
  intros Q. apply (KL_zero_iff A psi _ Ls (T_law A p q Lp a) aT). lra.
Qed.

(** ** A reward r: tilting by exp r *)
Lemma Rpower_exp x a : Rpower (exp x) a = exp (a * x).
Proof. unfold Rpower. now rewrite ln_exp. Qed.
Lemma Z_exp r a : Z A (fun y => exp (r y)) p a = Ex A p (fun y => exp (a * r y)).
Proof. apply Sum_ext. intros. now rewrite Rpower_exp. Qed.
Lemma H_exp psi r : H A psi (fun y => exp (r y)) = - Ex A psi r.
Proof. unfold H, Ex. f_equal. apply Sum_ext. intros. now rewrite ln_exp. Qed.
(** For every law: E r − log-mgf + the divergence from the tilt is KL. *)
Theorem variational r psi : law A psi -> ac A psi p ->
  Ex A psi r - KL A psi p = ln (Ex A p (fun y => exp (r y))) - KL A psi (T A (fun y => exp (r y)) p 1).
Proof.
  intros Ls pp. rewrite KL_to_tilt, Z_exp, H_exp by assumption.
  rewrite (Ex_ext A p (fun y => exp (1 * r y)) (fun y => exp (r y))) by (intros; f_equal; ring). ring.
Qed.
(** Donsker–Varadhan: E_ψ r − log E_p e^r ≤ KL(ψ‖p), with equality exactly for the tilt. *)
Theorem donsker_varadhan r psi : law A psi -> ac A psi p -> Ex A psi r - ln (Ex A p (fun y => exp (r y))) <= KL A psi p.
Proof.
  intros Ls pp. pose proof (variational r psi Ls pp).
  pose proof (KL_nonneg A psi _ Ls (T_law A p (fun y => exp (r y)) Lp 1) (ac_T A p _ Lp psi 1 pp)). lra.
Qed.
Theorem donsker_varadhan_eq r psi : law A psi -> ac A psi p ->
  (Ex A psi r - ln (Ex A p (fun y => exp (r y))) = KL A psi p <->
   forall x, In x A -> psi x = T A (fun y => exp (r y)) p 1 x).
Proof.
  intros Ls pp. pose proof (variational r psi Ls pp).
  rewrite <- (KL_zero_iff A psi _ Ls (T_law A p (fun y => exp (r y)) Lp 1) (ac_T A p _ Lp psi 1 pp)).
  split; intros; lra.
Qed.
(** … and every law with the support of p is attained: KL(ψ‖p) is the greatest value of E_ψ r − log E_p e^r. *)
Theorem donsker_varadhan_attained psi : law A psi -> (forall x, In x A -> (0 < psi x <-> 0 < p x)) ->
  let r y := ln (psi y / p y) in Ex A psi r - ln (Ex A p (fun y => exp (r y))) = KL A psi p.
Proof.
  intros Ls S r. replace (Ex A p (fun y => exp (r y))) with 1; [rewrite ln_1; unfold Ex, KL, xlog, r; ring|].
  rewrite <- (law_sum A psi Ls). apply Sum_ext. intros x I.
  destruct (law_nonneg A p Lp x I) as [P|E].
  - unfold r. rewrite exp_ln by (apply Rdiv_lt_0_compat; [now apply S|exact P]). field. lra.
  - rewrite <- E. destruct (law_nonneg A psi Ls x I) as [Q|Q]; [apply (S x I) in Q; lra|]. rewrite <- Q. ring.
Qed.

(** ** RLHF: reward less β times KL *)
Section RLHF.
Variables (r : X -> R) (beta : R).
Hypothesis b0 : 0 < beta.
Let opt := T A (fun y => exp (r y)) p (/ beta).
(** J(π) = E_π r − β KL(π‖p) falls short of β log E_p e^{r/β} by β KL(π‖tilt). *)
Theorem rlhf_gap psi : law A psi -> ac A psi p ->
  Ex A psi r - beta * KL A psi p = beta * ln (Ex A p (fun y => exp (r y / beta))) - beta * KL A psi opt.
Proof.
  intros Ls pp. unfold opt. rewrite KL_to_tilt, Z_exp, H_exp by assumption.
  rewrite (Ex_ext A p (fun y => exp (/ beta * r y)) (fun y => exp (r y / beta))) by (intros; f_equal; field; lra). field. lra.
Qed.
(** The penalised optimum is the tilt by e^{r/β}, it alone, and its value is β log E_p e^{r/β}. *)
Theorem rlhf_value : Ex A opt r - beta * KL A opt p = beta * ln (Ex A p (fun y => exp (r y / beta))).
Proof. rewrite rlhf_gap; [rewrite KL_self; ring|now apply T_law|now apply T_ac]. Qed.
Theorem rlhf_optimum psi : law A psi -> ac A psi p ->
  Ex A psi r - beta * KL A psi p <= Ex A opt r - beta * KL A opt p /\
  (Ex A psi r - beta * KL A psi p = Ex A opt r - beta * KL A opt p <-> forall x, In x A -> psi x = opt x).
Proof.
  intros Ls pp. rewrite rlhf_value, rlhf_gap by assumption.
  pose proof (T_law A p (fun y => exp (r y)) Lp (/ beta)) as Lo. pose proof (ac_T A p (fun y => exp (r y)) Lp psi (/ beta) pp) as ao.
  pose proof (KL_nonneg A psi opt Ls Lo ao) as N. assert (M : 0 <= beta * KL A psi opt) by (apply Rmult_le_pos; lra).
  split; [lra|]. rewrite <- (KL_zero_iff A psi opt Ls Lo ao). split.
  - intros E. apply Rmult_eq_reg_l with beta; lra.
  - intros ->. ring.
Qed.
(** It is the constrained optimum too, for the budget that it spends. *)
Theorem rlhf_is_constrained psi : feasible A p (KL A opt p) psi ->
  Ex A psi r <= Ex A opt r /\ (Ex A psi r = Ex A opt r -> forall x, In x A -> psi x = opt x).
Proof.
  intros [Ls [pp B]]. destruct (rlhf_optimum psi Ls pp) as [L E].
  assert (M : beta * KL A psi p <= beta * KL A opt p) by (apply Rmult_le_compat_l; lra).
  split; [lra|]. intros Q. apply E. lra.
Qed.
End RLHF.
End Penalty.

(** ** Several prompts: the tilts with one common a dominate on the averaged reward–KL curve *)
Section Prompts.
Context {I X : Type} (P : list I) (w : I -> R) (A : I -> list X) (p q : I -> X -> R).
Hypothesis Lw : forall i, In i P -> 0 <= w i.
Hypothesis Lp : forall i, In i P -> law (A i) (p i).
Let phi a i := T (A i) (q i) (p i) a.
Let avgKL psi := Sum P (fun i => w i * KL (A i) (psi i) (p i)).
Let avgH psi := Sum P (fun i => w i * H (A i) (psi i) (q i)).

Theorem common_tilt_dominates a psi : 0 < a ->
  (forall i, In i P -> law (A i) (psi i) /\ ac (A i) (psi i) (p i)) -> avgKL psi <= avgKL (phi a) ->
  avgH (phi a) <= avgH psi /\
  (avgH psi = avgH (phi a) -> forall i, In i P -> 0 < w i -> forall x, In x (A i) -> psi i x = phi a i x).
Proof.
  intros a0 V B. set (g i := KL (A i) (psi i) (phi a i)).
  assert (N : forall i, In i P -> 0 <= g i).
  { intros i J. apply KL_nonneg; [now apply V|apply T_law; auto|apply ac_T; [auto|now apply V]]. }
  assert (E : Sum P (fun i => w i * g i) = avgKL psi - avgKL (phi a) + a * (avgH psi - avgH (phi a))).
  { unfold avgKL, avgH. rewrite <- !Sum_minus, <- Sum_scal, <- Sum_plus. apply Sum_ext. intros i J. unfold g, phi.
    rewrite three_point by (auto; now apply V). ring. }
  assert (S : 0 <= Sum P (fun i => w i * g i)) by (apply Sum_nonneg; intros i J; apply Rmult_le_pos; auto).
  assert (M : 0 <= a * (avgH psi - avgH (phi a))) by lra.
  assert (L : 0 <= avgH psi - avgH (phi a)) by (apply Rmult_le_reg_l with a; lra).
  split; [lra|]. intros Q i J wi x K.
  assert (Z0 : w i * g i = 0).
  { apply (Sum_zero_all P (fun j => w j * g j)); [intros j Jj; apply Rmult_le_pos; auto| |exact J]. rewrite Q in E. lra. }
  assert (G : g i = 0) by (apply Rmult_integral in Z0; destruct Z0; [lra|assumption]).
  apply (KL_zero_iff (A i) (psi i) (phi a i)); auto; [now apply V|apply T_law; auto|apply ac_T; [auto|now apply V]].
Qed.
End Prompts.
