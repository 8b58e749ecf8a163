(** The mismatched tilt T(q, p, a) ∝ p q^a: its logarithm, composition, the three-point identity, Lemma 2, monotonicity.
    p may have zeros. Only log q is used: where q > 0 on the support of p these are the paper's tilts. *)
From ExactAlign Require Import Prelude Definitions Sums Laws.

Section Tilt.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Implicit Types (a b : R) (psi : X -> R).

Lemma tilt_weight_nonneg a x : In x A -> 0 <= p x * Rpower (q x) a.
Proof. intros I. apply Rmult_le_pos; [now apply (law_nonneg A p Lp)|apply Rlt_le, Rpower_pos]. Qed.
Lemma Z_pos a : 0 < Z A q p a.
Proof.
  destruct (law_support A p Lp) as [x [I P]]. apply (Sum_pos A _ x); [apply tilt_weight_nonneg|exact I|].
  apply Rmult_lt_0_compat; [exact P|apply Rpower_pos].
Qed.
Lemma T_nonneg a x : In x A -> 0 <= T A q p a x.
Proof. intros I. apply Rmult_le_pos; [now apply tilt_weight_nonneg|apply Rlt_le, Rinv_0_lt_compat, Z_pos]. Qed.
Lemma T_pos a x : 0 < p x -> 0 < T A q p a x.
Proof. intros P. apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; [exact P|apply Rpower_pos]|apply Z_pos]. Qed.
(** The tilt is a law, with the support of p. *)
Theorem T_law a : law A (T A q p a).
Proof.
  split; [apply T_nonneg|]. unfold T. rewrite Sum_div. fold (Z A q p a). pose proof (Z_pos a). field. lra.
Qed.
Lemma T_zero a x : p x = 0 -> T A q p a x = 0.
Proof. intros E. unfold T. rewrite E. unfold Rdiv. ring. Qed.
Lemma T_support a x : In x A -> 0 < T A q p a x -> 0 < p x.
Proof. intros I P. destruct (law_nonneg A p Lp x I) as [|E]; [assumption|]. rewrite T_zero in P; lra. Qed.
Lemma T_ac a : ac A (T A q p a) p.
Proof. intros x _. apply T_zero. Qed.
Lemma ac_T psi a : ac A psi p -> ac A psi (T A q p a).
Proof.
  intros pp x I E. apply (pp x I). destruct (law_nonneg A p Lp x I) as [P|]; [|auto]. pose proof (T_pos a x P). lra.
Qed.
Lemma positive_T a : positive A p -> positive A (T A q p a).
Proof. intros P x I. now apply T_pos, P. Qed.
Lemma ln_T a x : 0 < p x -> ln (T A q p a x) = ln (p x) + a * ln (q x) - ln (Z A q p a).
Proof.
  intros P. unfold T. pose proof (Rpower_pos (q x) a).
  rewrite ln_div, ln_mult by (assumption || apply Z_pos || now apply Rmult_lt_0_compat).
  unfold Rpower. now rewrite ln_exp.
Qed.
Lemma Z_0 : Z A q p 0 = 1.
Proof.
  rewrite <- (law_sum A p Lp). apply Sum_ext. intros. unfold Rpower. rewrite Rmult_0_l, exp_0. ring.
Qed.
(** T(q, p, 0) = p. *)
Theorem T_at_0 x : T A q p 0 x = p x.
Proof. unfold T. rewrite Z_0. unfold Rpower. rewrite Rmult_0_l, exp_0. field. Qed.

(** KL and cross entropy against a tilt, term by term in log q. *)
Lemma H_Ex psi : H A psi q = - Ex A psi (fun x => ln (q x)).
Proof. reflexivity. Qed.
Lemma KL_to_tilt psi a : law A psi -> ac A psi p ->
  KL A psi (T A q p a) = KL A psi p + a * H A psi q + ln (Z A q p a).
