(** Independent draws and rules that keep one of them: what holds for every rule. *)
From ExactAlign Require Import Prelude Definitions Sums Laws.

Section Draws.
Context {X : Type}.
Implicit Types (A : list X) (p : X -> R) (E : X -> bool).

Lemma power_ind E p l : ind (forallb E l) * power p l = power (fun x => ind (E x) * p x) l.
Proof. induction l as [|x l IH]; simpl; [ring|]. rewrite <- IH. destruct (E x); simpl; ring. Qed.
(** All N draws fall in E with probability P(E)^N. *)
Theorem all_draws A N p E : Pr (words A N) (power p) (forallb E) = Pr A p E ^ N.
Proof. unfold Pr. rewrite <- Sum_words_power. apply Sum_ext. intros l _. apply power_ind. Qed.
(** Bernoulli: 1 − (1 − x)^N ≤ N x on [0, 1]. *)
Lemma bernoulli x N : 0 <= x <= 1 -> 1 - (1 - x) ^ N <= INR N * x.
Proof.
  intros B. induction N as [|N IH]; [simpl; lra|]. rewrite S_INR. simpl.
  assert (0 <= (1 - x) ^ N <= 1).
  { split; [apply pow_le; lra|]. apply Rle_trans with (1 ^ N); [apply pow_incr; lra | rewrite pow1; lra]. }
  nra.
Qed.
End Draws.

Section Rules.
Context {X : Type}.
Variables (A : list X) (N : nat) (p : X -> R) (s : list X -> X -> R).
Hypothesis (Lp : law A p) (Rs : rule A N s).

