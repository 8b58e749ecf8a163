(** The optimum within a budget: Lemma 1 in all its cases, the Lagrangian, the aligned family. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Alpha.

(** ** Conditioning and mixing *)
Section Given.
Context {X : Type} (A : list X) (p : X -> R) (E : X -> bool).
Hypothesis Lp : law A p.
Hypothesis PE : 0 < Pr A p E.
Lemma given_law : law A (given A p E).
Proof.
  split.
  - intros x I. pose proof (law_nonneg A p Lp x I). apply Rmult_le_pos; [|now apply Rlt_le, Rinv_0_lt_compat].
    destruct (E x); simpl; lra.
  - unfold given. rewrite Sum_div. fold (Pr A p E). field. lra.
Qed.
Lemma given_ac : ac A (given A p E) p.
Proof. intros x _ Z0. unfold given. rewrite Z0. unfold Rdiv. ring. Qed.
Lemma given_pos x : E x = true -> 0 < p x -> 0 < given A p E x.
Proof. intros Ex P. unfold given. rewrite Ex. simpl. apply Rdiv_lt_0_compat; lra. Qed.
Lemma given_out x : E x = false -> given A p E x = 0.
Proof. intros Ex. unfold given. rewrite Ex. simpl. unfold Rdiv. ring. Qed.
(** A law inside the event pays −log P(E) and its divergence from the conditioned law. *)
Theorem KL_given psi : law A psi -> ac A psi p -> (forall x, In x A -> 0 < psi x -> E x = true) ->
  KL A psi p = KL A psi (given A p E) - ln (Pr A p E).
Proof.
  intros Ls pp inE. unfold KL. rewrite <- (Rmult_1_l (ln _)), <- (law_sum A psi Ls), <- Sum_scal_r, <- Sum_minus.
  apply Sum_ext. intros x I. destruct (law_nonneg A psi Ls x I) as [S|S]; [|rewrite <- S, !xlog_0; ring].
  assert (P : 0 < p x) by (destruct (law_nonneg A p Lp x I) as [|Z0]; [assumption|rewrite (pp x I) in S; lra]).
  assert (Ex : E x = true) by auto. rewrite !xlog_sub by (assumption || now apply given_pos).
  unfold given. rewrite Ex. simpl. rewrite Rmult_1_l, ln_div by assumption. ring.
Qed.
Lemma ac_given psi : ac A psi p -> (forall x, In x A -> 0 < psi x -> E x = true) -> law A psi -> ac A psi (given A p E).
Proof.
  intros pp inE Ls x I G. destruct (law_nonneg A psi Ls x I) as [S|]; [exfalso|auto].
  destruct (law_nonneg A p Lp x I) as [P|Z0]; [|rewrite (pp x I) in S; lra].
  pose proof (given_pos x (inE x I S) P). lra.
Qed.
End Given.

Section Mix.
Context {X : Type} (A : list X) (p r s : X -> R) (t : R).
Hypothesis Lr : law A r. Hypothesis Ls : law A s.
Hypothesis t0 : 0 <= t <= 1.
Let m x := (1 - t) * r x + t * s x.
Lemma mix_law : law A m.
Proof.
  split.
  - intros x I. pose proof (law_nonneg A r Lr x I). pose proof (law_nonneg A s Ls x I).
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra.
  - unfold m. rewrite Sum_plus, !Sum_scal, (law_sum A r Lr), (law_sum A s Ls). ring.
Qed.
Lemma mix_ac : ac A r p -> ac A s p -> ac A m p.
Proof. intros rp sp x I E. unfold m. rewrite (rp x I E), (sp x I E). ring. Qed.
(** KL is convex in its first argument. *)
Theorem KL_convex : law A p -> ac A r p -> ac A s p -> KL A m p <= (1 - t) * KL A r p + t * KL A s p.
Proof.
  intros Lp rp sp. unfold KL. rewrite <- !Sum_scal, <- Sum_plus. apply Sum_le. intros x I.
  pose proof (law_nonneg A r Lr x I) as nr. pose proof (law_nonneg A s Ls x I) as ns.
  destruct (law_nonneg A p Lp x I) as [P|E]; [|unfold m; rewrite (rp x I), (sp x I) by auto; unfold xlog; lra].
  assert (nm : 0 <= m x) by (apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra).
  destruct nm as [M|M].
  - (* the tangent at m *)
    assert (tan : forall u, 0 <= u -> xlog u (p x) >= xlog (m x) (p x) + (u - m x) * (ln (m x / p x) + 1)).
    { intros u nu. pose proof (gibbs_term u (m x) nu (Rlt_le _ _ M) ltac:(lra)) as G. destruct nu as [U|U].
      - rewrite xlog_sub in * by assumption. rewrite ln_div by assumption. unfold xlog. rewrite ln_div by assumption. lra.
      - rewrite <- U. rewrite xlog_0. unfold xlog. lra. }
    pose proof (tan (r x) nr) as T1. pose proof (tan (s x) ns) as T2. set (k := ln (m x / p x) + 1) in *.
    apply Rge_le in T1. apply Rge_le in T2.
    apply (Rmult_le_compat_l (1 - t)) in T1; [|lra]. apply (Rmult_le_compat_l t) in T2; [|lra].
    assert (Z0 : (1 - t) * ((r x - m x) * k) + t * ((s x - m x) * k) = 0) by (unfold m; ring). lra.
  - rewrite <- M, xlog_0. assert (r0 : (1 - t) * r x = 0 /\ t * s x = 0).
    { assert (0 <= (1 - t) * r x) by (apply Rmult_le_pos; lra). assert (0 <= t * s x) by (apply Rmult_le_pos; lra).
      unfold m in M. lra. }
    unfold xlog. rewrite <- !Rmult_assoc. destruct r0 as [-> ->]. lra.
Qed.
End Mix.

(** ** Lemma 1 *)
Section Lemma1.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.

Lemma budget_zero psi : feasible A p 0 psi -> forall x, In x A -> psi x = p x.
Proof.
  intros [Ls [pp B]]. apply (KL_zero_iff A psi p Ls Lp pp). pose proof (KL_nonneg A psi p Ls Lp pp). lra.
Qed.
Lemma feasible_p D : 0 <= D -> feasible A p D p.
Proof. intros D0. split; [exact Lp|split; [now intros x|now rewrite KL_self]]. Qed.
Lemma H_ext psi psi' r : (forall x, In x A -> psi x = psi' x) -> H A psi r = H A psi' r.
Proof. intros E. unfold H. f_equal. apply Sum_ext. intros x I. now rewrite E. Qed.
Lemma feasible_ext D psi psi' : (forall x, In x A -> psi x = psi' x) -> feasible A p D psi -> feasible A p D psi'.
Proof.
  intros E [Ls [pp B]]. split; [now apply (law_ext A psi)|split].
  - intros x I Z0. rewrite <- E by exact I. now apply pp.
  - rewrite <- (KL_ext A psi psi' p p); auto.
Qed.

(** The tilt that spends the budget is optimal … *)
Theorem tilt_optimal a D : 0 <= a -> KL A (T A q p a) p = D -> optimal A p q D (T A q p a).
Proof.
  intros a0 B. split; [split; [now apply T_law|split; [now apply T_ac|lra]]|].
  intros psi F. destruct a0 as [P|<-].
  - destruct F as [Ls [pp Bs]]. pose proof (three_point A p q Lp psi a Ls pp) as I3.
    pose proof (KL_nonneg A psi _ Ls (T_law A p q Lp a) (ac_T A p q Lp psi a pp)) as N.
    assert (M : 0 <= a * (H A psi q - H A (T A q p a) q)) by lra.
    enough (0 <= H A psi q - H A (T A q p a) q) by lra. apply Rmult_le_reg_l with a; lra.
  - assert (D0 : D = 0) by (rewrite <- B; now apply KL_at_0). rewrite D0 in F.
    right. apply H_ext. intros x I. rewrite T_at_0 by exact Lp. symmetry. now apply budget_zero.
Qed.
(** … and the only optimum. *)
Theorem tilt_optimum_unique a D psi : 0 <= a -> KL A (T A q p a) p = D -> optimal A p q D psi ->
  forall x, In x A -> psi x = T A q p a x.
Proof.
  intros a0 B [F O]. destruct (tilt_optimal a D a0 B) as [FT _]. pose proof (O _ FT) as L. destruct a0 as [P|<-].
  - destruct F as [Ls [pp Bs]]. pose proof (three_point A p q Lp psi a Ls pp) as I3.
    pose proof (ac_T A p q Lp psi a pp) as aT. pose proof (KL_nonneg A psi _ Ls (T_law A p q Lp a) aT) as N.
    apply (KL_zero_iff A psi _ Ls (T_law A p q Lp a) aT).
    assert (M : a * (H A psi q - H A (T A q p a) q) <= a * 0) by (apply Rmult_le_compat_l; lra). lra.
  - assert (D0 : D = 0) by (rewrite <- B; now apply KL_at_0). rewrite D0 in F.
    intros x I. rewrite T_at_0 by exact Lp. now apply budget_zero.
Qed.

(** Δ = 0: p itself. *)
Theorem optimum_at_0 phi : optimal A p q 0 phi <-> forall x, In x A -> phi x = p x.
Proof.
  split; [intros [F _]; now apply budget_zero|]. intros E. split.
  - apply (feasible_ext 0 p phi); [intros; symmetry; auto|]. apply feasible_p. lra.
  - intros psi F. right. apply H_ext. intros x I. rewrite E by exact I. symmetry. now apply budget_zero.
Qed.
(** A constant reward: everything within the budget is optimal. *)
Theorem optimum_constant c D phi : (forall y, In y A -> 0 < p y -> q y = c) -> (optimal A p q D phi <-> feasible A p D phi).
Proof.
  intros E. split; [now intros [F _]|]. intros F. split; [exact F|]. intros psi G.
  assert (V : forall r, feasible A p D r -> H A r q = - ln c).
  { intros r [Lr [rp _]]. rewrite H_Ex. f_equal. rewrite <- (Ex_const A r Lr (ln c)). apply Ex_ext. intros x I N.
    f_equal. apply E; [exact I|]. destruct (law_nonneg A p Lp x I) as [|Z0]; [assumption|]. elim N. now apply rp. }
  rewrite !V by assumption. lra.
Qed.

Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.

(** 0 ≤ Δ < Δ_max: one optimum, the tilt by α(Δ), and one α(Δ). *)
Theorem lemma1 D : 0 <= D < Dmax A p q -> exists a, 0 <= a /\ KL A (T A q p a) p = D /\
  (forall b, 0 <= b -> KL A (T A q p b) p = D -> b = a) /\
  (forall phi, optimal A p q D phi <-> forall x, In x A -> phi x = T A q p a x).
Proof.
  intros B. destruct (alpha_exists A p q Lp qp D B) as [a [a0 E]]. exists a. split; [exact a0|split; [exact E|split]].
  - intros b b0 F. destruct (varies_or_constant A p q Lp) as [nc|[c C]].
    + apply (alpha_unique A p q Lp qp nc); [assumption|assumption|congruence].
    + exfalso. assert (Dm : Dmax A p q = 0); [|lra]. unfold Dmax.
      replace (Pr A p (top A p q)) with 1; [rewrite ln_1; ring|]. rewrite <- (law_sum A p Lp). apply Sum_ext. intros x I.
      destruct (law_nonneg A p Lp x I) as [P|Z0]; [|rewrite <- Z0; ring].
      replace (top A p q x) with true; [simpl; ring|]. symmetry. apply top_spec. intros z J Q. rewrite !C by assumption. lra.
  - intros phi. split; [now apply tilt_optimum_unique|]. intros S. destruct (tilt_optimal a D a0 E) as [F O]. split.
    + apply (feasible_ext D (T A q p a) phi); [intros; symmetry; auto|exact F].
    + intros psi G. rewrite (H_ext phi (T A q p a) q S). now apply O.
Qed.

(** Inside the top: the cross entropy is the least there is. *)
Lemma H_least psi y : law A psi -> ac A psi p -> In y A -> 0 < p y -> top A p q y = true ->
  - ln (q y) <= H A psi q /\
  (H A psi q = - ln (q y) <-> forall x, In x A -> 0 < psi x -> top A p q x = true).
Proof.
  intros Ls pp I P Ty.
  assert (sup : forall x, In x A -> 0 < psi x -> 0 < p x).
  { intros x J S. destruct (law_nonneg A p Lp x J) as [|Z0]; [assumption|]. rewrite (pp x J) in S; lra. }
  assert (L : forall x, In x A -> 0 < psi x -> 0 <= ln (q y) - ln (q x)).
  { intros x J S. enough (ln (q x) <= ln (q y)) by lra.
    apply ln_le_mono; [auto|]. apply (proj1 (top_spec A p q y) Ty); auto. }
  assert (V : Ex A psi (fun x => ln (q y) - ln (q x)) = ln (q y) + H A psi q).
  { rewrite Ex_minus, Ex_const, H_Ex by exact Ls. ring. }
  split; [pose proof (Ex_nonneg A psi Ls _ L); lra|]. split.
  - intros E x J S. rewrite E in V.
    pose proof (Ex_zero_support A psi Ls (fun x => ln (q y) - ln (q x)) L ltac:(lra) x J S) as Z0. cbv beta in Z0.
    destruct (top A p q x) eqn:Tx; [reflexivity|exfalso].
    pose proof (ln_increasing (q x) (q y) (qp x J (sup x J S)) (top_less A p q x y J (sup x J S) Ty Tx)). lra.
  - intros E. enough (Ex A psi (fun x => ln (q y) - ln (q x)) = 0) by lra. rewrite <- (Ex_const A psi Ls 0). apply Ex_ext.
    intros x J N. assert (S : 0 < psi x) by (pose proof (law_nonneg A psi Ls x J); lra).
    rewrite (top_same A p q x y) by auto. ring.
Qed.
(** Δ ≥ Δ_max: the optima are the laws within the budget that live on the top. *)
Theorem optimum_past_Dmax D phi : Dmax A p q <= D ->
  (optimal A p q D phi <-> feasible A p D phi /\ forall x, In x A -> 0 < phi x -> top A p q x = true).
Proof.
  intros B. destruct (exists_top A p q Lp) as [y [I [P Ty]]]. pose proof (Pr_top_pos A p q Lp) as Pt.
  pose proof (given_law A p (top A p q) Lp Pt) as Lg. pose proof (given_ac A p (top A p q)) as ag.
  assert (ing : forall x, In x A -> 0 < given A p (top A p q) x -> top A p q x = true).
  { intros x J S. destruct (top A p q x) eqn:Tx; [reflexivity|]. rewrite given_out in S by exact Tx. lra. }
  split.
  - intros [F O]. split; [exact F|]. destruct F as [Ls [pp Bs]]. apply (H_least phi y Ls pp I P Ty).
    apply Rle_antisym; [|now apply H_least].
    rewrite <- (proj2 (proj2 (H_least _ y Lg ag I P Ty)) ing). apply O. split; [exact Lg|split; [exact ag|]].
    rewrite (KL_given A p (top A p q) Lp Pt) by assumption. rewrite KL_self. unfold Dmax in B. lra.
  - intros [F inT]. split; [exact F|]. destruct F as [Ls [pp _]]. intros psi [Lr [rp _]].
    rewrite (proj2 (proj2 (H_least phi y Ls pp I P Ty)) inT). now apply H_least.
Qed.
(** Δ = Δ_max: the optimum is p given the top, and no other. *)
Theorem optimum_at_Dmax phi : optimal A p q (Dmax A p q) phi <-> forall x, In x A -> phi x = given A p (top A p q) x.
Proof.
  pose proof (Pr_top_pos A p q Lp) as Pt. pose proof (given_law A p (top A p q) Lp Pt) as Lg.
  assert (ing : forall x, In x A -> 0 < given A p (top A p q) x -> top A p q x = true).
  { intros x J S. destruct (top A p q x) eqn:Tx; [reflexivity|]. rewrite given_out in S by exact Tx. lra. }
  rewrite optimum_past_Dmax by lra. split.
  - intros [[Ls [pp B]] inT]. rewrite (KL_given A p (top A p q) Lp Pt) in B by assumption.
    pose proof (ac_given A p _ Lp Pt phi pp inT Ls) as aG.
    apply (KL_zero_iff A phi _ Ls Lg aG). pose proof (KL_nonneg A phi _ Ls Lg aG). unfold Dmax in B. lra.
  - intros E. split.
    + apply (feasible_ext _ (given A p (top A p q)) phi); [intros; symmetry; auto|].
      split; [exact Lg|split; [apply given_ac|]]. rewrite (KL_given A p (top A p q) Lp Pt); [rewrite KL_self; unfold Dmax; lra|exact Lg|apply given_ac|exact ing].
    + intros x I S. apply ing; [exact I|]. now rewrite <- E.
Qed.
(** Δ > Δ_max with one top outcome: still unique, all mass on it. *)
Theorem optimum_single_top D y : Dmax A p q <= D -> (forall x, In x A -> 0 < p x -> top A p q x = true -> x = y) ->
  forall phi, optimal A p q D phi -> forall x, In x A -> x <> y -> phi x = 0.
Proof.
  intros B one phi O x I N. apply optimum_past_Dmax in O; [|exact B]. destruct O as [[Ls [pp _]] inT].
  destruct (law_nonneg A phi Ls x I) as [S|]; [exfalso|auto]. apply N, one; [exact I| |now apply inT].
  destruct (law_nonneg A p Lp x I) as [|Z0]; [assumption|]. rewrite (pp x I) in S; lra.
Qed.
(** A minimiser exists for every budget Δ ≥ 0 (Definition 2). *)
Theorem optimum_exists D : 0 <= D -> exists phi, optimal A p q D phi.
Proof.
  intros D0. destruct (Rlt_dec D (Dmax A p q)) as [L|L].
  - destruct (lemma1 D (conj D0 L)) as [a [_ [_ [_ E]]]]. exists (T A q p a). now apply E.
  - exists (given A p (top A p q)). apply optimum_past_Dmax; [lra|].
    pose proof (proj2 (optimum_at_Dmax (given A p (top A p q))) ltac:(reflexivity)) as O.
    apply optimum_past_Dmax in O; [|lra]. destruct O as [[Ls [pp B]] inT]. split; [split; [exact Ls|split; [exact pp|lra]]|exact inT].
Qed.
(** Definition 4: the optima of budgets below Δ_max are the tilts with a ≥ 0. *)
Theorem aligned_family phi : varies A p q ->
  ((exists D, 0 <= D < Dmax A p q /\ optimal A p q D phi) <-> exists a, 0 <= a /\ forall x, In x A -> phi x = T A q p a x).
Proof.
  intros nc. split.
  - intros [D [B O]]. destruct (lemma1 D B) as [a [a0 [_ [_ E]]]]. exists a. split; [exact a0|now apply E].
  - intros [a [a0 E]]. exists (KL A (T A q p a) p). split.
    + split; [apply KL_nonneg; [now apply T_law|exact Lp|now apply T_ac]|now apply KL_tilt_below_Dmax].
    + destruct (tilt_optimal a _ a0 eq_refl) as [F O]. split.
      * apply (feasible_ext _ (T A q p a) phi); [intros; symmetry; auto|exact F].
      * intros psi G. rewrite (H_ext phi (T A q p a) q E). now apply O.
Qed.
End Lemma1.

(** Δ > Δ_max with two top outcomes: several optima. *)
Theorem optimum_not_unique {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) p q D y z :
  NoDup A -> law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> Dmax A p q < D ->
  In y A -> In z A -> y <> z -> 0 < p y -> 0 < p z -> top A p q y = true -> top A p q z = true ->
  exists phi psi, optimal A p q D phi /\ optimal A p q D psi /\ phi y <> psi y.
Proof.
  intros ND Lp qp B Iy Iz N Py Pz Ty Tz. pose proof (Pr_top_pos A p q Lp) as Pt.
  set (g := given A p (top A p q)). set (d x := if dec x y then 1 else 0).
  assert (Ld : law A d).
  { split; [intros x _; unfold d; destruct (dec x y); lra|].
    rewrite (Sum_single A d y ND Iy); [unfold d; destruct (dec y y); [reflexivity|easy]|]. intros x _ M. unfold d. destruct (dec x y); easy. }
  pose proof (given_law A p (top A p q) Lp Pt) as Lg. fold g in Lg.
  assert (ad : ac A d p).
  { intros x I Z0. unfold d. destruct (dec x y) as [->|]; [lra|reflexivity]. }
  assert (ag : ac A g p) by apply given_ac.
  assert (ing : forall x, In x A -> 0 < g x -> top A p q x = true).
  { intros x J S. destruct (top A p q x) eqn:Tx; [reflexivity|]. unfold g in S. rewrite given_out in S by exact Tx. lra. }
  assert (Kg : KL A g p = Dmax A p q) by (rewrite (KL_given A p (top A p q) Lp Pt) by assumption; fold g; rewrite KL_self; unfold Dmax; ring).
  set (K := KL A d p). set (e := D - Dmax A p q). assert (e0 : 0 < e) by (unfold e; lra).
  assert (K0 : 0 <= K) by now apply KL_nonneg.
  set (t := Rmin 1 (e / (K + 1))). assert (ek : 0 < e / (K + 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (t0 : 0 < t <= 1) by (unfold t; split; [apply Rmin_glb_lt; lra|apply Rmin_l]).
  assert (tK : t * K <= e).
  { apply Rle_trans with (e / (K + 1) * (K + 1)); [|right; field; lra].
    apply Rmult_le_compat; [lra|lra|apply Rmin_r|lra]. }
  set (m x := (1 - t) * g x + t * d x). exists g, m.
  assert (Dn : 0 <= Dmax A p q) by now apply Dmax_nonneg. split; [|split].
  - apply optimum_past_Dmax; [assumption|assumption|lra|]. split; [|exact ing]. split; [exact Lg|split; [exact ag|lra]].
  - apply optimum_past_Dmax; [assumption|assumption|lra|]. split.
    + split; [apply mix_law; [assumption|assumption|lra]|split; [now apply mix_ac|]].
      pose proof (KL_convex A p g d t Lg Ld ltac:(lra) Lp ag ad) as C. rewrite Kg in C. fold K in C. fold m in C.
      assert (0 <= t * Dmax A p q) by (apply Rmult_le_pos; lra). unfold e in tK. lra.
    + intros x I S. destruct (top A p q x) eqn:Tx; [reflexivity|exfalso]. unfold m in S.
      assert (G : g x = 0) by now apply given_out. rewrite G in S. unfold d in S. destruct (dec x y) as [->|]; [congruence|lra].
  - unfold m. unfold d at 1. destruct (dec y y) as [_|]; [|easy].
    assert (gz : 0 < g z) by now apply given_pos.
    assert (gy : g y < 1).
    { destruct (Rlt_dec (g y) 1) as [|M]; [assumption|exfalso].
      pose proof (law_sum A g Lg) as S. rewrite (Sum_split (fun x => if dec x y then true else false)) in S.
      assert (S1 : g y <= Sum (filter (fun x => if dec x y then true else false) A) g).
      { apply Sum_ge_term; [intros x J; apply filter_In in J; now apply (law_nonneg A g Lg)|]. apply filter_In. split; [exact Iy|]. now destruct (dec y y). }
      assert (S2 : g z <= Sum (filter (fun x => negb (if dec x y then true else false)) A) g).
      { apply Sum_ge_term; [intros x J; apply filter_In in J; now apply (law_nonneg A g Lg)|]. apply filter_In. split; [exact Iz|]. destruct (dec z y); [congruence|reflexivity]. }
      lra. }
    intros E. assert (t * (1 - g y) = 0) by lra. assert (0 < t * (1 - g y)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.