Proof.
  intros Ls pp. transitivity (Sum A (fun x => xlog (psi x) (p x) - a * (psi x * ln (q x)) + psi x * ln (Z A q p a))).
  - apply Sum_ext. intros x I. destruct (Req_dec (psi x) 0) as [E|N]; [rewrite E, !xlog_0; ring|].
    pose proof (law_nonneg A psi Ls x I). assert (P : 0 < p x).
    { destruct (law_nonneg A p Lp x I) as [|E]; [assumption|]. elim N. apply pp; auto. }
    rewrite !xlog_sub by (lra || now apply T_pos). rewrite ln_T by exact P. ring.
  - rewrite Sum_plus, Sum_minus, Sum_scal, Sum_scal_r, (law_sum A psi Ls). unfold KL, H. ring.
Qed.
Lemma KL_of_tilt a : KL A (T A q p a) p = - a * H A (T A q p a) q - ln (Z A q p a).
Proof.
  pose proof (KL_to_tilt (T A q p a) a (T_law a) (T_ac a)) as E. rewrite KL_self in E. lra.
Qed.

(** (2)–(3): the identity behind Lemma 2, for every law psi ≪ p and every real a. *)
Theorem three_point psi a : law A psi -> ac A psi p ->
  KL A psi (T A q p a) = KL A psi p - KL A (T A q p a) p + a * (H A psi q - H A (T A q p a) q).
Proof. intros Ls pp. rewrite KL_to_tilt, KL_of_tilt by assumption. ring. Qed.

(** Lemma 2: near the optimum in budget and reward is near it in divergence. *)
Theorem lemma2 psi a D eps : law A psi -> ac A psi p -> 0 <= a -> KL A (T A q p a) p = D ->
  KL A psi p <= D -> H A psi q <= H A (T A q p a) q + eps -> KL A psi (T A q p a) <= a * eps.
Proof.
  intros Ls pp a0 E B R. rewrite (three_point psi a Ls pp).
  assert (M : a * (H A psi q - H A (T A q p a) q) <= a * eps) by (apply Rmult_le_compat_l; lra). lra.
Qed.
(** Lemma 2 with equality: the budget and the loss are both used up. *)
Theorem lemma2_equality psi a D eps : law A psi -> ac A psi p -> 0 < a -> KL A (T A q p a) p = D ->
  KL A psi p <= D -> H A psi q <= H A (T A q p a) q + eps ->
  (KL A psi (T A q p a) = a * eps <-> KL A psi p = D /\ H A psi q = H A (T A q p a) q + eps).
Proof.
  intros Ls pp a0 E B R. rewrite (three_point psi a Ls pp). split.
  - intros Q. assert (M : a * (H A psi q - H A (T A q p a) q) <= a * eps) by (apply Rmult_le_compat_l; lra).
    split; [lra|]. apply Rplus_eq_reg_l with (- H A (T A q p a) q), Rmult_eq_reg_l with a; lra.
  - intros [-> ->]. rewrite E. ring.
Qed.
(** At equal reward or equal budget: the Pythagorean identities. *)
Corollary pythagoras psi a : law A psi -> ac A psi p -> H A psi q = H A (T A q p a) q ->
  KL A psi p = KL A psi (T A q p a) + KL A (T A q p a) p.
Proof. intros Ls pp E. rewrite (three_point psi a Ls pp), E. ring. Qed.

(** Lemma 9: tilting twice is tilting once. *)
Lemma Z_compose a b : Z A q (T A q p a) b = Z A q p (a + b) / Z A q p a.
Proof.
  unfold Z at 2. unfold Rdiv. rewrite <- Sum_scal_r. apply Sum_ext. intros x _. unfold T. rewrite Rpower_plus. unfold Rdiv. ring.
Qed.
Theorem lemma9 a b x : T A q (T A q p a) b x = T A q p (a + b) x.
Proof.
  pose proof (Z_pos a). pose proof (Z_pos (a + b)). unfold T at 1. rewrite Z_compose. unfold T.
  rewrite Rpower_plus. field. lra.
