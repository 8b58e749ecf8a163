(** Gradients of estimates in the form of their claims: the logits of a softmax move in the direction h. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Tilts Estimators.

Section Softmax.
Context {X : Type} (A : list X) (q p h : X -> R).
Hypotheses (Lq : law A q) (Pq : positive A q) (Lp : law A p) (Pp : positive A p).
Let F (t : R) := T A (fun y => exp (h y)) q t.
Let dF x := q x * (h x - Ex A q h).
Lemma softmax_law t : law A (F t). Proof. now apply T_law. Qed.
Lemma softmax_at_0 x : F 0 x = q x. Proof. now apply T_at_0. Qed.
Lemma softmax_positive : positive A (F 0). Proof. intros x I. rewrite softmax_at_0. now apply Pq. Qed.
Lemma softmax_mean f : Ex A (F 0) f = Ex A q f.
Proof. unfold Ex. apply Sum_ext. intros x _. now rewrite softmax_at_0. Qed.
Lemma softmax_derive x : In x A -> is_derive (fun t : R => F t x) 0 (dF x).
Proof.
  intros I. pose proof (tilt_family A q h 0 x Lq I) as D. cbv zeta in D. fold F in D.
  rewrite softmax_mean, softmax_at_0 in D. exact D.
Qed.
Lemma score_at x : In x A -> dF x / F 0 x = h x - Ex A q h.
Proof. intros I. unfold dF. rewrite softmax_at_0. field. specialize (Pq x I). lra. Qed.
(** The score of a softmax in the direction h is h − E h. *)
Theorem softmax_score y : In y A -> Derive (fun t => ln (F t y)) 0 = h y - Ex A q h.
Proof.
  intros I. apply is_derive_unique.
  apply (der_ext _ _ _ _ _ (der_ln _ _ _ (softmax_derive y I) (softmax_positive y I))); [reflexivity|]. now apply score_at.
Qed.
Lemma weighted_by_score (f : X -> R) :
  Ex A (F 0) (fun x => dF x / F 0 x * f x) = Ex A q (fun x => f x * (h x - Ex A q h)).
Proof.
  rewrite softmax_mean. apply Ex_ext. intros x I _. rewrite score_at by exact I. ring.
Qed.
Theorem k1_loss_claim : Ex A q (fun y => Derive (fun t => - ln (p y / F t y)) 0) = 0.
Proof.
  rewrite <- softmax_mean. exact (k1_in_loss A F 0 dF p softmax_law softmax_positive softmax_derive Pp).
Qed.
Theorem k1_reward_claim : Ex A q (fun y => - ln (p y / q y) * (h y - Ex A q h)) = Derive (fun t => KL A (F t) p) 0.
Proof.
  rewrite <- (k1_in_reward A F 0 dF p softmax_law softmax_positive softmax_derive Pp Lp), weighted_by_score.
  apply Ex_ext. intros x I _. unfold k1. now rewrite softmax_at_0.
Qed.
Theorem k2_loss_claim : Ex A q (fun y => Derive (fun t => ln (p y / F t y) ^ 2 / 2) 0) = Derive (fun t => KL A (F t) p) 0.
Proof.
  rewrite <- (k2_in_loss A F 0 dF p softmax_law softmax_positive softmax_derive Pp Lp), softmax_mean.
  apply Ex_ext. intros x I _. apply Derive_ext. intros t. unfold k2. now rewrite Rsqr_pow2.
Qed.
Theorem k3_loss_claim :
  Ex A q (fun y => Derive (fun t => p y / F t y - 1 - ln (p y / F t y)) 0) = Derive (fun t => KL A p (F t)) 0.
Proof.
  rewrite <- (k3_in_loss A F 0 dF p softmax_law softmax_positive softmax_derive Pp), softmax_mean. reflexivity.
Qed.
Theorem k3_reward_claim : Ex A q (fun y => (p y / q y - 1 - ln (p y / q y)) * (h y - Ex A q h)) =
  Derive (fun t => KL A (F t) p) 0 - Derive (fun t => KL A p (F t)) 0.
Proof.
  rewrite <- (k3_in_reward A F 0 dF p softmax_law softmax_positive softmax_derive Pp Lp), weighted_by_score.
  apply Ex_ext. intros x I _. unfold k3. now rewrite softmax_at_0.
Qed.

Section Sampler.
Variable mu : X -> R.
Hypothesis Pm : positive A mu.
Theorem k3_weighted_claim :
  Ex A mu (fun y => q y / mu y * (p y / q y - 1 - ln (p y / q y))) = KL A q p /\
  Ex A mu (fun y => Derive (fun t => F t y / mu y * (p y / F t y - 1 - ln (p y / F t y))) 0) = Derive (fun t => KL A (F t) p) 0.
Proof.
  split.
  - rewrite (KL_ext A q (F 0) p p); [|intros; symmetry; apply softmax_at_0|reflexivity].
    rewrite <- (k3_weighted_value A F 0 p softmax_law softmax_positive Pp Lp mu Pm).
    apply Ex_ext. intros x I _. unfold k3. now rewrite softmax_at_0.
  - exact (k3_weighted_attached A F 0 dF p softmax_law softmax_positive softmax_derive Pp Lp mu Pm).
Qed.
Theorem k3_detached_claim :
  Ex A mu (fun y => q y / mu y * Derive (fun t => p y / F t y - 1 - ln (p y / F t y)) 0) = Derive (fun t => KL A p (F t)) 0.
Proof.
  rewrite <- (k3_weighted_detached A F 0 dF p softmax_law softmax_positive softmax_derive Pp mu Pm).
  apply Ex_ext. intros x I _. now rewrite softmax_at_0.
Qed.
End Sampler.

(** The derivative of a mean, and of pass@k. *)
Theorem softmax_mean_slope r : Derive (fun t => Ex A (F t) r) 0 = Ex A q (fun x => r x * (h x - Ex A q h)).
Proof.
  apply is_derive_unique. pose proof (policy_gradient A F 0 dF softmax_positive softmax_derive r) as D.
  rewrite weighted_by_score in D. exact D.
Qed.
Theorem softmax_pass_slope right k : Derive (fun t => 1 - (1 - Pr A (F t) right) ^ k) 0 =
  INR k * (1 - Pr A q right) ^ (k - 1) * Ex A q (fun x => ind (right x) * (h x - Ex A q h)).
Proof.
  apply is_derive_unique. rewrite <- (softmax_mean_slope (fun x => ind (right x))).
  set (m := Derive _ 0). assert (D : is_derive (fun t : R => Pr A (F t) right) 0 m).
  { apply (is_derive_ext (fun t => Ex A (F t) (fun x => ind (right x)))); [intros t; symmetry; apply Pr_Ex|].
    apply Derive_correct. eexists. exact (policy_gradient A F 0 dF softmax_positive softmax_derive _). }
  assert (E : Pr A q right = Pr A (F 0) right) by (rewrite !Pr_Ex; symmetry; apply softmax_mean).
  rewrite E. clearbody m. set (u := Pr A (F 0) right) in *.
  assert (G : is_derive (fun v : R => 1 - (1 - v) ^ k) u (INR k * (1 - u) ^ (k - 1))).
  { assert (D1 : is_derive (fun v : R => 1 - v) u (-1)) by (auto_derive; [exact I|ring]).
    pose proof (is_derive_pow (fun v : R => 1 - v) k u (-1) D1) as P.
    apply (der_ext _ _ _ _ _ (der_minus _ _ _ _ _ (is_derive_const 1 u) P)); [reflexivity|].
    replace (Init.Nat.pred k) with (k - 1)%nat by lia. unfold zero. simpl. ring. }
  pose proof (is_derive_comp (fun v : R => 1 - (1 - v) ^ k) (fun t => Pr A (F t) right) 0 _ _ G D) as C.
  unfold scal in C. simpl in C. unfold mult in C. simpl in C. rewrite Rmult_comm. exact C.
Qed.
Lemma softmax_score_mean : Ex A q (fun x => h x - Ex A q h) = 0.
Proof. rewrite Ex_minus, (Ex_const A q Lq). ring. Qed.
End Softmax.
