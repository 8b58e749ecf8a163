(** More of the card in the form of its claims: what the penalty buys, the Rényi divergence of large orders. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Renyi Penalty.

(** The gain of the penalised optimum is β times the two divergences, there and back. *)
Theorem rlhf_price {X} (A : list X) (p r : X -> R) beta : law A p -> 0 < beta ->
  Ex A (T A (fun y => exp (r y)) p (/ beta)) r - Ex A p r =
  beta * (KL A (T A (fun y => exp (r y)) p (/ beta)) p + KL A p (T A (fun y => exp (r y)) p (/ beta))).
Proof.
  intros L B. pose proof (rlhf_value A p L r beta B) as V. pose proof (rlhf_gap A p L r beta B p L (fun x _ E => E)) as G.
  rewrite KL_self in G. lra.
Qed.
(** D_a tends to the largest log π/p, along whole orders; it grows with the order, so along all. *)
Theorem Renyi_limit_whole {X} (A : list X) (pi p : X -> R) y : law A pi -> law A p -> ac A pi p -> In y A -> 0 < pi y ->
  (forall x, In x A -> 0 < pi x -> pi x / p x <= pi y / p y) -> is_lim_seq (fun m => Renyi A (INR m + 1) pi p) (ln (pi y / p y)).
Proof.
  intros Lpi Lp a I P Top. apply (is_lim_comp_seq (fun t => Renyi A t pi p) (fun m => INR m + 1) p_infty).
  - now apply Renyi_limit_infinity.
  - exists 0%nat. intros m _. discriminate.
  - apply (is_lim_seq_plus INR (fun _ => 1) p_infty 1 p_infty); [apply is_lim_seq_INR|apply is_lim_seq_const|reflexivity].
Qed.
