(** Where a total of m independent letters falls: letters x and y of different rewards are mixed as fair coins, given all else. So its
    mass near any point is O(1/√m), and in windows of a fixed length within O(√m) of the mean at least a multiple of 1/√m. *)
From ExactAlign Require Import Analysis Definitions Sums Laws Words Coins TailLimits.

Section Split.
Context {X : Type} (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (phi r : X -> R).
Hypothesis NA : NoDup A.
Hypothesis Lf : law A phi.
Variables x y : X.
Hypotheses (Ix : In x A) (Iy : In y A) (Px : 0 < phi x) (Py : 0 < phi y) (xy : r x < r y).
Let d := r y - r x.
Let h := d / 2.
(** A letter is, with probability λ, a coin between x and y (written [None]), and else a letter by what remains of its law. *)
Let lam := Rmin (phi x) (phi y).
Let A' : list (option X) := None :: map Some A.
Let phi' (o : option X) : R :=
  match o with None => lam | Some z => phi z - lam / 2 * ((if dec z x then 1 else 0) + (if dec z y then 1 else 0)) end.
Let r' (o : option X) : R := match o with None => (r x + r y) / 2 | Some z => r z end.
Let none (o : option X) : bool := match o with None => true | Some _ => false end.

Lemma lam_pos : 0 < lam <= 1.
Proof. unfold lam. split; [now apply Rmin_glb_lt|]. eapply Rle_trans; [apply Rmin_l|now apply (law_le_1 A phi Lf)]. Qed.
Lemma Ex_split f : Ex A' phi' f = lam * f None + (Ex A phi (fun z => f (Some z)) - lam / 2 * (f (Some x) + f (Some y))).
Proof.
  unfold Ex, A'. cbn [Sum]. rewrite Sum_map. f_equal. unfold phi'.
  rewrite (Sum_ext A _ (fun z => phi z * f (Some z) - lam / 2 * ((if dec z x then 1 else 0) * f (Some z) + (if dec z y then 1 else 0) * f (Some z)))) by (intros; ring).
  rewrite Sum_minus, Sum_scal, Sum_plus, (Sum_ind_eq dec A (fun z => f (Some z)) x NA Ix), (Sum_ind_eq dec A (fun z => f (Some z)) y NA Iy). reflexivity.
Qed.
Lemma split_law : law A' phi'.
Proof.
  split.
  - intros o I. destruct I as [<-|I]; [apply Rlt_le, lam_pos|]. apply in_map_iff in I. destruct I as [z [<- I]]. unfold phi'.
    pose proof (law_nonneg A phi Lf z I). assert (L1 : lam <= phi x) by apply Rmin_l. assert (L2 : lam <= phi y) by apply Rmin_r.
    destruct (dec z x) as [E|E]; destruct (dec z y) as [F|F]; try rewrite E; try rewrite F; lra.
  - pose proof (Ex_split (fun _ => 1)) as E. cbv beta in E. rewrite (Ex_const A phi Lf) in E. unfold Ex in E.
    rewrite (Sum_ext A' phi' (fun o => phi' o * 1)) by (intros; ring). lra.
Qed.
Lemma mean_split : Ex A' phi' r' = Ex A phi r.
Proof. rewrite Ex_split. unfold r'. cbv beta iota. change (fun z : X => r z) with r. lra. Qed.
Lemma mean_none : Ex A' phi' (fun o => ind (none o)) = lam.
Proof. rewrite Ex_split. unfold none. cbv beta iota. cbn [ind]. rewrite (Ex_const A phi Lf). ring. Qed.
(** The law of the total: that of the other letters, and a walk of as many fair steps as there are coins. *)
Theorem total_flips G m : forall u, Ex (words A m) (power phi) (fun w => G (u + total r w)) =
  Ex (words A' m) (power phi') (fun w => flip (hits none w) h G (u + total r' w)).
Proof.
  induction m as [|m IH]; intros u; [unfold Ex; simpl; ring|]. rewrite !Ex_words_S, Ex_split.
  set (K := fun v => Ex (words A m) (power phi) (fun w => G (v + total r w))).
  assert (E1 : forall z, Ex (words A m) (power phi) (fun w => G (u + total r (z :: w))) = K (u + r z)).
  { intros z. apply Ex_ext. intros w _ _. f_equal. simpl. ring. }
  assert (E2 : forall z, Ex (words A' m) (power phi') (fun w => flip (hits none (Some z :: w)) h G (u + total r' (Some z :: w))) = K (u + r z)).
  { intros z. unfold K. rewrite IH. apply Ex_ext. intros w _ _. unfold hits. cbn [filter none]. f_equal. simpl. ring. }
  assert (E3 : Ex (words A' m) (power phi') (fun w => flip (hits none (None :: w)) h G (u + total r' (None :: w))) = (K (u + r x) + K (u + r y)) / 2).
  { unfold K. rewrite !IH. rewrite (Ex_ext _ _ _ (fun w => / 2 * (flip (hits none w) h G (u + r x + total r' w) + flip (hits none w) h G (u + r y + total r' w)))).
    - rewrite Ex_scal, Ex_plus. unfold Rdiv. ring.
    - intros w _ _. unfold hits. cbn [filter none length flip]. fold (hits none w).
      replace (u + total r' (None :: w) - h) with (u + r x + total r' w) by (simpl; unfold h, d; field).
      replace (u + total r' (None :: w) + h) with (u + r y + total r' w) by (simpl; unfold h, d; field). unfold Rdiv. ring. }
  rewrite E3, !E2. rewrite (Ex_ext A phi _ (fun z => K (u + r z))) by (intros; apply E1).
  rewrite (Ex_ext A phi (fun z => Ex (words A' m) (power phi') (fun w => flip (hits none (Some z :: w)) h G (u + total r' (Some z :: w)))) (fun z => K (u + r z))) by (intros; apply E2).
  field.
Qed.

(** ** Coins are many, and the rest is near the mean *)
Lemma hits_total w : INR (hits none w) = total (fun o => ind (none o)) w.
Proof. unfold hits. induction w as [|o w IH]; [reflexivity|]. cbn [filter total fold_right]. destruct (none o); cbn [length ind]; rewrite ?S_INR, IH; unfold total; ring. Qed.
Let V0 := Var A' phi' (fun o => ind (none o)).
Let V1 := Var A' phi' r'.
Lemma few_coins m : (1 <= m)%nat -> Pr (words A' m) (power phi') (fun w => Rltb (INR (hits none w)) (INR m * lam / 2)) <= 4 * V0 / (lam * lam) / INR m.
Proof.
  intros M. destruct lam_pos as [L0 _]. assert (P : 0 < INR m) by (apply lt_0_INR; lia).
  pose proof (weak_law A' phi' (fun o => ind (none o)) m (lam / 2) split_law M ltac:(lra)) as W. rewrite mean_none in W. fold V0 in W.
  replace (V0 / (INR m * (lam / 2 * (lam / 2)))) with (4 * V0 / (lam * lam) / INR m) in W by (field; lra).
  eapply Rle_trans; [|exact W]. apply (Pr_mono _ _ (law_power A' phi' m split_law)). intros w _ B. apply Rltb_true in B. apply Rleb_true. rewrite <- hits_total.
  rewrite Rabs_left1.
  - apply (Rmult_le_reg_r (INR m)); [exact P|]. replace (- (INR (hits none w) / INR m - lam) * INR m) with (INR m * lam - INR (hits none w)) by (field; lra). lra.
  - apply (Rmult_le_reg_r (INR m)); [exact P|]. replace ((INR (hits none w) / INR m - lam) * INR m) with (INR (hits none w) - INR m * lam) by (field; lra).
    assert (0 < INR m * lam) by now apply Rmult_lt_0_compat. lra.
Qed.
Lemma far_rest m z : (1 <= m)%nat -> 0 < z ->
  Pr (words A' m) (power phi') (fun w => Rleb (z * sqrt (INR m)) (Rabs (total r' w - INR m * Ex A phi r))) <= V1 / (z * z).
Proof.
  intros M Z0. assert (P : 0 < INR m) by (apply lt_0_INR; lia). assert (Y : 0 < sqrt (INR m)) by now apply sqrt_lt_R0.
  pose proof (chebyshev (words A' m) (power phi') (law_power A' phi' m split_law) (total r') (z * sqrt (INR m)) ltac:(now apply Rmult_lt_0_compat)) as C.
  rewrite Var_total, Ex_total, mean_split in C by exact split_law. fold V1 in C.
  replace (INR m * V1 / (z * sqrt (INR m) * (z * sqrt (INR m)))) with (V1 / (z * z)) in C; [exact C|].
  replace (INR m * V1) with (sqrt (INR m) * sqrt (INR m) * V1) by (rewrite sqrt_sqrt; lra). field. lra.
Qed.

(** ** From above *)
Theorem mass_small g : 0 < g -> exists C, 0 < C /\ forall m u, (1 <= m)%nat ->
  Ex (words A m) (power phi) (fun w => exp (- (g * Rabs (total r w - u)))) <= C / sqrt (INR m).
Proof.
  intros G0. destruct lam_pos as [L0 L1]. assert (H0 : 0 < 2 * h) by (unfold h, d; lra).
  set (S := 2 / (1 - exp (- (g * (2 * h))))).
  assert (e1 : exp (- (g * (2 * h))) < 1) by (rewrite <- exp_0; apply exp_increasing; assert (0 < g * (2 * h)) by (now apply Rmult_lt_0_compat); lra).
  assert (S0 : 0 < S) by (unfold S; apply Rdiv_lt_0_compat; lra).
  assert (V00 : 0 <= V0) by (apply Var_nonneg, split_law).
  assert (B0 : 0 <= 4 * V0 / (lam * lam)) by (apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; now apply Rmult_lt_0_compat]).
  assert (sl : 0 < sqrt (lam / 2)) by (apply sqrt_lt_R0; lra).
  exists (S * (/ sqrt (lam / 2) + 4 * V0 / (lam * lam))). split.
  { apply Rmult_lt_0_compat; [exact S0|]. pose proof (Rinv_0_lt_compat _ sl). lra. }
  intros m u M. assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). set (Y := sqrt (INR m)).
  assert (Y1 : 1 <= Y) by (unfold Y; rewrite <- sqrt_1; now apply sqrt_le_1_alt). assert (Y2 : Y * Y = INR m) by (apply sqrt_sqrt; lra).
  set (G := fun t => exp (- (g * Rabs (t - u)))). assert (Gp : forall t, 0 <= G t) by (intros; apply Rlt_le, exp_pos).
  pose proof (law_power A' phi' m split_law) as Lm.
  rewrite (Ex_ext _ _ _ (fun w => G (0 + total r w))) by (intros; unfold G; now rewrite Rplus_0_l). rewrite total_flips.
  set (bad := fun w : list (option X) => Rltb (INR (hits none w)) (INR m * lam / 2)).
  apply Rle_trans with (Ex (words A' m) (power phi') (fun w => S * (/ (sqrt (lam / 2) * Y)) + S * ind (bad w))).
  - apply (Ex_le _ _ Lm). intros w _ _. set (k := hits none w). eapply Rle_trans; [apply (flip_le k h G _ Gp)|].
    assert (Se : Sum (seq 0 (Datatypes.S k)) (fun j => G (0 + total r' w + (2 * INR j - INR k) * h)) <= S).
    { eapply Rle_trans; [right|apply (two_sided_series g (2 * h) (total r' w - INR k * h - u) (Datatypes.S k) G0 H0)].
      apply Sum_ext. intros j _. unfold G. do 4 f_equal. ring. }
    assert (K0 : 0 <= INR k) by apply pos_INR. assert (K1 : 1 <= sqrt (INR k + 1)) by (rewrite <- sqrt_1 at 1; apply sqrt_le_1_alt; lra).
    apply Rle_trans with (S * / sqrt (INR k + 1)); [apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra|exact Se]|].
    rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat_l; [lra|]. unfold bad. destruct (Rltb _ _) eqn:Q; cbn [ind].
    + assert (/ sqrt (INR k + 1) <= / 1) by (apply Rinv_le_contravar; lra). rewrite Rinv_1 in *.
      assert (0 < / (sqrt (lam / 2) * Y)) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra). lra.
    + apply Rltb_false in Q. fold k in Q. rewrite Rplus_0_r. apply Rinv_le_contravar; [apply Rmult_lt_0_compat; lra|].
      unfold Y. rewrite <- sqrt_mult_alt by lra. apply sqrt_le_1_alt. lra.
  - rewrite Ex_plus, (Ex_const _ _ Lm), Ex_scal, <- Pr_Ex. pose proof (few_coins m M) as F. fold bad in F.
    assert (F2 : Pr (words A' m) (power phi') bad <= 4 * V0 / (lam * lam) / Y).
    { eapply Rle_trans; [exact F|]. apply Rmult_le_compat_l; [exact B0|]. apply Rinv_le_contravar; [lra|]. rewrite <- Y2. rewrite <- (Rmult_1_r Y) at 1. apply Rmult_le_compat_l; lra. }
    apply (Rmult_le_compat_l S) in F2; [|lra]. eapply Rle_trans; [apply Rplus_le_compat_l; exact F2|]. right. field. split; [lra|]. split; lra.
Qed.

(** ** From below *)
Definition within (u v t : R) : bool := Rltb u t && Rleb t (u + v).
Lemma within_true u v t : within u v t = true <-> u < t <= u + v.
Proof. unfold within. now rewrite andb_true_iff, Rltb_true, Rleb_true. Qed.
Theorem mass_large : exists c, 0 < c /\ eventually (fun m => forall u, Rabs (u - INR m * Ex A phi r) <= 2 * sqrt (INR m) ->
  c / sqrt (INR m) <= Pr (words A m) (power phi) (fun w => within u d (total r w))).
Proof.
  destruct lam_pos as [L0 L1]. assert (D0 : 0 < d) by (unfold d; lra). assert (H0 : 0 < h) by (unfold h; lra).
  assert (V00 : 0 <= V0) by (apply Var_nonneg, split_law). assert (V10 : 0 <= V1) by (apply Var_nonneg, split_law).
  set (z := 2 * (1 + V1)). assert (Z0 : 0 < z) by (unfold z; lra).
  assert (Zv : V1 / (z * z) <= 1 / 4).
  { apply (Rmult_le_reg_r (z * z)); [now apply Rmult_lt_0_compat|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by (apply Rgt_not_eq; now apply Rmult_lt_0_compat).
    unfold z. assert (0 <= V1 * V1) by now apply Rmult_le_pos. lra. }
  set (W := (z + 2) / h + 4). assert (W0 : 4 <= W) by (unfold W; assert (0 < (z + 2) / h) by (apply Rdiv_lt_0_compat; lra); lra).
  set (E := 4 * (W * W) / lam). assert (E0 : 0 <= E) by (unfold E; apply Rmult_le_pos; [assert (0 <= W * W) by (apply Rmult_le_pos; lra); lra|apply Rlt_le, Rinv_0_lt_compat, L0]).
  exists (exp (- (2 * E)) / 4 * (1 / 2)). split; [pose proof (exp_pos (- (2 * E))); lra|].
  destruct (eventually_large (Rmax ((8 * W / lam) * (8 * W / lam)) (16 * V0 / (lam * lam)))) as [M0 HM]. exists M0. intros m Lm u U. destruct (HM m Lm) as [M Big].
  assert (Big1 := Rle_trans _ _ _ (Rmax_l _ _) Big). assert (Big2 := Rle_trans _ _ _ (Rmax_r _ _) Big). clear Big HM.
  assert (P : 1 <= INR m) by (apply (le_INR 1); exact M). set (Y := sqrt (INR m)) in *.
  assert (Y1 : 1 <= Y) by (unfold Y; rewrite <- sqrt_1; now apply sqrt_le_1_alt). assert (Y2 : Y * Y = INR m) by (apply sqrt_sqrt; lra).
  assert (WY : 8 * W / lam <= Y).
  { unfold Y. rewrite <- (sqrt_square (8 * W / lam)) by (apply Rlt_le, Rdiv_lt_0_compat; lra). now apply sqrt_le_1_alt. }
  assert (WY2 : 8 * W <= Y * lam).
  { apply (Rmult_le_compat_r lam) in WY; [|lra]. replace (8 * W / lam * lam) with (8 * W) in WY by (field; lra). exact WY. }
  set (rho := INR m * Ex A phi r) in *. pose proof (law_power A' phi' m split_law) as Lm'.
  set (G := fun t => ind (within u d t)). assert (Gp : forall t, 0 <= G t) by (intros t; unfold G, ind; destruct (within u d t); lra).
  rewrite Pr_Ex. rewrite (Ex_ext _ _ _ (fun w => G (0 + total r w))) by (intros; unfold G; now rewrite Rplus_0_l). rewrite total_flips.
  set (few := fun w : list (option X) => Rltb (INR (hits none w)) (INR m * lam / 2)).
  set (far := fun w : list (option X) => Rleb (z * Y) (Rabs (total r' w - rho))).
  assert (Good : 1 / 2 <= Pr (words A' m) (power phi') (fun w => negb (few w || far w))).
  { rewrite (Pr_compl _ _ Lm'). pose proof (Pr_or _ _ Lm' few far) as O. pose proof (few_coins m M) as F1. fold few in F1. pose proof (far_rest m z M Z0) as F2. fold Y rho far in F2.
    assert (4 * V0 / (lam * lam) / INR m <= 1 / 4); [|lra]. apply (Rmult_le_reg_r (INR m)); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  set (b := exp (- (2 * E)) / (4 * Y)). assert (b0 : 0 <= b) by (unfold b; apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|lra]).
  apply Rle_trans with (Ex (words A' m) (power phi') (fun w => b * ind (negb (few w || far w)))).
  { rewrite Ex_scal, <- Pr_Ex. apply (Rmult_le_compat_l b) in Good; [|exact b0]. eapply Rle_trans; [right|exact Good]. unfold b. field. lra. }
  apply (Ex_le _ _ Lm'). intros w Iw _. set (k := hits none w). destruct (few w || far w) eqn:Q; cbn [negb ind].
  { rewrite Rmult_0_r. now apply flip_nonneg. }
  rewrite Rmult_1_r. apply orb_false_iff in Q. destruct Q as [Q1 Q2]. unfold few in Q1. apply Rltb_false in Q1. fold k in Q1. unfold far in Q2. apply Rleb_false in Q2.
  assert (Km : INR k <= INR m).
  { unfold k. rewrite hits_total, <- (words_length A' m w Iw), <- (Rmult_1_r (INR (length w))), <- total_const. apply total_le.
    intros o _. unfold ind. destruct (none o); lra. }
  rewrite Rplus_0_l. set (t := total r' w) in *.
  assert (UT : Rabs (u - t) <= (z + 2) * Y).
  { replace (u - t) with ((u - rho) + - (t - rho)) by ring. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
  (* the number of heads that takes t into the window *)
  set (v := (u - t) / d + INR k / 2). destruct (archimed v) as [A1 A2].
  assert (Vd : Rabs ((u - t) / d) <= (z + 2) / h * Y / 2).
  { unfold Rdiv at 1. rewrite Rabs_mult, (Rabs_right (/ d)) by (apply Rle_ge, Rlt_le, Rinv_0_lt_compat, D0).
    apply (Rmult_le_compat_r (/ d)) in UT; [|apply Rlt_le, Rinv_0_lt_compat, D0]. eapply Rle_trans; [exact UT|]. right. unfold h. field. lra. }
  assert (Ym : INR m * lam / 2 = Y * lam * Y / 2) by (rewrite <- Y2; field).
  assert (WYY : 8 * W * Y <= Y * lam * Y) by (apply Rmult_le_compat_r; lra).
  assert (HW : (z + 2) / h * Y = W * Y - 4 * Y) by (unfold W; ring).
  pose proof (Rle_abs ((u - t) / d)) as B1. pose proof (Rle_abs (- ((u - t) / d))) as B2. rewrite Rabs_Ropp in B2.
  assert (J0 : (0 <= up v)%Z) by (apply le_IZR; unfold v in *; lra).
  set (j := Z.to_nat (up v)). assert (Jr : INR j = IZR (up v)) by (unfold j; rewrite INR_IZR_INZ, Z2Nat.id by exact J0; reflexivity).
  assert (Jk : (j <= k)%nat) by (apply INR_le; rewrite Jr; unfold v in *; lra).
  eapply Rle_trans; [|apply (flip_ge k h G t j Gp Jk)]. unfold G.
  replace (within u d (t + (2 * INR j - INR k) * h)) with true.
  - cbn [ind]. rewrite Rmult_1_r. eapply Rle_trans; [|apply (coin_large k j (W * Y - 1) E E0)].
    + unfold b. apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. apply Rinv_le_contravar.
      * assert (0 < sqrt (INR k)) by (apply sqrt_lt_R0; lra). lra.
      * assert (sqrt (INR k) <= Y) by (now apply sqrt_le_1_alt). lra.
    + assert (1 * 1 <= W * Y) by (apply Rmult_le_compat; lra). lra.
    + assert (1 * 1 <= W * Y) by (apply Rmult_le_compat; lra). lra.
    + replace ((W * Y - 1 + 1) * (W * Y - 1 + 1)) with (W * W * INR m) by (rewrite <- Y2; ring).
      assert (Q3 : INR m * lam / 4 <= INR k - 1) by (assert (1 * 1 <= W * Y) by (apply Rmult_le_compat; lra); lra).
      apply (Rmult_le_compat_l (2 * E)) in Q3; [|lra]. eapply Rle_trans; [|exact Q3]. unfold E. 
      replace (2 * (4 * (W * W) / lam) * (INR m * lam / 4)) with (2 * (W * W * INR m)) by (field; lra).
      assert (0 <= W * W * INR m) by (repeat apply Rmult_le_pos; lra). lra.
    + rewrite Jr. apply Rabs_le. unfold v in *. lra.
  - symmetry. apply within_true. rewrite Jr. replace (t + (2 * IZR (up v) - INR k) * h) with (u + d * (IZR (up v) - v)).
    + split; [|rewrite <- (Rmult_1_r d) at 2; apply Rplus_le_compat_l, Rmult_le_compat_l; lra].
      assert (0 < d * (IZR (up v) - v)) by (apply Rmult_lt_0_compat; lra). lra.
    + unfold v, h. field. lra.
Qed.
End Split.
