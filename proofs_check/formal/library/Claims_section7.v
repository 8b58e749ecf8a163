(** Section 7 in the form of its claims. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Tilts TiltLevels Steps.

Section Lemma8.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q phi : X -> R) (m : nat) (w : list X) (eps : R).
Hypothesis ND : NoDup A.
Hypothesis Q : positive A q.
Hypothesis M : (1 <= m)%nat.
Hypothesis W : In w (words A m).
(** Lemma 8, the first two inclusions with the printed factor 2. *)
Theorem lemma8_D_printed : Rabs (info q m w - H A phi q) <= eps -> H A (freq dec w) q - H A phi q <= 2 * eps.
Proof.
  intros N. pose proof (Rabs_pos (info q m w - H A phi q)) as P. pose proof (lemma8_D dec A q ND m w phi eps Q M W N) as B. lra.
Qed.
Theorem lemma8_E_printed : Rabs (info q m w - H A phi q) <= eps -> -2 * eps <= H A (freq dec w) q - H A phi q.
Proof.
  intros N. pose proof (Rabs_pos (info q m w - H A phi q)) as P. pose proof (lemma8_E dec A q ND m w phi eps Q M W N) as B. lra.
Qed.
(** The third. *)
Theorem lemma8_B_printed : 0 <= - (H A (freq dec w) q - H A phi q) -> - (H A (freq dec w) q - H A phi q) <= eps ->
  Rabs (info q m w - H A phi q) <= eps.
Proof. intros P L. apply (lemma8_B dec A q ND m w phi eps Q M W). lra. Qed.
End Lemma8.
