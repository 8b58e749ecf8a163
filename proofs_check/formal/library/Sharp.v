(** Every rule that keeps one of N draws: no further from p than best-of-N by its own density, so KL ≤ log N − (N−1)/N. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN BondForms Levels FDivergence FTable.

Section Sharp.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (N : nat) (p : X -> R) (s : list X -> X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat) (Rs : rule A N s).
Let k := kept A N p s.
(** The density of what is kept, as a reward. *)
Let g x := k x / p x.
Let pi := best_of eq_dec A N p g.

Lemma density_nonneg x : In x A -> 0 <= g x.
Proof.
  intros I. unfold g. pose proof (law_nonneg A k (kept_law A N p s L Rs) x I). destruct (law_nonneg A p L x I) as [P|E].
  - apply Rdiv_le_0_compat; lra.
  - rewrite <- E. unfold Rdiv. rewrite Rinv_0. lra.
Qed.
(** Best-of-N by the density of what a rule keeps is at least as far from p. *)
Theorem kept_KL_le_best : KL A k p <= KL A pi p.
Proof.
  pose proof (kept_law A N p s L Rs) as Lk. pose proof (best_of_law_ok eq_dec A g NA N p HN L) as Lpi. fold k in Lk. fold pi in Lpi.
  assert (Kp : ac A k p) by now apply (kept_ac eq_dec). assert (Pp : ac A pi p) by now apply best_ac.
  apply le_epsilon. intros e Pe. set (f := fun x => ln (Rmax (g x) e)).
  assert (M : forall x, 0 < Rmax (g x) e) by (intros x; eapply Rlt_le_trans; [exact Pe|apply Rmax_r]).
  apply Rle_trans with (Ex A k f).
  { apply Sum_le. intros x I. unfold xlog, f. destruct (law_nonneg A k Lk x I) as [P|E]; [|rewrite <- E; lra].
    apply Rmult_le_compat_l; [lra|]. apply ln_le_mono; [|apply Rmax_l]. apply Rdiv_lt_0_compat; [exact P|].
    destruct (law_nonneg A p L x I) as [Q|Q]; [exact Q|]. rewrite (Kp x I) in P by auto. lra. }
  apply Rle_trans with (Ex A pi f).
  { apply best_of_dominates; auto. intros x y Ix Iy G. unfold f. apply ln_le_mono; [apply M|]. apply Rle_max_compat_r, G. }
  set (h := fun x => p x * Rmax (g x) e).
  assert (Sh : Sum A h <= 1 + e).
  { rewrite <- (law_sum A k Lk). replace e with (Sum A (fun x => p x * e)) by (rewrite Sum_scal_r, (law_sum A p L); ring).
    rewrite <- Sum_plus. apply Sum_le. intros x I. unfold h. pose proof (density_nonneg x I) as G.
    destruct (law_nonneg A p L x I) as [P|E]; [|rewrite <- E; pose proof (law_nonneg A k Lk x I); lra].
    replace (k x) with (p x * g x) by (unfold g; field; lra). rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat_l; [lra|].
    apply Rmax_lub; lra. }
  assert (W : Sum A pi - Sum A h <= KL A pi h).
  { apply KL_weights; [apply Lpi| |].
    - intros x I. apply Rmult_le_pos; [now apply L|left; apply M].
    - intros x I E. apply Pp; [exact I|]. unfold h in E. apply Rmult_integral in E. specialize (M x). destruct E; lra. }
  assert (E : Ex A pi f = KL A pi p - KL A pi h).
  { unfold KL. rewrite <- Sum_minus. apply Sum_ext. intros x I. unfold xlog, h, f.
    destruct (law_nonneg A pi Lpi x I) as [P|Q]; [|rewrite <- Q; ring].
    assert (0 < p x) by (destruct (law_nonneg A p L x I) as [Q|Q]; [exact Q|rewrite (Pp x I) in P by auto; lra]).
    specialize (M x). rewrite !ln_div, ln_mult by (assumption || now apply Rmult_lt_0_compat). ring. }
  rewrite (law_sum A pi Lpi) in W. lra.
Qed.
(** Lemma 6, sharp: KL ≤ log N − (N−1)/N for every rule that keeps one of N draws, ties, order and zeros whatever. *)
Theorem lemma6_sharp : KL A (kept A N p s) p <= ln (INR N) - (INR N - 1) / INR N.
Proof. eapply Rle_trans; [apply kept_KL_le_best|]. now apply best_of_KL. Qed.
(** … strictly for N ≥ 2 … *)
Theorem lemma6_strict : (2 <= N)%nat -> KL A (kept A N p s) p < ln (INR N) - (INR N - 1) / INR N.
Proof. intros H2. eapply Rle_lt_trans; [apply kept_KL_le_best|]. now apply best_of_KL_lt. Qed.
(** … so there is equality for N = 1 only. *)
Theorem lemma6_equality : KL A (kept A N p s) p = ln (INR N) - (INR N - 1) / INR N <-> N = 1%nat.
Proof.
  split; intros E.
  - destruct (Nat.eq_dec N 1) as [|D]; [assumption|]. pose proof (lemma6_strict ltac:(lia)). lra.
  - apply Rle_antisym; [apply lemma6_sharp|]. rewrite E. simpl INR. rewrite ln_1.
    replace (0 - (1 - 1) / 1) with 0 by field. rewrite <- E. apply KL_nonneg; [now apply kept_law|exact L|now apply (kept_ac eq_dec)].
Qed.
End Sharp.

(** ** Total variation, for every rule *)
Section TotalVariation.
Context {X : Type}.
Variables (A : list X) (p k : X -> R).
Hypotheses (L : law A p) (Lk : law A k).
Definition less x : bool := if Rlt_dec (k x) (p x) then true else false.
(** The total variation is the excess of p where it has one. *)
Lemma TV_less : TV A k p = Pr A p less - Pr A k less.
Proof.
  unfold TV. apply (Rmult_eq_reg_l 2); [|lra]. transitivity (Sum A (fun x => Rabs (k x - p x))); [field|].
  transitivity (2 * (Pr A p less - Pr A k less) + Sum A k - Sum A p); [|rewrite (law_sum A p L), (law_sum A k Lk); ring].
  unfold Pr. rewrite <- Sum_minus, <- Sum_scal, <- Sum_plus, <- Sum_minus. apply Sum_ext. intros x _. unfold less.
  destruct (Rlt_dec (k x) (p x)); simpl ind; [rewrite Rabs_left by lra|rewrite Rabs_right by lra]; ring.
Qed.
End TotalVariation.
(** u − u^N on [0, 1] is highest at u₀ = (1/N)^(1/(N−1)). *)
Lemma bump_le N u : (2 <= N)%nat -> 0 <= u ->
  u - u ^ N <= Rpower (/ INR N) (/ (INR N - 1)) - Rpower (/ INR N) (INR N / (INR N - 1)).
Proof.
  intros HN U. assert (N2 : 2 <= INR N) by (apply (le_INR 2); lia).
  set (v := Rpower (/ INR N) (/ (INR N - 1))). assert (V : 0 < v) by apply exp_pos.
  assert (Pi : 0 < / INR N) by (apply Rinv_0_lt_compat; lra).
  assert (E1 : v ^ (N - 1) = / INR N).
  { unfold v. rewrite <- Rpower_pow by apply exp_pos. rewrite Rpower_mult, INR_pred by lia. rewrite Rinv_l by lra. now apply Rpower_1. }
  assert (E2 : Rpower (/ INR N) (INR N / (INR N - 1)) = v ^ N).
  { rewrite <- (Rpower_pow N) by exact V. unfold v. rewrite Rpower_mult. f_equal. field. lra. }
  rewrite E2. assert (EN : v ^ N = v * / INR N) by (rewrite pow_pred, E1 by lia; ring).
  destruct N as [|M]; [lia|]. replace (S M - 1)%nat with M in E1 by lia.
  destruct (Rle_dec v u) as [D|D].
  - assert (K : INR (S M) * (u - v) * v ^ M <= u ^ S M - v ^ S M).
    { clear - D V. assert (K : forall n, INR n * (u - v) * v ^ n <= v * (u ^ n - v ^ n)).
      { induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl.
        assert (v ^ n <= u ^ n) by (apply pow_incr; lra). assert (0 < v ^ n) by now apply pow_lt.
        apply (Rmult_le_compat_l v) in IH; [|lra].
        assert (0 <= v * (u - v) * (u ^ n - v ^ n)) by (repeat apply Rmult_le_pos; lra). lra. }
      specialize (K (S M)). simpl pow in *. apply (Rmult_le_reg_l v); [exact V|]. lra. }
    rewrite E1 in K. replace (INR (S M) * (u - v) * / INR (S M)) with (u - v) in K by (field; lra). lra.
  - pose proof (pow_difference_le u v M ltac:(lra)) as K. rewrite E1 in K.
    replace (INR (S M) * (v - u) * / INR (S M)) with (v - u) in K by (field; lra). lra.
Qed.
(** TV(kept, p) ≤ (1/N)^(1/(N−1)) − (1/N)^(N/(N−1)) for every rule that keeps one of N ≥ 2 draws. *)
Theorem kept_TV {X} (A : list X) N p s : law A p -> rule A N s -> (2 <= N)%nat ->
  TV A (kept A N p s) p <= Rpower (/ INR N) (/ (INR N - 1)) - Rpower (/ INR N) (INR N / (INR N - 1)).
Proof.
  intros L Rs HN. pose proof (kept_law A N p s L Rs) as Lk. rewrite TV_less by assumption.
  pose proof (kept_event_ge A N p s L Rs (less p (kept A N p s))) as G.
  pose proof (bump_le N (Pr A p (less p (kept A N p s))) HN (Pr_nonneg A p L _)). lra.
Qed.
