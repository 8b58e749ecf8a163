(** What the operations of a certificate mean, and the tactic that proves its lemma. Rational vectors are lists of
    rationals, computed as such; logarithms and what has them are real numbers. *)
From Coq Require Import QArith Qreals ZArith List Bool Reals Lra Lia.
From Interval Require Import Tactic.
Import ListNotations.
Open Scope Q_scope.

(** ** Rational vectors *)
Definition zip {A B C} (f : A -> B -> C) (v : list A) (w : list B) : list C := map (fun x => f (fst x) (snd x)) (combine v w).
Definition plusQ (x y : Q) : Q := Qred (x + y).
Definition minusQ (x y : Q) : Q := Qred (x - y).
Definition timesQ (x y : Q) : Q := Qred (x * y).
Definition overQ (x y : Q) : Q := Qred (x / y).
Definition sumQ (v : list Q) : Q := fold_right plusQ 0 v.
Fixpoint powQ (n : nat) (x : Q) : Q := match n with O => 1 | S k => timesQ x (powQ k x) end.
Definition inverseQ (x : Q) : Q := overQ 1 x.
Definition absQ (x : Q) : Q := if Qle_bool 0 x then x else Qopp x.
(** The products over all words of m letters, in lexicographic order. *)
Fixpoint productQ (m : nat) (v : list Q) : list Q :=
  match m with O => [1] | S k => flat_map (fun x => map (timesQ x) (productQ k v)) v end.
(** p q^n, normalised. *)
Definition tiltQ (q p : list Q) (n : nat) : list Q :=
  let w := zip (fun x y => timesQ x (powQ n y)) p q in map (fun x => overQ x (sumQ w)) w.
(** The mass of weight below, and at most, x. *)
Definition belowQ (p w : list Q) (x : Q) : Q := sumQ (zip (fun a b => if Qle_bool x b then 0 else a) p w).
Definition uptoQ (p w : list Q) (x : Q) : Q := sumQ (zip (fun a b => if Qle_bool b x then a else 0) p w).
(** The best of n draws by weight, ties uniform. *)
Definition bestQ (n : nat) (p w : list Q) : list Q := zip (fun a x => let b := belowQ p w x in let c := uptoQ p w x in
  if Qeq_bool b c then 0 else overQ (timesQ a (minusQ (powQ n c) (powQ n b))) (minusQ c b)) p w.
(** The mass of the words of length m whose product of weights is at least x. *)
Definition at_leastQ (p w : list Q) (m : nat) (x : Q) : Q :=
  sumQ (zip (fun a b => if Qle_bool x b then a else 0) (productQ m p) (productQ m w)).
(** Side conditions. *)
Definition above (v : list Q) : bool := forallb (fun x => negb (Qle_bool x 0)) v.
Definition lawQ (v : list Q) : bool := (forallb (Qle_bool 0) v && Qeq_bool (sumQ v) 1)%bool.
Definition nonzero (v : list Q) : bool := forallb (fun x => negb (Qeq_bool x 0)) v.
(** w > 0 where v > 0. *)
Definition supported (v w : list Q) : bool :=
  (Nat.eqb (length v) (length w) && forallb (fun x => Qeq_bool (fst x) 0 || negb (Qle_bool (snd x) 0)) (combine v w))%bool.

(** A relation in every entry. *)
Definition entries {A} (rel : A -> A -> Prop) (v w : list A) : Prop :=
  fold_right (fun x P => rel (fst x) (snd x) /\ P) True (combine v w).
Definition each {A} (P : A -> Prop) (v : list A) : Prop := fold_right (fun x rest => P x /\ rest) True v.

Open Scope R_scope.
(** ** Real numbers *)
Definition lnQ (x : Q) : R := ln (Q2R x).
Definition sumR (v : list R) : R := fold_right Rplus 0 v.
(** Σ v (ln v − ln w) and −Σ v ln w, where 0 ln 0 is 0. *)
Fixpoint klQ (v w : list Q) : R :=
  match v, w with x :: v', y :: w' => (if Qeq_bool x 0 then 0 else Q2R x * (lnQ x - lnQ y)) + klQ v' w' | _, _ => 0 end.
