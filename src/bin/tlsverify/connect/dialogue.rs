//! Talk in plain text before TLS begins: bounded in octets and lines, and exact about where it ends.

use std::io::{ErrorKind, Read, Write};

use tlsverify::verdict::words;

use super::line::{Line, describe};
use crate::failure::Failure;

/// Most octets that the server may say before TLS.
const MAX_OCTETS: usize = 16 << 10;
/// Most lines of one answer.
const MAX_LINES: usize = 100;

/// A dialogue in progress.
#[derive(Debug)]
pub(crate) struct Dialogue<'l> {
    line: &'l mut Line,
    /// Received and not yet looked at.
    waiting: Vec<u8>,
    received: usize,
}

impl<'l> Dialogue<'l> {
    pub(crate) const fn new(line: &'l mut Line) -> Self {
        Self {
            line,
            waiting: Vec::new(),
            received: 0,
        }
    }

    pub(crate) fn say(&mut self, octets: &[u8]) -> Result<(), Failure> {
        self.line
            .write_all(octets)
            .map_err(|error| self.broken(&error))
    }

    /// The next line, without its end.
    pub(crate) fn hear_line(&mut self) -> Result<Vec<u8>, Failure> {
        let mut line = self.hear_until(|waiting| {
            let end = waiting.iter().position(|octet| *octet == b'\n')?;
            Some(end.saturating_add(1))
        })?;
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        Ok(line)
    }

    /// Lines up to one that ends the answer.
    pub(crate) fn hear_lines(
        &mut self,
        is_last: impl Fn(&[u8]) -> bool,
    ) -> Result<Vec<Vec<u8>>, Failure> {
        let mut lines = Vec::new();
        while lines.len() < MAX_LINES {
            let line = self.hear_line()?;
            let ends = is_last(&line);
            lines.push(line);
            if ends {
                return Ok(lines);
            }
        }
        Err(too_much())
    }

    /// So many octets.
    pub(crate) fn hear(&mut self, count: usize) -> Result<Vec<u8>, Failure> {
        self.hear_until(|waiting| (waiting.len() >= count).then_some(count))
    }

    /// Everything up to an end that is found in what has been received.
    pub(crate) fn hear_until(
        &mut self,
        end: impl Fn(&[u8]) -> Option<usize>,
    ) -> Result<Vec<u8>, Failure> {
        loop {
            if let Some(end) = end(&self.waiting) {
                let rest = self.waiting.split_off(end.min(self.waiting.len()));
                return Ok(std::mem::replace(&mut self.waiting, rest));
            }
            let mut octets = [0; 1024];
            let count = match self.line.read(&mut octets) {
                Ok(0) => return Err(self.broken(&ErrorKind::UnexpectedEof.into())),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.broken(&error)),
            };
            self.received = self.received.saturating_add(count);
            if self.received > MAX_OCTETS {
                return Err(too_much());
            }
            self.waiting
                .extend_from_slice(octets.get(..count).unwrap_or_default());
        }
    }

    /// Ends the plain text. What the server has said beyond its last answer could be somebody else's words, smuggled in
    /// front of what comes over TLS.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let has_unread = self.line.has_unread().unwrap_or(false);
        if !self.waiting.is_empty() || has_unread {
            return Err(Failure::Cannot(
                "the server sent more in plain text after it agreed to TLS; somebody may be injecting data, so this ends here"
                    .to_owned(),
            ));
        }
        self.line.first.clear();
        Ok(())
    }

    fn broken(&self, error: &std::io::Error) -> Failure {
        if error.kind() == ErrorKind::TimedOut {
            return self
                .line
                .deadline
                .passed("talking in plain text before TLS");
        }
        Failure::Cannot(format!("before TLS began: {}", describe(error)))
    }
}

fn too_much() -> Failure {
    Failure::Cannot("before TLS began: the server talks without end".to_owned())
}

/// The server does not do TLS here, and said so, or said something else.
pub(crate) fn refused(protocol: &str, answer: &[u8]) -> Failure {
    Failure::Cannot(format!(
        "the server does not offer STARTTLS ({protocol}); it said \"{}\"",
        words::escaped_bytes(answer)
    ))
}
