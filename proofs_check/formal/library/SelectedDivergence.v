(** Every rule that keeps one of N draws is no further from p, in any f-divergence, than best-of-N by its own density. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Sampling BestOfN Levels FDivergence FTable RenyiBest Sharp.

(** Choosing for finitely many values, and a bound below finitely many numbers. *)
Lemma finite_choice (P : R -> R -> Prop) l : (forall v, In v l -> exists s, P v s) -> exists c, forall v, In v l -> P v (c v).
Proof.
  induction l as [|v l IH]; intros H; [exists (fun _ => 0); easy|].
  destruct IH as [c Hc]; [intros; apply H; now right|]. destruct (H v (or_introl eq_refl)) as [s Hs].
  exists (fun w => if Req_EM_T w v then s else c w). intros w [<-|I].
  - destruct (Req_EM_T v v); [exact Hs|easy].
  - destruct (Req_EM_T w v) as [->|]; [exact Hs|now apply Hc].
Qed.
Lemma finite_below (c : R -> R) l : exists b, forall v, In v l -> b <= c v.
Proof.
  induction l as [|v l [b IH]]; [exists 0; easy|]. exists (Rmin b (c v)). intros w [<-|I]; [apply Rmin_r|].
  eapply Rle_trans; [apply Rmin_l|now apply IH].
Qed.

Section Selected.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (N : nat) (p : X -> R) (s : list X -> X -> R) (f : R -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat) (Rs : rule A N s).
Let k := kept A N p s.
Let g x := k x / p x.
Let pi := best_of dec A N p g.
Theorem kept_Df_le_best : supported f -> Df A f k p <= Df A f pi p.
Proof.
  intros S. pose proof (kept_law A N p s L Rs) as Lk. fold k in Lk. pose proof (best_of_law_ok dec A g NA N p HN L) as Lpi. fold pi in Lpi.
  assert (gp : forall x, In x A -> 0 < p x -> 0 < g x) by (intros x I P; apply Rdiv_lt_0_compat; [now apply (kept_pos dec)|exact P]).
  destruct (finite_choice (fun c s => 0 < c -> forall v, 0 < v -> f c + s * (v - c) <= f v) (map g A)) as [c Hc].
  { intros v _. destruct (Rlt_dec 0 v) as [P|P]; [destruct (S v P) as [t Ht]; exists t; auto|exists 0; easy]. }
  destruct (finite_below c (map g A)) as [b Hb].
  set (h := fun x => if Rlt_dec 0 (g x) then c (g x) else b).
  assert (mono : forall x y, In x A -> In y A -> g x <= g y -> h x <= h y).
  { intros x y Ix Iy Le. unfold h. destruct (Rlt_dec 0 (g x)) as [Px|Px], (Rlt_dec 0 (g y)) as [Py|Py]; try lra.
    - destruct (Req_dec (g x) (g y)) as [->|N0]; [lra|].
      pose proof (Hc (g x) (in_map g A x Ix) Px (g y) Py) as K1. pose proof (Hc (g y) (in_map g A y Iy) Py (g x) Px) as K2.
      apply (Rmult_le_reg_r (g y - g x)); lra.
    - apply Hb, in_map, Iy. }
  pose proof (best_of_dominates dec A g NA N p s h HN L Rs mono) as D. fold k pi in D.
  apply Rle_trans with (Df A f k p + (Ex A pi h - Ex A k h)); [lra|]. unfold Df, Ex. rewrite <- Sum_minus, <- Sum_plus. apply Sum_le. intros x I.
  destruct (law_nonneg A p L x I) as [P|Z0].
  - pose proof (gp x I P) as G. assert (Pp : 0 < pi x / p x) by (apply Rdiv_lt_0_compat; [now apply (pi_pos dec A N p g NA L HN)|exact P]).
    pose proof (Hc (g x) (in_map g A x I) G (pi x / p x) Pp) as K. unfold h. destruct (Rlt_dec 0 (g x)); [|lra].
    apply (Rmult_le_compat_l (p x)) in K; [|lra]. fold (g x).
    replace (pi x * c (g x) - k x * c (g x)) with (p x * (c (g x) * (pi x / p x - g x))) by (unfold g; field; lra). lra.
  - rewrite (kept_ac dec A N p s L Rs x I (eq_sym Z0) : k x = 0), (best_ac dec A N p g NA L HN x I (eq_sym Z0) : pi x = 0), <- Z0. lra.
Qed.
(** D_f(kept‖p) ≤ ∫₀¹ f(N u^(N−1)) du for every rule that keeps one of N draws, strictly for strictly convex f and N ≥ 2. *)
Theorem kept_Df_integral : convex f -> (forall v, 0 <= v -> continuous f v) ->
  Df A f (kept A N p s) p <= RInt (fun u => f (INR N * u ^ (N - 1))) 0 1 /\
  (strictly_convex f /\ 2 <= INR N -> Df A f (kept A N p s) p < RInt (fun u => f (INR N * u ^ (N - 1))) 0 1).
Proof.
  intros C Co. pose proof (kept_Df_le_best (convex_supported f C)) as K. split.
  - eapply Rle_trans; [exact K|]. now apply best_of_Df_integral.
  - intros [S H2]. eapply Rle_lt_trans; [exact K|]. apply best_of_Df_integral_lt; auto. apply INR_le. simpl. lra.
Qed.
End Selected.
Section Best.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (N : nat) (p r : X -> R) (f : R -> R).
Hypotheses (NA : NoDup A) (L : law A p) (HN : (1 <= N)%nat).
Theorem best_of_Df_bounds : convex f -> (forall v, 0 <= v -> continuous f v) ->
  Df A f (best_of dec A N p r) p <= RInt (fun u => f (INR N * u ^ (N - 1))) 0 1 /\
  (strictly_convex f /\ 2 <= INR N -> Df A f (best_of dec A N p r) p < RInt (fun u => f (INR N * u ^ (N - 1))) 0 1).
Proof. intros C Co. unfold best_of. apply (kept_Df_integral dec); auto. now apply best_rule. Qed.
(** … and with any primitive F of f(N u^(N−1)) on (0, 1) that is continuous on [0, 1], so for improper integrals too. *)
Theorem best_of_Df_primitive (F : R -> R) : convex f ->
  (forall u, 0 < u < 1 -> is_derive F u (f (INR N * u ^ (N - 1)))) -> (forall u, 0 <= u <= 1 -> continuity_pt F u) ->
  Df A f (best_of dec A N p r) p <= F 1 - F 0 /\ (strictly_convex f /\ 2 <= INR N -> Df A f (best_of dec A N p r) p < F 1 - F 0).
Proof.
  intros C D Co. split; [now apply best_of_Df|]. intros [S H2]. apply best_of_Df_lt; auto. apply INR_le. simpl. lra.
Qed.
End Best.
