//! What several integration tests share: cases from folders, and one way to judge them in Rust and one in C.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(unreachable_pub, reason = "shared between test programs")]

pub mod case;
pub mod chains;
pub mod judge;
pub mod schema;
pub mod shared;
pub mod stored;
