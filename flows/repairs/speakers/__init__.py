"""Who speaks: one decoding over a whole side, from labels, translations and what is said."""
