(** Limits and derivatives of finite sums; a root between two values. *)
From ExactAlign Require Import Analysis Definitions Sums Laws.

Lemma is_derive_Sum {X} (A : list X) (F : X -> R -> R) (a : R) (d : X -> R) :
  (forall x, In x A -> is_derive (F x) a (d x)) -> is_derive (fun b => Sum A (fun x => F x b)) a (Sum A d).
Proof.
  induction A as [|x A IH]; simpl; intros D; [apply (is_derive_const 0)|].
  apply (is_derive_plus (F x) (fun b => Sum A (fun y => F y b))); auto.
Qed.
(** Derivatives of reals, in plain terms. *)
Lemma der_plus (f g : R -> R) (a df dg : R) : is_derive f a df -> is_derive g a dg -> is_derive (fun b => f b + g b) a (df + dg).
Proof. intros Df Dg. exact (is_derive_plus f g a df dg Df Dg). Qed.
Lemma der_minus (f g : R -> R) (a df dg : R) : is_derive f a df -> is_derive g a dg -> is_derive (fun b => f b - g b) a (df - dg).
Proof. intros Df Dg. exact (is_derive_minus f g a df dg Df Dg). Qed.
Lemma der_opp (f : R -> R) (a df : R) : is_derive f a df -> is_derive (fun b => - f b) a (- df).
Proof. intros Df. exact (is_derive_opp f a df Df). Qed.
Lemma der_mult (f g : R -> R) (a df dg : R) : is_derive f a df -> is_derive g a dg ->
  is_derive (fun b => f b * g b) a (df * g a + f a * dg).
Proof. intros Df Dg. exact (is_derive_mult f g a df dg Df Dg Rmult_comm). Qed.
Lemma der_div (f g : R -> R) (a df dg : R) : is_derive f a df -> is_derive g a dg -> g a <> 0 ->
  is_derive (fun b => f b / g b) a ((df * g a - f a * dg) / (g a * g a)).
Proof.
  intros Df Dg N. replace (g a * g a) with (g a ^ 2) by ring. exact (is_derive_div f g a df dg Df Dg N).
Qed.
Lemma der_ln (f : R -> R) (a df : R) : is_derive f a df -> 0 < f a -> is_derive (fun b => ln (f b)) a (df / f a).
Proof.
  intros Df P. exact (is_derive_comp ln f a (/ f a) df (is_derive_ln (f a) P) Df).
