//! Where fuzzing meets the list of differences: whatever we accept, rustls-webpki accepts, and the other way round, or a row
//! of the list explains it.

use rustls_pki_types::ServerName;

use crate::fuzzed::question;
use crate::judges::{self, Input};
use crate::run;

/// Judges the question of an input, its settings aside: rule set BROWSER, servers, the local roots.
pub fn check(data: &[u8]) {
    let Some(asked) = question::decode(data) else {
        return;
    };
    let question = asked.question;
    let Some(host) = question.name else { return };
    let input = Input {
        label: "an input of the fuzzer".to_owned(),
        host,
        time: question.time,
        chain: asked.chain,
        roots: question.roots,
    };
    // The other judge takes no names in U-labels.
    let has_host = ServerName::try_from(input.host.as_str()).is_ok();
    if !has_host
        || input.chain.is_empty()
        || input.roots.is_empty()
        || !(0..1 << 33).contains(&input.time)
    {
        return;
    }
    let (ours, theirs) = (judges::ours(&input), judges::webpki(&input));
    if ours.is_accepted == theirs.is_accepted {
        return;
    }
    let tally = run::explain(&run::judge(vec![input], None), None);
    if let Some(difference) = tally.unexplained.first() {
        let verb = |is_accepted| if is_accepted { "accept" } else { "refuse" };
        panic!(
            "we {}; of one path: {} at {} ({}); {}: {}",
            verb(difference.is_accepted),
            difference.ours.reason,
            difference.ours.depth,
            difference.ours.message,
            difference.judge,
            difference.theirs.error
        );
    }
}
