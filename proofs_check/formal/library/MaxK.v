(** Best@k from n draws: Σ C(i−1, k−1)/C(n, k) r_(i) is unbiased for the mean of the highest of k rewards, ties or not. *)
From Coq Require Import Permutation Sorted.
From ExactAlign Require Import Prelude Definitions Sums Laws Rewards Passk.

(** The subsequences of k of the draws. *)
Fixpoint subs {X} (k : nat) (l : list X) : list (list X) :=
  match k, l with O, _ => [[]] | S _, [] => [] | S j, x :: rest => map (cons x) (subs j rest) ++ subs k rest end.
Lemma subs_0 {X} (l : list X) : subs 0 l = [[]]. Proof. now destruct l. Qed.
Lemma subs_length {X} k (l : list X) : length (subs k l) = choose (length l) k.
Proof.
  revert k. induction l as [|x l IH]; intros [|k]; simpl; try reflexivity. rewrite app_length, map_length, !IH. reflexivity.
Qed.
Lemma subs_In {X} k (l s : list X) : In s (subs k l) -> length s = k /\ forall x, In x s -> In x l.
Proof.
  revert k s. induction l as [|x l IH]; intros [|k] s; simpl; [intros [<-|[]]; easy|easy|intros [<-|[]]; split; [easy|intros ? []]|].
  intros I. apply in_app_iff in I. destruct I as [I|I].
  - apply in_map_iff in I. destruct I as [v [<- I]]. apply IH in I. destruct I as [Len I]. split; [simpl; congruence|].
    intros y [<-|J]; auto.
  - apply IH in I. destruct I as [Len I]. split; [exact Len|auto].
Qed.
Lemma subs_map {X Y} (h : X -> Y) k l : subs k (map h l) = map (map h) (subs k l).
Proof.
  revert k. induction l as [|x l IH]; intros [|k]; simpl; try reflexivity. rewrite map_app, !map_map, !IH, map_map. reflexivity.
Qed.
(** Over n draws, a total over the subsequences of k has mean C(n, k) times the mean over k draws. *)
Theorem mean_subs {X} (A : list X) p n k g : law A p ->
  Ex (words A n) (power p) (fun l => Sum (subs k l) g) = INR (choose n k) * Ex (words A k) (power p) g.
Proof.
  intros L. revert k g. induction n as [|n IH]; intros k g.
  - destruct k; unfold Ex; simpl; ring.
  - pose proof (law_power A p n L) as LN. rewrite Ex_words_S. destruct k as [|k].
    + rewrite choose_0. transitivity (g []); [|unfold Ex; simpl; ring]. rewrite <- (Ex_const A p L (g [])). apply Ex_ext. intros x _ _.
      rewrite <- (Ex_const _ _ LN (g [])). apply Ex_ext. intros l _ _. simpl. ring.
    + rewrite (Ex_ext A p _ (fun x => INR (choose n k) * Ex (words A k) (power p) (fun s => g (x :: s)) + INR (choose n (S k)) * Ex (words A (S k)) (power p) g)).
      * rewrite Ex_plus, Ex_scal, (Ex_const A p L), <- Ex_words_S. cbn [choose]. rewrite plus_INR. ring.
      * intros x _ _. rewrite <- IH, <- (IH (S k)), <- Ex_plus. apply Ex_ext. intros l _ _. simpl subs. now rewrite Sum_app, Sum_map.
Qed.

(** ** Sorting *)
Lemma insert_perm x l : Permutation (insert x l) (x :: l).
Proof.
  induction l as [|y l IH]; simpl; [reflexivity|]. destruct (Rle_dec x y); [reflexivity|]. rewrite IH. apply perm_swap.
Qed.
Lemma sort_perm l : Permutation (sort l) l.
Proof. induction l as [|x l IH]; simpl; [reflexivity|]. rewrite insert_perm. now constructor. Qed.
Lemma insert_sorted x l : StronglySorted Rle l -> StronglySorted Rle (insert x l).
Proof.
  induction 1 as [|y l S IH F]; simpl; [repeat constructor|]. destruct (Rle_dec x y) as [Q|Q].
  - constructor; [now constructor|]. constructor; [exact Q|]. eapply Forall_impl; [|exact F]. simpl. intros; lra.
  - constructor; [exact IH|]. rewrite Forall_forall in *. intros z I. apply (Permutation_in z (insert_perm x l)) in I.
    destruct I as [<-|I]; [lra|auto].
