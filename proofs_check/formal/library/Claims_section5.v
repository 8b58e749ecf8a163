(** Section 5: the divergence of best-of-N from the optimum, at the budget log N, for two letters, for rewards that are quantiles. *)
From Coq Require Import Classical.
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN BondForms Levels TailLimits FTable Increasing Alpha Optimum CrossEntropy.

(** At the budget log N the divergence is finite exactly when log N < Δ_max. *)
Theorem finite_at_log_N {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p q phi : X -> R) N : NoDup A -> law A p ->
  (1 <= N)%nat -> (forall x, In x A -> 0 < p x -> 0 < q x) -> varies A p q -> optimal A p q (ln (INR N)) phi ->
  (ac A (best_of dec A N p (fun y => ln (q y))) phi <-> ln (INR N) < Dmax A p q).
Proof.
  intros NA Lp HN S V O. set (b := best_of dec A N p (fun y => ln (q y))).
  assert (l0 : 0 <= ln (INR N)) by (rewrite <- ln_1; apply ln_le_mono; [lra|apply (le_INR 1); exact HN]).
  split.
  - intros Ac. apply Rnot_le_lt. intros D. apply (optimum_past_Dmax A p q Lp S) in O; [|exact D]. destruct O as [[Lf [fp _]] T1].
    destruct V as (x & y & Ix & Iy & Px & Py & Lt).
    assert (Pb : 0 < b x) by (apply (pi_pos dec A N p _ NA Lp HN); assumption).
    destruct (law_nonneg A phi Lf x Ix) as [P|E]; [|rewrite (Ac x Ix (eq_sym E)) in Pb; lra].
    pose proof (proj1 (top_spec A p q x) (T1 x Ix P) y Iy Py). lra.
  - intros D. destruct (lemma1 A p q Lp S (ln (INR N)) (conj l0 D)) as (a & a0 & E & _ & U). pose proof (proj1 (U phi) O) as O'.
    intros x I Z0. apply (best_ac dec A N p _ NA Lp HN); [exact I|]. destruct (law_nonneg A p Lp x I) as [P|]; [|auto].
    rewrite O' in Z0 by exact I. unfold T in Z0. pose proof (Z_pos A p q Lp a) as Zp. pose proof (exp_pos (a * ln (q x))) as R.
    fold (Rpower (q x) a) in R. exfalso. pose proof (Rdiv_lt_0_compat _ _ (Rmult_lt_0_compat _ _ P R) Zp). lra.
Qed.

(** Two letters: every positive law at least as far up as p is a tilt of p. *)
Section TwoLetters.
Variables (p q b : nat -> R) (x w : nat).
Let A := letters 2.
Hypothesis (Lp : law A p) (Lb : law A b) (Pp : positive A p) (Pb : positive A b) (Pq : positive A q).
Hypothesis (two : (x = 0 /\ w = 1)%nat \/ (x = 1 /\ w = 0)%nat) (up : q x < q w) (odds : b x / p x <= b w / p w).
Lemma two_letters_tilt : exists a, 0 <= a /\ forall y, In y A -> b y = T A q p a y.
Proof.
  assert (Ix : In x A /\ In w A) by (destruct two as [[-> ->]|[-> ->]]; simpl; auto). destruct Ix as [Ix Iw].
  pose proof (Pp x Ix) as px. pose proof (Pp w Iw) as pw. pose proof (Pb x Ix) as bx. pose proof (Pb w Iw) as bw.
  pose proof (Pq x Ix) as qx. pose proof (Pq w Iw) as qw.
  set (a := (ln (b w / p w) - ln (b x / p x)) / (ln (q w) - ln (q x))).
  assert (dq : 0 < ln (q w) - ln (q x)) by (pose proof (ln_increasing _ _ qx up); lra).
  exists a. split.
  { apply Rdiv_le_0_compat; [|exact dq]. pose proof (ln_le_mono _ _ (Rdiv_lt_0_compat _ _ bx px) odds). lra. }
  assert (K : b x * T A q p a w = b w * T A q p a x).
  { unfold T. pose proof (Z_pos A p q Lp a) as Zp. assert (E : p w * b x * Rpower (q w) a = p x * b w * Rpower (q x) a).
    { apply ln_inv; [repeat apply Rmult_lt_0_compat; auto; apply exp_pos..|]. rewrite !ln_mult by (repeat apply Rmult_lt_0_compat; auto; apply exp_pos).
      unfold Rpower. rewrite !ln_exp. assert (Q : a * (ln (q w) - ln (q x)) = ln (b w / p w) - ln (b x / p x)) by (unfold a; field; lra).
      rewrite !ln_div in Q by assumption. lra. }
    apply (Rmult_eq_reg_r (Z A q p a)); [|lra]. field_simplify; [|lra..]. lra. }
  pose proof (T_law A p q Lp a) as LT. pose proof (law_sum A b Lb) as Sb. pose proof (law_sum A _ LT) as ST.
  assert (S2 : forall f, Sum A f = f x + f w) by (intros f; destruct two as [[-> ->]|[-> ->]]; unfold A; simpl; ring).
  rewrite S2 in Sb, ST. intros y I. assert (C : y = x \/ y = w) by (destruct two as [[-> ->]|[-> ->]]; simpl in I; lia).
  assert (E : b w = T A q p a w) by (replace (b x) with (1 - b w) in K by lra; replace (T A q p a x) with (1 - T A q p a w) in K by lra; lra).
  destruct C as [->| ->]; [|exact E]. rewrite E in Sb. lra.
