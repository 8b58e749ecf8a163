(** Policy gradients from a group of n draws: the group's mean as a baseline, leave-one-out, and the rewards of PKPO. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Passk.

(** Each draw with the others. *)
Fixpoint picks {X} (l : list X) : list (X * list X) :=
  match l with [] => [] | x :: rest => (x, rest) :: map (fun z => (fst z, x :: snd z)) (picks rest) end.
Lemma Sum_picks {X} (l : list X) f : Sum (picks l) (fun z => f (fst z)) = Sum l f.
Proof. induction l as [|x l IH]; simpl; [reflexivity|]. now rewrite Sum_map, <- IH. Qed.
Lemma picks_sum {X} (l : list X) f z : In z (picks l) -> Sum l f = f (fst z) + Sum (snd z) f.
Proof.
  revert z. induction l as [|x l IH]; simpl; intros z I; [easy|]. destruct I as [<-|I]; [reflexivity|].
  apply in_map_iff in I. destruct I as [v [<- I]]. simpl. rewrite (IH v I). ring.
Qed.
Lemma picks_hits {X} (E : X -> bool) (l : list X) z : In z (picks l) -> hits E l = ((if E (fst z) then 1 else 0) + hits E (snd z))%nat.
Proof.
  unfold hits. revert z. induction l as [|x l IH]; simpl; intros z I; [easy|]. destruct I as [<-|I].
  - simpl. destruct (E x); reflexivity.
  - apply in_map_iff in I. destruct I as [v [<- I]]. specialize (IH v I). simpl. destruct (E x), (E (fst v)); simpl in *; lia.
Qed.

Section Baseline.
Context {X : Type} (A : list X) (p : X -> R).
Hypothesis L : law A p.
(** The mean of a total over each draw with the others. *)
Lemma mean_picks n h : Ex (words A (S n)) (power p) (fun l => Sum (picks l) h) =
  INR (S n) * Ex A p (fun x => Ex (words A n) (power p) (fun l => h (x, l))).
Proof.
  revert h. induction n as [|n IH]; intros h.
  - rewrite Ex_words_S. simpl INR. rewrite Rmult_1_l. apply Ex_ext. intros x _ _. apply Ex_ext. intros l J _.
    destruct J as [<-|[]]. simpl. ring.
  - rewrite Ex_words_S, S_INR, Rmult_plus_distr_r, Rmult_1_l.
    rewrite (Ex_ext A p _ (fun x => Ex (words A (S n)) (power p) (fun l => h (x, l)) +
      INR (S n) * Ex A p (fun y => Ex (words A n) (power p) (fun l => h (y, x :: l))))).
    + rewrite Ex_plus, Ex_scal, Rplus_comm. f_equal. f_equal. unfold Ex at 1 2 3 4.
      rewrite (Sum_ext A _ (fun x => Sum A (fun y => p x * (p y * Ex (words A n) (power p) (fun l => h (y, x :: l))))))
        by (intros; now rewrite Sum_scal).
      rewrite Sum_exchange. apply Sum_ext. intros y _. fold (Ex (words A (S n)) (power p) (fun l => h (y, l))).
      rewrite Ex_words_S. unfold Ex at 2. rewrite <- Sum_scal. apply Sum_ext. intros x _. ring.
    + intros x _ _. pose proof (IH (fun z => h (fst z, x :: snd z))) as Q. cbn [fst snd] in Q. rewrite <- Q, <- Ex_plus. apply Ex_ext. intros l _ _. simpl. now rewrite Sum_map.
Qed.

Variables (r g : X -> R).
Hypothesis score : Ex A p g = 0.
(** A baseline made of the other draws does not change the mean: n E[r g]. *)
Theorem baseline_of_others n b :
  Ex (words A (S n)) (power p) (fun l => Sum (picks l) (fun z => (r (fst z) - b (snd z)) * g (fst z))) =
  INR (S n) * Ex A p (fun x => r x * g x).
Proof.
  rewrite mean_picks. f_equal. pose proof (law_power A p n L) as LN. set (m := Ex (words A n) (power p) b).
  rewrite (Ex_ext A p _ (fun x => r x * g x - m * g x)).
  - rewrite Ex_minus, Ex_scal, score. ring.
  - intros x _ _. simpl. rewrite (Ex_ext _ _ _ (fun l => r x * g x - g x * b l)) by (intros; ring).
    rewrite Ex_minus, (Ex_const _ _ LN), Ex_scal. unfold m. ring.
Qed.
(** Leave-one-out: the mean of (1/n) Σ (r_i − mean of the others) g_i is E[r g], for n ≥ 2. *)
Theorem leave_one_out_score n : (2 <= n)%nat ->
  Ex (words A n) (power p) (fun l => / INR n * Sum l (fun x => (r x - (Sum l r - r x) / (INR n - 1)) * g x)) = Ex A p (fun x => r x * g x).
Proof.
  intros Hn. destruct n as [|n]; [lia|]. assert (0 < INR n) by (apply lt_0_INR; lia). pose proof (S_INR n) as Sn.
  rewrite Ex_scal. rewrite (Ex_ext _ _ _ (fun l => Sum (picks l) (fun z => (r (fst z) - Sum (snd z) r / INR n) * g (fst z)))).
  - rewrite (baseline_of_others n (fun l => Sum l r / INR n)). rewrite Sn. field. lra.
  - intros l _ _. rewrite <- (Sum_picks l (fun x => (r x - (Sum l r - r x) / (INR (S n) - 1)) * g x)). apply Sum_ext. intros z I.
    rewrite (picks_sum l r z I). rewrite Sn. replace (INR n + 1 - 1) with (INR n) by ring. field. lra.
Qed.
(** The group's mean: (1/n) Σ (r_i − r̄) g_i has mean (1 − 1/n) E[r g], for n ≥ 1. *)
Theorem group_mean_score n : (1 <= n)%nat ->
  Ex (words A n) (power p) (fun l => / INR n * Sum l (fun x => (r x - Sum l r / INR n) * g x)) =
  (1 - / INR n) * Ex A p (fun x => r x * g x).
Proof.
  intros Hn. destruct n as [|n]; [lia|]. assert (P : 0 < INR (S n)) by (apply lt_0_INR; lia). set (m := INR (S n)) in *.
  pose proof (law_power A p n L) as LN.
  rewrite Ex_scal. rewrite (Ex_ext _ _ _ (fun l => Sum (picks l) (fun z => ((1 - / m) * r (fst z) - Sum (snd z) r / m) * g (fst z)))).
  - rewrite mean_picks. fold m.
    rewrite (Ex_ext A p _ (fun x => (1 - / m) * (r x * g x) - (Ex (words A n) (power p) (fun l => Sum l r) / m) * g x)).
    + rewrite Ex_minus, !Ex_scal, score. field. lra.
    + intros x _ _. simpl. rewrite (Ex_ext _ _ _ (fun l => (1 - / m) * (r x * g x) - g x / m * Sum l r)) by (intros; field; lra).
      rewrite Ex_minus, (Ex_const _ _ LN), Ex_scal. field. lra.
  - intros l _ _. rewrite <- (Sum_picks l (fun x => (r x - Sum l r / m) * g x)). apply Sum_ext. intros z I. rewrite (picks_sum l r z I). field. lra.
Qed.
(** PKPO: a right draw earns k/n, a wrong one (k/n) ρ(n−1, c, k−1); the mean is k (1−θ)^(k−1) E[1_right g]. *)
Theorem pkpo_mean (right : X -> bool) n k : (1 <= k <= n)%nat ->
  Ex (words A n) (power p) (fun l => Sum l (fun x =>
    (if right x then INR k / INR n else INR k / INR n * passk (n - 1) (hits right l) (k - 1)) * g x)) =
  INR k * (1 - Pr A p right) ^ (k - 1) * Ex A p (fun x => ind (right x) * g x).
Proof.
  intros K. destruct n as [|n]; [lia|]. replace (S n - 1)%nat with n by lia. set (j := (k - 1)%nat). pose proof (law_power A p n L) as LN.
  assert (P : 0 < INR (S n)) by (apply lt_0_INR; lia). set (m := INR (S n)) in *.
  rewrite (Ex_ext _ _ _ (fun l => Sum (picks l) (fun z =>
    (if right (fst z) then INR k / m else INR k / m * passk n (hits right (snd z)) j) * g (fst z)))).
  - rewrite mean_picks. fold m. set (q := 1 - (1 - Pr A p right) ^ j).
    rewrite (Ex_ext A p _ (fun x => INR k / m * q * g x + INR k / m * (1 - q) * (ind (right x) * g x))).
    + rewrite Ex_plus, !Ex_scal, score. unfold q. field. lra.
    + intros x _ _. simpl. destruct (right x); simpl ind.
      * rewrite (Ex_const _ _ LN). ring.
      * rewrite (Ex_ext _ _ _ (fun l => INR k / m * g x * passk n (hits right l) j)) by (intros; ring).
        rewrite Ex_scal, (passk_unbiased A p right L n j) by (unfold j; lia). unfold q. ring.
  - intros l _ _. rewrite <- (Sum_picks l (fun x => (if right x then _ else _) * g x)). apply Sum_ext. intros z I.
    pose proof (picks_hits right l z I) as Hh. destruct (right (fst z)); [reflexivity|]. now rewrite Hh.
Qed.
End Baseline.

(** ** The gradient: a family π_t of laws with the derivative π' at t₀, and the score π'/π *)
Section Gradient.
Context {X : Type} (A : list X) (pi : R -> X -> R) (d : X -> R) (t0 : R).
Hypotheses (L : forall t, law A (pi t)) (P : positive A (pi t0)) (D : forall x, In x A -> is_derive (fun t => pi t x) t0 (d x)).
Let g x := d x / pi t0 x.
Lemma derive_mean f : is_derive (fun t => Ex A (pi t) f) t0 (Sum A (fun x => d x * f x)).
Proof.
  unfold Ex. revert D. clear. induction A as [|x B IH]; intros D; simpl; [apply (is_derive_const (V := R_NormedModule))|].
  apply (is_derive_plus (fun t => pi t x * f x)); [|apply IH; intros; apply D; simpl; auto].
  apply (is_derive_ext (fun t => f x * pi t x)); [intros; apply Rmult_comm|]. rewrite Rmult_comm. apply is_derive_scal, D. simpl. auto.
Qed.
Lemma mean_score f : Ex A (pi t0) (fun x => f x * g x) = Sum A (fun x => d x * f x).
Proof. apply Sum_ext. intros x I. unfold g. specialize (P x I). field. lra. Qed.
Lemma score_mean_0 : Ex A (pi t0) g = 0.
Proof.
  rewrite (Ex_ext _ _ _ (fun x => 1 * g x)) by (intros; ring). rewrite mean_score.
  pose proof (derive_mean (fun _ => 1)) as Q.
  assert (Z : is_derive (fun t => Ex A (pi t) (fun _ => 1)) t0 0).
  { apply (is_derive_ext (fun _ => 1)); [intros t; symmetry; apply (Ex_const A (pi t) (L t))|apply (is_derive_const (V := R_NormedModule))]. }
  apply is_derive_unique in Q. apply is_derive_unique in Z. congruence.
Qed.
(** Leave-one-out estimates the gradient of the mean reward without bias … *)
Theorem leave_one_out_gradient r n : (2 <= n)%nat ->
  is_derive (fun t => Ex A (pi t) r) t0
    (Ex (words A n) (power (pi t0)) (fun l => / INR n * Sum l (fun x => (r x - (Sum l r - r x) / (INR n - 1)) * g x))).
Proof. intros Hn. rewrite (leave_one_out_score A (pi t0) (L t0) r g score_mean_0 n Hn), mean_score. apply derive_mean. Qed.
(** … the group's mean as a baseline estimates (1 − 1/n) times the gradient … *)
Theorem group_mean_gradient r n : (1 <= n)%nat ->
  is_derive (fun t => (1 - / INR n) * Ex A (pi t) r) t0
    (Ex (words A n) (power (pi t0)) (fun l => / INR n * Sum l (fun x => (r x - Sum l r / INR n) * g x))).
Proof.
  intros Hn. rewrite (group_mean_score A (pi t0) (L t0) r g score_mean_0 n Hn), mean_score. apply (is_derive_scal (fun t => Ex A (pi t) r)), derive_mean.
Qed.
(** … and the rewards of PKPO give the gradient of pass@k without bias. *)
Theorem pkpo_gradient (right : X -> bool) n k : (1 <= k <= n)%nat ->
  is_derive (fun t => 1 - (1 - Pr A (pi t) right) ^ k) t0
    (Ex (words A n) (power (pi t0)) (fun l => Sum l (fun x =>
      (if right x then INR k / INR n else INR k / INR n * passk (n - 1) (hits right l) (k - 1)) * g x))).
Proof.
  intros K. rewrite (pkpo_mean A (pi t0) (L t0) g score_mean_0 right n k K), mean_score.
  set (theta := fun t => Pr A (pi t) right). set (dt := Sum A (fun x => d x * ind (right x))).
  assert (Dt : is_derive theta t0 dt).
  { apply (is_derive_ext (fun t => Ex A (pi t) (fun x => ind (right x)))); [intros t; symmetry; apply Pr_Ex|apply derive_mean]. }
  apply (is_derive_ext (fun t => 1 - (1 - theta t) ^ k)); [reflexivity|].
  auto_derive; [exists dt; exact Dt|]. change (Derive (fun t => theta t) t0) with (Derive theta t0). rewrite (is_derive_unique _ _ _ Dt). replace (Init.Nat.pred k) with (k - 1)%nat by lia.
  fold (theta t0). replace (1 + - theta t0) with (1 - theta t0) by ring. ring.
Qed.
End Gradient.
