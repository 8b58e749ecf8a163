(** Section 4.2 in the form of its claims: best-of-N on words of growing length, N about exp(mδ), every rule for ties. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Alpha Optimum Sampling BestOfN Words Deviations TiltLevels TailLimits Growing Theorem2 TypeLemma LogRate Types Conjecture Singular Reverse Equivalence LargeDeviations BestDeviations BestCumulants EveryBudget.

Section Growing.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis Opt : optimal A p q D phi.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Notation l := (fun x => ln (q x)).
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).

(** Theorem 2, for 0 ≤ δ < Δ_max: the divergence is finite, and divided by m it tends to 0. *)
Theorem theorem2_below : 0 <= D -> D < Dmax A p q -> about c D N ->
  (exists M, forall m, (M <= m)%nat -> ac (words A m) (pi m) (power phi)) /\
  is_lim_seq (fun m => KL (words A m) (pi m) (power phi) / INR m) 0.
Proof.
  intros D0 B HN. split; [exists 0%nat; intros m _; exact (finite_below dec A q p phi D Lp qp Opt D0 B N s Ks m)|].
  exact (equivalence_below dec A q p phi D c Lp qp Opt D0 B N s Ks HN).
Qed.
(** From Δ_max on it is infinite at every m ≥ 1. *)
Theorem infinite_past_the_maximum m : (1 <= m)%nat -> varies A p q -> Dmax A p q <= D -> ~ ac (words A m) (pi m) (power phi).
Proof. intros M nc B. exact (no_equivalence_past_Dmax dec A q p phi D Lp qp nc Opt N s Ks m B M). Qed.
(** The display in the proof of Lemma 7, with its sign. *)
Theorem reward_display : (forall x, In x A -> forall y, In y A -> q x = q y -> x = y) -> 0 <= D -> about c D N ->
  ((forall m, (1 <= m)%nat -> (H (words A m) (pi m) (power q) - H (words A m) (power phi) (power q)) / INR m =
      - (Ex (words A m) (pi m) (total l) / INR m) + Ex A phi l) /\
   is_lim_seq (fun m => (H (words A m) (pi m) (power q) - H (words A m) (power phi) (power q)) / INR m) 0) /\
  is_lim_seq (fun m => - (Ex (words A m) (pi m) (total l) / INR m) + Ex A phi l) 0.
