(** Groups of draws, in the form of their claims: pass@k and best@k from samples, baselines, normalised advantages. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Calculus Tilts Estimators Sampling BestOfN Words.
From ExactAlign Require Import Passk MaxK Baselines Rewards SoftBest Transport Remarks Claims_gradients.

Section Baselines.
Context {X : Type} (A : list X) (q r h : X -> R).
Hypotheses (Lq : law A q) (Pq : positive A q).
Let F (t : R) := T A (fun y => exp (h y)) q t.
Let s x := h x - Ex A q h.
Let S0 : Ex A q s = 0 := softmax_score_mean A q h Lq.
Theorem group_mean_claim n : (1 <= n)%nat ->
  Ex (words A n) (power q) (fun w => total (fun y => (r y - total r w / INR n) * (h y - Ex A q h)) w / INR n) =
  (1 - 1 / INR n) * Derive (fun t => Ex A (F t) r) 0.
Proof.
  intros Hn. unfold F; rewrite (softmax_mean_slope A q h Lq Pq r). replace (1 / INR n) with (/ INR n) by (unfold Rdiv; ring).
  pose proof (group_mean_score A q Lq r s S0 n Hn) as G. unfold s in G. rewrite <- G. apply Ex_ext. intros w _ _. rewrite !total_Sum. unfold Rdiv, s. ring.
Qed.
Theorem leave_one_out_claim n : (1 <= n)%nat -> 2 <= INR n ->
  Ex (words A n) (power q)
    (fun w => total (fun y => (r y - (total r w - r y) / (INR n - 1)) * (h y - Ex A q h)) w / INR n) =
  Derive (fun t => Ex A (F t) r) 0.
Proof.
  intros _ Hn. assert (N2 : (2 <= n)%nat) by (apply INR_le; simpl INR; lra).
  unfold F; rewrite (softmax_mean_slope A q h Lq Pq r). pose proof (leave_one_out_score A q Lq r s S0 n N2) as G.
  unfold s in G. rewrite <- G. apply Ex_ext.
  intros w _ _. rewrite !total_Sum. unfold Rdiv, s. ring.
Qed.
Theorem constant_baseline_claim n x : (1 <= n)%nat ->
  Ex (words A n) (power q) (fun w => total (fun y => (r y - x) * (h y - Ex A q h)) w / INR n) =
  Derive (fun t => Ex A (F t) r) 0.
Proof.
  intros Hn. assert (P : 0 < INR n) by (apply lt_0_INR; lia). unfold F; rewrite (softmax_mean_slope A q h Lq Pq r).
  rewrite (Ex_ext _ _ _ (fun w => / INR n * total (fun y => (r y - x) * s y) w)) by (intros; unfold Rdiv, s; ring).
  rewrite Ex_scal, (Ex_total A q _ n Lq).
  rewrite (Ex_ext A q (fun y => (r y - x) * s y) (fun y => r y * s y - x * s y)) by (intros; ring).
  rewrite Ex_minus, Ex_scal, S0. unfold s. field. lra.
Qed.
Theorem pkpo_claim k n : (1 <= k)%nat -> INR k <= INR n ->
  Ex (words A n) (power q) (fun w => total (fun y => (if Rltb 0 (r y) then INR k / INR n else INR k / INR n *
    (1 - INR (choose (n - 1 - hits (fun y => Rltb 0 (r y)) w) (k - 1)) / INR (choose (n - 1) (k - 1)))) * (h y - Ex A q h)) w) =
  Derive (fun t => 1 - (1 - Pr A (F t) (fun y => Rltb 0 (r y))) ^ k) 0.
Proof.
  intros Hk Hn. apply INR_le in Hn. unfold F; rewrite (softmax_pass_slope A q h Lq Pq).
  pose proof (pkpo_mean A q Lq s S0 (fun y => Rltb 0 (r y)) n k (conj Hk Hn)) as G. unfold s in G. rewrite <- G. apply Ex_ext. intros w _ _.
  now rewrite total_Sum.
Qed.
End Baselines.

(** ** pass@k and best@k *)
Theorem published_passk_claim (n k : nat) theta : INR k <= INR n -> 0 <= theta -> theta <= 1 ->
  Sum (seq 0 (n + 1)) (fun c => INR (choose n c) * theta ^ c * (1 - theta) ^ (n - c) *
    (if Rltb (INR (n - c)) (INR k) then 1 else 1 - INR (choose (n - c) k) / INR (choose n k))) = 1 - (1 - theta) ^ k.
Proof.
  intros K P Q. apply INR_le in K. rewrite <- (passk_unbiased_binomial n k theta K (conj P Q)), Nat.add_1_r. apply Sum_ext.
  intros c _. unfold binomial. f_equal. rewrite <- published_passk_same by exact K. unfold published_passk, Rltb.
  destruct (Rlt_dec (INR (n - c)) (INR k)) as [L|L].
  - apply INR_lt in L. now rewrite (proj2 (Nat.ltb_lt _ _) L).
  - destruct (Nat.ltb_spec (n - c) k) as [M|M]; [apply lt_INR in M; lra|reflexivity].
Qed.
Theorem maxk_claim {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p r : X -> R) (k n : nat) :
  NoDup A -> law A p -> (1 <= k)%nat -> INR k <= INR n ->
  Ex (words A n) (power p) (fun w => Sum (seq 0 n) (fun i => INR (choose i (k - 1)) / INR (choose n k) * nth i (sort (map r w)) 0)) =
  Ex A (best_of dec A k p r) r.
Proof.
  intros ND L Hk Hn. apply INR_le in Hn. rewrite <- (maxk_best_of dec A p r n k ND L (conj Hk Hn)).
  apply Ex_ext. intros w I _. apply words_length in I. unfold maxk. now rewrite map_length, I.
Qed.
Theorem soft_best_claim {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (p r : X -> R) (N : nat) x :
  NoDup A -> law A p -> (1 <= N)%nat -> (forall y, In y A -> forall z, In z A -> r y - r z <= x) ->
  KL A (kept A N p (soft dec r)) p <= ln (INR N / (1 + (INR N - 1) * exp (- x))).
Proof. intros ND L HN B. apply soft_KL; auto. Qed.
