(** That the hypotheses of a statement hold together, where no computation shows it: optimal laws, equal divergences,
    sub-Gaussian rewards, convex functions. *)
From Coq Require Import ZArith.
From Interval Require Import Tactic.
From ExactAlign Require Import Analysis Definitions Sums Laws Tilts Alpha Optimum Words Renyi Models.

(** ** Optimal laws *)
Section Optimal.
Context {X : Type} (A : list X) (p q : X -> R).
Hypothesis Lp : law A p.
Lemma optimal_ext D phi psi : (forall x, In x A -> phi x = psi x) -> optimal A p q D phi -> optimal A p q D psi.
Proof.
  intros E [F O]. split; [now apply (feasible_ext A p D phi)|]. intros chi C. rewrite <- (H_ext A phi psi q E). now apply O.
Qed.
(** A law with the values of the tilt by a. *)
Lemma optimal_at a D phi : 0 <= a -> (forall x, In x A -> T A q p a x = phi x) -> KL A phi p = D -> optimal A p q D phi.
Proof.
  intros a0 E B. apply (optimal_ext D (T A q p a)); [exact E|]. apply tilt_optimal; [exact Lp|exact a0|].
  now rewrite (KL_ext A (T A q p a) phi p p).
Qed.
(** A law on the best outcomes alone, with a budget of Δ_max and more. *)
Lemma optimal_on_top D phi : law A phi -> ac A phi p -> (forall x, In x A -> 0 < p x -> 0 < q x) -> KL A phi p <= D ->
  1 <= exp D * Pr A p (top A p q) ->
  (forall x, In x A -> 0 < phi x -> top A p q x = true) -> optimal A p q D phi.
Proof.
  intros Lf C S B M V. assert (P := Pr_top_pos A p q Lp). assert (Dmax A p q <= D).
  { unfold Dmax. apply Ropp_le_cancel. rewrite Ropp_involutive. replace (- D) with (ln (/ exp D)) by now rewrite ln_Rinv, ln_exp by apply exp_pos.
    apply Rcomplements.ln_le; [apply Rinv_0_lt_compat, exp_pos|]. apply Rmult_le_reg_l with (exp D); [apply exp_pos|].
    rewrite Rinv_r by apply Rgt_not_eq, exp_pos. exact M. }
  apply optimum_past_Dmax; try assumption. split; [|exact V]. now split; [|split].
Qed.
End Optimal.
(** The words of a letter's optimum. *)
Lemma optimal_words {X} (A : list X) (p q : X -> R) (Lp : law A p) m a D phi : (forall x, In x A -> 0 < p x -> 0 < q x) -> 0 <= a -> (forall x, In x A -> T A q p a x = phi x) ->
  KL A phi p = D -> optimal (words A m) (power p) (power q) (INR m * D) (power phi).
Proof.
  intros S a0 E B.
  assert (V : forall w, In w (words A m) -> T (words A m) (power q) (power p) a w = power phi w).
  { intros w I. rewrite T_words by assumption. apply power_ext. intros x J. apply E. now apply (words_letters A m w). }
  apply (optimal_ext _ _ _ _ (T (words A m) (power q) (power p) a)); [exact V|].
  apply tilt_optimal; [now apply law_power|exact a0|]. rewrite KL_T_words by assumption.
  now rewrite (KL_ext A (T A q p a) phi p p E (fun _ _ => eq_refl)), B.
Qed.
Lemma KL_same {X} (A : list X) p q : (forall x, In x A -> p x = q x) -> KL A p q = 0.
Proof. intros E. rewrite <- (KL_self A q). now apply KL_ext. Qed.
Lemma KL_same_first {X} (A : list X) p p' q : (forall x, In x A -> p x = p' x) -> KL A p q = KL A p' q.
Proof. intros E. now apply KL_ext. Qed.
Lemma exp_is a b : 0 < b -> a = ln b -> exp a = b.
Proof. intros P E. now rewrite E, exp_ln. Qed.

Lemma is_exp_over a b c : 0 < a -> 0 < c -> b = ln a + ln c -> a = exp b / c.
Proof. intros P Q E. rewrite E, exp_plus, !exp_ln by assumption. field. lra. Qed.

(** ** Convex functions: polynomials whose coefficients are not negative, from the square on *)
Lemma power_increasing n x y : 0 < x -> 0 < y -> 0 <= (x ^ n - y ^ n) * (x - y).
Proof.
  intros P Q. destruct (Rle_dec x y) as [L|L].
  - pose proof (pow_incr x y n (conj (Rlt_le _ _ P) L)). replace ((x ^ n - y ^ n) * (x - y)) with ((y ^ n - x ^ n) * (y - x)) by ring.
    apply Rmult_le_pos; lra.
  - pose proof (pow_incr y x n ltac:(lra)). apply Rmult_le_pos; lra.
