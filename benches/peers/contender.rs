//! Who takes part: anything that verifies a subject so many times and tells the CPU time it took.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::subjects::Subject;

/// One sample: whether the subject was accepted every time, and the nanoseconds of CPU time for all of them.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub is_accepted: bool,
    pub nanoseconds: u64,
    /// Whether it was stopped at [`LIMIT_NANOSECONDS`], before it had an answer.
    pub is_stopped: bool,
}

impl Sample {
    /// No verification at all.
    pub const NOTHING: Self = Self {
        is_accepted: true,
        nanoseconds: 0,
        is_stopped: false,
    };

    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self {
            is_accepted: self.is_accepted && other.is_accepted,
            nanoseconds: self.nanoseconds + other.nanoseconds,
            is_stopped: self.is_stopped || other.is_stopped,
        }
    }
}

/// A verifier in the race.
pub trait Contender {
    /// Its name and version.
    fn name(&self) -> &str;
    /// Verifies a subject so many times.
    fn verify(&mut self, subject: &Subject, count: u64) -> Sample;
}

/// The CPU time of this process.
pub fn cpu_nanoseconds() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a timespec that can be written to.
    let outcome = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(outcome, 0, "this system tells no CPU time");
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Takes a sample in this process.
pub fn sample(count: u64, mut verify: impl FnMut() -> bool) -> Sample {
    let start = cpu_nanoseconds();
    let mut is_accepted = true;
    for _ in 0..count {
        is_accepted &= verify();
    }
    Sample {
        is_accepted,
        nanoseconds: cpu_nanoseconds() - start,
        ..Sample::NOTHING
    }
}

/// A program that would take longer for one verification stops itself.
pub const LIMIT_NANOSECONDS: u64 = 2_000_000_000;

/// A verifier in a process of its own: it reads `FOLDER COUNT` and answers `ACCEPT` or `REFUSE` and nanoseconds.
pub struct Program {
    name: String,
    command: Vec<String>,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts a program; the error says why it cannot take part.
    pub fn start(command: &[String]) -> Result<Self, String> {
        let (program, arguments) = command.split_first().expect("a program");
        let new = || {
            let mut command = Command::new(program);
            command.args(arguments).stderr(Stdio::null());
            command
        };
        let version = new().arg("version").output().map_err(|e| e.to_string())?;
        if !version.status.success() {
            return Err("it does not start".to_owned());
        }
        let mut child = spawn(command).map_err(|e| e.to_string())?;
        let (input, output) = pipes(&mut child);
        Ok(Self {
            name: (String::from_utf8_lossy(&version.stdout).split_whitespace())
                .take(2)
                .collect::<Vec<_>>()
                .join(" "),
            command: command.to_vec(),
            child,
            input,
            output,
        })
    }

    /// Starts it anew after it has ended.
    fn restart(&mut self) {
        let _ = self.child.wait();
        self.child = spawn(&self.command).expect("it has started before");
        (self.input, self.output) = pipes(&mut self.child);
    }
}

fn spawn(command: &[String]) -> std::io::Result<Child> {
    Command::new(&command[0])
        .args(&command[1..])
        .stderr(Stdio::null())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
}

fn pipes(child: &mut Child) -> (Option<ChildStdin>, BufReader<ChildStdout>) {
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    (child.stdin.take(), output)
}

impl Contender for Program {
    fn name(&self) -> &str {
        &self.name
    }

    fn verify(&mut self, subject: &Subject, count: u64) -> Sample {
        let input = self.input.as_mut().expect("it is running");
        let mut answer = String::new();
        let outcome = writeln!(input, "{} {count}", subject.folder.display())
            .and_then(|()| input.flush())
            .and_then(|()| self.output.read_line(&mut answer));
        let mut words = answer.split_whitespace();
        match (outcome, words.next(), words.next()) {
            (Ok(_), Some(verdict), Some(nanoseconds)) => Sample {
                is_accepted: verdict == "ACCEPT",
                nanoseconds: nanoseconds.parse().expect("a number of nanoseconds"),
                is_stopped: false,
            },
            _ => {
                self.restart();
                Sample {
                    is_accepted: false,
                    nanoseconds: LIMIT_NANOSECONDS,
                    is_stopped: true,
                }
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It ends at the end of its input.
        self.input = None;
        let _ = self.child.wait();
    }
}
