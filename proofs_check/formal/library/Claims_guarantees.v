(** Claims of the paper on guarantees, in the form of their terms. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Sampling BestOfN Sharp FTable Renyi Transport Gains Increasing Witnesses.

(** Golden gain = proxy gain − growth of the error, which is within osc(error) times the total variation. *)
Theorem golden_cost {X} (A : list X) (psi p golden proxy : X -> R) lo hi : law A p -> law A psi ->
  (forall y, In y A -> lo <= proxy y - golden y /\ proxy y - golden y <= hi) ->
  Ex A psi golden - Ex A p golden =
    Ex A psi proxy - Ex A p proxy - (Ex A psi (fun y => proxy y - golden y) - Ex A p (fun y => proxy y - golden y)) /\
  Rabs (Ex A psi golden - Ex A p golden - (Ex A psi proxy - Ex A p proxy)) <= (hi - lo) * TV A psi p.
Proof.
  intros Lp Ls B. split; [exact (golden_decomposition A p psi proxy golden) | exact (golden_bounded A p psi proxy golden Lp Ls lo hi B)].
Qed.
Theorem golden_cost_subgaussian {X} (A : list X) (psi p golden proxy : X -> R) s : law A p -> law A psi -> ac A psi p ->
  0 <= s -> subgaussian A p (fun y => proxy y - golden y) s ->
  Rabs (Ex A psi golden - Ex A p golden - (Ex A psi proxy - Ex A p proxy)) <= sqrt (2 * s * KL A psi p).
Proof. intros Lp Ls pp s0 sg. exact (golden_subgaussian A p psi proxy golden Lp Ls pp s s0 sg). Qed.
Theorem golden_is_smaller {X} (A : list X) (psi p golden proxy : X -> R) :
  Ex A psi golden - Ex A p golden <= Ex A psi proxy - Ex A p proxy <->
  Ex A p (fun y => proxy y - golden y) <= Ex A psi (fun y => proxy y - golden y).
Proof. exact (golden_smaller_iff A p psi proxy golden). Qed.

(** The tilt by e^{t(r − m)} is the tilt by e^r to the power t. *)
Lemma tilt_centred {X} (A : list X) (p r : X -> R) t m x : law A p ->
  T A (fun y => exp (t * (r y - m))) p 1 x = T A (fun y => exp (r y)) p t x.
Proof.
  intros Lp. assert (E : forall y, Rpower (exp (t * (r y - m))) 1 = Rpower (exp (r y)) t * exp (- (t * m))).
  { intros y. unfold Rpower. rewrite !ln_exp, <- exp_plus. f_equal. ring. }
  pose proof (Z_pos A p (fun y => exp (r y)) Lp t) as P. pose proof (exp_pos (- (t * m))) as C.
  assert (EZ : Z A (fun y => exp (t * (r y - m))) p 1 = Z A (fun y => exp (r y)) p t * exp (- (t * m))).
  { unfold Z. rewrite <- Sum_scal_r. apply Sum_ext. intros y _. rewrite E. ring. }
  unfold T. rewrite EZ, E. field. split; lra.
Qed.
(** Nobody surpasses √(2σ²KL), and the tilt at which the mgf reaches its Gaussian bound alone attains it. *)
Theorem transport_reached {X} (A : list X) (psi p r : X -> R) s : law A p -> law A psi -> ac A psi p -> 0 < s ->
  subgaussian A p r s -> Ex A p r <= Ex A psi r ->
  Ex A psi r - Ex A p r <= sqrt (2 * s * KL A psi p) /\
  (Ex A psi r - Ex A p r = sqrt (2 * s * KL A psi p) <->
   (forall x, In x A -> psi x = T A (fun y => exp (r y)) p ((Ex A psi r - Ex A p r) / s) x) /\
   Ex A p (fun y => exp ((Ex A psi r - Ex A p r) / s * (r y - Ex A p r))) =
     exp ((Ex A psi r - Ex A p r) * (Ex A psi r - Ex A p r) / (2 * s))).
Proof.
  intros Lp Ls pp s0 sg G. split; [apply transport; auto; lra|].
  pose proof (transport_attained A p r s Lp ltac:(lra) sg psi s0 Ls pp G) as E. cbv zeta in E. rewrite E.
  set (t := (Ex A psi r - Ex A p r) / s).
  assert (Et : t * t * s / 2 = (Ex A psi r - Ex A p r) * (Ex A psi r - Ex A p r) / (2 * s)) by (unfold t; field; lra).
  rewrite Et. split; intros [U V]; (split; [|exact V]); intros x I; rewrite (U x I); [|symmetry]; now apply tilt_centred.
Qed.

(** When the Rényi bound is tighter than KL's. *)
Theorem renyi_tighter_iff {X} (A : list X) (p psi : X -> R) a s_pi s : law A p -> law A psi -> ac A psi p -> 0 < a -> a < 1 ->
  0 <= s_pi -> 0 <= s ->
  (sqrt (2 * ((1 - a) * s_pi + a * s) * Renyi A a psi p / a) < sqrt (2 * s * KL A psi p) <->
   (1 - a) * s_pi * Renyi A a psi p < a * s * (KL A psi p - Renyi A a psi p)).
Proof.
  intros Lp Ls pp a0 a1 sp0 s0. pose proof (Renyi_nonneg A psi p Ls Lp pp a ltac:(lra) ltac:(lra)) as D0.
  set (D := Renyi A a psi p) in *. set (K := KL A psi p). set (u := 2 * ((1 - a) * s_pi + a * s) * D / a). set (v := 2 * s * K).
  assert (M : 0 <= (1 - a) * s_pi + a * s) by (apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra).
  assert (U0 : 0 <= u) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply Rlt_le, Rinv_0_lt_compat; lra]).
  assert (Ua : u * a = 2 * ((1 - a) * s_pi * D + a * s * D)) by (unfold u; field; lra).
  assert (Va : v * a = 2 * (a * s * K)) by (unfold v; ring).
  split.
  - intros L. apply sqrt_lt_0_alt in L. apply (Rmult_lt_compat_r a) in L; [|exact a0]. lra.
  - intros L. apply sqrt_lt_1_alt. split; [exact U0|]. apply Rmult_lt_reg_r with a; [exact a0|]. lra.