Qed.

(** The tilt only sees q up to a factor: the normalisation R of Definition 1 does not matter. *)
Theorem tilt_scale c a x : 0 < c -> (forall y, In y A -> 0 < p y -> 0 < q y) -> In x A ->
  T A (fun y => c * q y) p a x = T A q p a x.
Proof.
  intros Pc qp I.
  assert (E : forall y, In y A -> p y * Rpower (c * q y) a = Rpower c a * (p y * Rpower (q y) a)).
  { intros y J. destruct (law_nonneg A p Lp y J) as [P|Q]; [|rewrite <- Q; ring].
    rewrite <- Rpower_mult_distr by auto. ring. }
  unfold T, Z. rewrite (Sum_ext A _ _ E), Sum_scal, E by exact I. fold (Z A q p a).
  pose proof (Z_pos a). pose proof (Rpower_pos c a). field. lra.
Qed.

(** ** Monotonicity *)
(** Of two tilts, the stronger has the lower cross entropy; the sum of both divergences is the gap times the step. *)
Lemma tilt_gap a b : KL A (T A q p a) (T A q p b) + KL A (T A q p b) (T A q p a)
  = (b - a) * (H A (T A q p a) q - H A (T A q p b) q).
Proof. rewrite !three_point by (apply T_law || apply T_ac). ring. Qed.

Section Varies.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Lemma tilts_differ a b : a <> b -> exists x, In x A /\ T A q p a x <> T A q p b x.
Proof.
  destruct nc as [x [y [I [J [Px [Py L]]]]]]. intros N.
  destruct (Req_dec (T A q p a x) (T A q p b x)) as [Ex|]; [|now exists x].
  destruct (Req_dec (T A q p a y) (T A q p b y)) as [Ey|]; [|now exists y]. exfalso.
  apply (f_equal ln) in Ex. apply (f_equal ln) in Ey. rewrite !ln_T in Ex, Ey by assumption.
  assert (Q : (b - a) * (ln (q y) - ln (q x)) = 0) by lra.
  pose proof (ln_increasing (q x) (q y) (qp x I Px) L). apply Rmult_integral in Q. destruct Q; lra.
Qed.
Lemma tilts_apart a b : a <> b -> 0 < KL A (T A q p a) (T A q p b).
Proof.
  intros N. destruct (tilts_differ a b N) as [x [I D]].
  apply (KL_pos A _ _ x); auto using T_law. apply ac_T, T_ac.
Qed.
(** The cross entropy H(T(q,p,a)‖q) falls strictly in a, over all reals. *)
Theorem H_strictly_decreasing a b : a < b -> H A (T A q p b) q < H A (T A q p a) q.
Proof.
  intros L. pose proof (tilt_gap a b) as G. pose proof (tilts_apart a b ltac:(lra)). pose proof (tilts_apart b a ltac:(lra)).
  apply Rmult_lt_reg_l with (b - a); lra.
Qed.
Theorem H_tilt_injective a b : H A (T A q p a) q = H A (T A q p b) q -> a = b.
Proof.
  intros E. destruct (Rtotal_order a b) as [L|[Q|L]]; [|exact Q|];
    pose proof (H_strictly_decreasing _ _ L); lra.
Qed.
(** The sign of a is the sign of H(p‖q) − H(T‖q). *)
Theorem H_tilt_sign a : (H A (T A q p a) q < H A p q <-> 0 < a) /\ (H A (T A q p a) q = H A p q <-> a = 0) /\
  (H A p q < H A (T A q p a) q <-> a < 0).
