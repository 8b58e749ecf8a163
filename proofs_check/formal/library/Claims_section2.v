(** Sections 2, 3 and 6 in the form of their claims. *)
From Coq Require Import Reals Lra Lia List.
From ExactAlign Require Import Definitions Sums Laws Tilts Alpha Optimum Penalty CrossEntropy Witnesses.
Import ListNotations.
Open Scope R_scope.

Section Budget.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis P : law A p.
Hypothesis S : forall x, In x A -> 0 < p x -> 0 < q x.
(** The parameter of the optimum: one, exactly below the largest divergence. *)
Theorem alpha_exactly D : varies A p q -> (0 <= D /\ D < Dmax A p q <->
  exists a, 0 <= a /\ (KL A (T A q p a) p = D /\ forall b, 0 <= b -> KL A (T A q p b) p = D -> b = a)).
Proof.
  intros V. pose proof (alpha_iff A p q P S D V) as I. split.
  - intros B. destruct (proj1 I B) as (a & (a0 & E) & U). exists a. split; [exact a0|]. split; [exact E|].
    intros b b0 F. symmetry. apply U. now split.
  - intros (a & a0 & E & U). apply I. exists a. split; [now split|]. intros b (b0 & F). symmetry. now apply U.
Qed.
(** Lemma 1 at every budget: a tilt below the largest divergence, laws on the best outcomes from there on. *)
Theorem lemma1_cases D phi : 0 <= D ->
  (D < Dmax A p q -> exists a, 0 <= a /\
     (KL A (T A q p a) p = D /\ (optimal A p q D phi <-> forall x, In x A -> phi x = T A q p a x))) /\
  (law A phi -> ac A phi p -> Dmax A p q <= D -> (optimal A p q D phi <-> KL A phi p <= D /\
     forall y, In y A -> 0 < phi y -> forall z, In z A -> 0 < p z -> q z <= q y)).
Proof.
  intros D0. split.
  - intros L. destruct (lemma1 A p q P S D (conj D0 L)) as (a & a0 & E & _ & O). exists a. split; [exact a0|]. split; [exact E|apply O].
  - intros LF F M. rewrite (optimum_past_Dmax A p q P S D phi M). unfold feasible.
    assert (B : forall y, top A p q y = true <-> forall z, In z A -> 0 < p z -> q z <= q y).
    { intros y. unfold top, best_in, support. rewrite forallb_forall. split.
      - intros H z i pz. specialize (H z). destruct (Rle_dec (q z) (q y)) as [l | n]; [exact l|].
        assert (K : In z (filter (supp p) A)) by (apply filter_In; split; [exact i | unfold supp; destruct (Rlt_dec 0 (p z)); [reflexivity | contradiction]]).
        specialize (H K). discriminate.
      - intros H z i. apply filter_In in i. destruct i as [i s]. unfold supp in s. destruct (Rlt_dec 0 (p z)) as [l | n]; [|discriminate].
        destruct (Rle_dec (q z) (q y)) as [|n]; [reflexivity | exfalso; apply n, H; assumption]. }
    split.
    + intros ((_ & _ & K) & Q). split; [exact K|]. intros y i py. apply B. now apply Q.
    + intros (K & Q). split; [now split; [|split]|]. intros x i px. apply B. now apply Q.
Qed.
(** A multiplier meets the constraint exactly between 0 and the largest divergence. *)
Theorem multiplier_exactly D : varies A p q ->
  (0 < D /\ D < Dmax A p q <-> exists k, 0 < k /\ KL A (T A q p (1 / k)) p = D).
Proof.
  intros V. assert (K0 : KL A (T A q p 0) p = 0).
  { now apply KL_at_0. }
  split.
  - intros (D0 & L). destruct (alpha_exists A p q P S D (conj (Rlt_le _ _ D0) L)) as (a & a0 & E).
    destruct a0 as [a0 | a0]; [|rewrite <- a0 in E; lra]. exists (/ a). split; [now apply Rinv_0_lt_compat|].
    replace (1 / / a) with a by (field; lra). exact E.
  - intros (k & k0 & E). assert (a0 : 0 < 1 / k) by (apply Rdiv_lt_0_compat; lra).
    assert (G : 0 <= D) by (rewrite <- E; apply KL_nonneg; [apply T_law; assumption | exact P | now apply T_ac]).
    split.
    + destruct G as [G | G]; [exact G|]. exfalso. rewrite <- G in E.
      pose proof (alpha_unique A p q P S V (1 / k) 0 (Rlt_le _ _ a0) (Rle_refl 0)). rewrite E, K0 in H. specialize (H eq_refl). lra.
    + destruct (Rlt_le_dec D (Dmax A p q)) as [l | m]; [exact l|].
      exfalso. exact (no_alpha_past_Dmax A p q P S D (1 / k) V m (Rlt_le _ _ a0) E).
