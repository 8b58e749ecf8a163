(** What best-of-N earns: the mean reward in N, the win rate, a proxy's error under best-of-N, and the gap below log N − (N−1)/N. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN BondForms Levels FDivergence FTable Transport.

(** ** The mean reward is nondecreasing and concave in N *)
Section Concave.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p).
(** The highest reward of the draws. *)
Fixpoint highest (l : list X) : R :=
  match l with [] => 0 | x :: l' => match l' with [] => r x | _ => Rmax (r x) (highest l') end end.
Lemma highest_cons x l : l <> [] -> highest (x :: l) = Rmax (r x) (highest l).
Proof. destruct l; [easy|reflexivity]. Qed.
Lemma highest_spec l : l <> [] -> (exists y, In y l /\ r y = highest l) /\ forall z, In z l -> r z <= highest l.
Proof.
  induction l as [|x l IH]; intros N; [easy|]. destruct l as [|z l].
  - simpl. split; [exists x; auto|]. intros z [<-|[]]. lra.
  - destruct IH as [[y [I E]] M]; [easy|]. rewrite highest_cons by easy. split.
    + destruct (Rle_dec (r x) (highest (z :: l))).
      * exists y. rewrite Rmax_right by assumption. split; [right; exact I|exact E].
      * exists x. rewrite Rmax_left by lra. split; [left|]; reflexivity.
    + intros w [<-|J]; [apply Rmax_l|]. eapply Rle_trans; [now apply M|apply Rmax_r].
Qed.
Lemma best_highest N l : (1 <= N)%nat -> In l (words A N) -> Ex A (best eq_dec r l) r = highest l.
Proof.
  intros HN J. destruct (best_rule eq_dec A r NA N HN l J) as [Lb S]. apply in_words in J. destruct J as [Len I].
  destruct (highest_spec l) as [[y [Iy E]] M]; [intros ->; simpl in Len; lia|]. apply Rle_antisym.
  - apply Ex_le_const; [exact Lb|]. intros x _ P. apply M.
    destruct (in_dec eq_dec x l) as [K|K]; [exact K|]. rewrite S in P by exact K. lra.
  - apply Ex_ge_const; [exact Lb|]. intros x Ix P. unfold best in P. rewrite <- E.
    destruct (best_in r l x) eqn:B; [|simpl in P; unfold Rdiv in P; rewrite !Rmult_0_l in P; lra].
    now apply (proj1 (best_in_true r l x) B).
Qed.
(** E r under best-of-N is the mean of the highest of N rewards. *)
Theorem best_of_reward N : (1 <= N)%nat -> Ex A (best_of eq_dec A N p r) r = Ex (words A N) (power p) highest.
Proof. intros HN. unfold best_of. rewrite kept_Ex. apply Sum_ext. intros l J. now rewrite (best_highest N). Qed.
Lemma words_cons N l : (1 <= N)%nat -> In l (words A N) -> l <> [].
Proof. intros HN J E. apply in_words in J. destruct J as [Len _]. rewrite E in Len. simpl in Len. lia. Qed.
(** The mean reward of best-of-N does not decrease with N. *)
Theorem best_of_reward_increasing N : (1 <= N)%nat -> Ex A (best_of eq_dec A N p r) r <= Ex A (best_of eq_dec A (S N) p r) r.
Proof.
  intros HN. rewrite !best_of_reward by lia. rewrite Ex_words_S, <- (Ex_const A p L (Ex (words A N) (power p) highest)).
  apply Ex_le; [exact L|]. intros x _ _. apply Ex_le; [now apply law_power|]. intros l J _.
  rewrite highest_cons by now apply (words_cons N). apply Rmax_r.
Qed.
(** … and gains less with each further draw. *)
Theorem best_of_reward_concave N : (1 <= N)%nat ->
  Ex A (best_of eq_dec A (S (S N)) p r) r - Ex A (best_of eq_dec A (S N) p r) r <=
  Ex A (best_of eq_dec A (S N) p r) r - Ex A (best_of eq_dec A N p r) r.
Proof.
  intros HN. pose proof (law_power A p N L) as LN. rewrite !best_of_reward by lia.
  set (E f := Ex A p (fun x => Ex A p (fun y => Ex (words A N) (power p) (f x y)))).
  assert (E2 : Ex (words A (S (S N))) (power p) highest = E (fun x y l => Rmax (r x) (Rmax (r y) (highest l)))).
  { rewrite Ex_words_S. apply Ex_ext. intros x _ _. rewrite Ex_words_S. apply Ex_ext. intros y _ _. apply Ex_ext. intros l J _.
    rewrite highest_cons by easy. f_equal. apply highest_cons. now apply (words_cons N). }
  assert (E1 : Ex (words A (S N)) (power p) highest = E (fun x y l => Rmax (r x) (highest l))).
  { rewrite Ex_words_S. apply Ex_ext. intros x _ _. rewrite (Ex_const A p L). apply Ex_ext. intros l J _. apply highest_cons. now apply (words_cons N). }
  assert (E1' : Ex (words A (S N)) (power p) highest = E (fun x y l => Rmax (r y) (highest l))).
  { rewrite Ex_words_S. unfold E. rewrite (Ex_const A p L). apply Ex_ext. intros x _ _. apply Ex_ext. intros l J _. apply highest_cons. now apply (words_cons N). }
  assert (E0 : Ex (words A N) (power p) highest = E (fun x y l => highest l)) by (unfold E; now rewrite !(Ex_const A p L)).
  enough (Ex (words A (S (S N))) (power p) highest + Ex (words A N) (power p) highest <=
    Ex (words A (S N)) (power p) highest + Ex (words A (S N)) (power p) highest) by lra.
  rewrite E2, E0. rewrite E1 at 1. rewrite E1'. unfold E. rewrite <- !Ex_plus. apply Ex_le; [exact L|]. intros x _ _.
  rewrite <- !Ex_plus. apply Ex_le; [exact L|]. intros y _ _. rewrite <- !Ex_plus. apply Ex_le; [exact LN|]. intros l _ _.
  unfold Rmax. repeat destruct Rle_dec; lra.
Qed.
End Concave.

(** ** Win rate *)
(** (N + 1)(a + b)(b^N − a^N) ≤ 2N (b^(N+1) − a^(N+1)): the trapezoid below the mean of u against d(u^N). *)
Lemma trapezoid N a b : (1 <= N)%nat -> 0 <= a < b ->
  (b ^ N - a ^ N) * ((a + b) / 2) <= INR N / (INR N + 1) * (b ^ S N - a ^ S N).
Proof.
  intros HN B. destruct N as [|M]; [lia|]. clear HN. set (n := INR (S M)). assert (Pn : 0 < n) by (apply lt_0_INR; lia).
  set (G := fun u => 2 * n * (u ^ S (S M) - a ^ S (S M)) - (n + 1) * ((a + u) * (u ^ S M - a ^ S M))).
  set (dG := fun u => (n + 1) * (n * (u - a) * u ^ M - (u ^ S M - a ^ S M))).
  destruct (mean_value G dG a b) as [c [Hc E]]; [lra| | |].
  - intros c _. unfold G, dG. auto_derive; [trivial|]. change (match M with O => 1 | S _ => INR M + 1 end) with n.
    replace (n + 1) with (INR (S (S M))) at 1 by apply S_INR. simpl pow. unfold n. rewrite (S_INR (S M)). ring.
  - intros c _. unfold G. apply derivable_continuous_pt. reg.
  - assert (G a = 0) by (unfold G; ring).
    assert (0 <= dG c) by (unfold dG; apply Rmult_le_pos; [lra|]; pose proof (pow_difference_le a c M ltac:(lra)); unfold n; lra).
    assert (0 <= G b) by (replace (G b) with (dG c * (b - a)) by lra; apply Rmult_le_pos; lra).
    unfold G in H1. apply (Rmult_le_reg_r (2 * (n + 1))); [lra|].
    replace (n / (n + 1) * (b ^ S (S M) - a ^ S (S M)) * (2 * (n + 1))) with (2 * n * (b ^ S (S M) - a ^ S (S M))) by (field; lra). lra.
Qed.

Section BestOf.
Context {X : Type}.
Variable eq_dec : forall x y : X, {x = y} + {x <> y}.
Variables (A : list X) (N : nat) (p r : X -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Let pi := best_of eq_dec A N p r.
Lemma best_of_levels G : Ex A pi (fun x => G (Pr A p (below r (r x))) (Pr A p (at_most r (r x)))) =
  levels A p r (fun a b => (b ^ N - a ^ N) * G a b).
Proof. apply Sum_ext. intros x I. unfold pi. rewrite best_of_law by assumption. ring. Qed.
(** Best-of-N beats a draw from p, ties counted half, with probability at most N/(N+1). *)
Theorem best_of_win_rate : Ex A pi (fun y => Pr A p (below r (r y)) + Pr A p (tied r (r y)) / 2) <= INR N / (INR N + 1).
Proof.
  rewrite (Ex_ext _ _ _ (fun y => (Pr A p (below r (r y)) + Pr A p (at_most r (r y))) / 2)) by (intros; rewrite Pr_levels; field).
  rewrite (best_of_levels (fun a b => (a + b) / 2)).
  replace (INR N / (INR N + 1)) with (INR N / (INR N + 1) * (1 ^ S N - 0 ^ S N)) by (rewrite pow1, pow_i by lia; ring).
  rewrite <- (levels_telescope A p r L (fun u => u ^ S N)), <- levels_scal.
  apply levels_le; [exact L|]. intros a b B _. now apply trapezoid.
Qed.

(** ** The error of a proxy *)
(** E_π|d| ≤ N/√(2N−1) (E_p d²)^½: best-of-N by any reward, any error d = r − r̂. *)
Theorem best_of_transfer (d : X -> R) : Ex A pi (fun x => Rabs (d x)) <= INR N / sqrt (2 * INR N - 1) * sqrt (Ex A p (fun x => Rsqr (d x))).
Proof.
  assert (N1 : 1 <= INR N) by (apply (le_INR 1); lia).
  assert (E : Ex A pi (fun x => Rabs (d x)) = Sum A (fun x => p x * (pi x / p x * Rabs (d x)))).
  { apply Sum_ext. intros x I. destruct (law_nonneg A p L x I) as [P|E]; [field; lra|].
    replace (pi x) with 0 by (symmetry; apply (best_ac eq_dec A N p r NA L HN); auto). unfold Rdiv. ring. }
  assert (M : Sum A (fun x => p x * Rsqr (pi x / p x)) <= INR N * INR N / (2 * INR N - 1)).
  { pose proof (best_of_chi2 eq_dec A N p r NA L HN) as C. rewrite (chi2_as_Df eq_dec A N p r NA L HN) in C. fold pi in C.
    replace (INR N * INR N / (2 * INR N - 1)) with (Rsqr (INR N - 1) / (2 * INR N - 1) + 1) by (unfold Rsqr; field; lra).
    enough (Sum A (fun x => p x * Rsqr (pi x / p x)) = Df A (fun v => Rsqr (v - 1)) pi p + 1) by lra.
    transitivity (Df A (fun v => Rsqr (v - 1)) pi p + 2 * Sum A pi - Sum A p).
    - unfold Df. rewrite <- Sum_scal, <- Sum_plus, <- Sum_minus. apply Sum_ext. intros x I.
      destruct (law_nonneg A p L x I) as [P|Q]; [unfold Rsqr; field; lra|].
      replace (pi x) with 0 by (symmetry; apply (best_ac eq_dec A N p r NA L HN); auto). rewrite <- Q. unfold Rdiv, Rsqr. ring.
    - rewrite (law_sum A pi (best_of_law_ok eq_dec A r NA N p HN L)), (law_sum A p L). ring. }
  set (V := Ex A p (fun x => Rsqr (d x))). assert (PV : 0 <= V) by (apply Ex_nonneg; [exact L|]; intros; apply Rle_0_sqr).
  rewrite E. apply Rsqr_incr_0_var.
  - eapply Rle_trans; [apply (cauchy_schwarz A p L (fun x => pi x / p x) (fun x => Rabs (d x)))|]. unfold Ex at 1 2.
    rewrite (Sum_ext A (fun x => p x * Rsqr (Rabs (d x))) (fun x => p x * Rsqr (d x))) by (intros; now rewrite <- Rsqr_abs).
    fold (Ex A p (fun x => Rsqr (d x))). fold V. apply (Rmult_le_compat_r V) in M; [|exact PV]. eapply Rle_trans; [exact M|]. right.
    pose proof (sqrt_lt_R0 (2 * INR N - 1) ltac:(lra)). pose proof (sqrt_sqrt (2 * INR N - 1) ltac:(lra)) as S1. pose proof (sqrt_sqrt V PV) as S2.
    unfold Rsqr. replace (INR N / sqrt (2 * INR N - 1) * sqrt V * (INR N / sqrt (2 * INR N - 1) * sqrt V))
      with (INR N * INR N / (sqrt (2 * INR N - 1) * sqrt (2 * INR N - 1)) * (sqrt V * sqrt V)) by (field; lra).
    now rewrite S1, S2.
  - apply Rmult_le_pos; [|apply sqrt_pos]. apply Rdiv_le_0_compat; [lra|apply sqrt_lt_R0; lra].
Qed.

(** ** The gap *)
Lemma bonferroni M a b : 0 <= a <= b -> b <= 1 -> INR (S M) * (b - a) * b ^ M - (b ^ S M - a ^ S M) <= INR (S M) * INR M / 2 * Rsqr (b - a).
Proof.
  intros B B1. induction M as [|M IH]; [simpl; unfold Rsqr; lra|].
  pose proof (pow_difference_le a b M B) as D.
  assert (Q : 0 <= b ^ M <= 1) by (split; [apply pow_le; lra|rewrite <- (pow1 M); apply pow_incr; lra]).
  set (e := INR (S M) * (b - a) * b ^ M - (b ^ S M - a ^ S M)) in *. assert (Pe : 0 <= e) by (unfold e; lra).
  replace (INR (S (S M)) * (b - a) * b ^ S M - (b ^ S (S M) - a ^ S (S M))) with (b * e + (b - a) * (b ^ S M - a ^ S M)).
  2: { unfold e. rewrite (S_INR (S M)). simpl pow. ring. }
  assert (b * e <= 1 * e) by (apply Rmult_le_compat_r; lra).
  assert (K : b ^ S M - a ^ S M <= INR (S M) * (b - a)).
  { eapply Rle_trans; [exact D|]. rewrite <- (Rmult_1_r (INR (S M) * (b - a))) at 2. apply Rmult_le_compat_l; [|lra].
    apply Rmult_le_pos; [apply pos_INR|lra]. }
  apply (Rmult_le_compat_l (b - a)) in K; [|lra].
  replace (INR (S (S M)) * INR (S M) / 2 * Rsqr (b - a)) with (INR (S M) * INR M / 2 * Rsqr (b - a) + (b - a) * (INR (S M) * (b - a))); [lra|].
  rewrite (S_INR (S M)), (S_INR M). unfold Rsqr. field.
Qed.
Lemma Phi_le a b : 0 <= a < b -> b <= 1 -> Phi N b - Phi N a <= (b ^ N - a ^ N) * ln (INR N * b ^ (N - 1)).
Proof.
  intros B B1. pose proof (INR_pos_of N HN) as Pn. set (c := ln (INR N * b ^ (N - 1))).
  set (G := fun u => u ^ N * c - Phi N u). set (dG := fun u => INR N * u ^ (N - 1) * (c - ln (INR N * u ^ (N - 1)))).
  destruct (mean_value G dG a b) as [x [Hx E]]; [lra| | |].
  - intros x Hx. unfold G, dG. rewrite Rmult_minus_distr_l. apply (is_derive_minus (fun u => u ^ N * c) (Phi N)).
    + auto_derive; [trivial|]. replace (Init.Nat.pred N) with (N - 1)%nat by lia. ring.
    + apply (Fkl_derive N HN). lra.
  - intros x Hx. unfold G. apply continuity_pt_minus; [apply derivable_continuous_pt; reg|]. apply (Fkl_continuous N HN). lra.
  - assert (P : 0 < x ^ (N - 1)) by (apply pow_lt; lra).
    assert (0 <= dG x).
    { unfold dG. apply Rmult_le_pos; [apply Rmult_le_pos; lra|]. unfold c. enough (ln (INR N * x ^ (N - 1)) <= ln (INR N * b ^ (N - 1))) by lra.
      apply ln_le_mono; [now apply Rmult_lt_0_compat|]. apply Rmult_le_compat_l; [lra|]. apply pow_incr. lra. }
    assert (0 <= dG x * (b - a)) by (apply Rmult_le_pos; lra). unfold G in E. lra.
Qed.
(** The gap below log N − (N−1)/N is at most N(N−1)/2 · Σ p(x) P(r = r(x)). *)
Theorem best_of_gap_ties : ln (INR N) - (INR N - 1) / INR N - KL A pi p <=
  INR N * (INR N - 1) / 2 * Ex A p (fun x => Pr A p (tied r (r x))).
Proof.
  unfold pi. rewrite (best_of_KL_gap eq_dec A N p r NA L HN). pose proof (INR_pos_of N HN) as Pn.
  apply Rle_trans with (levels A p r (fun a b => INR N * (INR N - 1) / 2 * Rsqr (b - a))).
  - apply levels_le; [exact L|]. intros a b B B1. pose proof (Phi_le a b B B1) as F. pose proof (slope_pos N a b B HN) as Ps.
    fold (slope N a b). set (c := slope N a b) in *. assert (D : b ^ N - a ^ N = c * (b - a)) by (unfold c, slope; field; lra).
    assert (Pb : 0 < INR N * b ^ (N - 1)) by (apply Rmult_lt_0_compat; [exact Pn|apply pow_lt; lra]).
    pose proof (ln_le_sub1 _ (Rdiv_lt_0_compat _ c Pb Ps)) as G. rewrite ln_div in G by assumption.
    apply (Rmult_le_compat_l (c * (b - a))) in G; [|apply Rmult_le_pos; lra].
    replace (c * (b - a) * (INR N * b ^ (N - 1) / c - 1)) with (INR N * (b - a) * b ^ (N - 1) - c * (b - a)) in G by (field; lra).
    assert (K := bonferroni (N - 1) a b ltac:(lra) B1). replace (S (N - 1)) with N in K by lia. rewrite INR_pred in K by exact HN.
    rewrite D in *. lra.
  - rewrite levels_scal. apply Rmult_le_compat_l; [assert (1 <= INR N) by (apply (le_INR 1); lia); apply Rmult_le_pos; [apply Rmult_le_pos|]; lra|].
    right. apply Sum_ext. intros x I. rewrite Pr_levels. destruct (law_nonneg A p L x I) as [P|E]; [|rewrite <- E; unfold Rdiv; ring].
    pose proof (Pr_tied_pos A p r x L I P). unfold Rsqr. field. lra.
Qed.
(** Where no two outcomes have the same reward: at most N(N−1)/2 Σp², within the 2N(N−1) Σp² that is claimed. *)
Theorem best_of_gap : (forall x y, In x A -> In y A -> r x = r y -> x = y) ->
  ln (INR N) - (INR N - 1) / INR N - KL A pi p <= INR N * (INR N - 1) / 2 * Sum A (fun x => Rsqr (p x)).
Proof.
  intros J. eapply Rle_trans; [apply best_of_gap_ties|]. right. f_equal. apply Sum_ext. intros x I. unfold Rsqr. f_equal.
  unfold Pr. rewrite (Sum_single A _ x NA I).
  - rewrite (proj2 (tied_true r (r x) x) eq_refl). simpl. ring.
  - intros y Iy D. destruct (tied r (r x) y) eqn:T; simpl; [|ring]. apply tied_true in T. elim D. now apply J.
Qed.
Theorem best_of_gap_beirami : (forall x y, In x A -> In y A -> r x = r y -> x = y) ->
  0 <= ln (INR N) - (INR N - 1) / INR N - KL A pi p <= 2 * INR N * (INR N - 1) * Sum A (fun x => Rsqr (p x)).
Proof.
  intros J. pose proof (best_of_gap J) as G. pose proof (best_of_KL eq_dec A N p r NA L HN) as K. fold pi in K.
  split; [lra|]. eapply Rle_trans; [exact G|]. assert (1 <= INR N) by (apply (le_INR 1); lia).
  assert (0 <= Sum A (fun x => Rsqr (p x))) by (apply Sum_nonneg; intros; apply Rle_0_sqr).
  apply Rmult_le_compat_r; [assumption|]. assert (0 <= INR N * (INR N - 1)) by (apply Rmult_le_pos; lra). lra.
Qed.
End BestOf.