Qed.

(** Without the aligned tail's term the Rényi bound fails at every order that is small enough, whatever σ² is. *)
Theorem aligned_tail_missing {X} (A : list X) (p psi r : X -> R) s a : law A p -> law A psi -> ac A psi p -> ac A p psi ->
  0 <= s -> 0 < a -> Ex A p r < Ex A psi r ->
  4 * a * (s * KL A p psi + (Ex A psi r - Ex A p r) ^ 2) <= (Ex A psi r - Ex A p r) ^ 2 ->
  sqrt (2 * s * Renyi A a psi p) < Ex A psi r - Ex A p r.
Proof.
  intros Lp Ls sp ps s0 a0 G B. set (g := Ex A psi r - Ex A p r) in *. assert (g0 : 0 < g) by (unfold g; lra).
  replace (g ^ 2) with (g * g) in B by ring.
  pose proof (KL_nonneg A p psi Lp Ls ps) as K0. set (K := KL A p psi) in *.
  assert (gg : 0 < g * g) by now apply Rmult_lt_0_compat. assert (sK : 0 <= s * K) by (apply Rmult_le_pos; lra).
  assert (ask : 0 <= a * (s * K)) by (apply Rmult_le_pos; lra).
  assert (a4 : a <= / 4).
  { apply Rmult_le_reg_r with (4 * (g * g)); [lra|]. lra. }
  assert (D : Renyi A a psi p <= 2 * a * K).
  { pose proof (Renyi_skew A psi p a Ls Lp sp ps ltac:(lra) ltac:(lra)) as S.
    pose proof (Renyi_le_KL A p psi Lp (1 - a) ltac:(lra)) as U. fold K in U.
    assert (E : Renyi A a psi p = a * (Renyi A (1 - a) p psi / (1 - a))) by (rewrite <- S; field; lra). rewrite E, (Rmult_comm 2), Rmult_assoc.
    apply Rmult_le_compat_l; [lra|]. apply Rmult_le_reg_r with (1 - a); [lra|].
    replace (Renyi A (1 - a) p psi / (1 - a) * (1 - a)) with (Renyi A (1 - a) p psi) by (field; lra).
    apply Rle_trans with K; [exact U|]. assert (0 <= K * (1 - 2 * a)) by (apply Rmult_le_pos; lra). lra. }
  rewrite <- (sqrt_square g) by lra. apply sqrt_lt_1_alt.
  assert (D0 : 0 <= Renyi A a psi p) by (apply Renyi_nonneg; auto; lra).
  split; [apply Rmult_le_pos; lra|].
  apply Rle_lt_trans with (2 * s * (2 * a * K)); [apply Rmult_le_compat_l; lra|].
  assert (0 < a * (g * g)) by now apply Rmult_lt_0_compat. lra.
Qed.

(** With N ≤ exp(mδ) draws no rule spends more than mδ − (N−1)/N. *)
Theorem budget_rounded_down {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p : X -> R) N s b :
  NoDup A -> law A p -> (1 <= N)%nat -> rule A N s -> INR N <= exp b -> KL A (kept A N p s) p <= b - (INR N - 1) / INR N.
Proof.
  intros ND Lp HN Rs E. assert (N1 : 1 <= INR N) by (apply (le_INR 1); exact HN).
  eapply Rle_trans; [apply (lemma6_sharp dec); assumption|].
  assert (L : ln (INR N) <= ln (exp b)) by (apply ln_le_mono; lra). rewrite ln_exp in L. lra.
Qed.
