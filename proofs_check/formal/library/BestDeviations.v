(** The large deviation principle of best-of-N: for 0 < δ < Δ_max the rate is J₀ − δ up to t_δ = H(φ_δ‖q), and infinite beyond. *)
From Coq Require Import Classical.
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TiltLevels TailLimits Growing Theorem2 Conjecture LargeDeviations.

Section Best.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p : X -> R) (a c : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis nc : varies A p q.
Hypothesis a0 : 0 < a.
Notation l := (fun x => ln (q x)).
Notation level := (fun b => H A (T A q p b) q).
Notation J := (fun b => KL A (T A q p b) p).
Let phi := T A q p a.
Let delta := KL A phi p.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c delta N.
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Let P m (B : R -> bool) := Pr (words A m) (pi m) (fun w => B (info q m w)).

Lemma law_pi m : law (words A m) (pi m). Proof. exact (Lpi A q p Lp N s Ks m). Qed.
Lemma N_absorbed e : 0 < e -> eventually (fun m => INR (N m) <= exp (INR m * (delta + e)) /\ exp (INR m * (delta - e)) <= INR (N m)).
Proof.
  intros E. destruct HN as [c0 B]. destruct (half_absorbed (/ c) e ltac:(now apply Rinv_0_lt_compat) E) as [M1 H1].
  destruct (half_absorbed (1 / c) e ltac:(apply Rdiv_lt_0_compat; lra) E) as [M2 H2].
  exists (M1 + M2)%nat. intros m Lm. specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). destruct (B m) as [_ [N2 N3]]. split.
  - assert (Ce : c <= exp (INR m * e)).
    { apply Rinv_le_contravar in H1; [|apply exp_pos]. rewrite Rinv_inv in H1. rewrite <- exp_Ropp in H1. replace (- (- INR m * e)) with (INR m * e) in H1 by ring. exact H1. }
    rewrite Rmult_plus_distr_l, exp_plus. apply Rle_trans with (1 := N3). rewrite Rmult_comm. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact Ce].
  - apply Rle_trans with (2 := N2). replace (INR m * (delta - e)) with (INR m * delta + - INR m * e) by ring. rewrite exp_plus.
    replace (exp (INR m * delta) / c) with (exp (INR m * delta) * (1 / c)) by (field; lra). apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|exact H2].
Qed.
(** A window below the level of any b > α has exponent at most J(b) − δ. *)
Lemma best_window b h e : a < b -> 0 < h -> 0 < e -> eventually (fun m =>
  exp (- INR m * (J b - delta + e)) <= P m (fun u => Rltb (level b - h) u && Rleb u (level b))).
