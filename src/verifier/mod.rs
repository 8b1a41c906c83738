//! The pipeline from a request to a verdict: mode, hook, pin, path, hook, mode.

pub mod clock;
pub mod config;
pub mod context;
pub mod hook;
mod lock;
pub mod log;
pub mod many;
mod pipeline;
mod sentences;
mod warning;

pub use config::{Added, Config, ConfigError, Mode};
pub use context::Context;
pub use hook::{Answer, Hook, HookSlot, HookStage, MayOverride};
pub use log::{LogLevel, LogSink};
pub use pipeline::{CallError, Request};
