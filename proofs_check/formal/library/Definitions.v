(** The definitions that statements use, on one page. Everything is about finite spaces: a space is a list of
    outcomes, a law a function on it. Letters are 0, …, K−1; words of length m over a space are a space again, so
    whatever holds for a law p holds for the memoryless source p^m. *)
From ExactAlign Require Import Prelude.

(** ** Sums, spaces, laws *)
Fixpoint Sum {X} (A : list X) (f : X -> R) : R :=
  match A with [] => 0 | x :: rest => f x + Sum rest f end.
Definition letters (K : nat) : list nat := seq 0 K.
(** The function on letters with the listed values. *)
Definition law_of (l : list R) (k : nat) : R := nth k l 0.
Fixpoint words {X} (A : list X) (m : nat) : list (list X) :=
  match m with O => [[]] | Datatypes.S k => flat_map (fun x => map (cons x) (words A k)) A end.

(** A law on A; [positive] is p > 0 at every outcome, [ac] is p << q. *)
Definition law {X} (A : list X) (p : X -> R) : Prop := (forall x, In x A -> 0 <= p x) /\ Sum A p = 1.
Definition positive {X} (A : list X) (p : X -> R) : Prop := forall x, In x A -> 0 < p x.
Definition ac {X} (A : list X) (p q : X -> R) : Prop := forall x, In x A -> q x = 0 -> p x = 0.
(** The outcomes that have a chance. *)
Definition supp {X} (p : X -> R) (x : X) : bool := if Rlt_dec 0 (p x) then true else false.
Definition support {X} (p : X -> R) (A : list X) : list X := filter (supp p) A.
Definition Ex {X} (A : list X) (p f : X -> R) : R := Sum A (fun x => p x * f x).
Definition ind (b : bool) : R := if b then 1 else 0.
Definition Rleb (a b : R) : bool := if Rle_dec a b then true else false.
Definition Rltb (a b : R) : bool := if Rlt_dec a b then true else false.
Definition Pr {X} (A : list X) (p : X -> R) (E : X -> bool) : R := Sum A (fun x => ind (E x) * p x).

Definition Var {X} (A : list X) (p f : X -> R) : R := Ex A p (fun x => Rsqr (f x - Ex A p f)).
(** p given the event E, where E has a chance. *)
Definition given {X} (A : list X) (p : X -> R) (E : X -> bool) (x : X) : R := ind (E x) * p x / Pr A p E.

(** ** Divergences (nats). They mean what they should where [ac] holds: [ln 0] is 0 in Coq. *)
Definition xlog (a b : R) : R := a * ln (a / b).
Definition KL {X} (A : list X) (p q : X -> R) : R := Sum A (fun x => xlog (p x) (q x)).
(** The cross entropy H(p‖q) = −Σ p log q. *)
Definition H {X} (A : list X) (p q : X -> R) : R := - Sum A (fun x => p x * ln (q x)).

(** Total variation, χ², the squared Hellinger distance (not halved), the Rényi divergence of order a ≠ 1, a > 0. *)
Definition TV {X} (A : list X) (p q : X -> R) : R := Sum A (fun x => Rabs (p x - q x)) / 2.
Definition chi2 {X} (A : list X) (p q : X -> R) : R := Sum A (fun x => Rsqr (p x - q x) / q x).
Definition Hellinger {X} (A : list X) (p q : X -> R) : R := Sum A (fun x => Rsqr (sqrt (p x) - sqrt (q x))).
Definition Renyi {X} (A : list X) (a : R) (p q : X -> R) : R := / (a - 1) * ln (Ex A p (fun x => Rpower (p x / q x) (a - 1))).
(** The f-divergence Σ q f(p/q), for f convex on the positive numbers, and p > 0 where q > 0. *)
Definition Df {X} (A : list X) (f : R -> R) (p q : X -> R) : R := Sum A (fun x => q x * f (p x / q x)).
Definition convex (f : R -> R) : Prop := forall x y t, 0 < x -> 0 < y -> 0 <= t <= 1 ->
  f (t * x + (1 - t) * y) <= t * f x + (1 - t) * f y.
Definition strictly_convex (f : R -> R) : Prop := forall x y t, 0 < x -> 0 < y -> x <> y -> 0 < t < 1 ->
  f (t * x + (1 - t) * y) < t * f x + (1 - t) * f y.

(** r is sub-Gaussian under p with variance proxy s: log E exp(t(r − E r)) ≤ t² s / 2 for every real t. *)
Definition subgaussian {X} (A : list X) (p r : X -> R) (s : R) : Prop :=
  forall t, Ex A p (fun x => exp (t * (r x - Ex A p r))) <= exp (t * t * s / 2).