(** The mean of f at the kept draw is the mean over the draws of f's mean given the draws. *)
Lemma kept_Ex (f : X -> R) : Ex A (kept A N p s) f = Ex (words A N) (power p) (fun l => Ex A (s l) f).
Proof.
  unfold kept, Ex. transitivity (Sum A (fun y => Sum (words A N) (fun l => power p l * (s l y * f y)))).
  - apply Sum_ext. intros y _. rewrite <- Sum_scal_r. apply Sum_ext. intros; ring.
  - rewrite Sum_exchange. apply Sum_ext. intros l _. apply Sum_scal.
Qed.
(** What a rule keeps of N draws has a law. *)
Theorem kept_law : law A (kept A N p s).
Proof.
  pose proof (law_power A p N Lp) as LN. split.
  - intros y I. apply Sum_nonneg. intros l J. apply Rmult_le_pos; [now apply LN|].
    apply (proj1 (proj1 (Rs l J))), I.
  - transitivity (Ex A (kept A N p s) (fun _ => 1)); [apply Sum_ext; intros; ring|]. rewrite kept_Ex.
    transitivity (Ex (words A N) (power p) (fun _ => 1)); [|now apply Ex_const]. apply Sum_ext. intros l J.
    now rewrite (Ex_const A (s l) (proj1 (Rs l J))).
Qed.
(** The kept draw lies in E with probability at most 1 − (1 − p(E))^N: one of the draws must. *)
Theorem kept_event E : Pr A (kept A N p s) E <= 1 - (1 - Pr A p E) ^ N.
Proof.
  pose proof (law_power A p N Lp) as LN.
  rewrite <- (Pr_compl A p Lp), <- all_draws, <- (Pr_compl _ _ LN), !Pr_Ex, kept_Ex. apply Sum_le. intros l J.
  apply Rmult_le_compat_l; [now apply LN|]. destruct (Rs l J) as [Ls S]. rewrite <- Pr_Ex.
  destruct (forallb _ l) eqn:F; simpl; [|now apply Pr_le_1].
  rewrite forallb_forall in F. right. apply Sum_zero. intros y _. destruct (E y) eqn:Ey; simpl; [|ring].
  rewrite S; [ring|]. intros K. specialize (F y K). rewrite Ey in F. discriminate.
Qed.
(** … and with probability at least p(E)^N: it must if all draws do. *)
Theorem kept_event_ge E : Pr A p E ^ N <= Pr A (kept A N p s) E.
Proof.
  pose proof (kept_event (fun x => negb (E x))) as L. rewrite !Pr_compl in L by (assumption || apply kept_law).
  replace (1 - (1 - Pr A p E)) with (Pr A p E) in L by ring. lra.
Qed.
End Rules.

Section Budget.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (N : nat) (p : X -> R) (s : list X -> X -> R).
Hypothesis (Lp : law A p) (Rs : rule A N s).

(** Every rule keeps every outcome that can be drawn with positive probability: all draws may be that outcome. *)
Theorem kept_pos y : In y A -> 0 < p y -> 0 < kept A N p s y.
Proof.
  intros I P. set (E := fun z => if eq_dec z y then true else false).
  pose proof (kept_event_ge A N p s Lp Rs E) as K. assert (PE : 0 < Pr A p E).
  { apply (Sum_pos A _ y); [|exact I|unfold E; destruct (eq_dec y y); [simpl; lra|easy]].
    intros z J. pose proof (law_nonneg A p Lp z J). unfold ind. destruct (E z); lra. }
  apply (pow_lt _ N) in PE. destruct (law_nonneg A _ (kept_law A N p s Lp Rs) y I) as [Q|Z]; [exact Q|exfalso].
  assert (Pr A (kept A N p s) E = 0); [|lra]. apply Sum_zero. intros z _. unfold E. destruct (eq_dec z y) as [->|]; simpl; [rewrite <- Z|]; ring.
Qed.
(** No outcome is kept more often than N times as often as it is drawn. *)
Theorem kept_le y : In y A -> kept A N p s y <= INR N * p y.
Proof.
  intros I. set (E := fun z => if eq_dec z y then true else false).
  assert (C : forall f, Pr A f E = INR (count_occ eq_dec A y) * f y).
  { intros f. unfold Pr, E. clear. induction A as [|z B IH]; cbn [Sum count_occ]; [simpl; ring|]. rewrite IH.
    destruct (eq_dec z y) as [->|]; simpl ind; [rewrite S_INR|]; ring. }
  assert (P : 0 < INR (count_occ eq_dec A y)) by (apply lt_0_INR, count_occ_In, I).
  pose proof (kept_event A N p s Lp Rs E) as L.
  pose proof (bernoulli (Pr A p E) N (conj (Pr_nonneg A p Lp E) (Pr_le_1 A p Lp E))) as Q. rewrite C in L, Q.
  rewrite C in L. apply (Rmult_le_reg_l (INR (count_occ eq_dec A y))); [exact P|]. lra.
Qed.
(** What is never drawn is never kept: KL(kept ‖ p) is finite. *)
Corollary kept_ac : ac A (kept A N p s) p.
Proof.
  intros y I E. pose proof (kept_le y I) as L. rewrite E in L. pose proof (proj1 (kept_law A N p s Lp Rs) y I). lra.
Qed.
(** A law with p' ≤ c p has KL(p'‖p) ≤ log c. *)
Lemma KL_le_density (p' : X -> R) c : law A p' -> 0 < c -> (forall y, In y A -> p' y <= c * p y) -> KL A p' p <= ln c.
Proof.
  intros L' Pc L. rewrite <- (Ex_const A p' L' (ln c)). apply Sum_le. intros y I. unfold xlog.
  destruct (Req_dec (p' y) 0) as [->|Ne]; [lra|]. pose proof (law_nonneg A p' L' y I). specialize (L y I).
  assert (0 < p y) by (pose proof (proj1 Lp y I); destruct (Req_dec (p y) 0) as [E|]; [rewrite E in L; lra | lra]).
  apply Rmult_le_compat_l; [lra|]. apply ln_le_mono; [apply Rdiv_lt_0_compat; lra|].
  apply (Rmult_le_reg_r (p y)); [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.
(** Lemma 6: KL(π_N ‖ p) ≤ log N, whatever the rule that keeps one of the N draws. *)
Theorem lemma6 : (1 <= N)%nat -> KL A (kept A N p s) p <= ln (INR N).
Proof.
  intros HN. apply KL_le_density; [now apply kept_law | apply lt_0_INR; lia | exact kept_le].
Qed.
End Budget.