Fixpoint crossQ (v w : list Q) : R :=
  match v, w with x :: v', y :: w' => (if Qeq_bool x 0 then 0 else - (Q2R x * lnQ y)) + crossQ v' w' | _, _ => 0 end.
Definition klR (v w : list R) : R := sumR (zip (fun x y => x * (ln x - ln y)) v w).
Definition crossR (v w : list R) : R := - sumR (zip (fun x y => x * ln y) v w).
(** p q^a, normalised, for a real a. *)
Definition tiltR (q p : list Q) (a : R) : list R :=
  let w := zip (fun x y => Q2R x * exp (a * lnQ y)) p q in map (fun x => x / sumR w) w.

(** ** The logarithm of a rational by the factors of its numerator and denominator *)
Definition product (l : list positive) : positive := fold_right Pos.mul 1%positive l.
Definition lns (l : list positive) : R := fold_right (fun b x => ln (IZR (Zpos b)) + x) 0 l.
Fixpoint factors (fuel : nat) (k n : positive) : list positive :=
  match fuel with
  | O => [n]
  | S f => if Pos.eqb n 1 then [] else if Z.eqb (Z.modulo (Zpos n) (Zpos k)) 0
           then k :: factors f k (Z.to_pos (Z.div (Zpos n) (Zpos k))) else factors f (Pos.succ k) n
  end.
Lemma ln_product l : ln (IZR (Zpos (product l))) = lns l.
Proof.
  induction l as [|b l IH]; cbn [product lns fold_right]; [apply ln_1|].
  rewrite Pos2Z.inj_mul, mult_IZR, ln_mult by (apply IZR_lt; lia). f_equal. exact IH.
Qed.
Theorem lnQ_factors n d l k : Pos.eqb (product l) n = true -> Pos.eqb (product k) d = true -> lnQ (Zpos n # d) = lns l - lns k.
Proof.
  intros L K. apply Pos.eqb_eq in L, K. subst. unfold lnQ, Q2R. cbn [Qnum Qden].
  rewrite ln_mult, ln_Rinv, !ln_product; [ring | | |]; try apply Rinv_0_lt_compat; apply IZR_lt; lia.
Qed.

(** ** The proof of a lemma: rationals are computed, then the real numbers are compared. *)
(* The lemma begins with definitions: rational ones are computed once, real ones are put in. *)
Ltac computed := match goal with
  | |- let x := ?e in _ =>
      let t := type of e in let y := fresh x in
      lazymatch t with
      | Q => known y e
      | list Q => known y e
      | _ => intro y; unfold y; clear y
      end
  end
with known y e := let v := eval vm_compute in e in
  intro y; let E := fresh in assert (E : y = v) by (unfold y; vm_cast_no_check (eq_refl v)); clearbody y; subst y.
Ltac spread := cbv -[Rplus Rmult Ropp Rinv Rminus Rdiv ln exp Rabs IZR pow Rlt Rle Rgt Rge not lnQ Q2R].
Ltac numeral := unfold lnQ, Q2R; cbn [Qnum Qden].
Ltac logarithms := repeat match goal with |- context [lnQ (Zpos ?n # ?d)] =>
    let l := eval vm_compute in (factors 500 2 n) in let k := eval vm_compute in (factors 500 2 d) in
    rewrite (lnQ_factors n d l k eq_refl eq_refl) end; cbv [lns fold_right].
Ltac equal := logarithms; numeral; first [lra | field_simplify; lra].
Ltac separated prec := numeral; interval with (i_prec prec).
Ltac compared prec := lazymatch goal with
  | |- True => exact I
  | |- ?x = ?x => reflexivity
  | |- @eq R _ _ => equal
  | |- (_ <= _)%R => first [separated prec | right; equal | logarithms; numeral; lra]
  | |- (_ >= _)%R => apply Rle_ge; first [separated prec | right; equal | logarithms; numeral; lra]
  | |- not (@eq R _ _) => first [apply Rlt_not_eq; separated prec | apply Rgt_not_eq; separated prec]
  | |- (_ > _)%R => apply Rlt_gt; separated prec
  | |- (_ < _)%R => separated prec
  | |- _ => discriminate
  end.
Ltac certified prec := repeat computed; repeat split; spread; repeat split; compared prec.
