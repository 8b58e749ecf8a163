(** Section 4.1: optima over words as products, at every budget; the letters of an aligned law; Section 5 at the budget log N. *)
From Coq Require Import Classical.
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Sampling BestOfN Words Alpha Optimum CrossEntropy Conjecture LargeDeviations Claims_section2.

Section Words.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p q : X -> R) (m : nat).
Hypothesis (NA : NoDup A) (Lp : law A p) (S : forall x, In x A -> 0 < p x -> 0 < q x).
Lemma supports_of_words w : In w (words A m) -> 0 < power p w -> 0 < power q w.
Proof.
  intros J. apply in_words in J. destruct J as [_ I]. induction w as [|x w IH]; simpl; intros P; [lra|].
  pose proof (law_nonneg A p Lp x (I x (or_introl eq_refl))) as P0.
  assert (Pw : 0 <= power p w) by (apply (law_power A p (length w) Lp), in_words; split; [reflexivity|intros; apply I; now right]).
  assert (0 < p x) by (destruct P0 as [|E]; [assumption|rewrite <- E in P; lra]).
  apply Rmult_lt_0_compat; [apply S; [apply I; now left|assumption]|]. apply IH; [intros; apply I; now right|].
  destruct Pw as [|E]; [assumption|rewrite <- E in P; lra].
Qed.
(** One best letter: a word of less reward, unless it is of that letter only. *)
Lemma best_word y : In y A -> 0 < p y -> (forall z, In z A -> 0 < p z -> z <> y -> q z < q y) ->
  forall w, (forall x, In x w -> In x A) -> 0 < power p w -> power q w <= q y ^ length w /\ (power q w = q y ^ length w -> w = repeat y (length w)).
