(** Section 7, the proofs of Theorems 1 and 3, in the form of its claims. *)
From Coq Require Import Classical.
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts TiltLevels Levels Penalty Alpha Words Witnesses Steps.

(** ** Which exponents belong to which levels *)
Section Uniform.
Context {X : Type} (A : list X) (u q : X -> R).
Hypothesis Lu : law A u.
Hypothesis uniform : forall y, In y A -> forall z, In z A -> u y = u z.
Hypothesis Lq : law A q.
Hypothesis Pq : positive A q.
Hypothesis nc : varies A u q.
Lemma one_value : exists c, forall x, In x A -> u x = c.
Proof. destruct (law_support A u Lu) as [y [I _]]. exists (u y). intros x J. now apply uniform. Qed.
Lemma uniform_supports x : In x A -> 0 < u x.
Proof.
  destruct (law_support A u Lu) as [y [I P]]. intros J. now rewrite (uniform x J y I).
Qed.
Theorem exponents_of_levels a : (0 < a /\ a < 1 <-> H A q q < H A (T A q u a) q /\ H A (T A q u a) q < H A u q) /\
  (a < 0 <-> H A u q < H A (T A q u a) q).
Proof.
  destruct one_value as [c E]. split; [exact (case_a A u q c Lu E Lq Pq nc a)|exact (case_a_beyond A u q Lu Pq nc a)].
Qed.
Theorem exponents_below t : (exists a, 1 < a /\ H A (T A q u a) q = t) <-> (exists y, In y A /\ - ln (q y) < t) /\ t < H A q q.
Proof.
  destruct one_value as [c E]. assert (qp : forall x, In x A -> 0 < u x -> 0 < q x) by (intros; now apply Pq). split.
  - intros [a [L <-]]. split; [|now apply (case_b A u q c Lu E Lq Pq nc)].
    assert (B : exists! b, H A (T A q u b) q = H A (T A q u a) q).
    { exists a. split; [reflexivity|]. intros b F. symmetry. now apply (H_tilt_injective A u q Lu qp nc). }
    apply (beta_iff A u q Lu qp _ nc) in B. destruct B as [x [y [Ix [Iy [_ [_ [B _]]]]]]]. now exists y.
  - intros [[y [Iy B]] L]. assert (W : exists x, In x A /\ t < - ln (q x)).
    { apply NNPP. intros N. assert (F : H A q q <= t); [|lra]. unfold H.
      assert (S : Sum A (fun x => q x * - t) <= Sum A (fun x => q x * ln (q x))).
      { apply Sum_le. intros x I. apply Rmult_le_compat_l; [now apply Rlt_le, Pq|]. apply Rnot_lt_le. intros K. apply N. exists x. split; [exact I|lra]. }
      rewrite (Sum_ext A (fun x => q x * - t) (fun x => - t * q x)) in S by (intros; ring). rewrite Sum_scal, (law_sum A q Lq) in S. lra. }
    destruct W as [x [Ix W]]. destruct (exists_beta A q u Lu t y x Iy (uniform_supports y Iy) Ix (uniform_supports x Ix) (conj B W)) as [a R].
    exists a. split; [|exact R]. apply (case_b A u q c Lu E Lq Pq nc). now rewrite R.
Qed.
End Uniform.
(** Below −log max q there is no exponent: q = (1/3, 2/3), t = log(4/3). *)
Theorem no_exponent_below : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (u : X -> R) (t : R),
  NoDup A -> law A q -> positive A q -> law A u -> 0 < t -> t < H A q q -> (forall y, In y A -> forall z, In z A -> u y = u z) ->
  varies A u q -> exists alpha, 1 < alpha /\ H A (T A q u alpha) q = t).
