//! Values that are made once and kept. Nobody waits while another thread makes one.

use std::sync::OnceLock;

/// What is made once. Whoever comes while it is being made makes it as well, and the first to be ready is kept: a lock around
/// the making would never be released in a child of fork, where the thread that makes it does not exist.
pub fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    match cell.get() {
        Some(made) => made,
        None => {
            let made = make();
            cell.get_or_init(|| made)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_once_stays_and_does_not_wait_for_whoever_is_making_it() {
        let cell = OnceLock::new();
        // The outer one is being made all the while: with a lock around the making, the inner one would wait for ever.
        let made = once(&cell, || once(&cell, || 1) + 1);
        assert_eq!(*made, 1);
        assert_eq!(*once(&cell, || 3), 1);
    }
}