Qed.
End Budget.

(** Two letters with the reward of their own law: the printed sentences fail at the largest divergence. *)
Definition third : nat -> R := two (1 / 3).
Theorem third_law : law (letters 2) third.
Proof. split; [intros x _; unfold third, two; destruct x; lra | unfold third, two; simpl; lra]. Qed.
Theorem third_positive x : In x (letters 2) -> 0 < third x -> 0 < third x.
Proof. auto. Qed.
Theorem third_varies : varies (letters 2) third third.
Proof. exists 0%nat, 1%nat. unfold third, two. simpl. repeat split; auto; lra. Qed.
Theorem third_no_alpha a : 0 <= a -> KL (letters 2) (T (letters 2) third third a) third <> Dmax (letters 2) third third.
Proof. intros a0. apply no_alpha_past_Dmax; [exact third_law | exact third_positive | exact third_varies | lra | exact a0]. Qed.
Theorem third_Dmax : 0 <= Dmax (letters 2) third third.
Proof. apply Dmax_nonneg; [exact third_law]. Qed.

Theorem third_ac : ac (letters 2) third third.
Proof. intros x _ E. exact E. Qed.
(** The optimum at the largest divergence, (0, 1), is no tilt. *)
Definition third_best : nat -> R := given (letters 2) third (top (letters 2) third third).
Theorem third_best_is_optimal : optimal (letters 2) third third (Dmax (letters 2) third third) third_best.
Proof. apply optimum_at_Dmax; [exact third_law | exact third_positive | reflexivity]. Qed.
Theorem third_best_law : law (letters 2) third_best.
Proof. exact (proj1 (proj1 third_best_is_optimal)). Qed.
Theorem third_best_no_tilt a : ~ forall x, In x (letters 2) -> third_best x = T (letters 2) third third a x.
Proof.
  intros E. pose proof (E 0%nat (or_introl eq_refl)) as F. unfold third_best, given in F.
  assert (B : top (letters 2) third third 0%nat = false).
  { apply Bool.not_true_is_false. unfold top, best_in. rewrite forallb_forall. intros K. specialize (K 1%nat).
    assert (I : In 1%nat (support third (letters 2))).
    { apply filter_In. split; [simpl; auto|]. unfold supp. destruct (Rlt_dec 0 (third 1%nat)) as [|N]; [reflexivity|].
      exfalso. apply N. unfold third, two. lra. }
    specialize (K I). destruct (Rle_dec (third 1%nat) (third 0%nat)) as [L | N]; [unfold third, two in L; lra | discriminate]. }
  rewrite B in F. unfold ind in F.
  pose proof (T_pos (letters 2) third third third_law a 0%nat) as G. assert (U : 0 < third 0%nat) by (unfold third, two; lra).
  specialize (G U). unfold Rdiv in F. lra.
Qed.
(** The optima below the largest divergence are the tilts with a ≥ 0. *)
Theorem family_below {X} (A : list X) (p q phi : X -> R) : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  varies A p q -> ((exists d, 0 <= d /\ (d < Dmax A p q /\ optimal A p q d phi)) <->
  exists a, 0 <= a /\ forall x, In x A -> phi x = T A q p a x).
Proof.
  intros P S V. rewrite <- (aligned_family A p q P S phi V). split; intros (d & H); exists d; tauto.
Qed.
(** Minimising H(·‖q), q = e^r/R, is maximising the mean of r. *)
Theorem reward_equivalence {X} (A : list X) (q phi psi r : X -> R) c : 0 < c -> law A phi -> law A psi ->
  (forall y, In y A -> q y = exp (r y) / c) ->
  H A phi q = ln c - Ex A phi r /\ (H A phi q <= H A psi q <-> Ex A psi r <= Ex A phi r).
Proof.
  intros C F G E.
  assert (K : forall f, law A f -> H A f q = ln c - Ex A f r).
  { intros f L. rewrite <- (H_reward A r c f C L). unfold H. f_equal. apply Sum_ext. intros x i. now rewrite E. }
  split; [now apply K|]. rewrite !K by assumption. lra.
Qed.
Theorem minimiser_exists {X} (A : list X) (p q : X -> R) D : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> 0 <= D ->
  exists phi, law A phi /\ optimal A p q D phi.
Proof.
  intros P S B. destruct (optimum_exists A p q P S D B) as (phi & O). exists phi. split; [exact (proj1 (proj1 O)) | exact O].
Qed.