Proof.
  intros F. assert (L : law (letters 2) (two (1/3))) by (apply two_law; lra).
  assert (U : law (letters 2) (two (1/2))) by (apply two_law; lra).
  assert (P : positive (letters 2) (two (1/3))) by (intros [|k] _; simpl; lra).
  assert (E : forall y, In y (letters 2) -> forall z, In z (letters 2) -> two (1/2) y = two (1/2) z) by (intros [|j] _ [|k] _; simpl; lra).
  assert (V : varies (letters 2) (two (1/2)) (two (1/3))) by (exists 0%nat, 1%nat; simpl; repeat split; auto; lra).
  assert (B : ln (4/3) < H (letters 2) (two (1/3)) (two (1/3))).
  { unfold H, letters. simpl. replace (1 - 1/3) with (2 / 3) by lra. rewrite !ln_div, ln_1 by lra.
    replace 4 with (2 ^ 2) by lra. rewrite ln_pow by lra. simpl INR.
    assert (Q : ln (2 ^ 8) < ln (3 ^ 6)) by (apply ln_increasing; lra). rewrite !ln_pow in Q by lra. simpl INR in Q.
    lra. }
  assert (B0 : 0 < ln (4/3)) by (rewrite <- ln_1; apply ln_increasing; lra).
  destruct (F nat Nat.eq_dec (letters 2) (two (1/3)) (two (1/2)) (ln (4/3)) (seq_NoDup 2 0) L P U B0 B E V) as [a [G Q]].
  pose proof (proj1 (exponents_below (letters 2) (two (1/2)) (two (1/3)) U E L P V (ln (4/3))) (ex_intro _ a (conj G Q))) as [[y [Iy Y]] _].
  assert (ln (two (1/3) y) <= ln (2/3)).
  { destruct y as [|y]; simpl; [left; apply ln_increasing; lra|right; f_equal; lra]. }
  assert (ln (4/3) < - ln (2/3)). { rewrite <- ln_Rinv by lra. apply ln_increasing; lra. } lra.
Qed.
(** The rate at the level of a tilt is 0 exactly at the level H(p‖q). *)
Theorem rate_zero {X} (A : list X) (p q : X -> R) b : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  (KL A (T A q p b) p = 0 <-> H A (T A q p b) q = H A p q).
Proof.
  intros Lp qp. assert (Lt : law A (T A q p b)) by now apply T_law. assert (pp : ac A p p) by now intros x I.
  assert (tp : ac A (T A q p b) p) by now apply T_ac. split; intros E.
  - pose proof (proj1 (KL_zero_iff A _ p Lt Lp tp) E) as F. unfold H. f_equal. apply Sum_ext. intros x I. now rewrite (F x I).
  - pose proof (pythagoras A p q Lp p b Lp pp (eq_sym E)) as S. rewrite KL_self in S.
    pose proof (KL_nonneg A p (T A q p b) Lp Lt (ac_T A p q Lp p b pp)). pose proof (KL_nonneg A _ p Lt Lp tp). lra.
