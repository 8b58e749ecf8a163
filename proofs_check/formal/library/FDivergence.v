(** D_f(π_N‖p) ≤ ∫₀¹ f(N u^(N−1)) du for convex f, strictly for strictly convex f and N ≥ 2. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN Levels.

(** ** Lines below a convex function *)
Definition supported (f : R -> R) : Prop := forall c, 0 < c -> exists s, forall v, 0 < v -> f c + s * (v - c) <= f v.
Definition strictly_supported (f : R -> R) : Prop :=
  forall c, 0 < c -> exists s, forall v, 0 < v -> v <> c -> f c + s * (v - c) < f v.
Lemma strictly_supported_supported f : strictly_supported f -> supported f.
Proof.
  intros S c P. destruct (S c P) as [s H]. exists s. intros v Pv. destruct (Req_dec v c) as [->|N]; [lra|]. left. now apply H.
Qed.
(** A convex function on the positive numbers lies above a line through each of its points. *)
Lemma convex_supported f : convex f -> supported f.
Proof.
  intros C c P.
  assert (Three : forall v w, 0 < v < c -> c < w -> (f c - f v) / (c - v) <= (f w - f c) / (w - c)).
  { intros v w Hv Hw. pose proof (C v w ((w - c) / (w - v)) ltac:(lra) ltac:(lra)) as K.
    assert (T : 0 <= (w - c) / (w - v) <= 1).
    { split; [apply Rdiv_le_0_compat; lra|]. apply (Rmult_le_reg_r (w - v)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    specialize (K T). replace ((w - c) / (w - v) * v + (1 - (w - c) / (w - v)) * w) with c in K by (field; lra).
    apply (Rmult_le_compat_r (w - v)) in K; [|lra].
    replace (((w - c) / (w - v) * f v + (1 - (w - c) / (w - v)) * f w) * (w - v)) with ((w - c) * f v + (c - v) * f w) in K by (field; lra).
    apply (Rmult_le_reg_r ((c - v) * (w - c))); [apply Rmult_lt_0_compat; lra|].
    replace ((f c - f v) / (c - v) * ((c - v) * (w - c))) with ((f c - f v) * (w - c)) by (field; lra).
    replace ((f w - f c) / (w - c) * ((c - v) * (w - c))) with ((f w - f c) * (c - v)) by (field; lra). lra. }
  destruct (completeness (fun s => exists v, 0 < v < c /\ s = (f c - f v) / (c - v))) as [s [U M]].
  - exists ((f (2 * c) - f c) / (2 * c - c)). intros s [v [Hv ->]]. apply Three; lra.
  - exists ((f c - f (c / 2)) / (c - c / 2)). exists (c / 2). split; [lra|reflexivity].
  - exists s. intros v Pv. destruct (Rtotal_order v c) as [Lt|[->|Gt]]; [|lra|].
    + assert (Q : (f c - f v) / (c - v) <= s) by (apply U; exists v; split; [lra|reflexivity]).
      apply (Rmult_le_compat_r (c - v)) in Q; [|lra]. replace ((f c - f v) / (c - v) * (c - v)) with (f c - f v) in Q by (field; lra). lra.
    + assert (Q : s <= (f v - f c) / (v - c)) by (apply M; intros x [w [Hw ->]]; apply Three; lra).
      apply (Rmult_le_compat_r (v - c)) in Q; [|lra]. replace ((f v - f c) / (v - c) * (v - c)) with (f v - f c) in Q by (field; lra). lra.
Qed.
Lemma strictly_convex_convex f : strictly_convex f -> convex f.
Proof.
  intros S x y t Px Py T. destruct (Req_dec x y) as [->|N]; [replace (t * y + (1 - t) * y) with y by ring; right; ring|].
  destruct (Req_dec t 0) as [->|T0]; [replace (0 * x + (1 - 0) * y) with y by ring; right; ring|].
  destruct (Req_dec t 1) as [->|T1]; [replace (1 * x + (1 - 1) * y) with x by ring; right; ring|].
  left. apply S; auto. lra.
Qed.
Lemma strictly_convex_supported f : strictly_convex f -> strictly_supported f.
Proof.
  intros SC c P. pose proof (strictly_convex_convex f SC) as C. destruct (convex_supported f C c P) as [s H]. exists s. intros v Pv N.
  pose proof (H ((v + c) / 2) ltac:(lra)) as M. pose proof (SC v c (1 / 2) Pv P N ltac:(lra)) as K.
  replace (1 / 2 * v + (1 - 1 / 2) * c) with ((v + c) / 2) in K by field. lra.
Qed.

(** ** One level *)
(** The mean value theorem with a derivative inside only. *)
Lemma mean_value F dF a b : a < b -> (forall c, a < c < b -> is_derive F c (dF c)) ->
  (forall c, a <= c <= b -> continuity_pt F c) -> exists c, a < c < b /\ F b - F a = dF c * (b - a).
Proof.
  intros Lt D C. assert (pr : forall c, a < c < b -> derivable_pt F c).
  { intros c Hc. exists (dF c). now apply is_derive_Reals, D. }
  destruct (MVT F id a b pr (fun c _ => derivable_pt_id c) Lt C (fun c _ => derivable_continuous_pt _ _ (derivable_pt_id c))) as [c [Hc E]].
  exists c. split; [exact Hc|]. unfold id in E at 1 2. rewrite derive_pt_id, Rmult_1_r in E.
  rewrite <- E, Rmult_comm. f_equal. apply (uniqueness_limite F c); [apply derive_pt_eq_1 with (pr := pr c Hc); reflexivity|].
  now apply is_derive_Reals, D.
Qed.

Section Interval.
Variables (f F : R -> R) (N : nat).
Hypotheses (HN : (1 <= N)%nat) (D : forall u, 0 < u < 1 -> is_derive F u (f (INR N * u ^ (N - 1))))
  (C : forall u, 0 <= u <= 1 -> continuity_pt F u).
Let K c s u := F u - (f c - s * c) * u - s * u ^ N.
Let dK c s u := f (INR N * u ^ (N - 1)) - (f c - s * c) - s * (INR N * u ^ (N - 1)).
Lemma K_derive c s u : 0 < u < 1 -> is_derive (K c s) u (dK c s u).
Proof.
  intros U. unfold K, dK. apply (is_derive_minus (fun u => F u - (f c - s * c) * u) (fun u => s * u ^ N)).
  - apply (is_derive_minus F (fun u => (f c - s * c) * u)); [now apply D|]. auto_derive; [trivial|ring].
  - auto_derive; [trivial|]. rewrite Nat.sub_1_r. ring.
Qed.
Lemma K_continuous c s u : 0 <= u <= 1 -> continuity_pt (K c s) u.
Proof.
  intros U. unfold K. apply continuity_pt_minus; [apply continuity_pt_minus; [now apply C|]|]; apply derivable_continuous_pt; reg.
Qed.
Lemma density_pos u : 0 < u -> 0 < INR N * u ^ (N - 1).
Proof. intros P. apply Rmult_lt_0_compat; [apply lt_0_INR; lia|now apply pow_lt]. Qed.
Lemma K_difference c s a b : a < b -> (f c - s * c) * (b - a) + s * (b ^ N - a ^ N) = F b - F a - (K c s b - K c s a).
Proof. intros. unfold K. ring. Qed.
Lemma slope_line s a b : a < b -> (b - a) * f (slope N a b) = (f (slope N a b) - s * slope N a b) * (b - a) + s * (b ^ N - a ^ N).
Proof. intros. unfold slope at 3. field. lra. Qed.

Lemma interval_le a b : supported f -> 0 <= a < b -> b <= 1 -> (b - a) * f (slope N a b) <= F b - F a.
Proof.
  intros S B B1. set (c := slope N a b). assert (Pc : 0 < c) by now apply slope_pos. destruct (S c Pc) as [s H].
  unfold c. rewrite (slope_line s) by lra. fold c. rewrite K_difference by lra.
  destruct (mean_value (K c s) (dK c s) a b) as [x [Hx E]]; [lra| | |].
  - intros u U. apply K_derive. lra.
  - intros u U. apply K_continuous. lra.
  - rewrite E. assert (0 <= dK c s x) by (unfold dK; pose proof (H _ (density_pos x ltac:(lra))); lra).
    assert (0 <= dK c s x * (b - a)) by (apply Rmult_le_pos; lra). lra.
Qed.
Lemma interval_lt a b : strictly_supported f -> (2 <= N)%nat -> 0 <= a < b -> b <= 1 -> (b - a) * f (slope N a b) < F b - F a.
Proof.
  intros S H2 B B1. set (c := slope N a b). assert (Pc : 0 < c) by now apply slope_pos. destruct (S c Pc) as [s H].
  unfold c. rewrite (slope_line s) by lra. fold c. rewrite K_difference by lra.
  set (m := (a + b) / 2).
  destruct (mean_value (K c s) (dK c s) a m) as [x [Hx Ex]]; [unfold m; lra| | |];
    [intros u U; apply K_derive; unfold m in *; lra | intros u U; apply K_continuous; unfold m in *; lra |].
  destruct (mean_value (K c s) (dK c s) m b) as [y [Hy Ey]]; [unfold m; lra| | |];
    [intros u U; apply K_derive; unfold m in *; lra | intros u U; apply K_continuous; unfold m in *; lra |].
  assert (P : forall u, a < u < b -> 0 <= dK c s u /\ (INR N * u ^ (N - 1) <> c -> 0 < dK c s u)).
  { intros u U. unfold dK. assert (P : 0 < INR N * u ^ (N - 1)) by (apply density_pos; lra).
    destruct (Req_dec (INR N * u ^ (N - 1)) c) as [E|E]; [rewrite E; split; [lra|easy]|].
    pose proof (H _ P E). split; intros; lra. }
  assert (Q : INR N * x ^ (N - 1) < INR N * y ^ (N - 1)).
  { apply Rmult_lt_compat_l; [apply lt_0_INR; lia|]. apply pow_lt_mono; [lra|lia]. }
  destruct (P x ltac:(unfold m in *; lra)) as [X0 X1]. destruct (P y ltac:(unfold m in *; lra)) as [Y0 Y1].
  assert (0 < dK c s x + dK c s y).
  { destruct (Req_dec (INR N * x ^ (N - 1)) c) as [E|E]; [specialize (Y1 ltac:(lra)); lra|specialize (X1 E); lra]. }
  assert (R : K c s b - K c s a = (dK c s x + dK c s y) * ((b - a) / 2)).
  { transitivity ((K c s m - K c s a) + (K c s b - K c s m)); [ring|]. rewrite Ex, Ey. unfold m. field. }
  rewrite R. assert (0 < (dK c s x + dK c s y) * ((b - a) / 2)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.
End Interval.

(** ** Best-of-N *)
Section BestOf.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (f F : R -> R) (A : list X) (N : nat) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Hypotheses (D : forall u, 0 < u < 1 -> is_derive F u (f (INR N * u ^ (N - 1)))) (C : forall u, 0 <= u <= 1 -> continuity_pt F u).

Lemma Df_levels : Df A f (best_of eq_dec A N p r) p = levels A p r (fun a b => (b - a) * f (slope N a b)).
Proof. now apply density_levels. Qed.
Lemma best_of_supported : supported f -> Df A f (best_of eq_dec A N p r) p <= F 1 - F 0.
Proof.
  intros S. rewrite Df_levels, <- (levels_telescope A p r L). apply levels_le; [exact L|]. intros a b B B1.
  now apply (interval_le f F N).
Qed.
Lemma best_of_supported_lt : strictly_supported f -> (2 <= N)%nat -> Df A f (best_of eq_dec A N p r) p < F 1 - F 0.
Proof.
  intros S H2. rewrite Df_levels, <- (levels_telescope A p r L). apply levels_lt; [exact L|]. intros a b B B1.
  now apply (interval_lt f F N).
Qed.
(** D_f(π_N‖p) ≤ F(1) − F(0) for convex f, where F' (u) = f(N u^(N−1)): every finite model, ties or not. *)
Theorem best_of_Df : convex f -> Df A f (best_of eq_dec A N p r) p <= F 1 - F 0.
Proof. intros S. now apply best_of_supported, convex_supported. Qed.
(** … never with equality for strictly convex f and N ≥ 2: on a finite space the bound is not attained. *)
Theorem best_of_Df_lt : strictly_convex f -> (2 <= N)%nat -> Df A f (best_of eq_dec A N p r) p < F 1 - F 0.
Proof. intros S H2. now apply best_of_supported_lt; [apply strictly_convex_supported|]. Qed.
End BestOf.
