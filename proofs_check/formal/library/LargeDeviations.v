(** Theorem 3 and Theorem 1 as large deviation principles: both bounds of Definition 7 for all sets, the ends of the range
    included. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Sampling BestOfN Words Deviations TiltLevels TailLimits.

Section OneSide.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Notation inf := (fun x => - ln (q x)).
Let mu := H A p q.
Let P m (B : R -> bool) := Pr (words A m) (power p) (fun w => B (info q m w)).

Lemma level_0 : H A (T A q p 0) q = mu.
Proof. unfold H, mu, H. f_equal. apply Sum_ext. intros. now rewrite T_at_0. Qed.
Lemma rate_mean : rate A q p p mu 0.
Proof.
  left. exists 0. split; [apply level_0|]. transitivity (KL A p p); [now rewrite KL_self|]. apply KL_ext; [|reflexivity]. intros. symmetry. now apply T_at_0.
Qed.
Lemma info_mean m w : In w (words A m) -> 0 < power p w -> info q m w = total inf w / INR m.
Proof.
  intros I Q. rewrite (info_total A q p Lp qp m w I Q). f_equal.
  rewrite (total_ext inf (fun x => -1 * ln (q x))) by (intros; ring). rewrite total_scal. ring.
Qed.
(** The information per letter is at an end only if every letter is. *)
Lemma at_the_end m t : (1 <= m)%nat -> (forall x, In x A -> 0 < p x -> t <= - ln (q x)) -> P m (fun u => Rleb u t) = Pr A p (tied inf t) ^ m.
Proof.
  intros M B. assert (Pm : 0 < INR m) by (apply lt_0_INR; lia). rewrite <- all_draws. apply Pr_ext. intros w I Nz.
  assert (Q : 0 < power p w) by (destruct (law_nonneg _ _ (law_power A p m Lp) w I); [assumption|congruence]).
  rewrite (info_mean m w I Q). apply eq_true_iff_eq. rewrite Rleb_true, forallb_forall.
  assert (F : forall x, In x w -> t <= - ln (q x)) by (intros x J; apply B; [now apply (words_letters A m w)|now apply (power_pos_letters A p m w x)]).
  rewrite <- (words_length A m w I) in *. split.
  - intros K x J. apply tied_true. apply (Rmult_le_compat_r (INR (length w))) in K; [|lra]. unfold Rdiv in K. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in K by lra.
    rewrite total_Sum in K. assert (E : Sum w (fun _ => t) = Sum w inf) by (apply Rle_antisym; [now apply Sum_le|rewrite Sum_const; lra]).
    symmetry. apply (Sum_le_eq w (fun _ => t) inf F E x J).
  - intros K. rewrite (total_ext inf (fun _ => t)) by (intros x J; now apply tied_true, K). rewrite total_const. right. field. lra.
Qed.
(** The part of B below the mean. *)
Lemma below_the_mean B c m : (1 <= m)%nat -> ~ closure B mu -> (forall t j, closure B t -> t < mu -> rate A q p p t j -> c <= j) ->
  P m (fun u => B u && Rltb u mu) <= exp (- INR m * c).
Proof.
  intros M NM C. pose proof (law_power A p m Lp) as L.
  destruct (Classical_Prop.classic (exists u, B u = true /\ u < mu)) as [[u0 [B0 U0]]|No].
  2:{ apply Rle_trans with 0; [right|apply Rlt_le, exp_pos]. apply Sum_zero. intros w _. destruct (B (info q m w)) eqn:Bw; simpl; [|ring].
      destruct (Rltb (info q m w) mu) eqn:Uw; simpl; [|ring]. exfalso. apply No. exists (info q m w). split; [exact Bw|now apply Rltb_true]. }
  destruct (completeness (fun u => B u = true /\ u < mu)) as [t [Ub Lub]].
  { exists mu. intros u [_ U]. lra. }
  { now exists u0. }
  assert (Ct : closure B t).
  { intros e E. destruct (Classical_Prop.classic (exists u, (B u = true /\ u < mu) /\ t - e < u)) as [[u [[Bu Um] Ue]]|N].
    - exists u. split; [exact Bu|]. specialize (Ub u (conj Bu Um)). apply Rabs_lt_between. lra.
    - exfalso. assert (t <= t - e); [|lra]. apply Lub. intros u Hu. apply Rnot_lt_le. intros K. apply N. exists u. auto. }
  assert (Tm : t < mu).
  { assert (t <= mu) by (apply Lub; intros u [_ U]; lra). destruct (Req_dec t mu) as [->|]; [easy|lra]. }
  apply Rle_trans with (P m (fun u => Rleb u t)).
  { apply (Pr_mono _ _ L). intros w _ W. apply andb_prop in W. destruct W as [W1 W2]. apply Rltb_true in W2. apply Rleb_true. apply Ub. auto. }
  assert (Above : exists y, In y A /\ 0 < p y /\ t < - ln (q y)).
  { apply Classical_Prop.NNPP. intros N. assert (mu <= t); [|lra]. unfold mu. rewrite H_Ex. apply Ropp_le_cancel. rewrite Ropp_involutive.
    apply (Ex_ge_const A p Lp). intros x I Q. apply Rnot_lt_le. intros K. apply N. exists x. repeat split; auto. lra. }
  destruct Above as [y [Iy [Py Hy]]].
  destruct (Classical_Prop.classic (exists x, In x A /\ 0 < p x /\ - ln (q x) < t)) as [[x [Ix [Px Hx]]]|Nb].
  - destruct (exists_beta A q p Lp t x y Ix Px Iy Py (conj Hx Hy)) as [b Hb].
    assert (V : varies A p q).
    { exists y, x. repeat split; auto. apply Rnot_le_lt. intros K. destruct K as [K|K]; [apply ln_increasing in K; [lra|now apply qp]|rewrite K in Hx; lra]. }
    assert (b0 : 0 < b) by (apply (proj1 (H_tilt_sign A p q Lp qp V b)); rewrite Hb; exact Tm).
    assert (Cb : c <= KL A (T A q p b) p) by (apply (C t); [exact Ct|exact Tm|left; now exists b]).
    unfold P. rewrite <- Hb. eapply Rle_trans; [apply (tail_below_le A q p Lp qp b m); [lra|exact M]|]. apply exp_le_mono.
    rewrite <- !Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|exact Cb].
  - assert (Bt : forall x, In x A -> 0 < p x -> t <= - ln (q x)) by (intros x I Q; apply Rnot_lt_le; intros K; apply Nb; now exists x).
    rewrite (at_the_end m t M Bt). set (pt := Pr A p (tied inf t)). assert (pt0 : 0 <= pt) by now apply Pr_nonneg.
    destruct (Rle_lt_or_eq_dec 0 pt pt0) as [Pp|Z].
    + assert (Cb : c <= - ln pt).
      { apply (C t); [exact Ct|exact Tm|]. right. repeat split; auto. unfold pt, Pr in Pp. apply Sum_pos_term in Pp. destruct Pp as [x [I Q]].
        exists x. destruct (tied inf t x) eqn:E; simpl in Q; [|lra]. apply tied_true in E. repeat split; [exact I|lra|exact E]. }
      rewrite <- (exp_ln (pt ^ m)) by (now apply pow_lt). rewrite ln_pow by exact Pp. apply exp_le_mono.
      assert (INR m * c <= INR m * - ln pt) by (apply Rmult_le_compat_l; [apply pos_INR|exact Cb]). lra.
    + rewrite <- Z, pow_i by lia. apply Rlt_le, exp_pos.
