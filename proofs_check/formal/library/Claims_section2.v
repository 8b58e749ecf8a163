(** Sections 2, 3 and 6 in the form of their claims. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts Alpha Words Sampling BestOfN Optimum Penalty CrossEntropy Witnesses Remarks Consequences.

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
(** Subtracting log R from a reward changes no tilt, no difference of means and no best-of-N. *)
Lemma tilt_shift {X} (A : list X) (p r : X -> R) c a x : law A p -> In x A ->
  T A (fun y => exp (r y - c)) p a x = T A (fun y => exp (r y)) p a x.
Proof.
  intros P I. rewrite <- (tilt_scale A p (fun y => exp (r y)) P (exp (- c)) a x (exp_pos _) (fun y _ _ => exp_pos (r y)) I).
  unfold T, Z.
  assert (E : forall y, exp (r y - c) = exp (- c) * exp (r y)) by (intros y; rewrite <- exp_plus; f_equal; ring).
  rewrite E. f_equal. apply Sum_ext. intros y _. now rewrite E.
Qed.
Lemma best_in_shift {X} (r : X -> R) c l y : best_in (fun z => r z - c) l y = best_in r l y.
Proof.
  unfold best_in. induction l as [|z l IH]; [reflexivity|]. simpl. rewrite IH. f_equal.
  destruct (Rle_dec (r z - c) (r y - c)), (Rle_dec (r z) (r y)); try reflexivity; exfalso; lra.
Qed.
Lemma best_of_shift {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N (p r : X -> R) c y :
  best_of dec A N p (fun z => r z - c) y = best_of dec A N p r y.
Proof.
  unfold best_of, kept. apply Sum_ext. intros l _. unfold best. rewrite best_in_shift.
  rewrite (filter_ext (best_in (fun z => r z - c) l) (best_in r l)); [reflexivity|]. intros z. apply best_in_shift.
Qed.
Theorem normalised {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p phi psi r : X -> R) alpha N :
  law A p -> law A phi -> law A psi ->
  let L := ln (Sum A (fun y => exp (r y))) in
  Sum A (fun y => exp (r y - L)) = 1 /\
  (forall x, In x A -> T A (fun y => exp (r y - L)) p alpha x = T A (fun y => exp (r y)) p alpha x) /\
  Ex A phi (fun y => r y - L) - Ex A psi (fun y => r y - L) = Ex A phi r - Ex A psi r /\
  (forall x, In x A -> best_of dec A N p (fun y => r y - L) x = best_of dec A N p r x).
Proof.
  intros P F G L. repeat split.
  - assert (S0 : 0 < Sum A (fun y => exp (r y))).
    { destruct A as [|x l]; [exfalso; destruct P as [_ P]; simpl in P; lra|]. simpl.
      pose proof (exp_pos (r x)). assert (0 <= Sum l (fun y => exp (r y))) by (apply Sum_nonneg; intros; left; apply exp_pos). lra. }
    transitivity (Sum A (fun y => exp (r y) / exp L)).
    + apply Sum_ext. intros y _. unfold Rdiv, Rminus. rewrite exp_plus, exp_Ropp. reflexivity.
    + rewrite Sum_div. unfold L. rewrite exp_ln by exact S0. field. lra.
  - intros x I. now apply tilt_shift.
  - assert (K : forall f, law A f -> Ex A f (fun y => r y - L) = Ex A f r - L).
    { intros f [_ f1]. unfold Ex. transitivity (Sum A (fun x => f x * r x) - L * Sum A f); [|rewrite f1; ring].
      rewrite <- Sum_scal, <- Sum_minus. apply Sum_ext. intros. ring. }
    rewrite !K by assumption. ring.
  - intros x _. apply best_of_shift.
Qed.
(** The reward whose exponentials sum to 1 is log q, q = e^r, and is at most 0. *)
Theorem reward_is_log {X} (A : list X) (q r : X -> R) : law A q -> (forall y, In y A -> q y = exp (r y)) ->
  forall y, In y A -> r y = ln (q y) /\ r y <= 0.
Proof.
  intros L E y I. rewrite E, ln_exp by exact I. split; [reflexivity|].
  assert (q y <= 1).
  { destruct L as [P S1]. rewrite <- S1. clear S1 E. induction A as [|x l IH]; [contradiction|]. simpl. destruct I as [-> | I].
    - assert (0 <= Sum l q) by (apply Sum_nonneg; intros; apply P; now right). lra.
    - assert (0 <= q x) by (apply P; now left). assert (q y <= Sum l q) by (apply IH; [intros; apply P; now right | exact I]). lra. }
  rewrite E in H by exact I. destruct (Rle_lt_dec (r y) 0) as [l | g]; [exact l|].
  pose proof (exp_increasing 0 (r y) g) as G. rewrite exp_0 in G. lra.
Qed.
(** The law of best-of-N. *)
Theorem best_of_probability {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p r : X -> R) y N :
  NoDup A -> law A p -> In y A -> (1 <= N)%nat ->
  best_of dec A N p r y = p y / Pr A p (fun z => if Req_EM_T (r z) (r y) then true else false) *
    (Pr A p (fun z => Rleb (r z) (r y)) ^ N - Pr A p (fun z => Rltb (r z) (r y)) ^ N).
Proof. intros ND P I M. now apply best_of_law. Qed.
(** Lemma 4: below the largest divergence a product of tilts is optimal among all laws on words. *)
Theorem product_optimal {X} (A : list X) (p q : X -> R) m D : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) ->
  0 <= D -> D < Dmax A p q -> exists a, 0 <= a /\ (KL A (T A q p a) p = D /\
    ((forall w, In w (words A m) -> T (words A m) (power q) (power p) a w = power (T A q p a) w) /\
    optimal (words A m) (power p) (power q) (INR m * D) (T (words A m) (power q) (power p) a))).
Proof.
  intros P S B L. destruct (lemma1 A p q P S D (conj B L)) as (a & a0 & E & _ & _). exists a.
  split; [exact a0|]. split; [exact E|]. split; [intros w I; now apply T_words|].
  apply tilt_optimal; [now apply law_power | exact a0 | rewrite KL_T_words by assumption; now rewrite E].
Qed.
(** The lines of Lemma 4's proof, with the divergence to p for the budget. *)
Theorem product_budget {X} (A : list X) (p q phi : X -> R) m : law A p -> law A q -> law A phi -> ac A phi p -> ac A phi q ->
  H (words A m) (power phi) (power q) = INR m * H A phi q /\ KL (words A m) (power phi) (power p) = INR m * KL A phi p.
Proof.
  intros P Q F a b. split; [apply H_mult; [assumption|] | now apply KL_mult].
  intros x I L. destruct (proj1 Q x I) as [G | G]; [exact G|]. pose proof (b x I (eq_sym G)). lra.
Qed.
