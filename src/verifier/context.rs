//! A context: settings that change in one step, and verifications that keep the settings they began with.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::config::{Config, ConfigError};
use super::lock::Lock;
use super::log::{LogLevel, LogSink, StandardError};
use super::pipeline::{self, CallError, Request};
use super::warning::Warnings;
use crate::verdict::Verdict;

/// One set of settings, shared by any number of threads.
#[derive(Default)]
pub struct Context {
    settings: ArcSwap<Config>,
    /// Held while new settings are made from the current ones, so that no change is lost.
    changing: Lock<()>,
    warnings: Warnings,
}

impl std::fmt::Debug for Context {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Context").finish_non_exhaustive()
    }
}

impl Context {
    /// Mozilla roots, warn mode.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another context with the same settings, hooks included. From here on they change apart.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self {
            settings: ArcSwap::new(self.settings()),
            ..Self::default()
        }
    }

    /// The settings as they are now.
    #[must_use]
    pub fn settings(&self) -> Arc<Config> {
        self.settings.load_full()
    }

    /// Changes the settings in one step, or, on an error, not at all.
    pub fn change<T>(
        &self,
        change: impl FnOnce(&mut Config) -> Result<T, ConfigError>,
    ) -> Result<T, ConfigError> {
        let (value, former) = self.changing.with(|()| {
            let mut settings = Config::clone(&self.settings.load());
            change(&mut settings).map(|value| (value, self.settings.swap(Arc::new(settings))))
        })?;
        // A hook may go with the former settings; its destructor runs without the lock and may use the context.
        drop(former);
        Ok(value)
    }

    /// Judges one peer.
    pub fn verify(&self, request: &Request<'_>) -> Result<Verdict, CallError> {
        self.verify_with(&self.settings(), request)
    }

    /// Judges one peer of many with settings that this context had when the first of them was judged.
    pub fn verify_with(
        &self,
        settings: &Config,
        request: &Request<'_>,
    ) -> Result<Verdict, CallError> {
        pipeline::verify(settings, &self.warnings, request)
    }

    /// Writes a line to the log of this context.
    pub fn log(&self, level: LogLevel, text: &str) {
        self.settings().log(level, text);
    }
}

impl Config {
    /// Writes a line to the log.
    pub(super) fn log(&self, level: LogLevel, text: &str) {
        match &self.log {
            Some(sink) => sink.log(level, text),
            None => StandardError.log(level, text),
        }
    }
}