Qed.
Lemma sort_sorted l : StronglySorted Rle (sort l).
Proof. induction l as [|x l IH]; simpl; [constructor|]. now apply insert_sorted. Qed.

(** ** The highest of each subsequence *)
Lemma maximum_cons x l : l <> [] -> maximum (x :: l) = Rmax x (maximum l). Proof. destruct l; [easy|reflexivity]. Qed.
Lemma maximum_spec l : l <> [] -> In (maximum l) l /\ forall z, In z l -> z <= maximum l.
Proof.
  induction l as [|x l IH]; intros N; [easy|]. destruct l as [|y l]; [simpl; split; [auto|intros z [<-|[]]; lra]|].
  destruct IH as [I M]; [easy|]. rewrite maximum_cons by easy. split.
  - unfold Rmax. destruct (Rle_dec x (maximum (y :: l))); [right; exact I|left; reflexivity].
  - intros z [<-|J]; [apply Rmax_l|]. eapply Rle_trans; [now apply M|apply Rmax_r].
Qed.
Lemma maximum_perm v w : Permutation v w -> maximum v = maximum w.
Proof.
  intros P. destruct v as [|x v]; [apply Permutation_nil in P; now subst|].
  destruct w as [|y w]; [apply Permutation_sym, Permutation_nil in P; discriminate|].
  destruct (maximum_spec (x :: v)) as [Iv Mv]; [easy|]. destruct (maximum_spec (y :: w)) as [Iw Mw]; [easy|].
  apply Rle_antisym; [apply Mw; now apply (Permutation_in _ P)|apply Mv; now apply (Permutation_in _ (Permutation_sym P))].
Qed.
(** A total over subsequences of what does not see their order does not see the order of the draws. *)
Lemma subs_perm {X} (l m : list X) : Permutation l m -> forall k g, (forall v w, Permutation v w -> g v = g w) -> Sum (subs k l) g = Sum (subs k m) g.
Proof.
  induction 1 as [|x l m P IH|x y l|l m n P IH P' IH']; intros k g G.
  - reflexivity.
  - destruct k as [|k]; [now rewrite !subs_0|]. simpl subs. rewrite !Sum_app, !Sum_map, (IH (S k) g G). f_equal.
    apply IH. intros v w Q. apply G. now constructor.
  - destruct k as [|[|k]]; [now rewrite !subs_0| |].
    + simpl. rewrite !subs_0. simpl. ring.
    + change (Sum (map (cons y) (map (cons x) (subs k l) ++ subs (S k) l) ++ map (cons x) (subs (S k) l) ++ subs (S (S k)) l) g =
        Sum (map (cons x) (map (cons y) (subs k l) ++ subs (S k) l) ++ map (cons y) (subs (S k) l) ++ subs (S (S k)) l) g).
      rewrite !map_app, !Sum_app, !Sum_map. rewrite (Sum_ext (subs k l) (fun v => g (y :: x :: v)) (fun v => g (x :: y :: v))); [ring|].
      intros v _. apply G, perm_swap.
  - rewrite (IH k g G). now apply IH'.
Qed.
(** For rewards in descending order the highest of a subsequence is its first. *)
Fixpoint weighted (k : nat) (d : list R) : R :=
  match d with [] => 0 | x :: rest => INR (choose (length rest) k) * x + weighted k rest end.
Lemma subs_descending k d : StronglySorted Rge d -> Sum (subs (S k) d) maximum = weighted k d.
Proof.
  induction 1 as [|x d S IH F]; simpl; [reflexivity|]. rewrite Sum_app, Sum_map, IH. f_equal.
  rewrite (Sum_ext _ _ (fun _ => x)); [rewrite Sum_const, subs_length; reflexivity|]. intros s I. apply subs_In in I. destruct I as [_ I].
  rewrite Forall_forall in F. destruct s as [|y s]; [reflexivity|]. rewrite maximum_cons by easy. apply Rmax_left.
  destruct (maximum_spec (y :: s)) as [J _]; [easy|]. apply Rge_le, F, I, J.
