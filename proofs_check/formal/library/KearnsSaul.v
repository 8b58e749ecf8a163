(** The smallest variance proxy of three equally spaced rewards (Kearns and Saul for two). *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus FDivergence FTable.

(** ch = (e^t + e^−t)/2 and sh = (e^t − e^−t)/2. *)
Definition ch t := (exp t + exp (- t)) / 2.
Definition sh t := (exp t - exp (- t)) / 2.
Lemma ch_derive t : is_derive ch t (sh t). Proof. unfold ch, sh. auto_derive; [trivial|field]. Qed.
Lemma sh_derive t : is_derive sh t (ch t). Proof. unfold ch, sh. auto_derive; [trivial|field]. Qed.
Lemma ch_sh t : ch t * ch t - sh t * sh t = 1.
Proof. unfold ch, sh. assert (exp t * exp (- t) = 1) by (rewrite <- exp_plus; replace (t + - t) with 0 by ring; apply exp_0). field_simplify. lra. Qed.
Lemma ch_ge t : 1 <= ch t.
Proof.
  assert (E : exp t * exp (- t) = 1) by (rewrite <- exp_plus; replace (t + - t) with 0 by ring; apply exp_0).
  pose proof (exp_pos t). pose proof (exp_pos (- t)). pose proof (Rle_0_sqr (exp t - exp (- t))). unfold ch, Rsqr in *.
  assert (4 <= (exp t + exp (- t)) * (exp t + exp (- t))) by lra. destruct (Rle_dec 2 (exp t + exp (- t))); [lra|nra].
Qed.
Lemma rises f d : f 0 = 0 -> (forall t, is_derive f t (d t)) -> (forall t, 0 < t -> 0 <= d t) -> forall t, 0 <= t -> 0 <= f t.
Proof.
  intros F0 D P t [T|<-]; [|lra]. destruct (mean_value f d 0 t T) as [c [Hc E]]; [intros; apply D|intros; eapply derive_continuous, D|].
  pose proof (Rmult_le_pos (d c) (t - 0) (P c ltac:(lra)) ltac:(lra)). lra.
Qed.
Lemma sh_ge t : 0 <= t -> t <= sh t.
Proof.
  intros T. enough (0 <= sh t - t) by lra. apply (rises (fun t => sh t - t) (fun t => ch t - 1)); [unfold sh; rewrite Ropp_0; field| | |exact T].
  - intros s. apply (is_derive_minus sh (fun t => t)); [apply sh_derive|auto_derive; [trivial|ring]].
  - intros s _. pose proof (ch_ge s). lra.
Qed.
(** The sign behind t(2 + ch t)/(3 sh t). *)
Lemma spread_sign t : 0 <= t -> 0 <= 2 * sh t + sh t * ch t - t - 2 * t * ch t.
Proof.
  intros T. apply (rises (fun t => 2 * sh t + sh t * ch t - t - 2 * t * ch t) (fun t => 2 * sh t * (sh t - t))); [unfold sh, ch; rewrite Ropp_0, exp_0; field| | |exact T].
  - intros s. replace (2 * sh s * (sh s - s)) with (2 * ch s + (ch s * ch s + sh s * sh s) - 1 - (2 * ch s + 2 * s * sh s)) by (pose proof (ch_sh s); lra).
    apply (is_derive_minus (fun t => 2 * sh t + sh t * ch t - t) (fun t => 2 * t * ch t)).
    + apply (is_derive_minus (fun t => 2 * sh t + sh t * ch t) (fun t => t)); [|auto_derive; [trivial|ring]].
      apply (is_derive_plus (fun t => 2 * sh t) (fun t => sh t * ch t)); [apply is_derive_scal, sh_derive|].
      apply (is_derive_mult sh ch s (ch s) (sh s)); [apply sh_derive|apply ch_derive|intros; apply Rmult_comm].
    + replace (2 * ch s + 2 * s * sh s) with (2 * ch s + 2 * s * sh s) by ring.
      apply (is_derive_mult (fun t => 2 * t) ch s 2 (sh s)); [|apply ch_derive|intros; apply Rmult_comm]. auto_derive; [trivial|ring].
  - intros s S. pose proof (sh_ge s ltac:(lra)). apply Rmult_le_pos; [apply Rmult_le_pos|]; lra.
Qed.
Lemma sh_pos t : 0 < t -> 0 < sh t. Proof. intros T. pose proof (sh_ge t ltac:(lra)). lra. Qed.
(** For b ≤ 2c the slope c·sh t/(b + c·ch t), over t, does not increase: its derivative's numerator is at most 0. *)
Lemma slope_falls b c t : 0 < c -> 0 <= b <= 2 * c -> 0 <= t -> t * (c * ch t * (b + c * ch t) - c * sh t * (c * sh t)) <= c * sh t * (b + c * ch t).
Proof.
  intros C B T. pose proof (spread_sign t T) as S. pose proof (ch_sh t) as I. pose proof (ch_ge t) as G.
  assert (Tc : 0 <= sh t * ch t - t).
  { destruct T as [T|<-]; [|unfold sh; rewrite Ropp_0; lra]. pose proof (sh_ge t ltac:(lra)). pose proof (Rmult_le_compat_l (sh t) 1 (ch t) ltac:(lra) G). lra. }
  (* linear in b: at b = 0 and at b = 2c *)
  assert (K : 0 <= b * (sh t - t * ch t) + c * (sh t * ch t - t)).
  { destruct (Rle_dec 0 (sh t - t * ch t)) as [P|P]; [apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra|].
    pose proof (Rmult_le_compat_neg_l (sh t - t * ch t) b (2 * c) ltac:(lra) ltac:(lra)) as Q.
    assert (0 <= c * (2 * sh t + sh t * ch t - t - 2 * t * ch t)) by (apply Rmult_le_pos; lra). lra. }
  assert (0 <= c * (b * (sh t - t * ch t) + c * (sh t * ch t - t))) by (apply Rmult_le_pos; lra).
  replace (t * (c * ch t * (b + c * ch t) - c * sh t * (c * sh t))) with (c * (t * b * ch t + c * t * (ch t * ch t - sh t * sh t))) by ring. rewrite I. lra.
Qed.

(** log(b + c ch t) ≤ M + κ(t² − s²)/2 where M, and the slope κ s, are those at t = s > 0: it touches at ±s, and lies below. *)
Section Touching.
Variables (b c s : R).
Hypothesis (C : 0 < c) (B : 0 <= b <= 2 * c) (S : 0 < s).
Let h t := ln (b + c * ch t).
Let kappa := c * sh s / (b + c * ch s) / s.
Lemma inside_pos t : 0 < b + c * ch t.
Proof. pose proof (ch_ge t). pose proof (Rmult_le_compat_l c 1 (ch t) ltac:(lra) H). lra. Qed.
Lemma h_derive t : is_derive h t (c * sh t / (b + c * ch t)).
Proof.
  unfold h. pose proof (inside_pos t) as P. replace (c * sh t / (b + c * ch t)) with (scal (c * sh t) (/ (b + c * ch t))) by reflexivity.
  apply (is_derive_comp ln (fun t => b + c * ch t)); [now apply is_derive_ln|].
  replace (c * sh t) with (0 + c * sh t) by ring. apply (is_derive_plus (fun _ => b) (fun t => c * ch t)); [auto_derive; [trivial|ring]|apply is_derive_scal, ch_derive].
Qed.
Let r t := c * sh t / (b + c * ch t).
Lemma r_derive t : is_derive r t ((c * ch t * (b + c * ch t) - c * sh t * (c * sh t)) / (b + c * ch t) ^ 2).
Proof.
  unfold r. pose proof (inside_pos t) as P. apply (is_derive_div (fun t => c * sh t) (fun t => b + c * ch t)).
  - apply is_derive_scal, sh_derive.
  - replace (c * sh t) with (0 + c * sh t) by ring. apply (is_derive_plus (fun _ => b) (fun t => c * ch t)); [auto_derive; [trivial|ring]|apply is_derive_scal, ch_derive].
  - lra.
Qed.
(** r(t)/t does not increase for t > 0. *)
Lemma r_ratio u v : 0 < u -> u <= v -> r v * u <= r u * v.
Proof.
  intros U [L|<-]; [|lra].
  destruct (mean_value (fun t => r t / t) (fun t => (((c * ch t * (b + c * ch t) - c * sh t * (c * sh t)) / (b + c * ch t) ^ 2) * t - r t * 1) / t ^ 2) u v L) as [x [Hx E]].
  - intros x Hx. apply (is_derive_div r (fun t => t)); [apply r_derive|auto_derive; [trivial|ring]|lra].
  - intros x Hx. apply (derive_continuous _ x ((((c * ch x * (b + c * ch x) - c * sh x * (c * sh x)) / (b + c * ch x) ^ 2) * x - r x * 1) / x ^ 2)).
    apply (is_derive_div r (fun t => t)); [apply r_derive|auto_derive; [trivial|ring]|lra].
  - pose proof (inside_pos x) as P. pose proof (slope_falls b c x C B ltac:(lra)) as F.
    assert (N : ((c * ch x * (b + c * ch x) - c * sh x * (c * sh x)) / (b + c * ch x) ^ 2) * x - r x * 1 <= 0).
    { unfold r. replace ((c * ch x * (b + c * ch x) - c * sh x * (c * sh x)) / (b + c * ch x) ^ 2 * x - c * sh x / (b + c * ch x) * 1)
        with ((x * (c * ch x * (b + c * ch x) - c * sh x * (c * sh x)) - c * sh x * (b + c * ch x)) * / (b + c * ch x) ^ 2) by (field; lra).
      assert (I : 0 < / (b + c * ch x) ^ 2) by (apply Rinv_0_lt_compat, pow_lt; lra). pose proof (Rmult_le_compat_r _ _ 0 (Rlt_le _ _ I) (Rle_minus _ _ F)). lra. }
    assert (I : 0 < / x ^ 2) by (apply Rinv_0_lt_compat, pow_lt; lra).
    assert (D : r v / v - r u / u <= 0).
    { rewrite E. unfold Rdiv. pose proof (Rmult_le_compat_r _ _ 0 (Rlt_le _ _ I) N) as Q. pose proof (Rmult_le_compat_r (v - u) _ _ ltac:(lra) Q). lra. }
    apply (Rmult_le_reg_r (/ u * / v)); [apply Rmult_lt_0_compat; apply Rinv_0_lt_compat; lra|].
    replace (r v * u * (/ u * / v)) with (r v / v) by (field; lra). replace (r u * v * (/ u * / v)) with (r u / u) by (field; lra). lra.
Qed.
Theorem touches_above t : h t <= h s + kappa * (t * t - s * s) / 2.
Proof.
  assert (even : forall t, h (- t) = h t) by (intros x; unfold h, ch; rewrite Ropp_involutive; f_equal; f_equal; f_equal; f_equal; ring).
  assert (main : forall t, 0 <= t -> h t <= h s + kappa * (t * t - s * s) / 2).
  { clear t. intros t T. set (d := fun x => kappa * (x * x) / 2 - h x).
    assert (Dd : forall x, is_derive d x (kappa * x - r x)).
    { intros x. apply (is_derive_minus (fun x => kappa * (x * x) / 2) h); [auto_derive; [trivial|field]|apply h_derive]. }
    assert (Cd : forall x, continuity_pt d x) by (intros; eapply derive_continuous, Dd).
    assert (K : forall x, 0 < x -> (x <= s -> kappa * x - r x <= 0) /\ (s <= x -> 0 <= kappa * x - r x)).
    { intros x X. assert (E : kappa * x = r s * x / s) by (unfold kappa, r; field; pose proof (inside_pos s); lra). split; intros L.
      - pose proof (r_ratio x s X L) as Q. apply (Rmult_le_compat_r (/ s)) in Q; [|left; now apply Rinv_0_lt_compat]. rewrite E. replace (r x * s * / s) with (r x) in Q by (field; lra). unfold Rdiv. lra.
      - pose proof (r_ratio s x S L) as Q. apply (Rmult_le_compat_r (/ s)) in Q; [|left; now apply Rinv_0_lt_compat]. rewrite E. replace (r x * s * / s) with (r x) in Q by (field; lra). unfold Rdiv. lra. }
    enough (d s <= d t) by (unfold d in *; lra). destruct (Rtotal_order t s) as [L|[->|L]]; [|lra|].
    - destruct (mean_value d (fun x => kappa * x - r x) t s L) as [x [Hx E]]; [intros; apply Dd|intros; apply Cd|].
      destruct (K x ltac:(lra)) as [K1 _]. specialize (K1 ltac:(lra)). pose proof (Rmult_le_compat_r (s - t) _ 0 ltac:(lra) K1). lra.
    - destruct (mean_value d (fun x => kappa * x - r x) s t L) as [x [Hx E]]; [intros; apply Dd|intros; apply Cd|].
      destruct (K x ltac:(lra)) as [_ K1]. specialize (K1 ltac:(lra)). pose proof (Rmult_le_pos _ (t - s) K1 ltac:(lra)). lra. }
  destruct (Rle_dec 0 t) as [T|T]; [now apply main|]. rewrite <- even. replace (t * t) with (- t * - t) by ring. apply main. lra.
Qed.
End Touching.

(** Rewards r₀, r₀ + h, r₀ + 2h of probabilities a > c > 0 at the ends and b with b² ≤ 16ac between: 2h²(a − c)/log(a/c) is the
    smallest variance proxy; b = 0 is Kearns and Saul's case of two rewards. *)
Theorem smallest_proxy (p r : nat -> R) h S : law (letters 3) p -> 0 < h -> 0 <= S -> 0 < p 2%nat -> p 2%nat < p 0%nat ->
  p 1%nat ^ 2 <= 16 * p 0%nat * p 2%nat -> r 1%nat = r 0%nat + h -> r 2%nat = r 1%nat + h ->
  (subgaussian (letters 3) p r S <-> 2 * h ^ 2 * (p 0%nat - p 2%nat) / ln (p 0%nat / p 2%nat) <= S).
Proof.
  intros Lp h0 S0 Pc Pa B E1 E2. set (a := p 0%nat) in *. set (b := p 1%nat) in *. set (c := p 2%nat) in *.
  assert (b0 : 0 <= b) by (apply Lp; simpl; auto). assert (sum : a + b + c = 1) by (pose proof (law_sum _ p Lp) as Q; simpl in Q; fold a b c in Q; lra).
  set (L := ln (a / c)). assert (L0 : 0 < L).
  { unfold L. rewrite <- ln_1. apply ln_increasing; [lra|]. apply (Rmult_lt_reg_r c); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  set (g := sqrt (a * c)). assert (ac : 0 < a * c) by (apply Rmult_lt_0_compat; lra). assert (g0 : 0 < g) by now apply sqrt_lt_R0.
  assert (gg : g * g = a * c) by (apply sqrt_sqrt; lra). set (cc := 2 * g).
  assert (Bc : 0 <= b <= 2 * cc).
  { split; [exact b0|]. unfold cc. apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. replace (2 * (2 * g) * (2 * (2 * g))) with (16 * (g * g)) by ring. rewrite gg. simpl in B. lra. }
  assert (eL : exp L = a / c) by (unfold L; apply exp_ln, Rdiv_lt_0_compat; lra).
  assert (half : exp (L / 2) = a / g /\ exp (- (L / 2)) = c / g).
  { assert (X : exp (L / 2) * exp (L / 2) = a / c) by (rewrite <- exp_plus, <- eL; f_equal; field). pose proof (exp_pos (L / 2)) as P.
    assert (Q : exp (L / 2) = a / g).
    { apply Rsqr_inj; [lra|apply Rdiv_le_0_compat; lra|]. unfold Rsqr. rewrite X. replace (a / g * (a / g)) with (a * a / (g * g)) by (field; lra). rewrite gg. field. lra. }
    split; [exact Q|]. rewrite exp_Ropp, Q. replace (c / g) with (a * c / (a * g)) by (field; lra). rewrite <- gg. field. lra. }
  destruct half as [eh enh].
  assert (chs : cc * ch (L / 2) = a + c) by (unfold cc, ch; rewrite eh, enh; field; lra).
  assert (shs : cc * sh (L / 2) = a - c) by (unfold cc, sh; rewrite eh, enh; field; lra).
  assert (moment : forall u, a * exp (- u) + b + c * exp u = b + cc * ch (u - L / 2)).
  { intros u. unfold cc, ch. replace (- (u - L / 2)) with (- u + L / 2) by ring. unfold Rminus. rewrite !exp_plus, eh.
    rewrite enh. field. lra. }
  set (kappa := 2 * (a - c) / L).
  assert (mean : Ex (letters 3) p r = r 1%nat + h * (c - a)).
  { unfold Ex. simpl. fold a b c. replace (r 0%nat) with (r 1%nat - h) by lra. rewrite E2. replace b with (1 - a - c) by lra. ring. }
  assert (mgf : forall t, Ex (letters 3) p (fun x => exp (t * (r x - Ex (letters 3) p r))) = exp (t * h * (a - c)) * (b + cc * ch (t * h - L / 2))).
  { intros t. rewrite <- moment. unfold Ex at 1. simpl Sum. fold a b c. rewrite mean, E2. replace (r 0%nat) with (r 1%nat - h) by lra.
    replace (t * (r 1%nat - h - (r 1%nat + h * (c - a)))) with (t * h * (a - c) + - (t * h)) by ring.
    replace (t * (r 1%nat - (r 1%nat + h * (c - a)))) with (t * h * (a - c)) by ring.
    replace (t * (r 1%nat + h - (r 1%nat + h * (c - a)))) with (t * h * (a - c) + t * h) by ring. rewrite !exp_plus. ring. }
  assert (kap : cc * sh (L / 2) / (b + cc * ch (L / 2)) / (L / 2) = kappa) by (rewrite chs, shs; replace (b + (a + c)) with 1 by lra; unfold kappa; field; lra).
  split.
  - intros G. specialize (G (L / h)). rewrite mgf in G. replace (L / h * h) with L in G by (field; lra). replace (L - L / 2) with (L / 2) in G by field.
    rewrite chs in G. replace (b + (a + c)) with 1 in G by lra. rewrite Rmult_1_r in G. apply ln_le_mono in G; [|apply exp_pos]. rewrite !ln_exp in G.
    apply (Rmult_le_reg_r (L * L / (2 * (h * h)))); [apply Rdiv_lt_0_compat; [now apply Rmult_lt_0_compat|apply Rmult_lt_0_compat; [lra|now apply Rmult_lt_0_compat]]|].
    replace (2 * h ^ 2 * (a - c) / L * (L * L / (2 * (h * h)))) with (L * (a - c)) by (field; lra). eapply Rle_trans; [exact G|]. right. field. lra.
  - intros G t. rewrite mgf. pose proof (touches_above b cc (L / 2) ltac:(unfold cc; lra) Bc ltac:(lra) (t * h - L / 2)) as Q.
    rewrite kap, chs in Q. replace (b + (a + c)) with 1 in Q by lra. rewrite ln_1 in Q.
    pose proof (inside_pos b cc ltac:(unfold cc; lra) Bc (t * h - L / 2)) as P. rewrite <- (exp_ln _ P), <- exp_plus. apply exp_le_mono.
    assert (K : kappa * ((t * h - L / 2) * (t * h - L / 2) - L / 2 * (L / 2)) / 2 = kappa * (t * h) ^ 2 / 2 - t * h * (a - c)) by (unfold kappa; field; lra).
    assert (M : kappa * (t * h) ^ 2 / 2 <= t * t * S / 2).
    { replace (kappa * (t * h) ^ 2 / 2) with (t * t * (2 * h ^ 2 * (a - c) / L) / 2) by (unfold kappa; field; lra).
      apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l; [apply Rle_0_sqr|exact G]. }
    lra.
Qed.
(** The mirror image of p reaches the transport bound with that proxy. *)
Theorem mirror_reaches (p psi r : nat -> R) h : law (letters 3) p -> 0 < h -> 0 < p 2%nat -> p 2%nat < p 0%nat ->
  r 1%nat = r 0%nat + h -> r 2%nat = r 1%nat + h -> psi 0%nat = p 2%nat -> psi 1%nat = p 1%nat -> psi 2%nat = p 0%nat ->
  0 < Ex (letters 3) psi r - Ex (letters 3) p r /\
  (Ex (letters 3) psi r - Ex (letters 3) p r) ^ 2 * ln (p 0%nat / p 2%nat) =
    4 * h ^ 2 * (p 0%nat - p 2%nat) * KL (letters 3) psi p.
Proof.
  intros Lp h0 Pc Pa E1 E2 M0 M1 M2. set (a := p 0%nat) in *. set (b := p 1%nat) in *. set (c := p 2%nat) in *.
  assert (L0 : 0 < ln (a / c)).
  { rewrite <- ln_1. apply ln_increasing; [lra|]. apply (Rmult_lt_reg_r c); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (K : KL (letters 3) psi p = (a - c) * ln (a / c)).
  { unfold KL. simpl. fold a b c. rewrite M0, M1, M2. unfold xlog. rewrite !(ln_div a c), (ln_div c a) by lra.
    destruct (Req_dec b 0) as [->|N]; [ring|]. replace (b / b) with 1 by (field; exact N). rewrite ln_1. ring. }
  assert (G : Ex (letters 3) psi r - Ex (letters 3) p r = 2 * h * (a - c)).
  { unfold Ex. simpl. fold a b c. rewrite M0, M1, M2, E2. replace (r 0%nat) with (r 1%nat - h) by lra. ring. }
  rewrite G, K. split; [repeat apply Rmult_lt_0_compat; lra|ring].
Qed.