Qed.
End OneSide.

(** ** The other side, with 1/q for q *)
Section Mirror.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Let q' := fun x => / q x.
Lemma mirror_pos x : In x A -> 0 < p x -> 0 < q' x.
Proof. intros I P. apply Rinv_0_lt_compat. auto. Qed.
Lemma mirror_ln x : In x A -> 0 < p x -> ln (q' x) = - ln (q x).
Proof. intros I P. apply ln_Rinv. auto. Qed.
Lemma mirror_T b x : In x A -> T A q' p b x = T A q p (- b) x.
Proof.
  intros I. assert (E : forall y, In y A -> p y * Rpower (q' y) b = p y * Rpower (q y) (- b)).
  { intros y J. destruct (law_nonneg A p Lp y J) as [P|Z]; [|rewrite <- Z; ring]. unfold Rpower. rewrite mirror_ln by assumption. do 2 f_equal. ring. }
  unfold T, Z. now rewrite (Sum_ext A _ _ E), E.
Qed.
Lemma mirror_H b : H A (T A q' p b) q' = - H A (T A q p (- b)) q.
Proof.
  unfold H. rewrite Ropp_involutive, <- Sum_opp. apply Sum_ext. intros x I. rewrite (mirror_T b x I).
  destruct (law_nonneg A p Lp x I) as [P|Z]; [rewrite mirror_ln by assumption; ring|]. rewrite (T_zero A p q (- b) x (eq_sym Z)). ring.
Qed.
Lemma mirror_info m w : In w (words A m) -> 0 < power p w -> info q' m w = - info q m w.
Proof.
  intros I P. rewrite (info_mean A q' p Lp mirror_pos m w I P), (info_mean A q p Lp qp m w I P). unfold Rdiv. rewrite Ropp_mult_distr_l. f_equal.
  rewrite (total_ext (fun x => - ln (q' x)) (fun x => -1 * - ln (q x))).
  - rewrite total_scal. ring.
  - intros x J. rewrite mirror_ln; [ring|now apply (words_letters A m w)|now apply (power_pos_letters A p m w x)].
Qed.
Lemma mirror_rate t j : rate A q' p p t j -> rate A q p p (- t) j.
Proof.
  intros [[b [E F]]|[[x [I [P E]]] [S F]]].
  - left. exists (- b). rewrite mirror_H in E. split; [lra|]. rewrite F. apply KL_ext; [intros; now apply mirror_T|reflexivity].
  - right. rewrite mirror_ln in E by assumption. split; [exists x; repeat split; auto; lra|]. split.
    + destruct S as [S|S]; [right|left]; intros y J Q; specialize (S y J Q); rewrite mirror_ln in S by assumption; lra.
    + rewrite F. do 2 f_equal. apply Pr_ext. intros y J Nz. assert (Q : 0 < p y) by (destruct (law_nonneg A p Lp y J); [assumption|congruence]).
      apply eq_true_iff_eq. rewrite !tied_true, mirror_ln by assumption. split; intros; lra.
Qed.
End Mirror.

Section Principle.
Context {X : Type} (A : list X) (q p : X -> R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Let mu := H A p q.
Let P m (B : R -> bool) := Pr (words A m) (power p) (fun w => B (info q m w)).

Lemma above_the_mean B c m : (1 <= m)%nat -> ~ closure B mu -> (forall t j, closure B t -> mu < t -> rate A q p p t j -> c <= j) ->
  P m (fun u => B u && Rltb mu u) <= exp (- INR m * c).
Proof.
  intros M NM C. set (q' := fun x => / q x). set (B' := fun u => B (- u)).
  assert (Cl : forall t, closure B' t -> closure B (- t)).
  { intros t K e E. destruct (K e E) as [u [Bu Du]]. exists (- u). split; [exact Bu|]. replace (- u - - t) with (- (u - t)) by ring. now rewrite Rabs_Ropp. }
  assert (Mu : H A p q' = - mu).
  { rewrite <- (level_0 A q' p Lp). unfold q'. rewrite (mirror_H A q p Lp qp 0), Ropp_0. f_equal. apply (level_0 A q p Lp). }
  pose proof (below_the_mean A q' p Lp (mirror_pos A q p qp) B' c m M) as K. rewrite Mu in K.
  eapply Rle_trans; [right|apply K].
  - apply Pr_ext. intros w I Nz. assert (Q : 0 < power p w) by (destruct (law_nonneg _ _ (law_power A p m Lp) w I); [assumption|congruence]).
    unfold B', q'. rewrite (mirror_info A q p Lp qp m w I Q), Ropp_involutive. f_equal. apply eq_true_iff_eq. rewrite !Rltb_true. split; intros; lra.
  - intros D. apply NM. apply Cl in D. now rewrite Ropp_involutive in D.
  - intros t j D Lt Rt. apply (C (- t)); [now apply Cl|lra|]. now apply (mirror_rate A q p Lp qp).
Qed.
(** Theorem 3: −(1/m) log q^m(Y^m) for Y^m ~ p^m satisfies the large deviation principle with rate KL(T(q,p,β(t))‖p). *)
Theorem theorem3 : LDP P (rate A q p p).
Proof.
  split.
  - intros B c C e E. assert (Trivial : c <= 0 -> exists M, forall m, (M <= m)%nat -> P m B <= exp (- INR m * (c - e))).
    { intros c0. exists 0%nat. intros m _. apply Rle_trans with 1; [apply Pr_le_1, law_power, Lp|]. rewrite <- exp_0. apply exp_le_mono.
      assert (0 <= INR m * (e - c)) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra. }
    destruct (Rle_dec c 0) as [c0|c0]; [now apply Trivial|].
    assert (NM : ~ closure B mu) by (intros D; apply c0, (C mu 0 D), rate_mean, Lp).
    destruct (half_absorbed (1 / 2) e ltac:(lra) E) as [M1 H1]. exists (S M1). intros m Lm. specialize (H1 m ltac:(lia)).
    pose proof (below_the_mean A q p Lp qp B c m ltac:(lia) NM (fun t j D _ => C t j D)) as U1.
    pose proof (above_the_mean B c m ltac:(lia) NM (fun t j D _ => C t j D)) as U2.
    assert (U : P m B <= P m (fun u => B u && Rltb u mu) + P m (fun u => B u && Rltb mu u)).
    { eapply Rle_trans; [|apply (Pr_or _ _ (law_power A p m Lp))]. apply (Pr_mono _ _ (law_power A p m Lp)). intros w _ W. rewrite W. simpl.
      destruct (Rtotal_order (info q m w) mu) as [K|[K|K]].
      - now rewrite (proj2 (Rltb_true _ _) K).
      - elim NM. intros d D. exists mu. rewrite <- K at 1. split; [exact W|]. now rewrite Rminus_eq_0, Rabs_R0.
      - rewrite (proj2 (Rltb_true _ _) K). apply orb_true_r. }
    apply Rle_trans with (2 * exp (- INR m * c)); [fold mu in U1; change (P m (fun u => B u && Rltb u mu) <= exp (- INR m * c)) in U1; lra|].
    replace (- INR m * (c - e)) with (- INR m * c + INR m * e) by ring. rewrite exp_plus, Rmult_comm. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
    replace (INR m * e) with (- (- INR m * e)) by ring. rewrite exp_Ropp. replace 2 with (/ (1 / 2)) by field. apply Rinv_le_contravar; [apply exp_pos|exact H1].
  - intros B t j [h0 [Ph In0]] Rt e E. destruct Rt as [[b [Hb ->]]|[[x [I [Px Ex]]] [S ->]]].
    + set (h := Rmin h0 (e / (2 * (Rabs b + 1)))). pose proof (Rabs_pos b) as B0.
      assert (Ph2 : 0 < e / (2 * (Rabs b + 1))) by (apply Rdiv_lt_0_compat; lra).
      assert (h1 : 0 < h) by (unfold h; now apply Rmin_glb_lt). assert (h2 : h <= h0) by apply Rmin_l. assert (h3 : h <= e / (2 * (Rabs b + 1))) by apply Rmin_r.
      assert (bh : Rabs b * h <= e / 2).
      { apply Rle_trans with ((Rabs b + 1) * (e / (2 * (Rabs b + 1)))); [apply Rmult_le_compat; lra|right; field; lra]. }
      destruct (window_exponent A q p Lp qp b h (e / 2) h1 ltac:(lra)) as [M HM]. exists M. intros m Lm. specialize (HM m Lm).
      eapply Rle_trans; [|eapply Rle_trans; [exact HM|]].
      * apply exp_le_mono. rewrite <- !Ropp_mult_distr_l. apply Ropp_le_contravar, Rmult_le_compat_l; [apply pos_INR|lra].
      * apply (Pr_mono _ _ (law_power A p m Lp)). intros w _ W. apply Rltb_true in W. rewrite Hb in W. apply In0. lra.
    + exists 1%nat. intros m Lm. set (ends := tied (fun x => - ln (q x)) t). set (pt := Pr A p ends). assert (Pm : 0 < INR m) by (apply lt_0_INR; lia).
      assert (pt0 : 0 < pt). { unfold pt, ends. rewrite <- Ex. now apply (Pr_tied_pos A p (fun x => - ln (q x)) x). }
      apply Rle_trans with (pt ^ m).
      * rewrite <- (exp_ln (pt ^ m)) by (now apply pow_lt). rewrite ln_pow by exact pt0. apply exp_le_mono.
        assert (0 <= INR m * e) by (apply Rmult_le_pos; lra). lra.
      * unfold pt. rewrite <- all_draws. apply Sum_le. intros w K. destruct (law_nonneg _ _ (law_power A p m Lp) w K) as [Q|Z]; [|rewrite <- Z; lra].
        apply Rmult_le_compat_r; [lra|]. destruct (forallb ends w) eqn:F; cbn [ind]; [|unfold ind; destruct (B (info q m w)); lra].
        rewrite forallb_forall in F. rewrite (In0 (info q m w)); [simpl; lra|]. rewrite (info_mean A q p Lp qp m w K Q).
        rewrite (total_ext _ (fun _ => t)) by (intros y J; apply F in J; now apply tied_true in J). rewrite total_const, (words_length A m w K).
        replace (INR m * t / INR m - t) with 0 by (field; lra). now rewrite Rabs_R0.
Qed.
End Principle.

(** Theorem 1: the same for the tilt φ = T(q,p,a), with rate KL(T(q,p,β(t))‖φ). *)
Theorem theorem1 {X} (A : list X) q p a : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> let phi := T A q p a in
  LDP (fun m B => Pr (words A m) (power phi) (fun w => B (info q m w))) (rate A q p phi).
Proof.
  intros Lp qp phi. pose proof (theorem3 A q phi (T_law A p q Lp a) (phi_support A q p a Lp qp)) as [U L].
  assert (S : forall x, In x A -> (0 < phi x <-> 0 < p x)) by (intros x I; now apply T_pos_iff).
  assert (F : forall t j, rate A q phi phi t j <-> rate A q p phi t j).
  { intros t j. split; intros [[b [E Fj]]|[[x [I [P E]]] [Sd Fj]]].
    - left. exists (b + a). destruct (tilt_of_phi A q p a Lp (b + a)) as [E1 E2]. fold phi in E1, E2. replace (b + a - a) with b in * by ring. split; congruence.
    - right. split; [exists x; repeat split; auto; now apply S|]. split; [|exact Fj].
      destruct Sd as [Sd|Sd]; [left|right]; intros y J Q; apply Sd; auto; now apply S.
    - left. exists (b - a). destruct (tilt_of_phi A q p a Lp b) as [E1 E2]. fold phi in E1, E2. split; congruence.
    - right. split; [exists x; repeat split; auto; now apply S|]. split; [|exact Fj].
      destruct Sd as [Sd|Sd]; [left|right]; intros y J Q; apply Sd; auto; now apply S. }
  split.
  - intros B c C. apply U. intros t j D Rt. apply (C t j D). now apply F.
  - intros B t j D Rt. apply L with (t := t); [exact D|]. now apply F.
Qed.