Qed.
End TwoLetters.
(** Two letters: best-of-N is the optimum at its own divergence. *)
Theorem two_letters_optimum (p q phi : nat -> R) N : law (letters 2) p -> positive (letters 2) p -> positive (letters 2) q -> (1 <= N)%nat ->
  varies (letters 2) p q ->
  optimal (letters 2) p q (KL (letters 2) (best_of Nat.eq_dec (letters 2) N p (fun y => ln (q y))) p) phi ->
  forall y, In y (letters 2) -> phi y = best_of Nat.eq_dec (letters 2) N p (fun y => ln (q y)) y.
Proof.
  intros Lp Pp Pq HN V O. pose proof (seq_NoDup 2 0 : NoDup (letters 2)) as NA. set (b := best_of Nat.eq_dec (letters 2) N p (fun y => ln (q y))) in *.
  assert (Lb : law (letters 2) b) by now apply best_of_law_ok.
  assert (Pb : positive (letters 2) b) by (intros z I; apply (pi_pos Nat.eq_dec (letters 2) N p _ NA Lp HN z I); now apply Pp).
  destruct V as (x & w & Ix & Iw & Px & Pw & Lt).
  assert (two : (x = 0 /\ w = 1)%nat \/ (x = 1 /\ w = 0)%nat).
  { simpl in Ix, Iw. destruct Ix as [<-|[<-|[]]], Iw as [<-|[<-|[]]]; auto; lra. }
  assert (odds : b x / p x <= b w / p w).
  { destruct (Nat.eq_dec N 1) as [E|E].
    - right. unfold b. rewrite E, !best_of_one by (assumption || exact NA). field. lra.
    - apply density_order; auto; [lia|]. left. apply ln_increasing; [now apply Pq|exact Lt]. }
  destruct (two_letters_tilt p q b x w Lp Lb Pp Pb Pq two Lt odds) as (a & a0 & E).
  intros y I. rewrite E by exact I. apply (tilt_optimum_unique (letters 2) p q Lp a (KL (letters 2) b p)); auto.
  apply KL_ext; [intros; symmetry; now apply E|reflexivity].
Qed.

(** A reward that is the logarithm of its own distribution function: best-of-N is nearly the tilt by N − 1. *)
Section Quantiles.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (N : nat) (p q : X -> R) (c d : R).
Hypothesis (NA : NoDup A) (Lp : law A p) (HN : (1 <= N)%nat) (c0 : 0 < c) (Pq : positive A q).
Let F x := Pr A p (fun z => Rleb (q z) (q x)).
Let E x := Pr A p (below (fun y => ln (q y)) (ln (q x))).
Let W x := Pr A p (tied (fun y => ln (q y)) (ln (q x))).
Hypothesis quantile : forall x, In x A -> q x = c * F x.
Hypothesis fine : forall x, In x A -> Pr A p (fun z => if Req_EM_T (q z) (q x) then true else false) <= d.
Let b := best_of dec A N p (fun y => ln (q y)).
Let S := Sum A (fun x => p x * F x ^ (N - 1)).
Lemma F_ln x : In x A -> F x = Pr A p (at_most (fun y => ln (q y)) (ln (q x))).
Proof.
  intros I. apply Pr_ext. intros z J _. unfold Rleb, at_most. destruct (Rle_dec (q z) (q x)) as [L|L], (Rle_dec (ln (q z)) (ln (q x))) as [L'|L']; auto; exfalso.
  - apply L'. apply ln_le_mono; [now apply Pq|exact L].
  - apply L. apply Rnot_lt_le. intros K. pose proof (ln_increasing _ _ (Pq x I) K). lra.
