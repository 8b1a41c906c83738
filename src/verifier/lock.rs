//! A lock that also opens in a process made by fork.
//!
//! Such a process has one thread. What another thread had locked at that moment would stay locked in it for ever, and what
//! that thread was changing may be half changed. So a new process begins with a fresh value and leaves the other alone.

use std::process;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

/// A value that is changed by one thread at a time.
#[derive(Debug)]
pub(super) struct Lock<T>(ArcSwap<Own<T>>);

/// The value of one process.
#[derive(Debug)]
struct Own<T> {
    process: u32,
    value: Mutex<T>,
}

impl<T: Default> Default for Own<T> {
    fn default() -> Self {
        Self {
            process: process::id(),
            value: Mutex::default(),
        }
    }
}

impl<T: Default> Default for Lock<T> {
    fn default() -> Self {
        Self(ArcSwap::default())
    }
}

impl<T: Default> Lock<T> {
    /// Works on the value while no other thread does.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut own = self.0.load_full();
        while own.process != process::id() {
            drop(self.0.compare_and_swap(&own, Arc::new(Own::default())));
            // Never freed: a thread that is not in this process may have left it half changed.
            std::mem::forget(own);
            own = self.0.load_full();
        }
        // Whoever panicked has changed nothing by halves that the next one would trust.
        let mut value = own.value.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_process_begins_afresh_although_the_lock_is_held() {
        let lock = Lock(ArcSwap::from_pointee(Own {
            process: process::id().wrapping_add(1),
            value: Mutex::new(7),
        }));
        let foreign = lock.0.load_full();
        let held = foreign.value.lock().unwrap();
        lock.with(|value| {
            assert_eq!(*value, 0);
            *value = 1;
        });
        lock.with(|value| assert_eq!(*value, 1));
        assert_eq!(*held, 7);
    }

    #[test]
    fn one_thread_at_a_time_changes_the_value() {
        let lock = Lock::<u32>::default();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1_000).for_each(|_| lock.with(|value| *value += 1)));
            }
        });
        assert_eq!(lock.with(|value| *value), 4_000);
    }
}
