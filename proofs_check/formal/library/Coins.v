(** Fair coins: the probability of j heads among k, from above by 1/√(k+1) at every j, from below by a multiple of 1/√k within O(√k)
    of k/2; and the mean of a function of a walk of k fair steps. *)
From ExactAlign Require Import Prelude Definitions Sums Laws.

Fixpoint coin (k j : nat) : R :=
  match k, j with
  | O, O => 1
  | O, S _ => 0
  | S k, O => coin k O / 2
  | S k, S j => (coin k j + coin k (S j)) / 2
  end.
Lemma coin_nonneg k : forall j, 0 <= coin k j.
Proof. induction k as [|k IH]; intros [|j]; simpl; try lra; pose proof (IH 0%nat); [lra|]. pose proof (IH j). pose proof (IH (S j)). lra. Qed.
Lemma coin_beyond k : forall j, (k < j)%nat -> coin k j = 0.
Proof. induction k as [|k IH]; intros [|j] L; simpl; try lia; [reflexivity|]. rewrite !IH by lia. lra. Qed.
(** Neighbours in a row, and in two rows. *)
Lemma coin_row k : forall j, INR (S j) * coin k (S j) = (INR k - INR j) * coin k j.
Proof.
  induction k as [|k IH]; intros j.
  - destruct j as [|j]; simpl coin; simpl INR; ring.
  - assert (R1 : INR (S j) * coin (S k) (S j) = (INR k + 1) * coin k j / 2).
    { cbn [coin]. pose proof (IH j) as E. rewrite S_INR in *. lra. }
    rewrite R1, S_INR. destruct j as [|j]; cbn [coin]; [simpl INR; field|].
    pose proof (IH j) as E. rewrite S_INR in *. lra.
Qed.
Lemma coin_up k j : 2 * INR (S j) * coin (S k) (S j) = INR (S k) * coin k j.
Proof. cbn [coin]. pose proof (coin_row k j) as E. rewrite !S_INR in *. lra. Qed.
Lemma coin_left k j : 2 * (INR (S k) - INR j) * coin (S k) j = INR (S k) * coin k j.
Proof.
  destruct j as [|j]; cbn [coin]; [simpl (INR 0); field|]. pose proof (coin_row k j) as E. rewrite !S_INR in *. lra.
Qed.
(** One step of the bound: a factor (k+1)/(2x) with 2x ≥ k+2. *)
Lemma coin_step k x u v : 0 <= INR k -> INR k + 2 <= 2 * x -> 2 * x * u = (INR k + 1) * v -> 0 <= u -> v * v * (INR k + 1) <= 1 -> u * u * (INR k + 2) <= 1.
Proof.
  intros K X E U V. set (n := INR k) in *.
  assert (u * (n + 2) <= (n + 1) * v) by (rewrite <- E; apply Rle_trans with (u * (2 * x)); [apply Rmult_le_compat_l; lra|lra]).
  assert (0 <= u * (n + 2)) by (apply Rmult_le_pos; lra).
  assert (Q : (u * (n + 2)) * (u * (n + 2)) <= ((n + 1) * v) * ((n + 1) * v)) by (apply Rmult_le_compat; assumption).
  assert (Q2 : ((n + 1) * v) * ((n + 1) * v) <= n + 1) by (replace ((n + 1) * v * ((n + 1) * v)) with ((n + 1) * (v * v * (n + 1))) by ring; apply Rle_trans with ((n + 1) * 1); [apply Rmult_le_compat_l; lra|lra]).
  apply (Rmult_le_reg_l (n + 2)); [lra|]. lra.
