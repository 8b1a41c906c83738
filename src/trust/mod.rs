//! What the configuration trusts and distrusts: anchors, intermediates at hand, pinned and blocked certificates.

pub mod anchor;
pub mod bundled;
mod bundled_overlay;
pub mod distrust;
pub(crate) mod former_roots;
pub mod index;
pub mod pinned;
pub mod pool;
pub mod store;

use std::sync::OnceLock;

pub use anchor::{NotAnAnchor, Origin, TrustAnchor};
pub use distrust::DistrustList;
pub use pinned::{PinError, PinMatch, PinnedCertificates};
pub use pool::IntermediatePool;
pub use store::TrustStore;

/// What is made once. Whoever comes at the same time makes it as well: nobody waits for another thread, which in a child
/// of fork would not be there.
fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
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
