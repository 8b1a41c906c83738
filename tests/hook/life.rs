//! When a hook ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tlsverify::verdict::Verdict;
use tlsverify::verifier::{Answer, Context, Hook, HookSlot, HookStage, MayOverride};

use crate::common::chains::{HOST, Sound};
use crate::verify;

/// Counts its own end.
struct Counted(Arc<AtomicUsize>, Arc<Context>);

impl Hook for Counted {
    fn ask(&self, _: Option<&str>, _: &[u8], _: Option<&Verdict>) -> Answer {
        // The hook removes itself; it has to live until it has answered.
        self.1
            .change(|config| {
                config.set_hook(HookStage::Before, None);
                Ok(())
            })
            .unwrap();
        assert_eq!(self.0.load(Ordering::SeqCst), 0);
        Answer::Defer
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_hook_ends_once_and_only_after_the_verification_that_uses_it() {
    let (sound, count) = (Sound::new(), Arc::new(AtomicUsize::new(0)));
    let context = Arc::new(Context::new());
    let hook = HookSlot::new(
        Box::new(Counted(Arc::clone(&count), Arc::clone(&context))),
        MayOverride::default(),
    );
    context
        .change(|config| {
            config.set_hook(HookStage::Before, Some(hook));
            Ok(())
        })
        .unwrap();
    verify(&context, HOST, &sound.chain()).unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
}
