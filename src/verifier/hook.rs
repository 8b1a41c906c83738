//! The application's hook: what it is asked, what it may answer, and what an acceptance may forgive.

use std::cell::Cell;

use super::CallError;
use crate::reason::{Class, Tolerance};
use crate::verdict::Verdict;

/// How deep a hook may verify inside itself: the first such verification asks it again, the next is refused.
const MAX_DEPTH: usize = 2;
/// How many hooks, of whatever contexts, may be asked inside each other.
const MAX_NESTED: usize = 32;

/// When a hook is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookStage {
    /// Before anything is judged.
    Before,
    /// With the normal verdict in hand.
    After,
}

/// What a hook answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// I don't know, run your normal procedure.
    Defer,
    /// Go on talking, as far as `may_override` reaches.
    Accept,
    /// Do not talk.
    Reject,
    /// Anything else, which counts as a refusal.
    Unknown(i32),
}

/// What an acceptance may forgive, declared when the hook is registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MayOverride(u32);

impl MayOverride {
    /// A missing or untrusted issuer.
    pub const ISSUER: u32 = 1;
    /// Another name.
    pub const NAME: u32 = 2;
    /// Validity dates.
    pub const TIME: u32 = 4;
    /// Rules on form, strength and usage.
    pub const POLICY: u32 = 8;
    /// Everything but distrust and revocation. Before the normal procedure it replaces that outright.
    pub const ALL: u32 = u32::MAX;

    /// Checks the bits that an application gives.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Option<Self> {
        let known = Self::ISSUER | Self::NAME | Self::TIME | Self::POLICY;
        if bits == Self::ALL || bits & !known == 0 {
            Some(Self(bits))
        } else {
            None
        }
    }

    /// Whether it may forgive everything but distrust and revocation.
    #[must_use]
    pub const fn is_all(self) -> bool {
        self.0 == Self::ALL
    }

    /// The classes of failures that it may forgive.
    #[must_use]
    pub fn tolerance(self) -> Tolerance {
        if self.is_all() {
            return Tolerance::ALL;
        }
        let classes = [
            (Self::ISSUER, Class::Issuer),
            (Self::NAME, Class::Name),
            (Self::TIME, Class::Time),
            (Self::POLICY, Class::Policy),
        ];
        classes
            .into_iter()
            .filter(|(bit, _)| self.0 & bit != 0)
            .fold(Tolerance::NONE, |tolerance, (_, class)| {
                tolerance.with(class)
            })
    }
}

/// What a hook is. It is called on the thread that verifies, with no lock held.
pub trait Hook: Send + Sync {
    /// Asked about one peer; `normal` is there in [`HookStage::After`] only.
    fn ask(&self, hostname: Option<&str>, chain: &[u8], normal: Option<&Verdict>) -> Answer;
}

/// A registered hook. It is dropped when the last verification that uses it has ended.
pub struct HookSlot {
    hook: Box<dyn Hook>,
    may_override: MayOverride,
}

impl std::fmt::Debug for HookSlot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("HookSlot")
            .field("may_override", &self.may_override)
            .finish_non_exhaustive()
    }
}

impl HookSlot {
    /// Registers a hook.
    #[must_use]
    pub fn new(hook: Box<dyn Hook>, may_override: MayOverride) -> Self {
        Self { hook, may_override }
    }

    /// What an acceptance may forgive.
    #[must_use]
    pub const fn may_override(&self) -> MayOverride {
        self.may_override
    }

    /// Asks the hook, unless this thread is too deep inside it already.
    pub(super) fn ask(
        &self,
        hostname: Option<&str>,
        chain: &[u8],
        normal: Option<&Verdict>,
    ) -> Result<Answer, CallError> {
        let _inside = Inside::enter(self)?;
        Ok(self.hook.ask(hostname, chain, normal))
    }
}

/// The hooks that a thread is inside, by the address of their slot, the outermost first.
struct Nesting {
    slots: [Cell<usize>; MAX_NESTED],
    count: Cell<usize>,
}

thread_local! {
    /// Of this thread. No lock, which a fork could leave held for ever; and nothing to free, which would stay behind on
    /// threads that C has started.
    static NESTING: Nesting = const {
        Nesting {
            slots: [const { Cell::new(0) }; MAX_NESTED],
            count: Cell::new(0),
        }
    };
}

impl Nesting {
    fn enter(&self, slot: usize) -> Result<(), CallError> {
        let count = self.count.get();
        let inside = self.slots.iter().take(count);
        let is_too_deep = inside.filter(|inside| inside.get() == slot).count() >= MAX_DEPTH;
        match self.slots.get(count) {
            Some(free) if !is_too_deep => {
                free.set(slot);
                self.count.set(count.saturating_add(1));
                Ok(())
            }
            _ => Err(CallError::Recursion),
        }
    }

    fn leave(&self) {
        self.count.set(self.count.get().saturating_sub(1));
    }
}

/// Counts a call while it lasts, also when the hook leaves by a panic.
struct Inside(());

impl Inside {
    fn enter(slot: &HookSlot) -> Result<Self, CallError> {
        NESTING.with(|nesting| nesting.enter(std::ptr::from_ref(slot).addr()))?;
        Ok(Self(()))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        NESTING.with(Nesting::leave);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_bits_are_refused() {
        assert!(MayOverride::from_bits(0).is_some());
        assert!(MayOverride::from_bits(15).is_some());
        assert!(MayOverride::from_bits(u32::MAX).is_some());
        assert!(MayOverride::from_bits(16).is_none());
        assert!(MayOverride::from_bits(u32::MAX - 1).is_none());
    }

    #[test]
    fn a_hook_is_entered_twice_and_hooks_are_nested_so_deep() {
        let nesting = Nesting {
            slots: [const { Cell::new(0) }; MAX_NESTED],
            count: Cell::new(0),
        };
        assert_eq!(nesting.enter(1), Ok(()));
        assert_eq!(nesting.enter(2), Ok(()));
        assert_eq!(nesting.enter(1), Ok(()));
        assert_eq!(nesting.enter(1), Err(CallError::Recursion));
        nesting.leave();
        assert_eq!(nesting.enter(1), Ok(()));
        for slot in 4..=MAX_NESTED {
            assert_eq!(nesting.enter(slot), Ok(()));
        }
        assert_eq!(nesting.enter(MAX_NESTED + 1), Err(CallError::Recursion));
    }

    #[test]
    fn the_four_bits_together_are_not_all() {
        let four = MayOverride::from_bits(15).unwrap();
        assert!(!four.is_all());
        assert!(!four.tolerance().forgives(Class::Integrity));
        let all = MayOverride::from_bits(u32::MAX).unwrap();
        assert!(all.tolerance().forgives(Class::Integrity));
        assert!(!all.tolerance().forgives(Class::Distrust));
    }
}
