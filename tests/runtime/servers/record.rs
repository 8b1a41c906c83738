//! What each server has seen, and the port that tells.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

/// How long an answer waits for connections to end.
const PATIENCE: Duration = Duration::from_secs(2);

/// Counts of one server.
#[derive(Clone, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) connections: u64,
    /// Connections that are not over yet.
    pub(crate) open: u64,
    /// Handshakes that were completed.
    pub(crate) handshakes: u64,
    /// Those of them that resumed an earlier session, in which no certificate is sent.
    pub(crate) resumed: u64,
    /// Those of them in which the client showed a certificate.
    pub(crate) client_certificates: u64,
    pub(crate) application_bytes: usize,
    /// What clients sent, in the words of RFC 8446.
    pub(crate) alerts: Vec<String>,
}

/// One server's counts, shared by its connections.
#[derive(Clone, Default)]
pub(crate) struct Record(Arc<Mutex<Counts>>);

impl Record {
    pub(crate) fn counts(&self) -> MutexGuard<'_, Counts> {
        // A connection that panicked has left numbers that are still true.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everybody's counts, by the server's id.
#[derive(Default)]
pub(crate) struct Records(Mutex<BTreeMap<String, Record>>);

impl Records {
    /// The record of one server, begun at the first call.
    pub(crate) fn of(&self, id: &str) -> Record {
        let mut records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records.entry(id.to_owned()).or_default().clone()
    }

    fn snapshot(&self) -> BTreeMap<String, Counts> {
        let records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records
            .iter()
            .map(|(id, record)| (id.clone(), record.counts().clone()))
            .collect()
    }

    fn settled(&self) -> BTreeMap<String, Counts> {
        let end = Instant::now() + PATIENCE;
        loop {
            let counts = self.snapshot();
            if counts.values().all(|counts| counts.open == 0) || Instant::now() > end {
                return counts;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Starts telling whoever connects; returns the port.
pub(crate) fn start(records: Records) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let records = Arc::new(records);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let records = Arc::clone(&records);
            thread::spawn(move || {
                let told = serde_json::to_string(&records.settled()).expect("counts are plain");
                // Whoever asked may have gone away.
                let _ = writeln!(stream, "{told}");
            });
        }
    });
    port
}