Proof.
  assert (E : H A (T A q p 0) q = H A p q).
  { unfold H. f_equal. apply Sum_ext. intros. now rewrite T_at_0. }
  rewrite <- E. destruct (Rtotal_order a 0) as [L|[->|L]].
  - pose proof (H_strictly_decreasing _ _ L). repeat split; intros; lra.
  - repeat split; intros; lra.
  - pose proof (H_strictly_decreasing _ _ L). repeat split; intros; lra.
Qed.
(** KL(T(q,p,a)‖p) rises strictly for a ≥ 0, falls strictly for a ≤ 0. *)
Theorem KL_strictly_increasing a b : 0 <= a -> a < b -> KL A (T A q p a) p < KL A (T A q p b) p.
Proof.
  intros a0 L. pose proof (three_point (T A q p b) a (T_law b) (T_ac b)) as E.
  pose proof (tilts_apart b a ltac:(lra)) as D1. pose proof (H_strictly_decreasing a b L) as D2.
  assert (M : 0 <= a * (H A (T A q p a) q - H A (T A q p b) q)) by (apply Rmult_le_pos; lra). lra.
Qed.
Theorem KL_strictly_decreasing a b : b <= 0 -> a < b -> KL A (T A q p b) p < KL A (T A q p a) p.
Proof.
  intros b0 L. pose proof (three_point (T A q p a) b (T_law a) (T_ac a)) as E.
  pose proof (tilts_apart a b ltac:(lra)) as D1. pose proof (H_strictly_decreasing a b L) as D2.
  assert (M : 0 <= - b * (H A (T A q p a) q - H A (T A q p b) q)) by (apply Rmult_le_pos; lra). lra.
Qed.
(** Lemma 1: α(Δ) is unique. *)
Theorem alpha_unique a b : 0 <= a -> 0 <= b -> KL A (T A q p a) p = KL A (T A q p b) p -> a = b.
Proof.
  intros a0 b0 E. destruct (Rtotal_order a b) as [L|[Q|L]]; [|exact Q|].
  - pose proof (KL_strictly_increasing _ _ a0 L). lra.
  - pose proof (KL_strictly_increasing _ _ b0 L). lra.
Qed.
End Varies.

(** A reward that is constant on the support: every tilt is p. *)
Theorem tilt_constant c a x : (forall y, In y A -> 0 < p y -> q y = c) -> In x A -> T A q p a x = p x.
Proof.
  intros E I. assert (W : forall y, In y A -> p y * Rpower (q y) a = Rpower c a * p y).
  { intros y J. destruct (law_nonneg A p Lp y J) as [P|Q]; [rewrite E by assumption; ring|rewrite <- Q; ring]. }
  unfold T, Z. rewrite (Sum_ext A _ _ W), Sum_scal, W, (law_sum A p Lp) by exact I. pose proof (Rpower_pos c a). field. lra.
Qed.
Lemma varies_or_constant : varies A p q \/ exists c, forall y, In y A -> 0 < p y -> q y = c.
Proof.
  destruct (law_support A p Lp) as [x [I P]].
  destruct (Exists_dec (fun y => 0 < p y /\ q y <> q x) A) as [Y|N].
  - intros y. destruct (Rlt_dec 0 (p y)), (Req_EM_T (q y) (q x)); [right|left|right|right]; tauto.
  - left. apply Exists_exists in Y. destruct Y as [y [J [Q D]]].
    destruct (Rtotal_order (q x) (q y)) as [L|[E|L]]; [now exists x, y|now elim D|now exists y, x].
  - right. exists (q x). intros y J Q. destruct (Req_dec (q y) (q x)) as [|D]; [assumption|].
    elim N. apply Exists_exists. now exists y.
Qed.
End Tilt.

(** Equal weights give equal tilts. *)
Lemma T_ext {X} (A : list X) q p p' a x : (forall y, In y A -> p y = p' y) -> In x A -> T A q p a x = T A q p' a x.
Proof.
  intros E I. unfold T. replace (Z A q p' a) with (Z A q p a); [now rewrite E|]. apply Sum_ext. intros. now rewrite E.
Qed.