Qed.
Lemma coin_square k : (forall j, coin k j * coin k j * INR (S k) <= 1) /\ (forall j, coin (S k) j * coin (S k) j * INR (S (S k)) <= 1).
Proof.
  induction k as [|k [IH0 IH]].
  - split; intros [|[|j]]; simpl; lra.
  - split; [exact IH|]. intros j. pose proof (pos_INR k) as K. rewrite (S_INR (S (S k))), (S_INR (S k)) in *.
    pose proof (coin_nonneg (S (S k)) j) as P. destruct (lt_eq_lt_dec (2 * j) (S (S k))) as [[L|L]|L].
    + pose proof (coin_left (S k) j) as E. rewrite (S_INR (S k)) in E. replace (INR (S k) + 1 + 1) with (INR (S k) + 2) by ring.
      apply (coin_step (S k) (INR (S k) + 1 - INR j) _ (coin (S k) j)); [apply pos_INR| |exact E|exact P|apply IH].
      apply le_INR in L. rewrite S_INR, mult_INR, !S_INR in L. simpl (INR 0) in L. rewrite S_INR. simpl (INR 0) in *. lra.
    + destruct j as [|j]; [lia|]. pose proof (coin_up (S k) j) as E1. assert (Kj : (k = 2 * j)%nat) by lia.
      pose proof (coin_left k j) as E2. specialize (IH0 j). rewrite (S_INR (S k)), !(S_INR k), (S_INR j) in *.
      assert (K2 : INR k = 2 * INR j) by (rewrite Kj, mult_INR; simpl; ring). rewrite K2 in *. pose proof (pos_INR j) as J0. set (n := INR j) in *.
      set (x := coin (S (S k)) (S j)) in *. set (y := coin (S k) j) in *. set (v := coin k j) in *.
      assert (xy : x = y) by (apply (Rmult_eq_reg_l (2 * (n + 1))); [lra|lra]). subst x. rewrite xy in *.
      assert (E3 : 2 * (n + 1) * y = (2 * n + 1) * v) by lra.
      assert (Q : (2 * (n + 1) * y) * (2 * (n + 1) * y) = (2 * n + 1) * (v * v * (2 * n + 1))) by (rewrite E3; ring).
      assert (Q2 : (2 * n + 1) * (v * v * (2 * n + 1)) <= (2 * n + 1) * 1) by (apply Rmult_le_compat_l; lra).
      apply (Rmult_le_reg_l (4 * (n + 1) * (n + 1))); [assert (0 < (n + 1) * (n + 1)) by (apply Rmult_lt_0_compat; lra); lra|].
      replace (4 * (n + 1) * (n + 1) * (y * y * (2 * n + 1 + 1 + 1))) with ((2 * (n + 1) * y) * (2 * (n + 1) * y) * (2 * n + 3)) by ring.
      rewrite Q. apply Rle_trans with ((2 * n + 1) * 1 * (2 * n + 3)); [apply Rmult_le_compat_r; lra|]. assert (0 <= n * n) by (apply Rmult_le_pos; lra). lra.
    + destruct j as [|j]; [lia|]. pose proof (coin_up (S k) j) as E. rewrite (S_INR (S k)) in E. replace (INR (S k) + 1 + 1) with (INR (S k) + 2) by ring.
      apply (coin_step (S k) (INR (S j)) _ (coin (S k) j)); [apply pos_INR| |exact E|exact P|apply IH].
      apply le_INR in L. rewrite (S_INR (S (S k))), mult_INR, (S_INR (S k)) in L. simpl (INR 2) in L. lra.
Qed.
Theorem coin_small k j : coin k j <= / sqrt (INR k + 1).
Proof.
  pose proof (proj1 (coin_square k) j) as Q. rewrite S_INR in Q. pose proof (pos_INR k). pose proof (coin_nonneg k j) as P.
  set (y := sqrt (INR k + 1)). assert (Y : 0 < y) by (apply sqrt_lt_R0; lra). assert (Y2 : y * y = INR k + 1) by (apply sqrt_sqrt; lra).
  rewrite <- Y2 in Q. apply (Rmult_le_reg_r y); [exact Y|]. rewrite Rinv_l by lra. apply Rnot_lt_le. intros L.
  assert (1 * 1 < coin k j * y * (coin k j * y)) by (apply Rmult_le_0_lt_compat; lra). lra.
Qed.

