//! Files of roots in PEM.

use tlsverify::encoding::pem;
use tlsverify::verifier::{Added, Config, ConfigError};

use super::reports::readable;

/// Reads the input as a file of roots.
pub fn check(data: &[u8]) {
    let blocks: Vec<_> = pem::certificates(data).collect();
    let begins = data
        .windows(11)
        .filter(|window| window == b"-----BEGIN ")
        .count();
    assert!(begins > 0 || !blocks.iter().any(Result::is_ok));
    assert_eq!(pem::is_pem(data), begins > 0);
    let _ = pem::revocation_lists(data).count();

    let mut config = empty();
    let added = config.add_roots_pem(data);
    let mut one_by_one = empty();
    let taken = |block: &&Result<Vec<u8>, _>| {
        block
            .as_ref()
            .is_ok_and(|der| one_by_one.add_root(der).is_ok())
    };
    let count = blocks.iter().filter(taken).count();
    match &added {
        Err(why) => assert_eq!((*why, count), (ConfigError::Empty, 0)),
        Ok(Added {
            count: trusted,
            passed_over,
        }) => {
            assert_eq!(*trusted, count);
            assert_eq!(trusted + passed_over.len(), blocks.len());
            passed_over.iter().for_each(|line| readable(line));
        }
    }
    assert_eq!(
        config.add_roots_pem(data),
        added,
        "a root that is there is no fault"
    );

    // As it comes from another system, and with another file behind it.
    let text = String::from_utf8_lossy(data);
    if added.is_ok() && text.as_bytes() == data && !text.contains('\r') {
        let in_windows = text.replace('\n', "\r\n");
        assert_eq!(empty().add_roots_pem(in_windows.as_bytes()), added);
        let behind = format!("# roots\n{text}\n");
        assert_eq!(empty().add_roots_pem(behind.as_bytes()), added);
    }
}

fn empty() -> Config {
    let mut config = Config::default();
    config.use_mozilla_roots(false);
    config
}
