(** How the statement of a claim follows from a theorem: the tactics of every claim's proof. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN.

(** q > 0 where p > 0, and p << q, say the same of laws. *)
Lemma supports_of_ac {X} (A : list X) (p q : X -> R) : law A q -> ac A p q -> forall x, In x A -> 0 < p x -> 0 < q x.
Proof.
  intros [Q _] a x i P. destruct (Q x i) as [L | E]; [assumption|]. pose proof (a x i (eq_sym E)). lra.
Qed.
Lemma ac_of_supports {X} (A : list X) (p q : X -> R) : law A p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> ac A p q.
Proof.
  intros [P _] s x i E. destruct (P x i) as [L | Z]; [pose proof (s x i L); lra | now symmetry].
Qed.
Lemma ac_of_positive {X} (A : list X) (p q : X -> R) : positive A q -> ac A p q.
Proof. intros P x i E. pose proof (P x i). lra. Qed.

(** What a theorem asks beyond the hypotheses of the claim. *)
Ltac premise := solve
  [ assumption | eassumption | lra | lia | apply law_power; assumption
  | intros; match goal with P : positive _ ?q |- 0 < ?q _ => apply P; assumption end
  | apply ac_of_positive; assumption
  | apply ac_of_supports; assumption
  | eapply supports_of_ac; eassumption
  | intros; eapply supports_of_ac; eassumption
  | apply INR_le; simpl INR; lra
  | apply best_rule; assumption
  | eauto 3 ].

(** Two ways of writing one number: x^2 and Rsqr x, a/b and a·b⁻¹, 1·a and a. *)
Ltac same_number := solve [ reflexivity | lra | ring | unfold Rsqr, Rdiv; rewrite ?Rmult_1_l; simpl; ring
  | unfold Rdiv; rewrite ?Rmult_1_l; reflexivity | unfold Rsqr; field; lra ].
(** A statement and a theorem are compared without unfolding sums and functions: else Coq computes for seconds, up to
    minutes, before it finds that they differ. *)
Ltac folded tac := with_strategy opaque
  [ exp ln sqrt Rpower Derive is_lim_seq is_lim Ex Pr T Z power words total freq ] tac.
(** The claim is an instance of the theorem; best-of-N is a rule that keeps one of the draws. *)
Tactic Notation "claim" uconstr(thm) := intros;
  folded ltac:(solve [ eapply thm; premise
        | eapply Rle_trans; [ eapply thm; premise | right; same_number ]
        | eapply Rlt_le_trans; [ eapply thm; premise | right; same_number ]
        | eapply eq_trans; [ eapply thm; premise | same_number ]
        | let E := fresh in unshelve epose proof (thm) as E; [ premise .. | solve [ exact E | eapply E; premise | lra ] ]
        | unfold best_of; eapply thm; premise
        | unfold best_of; eapply Rle_trans; [ eapply thm; premise | right; same_number ] ]).