(** ** From below *)
Lemma coin_middle n : 1 <= coin (2 * S n) (S n) * coin (2 * S n) (S n) * (4 * INR (S n)).
Proof.
  induction n as [|n IH]; [simpl; lra|].
  assert (E1 : coin (2 * S (S n)) (S (S n)) * (2 * INR (S (S n))) = (2 * INR (S n) + 1) * coin (2 * S n) (S n)).
  { replace (2 * S (S n))%nat with (S (S (2 * S n))) by lia. pose proof (coin_up (S (2 * S n)) (S n)) as E1. pose proof (coin_left (2 * S n) (S n)) as E2.
    rewrite !(S_INR (S (2 * S n))), (S_INR (2 * S n)), mult_INR, (S_INR (S n)) in *. simpl (INR 2) in *. set (k := INR (S n)) in *.
    assert (0 < k) by (apply lt_0_INR; lia). set (x := coin (S (S (2 * S n))) (S (S n))) in *. set (y := coin (S (2 * S n)) (S n)) in *.
    assert (x = y); [|subst x; lra]. apply (Rmult_eq_reg_l (2 * (k + 1))); lra. }
  rewrite (S_INR (S n)) in *. assert (K : 0 < INR (S n)) by (apply lt_0_INR; lia). set (k := INR (S n)) in *.
  set (x := coin (2 * S (S n)) (S (S n))) in *. set (v := coin (2 * S n) (S n)) in *.
  apply (Rmult_le_reg_l (k + 1)); [lra|]. replace ((k + 1) * (x * x * (4 * (k + 1)))) with ((x * (2 * (k + 1))) * (x * (2 * (k + 1)))) by ring.
  rewrite E1. replace ((2 * k + 1) * v * ((2 * k + 1) * v)) with ((2 * k + 1) * (2 * k + 1) / (4 * k) * (v * v * (4 * k))) by (field; lra).
  apply Rle_trans with ((2 * k + 1) * (2 * k + 1) / (4 * k) * 1).
  - rewrite !Rmult_1_r. apply (Rmult_le_reg_r (4 * k)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - apply Rmult_le_compat_l; [|exact IH]. apply Rmult_le_pos; [apply Rmult_le_pos; lra|left; apply Rinv_0_lt_compat; lra].
Qed.
Lemma off_middle n (x : nat -> R) : (1 <= n)%nat -> 0 <= x 0%nat -> (forall s, (s < n)%nat -> (INR n + INR s + 1) * x (S s) = (INR n - INR s) * x s) ->
  forall t, (2 * t <= n)%nat -> x 0%nat * exp (- (2 * (INR t * INR t) / INR n)) <= x t.
Proof.
  intros N X0 E. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). induction t as [|t IH]; intros T.
  - simpl. replace (- (2 * (0 * 0) / INR n)) with 0 by (field; lra). rewrite exp_0. lra.
  - specialize (IH ltac:(lia)). specialize (E t ltac:(lia)). apply le_INR in T. rewrite mult_INR, (S_INR t) in T. simpl (INR 2) in T.
    pose proof (pos_INR t) as T0. rewrite S_INR. set (v := INR t) in *. set (k := INR n) in *.
    assert (Xt : 0 <= x t) by (eapply Rle_trans; [|exact IH]; apply Rmult_le_pos; [exact X0|apply Rlt_le, exp_pos]).
    assert (St : exp (- (2 * (2 * v + 1) / k)) * x t <= x (S t)).
    { apply (Rmult_le_reg_l (k + v + 1)); [lra|]. rewrite E, <- Rmult_assoc. apply Rmult_le_compat_r; [exact Xt|].
      assert (L : (k + v + 1) <= (k - v) * exp (2 * (2 * v + 1) / k)).
      { apply Rle_trans with ((k - v) * (1 + 2 * (2 * v + 1) / k)).
        - assert (2 * v + 1 <= (k - v) * (2 * (2 * v + 1) / k)); [|lra]. apply (Rmult_le_reg_r k); [exact Pn|].
          replace ((k - v) * (2 * (2 * v + 1) / k) * k) with ((k - v) * 2 * (2 * v + 1)) by (field; lra). rewrite (Rmult_comm (2 * v + 1)). apply Rmult_le_compat_r; lra.
        - apply Rmult_le_compat_l; [lra|]. apply exp_ge_1. }
      apply (Rmult_le_compat_r (exp (- (2 * (2 * v + 1) / k)))) in L; [|apply Rlt_le, exp_pos].
      rewrite Rmult_assoc, <- exp_plus, Rplus_opp_r, exp_0, Rmult_1_r in L. exact L. }
    eapply Rle_trans; [|exact St]. replace (- (2 * ((v + 1) * (v + 1)) / k)) with (- (2 * (2 * v + 1) / k) + - (2 * (v * v) / k)) by (field; lra).
    rewrite exp_plus. apply (Rmult_le_compat_l (exp (- (2 * (2 * v + 1) / k)))) in IH; [|apply Rlt_le, exp_pos]. lra.
