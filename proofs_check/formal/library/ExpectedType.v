(** The expected type of a random word: m KL(E[t]‖φ) ≤ KL(ψ‖φ^m) for every law ψ of words. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Words CrossEntropy BestOfN.

Section Expected.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (m : nat) (psi : list X -> R) (phi lam : X -> R).
Hypotheses (NA : NoDup A) (Hm : (1 <= m)%nat) (Ls : law (words A m) psi) (Lf : law A phi) (Ll : law A lam).
Hypothesis mean : forall x, In x A -> lam x = Ex (words A m) psi (fun w => freq dec w x).
(** A total over a word is m times the mean over its type. *)
Lemma total_of_type f w : In w (words A m) -> total f w = INR m * Sum A (fun x => freq dec w x * f x).
Proof.
  intros I. apply in_words in I. destruct I as [Len In_A]. rewrite total_Sum.
  rewrite <- (Sum_copies dec A NA f w In_A). rewrite <- Sum_scal. apply Sum_ext. intros x _. unfold freq, copies. rewrite Len. field.
  apply not_0_INR. lia.
Qed.
Lemma mean_of_total f : Ex (words A m) psi (total f) = INR m * Ex A lam f.
Proof.
  transitivity (Sum (words A m) (fun w => INR m * Sum A (fun x => psi w * freq dec w x * f x))).
  - apply Sum_ext. intros w I. rewrite (total_of_type f w I), Rmult_comm, Rmult_assoc. f_equal. rewrite <- Sum_scal_r. apply Sum_ext. intros; ring.
  - rewrite Sum_scal. f_equal. rewrite Sum_exchange. apply Sum_ext. intros x I. rewrite (mean x I). unfold Ex. rewrite <- Sum_scal_r. reflexivity.
Qed.
(** A letter of a word that has a chance has a chance in the mean. *)
Lemma letters_in_mean w x : In w (words A m) -> 0 < psi w -> In x w -> 0 < lam x.
Proof.
  intros I P J. assert (Ix : In x A) by (apply in_words in I; now apply I). rewrite (mean x Ix). apply (Sum_pos _ _ w); [|exact I|].
  - intros v K. apply Rmult_le_pos; [now apply Ls|]. unfold freq. apply in_words in K. destruct K as [Len _]. rewrite Len.
    apply Rmult_le_pos; [apply pos_INR|left; apply Rinv_0_lt_compat, lt_0_INR; lia].
  - apply Rmult_lt_0_compat; [exact P|]. unfold freq. apply in_words in I. destruct I as [Len _]. rewrite Len.
    apply Rdiv_lt_0_compat; apply lt_0_INR; [now apply count_occ_In|lia].
Qed.
Theorem expected_type_closer : ac (words A m) psi (power phi) -> INR m * KL A lam phi <= KL (words A m) psi (power phi).
Proof.
  intros Ac. assert (pos_phi : forall w x, In w (words A m) -> 0 < psi w -> In x w -> 0 < phi x).
  { intros w x I P J. assert (Q : 0 < power phi w).
    { destruct (law_nonneg _ _ (law_power A phi m Lf) w I) as [Q|Z]; [exact Q|]. rewrite (Ac w I (eq_sym Z)) in P. lra. }
    exact (power_pos_letters A phi m w x Lf I Q J). }
  assert (Al : ac (words A m) psi (power lam)).
  { intros w I Z. destruct (law_nonneg _ _ Ls w I) as [P|]; [exfalso|auto].
    assert (Q : 0 < power lam w) by (apply power_pos; intros x J; now apply (letters_in_mean w)). lra. }
  pose proof (KL_nonneg (words A m) psi (power lam) Ls (law_power A lam m Ll) Al) as G.
  enough (E : KL (words A m) psi (power phi) = KL (words A m) psi (power lam) + INR m * KL A lam phi) by lra.
  set (f := fun x => ln (lam x) - ln (phi x)). transitivity (KL (words A m) psi (power lam) + Ex (words A m) psi (total f)).
  - unfold KL, Ex. rewrite <- Sum_plus. apply Sum_ext. intros w I. unfold xlog. destruct (law_nonneg _ _ Ls w I) as [P|Z]; [|rewrite <- Z; ring].
    assert (P1 : forall x, In x w -> 0 < phi x) by (intros x J; now apply (pos_phi w)).
    assert (P2 : forall x, In x w -> 0 < lam x) by (intros x J; now apply (letters_in_mean w)).
    assert (T : total f w = ln (power lam w) - ln (power phi w)).
    { rewrite !ln_power by assumption. unfold f. clear. induction w as [|x w IH]; simpl; [ring|]. rewrite IH. ring. }
    rewrite T, !ln_div by (try assumption; now apply power_pos). ring.
  - f_equal. rewrite mean_of_total. f_equal. apply Sum_ext. intros x I. unfold xlog, f.
    destruct (law_nonneg _ _ Ll x I) as [P|Z]; [|rewrite <- Z; ring]. rewrite ln_div; [ring|exact P|].
    (* a letter of the mean is in some word that has a chance *)
    rewrite (mean x I) in P. destruct (Sum_pos_term _ _ P) as (w & J & Q).
    assert (Pw : 0 < psi w) by (destruct (law_nonneg _ _ Ls w J) as [|Z]; [assumption|rewrite <- Z in Q; lra]).
    apply (pos_phi w x J Pw). apply (count_occ_In dec). destruct (count_occ dec w x) eqn:C; [|lia]. unfold freq in Q. rewrite C in Q. simpl in Q. unfold Rdiv in Q. lra.
Qed.
End Expected.
