(** Which policy best-of-N is: rules that keep a best draw, whatever they do with ties. *)
From ExactAlign Require Import Prelude Definitions Sums Laws Words Sampling BestOfN Levels Growing.

(** A rule that keeps one of one draw keeps it. *)
Theorem kept_one {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) p s y : NoDup A -> law A p -> rule A 1 s -> In y A ->
  kept A 1 p s y = p y.
Proof.
  intros NA Lp Rs I. unfold kept. rewrite Sum_words_S. simpl Sum.
  rewrite (Sum_ext A _ (fun x => (if dec x y then 1 else 0) * p x)); [now apply (Sum_ind_eq dec)|].
  intros x J. assert (W : In [x] (words A 1)) by (apply in_words; split; [reflexivity|intros z [<-|[]]; exact J]).
  destruct (Rs [x] W) as [Ls S]. rewrite Rplus_0_r. cbn [power fold_right]. destruct (dec x y) as [<-|D].
  - pose proof (law_sum A (s [x]) Ls) as E. rewrite (Sum_single A (s [x]) x NA J) in E; [rewrite E; ring|].
    intros z _ Nz. apply S. intros [->|[]]. easy.
  - rewrite S by (intros [->|[]]; easy). ring.
Qed.

Section Level.
Context {X : Type} (A : list X) (N : nat) (p r : X -> R) (s : list X -> X -> R).
Hypothesis (Lp : law A p) (Ks : keeps_best A N r s).
(** The kept draw is at most t exactly when all draws are. *)
Lemma kept_at_most t : Pr A (kept A N p s) (at_most r t) = Pr A p (at_most r t) ^ N.
Proof.
  destruct Ks as [Rs B]. apply Rle_antisym; [|now apply kept_event_ge].
  rewrite <- all_draws, !Pr_Ex, kept_Ex. apply Sum_le. intros l J. apply Rmult_le_compat_l; [now apply (law_power A p N Lp)|].
  destruct (forallb (at_most r t) l) eqn:F; cbn [ind].
  - apply Ex_le_const; [now apply Rs|]. intros x _ _. unfold ind. destruct (at_most r t x); lra.
  - right. apply Sum_zero. intros y _. destruct (Req_dec (s l y) 0) as [E|E]; [rewrite E; ring|].
    specialize (B l y J E). destruct (at_most r t y) eqn:Y; cbn [ind]; [exfalso|ring].
    assert (K : forallb (at_most r t) l = true); [|congruence]. apply forallb_forall. intros z Iz.
    apply at_most_true. apply at_most_true in Y. pose proof (proj1 (best_in_true r l y) B z Iz). lra.
Qed.
(** The law of the level of what is kept: P_π(r = t) = P_p(r ≤ t)^N − P_p(r < t)^N, however ties are broken. *)
Theorem kept_level t : Pr A (kept A N p s) (tied r t) = Pr A p (at_most r t) ^ N - Pr A p (below r t) ^ N.
Proof. pose proof (Pr_levels A (kept A N p s) r t) as E. rewrite kept_at_most, kept_below in E by assumption. lra. Qed.
End Level.

Section OnePolicy.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (N : nat) (p r : X -> R).
Hypothesis (NA : NoDup A) (Lp : law A p) (HN : (1 <= N)%nat).
(** Without ties on the support of p a level is one outcome. *)
Lemma level_single (k : X -> R) y : law A k -> ac A k p -> (forall x, In x A -> 0 < p x -> r x = r y -> x = y) -> In y A -> 0 < p y ->
  Pr A k (tied r (r y)) = k y.
Proof.
  intros Lk K J I P. unfold Pr. rewrite (Sum_single A _ y NA I).
  - rewrite (proj2 (tied_true r (r y) y) eq_refl). simpl. ring.
  - intros x Ix Nx. destruct (law_nonneg A p Lp x Ix) as [Px|E]; [|rewrite (K x Ix) by auto; ring].
    destruct (tied r (r y) x) eqn:T; simpl; [|ring]. apply tied_true in T. now apply J in T.