Qed.
(** Within w of the middle of 2n coins, where 2w ≤ n and w² ≤ En: at least e^{−2E}/(2√n). *)
Lemma coin_even n j w E : (1 <= n)%nat -> Rabs (INR j - INR n) <= w -> 2 * w <= INR n -> w * w <= E * INR n ->
  exp (- (2 * E)) / (2 * sqrt (INR n)) <= coin (2 * n) j.
Proof.
  intros N W Wn WE. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). assert (Y : 0 < sqrt (INR n)) by now apply sqrt_lt_R0.
  assert (M : / (2 * sqrt (INR n)) <= coin (2 * n) n).
  { destruct n as [|n]; [lia|]. pose proof (coin_middle n) as Q. pose proof (coin_nonneg (2 * S n) (S n)) as P. set (v := coin (2 * S n) (S n)) in *.
    set (y := sqrt (INR (S n))) in *. assert (Y2 : y * y = INR (S n)) by (apply sqrt_sqrt; lra). rewrite <- Y2 in Q.
    apply (Rmult_le_reg_r (2 * y)); [lra|]. rewrite Rinv_l by lra. apply Rnot_lt_le. intros L.
    assert (v * (2 * y) * (v * (2 * y)) < 1 * 1) by (apply Rmult_le_0_lt_compat; try lra; apply Rmult_le_pos; lra). lra. }
  assert (G : forall t, INR t <= w -> (2 * t <= n)%nat /\ exp (- (2 * E)) <= exp (- (2 * (INR t * INR t) / INR n))).
  { intros t T. pose proof (pos_INR t). split; [apply INR_le; rewrite mult_INR; simpl (INR 2); lra|]. apply exp_le_mono, Ropp_le_contravar.
    apply (Rmult_le_reg_r (INR n)); [exact Pn|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    assert (INR t * INR t <= w * w) by (apply Rmult_le_compat; lra). lra. }
  assert (F : forall t x, INR t <= w -> x 0%nat = coin (2 * n) n -> (forall s, (s < n)%nat -> (INR n + INR s + 1) * x (S s) = (INR n - INR s) * x s) ->
    exp (- (2 * E)) / (2 * sqrt (INR n)) <= x t).
  { intros t x T X0 R. destruct (G t T) as [G1 G2]. pose proof (off_middle n x N ltac:(rewrite X0; apply coin_nonneg) R t G1) as O. rewrite X0 in O.
    eapply Rle_trans; [|exact O]. unfold Rdiv. rewrite Rmult_comm. apply Rmult_le_compat; [left; apply Rinv_0_lt_compat; lra|left; apply exp_pos|exact M|exact G2]. }
  destruct (le_lt_dec n j) as [L|L].
  - replace j with (n + (j - n))%nat by lia. apply (F (j - n)%nat (fun t => coin (2 * n) (n + t))).
    + rewrite minus_INR by lia. pose proof (Rle_abs (INR j - INR n)). lra.
    + now rewrite Nat.add_0_r.
    + intros s Ls. cbv beta. pose proof (coin_row (2 * n) (n + s)) as R. rewrite <- Nat.add_succ_r, !plus_INR, !mult_INR, !S_INR in R. simpl (INR 0) in R. simpl (INR 2) in R. lra.
  - replace j with (n - (n - j))%nat by lia. apply (F (n - j)%nat (fun t => coin (2 * n) (n - t))).
    + rewrite minus_INR by lia. pose proof (Rle_abs (- (INR j - INR n))) as A. rewrite Rabs_Ropp in A. lra.
    + now rewrite Nat.sub_0_r.
    + intros s Ls. cbv beta. pose proof (coin_row (2 * n) (n - S s)) as R. replace (S (n - S s)) with (n - s)%nat in R by lia. rewrite !minus_INR, !mult_INR, !S_INR in R by lia. simpl (INR 0) in R. lra.
Qed.
(** j of k coins are heads with probability at least e^{−2E}/(4√k), for |2j − k| ≤ w, w + 1 ≤ (k − 1)/2 and (w + 1)² ≤ 2E(k − 1). *)
Theorem coin_large k j w E : 0 <= E -> 0 <= w -> w + 1 <= (INR k - 1) / 2 -> (w + 1) * (w + 1) <= 2 * E * (INR k - 1) ->
  Rabs (2 * INR j - INR k) <= w -> exp (- (2 * E)) / (4 * sqrt (INR k)) <= coin k j.
Proof.
  intros E0 W0 W1 W2 J. set (n := Nat.div2 k). assert (K : k = (2 * n)%nat \/ k = S (2 * n)).
  { destruct (Nat.Even_or_Odd k) as [O|O].
    - left. unfold n. rewrite (Nat.Even_double k O) at 1. unfold Nat.double. lia.
    - right. unfold n. rewrite (Nat.Odd_double k O) at 1. unfold Nat.double. lia. }
  clearbody n. assert (Kn : 2 * INR n <= INR k <= 2 * INR n + 1).
  { destruct K as [->| ->]; [|rewrite S_INR]; rewrite mult_INR; simpl (INR 2); lra. }
  assert (N : (1 <= n)%nat) by (apply INR_le; simpl (INR 1); lra).
  assert (Pn : 0 < INR n) by (apply lt_0_INR; lia).
  assert (Ev : exp (- (2 * E)) / (2 * sqrt (INR n)) <= coin (2 * n) j).
  { apply (coin_even n j ((w + 1) / 2)); [exact N| |lra|].
    - pose proof (Rle_abs (2 * INR j - INR k)). pose proof (Rle_abs (- (2 * INR j - INR k))) as J'. rewrite Rabs_Ropp in J'. apply Rabs_le. lra.
    - assert (E * (INR k - 1) <= E * (2 * INR n)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (Yn : 0 < sqrt (INR n)) by now apply sqrt_lt_R0. assert (Yk : sqrt (INR n) <= sqrt (INR k)) by (apply sqrt_le_1_alt; lra).
  assert (Q : exp (- (2 * E)) / (4 * sqrt (INR k)) <= exp (- (2 * E)) / (2 * sqrt (INR n)) / 2).
  { unfold Rdiv. rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|].
    replace (/ (2 * sqrt (INR n)) * / 2) with (/ (4 * sqrt (INR n))) by (field; lra). apply Rinv_le_contravar; lra. }
  pose proof (coin_nonneg (2 * n) j). destruct K as [->| ->]; [lra|]. destruct j as [|j]; cbn [coin]; [lra|]. pose proof (coin_nonneg (2 * n) j). lra.
Qed.

(** ** A walk of k fair steps of length h *)
Fixpoint flip (k : nat) (h : R) (G : R -> R) (u : R) : R :=
  match k with O => G u | S k => (flip k h G (u - h) + flip k h G (u + h)) / 2 end.
Lemma flip_sum k h G : forall u, flip k h G u = Sum (seq 0 (S k)) (fun j => coin k j * G (u + (2 * INR j - INR k) * h)).
Proof.
  induction k as [|k IH]; intros u.
  - simpl. rewrite Rplus_0_r, Rmult_1_l. f_equal. ring.
  - cbn [flip]. rewrite !IH. set (F := fun j => coin k j * G (u - h + (2 * INR j - INR k) * h)).
    assert (T : Sum (seq 0 (S k)) F = coin k 0 * G (u - h + (2 * 0 - INR k) * h) + Sum (seq 0 (S k)) (fun j => F (S j))).
    { transitivity (Sum (seq 0 (S (S k))) F).
      - rewrite (seq_S (S k) 0), Sum_app, Nat.add_0_l. unfold Sum at 3. replace (F (S k)) with 0; [ring|]. unfold F. rewrite (coin_beyond k (S k)) by lia. ring.
      - change (seq 0 (S (S k))) with (0%nat :: seq 1 (S k)). rewrite <- (seq_shift (S k) 0). cbn [Sum]. rewrite Sum_map. reflexivity. }
    change (seq 0 (S (S k))) with (0%nat :: seq 1 (S k)). rewrite <- (seq_shift (S k) 0). cbn [Sum]. rewrite Sum_map.
    rewrite T. cbn [coin]. rewrite (Sum_ext (seq 0 (S k)) (fun j => (coin k j + coin k (S j)) / 2 * G (u + (2 * INR (S j) - INR (S k)) * h))
      (fun j => (F (S j) + coin k j * G (u + h + (2 * INR j - INR k) * h)) / 2)).
    + rewrite Sum_div, Sum_plus. rewrite (S_INR k). simpl (INR 0).
      replace (u + (2 * 0 - (INR k + 1)) * h) with (u - h + (2 * 0 - INR k) * h) by ring. field.
    + intros j _. unfold F. rewrite !S_INR.
      replace (u - h + (2 * (INR j + 1) - INR k) * h) with (u + (2 * (INR j + 1) - (INR k + 1)) * h) by ring.
      replace (u + h + (2 * INR j - INR k) * h) with (u + (2 * (INR j + 1) - (INR k + 1)) * h) by ring. field.
Qed.
Lemma flip_nonneg k h G : (forall t, 0 <= G t) -> forall u, 0 <= flip k h G u.
Proof. intros G0. induction k as [|k IH]; intros u; simpl; [apply G0|]. pose proof (IH (u - h)). pose proof (IH (u + h)). lra. Qed.
Lemma flip_le k h G u : (forall t, 0 <= G t) -> flip k h G u <= Sum (seq 0 (S k)) (fun j => G (u + (2 * INR j - INR k) * h)) / sqrt (INR k + 1).
Proof.
  intros G0. rewrite flip_sum. unfold Rdiv. rewrite <- Sum_scal_r. apply Sum_le. intros j _. rewrite Rmult_comm. apply Rmult_le_compat_l; [apply G0|apply coin_small].
Qed.
Lemma flip_ge k h G u j : (forall t, 0 <= G t) -> (j <= k)%nat -> coin k j * G (u + (2 * INR j - INR k) * h) <= flip k h G u.
Proof.
  intros G0 J. rewrite flip_sum. apply (Sum_ge_term (seq 0 (S k)) (fun j => coin k j * G (u + (2 * INR j - INR k) * h))).
  - intros i _. apply Rmult_le_pos; [apply coin_nonneg|apply G0].
  - apply in_seq. lia.
Qed.

(** ** Two-sided geometric series *)
Definition bump (g t : R) : R := if Rle_dec t 0 then exp (g * t) else 2 - exp (- (g * t)).
Lemma bump_between g t : 0 < g -> 0 <= bump g t <= 2.
Proof.
  intros G. unfold bump. destruct (Rle_dec t 0) as [L|L].
  - pose proof (exp_pos (g * t)). assert (exp (g * t) <= exp 0) by (apply exp_le_mono; assert (0 <= g * - t) by (apply Rmult_le_pos; lra); lra). rewrite exp_0 in *. lra.
  - pose proof (exp_pos (- (g * t))). assert (exp (- (g * t)) <= exp 0) by (apply exp_le_mono; assert (0 <= g * t) by (apply Rmult_le_pos; lra); lra). rewrite exp_0 in *. lra.
Qed.
Lemma bump_step g d t : 0 < g -> 0 < d -> (1 - exp (- (g * d))) * exp (- (g * Rabs t)) <= bump g (t + d) - bump g t.
Proof.
  intros G D. assert (Q : 0 < g * d) by now apply Rmult_lt_0_compat. set (e := exp (- (g * d))). assert (e0 : 0 < e) by apply exp_pos.
  assert (e1 : e < 1) by (unfold e; rewrite <- exp_0; apply exp_increasing; lra).
  unfold bump. destruct (Rle_dec t 0) as [L|L].
  - rewrite Rabs_left1 by exact L. replace (- (g * - t)) with (g * t) by ring. set (z := exp (g * t)). assert (z0 : 0 < z) by apply exp_pos.
    assert (z1 : z <= 1) by (unfold z; rewrite <- exp_0; apply exp_le_mono; assert (0 <= g * - t) by (apply Rmult_le_pos; lra); lra).
    destruct (Rle_dec (t + d) 0) as [M|M].
    + assert (E : exp (g * (t + d)) = z / e).
      { unfold z, e, Rdiv. rewrite exp_Ropp, Rinv_inv, <- exp_plus. f_equal. ring. }
      rewrite E. assert (B : 2 - e <= / e).
      { apply (Rmult_le_reg_l e); [exact e0|]. rewrite Rinv_r by lra. pose proof (Rle_0_sqr (1 - e)) as S1. unfold Rsqr in S1. lra. }
      apply (Rmult_le_compat_l z) in B; [|lra]. unfold Rdiv. lra.
    + assert (E : exp (- (g * (t + d))) = e / z).
      { unfold z, e, Rdiv. rewrite <- exp_Ropp, <- exp_plus. f_equal. ring. }
      rewrite E. assert (ez : e < z).
      { unfold e, z. apply exp_increasing. assert (0 < g * (t + d)) by (apply Rmult_lt_0_compat; lra). lra. }
      apply (Rmult_le_reg_l z); [exact z0|]. replace (z * (2 - e / z - z)) with (2 * z - e - z * z) by (field; lra).
      assert (S1 : 0 <= (1 - z) * ((z - e) + z * (1 - e))) by (apply Rmult_le_pos; [lra|]; assert (0 <= z * (1 - e)) by (apply Rmult_le_pos; lra); lra). lra.
  - rewrite Rabs_right by lra. destruct (Rle_dec (t + d) 0) as [M|M]; [lra|].
    assert (E : exp (- (g * (t + d))) = exp (- (g * t)) * e) by (unfold e; rewrite <- exp_plus; f_equal; ring). rewrite E. lra.
Qed.
(** Σ_j e^{−g|b + jd|} ≤ 2/(1 − e^{−gd}), wherever it starts. *)
Theorem two_sided_series g d b n : 0 < g -> 0 < d -> Sum (seq 0 n) (fun j => exp (- (g * Rabs (b + INR j * d)))) <= 2 / (1 - exp (- (g * d))).
Proof.
  intros G D. assert (e1 : exp (- (g * d)) < 1) by (rewrite <- exp_0; apply exp_increasing; assert (0 < g * d) by (now apply Rmult_lt_0_compat); lra).
  assert (T : (1 - exp (- (g * d))) * Sum (seq 0 n) (fun j => exp (- (g * Rabs (b + INR j * d)))) <= bump g (b + INR n * d) - bump g b).
  { induction n as [|n IH].
    - simpl. replace (b + 0 * d) with b by ring. lra.
    - rewrite (seq_S n 0), Sum_app, Rmult_plus_distr_l. cbn [Sum]. rewrite Nat.add_0_l, Rplus_0_r, S_INR.
      pose proof (bump_step g d (b + INR n * d) G D) as Q. replace (b + INR n * d + d) with (b + (INR n + 1) * d) in Q by ring. lra. }
  pose proof (bump_between g (b + INR n * d) G). pose proof (bump_between g b G).
  apply (Rmult_le_reg_l (1 - exp (- (g * d)))); [lra|]. eapply Rle_trans; [exact T|]. replace ((1 - exp (- (g * d))) * (2 / (1 - exp (- (g * d))))) with 2 by (field; lra). lra.
Qed.