(** Three estimates of KL(q‖p) from a draw of q, with the ratio p/q: −log(p/q), (log(p/q))²/2, p/q − 1 − log(p/q). *)
Definition k1 {X} (q p : X -> R) (x : X) : R := - ln (p x / q x).
Definition k2 {X} (q p : X -> R) (x : X) : R := Rsqr (ln (p x / q x)) / 2.
Definition k3 {X} (q p : X -> R) (x : X) : R := p x / q x - 1 - ln (p x / q x).

(** ** The mismatched tilt T(q, p, a) ∝ p q^a, for q > 0 on the support of p. *)
Definition Z {X} (A : list X) (q p : X -> R) (a : R) : R := Sum A (fun x => p x * Rpower (q x) a).
Definition T {X} (A : list X) (q p : X -> R) (a : R) (x : X) : R := p x * Rpower (q x) a / Z A q p a.

(** The Rényi cross entropy H_t(p‖q) = log(Σ p q^(t−1)) / (1−t), for t ≠ 1. *)
Definition Ht {X} (A : list X) (t : R) (p q : X -> R) : R := / (1 - t) * ln (Z A q p (t - 1)).

(** ** The best outcomes, and alignment within a budget *)
(** r is highest at y among the outcomes of l. *)
Definition best_in {X} (r : X -> R) (l : list X) (y : X) : bool :=
  forallb (fun z => if Rle_dec (r z) (r y) then true else false) l.
(** q takes two values on the support of p: the reward log q is not constant. *)
Definition varies {X} (A : list X) (p q : X -> R) : Prop :=
  exists x y, In x A /\ In y A /\ 0 < p x /\ 0 < p y /\ q x < q y.
