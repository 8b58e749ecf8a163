(** The type lemma and Lemma 7 at every budget δ ≥ 0: at δ = 0 the number of draws is bounded, from Δ_max on the best letter takes all. *)
From Coq Require Import Classical.
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Alpha Optimum Sampling Calculus BestOfN Words Deviations TailLimits Growing Theorem2 TypeLemma Types Conjecture Equivalence.

(** ** From shares to types, and from types to means *)
Section Shares.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (phi : X -> R) (pi : nat -> list X -> R).
Hypothesis L : forall m, law (words A m) (pi m).
Hypothesis Sh : forall x e, In x A -> 0 < e <= 2 -> is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => Rleb e (Rabs (freq dec w x - phi x)))) 0.
(** Where the share of every letter converges, the type does. *)
Lemma types_of_shares e : 0 < e ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => forallb (fun x => Rleb (Rabs (freq dec w x - phi x)) e) A)) 1.
Proof.
  intros E. set (e' := Rmin e 2). assert (E' : 0 < e' <= 2) by (unfold e'; split; [apply Rmin_glb_lt; lra|apply Rmin_r]).
  assert (Le : e' <= e) by apply Rmin_l.
  assert (Z : is_lim_seq (fun m => Sum A (fun x => Pr (words A m) (pi m) (fun w => Rleb e' (Rabs (freq dec w x - phi x))))) 0).
  { replace 0 with (Sum A (fun _ => 0)) by (now apply Sum_zero). apply (is_lim_seq_Sum A (fun x m => Pr (words A m) (pi m) (fun w => Rleb e' (Rabs (freq dec w x - phi x))))).
    intros x I. now apply Sh. }
  apply (is_lim_seq_le_le (fun m => 1 - Sum A (fun x => Pr (words A m) (pi m) (fun w => Rleb e' (Rabs (freq dec w x - phi x))))) _ (fun _ => 1)).
  - intros m. split; [|apply Pr_le_1, L].
    pose proof (Pr_exists (words A m) (pi m) (fun x w => Rleb e' (Rabs (freq dec w x - phi x))) A (L m)) as U.
    assert (C : 1 - Pr (words A m) (pi m) (fun w => existsb (fun x => Rleb e' (Rabs (freq dec w x - phi x))) A)
      <= Pr (words A m) (pi m) (fun w => forallb (fun x => Rleb (Rabs (freq dec w x - phi x)) e) A)); [|lra].
    rewrite <- (Pr_compl _ _ (L m)). apply (Pr_mono _ _ (L m)). intros w _ W. apply negb_true_iff in W. apply forallb_forall. intros x I.
    apply Rleb_true. apply Rnot_lt_le. intros K. assert (Q : existsb (fun x => Rleb e' (Rabs (freq dec w x - phi x))) A = true); [|congruence].
    apply existsb_exists. exists x. split; [exact I|]. apply Rleb_true. lra.
  - replace (Finite 1) with (Finite (1 - 0)) by (f_equal; ring). apply is_lim_seq_minus'; [apply is_lim_seq_const|exact Z].
  - apply is_lim_seq_const.
Qed.
(** … and so does the mean share. *)
Lemma mean_share x : In x A -> 0 <= phi x <= 1 -> is_lim_seq (fun m => Ex (words A m) (pi m) (fun w => freq dec w x)) (phi x).
Proof.
  intros I P. apply is_lim_seq_spec. intros eps. destruct eps as [eps E]. simpl.
  set (e := Rmin (eps / 2) 2). assert (E' : 0 < e <= 2) by (unfold e; split; [apply Rmin_glb_lt; lra|apply Rmin_r]).
  assert (Le : e <= eps / 2) by apply Rmin_l. pose proof (Sh x e I E') as Z. apply is_lim_seq_spec in Z.
  destruct (Z (mkposreal (eps / 2) ltac:(lra))) as [M HM]. simpl in HM. exists (S M). intros m Lm. specialize (HM m ltac:(lia)).
  rewrite Rminus_0_r, Rabs_pos_eq in HM by (apply Pr_nonneg, L). set (bad := fun w => Rleb e (Rabs (freq dec w x - phi x))) in *.
  assert (R01 : forall w, In w (words A m) -> 0 <= freq dec w x <= 1).
  { intros w J. unfold freq. rewrite (words_length A m w J). assert (0 < INR m) by (apply lt_0_INR; lia).
    pose proof (count_occ_bound dec x w) as B. rewrite (words_length A m w J) in B. apply le_INR in B. pose proof (pos_INR (count_occ dec w x)).
    split; [apply Rdiv_le_0_compat; lra|]. apply (Rmult_le_reg_r (INR m)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (D : Ex (words A m) (pi m) (fun w => freq dec w x) - phi x = Ex (words A m) (pi m) (fun w => freq dec w x - phi x)).
  { rewrite Ex_minus, (Ex_const _ _ (L m)). reflexivity. }
  rewrite D. apply Rle_lt_trans with (Ex (words A m) (pi m) (fun w => e + ind (bad w))).
  - apply Rabs_le. split.
    + rewrite <- (Ropp_involutive (Ex _ _ (fun w => freq dec w x - phi x))). apply Ropp_le_contravar.
      replace (- Ex (words A m) (pi m) (fun w => freq dec w x - phi x)) with (Ex (words A m) (pi m) (fun w => -1 * (freq dec w x - phi x))) by (rewrite Ex_scal; ring).
      apply (Ex_le _ _ (L m)). intros w J _. specialize (R01 w J). unfold bad. destruct (Rleb e _) eqn:B; simpl; [lra|].
      apply Rleb_false in B. apply Rabs_def2 in B. lra.
    + apply (Ex_le _ _ (L m)). intros w J _. specialize (R01 w J). unfold bad. destruct (Rleb e _) eqn:B; simpl; [lra|].
      apply Rleb_false in B. apply Rabs_def2 in B. lra.
  - rewrite Ex_plus, (Ex_const _ _ (L m)), <- Pr_Ex. lra.
Qed.
End Shares.

(** ** At the budget 0, and from Δ_max on *)
Section Ends.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis Opt : optimal A p q D phi.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c D N.
Notation l := (fun x => ln (q x)).
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Lemma law_pi m : law (words A m) (pi m). Proof. apply (pi_law A q p Lp m (N m) (s m) (Ks m)). Qed.
(** Words that can be kept have letters that can be drawn. *)
Lemma pi_letters m w : In w (words A m) -> pi m w <> 0 -> forall x, In x w -> 0 < p x.
Proof.
  intros I Nz x J. destruct (law_nonneg A p Lp x (words_letters A m w x I J)) as [P|Z]; [exact P|]. elim Nz.
  apply (selected_ac dec A q p Lp m (N m) (s m) (Ks m) w I). clear - J Z. induction w as [|y w IH]; [easy|]. simpl.
  destruct J as [->|J]; [rewrite <- Z; ring|]. rewrite IH by exact J. ring.
Qed.
Lemma shares_at_0 x e : D = 0 -> In x A -> 0 < e <= 2 ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => Rleb e (Rabs (freq dec w x - phi x)))) 0.
Proof.
  intros D0 I E. rewrite D0 in *. pose proof (proj1 (optimum_at_0 A p q Lp phi) Opt x I) as F. destruct HN as [c0 B].
  assert (K0 : 0 <= c * (Var A p (is_letter dec x) / (e * e))).
  { apply Rmult_le_pos; [lra|]. apply Rdiv_le_0_compat; [|nra]. apply Ex_nonneg; [exact Lp|]. intros y _ _. apply Rle_0_sqr. }
  apply (limit_from_rate _ _ (c * (Var A p (is_letter dec x) / (e * e)))). intros m M. rewrite Rminus_0_r, Rabs_pos_eq by (apply Pr_nonneg, law_pi).
  apply Rle_trans with (c * (Var A p (is_letter dec x) / (e * e)) / INR m); [|now apply over_m].
  apply Rle_trans with (c * Pr (words A m) (power p) (fun w => Rleb e (Rabs (freq dec w x - phi x)))).
  - eapply Rle_trans; [apply (pi_le_N A q p Lp N s Ks m)|]. apply Rmult_le_compat_r; [apply Pr_nonneg, law_power, Lp|].
    destruct (B m) as [_ [_ U]]. rewrite Rmult_0_r, exp_0, Rmult_1_r in U. exact U.
  - replace (c * (Var A p (is_letter dec x) / (e * e)) / INR m) with (c * (Var A p (is_letter dec x) / (e * e) / INR m)) by (unfold Rdiv; ring).
    apply Rmult_le_compat_l; [lra|].
    pose proof (weak_law A p (is_letter dec x) m e Lp M (proj1 E)) as W. rewrite (mean_letter dec A p x NA I) in W.
    erewrite Pr_ext; [eapply Rle_trans; [exact W|]|].
    + right. assert (0 < INR m) by (apply lt_0_INR; lia). field. split; lra.
    + intros w J _. cbv beta. unfold freq. now rewrite total_letter, (words_length A m w J), F.
Qed.

(** From Δ_max on, where one letter x0 is the best: a word with few other letters is drawn. *)
Variable x0 : X.
Hypothesis I0 : In x0 A.
Hypothesis P0 : 0 < p x0.
Hypothesis Best : forall y, In y A -> 0 < p y -> y <> x0 -> q y < q x0.
Lemma one_other y m : In y A -> 0 < p y -> y <> x0 ->
  INR m * (p x0 ^ (m - 1) * p y) <= Pr (words A m) (power p) (fun w => Rleb (INR m * l x0 - (l x0 - l y)) (total l w)).
Proof.
  intros Iy Py Ne. assert (Ln : l y < l x0) by (apply ln_increasing; [now apply qp|now apply Best]).
  assert (All : forall j, p x0 ^ j <= Pr (words A j) (power p) (fun w => Rleb (INR j * l x0) (total l w))).
  { induction j as [|j IH]; [simpl; unfold Pr; simpl; rewrite Rmult_0_l; unfold Rleb; destruct (Rle_dec 0 0); simpl; lra|].
    unfold Pr. rewrite Sum_words_S. apply Rle_trans with (p x0 * p x0 ^ j); [simpl; lra|].
    eapply Rle_trans; [apply Rmult_le_compat_l; [lra|exact IH]|]. unfold Pr. rewrite <- Sum_scal.
    eapply Rle_trans; [|apply (Sum_ge_term A _ x0); [|exact I0]].
    - cbv beta. apply Sum_le. intros w _. right. rewrite S_INR. cbn [total power fold_right]. fold (total l w) (power p w).
      replace (Rleb ((INR j + 1) * l x0) (l x0 + total l w)) with (Rleb (INR j * l x0) (total l w)); [ring|].
      unfold Rleb. destruct (Rle_dec (INR j * l x0) (total l w)), (Rle_dec ((INR j + 1) * l x0) (l x0 + total l w)); auto; exfalso; lra.
    - intros z J. apply Sum_nonneg. intros w K. apply Rmult_le_pos; [unfold ind; destruct (Rleb _ _); lra|]. simpl. apply Rmult_le_pos; [now apply (law_nonneg A p Lp)|].
      now apply (law_nonneg _ _ (law_power A p j Lp)). }
  induction m as [|m IH]; [rewrite Rmult_0_l; apply Pr_nonneg, law_power, Lp|].
  unfold Pr. rewrite Sum_words_S. replace (S m - 1)%nat with m by lia.
  set (F := fun z => Sum (words A m) (fun w => ind (Rleb (INR (S m) * l x0 - (l x0 - l y)) (total l (z :: w))) * power p (z :: w))).
  assert (Fn : forall z, In z A -> 0 <= F z).
  { intros z J. apply Sum_nonneg. intros w K. apply Rmult_le_pos; [unfold ind; destruct (Rleb _ _); lra|]. simpl. apply Rmult_le_pos; [now apply (law_nonneg A p Lp)|].
    now apply (law_nonneg _ _ (law_power A p m Lp)). }
  assert (F0 : INR m * (p x0 ^ m * p y) <= F x0).
  { destruct m as [|k]; [rewrite Rmult_0_l; now apply Fn|]. replace (S k - 1)%nat with k in IH by lia.
    apply Rle_trans with (p x0 * (INR (S k) * (p x0 ^ k * p y))); [right; simpl; ring|]. eapply Rle_trans; [apply Rmult_le_compat_l; [lra|exact IH]|].
    unfold Pr, F. rewrite <- Sum_scal. apply Sum_le. intros w _. right. rewrite (S_INR (S k)). cbn [total power fold_right]. fold (total l w) (power p w).
    replace (Rleb ((INR (S k) + 1) * l x0 - (l x0 - l y)) (l x0 + total l w)) with (Rleb (INR (S k) * l x0 - (l x0 - l y)) (total l w)); [ring|].
    unfold Rleb. destruct (Rle_dec (INR (S k) * l x0 - (l x0 - l y)) (total l w)), (Rle_dec ((INR (S k) + 1) * l x0 - (l x0 - l y)) (l x0 + total l w)); auto; exfalso; lra. }
  assert (Fy : p y * p x0 ^ m <= F y).
  { eapply Rle_trans; [apply Rmult_le_compat_l; [lra|apply All]|]. unfold Pr, F. rewrite <- Sum_scal. apply Sum_le. intros w _. right.
    rewrite S_INR. cbn [total power fold_right]. fold (total l w) (power p w).
    replace (Rleb ((INR m + 1) * l x0 - (l x0 - l y)) (l y + total l w)) with (Rleb (INR m * l x0) (total l w)); [ring|].
    unfold Rleb. destruct (Rle_dec (INR m * l x0) (total l w)), (Rle_dec ((INR m + 1) * l x0 - (l x0 - l y)) (l y + total l w)); auto; exfalso; lra. }
  assert (Two : F x0 + F y <= Sum A F).
  { apply Rle_trans with (Sum A (fun z => (if dec z x0 then 1 else 0) * F z + (if dec z y then 1 else 0) * F z)).
    - rewrite Sum_plus, !(Sum_ind_eq dec) by assumption. lra.
    - apply Sum_le. intros z J. specialize (Fn z J). destruct (dec z x0) as [E1|], (dec z y) as [E2|]; try lra. exfalso. apply Ne. congruence. }
  change (Sum A F) with (Sum A F) in Two. rewrite S_INR. fold F. lra.
Qed.
Hypothesis Past : Dmax A p q <= D.
Lemma top_weight : Pr A p (top A p q) = p x0.
Proof.
  rewrite <- (Sum_ind_eq dec A p x0 NA I0). apply Sum_ext. intros x I. destruct (law_nonneg A p Lp x I) as [P|Z]; [|rewrite <- Z; ring].
  f_equal. destruct (dec x x0) as [->|Ne].
  - replace (top A p q x0) with true; [reflexivity|]. symmetry. apply top_spec. intros z J Q. destruct (dec z x0) as [->|K]; [lra|now apply Rlt_le, Best].
  - replace (top A p q x) with false; [reflexivity|]. symmetry. apply not_true_is_false. intros K.
    pose proof (proj1 (top_spec A p q x) K x0 I0 P0). pose proof (Best x I P Ne). lra.
Qed.
Lemma many_draws m : / (c * p x0 ^ m) <= INR (N m).
Proof.
  destruct HN as [c0 B]. destruct (B m) as [_ [L _]]. eapply Rle_trans; [|exact L]. assert (Pm : 0 < p x0 ^ m) by now apply pow_lt.
  rewrite Rinv_mult by lra. rewrite Rmult_comm. apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|].
  apply Rle_trans with (exp (INR m * Dmax A p q)).
  - right. unfold Dmax. rewrite top_weight. replace (INR m * - ln (p x0)) with (- (INR m * ln (p x0))) by ring. rewrite exp_Ropp. f_equal.
    rewrite <- ln_pow by exact P0. now rewrite exp_ln.
  - apply exp_le_mono, Rmult_le_compat_l; [apply pos_INR|exact Past].
Qed.
Lemma phi_top x : In x A -> phi x = if dec x x0 then 1 else 0.
Proof.
  assert (Z : forall z, In z A -> z <> x0 -> phi z = 0).
  { apply (optimum_single_top A p q Lp qp D x0 Past); [|exact Opt]. intros z J Q K. apply NNPP. intros Ne.
    pose proof (proj1 (top_spec A p q z) K x0 I0 P0). pose proof (Best z J Q Ne). lra. }
  intros I. destruct (dec x x0) as [->|Ne]; [|now apply Z]. pose proof (law_sum A phi (proj1 (proj1 Opt))) as S.
  rewrite <- S, <- (Sum_ind_eq dec A phi x0 NA I0). apply Sum_ext. intros z J. destruct (dec z x0) as [->|K]; [ring|]. rewrite (Z z J K). ring.
Qed.
Lemma gap B : (forall y, In y B -> In y A) -> exists g, 0 < g /\ forall z, In z B -> 0 < p z -> z <> x0 -> l z <= l x0 - g.
Proof.
  induction B as [|y B IH]; intros Su; [exists 1; split; [lra|easy]|]. destruct IH as [g [G K]]; [intros z J; apply Su; now right|].
  destruct (Rlt_dec 0 (p y)) as [P|P]; [destruct (dec y x0) as [E|Ne]|].
  - exists g. split; [exact G|]. intros z [<-|J]; [now intros|now apply K].
  - assert (Ln : l y < l x0) by (apply ln_increasing; [apply qp; [apply Su; now left|exact P]|apply Best; [apply Su; now left|exact P|exact Ne]]).
    exists (Rmin g (l x0 - l y)). split; [apply Rmin_glb_lt; lra|]. pose proof (Rmin_l g (l x0 - l y)). pose proof (Rmin_r g (l x0 - l y)).
    intros z [<-|J] Q Nz; [lra|]. specialize (K z J Q Nz). lra.
  - exists g. split; [exact G|]. intros z [<-|J]; [now intros|now apply K].
Qed.
Lemma total_gap g w : (forall z, In z A -> 0 < p z -> z <> x0 -> l z <= l x0 - g) -> (forall z, In z w -> In z A /\ 0 < p z) ->
  total l w <= INR (length w) * l x0 - g * (INR (length w) - INR (count_occ dec w x0)).
Proof.
  intros G. induction w as [|z w IH]; intros Q; [simpl; lra|]. destruct (Q z (or_introl eq_refl)) as [J P]. specialize (IH (fun y K => Q y (or_intror K))).
  cbn [total fold_right length count_occ]. fold (total l w). rewrite !S_INR. destruct (dec z x0) as [->|Ne]; [rewrite S_INR; lra|]. specialize (G z J P Ne). lra.
Qed.
Lemma count_two x w : x <> x0 -> (count_occ dec w x + count_occ dec w x0 <= length w)%nat.
Proof.
  intros Ne. induction w as [|z w IH]; [simpl; lia|]. simpl. destruct (dec z x) as [E1|], (dec z x0) as [E2|]; try lia. exfalso. apply Ne. congruence.
Qed.
Lemma shares_far x m w e : (1 <= m)%nat -> In x A -> In w (words A m) -> e <= Rabs (freq dec w x - phi x) ->
  INR m * e <= INR m - INR (count_occ dec w x0).
Proof.
  intros M I J F. assert (P : 0 < INR m) by (apply lt_0_INR; lia). rewrite (phi_top x I) in F. unfold freq in F. rewrite (words_length A m w J) in F.
  assert (C0 : INR (count_occ dec w x0) <= INR m) by (apply le_INR; rewrite <- (words_length A m w J); apply count_occ_bound).
  apply (Rmult_le_compat_l (INR m)) in F; [|lra]. apply Rle_trans with (1 := F).
  rewrite <- (Rabs_pos_eq (INR m)) at 1 by lra. rewrite <- Rabs_mult. apply Rabs_le. pose proof (pos_INR (count_occ dec w x)).
  destruct (dec x x0) as [->|Ne].
  - replace (INR m * (INR (count_occ dec w x0) / INR m - 1)) with (INR (count_occ dec w x0) - INR m) by (field; lra). lra.
  - pose proof (count_two x w Ne) as K. rewrite (words_length A m w J) in K. apply le_INR in K. rewrite plus_INR in K.
    replace (INR m * (INR (count_occ dec w x) / INR m - 0)) with (INR (count_occ dec w x)) by (field; lra). lra.
Qed.
Lemma shares_past x e : In x A -> 0 < e <= 2 ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => Rleb e (Rabs (freq dec w x - phi x)))) 0.
Proof.
  intros I E. destruct (gap A (fun _ J => J)) as [g [G Gap]].
  destruct (classic (exists y, In y A /\ 0 < p y /\ y <> x0)) as [[y [Iy [Py Ne]]]|No].
  - assert (Ln : l y < l x0) by (apply ln_increasing; [now apply qp|now apply Best]). destruct HN as [c0 B].
    set (K := p y / (c * p x0)). assert (K0 : 0 < K) by (unfold K; apply Rdiv_lt_0_compat; [exact Py|now apply Rmult_lt_0_compat]).
    apply is_lim_seq_spec. intros [d Pd]. simpl. destruct (half_absorbed (d / 2) K ltac:(lra) K0) as [M1 H1].
    destruct (eventually_large ((l x0 - l y) / (g * e) + 1)) as [M2 H2]. exists (M1 + M2)%nat. intros m Lm. specialize (H1 m ltac:(lia)).
    destruct (H2 m ltac:(lia)) as [M H2']. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
    rewrite Rminus_0_r, Rabs_pos_eq by (apply Pr_nonneg, law_pi). apply Rle_lt_trans with (exp (- INR m * K)); [|lra].
    set (u := INR m * l x0 - (l x0 - l y)). apply Rle_trans with (Pr (words A m) (pi m) (below (total l) u)).
    + unfold Pr. apply Sum_le. intros w J. destruct (Req_dec (pi m w) 0) as [Z|Nz]; [rewrite Z; lra|].
      apply Rmult_le_compat_r; [now apply (law_nonneg _ _ (law_pi m))|]. destruct (Rleb e (Rabs (freq dec w x - phi x))) eqn:W; [|unfold ind; destruct (below _ _ _); lra].
      apply Rleb_true in W. replace (below (total l) u w) with true; [simpl; lra|]. symmetry. apply below_true.
      pose proof (shares_far x m w e M I J W) as S. pose proof (total_gap g w Gap (fun z Jz => conj (words_letters A m w z J Jz) (pi_letters m w J Nz z Jz))) as T.
      rewrite (words_length A m w J) in T. apply Rle_lt_trans with (1 := T). unfold u.
      assert (Q : l x0 - l y < g * (INR m * e)).
      { assert (GE : 0 < g * e) by (apply Rmult_lt_0_compat; lra). apply Rlt_le_trans with (g * e * ((l x0 - l y) / (g * e) + 1)); [|nra].
        replace (g * e * ((l x0 - l y) / (g * e) + 1)) with (l x0 - l y + g * e) by (field; split; lra). lra. }
      apply (Rmult_le_compat_l g) in S; [|lra]. lra.
    + eapply Rle_trans; [apply (kept_below_le (words A m) (N m) (power p) (total l) (s m) (law_power A p m Lp) (Ks m))|]. apply exp_le_mono.
      assert (Q : 1 - Pr (words A m) (power p) (below (total l) u) = Pr (words A m) (power p) (fun w => Rleb u (total l w))).
      { rewrite <- (Pr_compl _ _ (law_power A p m Lp)). apply Pr_ext. intros w _ _. unfold below, Rleb.
        destruct (Rlt_dec (total l w) u), (Rle_dec u (total l w)); auto; exfalso; lra. }
      rewrite Q. pose proof (one_other y m Iy Py Ne) as O. fold u in O. pose proof (many_draws m) as D1.
      assert (Px : 0 < p x0 ^ (m - 1)) by now apply pow_lt. assert (Pm : p x0 ^ m = p x0 * p x0 ^ (m - 1)) by (replace m with (S (m - 1)) at 1 by lia; reflexivity).
      assert (R1 : INR m * K <= INR (N m) * Pr (words A m) (power p) (fun w => Rleb u (total l w))); [|lra].
      apply Rle_trans with (/ (c * p x0 ^ m) * (INR m * (p x0 ^ (m - 1) * p y))).
      * right. rewrite Pm. unfold K. field. repeat split; lra.
      * apply Rmult_le_compat; [|apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]|exact D1|exact O]. apply Rlt_le, Rinv_0_lt_compat, Rmult_lt_0_compat; [exact c0|now apply pow_lt].
  - apply (limit_from_rate _ _ 0). intros m M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). rewrite Rminus_0_r, Rabs_pos_eq by (apply Pr_nonneg, law_pi).
    unfold Rdiv. rewrite Rmult_0_l. right. apply Sum_zero. intros w J. destruct (Req_dec (pi m w) 0) as [Z|Nz]; [rewrite Z; ring|].
    destruct (Rleb e (Rabs (freq dec w x - phi x))) eqn:W; [exfalso|simpl; ring]. apply Rleb_true in W. pose proof (shares_far x m w e M I J W) as S.
    assert (C : forall v, (forall z, In z v -> z = x0) -> count_occ dec v x0 = length v).
    { induction v as [|z v IH]; intros V; [reflexivity|]. simpl. rewrite (V z (or_introl eq_refl)). destruct (dec x0 x0); [|easy]. f_equal. apply IH. intros y Y. apply V. now right. }
    rewrite C, (words_length A m w J) in S; [nra|]. intros z Jz. apply NNPP. intros Ne. apply No. exists z. split; [exact (words_letters A m w z J Jz)|]. split; [exact (pi_letters m w J Nz z Jz)|exact Ne].
Qed.
End Ends.

(** ** Every budget *)
Section Every.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R).
Hypothesis NA : NoDup A.
Hypothesis Lp : law A p.
Hypothesis Opt : optimal A p q D phi.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis Dis : forall x, In x A -> forall y, In y A -> q x = q y -> x = y.
Hypothesis D0 : 0 <= D.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis HN : about c D N.
Notation l := (fun x => ln (q x)).
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total l) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Lemma shares_converge x e : In x A -> 0 < e <= 2 ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => Rleb e (Rabs (freq dec w x - phi x)))) 0.
Proof.
  intros I E. destruct (Req_dec D 0) as [Z|Nz]; [exact (shares_at_0 dec A q p phi D c NA Lp Opt N s HN Ks x e Z I E)|].
  destruct (Rlt_le_dec D (Dmax A p q)) as [B|Past].
  - destruct (optimum_tilt A q p phi D Lp qp Opt ltac:(lra)) as [a [a0 [EK F]]]. pose proof HN as HN'. rewrite <- EK in HN'.
    rewrite (F x I). exact (share_concentrates dec A q p a c NA Lp a0 ltac:(rewrite EK; lra) N s HN' Ks x e I E).
  - destruct (exists_top A p q Lp) as [x0 [I0 [P0 Top]]].
    assert (Best : forall y, In y A -> 0 < p y -> y <> x0 -> q y < q x0).
    { intros y J P Ne. destruct (proj1 (top_spec A p q x0) Top y J P) as [K|K]; [exact K|]. elim Ne. now apply Dis. }
    exact (shares_past dec A q p phi D c NA Lp qp Opt N s HN Ks x0 I0 P0 Best Past x e I E).
Qed.
(** The type lemma, for every δ ≥ 0: the type of best-of-N converges in probability to the optimum. *)
Theorem types_converge e : 0 < e ->
  is_lim_seq (fun m => Pr (words A m) (pi m) (fun w => forallb (fun x => Rleb (Rabs (freq dec w x - phi x)) e) A)) 1.
Proof.
  apply types_of_shares; [intros m; exact (law_pi A q p Lp N s Ks m)|]. intros x d. apply shares_converge.
Qed.
(** The reward of a word by its letters' shares. *)
Lemma rewards_by_shares m : (1 <= m)%nat ->
  Ex (words A m) (pi m) (total l) / INR m = Sum A (fun x => l x * Ex (words A m) (pi m) (fun w => freq dec w x)).
Proof.
  intros M. assert (P : 0 < INR m) by (apply lt_0_INR; lia). unfold Ex.
  transitivity (Sum (words A m) (fun w => Sum A (fun x => l x * (pi m w * freq dec w x)))).
  - unfold Rdiv. rewrite <- Sum_scal_r. apply Sum_ext. intros w J.
    rewrite (total_counts dec A NA l w (fun x => words_letters A m w x J)). rewrite Rmult_assoc, <- Sum_scal_r, <- Sum_scal. apply Sum_ext. intros x _.
    unfold freq. rewrite (words_length A m w J). unfold Rdiv. ring.
  - rewrite Sum_exchange. apply Sum_ext. intros x _. now rewrite Sum_scal.
Qed.
Lemma H_by_rewards m : H (words A m) (pi m) (power q) = - Ex (words A m) (pi m) (total l).
Proof.
  unfold H, Ex. f_equal. apply Sum_ext. intros w J. destruct (Req_dec (pi m w) 0) as [Z|Nz]; [rewrite Z; ring|]. f_equal. apply ln_power.
  intros x K. apply qp; [exact (words_letters A m w x J K)|exact (pi_letters dec A q p Lp N s Ks m w J Nz x K)].
Qed.
Lemma mean_rewards_converge : is_lim_seq (fun m => Ex (words A m) (pi m) (total l) / INR m) (- H A phi q).
Proof.
  apply (is_lim_seq_ext_loc (fun m => Sum A (fun x => l x * Ex (words A m) (pi m) (fun w => freq dec w x)))).
  - exists 1%nat. intros m M. symmetry. now apply rewards_by_shares.
  - replace (- H A phi q) with (Sum A (fun x => l x * phi x)) by (unfold H; rewrite Ropp_involutive; apply Sum_ext; intros; ring).
    apply (is_lim_seq_Sum A (fun x m => l x * Ex (words A m) (pi m) (fun w => freq dec w x))). intros x I.
    refine (is_lim_seq_scal_l (fun m => Ex (words A m) (pi m) (fun w => freq dec w x)) (l x) (Finite (phi x)) _).
    apply mean_share; [intros m; exact (law_pi A q p Lp N s Ks m)|intros; now apply shares_converge|exact I|].
    pose proof (proj1 (proj1 Opt)) as L. split; [now apply (law_nonneg A phi L)|now apply (law_le_1 A phi L)].
Qed.
(** Lemma 7, for every δ ≥ 0: (1/m) H(π_N^m‖q^m) and (1/m) H(φ_δ^m‖q^m) have the same limit, H(φ_δ‖q). *)
Theorem rewards_converge : is_lim_seq (fun m => H (words A m) (pi m) (power q) / INR m) (H A phi q) /\
  is_lim_seq (fun m => H (words A m) (power phi) (power q) / INR m) (H A phi q).
Proof.
  destruct (proj1 Opt) as [L [ap _]]. split.
  - pose proof mean_rewards_converge as K. apply is_lim_seq_opp in K. simpl in K. rewrite Ropp_involutive in K. revert K.
    apply is_lim_seq_ext. intros m. rewrite H_by_rewards. unfold Rdiv. ring.
  - apply (is_lim_seq_ext_loc (fun _ => H A phi q)); [|apply is_lim_seq_const]. exists 1%nat. intros m M.
    rewrite H_mult; [field; apply not_0_INR; lia|exact L|]. intros x I P. apply qp; [exact I|].
    destruct (law_nonneg A p Lp x I) as [Q|Z]; [exact Q|]. rewrite (ap x I (eq_sym Z)) in P. lra.
Qed.
End Every.

(** ** Theorem 2 below Δ_max *)
Section Below.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q p phi : X -> R) (D c : R).
Hypothesis Lp : law A p.
Hypothesis qp : forall x, In x A -> 0 < p x -> 0 < q x.
Hypothesis Opt : optimal A p q D phi.
Hypothesis D0 : 0 <= D.
Hypothesis B : D < Dmax A p q.
Variables (N : nat -> nat) (s : nat -> list (list X) -> list X -> R).
Hypothesis Ks : forall m, keeps_best (words A m) (N m) (total (fun x => ln (q x))) (s m).
Let pi m := kept (words A m) (N m) (power p) (s m).
Lemma optimum_positive x : In x A -> 0 < p x -> 0 < phi x.
Proof.
  intros I P. destruct (lemma1 A p q Lp qp D ltac:(lra)) as [a [_ [_ [_ O]]]]. rewrite (proj1 (O phi) Opt x I). now apply T_pos_iff.
Qed.
(** Below Δ_max the divergence is finite at every m. *)
Theorem finite_below m : ac (words A m) (pi m) (power phi).
Proof.
  intros w J Z. apply (selected_ac dec A q p Lp m (N m) (s m) (Ks m) w J). destruct (law_nonneg _ _ (law_power A p m Lp) w J) as [P|E]; [exfalso|now symmetry].
  assert (K : forall v, (forall x, In x v -> In x A) -> 0 < power p v -> 0 < power phi v).
  { induction v as [|x v IH]; intros V Q; [simpl; lra|]. simpl in *. pose proof (law_nonneg A p Lp x (V x (or_introl eq_refl))) as Px.
    assert (Pv : 0 <= power p v) by (apply (law_nonneg _ _ (law_power A p (length v) Lp)); apply in_words; split; [reflexivity|intros y Y; apply V; now right]).
    assert (0 < p x) by (destruct Px as [|E]; [assumption|rewrite <- E in Q; lra]). assert (0 < power p v) by (destruct Pv as [|E]; [assumption|rewrite <- E in Q; lra]).
    apply Rmult_lt_0_compat; [apply optimum_positive; [apply V; now left|assumption]|apply IH; [intros y Y; apply V; now right|assumption]]. }
  specialize (K w (fun x => words_letters A m w x J) P). lra.
Qed.
Hypothesis HN : about c D N.
(** Theorem 2 for 0 ≤ δ < Δ_max. *)
Theorem equivalence_below : is_lim_seq (fun m => KL (words A m) (pi m) (power phi) / INR m) 0.
Proof.
  destruct (Req_dec D 0) as [Z|Nz]; [|exact (equivalence dec A q p phi D c Lp qp Opt N s HN Ks ltac:(lra))].
  rewrite Z in Opt, HN. destruct HN as [c0 Bc]. pose proof (proj1 (optimum_at_0 A p q Lp phi) Opt) as F.
  assert (C1 : 0 <= ln c).
  { destruct (Bc 0%nat) as [N1 [_ U]]. rewrite Rmult_0_r, exp_0, Rmult_1_r in U. apply le_INR in N1. simpl in N1. rewrite <- ln_1. apply Rcomplements.ln_le; lra. }
  apply (limit_from_rate _ _ (ln c)). intros m M. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  rewrite (KL_ext (words A m) (pi m) (pi m) (power phi) (power p)); [|reflexivity|intros w J; apply power_ext; intros x K; apply F; exact (words_letters A m w x J K)].
  destruct (Bc m) as [N1 [_ U]]. rewrite Rmult_0_r, exp_0, Rmult_1_r in U.
  pose proof (law_pi A q p Lp N s Ks m) as L. fold (pi m) in L. pose proof (law_power A p m Lp) as Lm.
  pose proof (lemma6 (list_eq_dec dec) (words A m) (N m) (power p) (s m) Lm (proj1 (Ks m)) N1) as K6. fold (pi m) in K6.
  pose proof (KL_nonneg (words A m) (pi m) (power p) L Lm (selected_ac dec A q p Lp m (N m) (s m) (Ks m))) as K0.
  assert (ln (INR (N m)) <= ln c) by (apply Rcomplements.ln_le; [apply lt_0_INR; lia|exact U]).
  rewrite Rminus_0_r, Rabs_pos_eq by (apply Rdiv_le_0_compat; lra). apply Rle_trans with (ln c / INR m); [|now apply over_m].
  apply Rmult_le_compat_r; [now apply Rlt_le, Rinv_0_lt_compat|lra].
Qed.
End Below.
