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

pub use anchor::{NotAnAnchor, Origin, TrustAnchor};
pub use distrust::DistrustList;
pub use pinned::{PinError, PinMatch, PinnedCertificates};
pub use pool::IntermediatePool;
pub use store::TrustStore;