Proof.
  intros Lb Hh E. destruct (level_continuous A q p Lp b h Hh) as [d [D C]]. set (b' := b + d / 2).
  specialize (C b' ltac:(unfold b'; replace (b + d / 2 - b) with (d / 2) by ring; rewrite Rabs_right; lra)). apply Rabs_def2 in C.
  assert (Jb : J b < J b') by (apply (KL_strictly_increasing A p q Lp qp nc); unfold b'; lra).
  set (e1 := Rmin (e / 2) ((J b' - J b) / 4)). assert (E1 : 0 < e1) by (unfold e1; apply Rmin_glb_lt; cbv beta in *; lra).
  assert (E2 : e1 <= e / 2) by apply Rmin_l. assert (E3 : e1 <= (J b' - J b) / 4) by apply Rmin_r.
  destruct (best_of_N_lower dec A q p a c Lp qp nc a0 N s HN Ks b e1 Lb E1) as [M1 H1].
  destruct (N_absorbed e1 E1) as [M2 H2]. destruct (half_absorbed (1 / 2) e1 ltac:(lra) E1) as [M3 H3].
  exists (S (M1 + M2 + M3)). intros m Lm. specialize (H1 m ltac:(lia)). specialize (H3 m ltac:(lia)). destruct (H2 m ltac:(lia)) as [N2 _].
  fold phi delta in H1. fold (pi m) in H1. set (x := exp (- INR m * (J b - delta + e1))) in *. assert (x0 : 0 < x) by apply exp_pos.
  assert (U : Pr (words A m) (pi m) (fun w => Rleb (info q m w) (level b)) <=
    P m (fun u => Rltb (level b - h) u && Rleb u (level b)) + Pr (words A m) (pi m) (fun w => Rleb (info q m w) (level b'))).
  { eapply Rle_trans; [|apply (Pr_or _ _ (law_pi m))]. apply (Pr_mono _ _ (law_pi m)). intros w _ W. rewrite W, andb_true_r.
    apply orb_true_iff. rewrite Rltb_true, Rleb_true. destruct (Rlt_dec (level b - h) (info q m w)); [now left|right]. cbv beta in *. lra. }
  assert (V : Pr (words A m) (pi m) (fun w => Rleb (info q m w) (level b')) <= x / 2).
  { eapply Rle_trans; [apply (pi_le_N A q p Lp N s Ks m)|].
    apply Rle_trans with (exp (INR m * (delta + e1)) * exp (- INR m * J b')).
    - apply Rmult_le_compat; [apply pos_INR|apply Pr_nonneg, law_power, Lp|exact N2|]. apply (tail_below_le A q p Lp qp b' m); [unfold b'; lra|lia].
    - apply Rle_trans with (x * exp (- INR m * e1)); [|unfold Rdiv; apply Rmult_le_compat_l; lra].
      unfold x. rewrite <- !exp_plus. apply exp_le_mono.
      assert (0 <= INR m * (J b' - J b - 3 * e1)) by (apply Rmult_le_pos; [apply pos_INR|cbv beta in *; lra]). cbv beta in *. lra. }
  apply Rle_trans with (x / 2); [|lra]. apply Rle_trans with (x * exp (- INR m * e1)); [|unfold Rdiv; apply Rmult_le_compat_l; lra].
  unfold x. rewrite <- exp_plus. apply exp_le_mono. assert (0 <= INR m * (e - 2 * e1)) by (apply Rmult_le_pos; [apply pos_INR|lra]). cbv beta. lra.
Qed.
Notation best_rate := (best_rate A q p a).
Lemma mean_rate : best_rate (H A phi q) 0.
Proof. split; [apply Rle_refl|]. exists delta. split; [left; now exists a|unfold delta, phi; lra]. Qed.
(** A-conjecture, what is true: best-of-N satisfies the large deviation principle with the rate J₀ − δ up to t_δ, ∞ beyond. *)
Theorem best_of_N_LDP : LDP P best_rate.
Proof.
  split.
  - intros B cc C e E. destruct (Rle_dec cc 0) as [c0|c0].
    { exists 0%nat. intros m _. apply Rle_trans with 1; [apply Pr_le_1, law_pi|]. rewrite <- exp_0. apply exp_le_mono.
      assert (0 <= INR m * (e - cc)) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra. }
    assert (Eta : exists h, 0 < h /\ forall u, B u = true -> h <= Rabs (u - level a)).
    { apply NNPP. intros No. apply c0, (C (level a) 0); [|exact mean_rate]. intros h Hh. apply NNPP. intros K. apply No. exists h. split; [exact Hh|].
      intros u Bu. apply Rnot_lt_le. intros Q. apply K. now exists u. }
    destruct Eta as [h [Hh Far]]. set (B1 := fun u => B u && Rltb u (level a)).
    destruct (proj1 (theorem3 A q p Lp qp) B1 (cc + delta)) with (e := e / 4) as [M1 H1]; [|lra|].
    { intros t j Cl Rt. assert (j - delta >= cc); [|lra]. apply Rle_ge, (C t).
      - intros h1 Hh1. destruct (Cl h1 Hh1) as [u [Bu Du]]. exists u. split; [|exact Du]. unfold B1 in Bu. now apply andb_prop in Bu.
      - split; [|now exists j]. apply Rnot_lt_le. intros K. destruct (Cl (t - level a) ltac:(unfold phi in K; cbv beta; lra)) as [u [Bu Du]].
        unfold B1 in Bu. apply andb_prop in Bu. destruct Bu as [_ Bu]. apply Rltb_true in Bu. apply Rabs_def2 in Du. cbv beta in *. lra. }
    destruct (N_absorbed (e / 4) ltac:(lra)) as [M2 H2].
    destruct (best_of_N_infinite_rate dec A q p a c Lp qp nc a0 N s HN Ks (level a + h) cc ltac:(cbv beta; lra)) as [M3 H3].
    destruct (half_absorbed (1 / 2) (e / 4) ltac:(lra) ltac:(lra)) as [M4 H4].
    exists (M1 + M2 + M3 + M4)%nat. intros m Lm. specialize (H1 m ltac:(lia)). destruct (H2 m ltac:(lia)) as [N2 _]. specialize (H3 m ltac:(lia)). specialize (H4 m ltac:(lia)).
    fold (pi m) in H3. pose proof (law_pi m) as L.
    assert (U : P m B <= P m B1 + Pr (words A m) (pi m) (fun w => Rleb (level a + h) (info q m w))).
    { eapply Rle_trans; [|apply (Pr_or _ _ L)]. apply (Pr_mono _ _ L). intros w _ W. unfold B1. rewrite W. apply orb_true_iff.
      specialize (Far _ W). destruct (Rlt_dec (info q m w) (level a)) as [K|K]; [left; now apply Rltb_true|right].
      apply Rleb_true. rewrite Rabs_right in Far by (cbv beta in *; lra). lra. }
    assert (V : P m B1 <= exp (- INR m * (cc - e / 2))).
    { eapply Rle_trans; [apply (pi_le_N A q p Lp N s Ks m)|].
      apply Rle_trans with (exp (INR m * (delta + e / 4)) * exp (- INR m * (cc + delta - e / 4))).
      - apply Rmult_le_compat; [apply pos_INR|apply Pr_nonneg, law_power, Lp|exact N2|exact H1].
      - right. rewrite <- exp_plus. f_equal. field. }
    assert (W1 : exp (- INR m * cc) <= exp (- INR m * (cc - e / 2))).
    { apply exp_le_mono. assert (0 <= INR m * (e / 2)) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra. }
    assert (W2 : 2 * exp (- INR m * (cc - e / 2)) <= exp (- INR m * (cc - e))).
    { replace (- INR m * (cc - e)) with (- INR m * (cc - e / 2) + INR m * (e / 4) + INR m * (e / 4)) by field. rewrite !exp_plus.
      assert (T2 : 2 <= exp (INR m * (e / 4))).
      { replace (INR m * (e / 4)) with (- (- INR m * (e / 4))) by ring. rewrite exp_Ropp. replace 2 with (/ (1 / 2)) by field. apply Rinv_le_contravar; [apply exp_pos|exact H4]. }
      pose proof (exp_pos (- INR m * (cc - e / 2))). set (x := exp (- INR m * (cc - e / 2))) in *. set (y := exp (INR m * (e / 4))) in *.
      assert (x * 2 <= x * (y * y)) by (apply Rmult_le_compat_l; nra). lra. }
    lra.
  - intros B t j [h [Hh In0]] [Tt [j0 [Rt ->]]] e E. fold phi in Tt. fold phi delta. destruct Rt as [[b [Hb ->]]|[[x [I [Px Ex]]] [S ->]]].
    + assert (ab : a <= b).
      { apply Rnot_lt_le. intros K. pose proof (H_strictly_decreasing A p q Lp qp nc b a K). unfold phi in Tt. lra. }
      set (eps := Rmin (h / 2) (e / (4 * (b + 1)))). assert (Ep : 0 < eps) by (unfold eps; apply Rmin_glb_lt; [lra|apply Rdiv_lt_0_compat; lra]).
      assert (Ep1 : eps <= h / 2) by apply Rmin_l. assert (Ep2 : eps <= e / (4 * (b + 1))) by apply Rmin_r.
      destruct (level_continuous A q p Lp b eps Ep) as [d [D Cn]]. set (b2 := b + Rmin (d / 2) 1).
      assert (B2 : b < b2 <= b + 1 /\ b2 - b < d) by (unfold b2; pose proof (Rmin_l (d / 2) 1); pose proof (Rmin_r (d / 2) 1); assert (0 < Rmin (d / 2) 1) by (apply Rmin_glb_lt; lra); lra).
      specialize (Cn b2 ltac:(rewrite Rabs_right; lra)). apply Rabs_def2 in Cn.
      pose proof (H_strictly_decreasing A p q Lp qp nc b b2 ltac:(lra)) as Dc.
      pose proof (three_point A p q Lp (T A q p b) b2 (T_law A p q Lp b) (T_ac A p q b)) as TP.
      pose proof (KL_nonneg A (T A q p b) (T A q p b2) (T_law A p q Lp b) (T_law A p q Lp b2) (ac_T A p q Lp _ b2 (T_ac A p q b))) as G.
      assert (Jb : J b2 <= J b + e / 4).
      { assert (b2 * (level b - level b2) <= (b + 1) * (e / (4 * (b + 1)))) by (apply Rmult_le_compat; cbv beta in *; lra).
        assert ((b + 1) * (e / (4 * (b + 1))) = e / 4) by (field; lra). cbv beta in *. lra. }
      destruct (best_window b2 (h / 2) (e / 4) ltac:(lra) ltac:(lra) ltac:(lra)) as [M HM]. exists M. intros m Lm. specialize (HM m Lm).
      eapply Rle_trans; [|eapply Rle_trans; [exact HM|]].
      * apply exp_le_mono. rewrite <- !Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|]. cbv beta in *. lra.
      * apply (Pr_mono _ _ (law_pi m)). intros w _ W. apply andb_prop in W. rewrite Rltb_true, Rleb_true in W. apply In0, Rabs_def1; cbv beta in *; lra.
    + set (pt := Pr A p (tied (fun x => - ln (q x)) t)).
      assert (pt0 : 0 < pt). { unfold pt. rewrite <- Ex. now apply (Pr_tied_pos A p (fun x => - ln (q x)) x). }
      destruct S as [S|S].
      * assert (Dp : delta <= - ln pt).
        { pose proof (tail_below_le A q p Lp qp a 1 ltac:(lra) ltac:(lia)) as K. pose proof (at_the_end A q p Lp qp 1 t ltac:(lia) S) as At.
          fold pt in At. rewrite pow_1 in At. fold phi delta in K.
          assert (Q : pt <= exp (- INR 1 * delta)).
          { rewrite <- At. apply Rle_trans with (2 := K). apply (Pr_mono _ _ (law_power A p 1 Lp)). intros w _. rewrite !Rleb_true. unfold phi in Tt. lra. }
          apply (ln_le_mono _ _ pt0) in Q. rewrite ln_exp in Q. simpl in Q. lra. }
        set (e1 := e / 4). assert (E1 : 0 < e1) by (unfold e1; lra). destruct (N_absorbed e1 E1) as [M1 H1]. destruct (half_absorbed (1 / 2) e1 ltac:(lra) E1) as [M2 H2].
        exists (Datatypes.S (M1 + M2)). intros m Lm. destruct (H1 m ltac:(lia)) as [N3 N2]. specialize (H2 m ltac:(lia)). assert (Pm : 0 < INR m) by (apply lt_0_INR; lia).
        apply Rle_trans with (P m (fun u => Rleb u t)).
        -- unfold P. rewrite (Pr_ext _ _ _ (fun w => negb (Rltb t (info q m w)))) by (intros; apply Rleb_neg). rewrite (Pr_compl _ _ (law_pi m)).
           pose proof (pi_above_le dec A q p Lp qp N s Ks t m ltac:(lia)) as U. change (kept (words A m) (N m) (power p) (s m)) with (pi m) in U.
           rewrite (at_the_end A q p Lp qp m t ltac:(lia) S) in U. fold pt in U.
           assert (Pe : pt ^ m = exp (INR m * ln pt)) by (rewrite <- ln_pow, exp_ln by (assumption || now apply pow_lt); reflexivity).
           rewrite Pe in U. set (y := INR (N m) * exp (INR m * ln pt)) in *.
           assert (Y1 : exp (INR m * (delta - e1)) * exp (INR m * ln pt) <= y) by (apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|exact N2]).
           assert (Y2 : y <= exp (INR m * e1)).
           { apply Rle_trans with (exp (INR m * (delta + e1)) * exp (INR m * ln pt)); [apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|exact N3]|].
             rewrite <- exp_plus. apply exp_le_mono. assert (0 <= INR m * (- ln pt - delta)) by (apply Rmult_le_pos; lra). lra. }
           assert (T2 : 2 <= exp (INR m * e1)).
           { replace (INR m * e1) with (- (- INR m * e1)) by ring. rewrite exp_Ropp. replace 2 with (/ (1 / 2)) by field. apply Rinv_le_contravar; [apply exp_pos|exact H2]. }
           assert (Y0 : 0 < y) by (eapply Rlt_le_trans; [|exact Y1]; apply Rmult_lt_0_compat; apply exp_pos).
           assert (Ey : exp (- y) <= / (1 + y)) by (rewrite exp_Ropp; apply Rinv_le_contravar; [lra|apply exp_ge_1]).
           set (z := exp (INR m * e1)) in *.
           assert (Low : y / (z * z) <= 1 - exp (- y)).
           { apply Rle_trans with (1 - / (1 + y)); [|lra]. replace (1 - / (1 + y)) with (y / (1 + y)) by (field; lra).
             apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [lra|]. nra. }
           assert (U' : Pr (words A m) (pi m) (fun w => Rltb t (info q m w)) <= exp (- y)) by exact U.
           apply Rle_trans with (y / (z * z)); [|lra].
           apply Rle_trans with (exp (INR m * (delta - e1)) * exp (INR m * ln pt) / (z * z)); [|apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; nra|exact Y1]].
           unfold z, Rdiv. rewrite <- !exp_plus, <- exp_Ropp, <- exp_plus. apply exp_le_mono. assert (0 <= INR m * e1) by (apply Rmult_le_pos; lra). unfold e1 in *. lra.
        -- unfold P, Pr. apply Sum_le. intros w Iw. destruct (Req_dec (pi m w) 0) as [Z|Nz]; [rewrite Z; lra|].
           pose proof (law_nonneg _ _ (law_pi m) w Iw) as Pw. apply Rmult_le_compat_r; [exact Pw|].
           destruct (Rleb (info q m w) t) eqn:W; cbn [ind]; [|unfold ind; destruct (B (info q m w)); lra]. apply Rleb_true in W.
           pose proof (pi_support dec A q p Lp N s Ks m w Iw Nz) as Qw. rewrite In0; [simpl; lra|].
           assert (K : t <= info q m w).
           { rewrite (info_mean A q p Lp qp m w Iw Qw). apply (Rmult_le_reg_r (INR m)); [exact Pm|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
             rewrite <- (words_length A m w Iw), Rmult_comm, <- total_const. apply total_le. intros z Jz.
             apply S; [now apply (words_letters A m w)|now apply (power_pos_letters A p m w z)]. }
           replace (info q m w) with t by lra. now rewrite Rminus_eq_0, Rabs_R0.
      * exfalso. pose proof (H_strictly_decreasing A p q Lp qp nc (a - 1) a ltac:(lra)) as K.
        assert (level (a - 1) <= t); [|unfold phi in Tt; cbv beta in *; lra].
        rewrite (H_Ex A q (T A q p (a - 1))). apply Ropp_le_cancel. rewrite Ropp_involutive. apply (Ex_ge_const A _ (T_law A p q Lp (a - 1))). intros y J0 Q.
        specialize (S y J0 (T_support A p q Lp (a - 1) y J0 Q)). lra.
Qed.
End Best.
