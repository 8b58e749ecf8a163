(** What files with limits, derivatives or integrals use: Coquelicot too. *)
From ExactAlign Require Export Prelude.
From Coquelicot Require Export Coquelicot.