Qed.
(** All rules give one policy where N = 1, or where the reward tells apart what has a chance. *)
Theorem one_policy s : keeps_best A N r s ->
  (N = 1%nat \/ forall y, In y A -> forall z, In z A -> 0 < p y -> 0 < p z -> r y = r z -> y = z) ->
  forall y, In y A -> kept A N p s y = best_of dec A N p r y.
Proof.
  intros Ks C y I. pose proof (best_keeps_best dec A N r NA HN) as Kb. destruct C as [E|J].
  - subst N. unfold best_of. rewrite !(kept_one dec) by (assumption || apply Ks || apply Kb). reflexivity.
  - assert (K : forall k, keeps_best A N r k -> law A (kept A N p k) /\ ac A (kept A N p k) p).
    { intros k [Rk _]. split; [now apply kept_law|now apply (kept_ac dec)]. }
    destruct (K s Ks) as [L1 A1], (K _ Kb) as [L2 A2]. fold (best_of dec A N p r) in L2, A2.
    destruct (law_nonneg A p Lp y I) as [P|E]; [|now rewrite (A1 y I), (A2 y I) by auto].
    assert (S : forall x, In x A -> 0 < p x -> r x = r y -> x = y) by (intros; apply J; auto).
    rewrite <- (level_single (kept A N p s) y), <- (level_single (best_of dec A N p r) y) by assumption.
    unfold best_of. now rewrite !kept_level by assumption.
Qed.
(** What is kept: its level has a law of its own, and without ties there is one policy. *)
Theorem best_rules_agree s : keeps_best A N r s ->
  (forall y, In y A -> Pr A (kept A N p s) (fun z => if Req_EM_T (r z) (r y) then true else false) =
     Pr A p (fun z => Rleb (r z) (r y)) ^ N - Pr A p (fun z => Rltb (r z) (r y)) ^ N) /\
  (INR N = 1 \/ (forall y, In y A -> forall z, In z A -> (0 < p y /\ 0 < p z) /\ r y = r z -> y = z) ->
   forall y, In y A -> kept A N p s y = best_of dec A N p r y).
Proof.
  intros Ks. split; [intros y I; exact (kept_level A N p r s Lp Ks (r y))|].
  intros C. apply one_policy; [exact Ks|]. destruct C as [E|J]; [left; now apply INR_eq|right; intros; apply J; tauto].
Qed.

(** With a tie and two draws or more they do not agree: the rule that prefers y keeps it more often than chance does. *)
Definition prefers (y : X) (l : list X) (x : X) : R :=
  if in_dec dec y l then if best_in r l y then (if dec x y then 1 else 0) else best dec r l x else best dec r l x.
Lemma prefers_keeps_best y : In y A -> keeps_best A N r (prefers y).
Proof.
  intros I. pose proof (best_keeps_best dec A N r NA HN) as [Rb Kb].
  assert (Ly : law A (fun x => if dec x y then 1 else 0)).
  { split; [intros x _; destruct (dec x y); lra|].
    rewrite (Sum_ext A _ (fun x => (if dec x y then 1 else 0) * 1)) by (intros; ring). exact (Sum_ind_eq dec A (fun _ => 1) y NA I). }
  split.
  - intros l J. unfold prefers. destruct (in_dec dec y l) as [M|M]; [destruct (best_in r l y)|]; try (now apply Rb).
    split; [exact Ly|]. intros x Nx. destruct (dec x y) as [->|]; [easy|reflexivity].
  - intros l x J. unfold prefers. destruct (in_dec dec y l) as [M|M]; [destruct (best_in r l y) eqn:B|]; try (now apply Kb).
    destruct (dec x y) as [->|]; [auto|lra].