Qed.
Lemma W_fine x : In x A -> W x <= d.
Proof.
  intros I. eapply Rle_trans; [|exact (fine x I)]. right. apply Pr_ext. intros z J _. unfold tied.
  destruct (Req_EM_T (ln (q z)) (ln (q x))) as [L|L], (Req_EM_T (q z) (q x)) as [L'|L']; auto; exfalso.
  - apply L', ln_inv; auto.
  - apply L. now rewrite L'.
Qed.
Lemma S_bound : S <= / INR N + d.
Proof.
  assert (PN : 0 < INR N) by (apply lt_0_INR; lia).
  destruct (law_support A p Lp) as [y0 [Iy0 Py0]].
  assert (d0 : 0 <= d) by (eapply Rle_trans; [|apply (W_fine y0 Iy0)]; apply (Pr_nonneg A p Lp)).
  set (Phi := fun u => u ^ N / INR N + d * u ^ (N - 1)).
  apply Rle_trans with (levels A p (fun y => ln (q y)) (fun a b => Phi b - Phi a)).
  - apply Sum_le. intros x I. destruct (law_nonneg A p Lp x I) as [P|Z0]; [|rewrite <- Z0; unfold Rdiv; lra].
    destruct (level_bounds A p (fun y => ln (q y)) Lp x I P) as [B1 B2]. fold (E x) in B1 |- *. rewrite <- F_ln in B1, B2 |- * by exact I.
    fold (W x). pose proof (Pr_levels A p (fun y => ln (q y)) (ln (q x))) as Q. rewrite <- F_ln in Q by exact I. fold (E x) (W x) in Q.
    pose proof (W_fine x I) as Wd. assert (W0 : 0 < W x) by lra.
    unfold Rdiv. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|]. apply (Rmult_le_reg_l (W x)); [exact W0|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. unfold Phi.
    destruct N as [|n] eqn:EN; [lia|]. replace (Datatypes.S n - 1)%nat with n by lia.
    assert (K : INR (Datatypes.S n) * W x * E x ^ n <= F x ^ Datatypes.S n - E x ^ Datatypes.S n).
    { replace (W x) with (F x - E x) by lra. clear - B1. revert B1. generalize (E x) (F x). intros e f B.
      assert (K : forall k, INR k * (f - e) * e ^ k <= e * (f ^ k - e ^ k)).
      { induction k as [|k IH]; [simpl; lra|]. rewrite S_INR. simpl. assert (e ^ k <= f ^ k) by (apply pow_incr; lra).
        assert (0 <= e ^ k) by (apply pow_le; lra). apply (Rmult_le_compat_l e) in IH; [|lra].
        assert (0 <= e * (f - e) * (f ^ k - e ^ k)) by (repeat apply Rmult_le_pos; lra). lra. }
      destruct (proj1 B) as [e0|e0].
      - specialize (K (Datatypes.S n)). simpl pow in *. apply (Rmult_le_reg_l e); [exact e0|]. lra.
      - rewrite <- e0. destruct n as [|n]; [simpl; lra|]. rewrite !pow_i by lia. assert (0 <= f ^ Datatypes.S (Datatypes.S n)) by (apply pow_le; lra). lra. }
    assert (Fn : 0 <= F x ^ n - E x ^ n) by (assert (E x ^ n <= F x ^ n) by (apply pow_incr; lra); lra).
    assert (M : W x * (F x ^ n - E x ^ n) <= d * (F x ^ n - E x ^ n)) by now apply Rmult_le_compat_r.
    assert (K' : W x * E x ^ n <= (F x ^ Datatypes.S n - E x ^ Datatypes.S n) / INR (Datatypes.S n)).
    { apply (proj1 (Rle_div_r _ _ _ PN)). eapply Rle_trans; [|exact K]. right. ring. }
    unfold Rdiv in K'. lra.
  - rewrite levels_telescope by exact Lp. unfold Phi. rewrite !pow1. assert (0 <= 0 ^ (N - 1)) by (apply pow_le; lra).
    rewrite (pow_i N) by lia. assert (0 <= d * 0 ^ (N - 1)) by now apply Rmult_le_pos. unfold Rdiv. lra.
Qed.
Theorem quantile_rewards : KL A b (T A q p (INR N - 1)) <= INR N * d.
Proof.
  assert (PN : 0 < INR N) by (apply lt_0_INR; lia). pose proof (T_law A p q Lp (INR N - 1)) as LT.
  assert (Lb : law A b) by now apply best_of_law_ok.
  assert (Fpos : forall x, In x A -> 0 < F x) by (intros x I; pose proof (Pq x I) as Q; rewrite (quantile x I) in Q; apply (Rmult_lt_reg_l c); lra).
  assert (S0 : 0 < S).
  { destruct (law_support A p Lp) as [y0 [I P]]. apply (Sum_pos A _ y0); [|exact I|].
    - intros x J. apply Rmult_le_pos; [now apply Lp|]. apply pow_le. left. now apply Fpos.
    - apply Rmult_lt_0_compat; [exact P|]. now apply pow_lt, Fpos. }
  assert (R : forall x, In x A -> Rpower (q x) (INR N - 1) = c ^ (N - 1) * F x ^ (N - 1)).
  { intros x I. rewrite <- INR_pred by exact HN. rewrite Rpower_pow by now apply Pq. rewrite (quantile x I) at 1. apply Rpow_mult_distr. }
  assert (cN : 0 < c ^ (N - 1)) by now apply pow_lt.
  assert (EZ : Z A q p (INR N - 1) = c ^ (N - 1) * S).
  { unfold Z, S. rewrite <- Sum_scal. apply Sum_ext. intros x I. rewrite R by exact I. ring. }
  assert (dens : forall x, In x A -> b x <= (INR N * S) * T A q p (INR N - 1) x).
  { intros x I. destruct (law_nonneg A p Lp x I) as [P|Z0].
    - pose proof (density dec A N p (fun y => ln (q y)) NA Lp HN x I P) as D. fold b in D.
      destruct (level_bounds A p (fun y => ln (q y)) Lp x I P) as [B1 B2]. cbv beta in D, B1. rewrite <- (F_ln x I) in D, B1. fold (E x) in D, B1.
      assert (Sl : slope N (E x) (F x) <= INR N * F x ^ (N - 1)).
      { unfold slope. apply (Rmult_le_reg_r (F x - E x)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
        destruct N as [|n]; [lia|]. replace (Datatypes.S n - 1)%nat with n by lia. pose proof (pow_difference_le (E x) (F x) n ltac:(lra)). lra. }
      rewrite <- D in Sl. unfold T. rewrite EZ, R by exact I.
      replace (INR N * S * (p x * (c ^ (N - 1) * F x ^ (N - 1)) / (c ^ (N - 1) * S))) with (p x * (INR N * F x ^ (N - 1))) by (field; lra).
      apply (Rmult_le_compat_l (p x)) in Sl; [|lra]. unfold Rdiv in Sl. rewrite (Rmult_comm (b x)), <- Rmult_assoc, Rinv_r, Rmult_1_l in Sl by lra. exact Sl.
    - unfold b. rewrite (best_ac dec A N p _ NA Lp HN x I (eq_sym Z0)). unfold T. rewrite <- Z0. unfold Rdiv. lra. }
  eapply Rle_trans; [apply (KL_le_density A (T A q p (INR N - 1)) LT b (INR N * S) Lb); [now apply Rmult_lt_0_compat|exact dens]|].
  pose proof (ln_le_sub1 (INR N * S) (Rmult_lt_0_compat _ _ PN S0)) as G. pose proof S_bound as SB.
  apply (Rmult_le_compat_l (INR N)) in SB; [|lra]. rewrite Rmult_plus_distr_l, Rinv_r in SB by lra. lra.
Qed.
End Quantiles.