Proof.
  intros Dis D0 HN. pose proof (mean_rewards_converge dec A q p phi D c NA Lp Opt qp Dis D0 N s HN Ks) as K. fold pi in K.
  assert (K' : is_lim_seq (fun m => - (Ex (words A m) (pi m) (total l) / INR m) + Ex A phi l) 0).
  { replace (Finite 0) with (Finite (- - H A phi q + Ex A phi l)) by (f_equal; rewrite H_Ex; ring).
    apply is_lim_seq_plus'; [|apply is_lim_seq_const]. apply is_lim_seq_opp in K. exact K. }
  assert (E : forall m, (1 <= m)%nat -> (H (words A m) (pi m) (power q) - H (words A m) (power phi) (power q)) / INR m =
      - (Ex (words A m) (pi m) (total l) / INR m) + Ex A phi l).
  { intros m M. assert (HB : H (words A m) (pi m) (power q) = - Ex (words A m) (pi m) (total l)) by exact (H_by_rewards dec A q p Lp qp N s Ks m). rewrite HB. destruct (proj1 Opt) as [L [ap _]]. rewrite H_mult; [|exact L|].
    - rewrite H_Ex. field. apply not_0_INR. lia.
    - intros x I P. apply qp; [exact I|]. destruct (law_nonneg A p Lp x I) as [Q|Z]; [exact Q|]. rewrite (ap x I (eq_sym Z)) in P. lra. }
  split; [split; [exact E|]|exact K']. apply (is_lim_seq_ext_loc (fun m => - (Ex (words A m) (pi m) (total l) / INR m) + Ex A phi l)); [|exact K'].
  exists 1%nat. intros m M. symmetry. now apply E.
Qed.

(** The mean type tends to φ_δ, for every δ ≥ 0. *)
Theorem mean_types_converge y : (forall x, In x A -> forall y, In y A -> q x = q y -> x = y) -> 0 <= D -> about c D N -> In y A ->
  is_lim_seq (fun m => Ex (words A m) (pi m) (fun w => freq dec w y)) (phi y).
Proof.
  intros Dis D0 HN I. pose proof (proj1 (proj1 Opt)) as L.
  exact (mean_share dec A phi pi (law_pi A q p Lp N s Ks) (fun x e => shares_converge dec A q p phi D c NA Lp Opt qp Dis D0 N s HN Ks x e) y I
    (conj (law_nonneg A phi L y I) (law_le_1 A phi L y I))).
Qed.

(** ** 0 < δ < Δ_max *)
Hypothesis D0 : 0 < D.
Hypothesis B : D < Dmax A p q.
Hypothesis HN : about c D N.
Lemma varies_below : varies A p q.
Proof.
  destruct (varies_or_constant A p q Lp) as [V|[k K]]; [exact V|exfalso]. assert (E : Dmax A p q = 0); [|lra].
  unfold Dmax. rewrite <- Ropp_0, <- ln_1. f_equal. f_equal. rewrite <- (law_sum A p Lp). apply Sum_ext. intros x I.
  destruct (law_nonneg A p Lp x I) as [P|Z]; [|rewrite <- Z; ring]. replace (top A p q x) with true; [simpl; ring|]. symmetry. apply top_spec.
  intros z J Q. rewrite (K x I P), (K z J Q). lra.
Qed.
Theorem divergence_grows : (forall m, (1 <= m)%nat -> ac (words A m) (pi m) (power phi)) /\
  is_lim_seq (fun m => KL (words A m) (pi m) (power phi)) p_infty.
Proof.
  split; [intros m _; exact (finite_below dec A q p phi D Lp qp Opt (Rlt_le _ _ D0) B N s Ks m)|].
  exact (divergence_unbounded dec A q p phi D c NA Lp qp varies_below Opt N s HN Ks (conj D0 B)).
Qed.
Theorem variation_tends_to_one : is_lim_seq (fun m => TV (words A m) (pi m) (power phi)) 1.
Proof. exact (variation_one dec A q p phi D c NA Lp qp varies_below Opt N s HN Ks (conj D0 B)). Qed.
Theorem reverse_divergence_grows : (forall m, (1 <= m)%nat -> ac (words A m) (power phi) (pi m)) /\
  exists k, 0 < k /\ exists M, forall m, (M <= m)%nat -> exp (INR m * k) <= KL (words A m) (power phi) (pi m).
Proof.
  destruct (optimum_tilt A q p phi D Lp qp Opt (conj D0 B)) as [a [a0 [E F]]]. pose proof HN as HN'. rewrite <- E in HN'. split.
  - intros m _ w I Z. rewrite (power_phi A q p phi a m w F I). exact (reverse_ac dec A q p a Lp N s Ks m w I Z).
  - destruct (reverse_grows dec A q p a c Lp qp varies_below a0 N s HN' Ks) as [k [k0 [M HM]]]. exists k. split; [exact k0|]. exists M. intros m Lm.
    rewrite (KL_ext (words A m) (power phi) (power (T A q p a)) (pi m) (pi m)); [now apply HM|intros w I; now apply (power_phi A q p phi a m w)|reflexivity].
Qed.
Lemma log_next m : (1 <= m)%nat -> 0 <= ln (INR m) /\ ln (INR m + 1) <= 1 + ln (INR m).
Proof.
  intros M. assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). split; [rewrite <- ln_1; apply Rcomplements.ln_le; lra|].
  rewrite <- (ln_exp 1) at 2. rewrite <- ln_mult by (try apply exp_pos; lra). apply Rcomplements.ln_le; [lra|].
  assert (2 <= exp 1) by (pose proof (exp_ge_1 1); lra). nra.
Qed.
Lemma draws_log m : ln (INR (N m)) - INR m * D <= Rabs (ln c).
Proof.
  destruct HN as [c0 Bc]. destruct (Bc m) as [N1 [_ U]]. pose proof (Rle_abs (ln c)).
  assert (ln (INR (N m)) <= ln c + INR m * D); [|lra]. rewrite <- (ln_exp (INR m * D)), <- ln_mult by (try apply exp_pos; exact c0).
  apply Rcomplements.ln_le; [apply lt_0_INR; lia|exact U].
Qed.
Lemma deficit_of_order_log : exists k, 0 < k /\ forall a, 0 < a -> KL A (T A q p a) p = D -> (forall x, In x A -> phi x = T A q p a x) ->
  forall m, (1 <= m)%nat -> INR m * - H A phi q - Ex (words A m) (pi m) (total l) <= k * (1 + a) * (1 + ln (INR m)).
Proof.
  destruct (reward_range A q p Lp) as [lo [hi Rg]]. set (g := hi - lo). set (K := INR (length A)).
  exists (Rabs ((Rabs (ln c) / D + 1) * g + (K * g + 1) + g) + Rabs ((K * g + 1) / D * g) + Rabs ((K + 1) / D * g) + 1). split.
  { pose proof (Rabs_pos ((Rabs (ln c) / D + 1) * g + (K * g + 1) + g)). pose proof (Rabs_pos ((K * g + 1) / D * g)). pose proof (Rabs_pos ((K + 1) / D * g)). lra. }
  intros a a0 E F m M. destruct HN as [c0 Bc]. destruct (Bc m) as [N1 [U _]].
  pose proof (deficit_log dec A q p a NA Lp a0 lo hi Rg m (N m) (s m) (Ks m) c c0) as G. rewrite E in G. specialize (G U D0). fold g K (pi m) in G.
  replace (H A phi q) with (H A (T A q p a) q) by (unfold H; f_equal; apply Sum_ext; intros x I; now rewrite F).
  destruct (log_next m M) as [L0 L1]. set (y := ln (INR m)) in *. set (x := ln (INR m + 1)) in *.
  pose proof (Rle_abs ((Rabs (ln c) / D + 1) * g + (K * g + 1) + g)) as A1. pose proof (Rle_abs ((K * g + 1) / D * g)) as A2. pose proof (Rle_abs ((K + 1) / D * g)) as A3.
  set (u1 := Rabs ((Rabs (ln c) / D + 1) * g + (K * g + 1) + g)) in *. set (u2 := Rabs ((K * g + 1) / D * g)) in *. set (u3 := Rabs ((K + 1) / D * g)) in *.
  assert (P1 : 0 <= u1) by apply Rabs_pos. assert (P2 : 0 <= u2) by apply Rabs_pos. assert (P3 : 0 <= u3) by apply Rabs_pos.
  assert (x0 : 0 <= x) by (unfold x; rewrite <- ln_1; apply Rcomplements.ln_le; [lra|pose proof (pos_INR m); lra]).
  eapply Rle_trans; [exact G|].
  replace (((a * (K * g + 1) + (K + 1) * x + Rabs (ln c)) / D + 1) * g + (K * g + 1) + g)
    with ((Rabs (ln c) / D + 1) * g + (K * g + 1) + g + a * ((K * g + 1) / D * g) + x * ((K + 1) / D * g)) by (field; lra).
  apply Rle_trans with (u1 + a * u2 + (1 + y) * u3).
  - assert (a * ((K * g + 1) / D * g) <= a * u2) by (apply Rmult_le_compat_l; lra).
    assert (x * ((K + 1) / D * g) <= x * u3) by (apply Rmult_le_compat_l; lra). assert (x * u3 <= (1 + y) * u3) by (apply Rmult_le_compat_r; lra). lra.
  - assert (u1 <= u1 * ((1 + a) * (1 + y))) by (rewrite <- (Rmult_1_r u1) at 1; apply Rmult_le_compat_l; [lra|nra]).
    assert (a * u2 <= u2 * ((1 + a) * (1 + y))) by (rewrite (Rmult_comm a u2); apply Rmult_le_compat_l; [lra|nra]).
    assert ((1 + y) * u3 <= u3 * ((1 + a) * (1 + y))) by (rewrite (Rmult_comm _ u3); apply Rmult_le_compat_l; [lra|nra]). nra.
Qed.
Theorem divergence_of_order_log : (forall m, (1 <= m)%nat -> ac (words A m) (pi m) (power phi)) /\
  exists k, 0 < k /\ forall m, (1 <= m)%nat -> KL (words A m) (pi m) (power phi) <= k * (1 + ln (INR m)).
Proof.
  split; [intros m _; exact (finite_below dec A q p phi D Lp qp Opt (Rlt_le _ _ D0) B N s Ks m)|].
  destruct (optimum_tilt A q p phi D Lp qp Opt (conj D0 B)) as [a [a0 [E F]]]. destruct deficit_of_order_log as [k [k0 G]].
  exists (Rabs (ln c) + a * (k * (1 + a))). split; [pose proof (Rabs_pos (ln c)); assert (0 < a * (k * (1 + a))) by (repeat apply Rmult_lt_0_compat; lra); lra|].
  intros m M. specialize (G a a0 E F m M).
  assert (KF : KL (words A m) (pi m) (power phi) = KL (words A m) (pi m) (power (T A q p a))) by exact (KL_phi A q p phi N s a m F). rewrite KF.
  assert (I : KL (words A m) (pi m) (power (T A q p a)) = KL (words A m) (pi m) (power p) - INR m * KL A (T A q p a) p
    + a * (INR m * - H A (T A q p a) q - Ex (words A m) (pi m) (total l))) by exact (divergence_identity dec A q p a Lp m (N m) (s m) (Ks m)).
  rewrite E in I. rewrite I.
  destruct HN as [_ Bc]. destruct (Bc m) as [N1 _]. pose proof (lemma6 (list_eq_dec dec) (words A m) (N m) (power p) (s m) (law_power A p m Lp) (proj1 (Ks m)) N1) as K6.
  change (KL (words A m) (pi m) (power p) <= ln (INR (N m))) in K6. pose proof (draws_log m) as DL. destruct (log_next m M) as [L0 _].
  replace (H A phi q) with (H A (T A q p a) q) in G by (unfold H; f_equal; apply Sum_ext; intros x J; now rewrite F).
  apply (Rmult_le_compat_l a) in G; [|lra]. pose proof (Rabs_pos (ln c)). assert (Rabs (ln c) <= Rabs (ln c) * (1 + ln (INR m))) by nra. lra.
Qed.
Theorem total_rewards_close : exists k, 0 < k /\ forall m, (1 <= m)%nat ->
  Rabs (Ex (words A m) (pi m) (total l) - Ex (words A m) (power phi) (total l)) <= k * (1 + ln (INR m)).
Proof.
  destruct (optimum_tilt A q p phi D Lp qp Opt (conj D0 B)) as [a [a0 [E F]]]. destruct deficit_of_order_log as [k [k0 G]].
  exists (Rabs (ln c) / a + k * (1 + a)). assert (ca : 0 <= Rabs (ln c) / a) by (apply Rdiv_le_0_compat; [apply Rabs_pos|exact a0]).
  assert (k1 : 0 < k * (1 + a)) by (apply Rmult_lt_0_compat; lra). split; [lra|]. intros m M. specialize (G a a0 E F m M).
  rewrite Ex_total by exact (proj1 (proj1 Opt)). replace (INR m * Ex A phi l) with (INR m * - H A phi q) by (rewrite H_Ex; ring).
  destruct HN as [_ Bc]. destruct (Bc m) as [N1 _]. pose proof (deficit_ge dec A q p a Lp m (N m) (s m) (Ks m) N1) as Lo. rewrite E in Lo. fold (pi m) in Lo.
  replace (H A (T A q p a) q) with (H A phi q) in Lo by (unfold H; f_equal; apply Sum_ext; intros x J; now rewrite F).
  pose proof (draws_log m) as DL. destruct (log_next m M) as [L0 _]. apply Rabs_le.
  assert (Up : Ex (words A m) (pi m) (total l) - INR m * - H A phi q <= Rabs (ln c) / a).
  { apply (Rmult_le_reg_l a); [exact a0|]. replace (a * (Rabs (ln c) / a)) with (Rabs (ln c)) by (field; lra). lra. }
  assert (Rabs (ln c) / a <= Rabs (ln c) / a * (1 + ln (INR m))) by nra. split; nra.
Qed.
End Growing.

(** The mean reward under the type of a word. *)
Theorem mean_under_type {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) r w m : NoDup A -> In w (words A m) -> (1 <= m)%nat ->
  Ex A (freq dec w) r = total r w / INR m.
Proof.
  intros NA I M. rewrite (total_counts dec A NA r w (fun x => words_letters A m w x I)). unfold Rdiv. rewrite <- Sum_scal_r. unfold Ex. apply Sum_ext.
  intros x _. unfold freq. rewrite (words_length A m w I). unfold Rdiv. ring.
Qed.

(** ** Tilts with a positive exponent *)
Section Tilted.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Notation l := (fun x => ln (q x)).
Hypothesis HN : about c (KL A (T A q p a) p) N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
(** Corollary 1 for best-of-N, at every real t. *)
Theorem cumulants_of_best_of_N t :
  (t <= a -> is_lim_seq (fun m => ln (Ex (words A m) (pi m) (fun w => exp (t * total l w))) / INR m) (t * - H A (T A q p a) q)) /\
  (a < t -> is_lim_seq (fun m => ln (Ex (words A m) (pi m) (fun w => exp (t * total l w))) / INR m) (ln (Z A q p t) + KL A (T A q p a) p)).
Proof.
  split; intros Lt; [|exact (cumulant_beyond dec A q p a c Lp qp nc a0 N s HN Ks t Lt)]. destruct (Rlt_le_dec t 0) as [T0|T0].
  - exact (cumulant_negative dec A q p a c Lp qp nc a0 N s HN Ks t T0).
  - exact (cumulant_within dec A q p a c Lp qp nc a0 N s HN Ks t (conj T0 Lt)).
Qed.
(** The conjecture fails in every model: beyond the level of φ best-of-N is below every exponential, the rate J_Δ finite. *)
Theorem conjecture_fails : ~ LDP (fun m B => Pr (words A m) (pi m) (fun w => B (info q m w))) (rate A q p (T A q p a)).
Proof.
  intros [_ Low]. set (lev b := H A (T A q p b) q). set (b := a - 2). set (b1 := a - 1). set (j := KL A (T A q p b) (T A q p a)).
  pose proof (H_strictly_decreasing A p q Lp qp nc b b1 ltac:(unfold b, b1; lra)) as D1. fold (lev b1) (lev b) in D1.
  destruct (Low (Rltb (lev b1)) (lev b) j) with (e := 1) as [M1 H1]; [|left; now exists b|lra|].
  { exists (lev b - lev b1). split; [lra|]. intros u U. apply Rltb_true. apply Rabs_def2 in U. lra. }
  destruct (conjecture_false_above dec A q p a c Lp qp nc a0 N s HN Ks b1 (j + 2) 1 ltac:(unfold b1; lra) Rlt_0_1) as [M2 H2].
  set (m := S (M1 + M2)). specialize (H1 m ltac:(unfold m; lia)). destruct (H2 m ltac:(unfold m; lia)) as [H3 _]. fold (pi m) in H3.
  assert (P : 0 < INR m) by (apply lt_0_INR; unfold m; lia).
  assert (K : Pr (words A m) (pi m) (fun w => Rltb (lev b1) (info q m w)) <= Pr (words A m) (pi m) (fun w => Rleb (lev b1) (info q m w))).
  { apply (Pr_mono _ _ (law_pi A q p Lp N s Ks m)). intros w _ W. apply Rleb_true. apply Rltb_true in W. lra. }
  assert (F : exp (- INR m * (j + 2)) < exp (- INR m * (j + 1))); [apply exp_increasing; nra|]. fold (lev b1) in H3. lra.
Qed.
End Tilted.