Qed.
Lemma der_ext (f g : R -> R) (a d d' : R) : is_derive f a d -> (forall b, f b = g b) -> d = d' -> is_derive g a d'.
Proof. intros Df E <-. exact (is_derive_ext f g a d E Df). Qed.

Lemma is_lim_Sum {X} (A : list X) (F : X -> R -> R) (a : Rbar) (l : X -> R) :
  (forall x, In x A -> is_lim (F x) a (l x)) -> is_lim (fun b => Sum A (fun x => F x b)) a (Sum A l).
Proof.
  induction A as [|x A IH]; simpl; intros D; [apply is_lim_const|]. apply is_lim_plus'; auto.
Qed.
Lemma is_lim_seq_Sum {X} (A : list X) (F : X -> nat -> R) (l : X -> R) :
  (forall x, In x A -> is_lim_seq (F x) (l x)) -> is_lim_seq (fun n => Sum A (fun x => F x n)) (Sum A l).
Proof.
  induction A as [|x A IH]; simpl; intros D; [apply is_lim_seq_const|]. apply is_lim_seq_plus'; auto.
Qed.
Lemma is_lim_mult' (f g : R -> R) (x : Rbar) (lf lg : R) :
  is_lim f x lf -> is_lim g x lg -> is_lim (fun y => f y * g y) x (lf * lg).
Proof. intros Lf Lg. apply (is_lim_mult f g x lf lg Lf Lg). exact I. Qed.
Lemma is_lim_div' (f g : R -> R) (x : Rbar) (lf lg : R) :
  is_lim f x lf -> is_lim g x lg -> lg <> 0 -> is_lim (fun y => f y / g y) x (lf / lg).
Proof.
  intros Lf Lg N. apply (is_lim_mult' f (fun y => / g y)); [exact Lf|].
  apply (is_lim_inv g x lg Lg). intros E. apply N. now injection E.
Qed.
Lemma is_lim_ln (f : R -> R) (x : Rbar) (l : R) : is_lim f x l -> 0 < l -> is_lim (fun y => ln (f y)) x (ln l).
Proof.
  intros L P. apply (is_lim_comp_continuous f ln); [exact L|]. apply (ex_derive_continuous ln l). exists (/ l). now apply is_derive_ln.
Qed.
Lemma is_lim_exp (f : R -> R) (x : Rbar) (l : R) : is_lim f x l -> is_lim (fun y => exp (f y)) x (exp l).
Proof.
  intros L. apply (is_lim_comp_continuous f exp); [exact L|]. apply (ex_derive_continuous exp l). exists (exp l). apply is_derive_exp.
Qed.
(** exp(a t) and a t exp(a t) tend to 0 for t < 0. *)
Lemma is_lim_line t : t < 0 -> is_lim (fun a => a * t) p_infty m_infty.
Proof.
  intros N. apply (is_lim_ext (fun a => t * a)); [intros; ring|].
  replace m_infty with (Rbar_mult t p_infty); [apply is_lim_scal_l, is_lim_id|].
  simpl. destruct (Rle_dec 0 t) as [L|L]; [exfalso; lra|reflexivity].
Qed.
Lemma is_lim_decay t : t < 0 -> is_lim (fun a => exp (a * t)) p_infty 0.
Proof.
  intros N. apply (is_lim_comp exp (fun a => a * t) p_infty 0 m_infty is_lim_exp_m (is_lim_line t N)).
  exists 0. intros. discriminate.
Qed.
Lemma is_lim_decay_lin t : t < 0 -> is_lim (fun a => a * t * exp (a * t)) p_infty 0.
Proof.
  intros N. apply (is_lim_comp (fun y => y * exp y) (fun a => a * t) p_infty 0 m_infty is_lim_mul_exp_m (is_lim_line t N)).
  exists 0. intros. discriminate.
Qed.

(** A function that is derivable everywhere takes every value between two of its values. *)
Lemma between (f d : R -> R) a b y : (forall x, is_derive f x (d x)) -> a <= b -> f a <= y <= f b ->
  exists x, a <= x <= b /\ f x = y.
Proof.
  intros D L [La Lb]. destruct (IVT_gen f a b y) as [x [B E]].
  - intros x. apply continuity_pt_filterlim, (ex_derive_continuous f x). exists (d x). apply D.
  - rewrite Rmin_left, Rmax_right by lra. lra.
  - rewrite Rmin_left, Rmax_right in B by lra. now exists x.
Qed.
(** … and, from its value at 0 on, every value below its limit. *)
Lemma below_limit (f d : R -> R) (l y : R) : (forall x, is_derive f x (d x)) -> is_lim f p_infty l -> f 0 <= y < l ->
  exists x, 0 <= x /\ f x = y.
Proof.
  intros D Lim [L U]. apply is_lim_spec in Lim. assert (P : 0 < l - y) by lra.
  destruct (Lim (mkposreal _ P)) as [M HM]. simpl in HM. set (b := Rmax 0 (M + 1)).
  assert (B : M < b) by (unfold b; pose proof (Rmax_r 0 (M + 1)); lra).
  specialize (HM b B). apply Rabs_lt_between in HM.
  destruct (between f d 0 b y D (Rmax_l _ _)) as [x [[I _] E]]; [lra|]. now exists x.
Qed.
(** The limit of a function that rises strictly from 0 on is above it. *)
Lemma rising_below_limit (f : R -> R) (l : R) : (forall a b, 0 <= a -> a < b -> f a < f b) -> is_lim f p_infty l ->
  forall a, 0 <= a -> f a < l.
Proof.
  intros M Lim a P. apply Rlt_le_trans with (f (a + 1)); [apply M; lra|].
  assert (L : Rbar_le (f (a + 1)) l); [|exact L].
  apply (is_lim_le_loc (fun _ => f (a + 1)) f p_infty); [|apply is_lim_const|exact Lim].
  exists (a + 1). intros b B. left. apply M; lra.
Qed.

(** The largest value of a nonempty list. *)
Lemma exists_max {X} (f : X -> R) (l : list X) : l <> [] -> exists y, In y l /\ forall z, In z l -> f z <= f y.
Proof.
  induction l as [|x l IH]; [easy|]. intros _. destruct l as [|z l].
  - exists x. split; [simpl; auto|]. intros z [->|[]]. lra.
  - destruct IH as [y [I M]]; [easy|]. destruct (Rle_dec (f x) (f y)) as [L|L].
    + exists y. split; [simpl in *; tauto|]. intros w [<-|J]; auto.
    + exists x. split; [simpl; auto|]. intros w [->|J]; [lra|]. specialize (M w J). lra.
Qed.
Lemma eventually_below (f : R -> R) (l t : R) : is_lim f p_infty l -> l < t -> exists M, forall b, M < b -> f b < t.
Proof.
  intros Lim L. apply is_lim_spec in Lim. assert (P : 0 < t - l) by lra. destruct (Lim (mkposreal _ P)) as [M HM].
  exists M. intros b B. specialize (HM b B). simpl in HM. apply Rabs_lt_between in HM. lra.
Qed.
