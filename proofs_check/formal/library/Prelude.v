(** What every file uses of Coq: real and natural numbers, lists, their tactics and notations. *)
From Coq Require Export Reals Lra Lia List Arith Bool.
Export ListNotations.
Open Scope R_scope.
