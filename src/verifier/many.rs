//! Many items at once, shared out among threads that are started and ended here: the only ones that this library starts.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Items that a thread takes at a time: enough that taking them costs nothing, few enough that none is left with much.
const SHARE: usize = 32;
/// Most threads, the caller's among them.
const MAX_THREADS: usize = 256;

thread_local! {
    /// Whether this thread is working on a share. What it calls from there, a hook perhaps, starts no more threads.
    static IS_WORKING: Cell<bool> = const { Cell::new(false) };
}

/// Fills every place of `out` with what `judge` says of its number, on at most so many threads, the caller's among them; 0
/// stands for as many as there are cores. A thread that cannot be started leaves its share to the others.
pub fn share_out<T: Send>(out: &mut [T], threads: usize, judge: impl Fn(usize) -> T + Sync) {
    let threads = match threads {
        _ if IS_WORKING.get() => 1,
        0 => thread::available_parallelism().map_or(1, usize::from),
        given => given,
    };
    let threads = threads.min(MAX_THREADS).min(out.len().div_ceil(SHARE));
    let shares = Mutex::new(out.chunks_mut(SHARE).enumerate());
    let work = || {
        let _working = Working::begin();
        loop {
            let next = shares.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((number, share)) = next else { break };
            let first = number.saturating_mul(SHARE);
            for (place, number) in share.iter_mut().zip(first..) {
                *place = judge(number);
            }
        }
    };
    if threads <= 1 {
        return work();
    }
    thread::scope(|scope| {
        let mut started = Vec::new();
        for _ in 1..threads {
            let thread = thread::Builder::new()
                .name("tlsverify".to_owned())
                .spawn_scoped(scope, work);
            let Ok(thread) = thread else { break };
            started.push(thread);
        }
        work();
        // The scope waits for their work alone; the caller may expect that the threads themselves are gone.
        for thread in started {
            if let Err(panic) = thread.join() {
                resume_unwind(panic);
            }
        }
    });
}

/// Marks this thread as long as it works.
struct Working {
    was_working: bool,
}

impl Working {
    fn begin() -> Self {
        Self {
            was_working: IS_WORKING.replace(true),
        }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        IS_WORKING.set(self.was_working);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn every_place_is_filled_whatever_the_number_of_threads() {
        for threads in [0, 1, 2, 7, usize::MAX] {
            for count in [0, 1, SHARE, SHARE + 1, 1_000] {
                let mut out = vec![None; count];
                share_out(&mut out, threads, Some);
                assert!(
                    out.iter()
                        .enumerate()
                        .all(|(place, got)| *got == Some(place))
                );
            }
        }
    }

    #[test]
    fn one_thread_is_the_callers() {
        let caller = thread::current().id();
        let mut out = vec![None; 1_000];
        share_out(&mut out, 1, |_| Some(thread::current().id()));
        assert!(out.iter().all(|thread| *thread == Some(caller)));
    }

    #[test]
    fn threads_work_at_the_same_time() {
        let mut out = vec![None; 3 * SHARE];
        // Passed only when three threads are there at once.
        let together = Barrier::new(3);
        share_out(&mut out, 3, |number| {
            if number % SHARE == 0 {
                together.wait();
            }
            Some(thread::current().id())
        });
        assert_eq!(out.into_iter().collect::<HashSet<_>>().len(), 3);
    }

    #[test]
    fn work_within_work_starts_no_more_threads() {
        let mut out = vec![false; 10 * SHARE];
        share_out(&mut out, 4, |_| {
            let own = thread::current().id();
            let mut inner = vec![None; 2 * SHARE];
            share_out(&mut inner, 4, |_| Some(thread::current().id()));
            inner.iter().all(|thread| *thread == Some(own))
        });
        assert!(out.iter().all(|is_same| *is_same));
        let mut after = vec![None; 3 * SHARE];
        let together = Barrier::new(2);
        share_out(&mut after, 2, |number| {
            if number == 0 || number == SHARE {
                together.wait();
            }
            Some(thread::current().id())
        });
        assert_eq!(after.into_iter().collect::<HashSet<_>>().len(), 2);
    }
}
