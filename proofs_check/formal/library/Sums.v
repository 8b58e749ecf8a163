(** Finite sums over a list: the rules of reckoning that every later file uses. *)
From Coq Require Import Permutation.
From ExactAlign Require Import Prelude Definitions.

Section Sums.
Context {X : Type}.
Implicit Types (A : list X) (f g : X -> R).

Lemma Sum_ext A f g : (forall x, In x A -> f x = g x) -> Sum A f = Sum A g.
Proof. induction A as [|x A IH]; simpl; intros E; [reflexivity|]. rewrite E, IH by auto. reflexivity. Qed.
Lemma Sum_plus A f g : Sum A (fun x => f x + g x) = Sum A f + Sum A g.
Proof. induction A as [|x A IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma Sum_minus A f g : Sum A (fun x => f x - g x) = Sum A f - Sum A g.
Proof. induction A as [|x A IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma Sum_opp A f : Sum A (fun x => - f x) = - Sum A f.
Proof. induction A as [|x A IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma Sum_scal A c f : Sum A (fun x => c * f x) = c * Sum A f.
Proof. induction A as [|x A IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma Sum_scal_r A c f : Sum A (fun x => f x * c) = Sum A f * c.
Proof. induction A as [|x A IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma Sum_div A c f : Sum A (fun x => f x / c) = Sum A f / c.
Proof. apply Sum_scal_r. Qed.
Lemma Sum_const A c : Sum A (fun _ => c) = INR (length A) * c.
Proof. induction A as [|x A IH]; cbn [Sum length]; [simpl; ring|rewrite IH, S_INR; ring]. Qed.
Lemma Sum_zero A f : (forall x, In x A -> f x = 0) -> Sum A f = 0.
Proof. intros E. rewrite (Sum_ext A f (fun _ => 0) E), Sum_const. ring. Qed.

Lemma Sum_le A f g : (forall x, In x A -> f x <= g x) -> Sum A f <= Sum A g.
Proof. induction A as [|x A IH]; simpl; intros L; [lra|]. apply Rplus_le_compat; auto. Qed.
Lemma Sum_nonneg A f : (forall x, In x A -> 0 <= f x) -> 0 <= Sum A f.
Proof. intros L. rewrite <- (Sum_zero A (fun _ => 0)) by auto. now apply Sum_le. Qed.
Lemma Sum_ge_term A f a : (forall x, In x A -> 0 <= f x) -> In a A -> f a <= Sum A f.
Proof.
  induction A as [|x A IH]; simpl; intros L I; [easy|].
  assert (0 <= Sum A f) by (apply Sum_nonneg; auto). destruct I as [->|I]; [lra|].
  assert (f a <= Sum A f) by auto. assert (0 <= f x) by auto. lra.
Qed.
Lemma Sum_pos A f a : (forall x, In x A -> 0 <= f x) -> In a A -> 0 < f a -> 0 < Sum A f.
Proof. intros L I P. pose proof (Sum_ge_term A f a L I). lra. Qed.
(** A sum of nonnegative terms is 0 only if each is. *)
Lemma Sum_zero_all A f : (forall x, In x A -> 0 <= f x) -> Sum A f = 0 -> forall x, In x A -> f x = 0.
Proof. intros L E x I. pose proof (Sum_ge_term A f x L I). pose proof (L x I). lra. Qed.
(** Termwise below with the same sum: the same terms. *)
Lemma Sum_le_eq A f g : (forall x, In x A -> f x <= g x) -> Sum A f = Sum A g -> forall x, In x A -> f x = g x.
Proof.
  intros L E x I. enough (g x - f x = 0) by lra.
  apply (Sum_zero_all A (fun y => g y - f y)); [intros y J; specialize (L y J); lra | rewrite Sum_minus; lra | exact I].
Qed.
Lemma Sum_lt A f g a : (forall x, In x A -> f x <= g x) -> In a A -> f a < g a -> Sum A f < Sum A g.
Proof.
  intros L I P. destruct (Sum_le A f g L) as [Q|E]; [exact Q|]. pose proof (Sum_le_eq A f g L E a I). lra.
Qed.
Lemma Sum_abs A f : Rabs (Sum A f) <= Sum A (fun x => Rabs (f x)).
Proof.
  induction A as [|x A IH]; simpl; [rewrite Rabs_R0; lra|].
  pose proof (Rabs_triang (f x) (Sum A f)). lra.
Qed.
(** A positive sum has a positive term. *)
Lemma Sum_pos_term A f : 0 < Sum A f -> exists x, In x A /\ 0 < f x.
Proof.
  induction A as [|x A IH]; simpl; intros P; [lra|].
  destruct (Rlt_dec 0 (f x)) as [Q|Q]; [now exists x; auto|].
  destruct IH as [y [I J]]; [lra|]. exists y. auto.
Qed.

Lemma Sum_app A B f : Sum (A ++ B) f = Sum A f + Sum B f.
Proof. induction A as [|x A IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma Sum_perm A B f : Permutation A B -> Sum A f = Sum B f.
Proof. induction 1; simpl; lra. Qed.
Lemma Sum_filter (b : X -> bool) A f : Sum (filter b A) f = Sum A (fun x => ind (b x) * f x).
Proof. induction A as [|x A IH]; simpl; [reflexivity|]. destruct (b x); simpl; rewrite IH; ring. Qed.
Lemma Sum_split (b : X -> bool) A f : Sum A f = Sum (filter b A) f + Sum (filter (fun x => negb (b x)) A) f.
Proof. induction A as [|x A IH]; simpl; [ring|]. destruct (b x); simpl; rewrite IH; ring. Qed.
(** Terms that vanish outside b may be left out. *)
Lemma Sum_restrict (b : X -> bool) A f : (forall x, In x A -> b x = false -> f x = 0) -> Sum A f = Sum (filter b A) f.
Proof.
  intros E. rewrite Sum_filter. apply Sum_ext. intros x I. destruct (b x) eqn:B; simpl; [ring|]. rewrite (E x I B). ring.
Qed.
(** Singling out one outcome, listed once. *)
Lemma Sum_single A f a : NoDup A -> In a A -> (forall x, In x A -> x <> a -> f x = 0) -> Sum A f = f a.
Proof.
  induction A as [|x A IH]; simpl; intros N I E; [easy|]. inversion N; subst.
  destruct I as [->|I].
  - rewrite Sum_zero; [ring|]. intros y J. apply E; [auto|]. now intros ->.
  - rewrite IH by auto. rewrite (E x) by (auto; intros ->; auto). ring.
Qed.
Lemma Sum_ind_eq (dec : forall x y : X, {x = y} + {x <> y}) A f a : NoDup A -> In a A ->
  Sum A (fun x => (if dec x a then 1 else 0) * f x) = f a.
Proof.
  intros N I. rewrite (Sum_single A _ a N I); [destruct (dec a a); [ring|easy]|].
  intros x _ D. destruct (dec x a); [easy|ring].
Qed.
Lemma length_Sum A : INR (length A) = Sum A (fun _ => 1).
Proof. rewrite Sum_const. ring. Qed.
End Sums.

(** ** Several spaces *)
Lemma Sum_map {X Y} (h : X -> Y) A f : Sum (map h A) f = Sum A (fun x => f (h x)).
Proof. induction A as [|x A IH]; simpl; [reflexivity|now rewrite IH]. Qed.
Lemma Sum_flat_map {X Y} (h : X -> list Y) A f : Sum (flat_map h A) f = Sum A (fun x => Sum (h x) f).
Proof. induction A as [|x A IH]; simpl; [reflexivity|]. now rewrite Sum_app, IH. Qed.
(** Exchanging two sums. *)
Lemma Sum_exchange {X Y} (A : list X) (B : list Y) f :
  Sum A (fun x => Sum B (fun y => f x y)) = Sum B (fun y => Sum A (fun x => f x y)).
Proof.
  induction A as [|x A IH]; simpl; [symmetry; now apply Sum_zero|]. now rewrite IH, <- Sum_plus.
Qed.
Lemma Sum_product {X Y} (A : list X) (B : list Y) f g :
  Sum A (fun x => Sum B (fun y => f x * g y)) = Sum A f * Sum B g.
Proof. rewrite <- Sum_scal_r. apply Sum_ext. intros x _. apply Sum_scal. Qed.
(** Sorting outcomes by a value: the sum over A, value by value. *)
Lemma Sum_fibres {X Y} (dec : forall x y : Y, {x = y} + {x <> y}) (h : X -> Y) (A : list X) (B : list Y) f :
  NoDup B -> (forall x, In x A -> In (h x) B) ->
  Sum A f = Sum B (fun y => Sum A (fun x => (if dec (h x) y then 1 else 0) * f x)).
Proof.
  intros N I. rewrite Sum_exchange. apply Sum_ext. intros x J.
  rewrite (Sum_single B _ (h x) N (I x J)); [destruct (dec (h x) (h x)); [ring|easy]|].
  intros y _ D. destruct (dec (h x) y); [subst; easy|ring].
Qed.

(** ** Words *)
Lemma Sum_words_S {X} (A : list X) m f :
  Sum (words A (S m)) f = Sum A (fun x => Sum (words A m) (fun w => f (x :: w))).
Proof. simpl. rewrite Sum_flat_map. apply Sum_ext. intros x _. apply Sum_map. Qed.
Lemma in_words {X} (A : list X) m w : In w (words A m) <-> length w = m /\ forall x, In x w -> In x A.
Proof.
  revert w. induction m as [|m IH]; intros w; simpl.
  - split; [intros [<-|[]]; split; [reflexivity|easy]|]. intros [L _]. destruct w; [auto|discriminate].
  - rewrite in_flat_map. split.
    + intros [x [I J]]. apply in_map_iff in J. destruct J as [v [<- J]]. apply IH in J. destruct J as [L J].
      split; [simpl; congruence|]. intros y [<-|K]; auto.
    + intros [L J]. destruct w as [|x v]; [discriminate|]. exists x. split; [apply J; simpl; auto|].
      apply in_map, IH. split; [now injection L|]. intros y K. apply J. simpl. auto.
Qed.
Lemma NoDup_append {X} (A B : list X) : NoDup A -> NoDup B -> (forall x, In x A -> ~ In x B) -> NoDup (A ++ B).
Proof.
  intros NA NB D. induction NA as [|x A F NA IH]; simpl; [exact NB|]. constructor.
  - rewrite in_app_iff. intros [I|I]; [easy|]. apply (D x); simpl; auto.
  - apply IH. intros y I. apply D. simpl. auto.
Qed.
Lemma NoDup_words {X} (A : list X) m : NoDup A -> NoDup (words A m).
Proof.
  intros N. induction m as [|m IH]; simpl; [repeat constructor; easy|]. revert IH. generalize (words A m). intros W NW.
  induction N as [|x B F N IHB]; simpl; [constructor|]. apply NoDup_append; [|exact IHB|].
  - clear - NW. induction NW as [|w l D N IH]; simpl; constructor; auto.
    intros I. apply in_map_iff in I. destruct I as [v [E J]]. injection E as ->. easy.
  - intros w I J. apply in_map_iff in I. destruct I as [v [<- _]]. apply in_flat_map in J.
    destruct J as [y [I J]]. apply in_map_iff in J. destruct J as [u [E _]]. injection E as -> _. easy.
Qed.
Lemma Sum_words_app {X} (A : list X) m n f :
  Sum (words A (m + n)) f = Sum (words A m) (fun v => Sum (words A n) (fun w => f (v ++ w))).
Proof.
  revert f. induction m as [|m IH]; intros f; [simpl; now rewrite Rplus_0_r|].
  change (S m + n)%nat with (S (m + n)). rewrite !Sum_words_S. apply Sum_ext. intros x _. apply IH.
Qed.
(** A sum over words of a product of letters' weights is a power. *)
Lemma Sum_words_power {X} (A : list X) m p : Sum (words A m) (power p) = Sum A p ^ m.
Proof.
  induction m as [|m IH]; [simpl; ring|]. rewrite Sum_words_S. simpl pow. rewrite <- IH, <- Sum_product.
  reflexivity.
Qed.
Lemma power_app {X} (p : X -> R) v w : power p (v ++ w) = power p v * power p w.
Proof. induction v as [|x v IH]; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma total_app {X} (r : X -> R) v w : total r (v ++ w) = total r v + total r w.
Proof. induction v as [|x v IH]; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma total_Sum {X} (r : X -> R) w : total r w = Sum w r.
Proof. induction w as [|x w IH]; simpl; [reflexivity|now rewrite IH]. Qed.
