//! A TCP connection that is never waited for longer than the user wants: one clock runs for looking up the name, for
//! connecting to each address, and for every octet after that.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tlsverify::verdict::words;

use super::target::Target;
use crate::failure::Failure;

/// Most addresses of one name that are tried.
const MAX_ADDRESSES: usize = 16;
/// What is kept of the first words of the peer, to tell what it speaks.
const MAX_FIRST: usize = 256;

/// The end of the user's patience.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    end: Instant,
    seconds: u64,
}

impl Deadline {
    pub(crate) fn after(seconds: u64) -> Self {
        Self {
            end: Instant::now() + Duration::from_secs(seconds),
            seconds,
        }
    }

    /// What is left; never zero, which sockets take for "for ever".
    fn left(&self) -> io::Result<Duration> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            Err(ErrorKind::TimedOut.into())
        } else {
            Ok(left)
        }
    }

    /// What to say when it has passed.
    pub(crate) fn passed(&self, doing: &str) -> Failure {
        let plural = if self.seconds == 1 { "" } else { "s" };
        Failure::Cannot(format!(
            "no answer within {} second{plural} while {doing} (--timeout)",
            self.seconds
        ))
    }
}

/// An open connection.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    pub(crate) address: SocketAddr,
    pub(crate) deadline: Deadline,
    /// The first octets that the peer has sent since TLS began.
    pub(crate) first: Vec<u8>,
}

impl Line {
    /// Tries all addresses of the target in turn, each with its share of the time.
    pub(crate) fn open(target: &Target, deadline: Deadline) -> Result<Self, Failure> {
        let addresses = lookup(target, deadline)?;
        let mut refusals: Vec<String> = Vec::new();
        for (position, address) in addresses.iter().enumerate() {
            let waiting = addresses.len().saturating_sub(position);
            let share = u32::try_from(waiting).unwrap_or(1).max(1);
            let stream = deadline
                .left()
                .and_then(|left| TcpStream::connect_timeout(address, left / share));
            match stream {
                Ok(stream) => {
                    return Ok(Self {
                        stream,
                        address: *address,
                        deadline,
                        first: Vec::new(),
                    });
                }
                Err(error) => refusals.push(format!("{address}: {}", describe(&error))),
            }
        }
        Err(Failure::Cannot(format!(
            "no connection to {} port {}; {}",
            words::escaped(&target.host),
            target.port,
            refusals.join("; ")
        )))
    }

    /// Whether the peer has sent something that nobody has read yet.
    pub(crate) fn has_unread(&self) -> io::Result<bool> {
        self.stream.set_nonblocking(true)?;
        let seen = self.stream.peek(&mut [0]);
        self.stream.set_nonblocking(false)?;
        match seen {
            Ok(count) => Ok(count > 0),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.deadline.left()?))?;
        let count = self.stream.read(buffer).map_err(timed_out)?;
        let room = MAX_FIRST.saturating_sub(self.first.len()).min(count);
        self.first
            .extend_from_slice(buffer.get(..room).unwrap_or_default());
        Ok(count)
    }
}

impl Write for Line {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.deadline.left()?))?;
        self.stream.write(buffer).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// A socket's timeout has another name on each system.
fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::WouldBlock {
        ErrorKind::TimedOut.into()
    } else {
        error
    }
}

/// What went wrong with a connection, for people.
pub(crate) fn describe(error: &io::Error) -> String {
    let known = [
        (
            ErrorKind::ConnectionRefused,
            "refused: nothing listens on that port, or a firewall refuses it",
        ),
        (ErrorKind::TimedOut, "no answer in time"),
        (ErrorKind::HostUnreachable, "the host cannot be reached"),
        (ErrorKind::NetworkUnreachable, "no route to this network"),
        (
            ErrorKind::ConnectionReset,
            "the peer has reset the connection",
        ),
        (
            ErrorKind::UnexpectedEof,
            "the peer has closed the connection",
        ),
        (ErrorKind::BrokenPipe, "the peer has closed the connection"),
    ];
    known
        .iter()
        .find(|(kind, _)| *kind == error.kind())
        .map_or_else(
            || words::escaped(&error.to_string()),
            |(_, text)| (*text).to_owned(),
        )
}

/// Addresses of the target. The system's resolver cannot be interrupted, so it works in a thread of its own.
fn lookup(target: &Target, deadline: Deadline) -> Result<Vec<SocketAddr>, Failure> {
    let (sender, receiver) = mpsc::channel();
    let name = (target.host.clone(), target.port);
    thread::spawn(move || {
        let found = name
            .to_socket_addrs()
            .map(|found| found.take(MAX_ADDRESSES).collect::<Vec<_>>());
        // Nobody listens any more if it took too long.
        let _ = sender.send(found);
    });
    let doing = "looking up the name";
    let left = deadline.left().map_err(|_| deadline.passed(doing))?;
    let found = receiver
        .recv_timeout(left)
        .map_err(|_| deadline.passed(doing))?;
    let host = words::escaped(&target.host);
    let cannot = |why: &str| Failure::Cannot(format!("no address of \"{host}\" was found: {why}"));
    let addresses = found.map_err(|error| {
        let text = error.to_string();
        let why = text
            .strip_prefix("failed to lookup address information: ")
            .unwrap_or(&text);
        cannot(&words::escaped(why))
    })?;
    if addresses.is_empty() {
        return Err(cannot("the name service knows none"));
    }
    Ok(addresses)
}
