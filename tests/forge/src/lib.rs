//! Makes certificates with any fault, deterministically.
