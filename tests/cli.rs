//! The command `tlsverify`, as it is built: exit codes, texts, JSON, colours, and connections to servers on this machine.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

#[path = "common/chains.rs"]
mod chains;
#[path = "cli/connect.rs"]
mod connect;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/roots.rs"]
mod roots;
#[path = "cli/server.rs"]
mod server;
#[path = "cli/show.rs"]
mod show;
#[path = "cli/starttls.rs"]
mod starttls;
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "cli/verify.rs"]
mod verify;