Qed.
Lemma weighted_rev k d (w : nat -> R) : (forall i, w i = INR (choose i k)) -> Sum (seq 0 (length d)) (fun i => w i * nth i (rev d) 0) = weighted k d.
Proof.
  intros W. induction d as [|x d IH]; [reflexivity|]. cbn [length weighted rev]. rewrite seq_S, Sum_app. simpl plus. cbn [Sum].
  rewrite app_nth2 by (rewrite rev_length; lia). rewrite rev_length, Nat.sub_diag. simpl nth. rewrite <- IH, W.
  rewrite (Sum_ext _ _ (fun i => w i * nth i (rev d) 0)); [ring|]. intros i I. apply in_seq in I. rewrite app_nth1; [reflexivity|rewrite rev_length; lia].
Qed.
Lemma sorted_rev s : StronglySorted Rle s -> StronglySorted Rge (rev s).
Proof.
  assert (Snoc : forall d x, StronglySorted Rge d -> (forall y, In y d -> y >= x) -> StronglySorted Rge (d ++ [x])).
  { induction 1 as [|y d S IH F]; intros M; simpl; [repeat constructor|]. constructor; [apply IH; intros; apply M; simpl; auto|].
    rewrite Forall_forall in *. intros z I. apply in_app_iff in I. destruct I as [I|[<-|[]]]; [auto|apply M; simpl; auto]. }
  induction 1 as [|x s S IH F]; simpl; [constructor|]. apply Snoc; [exact IH|]. rewrite Forall_forall in F.
  intros y I. apply in_rev in I. apply Rle_ge, F, I.
Qed.
(** The estimator is the average over all choices of k of the n rewards. *)
Theorem maxk_average k l : (1 <= k)%nat -> maxk k l = Sum (subs k l) maximum / INR (choose (length l) k).
Proof.
  intros K. destruct k as [|k]; [lia|]. rewrite <- (subs_perm (rev (sort l)) l).
  - rewrite subs_descending by apply sorted_rev, sort_sorted. unfold maxk. replace (S k - 1)%nat with k by lia.
    rewrite (Sum_ext _ _ (fun i => INR (choose i k) * nth i (sort l) 0 / INR (choose (length l) (S k)))) by (intros; unfold Rdiv; ring).
    rewrite Sum_div. f_equal. rewrite <- (weighted_rev k (rev (sort l)) (fun i => INR (choose i k))) by reflexivity.
    rewrite rev_involutive, rev_length, (Permutation_length (sort_perm l)). reflexivity.
  - rewrite <- (Permutation_rev (sort l)). apply sort_perm.
  - exact maximum_perm.
Qed.
(** max@k: unbiased for the mean of the highest of k rewards, k ≤ n, ties included. *)
Theorem maxk_unbiased {X} (A : list X) p r n k : law A p -> (1 <= k <= n)%nat ->
  Ex (words A n) (power p) (fun l => maxk k (map r l)) = Ex (words A k) (power p) (fun l => maximum (map r l)).
Proof.
  intros L K. assert (P : 0 < INR (choose n k)) by (apply lt_0_INR, choose_pos; lia).
  apply (Rmult_eq_reg_l (INR (choose n k))); [|lra]. rewrite <- mean_subs by exact L. rewrite <- Ex_scal. apply Ex_ext. intros l J _.
  apply in_words in J. rewrite maxk_average by lia. rewrite map_length, (proj1 J), subs_map, Sum_map. field. lra.
Qed.
(** … which is the mean reward of best-of-k. *)
Corollary maxk_best_of {X} (eq_dec : forall x y : X, {x = y} + {x <> y}) (A : list X) p r n k : NoDup A -> law A p -> (1 <= k <= n)%nat ->
  Ex (words A n) (power p) (fun l => maxk k (map r l)) = Ex A (best_of eq_dec A k p r) r.
Proof.
  intros NA L K. rewrite maxk_unbiased, best_of_reward by (assumption || lia). apply Ex_ext. intros l _ _.
  induction l as [|x l IH]; [reflexivity|]. destruct l as [|y l]; [reflexivity|]. simpl map. rewrite maximum_cons by easy.
  rewrite highest_cons by easy. simpl map in IH. now rewrite IH.
Qed.
