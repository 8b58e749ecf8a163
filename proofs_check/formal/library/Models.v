(** That the hypotheses of a statement hold together: tactics for a model that is given with numbers. *)
From Interval Require Import Tactic.
From ExactAlign Require Import Prelude Definitions Sums Laws Sampling BestOfN Growing Transport.

(** Hoeffding's lemma, with a larger proxy. *)
Lemma subgaussian_between {X} (A : list X) p r lo hi s : law A p -> (forall x, In x A -> 0 < p x -> lo <= r x <= hi) ->
  (hi - lo) * (hi - lo) / 4 <= s -> subgaussian A p r s.
Proof.
  intros L B S t. eapply Rle_trans; [apply (hoeffding A p r lo hi L B t)|].
  assert (E : t * t * ((hi - lo) * (hi - lo) / 4) <= t * t * s) by (apply Rmult_le_compat_l; [apply Rle_0_sqr|exact S]).
  assert (F : t * t * ((hi - lo) * (hi - lo) / 4) / 2 <= t * t * s / 2) by lra.
  destruct F as [F|F]; [left; now apply exp_increasing | right; now rewrite F].
Qed.
Lemma Rpower_two x : 0 < x -> Rpower x 2 = x * x.
Proof. intros P. replace 2 with (1 + 1) by ring. now rewrite Rpower_plus, Rpower_1. Qed.
Lemma Rpower_three x : 0 < x -> Rpower x 3 = x * x * x.
Proof. intros P. replace 3 with (2 + 1) by ring. now rewrite Rpower_plus, Rpower_two, Rpower_1. Qed.

Ltac reduced := cbv -[Rplus Rmult Ropp Rinv Rminus Rdiv Rle_dec Rlt_dec Req_EM_T ln exp Rpower sqrt Rabs IZR Rle Rlt Rge Rgt not].
Ltac reduced_in H :=
  cbv -[Rplus Rmult Ropp Rinv Rminus Rdiv Rle_dec Rlt_dec Req_EM_T ln exp Rpower sqrt Rabs IZR Rle Rlt Rge Rgt not] in H.
Ltac near := first [ lra | unfold Rpower; interval ].
(* Each comparison of numbers is decided. *)
Ltac decided := match goal with
  | |- context [Rle_dec ?a ?b] => first
      [ destruct (Rle_dec a b) as [_ | no]; [| exfalso; apply no; near]
      | destruct (Rle_dec a b) as [yes | _]; [exfalso; revert yes; apply Rlt_not_le; near |] ]
  | |- context [Rlt_dec ?a ?b] => first
      [ destruct (Rlt_dec a b) as [_ | no]; [| exfalso; apply no; near]
      | destruct (Rlt_dec a b) as [yes | _]; [exfalso; revert yes; apply Rle_not_lt; near |] ]
  | |- context [Req_EM_T ?a ?b] => first
      [ destruct (Req_EM_T a b) as [_ | no]; [| exfalso; apply no; near]
      | destruct (Req_EM_T a b) as [yes | _]; [exfalso; revert yes; first [apply Rlt_not_eq; near | apply Rgt_not_eq; near] |] ]
  end.
Ltac number := reduced; repeat (decided; reduced);
  first [ lra | lia | rewrite ?exp_0, ?ln_1; lra | rewrite ?exp_ln by lra; lra | rewrite ?Rmult_0_r, ?exp_0; lra
  | rewrite ?Rpower_1, ?Rpower_two, ?Rpower_three by lra; field; repeat split; lra | unfold Rpower; interval | apply Rlt_not_eq; near | apply Rgt_not_eq; near | discriminate | exact I ].
(* What is said of every outcome is said of each. *)
Ltac outcomes := unfold positive, ac, best_in, top in *; intros; repeat match goal with
  | H : In _ _ |- _ => cbn in H
  | H : _ \/ _ |- _ => destruct H
  | H : False |- _ => destruct H
  end; subst; repeat match goal with H : _ < _ |- _ => progress reduced_in H | H : _ = 0 |- _ => progress reduced_in H end;
  first [ number | exfalso; lra ].
Ltac pair := repeat split; first [ cbn; tauto | number ].
Ltac varied := unfold varies; first
  [ exists 0%nat, 1%nat; pair | exists 1%nat, 0%nat; pair | exists 0%nat, 2%nat; pair | exists 2%nat, 0%nat; pair
  | exists 1%nat, 2%nat; pair | exists 2%nat, 1%nat; pair ].
Ltac distinct := repeat constructor; cbn; intuition discriminate.
(* A reward between these bounds where p is positive. *)
Ltac bounded lo hi := apply (subgaussian_between _ _ _ lo hi); [split; [outcomes | number] | intros; split; outcomes | lra].
Ltac fact := solve
  [ assumption | reflexivity | lra | lia
  | apply seq_NoDup
  | distinct
  | cbn; tauto
  | apply best_rule; lia
  | apply best_keeps_best; [first [apply seq_NoDup | distinct] | lia]
  | apply law_power; split; [outcomes | number]
  | split; [outcomes | number]
  | number
  | outcomes
  | varied
  | bounded 0 0 | bounded 1 1 | bounded 2 2 | bounded 0 1 | bounded 1 2 | bounded 0 2 ].