Qed.
Lemma convex_power n : convex (fun x => x ^ n).
Proof.
  intros x y t P Q [t0 t1]. induction n as [|n IH]; [simpl; lra|]. simpl.
  set (s := 1 - t) in *. assert (M : 0 < t * x + s * y).
  { destruct t0 as [t0|<-]; [|unfold s; lra]. assert (0 < t * x) by now apply Rmult_lt_0_compat.
    assert (0 <= s * y) by (apply Rmult_le_pos; unfold s; lra). lra. }
  apply Rle_trans with ((t * x + s * y) * (t * x ^ n + s * y ^ n)); [apply Rmult_le_compat_l; lra|].
  assert (N : 0 <= t * s * ((x ^ n - y ^ n) * (x - y))).
  { apply Rmult_le_pos; [apply Rmult_le_pos; unfold s; lra|now apply power_increasing]. }
  replace ((t * x + s * y) * (t * x ^ n + s * y ^ n)) with
    (t * (x * x ^ n) + s * (y * y ^ n) - t * s * ((x ^ n - y ^ n) * (x - y))) by (unfold s; ring). lra.
Qed.
Lemma convex_monomial c n : 0 <= c -> convex (fun x => c * x ^ n).
Proof.
  intros C x y t P Q B. pose proof (Rmult_le_compat_l c _ _ C (convex_power n x y t P Q B)). lra.
Qed.
Lemma convex_line c n : (n <= 1)%nat -> convex (fun x => c * x ^ n).
Proof. intros L x y t _ _ _. destruct n as [|[|n]]; [simpl; lra|simpl; lra|lia]. Qed.
Lemma convex_plus f g : convex f -> convex g -> convex (fun x => f x + g x).
Proof. intros F G x y t P Q B. specialize (F x y t P Q B). specialize (G x y t P Q B). lra. Qed.

(** ** Numbers with logarithms *)
(* An integer under a logarithm is taken apart into primes. *)
Ltac apart d := match goal with |- context [ln (IZR ?n)] =>
    let rest := eval compute in (Z.modulo n d) in let other := eval compute in (Z.div n d) in
    match rest with 0%Z => match other with 1%Z => fail 1 | _ =>
      replace (ln (IZR n)) with (ln (IZR d) + ln (IZR other)) by (rewrite <- ln_mult by lra; f_equal; lra) end end
  end.
Ltac logarithms := rewrite ?INR_IZR_INZ; reduced; rewrite ?Rmult_0_l; repeat rewrite ln_div by lra;
  repeat (apart 2%Z || apart 3%Z || apart 5%Z || apart 7%Z || apart 11%Z || apart 13%Z || apart 17%Z); rewrite ?ln_1; lra.
(* A power with a whole exponent. *)
Ltac whole_powers := repeat match goal with |- context [Rpower ?x (IZR ?n)] =>
    let k := eval compute in (Z.to_nat n) in replace (Rpower x (IZR n)) with (x ^ k) by
      (rewrite <- Rpower_pow by lra; f_equal; simpl; lra) end.
Ltac each_letter := intros; repeat match goal with
  | H : In _ _ |- _ => cbn in H
  | H : _ \/ _ |- _ => destruct H
  | H : False |- _ => destruct H
  end; subst; repeat match goal with H : _ <= _ |- _ => progress reduced_in H end.
Ltac tilted := first [ solve [outcomes] | each_letter; reduced; whole_powers; field; repeat split; lra ].
Ltac spent := first [ solve [logarithms] | solve [apply KL_same_first; outcomes] | solve [apply KL_same; outcomes] | number ].
Ltac is_law := split; [outcomes | number].
Ltac by_tilt b := first
  [ apply optimal_at with (a := b); solve [is_law | lra | tilted | spent]
  | apply optimal_words with (a := b); solve [is_law | outcomes | lra | tilted | spent] ].
Ltac on_top := apply optimal_on_top; solve [is_law | outcomes | spent | rewrite exp_ln by number; number].
Ltac polynomial := first
  [ repeat apply convex_plus; first [ apply convex_line; lia | apply convex_monomial; lra ]
  | intros; apply (ex_derive_continuous (V := R_NormedModule)); auto_derive; exact I
  | intros; reg
  | intros; auto_derive; [exact I | simpl; field] ].
Ltac an_optimum := first [ solve [by_tilt 0] | solve [by_tilt 1] | solve [by_tilt 2] | solve [by_tilt 4] | solve [on_top] ].
(* Of a family of laws each is looked at. *)
Ltac each_of_family := intros ? I; cbn in I; repeat destruct I as [I|I]; try contradiction; subst; cbn [nth]; first [is_law | an_optimum].
Ltac example_fact := first
  [ an_optimum
  | solve [each_of_family]
  | solve [polynomial]
  | solve [apply exp_is; [number | logarithms]]
  | solve [each_letter; reduced; first [apply eq_sym, exp_is | apply is_exp_over]; first [lra | logarithms]]
  | solve [each_letter; first [number | exfalso; lra]]
  | spent ].
(** All that a statement assumes. *)
Ltac satisfied := repeat match goal with |- _ /\ _ => split end; first [fact | example_fact].