(** q is highest at y on the support of p; Δ_max is minus the logarithm of p's weight there. *)
Definition top {X} (A : list X) (p q : X -> R) (y : X) : bool := best_in q (support p A) y.
Definition Dmax {X} (A : list X) (p q : X -> R) : R := - ln (Pr A p (top A p q)).
(** The laws within the budget D of p, and those that minimise H(·‖q) among them. *)
Definition feasible {X} (A : list X) (p : X -> R) (D : R) (psi : X -> R) : Prop := law A psi /\ ac A psi p /\ KL A psi p <= D.
Definition optimal {X} (A : list X) (p q : X -> R) (D : R) (phi : X -> R) : Prop :=
  feasible A p D phi /\ forall psi, feasible A p D psi -> H A phi q <= H A psi q.

(** ** Sampling: N independent draws, and rules that keep one of them *)
(** p^m: the memoryless source; also the law of N independent draws. *)
Definition power {X} (p : X -> R) (w : list X) : R := fold_right (fun x acc => p x * acc) 1 w.
(** A total over the letters of a word, such as its reward. *)
Definition total {X} (r : X -> R) (w : list X) : R := fold_right (fun x acc => r x + acc) 0 w.
(** The information per letter −(1/m) log q^m(w). *)
Definition info {X} (q : X -> R) (m : nat) (w : list X) : R := - ln (power q w) / INR m.
(** Given the draws l, the rule s keeps y with probability s l y; it keeps one of the draws. *)
Definition rule {X} (A : list X) (N : nat) (s : list X -> X -> R) : Prop :=
  forall l, In l (words A N) -> law A (s l) /\ forall y, ~ In y l -> s l y = 0.
Definition kept {X} (A : list X) (N : nat) (p : X -> R) (s : list X -> X -> R) (y : X) : R :=
  Sum (words A N) (fun l => power p l * s l y).

(** Rewards at most t, below t, equal to t. *)
Definition at_most {X} (r : X -> R) (t : R) (x : X) : bool := if Rle_dec (r x) t then true else false.
Definition below {X} (r : X -> R) (t : R) (x : X) : bool := if Rlt_dec (r x) t then true else false.
Definition tied {X} (r : X -> R) (t : R) (x : X) : bool := if Req_EM_T (r x) t then true else false.

(** A rule that keeps one of the draws of highest reward, whichever: best-of-N with any way to break ties. *)
Definition keeps_best {X} (A : list X) (N : nat) (r : X -> R) (s : list X -> X -> R) : Prop :=
  rule A N s /\ forall l y, In l (words A N) -> s l y <> 0 -> best_in r l y = true.

(** Best-of-N by a reward: one of the draws of highest reward, each of those positions with equal odds. *)
Definition copies {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (l : list X) (y : X) : nat :=
  count_occ eq_dec l y.
Definition best {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (r : X -> R) (l : list X) (y : X) : R :=
  ind (best_in r l y) * INR (copies eq_dec l y) / INR (length (filter (best_in r l) l)).
Definition best_of {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (N : nat) (p r : X -> R) : X -> R :=
  kept A N p (best eq_dec r).

(** Soft best-of-N: each draw z is kept with weight exp(r(z)), by any reward (a temperature λ is in r/λ). *)
Definition soft {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (r : X -> R) (l : list X) (y : X) : R :=
  INR (copies eq_dec l y) * exp (r y) / Sum l (fun z => exp (r z)).

(** ** Growing length *)
(** N draws at length m, about exp(mδ): within a factor c, as when exp(mδ) is rounded to a whole number. *)
Definition about (c delta : R) (N : nat -> nat) : Prop :=
  0 < c /\ forall m, (1 <= N m)%nat /\ exp (INR m * delta) / c <= INR (N m) <= c * exp (INR m * delta).
(** The share of a letter in a word: the type of the word, letter by letter. *)
Definition freq {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (w : list X) (x : X) : R :=
  INR (count_occ eq_dec w x) / INR (length w).

(** ** Estimators from n draws *)
(** The binomial coefficient, 0 for k > n; how many draws are in E; the binomial law of that number. *)
Fixpoint choose (n k : nat) : nat :=
  match k, n with O, _ => 1 | Datatypes.S _, O => 0 | Datatypes.S j, Datatypes.S m => choose m j + choose m k end.
Definition hits {X} (E : X -> bool) (l : list X) : nat := length (filter E l).
Definition binomial (n : nat) (theta : R) (c : nat) : R := INR (choose n c) * theta ^ c * (1 - theta) ^ (n - c).
(** 1 − C(n−c, k)/C(n, k): of n draws c are right; and the same as published, 1 where n − c < k. *)
Definition passk (n c k : nat) : R := 1 - INR (choose (n - c) k) / INR (choose n k).
Definition published_passk (n c k : nat) : R := if (n - c <? k)%nat then 1 else passk n c k.
(** best@k by bootstrap: the chance that a right one is among k draws with replacement from the n draws w. *)
Definition boot {X} (right : X -> bool) (k : nat) (w : list X) : R :=
  Pr (words w k) (power (fun _ => / INR (length w))) (fun l => negb (forallb (fun x => negb (right x)) l)).
(** Rewards in ascending order; Σ C(i−1, k−1)/C(n, k) r_(i); the highest of them. *)
Fixpoint insert (x : R) (l : list R) : list R :=
  match l with [] => [x] | y :: rest => if Rle_dec x y then x :: l else y :: insert x rest end.
Definition sort (l : list R) : list R := fold_right insert [] l.
Definition maxk (k : nat) (l : list R) : R :=
  Sum (seq 0 (length l)) (fun i => INR (choose i (k - 1)) / INR (choose (length l) k) * nth i (sort l) 0).
Fixpoint maximum (l : list R) : R :=
  match l with [] => 0 | x :: rest => match rest with [] => x | _ => Rmax x (maximum rest) end end.
(** The type of a word as its vector of counts, and the words of the same type. *)
Definition type_of {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (A w : list X) : list nat :=
  map (fun x => count_occ eq_dec w x) A.
Definition same_type {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (A v w : list X) : bool :=
  if list_eq_dec Nat.eq_dec (type_of eq_dec A w) (type_of eq_dec A v) then true else false.

(** ** Large deviations *)
Definition closure (B : R -> bool) (t : R) : Prop := forall e, 0 < e -> exists u, B u = true /\ Rabs (u - t) < e.
Definition interior (B : R -> bool) (t : R) : Prop := exists e, 0 < e /\ forall u, Rabs (u - t) < e -> B u = true.
(** Definition 7's bounds, for all sets B: P m B is the probability of B at length m, [J t j] that the rate at t is j; where
    there is no j the rate is infinite. *)
Definition LDP (P : nat -> (R -> bool) -> R) (J : R -> R -> Prop) : Prop :=
  (forall B c, (forall t j, closure B t -> J t j -> c <= j) -> forall e, 0 < e ->
     exists M, forall m, (M <= m)%nat -> P m B <= exp (- INR m * (c - e))) /\
  (forall B t j, interior B t -> J t j -> forall e, 0 < e ->
     exists M, forall m, (M <= m)%nat -> exp (- INR m * (j + e)) <= P m B).
(** The rate at t: KL(T(q,p,β)‖s) at the level t of a tilt, −log s(the letters there) at an end of the range of −log q. *)
Definition rate {X} (A : list X) (q p s : X -> R) (t j : R) : Prop :=
  (exists b, H A (T A q p b) q = t /\ j = KL A (T A q p b) s) \/
  ((exists x, In x A /\ 0 < p x /\ - ln (q x) = t) /\
   ((forall x, In x A -> 0 < p x -> t <= - ln (q x)) \/ (forall x, In x A -> 0 < p x -> - ln (q x) <= t)) /\
   j = - ln (Pr A s (tied (fun x => - ln (q x)) t))).
(** The rate of best-of-N, N about exp(mδ), δ = KL(φ‖p), φ = T(q,p,a): that of p less δ, up to the level of φ; infinite beyond. *)
Definition best_rate {X} (A : list X) (q p : X -> R) (a t j : R) : Prop :=
  t <= H A (T A q p a) q /\ exists j0, rate A q p p t j0 /\ j = j0 - KL A (T A q p a) p.
