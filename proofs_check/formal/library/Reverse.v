(** The other direction: KL(φ_δ^m‖π_N^m) grows exponentially in m, in every model with 0 < δ < Δ_max. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TiltLevels TailLimits Growing Theorem2 TypeLemma Conjecture.

Section Reverse.
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

(** Every word that φ^m can give is kept with positive probability: the divergence is finite. *)
Theorem reverse_ac m : ac (words A m) (power phi) (pi m).
Proof.
  intros w I E. destruct (law_nonneg _ _ (law_power A p m Lp) w I) as [P|Z].
  - pose proof (kept_pos (list_eq_dec dec) (words A m) (N m) (power p) (s m) (law_power A p m Lp) (proj1 (Ks m)) w I P) as K. fold (pi m) in K. lra.
  - symmetry in Z. exact (ac_power A phi p m (T_ac A p q a) w I Z).
Qed.
(** KL(φ^m‖π) ≥ e^{mk} eventually, for some k > 0: even divided by m it tends to infinity. *)
Theorem reverse_grows : exists k, 0 < k /\ eventually (fun m => exp (INR m * k) <= KL (words A m) (power phi) (pi m)).
Proof.
  set (b := 31 / 32 * a). assert (Lb : b < a) by (unfold b; lra). set (v := level b - level a).
  assert (V : 0 < v) by (unfold v; pose proof (H_strictly_decreasing A p q Lp qp nc b a Lb); cbv beta; lra).
  destruct (level_continuous A q p Lp b (v / 2) ltac:(lra)) as [d [D C]]. set (u := Rmin (d / 2) (a / 64)).
  assert (u0 : 0 < u) by (unfold u; apply Rmin_glb_lt; lra). assert (u1 : u <= d / 2) by apply Rmin_l. assert (u2 : u <= a / 64) by apply Rmin_r.
  set (b1 := b + u). assert (B1 : b < b1 < a) by (unfold b1, b in *; lra).
  specialize (C b1 ltac:(unfold b1; replace (b + u - b) with u by ring; rewrite Rabs_right; lra)). apply Rabs_def2 in C.
  pose proof (H_strictly_decreasing A p q Lp qp nc b b1 ltac:(lra)) as D1.
  (* δ − J(b1) ≥ b1 (level b1 − level a) *)
  pose proof (three_point A p q Lp phi b1 (T_law A p q Lp a) (T_ac A p q a)) as TP.
  pose proof (KL_nonneg A phi (T A q p b1) (T_law A p q Lp a) (T_law A p q Lp b1) (ac_T A p q Lp _ b1 (T_ac A p q a))) as N1.
  assert (Gap : 31 / 64 * a * v <= delta - J b1).
  { assert (b * (v / 2) <= b1 * (level b1 - level a)).
    { assert (V2 : v / 2 <= level b1 - level a) by (unfold v in *; cbv beta in *; lra). apply Rmult_le_compat; [unfold b; lra|lra|lra|exact V2]. }
    fold delta in TP. unfold phi in *. unfold b in *. cbv beta in *. lra. }
  (* J_Δ(b) ≤ (a − b) v *)
  pose proof (tilt_gap A p q Lp b a) as TG. fold phi in TG.
  pose proof (KL_nonneg A phi (T A q p b) (T_law A p q Lp a) (T_law A p q Lp b) (ac_T A p q Lp _ b (T_ac A p q a))) as N2.
  assert (JD : KL A (T A q p b) phi <= 1 / 32 * a * v).
  { assert ((a - b) * v = 1 / 32 * a * v) by (unfold b; field). unfold v in *. cbv beta in *. unfold phi in *. lra. }
  set (e := a * v / 32). assert (av : 0 < a * v) by (now apply Rmult_lt_0_compat). assert (E : 0 < e) by (unfold e; lra).
  exists (11 / 96 * a * v). split; [lra|]. destruct HN as [c0 B].
  destruct (half_absorbed (1 / c) e ltac:(apply Rdiv_lt_0_compat; lra) E) as [M1 H1].
  destruct (beyond_exponent A q p Lp qp nc 1 b1 e ltac:(ring) ltac:(unfold b in *; lra) E) as [M2 H2].
  destruct (conjecture_false_above dec A q p a c Lp qp nc a0 N s HN Ks b 0 e Lb E) as [M3 H3].
  destruct (half_absorbed (1 / 2) (11 / 96 * a * v) ltac:(lra) ltac:(lra)) as [M4 H4].
  exists (S (M1 + M2 + M3 + M4)). intros m Lm. specialize (H1 m ltac:(lia)). specialize (H2 m ltac:(lia)). specialize (H4 m ltac:(lia)).
  destruct (H3 m ltac:(lia)) as [_ H3']. destruct (B m) as [_ [N3 _]]. fold phi in H3'.
  rewrite (Pr_ext _ _ _ (fun w => Rleb (info q m w) (level b1))) in H2 by (intros; cbv beta; now rewrite !Rmult_1_l).
  set (Ev := fun w => Rleb (level b) (info q m w)) in *. set (G := Pr (words A m) (power p) (fun w => Rleb (info q m w) (level b1))) in *.
  assert (PiE : Pr (words A m) (pi m) Ev <= 1 * exp (- (INR (N m) * G))).
  { rewrite Rmult_1_l. eapply Rle_trans; [|apply (pi_above_le dec A q p Lp qp N s Ks (level b1) m ltac:(lia))].
    apply (Pr_mono _ _ (pi_law A q p Lp m (N m) (s m) (Ks m))). intros w _. unfold Ev. rewrite Rleb_true, Rltb_true. cbv beta in *. lra. }
  assert (NG : exp (INR m * (26 / 64 * a * v)) <= INR (N m) * G).
  { apply Rle_trans with (exp (INR m * delta) / c * exp (- INR m * (J b1 + e))).
    - replace (exp (INR m * delta) / c * exp (- INR m * (J b1 + e))) with (exp (INR m * delta) * exp (- INR m * (J b1 + e)) * (1 / c)) by (field; lra).
      apply Rle_trans with (exp (INR m * delta) * exp (- INR m * (J b1 + e)) * exp (- INR m * e)).
      + rewrite <- !exp_plus. apply exp_le_mono. assert (INR m * (26 / 64 * a * v) <= INR m * (delta - J b1 - 2 * e)) by (apply Rmult_le_compat_l; [apply pos_INR|unfold e; lra]). cbv beta in *. lra.
      + apply Rmult_le_compat_l; [apply Rlt_le, Rmult_lt_0_compat; apply exp_pos|exact H1].
    - apply Rmult_le_compat; [apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact c0]|apply Rlt_le, exp_pos|exact N3|exact H2]. }
  assert (NG0 : 0 < INR (N m) * G) by (eapply Rlt_le_trans; [apply exp_pos|exact NG]).
  set (y := INR (N m) * G) in *.
  pose proof (event_transport (words A m) (pi m) (pi_law A q p Lp m (N m) (s m) (Ks m)) (power phi) Ev y 1
    (law_power A phi m (T_law A p q Lp a)) (reverse_ac m) NG0 ltac:(lra) PiE) as F.
  apply (Rmult_le_compat_l y) in F; [|lra].
  replace (y * ((KL (words A m) (power phi) (pi m) + ln (1 + 1)) / y)) with (KL (words A m) (power phi) (pi m) + ln (1 + 1)) in F by (field; lra).
  assert (L2 : ln (1 + 1) <= 1) by (pose proof (ln_le_sub1 2 ltac:(lra)); replace (1 + 1) with 2 by ring; lra).
  assert (Pr0 : exp (INR m * (22 / 64 * a * v)) <= y * Pr (words A m) (power phi) Ev).
  { apply Rle_trans with (exp (INR m * (26 / 64 * a * v)) * exp (- INR m * (KL A (T A q p b) phi + e))).
    - rewrite <- exp_plus. apply exp_le_mono. assert (INR m * (KL A (T A q p b) phi + e) <= INR m * (1 / 16 * a * v)) by (apply Rmult_le_compat_l; [apply pos_INR|unfold e; lra]). lra.
    - apply Rmult_le_compat; [apply Rlt_le, exp_pos|apply Rlt_le, exp_pos|exact NG|exact H3']. }
  (* e^{3x} − 1 ≥ e^x for e^x ≥ 2 *)
  set (t := exp (INR m * (11 / 96 * a * v))). assert (T2 : 2 <= t).
  { unfold t. replace (INR m * (11 / 96 * a * v)) with (- (- INR m * (11 / 96 * a * v))) by ring. rewrite exp_Ropp. replace 2 with (/ (1 / 2)) by field. apply Rinv_le_contravar; [apply exp_pos|exact H4]. }
  replace (INR m * (22 / 64 * a * v)) with (INR m * (11 / 96 * a * v) + INR m * (11 / 96 * a * v) + INR m * (11 / 96 * a * v)) in Pr0 by field.
  rewrite !exp_plus in Pr0. fold t in Pr0. assert (t * 4 <= t * (t * t)) by (apply Rmult_le_compat_l; nra). lra.
Qed.
End Reverse.