Qed.
(** Beside every law above the lowest level there are laws of a slightly lower level, as near as one likes. *)
Theorem near_interior {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (phi q : X -> R) z eta eps :
  NoDup A -> law A phi -> In z A -> - ln (q z) < H A phi q -> 0 < eta -> 0 < eps ->
  exists psi, law A psi /\ (forall y, In y A -> Rabs (psi y - phi y) <= eta) /\ 0 < H A phi q - H A psi q /\ H A phi q - H A psi q < eps.
Proof.
  intros ND Ls Iy L e0 s0. set (d x := if dec x z then 1 else 0). set (g := H A phi q - - ln (q z)). assert (g0 : 0 < g) by (unfold g; lra).
  set (t := Rmin (Rmin 1 eta) (eps / (2 * g))). assert (w0 : 0 < eps / (2 * g)) by (apply Rdiv_lt_0_compat; lra).
  assert (t0 : 0 < t) by (unfold t; repeat apply Rmin_glb_lt; lra).
  assert (t1 : t <= Rmin 1 eta) by apply Rmin_l. assert (m1 : Rmin 1 eta <= 1) by apply Rmin_l. assert (m2 : Rmin 1 eta <= eta) by apply Rmin_r.
  assert (t2 : t <= eps / (2 * g)) by apply Rmin_r. exists (fun x => (1 - t) * phi x + t * d x).
  assert (S : forall f, Sum A (fun x => d x * f x) = f z) by (intros; now apply Sum_ind_eq).
  assert (S1 : Sum A d = 1).
  { rewrite <- (S (fun _ => 1)). apply Sum_ext. intros. ring. }
  assert (E : H A (fun x => (1 - t) * phi x + t * d x) q = (1 - t) * H A phi q + t * - ln (q z)).
  { unfold H. rewrite (Sum_ext A _ (fun x => (1 - t) * (phi x * ln (q x)) + t * (d x * ln (q x)))) by (intros; ring).
    rewrite Sum_plus, !Sum_scal, (S (fun x => ln (q x))). ring. }
  split; [split|split; [|split]].
  - intros x I. pose proof (law_nonneg A phi Ls x I). assert (0 <= d x) by (unfold d; destruct (dec x z); lra).
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra.
  - rewrite Sum_plus, !Sum_scal, (law_sum A phi Ls), S1. ring.
  - intros x I. pose proof (law_nonneg A phi Ls x I). pose proof (law_le_1 A phi Ls x I).
    replace ((1 - t) * phi x + t * d x - phi x) with (t * (d x - phi x)) by ring. rewrite Rabs_mult, (Rabs_pos_eq t) by lra.
    apply Rle_trans with (t * 1); [|lra]. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. unfold d. destruct (dec x z); lra.
  - rewrite E. replace (H A phi q - ((1 - t) * H A phi q + t * - ln (q z))) with (t * g) by (unfold g; ring). now apply Rmult_lt_0_compat.
  - rewrite E. replace (H A phi q - ((1 - t) * H A phi q + t * - ln (q z))) with (t * g) by (unfold g; ring).
    apply Rle_lt_trans with (eps / (2 * g) * g); [apply Rmult_le_compat_r; lra|]. replace (eps / (2 * g) * g) with (eps / 2) by (field; lra). lra.
Qed.
(** B(q, α, 0) is in the interior of no B(q, α, ε): q = (1/3, 2/3), α = 1, φ = q. *)
Theorem not_in_the_interior : ~ (forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (u : X -> R) (phi : X -> R) (eps : R) (alpha : R),
  NoDup A -> law A q -> positive A q -> law A u -> law A phi -> 0 < eps -> 0 < alpha -> (forall y, In y A -> forall z, In z A -> u y = u z) ->
  H A phi q = H A (T A q u alpha) q ->
  exists eta, 0 < eta /\ forall psi, law A psi -> (forall y, In y A -> Rabs (psi y - phi y) <= eta) ->
    0 <= H A (T A q u alpha) q - H A psi q /\ H A (T A q u alpha) q - H A psi q <= eps).
Proof.
  intros F. assert (L : law (letters 2) (two (1/3))) by (apply two_law; lra).
  assert (U : law (letters 2) (two (1/2))) by (apply two_law; lra).
  assert (P : positive (letters 2) (two (1/3))) by (intros [|k] _; simpl; lra).
  assert (E : forall y, In y (letters 2) -> forall z, In z (letters 2) -> two (1/2) y = two (1/2) z) by (intros [|j] _ [|k] _; simpl; lra).
  assert (Q : H (letters 2) (two (1/3)) (two (1/3)) = H (letters 2) (T (letters 2) (two (1/3)) (two (1/2)) 1) (two (1/3))).
  { unfold H. f_equal. apply Sum_ext. intros x I. rewrite (tilt_of_uniform (letters 2) (two (1/2)) (two (1/3)) (1/2) U); trivial.
    intros [|k] _; simpl; lra. }
  destruct (F nat Nat.eq_dec (letters 2) (two (1/3)) (two (1/2)) (two (1/3)) 1 1 (seq_NoDup 2 0) L P U L Rlt_0_1 Rlt_0_1 E Q) as [eta [P0 G]].
  destruct (not_interior Nat.eq_dec (letters 2) (two (1/3)) (two (1/3)) 0%nat eta (seq_NoDup 2 0) L) as [psi [Lp [N B]]]; [simpl; auto| |exact P0|].
  - unfold H, letters. simpl. replace (1 - 1/3) with (2/3) by lra. assert (ln (1/3) < ln (2/3)) by (apply ln_increasing; lra). lra.
  - specialize (G psi Lp N). lra.
Qed.
