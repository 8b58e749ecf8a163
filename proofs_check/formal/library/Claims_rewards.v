(** Corollary 1 in the form of its claim. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Words.

(** Corollary 1: (1/m)(1/ρ) log E e^{ρ r(Y^m)} = −H_{1+ρ}(φ‖q), at every m. *)
Theorem corollary1 {X} (A : list X) (phi q : X -> R) rho m : law A phi -> (1 <= m)%nat -> rho <> 0 ->
  1 / INR m * (1 / rho) * ln (Ex (words A m) (power phi) (fun w => exp (rho * total (fun y => ln (q y)) w))) =
  - Ht A (1 + rho) phi q.
Proof.
  intros L M N. rewrite log_moment_of_total by assumption. unfold Ht, Z, Ex.
  replace (1 + rho - 1) with rho by ring. replace (1 - (1 + rho)) with (- rho) by ring.
  assert (E : Sum A (fun x => phi x * exp (rho * ln (q x))) = Sum A (fun x => phi x * Rpower (q x) rho)) by reflexivity.
  rewrite E. field. split; [exact N | apply not_0_INR; lia].
Qed.
(** The mean reward per letter is −H(φ‖q). *)
Theorem mean_reward {X} (A : list X) (phi q : X -> R) m : law A phi -> (1 <= m)%nat ->
  Ex (words A m) (power phi) (total (fun y => ln (q y))) / INR m = - H A phi q.
Proof.
  intros L M. rewrite Ex_total by assumption. unfold H, Ex. field. apply not_0_INR. lia.
Qed.
(** Concentration on −H(φ‖q), with Chebyshev's rate. *)
Theorem concentration {X} (A : list X) (phi q : X -> R) m eps : law A phi -> (1 <= m)%nat -> 0 < eps ->
  Pr (words A m) (power phi) (fun w => Rleb eps (Rabs (total (fun y => ln (q y)) w / INR m - - H A phi q))) <=
  Var A phi (fun y => ln (q y)) / (INR m * eps ^ 2).
Proof.
  intros L M P. rewrite <- Rsqr_pow2. unfold Rsqr, H. rewrite Ropp_involutive. now apply weak_law.
Qed.
