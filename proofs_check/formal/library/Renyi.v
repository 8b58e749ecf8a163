(** The Rényi divergence of order a, for p ≪ q: a tilt's partition function, monotone in a, its limits at 1 and ∞,
    its variational form for 0 < a < 1, and the tail bound that follows. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Calculus Alpha CrossEntropy Transport.

(** ** log Z(t)/t rises in t *)
Section Slope.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Let L t := ln (Z A q p t).
Let M t := - H A (T A q p t) q.
Let K t := KL A (T A q p t) p.
Lemma L_at t : L t = t * M t - K t.
Proof. unfold L, M, K. rewrite KL_of_tilt by exact Lp. ring. Qed.
Lemma L_line s t : s * M t - K t <= L s.
Proof.
  unfold L, M, K. pose proof (KL_to_tilt A p q Lp (T A q p t) s (T_law A p q Lp t) (T_ac A p q t)) as E.
  pose proof (KL_nonneg A _ _ (T_law A p q Lp t) (T_law A p q Lp s) (ac_T A p q Lp _ s (T_ac A p q t))). lra.
Qed.
Lemma K_nonneg t : 0 <= K t.
Proof. apply KL_nonneg; [now apply T_law|exact Lp|now apply T_ac]. Qed.
Lemma K_0 : K 0 = 0. Proof. now apply KL_at_0. Qed.
(** (1/t) log E q^t is nondecreasing over the reals without 0; its value at 0, by continuity, is E log q. *)
Theorem slope_monotone s t : s <> 0 -> t <> 0 -> s < t -> L s / s <= L t / t.
Proof.
  intros Ns Nt st. destruct (Rlt_dec 0 s) as [P|P]; [|destruct (Rlt_dec t 0) as [Q|Q]].
  - pose proof (L_line t s) as E. pose proof (K_nonneg s) as k0.
    apply Rle_trans with (M s - K s / t).
    + rewrite L_at. replace ((s * M s - K s) / s) with (M s - K s / s) by (field; lra).
      enough (K s / t <= K s / s) by lra. apply Rmult_le_compat_l; [exact k0|]. apply Rinv_le_contravar; lra.
    + apply Rmult_le_reg_r with t; [lra|]. replace ((M s - K s / t) * t) with (t * M s - K s) by (field; lra).
      replace (L t / t * t) with (L t) by (field; lra). exact E.
  - pose proof (L_line s t) as E. pose proof (K_nonneg t) as k0.
    apply Rle_trans with (M t - K t / s).
    + apply Rmult_le_reg_r with (- s); [lra|]. replace ((M t - K t / s) * - s) with (- (s * M t - K t)) by (field; lra).
      replace (L s / s * - s) with (- L s) by (field; lra). lra.
    + rewrite L_at. replace ((t * M t - K t) / t) with (M t - K t / t) by (field; lra).
      enough (K t * - / s <= K t * - / t) by (unfold Rdiv; lra). apply Rmult_le_compat_l; [exact k0|].
      rewrite !Ropp_inv_permute by lra. apply Rinv_le_contravar; lra.
  - apply Rle_trans with (M 0).
    + pose proof (L_line s 0) as E. rewrite K_0 in E. apply Rmult_le_reg_r with (- s); [lra|].
      replace (L s / s * - s) with (- L s) by (field; lra). lra.
    + pose proof (L_line t 0) as E. rewrite K_0 in E. apply Rmult_le_reg_r with t; [lra|].
      replace (L t / t * t) with (L t) by (field; lra). lra.
Qed.
Lemma M_0 : M 0 = Ex A p (fun x => ln (q x)).
Proof. unfold M. rewrite H_Ex, Ropp_involutive. apply Sum_ext. intros x _. now rewrite T_at_0. Qed.
Lemma slope_above_mean t : 0 < t -> Ex A p (fun x => ln (q x)) <= L t / t.
Proof.
  intros P. rewrite <- M_0. pose proof (L_line t 0) as E. rewrite K_0 in E. apply Rmult_le_reg_r with t; [lra|].
  replace (L t / t * t) with (L t) by (field; lra). lra.
Qed.
Lemma slope_below_mean t : t < 0 -> L t / t <= Ex A p (fun x => ln (q x)).
Proof.
  intros P. rewrite <- M_0. pose proof (L_line t 0) as E. rewrite K_0 in E. apply Rmult_le_reg_r with (- t); [lra|].
  replace (L t / t * - t) with (- L t) by (field; lra). lra.
Qed.
(** It tends to the logarithm of the highest q on the support. *)
Theorem slope_limit_top y : (forall x, In x A -> 0 < p x -> 0 < q x) -> In y A -> 0 < p y -> top A p q y = true ->
  is_lim (fun t => L t / t) p_infty (ln (q y)).
Proof.
  intros qp I P Ty.
  assert (up : forall t, 0 < t -> L t / t <= ln (q y)).
  { intros t t0. apply Rmult_le_reg_r with t; [exact t0|]. replace (L t / t * t) with (L t) by (field; lra).
    unfold L. replace (ln (q y) * t) with (ln (Rpower (q y) t)) by (unfold Rpower; rewrite ln_exp; ring).
    apply ln_le_mono; [now apply Z_pos|]. apply (Ex_le_const A p Lp (fun x => Rpower (q x) t)). intros x J Q.
    unfold Rpower. apply exp_le_mono, Rmult_le_compat_l; [lra|]. apply ln_le_mono; [auto|]. now apply (proj1 (top_spec A p q y) Ty). }
  assert (lo : forall t, 0 < t -> ln (q y) + ln (p y) * / t <= L t / t).
  { intros t t0. apply Rmult_le_reg_r with t; [exact t0|]. replace (L t / t * t) with (L t) by (field; lra).
    replace ((ln (q y) + ln (p y) * / t) * t) with (ln (p y * Rpower (q y) t)).
    2:{ rewrite ln_mult by (assumption || apply Rpower_pos). unfold Rpower. rewrite ln_exp. field. lra. }
    apply ln_le_mono; [apply Rmult_lt_0_compat; [exact P|apply Rpower_pos]|].
    apply (Sum_ge_term A (fun x => p x * Rpower (q x) t)); [|exact I]. intros z J. now apply (tilt_weight_nonneg A p q Lp t z). }
  apply (is_lim_le_le_loc (fun t => ln (q y) + ln (p y) * / t) (fun _ => ln (q y))).
  - exists 0. intros t t0. split; [now apply lo|now apply up].
  - replace (Finite (ln (q y))) with (Finite (ln (q y) + ln (p y) * 0)) by (f_equal; ring).
    apply is_lim_plus'; [apply is_lim_const|]. apply is_lim_mult'; [apply is_lim_const|].
    replace (Finite 0) with (Rbar_inv p_infty) by reflexivity. apply is_lim_inv; [apply is_lim_id|discriminate].
  - apply is_lim_const.
Qed.
End Slope.

(** ** Rényi divergences *)
Section Renyi.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Hypothesis Lq : law A q.
Hypothesis pq : ac A p q.
Let d x := p x / q x.
Lemma q_pos x : In x A -> 0 < p x -> 0 < q x.
Proof. intros I P. destruct (law_nonneg A q Lq x I) as [|E]; [assumption|]. rewrite (pq x I) in P; lra. Qed.
Lemma d_pos x : In x A -> 0 < p x -> 0 < d x.
Proof. intros I P. apply Rdiv_lt_0_compat; [exact P|now apply q_pos]. Qed.
Lemma Renyi_Z a : Renyi A a p q = ln (Z A d p (a - 1)) / (a - 1).
Proof. unfold Renyi, Rdiv. apply Rmult_comm. Qed.
Lemma Renyi_Ht a : a <> 1 -> Renyi A a p q = - Ht A a p d.
Proof. intros N. rewrite Renyi_Z. unfold Ht. field. lra. Qed.
Lemma KL_ratio : KL A p q = Ex A p (fun x => ln (d x)).
Proof. reflexivity. Qed.
(** For the order a it is log Σ p^a q^(1−a) / (a − 1), summed where p > 0. *)
Theorem Renyi_sum a : Renyi A a p q = / (a - 1) * ln (Sum (support p A) (fun x => Rpower (p x) a * Rpower (q x) (1 - a))).
Proof.
  unfold Renyi. do 2 f_equal. unfold Ex. rewrite (Sum_support A p) by (exact Lp || (intros x _ ->; ring)).
  apply Sum_ext. intros x I. apply in_support in I. destruct I as [I P]. pose proof (q_pos x I P) as Q.
  unfold Rpower. rewrite ln_div by assumption. rewrite <- exp_plus. rewrite <- (exp_ln (p x)) at 1 by exact P.
  rewrite <- exp_plus. f_equal. ring.
Qed.
(** Nondecreasing in the order. *)
Theorem Renyi_monotone a b : a <> 1 -> b <> 1 -> a <= b -> Renyi A a p q <= Renyi A b p q.
Proof.
  intros Na Nb [L|<-]; [|lra]. rewrite !Renyi_Z. apply slope_monotone; [exact Lp|lra|lra|lra].
Qed.
(** Below order 1 at most KL, above it at least KL. *)
Theorem Renyi_le_KL a : a < 1 -> Renyi A a p q <= KL A p q.
Proof. intros L. rewrite Renyi_Z, KL_ratio. apply slope_below_mean; [exact Lp|lra]. Qed.
Theorem KL_le_Renyi a : 1 < a -> KL A p q <= Renyi A a p q.
Proof. intros L. rewrite Renyi_Z, KL_ratio. apply slope_above_mean; [exact Lp|lra]. Qed.
(** D_a → KL as a → 1. *)
Theorem Renyi_limit_1 : is_lim (fun a => Renyi A a p q) 1 (KL A p q).
Proof.
  apply (is_lim_ext_loc (fun a => - Ht A a p d)).
  - exists (mkposreal 1 Rlt_0_1). intros a _ N. symmetry. now apply Renyi_Ht.
  - replace (KL A p q) with (- H A p d) by (rewrite KL_ratio, H_Ex; ring).
    apply (is_lim_opp (fun a => Ht A a p d) 1 (H A p d)). now apply Ht_limit_1.
Qed.
(** D_a → log max p/q as a → ∞: y is an outcome of highest p/q. *)
Theorem Renyi_limit_infinity y : In y A -> 0 < p y -> (forall x, In x A -> 0 < p x -> p x / q x <= p y / q y) ->
  is_lim (fun a => Renyi A a p q) p_infty (ln (p y / q y)).
Proof.
  intros I P Top. apply (is_lim_ext (fun a => ln (Z A d p (a - 1)) / (a - 1))); [intros; symmetry; apply Renyi_Z|].
  apply (is_lim_comp (fun t => ln (Z A d p t) / t) (fun a => a - 1) p_infty (ln (d y)) p_infty).
  - apply (slope_limit_top A p d Lp y d_pos I P). apply top_spec. exact Top.
  - apply (is_lim_minus (fun a => a) (fun _ => 1) p_infty p_infty 1); [apply is_lim_id|apply is_lim_const|reflexivity].
  - exists 0. intros. discriminate.
Qed.
(** D_a ≥ 0 for a ≥ 0. *)
Lemma Z_below_1 t : -1 <= t <= 0 -> Z A d p t <= 1.
Proof.
  intros B. apply Rle_trans with (Ex A p (fun x => 1 + t + - t * Rpower (d x) (-1))).
  - apply Ex_le; [exact Lp|]. intros x I P. set (u := ln (d x)). unfold Rpower. fold u.
    (* e^{t u} lies below the chord between 0 and −u *)
    assert (C : forall s v, 0 <= s <= 1 -> exp (s * v) <= 1 - s + s * exp v).
    { intros s v S. pose proof (exp_ge_1 (v - s * v)) as E1. pose proof (exp_ge_1 (- (s * v))) as E2.
      apply (Rmult_le_compat_l (exp (s * v))) in E1; [|left; apply exp_pos]. rewrite <- exp_plus in E1.
      apply (Rmult_le_compat_l (exp (s * v))) in E2; [|left; apply exp_pos]. rewrite <- exp_plus in E2.
      replace (s * v + (v - s * v)) with v in E1 by ring. replace (s * v + - (s * v)) with 0 in E2 by ring. rewrite exp_0 in E2.
      apply (Rmult_le_compat_l s) in E1; [|lra]. apply (Rmult_le_compat_l (1 - s)) in E2; [|lra].
      replace (s * (exp (s * v) * (1 + (v - s * v)))) with (s * exp (s * v) + s * (1 - s) * v * exp (s * v)) in E1 by ring.
      replace ((1 - s) * (exp (s * v) * (1 + - (s * v)))) with ((1 - s) * exp (s * v) - s * (1 - s) * v * exp (s * v)) in E2 by ring. lra. }
    pose proof (C (- t) (- 1 * u) ltac:(lra)) as E. replace (- t * (-1 * u)) with (t * u) in E by ring. lra.
  - rewrite Ex_plus, Ex_scal, Ex_const by exact Lp.
    assert (S : Ex A p (fun x => Rpower (d x) (-1)) <= 1).
    { rewrite <- (law_sum A q Lq). apply Sum_le. intros x I. destruct (law_nonneg A p Lp x I) as [P|E].
      - right. pose proof (q_pos x I P). replace (-1) with (- (1)) by ring. rewrite Rpower_Ropp, Rpower_1 by now apply d_pos.
        unfold d. field. lra.
      - rewrite <- E, Rmult_0_l. now apply (law_nonneg A q Lq). }
    assert (- t * Ex A p (fun x => Rpower (d x) (-1)) <= - t * 1) by (apply Rmult_le_compat_l; lra). lra.
Qed.
Theorem Renyi_nonneg a : 0 <= a -> a <> 1 -> 0 <= Renyi A a p q.
Proof.
  intros a0 N. destruct (Rlt_dec a 1) as [L|L].
  - rewrite Renyi_Z. pose proof (ln_nonpos _ (Z_below_1 (a - 1) ltac:(lra))) as S.
    replace (ln (Z A d p (a - 1)) / (a - 1)) with (- ln (Z A d p (a - 1)) * / (1 - a)) by (field; lra).
    apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat. lra.
  - apply Rle_trans with (KL A p q); [now apply KL_nonneg|apply KL_le_Renyi; lra].
Qed.

(** ** The geometric mixture *)
(** For every law R ≪ p: a KL(R‖p) + (1−a) KL(R‖q) = (1−a) D_a(p‖q) + KL(R‖M), M ∝ p^a q^(1−a). *)
Let mixture a := T A (fun x => q x / p x) p (1 - a).
Theorem Renyi_variational a r : a <> 1 -> law A r -> ac A r p ->
  a * KL A r p + (1 - a) * KL A r q = (1 - a) * Renyi A a p q + KL A r (mixture a).
Proof.
  intros N Lr rp. unfold mixture. rewrite KL_to_tilt by assumption.
  assert (E : Z A (fun x => q x / p x) p (1 - a) = Z A d p (a - 1)).
  { apply Sum_ext. intros x I. destruct (law_nonneg A p Lp x I) as [P|Z0]; [|rewrite <- Z0; ring]. pose proof (q_pos x I P).
    f_equal. unfold Rpower, d. rewrite !ln_div by assumption. f_equal. ring. }
  rewrite E, Renyi_Z.
  assert (F : KL A r q = KL A r p + H A r (fun x => q x / p x)).
  { unfold KL, H. apply Rplus_eq_reg_r with (Sum A (fun x => r x * ln (q x / p x))). ring_simplify. rewrite <- Sum_plus.
    apply Sum_ext. intros x I. destruct (law_nonneg A r Lr x I) as [S|S]; [|rewrite <- S, !xlog_0; ring].
    assert (P : 0 < p x) by (destruct (law_nonneg A p Lp x I) as [|Z0]; [assumption|rewrite (rp x I) in S; lra]).
    pose proof (q_pos x I P). rewrite !xlog_sub, ln_div by assumption. ring. }
  rewrite F. field. lra.
Qed.
(** So (1−a) D_a(p‖q) is the least value of a KL(R‖p) + (1−a) KL(R‖q), at the geometric mixture alone. *)
Corollary Renyi_least a r : a <> 1 -> law A r -> ac A r p ->
  (1 - a) * Renyi A a p q <= a * KL A r p + (1 - a) * KL A r q.
Proof.
  intros N Lr rp. rewrite Renyi_variational by assumption.
  pose proof (KL_nonneg A r (mixture a) Lr (T_law A p _ Lp _) (ac_T A p _ Lp r _ rp)). lra.
Qed.
Corollary Renyi_mixture a : a <> 1 -> a * KL A (mixture a) p + (1 - a) * KL A (mixture a) q = (1 - a) * Renyi A a p q.
Proof.
  intros N. rewrite Renyi_variational by (exact N || apply T_law, Lp || apply T_ac). rewrite KL_self. ring.
Qed.

(** ** The tail bound *)
(** 0 < a < 1, r sub-Gaussian under both: E_p r − E_q r ≤ √(2 ((1−a) σ_p² + a σ_q²) D_a(p‖q)/a). *)
Theorem Renyi_tail a r sp sq : 0 < a < 1 -> 0 <= sp -> 0 <= sq -> subgaussian A p r sp -> subgaussian A q r sq ->
  Ex A p r - Ex A q r <= sqrt (2 * ((1 - a) * sp + a * sq) * Renyi A a p q / a).
Proof.
  intros B sp0 sq0 Gp Gq. set (m := mixture a). assert (N : a <> 1) by lra.
  assert (Lm : law A m) by now apply T_law. assert (mp : ac A m p) by apply T_ac.
  assert (mq : ac A m q) by (intros x I E; apply (mp x I), (pq x I E)).
  pose proof (Renyi_mixture a N) as E. fold m in E.
  set (K1 := KL A m p) in *. set (K2 := KL A m q) in *.
  assert (k1 : 0 <= K1) by now apply KL_nonneg. assert (k2 : 0 <= K2) by now apply KL_nonneg.
  pose proof (transport_abs A p r sp Lp sp0 Gp m Lm mp) as T1. pose proof (transport_abs A q r sq Lq sq0 Gq m Lm mq) as T2.
  fold K1 in T1. fold K2 in T2. apply Rabs_le_between in T1. apply Rabs_le_between in T2.
  set (u := sqrt (2 * sp * K1)) in *. set (v := sqrt (2 * sq * K2)) in *.
  assert (u0 : 0 <= u) by apply sqrt_pos. assert (v0 : 0 <= v) by apply sqrt_pos.
  assert (u2 : u * u = 2 * sp * K1) by (apply sqrt_sqrt, Rmult_le_pos; lra).
  assert (v2 : v * v = 2 * sq * K2) by (apply sqrt_sqrt, Rmult_le_pos; lra).
  apply Rle_trans with (u + v); [lra|]. rewrite <- (sqrt_square (u + v)) by lra. apply sqrt_le_1_alt.
  (* Cauchy–Schwarz between (σ_p²/a, σ_q²/(1−a)) and (a K1, (1−a) K2) *)
  set (V := (1 - a) * sp + a * sq).
  assert (R : Renyi A a p q = (a * K1 + (1 - a) * K2) / (1 - a)) by (rewrite E; field; lra).
  rewrite R. replace (2 * V * ((a * K1 + (1 - a) * K2) / (1 - a)) / a) with
    (2 * sp * K1 + 2 * sq * K2 + (2 * sp * K2 * ((1 - a) / a) + 2 * sq * K1 * (a / (1 - a)))) by (unfold V; field; lra).
  enough (2 * (u * v) <= 2 * sp * K2 * ((1 - a) / a) + 2 * sq * K1 * (a / (1 - a))) by lra.
  set (g := 2 * sp * K2 * ((1 - a) / a)). set (h := 2 * sq * K1 * (a / (1 - a))).
  assert (g0 : 0 <= g) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|left; apply Rdiv_lt_0_compat; lra]).
  assert (h0 : 0 <= h) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|left; apply Rdiv_lt_0_compat; lra]).
  assert (gh : g * h = u * u * (v * v)) by (rewrite u2, v2; unfold g, h; field; lra).
  apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. pose proof (Rle_0_sqr (g - h)) as S. unfold Rsqr in S. lra.