Proof.
  intros Iy Py B w. induction w as [|x w IH]; intros I P; [simpl; split; [lra|reflexivity]|]. simpl in P.
  pose proof (law_nonneg A p Lp x (I x (or_introl eq_refl))) as P0.
  assert (Pw : 0 <= power p w) by (apply (law_power A p (length w) Lp), in_words; split; [reflexivity|intros; apply I; now right]).
  assert (Px : 0 < p x) by (destruct P0 as [|E]; [assumption|rewrite <- E in P; lra]).
  assert (Pw' : 0 < power p w) by (destruct Pw as [|E]; [assumption|rewrite <- E in P; lra]).
  destruct (IH ltac:(intros; apply I; now right) Pw') as [L U]. cbn [power fold_right length pow repeat]. fold (power q w).
  assert (Qy : 0 < q y) by auto. assert (Qx : 0 < q x) by (apply S; [apply I; now left|exact Px]).
  assert (Pq : 0 < q y ^ length w) by now apply pow_lt.
  destruct (dec x y) as [->|D].
  - split; [apply Rmult_le_compat_l; lra|]. intros E. f_equal. apply U. apply (Rmult_eq_reg_l (q y)); lra.
  - assert (Lt : q x < q y) by (apply B; [apply I; now left|exact Px|exact D]).
    assert (q x * power q w < q y * q y ^ length w).
    { apply Rle_lt_trans with (q x * q y ^ length w); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_compat_r; lra. }
    split; lra.
Qed.
Lemma power_repeat (f : X -> R) y k : power f (repeat y k) = f y ^ k.
Proof. induction k as [|k IH]; simpl; [reflexivity|now rewrite <- IH]. Qed.
(** Two laws that vanish off one outcome are the same. *)
Lemma one_point {Y} (B : list Y) (f g : Y -> R) y : NoDup B -> law B f -> law B g -> In y B ->
  (forall x, In x B -> x <> y -> f x = 0) -> (forall x, In x B -> x <> y -> g x = 0) -> f y = 1 /\ g y = 1.
Proof.
  intros NB [_ F] [_ G] I Zf Zg. rewrite (Sum_single B f y NB I Zf) in F. rewrite (Sum_single B g y NB I Zg) in G. now split.
Qed.
(** Below Δ_max the optimum over words is the product of tilts … *)
Theorem words_of_tilts delta psi : 0 <= delta -> delta < Dmax A p q -> law (words A m) psi ->
  optimal (words A m) (power p) (power q) (INR m * delta) psi ->
  exists a, 0 <= a /\ (KL A (T A q p a) p = delta /\ forall w, In w (words A m) -> psi w = power (T A q p a) w).
Proof.
  intros D0 D1 _ O. destruct (product_optimal A p q m delta Lp S D0 D1) as (a & a0 & E & W & _).
  exists a. split; [exact a0|]. split; [exact E|]. intros w I. rewrite <- W by exact I.
  apply (tilt_optimum_unique (words A m) (power p) (power q) (law_power A p m Lp) a (INR m * delta)); auto.
  rewrite KL_T_words by assumption. now rewrite E.
Qed.
(** … and with one best letter it is memoryless at every budget. *)
Theorem words_of_optimum delta phi psi y : 0 <= delta -> In y A -> 0 < p y -> (forall z, In z A -> 0 < p z /\ z <> y -> q z < q y) ->
  optimal A p q delta phi -> optimal (words A m) (power p) (power q) (INR m * delta) psi ->
  forall w, In w (words A m) -> psi w = power phi w.
Proof.
  intros D0 Iy Py B' O Om w I. assert (B : forall z, In z A -> 0 < p z -> z <> y -> q z < q y) by (intros; apply B'; tauto).
  pose proof (proj1 (proj1 O)) as Lf. pose proof (proj1 (proj1 Om)) as Lpsi. pose proof (law_power A p m Lp) as Lpm.
  destruct (Rlt_dec delta (Dmax A p q)) as [D1|D1].
  - destruct (words_of_tilts delta psi D0 D1 Lpsi Om) as (a & a0 & E & W). rewrite W by exact I. symmetry. apply power_ext.
    intros x J. apply (tilt_optimum_unique A p q Lp a delta); auto. now apply (words_letters A m w).
  - assert (top_y : top A p q y = true).
    { apply top_spec. intros z Iz Pz. destruct (dec z y) as [->|N]; [lra|left; now apply B]. }
    assert (one : forall x, In x A -> 0 < p x -> top A p q x = true -> x = y).
    { intros x J P Tx. destruct (dec x y) as [|N]; [assumption|]. pose proof (proj1 (top_spec A p q x) Tx y Iy Py). pose proof (B x J P N). lra. }
    assert (Zf : forall x, In x A -> x <> y -> phi x = 0) by (apply (optimum_single_top A p q Lp S delta y); auto; lra).
    set (w0 := repeat y m). assert (I0 : In w0 (words A m)).
    { apply in_words. unfold w0. split; [apply repeat_length|]. intros x J. apply repeat_spec in J. now subst. }
    assert (P0 : 0 < power p w0) by (unfold w0; rewrite power_repeat; now apply pow_lt).
    assert (Dm : Dmax A p q = - ln (p y)).
    { unfold Dmax. f_equal. f_equal. unfold Pr. rewrite (Sum_single A _ y NA Iy); [rewrite top_y; simpl; ring|].
      intros x J N. destruct (law_nonneg A p Lp x J) as [P|E]; [|rewrite <- E; ring].
      destruct (top A p q x) eqn:Tx; simpl; [exfalso; now apply N, one|ring]. }
    assert (top_w0 : top (words A m) (power p) (power q) w0 = true).
    { apply top_spec. intros v J P. destruct (proj1 (in_words A m v) J) as [Len IA].
      destruct (best_word y Iy Py B v IA P) as [L _]. unfold w0. rewrite power_repeat. now rewrite Len in L. }
    assert (Zp : forall v, In v (words A m) -> v <> w0 -> psi v = 0).
    { apply (optimum_single_top (words A m) (power p) (power q) Lpm supports_of_words (INR m * delta) w0).
      - apply Rle_trans with (INR m * Dmax A p q); [|apply Rmult_le_compat_l; [apply pos_INR|lra]].
        rewrite Dm. unfold Dmax. assert (G : power p w0 <= Pr (words A m) (power p) (top (words A m) (power p) (power q))).
        { unfold Pr. replace (power p w0) with (ind (top (words A m) (power p) (power q) w0) * power p w0) by (rewrite top_w0; simpl; ring).
          apply (Sum_ge_term (words A m) (fun v => ind (top (words A m) (power p) (power q) v) * power p v)); [|exact I0].
          intros v J. apply Rmult_le_pos; [unfold ind; destruct (top _ _ _ v); lra|now apply Lpm]. }
        pose proof (ln_le_mono _ _ P0 G) as Q. unfold w0 in Q at 1. rewrite power_repeat, ln_pow in Q by exact Py. lra.
      - intros v J P Tv. destruct (proj1 (in_words A m v) J) as [Len IA]. destruct (best_word y Iy Py B v IA P) as [L U].
        unfold w0. rewrite <- Len. apply U. apply Rle_antisym; [exact L|].
        pose proof (proj1 (top_spec _ _ _ v) Tv w0 I0 P0) as G. unfold w0 in G. rewrite power_repeat in G. now rewrite Len.
      - exact Om. }
    assert (F1 : phi y = 1) by (apply (one_point A phi phi y); auto).
    assert (Zm : forall v, In v (words A m) -> v <> w0 -> power phi v = 0).
    { intros v J N. destruct (proj1 (in_words A m v) J) as [Len IA].
      assert (K : (exists x, In x v /\ x <> y) \/ v = repeat y (length v)).
      { clear - dec. induction v as [|x v IH]; [now right|]. destruct (dec x y) as [->|D]; [|left; exists x; simpl; auto].
        destruct IH as [(z & J & D)|E]; [left; exists z; simpl; auto|right; simpl; now f_equal]. }
      destruct K as [(x & J' & D)|E]; [|exfalso; apply N; unfold w0; now rewrite <- Len].
      clear - Zf J' D IA. induction v as [|z v IH]; [easy|]. simpl. destruct J' as [->|J'].
      - rewrite (Zf x) by (try apply IA; simpl; auto). ring.
      - rewrite IH by (auto; intros; apply IA; now right). ring. }
    destruct (list_eq_dec dec w w0) as [->|N]; [|rewrite Zp, Zm by auto; reflexivity].
    destruct (one_point (words A m) psi (power phi) w0) as [E1 E2]; auto; [now apply NoDup_words|now apply law_power|congruence].
Qed.
End Words.

(** Lemma 4 in its corrected form: the law of a letter is above an explicit bound, and two letters tie for one exponent at most. *)
Theorem aligned_letters {X} (A : list X) (p q : X -> R) alpha beta zeta u : law A p -> 0 < zeta -> 0 <= alpha -> 0 < u ->
  (forall y, In y A -> zeta < p y /\ zeta < q y) -> (forall z, In z A -> q z <= u) ->
  (forall y, In y A -> zeta * Rpower (zeta / u) alpha < T A q p alpha y) /\
  (forall y, In y A -> forall z, In z A -> q y <> q z ->
     T A q p alpha y = T A q p alpha z /\ T A q p beta y = T A q p beta z -> beta = alpha).
Proof.
  intros Lp z0 a0 u0 B U. assert (Zp : forall a, 0 < Z A q p a) by (intros; now apply Z_pos). split.
  - intros y I. destruct (B y I) as [P Q]. unfold T, Rdiv.
    assert (Zu : Z A q p alpha <= Rpower u alpha).
    { apply Rle_trans with (Sum A (fun x => p x * Rpower u alpha)); [|rewrite Sum_scal_r, (law_sum A p Lp); lra].
      apply Sum_le. intros x J. destruct (B x J). apply Rmult_le_compat_l; [lra|]. apply Rle_Rpower_l; [exact a0|]. split; [lra|now apply U]. }
    assert (Q1 : Rpower zeta alpha <= Rpower (q y) alpha) by (apply Rle_Rpower_l; [exact a0|lra]).
    assert (Pz : 0 < Rpower zeta alpha) by apply exp_pos. assert (Pu : 0 < Rpower u alpha) by apply exp_pos.
    assert (I1 : / Rpower u alpha <= / Z A q p alpha) by (apply Rinv_le_contravar; auto).
    assert (E : Rpower (/ u) alpha = / Rpower u alpha).
    { unfold Rpower. rewrite ln_Rinv by exact u0. rewrite <- exp_Ropp. f_equal. ring. }
    assert (I0 : 0 < / Rpower u alpha) by now apply Rinv_0_lt_compat.
    replace (Rpower (zeta * / u) alpha) with (Rpower zeta alpha * / Rpower u alpha) by (rewrite <- E; apply Rpower_mult_distr; try apply Rinv_0_lt_compat; lra).
    apply Rlt_le_trans with (p y * (Rpower zeta alpha * / Rpower u alpha)).
    + apply Rmult_lt_compat_r; [now apply Rmult_lt_0_compat|exact P].
    + rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat; lra.
  - intros y Iy z Iz N [Ea Eb]. destruct (B y Iy) as [Py Qy], (B z Iz) as [Pz Qz].
    assert (W : forall a, T A q p a y = T A q p a z -> ln (p y) + a * ln (q y) = ln (p z) + a * ln (q z)).
    { intros a E. pose proof (ln_T A p q Lp a y ltac:(lra)) as K1. pose proof (ln_T A p q Lp a z ltac:(lra)) as K2. rewrite E in K1. lra. }
    apply W in Ea. apply W in Eb. assert (D : ln (q y) <> ln (q z)) by (intros D; apply N, ln_inv; lra).
    apply (Rmult_eq_reg_r (ln (q y) - ln (q z))); lra.
Qed.
(** At Δ_max there is an optimum over words, though no tilt spends the budget (two letters). *)
Theorem third_words : exists psi, law (words (letters 2) 1) psi /\
  optimal (words (letters 2) 1) (power third) (power third) (INR 1 * Dmax (letters 2) third third) psi.
Proof.
  destruct (optimum_exists (words (letters 2) 1) (power third) (power third) (law_power _ third 1 third_law)
    (supports_of_words (letters 2) third third 1 third_law third_positive) (INR 1 * Dmax (letters 2) third third)) as [psi O].
  { pose proof third_Dmax. simpl INR. lra. }
  exists psi. split; [exact (proj1 (proj1 O))|exact O].
Qed.
