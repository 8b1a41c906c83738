//! Where warnings go: the application's callback, else standard error.

use std::io::Write;

/// How much a line weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum LogLevel {
    /// Something was passed over.
    Warning = 1,
    /// A peer would have been refused.
    Refusal = 2,
}

/// Takes log lines. It is called on the thread that verifies or configures, with no lock held.
pub trait LogSink: Send + Sync {
    /// One line without its line end.
    fn log(&self, level: LogLevel, text: &str);
}

/// Standard error. A line that cannot be written is lost.
#[derive(Debug)]
pub(super) struct StandardError;

impl LogSink for StandardError {
    fn log(&self, _: LogLevel, text: &str) {
        // One write, so that lines of several threads do not mix.
        let _ = std::io::stderr().write_all(format!("tlsverify: {text}\n").as_bytes());
    }
}