Qed.
(** Its bound tends to that of KL as a → 1. *)
Theorem Renyi_tail_limit sp sq : is_lim (fun a => 2 * ((1 - a) * sp + a * sq) * Renyi A a p q / a) 1 (2 * sq * KL A p q).
Proof.
  replace (Finite (2 * sq * KL A p q)) with (Finite (2 * ((1 - 1) * sp + 1 * sq) * KL A p q / 1)) by (f_equal; field).
  assert (i : is_lim (fun a => a) 1 1) by apply is_lim_id.
  apply is_lim_div'; [|exact i|lra]. apply is_lim_mult'; [|apply Renyi_limit_1].
  apply is_lim_mult'; [apply is_lim_const|]. apply is_lim_plus'; apply is_lim_mult'; try apply is_lim_const; try exact i.
  apply is_lim_minus'; [apply is_lim_const|exact i].
Qed.
End Renyi.

(** Skew symmetry: D_a(p‖q)/a = D_{1−a}(q‖p)/(1−a), for laws with the same support. *)
Theorem Renyi_skew {X} (A : list X) p q a : law A p -> law A q -> ac A p q -> ac A q p -> a <> 0 -> a <> 1 ->
  Renyi A a p q / a = Renyi A (1 - a) q p / (1 - a).
Proof.
  intros Lp Lq pq qp N0 N1. rewrite (Renyi_sum A p q Lp Lq pq a), (Renyi_sum A q p Lq Lp qp (1 - a)).
  assert (S : support q A = support p A).
  { unfold support. apply filter_ext_in. intros x I. unfold supp. pose proof (law_nonneg A p Lp x I). pose proof (law_nonneg A q Lq x I).
    destruct (Rlt_dec 0 (q x)) as [Q|Q], (Rlt_dec 0 (p x)) as [P|P]; try reflexivity; exfalso.
    - assert (E : p x = 0) by lra. specialize (qp x I E). lra.
    - assert (E : q x = 0) by lra. specialize (pq x I E). lra. }
  rewrite S. replace (Sum (support p A) (fun x => Rpower (q x) (1 - a) * Rpower (p x) (1 - (1 - a))))
    with (Sum (support p A) (fun x => Rpower (p x) a * Rpower (q x) (1 - a))).
  2:{ apply Sum_ext. intros x _. replace (1 - (1 - a)) with a by ring. ring. }
  field. lra.
Qed.