Qed.
Theorem tie_gives_two_policies y z : In y A -> In z A -> y <> z -> 0 < p y -> 0 < p z -> r y = r z -> (2 <= N)%nat ->
  keeps_best A N r (prefers y) /\ best_of dec A N p r y < kept A N p (prefers y) y.
Proof.
  intros Iy Iz D Py Pz E H2. split; [now apply prefers_keeps_best|].
  pose proof (best_keeps_best dec A N r NA HN) as [Rb _]. unfold best_of, kept.
  destruct N as [|[|n]]; [lia|lia|]. set (l0 := y :: z :: repeat y n).
  assert (J0 : In l0 (words A (S (S n)))).
  { apply in_words. split; [simpl; now rewrite repeat_length|]. intros x [<-|[<-|M]]; auto. apply repeat_spec in M. now subst. }
  assert (B0 : best_in r l0 y = true).
  { apply best_in_true. intros x [<-|[<-|M]]; [lra|lra|]. apply repeat_spec in M. subst. lra. }
  assert (le_one : forall l, In l (words A (S (S n))) -> best dec r l y <= 1).
  { intros l J. destruct (Rb l J) as [Ll _]. rewrite <- (law_sum A _ Ll). apply (Sum_ge_term A (best dec r l)); [apply Ll|exact Iy]. }
  apply (Sum_lt _ _ _ l0).
  - intros l J. apply Rmult_le_compat_l; [now apply (law_power A p (S (S n)) Lp)|]. unfold prefers.
    destruct (in_dec dec y l); [destruct (best_in r l y)|]; try lra. destruct (dec y y); [now apply le_one|easy].
  - exact J0.
  - apply Rmult_lt_compat_l.
    + unfold l0. cbn [power fold_right]. apply Rmult_lt_0_compat; [exact Py|]. apply Rmult_lt_0_compat; [exact Pz|].
      clear - Py. induction n as [|n IH]; simpl; [lra|]. now apply Rmult_lt_0_compat.
    + unfold prefers. destruct (in_dec dec y l0) as [_|M]; [|exfalso; apply M; simpl; auto]. rewrite B0. destruct (dec y y); [|easy].
      destruct (Rb l0 J0) as [Ll _]. apply Rlt_le_trans with (best dec r l0 y + best dec r l0 z).
      * enough (0 < best dec r l0 z) by lra. unfold best.
        assert (Bz : best_in r l0 z = true) by (apply best_in_true; intros x M; rewrite <- E; now apply (proj1 (best_in_true r l0 y) B0)).
        rewrite Bz. cbn [ind]. rewrite Rmult_1_l. apply Rdiv_lt_0_compat; apply lt_0_INR.
        -- apply count_occ_In. simpl. auto.
        -- apply best_pos. discriminate.
      * rewrite <- (law_sum A _ Ll). rewrite <- (Sum_ind_eq dec A (best dec r l0) y NA Iy), <- (Sum_ind_eq dec A (best dec r l0) z NA Iz), <- Sum_plus.
        apply Sum_le. intros x I. pose proof (proj1 Ll x I). destruct (dec x y), (dec x z); try lra. subst. easy.
Qed.
End OnePolicy.
(** So with a tie of two outcomes that have a chance, and N ≥ 2, "a best draw" is not one policy. *)
Theorem ties_need_a_rule {X} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) N (p r : X -> R) y z : NoDup A -> law A p ->
  In y A -> In z A -> (1 <= N)%nat -> (2 <= N)%nat -> y <> z -> 0 < p y -> 0 < p z -> r y = r z ->
  exists s, rule A N s /\ (keeps_best A N r s /\ best_of dec A N p r y < kept A N p s y).
Proof.
  intros NA Lp Iy Iz HN H2 D Py Pz E. destruct (tie_gives_two_policies dec A N p r NA Lp HN y z Iy Iz D Py Pz E H2) as [K L].
  exists (prefers dec r y). split; [apply K|now split].
Qed.
